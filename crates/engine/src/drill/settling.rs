//! What was scheduled is decided again by what fails later, so that the last word is the failure logic's.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::{Engine, Moment, settled};
use super::phases::CLUSTER;
use super::time::{self, Timing, When};
use super::timeline::{Condition, DrillRow, RowKind, ServiceState};
use crate::dependency::{Because, ServiceKind};
use crate::model::{ComputerId, Element, HostId, Part, PhysicalHostId, ResourceGroupId};
use crate::{links, prose};

const SCENARIOS: Because = Because::Document("core/sample-biztalk-server-high-availability-scenarios");

/// A moment that has passed: something failed or came back.
#[derive(Clone, Debug)]
pub(super) struct Passed {
    /// When.
    pub(super) at: When,
    /// How many rows there were after it.
    num_rows: usize,
    /// What is left of each service in the end, if nothing else happens.
    pub(super) left: Vec<ServiceState>,
}

impl Engine<'_, '_> {
    /// Closes a moment.
    pub(super) fn pass(&mut self, at: When) {
        let lanes = self.lanes();
        let left = self.structure.services.iter().map(|it| settled(it.outcome(&lanes))).collect();
        self.moments.push(Passed { at, num_rows: self.rows.len(), left });
    }

    /// Services that are away for a time and that no row brings back: what they need has moved, or starts again.
    pub(super) fn rest_goes_on(&mut self, moment: &Moment<'_>) {
        if links::is_cut("drill") {
            return;
        }
        let mut rows: Vec<&DrillRow> = self.rows.iter().collect();
        rows.sort_by_key(|row| row.when.order());
        let mut last = self.stage.before.clone();
        for (service, state) in rows.iter().flat_map(|row| &row.services) {
            if let Some(slot) = last.get_mut(*service) {
                *slot = *state;
            }
        }
        let mut groups: BTreeMap<Option<ResourceGroupId>, Vec<usize>> = BTreeMap::new();
        for (index, state) in last.iter().enumerate() {
            if *state == ServiceState::Interrupted {
                groups.entry(self.moving_group(index)).or_default().push(index);
            }
        }
        for (group, services) in groups {
            self.goes_on(moment, group, &services);
        }
    }

    /// The cluster resource group that a service waits for: that of its host, else of the endpoint of its handler.
    fn moving_group(&self, service: usize) -> Option<ResourceGroupId> {
        let document = self.document;
        let host = HostId::try_from(self.structure.services.get(service)?.element?).ok()?;
        document.resource_group_of_host(host).or_else(|| {
            let mut handlers = document.handlers.values().filter(|it| it.host == host);
            handlers.find_map(|it| document.cluster_role_of(document.endpoints.get(&it.endpoint?)?))
        })
    }

    fn goes_on(&mut self, moment: &Moment<'_>, group: Option<ResourceGroupId>, services: &[usize]) {
        let names: Vec<&str> = services
            .iter()
            .filter_map(|index| self.structure.services.get(*index))
            .filter(|it| it.kind != ServiceKind::Whole)
            .map(|it| it.name.as_str())
            .collect();
        if names.is_empty() {
            return;
        }
        let wait: Timing = match group {
            Some(group) => time::group_move(self.document, group),
            None => time::resource_restart(),
        };
        let when = moment.when().plus(&wait);
        let element = group.map_or_else(|| moment.element(), Element::from);
        let text = format!("{}: what was needed has moved or started again", prose::list(&names));
        let states = self.settled_services(&moment.after, |_| true);
        let states = states.into_iter().filter(|(index, _)| services.contains(index)).collect();
        let row = DrillRow::new(when.clone(), RowKind::Failover, element, text).says("", CLUSTER).lasting(&wait);
        self.rows.push(row.serving(states));
        self.back_at(&when);
    }

    /// Virtual machines of physical hosts that fail now, which the failover cluster of these starts again elsewhere.
    pub(super) fn leaving_their_hosts(&self, parts: &[Part]) -> Vec<ComputerId> {
        let index = &self.stage.index;
        let is_left = |id: ComputerId| {
            let mut hosts = index.restart_hosts(id);
            hosts.any(|host| !self.loss.parts.contains(&Element::PhysicalHost(host).into()))
        };
        let hosts = parts.iter().filter_map(|part| PhysicalHostId::try_from(part.element()).ok());
        let carried: BTreeSet<ComputerId> = hosts.flat_map(|host| index.computers_on(host)).copied().collect();
        carried.into_iter().filter(|id| is_left(*id)).collect()
    }

    /// The failover cluster of physical hosts starts virtual machines again on another host.
    pub(super) fn machines_restart(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        for id in moment.restarting.iter().copied() {
            let hosts = self.stage.index.restart_hosts(id).map(Element::PhysicalHost);
            let left = hosts.filter(|host| !self.loss.parts.contains(&(*host).into()));
            let hosts: Vec<String> = left.map(|host| host.name(document)).collect();
            let name = Element::Computer(id).name(document);
            let wait = time::resource_restart();
            let text =
                format!("The failover cluster of physical hosts has started {name} again, on {}", hosts.join(" or "));
            let when = moment.when().plus(&wait);
            let row = DrillRow::new(when.clone(), RowKind::Restart, id, text).says("", SCENARIOS);
            self.rows.push(row.lasting(&wait).turning([Element::Computer(id)], Condition::RunsElsewhere));
            self.restarting.push((Part::Element(Element::Computer(id)), when));
        }
    }

    /// Puts the rows in order. What one moment has scheduled for later is decided again by the moments between: it is
    /// dropped where it cannot happen any more or where a later row says it anew, and else brings what is left then.
    pub(super) fn decide_again(&mut self) {
        let moments = self.moments.clone();
        let rows = std::mem::take(&mut self.rows);
        let born = |at: usize| moments.iter().position(|it| at < it.num_rows).unwrap_or(moments.len());
        let mut rows: Vec<(usize, DrillRow)> = rows.into_iter().enumerate().map(|(at, row)| (born(at), row)).collect();
        rows.sort_by_key(|(_, row)| row.when.order());
        // Of each service the rows that say something, by position and by the moment they were born in.
        let mut said: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, (born, row)) in rows.iter().enumerate() {
            for (service, _) in &row.services {
                said.entry(*service).or_default().push((at, *born));
            }
        }
        for (at, (born, mut row)) in rows.into_iter().enumerate() {
            let now = moments.iter().rposition(|it| it.at.order() <= row.when.order()).unwrap_or(born).max(born);
            let promised = row.services.len();
            if let Some(moment) = moments.get(now).filter(|_| now > born) {
                let anew = |service: &usize| {
                    said.get(service).into_iter().flatten().any(|(later, by)| *later > at && *by > born)
                };
                row.services.retain(|(service, _)| !anew(service));
                for (service, state) in &mut row.services {
                    *state = moment.left.get(*service).copied().unwrap_or_default();
                }
                let refuted = row.services.iter().all(|(_, state)| *state == ServiceState::Stopped);
                let schedules = matches!(row.kind, RowKind::Failover | RowKind::Restart | RowKind::Recovery);
                if promised > 0 && refuted && schedules {
                    continue;
                }
            }
            self.rows.push(row);
        }
        if let Some(last) = moments.last() {
            self.last_word(&last.left);
        }
    }

    /// The last row of the timeline that is no work of people leaves every service as the failure logic says.
    fn last_word(&mut self, left: &[ServiceState]) {
        if links::is_cut("drill") {
            return;
        }
        let (_, last) = self.states();
        let whole = |index: usize| self.structure.services.get(index).is_some_and(|it| it.kind == ServiceKind::Whole);
        let wrong: Vec<(usize, ServiceState)> = left
            .iter()
            .copied()
            .enumerate()
            .filter(|(index, state)| !whole(*index) && last.get(*index) != Some(state))
            .collect();
        let is_event = |row: &&mut DrillRow| !matches!(row.kind, RowKind::Operator | RowKind::Backlog);
        if let Some(row) = self.rows.iter_mut().rev().find(is_event) {
            row.services.extend(wrong);
        }
    }
}
