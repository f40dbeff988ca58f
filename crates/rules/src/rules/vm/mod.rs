//! Rules about virtual machines: what restarts on another physical host, and what does not.

mod restart;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[
    ("VM-001", restart::restart_is_an_interruption),
    ("VM-002", restart::host_cluster_has_another_host),
    ("VM-003", restart::owners_stand_on_several_physical_hosts),
];
