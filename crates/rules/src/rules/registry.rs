//! The one list of checks.

use super::report::Report;
use super::{RuleContext, RuleId, adp, ag, clu, dr, dtc, host, mbx, net, nlb, platform, sec, sql, sso, tracking, vm};

/// A check: looks at a design and writes what it finds.
pub type Check = fn(&RuleContext<'_>, &mut Report);

/// The checks of one file.
pub(super) type Checks = &'static [(&'static str, Check)];

/// Every file with checks, sorted by module.
const FILES: &[Checks] = &[
    adp::CHECKS,
    ag::CHECKS,
    clu::CHECKS,
    dr::CHECKS,
    dtc::CHECKS,
    host::CHECKS,
    mbx::CHECKS,
    net::CHECKS,
    nlb::CHECKS,
    platform::CHECKS,
    sec::CHECKS,
    sql::CHECKS,
    sso::CHECKS,
    tracking::CHECKS,
    vm::CHECKS,
];

/// Every rule the program checks, with its check.
pub fn checks() -> impl Iterator<Item = (RuleId, Check)> {
    let skipped = skipped();
    FILES.iter().flat_map(|file| file.iter()).map(move |(id, check)| {
        let silenced = skipped.as_deref() == Some(*id);
        (RuleId::new(id), if silenced { silent as Check } else { *check })
    })
}

/// The check of one rule; `None` for a rule that only a person can confirm.
pub(super) fn check(id: &str) -> Option<(RuleId, Check)> {
    checks().find(|(rule, _)| *rule == *id)
}

/// Stands in for a check that is switched off.
fn silent(_: &RuleContext<'_>, _: &mut Report) {}

/// The rule that the environment variable `TIERWRIGHT_SKIP_RULE` switches off, to prove that tests notice.
#[cfg(any(test, feature = "testing"))]
fn skipped() -> Option<String> {
    std::env::var("TIERWRIGHT_SKIP_RULE").ok()
}

#[cfg(not(any(test, feature = "testing")))]
const fn skipped() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::catalog;

    #[test]
    fn every_row_that_a_program_can_decide_has_a_check() {
        let checked: BTreeSet<RuleId> = checks().map(|(id, _)| id).collect();
        let rows = catalog().rows().iter().filter(|row| row.decided.is_checked_by_program());
        let missing: Vec<RuleId> = rows.map(|row| row.id).filter(|id| !checked.contains(id)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_check_has_a_row_that_a_program_can_decide_and_stands_once() {
        let mut seen = BTreeSet::new();
        for (id, _) in checks() {
            let row = catalog().row(id);
            assert!(row.is_some_and(|row| row.decided.is_checked_by_program()), "{id} is not a machine-checked row");
            assert!(seen.insert(id), "{id} has two checks");
        }
    }
}
