//! Building blocks of fixes: load balancers in front of hosts, further servers for isolated hosts.

use std::collections::{BTreeMap, BTreeSet};

use super::{FixDraft, further_computers, model_computer};
use crate::edit::intent::ids::numbered_name;
use crate::edit::intent::slots::next_free_slot;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    ComputerId, ConnectionId, Deployment, Element, HostId, HostInstance, HostInstanceId, HostKind, LoadBalancer,
    LoadBalancerId, LoadBalancerKind, Role, Slot, Tier, TierKind,
};
use crate::rules::RuleContext;

/// Puts the computers of `srv(h)` behind a load balancer. `None` where one of them may hold the master secret
/// (SSO-008), or the host receives ordered messages (ADP-021).
pub(in crate::rules) fn balance_host(context: &RuleContext<'_>, id: HostId) -> Option<Edit> {
    if receives_in_order(context, id) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.balance(id, context.servers(id))?;
    draft.finish()
}

fn receives_in_order(context: &RuleContext<'_>, id: HostId) -> bool {
    context.receive_handlers_of(id).any(|(_, it)| it.ordered)
}

/// Makes an isolated host run on two computers, each with IIS (NLB-010), behind a load balancer (NLB-001). `None` where
/// it receives ordered messages (ADP-021), or where a second host instance would do harm or nobody has said that it does
/// not.
pub(in crate::rules) fn run_isolated_on_two(context: &RuleContext<'_>, id: HostId) -> Option<Edit> {
    let host = context.document.hosts.get(&id).filter(|it| it.kind == HostKind::Isolated)?;
    if receives_in_order(context, id) || !context.tolerates_several_instances(id) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let mut servers = context.servers(id).clone();
    draft.allow_several_computers();
    for (instance, computer) in disabled(context, id) {
        if servers.len() < 2 && servers.insert(computer) {
            draft.enable(instance);
            draft.says(format!("enable host {} on {}", host.name, context.name(computer)));
        }
    }
    for computer in further_computers(context, id, host) {
        if servers.len() < 2 && !context.document.may_hold_master_secret(computer) && servers.insert(computer) {
            draft.add_instance(id, computer);
            draft.says(format!("add a host instance of {} on {}", host.name, context.name(computer)));
        }
    }
    if servers.len() == 1 {
        let model = servers.first().copied().filter(|it| context.has_role(*it, Role::BizTalkRuntime));
        let model = model.or_else(|| model_computer(context, host.biztalk_group))?;
        let (computer, name) = draft.add_computer_like(model)?;
        draft.add_instance(id, computer);
        draft.says(format!("add {name} with a host instance of {}", host.name));
        servers.insert(computer);
    }
    if servers.len() < 2 {
        return None;
    }
    for computer in &servers {
        draft.add_role(*computer, Role::Iis);
    }
    if context.balancer_in_front_of(id).is_none_or(|balancer| !has_all(context, balancer, &servers)) {
        draft.balance(id, &servers)?;
    }
    draft.finish()
}

/// The disabled instances of a host in the primary site.
fn disabled<'a>(
    context: &'a RuleContext<'_>,
    id: HostId,
) -> impl Iterator<Item = (HostInstanceId, ComputerId)> + use<'a> {
    let instances = context.all_instances(id).iter();
    let instances = instances.filter_map(|it| Some((*it, context.document.host_instances.get(it)?)));
    let fits = |it: ComputerId| context.is_primary(it) && !context.document.may_hold_master_secret(it);
    let is_parked = move |it: &HostInstance| !it.enabled && fits(it.computer);
    instances.filter(move |(_, it)| is_parked(it)).map(|(instance, it)| (instance, it.computer))
}

fn has_all(context: &RuleContext<'_>, id: LoadBalancerId, servers: &BTreeSet<ComputerId>) -> bool {
    context.document.load_balancers.get(&id).is_some_and(|it| it.members.is_superset(servers))
}

impl FixDraft<'_, '_> {
    /// Puts computers behind a load balancer for one host: into the one that serves this host alone, else behind a new
    /// one; Windows NLB only where it works. `None` where one of the computers may
    /// hold the master secret (SSO-008).
    pub(in crate::rules) fn balance(&mut self, host: HostId, servers: &BTreeSet<ComputerId>) -> Option<()> {
        let document = self.context.document;
        if servers.iter().any(|it| document.may_hold_master_secret(*it)) {
            return None;
        }
        let serves_it_alone = |it: &LoadBalancer| it.serves.len() == 1 && it.serves.contains(&host);
        if let Some((id, it)) = self.context.client_balancers().find(|(_, it)| serves_it_alone(it)) {
            let mut balancer = it.clone();
            balancer.members.extend(servers);
            if self.lacks_windows_nlb(servers) {
                balancer.kind = LoadBalancerKind::Other;
            }
            let step = format!("make {} members of {}", self.names(servers), it.name);
            self.says(step);
            self.put(Record::LoadBalancer(id, balancer));
            self.lead_callers_to(id, servers);
            return Some(());
        }
        let id = self.add_balancer(servers, BTreeSet::from([host]))?;
        self.lead_callers_to(id, servers);
        Some(())
    }

    /// Leads who calls one of some computers by its own address to the load balancer before them (NLB-016). Who calls
    /// several of them, or the load balancer already, is left alone.
    fn lead_callers_to(&mut self, balancer: LoadBalancerId, servers: &BTreeSet<ComputerId>) {
        let document = self.context.document;
        let mut callers: BTreeMap<Element, Vec<ConnectionId>> = BTreeMap::new();
        for id in servers.iter().flat_map(|it| self.context.calls_to(*it)) {
            if let Some(connection) = document.connections.get(id) {
                callers.entry(connection.from).or_default().push(*id);
            }
        }
        for ways in callers.into_values() {
            let [id] = ways.as_slice() else { continue };
            self.change(*id, |it| it.to = balancer.into());
        }
    }

    /// Adds a load balancer before computers; `serves` are the hosts it is said to front. `None` where it finds no
    /// place, or one of the computers may hold the master secret (SSO-008).
    pub(in crate::rules) fn add_balancer(
        &mut self,
        servers: &BTreeSet<ComputerId>,
        serves: BTreeSet<HostId>,
    ) -> Option<LoadBalancerId> {
        let document = self.context.document;
        if servers.iter().any(|it| document.may_hold_master_secret(*it)) {
            return None;
        }
        let (kind, prefix, words) = if self.lacks_windows_nlb(servers) {
            (LoadBalancerKind::Other, "LB", "load balancer")
        } else {
            (LoadBalancerKind::WindowsNlb, "NLB", "Windows NLB cluster")
        };
        let slot = self.slot_for_balancer(servers)?;
        let balancer = LoadBalancer::new(numbered_name(document, prefix), slot, kind, servers.iter().copied());
        let id = self.add(LoadBalancer { serves, ..balancer });
        let step = format!("put a {words} in front of {}", self.names(servers));
        self.says(step);
        Some(id)
    }

    /// Whether computers cannot have Windows NLB: a cluster node among them (NLB-005), or Azure virtual machines (NLB-015).
    fn lacks_windows_nlb(&self, computers: &BTreeSet<ComputerId>) -> bool {
        let in_azure = self.context.document.environment.deployment == Some(Deployment::AzureVm);
        in_azure || computers.iter().any(|it| self.context.failover_cluster_of(*it).is_some())
    }

    /// The names of computers, new ones included, as a list in a sentence.
    fn names(&self, computers: &BTreeSet<ComputerId>) -> String {
        let names: Vec<String> = computers.iter().filter_map(|it| self.get(*it)).map(|it| it.name).collect();
        crate::prose::list(&names)
    }

    /// A free slot in the tier of load balancers of the primary site; where there is none, in a new tier above that of
    /// the servers.
    fn slot_for_balancer(&mut self, servers: &BTreeSet<ComputerId>) -> Option<Slot> {
        let document = self.context.document;
        let tiers = document.tiers.iter();
        let mut fitting = tiers.filter(|(id, it)| it.kind == TierKind::LoadBalancing && document.is_primary_tier(**id));
        if let Some((tier, _)) = fitting.next() {
            return Some(next_free_slot(document, *tier));
        }
        let below = servers.iter().find_map(|it| self.get(*it))?.slot.tier;
        let model = document.tiers.get(&below)?;
        let id = self.add(Tier { zone: model.zone, ..Tier::of(TierKind::LoadBalancing, model.site) });
        let mut rows = document.tier_rows.clone();
        let row = rows.iter().position(|row| row.contains(&below)).unwrap_or(rows.len());
        rows.insert(row, vec![id]);
        self.run(EditCommand::ArrangeTiers(rows)).ok()?;
        Some(Slot::first(id))
    }
}
