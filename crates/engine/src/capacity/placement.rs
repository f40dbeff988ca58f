//! Which hosts and databases of a design may run on which computers, and what each takes of a processor: all that the
//! roofline needs of a design.

use std::collections::{BTreeMap, BTreeSet};

use super::calibration::{Calibration, TestBed, calibration};
use super::demand::{Demands, MessageBoxLayout};
use super::flows::Mix;
use super::further::FurtherInputs;
use super::inputs::{self, WorkloadInputs};
use super::parameters::{Parameter, Parameters};
use super::spread;
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, Database, DatabaseId, DatabaseKind, Document, FaultDomain, Host,
    HostFunction, HostId, HostKind, PhysicalHostId, ResourceKind, Role, TierId,
};
use crate::sources::Sourced;

/// A computer of the primary site that runs, or may run, hosts or databases.
#[derive(Clone, Debug)]
pub(super) struct PlacedComputer {
    pub(super) id: ComputerId,
    pub(super) name: String,
    pub(super) tier: TierId,
    pub(super) cores: Sourced<f64>,
    pub(super) speed: Sourced<f64>,
    /// `None` = the design does not say.
    pub(super) is_virtual: Option<bool>,
    /// Cores times speed times virtualization factor for the work of hosts.
    pub(super) biztalk_cores: f64,
    /// The same for the work of databases.
    pub(super) sql_cores: f64,
    /// Whether it carries the BizTalk Server runtime.
    pub(super) is_biztalk: bool,
    /// Whether hosts run on it.
    pub(super) runs_hosts: bool,
}

impl PlacedComputer {
    /// Speed of a core for the work of databases: virtualization slows what holds locks, too. That it lowers the ceiling of
    /// contention as it lowers processor time is our inference; no document measures the two apart.
    pub(super) fn sql_speed(&self) -> f64 {
        self.sql_cores / self.cores.value
    }
}

/// A host with an average message's work and the computers it may run on.
#[derive(Clone, Debug)]
pub(super) struct PlacedHost {
    pub(super) id: HostId,
    pub(super) name: String,
    /// CPU seconds per message of the mix on a reference core.
    pub(super) secs: f64,
    /// Computers with an enabled host instance, by index; for a clustered host the active owner first.
    pub(super) computers: Vec<usize>,
    /// In which proportion these share its work.
    pub(super) weights: Vec<f64>,
    /// Whether only one of them works at a time.
    pub(super) clustered: bool,
    /// Whether it stops where a clustered Enterprise SSO is passive (SSO-005).
    pub(super) needs_active_sso: bool,
}

impl PlacedHost {
    /// The share of its work that each of some of its computers does, which are named in the order of all of them.
    pub(super) fn shares<'h>(&'h self, running: &'h [usize]) -> impl Iterator<Item = (usize, f64)> + 'h {
        let weights = move || {
            let mut next = running.iter().copied().peekable();
            let both = self.computers.iter().zip(&self.weights);
            both.filter_map(move |(computer, weight)| next.next_if_eq(computer).map(|at| (at, *weight)))
        };
        let all: f64 = weights().map(|(_, weight)| weight).sum();
        let even = 1.0 / running.len().max(1) as f64;
        weights().map(move |(at, weight)| (at, if all > 0.0 { weight / all } else { even }))
    }
}

/// A database without which no message passes, or that costs something.
#[derive(Clone, Debug)]
pub(super) struct PlacedDatabase {
    pub(super) id: DatabaseId,
    pub(super) name: String,
    pub(super) kind: DatabaseKind,
    pub(super) is_master: bool,
    /// Whether messages are published to it, for a MessageBox.
    pub(super) publishes: bool,
    pub(super) sql_name: String,
    /// SQL CPU seconds per message on a reference core.
    pub(super) secs: f64,
    /// Computers it may run on, by index, the present one first.
    pub(super) computers: Vec<usize>,
}

/// The work of a flow at receiving, processing and sending: CPU seconds of one of its messages on a reference core, and
/// the hosts that share it, by index, each with its part. Nothing where it does not pass.
pub(super) type Way = [(f64, Vec<(usize, f64)>); 3];

/// The hosts and databases of a BizTalk group on the computers of a design.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub(super) biztalk_group: Option<BizTalkGroupId>,
    pub(super) computers: Vec<PlacedComputer>,
    pub(super) hosts: Vec<PlacedHost>,
    pub(super) databases: Vec<PlacedDatabase>,
    pub(super) message_boxes: MessageBoxLayout,
    pub(super) demands: Demands,
    pub(super) workload: WorkloadInputs,
    pub(super) calibration: Option<Calibration>,
    pub(super) mix: Mix,
    /// The way of each flow of the mix through the hosts.
    pub(super) ways: Vec<Way>,
    pub(super) further: FurtherInputs,
    /// The Tracking database of the BizTalk group; `None` = none is drawn.
    pub(super) tracking_database: Option<DatabaseId>,
    pub(super) peak: Option<Sourced<f64>>,
    pub(super) parameters: Parameters,
    /// Possible owners of each clustered Enterprise SSO, the active one first.
    pub(super) sso_owners: Vec<Vec<ComputerId>>,
    /// Whether somebody said that the environment is tuned.
    pub(super) tuned: Option<bool>,
    /// Other BizTalk groups on the same computers, which take their part at their own peak.
    pub(super) neighbors: Vec<Self>,
    /// What the drawing lacks for any estimate; empty when it can be made.
    pub(super) missing: Vec<String>,
    /// What keeps every message from passing even in normal operation.
    pub(super) blocked: Vec<String>,
}

impl Placement {
    /// Reads the first BizTalk group with a MessageBox.
    pub(super) fn new(document: &Document, parameters: Parameters) -> Self {
        Self::all(document, &parameters).swap_remove(0)
    }

    /// Reads every BizTalk group, the first one with a MessageBox first; at least one. Only primary sites count.
    pub(super) fn all(document: &Document, parameters: &Parameters) -> Vec<Self> {
        let first = estimated_biztalk_group(document);
        let others = document.biztalk_groups.keys().copied().map(Some).filter(|id| *id != first);
        let groups = std::iter::once(first).chain(others);
        let alone: Vec<Self> = groups.map(|id| Self::of_group(document, id, id == first, parameters)).collect();
        if alone.len() == 1 {
            return alone;
        }
        let mut all = alone.clone();
        for (index, placement) in all.iter_mut().enumerate() {
            let ids: Vec<ComputerId> = placement.computers.iter().map(|it| it.id).collect();
            let others = alone.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, other)| other);
            placement.neighbors = others
                .filter(|other| other.missing.is_empty() && other.computers.iter().any(|it| ids.contains(&it.id)))
                .cloned()
                .collect();
        }
        all
    }

    fn of_group(
        document: &Document,
        biztalk_group: Option<BizTalkGroupId>,
        is_first: bool,
        parameters: &Parameters,
    ) -> Self {
        let hosts: Vec<(HostId, &Host)> = document
            .hosts
            .iter()
            .filter(|(_, host)| Some(host.biztalk_group) == biztalk_group && !host.functions.is_empty())
            .map(|(id, host)| (*id, host))
            .collect();
        let has_processing = hosts.iter().any(|(_, host)| host.functions.contains(&HostFunction::Process));
        let boxes: Vec<&Database> = message_boxes(document, biztalk_group).map(|(_, database)| database).collect();
        let layout = message_box_layout(&boxes);
        let consolidated_on = consolidated_on(document);
        let mut reader =
            Reader { document, parameters, consolidated_on, computers: Vec::new(), positions: BTreeMap::new() };
        let mut databases = reader.databases(biztalk_group);
        let placed: Vec<HostWithComputers<'_>> =
            hosts.iter().map(|(id, host)| (*id, *host, reader.host_computers(*id))).collect();
        let bed = test_bed(&reader.computers, layout);
        let calibration = calibration(&document.workload, bed, parameters);
        let workload =
            WorkloadInputs::new(&document.workload, has_processing, parameters).calibrated(calibration.as_ref());
        let mix = Mix::new(document, biztalk_group, is_first, &workload, parameters);
        let complexity = (workload.complexity_biztalk.value, workload.complexity_sql.value);
        let demands = Demands::of_cost(mix.cost(), complexity, layout, parameters);
        for database in &mut databases {
            let kind = document.databases.get(&database.id);
            database.secs = kind.map_or(0.0, |it| database_secs(it, layout, &demands));
        }
        let mut result = Self {
            biztalk_group,
            hosts: Vec::new(),
            databases,
            computers: Vec::new(),
            message_boxes: layout,
            demands,
            workload,
            calibration,
            further: FurtherInputs::new(&document.workload, parameters),
            tracking_database: document
                .databases
                .iter()
                .find(|(_, it)| it.kind == DatabaseKind::Tracking && it.biztalk_group == biztalk_group)
                .map(|(id, _)| *id),
            peak: mix.peak.clone(),
            ways: Vec::new(),
            mix,
            parameters: parameters.clone(),
            sso_owners: sso_owners(document),
            tuned: document.workload.tuned,
            neighbors: Vec::new(),
            missing: Vec::new(),
            blocked: Vec::new(),
        };
        result.blocked.extend(reader.elsewhere(biztalk_group));
        if boxes.is_empty() && result.blocked.is_empty() {
            result.missing.push("no MessageBox database is placed".to_owned());
        } else if boxes.is_empty() {
            // It is drawn where nothing runs.
        } else if layout.publishers == 0 {
            result.blocked.push("no MessageBox database publishes".to_owned());
        }
        result.read_hosts(&mut reader, placed);
        result.computers = reader.computers;
        spread::balance(&mut result);
        result
    }

    /// Reads which deployed hosts may do the work of each function of each flow: those that have the function, or the one
    /// that the flow names.
    fn read_hosts(&mut self, reader: &mut Reader<'_>, placed: Vec<HostWithComputers<'_>>) {
        let functions = [
            (HostFunction::Receive, "receives"),
            (HostFunction::Process, "runs orchestrations"),
            (HostFunction::Send, "sends"),
        ];
        let complexity = (self.workload.complexity_biztalk.value, self.workload.complexity_sql.value);
        let mut working: BTreeSet<HostId> = BTreeSet::new();
        let mut ways: Vec<[(f64, Vec<HostId>); 3]> = vec![Default::default(); self.mix.flows.len()];
        for (at, (function, verb)) in functions.into_iter().enumerate() {
            for (flow, way) in self.mix.flows.iter().zip(&mut ways) {
                let demands = Demands::of_cost(flow.cost, complexity, self.message_boxes, &self.parameters);
                let own = [demands.receive_secs, demands.process_secs, demands.send_secs];
                let total = own.get(at).copied().unwrap_or(0.0) * flow.share;
                if total <= 0.0 {
                    continue;
                }
                let named = flow.hosts.get(at).copied().flatten().filter(|id| placed.iter().any(|it| it.0 == *id));
                let able: Vec<&HostWithComputers<'_>> = placed
                    .iter()
                    .filter(|(id, host, _)| named.map_or(host.functions.contains(&function), |named| named == *id))
                    .collect();
                if able.is_empty() {
                    push_once(&mut self.missing, format!("no host {verb}"));
                } else if able.iter().all(|(.., at)| at.is_empty()) {
                    push_once(&mut self.blocked, format!("no host that {verb} has an enabled host instance"));
                }
                let deployed: Vec<HostId> = able.iter().filter(|(.., at)| !at.is_empty()).map(|it| it.0).collect();
                working.extend(&deployed);
                if let Some(stage) = way.get_mut(at) {
                    *stage = (total / flow.share, deployed);
                }
            }
        }
        self.hosts = placed
            .into_iter()
            .filter(|(id, ..)| working.contains(id))
            .map(|(id, host, computers)| {
                let clustered = reader.document.resource_group_of_host(id).is_some();
                let needs_active_sso = !clustered && host.kind == HostKind::InProcess;
                let weights = vec![0.0; computers.len()];
                PlacedHost { id, name: host.name.clone(), secs: 0.0, computers, weights, clustered, needs_active_sso }
            })
            .collect();
        let position = |id: HostId| self.hosts.iter().position(|it| it.id == id);
        let by_index = |(secs, hosts): (f64, Vec<HostId>)| {
            (secs, hosts.into_iter().filter_map(position).map(|host| (host, 0.0)).collect())
        };
        self.ways = ways.into_iter().map(|way| way.map(by_index)).collect();
        for computer in self.hosts.iter().flat_map(|host| &host.computers) {
            if let Some(it) = reader.computers.get_mut(*computer) {
                it.runs_hosts = true;
            }
        }
    }
}

/// A host with the computers it may run on.
type HostWithComputers<'a> = (HostId, &'a Host, Vec<usize>);

fn push_once(list: &mut Vec<String>, text: String) {
    if !list.contains(&text) {
        list.push(text);
    }
}

/// Possible owners of each clustered Enterprise SSO of the primary sites, the active one first.
fn sso_owners(document: &Document) -> Vec<Vec<ComputerId>> {
    let groups = document.resource_groups.values().filter(|group| group.has(ResourceKind::EntSso));
    groups
        .map(|group| {
            let mut owners: Vec<ComputerId> =
                group.possible_owners.iter().copied().filter(|id| document.is_primary(*id)).collect();
            owners.sort_by_key(|id| Some(*id) != group.runs_on());
            owners
        })
        .collect()
}

/// The mean core of both tiers against the lab.
fn test_bed(computers: &[PlacedComputer], layout: MessageBoxLayout) -> TestBed {
    let core = |is_biztalk: bool, effective: fn(&PlacedComputer) -> f64| {
        let tier = || computers.iter().filter(move |it| it.is_biztalk == is_biztalk);
        let cores: f64 = tier().map(|it| it.cores.value).sum();
        if cores > 0.0 { tier().map(effective).sum::<f64>() / cores } else { 1.0 }
    };
    TestBed {
        single: layout.is_single(),
        biztalk_core: core(true, |it| it.biztalk_cores),
        sql_core: core(false, |it| it.sql_cores),
    }
}

fn estimated_biztalk_group(document: &Document) -> Option<BizTalkGroupId> {
    let of_message_box = document
        .databases
        .values()
        .filter(|database| database.kind == DatabaseKind::MessageBox)
        .filter_map(|database| database.biztalk_group)
        .min();
    of_message_box.or_else(|| document.biztalk_groups.keys().next().copied())
}

fn message_boxes(
    document: &Document,
    biztalk_group: Option<BizTalkGroupId>,
) -> impl Iterator<Item = (DatabaseId, &Database)> {
    document
        .databases
        .iter()
        .filter(move |(_, it)| it.kind == DatabaseKind::MessageBox && it.biztalk_group == biztalk_group)
        .filter(|(_, it)| document.runs_in_primary_site(it))
        .map(|(id, it)| (*id, it))
}

fn message_box_layout(boxes: &[&Database]) -> MessageBoxLayout {
    let publishers = boxes.iter().filter(|database| !database.publication_disabled).count();
    let dedicated_master = boxes.len() > 1 && boxes.iter().any(|it| it.is_master && it.publication_disabled);
    MessageBoxLayout { publishers: publishers as u32, dedicated_master }
}

/// The physical host on which all virtual machines of the primary sites stand that run hosts or SQL instances: the
/// published case of consolidation. Physical hosts on which none of them stands change nothing.
fn consolidated_on(document: &Document) -> Option<PhysicalHostId> {
    let on_hardware =
        |id: &PhysicalHostId| document.physical_hosts.get(id).is_some_and(|it| it.domain == FaultDomain::PhysicalHost);
    if !document.physical_hosts.keys().any(on_hardware) {
        return None;
    }
    let with_sql: BTreeSet<ComputerId> =
        document.sql_instances.keys().filter_map(|id| document.active_computer_of_sql(*id)).collect();
    let works = |id: &ComputerId, it: &Computer| {
        (it.roles.contains(&Role::BizTalkRuntime) || with_sql.contains(id)) && document.is_primary(*id)
    };
    let working = document.computers.iter().filter(|(id, it)| works(id, it));
    let mut hosts = working.filter_map(|(_, it)| it.physical_host).filter(on_hardware);
    let first = hosts.next()?;
    hosts.all(|it| it == first).then_some(first)
}

/// Collects computers as hosts and databases name them.
struct Reader<'a> {
    document: &'a Document,
    parameters: &'a Parameters,
    consolidated_on: Option<PhysicalHostId>,
    computers: Vec<PlacedComputer>,
    positions: BTreeMap<ComputerId, usize>,
}

impl Reader<'_> {
    /// The position of a computer of the primary site; `None` for any other.
    fn primary_computer(&mut self, id: ComputerId) -> Option<usize> {
        if self.document.is_primary(id) { self.computer(id) } else { None }
    }

    /// The position of a computer, wherever it stands.
    fn computer(&mut self, id: ComputerId) -> Option<usize> {
        if let Some(known) = self.positions.get(&id) {
            return Some(*known);
        }
        let computer = self.document.computers.get(&id)?;
        let position = self.computers.len();
        self.computers.push(self.describe(id, computer));
        self.positions.insert(id, position);
        Some(position)
    }

    fn describe(&self, id: ComputerId, computer: &Computer) -> PlacedComputer {
        let is_biztalk = computer.roles.contains(&Role::BizTalkRuntime);
        let default_cores = if is_biztalk { Parameter::BizTalkCores } else { Parameter::SqlCores };
        let cores = inputs::cores(computer, default_cores, self.parameters);
        let speed = inputs::core_speed(computer, self.parameters);
        let is_virtual = inputs::is_virtual(self.document, computer);
        let factor = |parameter| if is_virtual == Some(true) { self.parameters.value(parameter) } else { 1.0 };
        let is_consolidated = self.consolidated_on.is_some() && computer.physical_host == self.consolidated_on;
        let for_databases = if is_consolidated { Parameter::VirtualConsolidated } else { Parameter::VirtualSql };
        let physical = cores.value * speed.value;
        PlacedComputer {
            id,
            name: computer.name.clone(),
            tier: computer.slot.tier,
            biztalk_cores: physical * factor(Parameter::VirtualBizTalk),
            sql_cores: physical * factor(for_databases),
            cores,
            speed,
            is_virtual,
            is_biztalk,
            runs_hosts: false,
        }
    }

    /// Whether messages pass only with this database: MessageBox, Management and SSO. The others stop no message.
    fn is_needed(database: &Database, biztalk_group: Option<BizTalkGroupId>) -> bool {
        match database.kind {
            DatabaseKind::MessageBox | DatabaseKind::Management => database.biztalk_group == biztalk_group,
            DatabaseKind::Sso => true,
            _ => false,
        }
    }

    /// Which databases messages need that are drawn outside the primary sites only.
    fn elsewhere(&self, biztalk_group: Option<BizTalkGroupId>) -> Vec<String> {
        let document = self.document;
        let needed = || document.databases.values().filter(|it| Self::is_needed(it, biztalk_group));
        let runs = |kind| needed().any(|it| it.kind == kind && document.runs_in_primary_site(it));
        let mut kinds: BTreeMap<DatabaseKind, &str> = BTreeMap::new();
        for database in needed().filter(|it| !runs(it.kind)) {
            kinds.entry(database.kind).or_insert(&database.name);
        }
        kinds.into_values().map(|name| format!("{name} does not run in a primary site")).collect()
    }

    /// Databases that must be there, as far as they run in a primary site.
    fn databases(&mut self, biztalk_group: Option<BizTalkGroupId>) -> Vec<PlacedDatabase> {
        let document = self.document;
        let mut found = Vec::new();
        for (id, database) in &document.databases {
            if Self::is_needed(database, biztalk_group) && document.runs_in_primary_site(database) {
                found.push(PlacedDatabase {
                    id: *id,
                    name: database.name.clone(),
                    kind: database.kind,
                    is_master: database.is_master,
                    publishes: !database.publication_disabled,
                    sql_name: document
                        .sql_instances
                        .get(&database.sql_instance)
                        .map(|it| it.name.clone())
                        .unwrap_or_default(),
                    secs: 0.0,
                    computers: self.database_computers(database),
                });
            }
        }
        found
    }

    fn database_computers(&mut self, database: &Database) -> Vec<usize> {
        let replicas =
            self.document.moves_with(database).map(|id| self.document.automatic_partners(id)).unwrap_or_default();
        let mut order = Vec::new();
        for sql_instance in std::iter::once(database.sql_instance).chain(replicas) {
            let active = self.document.active_computer_of_sql(sql_instance);
            order.extend(active);
            let owners = self.document.owners_of_sql(sql_instance).iter().copied();
            order.extend(owners.filter(|id| Some(*id) != active));
        }
        order.into_iter().filter_map(|id| self.computer(id)).collect()
    }

    fn host_computers(&mut self, id: HostId) -> Vec<usize> {
        let document = self.document;
        let mut computers: Vec<ComputerId> = document
            .host_instances_of(id)
            .filter_map(|id| document.host_instances.get(&id))
            .filter(|it| it.enabled)
            .map(|it| it.computer)
            .collect();
        computers.sort_unstable();
        computers.dedup();
        let group = document.resource_group_of_host(id).and_then(|it| document.resource_groups.get(&it));
        if let Some(group) = group {
            let position = |id: &ComputerId| {
                let preferred = group.possible_owners.iter().position(|owner| owner == id);
                (Some(*id) != group.runs_on(), preferred.unwrap_or(usize::MAX))
            };
            computers.retain(|it| group.possible_owners.contains(it));
            computers.sort_by_key(position);
        }
        computers.into_iter().filter_map(|id| self.primary_computer(id)).collect()
    }
}

/// A publishing MessageBox costs its share; the master of several costs its routing on top. Other databases cost
/// nothing that is published.
fn database_secs(database: &Database, layout: MessageBoxLayout, demands: &Demands) -> f64 {
    if database.kind != DatabaseKind::MessageBox {
        return 0.0;
    }
    let publishing = if database.publication_disabled { 0.0 } else { demands.publisher_secs };
    let routing = if database.is_master && !layout.is_single() { demands.master_secs } else { 0.0 };
    publishing + routing
}
