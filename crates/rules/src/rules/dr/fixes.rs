//! Fixes that draw a disaster-recovery site and send the logs there.

use std::collections::{BTreeMap, BTreeSet};

use super::is_shipped;
use crate::edit::intent::ids::Names;
use crate::edit::intent::slots::next_free_slot;
use crate::edit::{Edit, EditCommand};
use crate::model::usual::{recovery_computer_name, recovery_sql_name};
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, DisasterRecovery, DrMode, HostId, HostInstance, Site, SiteKind, Slot,
    SqlInstance, SqlInstanceId, SqlPlacement, Tier, TierId, TierKind,
};
use crate::rules::RuleContext;
use crate::rules::fixes::{FixDraft, model_computer};
use crate::rules::sql::is_supported;

/// The BizTalk servers of a new disaster-recovery site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Servers {
    /// One per BizTalk group, with all of its hosts.
    OnePerGroup,
    /// One for each of production, with the hosts of that; not offered where that is the same.
    OneForEach,
}

/// DR-001: a disaster-recovery site with one SQL instance for each that holds BizTalk databases, log shipping to them
/// (N:N), and BizTalk servers with disabled host instances (DR-010, DR-011).
pub(super) fn add_site(context: &RuleContext<'_>, servers: Servers) -> Option<Edit> {
    let groups = || context.document.biztalk_groups.keys().copied();
    if servers == Servers::OneForEach && groups().all(|it| context.runtime_computers(it).len() < 2) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let tier = add_tier(&mut draft);
    if servers == Servers::OneForEach {
        draft.says("put a BizTalk server there for each of production");
    }
    let mut names = Names::of(context.document);
    let mut column = 0;
    let mut ships_to = BTreeMap::new();
    let holds = |id: SqlInstanceId| context.databases_on(id).any(|(_, it)| is_shipped(it));
    for (from, sql) in context.sql_instances().filter(|(id, _)| holds(*id)) {
        if is_supported(&context.document.environment, sql) == Some(false) {
            return None;
        }
        let model = context.document.computers.get(&context.sql_active_on(from)?)?;
        let slot = Slot { tier, row: 0, column };
        let computer = draft.add(model.equal(names.copied(&recovery_computer_name(&model.name)), slot));
        let standby = SqlInstance {
            name: recovery_sql_name(&sql.name),
            placement: SqlPlacement::Standalone(computer),
            configured_name: None,
            storage: None,
            ..sql.clone()
        };
        ships_to.insert(from, draft.add(standby));
        column += 1;
    }
    for (model, group, hosts) in biztalk_servers(context, servers) {
        let slot = Slot { tier, row: 0, column };
        let model = context.document.computers.get(&model)?;
        let name = names.copied(&recovery_computer_name(&model.name));
        add_biztalk(&mut draft, model.biztalk_equal(name, slot, [group]), &hosts);
        column += 1;
    }
    draft.allow_several_computers();
    if !ships_to.is_empty() {
        let recovery = &context.document.disaster_recovery;
        let shipping = DisasterRecovery { mode: Some(DrMode::OneToOne), ships_to, ..recovery.clone() };
        draft.run(EditCommand::SetDisasterRecovery(shipping)).ok()?;
        draft.says("ship the logs of every SQL instance to it");
    }
    draft.finish()
}

fn add_tier(draft: &mut FixDraft<'_, '_>) -> TierId {
    let site = draft.add(Site::of(SiteKind::DisasterRecovery));
    let tier = draft.add(Tier::of(TierKind::DisasterRecovery, site));
    draft.says("add a disaster-recovery site");
    tier
}

/// What each BizTalk server of the site is like, its BizTalk group, and its hosts.
fn biztalk_servers(context: &RuleContext<'_>, servers: Servers) -> Vec<(ComputerId, BizTalkGroupId, Vec<HostId>)> {
    let groups = context.document.biztalk_groups.keys().copied();
    match servers {
        Servers::OnePerGroup => {
            let runs = |id: &HostId| !context.instances(*id).is_empty();
            let hosts = |group| context.hosts_of(group).iter().copied().filter(runs).collect();
            groups.filter_map(|it| Some((model_computer(context, it)?, it, hosts(it)))).collect()
        }
        Servers::OneForEach => {
            let all: BTreeSet<ComputerId> =
                groups.flat_map(|it| context.runtime_computers(it).iter().copied()).collect();
            // A computer of several BizTalk groups is a fault of its own (HOST-010); the one there joins the first of them.
            let of = |id: ComputerId| {
                let group = *context.document.computers.get(&id)?.biztalk_groups.iter().next()?;
                let hosts: BTreeSet<HostId> = context.instances_on(id).map(|(_, it)| it.host).collect();
                let hosts = context.hosts_of(group).iter().copied().filter(|it| hosts.contains(it)).collect();
                Some((id, group, hosts))
            };
            all.into_iter().filter_map(of).collect()
        }
    }
}

fn add_biztalk(draft: &mut FixDraft<'_, '_>, server: Computer, hosts: &[HostId]) {
    let computer = draft.add(server);
    for host in hosts.iter().copied() {
        draft.add(HostInstance { enabled: false, ..HostInstance::new(host, computer) });
        draft.install_services(host, computer);
    }
}

/// DR-012: moves the computer of a standby SQL instance to the disaster-recovery site; adds the site where there is
/// none. `None` where the computer does production work too or is a cluster node.
pub(super) fn move_to_site(context: &RuleContext<'_>, id: SqlInstanceId) -> Option<Edit> {
    let SqlPlacement::Standalone(computer) = context.document.sql_instances.get(&id)?.placement else { return None };
    let works = context.sql_owned_by(computer).iter().any(|it| context.holds_databases(*it))
        || context.instances_on(computer).next().is_some()
        || context.failover_cluster_of(computer).is_some()
        || context.document.may_hold_master_secret(computer);
    if works {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let is_there =
        |it: &Tier| context.document.sites.get(&it.site).is_some_and(|site| site.kind == SiteKind::DisasterRecovery);
    let present = context.document.tiers.iter().find(|(_, it)| is_there(it)).map(|(tier, _)| *tier);
    let tier = present.unwrap_or_else(|| add_tier(&mut draft));
    let target = next_free_slot(draft.document(), tier);
    draft.run(EditCommand::Place { elements: vec![computer.into()], target }).ok()?;
    draft.says(format!("move {} to the disaster-recovery site", context.name(computer)));
    draft.finish()
}
