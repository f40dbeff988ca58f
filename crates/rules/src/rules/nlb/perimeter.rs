//! The way in from the Internet: reverse proxies and perimeter web servers.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Edit, Record};
use crate::model::{ComputerId, Connection, Element, EndpointKind, HostFunction};
use crate::rules::context::paths::{TrafficPaths, is_entrance};
use crate::rules::fixes::FixDraft;
use crate::rules::{Report, RuleContext};

/// NLB-014: one finding per entrance through which every path of some Internet client to a receive host leads, and one
/// per set of entrances side by side that no load balancer joins.
pub(super) fn entrances_are_redundant(context: &RuleContext<'_>, report: &mut Report) {
    let entrances: BTreeSet<Element> =
        context.document.computers.keys().map(|it| Element::from(*it)).filter(|it| is_entrance(context, *it)).collect();
    let endpoints = context.document.endpoints.iter();
    let clients: Vec<Element> =
        endpoints.filter(|(_, it)| it.kind == EndpointKind::InternetClient).map(|(id, _)| (*id).into()).collect();
    if entrances.is_empty() || clients.is_empty() {
        return report.idle("no-internet-clients-behind-a-reverse-proxy");
    }
    let paths = TrafficPaths::new(context);
    let mut single: BTreeSet<Element> = BTreeSet::new();
    let mut apart: BTreeMap<BTreeSet<Element>, BTreeSet<Element>> = BTreeMap::new();
    for client in clients {
        let reached = paths.reached_from(client, &BTreeSet::new());
        let hosts = reached.iter().copied().filter(|it| is_receive_host(context, *it));
        for host in hosts {
            let passed: BTreeSet<Element> = entrances
                .iter()
                .copied()
                .filter(|it| reached.contains(it) && paths.reached_from(*it, &BTreeSet::new()).contains(&host))
                .collect();
            let is_cut = |it: &Element| !paths.reached_from(client, &BTreeSet::from([*it])).contains(&host);
            let cuts: BTreeSet<Element> = passed.iter().copied().filter(is_cut).collect();
            let side_by_side: BTreeSet<Element> = passed.difference(&cuts).copied().collect();
            let alone: BTreeSet<Element> =
                side_by_side.iter().copied().filter(|it| !shares_balancer(context, *it, &side_by_side)).collect();
            single.extend(cuts);
            if side_by_side.len() >= 2 && !alone.is_empty() {
                apart.entry(side_by_side).or_default().insert(host);
            }
        }
    }
    for entrance in single {
        report.finding([entrance]).case("single").with("side-by-side", 1_usize);
    }
    for (side_by_side, hosts) in apart {
        report
            .finding(side_by_side.iter().copied())
            .case("apart")
            .with("hosts", &hosts)
            .fix(join(context, &side_by_side));
    }
}

fn is_receive_host(context: &RuleContext<'_>, element: Element) -> bool {
    matches!(element, Element::Host(host) if context.does(host, HostFunction::Receive))
}

/// Whether a load balancer has an entrance and another one of the same kind of place as members.
fn shares_balancer(context: &RuleContext<'_>, entrance: Element, among: &BTreeSet<Element>) -> bool {
    let Element::Computer(computer) = entrance else { return false };
    context.client_balancers_of(computer).any(|id| {
        let members = context.document.load_balancers.get(&id).into_iter().flat_map(|it| it.members.iter());
        members.into_iter().any(|it| *it != computer && among.contains(&Element::from(*it)))
    })
}

/// Puts a load balancer before entrances and leads the connections that ended at them to it.
fn join(context: &RuleContext<'_>, entrances: &BTreeSet<Element>) -> Option<Edit> {
    let mut members: BTreeSet<ComputerId> = BTreeSet::new();
    for entrance in entrances {
        members.insert(ComputerId::try_from(*entrance).ok()?);
    }
    let mut draft = FixDraft::new(context);
    let balancer = draft.add_balancer(&members, BTreeSet::new())?;
    let mut callers: BTreeSet<Element> = BTreeSet::new();
    for (id, connection) in context.document.connections.iter().filter(|(_, it)| entrances.contains(&it.to)) {
        if entrances.contains(&connection.from) {
            return None;
        }
        if callers.insert(connection.from) {
            draft.put(Record::Connection(*id, Connection { to: balancer.into(), ..connection.clone() }));
        } else {
            draft.remove(*id).ok()?;
        }
    }
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const BEHIND: &str = "
        computer BTS1 biztalk iis
        computer BTS2 biztalk iis
        isolated-host W receive on BTS1 BTS2
        lb LB1 members BTS1 BTS2 serves W
        endpoint NET internet-client";

    #[test]
    fn nlb_014_fires_on_the_only_way_in() {
        check_rule(
            "NLB-014",
            &format!("{BEHIND}\ncomputer P1 reverse-proxy     #! NLB-014\nconnect NET to P1\nconnect P1 to LB1"),
        );
        let single = format!("{BEHIND}\ncomputer P1 reverse-proxy\nconnect NET to P1\nconnect P1 to LB1");
        let told = "Every path from the Internet leads through P1 | Entrances side by side: 1";
        check_says("NLB-014", &single, &[told]);
        check_rule("NLB-014", &format!("{BEHIND}\nconnect NET to LB1"));
    }

    #[test]
    fn nlb_014_fires_on_entrances_that_no_load_balancer_joins() {
        let two = format!(
            "{BEHIND}
            computer P1 reverse-proxy     #! NLB-014
            computer P2 perimeter-web-server
            connect NET to P1
            connect NET to P2
            connect P1 to LB1
            connect P2 to LB1"
        );
        check_rule("NLB-014", &two);
        check_says("NLB-014", &two, &["No load balancer joins P1 and P2 | They lead to: W"]);
        check_fix("NLB-014", &two);
    }

    #[test]
    fn nlb_014_is_content_with_entrances_behind_a_load_balancer() {
        check_rule(
            "NLB-014",
            &format!(
                "{BEHIND}
                computer P1 reverse-proxy
                computer P2 reverse-proxy
                lb LB2 members P1 P2
                connect NET to LB2
                connect P1 to BTS1
                connect P2 to W"
            ),
        );
    }
}
