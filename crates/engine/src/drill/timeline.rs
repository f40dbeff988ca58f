//! The rows of a drill, and the state of everything after each of them.

use std::collections::BTreeMap;

use super::result::ResultCard;
use super::time::{Timing, When};
use crate::dependency::Because;
use crate::model::Element;

/// What kind of thing a row tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// Something fails.
    Failure,
    /// What follows at once.
    Effect,
    /// A cluster or a load balancer reacts.
    Failover,
    /// A service starts again, or tries to.
    Restart,
    /// Something is back.
    Recovery,
    /// A person has to act.
    Operator,
    /// Messages that wait, and how long they need.
    Backlog,
}

impl RowKind {
    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Failure => "Failure",
            Self::Effect => "Effect",
            Self::Failover => "Failover",
            Self::Restart => "Restart",
            Self::Recovery => "Recovery",
            Self::Operator => "By hand",
            Self::Backlog => "Backlog",
        }
    }
}

/// The state of an element in a drill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// As always.
    #[default]
    Normal,
    /// It has failed.
    Failed,
    /// It stopped because of something else.
    Stopped,
    /// It waits for something and goes on by itself.
    Paused,
    /// It is being moved or started.
    Starting,
    /// It runs where it does not run in normal operation.
    RunsElsewhere,
    /// It carries what another one carried.
    TookOver,
}

impl Condition {
    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Normal => "Works",
            Self::Failed => "Failed",
            Self::Stopped => "Stopped",
            Self::Paused => "Waits",
            Self::Starting => "Starting",
            Self::RunsElsewhere => "Failed over",
            Self::TookOver => "Took over",
        }
    }
}

/// The state of a service in a drill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceState {
    /// It works.
    #[default]
    Works,
    /// It works with less.
    Degraded,
    /// It is away and comes back by itself.
    Interrupted,
    /// It stops.
    Stopped,
}

impl ServiceState {
    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Works => "Works",
            Self::Degraded => "Degraded",
            Self::Interrupted => "Interrupted",
            Self::Stopped => "Stops",
        }
    }

    /// One of `works`, `degraded`, `interrupted`, `stops`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Degraded => "degraded",
            Self::Interrupted => "interrupted",
            Self::Stopped => "stops",
        }
    }
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillRow {
    /// When.
    pub when: When,
    /// What kind of thing.
    pub kind: RowKind,
    /// What it happens to.
    pub element: Element,
    /// The words a person reads.
    pub text: String,
    /// The row of the injection table that it follows, such as `F6`.
    pub injection: &'static str,
    /// Which rule or document says so.
    pub because: Because,
    /// The durations that lead to it.
    pub timings: Vec<Timing>,
    /// Elements whose state changes, with the new one.
    pub elements: Vec<(Element, Condition)>,
    /// Services whose state changes, by their position, with the new one.
    pub services: Vec<(usize, ServiceState)>,
}

/// The state of everything after some rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Elements that are not as always.
    pub elements: BTreeMap<Element, Condition>,
    /// Services that do not simply work, by their position.
    pub services: BTreeMap<usize, ServiceState>,
}

/// A drill from the first failure to the last thing that happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Drill {
    /// Names of the services, in the order of the failure logic.
    pub services: Vec<String>,
    /// What happens, in order.
    pub rows: Vec<DrillRow>,
    /// What is left in the end.
    pub result: ResultCard,
}

impl Drill {
    /// The state after the first `rows` rows; 0 is normal operation. A pure fold: going back and forth gives the same.
    pub fn snapshot(&self, rows: usize) -> Snapshot {
        let mut snapshot = Snapshot::default();
        let lacking = self
            .result
            .services
            .iter()
            .map(|it| it.before)
            .enumerate()
            .filter(|(_, state)| *state != ServiceState::Works);
        snapshot.services.extend(lacking);
        for row in self.rows.iter().take(rows) {
            for (element, condition) in &row.elements {
                if *condition == Condition::Normal {
                    snapshot.elements.remove(element);
                } else {
                    snapshot.elements.insert(*element, *condition);
                }
            }
            for (service, state) in &row.services {
                if *state == ServiceState::Works {
                    snapshot.services.remove(service);
                } else {
                    snapshot.services.insert(*service, *state);
                }
            }
        }
        snapshot
    }

    /// The services that change their state in the row at this position, each with the new state.
    pub fn changes(&self, row: usize) -> Vec<(usize, ServiceState)> {
        let (before, after) = (self.snapshot(row).services, self.snapshot(row + 1).services);
        let state = |states: &BTreeMap<usize, ServiceState>, service| states.get(&service).copied().unwrap_or_default();
        let changed = |service: &usize| state(&before, *service) != state(&after, *service);
        (0..self.services.len()).filter(changed).map(|it| (it, state(&after, it))).collect()
    }
}

impl DrillRow {
    pub(super) fn new(when: When, kind: RowKind, element: impl Into<Element>, text: impl Into<String>) -> Self {
        Self {
            when,
            kind,
            element: element.into(),
            text: text.into(),
            injection: "",
            because: Because::Judgment,
            timings: Vec::new(),
            elements: Vec::new(),
            services: Vec::new(),
        }
    }

    /// The row of the injection table that it follows, and who says so.
    pub(super) fn says(mut self, injection: &'static str, because: Because) -> Self {
        self.injection = injection;
        self.because = because;
        self
    }

    pub(super) fn lasting(mut self, timing: &Timing) -> Self {
        self.timings.push(timing.clone());
        self
    }

    pub(super) fn turning(mut self, elements: impl IntoIterator<Item = Element>, condition: Condition) -> Self {
        self.elements.extend(elements.into_iter().map(|element| (element, condition)));
        self
    }

    pub(super) fn serving(mut self, services: Vec<(usize, ServiceState)>) -> Self {
        self.services.extend(services);
        self
    }
}
