//! Something comes back: host instances, databases, services.

use std::sync::Arc;

use super::RESTART;
use crate::dependency::{Because, Loss};
use crate::drill::engine::{Engine, Moment};
use crate::drill::time::Timing;
use crate::drill::timeline::{Condition, DrillRow, RowKind, ServiceState};
use crate::model::{BizTalkGroupId, DrillDuration, Element, Part};
use crate::sources::Sourced;

impl Engine<'_, '_> {
    /// What follows from parts that are back now.
    pub(in crate::drill) fn recovery_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let spelled = Loss { parts: moment.parts.iter().copied().collect() }.spelled_out(&self.stage.index);
        let still = self.spelled();
        let carried: Vec<Element> = spelled
            .parts
            .difference(&still.parts)
            .filter_map(|part| match part {
                Part::Element(element) => Some(*element),
                _ => None,
            })
            .collect();
        let instances: Vec<Element> = document
            .host_instances
            .iter()
            .filter(|(id, it)| {
                carried.contains(&Element::Computer(it.computer)) || carried.contains(&Element::HostInstance(**id))
            })
            .map(|(id, _)| Element::from(*id))
            .collect();
        if let Some(row) = self.rows.last_mut() {
            row.elements.extend(carried.into_iter().chain(instances).map(|element| (element, Condition::Normal)));
        }
        let waiting = self.hosts_wait_for_databases(moment);
        if waiting.is_empty() {
            let free = self.instances_turned(&moment.after, &moment.before);
            if let Some(row) = self.rows.last_mut() {
                row.elements.extend(free.into_iter().map(|id| (Element::from(id), Condition::Normal)));
            }
        }
        let services: Vec<(usize, ServiceState)> = self
            .settled_services(&moment.after, |service| {
                !(service.kind.carries_messages() && service.biztalk_group.is_some_and(|it| waiting.contains(&it)))
            })
            .into_iter()
            .collect();
        if let Some(row) = self.rows.last_mut() {
            row.services.extend(services);
        }
        self.back_at(&moment.when());
        for group in waiting {
            self.databases_are_back(moment, group);
        }
        self.keep_needed_steps();
    }

    /// People have to do what the losses that last ask for, and no longer what others asked for.
    fn keep_needed_steps(&mut self) {
        let lost: Vec<Part> = self.loss.parts.iter().copied().collect();
        let needed = Self::steps_after(self.stage, &lost);
        self.steps.retain(|step| step.only_strict);
        self.steps.extend(needed.into_iter().filter(|step| !step.only_strict));
    }

    /// BizTalk groups whose hosts ended because their databases were away, and whose databases are back now.
    fn hosts_wait_for_databases(&self, moment: &Moment<'_>) -> Vec<BizTalkGroupId> {
        if !self.hosts_stopped {
            return Vec::new();
        }
        let document = self.document;
        let is_back = |group: &BizTalkGroupId| {
            let services = self.structure.services.iter().filter(|it| it.biztalk_group == Some(*group));
            let carrying: Vec<_> = services.filter(|it| it.kind.carries_messages()).collect();
            carrying.iter().any(|it| moment.before.of(it.stops) & 1 == 1)
                && carrying.iter().all(|it| moment.after.of(it.stops) & 1 == 0)
        };
        document.biztalk_groups.keys().copied().filter(is_back).collect()
    }

    fn databases_are_back(&mut self, moment: &Moment<'_>, group: BizTalkGroupId) {
        let since = self.databases_away_since.take().unwrap_or_default();
        self.hosts_stopped = false;
        let when = moment.when();
        let known = since.after_unknown == when.after_unknown;
        let secs = (when.earliest_secs - since.earliest_secs).max(0.0);
        let outage = Timing { what: DrillDuration::DatabaseOutage, secs: known.then(|| Sourced::entered(secs)) };
        self.isolated_go_on(moment, group, &when, "F6");
        let text = "Host instances that kept trying start within their restart delay; under the strict reading they wait for a person";
        self.rows.push(DrillRow::new(when.clone(), RowKind::Restart, group, text).says("F6", RESTART).lasting(&outage));
        let start = Moment {
            at: since,
            parts: moment.parts,
            before: Arc::clone(&moment.before),
            after: Arc::clone(&moment.after),
            computers: Vec::new(),
            restarting: Vec::new(),
        };
        self.plain_hosts_start(&start, group, &when, &outage);
        self.by_hand_if_strict("Start the host instances that stayed stopped", Because::Rule("HOST-013"));
    }
}
