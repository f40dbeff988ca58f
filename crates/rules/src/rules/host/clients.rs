//! Whether drawn clients are answered.

use std::collections::BTreeSet;

use super::work::{drawn_groups, workers};
use crate::model::{BizTalkGroupId, Element, Endpoint, EndpointId, HostFunction, HostId, Role};
use crate::rules::context::paths::{TrafficPaths, is_entrance};
use crate::rules::{Attribute, Report, RuleContext};

/// HOST-026: one finding per drawn client that no running receive host answers: its connections lead to none and to
/// nothing else that answers, or there is none. A client without a connection beside receive hosts is a question.
pub(super) fn clients_are_answered(context: &RuleContext<'_>, report: &mut Report) {
    let endpoints = context.document.endpoints.iter();
    let clients: Vec<(EndpointId, &Endpoint)> =
        endpoints.filter(|(_, it)| it.kind.only_calls()).map(|(id, it)| (*id, it)).collect();
    if clients.is_empty() {
        return report.idle("no-client");
    }
    let groups = drawn_groups(context);
    if groups.is_empty() {
        return report.idle("no-biztalk-computer");
    }
    let receivers = running_receivers(context, &groups);
    let paths = TrafficPaths::new(context);
    for (id, _) in clients {
        let connections = connections_from(context, id);
        let handled =
            context.document.handlers.values().any(|it| it.endpoint == Some(id) && receivers.contains(&it.host));
        let reached = paths.reached_from(id.into(), &BTreeSet::new());
        let answers = |it: &Element| match it {
            Element::Host(host) => receivers.contains(host),
            other => answers_by_itself(context, *other),
        };
        if handled || reached.iter().any(answers) {
            continue;
        }
        if connections.is_empty() && !receivers.is_empty() {
            report.ask(id, Attribute::CalledBy);
            continue;
        }
        report
            .finding([id])
            .involving(connections.iter().copied())
            .case(if receivers.is_empty() { "none" } else { "path" })
            .with("connections", connections.len());
    }
}

/// The hosts of BizTalk groups that receive and run.
fn running_receivers(context: &RuleContext<'_>, groups: &[BizTalkGroupId]) -> BTreeSet<HostId> {
    let receives = |it: &HostId| context.does(*it, HostFunction::Receive) && !context.instances(*it).is_empty();
    groups.iter().flat_map(|id| workers(context, *id)).filter(receives).collect()
}

/// The connections that are drawn from an endpoint.
fn connections_from(context: &RuleContext<'_>, id: EndpointId) -> Vec<Element> {
    let connections = context.document.connections.iter().filter(|(_, it)| it.from == id.into());
    connections.map(|(connection, _)| (*connection).into()).collect()
}

/// Whether an element answers clients without a receive host: a server outside the BizTalk group, such as the share from
/// which files are received, or a computer that neither relays calls nor runs BizTalk Server.
fn answers_by_itself(context: &RuleContext<'_>, element: Element) -> bool {
    match element {
        Element::Endpoint(id) => context.document.endpoints.get(&id).is_some_and(|it| !it.kind.only_calls()),
        Element::Computer(id) => !is_entrance(context, element) && !context.has_role(id, Role::BizTalkRuntime),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::check_rule;

    const TWO: &str = "
        computer BTS1 biztalk
        computer BTS2 biztalk";

    #[test]
    fn host_026_fires_on_clients_that_nobody_answers() {
        let client = "endpoint NET internet-client     #! HOST-026";
        check_rule("HOST-026", &format!("{TWO}\n{client}"));
        let host = "isolated-host W receive on BTS1 BTS2\nlb LB1 members BTS1 BTS2\nlb LB2";
        check_rule("HOST-026", &format!("{TWO}\n{host}\n{client}\nconnect NET to LB2"));
        let open = client.replace("     #! HOST-026", "");
        let asked = client.replace("#!", "#?");
        check_rule("HOST-026", &format!("{TWO}\n{host}\n{open}\nconnect NET to LB1"));
        check_rule("HOST-026", &format!("{TWO}\n{host}\n{asked}"));
        check_rule(
            "HOST-026",
            &format!("{TWO}\nhost R receive on BTS1\n{open}\ncomputer W bam-portal\nconnect NET to W"),
        );
        check_rule("HOST-026", &open);
        let share = "endpoint FS file-share\nconnect NET to FS";
        check_rule("HOST-026", &format!("{TWO}\nhost R receive on BTS1\nhost P process on BTS2\n{open}\n{share}"));
        let proxy = "computer P reverse-proxy\nconnect NET to P\nconnect P to BTS2";
        check_rule("HOST-026", &format!("{TWO}\nhost R receive on BTS1\nhost P process on BTS2\n{client}\n{proxy}"));
    }
}
