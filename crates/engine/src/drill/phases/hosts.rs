//! Host instances after their databases were away: the restart trap with both readings (F6, F15, section 5.4).

use super::{ADAPTER_FAILURES, PROMOTE, RECYCLE, RESTART};
use crate::dependency::{Because, ServiceKind};
use crate::drill::engine::{Engine, Moment};
use crate::drill::time::{self, Timing, When, clock};
use crate::drill::timeline::{Condition, DrillRow, RowKind, ServiceState};
use crate::model::{BizTalkGroupId, Element, Host, HostId, HostKind};
use crate::sources::Sourced;

impl<'a> Engine<'_, 'a> {
    /// Hosts of a BizTalk group that have something left to run on.
    fn hosts_of(&self, group: BizTalkGroupId, kind: HostKind, clustered: bool) -> Vec<(HostId, &'a Host)> {
        let document = self.document;
        let hosts = document.hosts.iter().filter(|(_, it)| it.biztalk_group == group && it.kind == kind);
        hosts
            .filter(|(id, it)| it.clustered_in.is_some() == clustered && self.runs_anywhere(**id))
            .map(|(id, it)| (*id, it))
            .collect()
    }

    /// The host instances of hosts that still run, for the picture.
    fn instances_of(&self, hosts: &[(HostId, &Host)]) -> Vec<Element> {
        let hosts = hosts.iter().filter(|_| self.is_shown);
        hosts.flat_map(|(id, _)| self.running_instances(*id)).map(Element::from).collect()
    }

    /// A MessageBox or Management database fails over: in-process hosts drain, end and are started again; isolated
    /// hosts pause.
    pub(in crate::drill) fn hosts_after_failover(
        &mut self,
        moment: &Moment<'_>,
        group: BizTalkGroupId,
        failover: &Timing,
    ) {
        self.hosts_break(moment, group);
        let online = moment.when().plus(failover);
        self.isolated_go_on(moment, group, &online, "F6");
        self.plain_hosts_start(moment, group, &online, failover);
        self.clustered_hosts_start(moment, group, &online);
    }

    /// The databases are gone for good: hosts end and their restarts fail.
    pub(in crate::drill) fn hosts_lose_databases(&mut self, moment: &Moment<'_>, group: BizTalkGroupId) {
        self.hosts_break(moment, group);
        self.hosts_stopped = true;
        let plain = self.hosts_of(group, HostKind::InProcess, false);
        let Some((id, host)) = plain.first().copied() else { return };
        let delay = time::restart_delay(host);
        let when = moment.when().plus(&time::drain()).plus(&delay);
        let text = "The start of the host instances fails: their databases are away. Strict reading: they stay stopped; \
                    lenient reading: they try again";
        let row = DrillRow::new(when, RowKind::Restart, id, text).says("F8", RESTART).lasting(&time::drain());
        self.rows.push(row.lasting(&delay));
        self.by_hand_if_strict("Start the host instances that stayed stopped, once the databases are back", RESTART);
    }

    /// What host instances do at once when their databases go away.
    fn hosts_break(&mut self, moment: &Moment<'_>, group: BizTalkGroupId) {
        let in_process: Vec<(HostId, &Host)> = self.hosts_of(group, HostKind::InProcess, false);
        if let Some((id, _)) = in_process.first().copied() {
            let instances = self.instances_of(&in_process);
            let text = "In-process host instances close their receive locations, drain for up to 60 s and end";
            let row = DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F6", ADAPTER_FAILURES);
            self.rows.push(row.lasting(&time::drain()).turning(instances, Condition::Stopped));
        }
        let isolated = self.hosts_of(group, HostKind::Isolated, false);
        if let Some((id, _)) = isolated.first().copied() {
            let instances = self.instances_of(&isolated);
            let text = "Isolated host instances pause: receive locations are disabled, callers get errors";
            let row = DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F6", RECYCLE);
            self.rows.push(row.turning(instances, Condition::Paused));
            self.fate("Callers of isolated hosts get errors meanwhile and have to send again");
        }
    }

    pub(in crate::drill) fn isolated_go_on(
        &mut self,
        moment: &Moment<'_>,
        group: BizTalkGroupId,
        online: &When,
        injection: &'static str,
    ) {
        let isolated = self.hosts_of(group, HostKind::Isolated, false);
        let Some((id, _)) = isolated.first().copied() else { return };
        let instances = self.instances_of(&isolated);
        let services = self.settled_services(&moment.after, |it| {
            it.biztalk_group == Some(group) && self.host_kind(it) == Some(HostKind::Isolated)
        });
        let text = "Isolated host instances go on by themselves";
        let row = DrillRow::new(online.clone(), RowKind::Recovery, id, text).says(injection, RECYCLE);
        self.rows.push(row.turning(instances, Condition::Normal).serving(services));
        self.back_at(online);
    }

    /// In-process hosts that are not clustered: one start attempt after draining and the restart delay.
    pub(in crate::drill) fn plain_hosts_start(
        &mut self,
        moment: &Moment<'_>,
        group: BizTalkGroupId,
        online: &When,
        outage: &Timing,
    ) {
        let hosts = self.hosts_of(group, HostKind::InProcess, false);
        let mut delays: Vec<(Timing, Vec<(HostId, &Host)>)> = Vec::new();
        for (id, host) in hosts {
            let delay = time::restart_delay(host);
            match delays.iter_mut().find(|(known, _)| *known == delay) {
                Some((_, members)) => members.push((id, host)),
                None => delays.push((delay, vec![(id, host)])),
            }
        }
        for (delay, members) in delays {
            let ids: Vec<HostId> = members.iter().map(|(id, _)| *id).collect();
            let names = members.iter().map(|(_, it)| it.name.as_str()).collect::<Vec<_>>().join(", ");
            let instances = self.instances_of(&members);
            let attempt = moment.when().plus(&time::drain()).plus(&delay);
            let tracks = members.iter().any(|(_, it)| it.allow_tracking);
            let services = self.settled_services(&moment.after, |it| {
                let of_host = it.element.and_then(|element| HostId::try_from(element).ok());
                of_host.is_some_and(|id| ids.contains(&id))
                    || (tracks && it.kind == ServiceKind::Track && it.biztalk_group == Some(group))
            });
            let Some(first) = ids.first().copied() else { continue };
            if self.cannot_start(moment, group) {
                self.start_fails(&attempt, first, &delay, services);
                continue;
            }
            let secs = |timing: &Timing| timing.secs.as_ref().map(|it: &Sourced<f64>| it.value);
            let (text, strict) = trap(&names, secs(outage), secs(&delay).unwrap_or(time::RESTART_DELAY_SECS));
            let back = attempt.max(online);
            if !online.is_known() {
                let unsure = format!(
                    "Windows starts {names} once; whether the databases are back by then is unknown, because nobody has stated how long the failover takes"
                );
                let row = DrillRow::new(attempt.clone(), RowKind::Restart, first, unsure).says("F6", RESTART);
                self.rows.push(row.lasting(&time::drain()).lasting(&delay));
            }
            let row = DrillRow::new(back.clone(), RowKind::Restart, first, text).says("F6", RESTART);
            let row = row.lasting(&time::drain()).lasting(&delay).lasting(outage);
            self.rows.push(row.turning(instances, Condition::Normal).serving(services));
            self.back_at(&back);
            if strict {
                self.back.strict_by_hand = true;
                self.by_hand_if_strict(format!("Start the host instances of {names} if they stay stopped"), RESTART);
            }
        }
    }

    fn start_fails(&mut self, attempt: &When, host: HostId, delay: &Timing, services: Vec<(usize, ServiceState)>) {
        let text = "The start of the host instances fails: the master secret cannot be had, and a host instance that \
                    restarts has no cached copy";
        let row = DrillRow::new(attempt.clone(), RowKind::Restart, host, text).says("F15", Because::Rule("SSO-014"));
        let row = row.lasting(&time::drain()).lasting(delay);
        self.rows.push(row.serving(services));
        self.hosts_stopped = true;
        self.secret_by_hand();
        self.by_hand("Start all host instances", PROMOTE);
        self.fate("Messages wait in the MessageBox and at their sources until hosts run again");
    }

    /// Whether host instances of a BizTalk group that restart now find no master secret.
    fn cannot_start(&self, moment: &Moment<'_>, group: BizTalkGroupId) -> bool {
        self.structure.notes.iter().any(|(gate, note)| {
            note.because == Because::Rule("SSO-014")
                && note.element == Element::BizTalkGroup(group)
                && moment.after.of(crate::availability::Term::Gate(*gate)) & 1 == 1
        })
    }

    /// Clustered hosts follow the policy of their cluster resource group, which no failover of theirs helps.
    fn clustered_hosts_start(&mut self, moment: &Moment<'_>, group: BizTalkGroupId, online: &When) {
        let hosts = self.hosts_of(group, HostKind::InProcess, true);
        let Some((first, _)) = hosts.first().copied() else { return };
        let ids: Vec<HostId> = hosts.iter().map(|(id, _)| *id).collect();
        let names = hosts.iter().map(|(_, it)| it.name.as_str()).collect::<Vec<_>>().join(", ");
        let because = Because::Document("core/how-to-configure-a-biztalk-host-as-a-cluster-resource1");
        let services = self.settled_services(&moment.after, |it| {
            self.is_clustered(it)
                && it.element.and_then(|element| HostId::try_from(element).ok()).is_some_and(|id| ids.contains(&id))
        });
        let text = format!(
            "{names}, clustered, run again: one restart on the same node per 15 minutes, then the cluster resource group moves; it may end as failed and wait for a person or for the next series after 1 hour"
        );
        let row = DrillRow::new(online.clone(), RowKind::Restart, first, text).says("F6", because);
        self.rows.push(row.serving(services));
        self.back_at(online);
        self.back.strict_by_hand = true;
        self.by_hand_if_strict(format!("Bring the cluster resource of {names} online if it has failed"), because);
    }
}

/// The restart trap in words, and whether the strict reading needs a person. `outage` is F, `delay` R; draining takes
/// 0 to 60 s.
fn trap(names: &str, outage: Option<f64>, delay: f64) -> (String, bool) {
    let latest = delay + time::DRAIN_LIMIT_SECS;
    match outage {
        Some(outage) if outage <= delay => (
            format!("{names} start again: the databases were back within the restart delay of {}", clock(delay)),
            false,
        ),
        Some(outage) if outage <= latest => (
            format!(
                "{names} start again if draining took long enough; the one attempt comes after {} to {}. Otherwise they keep trying (lenient reading) or stay stopped (strict reading)",
                clock(delay),
                clock(latest)
            ),
            true,
        ),
        Some(_) => (
            format!(
                "{names} start again if they keep trying (lenient reading). Strict reading: the one attempt after {} to {} came too early, they stay stopped",
                clock(delay),
                clock(latest)
            ),
            true,
        ),
        None => (
            format!(
                "{names} start again. Strict reading: if the failover took longer than {} to {}, they stay stopped until a person starts them",
                clock(delay),
                clock(latest)
            ),
            true,
        ),
    }
}
