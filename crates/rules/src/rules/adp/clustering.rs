//! Adapters that need a clustered host, and clustered hosts that no adapter needs.

use std::collections::BTreeSet;

use super::folders::is_bound_to_computer;
use super::{Bearer, bearers};
use crate::adapters::{AtOnce, On};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    Adapter, BizTalkRelease, Direction, Element, Handler, HandlerId, Host, HostFunction, HostId, HostKind,
    LoadBalancer, LoadBalancerId, ResourceKind, Role,
};
use crate::rules::fixes::clustering::cluster_host;
use crate::rules::fixes::{FixDraft, may_run_clustered_sso};
use crate::rules::{Report, RuleContext};

/// ADP-015: one finding per unclustered host that receives with WCF-NetMsmq, unless its computers are virtual machines
/// that restart elsewhere with their queues.
pub(super) fn net_msmq_host_is_clustered(context: &RuleContext<'_>, report: &mut Report) {
    receiver_is_clustered(context, report, Adapter::WcfNetMsmq);
}

/// ADP-017: one finding per unclustered host that receives with SAP.
pub(super) fn sap_receiver_is_clustered(context: &RuleContext<'_>, report: &mut Report) {
    receiver_is_clustered(context, report, Adapter::Sap);
}

fn receiver_is_clustered(context: &RuleContext<'_>, report: &mut Report, adapter: Adapter) {
    let receivers = bearers(context, Direction::Receive, |it| it.adapter == adapter);
    if receivers.is_empty() {
        return match adapter {
            Adapter::Sap => report.idle("no-sap-receive-handler"),
            _ => report.idle("no-wcf-netmsmq-receive-handler"),
        };
    }
    for it in receivers.into_iter().filter(|it| !it.is_clustered()) {
        let servers = context.servers(it.id);
        if adapter == Adapter::WcfNetMsmq && context.all_restart_elsewhere(report, servers) {
            continue;
        }
        report.finding(it.elements()).with("computers", servers).fix(cluster_host(context, it.id));
    }
}

/// ADP-018: one finding per host that receives with the old SQL adapter, before BizTalk Server 2020.
pub(super) fn sql_receiver_is_decided(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.biztalk_release >= BizTalkRelease::V2020 {
        return report.idle("no-old-sql-adapter-in-biztalk-server-2020");
    }
    let receivers = bearers(context, Direction::Receive, |it| it.adapter == Adapter::SqlLegacy);
    if receivers.is_empty() {
        return report.idle("no-receive-handler-of-the-old-sql-adapter");
    }
    for it in receivers {
        report
            .finding(it.elements())
            .with("clustered", it.is_clustered())
            .with("computers", context.servers(it.id))
            .fix(use_wcf_sql(&it));
    }
}

/// Replaces the old SQL adapter by WCF-SQL, of which no documents disagree; the statement still decides (ADP-033).
fn use_wcf_sql(bearer: &Bearer<'_>) -> Edit {
    let commands = bearer.handlers.iter().map(|(id, it)| (*id, Handler { adapter: Adapter::WcfSql, ..(*it).clone() }));
    let commands = commands.map(|(id, it)| EditCommand::Put(Record::Handler(id, it)));
    Edit::new(format!("Use WCF-SQL in host {}", bearer.host.name), commands.collect())
}

/// The unclustered hosts in process with ordered receive handlers, unless a rule of the adapter already says that it
/// receives once; says so when there are none.
fn ordered_receivers<'a>(context: &RuleContext<'a>, report: &mut Report) -> Vec<Bearer<'a>> {
    let counts = |it: &Handler| it.ordered && it.behavior().at_once != AtOnce::Never && !it.behavior().clustered;
    let found = bearers(context, Direction::Receive, counts);
    if found.is_empty() {
        report.idle("no-ordered-receive-handler");
    }
    found.into_iter().filter(|it| context.is_plain(it.host)).collect()
}

/// ADP-019: one finding per unclustered host that receives in order on several computers.
pub(super) fn ordered_receiver_runs_once(context: &RuleContext<'_>, report: &mut Report) {
    for it in ordered_receivers(context, report) {
        let servers = context.servers(it.id);
        if servers.len() < 2 {
            continue;
        }
        report.finding(it.elements()).with("computers", servers).fix(cluster_host(context, it.id));
    }
}

/// ADP-020: one finding per unclustered host that receives in order on one computer; mailboxes are ADP-006.
pub(super) fn ordered_receiver_has_a_successor(context: &RuleContext<'_>, report: &mut Report) {
    let by_mailbox = |it: &Bearer<'_>| {
        it.handlers.iter().all(|(_, handler)| handler.behavior().at_once == AtOnce::Depends(On::Mailbox))
    };
    for it in ordered_receivers(context, report).into_iter().filter(|it| !by_mailbox(it)) {
        let Some(only) = it.alone(context) else { continue };
        if context.all_restart_elsewhere(report, &[only]) {
            continue;
        }
        report.finding(it.elements()).with("computers", only).fix(cluster_host(context, it.id));
    }
}

/// ADP-021: one finding per host that receives in order behind a load balancer.
pub(super) fn ordered_messages_bypass_load_balancers(context: &RuleContext<'_>, report: &mut Report) {
    let receivers = bearers(context, Direction::Receive, |it| it.ordered);
    if receivers.is_empty() {
        return report.idle("no-ordered-receive-handler");
    }
    for it in receivers {
        let on_path = context.client_balancers().filter(|(_, balancer)| is_path_of(context, balancer, &it));
        let balancers: Vec<LoadBalancerId> = on_path.map(|(id, _)| id).collect();
        if balancers.is_empty() {
            continue;
        }
        report
            .finding(it.elements())
            .involving(balancers.iter().copied())
            .case(if it.host.kind == HostKind::Isolated { "isolated" } else { "in-process" })
            .with("balancers", &balancers)
            .with("handlers", it.handlers.len())
            .fix(bypass(context, &it, &balancers));
    }
}

/// Whether ordered messages of a host go through a load balancer: it is said to serve the host; where nothing is said,
/// it stands before computers of the host and before no host whose callers need it.
fn is_path_of(context: &RuleContext<'_>, balancer: &LoadBalancer, it: &Bearer<'_>) -> bool {
    if !balancer.serves.is_empty() {
        return balancer.serves.contains(&it.id);
    }
    let needs_it = |id: HostId, host: &Host| {
        id != it.id
            && !balancer.members.is_disjoint(context.servers(id))
            && (host.kind == HostKind::Isolated
                || context.receive_handlers_of(id).any(|(_, it)| it.needs_one_address()))
    };
    !balancer.members.is_disjoint(context.servers(it.id)) && !context.hosts().any(|(id, host)| needs_it(id, host))
}

/// Takes a host out of load balancers that name it; those that serve nothing else go. `None` where nothing says what a
/// load balancer is for, and for an isolated host, whose callers need one (NLB-001).
fn bypass(context: &RuleContext<'_>, bearer: &Bearer<'_>, balancers: &[LoadBalancerId]) -> Option<Edit> {
    let id = bearer.id;
    if bearer.host.kind == HostKind::Isolated {
        return None;
    }
    let mut draft = FixDraft::new(context);
    for balancer in balancers {
        let it = context.document.load_balancers.get(balancer)?;
        let serves: BTreeSet<HostId> = it.serves.iter().copied().filter(|host| *host != id).collect();
        if it.serves.is_empty() {
            return None;
        }
        if serves.is_empty() {
            draft.remove(*balancer).ok()?;
            draft.says(format!("remove {}", it.name));
        } else {
            draft.put(Record::LoadBalancer(*balancer, LoadBalancer { serves, ..it.clone() }));
            draft.says(format!("take host {} out of {}", context.name(id), it.name));
        }
    }
    draft.finish()
}

/// ADP-022: one finding per clustered host without a handler that is a reason to cluster it. A host that receives or
/// sends with no handler drawn is not judged, nor one whose handler may or may not run on several computers, nor one with
/// files on its computers, which several at once would not share (ADP-024); where
/// Enterprise SSO is clustered, hosts have to be clustered with it (SSO-005).
pub(super) fn clustered_host_has_a_reason(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts() {
        let Some(clustering) = &host.clustered_in else { continue };
        let handlers: Vec<HandlerId> = context.handlers_of(id).map(|(handler, _)| handler).collect();
        let has_adapters =
            host.functions.contains(&HostFunction::Receive) || host.functions.contains(&HostFunction::Send);
        let gains = context.handlers_of(id).any(|(_, it)| context.document.gains_from_cluster(it));
        let is_unknown = context.handlers_of(id).any(|(_, it)| it.may_run_on_several().is_none());
        if (has_adapters && handlers.is_empty()) || (is_unknown && !gains) {
            continue;
        }
        looked = true;
        let has_files = context.handlers_of(id).any(|(_, it)| is_bound_to_computer(it));
        if gains || has_files || context.moves_with_sso(id) {
            continue;
        }
        report
            .finding([Element::from(id), clustering.resource_group.into()])
            .involving(handlers)
            .with("owners", context.possible_owners(clustering.resource_group))
            .fix(uncluster(context, id, host));
    }
    if !looked {
        report.idle("no-clustered-host-with-known-work");
    }
}

/// Makes a clustered host an ordinary one; its cluster resource group goes where nothing else is in it. `None` where
/// fewer than two instances would run.
fn uncluster(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<Edit> {
    let group_id = host.clustered_in.as_ref()?.resource_group;
    let group = context.resource_group(group_id)?;
    let instances = context.instances(id).iter().filter_map(|it| context.document.host_instances.get(it));
    let computers: BTreeSet<_> = instances.map(|it| it.computer).collect();
    let has_runtime = |it: &_| context.has_role(*it, Role::BizTalkRuntime);
    let joins_sso = |it: &_| may_run_clustered_sso(context, *it);
    if computers.len() < 2 || !computers.iter().all(has_runtime) || computers.iter().any(joins_sso) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.put(Record::Host(id, Host { clustered_in: None, ..host.clone() }));
    let plain = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk];
    let is_empty = group.resources.keys().all(|kind| plain.contains(kind))
        && context.sql_in_group(group_id).is_empty()
        && context.hosts_clustered_in(group_id).iter().all(|other| *other == id);
    if is_empty {
        draft.remove(group_id).ok()?;
    }
    draft.says(format!("run host {} on {} at the same time", host.name, context.names(computers)));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const TWO: &str = "
        computer C1 biztalk
        computer C2 biztalk";

    const CLUSTER: &str = "
        computer C1 biztalk
        computer C2 biztalk
        cluster CL nodes C1 C2
        resource-group G on CL resources ip-address network-name";

    #[test]
    fn adp_015_and_adp_017_fire_on_receivers_that_must_be_clustered() {
        for (id, adapter) in [("ADP-015", "wcf-netmsmq"), ("ADP-017", "sap")] {
            let text = format!("{TWO}\nhost R receive on C1 C2     #! {id}\nhandler R {adapter} receive");
            check_rule(id, &text);
            check_fix(id, &text);
            check_fix(id, &format!("computer C1 biztalk\nhost R receive on C1\nhandler R {adapter} receive"));
            check_rule(id, &format!("{CLUSTER}\nclustered-host R receive in G on C1 C2\nhandler R {adapter} receive"));
            check_rule(id, &format!("{TWO}\nhost R send on C1 C2\nhandler R {adapter} send"));
        }
    }

    #[test]
    fn adp_018_tells_before_biztalk_server_2020_that_documents_disagree() {
        let host = format!("{TWO}\nhost R receive on C1 C2     #! ADP-018\nhandler R sql-legacy receive");
        check_rule("ADP-018", &format!("environment biztalk_release=V2016{host}"));
        check_fix("ADP-018", &format!("environment biztalk_release=V2016{host}"));
        check_rule("ADP-018", &host.replace("#! ADP-018", ""));
    }

    #[test]
    fn adp_019_fires_on_ordered_receive_on_several_computers() {
        let text = format!("{TWO}\nhost R receive on C1 C2     #! ADP-019\nhandler R mqseries receive ordered");
        check_rule("ADP-019", &text);
        check_fix("ADP-019", &text);
        check_rule("ADP-019", &format!("{TWO}\nhost R receive on C1 C2\nhandler R mqseries receive"));
        check_rule("ADP-019", &format!("{TWO}\nhost R receive on C1\nhandler R mqseries receive ordered"));
    }

    #[test]
    fn adp_020_fires_on_ordered_receive_on_one_computer_and_never_adds_an_instance() {
        let text = format!("{TWO}\nhost R receive on C1     #! ADP-020\nhandler R msmq receive ordered");
        check_rule("ADP-020", &text);
        check_fix("ADP-020", &text);
        check_rule("ADP-020", &format!("{TWO}\nhost R receive on C1\nhandler R msmq receive"));
        check_rule(
            "ADP-020",
            &format!("{CLUSTER}\nclustered-host R receive in G on C1 C2\nhandler R mqseries receive ordered"),
        );
    }

    #[test]
    fn adp_021_fires_on_ordered_messages_behind_a_load_balancer() {
        let base = format!("{TWO}\nhost R receive on C1 C2     #! ADP-021\nhandler R mqseries receive ordered");
        let named =
            format!("{base}\nhost S send on C1\nlb LB1 members C1 C2 serves R S\nlb LB2 members C1 C2 serves R");
        check_rule("ADP-021", &named);
        check_fix("ADP-021", &named);
        check_rule("ADP-021", &format!("{base}\nlb LB1 members C1 C2"));
        let told = "Ordered messages of host R pass LB1 and LB2 | Ordered receive handlers: 1";
        check_says("ADP-021", &named, &[told]);
        let silent = base.replace("#! ADP-021", "");
        check_rule("ADP-021", &format!("{silent}\nisolated-host W receive on C1 C2\nlb LB1 members C1 C2"));
        check_rule("ADP-021", &silent);
    }

    #[test]
    fn adp_021_takes_no_load_balancer_from_the_callers_of_an_isolated_host() {
        let handler = "handler W wcf-basichttp receive ordered\nlb LB1 members C1 C2 serves W";
        let text = format!("{TWO}\nisolated-host W receive on C1 C2     #! ADP-021\n{handler}");
        check_rule("ADP-021", &text);
        let told = "Ordered messages of isolated host W pass LB1, which its callers need while it runs on several \
                    computers | Ordered receive handlers: 1";
        check_says("ADP-021", &text, &[told]);
        assert!(findings_of("ADP-021", &text)[0].fixes.is_empty());
    }

    #[test]
    fn adp_022_fires_on_clustered_hosts_without_a_reason() {
        let text = format!(
            "{CLUSTER}
            clustered-host P process in G on C1 C2       #! ADP-022
            clustered-host F receive in G on C1 C2       #! ADP-022
            handler F file receive
            clustered-host S send in G on C1 C2"
        );
        check_rule("ADP-022", &text);
        check_fix("ADP-022", &text);
    }

    #[test]
    fn adp_022_accepts_every_reason_of_its_list() {
        for (handler, has_reason) in [
            ("ftp receive", true),
            ("sftp receive", true),
            ("pop3 receive", true),
            ("pop3 receive concurrent_mailbox=false", false),
            ("msmq send", true),
            ("msmq receive", true),
            ("msmq receive queue=Remote", false),
            ("msmq receive queue=Remote ordered", true),
            ("wcf-netmsmq receive", true),
            ("sap receive", true),
            ("wcf-nettcp receive", true),
            ("wcf-custom receive", true),
            ("sql-legacy receive", true),
            ("mqseries receive", false),
            ("mqseries receive ordered", true),
            ("wcf-nettcp send", false),
        ] {
            let mark = if has_reason { "" } else { "#! ADP-022" };
            check_rule(
                "ADP-022",
                &format!("{CLUSTER}\nclustered-host R receive in G on C1 C2 {mark}\nhandler R {handler}"),
            );
        }
    }

    #[test]
    fn adp_022_does_not_judge_what_may_or_may_not_run_on_several_computers() {
        for adapter in ["wcf-sql", "oracle", "other", "jde-one-world"] {
            let design = |mark: &str, stated: &str| {
                format!(
                    "{CLUSTER}\nclustered-host R receive in G on C1 C2 {mark}\nhandler R {adapter} receive {stated}"
                )
            };
            check_rule("ADP-022", &design("", ""));
            check_rule("ADP-022", &design("", "several_computers=false"));
            check_rule("ADP-022", &design("", "ordered"));
            check_rule("ADP-022", &design("    #! ADP-022", "several_computers=true"));
            check_fix("ADP-022", &design("", "several_computers=true"));
        }
        let both = format!("{CLUSTER}\nclustered-host R receive in G on C1 C2\nhandler R ftp receive");
        check_rule("CLU-008", &format!("{both}\nhandler R wcf-sql receive"));
    }

    #[test]
    fn adp_019_and_adp_020_fire_on_order_of_any_adapter_that_has_no_rule_of_its_own() {
        for (adapter, told) in
            [("file", true), ("wcf-sql", true), ("other", true), ("wcf-nettcp", true), ("ftp", false)]
        {
            let design = |on: &str, mark: &str| {
                let mark = if told { mark } else { "" };
                format!("{TWO}\nhost R receive on {on}     {mark}\nhandler R {adapter} receive ordered")
            };
            check_rule("ADP-019", &design("C1 C2", "#! ADP-019"));
            check_rule("ADP-020", &design("C1", "#! ADP-020"));
            check_rule("HOST-001", &design("C1", ""));
            check_rule("NLB-007", &design("C1 C2", ""));
        }
    }

    #[test]
    fn adp_022_is_content_where_hosts_have_to_be_clustered_with_enterprise_sso() {
        let text = "
            computer C1 biztalk
            computer C2 biztalk
            cluster CL nodes C1 C2
            resource-group G on CL resources ip-address network-name ent-sso
            clustered-host P process in G on C1 C2";
        check_rule("ADP-022", text);
        check_rule(
            "CLU-008",
            &format!("{text}\nclustered-host R receive in G on C1 C2\nhandler R ftp receive\nhandler R file receive"),
        );
    }
}
