//! Redundant sets whose members fail from one cause (beta-factor model, availability.md section 6, formula 7).
//!
//! A set has one event, which takes every member away, whoever depends on it: a cause that hits all nodes of a failover
//! cluster also hits what else stands on them. A set within a larger one has none of its own, so that five hosts on the
//! same two computers do not count one cause five times.

use std::collections::{BTreeMap, BTreeSet};

use super::Builder;
use crate::availability::Term;
use crate::dependency::event::{Because, Event, EventClass};
use crate::dependency::structure::CommonCause;
use crate::model::index::Index;
use crate::model::{ComputerId, Element, LoadBalancerKind, PhysicalHostId, Role};

/// Every redundant set of the primary site: nodes of a failover cluster, replicas, members of Windows NLB, computers of
/// a host, domain controllers; and the physical hosts under each.
pub(super) fn common_causes(index: &Index<'_>) -> Vec<CommonCause> {
    let sets = computer_sets(index);
    let document = index.document;
    let hosts = sets.iter().map(|set| CommonCause {
        ending: "common-cause-of-physical-hosts",
        name: format!("the physical hosts under {}", set.name),
        members: set
            .members
            .iter()
            .filter_map(|it| match it {
                Element::Computer(id) => document.computers.get(id)?.physical_host.map(Element::from),
                _ => None,
            })
            .collect(),
        ..set.clone()
    });
    let mut all = widest(hosts.collect());
    all.extend(sets);
    for set in &mut all {
        set.name = format!("{} fail from one cause", set.name);
    }
    all
}

fn computer_sets(index: &Index<'_>) -> Vec<CommonCause> {
    let document = index.document;
    let mut found = Vec::new();
    let mut add = |element: Element, name: String, computers: &mut dyn Iterator<Item = ComputerId>| {
        let members = computers.filter(|id| index.on(*id).is_primary).map(Element::from).collect();
        found.push(CommonCause { ending: "common-cause", element, name, members });
    };
    for (id, it) in &document.failover_clusters {
        add((*id).into(), format!("the nodes of {}", it.name), &mut it.nodes.iter().map(|node| node.computer));
    }
    for (id, it) in &document.availability_groups {
        let computers = it.replicas.iter().filter_map(|it| document.active_computer_of_sql(it.sql_instance));
        add((*id).into(), format!("the replicas of {}", it.name), &mut { computers });
    }
    for (id, it) in document.load_balancers.iter().filter(|(_, it)| it.kind == LoadBalancerKind::WindowsNlb) {
        add((*id).into(), format!("the members of {}", it.name), &mut it.members.iter().copied());
    }
    for (id, it) in &document.hosts {
        let instances = index.host_instances_of(*id).iter().filter_map(|it| document.host_instances.get(it));
        let computers = instances.filter(|it| it.enabled).map(|it| it.computer);
        add((*id).into(), format!("the computers of {}", it.name), &mut { computers });
    }
    let controllers = document.computers.iter().filter(|(_, it)| it.roles.contains(&Role::DomainController));
    let name = "the domain controllers".to_owned();
    add(Element::Environment, name, &mut controllers.map(|(id, _)| *id));
    widest(found)
}

/// Sets of two and more that lie in no other; of equal ones the first.
fn widest(sets: Vec<CommonCause>) -> Vec<CommonCause> {
    let mut distinct: Vec<CommonCause> = Vec::new();
    let mut known: BTreeSet<BTreeSet<Element>> = BTreeSet::new();
    for set in sets {
        if set.members.len() > 1 && known.insert(set.members.clone()) {
            distinct.push(set);
        }
    }
    // Whatever holds a set holds its first member, so only the sets of that member are compared.
    let mut of_member: BTreeMap<Element, Vec<usize>> = BTreeMap::new();
    for (at, set) in distinct.iter().enumerate() {
        for member in &set.members {
            of_member.entry(*member).or_default().push(at);
        }
    }
    let lies_in_another = |at: usize, set: &CommonCause| {
        let first = set.members.first().and_then(|it| of_member.get(it));
        let others = first.into_iter().flatten().filter(|other| **other != at);
        others.into_iter().any(|other| set.members.is_subset(&distinct[*other].members))
    };
    let kept: Vec<bool> = distinct.iter().enumerate().map(|(at, set)| !lies_in_another(at, set)).collect();
    distinct.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(set, _)| set).collect()
}

impl Builder<'_> {
    /// The common causes that take a computer or a physical host away.
    pub(super) fn common_causes_of(&mut self, element: impl Into<Element>) -> Vec<Term> {
        let element = element.into();
        let sets: Vec<usize> =
            (0..self.common.len()).filter(|at| self.common[*at].members.contains(&element)).collect();
        sets.into_iter().map(|at| self.common_cause(at)).collect()
    }

    fn common_cause(&mut self, at: usize) -> Term {
        let CommonCause { ending, element, name, .. } = self.common[at].clone();
        let (class, because) = (EventClass::CommonCause, Because::Judgment);
        self.once(Event { part: None, element, class, name, ending, because })
    }

    /// A physical host is down, by itself or with others.
    pub(super) fn physical_host(&mut self, id: PhysicalHostId) -> Vec<Term> {
        let own = self.part(Element::PhysicalHost(id).into(), Because::Drawing);
        let mut terms = vec![own];
        terms.extend(self.common_causes_of(id));
        terms
    }
}
