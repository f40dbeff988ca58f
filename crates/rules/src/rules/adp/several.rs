//! Handlers that may run on one computer at a time, whatever their adapter: a polling statement that does not lock, a
//! partner that accepts one connection.

use super::{Bearer, bearers_of};
use crate::adapters::{AtOnce, On};
use crate::model::{Direction, Handler};
use crate::rules::fixes::clustering::cluster_host;
use crate::rules::value::labels;
use crate::rules::{Attribute, Report, RuleContext};

/// Whether other rules say that a handler runs once: those of its adapter, or those of ordered receive.
fn has_rules_of_its_own(handler: &Handler) -> bool {
    let behavior = handler.behavior();
    let receives_in_order = handler.ordered && handler.direction == Direction::Receive;
    receives_in_order || behavior.clustered || matches!(behavior.at_once, AtOnce::Never | AtOnce::Depends(On::Mailbox))
}

/// The unclustered hosts with handlers that may run once, or perhaps only once; says so when there are none.
fn once_or_unknown<'a>(context: &RuleContext<'a>, report: &mut Report) -> Vec<Bearer<'a>> {
    let counts = |it: &Handler| !has_rules_of_its_own(it) && it.may_run_on_several() != Some(true);
    let found = bearers_of(context, counts);
    if found.is_empty() {
        report.idle("no-handler-that-may-run-only-once");
    }
    found.into_iter().filter(|it| !it.is_clustered()).collect()
}

/// Keeps the handlers that may run once; asks about those of which nobody has said it.
fn ask_the_others(report: &mut Report, it: &mut Bearer<'_>) {
    for (id, _) in it.handlers.iter().filter(|(_, handler)| handler.may_run_on_several().is_none()) {
        report.ask(*id, Attribute::SeveralComputers);
    }
    it.handlers.retain(|(_, handler)| handler.may_run_on_several() == Some(false));
}

/// ADP-033: one finding per unclustered host on several computers with handlers that may run on one at a time.
pub(super) fn runs_once(context: &RuleContext<'_>, report: &mut Report) {
    for mut it in once_or_unknown(context, report) {
        let servers = context.servers(it.id);
        if servers.len() == 1 {
            continue;
        }
        ask_the_others(report, &mut it);
        if it.handlers.is_empty() || servers.is_empty() {
            continue;
        }
        report
            .finding(it.elements())
            .with("adapters", labels(it.handlers.iter().map(|(_, handler)| handler.adapter)))
            .with("computers", servers)
            .fix(cluster_host(context, it.id));
    }
}

/// ADP-034: one finding per unclustered host on one computer with handlers that may run on one at a time.
pub(super) fn has_a_successor(context: &RuleContext<'_>, report: &mut Report) {
    for mut it in once_or_unknown(context, report) {
        let Some(only) = it.alone(context) else { continue };
        ask_the_others(report, &mut it);
        if it.handlers.is_empty() || !context.is_plain(it.host) || context.all_restart_elsewhere(report, &[only]) {
            continue;
        }
        report
            .finding(it.elements())
            .with("adapters", labels(it.handlers.iter().map(|(_, handler)| handler.adapter)))
            .with("computers", only)
            .fix(cluster_host(context, it.id));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const TWO: &str = "
        computer C1 biztalk
        computer C2 biztalk";

    const POLLERS: [&str; 5] = ["wcf-sql", "wcf-custom", "oracle", "other", "sql-legacy"];

    #[test]
    fn adp_033_fires_on_handlers_that_may_run_once_and_asks_while_nobody_has_said_it() {
        for adapter in POLLERS {
            let design = |mark: &str, stated: &str| {
                format!("{TWO}\nhost R receive on C1 C2 {mark}\nhandler R {adapter} receive {stated}")
            };
            let once = design("    #! ADP-033", "several_computers=false");
            check_rule("ADP-033", &once);
            check_fix("ADP-033", &once);
            check_rule("ADP-033", &design("", "    #? ADP-033"));
            check_rule("ADP-033", &design("", "several_computers=true"));
            check_rule("ADP-034", &design("", ""));
        }
        check_rule("ADP-033", &format!("{TWO}\nhost R receive on C1 C2\nhandler R file receive"));
        check_says(
            "ADP-033",
            &format!("{TWO}\nhost R receive on C1 C2\nhandler R wcf-sql receive several_computers=false"),
            &["Host R works with WCF-SQL on C1 and C2 at the same time, although only one computer may | Adapters: \
               WCF-SQL | Computers that run it: C1 and C2"],
        );
    }

    #[test]
    fn adp_033_and_adp_034_leave_clustered_hosts_and_the_rules_of_adapters_alone() {
        let cluster = "cluster CL nodes C1 C2\nresource-group G on CL\nclustered-host R receive in G on C1 C2";
        for id in ["ADP-033", "ADP-034"] {
            check_rule(id, &format!("{TWO}\n{cluster}\nhandler R wcf-sql receive"));
            for handler in
                ["ftp receive", "sap receive", "pop3 receive", "other receive ordered several_computers=false"]
            {
                check_rule(id, &format!("{TWO}\nhost R receive on C1 C2\nhandler R {handler}"));
                check_rule(id, &format!("{TWO}\nhost R receive on C1\nhandler R {handler}"));
            }
        }
    }

    #[test]
    fn adp_034_fires_on_one_computer_and_clusters_the_host() {
        for adapter in POLLERS {
            let design = |mark: &str, stated: &str| {
                format!("{TWO}\nhost R receive on C1 {mark}\nhandler R {adapter} receive {stated}")
            };
            let once = design("    #! ADP-034", "several_computers=false");
            check_rule("ADP-034", &once);
            check_fix("ADP-034", &once);
            check_rule("HOST-001", &once.replace("#! ADP-034", ""));
            check_rule("ADP-034", &design("", "    #? ADP-034"));
            check_rule("ADP-033", &design("", ""));
        }
    }

    #[test]
    fn a_virtual_machine_that_restarts_elsewhere_is_no_single_point() {
        let hosts = "physical-host HV1\nphysical-host HV2\nattr HV1 host_cluster=HVCL\nattr HV2 host_cluster=HVCL";
        let machines = "computer C1 biztalk physical_host=@HV1\ncomputer C2 biztalk physical_host=@HV2";
        let adapters = [
            ("ADP-002", "ftp receive"),
            ("ADP-006", "pop3 receive"),
            ("ADP-007", "msmq receive queue=Local"),
            ("ADP-007", "msmq receive"),
            ("ADP-008", "msmq send"),
            ("ADP-015", "wcf-netmsmq receive"),
            ("ADP-020", "file receive ordered"),
            ("ADP-034", "wcf-sql receive several_computers=false"),
            ("HOST-001", "wcf-sql receive several_computers=false"),
        ];
        for (id, handler) in adapters {
            check_rule(id, &format!("{hosts}\n{machines}\nhost R receive on C1\nhandler R {handler}"));
        }
        let web = "isolated-host W receive on C1 C2\nisolated-host V receive on C1";
        for id in ["NLB-001", "NLB-002"] {
            check_rule(id, &format!("{hosts}\n{machines}\n{web}"));
        }
        let queues =
            "endpoint MQ mq-server computer=@C2\nhost R receive on C1\nhandler R mqseries receive endpoint=@MQ";
        check_rule("ADP-016", &format!("{hosts}\n{machines}\n{queues}"));
    }

    #[test]
    fn nobody_offers_a_second_host_instance_while_it_is_unknown_whether_it_may_run() {
        let host = format!("{TWO}\nhost R receive on C1\nhandler R wcf-sql receive");
        let labels = |text: &str| -> Vec<String> {
            findings_of("HOST-001", text).iter().flat_map(|it| &it.fixes).map(|it| it.label.clone()).collect()
        };
        assert_eq!(labels(&host), ["Cluster host R on C1 and C2"]);
        assert_eq!(labels(&format!("{host} several_computers=true")), ["Add a host instance of R on C2"]);
        let nowhere = format!("{TWO}\nhost R receive\nhandler R wcf-sql receive");
        assert_eq!(labels(&nowhere), [""; 0]);
        let parked = format!("{TWO}\nhost R receive on C1 !C2\nhandler R wcf-sql receive");
        assert!(findings_of("HOST-009", &parked)[0].fixes.is_empty());
        let second = "computer C1 biztalk\nhost R receive on C1\nhandler R wcf-sql receive\nhost S send on C1";
        let label = &findings_of("HOST-002", second)[0].fixes[0];
        assert_eq!(label.label, "Add C2 with the same host instances as C1");
        check_fix("HOST-002", second);
    }
}
