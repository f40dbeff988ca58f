//! Firewall devices and domain controllers.

use std::collections::BTreeMap;

use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::{Computer, ComputerId, Element, Firewall, Role};
use crate::rules::fixes::FixDraft;
use crate::rules::value::{elements, text};
use crate::rules::{Attribute, Report, RuleContext};

/// NET-005: one finding per firewall that is a single device.
pub(super) fn firewalls_are_redundant(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.firewalls.is_empty() {
        return report.idle("no-firewall");
    }
    for (id, firewall) in &context.document.firewalls {
        match firewall.redundant {
            None => report.ask(*id, Attribute::RedundantDevice),
            Some(true) => {}
            Some(false) => {
                let pair = Firewall { redundant: Some(true), ..firewall.clone() };
                report
                    .finding([Element::from(*id), firewall.from.into(), firewall.to.into()])
                    .with("between", elements([firewall.from, firewall.to]))
                    .fix(Edit::put(format!("Make {} a redundant pair", firewall.name), Record::Firewall(*id, pair)));
            }
        }
    }
}

/// NET-006: one finding per domain with a single domain controller.
pub(super) fn domains_have_two_controllers(context: &RuleContext<'_>, report: &mut Report) {
    let mut domains: BTreeMap<String, Vec<ComputerId>> = BTreeMap::new();
    for id in context.computers_with(Role::DomainController) {
        let domain = context.document.computers.get(&id).and_then(|it| it.domain.clone());
        domains.entry(domain.unwrap_or_default().to_lowercase()).or_default().push(id);
    }
    if domains.is_empty() {
        return report.idle("no-domain-controller");
    }
    for (domain, controllers) in domains {
        let [only] = controllers.as_slice() else { continue };
        report
            .finding([*only])
            .case(if domain.is_empty() { "unnamed" } else { "named" })
            .with("domain", text(domain))
            .with("controllers", controllers.len())
            .fix(add_controller(context, *only));
    }
}

fn add_controller(context: &RuleContext<'_>, like: ComputerId) -> Option<Edit> {
    let model = context.document.computers.get(&like)?;
    let mut draft = FixDraft::new(context);
    let name = continued_name(context.document, &model.name);
    let computer = Computer {
        name: name.clone(),
        slot: model.slot.right(),
        roles: [Role::DomainController].into(),
        os: model.os,
        domain: model.domain.clone(),
        hardware: model.hardware.clone(),
        ..Computer::default()
    };
    let id = draft.id();
    draft.put(Record::Computer(id, computer));
    draft.says(format!("add domain controller {name}"));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, messages_of};

    #[test]
    fn net_005_wants_redundant_firewalls_and_asks() {
        let wall = "tier Web\nfirewall FW on Web to Tier1";
        check_rule("NET-005", &format!("{wall} redundant=false #! NET-005"));
        check_fix("NET-005", &format!("{wall} redundant=false"));
        check_rule("NET-005", &format!("{wall} redundant=true"));
        check_rule("NET-005", &format!("{wall} #? NET-005"));
        check_rule("NET-005", "tier Web");
    }

    #[test]
    fn net_006_wants_two_controllers_per_domain() {
        let two = "computer DC1 dc\ncomputer DC2 dc\n";
        check_rule("NET-006", two);
        let other = format!("{two}computer DC3 dc domain=other #! NET-006");
        check_rule("NET-006", &other);
        check_fix("NET-006", &other);
        check_rule("NET-006", "computer B biztalk");
        assert_eq!(messages_of("NET-006", &other), ["DC3 is the only domain controller of domain other"]);
        let unnamed = "computer DC1 dc domain=null";
        assert_eq!(messages_of("NET-006", unnamed), ["DC1 is the only domain controller of its domain"]);
    }
}
