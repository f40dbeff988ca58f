//! Settings of SQL instances and databases.

use super::{carriers, cluster_of_sql, failover_cluster_instances};
use crate::edit::{Edit, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{ClusterResourceGroup, Database, DatabaseKind, Element, RecoveryModel, SqlInstance, SqlInstanceId};
use crate::rules::value::{elements, gigabytes, label};
use crate::rules::{Attribute, Report, RuleContext};
use crate::sources::stated;

/// SQL-017: one finding per database with the simple recovery model.
pub(super) fn recovery_model_keeps_the_log(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, database) in &context.document.databases {
        // A custom database needs its log only where it is restored to the same mark as the others.
        let apart = database.kind == DatabaseKind::Custom
            && database.transactions != Some(true)
            && database.added_to_backup != Some(true);
        if apart || database.kind.is_analysis() || !context.is_primary_sql(database.sql_instance) {
            continue;
        }
        looked = true;
        match database.recovery_model {
            None => report.ask(*id, Attribute::RecoveryModel),
            Some(RecoveryModel::Simple) => {
                let full = Database { recovery_model: Some(RecoveryModel::Full), ..database.clone() };
                report.finding([*id]).with("recovery-model", label(RecoveryModel::Simple)).fix(Edit::put(
                    format!("Set {} to the Full recovery model", database.name),
                    Record::Database(*id, full),
                ));
            }
            Some(_) => {}
        }
    }
    if !looked {
        report.idle("no-database");
    }
}

/// SQL-022: one finding per SQL instance with BizTalk databases and a binary collation.
pub(super) fn collation_is_not_binary(context: &RuleContext<'_>, report: &mut Report) {
    let instances = carriers(context);
    if instances.is_empty() {
        return report.idle("no-sql-instance-with-databases");
    }
    for (id, sql) in instances {
        match sql.binary_collation {
            None => report.ask(id, Attribute::BinaryCollation),
            Some(false) => {}
            Some(true) => {
                let changed = SqlInstance { binary_collation: Some(false), ..sql.clone() };
                report
                    .finding([id])
                    .with("databases", elements(context.databases_on(id).map(|(database, _)| database)))
                    .fix(Edit::put(
                        format!("Give {} a collation that is not binary", sql.name),
                        Record::SqlInstance(id, changed),
                    ));
            }
        }
    }
}

/// SQL-027: one finding per failover cluster instance whose IP address comes from DHCP.
pub(super) fn virtual_ip_is_static(context: &RuleContext<'_>, report: &mut Report) {
    let instances = failover_cluster_instances(context);
    if instances.is_empty() {
        return report.idle("no-failover-cluster-instance");
    }
    for (id, sql) in instances {
        let Some(group_id) = context.group_of_sql(id) else { continue };
        let Some(group) = context.resource_group(group_id) else { continue };
        match group.static_ip {
            None => report.ask(group_id, Attribute::StaticIp),
            Some(true) => {}
            Some(false) => {
                let fixed = ClusterResourceGroup { static_ip: Some(true), ..group.clone() };
                report.finding([Element::from(id), group_id.into()]).with("resource-group", group_id).fix(Edit::put(
                    format!("Give {} a static IP address", sql.name),
                    Record::ResourceGroup(group_id, fixed),
                ));
            }
        }
    }
}

/// SQL-035: one finding per SQL instance with BizTalk databases whose server memory varies, or that leaves no memory
/// for the master secret server on its failover cluster.
pub(super) fn server_memory_is_fixed(context: &RuleContext<'_>, report: &mut Report) {
    let instances = carriers(context);
    if instances.is_empty() {
        return report.idle("no-sql-instance-with-databases");
    }
    let secret = context.master_secret_servers();
    for (id, sql) in instances {
        let shared = shares_cluster_with(context, id, &secret);
        let limits = stated(sql.min_memory_gb.as_ref()).zip(stated(sql.max_memory_gb.as_ref()));
        let varies = limits.is_some_and(|(min, max)| min.value != max.value);
        let starves = shared && sql.memory_left_for_sso == Some(false);
        if !varies && !starves {
            if limits.is_none() {
                report.ask(id, Attribute::ServerMemory);
            }
            if shared && sql.memory_left_for_sso.is_none() {
                report.ask(id, Attribute::SsoMemory);
            }
            continue;
        }
        report
            .finding([id])
            .case(match (varies, starves) {
                (true, true) => "varies-and-starves",
                (true, false) => "varies",
                _ => "starves",
            })
            .with("minimum", sql.min_memory_gb.as_ref().map(|it| gigabytes(it.value)))
            .with("maximum", sql.max_memory_gb.as_ref().map(|it| gigabytes(it.value)))
            .fix(fix_memory(id, sql, shared));
    }
}

/// Whether a clustered master secret server may run on the failover cluster of a SQL instance.
fn shares_cluster_with(context: &RuleContext<'_>, sql: SqlInstanceId, secret: &[MasterSecretServer]) -> bool {
    let cluster = cluster_of_sql(context, sql);
    let owners = context.sql_owners(sql);
    secret.iter().any(|server| match *server {
        MasterSecretServer::Clustered(group) => {
            cluster.is_some() && context.resource_group(group).map(|it| it.failover_cluster) == cluster
        }
        MasterSecretServer::Computer(computer) => cluster.is_some() && owners.contains(&computer),
    })
}

/// The maximum as minimum, and memory left for Enterprise SSO where that shares the failover cluster.
fn fix_memory(id: SqlInstanceId, sql: &SqlInstance, shared: bool) -> Edit {
    let mut fixed = SqlInstance { min_memory_gb: sql.max_memory_gb.clone(), ..sql.clone() };
    if shared {
        fixed.memory_left_for_sso = Some(true);
    }
    Edit::put(format!("Fix the server memory of {}", sql.name), Record::SqlInstance(id, fixed))
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const CLUSTER: &str = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL\ndatabases ONE management\n";

    #[test]
    fn sql_017_wants_log_backups_and_asks_for_the_model() {
        let simple = format!("{CLUSTER}attr management recovery_model=Simple #! SQL-017");
        check_rule("SQL-017", &simple);
        check_fix("SQL-017", &simple);
        check_says(
            "SQL-017",
            &simple,
            &["management keeps no log to back up: its recovery model is Simple | Recovery model: Simple"],
        );
        check_rule("SQL-017", &format!("{CLUSTER}attr management recovery_model=Full"));
        check_rule("SQL-017", &format!("{CLUSTER}attr management name=M #? SQL-017"));
    }

    #[test]
    fn sql_022_refuses_binary_collations_and_asks() {
        let binary = format!("{CLUSTER}attr ONE binary_collation=true #! SQL-022");
        check_rule("SQL-022", &binary);
        check_fix("SQL-022", &binary);
        check_says(
            "SQL-022",
            &binary,
            &["ONE has a binary collation, which BizTalk Server does not support | Databases: management"],
        );
        check_rule("SQL-022", &format!("{CLUSTER}attr ONE binary_collation=false"));
        check_rule("SQL-022", &format!("{CLUSTER}attr ONE name=ONE #? SQL-022"));
    }

    #[test]
    fn sql_027_wants_a_static_address_and_asks() {
        let dynamic = format!("{CLUSTER}attr ONE-group static_ip=false #! SQL-027 ONE");
        check_rule("SQL-027", &dynamic);
        check_fix("SQL-027", &dynamic);
        check_says("SQL-027", &dynamic, &["The IP address of ONE comes from DHCP | Cluster resource group: ONE-group"]);
        check_rule("SQL-027", &format!("{CLUSTER}attr ONE-group static_ip=true"));
        check_rule("SQL-027", &format!("{CLUSTER}attr ONE-group name=G #? SQL-027"));
        check_rule("SQL-027", "computer S\nsql ONE on S\ndatabases ONE management");
    }

    #[test]
    fn sql_035_wants_equal_limits_and_memory_for_the_secret() {
        let varying = format!("{CLUSTER}attr ONE min_memory_gb=8 max_memory_gb=24 #! SQL-035");
        check_rule("SQL-035", &varying);
        check_fix("SQL-035", &varying);
        check_says(
            "SQL-035",
            &varying,
            &["ONE has no fixed server memory: minimum and maximum differ | Minimum server memory: 8 GB | Maximum \
                 server memory: 24 GB"],
        );
        let limits = "min_memory_gb=24 max_memory_gb=24";
        let starving = format!("{CLUSTER}sso ONE\nattr ONE {limits} memory_left_for_sso=false #! SQL-035");
        check_rule("SQL-035", &starving);
        check_fix("SQL-035", &starving);
        check_says(
            "SQL-035",
            &starving,
            &["ONE leaves no memory for Enterprise SSO on the same failover cluster | Minimum server memory: 24 GB | \
                 Maximum server memory: 24 GB"],
        );
        let unknown = format!("{CLUSTER}sso ONE\nattr ONE max_memory_gb=0.5 memory_left_for_sso=false");
        check_says(
            "SQL-035",
            &unknown,
            &["ONE leaves no memory for Enterprise SSO on the same failover cluster | Minimum server memory: not \
                 entered | Maximum server memory: 0.5 GB"],
        );
        let both = starving.replace("min_memory_gb=24", "min_memory_gb=8");
        check_says(
            "SQL-035",
            &both,
            &["ONE has no fixed server memory and leaves none for Enterprise SSO | Minimum server memory: 8 GB | \
                 Maximum server memory: 24 GB"],
        );
        check_rule("SQL-035", &format!("{CLUSTER}attr ONE {limits}"));
    }

    #[test]
    fn sql_035_asks_for_limits_and_for_memory_beside_the_secret() {
        check_rule("SQL-035", &format!("{CLUSTER}attr ONE max_memory_gb=24 #? SQL-035"));
        check_rule("SQL-035", &format!("{CLUSTER}sso ONE\nattr ONE min_memory_gb=9 max_memory_gb=9 #? SQL-035"));
    }
}
