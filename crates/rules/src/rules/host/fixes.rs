//! Fixes of host rules that give computers less to do, or hosts more computers.

use std::collections::BTreeSet;

use crate::capacity::host_rates_without;
use crate::edit::{Edit, Record};
use crate::model::{ComputerId, Host, HostId, HostInstanceId, HostKind, LoadBalancer, Role};
use crate::rules::RuleContext;
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::splitting::move_instances;

/// HOST-008: adds a computer and moves the host instances beyond the limit there. `None` where more of them would have
/// to move than a computer may have, or they are bound to their computer.
pub(super) fn relieve(context: &RuleContext<'_>, id: ComputerId, limit: usize) -> Option<Edit> {
    let enabled = context.instances_on(id).filter(|(_, it)| it.enabled).count();
    let extra = enabled.checked_sub(limit).filter(|extra| *extra <= limit)?;
    let movable: Vec<(HostInstanceId, HostId)> = context
        .instances_on(id)
        .filter(|(_, it)| it.enabled && context.document.hosts.get(&it.host).is_some_and(|host| context.is_plain(host)))
        .map(|(instance, it)| (instance, it.host))
        .collect();
    let moved = movable.get(movable.len().checked_sub(extra)?..)?;
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let (computer, name) = draft.add_computer_like(id)?;
    let instances: Vec<HostInstanceId> = moved.iter().map(|(instance, _)| *instance).collect();
    move_instances(context, &mut draft, &instances, computer);
    let hosts = context.names(moved.iter().map(|(_, host)| *host));
    draft.says(format!("add {name} and move {hosts} from {} to it", context.name(id)));
    draft.finish()
}

/// HOST-012: adds a computer that runs the hosts of another one as well. Its load is to be entered then.
pub(super) fn add_survivor(context: &RuleContext<'_>, lost: ComputerId) -> Option<Edit> {
    let hosts: BTreeSet<HostId> = context
        .instances_on(lost)
        .filter(|(_, it)| it.enabled && context.tolerates_several_instances(it.host))
        .filter(|(_, it)| context.document.hosts.get(&it.host).is_some_and(|host| context.is_plain(host)))
        .map(|(_, it)| it.host)
        .collect();
    if hosts.is_empty() {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let (computer, name) = draft.add_computer_like(lost)?;
    for host in &hosts {
        draft.add_instance(*host, computer);
    }
    draft.says(format!("add {name} with host instances of {}", context.names(hosts)));
    draft.finish()
}

/// HOST-014: adds a BizTalk computer and moves all that BizTalk Server does from a SQL Server computer there. `None`
/// where a clustered host may run on it.
pub(super) fn move_biztalk_away(context: &RuleContext<'_>, id: ComputerId) -> Option<Edit> {
    let runs_clustered = |group: &crate::model::ResourceGroupId| !context.hosts_clustered_in(*group).is_empty();
    if context.resource_groups_owned_by(id).iter().any(runs_clustered) {
        return None;
    }
    let old = context.document.computers.get(&id)?;
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let (new, name) = draft.add_computer_like(id)?;
    let keeps_sso = context.document.may_hold_master_secret(id);
    let bound =
        [Role::BizTalkRuntime, Role::Iis, Role::RuleEngineUpdate, Role::BizTalkTms, Role::MqsAgent, Role::AdminTools];
    for role in bound.into_iter().filter(|it| old.roles.contains(it)) {
        draft.add_role(new, role);
        draft.remove_role(id, role);
    }
    draft.change_computer(new, |it| it.tms_active = old.tms_active);
    draft.change_computer(id, |it| {
        it.biztalk_groups.clear();
        it.biztalk_edition = None;
        it.tms_active = false;
        if !keeps_sso {
            it.roles.remove(&Role::EntSso);
        }
    });
    let instances: Vec<HostInstanceId> = context.instances_on(id).map(|(instance, _)| instance).collect();
    move_instances(context, &mut draft, &instances, new);
    for balancer_id in context.load_balancers_of(id) {
        let Some(balancer) = context.document.load_balancers.get(balancer_id) else { continue };
        let mut members = balancer.members.clone();
        members.remove(&id);
        members.insert(new);
        draft.put(Record::LoadBalancer(*balancer_id, LoadBalancer { members, ..balancer.clone() }));
    }
    draft.says(format!("add {name} and move BizTalk Server from {} to it", old.name));
    draft.finish()
}

/// HOST-015: takes a host from as many computers as it can do without; two always stay.
pub(super) fn reduce(context: &RuleContext<'_>, id: HostId, host: &Host, peak: f64) -> Option<Edit> {
    if host.kind != HostKind::InProcess {
        return None;
    }
    let servers = context.servers(id);
    let most = servers.len().checked_sub(2)?;
    let carries =
        |removed: usize| host_rates_without(context.document, removed + 2).get(&id).is_some_and(|rate| *rate >= peak);
    let removed = (1..most).find(|removed| !carries(*removed)).unwrap_or(most);
    let mut busiest: Vec<ComputerId> = servers.iter().copied().collect();
    busiest.sort_by_key(|it| std::cmp::Reverse((context.instances_on(*it).count(), *it)));
    busiest.truncate(removed);
    let mut draft = FixDraft::new(context);
    for instance in context.all_instances(id) {
        let computer = context.document.host_instances.get(instance).map(|it| it.computer);
        if computer.is_some_and(|it| busiest.contains(&it)) {
            draft.remove(*instance).ok()?;
        }
    }
    draft.says(format!("remove host {} from {}", host.name, context.names(busiest)));
    draft.finish()
}
