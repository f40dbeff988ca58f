//! Windows groups, built-in accounts and where administration tools run.

use std::collections::BTreeSet;

use crate::edit::intent::ids::numbered_name;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    AccountKind, ComputerId, Element, Environment, GroupsKind, HostId, HostInstance, Role, ServiceAccount,
};
use crate::rules::fixes::{FixDraft, may_run_clustered_sso};
use crate::rules::value::{elements, label, texts};
use crate::rules::{Attribute, Report, RuleContext};

/// The computers with BizTalk Server, SQL Server, the master secret or Enterprise SSO.
fn concerned(context: &RuleContext<'_>) -> Vec<ComputerId> {
    let counts = |id: &ComputerId| {
        context.carries_biztalk_or_sql(*id)
            || context.has_role(*id, Role::MasterSecret)
            || context.has_role(*id, Role::EntSso)
            || may_run_clustered_sso(context, *id)
    };
    context.document.computers.keys().copied().filter(counts).collect()
}

fn use_domain_groups(context: &RuleContext<'_>) -> Edit {
    let environment = &context.document.environment;
    let changed = Environment { groups_kind: Some(GroupsKind::Domain), ..environment.clone() };
    Edit::one("Use global or universal domain groups", EditCommand::SetEnvironment(changed))
}

/// SEC-001: local groups with several computers.
pub(super) fn groups_are_domain_groups(context: &RuleContext<'_>, report: &mut Report) {
    let computers = concerned(context);
    if computers.len() < 2 {
        return report.idle("fewer-than-two-computers");
    }
    match context.document.environment.groups_kind {
        None => report.ask(Element::Environment, Attribute::GroupsKind),
        Some(GroupsKind::Domain | GroupsKind::DomainLocal) => {}
        Some(GroupsKind::Local) => drop(
            report
                .finding([Element::Environment])
                .with("groups", label(GroupsKind::Local))
                .with("computers", computers)
                .fix(use_domain_groups(context)),
        ),
    }
}

/// SEC-002: one finding per host that runs under a built-in account in a design with several computers.
pub(super) fn accounts_are_not_built_in(context: &RuleContext<'_>, report: &mut Report) {
    if concerned(context).len() < 2 || context.document.host_instances.is_empty() {
        return report.idle("fewer-than-two-computers-or-no-host-instance");
    }
    let mut built_in: BTreeSet<HostId> = BTreeSet::new();
    for instance in context.document.host_instances.values() {
        match instance.account.as_ref().map(|it| it.kind) {
            None => report.ask(instance.host, Attribute::AccountKind),
            Some(AccountKind::BuiltIn) => drop(built_in.insert(instance.host)),
            Some(AccountKind::Domain | AccountKind::Local) => {}
        }
    }
    for host in built_in {
        let instances = context.all_instances(host).iter();
        let instances = instances.filter_map(|id| Some((*id, context.document.host_instances.get(id)?)));
        let own: Vec<_> =
            instances.filter(|(_, it)| it.account.as_ref().is_some_and(|it| it.kind == AccountKind::BuiltIn)).collect();
        let account = Some(ServiceAccount { name: String::new(), kind: AccountKind::Domain });
        let commands = own
            .iter()
            .map(|(id, it)| (*id, HostInstance { account: account.clone(), ..(*it).clone() }))
            .map(|(id, it)| EditCommand::Put(Record::HostInstance(id, it)));
        report
            .finding([host])
            .involving(own.iter().map(|(id, _)| *id))
            .with("instances", elements(own.iter().map(|(id, _)| *id)))
            .fix(Edit::new(format!("Run host {} under a domain account", context.name(host)), commands.collect()));
    }
}

/// SEC-003: Domain Local groups while computers are in several domains.
pub(super) fn groups_reach_every_domain(context: &RuleContext<'_>, report: &mut Report) {
    let computers = concerned(context);
    let domains: BTreeSet<String> = computers
        .iter()
        .filter_map(|id| context.document.computers.get(id)?.domain.as_ref())
        .map(|it| it.to_lowercase())
        .collect();
    if domains.len() < 2 {
        return report.idle("one-domain");
    }
    match context.document.environment.groups_kind {
        None => report.ask(Element::Environment, Attribute::GroupsKind),
        Some(GroupsKind::Domain | GroupsKind::Local) => {}
        Some(GroupsKind::DomainLocal) => {
            report.finding([Element::Environment]).with("domains", texts(domains)).fix(use_domain_groups(context));
        }
    }
}

/// SEC-006: one finding per computer with administration tools and an enabled host instance.
pub(super) fn tools_stand_apart(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for id in context.computers_with(Role::AdminTools) {
        looked = true;
        let hosts: BTreeSet<HostId> =
            context.instances_on(id).filter(|(_, it)| it.enabled).map(|(_, it)| it.host).collect();
        if !hosts.is_empty() {
            report.finding([id]).with("hosts", &hosts).fix(move_tools(context, id));
        }
    }
    if !looked {
        report.idle("no-administration-tools");
    }
}

/// Takes the tools away; a computer of their own carries them unless another one does.
fn move_tools(context: &RuleContext<'_>, from: ComputerId) -> Option<Edit> {
    let model = context.document.computers.get(&from)?;
    let mut draft = FixDraft::new(context);
    draft.change_computer(from, |it| {
        it.roles.remove(&Role::AdminTools);
    });
    let runs_hosts = |id: ComputerId| context.instances_on(id).any(|(_, it)| it.enabled);
    if context.computers_with(Role::AdminTools).any(|id| id != from && !runs_hosts(id)) {
        draft.says(format!("take the administration tools from {}", model.name));
        return draft.finish();
    }
    let name = numbered_name(context.document, "ADMIN");
    draft.add(model.neighbor(name.clone(), model.slot.right()).with_roles([Role::AdminTools]));
    draft.says(format!("move the administration tools from {} to {name}", model.name));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::model::{AccountKind, Document, ServiceAccount};
    use crate::testing::rules::{check_fix, check_fix_with, check_rule, check_rule_with};

    const TWO: &str = "computer A biztalk\ncomputer B biztalk\n";

    #[test]
    fn sec_001_wants_domain_groups_and_asks() {
        let local = format!("{TWO}environment groups_kind=Local #! SEC-001");
        check_rule("SEC-001", &local);
        check_fix("SEC-001", &local);
        check_rule("SEC-001", &format!("{TWO}environment groups_kind=null #? SEC-001"));
        check_rule("SEC-001", TWO);
        check_rule("SEC-001", "computer A biztalk\nenvironment groups_kind=Local");
    }

    fn accounts(kind: AccountKind) -> impl FnOnce(&mut Document) {
        move |document| {
            for instance in document.host_instances.edit().values_mut() {
                instance.account = Some(ServiceAccount { name: String::new(), kind });
            }
        }
    }

    #[test]
    fn sec_002_wants_no_built_in_accounts_and_asks() {
        let host = format!("{TWO}host R receive on A B");
        check_rule_with("SEC-002", &format!("{host} #! SEC-002"), accounts(AccountKind::BuiltIn));
        check_fix_with("SEC-002", &host, accounts(AccountKind::BuiltIn));
        check_rule_with("SEC-002", &host, accounts(AccountKind::Domain));
        check_rule("SEC-002", &format!("{host} #? SEC-002"));
    }

    #[test]
    fn sec_003_wants_groups_that_reach_every_domain() {
        let two = format!("{TWO}attr B domain=other\n");
        let local = format!("{two}environment groups_kind=DomainLocal #! SEC-003");
        check_rule("SEC-003", &local);
        check_fix("SEC-003", &local);
        check_rule("SEC-003", &format!("{two}environment groups_kind=null #? SEC-003"));
        check_rule("SEC-003", &two);
        check_rule("SEC-003", &format!("{TWO}environment groups_kind=DomainLocal"));
    }

    #[test]
    fn sec_006_keeps_tools_away_from_host_instances() {
        let both = "computer A biztalk admin-tools #! SEC-006\nhost R receive on A";
        check_rule("SEC-006", both);
        check_fix("SEC-006", both);
        check_rule("SEC-006", "computer A biztalk\ncomputer T admin-tools\nhost R receive on A");
        check_rule("SEC-006", "computer A biztalk admin-tools\nhost R receive on !A");
    }
}
