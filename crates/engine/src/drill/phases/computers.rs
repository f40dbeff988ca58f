//! A BizTalk computer is gone: survivors, locked work, load balancers, clustered hosts (F1 to F4, F20).

use std::collections::{BTreeMap, BTreeSet};

use super::{BACKUP_PRACTICES, JOBS, PLANNING, RECEIVING};
use crate::availability::logic::Lanes;
use crate::dependency::{Because, CauseEffect, Subject};
use crate::drill::data::DataLoss;
use crate::drill::engine::{Engine, Moment};
use crate::drill::time;
use crate::drill::timeline::{Condition, DrillRow, RowKind};
use crate::model::{
    ComputerId, DatabaseKind, Element, Host, HostFunction, HostId, HostInstance, HostInstanceId, HostKind, Part,
    ResourceGroupId, ResourceKind, SqlInstanceId,
};
use crate::prose::list;

impl Engine<'_, '_> {
    /// Everything that follows from computers going down now.
    pub(in crate::drill) fn computers_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        for computer in &moment.computers {
            let instances = self.stage.index.on(*computer).host_instances.iter();
            let hosts: Vec<(HostId, &Host)> = instances
                .filter_map(|id| document.host_instances.get(id).filter(|it| it.enabled))
                .filter_map(|it| Some((it.host, document.hosts.get(&it.host)?)))
                .collect();
            let group_of = |id: HostId| document.resource_group_of_host(id);
            let plain: Vec<(HostId, &Host)> = hosts.iter().copied().filter(|(id, _)| group_of(*id).is_none()).collect();
            if !plain.is_empty() {
                self.plain_hosts_gone(moment, *computer, &plain);
            }
            for (id, host, group) in hosts.iter().filter_map(|(id, host)| Some((*id, *host, group_of(*id)?))) {
                self.clustered_host_gone(moment, *computer, (id, host), group);
            }
            self.callers_cut_off(moment, *computer);
            self.balancer_members_gone(moment, *computer);
        }
    }

    fn plain_hosts_gone(&mut self, moment: &Moment<'_>, computer: ComputerId, hosts: &[(HostId, &Host)]) {
        let document = self.document;
        let name = Element::Computer(computer).name(document);
        let gone: Vec<Element> =
            self.stage.index.on(computer).host_instances.iter().map(|id| Element::from(*id)).collect();
        let survivors: BTreeSet<Element> = hosts
            .iter()
            .filter(|_| self.is_shown)
            .flat_map(|(id, _)| self.running_instances(*id))
            .filter_map(|instance| document.host_instances.get(&instance))
            .map(|it| Element::Computer(it.computer))
            .collect();
        let alone: Vec<HostId> = hosts.iter().map(|(id, _)| *id).filter(|id| !self.runs_anywhere(*id)).collect();
        let stranded = self.is_stranded(computer, &moment.after);
        if alone.len() < hosts.len() {
            let part_only = stranded || self.is_cut_off(computer, &moment.after);
            let what = if part_only { "the new work that reaches them" } else { "all new work at once" };
            let text = format!("Host instances on {name} are gone; the others of their hosts take {what}");
            let row = DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F1", PLANNING);
            self.rows.push(row.turning(gone.clone(), Condition::Stopped).turning(survivors, Condition::TookOver));
            if !stranded {
                // What callers sent to this computer is another matter.
                let which = if part_only { "that was taken in " } else { "" };
                self.fate(format!("No message {which}is lost: orchestrations go on from their last persistence point, so work after it is repeated"));
            }
        }
        if stranded {
            let text = format!("Bring {name} back: what lies in its local queues or folders waits there");
            self.by_hand(text, PLANNING);
            self.lose(DataLoss::Local { computer: name.clone() });
            self.fate("Nothing else is lost");
        }
        if !alone.is_empty() {
            self.only_ones_gone(moment, computer, hosts, &gone);
            self.fate(
                "Messages wait in the MessageBox or at their source; callers of isolated hosts get errors and have to send again",
            );
        }
        let holds_work = hosts.iter().any(|(_, host)| {
            host.functions.contains(&HostFunction::Process) || host.functions.contains(&HostFunction::Send)
        });
        if holds_work && alone.len() < hosts.len() {
            self.locked_work(moment, computer, hosts);
        }
    }

    /// Whether messages or files lie on a computer itself that is down.
    fn is_stranded(&self, computer: ComputerId, lanes: &Lanes) -> bool {
        let holds = |effect| self.structure.holds(Subject::Stranded(computer), effect, lanes);
        holds(CauseEffect::Stops) || holds(CauseEffect::Degrades)
    }

    /// Whether callers know the address of this computer and reach nothing there.
    fn is_cut_off(&self, computer: ComputerId, lanes: &Lanes) -> bool {
        self.structure.holds(Subject::Address(computer), CauseEffect::Stops, lanes)
    }

    /// Callers that know the address of this computer reach nothing: no load balancer leads them to another (NLB-001).
    fn callers_cut_off(&mut self, moment: &Moment<'_>, computer: ComputerId) {
        if !self.is_cut_off(computer, &moment.after) {
            return;
        }
        let name = Element::Computer(computer).name(self.document);
        let text = format!("Callers that use the address of {name} get errors: nothing leads them to another computer");
        let because = Because::Rule("NLB-001");
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F19", because));
        self.by_hand(format!("Lead the callers of {name} to another computer, or repair it"), because);
        self.fate("Callers get errors and have to send again");
    }

    /// Hosts of which no host instance runs any more: repair, add some, or start those that waited for clustered
    /// Enterprise SSO to come (F3, SSO-005).
    fn only_ones_gone(
        &mut self,
        moment: &Moment<'_>,
        computer: ComputerId,
        hosts: &[(HostId, &Host)],
        gone: &[Element],
    ) {
        let document = self.document;
        let name = Element::Computer(computer).name(document);
        let mut blocked: BTreeMap<ComputerId, Vec<&str>> = BTreeMap::new();
        // By the computers that go down together: the first of them speaks for all.
        let mut alone: BTreeMap<Vec<ComputerId>, Vec<&str>> = BTreeMap::new();
        for (id, host) in hosts.iter().filter(|(id, _)| !self.runs_anywhere(*id)) {
            match self.startable_beside_sso(*id) {
                Some(home) => blocked.entry(home).or_default().push(host.name.as_str()),
                None => {
                    if self.going_down_with(moment, *id).next() == Some(computer) {
                        let together = self.going_down_with(moment, *id).collect();
                        alone.entry(together).or_default().push(host.name.as_str());
                    }
                }
            }
        }
        let turned = |row: DrillRow| row.turning(gone.iter().copied(), Condition::Stopped);
        for (together, hosts) in alone {
            let hosts = hosts.join(", ");
            let (all, one) = self.computers_named(&together);
            let text = format!("{hosts} ran on {all} only");
            self.rows.push(turned(DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F3", PLANNING)));
            self.by_hand(format!("Repair {one}, or add host instances of {hosts} elsewhere"), PLANNING);
        }
        let because = Because::Rule("SSO-005");
        for (home, names) in blocked {
            let names = names.join(", ");
            let place = Element::Computer(home).name(document);
            let text = format!(
                "{names} ran on {name} only: on {place} they could not start while clustered Enterprise SSO was passive there; a host that is not clustered ends when Enterprise SSO leaves its computer, and keeps it from moving until it is stopped"
            );
            self.rows.push(turned(DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F3", because)));
            self.by_hand(
                format!("Start the host instances of {names} on {place}, where Enterprise SSO is active now"),
                because,
            );
        }
    }

    /// The computers with enabled host instances of a host that go down now.
    fn going_down_with(&self, moment: &Moment<'_>, host: HostId) -> impl Iterator<Item = ComputerId> {
        let instance = |id: &HostInstanceId| self.document.host_instances.get(id);
        let runs_it = move |computer: &ComputerId| {
            let here = self.stage.index.on(*computer).host_instances.iter();
            here.filter_map(instance).any(|it| it.enabled && it.host == host)
        };
        moment.computers.iter().copied().filter(runs_it)
    }

    /// All of some computers, and any one of them, in words: many are counted.
    fn computers_named(&self, computers: &[ComputerId]) -> (String, String) {
        const FEW: usize = 6;
        let count = computers.len();
        if count > FEW {
            return (format!("the {count} computers"), format!("one of the {count} computers"));
        }
        let names: Vec<String> = computers.iter().map(|id| Element::Computer(*id).name(self.document)).collect();
        (list(&names), names.join(" or "))
    }

    /// Where a host has host instances that clustered Enterprise SSO, passive there before, has now reached.
    fn startable_beside_sso(&self, host: HostId) -> Option<ComputerId> {
        let document = self.document;
        let spelled = self.spelled();
        let mut waiting = self.instances(host).filter(|(id, it)| {
            it.enabled
                && !spelled.loses_computer(it.computer)
                && !spelled.loses_host_instance(*id)
                && self.waits_for_clustered_sso(it)
        });
        let mut groups = document.resource_groups.iter().filter(|(_, it)| it.has(ResourceKind::EntSso));
        let home = groups.find_map(|(id, it)| {
            let left = it.runs_on().is_some_and(|active| spelled.loses_computer(active));
            if left { self.next_owner(*id) } else { None }
        })?;
        waiting.any(|(_, it)| it.computer == home).then_some(home)
    }

    /// Work in hand of a lost host instance is locked until the clean-up job releases it (F1, F2).
    fn locked_work(&mut self, moment: &Moment<'_>, computer: ComputerId, hosts: &[(HostId, &Host)]) {
        let document = self.document;
        let name = Element::Computer(computer).name(document);
        let boxes: BTreeSet<SqlInstanceId> = hosts.iter().flat_map(|(_, host)| self.message_boxes(host)).collect();
        let (mut away, mut moves) = (false, false);
        for (id, _) in document.databases.iter().filter(|(_, it)| boxes.contains(&it.sql_instance)) {
            away |= self.is_lost(*id, &moment.after);
            moves |= self.has_moved(*id, &moment.after);
        }
        if away {
            // Nothing can be released before SQL Server is back, which other rows say.
            return;
        }
        let runs = |sql: &SqlInstanceId| document.sql_instances.get(sql).is_none_or(|it| it.agent_running);
        // What the failover cluster starts again is out of the loss already.
        let stopped: Vec<SqlInstanceId> =
            boxes.iter().copied().filter(|it| !runs(it) || self.loss.parts.contains(&Part::SqlAgent(*it))).collect();
        let returns = boxes.iter().any(|it| moment.parts.contains(&Part::SqlAgent(*it)) && !stopped.contains(it));
        if returns || !stopped.is_empty() {
            let text = format!("The work that {name} had in hand stays locked: SQL Server Agent does not run");
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F2", JOBS));
        }
        for sql in &stopped {
            let sql = Element::SqlInstance(*sql).name(document);
            self.by_hand(format!("Start SQL Server Agent of {sql}"), JOBS);
            self.fate("Work in hand of the lost host instances is delayed until SQL Server Agent runs");
        }
        if stopped.is_empty() {
            let release = time::hand_over();
            let restart = time::resource_restart();
            let from = match (returns, moves) {
                (true, _) => moment.when().plus(&restart),
                (_, true) => moment.when().plus(&time::sql_failover(document)),
                _ => moment.when(),
            };
            let text = format!("MessageBox_DeadProcesses_Cleanup has released the work that {name} had in hand");
            let row =
                DrillRow::new(from.plus(&release), RowKind::Recovery, computer, text).says("F1", BACKUP_PRACTICES);
            self.rows.push(row.lasting(&release));
        }
    }

    /// The SQL instances with the MessageBox databases of a host's BizTalk group.
    fn message_boxes(&self, host: &Host) -> Vec<SqlInstanceId> {
        let document = self.document;
        let boxes = document
            .databases
            .values()
            .filter(|it| it.kind == DatabaseKind::MessageBox && it.biztalk_group == Some(host.biztalk_group));
        boxes.map(|it| it.sql_instance).filter(|it| document.sql_instances.contains_key(it)).collect()
    }

    /// The host instances of a host, disabled ones and those of other sites included.
    fn instances(&self, host: HostId) -> impl Iterator<Item = (HostInstanceId, &HostInstance)> {
        let instances = self.stage.index.host_instances_of(host).iter();
        instances.filter_map(|id| Some((*id, self.document.host_instances.get(id)?)))
    }

    /// The host instances of a host that still run.
    pub(in crate::drill) fn running_instances(&self, host: HostId) -> impl Iterator<Item = HostInstanceId> {
        let spelled = self.spelled();
        self.instances(host)
            .filter(|(_, it)| it.enabled && self.stage.index.on(it.computer).is_primary)
            .filter(move |(id, it)| !spelled.loses_computer(it.computer) && !spelled.loses_host_instance(*id))
            .filter(|(_, it)| !self.waits_for_clustered_sso(it))
            .map(|(id, _)| id)
    }

    /// Whether a host instance of a host still runs.
    pub(in crate::drill) fn runs_anywhere(&self, host: HostId) -> bool {
        self.running_instances(host).next().is_some()
    }

    /// Whether a host instance cannot run because clustered Enterprise SSO is passive on its computer (SSO-005).
    fn waits_for_clustered_sso(&self, instance: &HostInstance) -> bool {
        let document = self.document;
        document.resource_group_of_host(instance.host).is_none()
            && document.resource_groups.values().any(|it| {
                it.has(ResourceKind::EntSso)
                    && it.possible_owners.contains(&instance.computer)
                    && it.runs_on() != Some(instance.computer)
            })
    }

    fn clustered_host_gone(
        &mut self,
        moment: &Moment<'_>,
        computer: ComputerId,
        (id, host): (HostId, &Host),
        group: ResourceGroupId,
    ) {
        let document = self.document;
        let active = document.resource_groups.get(&group).and_then(|it| it.runs_on());
        if active != Some(computer) {
            return;
        }
        let because = Because::Document("core/how-to-configure-a-biztalk-host-as-a-cluster-resource1");
        let has_instance = |on: &ComputerId| {
            let mut instances = self.stage.index.on(*on).host_instances.iter();
            instances.any(|it| document.host_instances.get(it).is_some_and(|it| it.host == id && it.enabled))
        };
        let Some(next) = self.next_owner_among(group, has_instance) else { return };
        let moving = time::group_move(document, group);
        let when = moment.when().plus(&moving);
        let text = format!("{} moves to {}", host.name, Element::Computer(next).name(document));
        let services = self.settled_services(&moment.after, |service| service.element == Some(id.into()));
        let row = DrillRow::new(when.clone(), RowKind::Failover, id, text).says("F4", because).lasting(&moving);
        self.rows.push(row.turning([Element::Host(id)], Condition::RunsElsewhere).serving(services));
        self.back_at(&when);
        if !host.functions.contains(&HostFunction::Receive) {
            return;
        }
        let mut handlers = self.stage.index.handlers_of(id).iter().filter_map(|it| document.handlers.get(it));
        if handlers.any(|it| it.receives_in_transactions()) {
            self.fate("Transactional receiving rolls back and reads again");
        } else {
            self.lose(DataLoss::InHand);
        }
    }

    /// The first owner of a cluster resource group that still runs.
    pub(in crate::drill) fn next_owner(&self, group: ResourceGroupId) -> Option<ComputerId> {
        self.next_owner_among(group, |_| true)
    }

    /// As [`next_owner`](Self::next_owner), of those that can take it over.
    pub(in crate::drill) fn next_owner_among(
        &self,
        group: ResourceGroupId,
        can: impl Fn(&ComputerId) -> bool,
    ) -> Option<ComputerId> {
        let spelled = self.spelled();
        let id = Some(group).filter(|it| self.document.role_works_elsewhere(*it))?;
        let group = self.document.resource_groups.get(&id)?;
        let active = group.runs_on();
        let failed_here = |id: &ComputerId| Some(*id) == active;
        let runs = |id: &ComputerId| !spelled.loses_computer(*id) && !failed_here(id);
        group.possible_owners.iter().copied().find(|id| runs(id) && can(id))
    }

    fn balancer_members_gone(&mut self, moment: &Moment<'_>, computer: ComputerId) {
        let document = self.document;
        let on = self.stage.index.on(computer);
        let mut hosts =
            on.host_instances.iter().filter_map(|it| document.hosts.get(&document.host_instances.get(it)?.host));
        let runs_isolated = hosts.any(|it| it.kind == HostKind::Isolated);
        for (id, balancer) in on.load_balancers.iter().filter_map(|id| Some((id, document.load_balancers.get(id)?))) {
            let probe = time::probe();
            let when = moment.when().plus(&probe);
            let name = Element::Computer(computer).name(document);
            let text = format!("{} has noticed and sends no more calls to {name}", balancer.name);
            let row = DrillRow::new(when, RowKind::Failover, *id, text).says("F20", RECEIVING).lasting(&probe);
            self.rows.push(row);
            if runs_isolated {
                self.fate("Calls in flight, and calls until the load balancer has noticed, fail at the client");
            }
        }
    }
}
