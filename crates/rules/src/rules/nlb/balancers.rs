//! Load balancers themselves: members, kind and settings.

use std::collections::BTreeSet;

use crate::edit::{Edit, Record};
use crate::model::{
    Adapter, ComputerId, Deployment, Element, Handler, HandlerId, Host, HostId, HostKind, LoadBalancer, LoadBalancerId,
    LoadBalancerKind, Role,
};
use crate::rules::fixes::FixDraft;
use crate::rules::value::{label, seconds};
use crate::rules::{Attribute, Report, RuleContext};

/// The lease time-out that is the documented starting point for WCF-NetTcp behind a load balancer, in seconds
/// (`core/scaled-out-receiving-hosts`).
const SHORT_LEASE_SECS: u32 = 30;

/// The lease time-out of WCF-NetTcp unless set, in seconds (`core/how-to-configure-a-wcf-nettcp-receive-location`).
const DEFAULT_LEASE_SECS: u32 = 300;

/// Says that there is no load balancer; `true` when that was so.
fn lacks_balancers(context: &RuleContext<'_>, report: &mut Report) -> bool {
    let lacks = context.document.load_balancers.is_empty();
    if lacks {
        report.idle("no-load-balancer");
    }
    lacks
}

/// NLB-003: one finding per load balancer with fewer than two members.
pub(super) fn has_several_members(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_balancers(context, report) {
        return;
    }
    for (id, balancer) in context.document.load_balancers.iter().filter(|(_, it)| it.members.len() < 2) {
        report
            .finding([*id])
            .involving(balancer.members.iter().copied())
            .case(if balancer.members.is_empty() { "none" } else { "one" })
            .with("members", &balancer.members)
            .fix(add_members(context, *id, balancer));
    }
}

/// Makes every computer of the hosts that a load balancer fronts a member; every cluster node where it is the address of
/// a cluster role.
fn add_members(context: &RuleContext<'_>, id: LoadBalancerId, balancer: &LoadBalancer) -> Option<Edit> {
    let mut members = balancer.members.clone();
    if context.document.is_cluster_address(balancer) {
        let clusters: BTreeSet<_> = members.iter().filter_map(|it| context.failover_cluster_of(*it)).collect();
        members.extend(clusters.into_iter().flat_map(|it| context.cluster_nodes(it)));
    } else {
        members.extend(fronted(context, balancer).into_iter().flat_map(|host| context.servers(host)));
    }
    let holds_secret = |it: &ComputerId| context.document.may_hold_master_secret(*it);
    let on_cluster = |it: &ComputerId| context.failover_cluster_of(*it).is_some();
    let is_windows = balancer.kind == LoadBalancerKind::WindowsNlb;
    if members.len() < 2 || members.iter().any(holds_secret) || (is_windows && members.iter().any(on_cluster)) {
        return None;
    }
    let added = context.names(members.difference(&balancer.members).copied());
    let mut draft = FixDraft::new(context);
    draft.put(Record::LoadBalancer(id, LoadBalancer { members, ..balancer.clone() }));
    draft.says(format!("add {added} to {}", balancer.name));
    draft.finish()
}

/// The unclustered hosts that callers reach through a load balancer: those it is said to serve; where nothing is said,
/// every host on a member whose callers choose the computer.
fn fronted(context: &RuleContext<'_>, balancer: &LoadBalancer) -> Vec<HostId> {
    let said = |id: HostId| balancer.serves.contains(&id);
    let likely = |id: HostId, host: &Host| {
        balancer.serves.is_empty()
            && !balancer.members.is_disjoint(context.servers(id))
            && (host.kind == HostKind::Isolated
                || context.receive_handlers_of(id).any(|(_, it)| it.needs_one_address()))
    };
    let hosts = context.hosts().filter(|(id, host)| host.clustered_in.is_none() && (said(*id) || likely(*id, host)));
    hosts.map(|(id, _)| id).collect()
}

/// NLB-004: one finding per load balancer and host that it serves, where members lack an enabled instance of the host.
pub(super) fn members_run_what_it_serves(context: &RuleContext<'_>, report: &mut Report) {
    if lacks_balancers(context, report) {
        return;
    }
    let serves_callers = |it: ComputerId| {
        [Role::BamPortal, Role::ReverseProxy, Role::PerimeterWebServer].iter().any(|role| context.has_role(it, *role))
    };
    for (id, balancer) in context.client_balancers() {
        for host in fronted(context, balancer) {
            let servers = context.servers(host);
            let is_wrong = |it: &ComputerId| {
                context.is_primary(*it) && !servers.contains(it) && !(balancer.serves.is_empty() && serves_callers(*it))
            };
            let wrong: Vec<ComputerId> = balancer.members.iter().copied().filter(is_wrong).collect();
            if wrong.is_empty() {
                continue;
            }
            report
                .finding([Element::from(id), host.into()])
                .involving(wrong.iter().copied())
                .with("wrong", &wrong)
                .with("computers", servers)
                .fix(run_on_members(context, host, &wrong))
                .fix(drop_members(context, id, balancer, &wrong));
        }
    }
}

/// Adds or enables an instance of a host on computers of its BizTalk group; `None` where one of them cannot run it.
fn run_on_members(context: &RuleContext<'_>, id: HostId, computers: &[ComputerId]) -> Option<Edit> {
    let host = context.document.hosts.get(&id)?;
    let fits = |it: &ComputerId| {
        context.runtime_computers(host.biztalk_group).contains(it) && !context.document.may_hold_master_secret(*it)
    };
    if !computers.iter().all(fits) || !context.tolerates_several_instances(id) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    for computer in computers {
        let parked = context.instances_on(*computer).find(|(_, it)| it.host == id);
        match parked {
            Some((instance, _)) => draft.enable(instance),
            None => draft.add_instance(id, *computer),
        }
        if host.kind == HostKind::Isolated {
            draft.add_role(*computer, Role::Iis);
        }
    }
    draft.says(format!("run host {} on {}", host.name, context.names(computers.iter().copied())));
    draft.finish()
}

/// Takes computers out of a load balancer that run nothing for callers; `None` where one of them does, or fewer than
/// two members would be left.
fn drop_members(
    context: &RuleContext<'_>,
    id: LoadBalancerId,
    balancer: &LoadBalancer,
    computers: &[ComputerId],
) -> Option<Edit> {
    let runs_fronted = |it: &ComputerId| {
        context.instances_on(*it).any(|(_, instance)| {
            let host = context.document.hosts.get(&instance.host);
            balancer.serves.contains(&instance.host)
                || (balancer.serves.is_empty() && host.is_some_and(|it| it.kind == HostKind::Isolated))
        })
    };
    let members: BTreeSet<ComputerId> = balancer.members.iter().copied().filter(|it| !computers.contains(it)).collect();
    if members.len() < 2 || computers.iter().any(runs_fronted) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.put(Record::LoadBalancer(id, LoadBalancer { members, ..balancer.clone() }));
    draft.says(format!("take {} out of {}", context.names(computers.iter().copied()), balancer.name));
    draft.finish()
}

/// NLB-005: one finding per failover cluster node with Windows NLB.
pub(super) fn windows_nlb_is_apart_from_failover_clusters(context: &RuleContext<'_>, report: &mut Report) {
    let with_nlb: Vec<ComputerId> =
        context.document.computers.keys().copied().filter(|it| context.uses_windows_nlb(*it)).collect();
    if with_nlb.is_empty() {
        return report.idle("no-windows-nlb");
    }
    for computer in with_nlb {
        let Some(cluster) = context.failover_cluster_of(computer) else { continue };
        report
            .finding([Element::from(computer), cluster.into()])
            .with("balancers", context.load_balancers_of(computer))
            .fix(replace_windows_nlb(context, computer));
    }
}

/// Makes the Windows NLB clusters of a computer load balancers of another kind; without one, turns Windows NLB off.
fn replace_windows_nlb(context: &RuleContext<'_>, computer: ComputerId) -> Option<Edit> {
    let balancers = context.load_balancers_of(computer).iter();
    let balancers = balancers.filter_map(|id| Some((*id, context.document.load_balancers.get(id)?)));
    without_windows_nlb(context, BTreeSet::from([computer]), balancers)
}

/// Makes those of some load balancers that are Windows NLB clusters ones of another kind, and turns Windows NLB off on
/// their members and on some computers.
fn without_windows_nlb<'b>(
    context: &RuleContext<'_>,
    computers: BTreeSet<ComputerId>,
    balancers: impl Iterator<Item = (LoadBalancerId, &'b LoadBalancer)>,
) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    let mut members = computers.clone();
    let mut replaced = false;
    for (id, balancer) in balancers.filter(|(_, it)| it.kind == LoadBalancerKind::WindowsNlb) {
        replaced = true;
        members.extend(&balancer.members);
        draft.put(Record::LoadBalancer(id, LoadBalancer { kind: LoadBalancerKind::Other, ..balancer.clone() }));
        draft.says(format!("make {} a load balancer other than Windows NLB", balancer.name));
    }
    if !replaced {
        draft.says(format!("turn Windows NLB off on {}", context.names(computers)));
    }
    for member in members {
        draft.change_computer(member, |it| it.windows_nlb = false);
    }
    draft.finish()
}

/// NLB-015: on Azure virtual machines, one finding per Windows NLB cluster, and per computer with Windows NLB of which no
/// such cluster is drawn.
pub(super) fn windows_nlb_has_multicast(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.deployment != Some(Deployment::AzureVm) {
        return report.idle("not-in-azure");
    }
    let balancers = context.document.load_balancers.iter().filter(|(_, it)| it.kind == LoadBalancerKind::WindowsNlb);
    let mut drawn: BTreeSet<ComputerId> = BTreeSet::new();
    for (id, balancer) in balancers {
        drawn.extend(&balancer.members);
        report
            .finding([*id])
            .involving(balancer.members.iter().copied())
            .case("cluster")
            .with("computers", &balancer.members)
            .fix(without_windows_nlb(context, BTreeSet::new(), std::iter::once((*id, balancer))));
    }
    let computers = context.document.computers.keys().copied();
    for computer in computers.filter(|it| !drawn.contains(it) && context.uses_windows_nlb(*it)) {
        report
            .finding([computer])
            .case("computer")
            .with("computers", &BTreeSet::from([computer]))
            .fix(replace_windows_nlb(context, computer));
    }
}

/// NLB-006: one finding per load balancing device that is not redundant.
pub(super) fn device_is_redundant(context: &RuleContext<'_>, report: &mut Report) {
    let balancers = context.document.load_balancers.iter();
    let devices: Vec<_> = balancers.filter(|(_, it)| it.kind != LoadBalancerKind::WindowsNlb).collect();
    if devices.is_empty() {
        return report.idle("no-load-balancing-device");
    }
    for (id, device) in devices {
        match device.redundant {
            Some(true) => {}
            None => report.ask(*id, Attribute::RedundantDevice),
            Some(false) => {
                let changed = LoadBalancer { redundant: Some(true), ..device.clone() };
                report
                    .finding([*id])
                    .with("kind", label(device.kind))
                    .fix(Edit::put(format!("Make {} redundant", device.name), Record::LoadBalancer(*id, changed)));
            }
        }
    }
}

/// NLB-008: one finding per WCF-NetTcp receive handler behind a load balancer with a lease time-out of five minutes or
/// more.
pub(super) fn net_tcp_connections_are_released(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, _) in context.hosts() {
        let mut before = context
            .client_balancers()
            .filter(|(_, it)| context.may_serve(it, id) && !it.members.is_disjoint(context.servers(id)));
        let Some((balancer, _)) = before.next() else { continue };
        let net_tcp = context.receive_handlers_of(id).filter(|(_, handler)| handler.adapter == Adapter::WcfNetTcp);
        for (handler, found) in net_tcp {
            looked = true;
            match found.lease_timeout_secs {
                None => report.ask(handler, Attribute::LeaseTimeout),
                Some(secs) if secs < DEFAULT_LEASE_SECS => {}
                Some(secs) => {
                    report
                        .finding([Element::from(handler), id.into(), balancer.into()])
                        .with("lease", seconds(secs.into()))
                        .fix(shorten_lease(context, handler, found));
                }
            }
        }
    }
    if !looked {
        report.idle("no-net-tcp-receive-handler-behind-a-load-balancer");
    }
}

fn shorten_lease(context: &RuleContext<'_>, id: HandlerId, handler: &Handler) -> Edit {
    let label = format!("Set the lease time-out of {} to {SHORT_LEASE_SECS} s", context.name(id));
    let changed = Handler { lease_timeout_secs: Some(SHORT_LEASE_SECS), ..handler.clone() };
    Edit::put(label, Record::Handler(id, changed))
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const WEB: &str = "
        computer BTS1 biztalk iis
        computer BTS2 biztalk iis
        computer BTS3 biztalk iis";

    #[test]
    fn nlb_003_fires_on_load_balancers_with_fewer_than_two_members() {
        let text = format!(
            "{WEB}
            isolated-host W receive on BTS1 BTS2
            lb LB1 members BTS1 serves W     #! NLB-003
            lb LB2 members BTS1 BTS2"
        );
        check_rule("NLB-003", &text);
        check_says("NLB-003", &text, &["LB1 has one member, BTS1 | Members: BTS1"]);
        check_says("NLB-003", "lb LB1", &["LB1 has no member | Members: none"]);
        check_fix("NLB-003", &text);
        check_rule("NLB-003", "lb LB1    #! NLB-003");
        let nodes = "computer N1\ncomputer N2\ncluster CL nodes N1 N2";
        check_fix("NLB-003", &format!("{nodes}\nlb LB1 other members N1 purpose=ClusterAddress"));
    }

    #[test]
    fn the_address_of_a_cluster_role_balances_no_clients() {
        let base = format!(
            "{WEB}
            cluster CL nodes BTS1 BTS2
            isolated-host W receive on BTS1 BTS2
            host N receive on BTS1 BTS2
            handler N wcf-nettcp receive lease_timeout_secs=900
            host F receive on BTS1 BTS3
            handler F file receive ordered
            lb LB1 other members BTS1 BTS2 BTS3 redundant=true"
        );
        let address = format!("{base} purpose=ClusterAddress");
        check_rule("NLB-001", &address.replace("W receive on BTS1 BTS2", "W receive on BTS1 BTS2     #! NLB-001"));
        check_rule("NLB-001", &base);
        check_rule("NLB-007", &address.replace("N receive on BTS1 BTS2", "N receive on BTS1 BTS2     #! NLB-007"));
        for silent in ["NLB-004", "NLB-008", "HOST-020", "ADP-021"] {
            check_rule(silent, &address);
        }
        check_rule("HOST-020", &format!("{base} serves F     #! HOST-020"));
    }

    #[test]
    fn nlb_004_fires_on_members_without_the_isolated_instance() {
        let text = format!(
            "{WEB}
            isolated-host W receive on BTS1 BTS2 !BTS3
            lb LB1 members BTS1 BTS2 BTS3 serves W      #! NLB-004
            lb LB2 members BTS1 BTS2 serves W"
        );
        check_rule("NLB-004", &text);
        let told = "LB1 sends requests for W to BTS3 | Members without an enabled host instance: BTS3 | Computers that run \
                    it: BTS1 and BTS2";
        check_says("NLB-004", &text, &[told]);
        check_fix("NLB-004", &text);
        check_rule(
            "NLB-004",
            &format!("{WEB}\nisolated-host W receive on BTS1 BTS2\nlb LB1 members BTS1 BTS2 BTS3      #! NLB-004"),
        );
    }

    #[test]
    fn nlb_004_leaves_clustered_hosts_and_other_uses_alone() {
        check_rule(
            "NLB-004",
            "
            computer C1 biztalk
            computer C2 biztalk
            computer C3 biztalk
            computer C4 biztalk
            cluster CL1 nodes C1 C2
            cluster CL2 nodes C3 C4
            resource-group G1 on CL1
            resource-group G2 on CL2
            clustered-host Q1 receive in G1 on C1 C2
            handler Q1 msmq receive
            clustered-host Q2 receive in G2 on C3 C4
            handler Q2 msmq receive
            lb LB1 other members C1 C2 C3 C4 serves Q1 Q2
            computer WEB1 bam-portal
            computer BTS1 biztalk iis
            isolated-host W receive on BTS1
            lb LB2 members WEB1 BTS1",
        );
    }

    #[test]
    fn nlb_005_fires_on_cluster_nodes_with_windows_nlb() {
        let text = format!(
            "{WEB}
            attr BTS1 windows_nlb=true       #! NLB-005
            attr BTS2 name=BTS2              #! NLB-005
            cluster CL nodes BTS1 BTS2
            lb LB1 members BTS2 BTS3
            lb LB2 other members BTS1 BTS2"
        );
        check_rule("NLB-005", &text);
        let told = [
            "BTS1 has Windows NLB and is a cluster node of CL | Load balancers: LB2",
            "BTS2 has Windows NLB and is a cluster node of CL | Load balancers: LB1 and LB2",
        ];
        check_says("NLB-005", &text, &told);
        check_fix("NLB-005", &text);
        check_rule("NLB-005", &format!("{WEB}\nlb LB1 members BTS1 BTS2"));
    }

    #[test]
    fn nlb_015_fires_on_windows_nlb_on_azure_only() {
        let azure = "computer C1\ncomputer C2\nenvironment deployment=AzureVm\nlb NLB1 members C1 C2     #! NLB-015";
        check_rule("NLB-015", azure);
        check_fix("NLB-015", azure);
        let told = "NLB1 is a Windows NLB cluster on Azure virtual machines | Computers with Windows NLB: C1 and C2";
        check_says("NLB-015", azure, &[told]);
        let other = azure.replace("members C1 C2     #! NLB-015", "other members C1 C2");
        check_rule("NLB-015", &other);
        check_rule("NLB-015", &azure.replace("AzureVm", "Virtual").replace("#! NLB-015", ""));
        let flag = "computer C1 windows_nlb=true #! NLB-015\nenvironment deployment=AzureVm";
        check_rule("NLB-015", flag);
        check_fix("NLB-015", flag);
    }

    #[test]
    fn nlb_006_asks_about_devices_and_fires_on_a_single_one() {
        let text = format!(
            "{WEB}
            lb LB1 other members BTS1 BTS2 redundant=false     #! NLB-006
            lb LB2 other members BTS1 BTS2 redundant=true
            lb LB3 other members BTS1 BTS2                     #? NLB-006
            lb LB4 members BTS1 BTS2"
        );
        check_rule("NLB-006", &text);
        check_says("NLB-006", &text, &["LB1 is a single device | Kind: Hardware or other load balancer"]);
        check_fix("NLB-006", &text);
    }

    #[test]
    fn nlb_008_asks_for_the_lease_time_out_and_fires_on_a_long_one() {
        let base = format!("{WEB}\nhost N receive on BTS1 BTS2\nlb LB1 members BTS1 BTS2 serves N");
        let long = format!("{base}\nhandler N wcf-nettcp receive lease_timeout_secs=300     #! NLB-008");
        check_rule("NLB-008", &long);
        let told =
            "WCF-NetTcp receive handler of N keeps callers of host N for 300 s behind LB1 | Lease time-out: 300 s";
        check_says("NLB-008", &long, &[told]);
        check_fix("NLB-008", &long);
        check_rule("NLB-008", &format!("{base}\nhandler N wcf-nettcp receive     #? NLB-008"));
        check_rule("NLB-008", &format!("{base}\nhandler N wcf-nettcp receive lease_timeout_secs=30"));
        check_rule("NLB-008", &format!("{WEB}\nhost N receive on BTS1\nhandler N wcf-nettcp receive"));
    }
}
