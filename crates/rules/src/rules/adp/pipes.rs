//! Named pipes, which end on the computer on which they begin.

use std::collections::BTreeSet;

use super::{Bearer, bearers_of};
use crate::edit::{Edit, Record};
use crate::model::{Adapter, ComputerId, Direction, Element, Endpoint, EndpointKind, Handler, HandlerId};
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext};

/// ADP-026: one finding per WCF-NetNamedPipe handler whose other end is on another computer.
pub(super) fn named_pipe_stays_on_its_computer(context: &RuleContext<'_>, report: &mut Report) {
    let pipes = bearers_of(context, |it| it.adapter == Adapter::WcfNetNamedPipe);
    if pipes.is_empty() {
        return report.idle("no-wcf-netnamedpipe-handler");
    }
    for it in pipes {
        let called_by = callers(context, &it);
        for (id, handler) in &it.handlers {
            let own = handler.endpoint.map(Element::from);
            let others: BTreeSet<Element> = match handler.direction {
                Direction::Receive => called_by.iter().copied().chain(own).collect(),
                Direction::Send => own.into_iter().collect(),
            };
            let servers = context.servers(it.id);
            let across = others.into_iter().filter(|other| is_across(context, handler, *other, servers));
            let across: Vec<Element> = across.collect();
            if !across.is_empty() {
                find(context, report, (&it, *id, handler), across);
            }
        }
    }
}

fn find(
    context: &RuleContext<'_>,
    report: &mut Report,
    (bearer, id, handler): (&Bearer<'_>, HandlerId, &Handler),
    across: Vec<Element>,
) {
    let computers: Vec<ComputerId> = across.iter().filter_map(|it| computer_of(context, *it)).collect();
    let changed = Handler { adapter: Adapter::WcfNetTcp, ..handler.clone() };
    let label = format!("Use WCF-NetTcp instead in host {}", bearer.host.name);
    report
        .finding([Element::from(id), bearer.id.into()])
        .involving(across.iter().copied().chain(computers.into_iter().map(Element::from)))
        .with("computers", context.servers(bearer.id))
        .with("other-end", elements(across))
        .fix(Edit::put(label, Record::Handler(id, changed)));
}

/// Who is drawn to call a host that receives over named pipes alone: what its connections come from, and the load
/// balancers that are said to serve it. Where it receives otherwise, too, they may mean that.
fn callers(context: &RuleContext<'_>, it: &Bearer<'_>) -> Vec<Element> {
    if context.receive_handlers_of(it.id).any(|(_, other)| other.adapter != Adapter::WcfNetNamedPipe) {
        return Vec::new();
    }
    let connections = context.document.connections.values().filter(|way| way.to == it.id.into());
    let balancers = context.client_balancers().filter(|(_, balancer)| balancer.serves.contains(&it.id));
    connections.map(|way| way.from).chain(balancers.map(|(id, _)| id.into())).collect()
}

fn endpoint_of<'a>(context: &RuleContext<'a>, element: Element) -> Option<&'a Endpoint> {
    let Element::Endpoint(id) = element else { return None };
    context.document.endpoints.get(&id)
}

/// The computer on which the other end stands, where that is drawn.
fn computer_of(context: &RuleContext<'_>, other: Element) -> Option<ComputerId> {
    match other {
        Element::Computer(id) => Some(id),
        _ => endpoint_of(context, other)?.computer,
    }
}

/// Whether the other end of a named pipe is not where it must be: a client on a computer that runs the host, a service
/// on every computer that does. Clients and partners without a drawn computer are elsewhere, and so is a load balancer.
fn is_across(context: &RuleContext<'_>, handler: &Handler, other: Element, servers: &BTreeSet<ComputerId>) -> bool {
    match (computer_of(context, other), handler.direction) {
        (Some(computer), Direction::Receive) => !servers.contains(&computer),
        (Some(computer), Direction::Send) => servers.iter().any(|it| *it != computer),
        (None, _) => match other {
            Element::LoadBalancer(_) => true,
            _ => endpoint_of(context, other)
                .is_some_and(|it| it.kind.only_calls() || it.kind == EndpointKind::PartnerSystem),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    const BASE: &str = "
        computer C1 biztalk
        computer C2 biztalk
        host R receive on C1 C2
        host S send on C1 C2";

    #[test]
    fn adp_026_fires_on_named_pipes_between_computers() {
        let text = format!(
            "{BASE}
            computer X
            endpoint A intranet-client computer=@X
            endpoint B intranet-client computer=@C1
            endpoint C intranet-client
            handler R wcf-netnamedpipe receive endpoint=@A     #! ADP-026
            handler R wcf-netnamedpipe receive endpoint=@B
            handler R wcf-netnamedpipe receive endpoint=@C     #! ADP-026
            handler S wcf-netnamedpipe send endpoint=@B        #! ADP-026"
        );
        check_rule("ADP-026", &text);
        check_fix("ADP-026", &text);
        check_rule("ADP-026", BASE);
    }

    #[test]
    fn adp_026_fires_where_a_pipe_is_called_from_outside() {
        let pipe =
            "computer C1 biztalk\ncomputer C2 biztalk\nhost R receive on C1 C2\nhandler R wcf-netnamedpipe receive";
        for caller in [
            "endpoint NET internet-client\nconnect NET to R",
            "endpoint P partner-system\nconnect P to R",
            "lb LB1 members C1 C2 serves R",
        ] {
            let text = format!("{pipe}     #! ADP-026\n{caller}");
            check_rule("ADP-026", &text);
            check_fix("ADP-026", &text);
            check_rule("ADP-026", &format!("{pipe}\nhandler R wcf-nettcp receive\n{caller}"));
        }
        let client = format!("{pipe} endpoint=@NET     #! ADP-026");
        check_rule("ADP-026", &format!("endpoint NET intranet-client\n{client}"));
        check_rule("ADP-026", &format!("{pipe}\nendpoint APP partner-system computer=@C1\nconnect APP to R"));
        check_rule("ADP-026", pipe);
    }
}
