//! Drawn paths of traffic: what a caller reaches, through connections, load balancers and computers.

use std::collections::{BTreeMap, BTreeSet};

use super::RuleContext;
use crate::model::{Element, HostFunction, Role};

/// Which element leads to which: along drawn connections, from a load balancer to its members, and from a computer to
/// the receive hosts that it runs. An endpoint on a drawn computer is that computer.
#[derive(Debug)]
pub(in crate::rules) struct TrafficPaths {
    next: BTreeMap<Element, BTreeSet<Element>>,
}

impl TrafficPaths {
    /// Collects the steps of a design.
    pub(in crate::rules) fn new(context: &RuleContext<'_>) -> Self {
        let mut paths = Self { next: BTreeMap::new() };
        for connection in context.document.connections.values() {
            paths.step(connection.from, connection.to);
        }
        for (id, balancer) in &context.document.load_balancers {
            for member in &balancer.members {
                paths.step(*id, *member);
            }
        }
        for (id, endpoint) in &context.document.endpoints {
            if let Some(computer) = endpoint.computer {
                paths.step(*id, computer);
            }
        }
        for (id, _) in context.hosts().filter(|(id, _)| context.does(*id, HostFunction::Receive)) {
            for server in context.servers(id) {
                let is_front = is_entrance(context, (*server).into());
                if !is_front {
                    paths.step(*server, id);
                }
            }
            for instance in context.instances(id) {
                paths.step(*instance, id);
            }
        }
        paths
    }

    fn step(&mut self, from: impl Into<Element>, to: impl Into<Element>) {
        self.next.entry(from.into()).or_default().insert(to.into());
    }

    /// What can be reached from an element, itself included, when nothing in `without` lets traffic pass.
    pub(in crate::rules) fn reached_from(&self, from: Element, without: &BTreeSet<Element>) -> BTreeSet<Element> {
        let mut reached = BTreeSet::from([from]);
        let mut next = vec![from];
        while let Some(element) = next.pop() {
            for to in self.next.get(&element).into_iter().flatten().filter(|it| !without.contains(it)) {
                if reached.insert(*to) {
                    next.push(*to);
                }
            }
        }
        reached
    }
}

/// Whether an element is a reverse proxy or a web server of the perimeter network.
pub(in crate::rules) fn is_entrance(context: &RuleContext<'_>, element: Element) -> bool {
    let Element::Computer(computer) = element else { return false };
    context.has_role(computer, Role::ReverseProxy) || context.has_role(computer, Role::PerimeterWebServer)
}
