//! Whether the nodes of a failover cluster can take each other's SQL instances.

use std::collections::BTreeSet;

use super::apart::add_passive_node;
use super::failover_cluster_instances;
use super::sizes::{ask_for_size, grow, is_smaller, size_of};
use crate::edit::{Edit, Record};
use crate::model::{Computer, ComputerId, DatabaseKind, FailoverClusterId, SqlInstanceId};
use crate::rules::value::{elements, percent_as_entered};
use crate::rules::{Attribute, Report, RuleContext};
use crate::sources::stated;

/// The failover clusters that run SQL Server in the primary site.
fn sql_clusters(context: &RuleContext<'_>) -> BTreeSet<FailoverClusterId> {
    let instances = failover_cluster_instances(context).into_iter();
    instances.filter_map(|(id, _)| super::cluster_of_sql(context, id)).collect()
}

/// The nodes on which a failover cluster instance of a failover cluster runs.
fn active_owners(context: &RuleContext<'_>, cluster: FailoverClusterId) -> BTreeSet<ComputerId> {
    context.sql_of_cluster(cluster).filter_map(|sql| context.sql_active_on(sql)).collect()
}

/// The possible owners of the failover cluster instances of a failover cluster on which no SQL instance runs.
fn idle_owners(context: &RuleContext<'_>, cluster: FailoverClusterId) -> BTreeSet<ComputerId> {
    let owners = context.sql_of_cluster(cluster).flat_map(|sql| context.sql_owners(sql).iter().copied());
    owners.filter(|owner| context.sql_active_instances(*owner).is_empty()).collect()
}

/// SQL-012: one finding per failover cluster without an idle possible owner on which a SQL instance finds no other node with
/// enough processor time left. Asks for missing loads.
pub(super) fn loads_fit_on_one_node(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for cluster in sql_clusters(context) {
        if active_owners(context, cluster).len() < 2 || !idle_owners(context, cluster).is_empty() {
            continue;
        }
        looked = true;
        let verdicts: Vec<_> = context.sql_of_cluster(cluster).map(|sql| (sql, overload(context, sql))).collect();
        let over: Vec<SqlInstanceId> =
            verdicts.iter().filter(|(_, it)| matches!(it, Overload::Over(_))).map(|(sql, _)| *sql).collect();
        if over.is_empty() {
            for computer in verdicts.iter().flat_map(|(_, it)| it.unknown()) {
                report.ask(*computer, Attribute::ProcessorLoad);
            }
            continue;
        }
        let mut finding = report.finding([cluster]).involving(over);
        for node in context.cluster_nodes(cluster) {
            finding = finding.with_about("load", node, load(context, node).map(percent_as_entered));
        }
        for (sql, verdict) in &verdicts {
            if let Overload::Over(least) = verdict {
                finding = finding.with_about("least-load", *sql, percent_as_entered(*least));
            }
        }
        finding.fix(add_passive_node(context, cluster));
    }
    if !looked {
        report.idle("no-active-active-cluster-without-an-idle-node");
    }
}

/// What becomes of the load when a SQL instance fails over.
enum Overload {
    /// Some other owner can take it, or there is none.
    Fits,
    /// Every other owner would have more than 100 %; the least of it.
    Over(f64),
    /// Loads of these computers are missing.
    Unknown(Vec<ComputerId>),
}

impl Overload {
    fn unknown(&self) -> &[ComputerId] {
        match self {
            Self::Unknown(computers) => computers,
            _ => &[],
        }
    }
}

fn overload(context: &RuleContext<'_>, sql: SqlInstanceId) -> Overload {
    let Some(active) = context.sql_active_on(sql) else { return Overload::Fits };
    let others: Vec<ComputerId> = context.sql_owners(sql).iter().copied().filter(|it| *it != active).collect();
    let involved = std::iter::once(active).chain(others.iter().copied());
    let sums: Vec<f64> =
        others.iter().filter_map(|other| Some(load(context, active)? + load(context, *other)?)).collect();
    if others.is_empty() || sums.iter().any(|sum| *sum <= 100.0) {
        return Overload::Fits;
    }
    let unknown: Vec<ComputerId> = involved.filter(|it| load(context, *it).is_none()).collect();
    if unknown.is_empty() {
        Overload::Over(sums.into_iter().fold(f64::INFINITY, f64::min))
    } else {
        Overload::Unknown(unknown)
    }
}

fn load(context: &RuleContext<'_>, computer: ComputerId) -> Option<f64> {
    stated(context.document.computers.get(&computer)?.load_percent.as_ref()).map(|it| it.value)
}

/// SQL-013: one finding per failover cluster with two active nodes and no idle possible owner.
pub(super) fn active_nodes_have_a_spare(context: &RuleContext<'_>, report: &mut Report) {
    let clusters = sql_clusters(context);
    if clusters.is_empty() {
        return report.idle("no-failover-cluster-instance");
    }
    for cluster in clusters {
        let active = active_owners(context, cluster);
        if active.len() < 2 || !idle_owners(context, cluster).is_empty() {
            continue;
        }
        report
            .finding([cluster])
            .involving(active.iter().copied())
            .with("active", &active)
            .with("sql-instances", elements(context.sql_of_cluster(cluster)))
            .fix(add_passive_node(context, cluster));
    }
}

/// SQL-014: one finding per idle node with less processors or memory than an active node whose SQL instance it may own.
/// Asks for missing figures.
pub(super) fn idle_node_is_as_large(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for cluster in sql_clusters(context) {
        for idle in idle_owners(context, cluster) {
            looked = true;
            let may_own = context.sql_of_cluster(cluster).filter(|sql| context.sql_owners(*sql).contains(&idle));
            let active: BTreeSet<ComputerId> = may_own.filter_map(|sql| context.sql_active_on(sql)).collect();
            judge_idle_node(context, report, idle, &active);
        }
    }
    if !looked {
        report.idle("no-idle-sql-server-node");
    }
}

fn judge_idle_node(context: &RuleContext<'_>, report: &mut Report, idle: ComputerId, active: &BTreeSet<ComputerId>) {
    let Some(spare) = context.document.computers.get(&idle) else { return };
    let larger: Vec<(ComputerId, &Computer)> = active
        .iter()
        .filter_map(|id| Some((*id, context.document.computers.get(id)?)))
        .filter(|(_, it)| is_smaller(spare, it))
        .collect();
    if larger.is_empty() {
        for computer in std::iter::once(idle).chain(active.iter().copied()) {
            ask_for_size(context, report, computer);
        }
        return;
    }
    let names = context.names(larger.iter().map(|(id, _)| *id));
    let mut finding =
        report.finding([idle]).involving(larger.iter().map(|(id, _)| *id)).with_about("size", idle, size_of(spare));
    for (id, computer) in &larger {
        finding = finding.with_about("size", *id, size_of(computer));
    }
    let mut resized = spare.clone();
    for (_, computer) in &larger {
        grow(&mut resized, computer);
    }
    finding.fix(Edit::put(format!("Make {} as large as {names}", spare.name), Record::Computer(idle, resized)));
}

/// SQL-036: one finding per failover cluster on which idle possible owners stand by for several active nodes, with a
/// MessageBox among their databases.
pub(super) fn spare_node_is_shared(context: &RuleContext<'_>, report: &mut Report) {
    let clusters = sql_clusters(context);
    if clusters.is_empty() {
        return report.idle("no-failover-cluster-instance");
    }
    for cluster in clusters {
        let (active, idle) = (active_owners(context, cluster), idle_owners(context, cluster));
        let is_box = |sql| context.databases_on(sql).any(|(_, it)| it.kind == DatabaseKind::MessageBox);
        if active.len() < 2 || idle.is_empty() || !context.sql_of_cluster(cluster).any(is_box) {
            continue;
        }
        report.finding([cluster]).involving(idle.iter().copied()).with("active", &active).with("idle", &idle);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const ACTIVE_ACTIVE: &str = "
        computer N1
        computer N2
        cluster CL nodes N1 N2
        fci ONE on CL active N1
        fci TWO on CL active N2
        databases ONE messagebox(master)
        databases TWO management\n";

    const WITH_SPARE: &str = "
        computer N1
        computer N2
        computer N3
        cluster CL nodes N1 N2 N3
        fci ONE on CL active N1 owners N1 N3
        fci TWO on CL active N2 owners N2 N3
        databases ONE messagebox(master)
        databases TWO management\n";

    #[test]
    fn sql_012_adds_up_the_loads_of_both_nodes() {
        check_rule(
            "SQL-012",
            &format!("{ACTIVE_ACTIVE}attr N1 load_percent=60\nattr N2 load_percent=50 #! SQL-012 CL"),
        );
        check_fix("SQL-012", &format!("{ACTIVE_ACTIVE}attr N1 load_percent=60\nattr N2 load_percent=50"));
        let half = format!("{ACTIVE_ACTIVE}attr N1 load_percent=60.5\nattr N2 load_percent=50");
        check_says(
            "SQL-012",
            &half,
            &["After a failover of ONE and TWO one node of CL is overloaded | Load of N1: 60.5 % | Load of N2: 50 % \
                 | Least load after a failover of ONE: 110.5 % | Least load after a failover of TWO: 110.5 %"],
        );
        check_rule("SQL-012", &format!("{ACTIVE_ACTIVE}attr N1 load_percent=50\nattr N2 load_percent=50"));
        check_rule("SQL-012", &format!("{ACTIVE_ACTIVE}attr N1 load_percent=90 #? SQL-012 N2"));
    }

    #[test]
    fn sql_012_does_not_ask_where_a_node_is_idle() {
        check_rule("SQL-012", WITH_SPARE);
    }

    #[test]
    fn sql_013_fires_on_active_active_and_is_content_with_a_spare() {
        check_rule("SQL-013", &format!("{ACTIVE_ACTIVE}attr CL name=CL #! SQL-013"));
        check_fix("SQL-013", ACTIVE_ACTIVE);
        check_rule("SQL-013", WITH_SPARE);
    }

    #[test]
    fn a_third_node_that_may_own_nothing_is_no_spare_for_sql_012_sql_013_and_sql_036() {
        let text = ACTIVE_ACTIVE
            .replace("computer N2", "computer N2\n        computer N3")
            .replace("nodes N1 N2", "nodes N1 N2 N3")
            .replace("fci ONE on CL active N1", "fci ONE on CL active N1 owners N1 N2")
            .replace("fci TWO on CL active N2", "fci TWO on CL active N2 owners N2 N1");
        assert!(findings_of("SQL-036", &text).is_empty());
        assert_eq!(findings_of("SQL-013", &text).len(), 1);
        check_rule("SQL-012", &format!("{text}attr N1 load_percent=90 #? SQL-012 N2"));
        check_rule("SQL-012", &format!("{text}attr N1 load_percent=60\nattr N2 load_percent=50 #! SQL-012 CL"));
    }

    #[test]
    fn sql_014_compares_the_idle_node_with_those_whose_instances_it_may_own() {
        let sizes = "attr N2 hardware.cores=8 hardware.ram_gb=32\nattr N3 hardware.cores=8 hardware.ram_gb=32\n";
        let small = format!("{WITH_SPARE}{sizes}attr N1 hardware.cores=16 hardware.ram_gb=32 #! SQL-014 N3");
        check_rule("SQL-014", &small);
        check_fix("SQL-014", &small);
        check_says(
            "SQL-014",
            &small,
            &["Idle node N3 is smaller than N1 | N3: cores 8, memory 32 GB | N1: cores 16, memory 32 GB"],
        );
        let unknown = format!("{WITH_SPARE}attr N1 hardware.cores=16\nattr N3 hardware.cores=8 hardware.ram_gb=7.5");
        check_says(
            "SQL-014",
            &unknown,
            &["Idle node N3 is smaller than N1 | N3: cores 8, memory 7.5 GB | N1: cores 16, memory not entered"],
        );
        check_rule("SQL-014", &format!("{WITH_SPARE}{sizes}attr N1 hardware.cores=8 hardware.ram_gb=16"));
        check_rule("SQL-014", &format!("{WITH_SPARE}{sizes}attr N1 hardware.cores=8 #? SQL-014 N1"));
        check_rule("SQL-014", ACTIVE_ACTIVE);
    }

    #[test]
    fn sql_036_tells_of_a_shared_spare_node_where_a_messagebox_is_involved() {
        check_rule("SQL-036", &format!("{WITH_SPARE}attr CL name=CL #! SQL-036"));
        check_says(
            "SQL-036",
            WITH_SPARE,
            &["N3 stands by for 2 active nodes of CL | Active nodes: N1 and N2 | Idle nodes: N3"],
        );
        check_rule("SQL-036", ACTIVE_ACTIVE);
        assert!(findings_of("SQL-036", &WITH_SPARE.replace("messagebox(master)", "tracking")).is_empty());
    }
}
