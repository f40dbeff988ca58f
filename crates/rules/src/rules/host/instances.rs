//! Whether host instances stand where they can run.

use std::collections::BTreeSet;

use crate::edit::{Edit, Record};
use crate::model::{
    BizTalkEdition, BizTalkGroupId, Computer, ComputerId, Element, Host, HostId, HostInstance, HostInstanceId,
    HostKind, Role,
};
use crate::rules::fixes::splitting::move_instances;
use crate::rules::fixes::{FixDraft, further_computers, may_run_clustered_sso, remove, run_on_several};
use crate::rules::value::word;
use crate::rules::{Report, RuleContext};

/// HOST-003: one finding per host and computer with more than one host instance; the subject is the second one.
pub(super) fn stands_once_per_computer(context: &RuleContext<'_>, report: &mut Report) {
    let all = context.document.host_instances.iter();
    let mut all: Vec<_> = all.map(|(id, it)| ((it.host, it.computer), !it.enabled, *id)).collect();
    if all.is_empty() {
        return report.idle("no-host-instance");
    }
    all.sort_unstable();
    for alike in all.chunk_by(|one, next| one.0 == next.0) {
        let [((host, computer), ..), extra @ ..] = alike else { continue };
        if extra.is_empty() {
            continue;
        }
        let step = format!("remove the duplicate of host {} on {}", context.name(*host), context.name(*computer));
        let surplus = extra.iter().map(|(.., id)| Element::from(*id));
        report
            .finding(extra.iter().map(|(.., id)| *id))
            .involving([*computer])
            .with("host", *host)
            .with("instances", alike.len())
            .with("computer", *computer)
            .fix(remove(context, surplus, step));
    }
}

/// HOST-004: one finding per host that has handlers or orchestrations but no enabled host instance.
pub(super) fn working_host_has_an_instance(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts() {
        let handlers = context.handlers_of(id).count();
        if handlers == 0 && host.orchestrations.is_empty() {
            continue;
        }
        looked = true;
        if !context.instances(id).is_empty() {
            continue;
        }
        report
            .finding([id])
            .with("handlers", handlers)
            .with("orchestrations", host.orchestrations.len())
            .with("disabled", context.all_instances(id).len())
            .fix(start_host(context, id, host));
    }
    if !looked {
        report.idle("no-handler-or-orchestration");
    }
}

/// Runs an unclustered in-process host on two computers, an isolated one on one computer with IIS.
fn start_host(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<Edit> {
    if host.kind == HostKind::InProcess {
        return run_on_several(context, id, 2);
    }
    let mut computers = further_computers(context, id, host).into_iter();
    let computer = computers.find(|it| context.has_role(*it, Role::Iis))?;
    let mut draft = FixDraft::new(context);
    draft.add_instance(id, computer);
    draft.says(format!("add a host instance of {} on {}", host.name, context.name(computer)));
    draft.finish()
}

/// HOST-009: one finding per disabled host instance, in the primary site, of an unclustered host that has enabled ones.
pub(super) fn disabled_instance_is_not_counted(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, instance) in &context.document.host_instances {
        let Some(host) = context.document.hosts.get(&instance.host) else { continue };
        if host.clustered_in.is_some() || !context.is_primary(instance.computer) {
            continue;
        }
        looked = true;
        if instance.enabled || context.instances(instance.host).is_empty() {
            continue;
        }
        report
            .finding([Element::from(*id), instance.computer.into()])
            .with("host", instance.host)
            .with("computers", context.servers(instance.host))
            .fix(enable(context, *id, instance, host));
    }
    if !looked {
        report.idle("no-host-instance");
    }
}

/// Enables a host instance, unless its host must not run twice or callers choose the computer themselves.
fn enable(context: &RuleContext<'_>, id: HostInstanceId, instance: &HostInstance, host: &Host) -> Option<Edit> {
    let refused = host.kind == HostKind::Isolated
        || !context.tolerates_several_instances(instance.host)
        || may_run_clustered_sso(context, instance.computer);
    if refused {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.enable(id);
    draft.says(format!("enable host {} on {}", host.name, context.name(instance.computer)));
    draft.finish()
}

/// HOST-010: one finding per BizTalk computer that is a member of several BizTalk groups.
pub(super) fn computer_is_in_one_group(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, computer) in &context.document.computers {
        if !computer.roles.contains(&Role::BizTalkRuntime) {
            continue;
        }
        looked = true;
        if computer.biztalk_groups.len() <= 1 {
            continue;
        }
        let groups = || computer.biztalk_groups.iter().copied();
        let fix = groups().find_map(|group| leave_other_groups(context, *id, computer, group));
        let fix = fix.or_else(|| move_other_group_away(context, *id, computer));
        report.finding([*id]).involving(groups()).with("groups", groups().count()).fix(fix);
    }
    if !looked {
        report.idle("no-biztalk-computer");
    }
}

/// Keeps a computer in one BizTalk group, when no host instance of another one runs on it and the others keep enough
/// computers.
fn leave_other_groups(
    context: &RuleContext<'_>,
    id: ComputerId,
    computer: &Computer,
    kept: BizTalkGroupId,
) -> Option<Edit> {
    let serves_other = context
        .instances_on(id)
        .any(|(_, it)| context.document.hosts.get(&it.host).is_some_and(|host| host.biztalk_group != kept));
    let takes_away = computer
        .biztalk_groups
        .iter()
        .any(|group| *group != kept && context.runtime_computers(*group).len() == 2 && context.is_primary(id));
    if serves_other || takes_away {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.put(Record::Computer(id, Computer { biztalk_groups: BTreeSet::from([kept]), ..computer.clone() }));
    draft.says(format!("keep {} in {} only", computer.name, context.name(kept)));
    draft.finish()
}

/// Adds a computer for the second of two BizTalk groups and moves the host instances of that one there. `None` where
/// clustered hosts or load balancers bind the computer.
fn move_other_group_away(context: &RuleContext<'_>, id: ComputerId, computer: &Computer) -> Option<Edit> {
    let mut groups = computer.biztalk_groups.iter().copied();
    let (Some(kept), Some(other), None) = (groups.next(), groups.next(), groups.next()) else { return None };
    let moved: Vec<HostInstanceId> = context
        .instances_on(id)
        .filter(|(_, it)| context.document.hosts.get(&it.host).is_some_and(|host| host.biztalk_group == other))
        .map(|(instance, _)| instance)
        .collect();
    let hosts = moved.iter().filter_map(|it| context.document.host_instances.get(it)).map(|it| it.host);
    let is_bound = |host: HostId| context.document.hosts.get(&host).is_none_or(|it| !context.is_plain(it));
    if hosts.into_iter().any(is_bound) || !context.load_balancers_of(id).is_empty() {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let (new, name) = draft.add_computer_like(id)?;
    draft.change_computer(new, |it| it.biztalk_groups = BTreeSet::from([other]));
    draft.change_computer(id, |it| it.biztalk_groups = BTreeSet::from([kept]));
    move_instances(context, &mut draft, &moved, new);
    let (group, own) = (context.name(other), context.name(kept));
    draft.says(format!("add {name} for {group} and keep {} in {own} only", computer.name));
    draft.finish()
}

/// HOST-011: one finding per host instance on a computer without the BizTalk Server runtime or outside the BizTalk group
/// of the host.
pub(super) fn computer_has_the_runtime(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.host_instances.is_empty() {
        return report.idle("no-host-instance");
    }
    for (id, instance) in &context.document.host_instances {
        let Some(host) = context.document.hosts.get(&instance.host) else { continue };
        let Some(computer) = context.document.computers.get(&instance.computer) else { continue };
        let has_runtime = computer.roles.contains(&Role::BizTalkRuntime);
        if has_runtime && computer.biztalk_groups.contains(&host.biztalk_group) {
            continue;
        }
        report
            .finding([Element::from(*id), instance.computer.into()])
            .case(if has_runtime { "not-a-member" } else { "no-runtime" })
            .with("host", instance.host)
            .with("group", host.biztalk_group)
            .with("runtime", word(if has_runtime { "installed" } else { "not-installed" }))
            .with("groups", &computer.biztalk_groups)
            .fix(
                install_runtime(context, instance.computer, computer, host)
                    .or_else(|| leave_computer(context, *id, instance, host)),
            );
    }
}

/// Installs BizTalk Server on a computer and joins the BizTalk group; not where SQL Server runs, in another BizTalk
/// group, or in an edition that allows one BizTalk computer only.
fn install_runtime(context: &RuleContext<'_>, id: ComputerId, computer: &Computer, host: &Host) -> Option<Edit> {
    let edition = context.document.environment.biztalk_edition;
    let elsewhere = computer.biztalk_groups.iter().any(|group| *group != host.biztalk_group);
    let refused = elsewhere
        || matches!(edition, BizTalkEdition::Standard | BizTalkEdition::Branch)
        || !context.sql_owned_by(id).is_empty()
        || may_run_clustered_sso(context, id);
    if refused {
        return None;
    }
    let mut roles = computer.roles.clone();
    roles.extend([Role::BizTalkRuntime, Role::EntSso]);
    let biztalk_groups = BTreeSet::from([host.biztalk_group]);
    let mut draft = FixDraft::new(context);
    draft.put(Record::Computer(id, Computer { roles, biztalk_groups, ..computer.clone() }));
    let group = context.name(host.biztalk_group);
    draft.says(format!("install BizTalk Server on {} and join {group}", computer.name));
    draft.finish()
}

/// Removes a host instance where the host can do without it; moves it to a further BizTalk computer otherwise.
fn leave_computer(context: &RuleContext<'_>, id: HostInstanceId, instance: &HostInstance, host: &Host) -> Option<Edit> {
    let others = context.runtime_computers(host.biztalk_group).iter();
    let remaining = others.filter(|it| context.servers(instance.host).contains(it) && **it != instance.computer);
    let mut draft = FixDraft::new(context);
    let from = context.name(instance.computer);
    if !instance.enabled || remaining.count() >= 2 {
        draft.remove(id).ok()?;
        draft.says(format!("remove the host instance of {} on {from}", host.name));
        return draft.finish();
    }
    let to = further_computers(context, instance.host, host).into_iter().next().filter(|_| context.is_plain(host))?;
    draft.put(Record::HostInstance(id, HostInstance { computer: to, ..instance.clone() }));
    draft.install_services(instance.host, to);
    draft.says(format!("move the host instance of {} from {from} to {}", host.name, context.name(to)));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::model::HostInstanceId;
    use crate::testing::rules::{check_fix, check_fix_with, check_rule, check_rule_with, findings_of};

    #[test]
    fn host_003_fires_on_a_second_instance_of_a_host_on_a_computer() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk
            host R receive on BTS1 BTS2 #! HOST-003 R@BTS2";
        // The first instance becomes the disabled duplicate, so the enabled one is kept.
        let duplicate = |document: &mut crate::model::Document| {
            let ids: Vec<HostInstanceId> = document.host_instances.keys().copied().collect();
            let extra = HostInstanceId(document.next_id);
            document.next_id += 1;
            let table = document.host_instances.edit();
            let mut copy = table[&ids[1]].clone();
            copy.enabled = true;
            table.insert(extra, copy);
            table.get_mut(&ids[1]).unwrap().enabled = false;
        };
        check_rule_with("HOST-003", text, duplicate);
        check_fix_with("HOST-003", text, duplicate);
        check_rule("HOST-003", "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2");
    }

    #[test]
    fn host_004_fires_on_hosts_that_have_work_but_do_not_run() {
        let text = r#"
            computer BTS1 biztalk
            computer BTS2 biztalk
            host R receive on !BTS1                         #! HOST-004
            handler R file receive
            host P process orchestrations=[{"name":"Order"}]  #! HOST-004
            host S send
            host Q receive on BTS1
            handler Q file receive"#;
        check_rule("HOST-004", text);
        check_fix("HOST-004", text);
    }

    #[test]
    fn host_004_starts_an_isolated_host_where_iis_is() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk iis
            isolated-host W receive
            handler W http receive";
        check_fix("HOST-004", text);
        assert_eq!(findings_of("HOST-004", text)[0].fixes[0].label, "Add a host instance of W on BTS2");
        check_rule("HOST-004", "isolated-host W receive");
    }

    #[test]
    fn host_009_fires_on_disabled_instances_that_look_like_redundancy() {
        let text = "
            site DR
            computer BTS1 biztalk
            computer BTS2 biztalk
            computer DR1 biztalk in DR
            host R receive on BTS1 !BTS2 !DR1   #! HOST-009 R@BTS2
            host S send on !BTS1
            cluster CL nodes BTS1 BTS2
            resource-group G on CL
            clustered-host C receive in G on BTS1 !BTS2";
        check_rule("HOST-009", text);
        check_fix("HOST-009", text);
    }

    #[test]
    fn host_009_does_not_offer_to_enable_a_second_ftp_receiver() {
        let text = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost F receive on BTS1 !BTS2\nhandler F ftp receive";
        assert!(findings_of("HOST-009", text)[0].fixes.is_empty());
    }

    #[test]
    fn host_010_fires_on_a_computer_in_two_groups() {
        let text = "
            group Group2
            computer BTS1 biztalk group Group1 Group2   #! HOST-010
            computer BTS2 biztalk
            computer BTS3 biztalk
            computer BTS4 biztalk group Group2
            computer BTS5 biztalk group Group2
            host R receive on BTS1 BTS2";
        check_rule("HOST-010", text);
        check_fix("HOST-010", text);
        assert_eq!(findings_of("HOST-010", text)[0].fixes[0].label, "Keep BTS1 in Group1 only");
    }

    #[test]
    fn host_010_adds_a_computer_where_a_group_would_be_left_with_one() {
        let text = "
            group Group2
            computer BTS1 biztalk group Group1 Group2
            computer BTS2 biztalk
            computer BTS3 biztalk group Group2";
        assert_eq!(findings_of("HOST-010", text)[0].fixes[0].label, "Add BTS4 for Group2 and keep BTS1 in Group1 only");
        check_fix("HOST-010", text);
    }

    #[test]
    fn host_010_moves_the_host_instances_of_the_other_group() {
        let text = "
            group Group2
            computer BTS1 biztalk group Group1 Group2
            computer BTS2 biztalk group Group1 Group2
            host R receive on BTS1 BTS2
            host Q receive on BTS1 BTS2";
        let of_second = |document: &mut crate::model::Document| {
            let second = *document.biztalk_groups.keys().next_back().unwrap();
            let hosts = document.hosts.edit();
            hosts.values_mut().filter(|it| it.name == "Q").for_each(|it| it.biztalk_group = second);
        };
        check_fix_with("HOST-010", text, of_second);
    }

    #[test]
    fn host_011_fires_on_instances_where_the_runtime_or_the_membership_is_missing() {
        let text = "
            group Group2
            computer BTS1 biztalk
            computer WEB1 iis
            computer BTS2 biztalk group Group2
            host R receive on BTS1 WEB1 BTS2   #! HOST-011 R@WEB1 #! HOST-011 R@BTS2";
        check_rule("HOST-011", text);
        check_fix("HOST-011", "computer BTS1 biztalk\ncomputer WEB1 iis\nhost R receive on BTS1 WEB1");
    }

    #[test]
    fn host_011_takes_an_instance_off_a_sql_server_computer() {
        let three = "computer A biztalk\ncomputer B biztalk\ncomputer S\nsql ONE on S\nhost R receive on A B S";
        let label = |text: &str| findings_of("HOST-011", text)[0].fixes[0].label.clone();
        assert_eq!(label(three), "Remove the host instance of R on S");
        check_fix("HOST-011", three);
        let two = three.replace("on A B S", "on A S");
        assert_eq!(label(&two), "Move the host instance of R from S to B");
        check_fix("HOST-011", &two);
    }
}
