//! Resources, authentication and logs of MSDTC.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Edit, EditCommand, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    BizTalkGroupId, ClusterResourceGroup, Computer, ComputerId, DtcAuthentication, Element, ResourceKind, SqlPlacement,
};
use crate::rules::value::{label, labels, texts};
use crate::rules::{Attribute, Report, RuleContext};

/// DTC-003: one finding per cluster resource group with MSDTC that lacks a disk or a network name, or whose MSDTC does
/// not depend on them.
pub(super) fn has_disk_and_name(context: &RuleContext<'_>, report: &mut Report) {
    const NEEDED: [ResourceKind; 2] = [ResourceKind::NetworkName, ResourceKind::PhysicalDisk];
    let mut looked = false;
    for (id, group) in &context.document.resource_groups {
        let Some(needs) = group.resources.get(&ResourceKind::Msdtc) else { continue };
        looked = true;
        let missing: Vec<ResourceKind> =
            NEEDED.into_iter().filter(|kind| !group.has(*kind) || !needs.contains(kind)).collect();
        if missing.is_empty() {
            continue;
        }
        let kinds =
            [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk, ResourceKind::Msdtc];
        report
            .finding([Element::from(*id), group.failover_cluster.into()])
            .with("missing", labels(missing))
            .with("resources", labels(group.resources.keys().copied()))
            .fix(Edit::put(
                format!("Give MSDTC in {} what it depends on", group.name),
                Record::ResourceGroup(*id, group.clone().with(&kinds)),
            ));
    }
    if !looked {
        report.idle("no-clustered-msdtc");
    }
}

/// DTC-011: one finding per cluster resource group with MSDTC, and without SQL Server, that only one of the cluster nodes
/// may own.
pub(super) fn has_two_owners(context: &RuleContext<'_>, report: &mut Report) {
    let document = context.document;
    let mut looked = false;
    for (id, group) in document.resource_groups.iter().filter(|(_, it)| it.has(ResourceKind::Msdtc)) {
        let nodes: Vec<ComputerId> = context.cluster_nodes(group.failover_cluster).collect();
        if nodes.len() < 2 || !context.sql_in_group(*id).is_empty() {
            continue;
        }
        looked = true;
        if group.possible_owners.len() > 1 {
            continue;
        }
        let active_owner = group.active_owner.or(group.runs_on());
        let on_all = ClusterResourceGroup { possible_owners: nodes.clone(), active_owner, ..group.clone() };
        report
            .finding([Element::from(*id), group.failover_cluster.into()])
            .with("owners", &group.possible_owners)
            .with("nodes", &nodes)
            .fix(Edit::put(format!("Let every cluster node own {}", group.name), Record::ResourceGroup(*id, on_all)));
    }
    if !looked {
        report.idle("no-clustered-msdtc");
    }
}

/// The BizTalk, SQL Server and master secret computers of a BizTalk group in the primary site.
fn computers_of(context: &RuleContext<'_>, group: BizTalkGroupId) -> BTreeSet<ComputerId> {
    let mut found = context.runtime_computers(group).clone();
    let databases = context.document.databases.values();
    for database in databases.filter(|it| it.biztalk_group.is_none_or(|it| it == group)) {
        if context.is_primary_sql(database.sql_instance) {
            found.extend(context.sql_owners(database.sql_instance));
        }
    }
    for server in context.master_secret_servers() {
        match server {
            MasterSecretServer::Computer(computer) => drop(found.insert(computer)),
            MasterSecretServer::Clustered(id) => found.extend(context.possible_owners(id)),
        }
    }
    found
}

/// DTC-004: one finding per BizTalk group whose computers stand in domains that do not trust each other, or whose MSDTC
/// authenticates callers differently.
pub(super) fn computers_authenticate_each_other(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in context.document.biztalk_groups.keys().copied() {
        let ids = computers_of(context, group);
        let computers: Vec<(ComputerId, &Computer)> =
            ids.iter().filter_map(|id| Some((*id, context.document.computers.get(id)?))).collect();
        let domains: BTreeSet<String> =
            computers.iter().filter_map(|(_, it)| it.domain.as_ref()).map(|it| it.to_lowercase()).collect();
        let mut levels: BTreeMap<DtcAuthentication, Vec<ComputerId>> = BTreeMap::new();
        for (id, computer) in &computers {
            if let Some(level) = computer.dtc_authentication {
                levels.entry(level).or_default().push(*id);
            }
        }
        looked |= domains.len() > 1 || !levels.is_empty();
        let trust = context.document.environment.domains_trust_each_other;
        let apart = domains.len() > 1 && trust == Some(false);
        if !apart && levels.len() < 2 {
            if domains.len() > 1 && trust.is_none() {
                report.ask(Element::Environment, Attribute::DomainsTrust);
            }
            continue;
        }
        let mut finding = report
            .finding([group])
            .involving(ids)
            .case(if apart { "apart" } else { "levels" })
            .with("domains", texts(domains));
        for (level, computers) in &levels {
            finding = finding.with_about("level", label(*level), computers);
        }
        if !apart {
            finding.fix(align(&computers, &levels));
        }
    }
    if !looked {
        report.idle("no-several-domains-and-no-authentication-level");
    }
}

/// Gives every computer the level that most have.
fn align(computers: &[(ComputerId, &Computer)], levels: &BTreeMap<DtcAuthentication, Vec<ComputerId>>) -> Option<Edit> {
    let (level, _) = levels.iter().rev().max_by_key(|(_, computers)| computers.len())?;
    let commands = computers
        .iter()
        .filter(|(_, it)| it.dtc_authentication.is_some_and(|it| it != *level))
        .map(|(id, it)| (*id, Computer { dtc_authentication: Some(*level), ..(*it).clone() }))
        .map(|(id, it)| EditCommand::Put(Record::Computer(id, it)))
        .collect();
    Some(Edit::new(format!("Set MSDTC to “{}” everywhere", level.label()), commands))
}

/// DTC-006: one finding per clustered MSDTC, or computer with a standalone SQL instance that holds BizTalk databases,
/// whose log shares its disk with data.
pub(super) fn log_has_its_own_disk(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, group) in context.document.resource_groups.iter().filter(|(_, it)| it.has(ResourceKind::Msdtc)) {
        looked = true;
        let apart = ClusterResourceGroup { dtc_log_on_own_disk: Some(true), ..group.clone() };
        let record = Record::ResourceGroup(*id, apart);
        judge_log(report, (*id).into(), &group.name, group.dtc_log_on_own_disk, record);
    }
    let standalone: BTreeSet<ComputerId> = context
        .sql_instances()
        .filter(|(id, _)| context.holds_databases(*id))
        .filter_map(|(_, sql)| match sql.placement {
            SqlPlacement::Standalone(computer) => Some(computer),
            SqlPlacement::Clustered(_) => None,
        })
        .collect();
    for id in standalone {
        let Some(computer) = context.document.computers.get(&id) else { continue };
        looked = true;
        let apart = Computer { dtc_log_on_own_disk: Some(true), ..computer.clone() };
        judge_log(report, id.into(), &computer.name, computer.dtc_log_on_own_disk, Record::Computer(id, apart));
    }
    if !looked {
        report.idle("no-msdtc-whose-log-is-judged");
    }
}

fn judge_log(report: &mut Report, element: Element, name: &str, own_disk: Option<bool>, apart: Record) {
    match own_disk {
        None => report.ask(element, Attribute::DtcLogDisk),
        Some(true) => {}
        Some(false) => drop(
            report
                .finding([element])
                .with("own-disk", false)
                .fix(Edit::put(format!("Put the MSDTC log of {name} on a disk of its own"), apart)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, facts_of};

    const CLUSTER: &str = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\n";

    #[test]
    fn dtc_003_wants_a_disk_and_a_network_name() {
        let bare = format!("{CLUSTER}resource-group DTC on CL resources msdtc #! DTC-003");
        check_rule("DTC-003", &bare);
        check_fix("DTC-003", &bare);
        let full = "resources ip-address network-name physical-disk msdtc";
        check_rule("DTC-003", &format!("{CLUSTER}resource-group DTC on CL {full}"));
        check_rule("DTC-003", &format!("{CLUSTER}resource-group G on CL"));
    }

    #[test]
    fn dtc_011_wants_a_second_owner() {
        let full = "resources ip-address network-name physical-disk msdtc";
        let one = format!("{CLUSTER}resource-group DTC on CL owners N1 {full} #! DTC-011");
        check_rule("DTC-011", &one);
        check_says("DTC-011", &one, &["Only N1 may own MSDTC in DTC | Possible owners: N1 | Cluster nodes: N1 and N2"]);
        check_fix("DTC-011", &one);
        check_rule("DTC-011", &format!("{CLUSTER}resource-group DTC on CL {full}"));
        check_rule("DTC-011", &format!("{CLUSTER}resource-group OTHER on CL owners N1"));
    }

    const TWO: &str = "
        computer B biztalk
        computer S domain=other
        sql ONE on S
        databases ONE management\n";

    #[test]
    fn dtc_004_wants_trust_between_domains_and_asks_for_it() {
        check_rule("DTC-004", &format!("{TWO}environment domains_trust_each_other=false #! DTC-004 Group1"));
        check_rule("DTC-004", &format!("{TWO}environment domains_trust_each_other=true"));
        check_rule("DTC-004", &format!("{TWO}environment production=true #? DTC-004"));
        check_rule("DTC-004", &TWO.replace("domain=other", ""));
    }

    #[test]
    fn dtc_004_wants_one_level_of_authentication() {
        let one_domain = TWO.replace("domain=other", "dtc_authentication=Mutual");
        let differing = format!("{one_domain}attr B dtc_authentication=None #! DTC-004 Group1");
        check_rule("DTC-004", &differing);
        check_fix("DTC-004", &differing);
        check_rule("DTC-004", &format!("{one_domain}attr B dtc_authentication=Mutual"));
    }

    #[test]
    fn dtc_004_tells_domains_and_levels() {
        let text = format!("{TWO}attr B dtc_authentication=Mutual\nenvironment domains_trust_each_other=false");
        let facts = [("Domains", "contoso.com, other"), ("Mutual authentication required", "B")];
        assert_eq!(facts_of("DTC-004", &text)[0], facts.map(|(label, value)| (label.to_owned(), value.to_owned())));
    }

    #[test]
    fn dtc_006_wants_the_log_on_its_own_disk_and_asks() {
        let group = format!("{CLUSTER}resource-group DTC on CL resources ip-address network-name physical-disk msdtc");
        check_rule("DTC-006", &format!("{group} dtc_log_on_own_disk=false #! DTC-006"));
        check_fix("DTC-006", &format!("{group} dtc_log_on_own_disk=false"));
        check_rule("DTC-006", &format!("{group} dtc_log_on_own_disk=true"));
        check_rule("DTC-006", &format!("{group} #? DTC-006"));
        let standalone = "computer S #? DTC-006\nsql ONE on S\ndatabases ONE management";
        check_rule("DTC-006", standalone);
        check_rule("DTC-006", CLUSTER);
    }
}
