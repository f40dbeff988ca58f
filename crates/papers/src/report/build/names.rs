//! Names and IP addresses that have to be reserved beside those of the computers.

use std::collections::BTreeSet;

use crate::model::{Document, FaultDomain, PhysicalHost, ResourceKind};
use crate::prose::{list, plural};
use crate::report::listing::Listing;

pub(super) fn listing(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Names and addresses needed",
        &[("Of", 1.4), ("Names in the directory and DNS", 1.2), ("IP addresses", 0.7), ("Remark", 2.6)],
    )
    .saying("Names of this book are those of the drawing; names in the directory are chosen when building.");
    let computers = document.computers.len();
    if computers > 0 {
        let what = format!("{computers} {}", plural(computers, "computer", "computers"));
        listing.row([what, format!("{computers} (as drawn)"), computers.to_string(), String::new()]);
    }
    let is_physical = |it: &&PhysicalHost| it.domain == FaultDomain::PhysicalHost;
    let hosts: Vec<&PhysicalHost> = document.physical_hosts.values().filter(is_physical).collect();
    if !hosts.is_empty() {
        let what = format!("{} {}", hosts.len(), plural(hosts.len(), "physical host", "physical hosts"));
        listing.row([what, format!("{} (as drawn)", hosts.len()), hosts.len().to_string(), String::new()]);
    }
    let clusters: BTreeSet<&str> = hosts.iter().filter_map(|it| it.cluster_name()).collect();
    for cluster in clusters {
        listing.row([cluster, "1", "1", "The failover cluster of physical hosts itself; one address for each subnet"]);
    }
    for (id, cluster) in &document.failover_clusters {
        let roles: Vec<_> = document.resource_groups.values().filter(|it| it.failover_cluster == *id).collect();
        let count = |kind| roles.iter().filter(|it| it.has(kind)).count();
        let (names, addresses) = (count(ResourceKind::NetworkName), count(ResourceKind::IpAddress));
        let named: Vec<&str> = roles.iter().map(|it| it.name.as_str()).collect();
        let mut remark = "The cluster itself".to_owned();
        if !named.is_empty() {
            remark = format!("The cluster itself, and {}", list(&named));
        }
        remark.push_str("; one address for each subnet");
        listing.row([cluster.name.clone(), (1 + names).to_string(), (1 + addresses).to_string(), remark]);
    }
    for group in document.availability_groups.values() {
        if let Some(listener) = &group.listener {
            let remark = format!("Listener of {}, port {}", group.name, listener.port);
            let name = format!("1 ({})", listener.name);
            listing.row([group.name.clone(), name, listener.num_subnets.max(1).to_string(), remark]);
        }
    }
    for balancer in document.load_balancers.values() {
        listing.row([balancer.name.as_str(), "1", "1", balancer.kind.label()]);
    }
    listing
}
