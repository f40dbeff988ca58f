//! Rules about virtual machines: what restarts on another physical host, and what does not.

mod restart;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[
    ("VM-001", restart::hosts_are_interrupted),
    ("VM-002", restart::host_cluster_has_another_host),
    ("VM-003", restart::owners_stand_on_several_physical_hosts),
    ("VM-004", restart::databases_are_interrupted),
    ("VM-005", restart::master_secret_is_interrupted),
];
