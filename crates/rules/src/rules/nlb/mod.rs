//! Rules about load balancing and isolated receive.

mod balancers;
mod farms;
mod isolated;
mod passed_by;
mod perimeter;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[
    ("NLB-001", isolated::servers_stand_behind_a_load_balancer),
    ("NLB-002", isolated::runs_on_several_computers),
    ("NLB-003", balancers::has_several_members),
    ("NLB-004", balancers::members_run_what_it_serves),
    ("NLB-005", balancers::windows_nlb_is_apart_from_failover_clusters),
    ("NLB-006", balancers::device_is_redundant),
    ("NLB-007", isolated::net_tcp_servers_stand_behind_a_load_balancer),
    ("NLB-008", balancers::net_tcp_connections_are_released),
    ("NLB-009", farms::bam_portal_is_load_balanced),
    ("NLB-010", isolated::computers_have_iis),
    ("NLB-011", isolated::adapters_have_hosts_of_their_own),
    ("NLB-012", farms::sharepoint_is_load_balanced),
    ("NLB-013", farms::sharepoint_keeps_clients_on_https),
    ("NLB-014", perimeter::entrances_are_redundant),
    ("NLB-015", balancers::windows_nlb_has_multicast),
    ("NLB-016", passed_by::callers_use_the_load_balancer),
];
