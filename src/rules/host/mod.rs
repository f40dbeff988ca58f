//! Rules about hosts and host instances.

mod redundancy;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[("HOST-001", redundancy::runs_on_several_computers)];
