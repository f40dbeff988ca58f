//! Rules about MSDTC.

mod settings;

use super::fixes::FixDraft;
use super::registry::Checks;
use super::value::elements;
use super::{Report, RuleContext, Severity};
use crate::edit::Edit;
use crate::model::{FailoverCluster, FailoverClusterId, ResourceKind};

pub(super) const CHECKS: Checks = &[
    ("DTC-002", is_clustered),
    ("DTC-003", settings::has_disk_and_name),
    ("DTC-004", settings::computers_authenticate_each_other),
    ("DTC-006", settings::log_has_its_own_disk),
    ("DTC-011", settings::has_two_owners),
];

/// DTC-002: one finding per failover cluster that runs BizTalk Server, or SQL Server with BizTalk databases, without
/// an MSDTC resource; a warning where no BizTalk computer is a node.
fn is_clustered(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.failover_clusters.is_empty() {
        return report.idle("no-failover-cluster");
    }
    for (id, cluster) in &context.document.failover_clusters {
        if !context.cluster_serves_biztalk(*id) || context.cluster_has(*id, ResourceKind::Msdtc) {
            continue;
        }
        let runs_biztalk = context.cluster_runs_biztalk(*id);
        report
            .finding([*id])
            .with("sql", elements(context.sql_of_cluster(*id).filter(|sql| context.holds_databases(*sql))))
            .with("biztalk", runs_biztalk)
            .shown_as(if runs_biztalk { Severity::Error } else { Severity::Warning })
            .fix(add_msdtc(context, *id, cluster));
    }
}

fn add_msdtc(context: &RuleContext<'_>, id: FailoverClusterId, cluster: &FailoverCluster) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    draft.ensure_msdtc(id);
    draft.says(format!("add a clustered MSDTC to {}", cluster.name));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    #[test]
    fn dtc_002_fires_on_clusters_with_biztalk_databases_or_biztalk_nodes() {
        check_rule(
            "DTC-002",
            "
            computer N1
            computer N2
            cluster SQLCL nodes N1 N2            #! DTC-002
            fci SQL1 on SQLCL
            databases SQL1 management
            computer BTS1 biztalk
            computer BTS2 biztalk
            cluster BTSCL nodes BTS1 BTS2        #! DTC-002
            computer M1
            computer M2
            cluster MSSCL nodes M1 M2
            resource-group SSO on MSSCL resources ip-address network-name ent-sso",
        );
    }

    #[test]
    fn dtc_002_is_content_with_an_msdtc_resource() {
        check_rule(
            "DTC-002",
            "
            computer N1
            computer N2
            cluster SQLCL nodes N1 N2
            fci SQL1 on SQLCL
            databases SQL1 management
            resource-group DTC on SQLCL resources ip-address network-name physical-disk msdtc",
        );
    }

    #[test]
    fn dtc_002_is_an_error_only_where_biztalk_server_runs_on_the_cluster() {
        let sql_only = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci SQL1 on CL\ndatabases SQL1 management";
        assert_eq!(findings_of("DTC-002", sql_only)[0].severity, Severity::Warning);
        let with_biztalk = "computer N1 biztalk\ncomputer N2\ncluster CL nodes N1 N2";
        assert_eq!(findings_of("DTC-002", with_biztalk)[0].severity, Severity::Error);
        check_fix("DTC-002", sql_only);
        check_fix("DTC-002", with_biztalk);
    }
}
