//! Whether enough host instances track, and where.

use std::collections::{BTreeMap, BTreeSet};

use super::fixes::{add_tracking_host, extend_tracking, wanted_instances};
use super::{computer_of, groups, is_needed, tracking_hosts};
use crate::edit::Edit;
use crate::edit::intent::attribute::Attribute;
use crate::model::{BizTalkGroupId, ComputerId, HostId, HostInstanceId, HostKind, Property};
use crate::rules::fixes::{FixDraft, may_run_clustered_sso};
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext};

/// TRK-001: one finding per BizTalk group without a tracking instance while global tracking is on.
pub(super) fn tracking_runs(context: &RuleContext<'_>, report: &mut Report) {
    if !context.document.environment.global_tracking {
        return report.idle("global-tracking-off");
    }
    if groups(context).next().is_none() {
        return report.idle("no-host");
    }
    for group in groups(context).filter(|group| context.tracking_instances(*group).is_empty()) {
        let unknown = hosts_of_unknown_tracking(context, group);
        if !unknown.is_empty() {
            for host in unknown {
                report.ask(host, Attribute::HostTracking);
            }
            continue;
        }
        let marked: Vec<HostId> = tracking_hosts(context, group).into_iter().map(|(id, _)| id).collect();
        let wanted = wanted_instances(context, group);
        let fix = extend_tracking(context, group, wanted).or_else(|| add_tracking_host(context, group, |_| {}));
        report
            .finding([group])
            .involving(marked.iter().copied())
            .case(if marked.is_empty() { "unmarked" } else { "not-running" })
            .with("marked", marked)
            .with("boxes", context.message_boxes(group).len())
            .with("needed", wanted)
            .fix(fix);
    }
}

/// The hosts of a BizTalk group of which no export says whether they track: any of them may.
fn hosts_of_unknown_tracking(context: &RuleContext<'_>, group: BizTalkGroupId) -> Vec<HostId> {
    let document = context.document;
    let of_group = |id: &HostId| document.hosts.get(id).is_some_and(|it| it.biztalk_group == group);
    let assumed = document.assumptions().filter(|(_, property)| *property == Property::Tracking);
    assumed.filter_map(|(element, _)| HostId::try_from(element).ok()).filter(of_group).collect()
}

/// TRK-002: one finding per BizTalk group with tracking instances, but fewer than one per MessageBox and a spare one.
pub(super) fn has_a_spare_instance(context: &RuleContext<'_>, report: &mut Report) {
    let judged = judged(context, report);
    for (group, instances) in judged {
        let boxes = context.message_boxes(group).len();
        if boxes == 0 {
            report.ask(group, Attribute::MessageBoxDatabase);
            continue;
        }
        if instances.len() > boxes {
            continue;
        }
        report
            .finding([group])
            .involving(instances.iter().copied())
            .with("instances", instances.len())
            .with("boxes", boxes)
            .with("needed", boxes + 1)
            .fix(extend_tracking(context, group, boxes + 1));
    }
}

/// TRK-003: one finding per BizTalk group whose tracking instances are all on one computer.
pub(super) fn runs_on_several_computers(context: &RuleContext<'_>, report: &mut Report) {
    let judged = judged(context, report);
    for (group, instances) in judged {
        let computers: BTreeSet<ComputerId> = instances.iter().filter_map(|it| computer_of(context, *it)).collect();
        let (Some(only), true) = (computers.first(), computers.len() < 2) else { continue };
        report
            .finding([group])
            .involving(instances.iter().copied())
            .with("instances", instances.len())
            .with("computers", *only)
            .fix(extend_tracking(context, group, instances.len() + 1));
    }
}

/// The BizTalk groups with tracking instances, where tracking is needed.
fn judged<'c>(context: &'c RuleContext<'_>, report: &mut Report) -> Vec<(BizTalkGroupId, &'c [HostInstanceId])> {
    if !is_needed(context) {
        report.idle("global-tracking-off-and-bam-not-in-use");
        return Vec::new();
    }
    let tracking = groups(context).map(|group| (group, context.tracking_instances(group)));
    let judged: Vec<_> = tracking.filter(|(_, instances)| !instances.is_empty()).collect();
    if judged.is_empty() {
        report.idle("no-tracking-instance");
    }
    judged
}

/// TRK-007: one finding per BizTalk group with more tracking instances than one per MessageBox and a spare one, unless
/// every BizTalk computer runs exactly one (TRK-010).
pub(super) fn has_no_surplus(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in groups(context) {
        let (instances, boxes) = (context.tracking_instances(group), context.message_boxes(group).len());
        if instances.is_empty() || boxes == 0 {
            continue;
        }
        looked = true;
        if instances.len() <= boxes + 1 || every_server_runs_one(context, group) {
            continue;
        }
        report
            .finding([group])
            .involving(instances.iter().copied())
            .with("enough", boxes + 1)
            .with("instances", instances.len())
            .with("boxes", boxes)
            .fix(remove_surplus(context, group, boxes + 1));
    }
    if !looked {
        report.idle("no-tracking-instance-or-message-box");
    }
}

fn every_server_runs_one(context: &RuleContext<'_>, group: BizTalkGroupId) -> bool {
    let counts = instances_per_computer(context, group);
    let servers = context.runtime_computers(group);
    servers.iter().all(|server| counts.get(server) == Some(&1)) && counts.len() == servers.len()
}

fn instances_per_computer(context: &RuleContext<'_>, group: BizTalkGroupId) -> BTreeMap<ComputerId, usize> {
    let mut counts = BTreeMap::new();
    for computer in context.tracking_instances(group).iter().filter_map(|it| computer_of(context, *it)) {
        *counts.entry(computer).or_default() += 1;
    }
    counts
}

/// Removes the tracking instances beyond `kept`, when one tracking-only host has them all.
fn remove_surplus(context: &RuleContext<'_>, group: BizTalkGroupId, kept: usize) -> Option<Edit> {
    let hosts = tracking_hosts(context, group);
    let [(id, host)] = hosts.as_slice() else { return None };
    if host.clustered_in.is_some() || host.kind != HostKind::InProcess || !host.functions.is_empty() {
        return None;
    }
    let extra = context.instances(*id).get(kept..)?;
    let mut draft = FixDraft::new(context);
    for instance in extra {
        draft.remove(*instance).ok()?;
    }
    let computers = extra.iter().filter_map(|it| computer_of(context, *it));
    draft.says(format!("remove host {} from {}", host.name, context.names(computers)));
    draft.finish()
}

/// TRK-008: one finding per computer that tracks for several BizTalk groups.
pub(super) fn computer_tracks_for_one_group(context: &RuleContext<'_>, report: &mut Report) {
    let mut served: BTreeMap<ComputerId, BTreeSet<BizTalkGroupId>> = BTreeMap::new();
    for group in groups(context) {
        for computer in instances_per_computer(context, group).into_keys() {
            served.entry(computer).or_default().insert(group);
        }
    }
    if served.is_empty() {
        return report.idle("no-tracking-instance");
    }
    for (computer, groups) in served.into_iter().filter(|(_, groups)| groups.len() > 1) {
        report.finding([computer]).involving(groups.iter().copied()).with("groups", &groups);
    }
}

/// TRK-010: one finding per BizTalk group that tracks on some, but not on all of its several computers.
pub(super) fn every_server_tracks(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in groups(context) {
        let servers = context.runtime_computers(group);
        let counts = instances_per_computer(context, group);
        if counts.is_empty() || servers.len() < 2 {
            continue;
        }
        looked = true;
        let without: Vec<ComputerId> = servers.iter().copied().filter(|it| !counts.contains_key(it)).collect();
        if without.is_empty() {
            continue;
        }
        report
            .finding([group])
            .involving(without.iter().copied())
            .with("computers", elements(counts.into_keys()))
            .with("without", &without)
            .fix(track_everywhere(context, group, &without));
    }
    if !looked {
        report.idle("no-tracking-instance-or-a-single-computer");
    }
}

/// Adds or enables an instance of the tracking-only host on every computer that lacks one.
fn track_everywhere(context: &RuleContext<'_>, group: BizTalkGroupId, without: &[ComputerId]) -> Option<Edit> {
    let hosts = tracking_hosts(context, group);
    let (id, host) = hosts.iter().find(|(_, it)| context.is_plain(it) && it.functions.is_empty())?;
    if without.iter().any(|it| may_run_clustered_sso(context, *it)) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    for computer in without {
        let is_here = |it: &&HostInstanceId| computer_of(context, **it) == Some(*computer);
        match context.all_instances(*id).iter().find(is_here) {
            Some(parked) => draft.enable(*parked),
            None => draft.add_instance(*id, *computer),
        }
    }
    draft.says(format!("run host {} on {} as well", host.name, context.names(without.iter().copied())));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, evaluate_fixture, findings_of, messages_of};

    const TWO: &str = "
        computer BTS1 biztalk
        computer BTS2 biztalk
        computer N1
        sql SQL1 on N1
        databases SQL1 messagebox(master)
        host R receive on BTS1 BTS2
        ";

    fn two(more: &str) -> String {
        format!("{TWO}{more}")
    }

    #[test]
    fn trk_001_fires_when_no_host_tracks_and_offers_a_tracking_host() {
        let text = two("environment #! TRK-001 Group1");
        check_rule("TRK-001", &text);
        check_fix("TRK-001", &text);
        assert_eq!(messages_of("TRK-001", &text), ["No host of Group1 is marked for tracking"]);
        let found = findings_of("TRK-001", &text);
        assert_eq!(found[0].fixes[0].label, "Add Tracking host, which only tracks, on BTS1 and BTS2");
    }

    #[test]
    fn trk_001_fires_when_tracking_hosts_do_not_run() {
        let text = two("host T tracking on !BTS1\nisolated-host W tracking on BTS1\nenvironment #! TRK-001 Group1");
        check_rule("TRK-001", &text);
        check_fix("TRK-001", &text);
        let label = &findings_of("TRK-001", &text)[0].fixes[0].label;
        assert_eq!(label, "Enable host T on BTS1 and add a host instance of T on BTS2");
    }

    #[test]
    fn trk_001_is_silent_with_a_tracking_instance_without_tracking_and_without_hosts() {
        check_rule("TRK-001", &two("host T tracking on BTS1"));
        check_rule("TRK-001", &two("environment global_tracking=false"));
        check_rule("TRK-001", "computer BTS1 biztalk");
    }

    #[test]
    fn trk_001_asks_while_no_export_says_which_hosts_track() {
        check_rule("TRK-001", &two("assumed R tracking #? TRK-001"));
        check_rule("TRK-001", &two("host T tracking on BTS1\nassumed R tracking"));
    }

    #[test]
    fn trk_001_adds_a_computer_where_there_is_only_one() {
        let text = "computer BTS1 biztalk\nhost R receive on BTS1";
        check_fix("TRK-001", text);
        let label = &findings_of("TRK-001", text)[0].fixes[0].label;
        assert_eq!(label, "Add BTS2 and add Tracking host, which only tracks, on BTS1 and BTS2");
    }

    #[test]
    fn trk_001_keeps_the_tracking_host_away_from_nodes_of_the_clustered_master_secret() {
        let text = "
            computer N1 biztalk
            computer N2 biztalk
            cluster CL nodes N1 N2
            fci SQL1 on CL
            sso SQL1
            host R receive on N1 N2";
        let found = findings_of("TRK-001", text);
        assert!(found[0].fixes.is_empty(), "host instances must not run there (SSO-005)");
    }

    #[test]
    fn trk_002_fires_with_fewer_instances_than_messageboxes_and_a_spare_one() {
        let text = two("
            databases SQL1 MB2=messagebox
            computer BTS3 biztalk
            host T tracking on BTS1 BTS2         #! TRK-002 Group1");
        check_rule("TRK-002", &text);
        check_fix("TRK-002", &text);
        check_rule("TRK-002", &two("host T tracking on BTS1 BTS2"));
        check_rule("TRK-002", &two("environment #! TRK-002 Group1\nhost T tracking on BTS1"));
    }

    #[test]
    fn trk_002_and_trk_003_count_bam_as_tracking() {
        let off = two("environment global_tracking=false\nhost T tracking on BTS1");
        check_rule("TRK-002", &off);
        check_rule("TRK-003", &off);
        let bam = format!("{off}\nfeature bam");
        assert_eq!(findings_of("TRK-002", &bam).len(), 1);
        assert_eq!(findings_of("TRK-003", &bam).len(), 1);
    }

    #[test]
    fn trk_003_fires_when_one_computer_does_all_the_tracking() {
        let text = two("host T tracking on BTS1\nenvironment #! TRK-003 Group1");
        check_rule("TRK-003", &text);
        check_fix("TRK-003", &text);
        check_rule("TRK-003", &two("host T tracking on BTS1 BTS2"));
    }

    #[test]
    fn trk_007_fires_on_more_instances_than_useful_unless_every_server_runs_one() {
        let text = two("
            computer BTS3 biztalk
            computer BTS4 biztalk
            host T tracking on BTS1 BTS2 BTS3    #! TRK-007 Group1");
        check_rule("TRK-007", &text);
        check_fix("TRK-007", &text);
        check_rule("TRK-007", &two("computer BTS3 biztalk\nhost T tracking on BTS1 BTS2 BTS3"));
        check_rule("TRK-007", &two("computer BTS3 biztalk\nhost T tracking on BTS1 BTS2"));
    }

    #[test]
    fn trk_010_wants_no_more_instances_beside_trk_007_which_wants_fewer() {
        let report = evaluate_fixture(&two("
            computer BTS3 biztalk
            computer BTS4 biztalk
            host T tracking on BTS1 BTS2 BTS3"));
        assert_eq!(report.of("TRK-010").count(), 0);
        let surplus = report.of("TRK-007").next().unwrap();
        assert!(surplus.notes().any(|note| note.rule == *"TRK-010"), "{:?}", surplus.facts);
    }

    #[test]
    fn trk_008_fires_on_a_computer_that_tracks_for_two_groups_and_is_a_note_of_host_010() {
        let text = "
            group Group2
            computer BTS1 biztalk group Group1 Group2
            computer BTS2 biztalk
            host T tracking on BTS1 BTS2
            host U tracking on BTS1 group Group2";
        check_rule("TRK-008", &format!("{text}\nattr BTS1 #! TRK-008"));
        check_rule("TRK-008", &text.replace("on BTS1 group Group2", "group Group2"));
        let report = evaluate_fixture(text);
        assert_eq!(report.of("TRK-008").count(), 0);
        let parent = report.of("HOST-010").next().unwrap();
        assert!(parent.notes().any(|note| note.rule == *"TRK-008"), "{:?}", parent.facts);
    }

    #[test]
    fn trk_010_names_the_servers_that_do_not_track() {
        let text = two("
            computer BTS3 biztalk
            host T tracking on BTS1 !BTS2        #! TRK-010 Group1");
        check_rule("TRK-010", &text);
        check_fix("TRK-010", &text);
        assert_eq!(messages_of("TRK-010", &text)[0], "BTS2 and BTS3 run no tracking instance of Group1");
        check_rule("TRK-010", &two("host T tracking on BTS1 BTS2"));
        check_rule("TRK-010", &two(""));
    }
}
