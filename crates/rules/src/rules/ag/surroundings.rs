//! The listener of an availability group, operating systems, MSDTC ports and backups.

use std::collections::BTreeSet;

use super::{change, groups, judged_groups};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, Computer, ComputerId, ConfiguredName, DatabaseKind, Deployment, Element,
    Listener, Role, SqlInstance, SqlInstanceId, WindowsVersion,
};
use crate::rules::value::{elements, label, text, word};
use crate::rules::{Attribute, Report, RuleContext};

const SQL_DEFAULT: u16 = SqlInstance::DEFAULT_PORT;

/// AG-010: one finding per availability group whose databases BizTalk Server does not reach by its listener. Asks for the
/// names that nobody has stated.
pub(super) fn listener_is_configured(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report) {
        if context.document.is_reached_by_listener(id, group) {
            let unstated = context.document.carriers_of(id).filter(|(_, it)| it.leads_to_listener().is_none());
            for (sql, _) in unstated {
                report.ask(sql, Attribute::ConfiguredName);
            }
            continue;
        }
        let carriers: BTreeSet<SqlInstanceId> = context.document.carriers_of(id).map(|(sql, _)| sql).collect();
        let finding = report.finding([id]).involving(carriers.iter().copied());
        let mut finding = match &group.listener {
            None => finding.case("missing"),
            Some(listener) => finding.case("passed-by").with("listener", text(&listener.name)),
        };
        for sql in &carriers {
            let name = context.document.sql_instances.get(sql).and_then(|it| it.configured_name);
            finding = finding.with_about("configured", *sql, name.map(label));
        }
        finding.fix(use_listener(context, id, group, &carriers));
    }
}

fn use_listener(
    context: &RuleContext<'_>,
    id: AvailabilityGroupId,
    group: &AvailabilityGroup,
    carriers: &BTreeSet<SqlInstanceId>,
) -> Edit {
    let mut commands = Vec::new();
    if group.listener.is_none() {
        let listener = Listener { port: SQL_DEFAULT, ..Listener::of(&group.name) };
        let with = AvailabilityGroup { listener: Some(listener), ..group.clone() };
        commands.push(EditCommand::Put(Record::AvailabilityGroup(id, with)));
    }
    for sql in carriers.iter().filter_map(|id| Some((*id, context.document.sql_instances.get(id)?))) {
        if sql.1.leads_to_listener() != Some(true) {
            let changed = SqlInstance { configured_name: Some(ConfiguredName::Listener), ..sql.1.clone() };
            commands.push(EditCommand::Put(Record::SqlInstance(sql.0, changed)));
        }
    }
    Edit::new(format!("Reach {} by its listener", group.name), commands)
}

/// AG-011: one finding per availability group whose listener has another port than 1433 while computers lack an alias.
pub(super) fn other_port_has_an_alias(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, group) in groups(context) {
        let Some(listener) = &group.listener else { continue };
        looked = true;
        let lacking: Vec<(ComputerId, &Computer)> = callers(context, id)
            .into_iter()
            .filter_map(|computer| Some((computer, context.document.computers.get(&computer)?)))
            .filter(|(_, it)| !it.sql_alias)
            .collect();
        if listener.port == SQL_DEFAULT || lacking.is_empty() {
            continue;
        }
        let names = context.names(lacking.iter().map(|(id, _)| *id));
        let commands = lacking
            .iter()
            .map(|(id, it)| (*id, Computer { sql_alias: true, ..(*it).clone() }))
            .map(|(id, it)| EditCommand::Put(Record::Computer(id, it)));
        report
            .finding([id])
            .involving(lacking.iter().map(|(id, _)| *id))
            .with("listener", text(&listener.name))
            .with("port", usize::from(listener.port))
            .with("lacking", elements(lacking.iter().map(|(id, _)| *id)))
            .fix(Edit::new(format!("Configure a SQL alias on {names}"), commands.collect()));
    }
    if !looked {
        report.idle("no-listener");
    }
}

/// The BizTalk computers that connect to the databases of an availability group, and with the SSO database in it the
/// Enterprise SSO servers.
fn callers(context: &RuleContext<'_>, id: AvailabilityGroupId) -> BTreeSet<ComputerId> {
    let mut found = BTreeSet::new();
    for (_, database) in context.document.databases_in(id) {
        if let Some(group) = database.biztalk_group {
            found.extend(context.runtime_computers(group));
        }
        if database.kind == DatabaseKind::Sso {
            found.extend(context.sso_servers());
        }
    }
    found
}

/// AG-012: one finding per availability group whose listener spans several subnets.
pub(super) fn listener_stays_in_one_subnet(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, group) in groups(context) {
        let Some(listener) = &group.listener else { continue };
        looked = true;
        if listener.num_subnets < 2 {
            continue;
        }
        let label = format!("Keep listener {} in one subnet", listener.name);
        report.finding([id]).with("listener", text(&listener.name)).with("subnets", listener.num_subnets).fix(change(
            id,
            group,
            label,
            |it| it.listener.iter_mut().for_each(|it| it.num_subnets = 1),
        ));
    }
    if !looked {
        report.idle("no-listener");
    }
}

/// The computers with replicas of availability groups that hold BizTalk databases.
fn replica_computers(context: &RuleContext<'_>) -> BTreeSet<ComputerId> {
    let replicas = groups(context).into_iter().flat_map(|(_, group)| group.replicas.iter().map(|it| it.sql_instance));
    replicas.flat_map(|sql| context.sql_owners(sql).to_vec()).collect()
}

/// AG-022: one finding per computer with a replica whose operating system lacks a prerequisite of MSDTC.
pub(super) fn operating_system_is_prepared(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for id in replica_computers(context) {
        let Some(computer) = context.document.computers.get(&id) else { continue };
        let (needed, case) = match computer.os {
            Some(WindowsVersion::Server2012R2) => (Attribute::AgHotfix, "hotfix"),
            Some(WindowsVersion::Server2016) => (Attribute::AgRegistryKey, "registry-key"),
            _ => continue,
        };
        looked = true;
        match computer.ag_os_prerequisite {
            None => report.ask(id, needed),
            Some(true) => {}
            Some(false) => {
                let ready = Computer { ag_os_prerequisite: Some(true), ..computer.clone() };
                let words = format!("Apply {} on {}", needed.words(), computer.name);
                let edit = Edit::put(words, Record::Computer(id, ready));
                report.finding([id]).case(case).with("os", computer.os.map(label)).fix(edit);
            }
        }
    }
    if !looked {
        report.idle("no-replica-on-2012-r2-or-2016");
    }
}

/// AG-023: the Backup BizTalk Server job is not configured; secondary replicas are no backup. A note of DR-002.
pub(super) fn replicas_are_no_backup(context: &RuleContext<'_>, report: &mut Report) {
    let groups = judged_groups(context, report);
    if groups.is_empty() {
        return;
    }
    match context.document.backup.job_configured {
        Some(true) => {}
        None => report.ask(Element::Environment, Attribute::BackupJob),
        Some(false) => {
            let ids = || groups.iter().map(|(id, _)| *id);
            report.finding([Element::Environment]).involving(ids()).with("groups", elements(ids()));
        }
    }
}

/// AG-027: one finding per environment in Azure whose SQL Server or BizTalk computers leave MSDTC on dynamic ports.
pub(super) fn dtc_port_is_fixed_in_azure(context: &RuleContext<'_>, report: &mut Report) {
    if judged_groups(context, report).is_empty() {
        return;
    }
    match context.document.environment.deployment {
        None => report.ask(Element::Environment, Attribute::Deployment),
        Some(Deployment::Physical | Deployment::Virtual) => report.idle("not-in-azure"),
        Some(Deployment::AzureVm) => {
            let mut computers = replica_computers(context);
            computers.extend(context.computers_with(Role::BizTalkRuntime));
            computers.retain(|id| context.document.computers.get(id).is_some_and(|it| it.dtc_fixed_port.is_none()));
            if computers.is_empty() {
                return;
            }
            report
                .finding([Element::Environment])
                .involving(computers.iter().copied())
                .with("recommended", word("one-fixed-port"))
                .fix(fix_dtc_port(context, &computers));
        }
    }
}

/// The first port above the documented 20000.
const FIRST_DTC_PORT: u16 = 20_001;

/// Fixes the port of MSDTC on computers: the one that others use already, else the first one above 20000. `None` where
/// firewalls are drawn, which would have to let it through (DTC-005).
fn fix_dtc_port(context: &RuleContext<'_>, computers: &BTreeSet<ComputerId>) -> Option<Edit> {
    if !context.document.firewalls.is_empty() {
        return None;
    }
    let used = context.document.computers.values().filter_map(|it| it.dtc_fixed_port);
    let port = used.filter(|it| *it >= FIRST_DTC_PORT).min().unwrap_or(FIRST_DTC_PORT);
    let find = |id: &ComputerId| Some((*id, context.document.computers.get(id)?));
    let changed = computers
        .iter()
        .filter_map(find)
        .map(|(id, it)| EditCommand::Put(Record::Computer(id, Computer { dtc_fixed_port: Some(port), ..it.clone() })));
    let names = context.names(computers.iter().copied());
    Some(Edit::new(format!("Fix MSDTC on port {port} on {names}"), changed.collect()))
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, evaluate_fixture};

    const PAIR: &str = "
        computer N1
        computer N2
        cluster CL nodes N1 N2
        resource-group DTC on CL resources ip-address network-name physical-disk msdtc
        computer B biztalk
        sql ONE on N1
        sql TWO on N2
        databases ONE management\n";
    const GROUP: &str = "ag AG1 replicas ONE TWO databases management listener L";

    #[test]
    fn ag_010_wants_the_listener_configured() {
        check_rule("AG-010", &format!("{PAIR}{GROUP}"));
        check_rule("AG-010", &format!("{PAIR}{GROUP}\nattr ONE configured_name=null #? AG-010"));
        check_rule("AG-010", &format!("{PAIR}{GROUP}\nattr ONE configured_name=Alias"));
        check_says(
            "AG-010",
            &format!("{PAIR}{GROUP}\nattr ONE configured_name=ServerName"),
            &["BizTalk Server does not reach AG1 by its listener L | Configured name of ONE: Server name"],
        );
        check_says(
            "AG-010",
            &format!("{PAIR}ag AG1 replicas ONE TWO databases management"),
            &["AG1 has no listener | Configured name of ONE: Availability group listener"],
        );
        for text in [
            format!("{PAIR}{GROUP} #! AG-010\nattr ONE configured_name=ServerName"),
            format!("{PAIR}ag AG1 replicas ONE TWO databases management #! AG-010"),
        ] {
            check_rule("AG-010", &text);
            check_fix("AG-010", &text);
        }
    }

    #[test]
    fn ag_011_wants_an_alias_for_another_port() {
        let other = format!("{PAIR}{GROUP} 1500 #! AG-011");
        check_rule("AG-011", &other);
        check_says(
            "AG-011",
            &other,
            &["Listener L has port 1500, and B has no SQL alias for it | Port: 1500 | Without SQL alias: B"],
        );
        check_fix("AG-011", &other);
        check_rule("AG-011", &format!("{PAIR}{GROUP} 1500\nattr B sql_alias=true"));
        check_rule("AG-011", &format!("{PAIR}{GROUP}"));
    }

    #[test]
    fn ag_012_wants_one_subnet() {
        let two = format!("{PAIR}{GROUP}\nattr AG1 listener.num_subnets=2 #! AG-012");
        check_rule("AG-012", &two);
        check_says("AG-012", &two, &["Listener L of AG1 spans 2 subnets | Subnets: 2"]);
        check_fix("AG-012", &two);
        check_rule("AG-012", &format!("{PAIR}{GROUP}"));
    }

    #[test]
    fn ag_022_wants_prepared_operating_systems_and_asks() {
        let lacking = format!("{PAIR}{GROUP}\nattr N1 os=Server2016 ag_os_prerequisite=false #! AG-022");
        check_rule("AG-022", &lacking);
        check_says(
            "AG-022",
            &lacking,
            &[
                "N1 lacks registry key RemoteAccessEnabled, which MSDTC needs for availability groups | Operating system: Windows Server 2016",
            ],
        );
        check_says(
            "AG-022",
            &lacking.replace("Server2016", "Server2012R2"),
            &[
                "N1 lacks hotfix 3090973, which MSDTC needs for availability groups | Operating system: Windows Server 2012 R2",
            ],
        );
        check_fix("AG-022", &lacking);
        check_rule("AG-022", &format!("{PAIR}{GROUP}\nattr N1 os=Server2012R2 #? AG-022"));
        check_rule("AG-022", &format!("{PAIR}{GROUP}\nattr N1 os=Server2016 ag_os_prerequisite=true"));
        check_rule("AG-022", &format!("{PAIR}{GROUP}"));
    }

    #[test]
    fn ag_023_is_a_note_of_dr_002() {
        let off = format!("{PAIR}{GROUP}\nbackup job_configured=false #! AG-023");
        check_rule("AG-023", &off);
        check_says("AG-023", &off, &["Secondary replicas of AG1 are no backup | Availability groups: AG1"]);
        check_rule("AG-023", &format!("{PAIR}{GROUP}\nbackup job_configured=true"));
        check_rule("AG-023", &format!("{PAIR}{GROUP}\nbackup destination=AzureBlob #? AG-023"));
        let report = evaluate_fixture(&off.replace(" #! AG-023", ""));
        assert_eq!(report.of("AG-023").count(), 0);
        assert!(report.of("DR-002").any(|it| it.notes().any(|note| note.rule == *"AG-023")));
    }

    #[test]
    fn ag_027_advises_a_fixed_port_in_azure_and_asks_where_it_is() {
        let azure = format!("{PAIR}{GROUP}\nenvironment deployment=AzureVm");
        check_rule("AG-027", &format!("{azure} #! AG-027"));
        check_says(
            "AG-027",
            &azure,
            &["MSDTC uses dynamic ports on N1, N2 and B | Recommended: one fixed port above 20000, and 135"],
        );
        check_fix("AG-027", &azure);
        let fixed = "attr N1 dtc_fixed_port=20001\nattr N2 dtc_fixed_port=20001\nattr B dtc_fixed_port=20001";
        check_rule("AG-027", &format!("{azure}\n{fixed}"));
        check_rule("AG-027", &format!("{PAIR}{GROUP}\nenvironment production=true #? AG-027"));
        check_rule("AG-027", &format!("{PAIR}{GROUP}\nenvironment deployment=Physical"));
    }
}
