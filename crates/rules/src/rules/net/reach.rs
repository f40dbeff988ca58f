//! How clients on the Internet reach isolated hosts.

use std::collections::{BTreeMap, BTreeSet};

use super::fixes::add_reverse_proxy;
use crate::edit::Edit;
use crate::model::index::Lists;
use crate::model::{ComputerId, Element, EndpointId, EndpointKind, HostId, HostKind, Role};
use crate::rules::{Report, RuleContext};

/// NET-003: one finding per isolated host that clients on the Internet reach without passing a reverse proxy or a web
/// server in the perimeter network.
pub(super) fn internet_meets_a_proxy(context: &RuleContext<'_>, report: &mut Report) {
    let clients = context.document.endpoints.iter().filter(|(_, it)| it.kind == EndpointKind::InternetClient);
    let mut found: BTreeMap<HostId, BTreeSet<EndpointId>> = BTreeMap::new();
    let mut drawn: Lists<Element, Element> = Lists::default();
    for connection in context.document.connections.values() {
        drawn.push(connection.from, connection.to);
    }
    let mut looked = false;
    for (client, _) in clients {
        let reached = elements_reached(context, &drawn, (*client).into());
        looked |= reached.len() > 1;
        for host in reached.iter().filter_map(|it| HostId::try_from(*it).ok()) {
            if context.document.hosts.get(&host).is_some_and(|it| it.kind == HostKind::Isolated) {
                found.entry(host).or_default().insert(*client);
            }
        }
    }
    let mut fixes: BTreeMap<BTreeSet<EndpointId>, Option<Edit>> = BTreeMap::new();
    for (host, clients) in found {
        if !fixes.contains_key(&clients) {
            fixes.insert(clients.clone(), add_reverse_proxy(context, &clients));
        }
        report
            .finding([host])
            .involving(clients.iter().copied())
            .with("clients", &clients)
            .with("servers", context.servers(host))
            .fix(fixes.get(&clients).cloned().flatten());
    }
    if !looked {
        report.idle("no-path-from-internet-clients");
    }
}

/// The elements that drawn connections reach from one, not looking behind reverse proxies and perimeter web servers.
/// `drawn` are the connections by where they start.
fn elements_reached(context: &RuleContext<'_>, drawn: &Lists<Element, Element>, from: Element) -> BTreeSet<Element> {
    let mut reached = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(element) = open.pop() {
        if relays(context, element) {
            continue;
        }
        for next in drawn.of(&element).iter().copied().chain(served_by(context, element)) {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    reached
}

/// Whether traffic that reaches an element is relayed by a reverse proxy or a perimeter web server.
fn relays(context: &RuleContext<'_>, element: Element) -> bool {
    let is_relay =
        |id: ComputerId| context.has_role(id, Role::ReverseProxy) || context.has_role(id, Role::PerimeterWebServer);
    matches!(element, Element::Computer(id) if is_relay(id))
}

/// What traffic reaches together with an element: members behind a load balancer, isolated hosts on a computer, the
/// host of a host instance or handler.
fn served_by(context: &RuleContext<'_>, element: Element) -> Vec<Element> {
    let hosts_on = |computer: ComputerId| context.instances_on(computer).filter(|(_, it)| it.enabled);
    match element {
        Element::LoadBalancer(id) => {
            let Some(balancer) = context.document.load_balancers.get(&id) else { return Vec::new() };
            let relays_all = |it: &ComputerId| relays(context, (*it).into());
            let (relaying, direct): (Vec<ComputerId>, Vec<ComputerId>) =
                balancer.members.iter().partition(|it| relays_all(it));
            let hosts = direct.iter().flat_map(|it| hosts_on(*it)).map(|(_, it)| it.host);
            let hosts = hosts.filter(|host| context.may_serve(balancer, *host)).map(Element::from);
            hosts.chain(relaying.into_iter().map(Element::from)).collect()
        }
        Element::Computer(id) => hosts_on(id).map(|(_, it)| it.host.into()).collect(),
        Element::HostInstance(id) => {
            context.document.host_instances.get(&id).map(|it| it.host.into()).into_iter().collect()
        }
        Element::Handler(id) => context.document.handlers.get(&id).map(|it| it.host.into()).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, messages_of};

    const WEB: &str = "
        endpoint WWW internet-client
        computer B biztalk iis
        computer C biztalk iis
        computer P reverse-proxy
        lb LB other members B C
        isolated-host W receive on B C
        host R receive on B C\n";

    #[test]
    fn net_003_fires_on_direct_paths_to_isolated_hosts() {
        for to in ["W", "B", "LB"] {
            check_rule("NET-003", &format!("{WEB}connect WWW to {to} #! NET-003 W"));
            check_fix("NET-003", &format!("{WEB}connect WWW to {to}"));
        }
    }

    #[test]
    fn net_003_is_content_behind_a_proxy_and_with_in_process_hosts() {
        check_rule("NET-003", &format!("{WEB}connect WWW to P\nconnect P to LB"));
        check_rule("NET-003", &format!("{WEB}connect WWW to R"));
        check_rule("NET-003", WEB);
    }

    #[test]
    fn net_003_names_all_clients_that_reach_a_host() {
        let text = format!("{WEB}endpoint NET internet-client\nconnect WWW to W\nconnect NET to W");
        let message = "WWW and NET reach isolated host W past any reverse proxy or perimeter web server";
        assert_eq!(messages_of("NET-003", &text), [message]);
    }

    #[test]
    fn net_003_finds_one_direct_path_among_several() {
        check_rule("NET-003", &format!("{WEB}connect WWW to P\nconnect P to LB\nconnect WWW to LB #! NET-003 W"));
    }
}
