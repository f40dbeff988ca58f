//! Rules about SQL Server: failover cluster instances, storage, settings and editions.

mod failover;
mod fixes;
mod nodes;
mod settings;
pub(super) mod sizes;
mod storage;

use super::RuleContext;
use super::registry::Checks;
use crate::model::{FailoverClusterId, SqlInstance, SqlInstanceId};

pub(super) use failover::lost_with_its_computer;
pub(super) use fixes::make_highly_available;

pub(super) const CHECKS: Checks = &[
    ("SQL-001", failover::core_database_fails_over),
    ("SQL-002", failover::bam_primary_import_fails_over),
    ("SQL-005", failover::rule_engine_database_fails_over),
    ("SQL-007", failover::failover_cluster_instance_has_two_owners),
    ("SQL-009", storage::shared_storage_is_redundant),
    ("SQL-010", storage::busy_databases_lie_on_raid_10),
    ("SQL-012", nodes::loads_fit_on_one_node),
    ("SQL-013", nodes::active_nodes_have_a_spare),
    ("SQL-014", nodes::idle_node_is_as_large),
    ("SQL-017", settings::recovery_model_keeps_the_log),
    ("SQL-022", settings::collation_is_not_binary),
    ("SQL-027", settings::virtual_ip_is_static),
    ("SQL-035", settings::server_memory_is_fixed),
    ("SQL-036", nodes::spare_node_is_shared),
];

/// The failover cluster instances of the primary site.
fn failover_cluster_instances<'a>(context: &RuleContext<'a>) -> Vec<(SqlInstanceId, &'a SqlInstance)> {
    let clustered = |id: SqlInstanceId| context.group_of_sql(id).is_some() && context.is_primary_sql(id);
    context.sql_instances().filter(|(id, _)| clustered(*id)).collect()
}

/// The SQL instances of the primary site that hold BizTalk databases.
fn carriers<'a>(context: &RuleContext<'a>) -> Vec<(SqlInstanceId, &'a SqlInstance)> {
    let carries = |id: SqlInstanceId| context.holds_databases(id) && context.is_primary_sql(id);
    context.sql_instances().filter(|(id, _)| carries(*id)).collect()
}

/// The failover cluster of a failover cluster instance.
fn cluster_of_sql(context: &RuleContext<'_>, sql: SqlInstanceId) -> Option<FailoverClusterId> {
    context.group_of_sql(sql).and_then(|group| context.resource_group(group)).map(|it| it.failover_cluster)
}
