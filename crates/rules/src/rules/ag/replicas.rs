//! Replicas of availability groups: commit, transactions, number and place.

use std::collections::BTreeSet;

use super::apart::stand_apart;
use super::{change, judged_groups, replicas_that};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, CommitMode, ComputerId, Deployment, Element,
    FailoverMode, SqlRelease, Storage, StorageId, StorageKind,
};
use crate::rules::value::{elements, phrase, word};
use crate::rules::{Report, RuleContext, Value};

/// What a finding about an availability group and its replicas is about.
fn with_replicas(id: AvailabilityGroupId, group: &AvailabilityGroup) -> impl Iterator<Item = Element> {
    [Element::from(id)].into_iter().chain(group.replicas.iter().map(|it| it.sql_instance.into()))
}

/// AG-002: one finding per availability group with an asynchronous replica.
pub(super) fn commit_is_synchronous(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report) {
        let late = replicas_that(group, |it| it.commit == CommitMode::Asynchronous);
        if late.is_empty() {
            continue;
        }
        let label = format!("Commit synchronously on every replica of {}", group.name);
        report.finding(with_replicas(id, group)).with("late", late).fix(change(id, group, label, |it| {
            it.replicas.iter_mut().for_each(|it| it.commit = CommitMode::Synchronous);
        }));
    }
}

/// AG-003: one finding per availability group without per-database DTC support.
pub(super) fn dtc_support_is_per_database(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report).into_iter().filter(|(_, it)| !it.per_database_dtc) {
        let label = format!("Create {} with per-database DTC support", group.name);
        report
            .finding([id])
            .with("databases", elements(context.document.databases_in(id).map(|(database, _)| database)))
            .fix(change(id, group, label, |it| it.per_database_dtc = true));
    }
}

/// AG-008: one finding per availability group whose replicas are not on nodes of their own in one failover cluster.
pub(super) fn replicas_stand_apart(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in
        judged_groups(context, report).into_iter().filter(|(_, it)| !context.document.replicas_stand_apart(it))
    {
        let mut finding = report.finding(with_replicas(id, group));
        for replica in &group.replicas {
            let owners = context.sql_owners(replica.sql_instance);
            let cluster = owners.first().and_then(|it| context.failover_cluster_of(*it));
            let cluster = cluster.map_or(word("no-failover-cluster"), Value::from);
            finding = finding.with_about("place", replica.sql_instance, phrase("place", [owners.into(), cluster]));
        }
        finding.fix(stand_apart(context, group));
    }
}

/// The most synchronous replicas that a release allows, the primary one included (6-C11: the lower reading).
const fn most_replicas(release: SqlRelease) -> usize {
    match release {
        SqlRelease::V2019 | SqlRelease::V2022 => 5,
        _ => 3,
    }
}

/// Keeps the primary replica, then those that fail over automatically, then others.
fn keep_replicas(replicas: &mut Vec<AvailabilityReplica>, most: usize) {
    let others = replicas.split_off(replicas.len().min(1));
    let (automatic, by_hand): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|it| it.failover == FailoverMode::Automatic);
    replicas.extend(automatic.into_iter().chain(by_hand).take(most.saturating_sub(1)));
}

/// AG-017: one finding per availability group with more replicas than its release allows.
pub(super) fn replicas_are_not_too_many(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report) {
        let limits = context.document.replica_instances(group).map(|(_, sql)| most_replicas(sql.release));
        let Some(limit) = limits.min().filter(|limit| group.replicas.len() > *limit) else { continue };
        let label = format!("Reduce {} to {limit} replicas", group.name);
        report
            .finding(with_replicas(id, group))
            .with("replicas", group.replicas.len())
            .with("limit", limit)
            .fix(change(id, group, label, |it| keep_replicas(&mut it.replicas, limit)));
    }
}

/// AG-018: one finding per availability group with a failover cluster instance that is to fail over automatically.
pub(super) fn cluster_instances_fail_over_by_hand(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report) {
        let is_clustered = |it: &AvailabilityReplica| context.group_of_sql(it.sql_instance).is_some();
        let is_wrong = |it: &AvailabilityReplica| is_clustered(it) && it.failover == FailoverMode::Automatic;
        let clustered = replicas_that(group, is_wrong);
        if clustered.is_empty() {
            continue;
        }
        let by_hand = |group: &mut AvailabilityGroup| {
            group.replicas.iter_mut().filter(|it| is_wrong(it)).for_each(|it| it.failover = FailoverMode::Manual);
        };
        let mut changed = group.clone();
        by_hand(&mut changed);
        let still_fails_over =
            context.document.has_automatic_partner(&changed) || !context.document.has_automatic_partner(group);
        let label = format!("Fail {} over by hand to {}", group.name, context.names(clustered.iter().copied()));
        let fix = still_fails_over.then(|| change(id, group, label, by_hand));
        report.finding(with_replicas(id, group)).with("clustered", clustered).fix(fix);
    }
}

/// AG-024: one finding per availability group with a readable secondary replica or read-only routing.
pub(super) fn reading_secondaries_is_ignored(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report) {
        let readable = replicas_that(group, |it| it.readable);
        if readable.is_empty() && !group.read_only_routing {
            continue;
        }
        report
            .finding([id])
            .involving(readable.iter().copied())
            .with("readable", readable)
            .with("routing", group.read_only_routing);
    }
}

/// AG-025: one finding per availability group that prefers backups on a secondary replica.
pub(super) fn backup_runs_on_the_primary(context: &RuleContext<'_>, report: &mut Report) {
    for (id, _) in judged_groups(context, report).into_iter().filter(|(_, it)| it.backup_on_secondary) {
        report.finding([id]).with("preference", word("secondary"));
    }
}

/// AG-026: one finding per availability group where shared disks of its own computers would allow a failover cluster
/// instance, or Azure shared disks could be had.
pub(super) fn shared_disks_allow_a_cluster_instance(context: &RuleContext<'_>, report: &mut Report) {
    let in_azure = context.document.environment.deployment == Some(Deployment::AzureVm);
    for (id, group) in judged_groups(context, report) {
        let owners = group.replicas.iter().flat_map(|it| context.sql_owners(it.sql_instance));
        let owners: BTreeSet<ComputerId> = owners.copied().collect();
        let is_own = |it: &Storage| !it.attached.is_disjoint(&owners);
        let storages = context.document.storages.iter();
        let disks: Vec<StorageId> = storages.filter(|(_, it)| is_shared(it) && is_own(it)).map(|(id, _)| *id).collect();
        if !disks.is_empty() || in_azure {
            report.finding([id]).involving(disks.iter().copied()).with("disks", &disks).with("azure", in_azure);
        }
    }
}

const fn is_shared(storage: &Storage) -> bool {
    matches!(storage.kind, StorageKind::SharedDiskArray | StorageKind::San | StorageKind::AzureSharedDisk)
}

#[cfg(test)]
mod tests {
    use super::super::PAIR;
    use crate::model::{AvailabilityGroup, CommitMode, Document, FailoverMode};
    use crate::testing::rules::{check_fix, check_fix_with, check_rule, check_rule_with, check_says, check_says_with};

    const GROUP: &str = "ag AG1 replicas ONE TWO databases management listener L";

    fn change(change: impl Fn(&mut AvailabilityGroup)) -> impl FnOnce(&mut Document) {
        move |document| document.availability_groups.edit().values_mut().for_each(change)
    }

    #[test]
    fn ag_002_wants_synchronous_commit() {
        check_rule("AG-002", &format!("{PAIR}{GROUP}"));
        let fires = format!("{PAIR}{GROUP} #! AG-002");
        let late = |group: &mut AvailabilityGroup| group.replicas[1].commit = CommitMode::Asynchronous;
        check_rule_with("AG-002", &fires, change(late));
        let told = "AG1 commits asynchronously on TWO | Asynchronous replicas: TWO";
        check_says_with("AG-002", &fires, change(late), &[told]);
        check_fix_with("AG-002", &fires, change(late));
    }

    #[test]
    fn ag_003_wants_per_database_dtc_support() {
        check_rule("AG-003", &format!("{PAIR}{GROUP}"));
        let without = format!("{PAIR}{GROUP} per_database_dtc=false #! AG-003");
        check_rule("AG-003", &without);
        check_says("AG-003", &without, &["AG1 has no per-database DTC support | Databases: management"]);
        check_fix("AG-003", &without);
    }

    #[test]
    fn ag_008_wants_each_replica_on_a_node_of_one_cluster() {
        check_rule("AG-008", &format!("{PAIR}{GROUP}"));
        let same_node = PAIR.replace("sql TWO on N2", "sql TWO on N1");
        check_rule("AG-008", &format!("{same_node}{GROUP} #! AG-008"));
        let told = "The replicas of AG1 are not on nodes of their own in one failover cluster";
        let places = |one: &str, two: &str| format!("{told} | ONE: {one} | TWO: {two}");
        check_says("AG-008", &format!("{same_node}{GROUP}"), &[&places("N1, CL", "N1, CL")]);
        check_fix("AG-008", &format!("{same_node}{GROUP}"));
        let loose = same_node.lines().filter(|it| !it.contains("CL")).collect::<Vec<_>>().join("\n");
        check_fix("AG-008", &format!("{loose}\n{GROUP}"));
        let nowhere = places("N1, no failover cluster", "N1, no failover cluster");
        check_says("AG-008", &format!("{loose}\n{GROUP}"), &[&nowhere]);
        let apart = PAIR.replace("cluster CL nodes N1 N2", "cluster CL nodes N1\ncluster C2 nodes N2");
        check_rule("AG-008", &format!("{apart}{GROUP} #! AG-008"));
    }

    #[test]
    fn ag_017_knows_how_many_replicas_each_release_allows() {
        let mut text = "computer N1\ncomputer N2\ncomputer N3\ncomputer N4\ncluster CL nodes N1 N2 N3 N4
            resource-group DTC on CL resources ip-address network-name physical-disk msdtc\n"
            .to_owned();
        for line in ["sql S1 on N1\n", "sql S2 on N2\n", "sql S3 on N3\n", "sql S4 on N4\n"] {
            text.push_str(line);
        }
        text.push_str("databases S1 management\nag AG1 replicas S1 S2 S3 S4 databases management listener L\n");
        check_rule("AG-017", &text);
        let old = format!("{text}attr S4 release=V2017\nattr AG1 name=AG1 #! AG-017");
        check_rule("AG-017", &old);
        check_says(
            "AG-017",
            &old,
            &["AG1 has 4 replicas; 3 can commit synchronously | Replicas: 4 | Most synchronous replicas: 3"],
        );
        check_fix("AG-017", &old);
    }

    #[test]
    fn ag_018_wants_no_automatic_failover_of_cluster_instances() {
        let text = "
            computer N1
            computer N2
            computer N3
            cluster CL nodes N1 N2 N3
            resource-group DTC on CL resources ip-address network-name physical-disk msdtc
            fci ONE on CL owners N1 N2
            sql TWO on N3
            databases ONE management
            ag AG1 replicas ONE TWO databases management listener L #! AG-018";
        check_rule("AG-018", text);
        check_says(
            "AG-018",
            text,
            &["AG1 fails over automatically to failover cluster instance ONE | Failover cluster instances: ONE"],
        );
        check_fix("AG-018", text);
        let by_hand = |group: &mut AvailabilityGroup| group.replicas[0].failover = FailoverMode::Manual;
        check_rule_with("AG-018", &text.replace(" #! AG-018", ""), change(by_hand));
    }

    #[test]
    fn ag_024_ag_025_and_ag_026_tell_what_biztalk_server_ignores_and_what_is_better() {
        check_rule("AG-024", &format!("{PAIR}{GROUP} read_only_routing=true #! AG-024"));
        let told = "BizTalk Server does not use readable secondaries or read-only routing of AG1";
        let routing = format!("{told} | Readable secondaries: none | Read-only routing: yes");
        check_says("AG-024", &format!("{PAIR}{GROUP} read_only_routing=true"), &[&routing]);
        let reading = format!("{told} | Readable secondaries: TWO | Read-only routing: no");
        let readable = change(|group| group.replicas[1].readable = true);
        check_says_with("AG-024", &format!("{PAIR}{GROUP}"), readable, &[&reading]);
        check_rule_with(
            "AG-024",
            &format!("{PAIR}{GROUP} #! AG-024"),
            change(|group| group.replicas[1].readable = true),
        );
        check_rule("AG-025", &format!("{PAIR}{GROUP} backup_on_secondary=true #! AG-025"));
        check_says(
            "AG-025",
            &format!("{PAIR}{GROUP} backup_on_secondary=true"),
            &[
                "AG1 prefers backups on a secondary, but the Backup BizTalk Server job always targets the primary | Backup preference: secondary replica",
            ],
        );
        check_rule("AG-026", &format!("{PAIR}storage SAN1 san attached N1\n{GROUP} #! AG-026"));
        let elsewhere = format!("computer OTHER\n{PAIR}storage SAN1 san attached OTHER\n{GROUP}");
        check_rule("AG-026", &elsewhere);
        check_rule("AG-026", &format!("{PAIR}environment deployment=AzureVm\n{GROUP} #! AG-026"));
        for id in ["AG-024", "AG-025", "AG-026"] {
            check_rule(id, &format!("{PAIR}{GROUP}"));
            check_rule(id, PAIR);
        }
    }
}
