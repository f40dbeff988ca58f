//! Fixes that draw a disaster-recovery site and send the logs there.

use std::collections::BTreeMap;

use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, DisasterRecovery, DrMode, HostInstance, HostInstanceId, Role, Site, SiteId,
    SiteKind, Slot, SqlInstance, SqlInstanceId, SqlPlacement, Tier, TierId, TierKind,
};
use crate::rules::RuleContext;
use crate::rules::fixes::{Draft, model_computer};
use crate::rules::sql::is_supported;

/// The name of a disaster-recovery site, of its tier, and what its computers are called after.
const SITE: &str = "Disaster recovery";

/// DR-001: a disaster-recovery site with one SQL instance for each that holds BizTalk databases, log shipping to them
/// (N:N), and one BizTalk computer per BizTalk group with disabled host instances (DR-010, DR-011).
pub(super) fn add_site(context: &RuleContext<'_>) -> Option<Edit> {
    let mut draft = Draft::new(context);
    let tier = add_tier(&mut draft);
    let mut column = 0;
    let mut taken = Vec::new();
    let mut ships_to = BTreeMap::new();
    let holds = |id: SqlInstanceId| context.databases_on(id).any(|(_, it)| !it.kind.is_analysis());
    for (from, sql) in context.sql_instances().filter(|(id, _)| holds(*id)) {
        if is_supported(context.document, sql) == Some(false) {
            return None;
        }
        let model = context.document.computers.get(&context.sql_active_on(from)?)?;
        let slot = Slot { tier, row: 0, column };
        let computer = add_computer(context, &mut draft, model, slot, &mut taken);
        let id: SqlInstanceId = draft.id();
        let standby = SqlInstance {
            name: format!("{} standby", sql.name),
            placement: SqlPlacement::Standalone(computer),
            configured_name: None,
            storage: None,
            ..sql.clone()
        };
        draft.put(Record::SqlInstance(id, standby));
        ships_to.insert(from, id);
        column += 1;
    }
    for group in context.document.biztalk_groups.keys().copied() {
        if let Some(model) = model_computer(context, group) {
            let slot = Slot { tier, row: 0, column };
            add_biztalk(context, &mut draft, group, model, slot, &mut taken)?;
            column += 1;
        }
    }
    if !ships_to.is_empty() {
        let recovery = &context.document.disaster_recovery;
        let shipping = DisasterRecovery { mode: Some(DrMode::OneToOne), ships_to, ..recovery.clone() };
        draft.command(EditCommand::SetDisasterRecovery(shipping));
        draft.says("ship the logs of every SQL instance to it");
    }
    draft.finish()
}

fn add_tier(draft: &mut Draft<'_, '_>) -> TierId {
    let site: SiteId = draft.id();
    draft.put(Record::Site(site, Site { name: SITE.to_owned(), kind: SiteKind::DisasterRecovery }));
    let tier: TierId = draft.id();
    let kind = TierKind::DisasterRecovery;
    draft.put(Record::Tier(tier, Tier { name: kind.label().to_owned(), kind, site, zone: None }));
    draft.says("add a disaster-recovery site");
    tier
}

/// A computer of the site, like one of production but without what runs there. `taken` are the names given so far.
fn add_computer(
    context: &RuleContext<'_>,
    draft: &mut Draft<'_, '_>,
    model: &Computer,
    slot: Slot,
    taken: &mut Vec<String>,
) -> ComputerId {
    let mut name = format!("DR-{}", model.name);
    while taken.contains(&name) || context.document.computers.values().any(|it| it.name == name) {
        name = continued_name(context.document, &name);
        if taken.contains(&name) {
            name.push('b');
        }
    }
    taken.push(name.clone());
    let computer = Computer {
        name,
        slot,
        os: model.os,
        domain: model.domain.clone(),
        hardware: model.hardware.clone(),
        dtc_fixed_port: model.dtc_fixed_port,
        dtc_authentication: model.dtc_authentication,
        ..Computer::default()
    };
    let id = draft.id();
    draft.put(Record::Computer(id, computer));
    id
}

fn add_biztalk(
    context: &RuleContext<'_>,
    draft: &mut Draft<'_, '_>,
    group: BizTalkGroupId,
    model: ComputerId,
    slot: Slot,
    taken: &mut Vec<String>,
) -> Option<()> {
    let model = context.document.computers.get(&model)?;
    let kept = [Role::BizTalkRuntime, Role::EntSso, Role::Iis, Role::Msmq, Role::RuleEngineUpdate];
    draft.allow_several_computers();
    let computer = add_computer(context, draft, model, slot, taken);
    draft.change_computer(computer, |it| {
        it.roles = model.roles.iter().copied().filter(|role| kept.contains(role)).chain([Role::EntSso]).collect();
        it.biztalk_groups = [group].into();
    });
    for host in context.hosts_of(group).iter().copied().filter(|it| !context.instances(*it).is_empty()) {
        let id: HostInstanceId = draft.id();
        let prepared = HostInstance { host, computer, enabled: false, account: None };
        draft.put(Record::HostInstance(id, prepared));
        draft.install_services(host, computer);
    }
    Some(())
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
    let mut draft = Draft::new(context);
    let is_there =
        |it: &Tier| context.document.sites.get(&it.site).is_some_and(|site| site.kind == SiteKind::DisasterRecovery);
    let present = context.document.tiers.iter().find(|(_, it)| is_there(it)).map(|(tier, _)| *tier);
    let tier = present.unwrap_or_else(|| add_tier(&mut draft));
    let placed = context.document.placed_elements();
    let columns = placed.iter().filter(|(slot, _)| slot.tier == tier && slot.row == 0).map(|(slot, _)| slot.column);
    let target = Slot { tier, row: 0, column: columns.max().map_or(0, |column| column.saturating_add(1)) };
    draft.command(EditCommand::Place { elements: vec![computer.into()], target });
    draft.says(format!("move {} to the disaster-recovery site", context.name(computer)));
    draft.finish()
}
