//! Computers, and where they stand: tiers by what their hosts do, like a template.

use std::collections::{BTreeMap, BTreeSet};

use super::lander::Lander;
use crate::edit::{EditCommand, EditError};
use crate::facts::{Property, SqlName, Stated, Subject, Value};
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, Direction, HostFunction, Role, Site, SiteId, SiteKind, Slot, Tier, TierId,
    TierKind, WindowsVersion,
};
use crate::sources::{Provenance, Sourced};

/// Computers side by side in a tier.
const ROW_WIDTH: u32 = 8;

/// The tiers of BizTalk servers, which stand in one canvas row.
const BIZTALK: [TierKind; 5] =
    [TierKind::BizTalk, TierKind::Receive, TierKind::Processing, TierKind::Send, TierKind::Tracking];
/// The tiers below them.
const DATA: [TierKind; 2] = [TierKind::Databases, TierKind::MasterSecret];

impl Lander<'_> {
    /// What each host does, as far as exports say: by its handlers and its orchestrations.
    pub(super) fn host_functions(&self) -> BTreeMap<String, BTreeSet<HostFunction>> {
        let mut functions: BTreeMap<String, BTreeSet<HostFunction>> = BTreeMap::new();
        for (subject, says) in self.facts.iter() {
            match subject {
                Subject::Handler { direction, host, .. } => {
                    let does =
                        if *direction == Direction::Receive { HostFunction::Receive } else { HostFunction::Send };
                    functions.entry(host.clone()).or_default().insert(does);
                }
                Subject::Host(host) => {
                    let does = functions.entry(host.clone()).or_default();
                    if says.contains_key(&Property::Orchestrations) {
                        does.insert(HostFunction::Process);
                    }
                    if matches!(self.facts.text(subject, Property::Kind), Some("Isolated")) {
                        does.insert(HostFunction::Receive);
                    }
                }
                _ => {}
            }
        }
        functions
    }

    /// Computers that exports name, and what is known of them.
    pub(super) fn computers(&mut self, group: BizTalkGroupId) {
        let by_host = self.host_functions();
        let mut runs: BTreeMap<String, BTreeSet<HostFunction>> = BTreeMap::new();
        let mut tracks: BTreeSet<String> = BTreeSet::new();
        for (subject, _) in self.facts.iter() {
            let Subject::HostInstance { host, computer } = subject else { continue };
            runs.entry(computer.clone()).or_default().extend(by_host.get(host).cloned().unwrap_or_default());
            if self.facts.flag(&Subject::Host(host.clone()), Property::Tracking) == Some(true) {
                tracks.insert(computer.clone());
            }
        }
        let mut installed = self.installed();
        let sets: BTreeSet<&BTreeSet<HostFunction>> = runs.values().collect();
        let are_alike = sets.len() <= 1;
        let names: Vec<String> = self.facts.computers().into_iter().map(str::to_owned).collect();
        for name in names {
            let subject = Subject::Computer(name.clone());
            let roles = roles_of(installed.remove(&name).unwrap_or_default(), runs.contains_key(&name));
            let known = self.known::<ComputerId>(&name);
            let id = if let Some(id) = known {
                self.is(&subject, id.into());
                id
            } else {
                let kind = match runs.get(&name) {
                    Some(_) if are_alike => TierKind::BizTalk,
                    Some(does) => tier_for(does, tracks.contains(&name)),
                    None if roles.is_empty() => TierKind::Databases,
                    None => TierKind::BizTalk,
                };
                self.new_computer(&subject, &name, kind, &[])
            };
            let in_group = roles.contains(&Role::BizTalkRuntime);
            self.draft.change(id, |it| {
                it.roles.extend(roles);
                it.biztalk_groups.extend(in_group.then_some(group));
            });
            self.details(&subject, id);
        }
    }

    /// What exports say is installed on each computer. Where an isolated host has receive locations, IIS runs it.
    fn installed(&self) -> BTreeMap<String, BTreeSet<Role>> {
        let is_isolated =
            |host: &str| self.facts.text(&Subject::Host(host.to_owned()), Property::Kind) == Some("Isolated");
        let receiving = self.facts.iter().filter(|(_, says)| says.contains_key(&Property::ReceiveLocations));
        let receiving = receiving.filter_map(|(it, _)| match it {
            Subject::Handler { host, .. } if is_isolated(host) => Some(host.as_str()),
            _ => None,
        });
        let receiving: BTreeSet<&str> = receiving.collect();
        let mut installed: BTreeMap<String, BTreeSet<Role>> = BTreeMap::new();
        for (subject, _) in self.facts.iter() {
            let (computer, role) = match subject {
                Subject::Role(computer, role) => (computer, *role),
                Subject::HostInstance { host, computer } if receiving.contains(host.as_str()) => (computer, Role::Iis),
                _ => continue,
            };
            installed.entry(computer.clone()).or_default().insert(role);
        }
        installed
    }

    /// Operating system, domain, cores and memory.
    fn details(&mut self, subject: &Subject, id: ComputerId) {
        let Some(mut computer) = self.draft.get(id) else { return };
        let before = computer.clone();
        let os = computer.os.map_or("", WindowsVersion::label);
        if let Some(Value::Text(text)) = self.settle(subject, id.into(), Property::OperatingSystem, os) {
            computer.os = WindowsVersion::ALL.iter().find(|it| it.label() == text).copied();
        }
        let domain = before.domain.clone().unwrap_or_default();
        if let Some(Value::Text(text)) = self.settle(subject, id.into(), Property::Domain, &domain) {
            computer.domain = Some(text);
        }
        let facts = self.facts;
        let provenance = |property| {
            let place = facts.stated(subject, property).and_then(Stated::agreed).map(|(_, at)| at.to_string());
            Provenance::Entered { by: place.unwrap_or_default(), on: String::new() }
        };
        let cores = before.hardware.cores.as_ref().map_or_else(String::new, |it| it.value.to_string());
        if let Some(Value::Number(number)) = self.settle(subject, id.into(), Property::Cores, &cores)
            && let Some(value) = u32::try_from(number).ok().filter(|it| (1..=1024).contains(it))
        {
            computer.hardware.cores = Some(Sourced { value, range: None, provenance: provenance(Property::Cores) });
        }
        let memory = before.hardware.ram_gb.as_ref().map_or_else(String::new, |it| it.value.to_string());
        if let Some(Value::Number(number)) = self.settle(subject, id.into(), Property::Memory, &memory)
            && let Some(value) = u32::try_from(number).ok().filter(|it| (1..=65_536).contains(it))
        {
            let (value, provenance) = (f64::from(value), provenance(Property::Memory));
            computer.hardware.ram_gb = Some(Sourced { value, range: None, provenance });
        }
        if computer != before {
            self.draft.change(id, |it| *it = computer);
        }
        self.mention(subject, id.into(), &[Property::Configured]);
    }

    /// Adds a computer at the end of a tier of a kind, which is added where there is none.
    pub(super) fn new_computer(&mut self, subject: &Subject, name: &str, kind: TierKind, roles: &[Role]) -> ComputerId {
        let tier = self.tier(kind);
        let slot = self.next_slot(tier);
        self.add(subject, Computer::new(name, slot).with_roles(roles.iter().copied()))
    }

    /// The tier of a kind in the primary site.
    fn tier(&mut self, kind: TierKind) -> TierId {
        if let Some(id) = self.tiers.get(&kind) {
            return *id;
        }
        let primary = |site: SiteId| self.before.sites.get(&site).is_some_and(|it| it.kind == SiteKind::Primary);
        let drawn = self.before.tiers.iter().find(|(_, it)| it.kind == kind && primary(it.site)).map(|(id, _)| *id);
        let id = drawn.unwrap_or_else(|| {
            let sites = &self.before.sites;
            let site = sites.iter().find(|(_, it)| it.kind == SiteKind::Primary).or_else(|| sites.iter().next());
            let site = site.map(|(id, _)| *id);
            let site = site.unwrap_or_else(|| self.draft.add(Site::of(SiteKind::Primary)));
            self.draft.add(Tier::of(kind, site))
        });
        self.tiers.insert(kind, id);
        id
    }

    /// The next slot of a tier.
    fn next_slot(&mut self, tier: TierId) -> Slot {
        let before = self.before;
        let last = self.last_slot.entry(tier).or_insert_with(|| {
            let placed = before.placed().map(|(slot, _)| slot);
            placed.filter(|it| it.tier == tier).max()
        });
        let next = match *last {
            None => Slot::first(tier),
            Some(slot) if slot.column + 1 < ROW_WIDTH => slot.right(),
            Some(slot) => Slot { tier, row: slot.row.saturating_add(1), column: 0 },
        };
        *last = Some(next);
        next
    }

    /// Puts new tiers into the rows of the canvas: BizTalk servers side by side, the data below them.
    pub(super) fn arrange(&mut self) -> Result<(), EditError> {
        let mut rows = self.before.tier_rows.clone();
        let new: Vec<(TierKind, TierId)> = self.tiers.iter().map(|(kind, id)| (*kind, *id)).collect();
        for (kind, id) in new {
            if rows.iter().flatten().any(|it| *it == id) {
                continue;
            }
            let family: &[TierKind] = if BIZTALK.contains(&kind) { &BIZTALK } else { &DATA };
            let of = |tier: &TierId| self.tiers.iter().find(|(_, it)| *it == tier).map(|(kind, _)| *kind);
            let kinds = |row: &Vec<TierId>| -> Vec<TierKind> {
                let drawn = |id: &TierId| self.before.tiers.get(id).map(|it| it.kind);
                row.iter().filter_map(|it| of(it).or_else(|| drawn(it))).collect()
            };
            match rows.iter().position(|row| kinds(row).iter().any(|it| family.contains(it))) {
                Some(row) => rows[row].push(id),
                None => {
                    let at = rows.iter().position(|row| kinds(row).iter().any(|it| *it > kind)).unwrap_or(rows.len());
                    rows.insert(at, vec![id]);
                }
            }
        }
        if rows == self.before.tier_rows {
            return Ok(());
        }
        self.draft.run(EditCommand::ArrangeTiers(rows))
    }

    /// The computer that a SQL Server's name leads to.
    pub(super) fn server_of(key: &str) -> String {
        SqlName::parse(key).map_or_else(|| key.to_owned(), |it| it.server)
    }
}

/// What is installed on a computer: what exports say, and what every BizTalk server has.
fn roles_of(mut installed: BTreeSet<Role>, runs_hosts: bool) -> BTreeSet<Role> {
    if runs_hosts || installed.contains(&Role::BizTalkRuntime) {
        installed.extend([Role::BizTalkRuntime, Role::EntSso]);
    }
    installed
}

/// The tier for a computer by what its hosts do.
fn tier_for(does: &BTreeSet<HostFunction>, tracks: bool) -> TierKind {
    let does: Vec<HostFunction> = does.iter().copied().collect();
    match does[..] {
        [HostFunction::Receive] => TierKind::Receive,
        [HostFunction::Process] => TierKind::Processing,
        [HostFunction::Send] => TierKind::Send,
        [] if tracks => TierKind::Tracking,
        _ => TierKind::BizTalk,
    }
}
