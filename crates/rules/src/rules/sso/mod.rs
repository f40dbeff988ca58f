//! Rules about Enterprise Single Sign-On and the master secret server.

mod backup;
mod clustered;
mod placement;
mod redundancy;
mod system;

use super::registry::Checks;
use crate::model::queries::MasterSecretServer;
use crate::model::{ComputerId, Element};
use crate::rules::RuleContext;

pub(super) const CHECKS: Checks = &[
    ("SSO-001", system::has_a_master_secret_server),
    ("SSO-002", system::has_one_master_secret_server),
    ("SSO-003", system::has_one_sso_database),
    ("SSO-004", redundancy::master_secret_server_is_clustered),
    ("SSO-005", clustered::hosts_beside_it_are_clustered),
    ("SSO-006", clustered::shares_the_group_of_clustered_hosts),
    ("SSO-007", clustered::shares_its_group_with_iis),
    ("SSO-008", placement::is_not_load_balanced),
    ("SSO-009", clustered::depends_on_a_network_name),
    ("SSO-010", placement::is_apart_from_the_active_message_box),
    ("SSO-011", placement::shares_the_sql_cluster),
    ("SSO-012", redundancy::sso_database_is_highly_available),
    ("SSO-013", placement::is_apart_from_host_instances),
    ("SSO-014", redundancy::is_not_lost_with_sql_server),
    ("SSO-015", redundancy::another_server_can_be_promoted),
    ("SSO-016", system::biztalk_computers_have_it),
    ("SSO-019", clustered::is_known_by_its_network_name),
    ("SSO-020", system::clocks_are_synchronized),
    ("SSO-021", system::serves_one_biztalk_group),
    ("SSO-022", placement::is_apart_from_the_sso_database),
    ("SSO-025", clustered::has_a_clustered_msdtc),
    ("SSO-026", backup::secret_is_backed_up),
    ("SSO-027", backup::backup_is_kept_offline),
];

/// The element of a master secret server.
fn element(server: MasterSecretServer) -> Element {
    match server {
        MasterSecretServer::Computer(computer) => computer.into(),
        MasterSecretServer::Clustered(group) => group.into(),
    }
}

/// The master secret servers of the primary site that are not clustered.
fn unclustered(context: &RuleContext<'_>) -> Vec<ComputerId> {
    let servers = context.master_secret_servers().into_iter();
    let alone = servers.filter_map(|server| match server {
        MasterSecretServer::Computer(computer) => Some(computer),
        MasterSecretServer::Clustered(_) => None,
    });
    alone.collect()
}
