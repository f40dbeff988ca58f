//! Rules about hosts and host instances.

mod claims;
mod clients;
mod dedication;
mod fixes;
mod instances;
mod isolated;
mod load;
mod redundancy;
mod separation;
mod work;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[
    ("HOST-001", redundancy::runs_on_several_computers),
    ("HOST-002", redundancy::group_has_several_computers),
    ("HOST-003", instances::stands_once_per_computer),
    ("HOST-004", instances::working_host_has_an_instance),
    ("HOST-005", separation::functions_have_hosts_of_their_own),
    ("HOST-006", separation::orchestrations_are_apart_from_receive_adapters),
    ("HOST-007", redundancy::instances_are_spread_over_physical_hosts),
    ("HOST-008", load::computer_has_few_instances),
    ("HOST-009", instances::disabled_instance_is_not_counted),
    ("HOST-010", instances::computer_is_in_one_group),
    ("HOST-011", instances::computer_has_the_runtime),
    ("HOST-012", load::survivors_carry_the_load),
    ("HOST-013", load::restart_waits_for_sql_failover),
    ("HOST-014", load::biztalk_and_sql_are_apart),
    ("HOST-015", load::host_has_no_surplus_computers),
    ("HOST-016", separation::trusted_and_untrusted_are_apart),
    ("HOST-017", isolated::isolated_host_only_receives),
    ("HOST-018", isolated::default_host_is_in_process),
    ("HOST-019", isolated::isolated_adapter_has_an_isolated_host),
    ("HOST-020", isolated::load_balancer_fronts_a_host_that_needs_it),
    ("HOST-022", redundancy::receive_hosts_are_redundant_each),
    ("HOST-023", separation::partners_are_apart),
    ("HOST-024", work::group_carries_messages),
    ("HOST-025", work::computer_takes_part),
    ("HOST-026", clients::clients_are_answered),
    ("HOST-027", dedication::functions_have_computers_of_their_own),
    ("HOST-028", claims::work_is_said),
    ("HOST-029", claims::group_has_one_default_host),
];
