//! Message Queuing beside the host: local queues, outgoing queues, and the service itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bearer, bearers, bearers_of};
use crate::adapters::Waiting;
use crate::edit::{Edit, Record};
use crate::model::{
    Adapter, ComputerId, Direction, Element, Handler, Host, HostClustering, HostId, ResourceGroupId, ResourceKind, Role,
};
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::clustering::cluster_host;
use crate::rules::{Attribute, Report, RuleContext};

/// ADP-007: one finding per host with an MSMQ receive handler of a local queue that does not move together with
/// clustered Message Queuing.
pub(super) fn receiver_moves_with_its_queue(context: &RuleContext<'_>, report: &mut Report) {
    let receivers = bearers(context, Direction::Receive, |it| is_local_queue(context, it));
    if receivers.is_empty() {
        return report.idle("no-msmq-receive-handler-with-a-local-queue");
    }
    for mut it in receivers {
        it.handlers.retain(|(_, handler)| context.needs_clustered_queue(it.id, it.host, handler));
        if !it.handlers.is_empty() {
            report_apart(context, report, &it);
        }
    }
}

/// ADP-008: one finding per host with an MSMQ send handler that does not move together with clustered Message Queuing.
pub(super) fn sender_moves_with_its_queue(context: &RuleContext<'_>, report: &mut Report) {
    let senders = bearers(context, Direction::Send, |it| waits_in_queue(context, it));
    if senders.is_empty() {
        return report.idle("no-msmq-send-handler");
    }
    for it in senders.into_iter().filter(|it| !context.is_clustered_with_queue(it.host)) {
        report_apart(context, report, &it);
    }
}

/// Reports a host apart from its queue, unless its computers are virtual machines that restart elsewhere with their
/// queues.
fn report_apart(context: &RuleContext<'_>, report: &mut Report, it: &Bearer<'_>) {
    if !it.is_clustered() && context.all_restart_elsewhere(report, context.servers(it.id)) {
        return;
    }
    if asks_where_queues_are(context, report, it) {
        return;
    }
    let fix = if it.is_clustered() { add_queue(context, it.id, it.host) } else { cluster_host(context, it.id) };
    report
        .finding(it.elements())
        .with("clustered", it.is_clustered())
        .with("with-queue", false)
        .with("computers", context.servers(it.id))
        .fix(fix);
}

/// Asks where the queues of handlers are where nobody has said it of any of them; `true` when that was so.
fn asks_where_queues_are(context: &RuleContext<'_>, report: &mut Report, it: &Bearer<'_>) -> bool {
    let asks = it.handlers.iter().all(|(_, handler)| context.document.queue_is_not_stated(handler));
    for (handler, _) in it.handlers.iter().filter(|_| asks) {
        report.ask(*handler, Attribute::QueueLocation);
    }
    asks
}

/// A local queue, or one of which nobody has said where it is.
fn is_local_queue(context: &RuleContext<'_>, handler: &Handler) -> bool {
    handler.adapter == Adapter::Msmq && waits_in_queue(context, handler)
}

/// Whether messages wait in a queue on the computer itself.
fn waits_in_queue(context: &RuleContext<'_>, handler: &Handler) -> bool {
    context.document.waits_on_computer(handler) == Some(Waiting::Queue)
}

/// Adds clustered Message Queuing, with the disk it needs, to the cluster resource group of a host, and lets the host
/// depend on it.
fn add_queue(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<Edit> {
    let clustering = host.clustered_in.as_ref()?;
    let group = context.resource_group(clustering.resource_group)?;
    let kinds = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk, ResourceKind::Msmq];
    let mut draft = FixDraft::new(context);
    draft.put(Record::ResourceGroup(clustering.resource_group, group.clone().with(&kinds)));
    draft.put(Record::Host(id, depending_on_queue(host, clustering)));
    draft.says(format!("add Message Queuing to {} and let host {} depend on it", group.name, host.name));
    draft.finish()
}

fn depending_on_queue(host: &Host, clustering: &HostClustering) -> Host {
    let mut clustering = clustering.clone();
    clustering.depends_on.insert(ResourceKind::Msmq);
    Host { clustered_in: Some(clustering), ..host.clone() }
}

/// ADP-009: one finding per clustered host with MSMQ or WCF-NetMsmq handlers that may start before clustered Message
/// Queuing of the same failover cluster.
pub(super) fn host_waits_for_message_queuing(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for it in bearers_of(context, |it| waits_in_queue(context, it)) {
        let Some(clustering) = &it.host.clustered_in else { continue };
        let Some(group) = context.resource_group(clustering.resource_group) else { continue };
        let with_queue: Vec<ResourceGroupId> = context
            .resource_groups_of(group.failover_cluster)
            .iter()
            .copied()
            .filter(|id| context.resource_group(*id).is_some_and(|it| it.has(ResourceKind::Msmq)))
            .collect();
        if with_queue.is_empty() {
            continue;
        }
        looked = true;
        let is_own = with_queue.contains(&clustering.resource_group);
        let net_msmq_only = it.handlers.iter().all(|(_, handler)| handler.adapter == Adapter::WcfNetMsmq);
        let depends_on_resource = is_own && clustering.depends_on.contains(&ResourceKind::Msmq);
        let depends_on_group = net_msmq_only && with_queue.iter().any(|id| group.depends_on_groups.contains(id));
        if depends_on_resource || depends_on_group || asks_where_queues_are(context, report, &it) {
            continue;
        }
        report
            .finding(it.elements())
            .involving([clustering.resource_group])
            .with("groups-with-queue", &with_queue)
            .with("own-group", clustering.resource_group)
            .fix(wait_for_queue(context, &it, clustering, &with_queue));
    }
    if !looked {
        report.idle("no-clustered-host-beside-clustered-message-queuing");
    }
}

fn wait_for_queue(
    context: &RuleContext<'_>,
    it: &Bearer<'_>,
    clustering: &HostClustering,
    with_queue: &[ResourceGroupId],
) -> Option<Edit> {
    let name = &it.host.name;
    if with_queue.contains(&clustering.resource_group) {
        let label = format!("Let host {name} depend on Message Queuing");
        return Some(Edit::put(label, Record::Host(it.id, depending_on_queue(it.host, clustering))));
    }
    if it.handlers.iter().any(|(_, handler)| handler.adapter != Adapter::WcfNetMsmq) {
        return add_queue(context, it.id, it.host);
    }
    let other = *with_queue.first()?;
    let mut group = context.resource_group(clustering.resource_group)?.clone();
    group.depends_on_groups.insert(other);
    let label = format!("Let {} depend on {}", group.name, context.name(other));
    Some(Edit::put(label, Record::ResourceGroup(clustering.resource_group, group)))
}

/// ADP-010: one finding per computer that runs an MSMQ receive handler without the local Message Queuing service. While
/// no computer of the design is said to have it, the rule asks.
pub(super) fn computers_have_message_queuing(context: &RuleContext<'_>, report: &mut Report) {
    let mut running: BTreeMap<ComputerId, BTreeSet<HostId>> = BTreeMap::new();
    for it in bearers(context, Direction::Receive, |it| it.adapter == Adapter::Msmq) {
        for computer in context.servers(it.id) {
            running.entry(*computer).or_default().insert(it.id);
        }
    }
    if running.is_empty() {
        return report.idle("no-running-msmq-receive-handler");
    }
    let is_said = context.computers_with(Role::Msmq).next().is_some();
    for (computer, hosts) in running {
        if context.has_role(computer, Role::Msmq) {
            continue;
        }
        if !is_said {
            report.ask(computer, Attribute::MsmqInstalled);
            continue;
        }
        let mut draft = FixDraft::new(context);
        draft.add_role(computer, Role::Msmq);
        draft.says(format!("add Message Queuing to {}", context.name(computer)));
        report.finding([computer]).involving(hosts.iter().copied()).with("hosts", &hosts).fix(draft.finish());
    }
}

/// ADP-013: one finding per unclustered host whose plain, unordered local queues stand behind a load balancer.
pub(super) fn local_queues_are_not_only_load_balanced(context: &RuleContext<'_>, report: &mut Report) {
    let plain = |it: &Handler| is_local_queue(context, it) && it.transactional == Some(false) && !it.ordered;
    let mut looked = false;
    for it in bearers(context, Direction::Receive, plain).into_iter().filter(|it| !it.is_clustered()) {
        let servers = context.servers(it.id);
        let balancers: BTreeSet<_> = servers.iter().flat_map(|it| context.client_balancers_of(*it)).collect();
        if balancers.is_empty() {
            continue;
        }
        looked = true;
        if asks_where_queues_are(context, report, &it) {
            continue;
        }
        report
            .finding(it.elements())
            .involving(balancers.iter().copied())
            .with("balancers", &balancers)
            .with("transactional", false)
            .with("ordered", false)
            .fix(cluster_host(context, it.id));
    }
    if !looked {
        report.idle("no-local-queue-behind-a-load-balancer");
    }
}

/// ADP-014: one finding per MSMQ handler of a clustered host that is not transactional.
pub(super) fn clustered_queue_is_transactional(context: &RuleContext<'_>, report: &mut Report) {
    let found = bearers_of(context, |it| it.adapter == Adapter::Msmq);
    let mut looked = false;
    for it in found.into_iter().filter(Bearer::is_clustered) {
        looked = true;
        for (id, handler) in &it.handlers {
            match handler.transactional {
                Some(true) => {}
                None => report.ask(*id, Attribute::Transactional),
                Some(false) => {
                    let changed = Handler { transactional: Some(true), ..(*handler).clone() };
                    let label = format!("Make {} transactional", context.name(*id));
                    report
                        .finding([Element::from(*id), it.id.into()])
                        .with("transactional", false)
                        .fix(Edit::put(label, Record::Handler(*id, changed)));
                }
            }
        }
    }
    if !looked {
        report.idle("no-msmq-handler-in-a-clustered-host");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    const TWO: &str = "
        computer C1 biztalk
        computer C2 biztalk";

    const CLUSTERED: &str = "
        computer C1 biztalk
        computer C2 biztalk
        cluster CL nodes C1 C2
        resource-group G on CL
        clustered-host Q receive send in G on C1 C2";

    const WITH_QUEUE: &str = "
        computer C1 biztalk
        computer C2 biztalk
        cluster CL nodes C1 C2
        resource-group G on CL resources ip-address network-name physical-disk msmq
        clustered-host Q receive send in G on C1 C2";

    #[test]
    fn adp_007_fires_on_local_queues_that_do_not_fail_over_with_their_host() {
        let plain = format!("{TWO}\nhost Q receive on C1 C2     #! ADP-007\nhandler Q msmq receive queue=Local");
        check_rule("ADP-007", &plain);
        check_fix("ADP-007", &plain);
        let apart = format!("{CLUSTERED}     #! ADP-007\nhandler Q msmq receive queue=Local");
        check_rule("ADP-007", &apart);
        check_fix("ADP-007", &apart);
        check_rule("ADP-007", &format!("{WITH_QUEUE}\nhandler Q msmq receive"));
        check_rule("ADP-007", &format!("{TWO}\nhost Q receive on C1 C2\nhandler Q msmq receive     #? ADP-007"));
        check_rule("ADP-007", &format!("{TWO}\nhost Q receive on C1 C2\nhandler Q msmq receive queue=Remote"));
    }

    #[test]
    fn adp_007_leaves_load_balanced_plain_queues_to_adp_013() {
        let base = format!("{TWO}\nhost Q receive on C1 C2");
        let rest = "\nhandler Q msmq receive queue=Local transactional=false\nlb LB1 other members C1 C2";
        check_rule("ADP-007", &format!("{base}{rest}"));
        check_rule("ADP-013", &format!("{base}     #! ADP-013{rest}"));
        check_fix("ADP-013", &format!("{base}{rest}"));
        check_rule("ADP-013", &format!("{base}\nhandler Q msmq receive\nlb LB1 other members C1 C2"));
        check_rule("ADP-013", &format!("{base}\nhandler Q msmq receive transactional=false"));
    }

    #[test]
    fn adp_008_fires_on_outgoing_queues_that_do_not_fail_over_with_their_host() {
        let plain = format!("{TWO}\nhost S send on C1 C2     #! ADP-008\nhandler S msmq send");
        check_rule("ADP-008", &plain);
        check_fix("ADP-008", &plain);
        let apart = format!("{CLUSTERED}     #! ADP-008\nhandler Q msmq send");
        check_rule("ADP-008", &apart);
        check_fix("ADP-008", &apart);
        check_rule("ADP-008", &format!("{WITH_QUEUE}\nhandler Q msmq send"));
        let net_msmq = plain.replace("S msmq send", "S wcf-netmsmq send");
        check_rule("ADP-008", &net_msmq);
        check_fix("ADP-008", &net_msmq);
    }

    #[test]
    fn adp_009_fires_where_the_host_does_not_depend_on_the_queue_in_its_group() {
        let text = format!("{WITH_QUEUE}     #! ADP-009\nhandler Q msmq receive queue=Local");
        check_rule("ADP-009", &text);
        check_fix("ADP-009", &text);
        check_rule(
            "ADP-009",
            &format!("{WITH_QUEUE} clustered_in.depends_on=[\"NetworkName\",\"Msmq\"]\nhandler Q msmq send"),
        );
        check_rule("ADP-009", &format!("{CLUSTERED}\nhandler Q msmq receive"));
    }

    #[test]
    fn adp_009_accepts_a_dependency_between_groups_for_net_msmq_only() {
        let other = "\nresource-group M on CL resources ip-address network-name physical-disk msmq";
        let net = format!("{CLUSTERED}     #! ADP-009{other}\nhandler Q wcf-netmsmq receive");
        check_rule("ADP-009", &net);
        check_fix("ADP-009", &net);
        let plain = format!("{CLUSTERED}     #! ADP-009{other}\nhandler Q msmq receive queue=Local");
        check_rule("ADP-009", &plain);
        check_fix("ADP-009", &plain);
    }

    #[test]
    fn adp_010_asks_until_message_queuing_is_said_of_a_computer() {
        let handlers = "\nhost Q receive on C1 C2\nhandler Q msmq receive queue=Remote";
        let text = format!("computer C1 biztalk msmq\ncomputer C2 biztalk     #! ADP-010{handlers}");
        check_rule("ADP-010", &text);
        check_fix("ADP-010", &text);
        let unsaid = format!("computer C1 biztalk     #? ADP-010\ncomputer C2 biztalk     #? ADP-010{handlers}");
        check_rule("ADP-010", &unsaid);
        check_rule("ADP-010", &format!("computer C1 biztalk msmq\ncomputer C2 biztalk msmq{handlers}"));
        check_rule("ADP-010", &format!("{TWO}\nhost S send on C1\nhandler S msmq send"));
    }

    #[test]
    fn adp_014_asks_for_transactions_and_fires_without_them_in_a_cluster() {
        let text = format!("{WITH_QUEUE}\nhandler Q msmq receive transactional=false     #! ADP-014");
        check_rule("ADP-014", &text);
        check_fix("ADP-014", &text);
        check_rule("ADP-014", &format!("{WITH_QUEUE}\nhandler Q msmq receive     #? ADP-014"));
        check_rule("ADP-014", &format!("{WITH_QUEUE}\nhandler Q msmq receive transactional=true"));
        check_rule("ADP-014", &format!("{TWO}\nhost Q receive on C1\nhandler Q msmq receive transactional=false"));
    }
}
