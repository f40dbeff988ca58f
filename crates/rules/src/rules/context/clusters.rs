//! Failover clusters, Enterprise SSO servers and load balancers as checks see them.

use super::RuleContext;
use crate::model::{
    ClusterResourceGroup, ComputerId, ConnectionId, FailoverClusterId, HostId, LoadBalancer, LoadBalancerId,
    LoadBalancerKind, ResourceGroupId, ResourceKind, Role,
};

impl<'a> RuleContext<'a> {
    /// Whether BizTalk Server is installed on a node of a failover cluster.
    pub fn cluster_runs_biztalk(&self, cluster: FailoverClusterId) -> bool {
        self.cluster_nodes(cluster).any(|node| self.has_role(node, Role::BizTalkRuntime))
    }

    /// Whether a failover cluster runs BizTalk Server, or SQL Server with BizTalk databases: where DTC-002 asks for a
    /// clustered MSDTC.
    pub fn cluster_serves_biztalk(&self, cluster: FailoverClusterId) -> bool {
        self.cluster_runs_biztalk(cluster) || self.sql_of_cluster(cluster).any(|sql| self.holds_databases(sql))
    }

    /// A cluster resource group by its id.
    pub fn resource_group(&self, id: ResourceGroupId) -> Option<&'a ClusterResourceGroup> {
        self.document.resource_groups.get(&id)
    }

    /// The node on which a cluster resource group runs.
    pub fn runs_on(&self, id: ResourceGroupId) -> Option<ComputerId> {
        self.resource_group(id).and_then(ClusterResourceGroup::runs_on)
    }

    /// Every cluster resource group with an Enterprise SSO resource that runs in the primary site.
    pub fn clustered_sso(&self) -> impl Iterator<Item = (ResourceGroupId, &'a ClusterResourceGroup)> + '_ {
        let groups = self.document.resource_groups.iter().filter(|(_, it)| it.has(ResourceKind::EntSso));
        let groups = groups.filter(|(_, it)| it.runs_on().is_none_or(|node| self.is_primary(node)));
        groups.map(|(id, it)| (*id, it))
    }

    /// The primary-site computers with Enterprise SSO.
    pub fn sso_servers(&self) -> impl Iterator<Item = ComputerId> + '_ {
        self.computers_with(Role::EntSso).filter(|it| self.is_primary(*it))
    }

    /// Whether the calls of clients are spread over a computer and others: by a load balancer or by Windows NLB.
    pub fn is_load_balanced(&self, computer: ComputerId) -> bool {
        self.uses_windows_nlb(computer) || self.client_balancers_of(computer).next().is_some()
    }

    /// Whether Windows NLB is on for a computer: its own flag, or a Windows NLB cluster of which it is a member.
    pub fn uses_windows_nlb(&self, computer: ComputerId) -> bool {
        let balancers = self.load_balancers_of(computer).iter().filter_map(|id| self.document.load_balancers.get(id));
        let flag = self.document.computers.get(&computer).is_some_and(|it| it.windows_nlb);
        flag || balancers.into_iter().any(|it| it.kind == LoadBalancerKind::WindowsNlb)
    }

    /// Every load balancer that spreads the calls of clients; not those that are the address of a cluster role.
    pub fn client_balancers(&self) -> impl Iterator<Item = (LoadBalancerId, &'a LoadBalancer)> + '_ {
        let balancers = self.document.load_balancers.iter().map(|(id, it)| (*id, it));
        balancers.filter(|(id, _)| !self.counted.cluster_addresses.contains(id))
    }

    /// The load balancers of clients of which a computer is a member.
    pub fn client_balancers_of(&self, computer: ComputerId) -> impl Iterator<Item = LoadBalancerId> + '_ {
        let balancers = self.load_balancers_of(computer).iter().copied();
        balancers.filter(|id| !self.counted.cluster_addresses.contains(id))
    }

    /// The connections over which somebody calls a computer by its own address.
    pub fn calls_to(&self, computer: ComputerId) -> &[ConnectionId] {
        self.counted.calls.of(&computer)
    }

    /// Whether a load balancer may serve a host, as far as it says which hosts it serves.
    pub fn may_serve(&self, balancer: &LoadBalancer, host: HostId) -> bool {
        balancer.serves.is_empty() || balancer.serves.contains(&host)
    }

    /// A load balancer whose members include every computer of `srv(h)`.
    pub fn balancer_in_front_of(&self, host: HostId) -> Option<LoadBalancerId> {
        let servers = self.servers(host);
        let covers = |it: &LoadBalancer| self.may_serve(it, host) && it.members.is_superset(servers);
        self.client_balancers().find(|(_, it)| covers(it)).map(|(id, _)| id)
    }

    /// Whether Enterprise SSO is clustered on computers of a host, so that its host instances have to move with it
    /// (SSO-005, SSO-007).
    pub fn moves_with_sso(&self, host: HostId) -> bool {
        let has_sso = |id: &ResourceGroupId| self.resource_group(*id).is_some_and(|it| it.has(ResourceKind::EntSso));
        self.servers(host).iter().any(|it| self.resource_groups_owned_by(*it).iter().any(has_sso))
    }
}
