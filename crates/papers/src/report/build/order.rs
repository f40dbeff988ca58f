//! In which order to build, with the names of the design.

use std::collections::BTreeSet;

use super::words::{On, words};
use crate::code::first_servers;
use crate::model::queries::MasterSecretServer;
use crate::model::{Document, Element, FaultDomain, Role};
use crate::prose::list;
use crate::report::census::{Census, sql_instances};
use crate::report::listing::{Listing, or};
use crate::sources::SourceId;

pub(super) fn listing(document: &Document) -> Listing {
    let mut listing =
        Listing::new("Build order", &[("Step", 0.4), ("What", 2.4), ("Where", 2.2), ("Who", 1.2), ("Done, date", 0.9)])
            .after(&["core/high-availability-and-the-microsoft-operations-framework"]);
    if !document.availability_groups.is_empty() {
        let groups = "core/high-availability-using-sql-server-always-on-availability-groups";
        listing.sources.push(SourceId(groups.to_owned()));
    }
    let first: Vec<String> =
        first_servers(document).into_iter().map(|id| Element::Computer(id).name(document)).collect();
    let first = or(list(&first), "the first");
    let steps = words().order.iter().filter_map(|step| Some((step, place(document, step.on)?)));
    for (number, (step, place)) in (1..).zip(steps) {
        let what = step.what.replace("{first}", &first);
        listing.row([number.to_string(), what, place, step.who.clone(), String::new()]);
    }
    listing
}

/// Where a step is carried out; `None` where the design has nothing of the kind.
fn place(document: &Document, on: On) -> Option<String> {
    let census = Census::new(document);
    let computers = |wanted: &dyn Fn(crate::model::ComputerId) -> bool| {
        let names = document.computers.iter().filter(|(id, _)| wanted(**id)).map(|(_, it)| it.name.clone());
        census.list(&names.collect::<Vec<String>>())
    };
    let said = match on {
        On::Domain => {
            if document.computers.is_empty() {
                String::new()
            } else {
                "the domain".to_owned()
            }
        }
        On::PhysicalHosts => {
            let hosts = document.physical_hosts.values().filter(|it| it.domain == FaultDomain::PhysicalHost);
            names(hosts.map(|it| &it.name))
        }
        On::Computers => computers(&|_| true),
        On::Clusters => names(document.failover_clusters.values().map(|it| &it.name)),
        On::SqlInstances | On::Replicas => sql_instances(document),
        On::AvailabilityGroups => names(document.availability_groups.values().map(|it| &it.name)),
        On::AvailabilityDatabases => {
            let groups: BTreeSet<_> = document.databases.values().filter_map(|it| it.availability_group).collect();
            names(groups.into_iter().filter_map(|id| document.availability_groups.get(&id)).map(|it| &it.name))
        }
        On::MasterSecret => {
            let servers = document.master_secret_servers();
            let server = |it: &MasterSecretServer| match it {
                MasterSecretServer::Computer(id) => Element::Computer(*id).name(document),
                MasterSecretServer::Clustered(id) => Element::ResourceGroup(*id).name(document),
            };
            list(&servers.iter().map(server).collect::<Vec<_>>())
        }
        On::BizTalkServers => computers(&|id| document.has_role(id, Role::BizTalkRuntime)),
        On::Hosts => names(document.hosts.values().map(|it| &it.name)),
        On::LoadBalancers => names(document.load_balancers.values().map(|it| &it.name)),
        On::LogShipping => {
            let targets: BTreeSet<_> = document.disaster_recovery.ships_to.values().collect();
            names(targets.into_iter().filter_map(|id| document.sql_instances.get(id)).map(|it| &it.name))
        }
        On::Tests => {
            if document.computers.is_empty() {
                String::new()
            } else {
                "the test plan of this book".to_owned()
            }
        }
    };
    (!said.is_empty()).then_some(said)
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    list(&names.map(String::as_str).collect::<Vec<_>>())
}
