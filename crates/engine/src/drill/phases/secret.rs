//! The master secret server and the tracking hosts (F13, F14, F21, F22).

use std::collections::BTreeSet;

use super::{FORCE_QUORUM, PROMOTE, QUORUM, SSO};
use crate::availability::logic::Lanes;
use crate::dependency::{Because, CauseEffect, Effect, Loss, Service, ServiceKind, Subject};
use crate::drill::engine::{Engine, Moment};
use crate::drill::time;
use crate::drill::timeline::{Condition, DrillRow, RowKind};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, Element, HostId, HostInstanceId, LocalService, Part, ResourceGroupId, Role,
};

impl Engine<'_, '_> {
    /// The master secret server is lost, or moves.
    pub(in crate::drill) fn secret_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let Some(server) = self.stage.secret else { return };
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
            let home = self.next_owner_among(group, |id| !moment.restarting.contains(id));
            let (moving, place) = match home {
                Some(id) => {
                    (time::group_move(document, group), format!(" on {}", Element::Computer(id).name(document)))
                }
                // No other computer runs meanwhile, so it comes back with its virtual machine.
                None => (time::resource_restart(), " again".to_owned()),
            };
            let when = moment.when().plus(&moving);
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
        match self.stage.secret {
            Some(MasterSecretServer::Clustered(group)) if self.waits_for_quorum(group) => {
                self.by_hand(FORCE_QUORUM, QUORUM);
            }
            Some(MasterSecretServer::Clustered(group))
                if self.has_a_home(group) && self.document.secret_server_is_known_by_a_node() =>
            {
                let name = Element::ResourceGroup(group).name(self.document);
                let text = format!("Make the network name of {name} the secret server with ssomanage -updatedb");
                self.by_hand(text, Because::Rule("SSO-019"));
            }
            // What it misses is brought back by itself, such as its MSDTC.
            Some(MasterSecretServer::Clustered(group)) if self.has_a_home(group) => {}
            _ if self.has_another_sso_server() => self.by_hand(
                "Promote another Enterprise SSO server to master secret server and restore the secret from its backup",
                PROMOTE,
            ),
            _ => self.by_hand(
                "Bring an Enterprise SSO server back, make it the master secret server and restore the secret from its backup",
                PROMOTE,
            ),
        }
    }

    /// Whether clustered Enterprise SSO has a computer on which it could run.
    fn has_a_home(&self, group: ResourceGroupId) -> bool {
        let spelled = self.spelled();
        let is_up = |id: &ComputerId| {
            !spelled.loses_computer(*id) && !spelled.parts.contains(&Part::Service(*id, LocalService::EntSso))
        };
        let failed = spelled.parts.contains(&Element::ResourceGroup(group).into());
        let owners = self.document.resource_groups.get(&group).map(|it| it.possible_owners.as_slice());
        !failed && owners.is_some_and(|it| it.iter().any(is_up))
    }

    /// Whether a computer with Enterprise SSO is left that is not the master secret server.
    fn has_another_sso_server(&self) -> bool {
        let document = self.document;
        let spelled = self.spelled();
        let has_sso = |it: &Computer| it.roles.contains(&Role::BizTalkRuntime) || it.roles.contains(&Role::EntSso);
        let mut others =
            document.computers.iter().filter(|(_, it)| has_sso(it) && !it.roles.contains(&Role::MasterSecret));
        others.any(|(id, _)| !spelled.loses_computer(*id))
    }

    /// Tracking host instances are gone: the session moves, or tracking waits.
    pub(in crate::drill) fn tracking_phase(&mut self, moment: &Moment<'_>) {
        for group in self.document.biztalk_groups.keys().copied() {
            self.tracking_of(moment, group);
        }
    }

    fn tracking_of(&mut self, moment: &Moment<'_>, group: BizTalkGroupId) {
        let document = self.document;
        let of_group = document.hosts.iter().filter(|(_, it)| it.allow_tracking && it.biztalk_group == group);
        let tracking: Vec<HostId> = of_group.map(|(id, _)| *id).collect();
        let Some(first) = tracking.first().copied() else { return };
        let failed = Loss { parts: moment.parts.iter().copied().collect() }.spelled_out(&self.stage.index);
        let index = &self.stage.index;
        let on_computers = moment.computers.iter().flat_map(|it| &index.on(*it).host_instances).copied();
        let by_themselves = failed.parts.iter().filter_map(|it| HostInstanceId::try_from(it.element()).ok());
        let is_tracking = |id: &HostInstanceId| {
            document.host_instances.get(id).is_some_and(|it| it.enabled && tracking.contains(&it.host))
        };
        let hit: BTreeSet<HostInstanceId> = on_computers.chain(by_themselves).filter(is_tracking).collect();
        if hit.is_empty() {
            return;
        }
        let is_left = tracking.iter().flat_map(|host| self.running_instances(*host)).any(|it| !hit.contains(&it));
        let restarts = hit.iter().all(|it| !self.spelled().loses_host_instance(*it));
        if !is_left && restarts && moment.computers.is_empty() {
            return;
        }
        if !is_left {
            let text = "No tracking host instance is left: tracking data waits in the MessageBox, which throttles at 500,000 rows";
            let because = Because::Document("tg/configuring-a-dedicated-tracking-host");
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, first, text).says("F22", because));
            self.by_hand("Start a host instance of a tracking host", because);
            self.fate("Nothing is lost; tracking is late");
        } else if self.tracking_goes_on(moment, group) {
            let session = time::tracking_session();
            let text = "Another tracking host instance takes over the session; no tracking data is lost";
            let because = Because::Document("core/bam-event-bus-service-server-failover");
            let row = DrillRow::new(moment.when().plus(&session), RowKind::Failover, first, text).says("F21", because);
            self.rows.push(row.lasting(&session));
        }
    }

    /// Whether the tracking of a BizTalk group has all that it needs: else another host instance has nothing to take over.
    fn tracking_goes_on(&self, moment: &Moment<'_>, group: BizTalkGroupId) -> bool {
        let is_of = |it: &&Service| it.kind == ServiceKind::Track && it.biztalk_group == Some(group);
        let mut services = self.structure.services.iter().filter(is_of);
        services.all(|it| it.outcome(&moment.after).effect == Effect::Works)
    }
}
