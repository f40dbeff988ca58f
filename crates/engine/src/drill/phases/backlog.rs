//! Messages that waited, how long they need, and when waiting tracking data throttles.

use std::collections::BTreeSet;

use crate::capacity::formulas::failover;
use crate::capacity::two_figures;
use crate::dependency::{Because, Service, ServiceKind};
use crate::drill::engine::Engine;
use crate::drill::time::{labels, span};
use crate::drill::timeline::{DrillRow, RowKind, ServiceState};
use crate::model::{BizTalkGroupId, Element, HostId, HostKind};

impl Engine<'_, '_> {
    /// Backlog and drain once everything that comes back by itself is back.
    pub(in crate::drill) fn backlog_phase(&mut self) {
        for (at, group) in self.stage.rates().groups().enumerate() {
            if self.messages_wait(group) {
                let of = self.name_of_many(group).map(|it| format!("{it}: ")).unwrap_or_default();
                let said = self.waiting_messages(at, group, &of);
                self.fate(format!("{of}{said}"));
            }
        }
        let late = self.rows.iter().flat_map(|row| &row.services).any(|(index, state)| {
            *state != ServiceState::Works
                && self.structure.services.get(*index).is_some_and(|it| it.kind == ServiceKind::Track)
        });
        if late {
            self.fate("Tracking data that waits throttles publishing at 500,000 rows; how soon follows from the rows per message, which are not stated");
        }
    }

    /// Whether messages of a BizTalk group wait anywhere while services are away: in the MessageBox while something still receives, at
    /// their source where nothing fetches them. Callers that get errors leave nothing behind.
    fn messages_wait(&self, group: Option<BizTalkGroupId>) -> bool {
        let away: BTreeSet<usize> = self
            .rows
            .iter()
            .flat_map(|row| &row.services)
            .filter(|(_, state)| *state >= ServiceState::Interrupted)
            .map(|(index, _)| *index)
            .collect();
        let never = |at: usize| self.stage.before.get(at) == Some(&ServiceState::Stopped);
        let is_of = |it: &Service| group.is_none() || it.biztalk_group == group;
        let services = || self.structure.services.iter().enumerate().filter(|(_, it)| is_of(it));
        let mut receiving = services().filter(|(_, it)| it.kind == ServiceKind::Receive).peekable();
        let arrives = receiving.peek().is_none()
            || receiving.any(|(at, it)| !never(at) && (!away.contains(&at) || !self.is_called(it)));
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

    /// How many messages of the BizTalk group at a position wait and for how long, in words.
    fn waiting_messages(&mut self, at: usize, group: Option<BizTalkGroupId>, of: &str) -> String {
        const UNKNOWN: &str = "How many messages wait and how long they need is unknown: the peak load is not stated";
        let rates = self.stage.rates();
        let back = self.back.when.clone().filter(|_| self.nothing_passes(group).is_none());
        let Some(back) = back else {
            return "Messages pile up until people have acted; how many follows from the peak load and their time"
                .to_owned();
        };
        let Some(peak) = rates.peak(at) else { return UNKNOWN.to_owned() };
        if !back.is_known() {
            return format!(
                "While services are away, {} messages/s pile up ({}); how long that lasts is unknown: {}",
                two_figures(peak.value),
                peak.provenance.word(),
                labels(&back.after_unknown).join(", ")
            );
        }
        let Some(rate) = rates.left_per_sec(at, &self.loss) else { return UNKNOWN.to_owned() };
        let outcome = failover::recovery(peak.value, rate, back.latest_secs);
        let because = Because::Document("tg/phase-1-scoping-the-assessment");
        let waiting = two_figures(outcome.backlog_messages);
        match outcome.drain_secs {
            Some(secs) => {
                let mut when = back.clone();
                when.earliest_secs = when.latest_secs + secs;
                when.latest_secs = when.earliest_secs;
                let text = format!(
                    "The backlog of about {waiting} messages is gone after {} at {} messages/s, an estimate",
                    span(secs),
                    two_figures(rate)
                );
                let row = DrillRow::new(when, RowKind::Backlog, Element::Environment, format!("{of}{text}"));
                self.rows.push(row.says("", because));
                text
            }
            None => {
                format!("About {waiting} messages wait, and what is left cannot catch up at the peak load, an estimate")
            }
        }
    }
}
