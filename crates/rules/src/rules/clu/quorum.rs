//! Votes, witness and networks of failover clusters.

use crate::edit::{Edit, Record};
use crate::model::{ComputerId, Element, FailoverCluster, FailoverClusterId, Role, Witness};
use crate::rules::{Attribute, Report, RuleContext};

/// Every failover cluster with nodes; says so when there is none.
fn clusters<'a>(context: &RuleContext<'a>, report: &mut Report) -> Vec<(FailoverClusterId, &'a FailoverCluster)> {
    let clusters = context.document.failover_clusters.iter().filter(|(_, it)| !it.nodes.is_empty());
    let found: Vec<_> = clusters.map(|(id, it)| (*id, it)).collect();
    if found.is_empty() {
        report.idle("no-failover-cluster");
    }
    found
}

fn changed(id: FailoverClusterId, cluster: &FailoverCluster, label: String) -> Edit {
    Edit::put(label, Record::FailoverCluster(id, cluster.clone()))
}

/// CLU-010: one finding per failover cluster with an even number of votes and no witness.
pub(super) fn even_votes_have_a_witness(context: &RuleContext<'_>, report: &mut Report) {
    for (id, cluster) in clusters(context, report) {
        let votes = cluster.voters().count();
        match cluster.witness {
            _ if !votes.is_multiple_of(2) => {}
            None => report.ask(id, Attribute::Witness),
            Some(Witness::None) => {
                let with_disk = FailoverCluster { witness: Some(Witness::Disk), ..cluster.clone() };
                report.finding([id]).with("votes", votes).fix(changed(
                    id,
                    &with_disk,
                    format!("Add a disk witness to {}", cluster.name),
                ));
            }
            Some(_) => {}
        }
    }
}

/// CLU-015: one finding per failover cluster of several cluster nodes of which a single one has all the votes.
pub(super) fn no_single_vote_decides(context: &RuleContext<'_>, report: &mut Report) {
    for (id, cluster) in clusters(context, report) {
        let voters: Vec<ComputerId> = cluster.voters().collect();
        let witness = cluster.witness.is_some_and(|it| it != Witness::None) && context.document.witness_votes(cluster);
        let [only] = voters.as_slice() else { continue };
        if cluster.nodes.len() < 2 || witness {
            continue;
        }
        let mut equal = cluster.clone();
        equal.nodes.iter_mut().for_each(|node| node.has_vote = Some(true));
        if equal.nodes.len().is_multiple_of(2) {
            equal.witness = Some(Witness::Disk);
        }
        report.finding([Element::from(id), (*only).into()]).with("votes", voters.len()).fix(changed(
            id,
            &equal,
            format!("Give every cluster node of {} a vote", cluster.name),
        ));
    }
}

/// CLU-011: one finding per failover cluster that reaches from the primary site into a disaster-recovery site and lets
/// nodes there vote.
pub(super) fn disaster_recovery_nodes_do_not_vote(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, cluster) in clusters(context, report) {
        let is_remote = |computer: ComputerId| !context.is_primary(computer);
        let num_remote = cluster.nodes.iter().filter(|it| is_remote(it.computer)).count();
        if num_remote == 0 || num_remote == cluster.nodes.len() {
            continue;
        }
        looked = true;
        let remote = || cluster.nodes.iter().filter(|it| is_remote(it.computer));
        for node in remote().filter(|it| it.has_vote.is_none()) {
            report.ask(node.computer, Attribute::QuorumVote);
        }
        let voting: Vec<ComputerId> = remote().filter(|it| it.has_vote == Some(true)).map(|it| it.computer).collect();
        if voting.is_empty() {
            continue;
        }
        let mut without = cluster.clone();
        for node in without.nodes.iter_mut().filter(|it| is_remote(it.computer)) {
            node.has_vote = Some(false);
        }
        let names = context.names(voting.iter().copied());
        report.finding([id]).involving(voting.iter().copied()).with("voting", &voting).fix(changed(
            id,
            &without,
            format!("Take the votes from {names}"),
        ));
    }
    if !looked {
        report.idle("no-failover-cluster-reaches-a-recovery-site");
    }
}

/// CLU-012: one finding per failover cluster whose witness share is on one of its own nodes.
pub(super) fn witness_share_is_elsewhere(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, cluster) in clusters(context, report) {
        let Some(Witness::FileShare(place)) = cluster.witness else { continue };
        looked = true;
        let Some(place) = place else {
            report.ask(id, Attribute::WitnessShare);
            continue;
        };
        let is_node = |computer: ComputerId| cluster.nodes.iter().any(|node| node.computer == computer);
        if !is_node(place) {
            continue;
        }
        let servers = context.computers_with(Role::FileServer).chain(context.computers_with(Role::DomainController));
        let other = servers.into_iter().find(|it| context.is_primary(*it) && !is_node(*it));
        let (witness, label) = match other {
            Some(it) => (Witness::FileShare(Some(it)), format!("Move the witness share to {}", context.name(it))),
            None => (Witness::Disk, format!("Use a disk witness for {}", cluster.name)),
        };
        let moved = FailoverCluster { witness: Some(witness), ..cluster.clone() };
        report.finding([Element::from(id), place.into()]).with("place", place).fix(changed(id, &moved, label));
    }
    if !looked {
        report.idle("no-witness-share");
    }
}

/// CLU-013: one finding per failover cluster without separate public and private networks.
pub(super) fn networks_are_separate(context: &RuleContext<'_>, report: &mut Report) {
    for (id, cluster) in clusters(context, report) {
        match cluster.separate_networks {
            Some(true) => {}
            None => report.ask(id, Attribute::SeparateNetworks),
            Some(false) => {
                let separate = FailoverCluster { separate_networks: Some(true), ..cluster.clone() };
                report.finding([id]).with("separate", false).fix(changed(
                    id,
                    &separate,
                    format!("Give {} a private network", cluster.name),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_fix_with, check_rule, check_rule_with, check_says, check_says_with};

    const NODES: &str = "computer N1\ncomputer N2\ncomputer N3\ncluster CL nodes N1 N2";

    #[test]
    fn clu_010_asks_for_a_witness_and_fires_without_one_on_even_votes() {
        check_rule("CLU-010", &format!("{NODES}     #? CLU-010"));
        let none = format!("{NODES} witness=None     #! CLU-010");
        check_rule("CLU-010", &none);
        check_says("CLU-010", &none, &["CL has 2 votes and no witness | Cluster nodes with a vote: 2"]);
        check_fix("CLU-010", &none);
        check_rule("CLU-010", &format!("{NODES} witness=Disk"));
        check_rule("CLU-010", &format!("{NODES} N3 witness=None"));
        check_rule("CLU-010", "computer N1");
    }

    #[test]
    fn clu_010_counts_votes_not_nodes() {
        let text = "computer N1\ncomputer N2\ncomputer N3\ncluster CL nodes N1 N2 N3 witness=None     #! CLU-010";
        let take_vote = |document: &mut crate::model::Document| {
            for cluster in document.failover_clusters.edit().values_mut() {
                cluster.nodes[2].has_vote = Some(false);
            }
        };
        check_rule_with("CLU-010", text, take_vote);
        check_fix_with("CLU-010", text, take_vote);
    }

    #[test]
    fn clu_011_asks_for_votes_in_the_disaster_recovery_site_and_fires_on_them() {
        let text = "site DR\ncomputer N1\ncomputer N2\ncomputer D1 in DR     #? CLU-011\ncluster CL nodes N1 N2 D1";
        check_rule("CLU-011", text);
        let voting = text.replace("#? CLU-011", "").replace("N2 D1", "N2 D1     #! CLU-011");
        let vote = |value: bool| {
            move |document: &mut crate::model::Document| {
                for cluster in document.failover_clusters.edit().values_mut() {
                    cluster.nodes[2].has_vote = Some(value);
                }
            }
        };
        check_rule_with("CLU-011", &voting, vote(true));
        let told = "D1 in the disaster-recovery site can take CL down | Cluster nodes with a vote in the disaster-recovery \
                    site: D1";
        check_says_with("CLU-011", &voting, vote(true), &[told]);
        check_fix_with("CLU-011", &voting, vote(true));
        check_rule_with("CLU-011", &voting.replace("#! CLU-011", ""), vote(false));
        check_rule("CLU-011", "site DR\ncomputer D1 in DR\ncomputer D2 in DR\ncluster CL nodes D1 D2");
    }

    #[test]
    fn clu_012_asks_where_the_witness_share_is_and_fires_on_a_node() {
        check_rule("CLU-012", &format!("{NODES} witness={{\"FileShare\":null}}     #? CLU-012"));
        check_rule("CLU-012", &format!("{NODES} witness=Disk"));
        let on = |name: &str, mark: &str| format!("{NODES} {mark}\nattr CL witness.FileShare=@{name}");
        check_rule("CLU-012", &on("N1", "#! CLU-012"));
        let told = "The witness share of CL is on its cluster node N1 | Witness share on: N1";
        check_says("CLU-012", &on("N1", ""), &[told]);
        check_fix("CLU-012", &on("N1", ""));
        check_fix("CLU-012", &format!("computer F1 file-server\n{}", on("N1", "")));
        check_rule("CLU-012", &on("N3", ""));
    }

    #[test]
    fn clu_015_fires_where_one_node_has_the_only_vote() {
        let take_vote = |document: &mut crate::model::Document| {
            for cluster in document.failover_clusters.edit().values_mut() {
                cluster.nodes[1].has_vote = Some(false);
            }
        };
        let none = format!("{NODES} witness=None     #! CLU-015");
        check_rule_with("CLU-015", &none, take_vote);
        check_says_with("CLU-015", &none, take_vote, &["CL stops with N1, which has its only vote | Votes: 1"]);
        check_fix_with("CLU-015", &none, take_vote);
        // Beside an odd number of votes the witness has none.
        check_rule_with("CLU-015", &format!("{NODES} witness=Disk     #! CLU-015"), take_vote);
        check_rule("CLU-015", &format!("{NODES} witness=None"));
    }

    #[test]
    fn clu_013_asks_about_networks_and_fires_on_a_single_one() {
        check_rule("CLU-013", &format!("{NODES}     #? CLU-013"));
        let one = format!("{NODES} separate_networks=false     #! CLU-013");
        check_rule("CLU-013", &one);
        let told = "CL has one network for everything | Separate public and private networks: no";
        check_says("CLU-013", &one, &[told]);
        check_fix("CLU-013", &one);
        check_rule("CLU-013", &format!("{NODES} separate_networks=true"));
    }
}
