//! Fixes of tracking rules: a host that does nothing but track, on enough computers.

use crate::edit::Edit;
use crate::model::{BizTalkGroupId, ComputerId, Host, HostFunction, HostId};
use crate::prose;
use crate::rules::RuleContext;
use crate::rules::fixes::{FixDraft, may_run_clustered_sso, model_computer, run_on_several};

/// How many tracking instances a BizTalk group needs: one per MessageBox and a spare one, and never fewer than two.
pub(super) fn wanted_instances(context: &RuleContext<'_>, group: BizTalkGroupId) -> usize {
    (context.message_boxes(group).len() + 1).max(2)
}

/// A new tracking-only host on as many computers as are needed, and `change` for what goes with it.
pub(in crate::rules) fn add_tracking_host(
    context: &RuleContext<'_>,
    group: BizTalkGroupId,
    change: impl FnOnce(&mut FixDraft<'_, '_>),
) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    let mut computers = best_computers(context, group);
    computers.truncate(wanted_instances(context, group));
    let mut added = None;
    if computers.len() < 2 {
        draft.allow_several_computers();
        let (computer, name) = draft.add_computer_like(model_computer(context, group)?)?;
        computers.push(computer);
        draft.says(format!("add {name}"));
        added = Some((computer, name));
    }
    if computers.len() < 2 {
        return None;
    }
    let name = free_host_name(context);
    let delay = usual_restart_delay(context, group);
    let id = draft.add(Host { restart_service_after_secs: delay, ..Host::tracking(name.clone(), group) });
    for computer in &computers {
        draft.add_instance(id, *computer);
    }
    change(&mut draft);
    let known = computers.iter().copied().filter(|it| added.as_ref().is_none_or(|(new, _)| new != it));
    let names: Vec<String> =
        known.map(|it| context.name(it)).chain(added.as_ref().map(|(_, name)| name.clone())).collect();
    draft.says(format!("add {name}, which only tracks, on {}", prose::list(&names)));
    draft.finish()
}

/// The computers that may run a tracking host, best first: those without receive hosts, which are closer to callers,
/// then those with the fewest host instances.
fn best_computers(context: &RuleContext<'_>, group: BizTalkGroupId) -> Vec<ComputerId> {
    let receives = |computer: ComputerId| {
        context.instances_on(computer).any(|(_, it)| it.enabled && context.does(it.host, HostFunction::Receive))
    };
    let computers = context.runtime_computers(group).iter().copied();
    let mut computers: Vec<ComputerId> = computers.filter(|it| !may_run_clustered_sso(context, *it)).collect();
    computers.sort_by_key(|it| (receives(*it), context.instances_on(*it).count(), *it));
    computers
}

fn free_host_name(context: &RuleContext<'_>) -> String {
    let taken = |name: &str| context.hosts().any(|(_, host)| host.name == name);
    let numbered = (2..).map(|number| format!("{} {number}", Host::TRACKING_NAME));
    std::iter::once(Host::TRACKING_NAME.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// The restart delay that every host of the BizTalk group shares (HOST-013), if they agree.
fn usual_restart_delay(context: &RuleContext<'_>, group: BizTalkGroupId) -> Option<crate::sources::Sourced<f64>> {
    let mut delays = context
        .hosts_of(group)
        .iter()
        .filter_map(|id| context.document.hosts.get(id))
        .map(|host| host.restart_service_after_secs.clone());
    let first = delays.next()??;
    delays.all(|it| it.is_some_and(|it| it.value == first.value)).then_some(first)
}

/// Adds host instances of a tracking host until the BizTalk group has `wanted` tracking instances on at least two
/// computers.
pub(super) fn extend_tracking(context: &RuleContext<'_>, group: BizTalkGroupId, wanted: usize) -> Option<Edit> {
    let running = context.tracking_instances(group).len();
    let missing = wanted.saturating_sub(running);
    let hosts = super::tracking_hosts(context, group);
    let mut candidates: Vec<(HostId, &Host)> = hosts.into_iter().filter(|(_, host)| context.is_plain(host)).collect();
    candidates
        .sort_by_key(|(id, host)| (!host.functions.is_empty(), std::cmp::Reverse(context.servers(*id).len()), *id));
    candidates.into_iter().find_map(|(id, _)| run_on_several(context, id, (context.servers(id).len() + missing).max(2)))
}
