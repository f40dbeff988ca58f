//! Rules about SQL Server: failover cluster instances, storage, settings and editions.

mod apart;
mod editions;
mod failover;
mod fixes;
mod needed;
mod nodes;
mod others;
mod settings;
mod shared;
pub(super) mod sizes;
mod storage;
mod stretched;
mod support;

use super::RuleContext;
use super::registry::Checks;
use crate::model::{FailoverClusterId, SqlInstance, SqlInstanceId};

pub(super) use apart::{give_own_instance, go_back_to_one_box, go_on_to_three_boxes, spread};
pub(crate) use editions::{is_supported, version};
pub(super) use editions::{upgrade, version_of};
pub(super) use failover::{is_lost, loss};
pub(super) use fixes::{add_owner, join_availability_group, join_new_node, make_highly_available};

pub(super) const CHECKS: Checks = &[
    ("SQL-001", failover::core_database_fails_over),
    ("SQL-002", failover::bam_primary_import_fails_over),
    ("SQL-003", others::bam_analysis_fails_over),
    ("SQL-004", others::bam_archive_fails_over),
    ("SQL-005", failover::rule_engine_database_fails_over),
    ("SQL-006", others::other_database_fails_over),
    ("SQL-007", failover::failover_cluster_instance_has_two_owners),
    ("SQL-008", support::storage_is_attached_to_every_owner),
    ("SQL-009", storage::shared_storage_is_redundant),
    ("SQL-010", storage::busy_databases_lie_on_raid_10),
    ("SQL-011", editions::standard_has_two_nodes),
    ("SQL-012", nodes::loads_fit_on_one_node),
    ("SQL-013", nodes::active_nodes_have_a_spare),
    ("SQL-014", nodes::idle_node_is_as_large),
    ("SQL-015", support::mirroring_is_not_used),
    ("SQL-016", support::shadow_copies_are_not_availability),
    ("SQL-017", settings::recovery_model_keeps_the_log),
    ("SQL-018", editions::agent_runs),
    ("SQL-019", editions::edition_is_not_express),
    ("SQL-020", editions::real_time_aggregation_has_enterprise),
    ("SQL-021", editions::release_is_supported),
    ("SQL-022", settings::collation_is_not_binary),
    ("SQL-023", support::sql_is_dedicated),
    ("SQL-024", support::analysis_services_are_not_named),
    ("SQL-025", support::cluster_name_is_configured),
    ("SQL-026", support::nodes_stand_on_several_physical_hosts),
    ("SQL-027", settings::virtual_ip_is_static),
    ("SQL-028", shared::bam_databases_stand_alone),
    ("SQL-029", shared::consolidation_fits_the_volume),
    ("SQL-030", shared::tracking_lies_apart),
    ("SQL-031", others::runtime_databases_come_first),
    ("SQL-035", settings::server_memory_is_fixed),
    ("SQL-036", nodes::spare_node_is_shared),
    ("SQL-037", others::custom_database_fails_over),
    ("SQL-038", stretched::shared_storage_outlives_a_site),
    ("SQL-039", needed::needed_databases_are_drawn),
    ("SQL-040", needed::databases_have_their_engine),
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
