//! Whether tracking keeps out of the way of other work.

use std::cmp::Reverse;

use super::fixes::add_tracking_host;
use super::{groups, tracking_hosts};
use crate::edit::{Edit, Record};
use crate::model::{
    BizTalkGroupId, DatabaseId, DatabaseKind, Element, Host, HostId, HostKind, SqlInstanceId, TrackingVolume,
};
use crate::rules::fixes::FixDraft;
use crate::rules::sql::give_own_instance;
use crate::rules::value::{label, labels};
use crate::rules::{Attribute, Report, RuleContext};

/// TRK-004: one finding per host that tracks and does something else.
pub(super) fn tracking_host_only_tracks(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts().filter(|(_, it)| it.allow_tracking) {
        looked = true;
        if host.functions.is_empty() {
            continue;
        }
        report.finding([id]).with("functions", labels(host.functions.iter().copied())).fix(dedicate(context, id, host));
    }
    if !looked {
        report.idle("no-host-marked-for-tracking");
    }
}

/// Leaves tracking to a host that only tracks; makes one where none runs.
fn dedicate(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<Edit> {
    let unmark = |draft: &mut FixDraft<'_, '_>| {
        draft.put(Record::Host(id, Host { allow_tracking: false, ..host.clone() }));
        draft.says(format!("stop tracking in host {}", host.name));
    };
    let hosts = tracking_hosts(context, host.biztalk_group);
    let mut others = hosts.into_iter().filter(|(other, it)| *other != id && it.kind == HostKind::InProcess);
    if others.any(|(other, it)| it.functions.is_empty() && !context.instances(other).is_empty()) {
        let mut draft = FixDraft::new(context);
        unmark(&mut draft);
        return draft.finish();
    }
    add_tracking_host(context, host.biztalk_group, unmark)
}

/// TRK-005: one finding per BizTalk group with more than one host marked for tracking.
pub(super) fn one_host_is_marked(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in groups(context) {
        let marked: Vec<HostId> = tracking_hosts(context, group).into_iter().map(|(id, _)| id).collect();
        looked |= !marked.is_empty();
        if marked.len() < 2 {
            continue;
        }
        report.finding([group]).involving(marked.iter().copied()).with("marked", marked).fix(keep_one(context, group));
    }
    if !looked {
        report.idle("no-host-marked-for-tracking");
    }
}

/// Leaves tracking to one host: a tracking-only one that runs, else the one with the most host instances.
fn keep_one(context: &RuleContext<'_>, group: BizTalkGroupId) -> Option<Edit> {
    let marked = tracking_hosts(context, group);
    let (kept, host) = marked.iter().min_by_key(|(id, it)| {
        let instances = context.instances(*id).len();
        (it.kind == HostKind::Isolated, instances == 0, !it.functions.is_empty(), Reverse(instances), *id)
    })?;
    let mut draft = FixDraft::new(context);
    for (id, other) in marked.iter().filter(|(id, _)| id != kept) {
        draft.put(Record::Host(*id, Host { allow_tracking: false, ..(*other).clone() }));
    }
    draft.says(format!("leave tracking to host {}", host.name));
    draft.finish()
}

/// TRK-006: one finding per isolated host that is marked for tracking.
pub(super) fn marked_host_is_in_process(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts().filter(|(_, it)| it.allow_tracking) {
        looked = true;
        if host.kind != HostKind::Isolated {
            continue;
        }
        let mut draft = FixDraft::new(context);
        draft.put(Record::Host(id, Host { allow_tracking: false, ..host.clone() }));
        draft.says(format!("stop tracking in host {}", host.name));
        report.finding([id]).fix(draft.finish());
    }
    if !looked {
        report.idle("no-host-marked-for-tracking");
    }
}

/// TRK-009: one finding per BizTalk Tracking database that shares a SQL instance or a computer with a MessageBox while
/// the tracking volume is high. Asks for the volume where it matters.
pub(super) fn heavy_tracking_has_its_own_server(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, tracking) in context.databases_of_kind(DatabaseKind::Tracking) {
        let boxes: Vec<_> = context.databases_of_kind(DatabaseKind::MessageBox).collect();
        looked |= !boxes.is_empty();
        let is_shared = |sql: SqlInstanceId| share_server(context, sql, tracking.sql_instance);
        let boxes = boxes.into_iter().filter(|(_, it)| is_shared(it.sql_instance));
        let shared: Vec<DatabaseId> = boxes.map(|(id, _)| id).collect();
        if shared.is_empty() {
            continue;
        }
        match context.document.environment.tracking_volume {
            None => report.ask(Element::Environment, Attribute::TrackingVolume),
            Some(TrackingVolume::Normal) => {}
            Some(TrackingVolume::High) => {
                report
                    .finding([id])
                    .involving(shared.iter().copied())
                    .with("volume", label(TrackingVolume::High))
                    .with("sql", tracking.sql_instance)
                    .with("boxes", shared)
                    .fix(give_own_instance(context, &[id]));
            }
        }
    }
    if !looked {
        report.idle("no-tracking-database-beside-a-message-box");
    }
}

/// Whether two SQL instances are one, or run on one computer.
fn share_server(context: &RuleContext<'_>, one: SqlInstanceId, other: SqlInstanceId) -> bool {
    let (active, other_active) = (context.sql_active_on(one), context.sql_active_on(other));
    one == other || (active.is_some() && active == other_active)
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    const TWO: &str = "
        computer BTS1 biztalk
        computer BTS2 biztalk
        ";

    #[test]
    fn trk_004_fires_on_tracking_hosts_with_other_functions() {
        let text = format!("{TWO}host R receive tracking on BTS1 BTS2   #! TRK-004");
        check_rule("TRK-004", &text);
        check_fix("TRK-004", &text);
        check_rule("TRK-004", &format!("{TWO}host T tracking on BTS1 BTS2\nhost R receive on BTS1 BTS2"));
    }

    #[test]
    fn trk_004_leaves_tracking_to_a_dedicated_host_that_runs() {
        let text = format!("{TWO}host R receive tracking on BTS1 BTS2\nhost T tracking on BTS1 BTS2");
        check_fix("TRK-004", &text);
        assert_eq!(findings_of("TRK-004", &text)[0].fixes[0].label, "Stop tracking in host R");
    }

    #[test]
    fn trk_005_fires_on_groups_with_several_tracking_hosts() {
        let text = format!(
            "{TWO}host R receive tracking on BTS1 BTS2\nhost T tracking on BTS1 BTS2\nhost U tracking
             environment #! TRK-005 Group1
             group Group2
             host V tracking group Group2"
        );
        check_rule("TRK-005", &text);
        check_fix("TRK-005", &text);
        assert_eq!(findings_of("TRK-005", &text)[0].fixes[0].label, "Leave tracking to host T");
    }

    #[test]
    fn trk_006_fires_on_isolated_hosts_marked_for_tracking() {
        let text = format!("{TWO}isolated-host W receive tracking on BTS1   #! TRK-006");
        check_rule("TRK-006", &text);
        check_fix("TRK-006", &text);
        check_rule("TRK-006", &format!("{TWO}isolated-host W receive on BTS1\nhost T tracking on BTS1"));
    }

    #[test]
    fn trk_009_fires_on_heavy_tracking_beside_a_messagebox() {
        let sql = "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci SQL1 on CL active N1
            fci SQL2 on CL active N1
            databases SQL1 messagebox(master)
            ";
        let same_instance = format!("{sql}databases SQL1 tracking");
        let same_computer = format!("{sql}databases SQL2 tracking");
        for shared in [&same_instance, &same_computer] {
            check_rule("TRK-009", &format!("{shared} #! TRK-009\nenvironment tracking_volume=High"));
            check_fix("TRK-009", &format!("{shared}\nenvironment tracking_volume=High"));
            check_rule("TRK-009", &format!("{shared}\nenvironment tracking_volume=Normal"));
            check_rule("TRK-009", &format!("{shared}\nenvironment #? TRK-009"));
        }
        let apart = same_computer.replace("fci SQL2 on CL active N1", "fci SQL2 on CL active N2");
        check_rule("TRK-009", &format!("{apart}\nenvironment tracking_volume=High"));
        check_rule("TRK-009", &apart);
    }
}
