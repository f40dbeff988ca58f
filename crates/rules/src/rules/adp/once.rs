//! Receive adapters that fetch from a place which does not lock: FTP, SFTP and POP3.

use super::{Bearer, bearers};
use crate::model::{Adapter, Direction, Handler};
use crate::rules::fixes::clustering::cluster_host;
use crate::rules::fixes::run_on_several;
use crate::rules::{Attribute, Report, RuleContext};

/// The hosts that receive with an adapter; says so when there are none.
fn receivers<'a>(context: &RuleContext<'a>, report: &mut Report, adapter: Adapter) -> Vec<Bearer<'a>> {
    let found = bearers(context, Direction::Receive, |it| it.adapter == adapter);
    if found.is_empty() {
        match adapter {
            Adapter::Ftp => report.idle("no-ftp-receive-handler"),
            Adapter::Sftp => report.idle("no-sftp-receive-handler"),
            _ => report.idle("no-pop3-receive-handler"),
        }
    }
    found
}

/// ADP-001: one finding per unclustered host that receives with FTP on several computers.
pub(super) fn ftp_receives_once(context: &RuleContext<'_>, report: &mut Report) {
    receives_once(context, report, Adapter::Ftp);
}

/// ADP-003: one finding per unclustered host that receives with SFTP on several computers.
pub(super) fn sftp_receives_once(context: &RuleContext<'_>, report: &mut Report) {
    receives_once(context, report, Adapter::Sftp);
}

fn receives_once(context: &RuleContext<'_>, report: &mut Report, adapter: Adapter) {
    for it in receivers(context, report, adapter) {
        let servers = context.servers(it.id);
        if it.is_clustered() || servers.len() < 2 {
            continue;
        }
        report
            .finding(it.elements())
            .with("computers", servers)
            .with("clustered", false)
            .fix(cluster_host(context, it.id));
    }
}

/// ADP-002: one finding per unclustered host that receives with FTP on one computer.
pub(super) fn ftp_receiver_has_a_successor(context: &RuleContext<'_>, report: &mut Report) {
    has_a_successor(context, report, Adapter::Ftp);
}

/// ADP-004: one finding per unclustered host that receives with SFTP on one computer.
pub(super) fn sftp_receiver_has_a_successor(context: &RuleContext<'_>, report: &mut Report) {
    has_a_successor(context, report, Adapter::Sftp);
}

/// ADP-006: one finding per unclustered host that receives with POP3 on one computer.
pub(super) fn mailbox_reader_has_a_successor(context: &RuleContext<'_>, report: &mut Report) {
    has_a_successor(context, report, Adapter::Pop3);
}

fn has_a_successor(context: &RuleContext<'_>, report: &mut Report, adapter: Adapter) {
    for it in receivers(context, report, adapter) {
        let Some(only) = it.alone(context) else { continue };
        if context.all_restart_elsewhere(report, &[only]) {
            continue;
        }
        report
            .finding(it.elements())
            .with("computers", only)
            .with("clustered", false)
            .fix(run_on_several(context, it.id, 2))
            .fix(cluster_host(context, it.id));
    }
}

/// ADP-005: one finding per unclustered host that reads a mailbox with concurrent connections on several computers.
pub(super) fn mailbox_is_read_once(context: &RuleContext<'_>, report: &mut Report) {
    for it in receivers(context, report, Adapter::Pop3) {
        let servers = context.servers(it.id);
        if it.is_clustered() || servers.len() < 2 {
            continue;
        }
        let is_shared = |handler: &Handler| !handler.ordered && handler.may_run_on_several() == Some(false);
        if it.handlers.iter().any(|(_, handler)| is_shared(handler)) {
            report
                .finding(it.elements())
                .with("computers", servers)
                .with("concurrent", it.handlers.iter().any(|(_, handler)| handler.concurrent_mailbox == Some(true)))
                .fix(cluster_host(context, it.id));
            continue;
        }
        for (handler, _) in it.handlers.iter().filter(|(_, handler)| handler.may_run_on_several().is_none()) {
            report.ask(*handler, Attribute::ConcurrentMailbox);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    const TWO: &str = "
        computer BTS1 biztalk
        computer BTS2 biztalk";

    const CLUSTERED: &str = "
        cluster CL nodes BTS1 BTS2
        resource-group G on CL
        clustered-host C receive in G on BTS1 BTS2";

    #[test]
    fn adp_001_and_adp_003_fire_on_receivers_without_locks_on_several_computers() {
        for (id, adapter) in [("ADP-001", "ftp"), ("ADP-003", "sftp")] {
            let text = format!("{TWO}\nhost F receive on BTS1 BTS2     #! {id}\nhandler F {adapter} receive");
            check_rule(id, &text);
            check_fix(id, &text);
            check_rule(id, &format!("{TWO}\nhost F receive on BTS1\nhandler F {adapter} receive"));
            check_rule(id, &format!("{TWO}\nhost F send on BTS1 BTS2\nhandler F {adapter} send"));
            check_rule(id, &format!("{TWO}{CLUSTERED}\nhandler C {adapter} receive"));
        }
    }

    #[test]
    fn adp_002_adp_004_and_adp_006_fire_on_receivers_that_stand_alone_and_cluster_them() {
        for (id, adapter) in [("ADP-002", "ftp"), ("ADP-004", "sftp"), ("ADP-006", "pop3")] {
            let text = format!("{TWO}\nhost F receive on BTS1     #! {id}\nhandler F {adapter} receive");
            check_rule(id, &text);
            check_fix(id, &text);
            let label = &findings_of(id, &text)[0].fixes[0].label;
            assert_eq!(label, "Cluster host F on BTS1 and BTS2");
            check_fix(id, &format!("computer BTS1 biztalk\nhost F receive on BTS1\nhandler F {adapter} receive"));
            check_rule(id, &format!("{TWO}\nhost F receive on BTS1 BTS2\nhandler F {adapter} receive"));
            check_rule(id, &format!("{TWO}{CLUSTERED}\nhandler C {adapter} receive"));
        }
    }

    #[test]
    fn adp_006_offers_a_second_instance_where_the_mailbox_is_exclusive() {
        let text = format!("{TWO}\nhost M receive on BTS1\nhandler M pop3 receive concurrent_mailbox=false");
        check_fix("ADP-006", &text);
        let found = findings_of("ADP-006", &text);
        assert_eq!(found[0].fixes[0].label, "Add a host instance of M on BTS2");
        assert_eq!(found[0].fixes.len(), 2);
    }

    #[test]
    fn adp_005_asks_about_the_mailbox_and_fires_on_concurrent_connections() {
        let host = format!("{TWO}\nhost M receive on BTS1 BTS2");
        let shared = format!("{host}     #! ADP-005\nhandler M pop3 receive concurrent_mailbox=true");
        check_rule("ADP-005", &shared);
        check_fix("ADP-005", &shared);
        check_rule("ADP-005", &format!("{host}\nhandler M pop3 receive     #? ADP-005"));
        check_rule("ADP-005", &format!("{host}\nhandler M pop3 receive concurrent_mailbox=false"));
        check_rule("ADP-005", &format!("{TWO}\nhost M receive on BTS1\nhandler M pop3 receive"));
    }

    #[test]
    fn adp_002_accepts_a_virtual_machine_that_restarts_on_another_physical_host() {
        let text = "
            physical-host HV1
            physical-host HV2
            attr HV1 host_cluster=HVCL
            attr HV2 host_cluster=HVCL
            computer BTS1 biztalk physical_host=@HV1
            host F receive on BTS1
            handler F ftp receive";
        check_rule("ADP-002", text);
        check_rule("ADP-002", &text.replace("attr HV2 host_cluster=HVCL", "").replace("on BTS1", "on BTS1 #! ADP-002"));
    }
}
