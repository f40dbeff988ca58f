//! Rules about editions, versions and the features BAM, rules, EDI and AS2.

mod assumed;
mod editions;
mod features;
mod lifecycle;
mod upgrades;
mod versions;

pub use lifecycle::versions_in_use;
pub(super) use upgrades::{
    install_update, move_to_last_version, needs_other_windows, sql_to_install, windows_to_install,
};
pub(crate) use upgrades::{is_concerned, supports};

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[
    ("EDN-001", editions::edition_allows_several_computers),
    ("EDN-002", editions::edition_is_for_production),
    ("EDN-003", editions::editions_are_the_same),
    ("EDN-004", editions::standard_recovers_differently),
    ("VER-001", versions::windows_is_supported),
    ("VER-002", versions::hardware_meets_the_minimum),
    ("VER-003", versions::nothing_deprecated_is_used),
    ("VER-004", versions::nothing_removed_is_used),
    ("VER-007", versions::virtual_machines_have_room),
    ("VER-008", lifecycle::versions_are_supported),
    ("VER-009", lifecycle::support_lasts),
    ("VER-010", lifecycle::support_is_known),
    ("VER-011", assumed::nothing_is_assumed),
    ("BAM-001", features::bam_events_are_moved),
    ("BAM-003", features::real_time_aggregation_costs),
    ("BAM-006", features::packages_have_a_catalog),
    ("BAM-007", features::alerts_have_their_database),
    ("BRE-001", features::rule_engine_update_runs),
    ("EDI-001", features::edi_host_is_not_alone),
    ("EDI-002", features::edi_has_what_it_needs),
    ("EDI-003", features::edi_depends_on_tracking),
];
