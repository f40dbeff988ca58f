//! Failover clusters: quorum, cluster resource groups, and the master secret server.

use std::collections::BTreeSet;

use super::{Builder, Span, cited};
use crate::availability::Term;
use crate::dependency::assumption::Taken;
use crate::dependency::event::{Because, EventClass};
use crate::model::LocalService;
use crate::model::queries::MasterSecretServer;
use crate::model::{
    ClusterAddress, ComputerId, Element, FailoverClusterId, LoadBalancer, LoadBalancerKind, ResourceGroupId, SiteId,
    StorageCopies, StorageId, StorageKind, Witness,
};

/// When something that can move is lost, and when it has to move.
#[derive(Clone, Copy, Debug)]
pub(in crate::dependency) struct GroupTerms {
    /// Nowhere left to run.
    pub(in crate::dependency) lost: Term,
    /// It cannot run where it runs in normal operation.
    pub(in crate::dependency) moved: Term,
}

/// When what runs in a cluster resource group is away on each of its owners, the present one first. Only
/// `with_its_role` makes one, so nothing that moves outlives its cluster resource group by an oversight.
pub(super) struct OnOwners(Vec<Term>);

impl OnOwners {
    /// The terms, owner by owner.
    pub(super) fn terms(&self) -> &[Term] {
        &self.0
    }
}

impl GroupTerms {
    pub(super) const SAFE: Self = Self { lost: Term::NEVER, moved: Term::NEVER };
}

impl Builder<'_> {
    /// The owners of a cluster resource group, each once: where it runs first, then by preference. One that works nowhere
    /// else has no other.
    pub(super) fn owners(&self, id: ResourceGroupId) -> Vec<ComputerId> {
        let Some(group) = self.document.resource_groups.get(&id) else { return Vec::new() };
        let mut owners: Vec<ComputerId> = group.runs_on().into_iter().collect();
        if !self.document.role_works_elsewhere(id) {
            return owners;
        }
        for owner in &group.possible_owners {
            if !owners.contains(owner) {
                owners.push(*owner);
            }
        }
        owners
    }

    /// Too few votes are left. Votes are counted as for losses at once, the witness where it has one: that dynamic quorum
    /// takes votes away one after the other saves a failover cluster only from losses that are minutes apart. Without a
    /// stated witness an even number of nodes is taken to have one.
    pub(super) fn quorum(&mut self, id: FailoverClusterId) -> Term {
        if let Some(term) = self.quorums.get(&id) {
            return *term;
        }
        let document = self.document;
        let Some(cluster) = document.failover_clusters.get(&id) else { return Term::NEVER };
        let voters: Vec<ComputerId> = cluster.voters().collect();
        let mut votes: Vec<Term> = voters.iter().map(|voter| self.computer(*voter)).collect();
        match cluster.witness {
            Some(_) if !document.witness_votes(cluster) => {}
            Some(Witness::None) => {}
            Some(Witness::FileShare(Some(computer))) => {
                let share = self.computer(computer);
                votes.push(share);
            }
            Some(Witness::Disk | Witness::Cloud | Witness::FileShare(None)) => votes.push(Term::NEVER),
            None if voters.len().is_multiple_of(2) => {
                votes.push(Term::NEVER);
                self.assume(cluster.name.clone(), Taken::HasWitness);
            }
            None => {}
        }
        let lost = votes.len().div_ceil(2) as u32;
        let too_few = if votes.is_empty() { Term::NEVER } else { self.logic.at_least(lost, votes) };
        let text = format!("{} has lost its quorum", cluster.name);
        let too_few = self.note(too_few, id.into(), cited::QUORUM, text.clone());
        let event = self.part(Element::FailoverCluster(id).into(), cited::QUORUM);
        let term = self.logic.or([event, too_few]);
        let term = self.note(term, id.into(), cited::QUORUM, text);
        self.quorums.insert(id, term);
        term
    }

    /// What runs in a cluster resource group is away on each owner as `down` says, and where it runs now also when the
    /// cluster resource group itself fails: all that is in it fails with it.
    pub(super) fn with_its_role(&mut self, group: ResourceGroupId, mut down: Vec<Term>, because: Because) -> OnOwners {
        let failed = self.part(Element::ResourceGroup(group).into(), because);
        if let Some(active) = down.first_mut() {
            *active = self.logic.or([*active, failed]);
        }
        OnOwners(down)
    }

    /// What moves between `owners`, the present one first, and is lost on each as `down` says.
    pub(super) fn moving(
        &mut self,
        group: ResourceGroupId,
        down: &OnOwners,
        owners: &[ComputerId],
        what: &str,
        because: Because,
    ) -> GroupTerms {
        let document = self.document;
        let Some(cluster) = document.resource_groups.get(&group).map(|it| it.failover_cluster) else {
            return GroupTerms::SAFE;
        };
        let nodes = down.terms();
        let restarts = owners.first().map_or(Term::NEVER, |active| self.computer_restarts(*active));
        let moved = self.logic.or([nodes.first().copied().unwrap_or(Term::ALWAYS), restarts]);
        let nowhere = self.logic.and(nodes.iter().copied());
        let nowhere = if nodes.len() > 1 {
            let text = format!("{what} has no computer left to run on");
            self.note(nowhere, group.into(), because, text)
        } else {
            nowhere
        };
        let quorum = self.quorum(cluster);
        let mut causes = vec![nowhere, quorum];
        if let [active, _, ..] = owners {
            let has_role = !self.index.sql_in(group).is_empty() || !self.index.hosts_in(group).is_empty();
            let window = format!("{what} is failing over");
            match self.span {
                Span::Left => {
                    causes.push(self.residual(EventClass::TransitionWindow, group.into(), window, because));
                    let cluster_name = Element::from(cluster).name(document);
                    let common = format!("the nodes of {cluster_name} fail from one cause");
                    causes.push(self.residual(EventClass::CommonCause, cluster.into(), common, Because::Judgment));
                }
                Span::Moment => {
                    causes.push(self.leaving(*active, because));
                    if has_role {
                        causes.push(self.residual(EventClass::TransitionWindow, group.into(), window, because));
                    }
                }
            }
        }
        let lost = self.logic.or(causes);
        GroupTerms { lost, moved }
    }

    /// Everything that runs on a cluster node is on its way to another one: a crash moves all of it at once, so it is one
    /// outage, whatever else is waiting for it. What fails by itself moves by itself.
    pub(super) fn leaving(&mut self, active: ComputerId, because: Because) -> Term {
        let name = format!("what runs on {} is failing over", Element::Computer(active).name(self.document));
        self.residual(EventClass::TransitionWindow, active.into(), name, because)
    }

    /// A cluster resource group by itself: its computers, its quorum.
    pub(super) fn resource_group(&mut self, group: ResourceGroupId) -> GroupTerms {
        if let Some(terms) = self.groups.get(&group) {
            return *terms;
        }
        let owners = self.owners(group);
        let down: Vec<Term> = owners.iter().map(|owner| self.computer(*owner)).collect();
        let down = self.with_its_role(group, down, cited::FCI);
        let what = Element::from(group).name(self.document);
        let terms = self.moving(group, &down, &owners, &what, cited::FCI);
        let disks = self.own_disks(group);
        let address = self.role_address_lost(group, &owners);
        let terms = GroupTerms { lost: self.logic.or([terms.lost, disks, address]), moved: terms.moved };
        self.groups.insert(group, terms);
        terms
    }

    /// The address of what moves between computers is gone: the load balancers that are drawn to lead to whichever of them
    /// it runs on. Which of several it is that leads to it is not drawn, so each counts.
    pub(super) fn address_lost(&mut self, owners: &[ComputerId], address: Option<ClusterAddress>) -> Term {
        let document = self.document;
        if !matches!(address, None | Some(ClusterAddress::LoadBalancer)) || owners.len() < 2 {
            return Term::NEVER;
        }
        let leads = |it: &LoadBalancer| {
            it.redundant != Some(true)
                && it.kind != LoadBalancerKind::WindowsNlb
                && owners.iter().all(|owner| it.members.contains(owner))
                && document.is_cluster_address(it)
        };
        let before: Vec<_> = document.load_balancers.iter().filter(|(_, it)| leads(it)).map(|(id, _)| *id).collect();
        let because = Because::Rule("NLB-006");
        let terms: Vec<Term> =
            before.into_iter().map(|id| self.part(Element::LoadBalancer(id).into(), because)).collect();
        self.logic.or(terms)
    }

    /// [`Self::address_lost`] of a cluster resource group.
    pub(super) fn role_address_lost(&mut self, group: ResourceGroupId, owners: &[ComputerId]) -> Term {
        let address = self.document.resource_groups.get(&group).and_then(|it| it.address);
        self.address_lost(owners, address)
    }

    /// When a disk of a cluster resource group is lost.
    pub(super) fn own_disks(&mut self, group: ResourceGroupId) -> Term {
        let disks = self.document.disks_of_role(group);
        let terms: Vec<Term> = disks.into_iter().map(|id| self.storage(id)).collect();
        self.logic.or(terms)
    }

    /// When the master secret cannot be had, and when its server moves. Of several drawn ones the first counts.
    pub(super) fn master_secret(&mut self) -> GroupTerms {
        if let Some(terms) = self.secret {
            return terms;
        }
        let document = self.document;
        let terms = match document.primary_secret_servers().first().copied() {
            None => GroupTerms::SAFE,
            Some(MasterSecretServer::Computer(id)) => {
                let server = self.secret_server(id, true);
                let own = self.service(id, LocalService::MasterSecret, cited::SSO);
                let lost = self.logic.or([server, own]);
                GroupTerms { lost, moved: self.computer_restarts(id) }
            }
            Some(MasterSecretServer::Clustered(group)) => {
                let terms = self.clustered_sso(group);
                if document.secret_server_is_known_by_a_node() {
                    let text = "the clients of the master secret server keep asking the cluster node that it has left";
                    let moved = self.note(terms.moved, group.into(), Because::Rule("SSO-019"), text);
                    GroupTerms { lost: self.logic.or([terms.lost, moved]), moved: terms.moved }
                } else {
                    terms
                }
            }
        };
        let text = "the master secret server is lost";
        let lost = self.note(terms.lost, Element::Environment, cited::SSO, text);
        let terms = GroupTerms { lost, moved: terms.moved };
        self.secret = Some(terms);
        terms
    }

    /// When Enterprise SSO in a cluster resource group is lost or moves, with the master secret in it.
    pub(super) fn clustered_sso(&mut self, group: ResourceGroupId) -> GroupTerms {
        if let Some(terms) = self.clustered_sso.get(&group) {
            return *terms;
        }
        let document = self.document;
        let owners = self.owners(group);
        let local_dtc = self.needs_local_dtc(group);
        let down: Vec<Term> = owners.iter().map(|owner| self.secret_server(*owner, local_dtc)).collect();
        let down = self.with_its_role(group, down, cited::SSO);
        let mut terms = self.moving(group, &down, &owners, "the clustered master secret server", cited::SSO);
        let address = self.role_address_lost(group, &owners);
        terms.lost = self.logic.or([terms.lost, address]);
        let cluster = document.resource_groups.get(&group).map(|it| it.failover_cluster);
        if let Some(dtc) = cluster.and_then(|it| document.clustered_msdtc(it)).filter(|it| *it != group) {
            let dtc = self.resource_group(dtc).lost;
            terms.lost = self.logic.or([terms.lost, dtc]);
        }
        self.clustered_sso.insert(group, terms);
        terms
    }

    /// Whether the master secret server of a cluster resource group leaves a node that loses its MSDTC. Not with a
    /// clustered MSDTC, and not beside SQL Server in one group: SQL Server stays on such a node and stops there, and
    /// what lies in its group does not part from it.
    fn needs_local_dtc(&self, group: ResourceGroupId) -> bool {
        let document = self.document;
        let cluster = document.resource_groups.get(&group).map(|it| it.failover_cluster);
        self.index.sql_in(group).is_empty() && cluster.and_then(|it| document.clustered_msdtc(it)).is_none()
    }

    /// The computer cannot serve the master secret: it is down, or its Enterprise SSO is, or the MSDTC that it needs.
    fn secret_server(&mut self, id: ComputerId, local_dtc: bool) -> Term {
        let computer = self.computer(id);
        let sso = self.service(id, LocalService::EntSso, cited::SSO);
        if !local_dtc {
            return self.logic.or([computer, sso]);
        }
        let dtc = self.service(id, LocalService::Msdtc, Because::Document("tg/clustering-the-master-secret-server"));
        self.logic.or([computer, sso, dtc])
    }

    /// A storage is lost with its data: by itself where it is not known to be redundant; one that keeps copies on its
    /// nodes with the last of them; a local disk with its computer.
    pub(super) fn storage(&mut self, id: StorageId) -> Term {
        let event = self.part(Element::Storage(id).into(), cited::FCI);
        let document = self.document;
        let Some(storage) = document.storages.get(&id) else { return event };
        let redundant = document.storage_is_redundant(id) == Some(true);
        let on_nodes = storage.kind == StorageKind::Local || storage.kind == StorageKind::StorageSpacesDirect;
        let computers: Vec<Term> = storage.attached.iter().map(|computer| self.computer(*computer)).collect();
        match (redundant, on_nodes) {
            (true, true) if computers.len() > 1 => self.logic.and(computers),
            (false, true) => self.logic.or(std::iter::once(event).chain(computers)),
            (redundant, _) => {
                let places = self.places_of_one_copy(id);
                self.logic.or(places.into_iter().chain((!redundant).then_some(event)))
            }
        }
    }

    /// The sites and availability zones whose loss may take the only copy of a storage: all in which computers attached to
    /// it stand, where these are several and nobody has said that another one holds a copy. Which of them the storage
    /// stands in is not drawn.
    fn places_of_one_copy(&mut self, id: StorageId) -> Vec<Term> {
        let document = self.document;
        let Some(storage) = document.storages.get(&id) else { return Vec::new() };
        let copied = matches!(storage.copies, Some(StorageCopies::Mirrored | StorageCopies::Replicated));
        let sites: BTreeSet<SiteId> = storage.attached.iter().filter_map(|it| document.site_of(*it)).collect();
        let zones = document.zones_of_storage(storage);
        let in_sites = sites.into_iter().map(Element::Site);
        let (places, kind): (Vec<Element>, &'static str) = match in_sites.len() {
            0 | 1 => (zones.into_iter().map(Element::PhysicalHost).collect(), "availability zone"),
            _ => (in_sites.collect(), "site"),
        };
        if copied || places.is_empty() {
            return Vec::new();
        }
        if storage.copies.is_none() {
            self.assume(storage.name.clone(), Taken::InOne(kind));
        }
        places.into_iter().map(|it| self.part(it.into(), Because::Drawing)).collect()
    }
}
