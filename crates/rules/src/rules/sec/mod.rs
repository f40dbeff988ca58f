//! Rules about groups, accounts and administration.

mod accounts;
mod administration;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[
    ("SEC-001", administration::groups_are_domain_groups),
    ("SEC-002", administration::accounts_are_not_built_in),
    ("SEC-003", administration::groups_reach_every_domain),
    ("SEC-004", accounts::hosts_have_accounts_of_their_own),
    ("SEC-006", administration::tools_stand_apart),
];
