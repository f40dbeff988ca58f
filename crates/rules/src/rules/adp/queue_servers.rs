//! Remote queues: the server that holds them.

use std::collections::{BTreeMap, BTreeSet};

use super::bearers;
use super::endpoints::{make_available, single};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{Adapter, Computer, ComputerId, Direction, Element, Endpoint, EndpointId, Handler, HandlerId};
use crate::rules::{Attribute, Report, RuleContext};

fn is_remote(context: &RuleContext<'_>, handler: &Handler) -> bool {
    handler.adapter == Adapter::Msmq && context.document.receives_from_remote_queue(handler)
}

/// ADP-011: one finding per server of remote queues that is not on a failover cluster: it is said not to be highly
/// available, or its computer is drawn outside every failover cluster. Asks where neither is so.
pub(super) fn queue_server_is_clustered(context: &RuleContext<'_>, report: &mut Report) {
    let mut servers: BTreeMap<EndpointId, Vec<HandlerId>> = BTreeMap::new();
    for (id, handler) in context.document.handlers.iter().filter(|(_, it)| is_remote(context, it)) {
        if let Some(endpoint) = handler.endpoint {
            servers.entry(endpoint).or_default().push(*id);
        }
    }
    if servers.is_empty() {
        return report.idle("no-server-of-remote-queues");
    }
    let servers = servers.into_iter().filter_map(|(id, it)| Some((id, context.document.endpoints.get(&id)?, it)));
    let servers = servers.collect();
    for (id, server, handlers) in single(context, report, servers) {
        let label = format!("Cluster the queue server {}", server.name);
        report
            .finding([id])
            .involving(handlers.iter().copied())
            .with("handlers", handlers.len())
            .fix(make_available(id, server, label));
    }
}

/// One side of a remote queue whose version counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Computer(ComputerId),
    Server(EndpointId),
}

impl Side {
    fn element(self) -> Element {
        match self {
            Self::Computer(id) => id.into(),
            Self::Server(id) => id.into(),
        }
    }

    /// Whether Message Queuing is version 4.0 or later; every Windows version that can be entered has at least that
    /// (`core/scaled-out-receiving-hosts`: 4.0 came with Windows Server 2008).
    fn is_recent(self, context: &RuleContext<'_>) -> Option<bool> {
        let of_computer = |id: ComputerId| {
            let computer = context.document.computers.get(&id)?;
            computer.msmq_4_or_later.or_else(|| computer.os.map(|_| true))
        };
        match self {
            Self::Computer(id) => of_computer(id),
            Self::Server(id) => {
                let server = context.document.endpoints.get(&id)?;
                server.msmq_4_or_later.or_else(|| of_computer(server.computer?))
            }
        }
    }
}

/// ADP-012: one finding per transactional handler of a remote queue where a side is older than Message Queuing 4.0.
pub(super) fn remote_transactions_are_supported(context: &RuleContext<'_>, report: &mut Report) {
    let receivers =
        bearers(context, Direction::Receive, |it| is_remote(context, it) && it.transactional != Some(false));
    if receivers.is_empty() {
        return report.idle("no-transactional-handler-of-a-remote-queue");
    }
    for it in receivers {
        for (id, handler) in &it.handlers {
            let computers = context.servers(it.id).iter().map(|it| Side::Computer(*it));
            let sides: BTreeSet<Side> = computers.chain(handler.endpoint.map(Side::Server)).collect();
            let old: Vec<Side> = sides.iter().copied().filter(|it| it.is_recent(context) == Some(false)).collect();
            let unknown: Vec<Side> = sides.into_iter().filter(|it| it.is_recent(context).is_none()).collect();
            if old.is_empty() && unknown.is_empty() {
                continue;
            }
            if handler.transactional.is_none() {
                report.ask(*id, Attribute::Transactional);
            } else if old.is_empty() {
                for side in unknown {
                    report.ask(side.element(), Attribute::MsmqVersion);
                }
            } else {
                let fix = upgrade(context, &old);
                let old: Vec<Element> = old.into_iter().map(Side::element).collect();
                report
                    .finding([Element::from(*id), it.id.into()])
                    .involving(old.iter().copied())
                    .with("old", old)
                    .fix(fix);
            }
        }
    }
}

fn upgrade(context: &RuleContext<'_>, sides: &[Side]) -> Edit {
    let names = context.names(sides.iter().map(|it| it.element()));
    let changed = sides.iter().filter_map(|side| match side {
        Side::Computer(id) => {
            let computer = context.document.computers.get(id)?;
            Some(Record::Computer(*id, Computer { msmq_4_or_later: Some(true), ..computer.clone() }))
        }
        Side::Server(id) => {
            let server = context.document.endpoints.get(id)?;
            Some(Record::Endpoint(*id, Endpoint { msmq_4_or_later: Some(true), ..server.clone() }))
        }
    });
    Edit::new(format!("Use Message Queuing 4.0 or later on {names}"), changed.map(EditCommand::Put).collect())
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    const BASE: &str = "
        computer C1 biztalk
        computer C2 biztalk
        host Q receive on C1 C2";

    #[test]
    fn adp_011_fires_on_queue_servers_outside_failover_clusters() {
        let said = format!(
            "{BASE}
            endpoint MQ1 msmq-server highly_available=false     #! ADP-011
            handler Q msmq receive queue=Remote endpoint=@MQ1"
        );
        check_rule("ADP-011", &said);
        check_fix("ADP-011", &said);
        let drawn = format!(
            "{BASE}
            computer M1
            endpoint MQ1 msmq-server computer=@M1     #! ADP-011
            handler Q msmq receive queue=Remote endpoint=@MQ1"
        );
        check_rule("ADP-011", &drawn);
        check_fix("ADP-011", &drawn);
    }

    #[test]
    fn adp_011_is_content_with_clustered_servers_and_asks_where_nothing_is_said() {
        check_rule(
            "ADP-011",
            &format!(
                "{BASE}
                computer M1
                computer M2
                computer M3
                computer M4
                cluster CL nodes M1 M2
                cluster CL2 nodes M3 M4
                resource-group G on CL resources msmq network-name
                endpoint A msmq-server computer=@M1
                endpoint B msmq-server                    #? ADP-011
                endpoint D msmq-server computer=@M3       #? ADP-011
                endpoint C msmq-server highly_available=false
                handler Q msmq receive queue=Remote endpoint=@A
                handler Q msmq receive queue=Remote endpoint=@B
                handler Q msmq receive queue=Remote endpoint=@D
                handler Q msmq receive queue=Local endpoint=@C"
            ),
        );
    }

    #[test]
    fn adp_011_takes_a_server_that_is_drawn_elsewhere_for_that_of_a_remote_queue() {
        check_rule(
            "ADP-011",
            &format!("{BASE}\nendpoint A msmq-server #? ADP-011\nhandler Q msmq receive endpoint=@A"),
        );
        check_rule("ADP-007", &format!("{BASE}\nendpoint A msmq-server\nhandler Q msmq receive endpoint=@A"));
        let own = "endpoint A msmq-server computer=@C1\nhandler Q msmq receive endpoint=@A";
        check_rule("ADP-011", &format!("{BASE}\n{own}"));
        check_rule("ADP-007", &format!("{BASE} #! ADP-007\n{own}"));
    }

    #[test]
    fn adp_012_fires_on_remote_transactions_with_an_old_message_queuing() {
        let text = format!(
            "{BASE}
            endpoint MQ1 msmq-server msmq_4_or_later=false
            handler Q msmq receive queue=Remote transactional=true endpoint=@MQ1     #! ADP-012"
        );
        check_rule("ADP-012", &text);
        check_fix("ADP-012", &text);
        check_rule("ADP-012", &text.replace("=false", "=true").replace("#! ADP-012", ""));
        check_rule("ADP-012", &text.replace("transactional=true", "transactional=false").replace("#! ADP-012", ""));
    }

    #[test]
    fn adp_012_asks_only_for_what_can_decide() {
        let server = |fields: &str| {
            format!("{BASE}\nendpoint MQ1 msmq-server {fields}\nhandler Q msmq receive queue=Remote endpoint=@MQ1")
        };
        check_rule("ADP-012", &format!("{} transactional=true", server("    #? ADP-012")));
        check_rule("ADP-012", &format!("{}     #? ADP-012", server("")));
        check_rule("ADP-012", &server("msmq_4_or_later=true"));
    }
}
