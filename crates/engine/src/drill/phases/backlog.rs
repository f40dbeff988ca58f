//! Messages that waited, how long they need, and when waiting tracking data throttles.

use std::collections::BTreeSet;

use crate::capacity::estimate;
use crate::capacity::formulas::failover;
use crate::capacity::two_figures;
use crate::dependency::{Because, Service, ServiceKind};
use crate::drill::engine::Engine;
use crate::drill::time::{labels, span};
use crate::drill::timeline::{DrillRow, RowKind, ServiceState};
use crate::model::{Element, HostId, HostKind};

impl Engine<'_> {
    /// Backlog and drain once everything that comes back by itself is back.
    pub(in crate::drill) fn backlog_phase(&mut self) {
        if self.messages_wait() {
            self.waiting_messages();
        }
        let late = self.rows.iter().flat_map(|row| &row.services).any(|(index, state)| {
            *state != ServiceState::Works
                && self.structure.services.get(*index).is_some_and(|it| it.kind == ServiceKind::Track)
        });
        if late {
            self.fate("Tracking data that waits throttles publishing at 500,000 rows; how soon follows from the rows per message, which are not stated");
        }
    }

    /// Whether messages wait anywhere while services are away: in the MessageBox while something still receives, at
    /// their source where nothing fetches them. Callers that get errors leave nothing behind.
    fn messages_wait(&self) -> bool {
        let away: BTreeSet<usize> = self
            .rows
            .iter()
            .flat_map(|row| &row.services)
            .filter(|(_, state)| *state >= ServiceState::Interrupted)
            .map(|(index, _)| *index)
            .collect();
        let services = || self.structure.services.iter().enumerate();
        let mut receiving = services().filter(|(_, it)| it.kind == ServiceKind::Receive).peekable();
        let arrives =
            receiving.peek().is_none() || receiving.any(|(at, it)| !away.contains(&at) || !self.is_called(it));
        services().any(|(at, it)| {
            away.contains(&at)
                && match it.kind {
                    ServiceKind::Receive => !self.is_called(it),
                    kind => kind.carries_messages() && arrives,
                }
        })
    }

    /// Whether messages of a receive service come from callers, who get errors while it is away: an isolated host, or
    /// one behind a load balancer.
    fn is_called(&self, service: &Service) -> bool {
        let host = service.element.and_then(|it| HostId::try_from(it).ok());
        let balanced = |id| self.document.load_balancers.values().any(|it| it.serves.contains(&id));
        self.host_kind(service) == Some(HostKind::Isolated) || host.is_some_and(balanced)
    }

    fn waiting_messages(&mut self) {
        let left = estimate(self.document, self.structure, &self.loss);
        let back = self.back.when.clone().filter(|_| self.nothing_passes(left.biztalk_group).is_none());
        let Some(back) = back else {
            self.fate("Messages pile up until people have acted; how many follows from the peak load and their time");
            return;
        };
        let (Some(peak), Some(rate)) = (&left.peak, &left.rate) else {
            self.fate("How many messages wait and how long they need is unknown: the peak load is not stated");
            return;
        };
        if !back.is_known() {
            self.fate(format!(
                "While services are away, {} messages/s pile up ({}); how long that lasts is unknown: {}",
                two_figures(peak.value),
                peak.provenance.word(),
                labels(&back.after_unknown).join(", ")
            ));
            return;
        }
        let outcome = failover::recovery(peak.value, rate.p50, back.latest_secs);
        let because = Because::Document("tg/phase-1-scoping-the-assessment");
        let waiting = two_figures(outcome.backlog_messages);
        let text = match outcome.drain_secs {
            Some(secs) => {
                let mut when = back.clone();
                when.earliest_secs = when.latest_secs + secs;
                when.latest_secs = when.earliest_secs;
                let text = format!(
                    "The backlog of about {waiting} messages is gone after {} at {} messages/s, an estimate",
                    span(secs),
                    two_figures(rate.p50)
                );
                let row = DrillRow::new(when, RowKind::Backlog, Element::Environment, text.clone()).says("", because);
                self.rows.push(row);
                text
            }
            None => {
                format!("About {waiting} messages wait, and what is left cannot catch up at the peak load, an estimate")
            }
        };
        self.fate(text);
    }
}
