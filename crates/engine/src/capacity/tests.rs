//! Every worked capacity case, computed by an independent program, comes out of the formulas.

use super::demand::{MessageBoxLayout, Workload, message_box_law};
use super::formulas::{
    failover, gamma, growth, limits,
    message_box::MessageBoxLaw,
    queueing,
    response_time::{ResponseInputs, response_time},
    tracking_size::{self, TrackedFlow},
    uncertainty::{self, MeasuredRun},
};
use super::parameters::{Parameter, Parameters};
use super::roofline::{TierInputs, tier_estimate};
use serde_json::{Map, Value, json};

mod closed_network;
mod worked;

const CASES: &str = include_str!("../../../../tests/fixtures/capacity-fixtures.json");

/// The inputs of one case; asking for one that is missing fails the test.
struct Input<'a>(&'a Value);

impl Input<'_> {
    fn get(&self, key: &str) -> &Value {
        self.0.get(key).unwrap_or_else(|| panic!("input {key} is missing in {}", self.0))
    }

    fn number(&self, key: &str) -> f64 {
        self.get(key).as_f64().unwrap_or_else(|| panic!("input {key} is not a number"))
    }

    fn count(&self, key: &str) -> u32 {
        u32::try_from(self.get(key).as_u64().unwrap_or_else(|| panic!("input {key} is not a count"))).unwrap()
    }

    fn numbers(&self, key: &str) -> Vec<f64> {
        self.get(key).as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
    }

    fn pairs(&self, key: &str) -> Vec<(f64, f64)> {
        let pair = |value: &Value| (value[0].as_f64().unwrap(), value[1].as_f64().unwrap());
        self.get(key).as_array().unwrap().iter().map(pair).collect()
    }
}

#[test]
fn every_worked_case_comes_out_of_the_formulas() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    let mut failures = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let kind = case["kind"].as_str().unwrap();
        let expected = case["out"].as_object().unwrap();
        assert!(!expected.is_empty(), "{id} expects nothing");
        let computed = compute(kind, &Input(&case["in"]), expected);
        for (key, want) in expected {
            match computed.get(key) {
                None => failures.push(format!("{id}: {key} is not computed")),
                Some(got) if !agrees(got, want) => failures.push(format!("{id}: {key} is {got}, expected {want}")),
                Some(_) => {}
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(!cases.is_empty(), "no case ran");
}

fn agrees(got: &Value, want: &Value) -> bool {
    match (got.as_f64(), want.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-4 * b.abs() + 5e-7,
        _ => got == want,
    }
}

fn compute(kind: &str, input: &Input<'_>, expected: &Map<String, Value>) -> Map<String, Value> {
    let value = match kind {
        "mmc" => mmc(input),
        "mva" => worked::mva(input),
        "mva_multiserver" => worked::mva_multiserver(input),
        "messagebox_law" => messagebox_law(input, expected),
        "estimate" => estimate(input),
        "response_time" => response(input),
        "active_active" => active_active(input),
        "throttle" => throttle(input),
        "recovery" => recovery(input),
        "sql_failover" => sql_failover(input),
        "tracking_events" => tracking(input),
        "tracking_bodies" => worked::tracking_bodies(input),
        "tracking_debugger" => worked::tracking_debugger(input),
        "tracking_record_size" => worked::tracking_record_size(input),
        "tracking_retention" => retention(input),
        "tracking_disk" => worked::tracking_disk(input),
        "growth" => growing(input),
        "interval" => interval(input),
        "bayes" => bayes(input),
        "calibrate" => calibrate(input),
        "core_speed" => worked::core_speed(input),
        "hyperv_memory" => worked::hyper_v_memory(input),
        "network" => worked::network(input),
        "poll_pressure" => worked::poll_pressure(input),
        "connection_limit" => connections(input),
        "aspnet_limit" => {
            json!({ "x_max": limits::aspnet_limit(input.number("cores"), input.number("per_cpu"), input.number("r")) })
        }
        "host_capacity" => host_capacity(input),
        unknown => panic!("unknown kind of case: {unknown}"),
    };
    value.as_object().unwrap().clone()
}

fn mmc(input: &Input<'_>) -> Value {
    let station = queueing::station(input.number("lam"), input.number("s"), input.count("c"));
    let percentile = |share| worked::sojourn_percentile(station, input, share);
    json!({ "rho": input.number("lam") * input.number("s") / input.number("c"),
        "erlang_c": station.map(|it| it.erlang_c), "wq": station.map(|it| it.mean_wait_secs),
        "r": station.map(|it| it.mean_sojourn_secs), "sd_r": station.map(|it| it.sojourn_variance.sqrt()),
        "p50": percentile(0.5), "p95": percentile(0.95), "p99": percentile(0.99) })
}

fn messagebox_law(input: &Input<'_>, expected: &Map<String, Value>) -> Value {
    let law = MessageBoxLaw {
        single_hops_per_sec: input.number("S"),
        publisher_hops_per_sec: input.number("P"),
        sigma: input.number("sigma"),
    };
    let mut out = Map::new();
    for key in expected.keys() {
        let number = |prefix: &str| key.strip_prefix(prefix).and_then(|rest| rest.parse::<u32>().ok());
        let value = if key == "hops_single" {
            law.single_hops_per_sec
        } else if let Some(publishers) = number("hops_master_plus_") {
            law.with_dedicated_master(publishers)
        } else if let Some(message_boxes) = number("factor_1_to_") {
            law.with_dedicated_master(message_boxes - 1) / law.single_hops_per_sec
        } else {
            continue;
        };
        out.insert(key.clone(), json!(value));
    }
    Value::Object(out)
}

fn estimate(input: &Input<'_>) -> Value {
    let load = input.number("lam");
    let result = tier_estimate(
        &TierInputs {
            messages_per_sec: load,
            workload: Workload {
                orchestration_share: input.number("orch_share"),
                complexity_biztalk: input.number("kx_bts"),
                complexity_sql: input.number("kx_sql"),
                extra_hops: input.0.get("extra_hops").map_or(0.0, |_| input.number("extra_hops")),
            },
            biztalk_computers: input.pairs("bts"),
            sql_cores: input.number("sql_cores"),
            sql_speed: input.number("sql_s"),
            layout: MessageBoxLayout {
                publishers: input.count("n_pub"),
                dedicated_master: input.get("dedicated_master").as_bool().unwrap(),
            },
            virtual_biztalk: input.number("virt_bts"),
            virtual_sql: input.number("virt_sql"),
        },
        &Parameters::published(),
    );
    json!({ "hops_per_msg": result.hops, "x_bts": result.biztalk_limit, "x_mb": result.contention_limit,
        "x_mb_cpu": result.message_box_cpu_limit, "x_master_cpu": result.master_cpu_limit,
        "bottleneck": result.bottleneck.key(), "x_max": result.limit, "u_bts": result.biztalk_utilization,
        "u_mb_cpu": result.message_box_utilization, "u_master": result.master_utilization,
        "rho": load / result.limit, "headroom": 1.0 - load / result.limit })
}

fn response(input: &Input<'_>) -> Value {
    let result = response_time(&ResponseInputs {
        messages_per_sec: input.number("lam"),
        hops: input.number("hops"),
        message_boxes: 1,
        message_box_servers: input.count("m_eff"),
        hop_secs: input.number("s_hop"),
        biztalk_servers: input.count("bts_servers"),
        biztalk_secs: input.number("d_bts"),
        back_end_secs: 0.0,
        polling_secs: input.number("poll"),
        polling_host_instances: input.count("poll_instances"),
    });
    let percentile = |share| result.and_then(|time| gamma::percentile(time.mean_secs, time.variance, share));
    let deviation = result.map(|time| time.variance.sqrt());
    let variation = result.map(|time| time.variance.sqrt() / time.mean_secs);
    json!({ "mean": result.map(|time| time.mean_secs), "sd": deviation, "cv": variation, "p50": percentile(0.5), "p90": percentile(0.9),
        "p95": percentile(0.95), "p99": percentile(0.99) })
}

fn active_active(input: &Input<'_>) -> Value {
    let result = failover::takeover(input.number("u_node_a"), input.number("u_node_b"), input.number("cap"));
    json!({ "u_after": result.utilization_after, "ok": u8::from(result.fits),
        "both_under_50": u8::from(result.both_under_half),
        "shed_fraction": (1.0 - input.number("cap") / result.utilization_after).max(0.0) })
}

fn throttle(input: &Input<'_>) -> Value {
    let result = failover::throttling(
        input.number("lam"),
        input.number("mu"),
        input.number("db_threshold"),
        input.number("multiplier"),
        input.number("spool_rows_per_msg"),
    );
    // The published anchor for a very slow recovery: two million rows.
    let rows = input.number("db_threshold") * input.number("multiplier");
    let to_two_million = result.secs_to_spool_threshold.map(|secs| secs * 2e6 / rows / 3_600.0);
    json!({ "sec_to_queue_threshold": result.secs_to_queue_threshold,
        "sec_to_spool_threshold": result.secs_to_spool_threshold, "h_to_2M_spool": to_two_million })
}

fn recovery(input: &Input<'_>) -> Value {
    recovered(input, input.number("outage_s"))
}

fn sql_failover(input: &Input<'_>) -> Value {
    let back = failover::service_back_after(input.number("t_failover"), failover::DATABASE_RETRY_SECS);
    let mut out = recovered(input, back);
    out["service_back_s"] = json!(back);
    let outlasts = input.number("t_failover") > failover::DATABASE_RETRY_SECS;
    out["default_recovery_may_stay_stopped"] = json!(u8::from(outlasts));
    out
}

fn recovered(input: &Input<'_>, outage_secs: f64) -> Value {
    let result = failover::recovery(input.number("lam"), input.number("cap"), outage_secs);
    json!({ "backlog": result.backlog_messages, "drain_s": result.drain_secs,
        "total_s": result.drain_secs.map(|secs| outage_secs + secs) })
}

fn tracking(input: &Input<'_>) -> Value {
    let property_bytes = input.numbers("propsize");
    assert_eq!(property_bytes.len(), input.count("props") as usize);
    let flow = TrackedFlow {
        services: input.number("nserv"),
        events: input.number("events"),
        messages_with_properties: input.number("cmsgs"),
        property_bytes,
    };
    let bytes = flow.bytes_per_message();
    json!({ "bytes_per_msg": bytes, "mb_per_year": worked::mib(bytes, input.number("msgs")) })
}

/// The flow of the published tracking lab: three services, six events, ten properties on three messages.
fn retention(input: &Input<'_>) -> Value {
    let flow = TrackedFlow {
        services: 3.0,
        events: 6.0,
        messages_with_properties: 3.0,
        property_bytes: vec![input.number("propsize"); 10],
    };
    let bodies = input.number("bodies") * input.number("body_kb") * 1024.0;
    let bytes = flow.bytes_per_message() + bodies;
    let load = input.number("lam");
    json!({ "bytes_per_msg": bytes, "gib": tracking_size::retained_gib(load, input.number("retention_h"), bytes),
        "rows_per_s": load * flow.rows_per_message() })
}

fn growing(input: &Input<'_>) -> Value {
    let (load, rate, cap) = (input.number("lam0"), input.number("growth"), input.number("cap"));
    let after = |years| growth::load_after(load, rate, years);
    json!({ "y1": after(1.0), "y3": after(3.0), "y5": after(5.0), "years_to_cap": growth::years_to(load, rate, cap),
        "years_to_70pct": growth::years_to(load, rate, cap * input.number("target_rho")) })
}

fn interval(input: &Input<'_>) -> Value {
    let result = uncertainty::interval(input.number("x"), &input.numbers("sigmas"));
    json!({ "sigma": result.sigma, "p10": result.p10, "p90": result.p90, "factor": result.p90 / result.p50 })
}

fn bayes(input: &Input<'_>) -> Value {
    let (prior, measured) = (input.number("prior"), input.number("measured"));
    let (value, sigma) = uncertainty::update(prior, input.number("prior_sigma"), measured, input.number("sigma"));
    json!({ "posterior": value, "posterior_sigma": sigma })
}

fn calibrate(input: &Input<'_>) -> Value {
    let run = MeasuredRun {
        messages_per_sec: input.number("x"),
        biztalk_utilization: input.number("u_bts"),
        biztalk_cores: input.number("bts_cores"),
        sql_utilization: input.number("u_sql"),
        sql_cores: input.number("sql_cores"),
        hops: input.number("hops"),
    };
    let result = uncertainty::calibrate(&run, Parameters::published().value(Parameter::CpuCap));
    json!({ "d_bts_ms": result.biztalk_secs_per_message * 1000.0, "d_sql_hop_ms": result.sql_secs_per_hop * 1000.0,
        "x_at_ucap_bts": result.biztalk_limit_per_sec, "x_at_ucap_sql": result.sql_limit_per_sec })
}

fn connections(input: &Input<'_>) -> Value {
    let limit = |count| limits::connection_limit(input.number("bts"), count, input.number("backend_s"));
    json!({ "x_max": limit(input.number("connections")), "x_max_48": limit(48.0) })
}

fn host_capacity(input: &Input<'_>) -> Value {
    let cap = Parameters::published().value(Parameter::CpuCap);
    let limit = |servers| limits::cpu_limit(servers * input.number("cores"), input.number("d_rx"), cap);
    json!({ "x_n": limit(input.number("servers")), "x_n1": limit(input.number("servers") - 1.0) })
}

#[test]
fn the_published_parameters_are_those_the_worked_cases_use() {
    let law = message_box_law(&Parameters::published());
    assert!((law.with_dedicated_master(2) / law.single_hops_per_sec - 1.614543).abs() < 1e-6);
}
