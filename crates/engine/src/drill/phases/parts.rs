//! Single services, devices and endpoints that fail (F5, F16 to F20, F25 to F30).

use super::{CLUSTER, JOBS, PLANNING, RECEIVING, RECYCLE, RESTART};
use crate::dependency::{Because, CauseEffect, Subject};
use crate::drill::data::{DataLoss, Disks};
use crate::drill::engine::{Engine, Moment};
use crate::drill::time;
use crate::drill::timeline::{Condition, DrillRow, RowKind};
use crate::model::{
    Adapter, BizTalkRelease, ComputerId, Direction, Element, EndpointId, HostInstanceId, LoadBalancerId,
    LoadBalancerKind, LocalService, Part, Role, SiteId, SiteKind, SqlInstanceId,
};
use crate::prose::list;

impl Engine<'_, '_> {
    /// What each failed part means by itself.
    pub(in crate::drill) fn parts_phase(&mut self, moment: &Moment<'_>) {
        for part in moment.parts {
            match *part {
                Part::Service(computer, service) => self.service_fails(moment, computer, service),
                Part::SqlAgent(sql) => self.agent_fails(moment, sql),
                Part::Element(Element::HostInstance(id)) => self.instance_crashes(moment, id),
                Part::Element(Element::LoadBalancer(id)) => self.balancer_fails(moment, id),
                Part::Element(Element::Endpoint(id)) => self.endpoint_fails(moment, id),
                Part::Element(Element::Database(id)) => self.database_fails(moment, id),
                Part::Element(Element::Firewall(id)) => self.firewall_fails(moment, id),
                Part::Element(Element::Connection(_)) => {
                    let text = "What lies behind is cut off: callers that come this way reach nothing";
                    self.rows
                        .push(DrillRow::new(moment.when(), RowKind::Effect, part.element(), text).says("F27", RECYCLE));
                    self.by_hand(format!("Repair {}", part.name(self.document)), RECYCLE);
                }
                Part::Element(Element::Site(id)) => self.site_fails(moment, id),
                Part::Element(Element::Storage(id)) if self.document.storage_is_redundant(id) == Some(true) => {
                    let name = part.name(self.document);
                    let text =
                        format!("{name} is redundant: a disk, controller, path or copy that fails takes no data away");
                    let row = DrillRow::new(moment.when(), RowKind::Failover, id, text).says("F23", CLUSTER);
                    self.rows.push(row);
                }
                Part::Element(Element::Computer(id)) if self.document.has_role(id, Role::DomainController) => {
                    self.controller_fails(moment, id);
                }
                Part::Element(_) => {}
            }
        }
    }

    /// SQL Server Agent ends; a failover cluster starts it again where it is one of its resources.
    fn agent_fails(&mut self, moment: &Moment<'_>, sql: SqlInstanceId) {
        let document = self.document;
        let text = "Nothing is seen at once; from now on there is no hand-over of work in hand, no purging and no \
                    backup: the recovery point recedes and logs grow";
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("F28", JOBS));
        let name = Element::SqlInstance(sql).name(document);
        let Some(group) = document.agent_resource_of(sql) else {
            self.by_hand(format!("Start SQL Server Agent of {name}"), JOBS);
            return;
        };
        let restart = time::resource_restart();
        let group = Element::ResourceGroup(group).name(document);
        let text = format!("The failover cluster has started SQL Server Agent of {name} again, a resource of {group}");
        let row = DrillRow::new(moment.when().plus(&restart), RowKind::Restart, sql, text).says("F28", CLUSTER);
        self.rows.push(row.lasting(&restart));
        self.loss.parts.remove(&Part::SqlAgent(sql));
    }

    fn service_fails(&mut self, moment: &Moment<'_>, computer: ComputerId, service: LocalService) {
        let document = self.document;
        let name = Element::Computer(computer).name(document);
        let instances: Vec<Element> =
            self.stage.index.on(computer).host_instances.iter().map(|id| Element::from(*id)).collect();
        let runs_hosts = !instances.is_empty();
        match service {
            LocalService::EntSso if runs_hosts => {
                let text =
                    format!("Every host instance on {name} stops, isolated ones too: they depend on Enterprise SSO");
                let because =
                    Because::Document("core/how-to-start-stop-pause-resume-or-restart-biztalk-server-services");
                let row = DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F16", because);
                self.rows.push(row.turning(instances, Condition::Stopped));
                self.by_hand(
                    format!("Start Enterprise SSO and the host instances on {name} if the services do not recover"),
                    because,
                );
                self.fate("No message is lost: orchestrations go on from their last persistence point, so work after it is repeated");
            }
            LocalService::Msdtc if runs_hosts => {
                let text = format!("Transactional work on {name} fails and is rolled back");
                self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F17", PLANNING));
                self.by_hand(format!("Restart MSDTC on {name}"), PLANNING);
                self.fate("Open transactions are rolled back");
            }
            LocalService::Msdtc => {
                let clustered = document.failover_cluster_of(computer).and_then(|it| document.clustered_msdtc(it));
                if let Some(group) = clustered {
                    let text = format!(
                        "Nothing depends on MSDTC on {name}: SQL Server and Enterprise SSO use the clustered one in {} (our inference)",
                        Element::ResourceGroup(group).name(document)
                    );
                    let row =
                        DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F18", Because::Judgment);
                    self.rows.push(row);
                }
            }
            LocalService::Iis => {
                let text = format!("Isolated host instances on {name} stop with IIS");
                self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F16", RECYCLE));
                self.by_hand(format!("Start IIS on {name}"), RECYCLE);
            }
            LocalService::Msmq => {
                let text = format!("Work that needs Message Queuing on {name} fails");
                self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, computer, text).says("F29", PLANNING));
                self.by_hand(format!("Start Message Queuing on {name}"), PLANNING);
            }
            _ => {}
        }
    }

    /// The service of a host instance ends; Windows starts it again after the restart delay.
    fn instance_crashes(&mut self, moment: &Moment<'_>, id: HostInstanceId) {
        let document = self.document;
        let Some(host) = document.host_instances.get(&id).and_then(|it| document.hosts.get(&it.host)) else { return };
        let delay = time::restart_delay(host);
        let when = moment.when().plus(&delay);
        let secret_gone = self.structure.holds(Subject::MasterSecret, CauseEffect::Stops, &moment.after);
        let name = Element::HostInstance(id).name(document);
        if secret_gone {
            let text = format!("{name} cannot start again: the master secret cannot be had");
            self.rows.push(DrillRow::new(when, RowKind::Restart, id, text).says("F13", super::SSO).lasting(&delay));
            self.by_hand(format!("Start {name} once the master secret is back"), super::SSO);
            return;
        }
        let mut without = self.loss.clone();
        without.parts.remove(&Part::Element(Element::HostInstance(id)));
        let lanes = self.stage.lanes(&without);
        let of_host = document.host_instances.get(&id).map(|it| Element::Host(it.host));
        let services = self.settled_services(&lanes, |it| it.element == of_host);
        let text = format!("Windows has started {name} again; the work it had in hand is released");
        let row = DrillRow::new(when.clone(), RowKind::Restart, id, text).says("F5", RESTART).lasting(&delay);
        self.rows.push(row.turning([Element::HostInstance(id)], Condition::Normal).serving(services));
        self.back_at(&when);
        self.restarting.push((Part::Element(Element::HostInstance(id)), when));
    }

    fn balancer_fails(&mut self, moment: &Moment<'_>, id: LoadBalancerId) {
        let Some(balancer) = self.document.load_balancers.get(&id) else { return };
        if balancer.kind == LoadBalancerKind::WindowsNlb {
            let text = format!(
                "{} is Windows NLB and has no device of its own: it runs on its members and goes on with each that is left",
                balancer.name
            );
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F19", RECEIVING));
        } else if balancer.redundant == Some(true) {
            let text = format!("{} is redundant: its other device goes on", balancer.name);
            self.rows.push(DrillRow::new(moment.when(), RowKind::Failover, id, text).says("F19", RECEIVING));
        } else {
            let leads_to_role = self.document.is_cluster_address(balancer);
            let text = if leads_to_role {
                format!("What {} leads to runs on, but cannot be reached", balancer.name)
            } else {
                format!(
                    "Callers behind {} reach nothing; receiving by polling, processing and sending go on",
                    balancer.name
                )
            };
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F19", RECEIVING));
            self.by_hand(format!("Repair {}", balancer.name), RECEIVING);
            if !leads_to_role {
                self.fate("Callers get errors and have to send again");
            }
        }
    }

    fn endpoint_fails(&mut self, moment: &Moment<'_>, id: EndpointId) {
        let document = self.document;
        let name = Element::Endpoint(id).name(document);
        let handlers: Vec<_> = document.handlers.values().filter(|it| it.endpoint == Some(id)).collect();
        let receives_files =
            handlers.iter().any(|it| it.adapter == Adapter::File && it.direction == Direction::Receive);
        let because = Because::Document("core/configure-the-file-adapter");
        let text = format!("Receive locations and send ports at {name} fail; what is there waits there");
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F29", because));
        let tolerant = document.environment.biztalk_release == BizTalkRelease::V2020
            && document.biztalk_groups.values().any(|it| it.receive_location_fault_tolerance == Some(true));
        if receives_files {
            let retries = time::file_retries();
            let text = "The File receive locations are disabled after their retries";
            let row = DrillRow::new(moment.when().plus(&retries), RowKind::Effect, id, text).says("F29", because);
            self.rows.push(row.lasting(&retries));
        }
        if tolerant {
            self.fate(format!("Receive location fault tolerance enables the locations at {name} again by itself"));
        } else {
            let because = Because::Document("core/how-to-enable-receive-location-fault-tolerance");
            self.by_hand(format!("Bring {name} back and enable the receive locations that were disabled"), because);
        }
        self.fate("Messages stay at their source");
    }

    fn site_fails(&mut self, moment: &Moment<'_>, id: SiteId) {
        let document = self.document;
        if !self.databases_gone(&moment.after) {
            // What stands in the site is lost; what is left of the design plays on.
            return;
        }
        let because = Because::Document("core/log-shipping");
        let has_second = document.sites.values().any(|it| it.kind == SiteKind::DisasterRecovery);
        let name = Element::Site(id).name(document);
        let strangers: Vec<String> =
            document.recovers_in_another_domain().into_iter().map(|id| Element::Computer(id).name(document)).collect();
        let (text, because) = match (has_second, list(&strangers)) {
            (false, _) => {
                (format!("The databases are lost with {name}, and the design has no disaster-recovery site"), because)
            }
            (true, computers) if !computers.is_empty() => (
                format!(
                    "The databases are lost with {name}, and cannot be taken up on {computers} in another domain: \
                     Enterprise SSO does not start there"
                ),
                Because::Rule("DR-025"),
            ),
            (true, _) if !document.ships_databases() => (
                format!(
                    "The databases are lost with {name}, and nothing is stated that brings them to the \
                     disaster-recovery site"
                ),
                Because::Rule("DR-006"),
            ),
            (true, _) => (
                format!("The databases are lost with {name}: production is taken up at the disaster-recovery site"),
                because,
            ),
        };
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F30", because));
        let is_ready = has_second && strangers.is_empty() && document.ships_databases();
        self.by_hand(
            if is_ready { "Switch to the disaster-recovery site as the runbook says" } else { "Rebuild from backups" },
            Because::Document("tg/checklist-increasing-availability-with-disaster-recovery"),
        );
        self.lose(DataLoss::SinceMark(Disks::Lost));
    }

    fn controller_fails(&mut self, moment: &Moment<'_>, id: ComputerId) {
        let text = "Existing connections survive for a time if no domain controller is left; starts and new \
                    authentications fail then (our inference)";
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says("F26", Because::Judgment));
    }
}
