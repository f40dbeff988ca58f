//! Kinds of worked cases that the program shows nothing of by itself: what follows from its formulas, and documented figures
//! that no panel needs.

use serde_json::{Value, json};

use super::closed_network::{self, Demand};
use super::{Input, TrackedFlow};
use crate::capacity::formulas::queueing::Station;

const KIB: f64 = 1024.0;

/// The time that a share of messages stays under at a station with so many servers; `None` when it is saturated.
///
/// Those who wait do so exponentially with rate `theta = c mu - lambda`, independent of their service.
pub(super) fn sojourn_percentile(station: Option<Station>, input: &Input<'_>, share: f64) -> Option<f64> {
    let station = station?;
    let mu = 1.0 / input.number("s");
    let gap = input.number("c") * mu - input.number("lam") - mu;
    let above = |secs: f64| {
        let in_service = (-mu * secs).exp();
        let ratio = if (gap * secs).abs() < 1e-12 { secs } else { -(-gap * secs).exp_m1() / gap };
        station.erlang_c * in_service * (1.0 + mu * ratio) + (1.0 - station.erlang_c) * in_service
    };
    let (mut low, mut high) = (0.0, station.mean_sojourn_secs);
    while above(high) > 1.0 - share {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if above(middle) > 1.0 - share {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

pub(super) fn mva(input: &Input<'_>) -> Value {
    let (clients, think, demands) = (input.count("N"), input.number("Z"), input.numbers("D"));
    let exact = closed_network::exact(clients, think, &demands);
    let approximate = closed_network::bard_schweitzer(clients, think, &demands);
    let stations: Vec<Demand> = demands.iter().map(|&demand| (demand, 1)).collect();
    json!({ "X_exact": exact.throughput_per_sec, "R_exact": exact.response_secs,
        "X_bard_schweitzer": approximate.throughput_per_sec, "R_bard_schweitzer": approximate.response_secs,
        "x_max": closed_network::throughput_limit(&stations), "n_star": closed_network::knee_clients(think, &stations) })
}

pub(super) fn mva_multiserver(input: &Input<'_>) -> Value {
    let stations: Vec<Demand> =
        input.pairs("stations").iter().map(|&(demand, servers)| (demand, servers as u32)).collect();
    let exact = closed_network::exact_multi_server(input.count("N"), input.number("Z"), &stations);
    let seidmann = closed_network::seidmann(input.count("N"), input.number("Z"), &stations);
    json!({ "X_exact": exact.throughput_per_sec, "R_exact": exact.response_secs,
        "X_seidmann": seidmann.throughput_per_sec, "R_seidmann": seidmann.response_secs,
        "x_max": closed_network::throughput_limit(&stations),
        "n_star": closed_network::knee_clients(input.number("Z"), &stations) })
}

/// MiB that so many bytes per message fill.
pub(super) fn mib(bytes_per_message: f64, messages: f64) -> f64 {
    bytes_per_message * messages / KIB / KIB
}

/// Message bodies (`core/sizing-the-tracking-database-to-track-message-bodies`).
pub(super) fn tracking_bodies(input: &Input<'_>) -> Value {
    json!({ "mb_per_year": input.number("msgs") * input.number("msgnum") * input.number("kb") / KIB })
}

/// The orchestration debugger: 76 bytes per shape and instance.
pub(super) fn tracking_debugger(input: &Input<'_>) -> Value {
    json!({ "mb_per_year": mib(76.0 * input.number("shapes"), input.number("msgs")) })
}

/// The same by the sizes of records (`core/record-size-in-tracking-databases`): 252 bytes a service instance, 182 an event.
pub(super) fn tracking_record_size(input: &Input<'_>) -> Value {
    let (services, events) = (input.number("nserv"), input.number("events"));
    let flow = TrackedFlow { services, events, messages_with_properties: 0.0, property_bytes: Vec::new() };
    let (by_formula, by_records) = (flow.bytes_per_message(), 252.0 * services + 182.0 * events);
    json!({ "bytes_eq": by_formula, "bytes_records": by_records, "ratio": by_records / by_formula })
}

/// The two constants of the tracking disk from two measured rates: without bodies, and with bodies at two points.
pub(super) fn tracking_disk(input: &Input<'_>) -> Value {
    let (without, with) = (input.number("mst_no_body"), input.number("mst_body"));
    json!({ "ms_per_row": 1_000.0 / (input.number("rows") * without),
        "ms_per_10kb_body": 1_000.0 * (1.0 / with - 1.0 / without) / 2.0 })
}

/// Core speed from a published SPECint rate, as the Exchange sizing calculator normalizes it.
pub(super) fn core_speed(input: &Input<'_>) -> Value {
    let per_core = input.number("spec_rate") / input.number("cores");
    let factor = per_core / input.number("base_per_core");
    json!({ "per_core": per_core, "adjusted_mhz": input.number("base_mhz") * factor, "factor": factor })
}

/// Memory that Hyper-V needs beside its virtual machines, in MB: 300 once, and per machine 32 for the first GB and 8 for
/// each further one (`tg/system-resource-costs-on-hyper-v`).
pub(super) fn hyper_v_memory(input: &Input<'_>) -> Value {
    let machines: f64 = input.numbers("vm_gb").iter().map(|gb| 32.0 + 8.0 * (gb - 1.0).max(0.0)).sum();
    json!({ "overhead_mb": 300.0 + machines })
}

/// Traffic between the BizTalk and the database tier: each hop writes and reads the message once.
pub(super) fn network(input: &Input<'_>) -> Value {
    let kib_per_sec = input.number("lam") * input.number("hops") * input.number("kb") * 2.0;
    json!({ "mb_s": kib_per_sec / KIB, "util": kib_per_sec * KIB * 8.0 / (input.number("gbit") * 1e9) })
}

/// Queries a second that idle host instances send by polling.
pub(super) fn poll_pressure(input: &Input<'_>) -> Value {
    json!({ "polls_per_s": input.number("instances") * 1_000.0 / input.number("interval_ms") })
}
