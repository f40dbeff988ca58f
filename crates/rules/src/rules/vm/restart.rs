//! Failover clusters of physical hosts: their virtual machines restart on another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{ComputerId, Element, PhysicalHost, PhysicalHostId, ResourceGroupId, ResourceKind};
use crate::rules::sql::spread;
use crate::rules::value::{elements, text};
use crate::rules::{Report, RuleContext, Survival};

/// The failover clusters of physical hosts by name, without regard to capitals: the name as drawn first, and the hosts.
fn host_clusters<'a>(context: &RuleContext<'a>) -> BTreeMap<String, (&'a str, Vec<PhysicalHostId>)> {
    let mut clusters: BTreeMap<String, (&'a str, Vec<PhysicalHostId>)> = BTreeMap::new();
    for (id, host) in &context.document.physical_hosts {
        if let Some(name) = host.cluster_name() {
            clusters.entry(name.to_lowercase()).or_insert((name, Vec::new())).1.push(*id);
        }
    }
    clusters
}

/// One finding per failover cluster of physical hosts for those of some things that live on one of its virtual machines
/// alone: elements with their computer.
fn tell(context: &RuleContext<'_>, report: &mut Report, alone: &[(Element, ComputerId)]) {
    let clusters = host_clusters(context);
    if clusters.is_empty() {
        return report.idle("no-failover-cluster-of-physical-hosts");
    }
    for (name, hosts) in clusters.values() {
        let here = |computer: ComputerId| {
            let host = context.document.computers.get(&computer).and_then(|it| it.physical_host);
            host.is_some_and(|it| hosts.contains(&it)) && context.document.restarts_elsewhere(computer)
        };
        let found: Vec<(Element, ComputerId)> = alone.iter().copied().filter(|(_, it)| here(*it)).collect();
        if found.is_empty() {
            continue;
        }
        let computers: BTreeSet<ComputerId> = found.iter().map(|(_, it)| *it).collect();
        let things: BTreeSet<Element> = found.iter().map(|(it, _)| *it).collect();
        report
            .finding(things.iter().copied())
            .involving(computers.iter().copied().map(Element::from).filter(|it| !things.contains(it)))
            .involving(hosts.iter().copied())
            .with("things", elements(things.iter().copied()))
            .with("computers", &computers)
            .with("cluster", text(*name))
            .with("hosts", elements(hosts.iter().copied()));
    }
}

/// VM-001: the hosts that run on one virtual machine only, which restarts on another physical host.
pub(super) fn hosts_are_interrupted(context: &RuleContext<'_>, report: &mut Report) {
    let hosts = context.hosts().filter(|(_, it)| it.clustered_in.is_none());
    let alone: Vec<(Element, ComputerId)> = hosts
        .filter_map(|(id, _)| {
            let servers = context.servers(id);
            Some((id.into(), *servers.first().filter(|_| servers.len() == 1)?))
        })
        .collect();
    tell(context, report, &alone);
}

/// VM-004: the databases whose SQL instance is on one virtual machine only, which restarts on another physical host.
pub(super) fn databases_are_interrupted(context: &RuleContext<'_>, report: &mut Report) {
    let databases = context.document.databases.iter().filter(|(_, it)| context.is_primary_sql(it.sql_instance));
    let restarts = databases.filter(|(id, _)| context.survival_of(**id) == Survival::Restarts);
    let alone: Vec<(Element, ComputerId)> =
        restarts.filter_map(|(id, it)| Some(((*id).into(), context.sql_active_on(it.sql_instance)?))).collect();
    tell(context, report, &alone);
}

/// VM-005: the master secret server that is a virtual machine which restarts on another physical host.
pub(super) fn master_secret_is_interrupted(context: &RuleContext<'_>, report: &mut Report) {
    let servers = context.master_secret_servers().into_iter();
    let alone: Vec<(Element, ComputerId)> = servers
        .filter_map(|it| match it {
            MasterSecretServer::Computer(computer) => Some((computer.into(), computer)),
            MasterSecretServer::Clustered(_) => None,
        })
        .collect();
    tell(context, report, &alone);
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
    let name = continued_name(context.document, &model.name);
    let id = draft.id();
    draft.put(Record::PhysicalHost(id, PhysicalHost { name: name.clone(), ..model.clone() }));
    draft.says(format!("add physical host {name} to the same failover cluster"));
    draft.finish()
}

/// Whether VM-003 judges a cluster resource group: it holds Enterprise SSO, a host, an endpoint, or MSDTC, which no SQL
/// instance with the same possible owners needs alone. SQL-026 looks at those with a SQL instance.
fn is_judged(context: &RuleContext<'_>, endpoint_roles: &BTreeSet<ResourceGroupId>, id: ResourceGroupId) -> bool {
    if !context.sql_in_group(id).is_empty() {
        return false;
    }
    let has = |kind| context.resource_group(id).is_some_and(|it| it.has(kind));
    let owners = |id| context.possible_owners(id).iter().copied().collect::<BTreeSet<ComputerId>>();
    let mut with_sql = context.document.resource_groups.keys().filter(|it| !context.sql_in_group(**it).is_empty());
    has(ResourceKind::EntSso)
        || !context.hosts_clustered_in(id).is_empty()
        || endpoint_roles.contains(&id)
        || (has(ResourceKind::Msdtc) && !with_sql.any(|it| owners(*it) == owners(id)))
}

/// VM-003: one finding per cluster resource group with Enterprise SSO, a host, an endpoint or MSDTC whose possible owners
/// all stand on one physical host or in one availability zone.
pub(super) fn owners_stand_on_several_physical_hosts(context: &RuleContext<'_>, report: &mut Report) {
    let document = context.document;
    let endpoint_roles = document.endpoints.values().filter_map(|it| document.cluster_role_of(it)).collect();
    let mut looked = false;
    for id in document.resource_groups.keys().copied().filter(|id| is_judged(context, &endpoint_roles, *id)) {
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
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const HOSTS: &str = "
        physical-host HV1
        physical-host HV2
        attr HV1 host_cluster=HVCL
        attr HV2 host_cluster=hvcl\n";

    #[test]
    fn vm_001_vm_004_and_vm_005_say_what_a_restart_interrupts() {
        let alone = format!(
            "{HOSTS}
            computer BTS1 biztalk physical_host=@HV1
            host H receive on BTS1
            computer SQL1 physical_host=@HV2
            sql ONE on SQL1
            databases ONE management
            computer MSS1 master-secret sso physical_host=@HV2
            computer OTHER physical_host=@HV2\n"
        );
        for (rule, subject, says) in [
            (
                "VM-001",
                "H",
                "H is on BTS1 alone, which restarts on another physical host: away meanwhile, but not lost | Failover \
                 cluster of physical hosts: HVCL | Physical hosts: HV1 and HV2",
            ),
            (
                "VM-004",
                "management",
                "management is on SQL1 alone, which restarts on another physical host: away meanwhile, but not lost | \
                 Failover cluster of physical hosts: HVCL | Physical hosts: HV1 and HV2",
            ),
            (
                "VM-005",
                "MSS1",
                "MSS1 holds the master secret alone, and restarts on another physical host: away meanwhile, but not \
                 lost | Failover cluster of physical hosts: HVCL | Physical hosts: HV1 and HV2",
            ),
        ] {
            check_rule(rule, &format!("{alone}environment #! {rule} {subject}"));
            check_says(rule, &alone, &[says]);
            check_rule(rule, &alone.replace("attr HV2 host_cluster=hvcl", ""));
        }
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
    fn vm_002_counts_on_the_name_of_the_physical_host() {
        let one = "physical-host HV1\nattr HV1 host_cluster=HVCL\nphysical-host HV2";
        let label = &findings_of("VM-002", one)[0].fixes[0].label;
        assert_eq!(label, "Add physical host HV3 to the same failover cluster");
    }

    #[test]
    fn vm_003_looks_at_cluster_roles_with_an_endpoint_or_msdtc() {
        let nodes = format!(
            "{HOSTS}
            computer F1 file-server physical_host=@HV1
            computer F2 file-server physical_host=@HV1
            cluster CL nodes F1 F2\n"
        );
        let share = format!("{nodes}resource-group FILES on CL resources ip-address network-name file-server");
        let on_share = format!("{share} #! VM-003\nendpoint SHARE file-share computer=@F1");
        check_rule("VM-003", &on_share);
        check_fix("VM-003", &on_share);
        check_rule("VM-003", &share);
        let msdtc = format!("{nodes}resource-group DTC on CL resources ip-address network-name msdtc #! VM-003");
        check_rule("VM-003", &msdtc);
        let sql = format!("{nodes}fci ONE on CL\nresource-group DTC on CL resources ip-address network-name msdtc");
        check_rule("VM-003", &sql);
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

    #[test]
    fn virtual_machines_of_which_nobody_said_whether_they_restart_are_asked_about_and_no_blocker() {
        let unstated = "
            physical-host HV1
            physical-host HV2
            computer BTS1 biztalk physical_host=@HV1
            host H receive on BTS1
            computer SQL1 physical_host=@HV2
            sql ONE on SQL1
            databases ONE management messagebox(master) tracking sso
            computer MSS1 master-secret sso physical_host=@HV2\n";
        for (rule, host, subjects) in [
            ("HOST-001", "HV1", vec!["H"]),
            ("HOST-002", "HV1", vec!["Group1"]),
            ("SQL-001", "HV2", vec!["management", "messagebox", "tracking"]),
            ("SSO-004", "HV2", vec!["MSS1"]),
            ("SSO-012", "HV2", vec!["sso"]),
        ] {
            check_rule(rule, &format!("{unstated}environment #? {rule} {host}"));
            let found: Vec<String> = subjects.iter().map(|it| format!("environment #! {rule} {it}\n")).collect();
            let alone = format!("{unstated}attr HV1 stands_alone=true\nattr HV2 stands_alone=true\n");
            check_rule(rule, &format!("{alone}{}", found.concat()));
            check_rule(rule, &format!("{unstated}attr HV1 host_cluster=HVCL\nattr HV2 host_cluster=HVCL"));
        }
    }
}
