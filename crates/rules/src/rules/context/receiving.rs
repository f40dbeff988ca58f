//! Adapters that must not run twice: what lets a host have a second instance, and what forbids it. What an
//! adapter does stands in `assets/adapters.ron`.

use super::RuleContext;
use crate::adapters::{AtOnce, On, Waiting};
use crate::model::{Direction, Handler, Host, HostId, ResourceKind};

impl RuleContext<'_> {
    /// Whether a rule of its adapters already says that this unclustered host stands alone because it must be clustered
    /// (ADP-002, 004, 006, 007, 015, 017, 020, 034); adding a host instance would be the wrong answer.
    pub fn must_be_clustered(&self, id: HostId) -> bool {
        let Some(host) = self.document.hosts.get(&id).filter(|host| host.clustered_in.is_none()) else { return false };
        let alone = self.servers(id).len() == 1;
        self.handlers_of(id).any(|(_, handler)| {
            let behavior = handler.behavior();
            let runs_once =
                handler.may_run_on_several() == Some(false) || behavior.at_once == AtOnce::Depends(On::Mailbox);
            let is_bound = self.needs_clustered_queue(id, host, handler) && !self.document.queue_is_not_stated(handler);
            behavior.clustered || (alone && runs_once) || is_bound
        })
    }

    /// ADP-007: a receive handler with a local queue whose host and queue are not clustered together, unless it is
    /// plainly unordered and not transactional behind a load balancer (ADP-013).
    pub fn needs_clustered_queue(&self, id: HostId, host: &Host, handler: &Handler) -> bool {
        let behind_balancer = self.servers(id).iter().any(|it| self.client_balancers_of(*it).next().is_some());
        let tolerates_loss = handler.transactional == Some(false) && !handler.ordered && behind_balancer;
        let waits =
            handler.direction == Direction::Receive && self.document.waits_on_computer(handler) == Some(Waiting::Queue);
        waits && !self.is_clustered_with_queue(host) && !tolerates_loss
    }

    /// Whether a host is clustered in a cluster resource group that also holds Message Queuing.
    pub fn is_clustered_with_queue(&self, host: &Host) -> bool {
        let group = host.clustered_in.as_ref().and_then(|it| self.document.resource_groups.get(&it.resource_group));
        group.is_some_and(|group| group.has(ResourceKind::Msmq))
    }

    /// Whether a second host instance would run beside the first without fetching twice, breaking the order or being
    /// refused, or wait for a queue that the other one has; not while nobody has said so where that depends (ADP-001, 003,
    /// 005, 007, 019, 033).
    pub fn tolerates_several_instances(&self, id: HostId) -> bool {
        self.handlers_of(id).all(|(_, handler)| {
            handler.may_run_on_several() == Some(true) && !self.document.queue_is_not_stated(handler)
        })
    }
}
