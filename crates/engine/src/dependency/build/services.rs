//! The services of every BizTalk group and of the whole: which causes stop, degrade or interrupt each.

use super::causes::Causes;
use super::{Builder, cited};
use crate::adapters::Waiting;
use crate::availability::Term;
use crate::dependency::assumption::Taken;
use crate::dependency::event::Because;
use crate::dependency::structure::{CauseEffect, Service, ServiceKind, Subject};
use crate::model::LocalService;
use crate::model::{
    BizTalkGroupId, DatabaseId, DatabaseKind, Direction, Element, Feature, Handler, HandlerId, Host, HostFunction,
    HostId, HostKind, Role,
};

/// What a service is called and where it belongs.
struct Head {
    key: String,
    name: String,
    kind: ServiceKind,
    group: Option<BizTalkGroupId>,
    element: Option<Element>,
}

impl Builder<'_> {
    /// Every service, the whole last.
    pub(super) fn services(&mut self) -> Vec<Service> {
        let document = self.document;
        let mut services = Vec::new();
        for group in document.biztalk_groups.keys() {
            for function in [HostFunction::Receive, HostFunction::Process, HostFunction::Send] {
                self.function(*group, function, &mut services);
            }
            services.extend(self.track(*group));
            services.extend(self.configure(*group));
            services.extend(self.report(*group));
        }
        if !services.is_empty() {
            let whole = self.whole(&services);
            services.push(whole);
        }
        services
    }

    fn function(&mut self, group: BizTalkGroupId, function: HostFunction, services: &mut Vec<Service>) {
        let document = self.document;
        let hosts = self.index.hosts_of(group).iter().filter_map(|id| Some((*id, document.hosts.get(id)?)));
        let hosts: Vec<(HostId, &Host)> = hosts.filter(|(_, it)| it.functions.contains(&function)).collect();
        let direction = match function {
            HostFunction::Receive => Some(Direction::Receive),
            HostFunction::Send => Some(Direction::Send),
            HostFunction::Process => None,
        };
        for (id, host) in &hosts {
            let of_host = self.index.handlers_of(*id).iter();
            let of_host = of_host.filter_map(|id| Some((*id, document.handlers.get(id)?)));
            let handlers: Vec<(HandlerId, &Handler)> =
                of_host.filter(|(_, it)| Some(it.direction) == direction).collect();
            if handlers.is_empty() {
                services.push(self.of_host(*id, host, function, hosts.len(), None));
            }
            for (handler, it) in handlers {
                services.push(self.of_host(*id, host, function, hosts.len(), Some((handler, it))));
            }
        }
    }

    /// A receive, process or send service: one per handler, or one per host where no handler is drawn.
    fn of_host(
        &mut self,
        id: HostId,
        host: &Host,
        function: HostFunction,
        num_hosts: usize,
        handler: Option<(HandlerId, &Handler)>,
    ) -> Service {
        let mut causes = Causes::default();
        self.base(host, &mut causes);
        let adapter = handler.map(|(_, it)| it.adapter);
        let called = function == HostFunction::Receive && is_called(host, handler.map(|(_, it)| it));
        let callers = called.then(|| self.callers_of(id));
        let also: &[LocalService] = match handler {
            Some((_, it)) if self.document.waits_on_computer(it) == Some(Waiting::Queue) => &[LocalService::Msmq],
            _ => &[],
        };
        let terms = self.host(id, callers.as_ref(), also);
        self.host_causes(id, host, function, &terms, &mut causes);
        if function == HostFunction::Receive {
            let front = self.front(id, called);
            causes.stops(front, "callers no longer reach it", cited::RECEIVING);
            let fewer = self.fewer_ways(id, callers.as_ref());
            causes.degrades(fewer, "one of its callers is cut off", Because::Drawing);
        }
        if let Some(callers) = callers.filter(|_| handler.is_some() || host.kind == HostKind::Isolated) {
            if let Some((handler, _)) = handler.filter(|(_, it)| it.takes_calls().is_none()) {
                let name = Element::Handler(handler).name(self.document);
                self.assume(name, Taken::HasCallers);
            }
            self.address_causes((id, host), &terms, callers.pool.is_some(), &mut causes);
        }
        if let Some((handler, it)) = handler {
            self.waiting_causes((handler, it), &terms, &mut causes);
            self.endpoint_causes(it, &mut causes);
        }
        if function == HostFunction::Process {
            self.rule_engine_causes(host, &mut causes);
        }
        self.edi_causes(host, &mut causes);
        self.esb_causes(host, function, &mut causes);
        if function != HostFunction::Receive {
            self.custom_database_causes(host, &mut causes);
        }
        let (kind, verb) = match function {
            HostFunction::Receive => (ServiceKind::Receive, "Receive"),
            HostFunction::Process => (ServiceKind::Process, "Process"),
            HostFunction::Send => (ServiceKind::Send, "Send"),
        };
        let same_adapter = self.hosts_with(host.biztalk_group, handler.map(|(_, it)| it));
        let mut name = verb.to_owned();
        if let Some(adapter) = adapter {
            name = format!("{verb} over {}", adapter.label());
        }
        if (adapter.is_none() && num_hosts > 1) || same_adapter > 1 {
            name = format!("{name} in {}", host.name);
        }
        let key = handler.map_or_else(
            || format!("{}-host-{}", kind.word(), id.0),
            |(handler, _)| format!("{}-handler-{}", kind.word(), handler.0),
        );
        let name = self.with_group(name, host.biztalk_group);
        self.finish_service(Head { key, name, kind, group: Some(host.biztalk_group), element: Some(id.into()) }, causes)
    }

    /// How many handlers of a BizTalk group share adapter and direction with this one.
    fn hosts_with(&self, group: BizTalkGroupId, handler: Option<&Handler>) -> usize {
        let count = |it: &Handler| self.handlers.get(&(group, it.adapter, it.direction)).copied();
        handler.and_then(count).unwrap_or_default()
    }

    fn with_group(&self, name: String, group: BizTalkGroupId) -> String {
        if self.document.biztalk_groups.len() < 2 {
            return name;
        }
        format!("{name}, {}", Element::BizTalkGroup(group).name(self.document))
    }

    /// Tracking data waits in the MessageBox while it cannot be moved: delayed, not lost.
    fn track(&mut self, group: BizTalkGroupId) -> Option<Service> {
        let document = self.document;
        let hosts = self.index.hosts_of(group).iter().filter_map(|id| Some((*id, document.hosts.get(id)?)));
        let tracking: Vec<(HostId, &Host)> =
            hosts.filter(|(_, it)| it.allow_tracking && it.kind == HostKind::InProcess).collect();
        let (_, first) = tracking.first().copied()?;
        let mut causes = Causes::default();
        self.base(first, &mut causes);
        let mut lost = Vec::new();
        for (id, _) in &tracking {
            let terms = self.host(*id, None, &[]);
            lost.push(if terms.instances.is_empty() { Term::ALWAYS } else { terms.lost });
        }
        let lost = self.logic.and(lost);
        let text = "tracking is delayed: no host instance of a tracking host is left, the data waits in the MessageBox";
        causes.degrades(lost, text, cited::TRACKING);
        let mut stores = self.databases_of(group, DatabaseKind::Tracking);
        if document.environment.features.contains(&Feature::Bam) {
            stores.extend(self.databases_of(group, DatabaseKind::BamPrimaryImport));
        }
        for id in stores {
            let terms = self.database(id);
            causes.about(Subject::Database(id));
            let name = Element::Database(id).name(document);
            let text = format!("tracking is delayed: {name} is unavailable, the data waits in the MessageBox");
            causes.degrades(terms.lost, text, cited::TRACKING);
            let text = format!("{name} {}", self.moving_words(id));
            causes.interrupts(terms.moved, text, cited::TRACKING);
        }
        let name = self.with_group("Track".to_owned(), group);
        let key = format!("track-{}", group.0);
        Some(
            self.finish_service(
                Head { key, name, kind: ServiceKind::Track, group: Some(group), element: None },
                causes,
            ),
        )
    }

    fn configure(&mut self, group: BizTalkGroupId) -> Option<Service> {
        let document = self.document;
        let mut causes = Causes::default();
        let mut stores = self.databases_of(group, DatabaseKind::Management);
        stores.extend(self.databases_of(group, DatabaseKind::Sso));
        for id in stores {
            let terms = self.database(id);
            causes.about(Subject::Database(id));
            let name = Element::Database(id).name(document);
            causes.stops(terms.lost, format!("{name} is unavailable"), cited::SSO);
            let text = format!("{name} {}", self.moving_words(id));
            causes.interrupts(terms.moved, text, cited::SSO);
            self.dtc_causes(id, &mut causes);
        }
        let secret = self.master_secret();
        causes.about(Subject::MasterSecret);
        let text =
            "configuration is impossible: nothing can be encrypted, deployed or started without the master secret";
        causes.stops(secret.lost, text, cited::SSO);
        causes.interrupts(secret.moved, "the master secret server fails over", cited::SSO);
        causes.about(Subject::Other);
        let cut_off = self.cut_off_from_databases(group);
        let text = "the BizTalk servers are cut off from the Management database and the master secret";
        causes.stops(cut_off, text, cited::RECYCLE);
        if causes.list.is_empty() {
            return None;
        }
        let name = self.with_group("Configure and deploy".to_owned(), group);
        let key = format!("configure-{}", group.0);
        let kind = ServiceKind::Configure;
        Some(self.finish_service(Head { key, name, kind, group: Some(group), element: None }, causes))
    }

    fn report(&mut self, group: BizTalkGroupId) -> Option<Service> {
        let document = self.document;
        let mut causes = Causes::default();
        let features = &document.environment.features;
        let mut stores: Vec<DatabaseId> = self.databases_of(group, DatabaseKind::Tracking);
        if features.contains(&Feature::Bam) {
            stores.extend(self.databases_of(group, DatabaseKind::BamPrimaryImport));
        }
        if features.contains(&Feature::BamPortal) {
            stores.extend(self.databases_of(group, DatabaseKind::BamAnalysis));
        }
        for id in stores {
            let terms = self.database(id);
            causes.about(Subject::Database(id));
            let name = Element::Database(id).name(document);
            causes.stops(
                terms.lost,
                format!("{name} is unavailable"),
                Because::Document("core/databases-in-biztalk-server"),
            );
            let text = format!("{name} {}", self.moving_words(id));
            causes.interrupts(terms.moved, text, Because::Document("core/databases-in-biztalk-server"));
        }
        self.bam_store_causes(group, &mut causes);
        causes.about(Subject::Other);
        if features.contains(&Feature::BamPortal) {
            let portals: Vec<_> = document
                .computers
                .iter()
                .filter(|(id, it)| it.roles.contains(&Role::BamPortal) && document.is_primary(**id))
                .map(|(id, _)| *id)
                .collect();
            if !portals.is_empty() {
                let mut terms = Vec::new();
                for id in portals {
                    let computer = self.computer(id);
                    let iis =
                        self.service(id, LocalService::Iis, Because::Document("core/ports-for-the-bam-portal-server"));
                    terms.push(self.logic.or([computer, iis]));
                }
                let lost = self.logic.and(terms);
                causes.stops(lost, "no BAM portal is left", Because::Document("core/ports-for-the-bam-portal-server"));
            }
        }
        if causes.list.is_empty() {
            return None;
        }
        let name = self.with_group("Report".to_owned(), group);
        let key = format!("report-{}", group.0);
        let kind = ServiceKind::Report;
        Some(self.finish_service(Head { key, name, kind, group: Some(group), element: None }, causes))
    }

    /// What reporting misses without the databases of BAM beside the one that it reads: cubes, their refresh, the
    /// archive, the packages.
    fn bam_store_causes(&mut self, group: BizTalkGroupId, causes: &mut Causes) {
        let features = &self.document.environment.features;
        if !features.contains(&Feature::Bam) {
            return;
        }
        let because = Because::Document("core/scaled-out-databases");
        for (kind, missed) in [
            (DatabaseKind::BamAnalysis, "analysts have no cubes"),
            (DatabaseKind::BamStarSchema, "cubes are not refreshed"),
            (DatabaseKind::BamArchive, "nothing is archived and BAM Primary Import grows"),
            (DatabaseKind::SsisCatalog, "the packages of BAM do not run"),
        ] {
            if kind == DatabaseKind::BamAnalysis && features.contains(&Feature::BamPortal) {
                continue;
            }
            for id in self.databases_of(group, kind) {
                let name = Element::Database(id).name(self.document);
                let terms = self.database(id);
                causes.about(Subject::Database(id));
                causes.degrades(terms.lost, format!("{name} is unavailable: {missed}"), because);
            }
        }
    }

    /// The whole stops when a service that carries messages stops; it degrades with any other.
    fn whole(&mut self, services: &[Service]) -> Service {
        let mut causes = Causes::default();
        for service in services {
            let name = &service.name;
            let because = service.causes.first().map_or(Because::Drawing, |it| it.because);
            if service.kind.carries_messages() {
                causes.stops(service.stops, format!("{name} stops"), because);
                causes.degrades(service.degrades, format!("{name} is degraded"), because);
                causes.interrupts(service.interrupts, format!("{name} is interrupted"), because);
            } else {
                let affected = self.logic.or([service.stops, service.degrades]);
                causes.degrades(affected, format!("{name} is impaired"), because);
            }
        }
        if !services.iter().any(|it| it.kind.carries_messages()) {
            causes.stops(Term::ALWAYS, "no host receives, processes or sends", Because::Drawing);
        }
        let groups: Vec<BizTalkGroupId> = self.document.biztalk_groups.keys().copied().collect();
        for group in groups {
            let agents = self.agents_of(group);
            let text = "SQL Server Agent does not run: no hand-over of work in hand, no purging, no backup";
            causes.degrades(agents, text, cited::JOBS);
        }
        let head = Head {
            key: "whole".to_owned(),
            name: "Whole".to_owned(),
            kind: ServiceKind::Whole,
            group: None,
            element: None,
        };
        self.finish_service(head, causes)
    }

    fn finish_service(&mut self, head: Head, causes: Causes) -> Service {
        let terms = |wanted: CauseEffect| {
            causes.list.iter().filter(move |cause| cause.effect == wanted).map(|cause| cause.term).collect::<Vec<_>>()
        };
        let stops = self.logic.or(terms(CauseEffect::Stops));
        let degrades = self.logic.or(terms(CauseEffect::Degrades));
        let interrupts = self.logic.or(terms(CauseEffect::Interrupts));
        let several = self.document.biztalk_groups.len() > 1;
        let group_name = head.group.filter(|_| several).map(|id| Element::BizTalkGroup(id).name(self.document));
        Service {
            key: head.key,
            name: head.name,
            kind: head.kind,
            biztalk_group: head.group,
            group_name,
            element: head.element,
            causes: causes.list,
            stops,
            degrades,
            interrupts,
        }
    }
}

/// Whether callers come to this receive service, so that several computers need one address in front of them: isolated
/// hosts, and the in-process WCF adapters that listen (`core/scaled-out-receiving-hosts`).
fn is_called(host: &Host, handler: Option<&Handler>) -> bool {
    match handler {
        Some(handler) => handler.needs_one_address(),
        None => host.kind == HostKind::Isolated || host.functions.contains(&HostFunction::Receive),
    }
}
