//! What makes a service suffer: its databases, its host, its callers, its endpoint, what lies on its computers.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::hosts::HostTerms;
use super::{Builder, Span, cited};
use crate::adapters::Waiting;
use crate::availability::Term;
use crate::dependency::assumption::Taken;
use crate::dependency::event::Because;
use crate::dependency::structure::{Cause, CauseEffect, Subject};
use crate::links;
use crate::model::{
    Adapter, BizTalkGroupId, ComputerId, DatabaseId, DatabaseKind, Direction, Element, Feature, Handler, HandlerId,
    Host, HostFunction, HostId, HostKind, Property, Role, SqlPlacement,
};

/// Collects the causes of one service; a cause that can never hold is left out.
#[derive(Default)]
pub(super) struct Causes {
    pub(super) list: Vec<Cause>,
    pub(super) subject: Subject,
}

impl Causes {
    /// What the next causes are about.
    pub(super) fn about(&mut self, subject: Subject) -> &mut Self {
        self.subject = subject;
        self
    }

    pub(super) fn add(
        &mut self,
        effect: CauseEffect,
        term: Term,
        text: impl Into<Cow<'static, str>>,
        because: Because,
    ) {
        if term != Term::NEVER {
            self.list.push(Cause { effect, term, text: text.into(), because, subject: self.subject });
        }
    }

    pub(super) fn stops(&mut self, term: Term, text: impl Into<Cow<'static, str>>, because: Because) {
        self.add(CauseEffect::Stops, term, text, because);
    }

    pub(super) fn degrades(&mut self, term: Term, text: impl Into<Cow<'static, str>>, because: Because) {
        self.add(CauseEffect::Degrades, term, text, because);
    }

    pub(super) fn interrupts(&mut self, term: Term, text: impl Into<Cow<'static, str>>, because: Because) {
        self.add(CauseEffect::Interrupts, term, text, because);
    }
}

/// What is said of a database that every service of a BizTalk group needs.
pub(super) struct DatabaseWords {
    unavailable: String,
    restart: String,
    pause: String,
}

impl Builder<'_> {
    /// What every service that carries messages needs: MessageBox, Management and SSO databases.
    pub(super) fn base(&mut self, host: &Host, causes: &mut Causes) {
        let group = host.biztalk_group;
        for (kind, because) in [
            (DatabaseKind::MessageBox, cited::MESSAGE_BOX),
            (DatabaseKind::Management, cited::RECYCLE),
            (DatabaseKind::Sso, cited::SECRET_EVENT),
        ] {
            let databases = self.databases_of(group, kind);
            if databases.is_empty() {
                self.only_elsewhere(group, kind, causes);
            }
            for id in databases {
                let terms = self.database(id);
                causes.about(Subject::Database(id));
                let words = self.words_about(id);
                causes.stops(terms.lost, words.unavailable.clone(), because);
                if kind != DatabaseKind::Sso {
                    let text = match host.kind {
                        HostKind::InProcess => &words.restart,
                        HostKind::Isolated => &words.pause,
                    };
                    causes.interrupts(terms.moved, text.clone(), cited::RECYCLE);
                }
                self.dtc_causes(id, causes);
            }
        }
        causes.about(Subject::Other);
        let controllers = self.domain_controllers();
        let text = "no domain controller is left: services cannot start and nobody new is authenticated";
        causes.degrades(controllers, text, Because::Judgment);
    }

    /// Databases of a kind that is needed are drawn, and none of them where services run: nothing works with those of a
    /// disaster-recovery site before they are taken up there.
    fn only_elsewhere(&self, group: BizTalkGroupId, kind: DatabaseKind, causes: &mut Causes) {
        let group = Some(group).filter(|_| kind != DatabaseKind::Sso);
        if let Some(first) = self.databases_elsewhere.of(&(group, kind)).first() {
            let name = Element::Database(*first).name(self.document);
            causes.stops(Term::ALWAYS, format!("{name} does not run in a primary site"), Because::Drawing);
        }
    }

    /// What is said of a database in every service of its BizTalk group.
    fn words_about(&mut self, id: DatabaseId) -> &DatabaseWords {
        let moves = self.moving_words(id);
        let document = self.document;
        self.words.entry(id).or_insert_with(|| {
            let name = Element::Database(id).name(document);
            DatabaseWords {
                unavailable: format!("{name} is unavailable"),
                restart: format!("{name} {moves}, so in-process host instances restart"),
                pause: format!("{name} {moves}, so isolated host instances pause"),
            }
        })
    }

    /// What a database does when it is away for a time.
    pub(super) fn moving_words(&self, id: DatabaseId) -> &'static str {
        let document = self.document;
        let restarts =
            document.databases.get(&id).filter(|it| document.moves_with(it).is_none()).is_some_and(|it| match document
                .sql_instances
                .get(&it.sql_instance)
                .map(|it| it.placement)
            {
                Some(SqlPlacement::Standalone(computer)) => document.restarts_elsewhere(computer),
                _ => false,
            });
        if restarts { "is away until its virtual machine has started again" } else { "fails over" }
    }

    /// Transactions with the SQL instance of a database fail while its MSDTC is down or moves (F18). The databases
    /// themselves are there.
    pub(super) fn dtc_causes(&mut self, id: DatabaseId, causes: &mut Causes) {
        let Some((sql, terms)) = self.dtc_of_database(id) else { return };
        let subject = Subject::Msdtc(sql);
        if !causes.list.iter().any(|it| it.subject == subject) {
            let name = Element::SqlInstance(sql).name(self.document);
            causes.about(subject);
            causes.stops(terms.lost, format!("transactions with {name} fail"), cited::PLANNING);
            let text = format!("the clustered MSDTC of {name} fails over, so transactions fail meanwhile");
            causes.interrupts(terms.moved, text, cited::PLANNING);
        }
    }

    /// Callers know the address of one computer where no load balancer stands before several (NLB-001, NLB-007), or where
    /// they are drawn past it (NLB-016).
    /// `balanced`: a load balancer leads to several host instances, so that only the others are known one by one.
    pub(super) fn address_causes(
        &mut self,
        (id, host): (HostId, &Host),
        terms: &HostTerms,
        balanced: bool,
        causes: &mut Causes,
    ) {
        let alone = if balanced { &terms.beside } else { &terms.instances };
        if terms.clustered || !balanced && alone.len() < 2 || links::is_cut("addresses") {
            return;
        }
        if !balanced && self.document.assumes(host.biztalk_group, Property::LoadBalancers) {
            self.assume(host.name.clone(), Taken::CalledByComputer);
        }
        let unbalanced = if host.kind == HostKind::Isolated { "NLB-001" } else { "NLB-007" };
        let passed_by: BTreeSet<ComputerId> = self.passed_by.of(&id).iter().copied().collect();
        let past = terms.instances.iter().filter(|it| balanced && passed_by.contains(&it.computer));
        let known = alone.iter().map(|it| (it, unbalanced)).chain(past.map(|it| (it, "NLB-016")));
        for (it, rule) in known {
            let because = Because::Rule(rule);
            let name = Element::Computer(it.computer).name(self.document);
            causes.about(Subject::Address(it.computer));
            causes.stops(it.lost, format!("callers that use the address of {name} get errors"), because);
            if self.span == Span::Left {
                let text = format!("callers that use the address of {name} get errors for a while");
                causes.interrupts(it.restarts, text, because);
            }
        }
        causes.about(Subject::Other);
    }

    /// What lies on a lost computer itself is out of reach: local queues, local folders (ADP-007, 008, 015, 024). In a
    /// clustered host it moves along on the disks of its cluster resource group.
    pub(super) fn waiting_causes(
        &mut self,
        (id, handler): (HandlerId, &Handler),
        terms: &HostTerms,
        causes: &mut Causes,
    ) {
        // Queues and folders on the disks of a cluster role move along; a local folder stays behind.
        let moves_along = |it: &Waiting| terms.clustered && *it == Waiting::Queue;
        let Some(waiting) = self.document.waits_on_computer(handler).filter(|it| !moves_along(it)) else { return };
        if links::is_cut("queues") {
            return;
        }
        if self.document.queue_is_not_stated(handler) {
            let name = Element::Handler(id).name(self.document);
            self.assume(name, Taken::QueuesAtHome);
        }
        let (rule, what) = match (waiting, handler.adapter, handler.direction) {
            (Waiting::Folder, ..) => ("ADP-024", "files in the local folder"),
            (Waiting::Queue, Adapter::WcfNetMsmq, Direction::Receive) => ("ADP-015", "messages in the local queue"),
            (Waiting::Queue, _, Direction::Receive) => ("ADP-007", "messages in the local queue"),
            (Waiting::Queue, _, Direction::Send) => ("ADP-008", "messages in the outgoing queue"),
        };
        for it in &terms.instances {
            let name = Element::Computer(it.computer).name(self.document);
            let text = format!("{what} of {name} are out of reach, and lost if its disks are");
            causes.about(Subject::Stranded(it.computer));
            if rule == "ADP-015" {
                causes.stops(it.lost, text, Because::Rule(rule));
            } else {
                causes.degrades(it.lost, text, Because::Rule(rule));
            }
        }
        causes.about(Subject::Other);
    }

    pub(super) fn host_causes(
        &mut self,
        id: HostId,
        host: &Host,
        function: HostFunction,
        terms: &HostTerms,
        causes: &mut Causes,
    ) {
        let name = &host.name;
        let because = if host.clustered_in.is_some() { cited::CLUSTERED_HOST } else { cited::HOSTS };
        if terms.instances.is_empty() {
            causes.stops(Term::ALWAYS, format!("{name} has no enabled host instance"), Because::Rule("HOST-001"));
        } else {
            causes.stops(terms.lost, format!("no host instance of {name} is left"), because);
        }
        let waits = self.waits_for_a_person(id);
        causes.stops(waits, format!("{name} waits for a person to start it"), Because::Rule("HOST-013"));
        causes.degrades(terms.fewer, format!("{name} has fewer host instances and less capacity"), cited::HOSTS);
        let text = if terms.clustered {
            format!("{name} moves to another cluster node")
        } else {
            format!("no host instance of {name} runs until one is started again")
        };
        causes.interrupts(terms.moved, text, because);
        if function != HostFunction::Receive {
            let agents = self.agents_of(host.biztalk_group);
            let frozen = self.logic.and([terms.fewer, agents]);
            let text = "work that lost host instances had in hand stays locked until SQL Server Agent runs";
            causes.degrades(frozen, text, cited::JOBS);
        }
    }

    pub(super) fn endpoint_causes(&mut self, handler: &Handler, causes: &mut Causes) {
        let document = self.document;
        if let Some((id, endpoint)) = handler.endpoint.and_then(|id| Some((id, document.endpoints.get(&id)?))) {
            let name = &endpoint.name;
            let event = self.part(Element::Endpoint(id).into(), Because::Document("core/configure-the-file-adapter"));
            let text = format!("{name} cannot be reached");
            match document.cluster_role_of(endpoint) {
                Some(role) => {
                    let terms = self.resource_group(role);
                    causes.stops(terms.lost, text, cited::RECEIVING);
                    causes.interrupts(terms.moved, format!("{name} fails over"), cited::RECEIVING);
                }
                None => match (document.is_highly_available(endpoint), endpoint.computer) {
                    (Some(true), Some(computer)) if document.restarts_elsewhere(computer) => {
                        let (down, restarts) = (self.computer(computer), self.computer_restarts(computer));
                        causes.stops(down, text, cited::RECEIVING);
                        causes.interrupts(restarts, format!("{name} is started again elsewhere"), Because::Drawing);
                    }
                    (Some(true), _) => {}
                    (_, computer) => {
                        let down = computer.map_or(Term::NEVER, |it| self.computer(it));
                        let lost = self.logic.or([event, down]);
                        causes.stops(lost, text, cited::RECEIVING);
                    }
                },
            }
        }
        if handler.adapter.is_office_365() {
            let servers: Vec<_> = document
                .computers
                .iter()
                .filter(|(id, it)| it.roles.contains(&Role::BizTalkTms) && document.is_primary(**id))
                .map(|(id, _)| *id)
                .collect();
            if !servers.is_empty() {
                let terms: Vec<Term> = servers.into_iter().map(|id| self.computer(id)).collect();
                let lost = self.logic.and(terms);
                let because = Because::Document("inst/configure-biztalk-server");
                causes.stops(lost, "BizTalk TMS, the token service, is down", because);
            }
        }
    }

    /// Messages that write to a database of the customer's own in their transaction fail while it is away; others go on.
    pub(super) fn custom_database_causes(&mut self, host: &Host, causes: &mut Causes) {
        let document = self.document;
        for id in self.databases_of(host.biztalk_group, DatabaseKind::Custom) {
            let name = Element::Database(id).name(document);
            match document.databases.get(&id).and_then(|it| it.transactions) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    self.assume(name, Taken::WritesNothing);
                    continue;
                }
            }
            let terms = self.database(id);
            causes.about(Subject::Database(id));
            let text = format!("messages that write to {name} fail while it is away");
            causes.degrades(terms.lost, text, Because::Rule("SQL-037"));
            let text = format!("{name} {}", self.moving_words(id));
            causes.interrupts(terms.moved, text, Because::Rule("SQL-037"));
        }
        causes.about(Subject::Other);
    }

    pub(super) fn rule_engine_causes(&mut self, host: &Host, causes: &mut Causes) {
        if self.document.environment.features.contains(&Feature::Bre) {
            for id in self.databases_of(host.biztalk_group, DatabaseKind::RuleEngine) {
                let lost = self.database(id).lost;
                causes.about(Subject::Database(id));
                let text =
                    "policies are served from the cache only; a policy that is not in it stops the host instance";
                causes.degrades(lost, text, Because::Document("core/database-failover-support"));
            }
        }
    }

    /// What the ESB Toolkit looks up while it receives, and where it leaves its fault messages.
    pub(super) fn esb_causes(&mut self, host: &Host, function: HostFunction, causes: &mut Causes) {
        let (kind, missed, because) = match function {
            HostFunction::Receive => (
                DatabaseKind::EsbItinerary,
                "messages whose itinerary is looked up fail",
                Because::Document("esb/itinerary-based-routing"),
            ),
            HostFunction::Send => (
                DatabaseKind::EsbException,
                "fault messages of the ESB Toolkit are not stored",
                Because::Document("esb/exception-management-framework"),
            ),
            HostFunction::Process => return,
        };
        if !self.document.environment.features.contains(&Feature::Esb) {
            return;
        }
        for id in self.databases_of(host.biztalk_group, kind) {
            let lost = self.database(id).lost;
            causes.about(Subject::Database(id));
            let name = Element::Database(id).name(self.document);
            causes.degrades(lost, format!("{name} is unavailable: {missed}"), because);
        }
        causes.about(Subject::Other);
    }

    /// EDI keeps its tables in the Tracking database, whatever a host of it does (EDI-003, F9).
    pub(super) fn edi_causes(&mut self, host: &Host, causes: &mut Causes) {
        if !host.edi {
            return;
        }
        for id in self.databases_of(host.biztalk_group, DatabaseKind::Tracking) {
            let terms = self.database(id);
            causes.about(Subject::Database(id));
            let because = Because::Document("core/how-to-restore-your-databases");
            causes.stops(terms.lost, "the EDI tables of the Tracking database are gone", because);
            let text = format!("{} {}", Element::Database(id).name(self.document), self.moving_words(id));
            causes.interrupts(terms.moved, text, because);
        }
        causes.about(Subject::Other);
    }
}
