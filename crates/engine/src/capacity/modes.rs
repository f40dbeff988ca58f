//! Failure modes: what is left for each tier and for the whole design when computers, physical hosts or sites are lost.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::placement::Placement;
use super::quick::{Left, Quick};
use super::state::State;
use super::words::list;
use crate::availability::EventId;
use crate::dependency::{Loss, Passing, Structure};
use crate::model::index::Index;
use crate::model::{ComputerId, Document, Element, Part, PhysicalHostId, SiteId, SiteKind, TierId};

/// What may be lost at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureMode {
    /// Nothing.
    Normal,
    /// Any one computer.
    OneComputer,
    /// Another part without which no message passes: storage, a device, a service.
    OnePart,
    /// Any two computers.
    TwoComputers,
    /// Any one physical host with its virtual machines.
    PhysicalHost,
    /// A primary site.
    Site,
    /// The worst of all of these.
    Worst,
}

impl FailureMode {
    /// In the order they are shown.
    pub const ALL: [Self; 7] = [
        Self::Normal,
        Self::OneComputer,
        Self::OnePart,
        Self::TwoComputers,
        Self::PhysicalHost,
        Self::Site,
        Self::Worst,
    ];

    /// Whether one drawn part is lost.
    pub const fn is_of_one_part(self) -> bool {
        matches!(self, Self::OneComputer | Self::OnePart | Self::PhysicalHost)
    }

    /// Stable key, as in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::OneComputer => "one_computer",
            Self::OnePart => "one_part",
            Self::TwoComputers => "two_computers",
            Self::PhysicalHost => "physical_host",
            Self::Site => "site",
            Self::Worst => "worst",
        }
    }

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Normal => "Normal operation",
            Self::OneComputer => "Any one computer lost",
            Self::OnePart => "Another part lost",
            Self::TwoComputers => "Worst pair lost",
            Self::PhysicalHost => "Physical host or zone lost",
            Self::Site => "Site lost",
            Self::Worst => "Worst of all",
        }
    }

    /// The same for a narrow column.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::OneComputer => "One lost",
            Self::OnePart => "Part lost",
            Self::TwoComputers => "Two lost",
            Self::PhysicalHost => "Host lost",
            Self::Site => "Site lost",
            Self::Worst => "Worst",
        }
    }
}

/// What a tier, or the whole design, lets through in the worst case of a failure mode.
#[derive(Clone, Debug, PartialEq)]
pub struct ModeRate {
    /// The failure mode.
    pub mode: FailureMode,
    /// What is lost, in words; empty in normal operation.
    pub lost: String,
    /// What is lost.
    pub parts: BTreeSet<Part>,
    /// The computers among it, and in it.
    pub computers: BTreeSet<ComputerId>,
    /// Messages per second (P50); zero when nothing passes.
    pub limit_per_sec: f64,
    /// Peak load over that; infinite when nothing passes; `None` = peak load not stated.
    pub used: Option<f64>,
}

/// What one tier lets through in each failure mode: losses within the tier.
#[derive(Clone, Debug, PartialEq)]
pub struct TierHeadroom {
    /// The tier.
    pub tier: TierId,
    /// Its name.
    pub name: String,
    /// Normal operation first; a mode in which nothing of the tier can be lost is absent.
    pub modes: Vec<ModeRate>,
}

impl TierHeadroom {
    /// What the tier lets through in this failure mode; `None` when nothing of it can be lost that way.
    pub fn of(&self, mode: FailureMode) -> Option<&ModeRate> {
        self.modes.iter().find(|it| it.mode == mode)
    }
}

/// The rates of a whole design and of its tiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Modes {
    pub(super) design: Vec<ModeRate>,
    pub(super) tiers: Vec<TierHeadroom>,
}

/// One loss and what it leaves.
#[derive(Clone, Debug)]
struct Case {
    mode: FailureMode,
    name: String,
    parts: BTreeSet<Part>,
    computers: BTreeSet<ComputerId>,
    limit: f64,
    by_tier: BTreeMap<TierId, f64>,
    /// The limits of all computers, lowest first, to tell equal cases apart.
    computer_limits: Vec<f64>,
}

/// A loss to try.
struct Trial {
    mode: FailureMode,
    name: String,
    parts: BTreeSet<Part>,
    /// The same by the smallest parts.
    spelled: Loss,
    /// The events of the failure logic that it consists of.
    events: Vec<EventId>,
}

/// A placement with the failure logic that says what passes.
#[derive(Clone, Copy)]
struct Tried<'a> {
    document: &'a Document,
    index: &'a Index<'a>,
    structure: &'a Structure,
    placement: &'a Placement,
}

/// Tries every failure mode of a placement. Computers that do exactly the same are tried once per tier.
pub(super) fn modes(document: &Document, structure: &Structure, placement: &Placement) -> Modes {
    let index = &Index::new(document);
    let tried = Tried { document, index, structure, placement };
    let classes = classes(placement);
    let singles = tried.singles(&classes);
    let others: Vec<Trial> =
        tried.other_part().into_iter().chain(tried.physical_hosts()).chain(tried.sites()).collect();
    let computers = tried.computer_events();
    let events = singles
        .iter()
        .chain(&others)
        .flat_map(|it| it.events.iter().copied())
        .chain(computers.iter().flatten().copied());
    let passing = Passing::new(structure, placement.biztalk_group, &events.collect::<Vec<EventId>>());
    let pairs = Pairs::of(placement, &classes, |pairs| {
        let event = |at: usize| computers.get(at).copied().flatten();
        passing.stopped(pairs, move |(a, b)| [event(*a), event(*b)].into_iter().flatten()).collect()
    });
    let pair = |of: &Pair| tried.of_computers(FailureMode::TwoComputers, &[of.0, of.1]);
    let normal = tried.trial(FailureMode::Normal, String::new(), BTreeSet::new());
    let worst_pair = pairs.worst.iter().map(|(it, _)| pair(it));
    let trials = std::iter::once(normal).chain(singles).chain(worst_pair).chain(others);
    let mut cases = tried.cases(&passing, trials.collect());
    let tier_pairs = tried.cases(&passing, pairs.by_tier.values().map(|(it, _)| pair(it)).collect());
    let normal = cases.remove(0);
    let peak = placement.peak.as_ref().map(|peak| peak.value);
    let design = design_modes(&normal, &cases, peak);
    let rows = document.tier_rows.iter().flatten();
    let tiers = rows.filter_map(|tier| tier_modes(document, *tier, &normal, (&cases, &tier_pairs), peak)).collect();
    Modes { design, tiers }
}

impl Tried<'_> {
    fn trial(&self, mode: FailureMode, name: String, parts: BTreeSet<Part>) -> Trial {
        let loss = Loss { parts };
        let events = self.structure.events_of(self.index, &loss).into_iter().collect();
        let spelled = loss.spelled_out(self.index);
        Trial { mode, name, parts: loss.parts, spelled, events }
    }

    /// The event of each computer.
    fn computer_events(&self) -> Vec<Option<EventId>> {
        let event = |id| self.structure.event_of(Element::Computer(id).into());
        self.placement.computers.iter().map(|it| event(it.id)).collect()
    }

    fn cases(&self, passing: &Passing, trials: Vec<Trial>) -> Vec<Case> {
        let stopped: Vec<bool> = passing.stopped(&trials, |it| it.events.iter().copied()).collect();
        trials.into_iter().zip(stopped).map(|(trial, stopped)| self.case(trial, stopped)).collect()
    }

    fn case(&self, trial: Trial, stopped: bool) -> Case {
        let Trial { mode, name, parts, spelled, .. } = trial;
        let lost = spelled.without_restarting(self.index);
        // A rate needs no words for why it is zero.
        let state = State::new(self.placement, &lost).stopped(stopped.then(String::new));
        let mut computer_limits = state.computer_limits();
        let limit = state.limit(&computer_limits);
        let by_tier = tier_limits(&state, limit > 0.0, &computer_limits);
        computer_limits.sort_by(f64::total_cmp);
        let computers = lost.parts.iter().filter_map(|part| ComputerId::try_from(part.element()).ok());
        let computers = computers.filter(|id| lost.loses_computer(*id)).collect();
        Case { mode, name, parts, computers, limit, by_tier, computer_limits }
    }

    fn of_computers(&self, mode: FailureMode, at: &[usize]) -> Trial {
        let lost: Vec<_> = at.iter().filter_map(|at| self.placement.computers.get(*at)).collect();
        let names: Vec<&str> = lost.iter().map(|it| it.name.as_str()).collect();
        self.trial(mode, list(&names), lost.iter().map(|it| Element::Computer(it.id).into()).collect())
    }

    fn singles(&self, classes: &[Class]) -> Vec<Trial> {
        let placed: BTreeSet<ComputerId> = self.placement.computers.iter().map(|it| it.id).collect();
        // Neither hosts nor databases run on it; its loss may stop messages all the same.
        let carries_no_work = |part| matches!(part, Part::Element(Element::Computer(id)) if !placed.contains(&id));
        let carrying = classes.iter().map(|class| self.of_computers(FailureMode::OneComputer, &[class.first]));
        carrying.chain(self.stopping(FailureMode::OneComputer, carries_no_work)).collect()
    }

    /// The first part that is no computer, physical host or site and without which no message passes.
    fn other_part(&self) -> Option<Trial> {
        let tried = |part| {
            !matches!(
                part,
                Part::Element(
                    Element::Computer(_)
                        | Element::PhysicalHost(_)
                        | Element::Site(_)
                        | Element::Database(_)
                        | Element::Connection(_)
                )
            )
        };
        self.stopping(FailureMode::OnePart, tried)
    }

    /// The first of some parts without which no message passes.
    fn stopping(&self, mode: FailureMode, tried: impl Fn(Part) -> bool) -> Option<Trial> {
        let events = self.structure.events.iter().enumerate();
        let parts: Vec<(EventId, Part)> = events
            .filter(|(_, event)| event.class.is_component())
            .filter_map(|(at, event)| Some((EventId(at as u32), event.part.filter(|part| tried(*part))?)))
            .collect();
        if parts.is_empty() {
            return None;
        }
        let events: Vec<EventId> = parts.iter().map(|(event, _)| *event).collect();
        let passing = Passing::new(self.structure, self.placement.biztalk_group, &events);
        // What many parts together do not stop, none of them stops alone.
        let chunks: Vec<&[(EventId, Part)]> = parts.chunks(64).collect();
        let together = passing.stopped(&chunks, |chunk| chunk.iter().map(|(event, _)| *event));
        let (_, part) = chunks.iter().zip(together).filter(|(_, stops)| *stops).find_map(|(chunk, _)| {
            let mut alone = chunk.iter().zip(passing.stopped(chunk, |(event, _)| [*event]));
            alone.find(|(_, stops)| *stops).map(|(it, _)| it)
        })?;
        Some(self.trial(mode, part.name(self.document), BTreeSet::from([*part])))
    }

    fn physical_hosts(&self) -> Vec<Trial> {
        let document = self.document;
        let carrying: BTreeSet<PhysicalHostId> =
            document.computers.values().filter_map(|computer| computer.physical_host).collect();
        let trial = |id| {
            let element = Element::PhysicalHost(id);
            self.trial(FailureMode::PhysicalHost, element.name(document), BTreeSet::from([element.into()]))
        };
        carrying.into_iter().map(trial).collect()
    }

    /// Each primary site in which something stands; a disaster-recovery site takes up nothing by itself.
    fn sites(&self) -> Vec<Trial> {
        let document = self.document;
        let standing: BTreeSet<SiteId> =
            self.placement.computers.iter().filter_map(|it| Some(document.tiers.get(&it.tier)?.site)).collect();
        let is_primary = |id: &SiteId| document.sites.get(id).is_some_and(|it| it.kind == SiteKind::Primary);
        let trial = |id| {
            let element = Element::Site(id);
            self.trial(FailureMode::Site, element.name(document), BTreeSet::from([element.into()]))
        };
        standing.into_iter().filter(is_primary).map(trial).collect()
    }
}

/// Computers whose loss has the same effect, the first two of each kind: one stands for a single loss, two for a pair.
struct Class {
    first: usize,
    second: Option<usize>,
}

fn classes(placement: &Placement) -> Vec<Class> {
    let mut order: Vec<usize> = (0..placement.computers.len()).collect();
    order.sort_by_key(|at| placement.computers.get(*at).map(|it| it.id));
    let roles = Roles::of(placement);
    let mut known: BTreeMap<Signature, usize> = BTreeMap::new();
    let mut classes: Vec<Class> = Vec::new();
    for at in order {
        match known.get(&roles.signature(placement, at)) {
            None => {
                known.insert(roles.signature(placement, at), classes.len());
                classes.push(Class { first: at, second: None });
            }
            Some(class) => {
                if let Some(class) = classes.get_mut(*class).filter(|class| class.second.is_none()) {
                    class.second = Some(at);
                }
            }
        }
    }
    classes
}

/// Equal for computers whose loss has the same effect: same tier, same cores, same unclustered hosts, no database.
type Signature = (TierId, u64, Vec<usize>, Option<ComputerId>);

struct Roles {
    hosts_on: Vec<Vec<usize>>,
    /// Whether a computer counts by itself.
    single: Vec<bool>,
}

impl Roles {
    fn of(placement: &Placement) -> Self {
        let count = placement.computers.len();
        let mut roles =
            Self { hosts_on: vec![Vec::new(); count], single: vec![!placement.neighbors.is_empty(); count] };
        for (index, host) in placement.hosts.iter().enumerate() {
            for at in &host.computers {
                if let Some(hosts) = roles.hosts_on.get_mut(*at) {
                    hosts.push(index);
                }
                roles.mark(*at, host.clustered);
            }
        }
        for at in placement.databases.iter().flat_map(|database| &database.computers) {
            roles.mark(*at, true);
        }
        let owners: BTreeSet<ComputerId> = placement.sso_owners.iter().flatten().copied().collect();
        for (at, computer) in placement.computers.iter().enumerate() {
            roles.mark(at, owners.contains(&computer.id));
        }
        roles
    }

    fn mark(&mut self, at: usize, single: bool) {
        if let Some(it) = self.single.get_mut(at) {
            *it |= single;
        }
    }

    fn signature(&self, placement: &Placement, at: usize) -> Signature {
        let computer = placement.computers.get(at);
        let own = computer.filter(|_| self.single.get(at) == Some(&true)).map(|it| it.id);
        let hosts = self.hosts_on.get(at).cloned().unwrap_or_default();
        let cores = computer.map_or(0, |it| it.biztalk_cores.to_bits());
        (computer.map(|it| it.tier).unwrap_or_default(), cores, hosts, own)
    }
}

/// Two computers by their positions in the placement.
type Pair = (usize, usize);

/// The worst pair of all and of each tier, with what it leaves.
struct Pairs {
    worst: Option<(Pair, f64)>,
    by_tier: BTreeMap<TierId, (Pair, f64)>,
}

impl Pairs {
    /// `stopping` says of each pair whether it lets no message pass.
    fn of(placement: &Placement, classes: &[Class], stopping: impl FnOnce(&[Pair]) -> Vec<bool>) -> Self {
        let mut quick = Quick::new(placement);
        let mut found = Self { worst: None, by_tier: BTreeMap::new() };
        let tier = |at: usize| placement.computers.get(at).map(|it| it.tier).unwrap_or_default();
        let pairs: Vec<Pair> = classes
            .iter()
            .enumerate()
            .flat_map(|(index, class)| {
                let others = class.second.into_iter().chain(classes.iter().skip(index + 1).map(|it| it.first));
                others.map(|other| (class.first, other))
            })
            .collect();
        let stopping = stopping(&pairs);
        for (pair, stops) in pairs.into_iter().zip(stopping) {
            let (one, two) = (tier(pair.0), tier(pair.1));
            let left = if stops { Left { limit: 0.0, tier_limit: 0.0 } } else { quick.without(pair.0, pair.1) };
            lower(&mut found.worst, pair, left.limit);
            if one == two {
                let limit = if left.tier_limit.is_finite() { left.tier_limit } else { left.limit };
                let mut known = found.by_tier.get(&one).copied();
                lower(&mut known, pair, limit);
                found.by_tier.extend(known.map(|it| (one, it)));
            }
        }
        found
    }
}

/// Keeps the pair that leaves clearly less; of equals the first.
fn lower(known: &mut Option<(Pair, f64)>, pair: Pair, limit: f64) {
    let is_lower = known.is_none_or(|(_, before)| limit < before * (1.0 - 1e-9));
    if is_lower {
        *known = Some((pair, limit));
    }
}

/// The lowest limit among the computers of each tier; contention counts where a MessageBox runs. Zero when nothing
/// passes, infinite where no work is left.
fn tier_limits(state: &State<'_>, passes: bool, computers: &[f64]) -> BTreeMap<TierId, f64> {
    let mut limits: BTreeMap<TierId, f64> = BTreeMap::new();
    let mut lower = |tier: TierId, limit: f64| {
        let known = limits.entry(tier).or_insert(f64::INFINITY);
        *known = known.min(if passes { limit } else { 0.0 });
    };
    for (computer, limit) in state.placement.computers.iter().zip(computers) {
        lower(computer.tier, *limit);
    }
    let contention = state.contention_limit();
    for computer in state.message_box_homes() {
        lower(computer.tier, contention);
    }
    limits
}

/// The case that leaves least; of equals the one with the busier survivors, then the first.
fn worst<'a>(cases: impl Iterator<Item = &'a Case>) -> Option<&'a Case> {
    cases.min_by(|a, b| {
        let computers = a.computer_limits.iter().zip(&b.computer_limits);
        let busier = computers.map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
        a.limit.total_cmp(&b.limit).then(busier.unwrap_or(Ordering::Equal))
    })
}

fn design_modes(normal: &Case, cases: &[Case], peak: Option<f64>) -> Vec<ModeRate> {
    let rate = |mode, case: &Case| mode_rate(mode, case, case.limit, peak);
    let mut rates = vec![rate(FailureMode::Normal, normal)];
    for mode in [
        FailureMode::OneComputer,
        FailureMode::OnePart,
        FailureMode::TwoComputers,
        FailureMode::PhysicalHost,
        FailureMode::Site,
    ] {
        rates.extend(worst(cases.iter().filter(|case| case.mode == mode)).map(|case| rate(mode, case)));
    }
    rates.extend(worst(cases.iter()).map(|case| rate(FailureMode::Worst, case)));
    rates
}

fn tier_modes(
    document: &Document,
    tier: TierId,
    normal: &Case,
    (cases, pairs): (&[Case], &[Case]),
    peak: Option<f64>,
) -> Option<TierHeadroom> {
    let of_normal = normal.by_tier.get(&tier).copied().filter(|limit| limit.is_finite())?;
    let touches = |case: &&Case| {
        let stands_here = |id: &ComputerId| document.computers.get(id).is_some_and(|it| it.slot.tier == tier);
        if case.computers.is_empty() {
            false
        } else if case.mode <= FailureMode::TwoComputers {
            case.computers.iter().all(stands_here)
        } else {
            case.computers.iter().any(stands_here)
        }
    };
    let here: Vec<(&Case, f64)> = cases
        .iter()
        .filter(|case| case.mode != FailureMode::TwoComputers)
        .chain(pairs)
        .filter(touches)
        .filter_map(|case| {
            let limit = *case.by_tier.get(&tier)?;
            Some((case, if limit.is_finite() { limit } else { case.limit }))
        })
        .collect();
    let lowest = |of: &dyn Fn(FailureMode) -> bool| {
        here.iter().filter(|(case, _)| of(case.mode)).min_by(|a, b| a.1.total_cmp(&b.1))
    };
    let mut modes = vec![mode_rate(FailureMode::Normal, normal, of_normal, peak)];
    for mode in [FailureMode::OneComputer, FailureMode::TwoComputers, FailureMode::PhysicalHost, FailureMode::Site] {
        modes.extend(lowest(&|it| it == mode).map(|(case, limit)| mode_rate(mode, case, *limit, peak)));
    }
    modes.extend(lowest(&|_| true).map(|(case, limit)| mode_rate(FailureMode::Worst, case, *limit, peak)));
    let name = document.tiers.get(&tier)?.name.clone();
    Some(TierHeadroom { tier, name, modes })
}

fn mode_rate(mode: FailureMode, case: &Case, limit_per_sec: f64, peak: Option<f64>) -> ModeRate {
    ModeRate {
        mode,
        lost: case.name.clone(),
        parts: case.parts.clone(),
        computers: case.computers.clone(),
        limit_per_sec,
        used: peak.map(|peak| peak / limit_per_sec),
    }
}
