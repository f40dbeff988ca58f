//! Which figures the probability of each event follows from.

use super::{InputRow, RatedEvent};
use crate::dependency::{Event, EventClass, Structure};
use crate::downtime::defaults::FailureInput;
use crate::downtime::recipe::{Cause, FigureIndex, Move, Rate, Recipe};
use crate::model::{
    AvailabilityGroupId, BizTalkGroupId, ComputerId, DatabaseKind, Document, Element, FailoverClusterId, Host, HostId,
    HostKind, LoadBalancerKind, Part, PhysicalHostId, ResourceGroupId, SqlInstanceId, SqlPlacement, StorageKind,
};

/// Every event of a structure with its recipe.
pub(super) fn rated_events(document: &Document, structure: &Structure, inputs: &[InputRow]) -> Vec<RatedEvent> {
    let recipes = Recipes { document, structure, inputs };
    structure.events.iter().map(|event| recipes.event(event)).collect()
}

/// The mistakes of people, which no drawn thing stands for.
pub(super) fn operator_errors(inputs: &[InputRow]) -> RatedEvent {
    let row = |input| row(inputs, input, None);
    let cause = Cause {
        rate: Rate::PerYear(row(FailureInput::OperatorErrors)),
        repair: vec![row(FailureInput::OperatorRepair)],
        common: None,
    };
    RatedEvent {
        name: "a mistake of an operator".to_owned(),
        key: "operator-error".to_owned(),
        element: Element::Environment,
        class: EventClass::Human,
        recipe: Recipe::Fails(vec![cause]),
        planned: None,
    }
}

/// The rows that an event's probability or planned outage follows from.
pub(super) fn rows_of(event: &RatedEvent) -> Vec<FigureIndex> {
    let mut rows = Vec::new();
    match &event.recipe {
        Recipe::Unknown => {}
        Recipe::Fails(causes) | Recipe::CommonCause(causes) => add_causes(causes, &mut rows),
        Recipe::HoursPerYear(row) => rows.push(*row),
        Recipe::Window(moving) => add_move(moving, &mut rows),
        Recipe::ByHand { moves, delay, manual } => {
            rows.extend([*delay, *manual]);
            for moving in moves {
                add_move(moving, &mut rows);
            }
        }
    }
    rows.extend(event.planned.into_iter().flat_map(|(rounds, each)| [rounds, each]));
    rows
}

fn add_causes(causes: &[Cause], rows: &mut Vec<FigureIndex>) {
    for cause in causes {
        let (Rate::PerYear(row) | Rate::Mttf(row)) = cause.rate;
        rows.push(row);
        rows.extend(cause.repair.iter().copied().chain(cause.common));
    }
}

fn add_move(moving: &Move, rows: &mut Vec<FigureIndex>) {
    rows.extend([moving.failover, moving.manual, moving.coverage]);
    for causes in [&moving.carrier, &moving.role, &moving.next] {
        add_causes(causes, rows);
    }
}

/// The row of a figure for an element: its own, else that of all.
fn row(inputs: &[InputRow], input: FailureInput, element: Option<Element>) -> FigureIndex {
    let at = |element: Option<Element>| inputs.iter().position(|it| it.input == input && it.element == element);
    element.and_then(|_| at(element)).or_else(|| at(None)).unwrap_or_default()
}

/// Computers are patched.
fn patched(event: &Event) -> Option<(FailureInput, FailureInput)> {
    let is_computer = matches!(event.part, Some(Part::Element(Element::Computer(_))));
    is_computer.then_some((FailureInput::Patches, FailureInput::PatchDuration))
}

struct Recipes<'a> {
    document: &'a Document,
    structure: &'a Structure,
    inputs: &'a [InputRow],
}

impl Recipes<'_> {
    fn row(&self, input: FailureInput, element: impl Into<Option<Element>>) -> FigureIndex {
        row(self.inputs, input, element.into())
    }

    fn event(&self, event: &Event) -> RatedEvent {
        let (recipe, planned) = match event.class {
            EventClass::Component => (event.part.map_or(Recipe::Unknown, |part| self.part(part)), patched(event)),
            EventClass::Site => (Recipe::HoursPerYear(self.row(FailureInput::SiteOutage, event.element)), None),
            EventClass::TransitionWindow => {
                let recipe = self.moving(event.element).map_or(Recipe::Unknown, Recipe::Window);
                (recipe, Some((FailureInput::Patches, FailureInput::PatchSwitch)))
            }
            EventClass::CommonCause => (self.common_cause(event.element), None),
            EventClass::Human => (self.by_hand(event.element), None),
            EventClass::Asked => (Recipe::Unknown, None),
        };
        let planned = planned.map(|(rounds, each)| (self.row(rounds, event.element), self.row(each, event.element)));
        RatedEvent {
            name: event.name.clone(),
            key: event.key.clone(),
            element: event.element,
            class: event.class,
            recipe,
            planned,
        }
    }

    /// A drawn part. What no published figure speaks of stays without one.
    fn part(&self, part: Part) -> Recipe {
        let Part::Element(element) = part else { return Recipe::Unknown };
        match element {
            Element::Computer(id) => Recipe::Fails(self.computer(id)),
            Element::PhysicalHost(id) => Recipe::Fails(self.physical_host(id)),
            Element::SqlInstance(id) => Recipe::Fails(vec![self.sql_software(id)]),
            Element::HostInstance(id) => {
                let host = self.document.host_instances.get(&id).map(|it| it.host);
                Recipe::Fails(vec![self.host_instance(element, host)])
            }
            Element::ResourceGroup(id) => match self.clustered_host(id) {
                Some(host) => Recipe::Fails(vec![self.host_instance(element, Some(host))]),
                None => Recipe::Unknown,
            },
            Element::LoadBalancer(id) => match self.document.load_balancers.get(&id).map(|it| it.kind) {
                Some(LoadBalancerKind::Other) => Recipe::Fails(vec![Cause {
                    rate: Rate::PerYear(self.row(FailureInput::BalancerFailures, element)),
                    repair: vec![self.row(FailureInput::BalancerRepair, element)],
                    common: None,
                }]),
                _ => Recipe::Unknown,
            },
            Element::Storage(id) => match self.document.storages.get(&id).map(|it| it.kind) {
                Some(StorageKind::Local) => Recipe::Fails(vec![Cause {
                    rate: Rate::PerYear(self.row(FailureInput::DiskFailures, element)),
                    repair: vec![self.row(FailureInput::ServerRepair, element)],
                    common: None,
                }]),
                Some(StorageKind::SharedDiskArray | StorageKind::San) => {
                    Recipe::HoursPerYear(self.row(FailureInput::SharedStorage, element))
                }
                _ => Recipe::Unknown,
            },
            _ => Recipe::Unknown,
        }
    }

    fn hardware(&self, element: Element, has_twin: bool) -> Cause {
        Cause {
            rate: Rate::Mttf(self.row(FailureInput::ServerMttf, element)),
            repair: vec![self.row(FailureInput::ServerRepair, element)],
            common: has_twin.then(|| self.row(FailureInput::BetaHardware, element)),
        }
    }

    fn windows(&self, element: Element, has_twin: bool) -> Cause {
        Cause {
            rate: Rate::PerYear(self.row(FailureInput::WindowsFailures, element)),
            repair: vec![self.row(FailureInput::WindowsRepair, element)],
            common: has_twin.then(|| self.row(FailureInput::BetaSoftware, element)),
        }
    }

    /// Windows, and the hardware unless it is that of a physical host.
    fn computer(&self, id: ComputerId) -> Vec<Cause> {
        let has_twin = self.common_causes().any(|nodes| nodes.contains(&id));
        let is_virtual = self.document.computers.get(&id).is_some_and(|it| it.physical_host.is_some());
        let mut causes = vec![self.windows(id.into(), has_twin)];
        if !is_virtual {
            causes.push(self.hardware(id.into(), has_twin));
        }
        causes
    }

    fn physical_host(&self, id: PhysicalHostId) -> Vec<Cause> {
        vec![self.hardware(id.into(), false), self.windows(id.into(), false)]
    }

    /// All that takes a computer away, its physical host included.
    fn carrier(&self, id: ComputerId) -> Vec<Cause> {
        let host = self.document.computers.get(&id).and_then(|it| it.physical_host);
        let mut causes = self.computer(id);
        causes.extend(host.into_iter().flat_map(|host| self.physical_host(host)));
        for cause in &mut causes {
            // A failover happens whatever the cause.
            cause.common = None;
        }
        causes
    }

    fn sql_software(&self, id: SqlInstanceId) -> Cause {
        Cause {
            rate: Rate::PerYear(self.row(FailureInput::SqlFailures, Element::from(id))),
            repair: vec![self.row(FailureInput::SqlFailover, Element::from(id))],
            common: None,
        }
    }

    fn host_instance(&self, element: Element, host: Option<HostId>) -> Cause {
        let host_element = host.map(Element::from);
        let row = |input| {
            let own = self.inputs.iter().any(|it| it.input == input && it.element == Some(element));
            self.row(input, if own { Some(element) } else { host_element })
        };
        Cause {
            rate: Rate::PerYear(row(FailureInput::HostInstanceFailures)),
            repair: vec![row(FailureInput::RestartDelay), row(FailureInput::HostInstanceStart)],
            common: None,
        }
    }

    /// The host that is clustered in a cluster resource group.
    fn clustered_host(&self, group: ResourceGroupId) -> Option<HostId> {
        let clustered =
            |it: &Host| it.clustered_in.as_ref().is_some_and(|clustering| clustering.resource_group == group);
        self.document.hosts.iter().find(|(_, it)| clustered(it)).map(|(id, _)| *id)
    }

    /// The sets of computers that fail from one cause, as the structure has them.
    fn common_causes(&self) -> impl Iterator<Item = Vec<ComputerId>> {
        let causes = self.structure.events.iter().filter(|it| it.class == EventClass::CommonCause);
        causes.map(|event| self.members(event.element))
    }

    /// The computers of a redundant set.
    fn members(&self, element: Element) -> Vec<ComputerId> {
        match element {
            Element::FailoverCluster(id) => self.cluster_nodes(id),
            Element::AvailabilityGroup(id) => self.replicas(id).into_iter().map(|(_, computer)| computer).collect(),
            _ => Vec::new(),
        }
    }

    fn cluster_nodes(&self, id: FailoverClusterId) -> Vec<ComputerId> {
        let cluster = self.document.failover_clusters.get(&id);
        cluster.map(|it| it.nodes.iter().map(|node| node.computer).collect()).unwrap_or_default()
    }

    /// The replicas with the computer each runs on.
    fn replicas(&self, id: AvailabilityGroupId) -> Vec<(SqlInstanceId, ComputerId)> {
        let Some(group) = self.document.availability_groups.get(&id) else { return Vec::new() };
        let on = |sql| self.document.active_computer_of_sql(sql).map(|computer| (sql, computer));
        group.replicas.iter().filter_map(|it| on(it.sql_instance)).collect()
    }

    fn common_cause(&self, element: Element) -> Recipe {
        match self.members(element).first() {
            Some(first) => Recipe::CommonCause(self.computer(*first)),
            None => Recipe::Unknown,
        }
    }

    /// What a transition window stands for: a role that moves from its present carrier to the next.
    fn moving(&self, element: Element) -> Option<Move> {
        match element {
            Element::ResourceGroup(id) => {
                let group = self.document.resource_groups.get(&id)?;
                let first = group.runs_on()?;
                let second = group.possible_owners.iter().find(|it| **it != first)?;
                let in_group = |placement| placement == SqlPlacement::Clustered(id);
                let sql = self.document.sql_instances.iter().filter(|(_, it)| in_group(it.placement));
                let mut role: Vec<Cause> = sql.map(|(id, _)| self.sql_software(*id)).collect();
                role.extend(self.clustered_host(id).map(|host| self.host_instance(element, Some(host))));
                Some(self.role(element, (first, *second), role, FailureInput::SqlFailover))
            }
            Element::AvailabilityGroup(id) => {
                let replicas = self.replicas(id);
                let [(sql, first), (_, second), ..] = replicas.as_slice() else { return None };
                let role = vec![self.sql_software(*sql)];
                Some(self.role(element, (*first, *second), role, FailureInput::GroupFailover))
            }
            _ => None,
        }
    }

    fn role(
        &self,
        element: Element,
        (first, second): (ComputerId, ComputerId),
        role: Vec<Cause>,
        failover: FailureInput,
    ) -> Move {
        Move {
            carrier: self.carrier(first),
            role,
            next: self.carrier(second),
            failover: self.row(failover, element),
            manual: self.row(FailureInput::ManualTakeover, element),
            coverage: self.row(FailureInput::Coverage, element),
        }
    }

    /// Failovers of what keeps the MessageBox and Management databases of a BizTalk group.
    fn by_hand(&self, element: Element) -> Recipe {
        let Element::BizTalkGroup(id) = element else { return Recipe::Unknown };
        let mut carriers: Vec<Element> = self.database_carriers(id);
        carriers.sort_unstable();
        carriers.dedup();
        Recipe::ByHand {
            moves: carriers.into_iter().filter_map(|it| self.moving(it)).collect(),
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

    fn database_carriers(&self, id: BizTalkGroupId) -> Vec<Element> {
        let kinds = [DatabaseKind::MessageBox, DatabaseKind::Management];
        let databases = self.document.databases.values();
        let databases = databases.filter(|it| it.biztalk_group == Some(id) && kinds.contains(&it.kind));
        let carrier = |it: &crate::model::Database| match it.availability_group {
            Some(group) => Some(Element::from(group)),
            None => match self.document.sql_instances.get(&it.sql_instance)?.placement {
                SqlPlacement::Clustered(group) => Some(Element::from(group)),
                SqlPlacement::Standalone(_) => None,
            },
        };
        databases.filter_map(carrier).collect()
    }
}
