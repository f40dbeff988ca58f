//! Failover clusters that reach over several primary sites.

use std::collections::BTreeSet;

use crate::edit::{Edit, Record};
use crate::model::{ComputerId, Element, FailoverCluster, FailoverClusterId, SiteId, Witness};
use crate::rules::{Attribute, Report, RuleContext};

/// The votes of a failover cluster that reaches over several primary sites.
struct Votes {
    /// The cluster nodes with a vote.
    voters: Vec<ComputerId>,
    /// The primary sites in which they stand.
    sites: BTreeSet<SiteId>,
    /// Votes of the witness: one or none.
    of_witness: usize,
}

impl Votes {
    /// `None` for a failover cluster whose votes stand in one primary site, or in none.
    fn over_several_sites(context: &RuleContext<'_>, cluster: &FailoverCluster) -> Option<Self> {
        let voters: Vec<ComputerId> = cluster.voters().collect();
        let of_witness = usize::from(context.document.witness_votes(cluster));
        let in_primary = voters.iter().filter(|it| context.is_primary(**it));
        let sites: BTreeSet<SiteId> = in_primary.filter_map(|it| context.document.site_of(*it)).collect();
        (sites.len() >= 2).then_some(Self { voters, sites, of_witness })
    }

    /// How many cluster nodes with a vote stand in a site.
    fn in_site(&self, context: &RuleContext<'_>, site: SiteId) -> usize {
        self.voters.iter().filter(|it| context.document.site_of(**it) == Some(site)).count()
    }

    /// Cluster nodes and witness.
    fn all(&self) -> usize {
        self.voters.len() + self.of_witness
    }

    /// Whether so many lost votes take the quorum: votes are counted as for losses at once.
    fn are_too_few_without(&self, lost: usize) -> bool {
        lost * 2 >= self.all()
    }
}

/// CLU-014: one finding per failover cluster over several primary sites whose file share witness stands in one of them
/// that takes the quorum with it.
pub(super) fn no_site_takes_the_quorum(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, cluster) in &context.document.failover_clusters {
        let Some(votes) = Votes::over_several_sites(context, cluster) else { continue };
        looked = true;
        let place = match cluster.witness {
            Some(Witness::FileShare(Some(place))) => place,
            Some(Witness::FileShare(None)) => {
                report.ask(*id, Attribute::WitnessShare);
                continue;
            }
            None if votes.voters.len().is_multiple_of(2) => {
                report.ask(*id, Attribute::Witness);
                continue;
            }
            _ => continue,
        };
        let Some(site) = context.document.site_of(place).filter(|it| votes.sites.contains(it)) else { continue };
        let nodes = votes.in_site(context, site);
        let lost = nodes + votes.of_witness;
        if !votes.are_too_few_without(lost) {
            continue;
        }
        let fix = (!votes.are_too_few_without(nodes)).then(|| use_cloud_witness(*id, cluster));
        report
            .finding([Element::from(*id), place.into()])
            .with("place", place)
            .with("site", site)
            .with("votes", votes.all())
            .with("lost", lost)
            .fix(fix);
    }
    if !looked {
        report.idle("no-failover-cluster-in-two-sites");
    }
}

fn use_cloud_witness(id: FailoverClusterId, cluster: &FailoverCluster) -> Edit {
    let changed = FailoverCluster { witness: Some(Witness::Cloud), ..cluster.clone() };
    Edit::put(format!("Use a cloud witness for {}", cluster.name), Record::FailoverCluster(id, changed))
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const NODES: &str = "site South kind=Primary\nsite Third kind=Witness\nsite DR\ncomputer N1\ncomputer S1 in South\n\
                         computer FN\ncomputer FS in South\ncomputer FT in Third\ncluster CL nodes N1 S1";

    #[test]
    fn clu_014_fires_where_a_site_takes_the_witness_and_half_of_the_cluster_nodes() {
        for share in ["FN", "FS"] {
            check_rule("CLU-014", &format!("{NODES}     #! CLU-014\nattr CL witness.FileShare=@{share}"));
        }
        let text = format!("{NODES}\nattr CL witness.FileShare=@FS");
        let told = "When South is lost, so is the quorum of CL: its witness share is there, on FS | Votes: 3 | Votes lost \
                    with the site: 2";
        check_says("CLU-014", &text, &[told]);
        check_fix("CLU-014", &text);
    }

    #[test]
    fn clu_014_is_content_with_a_witness_elsewhere_and_with_one_site() {
        check_rule("CLU-014", &format!("{NODES}\nattr CL witness.FileShare=@FT"));
        for witness in ["Cloud", "Disk", "None"] {
            check_rule("CLU-014", &format!("{NODES} witness={witness}"));
        }
        check_rule(
            "CLU-014",
            "computer N1\ncomputer N2\ncomputer F\ncluster CL nodes N1 N2\nattr CL witness.FileShare=@F",
        );
    }

    #[test]
    fn clu_014_counts_the_votes_that_are_left() {
        let three = format!("{} N2", NODES.replace("FN\n", "FN\ncomputer N2\n"));
        check_rule("CLU-014", &format!("{three}\nattr CL witness.FileShare=@FT"));
        check_rule("CLU-014", &format!("{three}     #! CLU-014\nattr CL witness.FileShare=@FN"));
        // Beside three cluster nodes the witness has no vote, unless dynamic quorum is off.
        check_rule("CLU-014", &format!("{three}\nattr CL witness.FileShare=@FS"));
        let counted = format!("{three}     #! CLU-014\nattr CL witness.FileShare=@FS dynamic_quorum=false");
        check_rule("CLU-014", &counted);
        check_fix("CLU-014", &counted);
    }

    #[test]
    fn clu_014_asks_for_the_witness_of_a_failover_cluster_over_two_sites() {
        check_rule("CLU-014", &format!("{NODES}     #? CLU-014"));
        check_rule("CLU-014", &format!("{NODES} witness={{\"FileShare\":null}}     #? CLU-014"));
    }
}
