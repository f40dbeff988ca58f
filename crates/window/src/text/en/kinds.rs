//! Kinds of elements.

use crate::model::Element;

/// The words for a kind of element, one and several, without a capital except in names of products.
pub(crate) const fn one_and_many(element: Element) -> (&'static str, &'static str) {
    match element {
        Element::Environment => ("environment", "environments"),
        Element::Site(_) => ("site", "sites"),
        Element::Tier(_) => ("tier", "tiers"),
        Element::BizTalkGroup(_) => ("BizTalk group", "BizTalk groups"),
        Element::Computer(_) => ("computer", "computers"),
        Element::PhysicalHost(_) => ("physical host", "physical hosts"),
        Element::FailoverCluster(_) => ("failover cluster", "failover clusters"),
        Element::ResourceGroup(_) => ("cluster resource group", "cluster resource groups"),
        Element::SqlInstance(_) => ("SQL instance", "SQL instances"),
        Element::AvailabilityGroup(_) => ("availability group", "availability groups"),
        Element::Database(_) => ("database", "databases"),
        Element::Host(_) => ("host", "hosts"),
        Element::HostInstance(_) => ("host instance", "host instances"),
        Element::Handler(_) => ("handler", "handlers"),
        Element::LoadBalancer(_) => ("load balancer", "load balancers"),
        Element::Endpoint(_) => ("endpoint", "endpoints"),
        Element::Connection(_) => ("connection", "connections"),
        Element::Firewall(_) => ("firewall", "firewalls"),
        Element::Storage(_) => ("disk", "disks"),
    }
}

pub(crate) fn show(kind: &str, name: &str) -> String {
    format!("Show the {kind} {name}")
}
