//! Rules about tracking.

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[];
