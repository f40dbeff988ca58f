//! A firewall between BizTalk servers and their databases fails: for what lies behind it the databases are away (F27).

use std::collections::BTreeSet;

use super::{ADAPTER_FAILURES, RECYCLE, RESTART};
use crate::availability::Term;
use crate::availability::logic::Lanes;
use crate::dependency::Because;
use crate::drill::engine::{Engine, Moment};
use crate::drill::time;
use crate::drill::timeline::{Condition, DrillRow, RowKind};
use crate::model::{Element, FirewallId, HostId, HostInstanceId, HostKind, Part};

impl Engine<'_, '_> {
    /// What follows from a firewall that lets nothing through any more.
    pub(in crate::drill) fn firewall_fails(&mut self, moment: &Moment<'_>, id: FirewallId) {
        let document = self.document;
        let Some(firewall) = document.firewalls.get(&id) else { return };
        if firewall.redundant == Some(true) {
            let text = format!("{} is redundant: its other device goes on", firewall.name);
            self.rows.push(DrillRow::new(moment.when(), RowKind::Failover, id, text).says("F27", RECYCLE));
            return;
        }
        let cut = self.instances_turned(&moment.before, &moment.after);
        let computers: BTreeSet<String> = cut
            .iter()
            .filter_map(|id| document.host_instances.get(id))
            .map(|it| Element::Computer(it.computer).name(document))
            .collect();
        let text = if computers.is_empty() {
            "What lies behind is cut off; no host instance loses its databases".to_owned()
        } else {
            let names = computers.into_iter().collect::<Vec<_>>().join(", ");
            format!("{names}: cut off from their databases, as in a failover that does not end")
        };
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F27", RECYCLE));
        self.by_hand(format!("Repair {}", firewall.name), RECYCLE);
        if !cut.is_empty() {
            self.hosts_cut_off(moment, id, &cut);
        }
    }

    fn hosts_cut_off(&mut self, moment: &Moment<'_>, id: FirewallId, cut: &[HostInstanceId]) {
        let of_kind = |kind| cut.iter().copied().filter(|it| self.kind_of(*it) == Some(kind)).collect::<Vec<_>>();
        let (in_process, isolated) = (of_kind(HostKind::InProcess), of_kind(HostKind::Isolated));
        let elements = |found: &[HostInstanceId]| found.iter().copied().map(Element::from).collect::<Vec<_>>();
        if !isolated.is_empty() {
            let text = "Isolated host instances behind it pause: receive locations are disabled, callers get errors";
            let row = DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F27", RECYCLE);
            self.rows.push(row.turning(elements(&isolated), Condition::Paused));
            self.fate("Callers of isolated hosts get errors meanwhile and have to send again");
        }
        if let Some(host) = in_process.first().and_then(|it| self.document.host_instances.get(it)).map(|it| it.host) {
            let text =
                "In-process host instances behind it close their receive locations, drain for up to 60 s and end";
            let row = DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F27", ADAPTER_FAILURES);
            self.rows.push(row.lasting(&time::drain()).turning(elements(&in_process), Condition::Stopped));
            self.starts_fail(moment, host);
        }
        let patience = time::sso_patience();
        let because = Because::Document("core/single-sign-on-event-10590");
        let text = "Enterprise SSO behind it goes offline without its database: hosts there get no configuration";
        let row = DrillRow::new(moment.when().plus(&patience), RowKind::Effect, id, text).says("F27", because);
        self.rows.push(row.lasting(&patience));
        self.fate("Batches are transacted: no message is lost");
        let mut carrying = self.structure.services.iter().filter(|it| it.kind.carries_messages());
        if carrying.any(|it| moment.after.of(it.stops) & 1 == 1 && moment.before.of(it.stops) & 1 == 0) {
            self.databases_away_since.get_or_insert_with(|| moment.when());
            self.hosts_stopped = true;
        }
    }

    fn starts_fail(&mut self, moment: &Moment<'_>, host: HostId) {
        let Some(delay) = self.document.hosts.get(&host).map(time::restart_delay) else { return };
        let when = moment.when().plus(&time::drain()).plus(&delay);
        let text = "The start of the host instances behind it fails. Strict reading: they stay stopped; lenient \
                    reading: they try again";
        let row = DrillRow::new(when, RowKind::Restart, host, text).says("F27", RESTART).lasting(&time::drain());
        self.rows.push(row.lasting(&delay));
        let because = Because::Rule("HOST-013");
        self.by_hand_if_strict("Start the host instances that stayed stopped, once the databases are back", because);
    }

    fn kind_of(&self, instance: HostInstanceId) -> Option<HostKind> {
        let host = self.document.host_instances.get(&instance)?.host;
        self.document.hosts.get(&host).map(|it| it.kind)
    }

    /// Host instances on computers that run which are down by the second lanes and were not by the first.
    pub(in crate::drill) fn instances_turned(&self, first: &Lanes, second: &Lanes) -> Vec<HostInstanceId> {
        let document = self.document;
        let spelled = self.spelled();
        let down = self.structure.notes.iter().filter_map(|(gate, note)| {
            let holds = |lanes: &Lanes| lanes.of(Term::Gate(*gate)) & 1 == 1;
            let id = HostInstanceId::try_from(note.element).ok()?;
            (holds(second) && !holds(first)).then_some(id)
        });
        let runs = |id: &HostInstanceId| {
            let computer = document.host_instances.get(id).map(|it| it.computer);
            computer.is_some_and(|it| !spelled.loses_computer(it))
                && !spelled.parts.contains(&Part::Element(Element::HostInstance(*id)))
        };
        down.filter(runs).collect()
    }
}
