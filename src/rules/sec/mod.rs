//! Rules about groups, accounts and administration.

mod accounts;

use super::registry::Checks;

pub(super) const CHECKS: Checks = &[("SEC-004", accounts::hosts_have_accounts_of_their_own)];
