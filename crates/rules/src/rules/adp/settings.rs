//! Settings of hosts and BizTalk groups that adapters depend on, and what adapters do by themselves.

use super::{Bearer, bearers, bearers_of};
use crate::edit::{Edit, Record};
use crate::model::{Adapter, BizTalkGroup, BizTalkRelease, Direction, Handler, Host, HostId};
use crate::rules::value::{elements, word};
use crate::rules::{Attribute, Report, RuleContext};

/// ADP-025: one finding per 64-bit host with FTP or POP3 handlers. Asks where it is not stated.
pub(super) fn ftp_and_pop3_run_in_32_bit(context: &RuleContext<'_>, report: &mut Report) {
    let found = bearers_of(context, |it| it.behavior().only_32_bit);
    if found.is_empty() {
        return report.idle("no-ftp-or-pop3-handler");
    }
    for it in found {
        match it.host.is_64_bit {
            Some(false) => continue,
            None => {
                report.ask(it.id, Attribute::ProcessBits);
                continue;
            }
            Some(true) => {}
        }
        let label = format!("Make host {} 32-bit", it.host.name);
        let changed = Host { is_64_bit: Some(false), ..it.host.clone() };
        report
            .finding(it.elements())
            .with("handlers", elements(it.handlers.iter().map(|(id, _)| *id)))
            .fix(Edit::put(label, Record::Host(it.id, changed)));
    }
}

/// ADP-028: one finding per BizTalk group with receive handlers on several computers and without receive location
/// fault tolerance.
pub(super) fn receive_locations_tolerate_faults(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.biztalk_release < BizTalkRelease::V2020 {
        return report.idle("setting-came-with-biztalk-server-2020");
    }
    let receiving = bearers(context, Direction::Receive, |_| true);
    let spread: Vec<&Bearer<'_>> = receiving.iter().filter(|it| context.servers(it.id).len() >= 2).collect();
    if spread.is_empty() {
        return report.idle("no-receive-handler-on-several-computers");
    }
    for (id, group) in &context.document.biztalk_groups {
        let hosts: Vec<HostId> = spread.iter().filter(|it| it.host.biztalk_group == *id).map(|it| it.id).collect();
        if hosts.is_empty() || group.receive_location_fault_tolerance == Some(true) {
            continue;
        }
        let changed = BizTalkGroup { receive_location_fault_tolerance: Some(true), ..group.clone() };
        let label = format!("Turn receive location fault tolerance of {} on", group.name);
        report
            .finding([*id])
            .involving(hosts.iter().copied())
            .with("tolerance", word("off"))
            .with("hosts", hosts)
            .fix(Edit::put(label, Record::BizTalkGroup(*id, changed)));
    }
}

/// ADP-031: one finding per unclustered host on several computers with ordered send handlers that may run there.
pub(super) fn ordered_sender_takes_turns(context: &RuleContext<'_>, report: &mut Report) {
    let senders = bearers(context, Direction::Send, |it| it.ordered && it.may_run_on_several() == Some(true));
    if senders.is_empty() {
        return report.idle("no-ordered-send-handler");
    }
    tell(context, report, senders);
}

/// ADP-032: one finding per unclustered host on several computers that receives from Azure Blob storage and may run there.
pub(super) fn blob_receiver_may_run_several_times(context: &RuleContext<'_>, report: &mut Report) {
    let runs_there = |it: &Handler| it.adapter == Adapter::AzureBlob && it.may_run_on_several() == Some(true);
    let receivers = bearers(context, Direction::Receive, runs_there);
    if receivers.is_empty() {
        return report.idle("no-azure-blob-receive-handler");
    }
    tell(context, report, receivers);
}

/// One remark per unclustered host on several computers.
fn tell(context: &RuleContext<'_>, report: &mut Report, bearers: Vec<Bearer<'_>>) {
    for it in bearers.into_iter().filter(|it| !it.is_clustered() && context.servers(it.id).len() >= 2) {
        report.finding(it.elements()).with("computers", context.servers(it.id));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    const TWO: &str = "
        computer C1 biztalk
        computer C2 biztalk";

    #[test]
    fn adp_025_fires_on_64_bit_hosts_with_32_bit_adapters() {
        let text = format!(
            "{TWO}
            host F send on C1 C2 is_64_bit=true     #! ADP-025
            handler F ftp send
            host G send on C1 C2 is_64_bit=false
            handler G ftp send
            host H send on C1 C2     #? ADP-025
            handler H ftp send
            host I send on C1 C2 is_64_bit=true
            handler I sftp send"
        );
        check_rule("ADP-025", &text);
        check_fix("ADP-025", &text);
        check_rule(
            "ADP-025",
            &format!("{TWO}\nhost F receive on C1 is_64_bit=true     #! ADP-025\nhandler F pop3 receive"),
        );
    }

    #[test]
    fn adp_028_fires_once_per_group_without_fault_tolerance() {
        let hosts = format!("{TWO}\nhost R receive on C1 C2\nhandler R file receive\nhandler R ftp receive");
        let text = format!("{hosts}\ngroup Group1     #! ADP-028");
        check_rule("ADP-028", &text);
        check_fix("ADP-028", &text);
        check_rule("ADP-028", &format!("{hosts}\ngroup Group1 receive_location_fault_tolerance=false     #! ADP-028"));
        check_rule("ADP-028", &format!("{hosts}\ngroup Group1 receive_location_fault_tolerance=true"));
        check_rule("ADP-028", &format!("{hosts}\nenvironment biztalk_release=V2016"));
        check_rule("ADP-028", &format!("{TWO}\nhost R receive on C1\nhandler R file receive"));
        check_rule("ADP-028", &format!("{TWO}\nhost R receive on C1 C2"));
    }

    #[test]
    fn adp_031_tells_that_ordered_senders_take_turns() {
        check_rule(
            "ADP-031",
            &format!(
                "{TWO}
                host S send on C1 C2     #! ADP-031
                handler S file send ordered
                host T send on C1
                handler T file send ordered
                host U send on C1 C2
                handler U file send"
            ),
        );
    }

    #[test]
    fn adp_032_tells_that_blobs_are_locked() {
        check_rule(
            "ADP-032",
            &format!(
                "{TWO}
                host B receive on C1 C2     #! ADP-032
                handler B azure-blob receive
                host C receive on C1
                handler C azure-blob receive"
            ),
        );
    }
}
