//! The inputs of an estimate as they are shown, and the figures that only shape its range.

use super::flows::doubt;
use super::inputs::CapacityInput;
use super::parameters::Parameter;
use super::placement::Placement;
use super::words::list;
use crate::model::{Document, TrackingLevel};
use crate::sources::{Provenance, Sourced};

/// The inputs that are shown, and further figures that only shape the range.
pub(super) fn inputs_of(placement: &Placement) -> (Vec<CapacityInput>, Vec<Sourced<f64>>) {
    let parameters = &placement.parameters;
    let of = |parameter: Parameter| CapacityInput::of(parameter, parameters.get(parameter));
    let single = placement.message_boxes.is_single();
    let mut inputs: Vec<CapacityInput> = Vec::new();
    inputs.extend(placement.peak.as_ref().map(|it| labeled("peak", "Peak load", "messages/s", it)));
    let workload = &placement.workload;
    if placement.mix.is_stated {
        inputs.extend(flow_inputs(placement));
    } else {
        inputs.push(CapacityInput::of(Parameter::OrchestrationShare, workload.orchestration_share.clone()));
    }
    inputs.push(labeled(
        "complexity-biztalk",
        "BizTalk work per message against the published lab",
        "times",
        &workload.complexity_biztalk,
    ));
    inputs.push(labeled(
        "complexity-sql",
        "MessageBox work per message against the published lab",
        "times",
        &workload.complexity_sql,
    ));
    let extra = workload.extra_hops.as_ref();
    inputs.extend(extra.map(|it| labeled("extra-hops", "Further passes through the MessageBox", "per message", it)));
    inputs.extend(hardware_inputs(placement));
    let figures: &[Parameter] = if single {
        &[
            Parameter::SingleMessageBoxHops,
            Parameter::SqlPerHopSingle,
            Parameter::MessagingSingle,
            Parameter::OrchestrationSingle,
        ]
    } else {
        &[
            Parameter::PublisherHops,
            Parameter::PublisherContention,
            Parameter::SqlPerHopMultiple,
            Parameter::MasterShare,
            Parameter::MessagingMultiple,
            Parameter::OrchestrationMultiple,
        ]
    };
    inputs.extend(figures.iter().chain(&[Parameter::ReceiveShare, Parameter::CpuCap]).map(|it| of(*it)));
    let any = |is_virtual| placement.computers.iter().any(|it| it.is_virtual == is_virtual);
    if any(Some(true)) {
        inputs.extend([of(Parameter::VirtualBizTalk), of(Parameter::VirtualSql)]);
    }
    inputs.extend(further_inputs(placement));
    let mut shaping = vec![Parameter::SigmaStructure];
    if placement.tuned.is_none() {
        shaping.push(Parameter::SigmaTuning);
    }
    let assumed = |key| inputs.iter().any(|it| it.key == key && it.is_assumption());
    if assumed("complexity-biztalk") || assumed("complexity-sql") {
        shaping.push(Parameter::SigmaComplexity);
    }
    if assumed("biztalk-cores") || assumed("sql-cores") {
        shaping.push(Parameter::SigmaCores);
    }
    if assumed("core-speed") {
        shaping.push(Parameter::SigmaHardware);
    }
    if any(Some(true)) || any(None) {
        shaping.push(Parameter::SigmaVirtualization);
    }
    (inputs, shaping.into_iter().map(|it| parameters.get(it)).collect())
}

/// What somebody has stated and the outlook, the response time or the warnings use, beside the inputs of the rate.
pub(super) fn stated_beside(document: &Document) -> Vec<CapacityInput> {
    let workload = &document.workload;
    let rows: [(&'static str, &str, &'static str, &Option<Sourced<f64>>); 7] = [
        ("growth", "Growth", "% a year", &workload.growth_percent_per_year),
        ("horizon", "Horizon of growth", "years", &workload.growth_years),
        ("message-size", "Mean message size", "KB", &workload.message_kb),
        ("message-size-p95", "95th percentile of the message size", "KB", &workload.large_message_kb),
        ("messages-per-day", "Messages of a day", "messages", &workload.messages_per_day),
        ("response-target", "Target for the response time", "s", &workload.response_target_secs),
        ("sql-failover", "SQL Server failover", "s", &document.environment.sql_failover_secs),
    ];
    let stated = |(key, label, unit, value): (_, &str, _, &Option<Sourced<f64>>)| {
        value.as_ref().map(|value| labeled(key, label, unit, value))
    };
    rows.into_iter().filter_map(stated).collect()
}

/// Cores of both tiers and core speed: our default where any computer lacks a statement, else what is stated in total.
fn hardware_inputs(placement: &Placement) -> Vec<CapacityInput> {
    let is_assumed = |value: &Sourced<f64>| matches!(value.provenance, Provenance::Default(_));
    let mut inputs = Vec::new();
    for (parameter, is_biztalk, noun) in
        [(Parameter::BizTalkCores, true, "BizTalk"), (Parameter::SqlCores, false, "SQL Server")]
    {
        let tier: Vec<_> = placement.computers.iter().filter(|it| it.is_biztalk == is_biztalk).collect();
        let unknown: Vec<&str> = tier.iter().filter(|it| is_assumed(&it.cores)).map(|it| it.name.as_str()).collect();
        let Some(first) = tier.first() else { continue };
        if let Some(assumed) = tier.iter().find(|it| is_assumed(&it.cores)) {
            let label = format!("Cores of {}", list(&unknown));
            inputs.push(CapacityInput {
                key: parameter.key(),
                label,
                unit: "cores each",
                value: assumed.cores.clone(),
            });
        } else {
            let least_sure = tier.iter().map(|it| &it.cores.provenance).max_by_key(|it| doubt(it));
            let provenance = least_sure.unwrap_or(&first.cores.provenance).clone();
            let value = Sourced { value: tier.iter().map(|it| it.cores.value).sum(), range: None, provenance };
            let label = format!("Cores of the {noun} computers in total");
            inputs.push(CapacityInput { key: parameter.key(), label, unit: "cores", value });
        }
    }
    let speed = placement.computers.iter().find(|it| is_assumed(&it.speed)).or_else(|| placement.computers.first());
    inputs.extend(speed.map(|it| CapacityInput::of(Parameter::CoreSpeed, it.speed.clone())));
    inputs
}

fn labeled(key: &'static str, label: &str, unit: &'static str, value: &Sourced<f64>) -> CapacityInput {
    CapacityInput { key, label: label.to_owned(), unit, value: value.clone() }
}

fn flow_inputs(placement: &Placement) -> Vec<CapacityInput> {
    let mut inputs = Vec::new();
    for flow in &placement.mix.flows {
        let rate = flow.rate.clone().unwrap_or_else(|| placement.parameters.get(Parameter::FlowRate));
        let unit = if flow.rate.is_some() { "messages/s" } else { "times the mean" };
        inputs.push(labeled("flow-rate", &format!("Rate of {}", flow.name), unit, &rate));
    }
    inputs
}

/// Polling, and what the limits beside processors and contention rest on.
fn further_inputs(placement: &Placement) -> Vec<CapacityInput> {
    let parameters = &placement.parameters;
    let further = &placement.further;
    let mut inputs = vec![
        CapacityInput::of(Parameter::PollingInterval, placement.workload.polling_secs.clone()),
        CapacityInput::of(Parameter::MessageBoxServers, parameters.get(Parameter::MessageBoxServers)),
        CapacityInput::of(Parameter::ResponseVariation, parameters.get(Parameter::ResponseVariation)),
    ];
    if placement.mix.flows.iter().any(|flow| flow.http_send && flow.back_end_secs.is_some()) {
        inputs.push(CapacityInput::of(Parameter::HttpConnections, placement.workload.http_connections.clone()));
    }
    if placement.mix.flows.iter().any(|flow| flow.held_by_iis && flow.back_end_secs.is_some()) {
        inputs.push(CapacityInput::of(Parameter::RequestsPerCpu, parameters.get(Parameter::RequestsPerCpu)));
    }
    if let Some(link) = &further.link_gbit_per_sec {
        inputs.push(labeled("link", "Network between BizTalk Server and SQL Server", "Gbit/s", link));
    }
    if let Some(disk) = &further.disk_operations_per_sec {
        inputs.push(labeled("disk", "Disks of the MessageBox databases", "operations/s", disk));
        inputs
            .push(CapacityInput::of(Parameter::DiskOperationsPerHop, parameters.get(Parameter::DiskOperationsPerHop)));
    }
    let level = placement.mix.flows.iter().filter_map(|flow| flow.tracking).max();
    if placement.tracking_database.is_some() && level.is_some_and(|level| level > TrackingLevel::Off) {
        inputs.push(CapacityInput::of(Parameter::TrackingRow, parameters.get(Parameter::TrackingRow)));
        inputs.push(CapacityInput::of(Parameter::TrackedServices, parameters.get(Parameter::TrackedServices)));
        inputs.push(CapacityInput::of(Parameter::TrackingDiskSpeed, further.tracking_disk_speed.clone()));
        inputs.push(CapacityInput::of(Parameter::TrackingDays, further.tracking_days.clone()));
        inputs.push(CapacityInput::of(
            Parameter::TrackingIndexOverhead,
            parameters.get(Parameter::TrackingIndexOverhead),
        ));
    }
    if placement.tracking_database.is_some() && level.is_some_and(|level| level >= TrackingLevel::Properties) {
        inputs.push(CapacityInput::of(Parameter::TrackedProperties, further.properties.clone()));
        inputs.push(CapacityInput::of(Parameter::PropertyBytes, parameters.get(Parameter::PropertyBytes)));
    }
    if placement.tracking_database.is_some() && level == Some(TrackingLevel::Bodies) {
        inputs.push(CapacityInput::of(Parameter::TrackingBody, parameters.get(Parameter::TrackingBody)));
        inputs.push(CapacityInput::of(Parameter::TrackedBodies, further.bodies.clone()));
    }
    if placement.tuned == Some(false) {
        inputs.push(CapacityInput::of(Parameter::UntunedFactor, parameters.get(Parameter::UntunedFactor)));
    }
    inputs
}
