//! Which figures the probability of each event follows from.

use super::{InputRow, RatedEvent};
use crate::dependency::{Event, EventClass, Structure};
use crate::downtime::defaults::FailureInput;
use crate::downtime::recipe::{Cause, FigureIndex, Move, Rate, Recipe};
use crate::model::{
    ComputerId, Document, Element, Host, HostId, LoadBalancerKind, Part, PhysicalHostId, ResourceGroupId,
    SqlInstanceId, StorageKind,
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
        restarts: false,
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
    let mut rows = event.figures();
    rows.extend(event.planned.into_iter().flat_map(|(rounds, each)| [rounds, each]));
    rows
}

/// The figures that the probability of an event follows from.
pub(super) fn figures_of(recipe: &Recipe) -> Vec<FigureIndex> {
    let mut rows = Vec::new();
    match recipe {
        Recipe::Unknown => {}
        Recipe::Fails(causes) => add_causes(causes, &mut rows),
        Recipe::CommonCause(members) => members.iter().for_each(|(_, causes)| add_causes(causes, &mut rows)),
        Recipe::HoursPerYear(row) => rows.push(*row),
        Recipe::Window(moving) => add_move(moving, &mut rows),
        Recipe::ByHand { outages, delay, manual } => {
            rows.extend([*delay, *manual]);
            outages.moves.iter().for_each(|moving| add_move(moving, &mut rows));
            outages.together.iter().flatten().for_each(|(_, causes)| add_causes(causes, &mut rows));
            outages.pairs.iter().flatten().for_each(|causes| add_causes(causes, &mut rows));
            add_causes(&outages.alone, &mut rows);
        }
    }
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
    rows.extend(moving.failover.iter().chain(&moving.manual).chain(&moving.coverage));
    for causes in [&moving.carrier, &moving.role, &moving.active, &moving.next] {
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

pub(super) struct Recipes<'a> {
    pub(super) document: &'a Document,
    pub(super) structure: &'a Structure,
    pub(super) inputs: &'a [InputRow],
}

impl Recipes<'_> {
    pub(super) fn row(&self, input: FailureInput, element: impl Into<Option<Element>>) -> FigureIndex {
        row(self.inputs, input, element.into())
    }

    fn event(&self, event: &Event) -> RatedEvent {
        let (recipe, planned) = match event.class {
            EventClass::Component => (event.part.map_or(Recipe::Unknown, |part| self.part(part)), patched(event)),
            EventClass::Site => (Recipe::HoursPerYear(self.row(FailureInput::SiteOutage, event.element)), None),
            EventClass::TransitionWindow => {
                let recipe = self.moving(event.element).map_or(Recipe::Unknown, Recipe::Window);
                // A drained cluster node moves all that it carries once.
                let is_node = matches!(event.element, Element::Computer(_));
                (recipe, is_node.then_some((FailureInput::Patches, FailureInput::PatchSwitch)))
            }
            EventClass::CommonCause => (self.common_cause(event), None),
            EventClass::Human => (self.by_hand(event.element), None),
            EventClass::Asked => (Recipe::Unknown, None),
        };
        let of_roles = self.own_row(FailureInput::PatchSwitch, event.element);
        let planned = planned.map(|(rounds, each)| {
            let each = if each == FailureInput::PatchSwitch { of_roles } else { self.row(each, event.element) };
            (self.row(rounds, event.element), each)
        });
        RatedEvent {
            name: event.name.clone(),
            key: event.key(),
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
                    restarts: false,
                    common: None,
                }]),
                _ => Recipe::Unknown,
            },
            Element::Storage(id) => match self.document.storages.get(&id).map(|it| it.kind) {
                Some(StorageKind::Local) => Recipe::Fails(vec![self.disk(element)]),
                Some(StorageKind::SharedDiskArray | StorageKind::San) => {
                    Recipe::HoursPerYear(self.row(FailureInput::SharedStorage, element))
                }
                _ => Recipe::Unknown,
            },
            _ => Recipe::Unknown,
        }
    }

    /// Whether it belongs to a redundant set that fails from one cause.
    fn has_twin(&self, element: Element) -> bool {
        self.structure.common.iter().any(|it| it.members.contains(&element))
    }

    fn hardware(&self, element: Element, has_twin: bool) -> Cause {
        Cause {
            rate: Rate::Mttf(self.row(FailureInput::ServerMttf, element)),
            repair: vec![self.row(FailureInput::ServerRepair, element)],
            restarts: false,
            common: has_twin.then(|| self.row(FailureInput::BetaHardware, element)),
        }
    }

    fn windows(&self, element: Element, has_twin: bool) -> Cause {
        Cause {
            rate: Rate::PerYear(self.row(FailureInput::WindowsFailures, element)),
            repair: vec![self.row(FailureInput::WindowsRepair, element)],
            restarts: false,
            common: has_twin.then(|| self.row(FailureInput::BetaSoftware, element)),
        }
    }

    /// Windows, and the hardware unless it is that of a physical host.
    pub(super) fn computer(&self, id: ComputerId) -> Vec<Cause> {
        let has_twin = self.has_twin(id.into());
        let is_virtual = self.document.computers.get(&id).is_some_and(|it| it.physical_host.is_some());
        let mut causes = vec![self.windows(id.into(), has_twin)];
        if !is_virtual {
            causes.push(self.hardware(id.into(), has_twin));
        }
        causes
    }

    pub(super) fn physical_host(&self, id: PhysicalHostId) -> Vec<Cause> {
        let has_twin = self.has_twin(id.into());
        vec![self.hardware(id.into(), has_twin), self.windows(id.into(), has_twin)]
    }

    pub(super) fn disk(&self, element: Element) -> Cause {
        Cause {
            rate: Rate::PerYear(self.row(FailureInput::DiskFailures, element)),
            repair: vec![self.row(FailureInput::ServerRepair, element)],
            restarts: false,
            common: None,
        }
    }

    pub(super) fn sql_software(&self, id: SqlInstanceId) -> Cause {
        Cause {
            rate: Rate::PerYear(self.row(FailureInput::SqlFailures, Element::from(id))),
            repair: vec![self.row(FailureInput::SqlFailover, Element::from(id))],
            restarts: true,
            common: None,
        }
    }

    pub(super) fn host_instance(&self, element: Element, host: Option<HostId>) -> Cause {
        let host_element = host.map(Element::from);
        let row = |input| {
            let own = self.inputs.iter().any(|it| it.input == input && it.element == Some(element));
            self.row(input, if own { Some(element) } else { host_element })
        };
        Cause {
            rate: Rate::PerYear(row(FailureInput::HostInstanceFailures)),
            repair: vec![row(FailureInput::RestartDelay), row(FailureInput::HostInstanceStart)],
            restarts: false,
            common: None,
        }
    }

    /// The host that is clustered in a cluster resource group.
    pub(super) fn clustered_host(&self, group: ResourceGroupId) -> Option<HostId> {
        let clustered =
            |it: &Host| it.clustered_in.as_ref().is_some_and(|clustering| clustering.resource_group == group);
        self.document.hosts.iter().find(|(_, it)| clustered(it)).map(|(id, _)| *id)
    }
}
