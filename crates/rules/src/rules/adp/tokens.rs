//! BizTalk TMS, the token service of the Office 365 adapters.

use std::collections::BTreeSet;

use super::bearers_of;
use crate::edit::{Edit, Record};
use crate::model::queries::MasterSecretServer;
use crate::model::{BizTalkRelease, Computer, ComputerId, Element, HostId, Role};
use crate::rules::fixes::FixDraft;
use crate::rules::value::word;
use crate::rules::{Report, RuleContext, Severity};

/// ADP-027: one finding when no computer runs BizTalk TMS, one when several are active, one per computer that must not
/// run it, and a warning when only one does. Before BizTalk Server 2020 it belongs on the master secret server.
pub(super) fn office_365_has_its_token_service(context: &RuleContext<'_>, report: &mut Report) {
    let adapters = bearers_of(context, |it| it.adapter.is_office_365());
    if adapters.is_empty() {
        return report.idle("no-office-365-handler");
    }
    let computers: Vec<ComputerId> =
        context.computers_with(Role::BizTalkTms).filter(|it| context.is_primary(*it)).collect();
    if computers.len() < 2 && report.asks_what_is_configured(context) {
        return;
    }
    if computers.is_empty() {
        let hosts: Vec<HostId> = adapters.iter().map(|it| it.id).collect();
        report
            .finding([Element::Environment])
            .involving(hosts.iter().copied())
            .case("missing")
            .with("hosts", hosts)
            .shown_as(Severity::Error)
            .fix(install(context, &[]));
        return;
    }
    let able = able_computers(context);
    let wrong: Vec<ComputerId> = computers.iter().copied().filter(|it| !able.contains(it)).collect();
    report_wrong_places(context, report, &wrong);
    report_several_active(context, report, &computers);
    if let ([only], true) = (computers.as_slice(), wrong.is_empty()) {
        report
            .finding([*only])
            .case("alone")
            .with("computers", 1_usize)
            .shown_as(Severity::Warning)
            .fix(install(context, &computers));
    }
}

/// The computers on which BizTalk TMS may run: those with Enterprise SSO, before BizTalk Server 2020 those that may
/// hold the master secret (rule catalogue 6-C27).
fn able_computers(context: &RuleContext<'_>) -> Vec<ComputerId> {
    if context.document.environment.biztalk_release >= BizTalkRelease::V2020 {
        return context.sso_servers().collect();
    }
    let servers = context.master_secret_servers().into_iter();
    let computers = servers.flat_map(|server| match server {
        MasterSecretServer::Computer(computer) => vec![computer],
        MasterSecretServer::Clustered(group) => context.possible_owners(group),
    });
    computers.collect()
}

fn report_wrong_places(context: &RuleContext<'_>, report: &mut Report, wrong: &[ComputerId]) {
    let is_current = context.document.environment.biztalk_release >= BizTalkRelease::V2020;
    for computer in wrong {
        let (needs, fix) = if is_current {
            let mut draft = FixDraft::new(context);
            draft.add_role(*computer, Role::EntSso);
            draft.says(format!("add Enterprise SSO to {}", context.name(*computer)));
            ("enterprise-sso", draft.finish())
        } else {
            ("master-secret", None)
        };
        report.finding([*computer]).case("misplaced").with("needs", word(needs)).shown_as(Severity::Error).fix(fix);
    }
}

fn report_several_active(context: &RuleContext<'_>, report: &mut Report, computers: &[ComputerId]) {
    let is_active = |it: &ComputerId| context.document.computers.get(it).is_some_and(|it| it.tms_active);
    let active: BTreeSet<ComputerId> = computers.iter().copied().filter(is_active).collect();
    let Some(kept) = active.first().filter(|_| active.len() > 1) else { return };
    let mut draft = FixDraft::new(context);
    for computer in active.iter().skip(1) {
        draft.change_computer(*computer, |it| it.tms_active = false);
    }
    draft.says(format!("leave BizTalk TMS active on {} only", context.name(*kept)));
    report
        .finding([Element::Environment])
        .involving(active.iter().copied())
        .case("several")
        .with("active", active.len())
        .shown_as(Severity::Error)
        .fix(draft.finish());
}

/// Installs BizTalk TMS until two computers have it, the first one as the active one.
fn install(context: &RuleContext<'_>, present: &[ComputerId]) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    let able = able_computers(context).into_iter().filter(|it| !present.contains(it));
    let chosen: Vec<ComputerId> = able.take(2_usize.saturating_sub(present.len())).collect();
    for (index, id) in chosen.iter().enumerate() {
        let computer = context.document.computers.get(id)?;
        let mut roles = computer.roles.clone();
        roles.insert(Role::BizTalkTms);
        let tms_active = present.is_empty() && index == 0;
        draft.put(Record::Computer(*id, Computer { roles, tms_active, ..computer.clone() }));
    }
    draft.says(format!("add BizTalk TMS to {}", context.names(chosen)));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    fn design(computers: &str) -> String {
        format!("{computers}\nhost O receive on C1 C2\nhandler O office365-mail receive")
    }

    #[test]
    fn adp_027_fires_where_no_computer_runs_the_token_service() {
        let text = design("computer C1 biztalk\ncomputer C2 biztalk\nenvironment     #! ADP-027");
        check_rule("ADP-027", &text);
        check_fix("ADP-027", &text);
        let found = findings_of("ADP-027", &text);
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(found[0].fixes[0].label, "Add BizTalk TMS to C1 and C2");
        check_rule("ADP-027", "computer C1 biztalk\nfeature office365");
    }

    #[test]
    fn adp_027_fires_on_several_active_token_services() {
        let text = design(
            "computer C1 biztalk biz-talk-tms tms_active=true\ncomputer C2 biztalk biz-talk-tms tms_active=true\nenvironment     #! ADP-027",
        );
        check_rule("ADP-027", &text);
        check_fix("ADP-027", &text);
    }

    #[test]
    fn adp_027_fires_where_enterprise_sso_or_the_master_secret_is_missing() {
        let text =
            design("computer C1 biztalk\ncomputer C2 biztalk biz-talk-tms\ncomputer C3 biz-talk-tms     #! ADP-027");
        check_rule("ADP-027", &text);
        check_fix("ADP-027", &text);
        let old = "environment biztalk_release=V2016\n";
        check_rule(
            "ADP-027",
            &format!("{old}{}", design("computer C1 biztalk biz-talk-tms     #! ADP-027\ncomputer C2 biztalk")),
        );
    }

    #[test]
    fn adp_027_warns_of_a_single_token_service_and_is_content_with_a_standby() {
        let text = design("computer C1 biztalk biz-talk-tms tms_active=true     #! ADP-027\ncomputer C2 biztalk");
        check_rule("ADP-027", &text);
        check_fix("ADP-027", &text);
        assert_eq!(findings_of("ADP-027", &text)[0].severity, Severity::Warning);
        check_rule(
            "ADP-027",
            &design("computer C1 biztalk biz-talk-tms tms_active=true\ncomputer C2 biztalk biz-talk-tms"),
        );
    }
}
