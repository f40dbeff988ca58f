//! Rules about adapters: how each one may run several times, and what it needs.

mod agents;
mod clustering;
mod endpoints;
mod folders;
mod once;
mod pipes;
mod queue_servers;
mod queues;
mod settings;
mod several;
#[cfg(test)]
mod table;
mod tokens;

use super::registry::Checks;
use crate::model::{ComputerId, Direction, Element, Handler, HandlerId, Host, HostId};
use crate::rules::RuleContext;

pub(super) const CHECKS: Checks = &[
    ("ADP-001", once::ftp_receives_once),
    ("ADP-002", once::ftp_receiver_has_a_successor),
    ("ADP-003", once::sftp_receives_once),
    ("ADP-004", once::sftp_receiver_has_a_successor),
    ("ADP-005", once::mailbox_is_read_once),
    ("ADP-006", once::mailbox_reader_has_a_successor),
    ("ADP-007", queues::receiver_moves_with_its_queue),
    ("ADP-008", queues::sender_moves_with_its_queue),
    ("ADP-009", queues::host_waits_for_message_queuing),
    ("ADP-010", queues::computers_have_message_queuing),
    ("ADP-011", queue_servers::queue_server_is_clustered),
    ("ADP-012", queue_servers::remote_transactions_are_supported),
    ("ADP-013", queues::local_queues_are_not_only_load_balanced),
    ("ADP-014", queues::clustered_queue_is_transactional),
    ("ADP-015", clustering::net_msmq_host_is_clustered),
    ("ADP-016", endpoints::mq_server_is_highly_available),
    ("ADP-017", clustering::sap_receiver_is_clustered),
    ("ADP-018", clustering::sql_receiver_is_decided),
    ("ADP-019", clustering::ordered_receiver_runs_once),
    ("ADP-020", clustering::ordered_receiver_has_a_successor),
    ("ADP-021", clustering::ordered_messages_bypass_load_balancers),
    ("ADP-022", clustering::clustered_host_has_a_reason),
    ("ADP-023", endpoints::file_share_is_highly_available),
    ("ADP-024", folders::folders_are_shared),
    ("ADP-025", settings::ftp_and_pop3_run_in_32_bit),
    ("ADP-026", pipes::named_pipe_stays_on_its_computer),
    ("ADP-027", tokens::office_365_has_its_token_service),
    ("ADP-028", settings::receive_locations_tolerate_faults),
    ("ADP-029", endpoints::partner_is_highly_available),
    ("ADP-031", settings::ordered_sender_takes_turns),
    ("ADP-032", settings::blob_receiver_may_run_several_times),
    ("ADP-033", several::runs_once),
    ("ADP-034", several::has_a_successor),
    ("ADP-035", agents::every_node_has_the_agent),
];

/// A host with those of its handlers that a rule is about.
struct Bearer<'a> {
    id: HostId,
    host: &'a Host,
    handlers: Vec<(HandlerId, &'a Handler)>,
}

impl Bearer<'_> {
    /// The host, then its handlers.
    fn elements(&self) -> Vec<Element> {
        let handlers = self.handlers.iter().map(|(id, _)| Element::from(*id));
        [Element::from(self.id)].into_iter().chain(handlers).collect()
    }

    /// The only computer that runs the host, where it is neither clustered nor a virtual machine that restarts elsewhere.
    fn alone(&self, context: &RuleContext<'_>) -> Option<ComputerId> {
        let mut servers = context.servers(self.id).iter();
        let only = servers.next().copied().filter(|_| servers.next().is_none() && !self.is_clustered())?;
        (!context.document.restarts_elsewhere(only)).then_some(only)
    }

    fn is_clustered(&self) -> bool {
        self.host.clustered_in.is_some()
    }
}

/// The hosts with handlers in a direction that match.
fn bearers<'a>(context: &RuleContext<'a>, direction: Direction, matches: impl Fn(&Handler) -> bool) -> Vec<Bearer<'a>> {
    bearers_of(context, |it| it.direction == direction && matches(it))
}

/// The hosts with handlers in any direction that match.
fn bearers_of<'a>(context: &RuleContext<'a>, matches: impl Fn(&Handler) -> bool) -> Vec<Bearer<'a>> {
    let mut found = Vec::new();
    for (id, host) in context.hosts() {
        let handlers: Vec<(HandlerId, &Handler)> = context.handlers_of(id).filter(|(_, it)| matches(it)).collect();
        if !handlers.is_empty() {
            found.push(Bearer { id, host, handlers });
        }
    }
    found
}
