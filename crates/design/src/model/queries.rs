//! Read-only walks over a design that many layers need. Each is linear; [`Index`] answers many at once.

use std::collections::BTreeSet;

use super::index::Index;
use super::{
    BalancerPurpose, ClusterResourceGroup, ComputerId, Database, DatabaseId, Deployment, Document, Element, Endpoint,
    EndpointKind, FailoverClusterId, HostId, HostInstance, HostInstanceId, HostKind, LoadBalancer, LoadBalancerKind,
    ResourceGroupId, ResourceKind, Role, SecretServerName, SiteId, SiteKind, Slot, SqlInstanceId, SqlPlacement, TierId,
};

/// What a computer is drawn as: the first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComputerKind {
    /// Carries the BizTalk Server runtime.
    BizTalk,
    /// Carries, or is a possible owner of, a SQL instance.
    Sql,
    /// Carries the master secret, or is a possible owner of a clustered one.
    MasterSecret,
    /// Domain controller.
    DomainController,
    /// Reverse proxy or perimeter web server.
    Perimeter,
    /// File server.
    FileServer,
    /// Anything else.
    Other,
}

impl ComputerKind {
    /// Decides by the roles of a computer, whether any SQL instance runs, or may run, on it, and whether it carries the
    /// master secret or may become the active node of it.
    pub(super) fn of(
        has: impl Fn(Role) -> bool,
        may_run_sql: impl FnOnce() -> bool,
        may_hold_master_secret: impl FnOnce() -> bool,
    ) -> Self {
        if has(Role::BizTalkRuntime) {
            Self::BizTalk
        } else if may_run_sql() {
            Self::Sql
        } else if may_hold_master_secret() {
            Self::MasterSecret
        } else if has(Role::DomainController) {
            Self::DomainController
        } else if has(Role::ReverseProxy) || has(Role::PerimeterWebServer) {
            Self::Perimeter
        } else if has(Role::FileServer) {
            Self::FileServer
        } else {
            Self::Other
        }
    }

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::BizTalk => "BizTalk server",
            Self::Sql => "SQL Server node",
            Self::MasterSecret => "Master secret server",
            Self::DomainController => "Domain controller",
            Self::Perimeter => "Perimeter server",
            Self::FileServer => "File server",
            Self::Other => "Computer",
        }
    }
}

/// Where the master secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MasterSecretServer {
    /// On a computer, not clustered.
    Computer(ComputerId),
    /// In a cluster resource group with an Enterprise SSO resource.
    Clustered(ResourceGroupId),
}

/// Microsoft's size classes by number of computers
/// (`core/sample-biztalk-server-high-availability-scenarios`: small < 5, medium 5-10, large >= 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeploymentSize {
    /// Fewer than 5 computers.
    Small,
    /// 5 to 9 computers.
    Medium,
    /// 10 computers or more; the document's bands overlap at exactly 10, which counts as large here.
    Large,
}

impl DeploymentSize {
    /// The class of `num_computers`.
    pub const fn of(num_computers: usize) -> Self {
        match num_computers {
            0..=4 => Self::Small,
            5..=9 => Self::Medium,
            _ => Self::Large,
        }
    }

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Small => "Small",
            Self::Medium => "Medium",
            Self::Large => "Large",
        }
    }
}

impl Document {
    /// Whether a tier belongs to a primary site; a tier that does not exist does not.
    pub fn is_primary_tier(&self, tier: TierId) -> bool {
        self.tiers.get(&tier).and_then(|it| self.sites.get(&it.site)).is_some_and(|site| site.kind == SiteKind::Primary)
    }

    /// Whether a computer stands in a primary site.
    pub fn is_primary(&self, computer: ComputerId) -> bool {
        self.computers.get(&computer).is_some_and(|it| self.is_primary_tier(it.slot.tier))
    }

    /// The site in which a computer stands.
    pub fn site_of(&self, computer: ComputerId) -> Option<SiteId> {
        let tier = self.computers.get(&computer)?.slot.tier;
        self.tiers.get(&tier).map(|it| it.site)
    }

    /// What the site of a computer is for.
    pub fn site_kind_of(&self, computer: ComputerId) -> Option<SiteKind> {
        self.sites.get(&self.site_of(computer)?).map(|it| it.kind)
    }

    /// Whether a computer carries a role.
    pub fn has_role(&self, computer: ComputerId, role: Role) -> bool {
        self.computers.get(&computer).is_some_and(|it| it.roles.contains(&role))
    }

    /// The failover cluster a computer is a node of; the first when a design says several.
    pub fn failover_cluster_of(&self, computer: ComputerId) -> Option<FailoverClusterId> {
        self.failover_clusters
            .iter()
            .find(|(_, cluster)| cluster.nodes.iter().any(|node| node.computer == computer))
            .map(|(id, _)| *id)
    }

    /// Whether what runs in a cluster resource group works on another cluster node too. A clustered host and Enterprise SSO
    /// are found by an address and a name that move along (CLU-005, SSO-009); MSDTC needs a name and a disk (DTC-003).
    pub fn role_works_elsewhere(&self, id: ResourceGroupId) -> bool {
        let Some(group) = self.resource_groups.get(&id) else { return false };
        let has_all = |kinds: &[ResourceKind]| kinds.iter().all(|kind| group.has(*kind));
        let hosts = || self.hosts.keys().any(|host| self.resource_group_of_host(*host) == Some(id));
        let is_found = has_all(&[ResourceKind::IpAddress, ResourceKind::NetworkName]);
        let is_called = || group.has(ResourceKind::EntSso) || hosts();
        let dtc = !group.has(ResourceKind::Msdtc) || has_all(&[ResourceKind::NetworkName, ResourceKind::PhysicalDisk]);
        dtc && (is_found || !is_called())
    }

    /// Whether clients of a clustered master secret server look for it by the name of one cluster node, which does not move
    /// along (SSO-019).
    pub fn secret_server_is_known_by_a_node(&self) -> bool {
        self.sso.secret_server_name == Some(SecretServerName::NodeName)
    }

    /// The cluster resource group with the clustered MSDTC of a failover cluster; the first when a design has several.
    pub fn clustered_msdtc(&self, cluster: FailoverClusterId) -> Option<ResourceGroupId> {
        let mut groups = self.resource_groups.iter();
        groups.find(|(_, it)| it.failover_cluster == cluster && it.has(ResourceKind::Msdtc)).map(|(id, _)| *id)
    }

    /// The cluster resource group that holds SQL Server Agent of a SQL instance as a resource, so that the failover
    /// cluster starts it again; `None` for a standalone SQL instance, and where the resource is missing (SQL-018).
    pub fn agent_resource_of(&self, sql_instance: SqlInstanceId) -> Option<ResourceGroupId> {
        match self.sql_instances.get(&sql_instance)?.placement {
            SqlPlacement::Clustered(id) => {
                self.resource_groups.get(&id).filter(|it| it.has(ResourceKind::SqlAgent)).map(|_| id)
            }
            SqlPlacement::Standalone(_) => None,
        }
    }

    /// The computers on which a SQL instance may run, in order of preference.
    pub fn owners_of_sql(&self, sql_instance: SqlInstanceId) -> &[ComputerId] {
        match self.sql_instances.get(&sql_instance).map(|it| &it.placement) {
            Some(SqlPlacement::Standalone(computer)) => std::slice::from_ref(computer),
            Some(SqlPlacement::Clustered(group)) => {
                self.resource_groups.get(group).map_or(&[], |it| it.possible_owners.as_slice())
            }
            None => &[],
        }
    }

    /// The computer on which a SQL instance runs now.
    pub fn active_computer_of_sql(&self, sql_instance: SqlInstanceId) -> Option<ComputerId> {
        match self.sql_instances.get(&sql_instance)?.placement {
            SqlPlacement::Standalone(computer) => Some(computer),
            SqlPlacement::Clustered(group) => self.resource_groups.get(&group)?.runs_on(),
        }
    }

    /// Whether a database runs where services run; a copy for recovery serves nobody.
    pub fn runs_in_primary_site(&self, database: &Database) -> bool {
        self.active_computer_of_sql(database.sql_instance).is_some_and(|it| self.is_primary(it))
    }

    /// The SQL instances that run, or may run, on a computer.
    pub fn sql_instances_on(&self, computer: ComputerId) -> Vec<SqlInstanceId> {
        self.sql_instances.keys().copied().filter(|id| self.owners_of_sql(*id).contains(&computer)).collect()
    }

    /// The databases of a SQL instance.
    pub fn databases_on(&self, sql_instance: SqlInstanceId) -> impl Iterator<Item = DatabaseId> + '_ {
        self.databases.iter().filter(move |(_, it)| it.sql_instance == sql_instance).map(|(id, _)| *id)
    }

    /// The host instances on a computer.
    pub fn host_instances_on(&self, computer: ComputerId) -> impl Iterator<Item = HostInstanceId> + '_ {
        self.host_instances.iter().filter(move |(_, it)| it.computer == computer).map(|(id, _)| *id)
    }

    /// The host instances of a host.
    pub fn host_instances_of(&self, host: HostId) -> impl Iterator<Item = HostInstanceId> + '_ {
        self.host_instances.iter().filter(move |(_, it)| it.host == host).map(|(id, _)| *id)
    }

    /// Every master secret server: computers with the role outside a clustered one, and cluster resource groups.
    /// A computer that is a possible owner of a clustered master secret counts with its group, not by itself.
    pub fn master_secret_servers(&self) -> Vec<MasterSecretServer> {
        let clustered: Vec<ResourceGroupId> = self
            .resource_groups
            .iter()
            .filter(|(_, group)| group.has(ResourceKind::EntSso))
            .map(|(id, _)| *id)
            .collect();
        let owned: BTreeSet<ComputerId> = clustered
            .iter()
            .filter_map(|id| self.resource_groups.get(id))
            .flat_map(|group| group.possible_owners.iter().copied())
            .collect();
        let alone = self
            .computers
            .iter()
            .filter(|(id, computer)| computer.roles.contains(&Role::MasterSecret) && !owned.contains(id))
            .map(|(id, _)| MasterSecretServer::Computer(*id));
        alone.chain(clustered.iter().map(|id| MasterSecretServer::Clustered(*id))).collect()
    }

    /// Those of them that run in a primary site, where services run.
    pub fn primary_secret_servers(&self) -> Vec<MasterSecretServer> {
        let mut servers = self.master_secret_servers();
        servers.retain(|server| match server {
            MasterSecretServer::Computer(computer) => self.is_primary(*computer),
            MasterSecretServer::Clustered(group) => {
                let runs_on = self.resource_groups.get(group).and_then(ClusterResourceGroup::runs_on);
                runs_on.is_some_and(|computer| self.is_primary(computer))
            }
        });
        servers
    }

    /// Whether a computer carries the master secret or may become the active node of it.
    pub fn may_hold_master_secret(&self, computer: ComputerId) -> bool {
        self.has_role(computer, Role::MasterSecret)
            || self
                .resource_groups
                .values()
                .any(|group| group.has(ResourceKind::EntSso) && group.possible_owners.contains(&computer))
    }

    /// Whether a load balancer leads to whichever node of a failover cluster owns a cluster role or a listener, instead
    /// of spreading the calls of clients: stated, or on Azure virtual machines all its members are nodes of one failover
    /// cluster, none runs a host that it could serve, and it is not Windows NLB.
    pub fn is_cluster_address(&self, balancer: &LoadBalancer) -> bool {
        if let Some(purpose) = balancer.purpose {
            return purpose == BalancerPurpose::ClusterAddress;
        }
        if self.environment.deployment != Some(Deployment::AzureVm) || !balancer.serves.is_empty() {
            return false;
        }
        let clusters: BTreeSet<_> = balancer.members.iter().map(|id| self.failover_cluster_of(*id)).collect();
        balancer.kind != LoadBalancerKind::WindowsNlb
            && clusters.len() == 1
            && clusters.first().is_some_and(Option::is_some)
            && !balancer.members.iter().any(|id| self.host_instances_on(*id).next().is_some())
    }

    /// The cluster resource group that an endpoint is part of: the stated one, else the one of its computer that holds
    /// what it is: a file server, Message Queuing, or for a queue manager of IBM MQ, which is no kind of resource here,
    /// one that holds neither SQL Server nor Enterprise SSO.
    pub fn cluster_role_of(&self, endpoint: &Endpoint) -> Option<ResourceGroupId> {
        if endpoint.cluster_role.is_some() {
            return endpoint.cluster_role;
        }
        let computer = endpoint.computer?;
        let mut groups = self.resource_groups.iter();
        let owned = |it: &ClusterResourceGroup| it.possible_owners.contains(&computer);
        groups.find(|(id, it)| owned(it) && self.holds_kind_of(endpoint.kind, **id, it)).map(|(id, _)| *id)
    }

    /// Whether a cluster resource group holds what an endpoint of a kind is.
    fn holds_kind_of(&self, kind: EndpointKind, id: ResourceGroupId, group: &ClusterResourceGroup) -> bool {
        let holds_sql = || self.sql_instances.values().any(|sql| sql.placement == SqlPlacement::Clustered(id));
        match kind {
            EndpointKind::FileShare => group.has(ResourceKind::FileServer),
            EndpointKind::MsmqServer => group.has(ResourceKind::Msmq),
            EndpointKind::MqServer => {
                !group.has(ResourceKind::EntSso) && !group.has(ResourceKind::FileServer) && !holds_sql()
            }
            _ => false,
        }
    }

    /// The cluster resource groups that an endpoint can be said to be part of: where its computer is known, those that it
    /// may own, and of them those that hold what it is, if it is of a kind that clusters hold. What is stated stays one.
    pub fn possible_cluster_roles(&self, endpoint: &Endpoint) -> Vec<ResourceGroupId> {
        let has_kind =
            matches!(endpoint.kind, EndpointKind::FileShare | EndpointKind::MsmqServer | EndpointKind::MqServer);
        let can_hold = |id: ResourceGroupId, it: &ClusterResourceGroup| {
            let is_owner = endpoint.computer.is_none_or(|computer| it.possible_owners.contains(&computer));
            is_owner && (!has_kind || self.holds_kind_of(endpoint.kind, id, it))
        };
        let all = self.resource_groups.iter();
        let possible = all.filter(|(id, it)| endpoint.cluster_role == Some(**id) || can_hold(**id, it));
        possible.map(|(id, _)| *id).collect()
    }

    /// Whether an endpoint is highly available. Where it is drawn, the drawing says it, whatever is stated: a cluster role
    /// by its possible owners, a computer outside every failover cluster and behind no load balancer by whether it is a
    /// virtual machine that restarts elsewhere. Else what is stated counts; `None` = nobody has said.
    pub fn is_highly_available(&self, endpoint: &Endpoint) -> Option<bool> {
        if let Some(role) = self.cluster_role_of(endpoint).and_then(|id| self.resource_groups.get(&id)) {
            return Some(role.possible_owners.len() >= 2);
        }
        match endpoint.computer {
            Some(computer) if self.restarts_elsewhere(computer) => Some(true),
            Some(computer) if self.is_one_computer(endpoint, computer) => Some(false),
            _ => endpoint.highly_available,
        }
    }

    /// Whether the computer of an endpoint is all there is of it: no cluster node, and behind no load balancer.
    fn is_one_computer(&self, endpoint: &Endpoint, computer: ComputerId) -> bool {
        let mut balancers = self.load_balancers.values();
        let is_balanced = endpoint.behind_load_balancer || balancers.any(|it| it.members.contains(&computer));
        !is_balanced && self.failover_cluster_of(computer).is_none()
    }

    /// The cluster resource group with which a host moves: the one it is clustered in; for an isolated host, which IIS
    /// runs, the one with the IIS resource that all its computers may own.
    pub fn resource_group_of_host(&self, host: HostId) -> Option<ResourceGroupId> {
        let it = self.hosts.get(&host)?;
        if let Some(clustering) = &it.clustered_in {
            return Some(clustering.resource_group);
        }
        if it.kind != HostKind::Isolated {
            return None;
        }
        let mut groups = self.resource_groups.iter().filter(|(_, group)| group.has(ResourceKind::Iis)).peekable();
        groups.peek()?;
        let instances: Vec<&HostInstance> =
            self.host_instances.values().filter(|it| it.host == host && it.enabled).collect();
        let owns = |group: &ClusterResourceGroup| {
            !instances.is_empty() && instances.iter().all(|it| group.possible_owners.contains(&it.computer))
        };
        groups.find(|(_, group)| owns(group)).map(|(id, _)| *id)
    }

    /// Whether any SQL instance runs, or may run, on a computer.
    fn may_run_sql(&self, computer: ComputerId) -> bool {
        self.sql_instances.keys().any(|id| self.owners_of_sql(*id).contains(&computer))
    }

    /// What a computer is drawn as.
    pub fn computer_kind(&self, computer: ComputerId) -> ComputerKind {
        ComputerKind::of(
            |role| self.has_role(computer, role),
            || self.may_run_sql(computer),
            || self.may_hold_master_secret(computer),
        )
    }

    /// The number of computers that count for the size class: see [`Index::num_computers_for_size`].
    pub fn num_computers_for_size(&self) -> usize {
        Index::new(self).num_computers_for_size()
    }

    /// The size class of the design.
    pub fn deployment_size(&self) -> DeploymentSize {
        DeploymentSize::of(self.num_computers_for_size())
    }

    /// Where an element stands, for the kinds that stand in a slot.
    pub fn slot_of(&self, element: Element) -> Option<Slot> {
        match element {
            Element::Computer(id) => self.computers.get(&id).map(|it| it.slot),
            Element::LoadBalancer(id) => self.load_balancers.get(&id).map(|it| it.slot),
            Element::Endpoint(id) => self.endpoints.get(&id).map(|it| it.slot),
            _ => None,
        }
    }

    /// Every element that stands in a slot, in no order of places.
    pub fn placed(&self) -> impl Iterator<Item = (Slot, Element)> + '_ {
        let computers = self.computers.iter().map(|(id, it)| (it.slot, Element::Computer(*id)));
        let balancers = self.load_balancers.iter().map(|(id, it)| (it.slot, Element::LoadBalancer(*id)));
        let endpoints = self.endpoints.iter().map(|(id, it)| (it.slot, Element::Endpoint(*id)));
        computers.chain(balancers).chain(endpoints)
    }

    /// Every element that stands in a slot, in the order tier row, tier, row, column: reading order.
    pub fn placed_elements(&self) -> Vec<(Slot, Element)> {
        let mut placed: Vec<(Slot, Element)> = self.placed().collect();
        let order: Vec<TierId> = self.tier_rows.iter().flatten().copied().collect();
        let position = |tier: TierId| order.iter().position(|it| *it == tier).unwrap_or(usize::MAX);
        placed.sort_by_key(|(slot, element)| (position(slot.tier), slot.row, slot.column, *element));
        placed
    }

    /// The elements that stand in a tier, in reading order.
    pub fn placed_in(&self, tier: TierId) -> Vec<Element> {
        let mut placed: Vec<(Slot, Element)> = self.placed().filter(|(slot, _)| slot.tier == tier).collect();
        placed.sort_by_key(|(slot, element)| (slot.row, slot.column, *element));
        placed.into_iter().map(|(_, element)| element).collect()
    }
}
