//! What stands at the disaster-recovery site.

use super::fixes::{Servers, add_site};
use super::{is_drawn, sites};
use crate::model::Element;
use crate::rules::{Report, RuleContext};

/// DR-001: production without a disaster-recovery site or a destination of log shipping.
pub(super) fn there_is_a_disaster_recovery_site(context: &RuleContext<'_>, report: &mut Report) {
    if !context.document.environment.production {
        return report.idle("not-production");
    }
    if !is_drawn(context) {
        return report.idle("nothing-drawn");
    }
    let num_destinations = context.document.disaster_recovery.ships_to.len();
    if sites(context).next().is_none() && num_destinations == 0 {
        report
            .finding([Element::Environment])
            .with("sites", 0_usize)
            .with("destinations", num_destinations)
            .fix(add_site(context, Servers::OnePerGroup))
            .fix(add_site(context, Servers::OneForEach));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    #[test]
    fn dr_001_fires_on_production_without_a_second_site() {
        check_rule("DR-001", "computer BTS1 biztalk #! DR-001 environment");
        check_fix(
            "DR-001",
            "computer BTS1 biztalk\nhost R receive on BTS1\ncomputer N\nsql ONE on N\ndatabases ONE management sso",
        );
        check_fix(
            "DR-001",
            "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2\ncomputer N\nsql ONE on N\n\
             databases ONE management sso",
        );
        check_rule("DR-001", "computer BTS1 biztalk\nsite DR");
        check_rule("DR-001", "computer BTS1 biztalk\nenvironment production=false");
        check_rule("DR-001", "");
    }
}
