//! Farms beside the hosts: BAM portals, and SharePoint farms that adapters talk to.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::{
    Adapter, Affinity, Computer, ComputerId, Element, Endpoint, EndpointId, EndpointKind, Feature, HandlerId,
    LoadBalancer, LoadBalancerId, Role,
};
use crate::rules::fixes::FixDraft;
use crate::rules::value::label;
use crate::rules::{Attribute, Report, RuleContext};

/// NLB-009: one finding when the BAM portal runs on one computer, or on several that no load balancer joins. Asks for its
/// computer where the portal is in use and none has it.
pub(super) fn bam_portal_is_load_balanced(context: &RuleContext<'_>, report: &mut Report) {
    let portals: BTreeSet<ComputerId> =
        context.computers_with(Role::BamPortal).filter(|it| context.is_primary(*it)).collect();
    let Some(first) = portals.first() else {
        let is_in_use =
            context.uses(Feature::BamPortal) && context.document.computers.keys().any(|id| context.is_primary(*id));
        return if is_in_use {
            report.ask(Element::Environment, Attribute::BamPortal);
        } else {
            report.idle("no-bam-portal");
        };
    };
    let joined = context.client_balancers().any(|(_, it)| it.members.is_superset(&portals));
    if joined && portals.len() >= 2 {
        return;
    }
    if portals.len() == 1 && report.asks_what_is_configured(context) {
        return;
    }
    let (case, fix) = if portals.len() == 1 {
        ("one", add_portal(context, *first))
    } else {
        let mut draft = FixDraft::new(context);
        ("apart", draft.add_balancer(&portals, BTreeSet::new()).and_then(|_| draft.finish()))
    };
    report.finding(portals.iter().copied()).case(case).with("computers", &portals).fix(fix);
}

/// Installs the BAM portal on a second computer, on a free one like the first where there is one, and puts a load
/// balancer before both.
fn add_portal(context: &RuleContext<'_>, only: ComputerId) -> Option<Edit> {
    let model = context.document.computers.get(&only)?;
    if let Some(free) = free_like(context, only, model) {
        let mut draft = FixDraft::new(context);
        draft.change_computer(free, |it| it.roles.extend([Role::BamPortal, Role::Iis]));
        draft.says(format!("install the BAM portal on {}", context.name(free)));
        draft.add_balancer(&BTreeSet::from([only, free]), BTreeSet::new())?;
        return draft.finish();
    }
    let name = continued_name(context.document, &model.name);
    let computer = Computer {
        name: name.clone(),
        slot: model.slot.right(),
        roles: [Role::BamPortal, Role::Iis].into(),
        os: model.os,
        domain: model.domain.clone(),
        ..Computer::default()
    };
    let mut draft = FixDraft::new(context);
    let id: ComputerId = draft.id();
    draft.put(Record::Computer(id, computer));
    draft.says(format!("add {name} with the BAM portal"));
    draft.add_balancer(&BTreeSet::from([only, id]), BTreeSet::new())?;
    draft.finish()
}

/// A computer in the tier of another one that serves the same, has the same operating system and is in no cluster.
fn free_like(context: &RuleContext<'_>, only: ComputerId, model: &Computer) -> Option<ComputerId> {
    let serves = |it: &Computer, role: Role| it.roles.contains(&role);
    let is_like = |it: &Computer| {
        it.slot.tier == model.slot.tier
            && it.os == model.os
            && it.biztalk_groups == model.biztalk_groups
            && serves(it, Role::BizTalkRuntime) == serves(model, Role::BizTalkRuntime)
            && (serves(it, Role::BizTalkRuntime) || serves(it, Role::Iis))
            && !serves(it, Role::BamPortal)
    };
    let is_free = |id: ComputerId| {
        id != only
            && context.failover_cluster_of(id).is_none()
            && context.load_balancers_of(id).is_empty()
            && context.sql_owned_by(id).is_empty()
            && !context.document.may_hold_master_secret(id)
    };
    let computers = context.document.computers.iter();
    computers.filter(|(id, it)| is_like(it) && is_free(**id)).map(|(id, _)| *id).next()
}

/// The SharePoint farms that handlers talk to, each with those handlers.
fn sharepoint_farms<'a>(context: &RuleContext<'a>) -> Vec<(EndpointId, &'a Endpoint, Vec<HandlerId>)> {
    let mut handlers: BTreeMap<EndpointId, Vec<HandlerId>> = BTreeMap::new();
    for (id, handler) in context.document.handlers.iter().filter(|(_, it)| it.adapter == Adapter::SharePoint) {
        if let Some(endpoint) = handler.endpoint {
            handlers.entry(endpoint).or_default().push(*id);
        }
    }
    let farms = handlers.into_iter().filter_map(|(id, it)| Some((id, context.document.endpoints.get(&id)?, it)));
    farms.filter(|(_, it, _)| it.kind == EndpointKind::SharePointFarm).collect()
}

/// The load balancer of which the computer of an endpoint is a member, where both are drawn.
fn balancer_of<'a>(context: &RuleContext<'a>, endpoint: &Endpoint) -> Option<(LoadBalancerId, &'a LoadBalancer)> {
    let id = context.client_balancers_of(endpoint.computer?).next()?;
    Some((id, context.document.load_balancers.get(&id)?))
}

/// NLB-012: one finding per SharePoint farm that is neither behind a load balancer nor marked as highly available.
pub(super) fn sharepoint_is_load_balanced(context: &RuleContext<'_>, report: &mut Report) {
    let farms = sharepoint_farms(context);
    if farms.is_empty() {
        return report.idle("no-handler-of-a-sharepoint-farm");
    }
    for (id, farm, handlers) in farms {
        let is_balanced = farm.behind_load_balancer || balancer_of(context, farm).is_some();
        if is_balanced || context.document.is_highly_available(farm) == Some(true) {
            continue;
        }
        let changed = Endpoint { behind_load_balancer: true, ..farm.clone() };
        report
            .finding([id])
            .involving(handlers)
            .with("balanced", false)
            .fix(Edit::put(format!("Put {} behind a load balancer", farm.name), Record::Endpoint(id, changed)));
    }
}

/// NLB-013: one finding per SharePoint farm on HTTPS whose load balancer does not keep a client with one server.
pub(super) fn sharepoint_keeps_clients_on_https(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, farm, handlers) in sharepoint_farms(context) {
        let drawn = balancer_of(context, farm);
        if drawn.is_none() && !farm.behind_load_balancer {
            continue;
        }
        looked = true;
        let affinity = drawn.and_then(|(_, it)| it.affinity).or(farm.affinity);
        match (farm.https, affinity) {
            (Some(false), _) | (_, Some(Affinity::Single | Affinity::Network)) => {}
            (None, _) => report.ask(id, Attribute::Https),
            (Some(true), None) => report.ask(id, Attribute::Affinity),
            (Some(true), Some(Affinity::None)) => {
                let single = Some(Affinity::Single);
                let words = format!("Keep each client of {} with one server", farm.name);
                let changed = match drawn.filter(|(_, it)| it.affinity.is_some()) {
                    Some((balancer, it)) => {
                        Record::LoadBalancer(balancer, LoadBalancer { affinity: single, ..it.clone() })
                    }
                    None => Record::Endpoint(id, Endpoint { affinity: single, ..farm.clone() }),
                };
                report
                    .finding([id])
                    .involving(handlers)
                    .with("affinity", label(Affinity::None))
                    .fix(Edit::put(words, changed));
            }
        }
    }
    if !looked {
        report.idle("no-sharepoint-farm-behind-a-load-balancer");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    #[test]
    fn nlb_009_fires_on_one_portal_and_on_several_without_a_load_balancer() {
        check_rule("NLB-009", "computer WEB1 bam-portal     #! NLB-009");
        let told = "The BAM portal runs on WEB1 only | Computers with the BAM portal: WEB1";
        check_says("NLB-009", "computer WEB1 bam-portal", &[told]);
        check_fix("NLB-009", "computer WEB1 bam-portal");
        let two = "computer WEB1 bam-portal     #! NLB-009\ncomputer WEB2 bam-portal";
        check_rule("NLB-009", two);
        let told =
            "No load balancer joins the BAM portals on WEB1 and WEB2 | Computers with the BAM portal: WEB1 and WEB2";
        check_says("NLB-009", two, &[told]);
        check_fix("NLB-009", two);
        check_rule("NLB-009", "computer WEB1 bam-portal\ncomputer WEB2 bam-portal\nlb LB1 members WEB1 WEB2");
        check_rule("NLB-009", "computer WEB1 iis");
        check_rule("NLB-009", "computer WEB1 iis\nenvironment features=[\"BamPortal\"] #? NLB-009");
        check_rule("NLB-009", "environment features=[\"BamPortal\"]");
        let free = "computer BTS1 biztalk bam-portal\ncomputer BTS2 biztalk";
        check_fix("NLB-009", free);
        let label = &findings_of("NLB-009", free)[0].fixes[0].label;
        assert_eq!(label, "Install the BAM portal on BTS2 and put a Windows NLB cluster in front of BTS1 and BTS2");
    }

    const SEND: &str = "
        computer BTS1 biztalk
        host S send on BTS1";

    #[test]
    fn nlb_012_fires_on_a_sharepoint_farm_without_a_load_balancer() {
        let single =
            format!("{SEND}\nendpoint SP share-point-farm     #! NLB-012\nhandler S sharepoint send endpoint=@SP");
        check_rule("NLB-012", &single);
        let told = "SP is one SharePoint server without a load balancer | Behind a load balancer: no";
        check_says("NLB-012", &single, &[told]);
        check_fix("NLB-012", &single);
        check_rule(
            "NLB-012",
            &format!(
                "{SEND}
                computer SP1
                computer SP2
                lb LB1 members SP1 SP2
                endpoint A share-point-farm behind_load_balancer=true
                endpoint B share-point-farm highly_available=true
                endpoint C share-point-farm computer=@SP1
                endpoint D share-point-farm
                handler S sharepoint send endpoint=@A
                handler S sharepoint receive endpoint=@B
                handler S sharepoint send endpoint=@C"
            ),
        );
    }

    #[test]
    fn nlb_013_asks_for_https_and_affinity_and_fires_without_single_client_affinity() {
        let farm = |fields: &str| {
            format!(
                "{SEND}\nendpoint SP share-point-farm behind_load_balancer=true {fields}\nhandler S sharepoint send endpoint=@SP"
            )
        };
        let none = farm("https=true affinity=None     #! NLB-013");
        check_rule("NLB-013", &none);
        check_says("NLB-013", &none, &["SP is reached over HTTPS without single-client affinity | Affinity: None"]);
        check_fix("NLB-013", &none);
        check_rule("NLB-013", &farm("    #? NLB-013"));
        check_rule("NLB-013", &farm("https=true     #? NLB-013"));
        check_rule("NLB-013", &farm("https=true affinity=Single"));
        check_rule("NLB-013", &farm("https=false affinity=None"));
    }

    #[test]
    fn nlb_013_reads_the_affinity_of_a_drawn_load_balancer() {
        let text = format!(
            "{SEND}
            computer SP1
            computer SP2
            lb LB1 members SP1 SP2 affinity=None
            endpoint SP share-point-farm computer=@SP1 https=true     #! NLB-013
            handler S sharepoint send endpoint=@SP"
        );
        check_rule("NLB-013", &text);
        check_fix("NLB-013", &text);
    }
}
