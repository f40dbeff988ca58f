//! What may stand in a perimeter network.

use std::collections::BTreeSet;

use super::fixes::move_databases_inside;
use super::{has_zones, tier_of, zone_of};
use crate::edit::intent::slots::next_free_slot;
use crate::edit::{Edit, EditCommand};
use crate::model::{ComputerId, Element, HostFunction, HostKind, Role, SiteId, Slot, Tier, TierId, TierKind, Zone};
use crate::rules::fixes::FixDraft;
use crate::rules::value::{elements, label, labels, word};
use crate::rules::{Report, RuleContext, Severity};

/// NET-001: one finding per BizTalk, Enterprise SSO or master secret computer in a perimeter network; a warning where it
/// runs isolated receive only and the exception is recorded.
pub(super) fn biztalk_stays_out_of_the_perimeter(context: &RuleContext<'_>, report: &mut Report) {
    if !has_zones(context) {
        return report.idle("no-zone");
    }
    for (id, computer) in &context.document.computers {
        let serves =
            [Role::BizTalkRuntime, Role::EntSso, Role::MasterSecret].iter().any(|it| computer.roles.contains(it))
                || context.document.may_hold_master_secret(*id);
        let Some(zone) = zone_of(context, *id).filter(|it| serves && it.is_perimeter()) else { continue };
        let excused = context.document.environment.no_reverse_proxy_recorded && only_receives_isolated(context, *id);
        report
            .finding([Element::from(*id), computer.slot.tier.into()])
            .case(if computer.roles.contains(&Role::BizTalkRuntime) { "biztalk" } else { "sso" })
            .with("zone", label(zone))
            .with("excused", excused)
            .shown_as(if excused { Severity::Warning } else { Severity::Error })
            .fix(move_inside(context, *id));
    }
}

/// Whether all that runs on a computer are isolated hosts that receive.
fn only_receives_isolated(context: &RuleContext<'_>, computer: ComputerId) -> bool {
    let hosts: Vec<_> = context
        .instances_on(computer)
        .filter(|(_, it)| it.enabled)
        .filter_map(|(_, it)| context.document.hosts.get(&it.host))
        .collect();
    let receives = |functions: &BTreeSet<HostFunction>| functions.iter().all(|it| *it == HostFunction::Receive);
    !hosts.is_empty()
        && !context.document.may_hold_master_secret(computer)
        && hosts.iter().all(|it| it.kind == HostKind::Isolated && receives(&it.functions))
}

/// Moves a computer into a tier for BizTalk Server of the same site that is in an inner zone; adds one where there is
/// none. `None` for cluster nodes,
/// which stand side by side, and where firewalls are drawn, whose ports the move would concern (NET-004, DTC-005).
fn move_inside(context: &RuleContext<'_>, id: ComputerId) -> Option<Edit> {
    let computer = context.document.computers.get(&id)?;
    if context.failover_cluster_of(id).is_some() || !context.document.firewalls.is_empty() {
        return None;
    }
    let site = context.document.tiers.get(&computer.slot.tier)?.site;
    let kinds = [TierKind::Receive, TierKind::BizTalk, TierKind::Processing, TierKind::Send, TierKind::MasterSecret];
    let inner = |zone: Option<Zone>| zone.is_none_or(|it| !it.is_perimeter() && it != Zone::Internet);
    let tiers = || context.document.tiers.iter().filter(|(_, it)| it.site == site && inner(it.zone));
    let inside = kinds.iter().find_map(|kind| tiers().find(|(_, it)| it.kind == *kind));
    let mut draft = FixDraft::new(context);
    let (target, name) = match inside {
        Some((tier, it)) => (next_free_slot(context.document, *tier), it.name.clone()),
        None => (add_inner_tier(&mut draft, site), "it".to_owned()),
    };
    draft.run(EditCommand::Place { elements: vec![id.into()], target }).ok()?;
    draft.says(format!("move {} to {name}", computer.name));
    draft.finish()
}

/// The first slot of a new tier for BizTalk Server in an inner zone.
fn add_inner_tier(draft: &mut FixDraft<'_, '_>, site: SiteId) -> Slot {
    let zone = Zone::Services;
    let tier = draft.add(Tier { zone: Some(zone), ..Tier::of(TierKind::BizTalk, site) });
    draft.says(format!("add a tier for BizTalk Server in zone {}", zone.label()));
    Slot::first(tier)
}

/// NET-002: one finding per SQL instance with BizTalk databases in a perimeter network, or to whose zone a link leads
/// directly from one.
pub(super) fn databases_stay_inside(context: &RuleContext<'_>, report: &mut Report) {
    if !has_zones(context) {
        return report.idle("no-zone");
    }
    let excused = context.document.environment.no_reverse_proxy_recorded;
    let exposed = if excused { BTreeSet::new() } else { tiers_linked_to_the_perimeter(context) };
    for id in context.sql_instances().map(|(id, _)| id).filter(|id| context.holds_databases(*id)) {
        let owners = context.sql_owners(id);
        let zones: BTreeSet<Zone> = owners.iter().filter_map(|it| zone_of(context, *it)).collect();
        let inside = zones.iter().find(|it| it.is_perimeter());
        let linked = owners.iter().find_map(|owner| {
            let tier = tier_of(context, *owner)?;
            let zone = zone_of(context, *owner);
            let same_zone = |it: &TierId| {
                let other = context.document.tiers.get(it).and_then(|it| it.zone);
                *it == tier || (zone.is_some() && other == zone)
            };
            exposed.iter().find(|it| same_zone(it)).copied()
        });
        let (case, place) = match (inside, linked) {
            (Some(zone), _) => ("inside", label(*zone)),
            (None, Some(tier)) => ("linked", elements([tier])),
            (None, None) => continue,
        };
        report
            .finding([id])
            .involving(owners.iter().copied())
            .case(case)
            .with("place", place)
            .with("zones", if zones.is_empty() { word("not-drawn") } else { labels(zones.iter().copied()) })
            .with("databases", elements(context.databases_on(id).map(|(database, _)| database)))
            .fix(inside.and_then(|_| move_databases_inside(context, id)));
    }
}

/// The tiers to which a firewall or a connection leads directly from or to a perimeter network.
fn tiers_linked_to_the_perimeter(context: &RuleContext<'_>) -> BTreeSet<TierId> {
    let firewalls = context.document.firewalls.values().map(|it| (it.from, it.to));
    let ends = context.document.connections.values();
    let connections =
        ends.filter_map(|it| Some((tier_of_element(context, it.from)?, tier_of_element(context, it.to)?)));
    let is_perimeter =
        |tier: TierId| context.document.tiers.get(&tier).and_then(|it| it.zone).is_some_and(Zone::is_perimeter);
    firewalls
        .chain(connections)
        .flat_map(|(one, other)| [(one, other), (other, one)])
        .filter(|(one, other)| is_perimeter(*one) && !is_perimeter(*other))
        .map(|(_, other)| other)
        .collect()
}

/// The tier in which an element stands, where it is one.
fn tier_of_element(context: &RuleContext<'_>, element: Element) -> Option<TierId> {
    match element {
        Element::Tier(tier) => Some(tier),
        Element::SqlInstance(sql) => tier_of(context, context.sql_active_on(sql)?),
        Element::Database(id) => {
            tier_of(context, context.sql_active_on(context.document.databases.get(&id)?.sql_instance)?)
        }
        Element::HostInstance(id) => tier_of(context, context.document.host_instances.get(&id)?.computer),
        other => context.document.slot_of(other).map(|slot| slot.tier),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::TierKind;
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_fix_with, check_rule, facts_of, findings_of, messages_of};

    const WEB: &str = "tier Web zone=PerimeterInternet\n";

    #[test]
    fn net_001_keeps_biztalk_and_sso_out_of_the_perimeter() {
        let inside = format!("{WEB}computer B biztalk in Web #! NET-001\ncomputer P reverse-proxy in Web");
        check_rule("NET-001", &inside);
        check_fix("NET-001", &inside);
        check_rule("NET-001", &format!("{WEB}computer M sso in Web #! NET-001"));
        check_rule("NET-001", &format!("{WEB}computer B biztalk"));
        let no_inner_tier = |document: &mut crate::model::Document| {
            let tiers = document.tiers.edit();
            tiers.values_mut().filter(|it| it.zone.is_none()).for_each(|it| it.kind = TierKind::Databases);
        };
        check_fix_with("NET-001", &inside.replace(" #! NET-001", ""), no_inner_tier);
        check_rule("NET-001", "computer B biztalk");
    }

    #[test]
    fn net_001_is_a_warning_for_isolated_receive_with_the_exception_on_record() {
        let text = format!("{WEB}computer B biztalk iis in Web\nisolated-host W receive on B\n");
        let recorded = format!("{text}environment no_reverse_proxy_recorded=true\n");
        assert_eq!(findings_of("NET-001", &text)[0].severity, Severity::Error);
        assert_eq!(findings_of("NET-001", &recorded)[0].severity, Severity::Warning);
        let processes = format!("{recorded}host P process on B");
        assert_eq!(findings_of("NET-001", &processes)[0].severity, Severity::Error);
    }

    #[test]
    fn net_002_keeps_databases_away_from_the_perimeter() {
        let sql = "computer S in Data\nsql ONE on S\ndatabases ONE management\n";
        let zones = format!("{WEB}tier Data zone=Data\n{sql}");
        check_rule("NET-002", &zones);
        check_rule("NET-002", &format!("{zones}firewall FW on Web to Data\nattr ONE name=ONE #! NET-002"));
        let excused = "environment no_reverse_proxy_recorded=true";
        check_rule("NET-002", &format!("{zones}firewall FW on Web to Data\n{excused}"));
        let inside = zones.replace("in Data", "in Web").replace("sql ONE on S", "sql ONE on S #! NET-002");
        check_rule("NET-002", &inside);
        check_fix("NET-002", &inside);
        check_rule("NET-002", "computer S\nsql ONE on S\ndatabases ONE management");
    }

    #[test]
    fn net_002_names_a_tier_without_a_zone_beside_the_perimeter() {
        let text = format!(
            "{WEB}tier Data\ncomputer S in Data\nsql ONE on S\ndatabases ONE management\nfirewall FW on Web to Data"
        );
        let message = "A perimeter network is linked directly to Data, the zone of ONE";
        assert_eq!(messages_of("NET-002", &text), [message]);
        let facts = [("Zones", "not drawn"), ("Databases", "management")];
        assert_eq!(facts_of("NET-002", &text)[0], facts.map(|(label, value)| (label.to_owned(), value.to_owned())));
    }
}
