//! When host instances and hosts are down.

use super::clusters::GroupTerms;
use super::paths::Callers;
use super::{Builder, Span, cited};
use crate::availability::Term;
use crate::dependency::event::{Because, EventClass};
use crate::model::LocalService;
use crate::model::{
    BizTalkGroupId, ComputerId, Database, Element, FirewallId, Host, HostId, HostInstance, HostInstanceId, HostKind,
    ResourceGroupId, ResourceKind, TierId,
};

/// When a host stops, has less, or moves.
#[derive(Clone, Debug)]
pub(super) struct HostTerms {
    /// No host instance is left.
    pub(super) lost: Term,
    /// At least one host instance is lost.
    pub(super) fewer: Term,
    /// A clustered host moves, or every host instance is gone until some are started again.
    pub(super) moved: Term,
    /// Whether it is clustered, and moves as a whole.
    pub(super) clustered: bool,
    /// The host instances by their computers; of a clustered host the one that may run on each.
    pub(super) instances: Vec<InstanceTerms>,
    /// Host instances to which no load balancer leads where one leads to several others.
    pub(super) beside: Vec<InstanceTerms>,
}

/// When a host instance is away.
#[derive(Clone, Copy, Debug)]
pub(super) struct InstanceTerms {
    /// Where it runs.
    pub(super) computer: ComputerId,
    /// It does not come back by itself.
    pub(super) lost: Term,
    /// It is started again.
    pub(super) restarts: Term,
}

impl Builder<'_> {
    /// The enabled host instances of a host in the primary site; for a clustered host those on its possible owners,
    /// the active one first.
    pub(super) fn instances(&self, id: HostId) -> Vec<(HostInstanceId, ComputerId)> {
        let document = self.document;
        let all = self.index.host_instances_of(id).iter();
        let mut found: Vec<(HostInstanceId, ComputerId)> = all
            .filter_map(|id| Some((*id, document.host_instances.get(id)?)))
            .filter(|(_, it)| it.enabled && self.index.on(it.computer).is_primary)
            .map(|(id, it)| (id, it.computer))
            .collect();
        if let Some(group) = document.resource_group_of_host(id) {
            let owners = self.owners(group);
            let position = |computer: &ComputerId| owners.iter().position(|owner| owner == computer);
            found.retain(|(_, computer)| position(computer).is_some());
            found.sort_by_key(|(_, computer)| position(computer));
        }
        found
    }

    /// A host instance does not run, or cannot start again after it had to restart.
    pub(super) fn instance(&mut self, id: HostInstanceId) -> Term {
        if let Some(term) = self.instances.get(&id) {
            return *term;
        }
        let document = self.document;
        let Some(instance) = document.host_instances.get(&id) else { return Term::NEVER };
        let Some(host) = document.hosts.get(&instance.host) else { return Term::NEVER };
        let computer = instance.computer;
        let mut causes = vec![
            self.computer(computer),
            self.crashed(id, host),
            self.part(Element::Host(instance.host).into(), cited::HOSTS),
            self.service(computer, LocalService::EntSso, cited::SERVICES),
            self.service(computer, LocalService::Msdtc, cited::PLANNING),
        ];
        if host.kind == HostKind::Isolated {
            causes.push(self.service(computer, LocalService::Iis, cited::RECYCLE));
        } else {
            causes.push(self.cannot_start_again(host));
        }
        causes.extend(self.firewalls_to_databases(instance, host));
        let moves_with_sso = document
            .resource_group_of_host(instance.host)
            .and_then(|it| document.resource_groups.get(&it))
            .is_some_and(|it| host.clustered_in.is_some() || it.has(ResourceKind::EntSso));
        if !moves_with_sso {
            causes.push(self.bound_to_clustered_sso(computer));
        }
        let term = self.logic.or(causes);
        let text = [&*Element::HostInstance(id).called(document), " is down"].concat();
        let term = self.note(term, id.into(), cited::HOSTS, text);
        self.instances.insert(id, term);
        term
    }

    /// The host instance has ended and is not started again: Windows starts it again, unless the master secret or every
    /// domain controller is gone.
    fn crashed(&mut self, id: HostInstanceId, host: &Host) -> Term {
        let event = self.part(Element::HostInstance(id).into(), cited::HOSTS);
        if self.span == Span::Moment {
            return event;
        }
        let secret = if host.kind == HostKind::InProcess { self.master_secret().lost } else { Term::NEVER };
        let controllers = self.domain_controllers();
        let needed = self.logic.or([secret, controllers]);
        self.logic.and([event, needed])
    }

    /// It had to restart because its databases moved, and what it needs to start is not there: the master secret, or a
    /// domain controller (SSO-014, F15).
    fn cannot_start_again(&mut self, host: &Host) -> Term {
        let restarts = self.group_moved(host.biztalk_group);
        let secret = self.master_secret().lost;
        let controllers = self.domain_controllers();
        let needed = self.logic.or([secret, controllers]);
        let term = self.logic.and([restarts, needed]);
        let text = "in-process host instances restart after the failover of SQL Server, but the master secret they \
                    need to start is gone";
        self.note(term, host.biztalk_group.into(), Because::Rule("SSO-014"), text)
    }

    /// An unclustered host instance on a node of clustered Enterprise SSO: it dies when the service moves, and does not
    /// start where the service is passive (SSO-005).
    fn bound_to_clustered_sso(&mut self, computer: ComputerId) -> Term {
        let groups: Vec<_> = self.index.owned_with(computer, ResourceKind::EntSso).collect();
        let mut terms = Vec::new();
        for (id, group) in groups {
            let runs_here = group.runs_on() == Some(computer);
            terms.push(if runs_here { self.clustered_sso(id).moved } else { Term::ALWAYS });
        }
        self.logic.or(terms)
    }

    /// Firewalls that are not stated to be redundant between the tier of a host instance and the tiers of its databases.
    fn firewalls_to_databases(&mut self, instance: &HostInstance, host: &Host) -> Vec<Term> {
        let document = self.document;
        let Some(own) = document.computers.get(&instance.computer).map(|it| it.slot.tier) else { return Vec::new() };
        if let Some(known) = self.firewalls.get(&(own, host.biztalk_group)) {
            return known.clone();
        }
        let databases = self.group_databases(host.biztalk_group);
        let tier_of = |database: &Database| -> Option<TierId> {
            let computer = document.active_computer_of_sql(database.sql_instance)?;
            Some(document.computers.get(&computer)?.slot.tier)
        };
        let data: Vec<TierId> =
            databases.iter().filter_map(|id| document.databases.get(id)).filter_map(tier_of).collect();
        let between = document.firewalls.iter().filter(|(_, it)| {
            it.redundant != Some(true)
                && ((it.from == own && data.contains(&it.to)) || (it.to == own && data.contains(&it.from)))
        });
        let between: Vec<FirewallId> = between.map(|(id, _)| *id).collect();
        let terms: Vec<Term> =
            between.into_iter().map(|id| self.part(Element::Firewall(id).into(), cited::RECYCLE)).collect();
        self.firewalls.insert((own, host.biztalk_group), terms.clone());
        terms
    }

    /// Firewalls cut every host instance of a BizTalk group off from its databases.
    pub(super) fn cut_off_from_databases(&mut self, group: BizTalkGroupId) -> Term {
        let document = self.document;
        let hosts = |id| document.hosts.get(&id).filter(|it: &&Host| it.biztalk_group == group);
        let instances: Vec<(&HostInstance, &Host)> = document
            .host_instances
            .values()
            .filter(|it| it.enabled && document.is_primary(it.computer))
            .filter_map(|it| Some((it, hosts(it.host)?)))
            .collect();
        if instances.is_empty() {
            return Term::NEVER;
        }
        let mut terms = Vec::new();
        for (instance, host) in instances {
            let between = self.firewalls_to_databases(instance, host);
            terms.push(self.logic.or(between));
        }
        self.logic.and(terms)
    }

    /// When a host stops, has less or moves. `callers` come to it where somebody calls it, `also` says what more each host
    /// instance needs.
    pub(super) fn host(&mut self, id: HostId, callers: Option<&Callers>, also: &[LocalService]) -> HostTerms {
        let document = self.document;
        let instances = self.instances(id);
        let mut found = Vec::new();
        for (instance, computer) in &instances {
            let mut needs = vec![self.instance(*instance)];
            for service in also {
                needs.push(self.service(*computer, *service, cited::PLANNING));
            }
            needs.extend(callers.map(|it| self.cut_off(it, *computer)));
            let crash = self.part(Element::HostInstance(*instance).into(), cited::HOSTS);
            let restarts = self.computer_restarts(*computer);
            let restarts = self.logic.or([crash, restarts]);
            found.push(InstanceTerms { computer: *computer, lost: self.logic.or(needs), restarts });
        }
        let pool = callers.and_then(|it| it.pool.as_ref());
        let is_reached = |it: &InstanceTerms| pool.is_none_or(|members| members.contains(&it.computer));
        let (found, beside) = found.into_iter().partition(is_reached);
        let terms = match document.resource_group_of_host(id) {
            Some(group) => self.moving_host(id, group, found),
            None => self.spread_host(found),
        };
        HostTerms { beside, ..terms }
    }

    /// A host that runs on several computers at once.
    fn spread_host(&mut self, instances: Vec<InstanceTerms>) -> HostTerms {
        let lost: Vec<Term> = instances.iter().map(|it| it.lost).collect();
        let mut away = Vec::new();
        for it in &instances {
            away.push(self.logic.or([it.lost, it.restarts]));
        }
        let fewer = self.logic.or(lost.iter().copied());
        let lost = self.logic.and(lost);
        let moved = if self.span == Span::Left { self.logic.and(away) } else { Term::NEVER };
        HostTerms { lost, fewer, moved, clustered: false, instances, beside: Vec::new() }
    }

    /// A host that moves with its cluster resource group.
    fn moving_host(&mut self, id: HostId, group: ResourceGroupId, instances: Vec<InstanceTerms>) -> HostTerms {
        let name = Element::Host(id).name(self.document);
        let owners: Vec<ComputerId> = instances.iter().map(|it| it.computer).collect();
        let terms: Vec<Term> = instances.iter().map(|it| it.lost).collect();
        let terms = self.with_its_role(group, terms, cited::CLUSTERED_HOST);
        let moving = self.moving(group, &terms, &owners, &name, cited::CLUSTERED_HOST);
        let with = self.co_grouped(group, &owners);
        let disks = self.own_disks(group);
        let crash = match (self.span, instances.first()) {
            (Span::Left, Some(active)) => active.restarts,
            _ => Term::NEVER,
        };
        let lost = self.logic.or([moving.lost, with.lost, disks]);
        let moved = self.logic.or([moving.moved, with.moved, crash]);
        HostTerms { lost, fewer: Term::NEVER, moved, clustered: true, instances, beside: Vec::new() }
    }

    /// What moves in the same cluster resource group as a clustered host and is needed by it.
    fn co_grouped(&mut self, group: ResourceGroupId, owners: &[ComputerId]) -> GroupTerms {
        let holds_sso = self.document.resource_groups.get(&group).is_some_and(|it| it.has(ResourceKind::EntSso));
        if !holds_sso || owners.is_empty() {
            return GroupTerms::SAFE;
        }
        // The host moves with Enterprise SSO.
        GroupTerms { lost: Term::NEVER, moved: self.clustered_sso(group).moved }
    }

    /// Under the strict reading of the documents, in-process host instances stay stopped after a long outage until a
    /// person starts them (HOST-013).
    pub(super) fn waits_for_a_person(&mut self, id: HostId) -> Term {
        let document = self.document;
        let Some(host) = document.hosts.get(&id).filter(|it| it.kind == HostKind::InProcess) else {
            return Term::NEVER;
        };
        let name = format!(
            "host instances of {} stay stopped after an outage of SQL Server until a person starts them",
            Element::BizTalkGroup(host.biztalk_group).name(document)
        );
        self.residual(EventClass::Human, host.biztalk_group.into(), name, Because::Rule("HOST-013"))
    }
}
