//! From a design to its failure logic: small gates for computers, clusters and databases, made once and shared.

mod causes;
mod clusters;
mod common;
mod computers;
mod hosts;
mod paths;
mod services;
mod sql;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::assumption::{Assumption, Taken};
use super::event::{Because, Event, EventClass};
use super::structure::{CommonCause, GateNote, Service, Structure};
use crate::availability::{EventId, GateId, Logic, Term};
use crate::model::index::{Index, Lists};
use crate::model::{
    Adapter, BizTalkGroupId, ComputerId, ConnectionId, DatabaseId, DatabaseKind, Direction, Document, Element,
    FailoverClusterId, HostId, HostInstanceId, HostKind, LoadBalancerKind, LocalService, Part, ResourceGroupId,
    ResourceKind, Role, SqlInstanceId, TierId,
};

/// Documents that several gates cite.
pub(super) mod cited {
    use super::Because;

    pub(in crate::dependency) const RECYCLE: Because =
        Because::Document("core/behavior-of-biztalk-server-host-instances-during-sql-server-failover");
    pub(in crate::dependency) const SSO: Because =
        Because::Document("core/high-availability-for-enterprise-single-sign-on");
    pub(in crate::dependency) const PLANNING: Because = Because::Document("tg/planning-for-high-availability2");
    pub(in crate::dependency) const HOSTS: Because =
        Because::Document("core/providing-high-availability-for-biztalk-hosts");
    pub(in crate::dependency) const FCI: Because = Because::Document(
        "sqldocs/sql-server/failover-clusters/windows/always-on-failover-cluster-instances-sql-server",
    );
    pub(in crate::dependency) const QUORUM: Because = Because::Document(
        "sqldocs/sql-server/failover-clusters/windows/wsfc-quorum-modes-and-voting-configuration-sql-server",
    );
    pub(in crate::dependency) const AVAILABILITY_GROUPS: Because =
        Because::Document("core/high-availability-using-sql-server-always-on-availability-groups");
    pub(in crate::dependency) const RECEIVING: Because = Because::Document("core/scaled-out-receiving-hosts");
    pub(in crate::dependency) const MESSAGE_BOX: Because = Because::Document("core/the-messagebox-database");
    pub(in crate::dependency) const DATABASES: Because = Because::Document("tg/high-availability-for-databases");
    pub(in crate::dependency) const CLUSTERED_HOST: Because =
        Because::Document("core/how-to-configure-a-biztalk-host-as-a-cluster-resource1");
    pub(in crate::dependency) const SECRET_EVENT: Because = Because::Document("core/single-sign-on-event-10590");
    pub(in crate::dependency) const TRACKING: Because = Because::Document("tg/configuring-a-dedicated-tracking-host");
    pub(in crate::dependency) const JOBS: Because = Because::Document("core/database-structure-and-jobs");
    pub(in crate::dependency) const SERVICES: Because =
        Because::Document("core/how-to-start-stop-pause-resume-or-restart-biztalk-server-services");
}

/// Which losses count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// What is left once everything that happens by itself has happened.
    Left,
    /// What is away at any moment, things that start again by themselves included.
    Moment,
}

/// Makes the structure of a design.
pub(super) fn structure(index: &Index<'_>, span: Span) -> Structure {
    let mut builder = Builder::new(index, span);
    builder.gather();
    builder.assume_undrawn();
    builder.assume_services();
    let services = builder.services();
    builder.finish(services)
}

/// Collects events and gates while the services are read.
pub(super) struct Builder<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) document: &'a Document,
    pub(super) span: Span,
    /// Redundant sets that fail from one cause; only estimates know them.
    common: Vec<CommonCause>,
    pub(super) logic: Logic,
    events: Vec<Event>,
    known: BTreeMap<(Element, &'static str), Term>,
    parts: FxHashMap<Part, EventId>,
    notes: BTreeMap<GateId, GateNote>,
    computers: FxHashMap<ComputerId, Term>,
    quorums: BTreeMap<FailoverClusterId, Term>,
    sql: BTreeMap<SqlInstanceId, sql::SqlTerms>,
    instances: FxHashMap<HostInstanceId, Term>,
    groups: BTreeMap<ResourceGroupId, clusters::GroupTerms>,
    dtc: BTreeMap<SqlInstanceId, sql::SqlTerms>,
    secret: Option<clusters::GroupTerms>,
    clustered_sso: BTreeMap<ResourceGroupId, clusters::GroupTerms>,
    moved: BTreeMap<BizTalkGroupId, Term>,
    controllers: Option<Term>,
    /// Drawn connections by where they lead.
    ways: Lists<Element, (ConnectionId, Element)>,
    /// The computers whose own addresses drawn callers of a host use, past its load balancer.
    passed_by: Lists<HostId, ComputerId>,
    /// The databases that BizTalk groups use in the primary site; `None` for those of the Enterprise SSO system.
    databases: Lists<(Option<BizTalkGroupId>, DatabaseKind), DatabaseId>,
    /// The same outside the primary sites.
    databases_elsewhere: Lists<(Option<BizTalkGroupId>, DatabaseKind), DatabaseId>,
    /// Firewalls that are not stated to be redundant between a tier and the databases of a BizTalk group.
    firewalls: BTreeMap<(TierId, BizTalkGroupId), Vec<Term>>,
    words: BTreeMap<DatabaseId, causes::DatabaseWords>,
    /// How many handlers of a BizTalk group share an adapter and a direction.
    handlers: BTreeMap<(BizTalkGroupId, Adapter, Direction), usize>,
    /// By their words, which are their order.
    assumptions: BTreeMap<String, Assumption>,
}

impl<'a> Builder<'a> {
    fn new(index: &'a Index<'a>, span: Span) -> Self {
        Self {
            index,
            document: index.document,
            span,
            common: if span == Span::Moment { common::common_causes(index) } else { Vec::new() },
            logic: Logic::new(),
            events: Vec::new(),
            known: BTreeMap::new(),
            parts: FxHashMap::default(),
            notes: BTreeMap::new(),
            computers: FxHashMap::default(),
            quorums: BTreeMap::new(),
            sql: BTreeMap::new(),
            instances: FxHashMap::default(),
            groups: BTreeMap::new(),
            dtc: BTreeMap::new(),
            secret: None,
            clustered_sso: BTreeMap::new(),
            moved: BTreeMap::new(),
            controllers: None,
            ways: Lists::default(),
            passed_by: Lists::default(),
            databases: Lists::default(),
            databases_elsewhere: Lists::default(),
            firewalls: BTreeMap::new(),
            words: BTreeMap::new(),
            handlers: BTreeMap::new(),
            assumptions: BTreeMap::new(),
        }
    }

    /// What is taken for granted because it is not drawn: databases without which nothing works, and who holds the
    /// master secret.
    fn assume_undrawn(&mut self) {
        let document = self.document;
        let working: BTreeSet<BizTalkGroupId> = document.hosts.values().map(|it| it.biztalk_group).collect();
        if !working.is_empty() && document.primary_secret_servers().is_empty() {
            self.assume("a master secret server", Taken::IsThere);
        }
        let undrawn: BTreeSet<DatabaseKind> = working.iter().flat_map(|id| document.undrawn_databases(*id)).collect();
        for kind in undrawn {
            self.assume(format!("the {} database", kind.label()), Taken::IsThere);
        }
    }

    /// The same of services of Windows without which host instances do not run.
    fn assume_services(&mut self) {
        let document = self.document;
        let has = |id: ComputerId, role: Role, resource: ResourceKind| {
            document.has_role(id, role) || self.index.owned_with(id, resource).next().is_some()
        };
        let mut missing: BTreeSet<(&'static str, ComputerId)> = BTreeSet::new();
        for it in document.host_instances.values().filter(|it| it.enabled && self.index.on(it.computer).is_primary) {
            if !has(it.computer, Role::EntSso, ResourceKind::EntSso) {
                missing.insert(("Enterprise SSO", it.computer));
            }
            let is_isolated = document.hosts.get(&it.host).is_some_and(|host| host.kind == HostKind::Isolated);
            if is_isolated && !has(it.computer, Role::Iis, ResourceKind::Iis) {
                missing.insert(("IIS", it.computer));
            }
        }
        for (service, computer) in missing {
            let name = Element::Computer(computer).name(document);
            self.assume(name, Taken::Runs(service));
        }
    }

    /// Lists what is asked for again and again.
    fn gather(&mut self) {
        let document = self.document;
        for (id, connection) in &document.connections {
            self.ways.push(connection.to, (*id, connection.from));
        }
        for it in self.index.callers_past_balancers() {
            self.passed_by.push(it.host, it.computer);
        }
        for (id, database) in &document.databases {
            let group = database.biztalk_group.filter(|_| database.kind != DatabaseKind::Sso);
            let serves = document.runs_in_primary_site(database);
            let known = if serves { &mut self.databases } else { &mut self.databases_elsewhere };
            known.push((group, database.kind), *id);
        }
        for handler in document.handlers.values() {
            if let Some(host) = document.hosts.get(&handler.host) {
                *self.handlers.entry((host.biztalk_group, handler.adapter, handler.direction)).or_default() += 1;
            }
        }
    }

    fn finish(mut self, services: Vec<Service>) -> Structure {
        self.survived_parts();
        let lanes = self.logic.evaluate(|_| 0);
        let mut about: FxHashMap<_, Vec<Term>> = FxHashMap::default();
        for cause in services.iter().flat_map(|service| &service.causes) {
            about.entry((cause.subject, cause.effect)).or_default().push(cause.term);
        }
        Structure {
            normal: services.iter().map(|it| it.outcome(&lanes)).collect(),
            by_part: self.parts,
            logic: self.logic,
            events: self.events,
            notes: self.notes,
            services,
            common: self.common,
            assumptions: self.assumptions.into_values().collect(),
            about,
        }
    }

    /// The event of a part that fails.
    pub(super) fn part(&mut self, part: Part, because: Because) -> Term {
        if let Some(event) = self.parts.get(&part) {
            return Term::Event(*event);
        }
        let class = match part {
            Part::Element(Element::Site(_)) => EventClass::Site,
            Part::Element(Element::FailoverCluster(_) | Element::Host(_)) => EventClass::Asked,
            _ => EventClass::Component,
        };
        let event = EventId(self.events.len() as u32);
        let (element, name) = (part.element(), part.name(self.document));
        self.events.push(Event { part: Some(part), element, class, name, ending: "", because });
        self.parts.insert(part, event);
        self.logic.event()
    }

    pub(super) fn service(&mut self, computer: ComputerId, service: LocalService, because: Because) -> Term {
        self.part(Part::Service(computer, service), because)
    }

    /// An event that is no component: a window, a common cause, something a person has to do.
    pub(super) fn residual(&mut self, class: EventClass, element: Element, name: String, because: Because) -> Term {
        let ending = match class {
            EventClass::TransitionWindow => "window",
            EventClass::CommonCause => "common-cause",
            _ => "by-hand",
        };
        self.once(Event { part: None, element, class, name, ending, because })
    }

    /// The event of what is no part, made where it is not known yet.
    fn once(&mut self, event: Event) -> Term {
        *self.known.entry((event.element, event.ending)).or_insert_with(|| {
            self.events.push(event);
            self.logic.event()
        })
    }

    /// Says in words what a gate means. An event says it by its name.
    pub(super) fn note(
        &mut self,
        term: Term,
        element: Element,
        because: Because,
        text: impl Into<Cow<'static, str>>,
    ) -> Term {
        if let Term::Gate(gate) = term {
            self.notes.entry(gate).or_insert_with(|| GateNote { text: text.into(), because, element });
        }
        term
    }

    pub(super) fn assume(&mut self, of: impl Into<String>, taken: Taken) {
        let assumption = Assumption { of: of.into(), taken };
        self.assumptions.insert(assumption.to_string(), assumption);
    }

    /// Parts of the primary site on which nothing depends, so that a sweep can say that their loss does nothing.
    fn survived_parts(&mut self) {
        let document = self.document;
        let computers =
            document.computers.keys().filter(|id| self.index.on(**id).is_primary).map(|id| Element::from(*id));
        let storages = document
            .storages
            .iter()
            .filter(|(_, it)| it.attached.iter().any(|id| self.index.on(*id).is_primary))
            .map(|(id, _)| Element::from(*id));
        let balancers = document
            .load_balancers
            .iter()
            .filter(|(_, it)| it.kind != LoadBalancerKind::WindowsNlb && document.is_primary_tier(it.slot.tier))
            .map(|(id, _)| Element::from(*id));
        let firewalls = document.firewalls.keys().map(|id| Element::from(*id));
        let endpoints = document.endpoints.keys().map(|id| Element::from(*id));
        let all: Vec<Element> = computers.chain(storages).chain(balancers).chain(firewalls).chain(endpoints).collect();
        for element in all {
            self.part(element.into(), Because::Drawing);
        }
    }
}
