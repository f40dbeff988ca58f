//! Receive adapters that must not run twice: what lets a host have a second instance, and what forbids it.

use super::RuleContext;
use crate::model::{Adapter, Handler, Host, HostId, QueueLocation, ResourceKind};

impl RuleContext<'_> {
    /// The rule that already says that this unclustered host stands alone because its adapter must be clustered
    /// (ADP-002, 004, 006, 007, 015, 017, 020); adding a host instance would be the wrong answer.
    pub fn must_be_clustered(&self, id: HostId) -> Option<&'static str> {
        let host = self.document.hosts.get(&id).filter(|host| host.clustered_in.is_none())?;
        let alone = self.servers(id).len() == 1;
        self.receive_handlers_of(id).find_map(|(_, handler)| match handler.adapter {
            Adapter::Ftp if alone => Some("ADP-002"),
            Adapter::Sftp if alone => Some("ADP-004"),
            Adapter::Pop3 if alone => Some("ADP-006"),
            Adapter::Msmq if self.needs_clustered_queue(id, host, handler) => Some("ADP-007"),
            Adapter::WcfNetMsmq => Some("ADP-015"),
            Adapter::Sap => Some("ADP-017"),
            Adapter::Msmq | Adapter::MqSeries if handler.ordered && alone => Some("ADP-020"),
            _ => None,
        })
    }

    /// ADP-007: an MSMQ receive handler with a local queue whose host and queue are not clustered together, unless it
    /// is plainly unordered and not transactional behind a load balancer (ADP-013).
    pub fn needs_clustered_queue(&self, id: HostId, host: &Host, handler: &Handler) -> bool {
        let behind_balancer = self.servers(id).iter().any(|it| !self.load_balancers_of(*it).is_empty());
        let tolerates_loss = handler.transactional == Some(false) && !handler.ordered && behind_balancer;
        handler.queue != Some(QueueLocation::Remote) && !self.is_clustered_with_queue(host) && !tolerates_loss
    }

    /// Whether a host is clustered in a cluster resource group that also holds Message Queuing.
    pub fn is_clustered_with_queue(&self, host: &Host) -> bool {
        let group = host.clustered_in.as_ref().and_then(|it| self.document.resource_groups.get(&it.resource_group));
        group.is_some_and(|group| group.has(ResourceKind::Msmq))
    }

    /// Whether a second host instance would run beside the first without fetching twice or breaking the order
    /// (ADP-001, 003, 005, 019).
    pub fn tolerates_several_instances(&self, id: HostId) -> bool {
        self.receive_handlers_of(id).all(|(_, handler)| match handler.adapter {
            Adapter::Ftp | Adapter::Sftp => false,
            Adapter::Pop3 => handler.concurrent_mailbox != Some(true),
            Adapter::Msmq | Adapter::MqSeries => !handler.ordered,
            _ => true,
        })
    }
}
