//! What fails over, what fails from one cause, and which outages of databases host instances do not survive.

use std::collections::{BTreeMap, BTreeSet};

use super::recipes::Recipes;
use crate::dependency::{CommonCause, Event, EventClass};
use crate::downtime::defaults::FailureInput;
use crate::downtime::recipe::{Cause, FigureIndex, Members, Move, Outages, Recipe};
use crate::model::{
    AvailabilityGroupId, BizTalkGroupId, ComputerId, Database, DatabaseKind, Element, HostKind, PhysicalHostId,
    SqlInstanceId, SqlPlacement, StorageKind,
};

/// Roles that move between two cluster nodes, the present one first.
struct Role {
    element: Element,
    first: ComputerId,
    second: ComputerId,
    failover: FailureInput,
}

impl Recipes<'_> {
    /// The row of a figure for what moves with the roles of a cluster node: the own one of a role where there is one.
    pub(super) fn own_row(&self, input: FailureInput, element: Element) -> FigureIndex {
        let Element::Computer(computer) = element else { return self.row(input, element) };
        let of_all = self.row(input, element);
        let own = self.roles_on(computer).into_iter().map(|it| self.row(input, it.element));
        own.into_iter().find(|row| *row != of_all).unwrap_or(of_all)
    }

    /// What a transition window stands for: everything that leaves a cluster node, or a role that fails by itself.
    pub(super) fn moving(&self, element: Element) -> Option<Move> {
        if let Element::Computer(computer) = element {
            return self.leaving(computer);
        }
        let role = self.role(element)?;
        let software = match element {
            Element::ResourceGroup(group) => {
                let in_group = |placement| placement == SqlPlacement::Clustered(group);
                let sql = self.document.sql_instances.iter().filter(|(_, it)| in_group(it.placement));
                let mut software: Vec<Cause> = sql.map(|(id, _)| self.sql_software(*id)).collect();
                software.extend(self.clustered_host(group).map(|host| self.host_instance(element, Some(host))));
                software
            }
            Element::AvailabilityGroup(group) => {
                self.replicas(group).first().map(|(sql, _)| self.sql_software(*sql)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        Some(Move { role: software, carrier: Vec::new(), ..self.moves_of(&[role])? })
    }

    /// Everything that runs on a cluster node moves at once.
    fn leaving(&self, computer: ComputerId) -> Option<Move> {
        self.moves_of(&self.roles_on(computer))
    }

    fn moves_of(&self, roles: &[Role]) -> Option<Move> {
        let Role { first, second, .. } = roles.first()?;
        let distinct = |row: &dyn Fn(&Role) -> FigureIndex| {
            let rows: BTreeSet<FigureIndex> = roles.iter().map(row).collect();
            rows.into_iter().collect()
        };
        Some(Move {
            carrier: self.not_shared(*first, *second),
            role: Vec::new(),
            active: self.all_causes(*first),
            next: self.all_causes(*second),
            failover: distinct(&|it| self.row(it.failover, it.element)),
            manual: distinct(&|it| self.row(FailureInput::ManualTakeover, it.element)),
            coverage: distinct(&|it| self.row(FailureInput::Coverage, it.element)),
        })
    }

    /// The roles that run on a computer and can run on another one.
    fn roles_on(&self, computer: ComputerId) -> Vec<Role> {
        let groups = self.document.resource_groups.keys().map(|id| Element::from(*id));
        let all = groups.chain(self.document.availability_groups.keys().map(|id| Element::from(*id)));
        all.filter_map(|it| self.role(it)).filter(|it| it.first == computer).collect()
    }

    fn role(&self, element: Element) -> Option<Role> {
        match element {
            Element::ResourceGroup(id) => {
                let group = self.document.resource_groups.get(&id)?;
                let first = group.runs_on()?;
                let second = *group.possible_owners.iter().find(|it| **it != first)?;
                Some(Role { element, first, second, failover: FailureInput::SqlFailover })
            }
            Element::AvailabilityGroup(id) => {
                let replicas = self.replicas(id);
                let [(_, first), (_, second), ..] = replicas.as_slice() else { return None };
                Some(Role { element, first: *first, second: *second, failover: FailureInput::GroupFailover })
            }
            _ => None,
        }
    }

    /// The replicas with the computer each runs on.
    fn replicas(&self, id: AvailabilityGroupId) -> Vec<(SqlInstanceId, ComputerId)> {
        let Some(group) = self.document.availability_groups.get(&id) else { return Vec::new() };
        let on = |sql| self.document.active_computer_of_sql(sql).map(|computer| (sql, computer));
        group.replicas.iter().filter_map(|it| on(it.sql_instance)).collect()
    }

    fn physical_host_of(&self, id: ComputerId) -> Option<PhysicalHostId> {
        self.document.computers.get(&id)?.physical_host
    }

    /// All that takes a computer away, its physical host included, whatever else it takes away.
    fn all_causes(&self, id: ComputerId) -> Vec<Cause> {
        let host = self.physical_host_of(id);
        let mut causes = self.computer(id);
        causes.extend(host.into_iter().flat_map(|host| self.physical_host(host)));
        causes.into_iter().map(|cause| Cause { common: None, ..cause }).collect()
    }

    /// What takes the first computer away and leaves the second: only that starts a failover.
    fn not_shared(&self, first: ComputerId, second: ComputerId) -> Vec<Cause> {
        let apart = |causes: Vec<Cause>, shared: bool| {
            causes.into_iter().map(move |it| Cause { common: it.common.filter(|_| shared), ..it })
        };
        let mut causes: Vec<Cause> =
            apart(self.computer(first), self.fail_together(first.into(), second.into())).collect();
        let (host, other) = (self.physical_host_of(first), self.physical_host_of(second));
        if let Some(host) = host.filter(|_| host != other) {
            let shared = other.is_some_and(|other| self.fail_together(host.into(), other.into()));
            causes.extend(apart(self.physical_host(host), shared));
        }
        causes
    }

    fn fail_together(&self, a: Element, b: Element) -> bool {
        self.structure.common.iter().any(|it| it.members.contains(&a) && it.members.contains(&b))
    }

    /// The common cause of an event.
    pub(super) fn common_cause(&self, event: &Event) -> Recipe {
        let is_its = |it: &&CommonCause| (it.element, it.ending) == (event.element, event.ending);
        let set = self.structure.common.iter().find(is_its);
        set.map_or(Recipe::Unknown, |set| Recipe::CommonCause(self.members(&set.members)))
    }

    /// The kinds of members of a redundant set, by what they fail by.
    fn members(&self, members: &BTreeSet<Element>) -> Vec<Members> {
        let mut kinds: Vec<Members> = Vec::new();
        let weight = 1.0 / members.len().max(1) as f64;
        for member in members {
            let causes = match member {
                Element::Computer(id) => self.computer(*id),
                Element::PhysicalHost(id) => self.physical_host(*id),
                _ => Vec::new(),
            };
            match kinds.iter_mut().find(|(_, it)| *it == causes) {
                Some((of_kind, _)) => *of_kind += weight,
                None => kinds.push((weight, causes)),
            }
        }
        kinds
    }

    /// Outages of what keeps the MessageBox and Management databases of a BizTalk group.
    pub(super) fn by_hand(&self, element: Element) -> Recipe {
        let Element::BizTalkGroup(id) = element else { return Recipe::Unknown };
        Recipe::ByHand {
            outages: self.outages(id),
            delay: self.shortest_restart_delay(id),
            manual: self.row(FailureInput::ManualStart, element),
        }
    }

    /// That of the in-process host of a BizTalk group that gives up first.
    fn shortest_restart_delay(&self, id: BizTalkGroupId) -> FigureIndex {
        let hosts = self.document.hosts.iter();
        let hosts = hosts.filter(|(_, it)| it.biztalk_group == id && it.kind == HostKind::InProcess);
        let rows = hosts.map(|(host, _)| self.row(FailureInput::RestartDelay, Element::from(*host)));
        let secs = |row: &FigureIndex| self.inputs.get(*row).map_or(f64::INFINITY, |it| it.value.value);
        let shortest = rows.min_by(|a, b| secs(a).total_cmp(&secs(b)));
        shortest.unwrap_or_else(|| self.row(FailureInput::RestartDelay, None))
    }

    /// Each crash once, however many databases it takes away.
    fn outages(&self, id: BizTalkGroupId) -> Outages {
        let mut found = Outages::default();
        let mut leaving: BTreeMap<ComputerId, ComputerId> = BTreeMap::new();
        let mut alone: BTreeSet<ComputerId> = BTreeSet::new();
        let carriers: BTreeSet<Element> = self.database_carriers(id).into_iter().collect();
        for carrier in carriers {
            match (self.moves_by_itself(carrier).then(|| self.role(carrier)).flatten(), carrier) {
                (Some(role), _) => {
                    leaving.entry(role.first).or_insert(role.second);
                    found.moves.extend(self.moving(carrier));
                }
                (None, Element::ResourceGroup(group)) => {
                    alone.extend(self.document.resource_groups.get(&group).and_then(|it| it.runs_on()));
                    let in_group = |it: &SqlPlacement| *it == SqlPlacement::Clustered(group);
                    let sql = self.document.sql_instances.iter().filter(|(_, it)| in_group(&it.placement));
                    found.alone.extend(sql.map(|(id, _)| self.sql_software(*id)));
                }
                (None, Element::AvailabilityGroup(group)) => {
                    for (sql, computer) in self.replicas(group).into_iter().take(1) {
                        alone.insert(computer);
                        found.alone.push(self.sql_software(sql));
                    }
                }
                (None, Element::SqlInstance(sql)) => {
                    alone.extend(self.document.active_computer_of_sql(sql));
                    found.alone.push(self.sql_software(sql));
                    found.alone.extend(self.own_disk(sql));
                }
                _ => {}
            }
        }
        found.moves.extend(leaving.keys().filter_map(|first| self.leaving(*first)));
        self.both_lost(&leaving, &mut found);
        found.alone.extend(alone.into_iter().flat_map(|it| self.all_causes(it)));
        found
    }

    /// What takes both cluster nodes away: a common cause, a physical host that carries both, two repairs at once.
    fn both_lost(&self, leaving: &BTreeMap<ComputerId, ComputerId>, found: &mut Outages) {
        let mut pairs: BTreeSet<[ComputerId; 2]> = BTreeSet::new();
        let mut hosts: BTreeSet<PhysicalHostId> = BTreeSet::new();
        let mut sets: BTreeSet<usize> = BTreeSet::new();
        for (first, second) in leaving {
            pairs.insert([*first.min(second), *first.max(second)]);
            let (host, other) = (self.physical_host_of(*first), self.physical_host_of(*second));
            hosts.extend(host.filter(|_| host == other));
            let both = [
                Some((Element::from(*first), Element::from(*second))),
                host.zip(other).map(|(a, b)| (a.into(), b.into())),
            ];
            for (a, b) in both.into_iter().flatten().filter(|(a, b)| a != b) {
                let all = self.structure.common.iter().enumerate();
                sets.extend(all.filter(|(_, it)| it.members.contains(&a) && it.members.contains(&b)).map(|(at, _)| at));
            }
        }
        found.pairs = pairs.iter().map(|[a, b]| [self.not_shared(*a, *b), self.not_shared(*b, *a)]).collect();
        found.together = sets.iter().map(|at| self.members(&self.structure.common[*at].members)).collect();
        let causes = hosts.into_iter().flat_map(|host| self.physical_host(host));
        found.alone.extend(causes.map(|it| Cause { common: None, ..it }));
    }

    /// Whether the failure logic lets it move without hands.
    fn moves_by_itself(&self, carrier: Element) -> bool {
        self.structure.events.iter().any(|it| it.class == EventClass::TransitionWindow && it.element == carrier)
    }

    /// The local disk that a standalone SQL instance names.
    fn own_disk(&self, sql: SqlInstanceId) -> Option<Cause> {
        let storage = self.document.sql_instances.get(&sql)?.storage?;
        let is_local = self.document.storages.get(&storage)?.kind == StorageKind::Local;
        is_local.then(|| self.disk(storage.into()))
    }

    fn database_carriers(&self, id: BizTalkGroupId) -> Vec<Element> {
        let kinds = [DatabaseKind::MessageBox, DatabaseKind::Management];
        let on_primary = |it: &&Database| {
            let computer = self.document.active_computer_of_sql(it.sql_instance);
            computer.is_some_and(|computer| self.document.is_primary(computer))
        };
        let databases = self.document.databases.values();
        let databases = databases.filter(|it| it.biztalk_group == Some(id) && kinds.contains(&it.kind));
        let carrier = |it: &Database| match it.availability_group {
            Some(group) => Some(Element::from(group)),
            None => match self.document.sql_instances.get(&it.sql_instance)?.placement {
                SqlPlacement::Clustered(group) => Some(Element::from(group)),
                SqlPlacement::Standalone(_) => Some(Element::from(it.sql_instance)),
            },
        };
        databases.filter(on_primary).filter_map(carrier).collect()
    }
}
