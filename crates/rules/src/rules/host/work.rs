//! Whether a design carries anything: hosts that work, computers that take part.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::Edit;
use crate::model::{BizTalkGroupId, ComputerId, Host, HostFunction, HostId, HostKind};
use crate::prose;
use crate::rules::fixes::{FixDraft, may_run_clustered_sso, model_computer, remove};
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext, Severity};

/// The BizTalk groups of which something is drawn: a computer or a host.
pub(super) fn drawn_groups(context: &RuleContext<'_>) -> Vec<BizTalkGroupId> {
    let groups = context.document.biztalk_groups.keys().copied();
    let is_drawn =
        |id: &BizTalkGroupId| !context.runtime_computers(*id).is_empty() || !context.hosts_of(*id).is_empty();
    groups.filter(is_drawn).collect()
}

/// The hosts of a BizTalk group that receive, process or send.
pub(super) fn workers<'c>(context: &'c RuleContext<'_>, group: BizTalkGroupId) -> impl Iterator<Item = HostId> + 'c {
    let works = |id: &HostId| context.document.hosts.get(id).is_some_and(|it| !it.functions.is_empty());
    context.hosts_of(group).iter().copied().filter(works)
}

/// HOST-024: one finding per BizTalk group in which nothing receives, processes or sends. One of which nothing is drawn is
/// a warning beside others; one that only lacks hosts of one function is a drawing of a part, or has no use for it.
pub(super) fn group_carries_messages(context: &RuleContext<'_>, report: &mut Report) {
    let groups = drawn_groups(context);
    if groups.is_empty() {
        return report.idle("no-biztalk-computer");
    }
    for id in context.document.biztalk_groups.keys().filter(|it| !groups.contains(it)) {
        let is_bare = !context.document.is_group_drawn(*id);
        let name = context.name(*id);
        let fix = remove(context, [(*id).into()], format!("remove {name}"));
        report
            .finding([*id])
            .case("empty")
            .shown_as(Severity::Warning)
            .with("hosts", &[] as &[HostId])
            .with("computers", context.runtime_computers(*id))
            .fix(fix.filter(|_| is_bare));
    }
    for id in groups {
        let hosts: Vec<HostId> = workers(context, id).collect();
        if hosts.iter().any(|it| !context.instances(*it).is_empty()) {
            continue;
        }
        report
            .finding([id])
            .involving(context.runtime_computers(id).iter().copied())
            .case(if hosts.is_empty() { "none" } else { "stopped" })
            .with("hosts", &hosts)
            .with("computers", context.runtime_computers(id))
            .fix(carry(context, id));
    }
}

/// Runs what lets a BizTalk group carry messages on two computers: hosts that are drawn and run nowhere, else new ones.
/// `None` where there is no computer to begin with.
fn carry(context: &RuleContext<'_>, group: BizTalkGroupId) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let fits = |it: &ComputerId| !may_run_clustered_sso(context, *it) && !context.document.may_hold_master_secret(*it);
    let mut computers: Vec<ComputerId> =
        context.runtime_computers(group).iter().copied().filter(fits).take(2).collect();
    if computers.len() == 1 {
        let (computer, name) = draft.add_computer_like(model_computer(context, group)?)?;
        draft.says(format!("add {name}"));
        computers.push(computer);
    }
    if computers.is_empty() {
        return None;
    }
    let mut hosts = hosts_to_run(context, &mut draft, group);
    let drawn = context.hosts_of(group).iter().filter_map(|it| context.document.hosts.get(it));
    if !drawn.into_iter().any(|it| it.allow_tracking) {
        hosts.push(draft.add(Host::tracking(free_name(context, Host::TRACKING_NAME), group)));
    }
    for host in &hosts {
        start_on(context, &mut draft, *host, &computers);
    }
    let names: Vec<String> = hosts.iter().filter_map(|it| draft.get(*it)).map(|it| it.name).collect();
    draft.says(format!("run {} on two computers", prose::list(&names)));
    draft.finish()
}

/// For each function a host that is drawn and may run on two computers, else a new one; only those functions that are
/// drawn, where any is.
fn hosts_to_run(context: &RuleContext<'_>, draft: &mut FixDraft<'_, '_>, group: BizTalkGroupId) -> Vec<HostId> {
    let is_empty = workers(context, group).next().is_none();
    let mut hosts: Vec<HostId> = Vec::new();
    for function in HostFunction::ALL {
        let of_function = |host: &HostId| context.does(*host, *function);
        if hosts.iter().any(of_function) || (!is_empty && !workers(context, group).any(|it| of_function(&it))) {
            continue;
        }
        let drawn = workers(context, group).find(|it| of_function(it) && can_start(context, *it));
        hosts.push(drawn.unwrap_or_else(|| {
            let name = free_name(context, function.label());
            draft.add(Host::new(name, group, HostKind::InProcess, [*function]))
        }));
    }
    hosts
}

/// Runs a host on computers.
fn start_on(context: &RuleContext<'_>, draft: &mut FixDraft<'_, '_>, host: HostId, computers: &[ComputerId]) {
    for computer in computers {
        match context.instances_on(*computer).find(|(_, it)| it.host == host) {
            Some((instance, _)) => draft.enable(instance),
            None => draft.add_instance(host, *computer),
        }
    }
}

/// Whether a host that runs nowhere may run on two computers as it is.
fn can_start(context: &RuleContext<'_>, id: HostId) -> bool {
    let is_plain = context.document.hosts.get(&id).is_some_and(|it| context.is_plain(it));
    is_plain && !context.must_be_clustered(id) && context.tolerates_several_instances(id)
}

/// A name for a new host: `base`, or with a number where that is taken.
fn free_name(context: &RuleContext<'_>, base: &str) -> String {
    let taken: BTreeSet<&str> = context.hosts().map(|(_, it)| it.name.as_str()).collect();
    let numbered = (2..).map(|number: u32| format!("{base} {number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|it| !taken.contains(it.as_str())).unwrap_or_default()
}

/// HOST-025: one finding per BizTalk computer of the primary site without an enabled host instance, unless a clustered
/// host may run there (CLU-003) or it holds the master secret (SSO-013).
pub(super) fn computer_takes_part(context: &RuleContext<'_>, report: &mut Report) {
    let computers = context.all_runtime_computers();
    if computers.is_empty() {
        return report.idle("no-biztalk-computer");
    }
    let mut shareable: BTreeMap<BizTalkGroupId, Vec<HostId>> = BTreeMap::new();
    for id in computers {
        let may_run_clustered = |group: &_| !context.hosts_clustered_in(*group).is_empty();
        if context.instances_on(id).any(|(_, it)| it.enabled)
            || context.resource_groups_owned_by(id).iter().any(may_run_clustered)
            || context.document.may_hold_master_secret(id)
        {
            continue;
        }
        report
            .finding([id])
            .with("disabled", elements(context.instances_on(id).map(|(instance, _)| instance)))
            .fix(run_hosts_on(context, id, &mut shareable));
    }
}

/// The hosts of a BizTalk group that run somewhere and may run on a further computer: in process, not clustered, and free
/// to run several times.
fn shareable_hosts(context: &RuleContext<'_>, group: BizTalkGroupId) -> Vec<HostId> {
    let hosts = context.hosts_of(group).iter().copied();
    let may_be_shared = |id: &HostId| {
        let Some(host) = context.document.hosts.get(id).filter(|it| context.is_plain(it)) else { return false };
        let runs = !host.functions.is_empty() && !context.servers(*id).is_empty();
        runs && !context.must_be_clustered(*id) && context.tolerates_several_instances(*id)
    };
    hosts.filter(may_be_shared).collect()
}

/// Runs the hosts of its BizTalk groups on a computer. `shareable` are those of each group, as far as they are known.
fn run_hosts_on(
    context: &RuleContext<'_>,
    id: ComputerId,
    shareable: &mut BTreeMap<BizTalkGroupId, Vec<HostId>>,
) -> Option<Edit> {
    let groups = &context.document.computers.get(&id)?.biztalk_groups;
    if may_run_clustered_sso(context, id) {
        return None;
    }
    let mut hosts: BTreeSet<HostId> = BTreeSet::new();
    for group in groups {
        hosts.extend(shareable.entry(*group).or_insert_with(|| shareable_hosts(context, *group)).iter());
    }
    let mut draft = FixDraft::new(context);
    for host in hosts.iter().copied() {
        match context.instances_on(id).find(|(_, it)| it.host == host) {
            Some((instance, _)) => draft.enable(instance),
            None => draft.add_instance(host, id),
        }
    }
    draft.says(format!("run {} on {}", context.names(hosts), context.name(id)));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const TWO: &str = "
        computer BTS1 biztalk
        computer BTS2 biztalk";

    #[test]
    fn host_024_fires_on_a_group_in_which_nothing_works() {
        check_rule("HOST-024", &format!("{TWO}\ngroup Group1     #! HOST-024"));
        check_rule("HOST-024", &format!("{TWO}\nhost T tracking on BTS1 BTS2\ngroup Group1     #! HOST-024"));
        let stopped = format!("{TWO}\nhost R receive on !BTS1 !BTS2");
        check_rule("HOST-024", &format!("{stopped}\ngroup Group1     #! HOST-024"));
        let told = "No host of Group1 that receives, processes or sends has an enabled host instance | Hosts that \
                    receive, process or send: R | BizTalk computers in the primary site: BTS1 and BTS2";
        check_says("HOST-024", &stopped, &[told]);
        check_fix("HOST-024", &stopped);
        check_fix("HOST-024", TWO);
        check_fix("HOST-024", &format!("{TWO}\nhost ALL receive process send\nhost P process"));
        check_fix("HOST-024", "computer BTS1 biztalk");
        check_fix("HOST-024", &format!("{TWO}\nhost Receive receive\nhandler Receive ftp receive"));
        assert_eq!(findings_of("HOST-024", &stopped)[0].severity, Severity::Blocker);
    }

    #[test]
    fn host_024_leaves_parts_and_what_is_not_drawn_alone() {
        check_rule("HOST-024", &format!("{TWO}\nhost S send on BTS1 BTS2"));
        let beside = format!("{TWO}\nhost R receive on BTS1\nhost S send on BTS1\ngroup Group2     #! HOST-024");
        check_rule("HOST-024", &beside);
        check_fix("HOST-024", &beside);
        check_rule("HOST-024", "computer SQLN1\nsql SQL1 on SQLN1\ngroup Group2");
        check_rule("HOST-024", "computer SQLN1\nsql SQL1 on SQLN1");
    }

    #[test]
    fn host_025_fires_on_computers_without_an_enabled_host_instance() {
        let text = format!(
            "{TWO}     #! HOST-025\nhost R receive on BTS1 !BTS2\nhost F receive on BTS1\nhandler F ftp receive"
        );
        check_rule("HOST-025", &text);
        check_fix("HOST-025", &text);
        assert_eq!(findings_of("HOST-025", &text)[0].fixes[0].label, "Run R on BTS2");
        check_rule("HOST-025", &format!("{TWO}\nhost R receive on BTS1 BTS2\ncomputer M biztalk master-secret"));
        let cluster = "cluster CL nodes BTS1 BTS2\nresource-group G on CL\nclustered-host C receive in G on BTS1";
        check_rule("HOST-025", &format!("{TWO}\n{cluster}"));
    }
}
