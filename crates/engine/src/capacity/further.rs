//! Limits beside processors and contention: connections, requests, network, disks and tracking, as far as inputs allow.

use std::collections::BTreeSet;

use super::flows::MixedFlow;
use super::formulas::limits;
use super::formulas::tracking_size::{TrackedFlow, TrackingDisk};
use super::inputs::range_sigma;
use super::parameters::{Parameter, Parameters};
use super::placement::Placement;
use super::range::{Factor, Spread};
use super::roofline::{Limiter, LimiterKind};
use super::state::State;
use super::words::list;
use crate::model::{DatabaseKind, Element, TrackingLevel, Workload};
use crate::sources::Sourced;

/// Figures for these limits: what is stated, else the published or assumed default; `None` = no limit without it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FurtherInputs {
    pub(super) link_gbit_per_sec: Option<Sourced<f64>>,
    pub(super) disk_operations_per_sec: Option<Sourced<f64>>,
    pub(super) properties: Sourced<f64>,
    pub(super) bodies: Sourced<f64>,
    pub(super) tracking_disk_speed: Sourced<f64>,
    pub(super) tracking_days: Sourced<f64>,
}

impl FurtherInputs {
    pub(super) fn new(workload: &Workload, parameters: &Parameters) -> Self {
        let positive = |value: &Option<Sourced<f64>>| value.clone().filter(|it| it.value > 0.0);
        let or = |value: &Option<Sourced<f64>>, default| positive(value).unwrap_or_else(|| parameters.get(default));
        Self {
            link_gbit_per_sec: positive(&workload.link_gbit_per_sec),
            disk_operations_per_sec: positive(&workload.disk_operations_per_sec),
            properties: workload
                .tracked_properties
                .clone()
                .unwrap_or_else(|| parameters.get(Parameter::TrackedProperties)),
            bodies: or(&workload.tracked_bodies, Parameter::TrackedBodies),
            tracking_disk_speed: or(&workload.tracking_disk_speed, Parameter::TrackingDiskSpeed),
            tracking_days: or(&workload.tracking_days, Parameter::TrackingDays),
        }
    }
}

/// One of these limits. `flow` = only this one of the flows meets it.
pub(super) struct Limit {
    pub(super) kind: LimiterKind,
    pub(super) flow: Option<usize>,
    pub(super) rate: f64,
}

/// Each limit in messages per second of the whole mix.
pub(super) fn rates(state: &State<'_>) -> Vec<(LimiterKind, f64)> {
    all(state).into_iter().map(|limit| (limit.kind, limit.rate)).collect()
}

/// Each limit with the flow that meets it.
pub(super) fn all(state: &State<'_>) -> Vec<Limit> {
    let placement = state.placement;
    let whole = |kind, rate: Option<f64>| rate.map(|rate| Limit { kind, flow: None, rate });
    let mut limits: Vec<Limit> =
        placement.mix.flows.iter().enumerate().flat_map(|(at, it)| of_flow(state, at, it)).collect();
    limits.extend(whole(LimiterKind::Network, network(placement)));
    limits.extend(whole(LimiterKind::Disk, disk(placement)));
    limits.extend(whole(LimiterKind::TrackingDisk, tracking(placement)));
    limits.retain(|limit| limit.rate.is_finite());
    limits
}

/// Connections to the back end and requests held by ASP.NET, both by Little's law; the mix carries `1 / share` times
/// what the flow does.
fn of_flow(state: &State<'_>, at: usize, flow: &MixedFlow) -> Vec<Limit> {
    let Some(back_end_secs) = flow.back_end_secs else { return Vec::new() };
    let mut limits = Vec::new();
    let mut add = |kind, rate: f64| limits.push(Limit { kind, flow: Some(at), rate: rate / flow.share });
    if flow.http_send {
        let computers = computers_of(state, at, SENDING).len() as f64;
        let connections = state.placement.workload.http_connections.value;
        add(LimiterKind::Connections, limits::connection_limit(computers, connections, back_end_secs));
    }
    if flow.held_by_iis {
        let computers = computers_of(state, at, RECEIVING);
        let cores = computers.iter().filter_map(|at| state.placement.computers.get(*at)).map(|it| it.cores.value).sum();
        let per_cpu = state.placement.parameters.value(Parameter::RequestsPerCpu);
        add(LimiterKind::Requests, limits::aspnet_limit(cores, per_cpu, back_end_secs));
    }
    limits
}

/// Stages of a flow, by position in its way.
const RECEIVING: usize = 0;
const SENDING: usize = 2;

/// The computers on which hosts do a stage of a flow.
fn computers_of(state: &State<'_>, flow: usize, stage: usize) -> BTreeSet<usize> {
    let way = state.placement.ways.get(flow).and_then(|it| it.get(stage));
    let hosts = way.map_or(&[][..], |(_, hosts)| hosts);
    hosts.iter().flat_map(|(host, _)| state.running(*host)).collect()
}

fn network(placement: &Placement) -> Option<f64> {
    let link = placement.further.link_gbit_per_sec.as_ref()?.value;
    let hop_kb = placement.mix.average(|flow| flow.message_kb.map(|kb| kb * flow.cost.hops))?;
    Some(limits::network_limit(link, 1.0, hop_kb))
}

fn disk(placement: &Placement) -> Option<f64> {
    let operations = placement.further.disk_operations_per_sec.as_ref()?.value;
    Some(limits::disk_limit(
        operations,
        placement.demands.hops,
        placement.parameters.value(Parameter::DiskOperationsPerHop),
    ))
}

/// Messages per second at the disk of the Tracking database; `None` when tracking is off, not stated, or a message size
/// is missing for bodies.
fn tracking(placement: &Placement) -> Option<f64> {
    placement.tracking_database?;
    let disk = TrackingDisk {
        row_secs: placement.parameters.value(Parameter::TrackingRow),
        body_secs: placement.parameters.value(Parameter::TrackingBody),
    };
    let secs = placement.mix.average(|flow| {
        let (level, tracked) = tracked_flow(placement, flow)?;
        let bodies = if level == TrackingLevel::Bodies { placement.further.bodies.value } else { 0.0 };
        let kb = if bodies > 0.0 { flow.message_kb? } else { 0.0 };
        let rate = disk.limit_per_sec(tracked.rows_per_message(), bodies, kb);
        Some(if level == TrackingLevel::Off { 0.0 } else { 1.0 / rate })
    })?;
    (secs > 0.0).then(|| placement.further.tracking_disk_speed.value / secs)
}

/// What a flow writes into the Tracking database; `None` when its tracking is not stated.
///
/// Services are hops plus one with two events each, as in the published tracking lab (our assumption for other flows).
pub(super) fn tracked_flow(placement: &Placement, flow: &MixedFlow) -> Option<(TrackingLevel, TrackedFlow)> {
    let level = flow.tracking?;
    let services = flow.cost.hops + placement.parameters.value(Parameter::TrackedServices);
    let num_properties = match level {
        TrackingLevel::Off | TrackingLevel::Events => 0,
        TrackingLevel::Properties | TrackingLevel::Bodies => {
            placement.further.properties.value.clamp(0.0, 1000.0) as usize
        }
    };
    let property_bytes = vec![placement.parameters.value(Parameter::PropertyBytes); num_properties];
    Some((level, TrackedFlow { services, events: services * 2.0, messages_with_properties: services, property_bytes }))
}

/// The same limits with names and uncertainty.
pub(super) fn limiters(state: &State<'_>) -> Vec<Limiter> {
    all(state).iter().map(|limit| name(state, limit)).collect()
}

fn name(state: &State<'_>, limit: &Limit) -> Limiter {
    let placement = state.placement;
    let structure = Spread::default().by(Factor::Structure, placement.parameters.value(Parameter::SigmaStructure));
    let flow = limit.flow.and_then(|at| placement.mix.flows.get(at));
    let flow_name = flow.map_or("", |flow| flow.name.as_str());
    let parameter_sigma = |parameter: Parameter| range_sigma(&placement.parameters.get(parameter));
    let boxes: Vec<Element> = placement
        .databases
        .iter()
        .filter(|it| it.kind == DatabaseKind::MessageBox)
        .map(|it| Element::Database(it.id))
        .collect();
    let at = |computers: BTreeSet<usize>| -> (String, Vec<Element>) {
        let found: Vec<_> = computers.iter().filter_map(|at| placement.computers.get(*at)).collect();
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        (list(&names), found.iter().map(|it| Element::Computer(it.id)).collect())
    };
    let working = |stage| limit.flow.map(|flow| computers_of(state, flow, stage)).unwrap_or_default();
    let (name, elements, spread) = match limit.kind {
        LimiterKind::Connections => {
            let (names, elements) = at(working(SENDING));
            let connections = placement.workload.http_connections.value;
            (format!("{connections:.0} connections to the back end of {flow_name} on {names}"), elements, structure)
        }
        LimiterKind::Requests => {
            let (names, elements) = at(working(RECEIVING));
            (format!("ASP.NET requests of {flow_name} on {names}"), elements, structure)
        }
        LimiterKind::Network => ("Network between BizTalk Server and SQL Server".to_owned(), boxes, structure),
        LimiterKind::Disk => {
            let name = "Disks of the MessageBox databases".to_owned();
            (name, boxes, structure.by(Factor::Disk, parameter_sigma(Parameter::DiskOperationsPerHop)))
        }
        _ => {
            let name = "Disks of the Tracking database".to_owned();
            let database = placement.tracking_database.map(Element::Database).into_iter().collect();
            (name, database, structure.by(Factor::TrackingDisk, range_sigma(&placement.further.tracking_disk_speed)))
        }
    };
    Limiter::spread(limit.kind, name, limit.rate, spread).about(elements)
}

/// What is not estimated for lack of an input, as "what: what to state".
pub(super) fn not_estimated(placement: &Placement) -> Vec<String> {
    let mut lacks = Vec::new();
    let further = &placement.further;
    let sizes_known = placement.mix.flows.iter().all(|flow| flow.message_kb.is_some());
    if further.link_gbit_per_sec.is_none() || !sizes_known {
        lacks.push("Network between BizTalk Server and SQL Server: state its speed and the message size".to_owned());
    }
    if further.disk_operations_per_sec.is_none() {
        lacks.push("Disks of the MessageBox databases: state the operations per second they carry".to_owned());
    }
    if placement.tracking_database.is_some() && placement.mix.flows.iter().any(|flow| flow.tracking.is_none()) {
        lacks.push("Tracking: state its level; the published labs ran without it, and with ten tracked properties one lab fell from 290 to 40 messages/s, with bodies to 20".to_owned());
    }
    if placement.mix.is_stated {
        let silent = placement
            .mix
            .flows
            .iter()
            .filter(|flow| flow.back_end_secs.is_none() && (flow.http_send || flow.held_by_iis));
        for flow in silent {
            lacks.push(format!("Connections of {}: state the response time of its back end", flow.name));
        }
    } else {
        lacks.push("Connections to back ends and requests: add message flows; the default is two HTTP connections per destination".to_owned());
    }
    lacks
}
