//! Receiving where callers choose the computer: isolated hosts and WCF-NetTcp.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Edit, Record};
use crate::model::{
    Adapter, ComputerId, Handler, HandlerId, Host, HostId, HostInstanceId, HostKind, LoadBalancer, LoadBalancerId,
    ResourceKind, Role,
};
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::balancing::{balance_host, run_isolated_on_two};
use crate::rules::fixes::clustering::cluster_host;
use crate::rules::value::{label, labels, word};
use crate::rules::{Attribute, Report, RuleContext};

/// Every isolated host.
fn isolated_hosts<'a>(context: &RuleContext<'a>) -> Vec<(HostId, &'a Host)> {
    context.hosts().filter(|(_, it)| it.kind == HostKind::Isolated).collect()
}

/// NLB-001: one finding per isolated host on several computers that do not all stand behind one load balancer, unless
/// IIS is clustered on them (SSO-007) or all of them are virtual machines that restart elsewhere.
pub(super) fn servers_stand_behind_a_load_balancer(context: &RuleContext<'_>, report: &mut Report) {
    let hosts = isolated_hosts(context);
    if hosts.is_empty() {
        return report.idle("no-isolated-host");
    }
    let has_clustered_iis = context.document.resource_groups.values().any(|it| it.has(ResourceKind::Iis));
    for (id, host) in hosts {
        let servers = context.servers(id);
        if servers.len() < 2
            || context.balancer_in_front_of(id).is_some()
            || host.clustered_in.is_some()
            || (has_clustered_iis && context.document.resource_group_of_host(id).is_some())
            || context.all_restart_elsewhere(report, servers)
        {
            continue;
        }
        let behind: BTreeSet<LoadBalancerId> = servers.iter().flat_map(|it| context.client_balancers_of(*it)).collect();
        let shared = balanced_servers(context, id);
        let is_lost = |it: &ComputerId| !context.document.restarts_elsewhere(*it) && !shared.contains(it);
        report
            .finding([id])
            .involving(servers.iter().copied().filter(is_lost))
            .with("computers", servers)
            .with("balancers", &behind)
            .fix(balance_host(context, id));
    }
}

/// The computers of a host to which load balancers that are said to serve it lead, where these are several: who comes that
/// way does not miss one of them.
fn balanced_servers(context: &RuleContext<'_>, host: HostId) -> BTreeSet<ComputerId> {
    let balancers = context.client_balancers().filter(|(_, it)| it.serves.contains(&host));
    let members: BTreeSet<ComputerId> = balancers.flat_map(|(_, it)| it.members.iter().copied()).collect();
    let servers: BTreeSet<ComputerId> = members.intersection(context.servers(host)).copied().collect();
    if servers.len() > 1 { servers } else { BTreeSet::new() }
}

/// NLB-002: one finding per isolated host on fewer than two computers.
pub(super) fn runs_on_several_computers(context: &RuleContext<'_>, report: &mut Report) {
    let hosts = isolated_hosts(context);
    if hosts.is_empty() {
        return report.idle("no-isolated-host");
    }
    for (id, _) in hosts {
        let servers = context.servers(id);
        if servers.len() >= 2 || context.all_restart_elsewhere(report, servers) {
            continue;
        }
        report
            .finding([id])
            .involving(servers.iter().copied())
            .case(if servers.is_empty() { "none" } else { "one" })
            .with("computers", servers)
            .with("needed", 2_usize)
            .fix(run_isolated_on_two(context, id));
    }
}

/// NLB-007: one finding per unclustered host that receives with WCF-NetTcp or WCF-Custom on several computers which do
/// not all stand behind one load balancer.
pub(super) fn net_tcp_servers_stand_behind_a_load_balancer(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts() {
        if host.kind == HostKind::Isolated {
            continue;
        }
        let handlers: Vec<(HandlerId, &Handler)> =
            context.receive_handlers_of(id).filter(|(_, it)| may_be_called(it)).collect();
        looked |= !handlers.is_empty();
        let servers = context.servers(id);
        let spread = servers.len() >= 2 && host.clustered_in.is_none();
        let (Some((_, first)), true, None) = (handlers.first(), spread, context.balancer_in_front_of(id)) else {
            continue;
        };
        if context.all_restart_elsewhere(report, servers) {
            continue;
        }
        if handlers.iter().all(|(_, it)| it.takes_calls().is_none()) {
            for (handler, _) in handlers {
                report.ask(handler, Attribute::Binding);
            }
            continue;
        }
        report
            .finding([id])
            .involving(handlers.iter().map(|(handler, _)| *handler))
            .with("adapter", label(first.adapter))
            .with("computers", servers)
            .with("needs", word("balancer-or-cluster"))
            .fix(balance_host(context, id))
            .fix(cluster_host(context, id));
    }
    if !looked {
        report.idle("no-net-tcp-or-custom-receive-handler");
    }
}

/// Whether callers choose the computer of a handler in process, or may do so. One that may run on one computer only needs
/// a clustered host instead (ADP-019, ADP-033).
fn may_be_called(handler: &Handler) -> bool {
    let in_process = handler.behavior().host == HostKind::InProcess;
    in_process && handler.needs_one_address() && handler.may_run_on_several() != Some(false)
}

/// NLB-010: one finding per computer that runs isolated host instances without IIS.
pub(super) fn computers_have_iis(context: &RuleContext<'_>, report: &mut Report) {
    let mut running: BTreeMap<ComputerId, Vec<HostInstanceId>> = BTreeMap::new();
    for (host, _) in isolated_hosts(context) {
        for instance in context.instances(host) {
            if let Some(it) = context.document.host_instances.get(instance) {
                running.entry(it.computer).or_default().push(*instance);
            }
        }
    }
    if running.is_empty() {
        return report.idle("no-isolated-host-instance");
    }
    for (computer, instances) in running {
        if context.has_role(computer, Role::Iis) {
            continue;
        }
        let mut draft = FixDraft::new(context);
        draft.add_role(computer, Role::Iis);
        draft.says(format!("add IIS to {}", context.name(computer)));
        report
            .finding([computer])
            .involving(instances.iter().copied())
            .with("instances", instances)
            .fix(draft.finish());
    }
}

/// NLB-011: one finding per isolated host that receives with several isolated adapters.
pub(super) fn adapters_have_hosts_of_their_own(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in isolated_hosts(context) {
        let mut by_adapter: BTreeMap<Adapter, Vec<(HandlerId, &Handler)>> = BTreeMap::new();
        for (handler, it) in context.receive_handlers_of(id).filter(|(_, it)| it.adapter.receives_in_isolated_host()) {
            by_adapter.entry(it.adapter).or_default().push((handler, it));
        }
        looked |= !by_adapter.is_empty();
        if by_adapter.len() < 2 {
            continue;
        }
        report
            .finding([id])
            .involving(by_adapter.values().flatten().map(|(handler, _)| *handler))
            .with("adapters", labels(by_adapter.keys().copied()))
            .fix(split_by_adapter(context, id, host, &by_adapter));
    }
    if !looked {
        report.idle("no-isolated-receive-handler");
    }
}

/// Gives every adapter but the first an isolated host of its own on the same computers and behind the same load
/// balancers. `None` while the host itself does not run on two BizTalk computers: the new hosts would not either.
fn split_by_adapter(
    context: &RuleContext<'_>,
    id: HostId,
    host: &Host,
    by_adapter: &BTreeMap<Adapter, Vec<(HandlerId, &Handler)>>,
) -> Option<Edit> {
    let servers = context.servers(id);
    if servers.len() < 2 || !servers.iter().all(|it| context.document.has_role(*it, Role::BizTalkRuntime)) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let mut added: Vec<HostId> = Vec::new();
    for (adapter, handlers) in by_adapter.iter().skip(1) {
        let name = format!("{} {}", host.name, adapter.label());
        if context.hosts().any(|(_, it)| it.name == name) {
            return None;
        }
        let new: HostId = draft.id();
        let split = Host { name: name.clone(), is_default: false, allow_tracking: false, ..host.clone() };
        draft.put(Record::Host(new, split));
        for computer in servers {
            draft.add_instance(new, *computer);
        }
        for (handler, it) in handlers {
            draft.put(Record::Handler(*handler, Handler { host: new, ..(*it).clone() }));
        }
        draft.says(format!("move {} to host {name}", adapter.label()));
        added.push(new);
    }
    for (balancer, it) in context.document.load_balancers.iter().filter(|(_, it)| it.serves.contains(&id)) {
        let serves = it.serves.iter().chain(&added).copied().collect();
        draft.put(Record::LoadBalancer(*balancer, LoadBalancer { serves, ..it.clone() }));
    }
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const WEB: &str = "
        computer BTS1 biztalk iis
        computer BTS2 biztalk iis";

    #[test]
    fn nlb_001_fires_on_an_isolated_host_without_a_load_balancer_before_all_its_computers() {
        let text = format!("{WEB}\nisolated-host W receive on BTS1 BTS2     #! NLB-001\nlb LB1 members BTS1");
        check_rule("NLB-001", &text);
        let told = "No load balancer stands in front of all computers that run isolated host W | Computers that run it: \
                    BTS1 and BTS2 | Load balancers before some of them: LB1";
        check_says("NLB-001", &text, &[told]);
        check_fix("NLB-001", &text);
        let label = &findings_of("NLB-001", &text)[0].fixes[0].label;
        assert_eq!(label, "Put a Windows NLB cluster in front of BTS1 and BTS2");
    }

    #[test]
    fn nlb_001_is_content_with_a_load_balancer_and_leaves_in_process_hosts_alone() {
        check_rule("NLB-001", &format!("{WEB}\nisolated-host W receive on BTS1 BTS2\nlb LB1 members BTS1 BTS2"));
        check_rule("NLB-001", &format!("{WEB}\nhost R receive on BTS1 BTS2\nisolated-host W receive on BTS1"));
    }

    #[test]
    fn nlb_001_is_content_where_iis_is_clustered_on_all_computers_of_the_host() {
        let group = |owners: &str, resources: &str| {
            format!(
                "{WEB}\ncluster CL nodes BTS1 BTS2\nresource-group G on CL owners {owners} resources ip-address \
                 network-name {resources}\nisolated-host W receive on BTS1 BTS2"
            )
        };
        check_rule("NLB-001", &group("BTS1 BTS2", "ent-sso iis"));
        check_rule("NLB-001", &format!("{}     #! NLB-001", group("BTS1 BTS2", "ent-sso")));
        check_rule("NLB-001", &format!("{}     #! NLB-001", group("BTS1", "iis")));
    }

    #[test]
    fn nlb_001_does_not_count_a_load_balancer_for_another_host() {
        let text = format!(
            "{WEB}
            isolated-host W receive on BTS1 BTS2     #! NLB-001
            isolated-host V receive on BTS1 BTS2
            lb LB1 members BTS1 BTS2 serves V"
        );
        check_rule("NLB-001", &text);
        check_fix("NLB-001", &text);
    }

    #[test]
    fn nlb_001_offers_no_windows_nlb_where_a_computer_is_a_cluster_node() {
        let text = format!("{WEB}\ncluster CL nodes BTS1 BTS2\nisolated-host W receive on BTS1 BTS2     #! NLB-001");
        check_rule("NLB-001", &text);
        check_fix("NLB-001", &text);
        let label = &findings_of("NLB-001", &text)[0].fixes[0].label;
        assert_eq!(label, "Put a load balancer in front of BTS1 and BTS2");
    }

    #[test]
    fn nlb_001_offers_no_windows_nlb_on_azure_virtual_machines() {
        let text =
            format!("{WEB}\nenvironment deployment=AzureVm\nisolated-host W receive on BTS1 BTS2     #! NLB-001");
        check_fix("NLB-001", &text);
        let label = &findings_of("NLB-001", &text)[0].fixes[0].label;
        assert_eq!(label, "Put a load balancer in front of BTS1 and BTS2");
    }

    #[test]
    fn nlb_002_fires_on_an_isolated_host_on_one_computer_and_adds_what_it_needs() {
        let text = format!(
            "{WEB}
            isolated-host W receive on BTS1 !BTS2    #! NLB-002
            isolated-host V receive on BTS1 BTS2
            host R receive on BTS1"
        );
        check_rule("NLB-002", &text);
        let told =
            "BTS1 is the only computer that runs isolated host W | Computers that run it: BTS1 | Computers needed: 2";
        check_says("NLB-002", &text, &[told]);
        let told = "No computer runs isolated host W | Computers that run it: none | Computers needed: 2";
        check_says("NLB-002", "isolated-host W receive", &[told]);
        check_fix("NLB-002", &text);
        check_fix("NLB-002", "computer BTS1 biztalk\nisolated-host W receive on BTS1");
        check_fix("NLB-002", "computer BTS1 biztalk\ncomputer BTS2 biztalk\nisolated-host W receive");
        check_fix(
            "NLB-002",
            "environment biztalk_edition=Standard\ncomputer BTS1 biztalk\nisolated-host W receive on BTS1",
        );
    }

    #[test]
    fn nlb_007_fires_on_net_tcp_receive_on_several_computers_without_a_load_balancer() {
        let text = format!(
            "{WEB}
            host N receive on BTS1 BTS2      #! NLB-007
            handler N wcf-nettcp receive
            host C receive on BTS1 BTS2      #! NLB-007
            handler C wcf-custom receive binding=Listens
            host P receive on BTS1 BTS2
            handler P wcf-custom receive binding=Polls
            host U receive on BTS1 BTS2
            handler U wcf-custom receive     #? NLB-007
            host S send on BTS1 BTS2
            handler S wcf-nettcp send
            host F receive on BTS1 BTS2
            handler F file receive
            host O receive on BTS1
            handler O wcf-nettcp receive"
        );
        check_rule("NLB-007", &text);
        let told = |host: &str, adapter: &str| {
            format!(
                "Host {host} receives with {adapter} on several computers without a load balancer | Computers that run \
                 it: BTS1 and BTS2 | Needs: a load balancer, or a clustered host"
            )
        };
        check_says("NLB-007", &text, &[&told("N", "WCF-NetTcp"), &told("C", "WCF-Custom")]);
        check_fix("NLB-007", &text);
    }

    #[test]
    fn nlb_007_is_content_with_a_load_balancer_or_a_clustered_host() {
        check_rule(
            "NLB-007",
            &format!(
                "{WEB}
                host N receive on BTS1 BTS2
                handler N wcf-nettcp receive
                lb LB1 members BTS1 BTS2 serves N
                computer C1 biztalk
                computer C2 biztalk
                cluster CL nodes C1 C2
                resource-group G on CL
                clustered-host C receive in G on C1 C2
                handler C wcf-nettcp receive"
            ),
        );
    }

    #[test]
    fn nlb_010_fires_on_each_computer_that_lacks_iis() {
        let text = "
            computer BTS1 biztalk iis
            computer BTS2 biztalk            #! NLB-010
            computer BTS3 biztalk
            isolated-host W receive on BTS1 BTS2
            isolated-host V receive on BTS2 BTS1
            host R receive on BTS3";
        check_rule("NLB-010", text);
        let told =
            "BTS2 runs isolated host instances but has no IIS | Isolated host instances: W on BTS2 and V on BTS2";
        check_says("NLB-010", text, &[told]);
        check_fix("NLB-010", text);
        check_rule("NLB-010", &format!("{WEB}\nisolated-host W receive on BTS1 BTS2"));
    }

    #[test]
    fn nlb_011_fires_on_an_isolated_host_with_several_isolated_adapters() {
        let text = format!(
            "{WEB}
            isolated-host W receive on BTS1 BTS2     #! NLB-011
            handler W http receive
            handler W wcf-basichttp receive
            isolated-host V receive on BTS1 BTS2
            handler V http receive
            lb LB1 members BTS1 BTS2 serves W V"
        );
        check_rule("NLB-011", &text);
        let told = "Isolated host W receives with HTTP and WCF-BasicHttp | Isolated adapters: 2";
        check_says("NLB-011", &text, &[told]);
        check_fix("NLB-011", &text);
    }
}
