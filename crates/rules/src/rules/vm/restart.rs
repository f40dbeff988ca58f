//! Failover clusters of physical hosts: their virtual machines restart on another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Edit, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{ComputerId, Element, FaultDomain, PhysicalHost, PhysicalHostId, ResourceGroupId, ResourceKind};
use crate::rules::sql::spread;
use crate::rules::value::{elements, text};
use crate::rules::{Report, RuleContext, Survival};

/// The failover clusters of physical hosts by name, without regard to capitals: the name as drawn first, and the hosts.
fn host_clusters<'a>(context: &RuleContext<'a>) -> BTreeMap<String, (&'a str, Vec<PhysicalHostId>)> {
    let mut clusters: BTreeMap<String, (&'a str, Vec<PhysicalHostId>)> = BTreeMap::new();
    for (id, host) in &context.document.physical_hosts {
        let name = host.host_cluster.as_deref().map(str::trim).filter(|it| !it.is_empty());
        if let Some(name) = name.filter(|_| host.domain == FaultDomain::PhysicalHost) {
            clusters.entry(name.to_lowercase()).or_insert((name, Vec::new())).1.push(*id);
        }
    }
    clusters
}

/// The computers of the primary site that do something which no other computer takes over.
fn alone(context: &RuleContext<'_>) -> BTreeSet<ComputerId> {
    let hosts = context.hosts().filter(|(_, it)| it.clustered_in.is_none()).map(|(id, _)| context.servers(id));
    let only = hosts.filter(|it| it.len() == 1).flatten().copied();
    let databases = context.document.databases.iter();
    let restarts = databases.filter(|(id, _)| context.survival_of(**id) == Survival::Restarts);
    let sql = restarts.filter_map(|(_, it)| context.sql_active_on(it.sql_instance));
    let secret = context.master_secret_servers().into_iter().filter_map(|it| match it {
        MasterSecretServer::Computer(computer) => Some(computer),
        MasterSecretServer::Clustered(_) => None,
    });
    only.chain(sql).chain(secret).filter(|it| context.is_primary(*it)).collect()
}

/// VM-001: one finding per failover cluster of physical hosts on which a virtual machine restarts that nothing takes over
/// from.
pub(super) fn restart_is_an_interruption(context: &RuleContext<'_>, report: &mut Report) {
    let clusters = host_clusters(context);
    if clusters.is_empty() {
        return report.idle("no-failover-cluster-of-physical-hosts");
    }
    let alone = alone(context);
    for (name, hosts) in clusters.values() {
        let of_them = |it: &ComputerId| {
            let host = context.document.computers.get(it).and_then(|it| it.physical_host);
            host.is_some_and(|it| hosts.contains(&it)) && context.document.restarts_elsewhere(*it)
        };
        let computers: BTreeSet<ComputerId> = alone.iter().copied().filter(of_them).collect();
        if !computers.is_empty() {
            report
                .finding(computers.iter().copied())
                .involving(hosts.iter().copied())
                .with("computers", &computers)
                .with("cluster", text(*name))
                .with("hosts", elements(hosts.iter().copied()));
        }
    }
}

/// VM-002: one finding per physical host that is the only one of its failover cluster of physical hosts.
pub(super) fn host_cluster_has_another_host(context: &RuleContext<'_>, report: &mut Report) {
    let clusters = host_clusters(context);
    if clusters.is_empty() {
        return report.idle("no-failover-cluster-of-physical-hosts");
    }
    for (name, hosts) in clusters.values() {
        let [only] = hosts.as_slice() else { continue };
        report.finding([*only]).with("cluster", text(*name)).fix(add_host(context, *only));
    }
}

/// A further physical host of the same failover cluster.
fn add_host(context: &RuleContext<'_>, like: PhysicalHostId) -> Option<Edit> {
    let model = context.document.physical_hosts.get(&like)?;
    let mut draft = crate::rules::fixes::FixDraft::new(context);
    let name = format!("{} 2", model.name);
    let id = draft.id();
    draft.put(Record::PhysicalHost(id, PhysicalHost { name: name.clone(), ..model.clone() }));
    draft.says(format!("add physical host {name} to the same failover cluster"));
    draft.finish()
}

/// VM-003: one finding per cluster resource group with Enterprise SSO or a host whose possible owners all stand on one
/// physical host or in one availability zone. SQL-026 looks at those with a SQL instance.
pub(super) fn owners_stand_on_several_physical_hosts(context: &RuleContext<'_>, report: &mut Report) {
    let judged = |id: ResourceGroupId| {
        let group = context.resource_group(id);
        context.sql_in_group(id).is_empty()
            && (group.is_some_and(|it| it.has(ResourceKind::EntSso)) || !context.hosts_clustered_in(id).is_empty())
    };
    let mut looked = false;
    for id in context.document.resource_groups.keys().copied().filter(|id| judged(*id)) {
        let owners = context.possible_owners(id);
        let host_of = |it: &ComputerId| context.document.computers.get(it).and_then(|it| it.physical_host);
        let hosts: BTreeSet<Option<PhysicalHostId>> = owners.iter().map(host_of).collect();
        looked |= owners.len() > 1 && !hosts.contains(&None);
        let Some(Some(host)) = hosts.first().filter(|_| hosts.len() == 1 && owners.len() > 1) else { continue };
        report
            .finding([Element::from(id), (*host).into()])
            .involving(owners.iter().copied())
            .with("computers", &owners)
            .fix(spread(context, &owners, *host));
    }
    if !looked {
        report.idle("no-physical-hosts-of-cluster-nodes-entered");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const HOSTS: &str = "
        physical-host HV1
        physical-host HV2
        attr HV1 host_cluster=HVCL
        attr HV2 host_cluster=hvcl\n";

    #[test]
    fn vm_001_says_of_virtual_machines_that_stand_alone_that_they_are_interrupted() {
        let alone = format!(
            "{HOSTS}
            computer BTS1 biztalk physical_host=@HV1
            host H receive on BTS1
            computer SQL1 physical_host=@HV2
            sql ONE on SQL1
            databases ONE management
            computer OTHER physical_host=@HV2
            attr BTS1 name=BTS1 #! VM-001"
        );
        check_rule("VM-001", &alone);
        check_says(
            "VM-001",
            &alone,
            &["BTS1 and SQL1 restart on another physical host: away meanwhile, but not lost | Failover cluster of \
                 physical hosts: HVCL | Physical hosts: HV1 and HV2"],
        );
        check_rule("VM-001", &alone.replace("attr HV2 host_cluster=hvcl", "").replace("#! VM-001", ""));
        let two = format!("{HOSTS}computer A biztalk physical_host=@HV1\ncomputer B biztalk\nhost H receive on A B");
        check_rule("VM-001", &two);
    }

    #[test]
    fn vm_002_wants_another_physical_host() {
        let one = "physical-host HV1\nattr HV1 host_cluster=HVCL #! VM-002";
        check_rule("VM-002", one);
        check_fix("VM-002", one);
        check_rule("VM-002", HOSTS);
        check_rule("VM-002", "physical-host HV1");
    }

    #[test]
    fn vm_003_keeps_the_nodes_of_the_master_secret_and_of_a_host_apart() {
        let text = format!(
            "{HOSTS}
            computer M1 sso physical_host=@HV1
            computer M2 sso physical_host=@HV1
            cluster CL nodes M1 M2
            resource-group SSO on CL resources ip-address network-name ent-sso #! VM-003"
        );
        check_rule("VM-003", &text);
        check_fix("VM-003", &text);
        check_says("VM-003", &text, &["All possible owners of SSO go down with HV1 | Computers: M1 and M2"]);
        let zone = text.replace("attr HV1 host_cluster=HVCL", "attr HV1 domain=AvailabilityZone");
        check_rule("VM-003", &zone);
        check_fix("VM-003", &zone);
        let apart = text.replace("M2 sso physical_host=@HV1", "M2 sso physical_host=@HV2").replace("#! VM-003", "");
        check_rule("VM-003", &apart);
    }
}
