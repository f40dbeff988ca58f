//! What is lost at once, from a single service of a computer to a whole site.

use std::collections::BTreeSet;

use crate::model::index::Index;
use crate::model::{ComputerId, Document, Element, HostInstanceId, LocalService, Part, ResourceKind, Role};

/// What is lost at once. Nothing lost is normal operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The parts that are down.
    pub parts: BTreeSet<Part>,
}

impl Loss {
    /// Normal operation.
    pub fn none() -> Self {
        Self::default()
    }

    /// One part down.
    pub fn of(part: impl Into<Part>) -> Self {
        Self { parts: BTreeSet::from([part.into()]) }
    }

    /// One computer down.
    pub fn of_computer(computer: ComputerId) -> Self {
        Self::of(Element::Computer(computer))
    }

    /// Several computers down.
    pub(crate) fn of_computers(computers: impl IntoIterator<Item = ComputerId>) -> Self {
        Self { parts: computers.into_iter().map(|id| Part::Element(Element::Computer(id))).collect() }
    }

    /// Whether nothing is lost.
    pub fn is_none(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether this computer is down.
    pub(crate) fn loses_computer(&self, computer: ComputerId) -> bool {
        self.parts.contains(&Part::Element(Element::Computer(computer)))
    }

    /// Whether this host instance is down.
    pub(crate) fn loses_host_instance(&self, instance: HostInstanceId) -> bool {
        self.parts.contains(&Part::Element(Element::HostInstance(instance)))
    }

    /// The same loss without the virtual machines that a failover cluster of physical hosts starts again.
    pub(crate) fn without_restarting(mut self, index: &Index<'_>) -> Self {
        self.parts.retain(|part| match part {
            Part::Element(Element::Computer(id)) => !index.restarts_elsewhere(*id),
            _ => true,
        });
        self
    }

    /// The same loss said by the smallest parts: a site, a tier or a physical host by its computers (those that restart on another physical host left out), a BizTalk host by
    /// its host instances, a computer without Enterprise SSO or MSDTC by its host instances, an availability group by
    /// its primary replica.
    pub(crate) fn spelled_out(&self, index: &Index<'_>) -> Self {
        let mut spelled = Self::default();
        for part in &self.parts {
            spelled.spell(*part, index);
        }
        spelled
    }

    fn spell(&mut self, part: Part, index: &Index<'_>) {
        let document = index.document;
        let parts = &mut self.parts;
        match part {
            Part::Element(Element::Site(site)) => {
                parts.insert(part);
                let inside = document
                    .computers
                    .iter()
                    .filter(|(_, it)| document.tiers.get(&it.slot.tier).is_some_and(|tier| tier.site == site));
                parts.extend(inside.map(|(id, _)| Part::Element(Element::Computer(*id))));
            }
            Part::Element(Element::Tier(tier)) => {
                let placed = document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == tier);
                parts.extend(placed.map(|(_, element)| Part::Element(element)));
            }
            Part::Element(Element::PhysicalHost(host)) => {
                parts.insert(part);
                let carried = index.computers_on(host).iter().filter(|id| !index.restarts_elsewhere(**id));
                parts.extend(carried.map(|id| Part::Element(Element::Computer(*id))));
            }
            Part::Element(Element::Host(host)) => {
                let of_host = index.host_instances_of(host).iter();
                parts.extend(of_host.map(|id| Part::Element(Element::HostInstance(*id))));
            }
            Part::Element(Element::AvailabilityGroup(group)) => {
                let primary = document.availability_groups.get(&group).and_then(|it| it.replicas.first());
                parts.extend(primary.map(|it| Part::Element(Element::SqlInstance(it.sql_instance))));
            }
            Part::Service(computer, LocalService::EntSso | LocalService::Msdtc) => {
                parts.insert(part);
                let on = index.on(computer).host_instances.iter();
                parts.extend(on.map(|id| Part::Element(Element::HostInstance(*id))));
            }
            _ => {
                parts.insert(part);
            }
        }
    }

    /// What of an element can be failed by itself: the element, and the services on it.
    pub fn parts_of(element: Element, document: &Document) -> Vec<Part> {
        let mut parts = vec![Part::Element(element)];
        match element {
            Element::Computer(id) => {
                let has = |role| document.has_role(id, role);
                let runs_hosts = document.host_instances_on(id).next().is_some();
                let clustered_sso = document
                    .resource_groups
                    .values()
                    .any(|it| it.has(ResourceKind::EntSso) && it.possible_owners.contains(&id));
                if runs_hosts || has(Role::EntSso) {
                    parts.push(Part::Service(id, LocalService::EntSso));
                }
                if runs_hosts || !document.sql_instances_on(id).is_empty() || document.may_hold_master_secret(id) {
                    parts.push(Part::Service(id, LocalService::Msdtc));
                }
                if has(Role::Iis) {
                    parts.push(Part::Service(id, LocalService::Iis));
                }
                if has(Role::Msmq) {
                    parts.push(Part::Service(id, LocalService::Msmq));
                }
                if has(Role::MasterSecret) && !clustered_sso {
                    parts.push(Part::Service(id, LocalService::MasterSecret));
                }
            }
            Element::SqlInstance(id) => parts.push(Part::SqlAgent(id)),
            Element::Environment | Element::BizTalkGroup(_) | Element::Handler(_) => parts.clear(),
            _ => {}
        }
        parts
    }
}
