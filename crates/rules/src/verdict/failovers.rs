//! What the loss of a computer, a physical host or a zone does that stops no messages: what comes back by itself, what
//! is started again elsewhere, and what a person has to help with.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::points::PointKind;
use super::words::{MOST_NAMED, named};
use crate::dependency::{ImpactRow, Part, Subject};
use crate::model::{ComputerId, Element, Role};
use crate::prose;

/// What becomes of what runs on a lost computer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    FailsOver,
    /// A cluster role moves, and somebody has to start something again: the endpoints on it, and what.
    ByHand(Vec<String>, Role),
    /// A virtual machine is started again on another physical host.
    Restarts,
    /// The virtual machines of a physical host are.
    RestartsAll,
    GoesOn,
}

impl Facts<'_> {
    pub(super) fn of_failovers(&self) -> Vec<String> {
        let carries =
            |it: &ImpactRow| matches!(it.part, Part::Element(Element::Computer(_) | Element::PhysicalHost(_)));
        let mut by_fate: BTreeMap<(Fate, PointKind), Vec<&str>> = BTreeMap::new();
        for row in self.failures.impact.iter().filter(|it| carries(it) && !self.stops_messages(it)) {
            let kind = PointKind::of(row.part, self.document);
            let fate = self.fate(row);
            // Where something never works, not all messages go on.
            if fate != Fate::GoesOn || self.never.is_empty() {
                by_fate.entry((fate, kind)).or_default().push(&row.name);
            }
        }
        let said = by_fate.into_iter().map(|((fate, kind), names)| {
            let [one, many] = kind.words();
            let who = match (kind, names.as_slice()) {
                (PointKind::Computer | PointKind::Other, names) => one_of(names),
                (_, [name]) => format!("{one} {name}"),
                (_, names) => format!("one of the {many} {}", named(names.iter().copied(), MOST_NAMED)),
            };
            format!("When {who} is lost, {}.", then(&fate))
        });
        said.collect()
    }

    /// What lies on a computer itself whose loss stops no messages: other messages go on, these do not.
    pub(super) fn of_stranded(&self) -> Option<String> {
        let services = self.failures.structure.services.iter();
        let subjects = services.flat_map(|it| &it.causes).map(|it| it.subject);
        let stranded: BTreeSet<Part> = subjects
            .filter_map(|it| match it {
                Subject::Stranded(id) if !self.document.restarts_elsewhere(id) => Some(Element::Computer(id).into()),
                _ => None,
            })
            .collect();
        let rows = self.failures.impact.iter().filter(|it| stranded.contains(&it.part) && !self.stops_messages(it));
        let names: Vec<&str> = rows.map(|it| it.name.as_str()).collect();
        let who = if names.is_empty() { return None } else { one_of(&names) };
        Some(format!(
            "What lies in local queues or folders of {who} is out of reach while that computer is lost, and lost if its \
             disks are."
        ))
    }

    fn fate(&self, row: &ImpactRow) -> Fate {
        let lost = self.computers_of(row);
        let restarts = |id: &ComputerId| self.document.restarts_elsewhere(*id);
        let (endpoints, role) = self.moved_by_hand(&lost);
        match role {
            Some(role) => Fate::ByHand(endpoints, role),
            None if lost.iter().any(restarts) => match row.part {
                Part::Element(Element::PhysicalHost(_)) => Fate::RestartsAll,
                _ => Fate::Restarts,
            },
            None if row.outcomes.iter().any(|it| it.interrupted) => Fate::FailsOver,
            None => Fate::GoesOn,
        }
    }

    /// The computers that are lost with a computer, a physical host or a zone.
    fn computers_of(&self, row: &ImpactRow) -> Vec<ComputerId> {
        // A computer takes no other one along; to ask all others for each of thousands takes longer than the rest.
        if let Element::Computer(id) = row.element {
            return vec![id];
        }
        let is_lost =
            |id: &ComputerId| Part::from(Element::Computer(*id)).container(self.document) == Some(row.element);
        self.document.computers.keys().copied().filter(is_lost).collect()
    }

    /// Endpoints whose cluster role leaves one of these computers, where something has to be started again by a person or
    /// a script before messages flow, and what that is.
    fn moved_by_hand(&self, lost: &[ComputerId]) -> (Vec<String>, Option<Role>) {
        let document = self.document;
        let mut endpoints: Vec<String> = Vec::new();
        let mut what = None;
        for handler in document.handlers.values() {
            let Some(role) = handler.behavior().by_hand else { continue };
            let Some(endpoint) = handler.endpoint.and_then(|id| document.endpoints.get(&id)) else { continue };
            let group = document.cluster_role_of(endpoint).and_then(|id| document.resource_groups.get(&id));
            let moves = group.and_then(|it| it.runs_on()).is_some_and(|active| lost.contains(&active));
            if moves {
                what = Some(role);
                if !endpoints.contains(&endpoint.name) {
                    endpoints.push(endpoint.name.clone());
                }
            }
        }
        (endpoints, what)
    }
}

fn then(fate: &Fate) -> String {
    match fate {
        Fate::FailsOver => "what runs on it fails over by itself".to_owned(),
        Fate::ByHand(endpoints, role) => {
            let verb = prose::plural(endpoints.len(), "fails over", "fail over");
            let (names, role) = (named(endpoints.iter().map(String::as_str), MOST_NAMED), role.label());
            format!("{names} {verb}, and {role} has to be restarted by a person or a script")
        }
        Fate::Restarts => {
            "it is started again on another physical host, and what runs on it alone is away until then".to_owned()
        }
        Fate::RestartsAll => "its virtual machines are started again on another physical host, and what runs on them \
                              alone is away until then"
            .to_owned(),
        Fate::GoesOn => "messages go on, with less where it carried them".to_owned(),
    }
}

/// `BTS1`, `one of BTS1 and BTS2`.
pub(super) fn one_of(names: &[&str]) -> String {
    let said = named(names.iter().copied(), MOST_NAMED);
    if names.len() == 1 { said } else { format!("one of {said}") }
}
