//! Rules about clustered hosts and Windows failover clusters.

mod group;
mod owners;
mod purpose;
mod quorum;
mod stretched;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[
    ("CLU-001", purpose::edition_allows_it),
    ("CLU-002", owners::has_two_biztalk_nodes),
    ("CLU-003", owners::every_owner_has_an_instance),
    ("CLU-004", owners::every_owner_may_start),
    ("CLU-005", group::has_a_network_name_and_an_address),
    ("CLU-006", group::instances_are_on_its_failover_cluster),
    ("CLU-007", purpose::restart_policy_is_told),
    ("CLU-008", purpose::other_work_is_elsewhere),
    ("CLU-009", group::enterprise_sso_is_local),
    ("CLU-010", quorum::even_votes_have_a_witness),
    ("CLU-011", quorum::disaster_recovery_nodes_do_not_vote),
    ("CLU-012", quorum::witness_share_is_elsewhere),
    ("CLU-013", quorum::networks_are_separate),
    ("CLU-014", stretched::no_site_takes_the_quorum),
    ("CLU-015", quorum::no_single_vote_decides),
];
