//! Messages that waited, how long they need, and when waiting tracking data throttles.

use crate::capacity::estimate;
use crate::capacity::formulas::failover;
use crate::capacity::two_figures;
use crate::dependency::{Because, ServiceKind};
use crate::drill::engine::Engine;
use crate::drill::time::span;
use crate::drill::timeline::{Row, RowKind, ServiceState};
use crate::model::Element;

impl Engine<'_> {
    /// Backlog and drain once everything that comes back by itself is back.
    pub(in crate::drill) fn backlog_phase(&mut self) {
        let was_away = self
            .rows
            .iter()
            .flat_map(|row| &row.services)
            .any(|(index, state)| *state >= ServiceState::Interrupted && self.carries(*index));
        if was_away {
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

    fn carries(&self, service: usize) -> bool {
        self.structure.services.get(service).is_some_and(|it| it.kind.carries_messages())
    }

    fn waiting_messages(&mut self) {
        let left = estimate(self.document, &self.loss.spelled_out(self.document));
        let Some(back) = self.back.when.clone() else {
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
                back.after_unknown.join(", ")
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
                let row = Row::new(when, RowKind::Backlog, Element::Environment, text.clone()).says("", because);
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
