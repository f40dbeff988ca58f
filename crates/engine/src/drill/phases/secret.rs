//! The master secret server and the tracking hosts (F13, F14, F21, F22).

use super::{FORCE_QUORUM, PROMOTE, QUORUM, SSO};
use crate::availability::logic::Lanes;
use crate::dependency::{Because, CauseEffect, Loss, ServiceKind, Subject};
use crate::drill::engine::{Engine, Moment};
use crate::drill::time;
use crate::drill::timeline::{Condition, DrillRow, RowKind};
use crate::model::queries::MasterSecretServer;
use crate::model::{Element, HostId, HostInstance, HostInstanceId};

impl Engine<'_> {
    /// The master secret server is lost, or moves.
    pub(in crate::drill) fn secret_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let Some(server) = document.master_secret_servers().into_iter().next() else { return };
        let element = match server {
            MasterSecretServer::Computer(computer) => Element::Computer(computer),
            MasterSecretServer::Clustered(group) => Element::ResourceGroup(group),
        };
        let holds = |effect, lanes: &Lanes| self.structure.holds(Subject::MasterSecret, effect, lanes);
        let lost = |lanes: &Lanes| holds(CauseEffect::Stops, lanes);
        let moves = |lanes: &Lanes| holds(CauseEffect::Interrupts, lanes);
        if lost(&moment.after) && !lost(&moment.before) {
            let text = "The master secret cannot be had: what runs goes on with the cached secret, but nothing can be \
                        encrypted, configured or deployed";
            let row = DrillRow::new(moment.when(), RowKind::Effect, element, text).says("F13", SSO);
            self.rows.push(row.turning([element], Condition::Failed));
            let text = "Any restart of a host instance or of Enterprise SSO on a server removes that server now";
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, element, text).says("F13", SSO));
            if !moment.is_only_an_address() {
                self.secret_by_hand();
            }
        } else if moves(&moment.after) && !moves(&moment.before) && !lost(&moment.after) {
            let MasterSecretServer::Clustered(group) = server else { return };
            let moving = time::group_move(document, group);
            let when = moment.when().plus(&moving);
            let home = self.next_owner(group);
            let place = home.map_or_else(String::new, |id| format!(" on {}", Element::Computer(id).name(document)));
            let text = format!("The master secret server is online{place}; what ran meanwhile used the cached secret");
            let services = self.settled_services(&moment.after, |it| it.kind == ServiceKind::Configure);
            let row = DrillRow::new(when.clone(), RowKind::Failover, element, text).says("F14", SSO).lasting(&moving);
            let row = row
                .turning([element], Condition::RunsElsewhere)
                .turning(home.map(Element::Computer), Condition::TookOver);
            self.rows.push(row.serving(services));
            self.back_at(&when);
        }
    }

    /// What people do to have the master secret again: another server where nothing else brings it back.
    pub(in crate::drill) fn secret_by_hand(&mut self) {
        match self.document.master_secret_servers().into_iter().next() {
            Some(MasterSecretServer::Clustered(group)) if self.waits_for_quorum(group) => {
                self.by_hand(FORCE_QUORUM, QUORUM);
            }
            _ => self.by_hand(
                "Promote another Enterprise SSO server to master secret server and restore the secret from its backup",
                PROMOTE,
            ),
        }
    }

    /// Tracking host instances are gone: the session moves, or tracking waits.
    pub(in crate::drill) fn tracking_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let tracking: Vec<HostId> =
            document.hosts.iter().filter(|(_, it)| it.allow_tracking).map(|(id, _)| *id).collect();
        let Some(first) = tracking.first().copied() else { return };
        let failed = Loss { parts: moment.parts.iter().copied().collect() }.spelled_out(document);
        let is_hit = |id: HostInstanceId, it: &HostInstance| {
            moment.computers.contains(&it.computer) || failed.loses_host_instance(id)
        };
        let of_tracking = document.host_instances.iter().filter(|(_, it)| tracking.contains(&it.host) && it.enabled);
        let hit: Vec<HostInstanceId> = of_tracking.filter(|(id, it)| is_hit(**id, it)).map(|(id, _)| *id).collect();
        if hit.is_empty() {
            return;
        }
        let running = tracking.iter().flat_map(|host| self.running_instances(*host));
        let left = running.filter(|it| !hit.contains(it)).count();
        let restarts = hit.iter().all(|it| !self.loss.spelled_out(document).loses_host_instance(*it));
        if left == 0 && restarts && moment.computers.is_empty() {
            return;
        }
        if left == 0 {
            let text = "No tracking host instance is left: tracking data waits in the MessageBox, which throttles at 500,000 rows";
            let because = Because::Document("tg/configuring-a-dedicated-tracking-host");
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, first, text).says("F22", because));
            self.by_hand("Start a host instance of a tracking host", because);
            self.fate("Nothing is lost; tracking is late");
        } else {
            let session = time::tracking_session();
            let text = "Another tracking host instance takes over the session; no tracking data is lost";
            let because = Because::Document("core/bam-event-bus-service-server-failover");
            let row = DrillRow::new(moment.when().plus(&session), RowKind::Failover, first, text).says("F21", because);
            self.rows.push(row.lasting(&session));
        }
    }
}
