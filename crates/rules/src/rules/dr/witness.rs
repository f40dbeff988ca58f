//! Witness sites.

use crate::model::{Role, SiteKind};
use crate::rules::{Report, RuleContext};

/// DR-026: one finding per computer of a witness site that runs BizTalk Server, SQL Server or the master secret, or is a
/// node of a failover cluster.
pub(super) fn witness_site_runs_nothing(context: &RuleContext<'_>, report: &mut Report) {
    if !context.document.sites.values().any(|it| it.kind == SiteKind::Witness) {
        return report.idle("no-witness-site");
    }
    for (id, computer) in &context.document.computers {
        let runs = computer.roles.contains(&Role::BizTalkRuntime)
            || computer.roles.contains(&Role::MasterSecret)
            || !context.sql_owned_by(*id).is_empty()
            || context.failover_cluster_of(*id).is_some()
            || context.instances_on(*id).next().is_some();
        let site = context
            .document
            .site_of(*id)
            .filter(|_| runs && context.document.site_kind_of(*id) == Some(SiteKind::Witness));
        if let Some(site) = site {
            report.finding([*id]).with("site", site);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::check_rule;

    const WITNESS: &str = "site W kind=Witness\ncomputer FS file-server in W\n";

    #[test]
    fn dr_026_wants_nothing_but_the_witness_in_a_witness_site() {
        check_rule("DR-026", WITNESS);
        let busy = format!("{WITNESS}computer BTS1 biztalk in W #! DR-026");
        check_rule("DR-026", &busy);
        let sql = format!("{WITNESS}computer N in W #! DR-026\nsql ONE on N");
        check_rule("DR-026", &sql);
        check_rule("DR-026", "site DR\ncomputer BTS1 biztalk in DR");
    }

    #[test]
    fn a_witness_site_is_no_disaster_recovery_site() {
        let text = format!("{WITNESS}computer BTS1 biztalk\nhost R receive on BTS1\nenvironment #! DR-001");
        check_rule("DR-001", &text);
        check_rule("DR-010", WITNESS);
        check_rule("DR-011", &format!("{WITNESS}computer BTS1 biztalk in W\nhost R receive on BTS1"));
    }
}
