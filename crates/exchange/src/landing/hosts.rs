//! Hosts, host instances and handlers.

use std::collections::BTreeSet;

use super::lander::Lander;
use crate::facts::{Place, Property, Stated, Subject, Value};
use crate::model::{
    AccountKind, Adapter, Binding, BizTalkGroupId, ClusterResourceGroup, ComputerId, Direction, Element, Handler,
    HandlerId, Host, HostClustering, HostId, HostInstance, HostInstanceId, HostKind, ResourceGroupId, ServiceAccount,
};

impl Lander<'_> {
    /// Hosts and their settings.
    pub(super) fn hosts(&mut self, group: BizTalkGroupId) {
        let hosts: Vec<String> = self.facts.iter().filter_map(|(it, _)| host_key(it)).collect();
        let functions = self.host_functions();
        for key in &hosts {
            let subject = Subject::Host(key.clone());
            let known = self.known::<HostId>(key);
            let does = functions.get(key).cloned().unwrap_or_default();
            let id = if let Some(id) = known {
                self.is(&subject, id.into());
                id
            } else {
                let name = self.facts.spelled(&subject, key).to_owned();
                self.add(&subject, Host::new(name, group, self.kind_of(key), does.iter().copied()))
            };
            self.host(&subject, id);
            if known.is_none() {
                self.assumed_of_host(&subject, key, id);
            }
            if known.is_some() {
                self.draft.change(id, |it| it.functions.extend(does));
            }
        }
        let asked = [
            (Property::Kind, "whether these hosts are in-process or isolated"),
            (Property::Tracking, "whether these hosts track"),
        ];
        for (property, what) in asked {
            let facts = self.facts;
            let subjects = hosts.iter().map(|it| (it, Subject::Host(it.clone())));
            let is_lacking = |it: &Subject| {
                facts.stated(it, property).is_none() && !(property == Property::Tracking && self.is_isolated(it))
            };
            let lacking = subjects.filter(|(_, it)| is_lacking(it));
            let names: Vec<&str> = lacking.map(|(key, it)| facts.spelled(&it, key)).collect();
            if !names.is_empty() {
                self.open(format!("{what}: {}", names.join(", ")));
            }
        }
        let idle = |key: &&String| functions.get(*key).is_none_or(BTreeSet::is_empty) && !self.does_anything(key);
        let idle: Vec<&str> =
            hosts.iter().filter(idle).map(|it| self.facts.spelled(&Subject::Host(it.clone()), it)).collect();
        if !idle.is_empty() {
            self.open(format!("what these hosts do, and with which adapters: {}", idle.join(", ")));
        }
        let contradicted = self.facts.conflicts().any(|(it, ..)| matches!(it, Subject::Orchestration(_)));
        let runs_any = contradicted || self.facts.iter().any(|(_, says)| says.contains_key(&Property::Orchestrations));
        if !hosts.is_empty() && !runs_any {
            self.open("which hosts run orchestrations: no binding file names any");
        }
    }

    /// Whether the design says what a host does.
    fn does_anything(&self, key: &str) -> bool {
        let id = self.element::<HostId>(&Subject::Host(key.to_owned()));
        id.and_then(|it| self.draft.get(it)).is_some_and(|it: Host| !it.functions.is_empty() || it.allow_tracking)
    }

    /// The type of a host: stated, else by the adapters that only isolated hosts have.
    fn kind_of(&self, host: &str) -> HostKind {
        match self.facts.text(&Subject::Host(host.to_owned()), Property::Kind) {
            Some("Isolated") => HostKind::Isolated,
            Some(_) => HostKind::InProcess,
            None => {
                let mut receives = self.facts.iter().filter_map(|(it, _)| match it {
                    Subject::Handler { adapter, direction: Direction::Receive, host: of } if of == host => {
                        Some(adapter)
                    }
                    _ => None,
                });
                let is_isolated = receives.any(|it| Adapter::of_product_name(it).receives_in_isolated_host());
                if is_isolated { HostKind::Isolated } else { HostKind::InProcess }
            }
        }
    }

    /// What no export says of a new host. One that only an isolated host could be is none.
    fn assumed_of_host(&mut self, subject: &Subject, key: &str, id: HostId) {
        let is_stated = |property| self.facts.stated(subject, property).is_some();
        let kind = is_stated(Property::Kind);
        let tracking = is_stated(Property::Tracking) || self.is_isolated(subject);
        if !kind && self.kind_of(key) == HostKind::InProcess {
            self.assumes(id.into(), Property::Kind);
        }
        if !tracking {
            self.assumes(id.into(), Property::Tracking);
        }
    }

    /// Whether exports say that a host is isolated: one that is cannot track (`core/hosts`).
    fn is_isolated(&self, subject: &Subject) -> bool {
        self.facts.text(subject, Property::Kind) == Some("Isolated")
    }

    fn host(&mut self, subject: &Subject, id: HostId) {
        let Some(mut host) = self.draft.get(id) else { return };
        let before = host.clone();
        let kind = if host.kind == HostKind::Isolated { "Isolated" } else { "InProcess" };
        if let Some(Value::Text(text)) = self.settle(subject, id.into(), Property::Kind, kind) {
            host.kind = if text == "Isolated" { HostKind::Isolated } else { HostKind::InProcess };
        }
        if let Some(yes) = self.settle_flag(subject, id.into(), Property::Tracking, Some(host.allow_tracking)) {
            host.allow_tracking = yes;
        }
        if let Some(yes) = self.settle_flag(subject, id.into(), Property::IsDefault, Some(host.is_default)) {
            host.is_default = yes;
        }
        if let Some(yes) = self.settle_flag(subject, id.into(), Property::Only32Bit, host.is_64_bit.map(|it| !it)) {
            host.is_64_bit = Some(!yes);
        }
        let clustered = host.clustered_in.as_ref().and_then(|it| self.draft.get(it.resource_group));
        let clustered = clustered.map_or_else(String::new, |it: ClusterResourceGroup| it.name.to_uppercase());
        if let Some(stated) = self.facts.stated(subject, Property::ClusterGroup).filter(|it| it.is_contradicted()) {
            self.contradicted(subject, id.into(), Property::ClusterGroup, (&stated.clone(), &clustered));
        }
        let stated = self.facts.text(subject, Property::ClusterGroup).map(str::to_uppercase);
        if let Some(name) = stated.filter(|it| *it != clustered) {
            let read = self.cluster_group(&name, subject);
            if read.is_none() {
                self.open(format!("the failover cluster with the cluster resource group {name} of {}", host.name));
            }
            let spelled = self.facts.text(subject, Property::ClusterGroup).unwrap_or(&name).to_owned();
            if let Some(group) = read.or_else(|| self.unread_host_group(subject, &spelled)) {
                host.clustered_in = Some(HostClustering { resource_group: group, depends_on: [].into() });
                self.open(format!("on which resources the clustered host {} depends", host.name));
            }
        }
        let more = [
            Property::Trusted,
            Property::MessagingPolling,
            Property::OrchestrationPolling,
            Property::Orchestrations,
            Property::ClusterGroup,
        ];
        self.mention(subject, id.into(), &more);
        if host != before {
            self.draft.change(id, |it| *it = host);
        }
    }

    /// The cluster resource group of a name; of several in different failover clusters the one whose nodes run the host.
    fn cluster_group(&self, name: &str, host: &Subject) -> Option<ResourceGroupId> {
        let named = self.elements.iter().filter_map(|(it, element)| match it {
            Subject::ClusterGroup { cluster, group } if group == name => Some((cluster, *element)),
            _ => None,
        });
        let all: Vec<(&String, Element)> = named.collect();
        let runs_there = |cluster: &str| {
            let computers = self.facts.iter().filter_map(|(it, _)| match it {
                Subject::HostInstance { host: of, computer } if Subject::Host(of.clone()) == *host => Some(computer),
                _ => None,
            });
            let node = |it: &String| Subject::Node { cluster: cluster.to_owned(), computer: it.clone() };
            let computers: Vec<&String> = computers.collect();
            !computers.is_empty() && computers.into_iter().all(|it| self.facts.has(&node(it)))
        };
        let there: Vec<Element> = all.iter().filter(|(it, _)| runs_there(it)).map(|(_, it)| *it).collect();
        match (&all[..], &there[..]) {
            ([(_, only)], _) | (_, [only]) => ResourceGroupId::try_from(*only).ok(),
            _ => None,
        }
    }

    /// Hosts on computers.
    pub(super) fn host_instances(&mut self) {
        let all: Vec<Subject> = self
            .facts
            .iter()
            .map(|(it, _)| it)
            .filter(|it| matches!(it, Subject::HostInstance { .. }))
            .cloned()
            .collect();
        let drawn: std::collections::BTreeMap<(HostId, ComputerId), HostInstanceId> =
            self.before.host_instances.iter().map(|(id, it)| ((it.host, it.computer), *id)).collect();
        for subject in all {
            let Subject::HostInstance { host, computer } = &subject else { continue };
            let host = self.element::<HostId>(&Subject::Host(host.clone()));
            let computer = self.element::<ComputerId>(&Subject::Computer(computer.clone()));
            let (Some(host), Some(computer)) = (host, computer) else { continue };
            let id = if let Some(id) = drawn.get(&(host, computer)) {
                self.is(&subject, (*id).into());
                *id
            } else {
                self.add(&subject, HostInstance::new(host, computer))
            };
            let Some(mut instance) = self.draft.get(id) else { continue };
            let before = instance.clone();
            if let Some(yes) = self.settle_flag(&subject, id.into(), Property::Enabled, Some(instance.enabled)) {
                instance.enabled = yes;
            }
            let account = instance.account.as_ref().map_or_else(String::new, |it| it.name.clone());
            if let Some(Value::Text(name)) = self.settle(&subject, id.into(), Property::Account, &account) {
                let kind = instance.account.map_or(AccountKind::Domain, |it| it.kind);
                instance.account = Some(ServiceAccount { name, kind });
            }
            if instance != before {
                self.draft.change(id, |it| *it = instance);
            }
        }
    }

    /// Adapters in hosts.
    pub(super) fn handlers(&mut self) {
        let all: Vec<Subject> =
            self.facts.iter().map(|(it, _)| it).filter(|it| matches!(it, Subject::Handler { .. })).cloned().collect();
        let drawn: std::collections::BTreeMap<(HostId, Direction, Adapter, String), HandlerId> =
            self.before.handlers.iter().rev().map(|(id, it)| (drawn_key(it), *id)).collect();
        for subject in all {
            let Subject::Handler { adapter: key, direction, host } = &subject else { continue };
            let Some(host) = self.element::<HostId>(&Subject::Host(host.clone())) else { continue };
            let (adapter, spelled) = (Adapter::of_product_name(key), self.facts.spelled(&subject, key).to_owned());
            let adapter_name = Some(spelled).filter(|_| adapter == Adapter::Other);
            let new = Handler { adapter_name, ..Handler::new(host, adapter, *direction) };
            let id = if let Some(id) = drawn.get(&drawn_key(&new)) {
                self.is(&subject, (*id).into());
                *id
            } else {
                self.add(&subject, new)
            };
            let ordered = self.draft.get(id).is_some_and(|it: Handler| it.ordered);
            if ordered && self.may_lack_ports(&subject, id) {
                continue;
            }
            let binding = self.draft.get(id).and_then(|it: Handler| it.binding).map_or("", Binding::label);
            if let Some(Value::Text(text)) = self.settle(&subject, id.into(), Property::Binding, binding)
                && let Some(binding) = Binding::ALL.iter().find(|it| it.label() == text)
            {
                self.draft.change(id, |it: &mut Handler| it.binding = Some(*binding));
            }
            if let Some(yes) = self.settle_flag(&subject, id.into(), Property::Ordered, Some(ordered)) {
                self.draft.change(id, |it| it.ordered = yes);
            }
            let more =
                [Property::IsDefault, Property::SendPorts, Property::BackupTransports, Property::ReceiveLocations];
            self.mention(&subject, id.into(), &more);
        }
    }
}

impl Lander<'_> {
    /// Whether exports say that a handler keeps no order while they know fewer of its send ports than those that said it
    /// does: the ordered ones may be among the others, so it is a question.
    fn may_lack_ports(&mut self, subject: &Subject, id: HandlerId) -> bool {
        let element = Element::from(id);
        let said =
            |property| self.before.imported.iter().find(move |it| it.element == element && it.property == property);
        let Some(before) = said(Property::SendPorts).and_then(|it| it.value.parse::<u64>().ok()) else { return false };
        let Some(ordered) = said(Property::Ordered).filter(|it| it.value == "yes" && !it.is_assumed()) else {
            return false;
        };
        let Some((value, place)) = self.facts.stated(subject, Property::Ordered).and_then(Stated::agreed) else {
            return false;
        };
        let now = self.facts.number(subject, Property::SendPorts).unwrap_or(0);
        if *value != Value::Flag(false) || now >= before {
            return false;
        }
        let earlier = Place { file: ordered.file.as_str().into(), line: ordered.line };
        let values = vec![(value.clone(), place.clone()), (Value::Flag(true), earlier)];
        self.contradicted(subject, element, Property::Ordered, (&Stated::of(values), "yes"));
        true
    }
}

fn host_key(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Host(key) => Some(key.clone()),
        _ => None,
    }
}

fn drawn_key(handler: &Handler) -> (HostId, Direction, Adapter, String) {
    let name = handler.adapter_name.clone().unwrap_or_default().to_uppercase();
    (handler.host, handler.direction, handler.adapter, name)
}
