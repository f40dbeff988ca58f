//! Every worked availability case, computed elsewhere with 40 digits, comes out of the engine.
#![expect(clippy::unwrap_used, reason = "a case that cannot be read fails the test")]

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tierwright_availability::capacity::CapacityDistribution;
use tierwright_availability::markov::{FailoverGroup, RepairGroup};
use tierwright_availability::modules::{BetaSplit, FailoverPair, Law, lost_by_cached_secret, restarted_once};
use tierwright_availability::quant::{MINUTES_PER_YEAR, Renewal};
use tierwright_availability::{Budget, CutSets, Diagram, Logic, Term};

const CASES: &str = include_str!("../../../../tests/fixtures/availability-fixtures.json");
const SECONDS_PER_HOUR: f64 = 3_600.0;

#[test]
fn availability_fixtures() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    let mut failures = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let numeric = case.get("numeric").is_some_and(|it| it == true);
        let tolerance = if numeric { 1e-9 } else { 1e-12 };
        let expected = case["out"].as_object().unwrap();
        assert!(!expected.is_empty(), "{id} expects nothing");
        // The cases whose id starts with `small_` list their cut sets up to order 5, the others all of them.
        let most_events = id.starts_with("small_").then_some(5);
        let computed = compute(case["kind"].as_str().unwrap(), &case["in"], most_events);
        for (key, want) in expected {
            match computed.get(key) {
                None => failures.push(format!("{id}: {key} is not computed")),
                Some(got) => compare(&format!("{id}: {key}"), got, want, tolerance, &mut failures),
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(!cases.is_empty(), "no case ran");
}

fn compare(what: &str, got: &Value, want: &Value, tolerance: f64, failures: &mut Vec<String>) {
    match (got, want) {
        (Value::Object(got), Value::Object(want)) => {
            for (key, want) in want {
                match got.get(key) {
                    None => failures.push(format!("{what}.{key} is not computed")),
                    Some(got) => compare(&format!("{what}.{key}"), got, want, tolerance, failures),
                }
            }
        }
        (Value::Number(got), Value::Number(want)) => {
            let (got, want) = (got.as_f64().unwrap(), want.as_f64().unwrap());
            if (got - want).abs() > tolerance * want.abs() {
                failures.push(format!("{what} is {got:e}, expected {want:e}"));
            }
        }
        _ if got == want => {}
        _ => failures.push(format!("{what} is {got}, expected {want}")),
    }
}

fn compute(kind: &str, input: &Value, most_events: Option<u32>) -> Map<String, Value> {
    let value = match kind {
        "component" => component(input),
        "structure" => structure(input, most_events),
        "repair_crews" => repair_crews(input),
        "failover_pair" => failover_pair(input),
        "failover_pair_general" => failover_pair_general(input),
        "beta_factor" => beta_factor(input),
        "planned_maintenance" => planned_maintenance(input),
        "cached_secret" => cached_secret(input),
        "restart_delay" => restart_delay(input),
        "capacity_distribution" => capacity_distribution(input),
        "frequency" => frequency(input),
        other => panic!("unknown kind of case: {other}"),
    };
    value.as_object().unwrap().clone()
}

fn number(input: &Value, key: &str) -> f64 {
    input[key].as_f64().unwrap_or_else(|| panic!("{key} is not a number in {input}"))
}

fn count(input: &Value, key: &str) -> u32 {
    u32::try_from(input[key].as_u64().unwrap_or_else(|| panic!("{key} is not a count in {input}"))).unwrap()
}

fn renewal(input: &Value) -> Renewal {
    Renewal { mttf_h: number(input, "mttf_h"), mttr_h: number(input, "mttr_h") }
}

fn component(input: &Value) -> Value {
    let outages = renewal(input).outages();
    json!({
        "unavailability": outages.unavailability,
        "downtime_min_per_year": outages.downtime_min_per_year,
        "outages_per_year": outages.per_year,
    })
}

/// Events by name, their logic, and the term of a formula in the notation of the cases.
struct Structure {
    names: Vec<String>,
    logic: Logic,
    top: Term,
}

impl Structure {
    fn new(names: Vec<String>, formula: &Value) -> Self {
        let mut logic = Logic::new();
        let terms: BTreeMap<&str, Term> = names.iter().map(|name| (name.as_str(), logic.event())).collect();
        let top = term(&mut logic, &terms, formula);
        Self { names: names.clone(), logic, top }
    }

    fn diagram(&self) -> Diagram {
        Diagram::compile(&self.logic, self.top, Budget::default()).unwrap()
    }
}

fn term(logic: &mut Logic, terms: &BTreeMap<&str, Term>, formula: &Value) -> Term {
    let Some(parts) = formula.as_array() else {
        let name = formula.as_str().unwrap();
        return *terms.get(name).unwrap_or_else(|| panic!("no event {name}"));
    };
    let (inputs, least) =
        if parts[0] == "atleast" { (&parts[2..], parts[1].as_u64().unwrap()) } else { (&parts[1..], 0) };
    let inputs: Vec<Term> = inputs.iter().map(|part| term(logic, terms, part)).collect();
    match parts[0].as_str().unwrap() {
        "and" => logic.and(inputs),
        "or" => logic.or(inputs),
        "atleast" => logic.at_least(u32::try_from(least).unwrap(), inputs),
        other => panic!("unknown gate {other}"),
    }
}

fn structure(input: &Value, most_events: Option<u32>) -> Value {
    let events = input["events"].as_object().unwrap();
    let structure = Structure::new(events.keys().cloned().collect(), &input["top"]);
    let q: Vec<f64> = events.values().map(|value| value.as_f64().unwrap()).collect();
    let diagram = structure.diagram();
    let importance: Map<String, Value> = structure
        .names
        .iter()
        .zip(diagram.importances(&q))
        .map(|(name, it)| {
            let measures = json!({
                "birnbaum": it.birnbaum,
                "fussell_vesely": it.fussell_vesely,
                "raw": it.raw,
                "rrw": it.rrw,
                "dif": it.dif,
            });
            (name.clone(), measures)
        })
        .collect();
    let cut_sets = CutSets::of(&diagram, most_events, 100_000).unwrap();
    let mut named: Vec<Vec<&str>> = cut_sets
        .by_order(&q)
        .map(|set| {
            let mut names: Vec<&str> = set.events.iter().map(|event| structure.names[event.index()].as_str()).collect();
            names.sort_unstable();
            names
        })
        .collect();
    named.sort();
    assert_eq!(cut_sets.count().unwrap().to_string(), named.len().to_string());
    json!({
        "unavailability": diagram.probability(&q),
        "minimal_cut_sets": named,
        "importance": importance,
    })
}

fn repair_crews(input: &Value) -> Value {
    let group = RepairGroup {
        units: count(input, "units"),
        needed: count(input, "units_needed"),
        mttf_h: number(input, "mttf_h"),
        mttr_h: number(input, "mttr_h"),
        crews: count(input, "repair_crews"),
    };
    let result = group.solve();
    json!({ "unavailability": result.unavailability, "outages_per_year": result.outages_per_year })
}

fn failover_pair(input: &Value) -> Value {
    let (mttr_h, failover_h) = (number(input, "mttr_h"), number(input, "t_failover_s") / SECONDS_PER_HOUR);
    let group = FailoverGroup {
        nodes: 2,
        mttf_h: number(input, "mttf_h"),
        mttr_h,
        coverage: number(input, "coverage"),
        failover_h,
        manual_h: number(input, "t_manual_h"),
        crews: count(input, "repair_crews"),
    };
    let chain = group.solve();
    let mut unavailability = chain.unavailability;
    let mut window = chain.window;
    if group.crews == 2 {
        // With a crew for each node there is a closed form as well; the chain must say the same.
        let pair = FailoverPair {
            mttf_h: group.mttf_h,
            repair: Law::Exponential { mean_h: mttr_h },
            coverage: group.coverage,
            failover: Law::Exponential { mean_h: failover_h },
            manual: Law::Exponential { mean_h: group.manual_h },
        };
        let closed = pair.solve_exponential();
        assert!((closed.unavailability - unavailability).abs() <= 1e-13 * unavailability);
        assert!((closed.failovers_per_year - chain.failovers_per_year).abs() <= 1e-13 * closed.failovers_per_year);
        (unavailability, window) = (closed.unavailability, closed.window);
    }
    json!({
        "unavailability": unavailability,
        "structural": chain.structural,
        "window": window,
        "failovers_per_year": chain.failovers_per_year,
        "downtime_min_per_year": unavailability * MINUTES_PER_YEAR,
    })
}

fn law(input: &Value, hours: f64, cv: Option<f64>) -> Law {
    match input["law"].as_str().unwrap() {
        "fixed" => Law::Fixed { hours },
        "exponential" => Law::Exponential { mean_h: hours },
        "log_normal" => Law::LogNormal { mean_h: hours, cv: cv.unwrap() },
        other => panic!("unknown law {other}"),
    }
}

fn failover_pair_general(input: &Value) -> Value {
    let (window, repair) = (&input["window"], &input["repair"]);
    let pair = FailoverPair {
        mttf_h: number(input, "mttf_h"),
        repair: law(repair, number(repair, "mean_h"), repair["cv"].as_f64()),
        coverage: number(input, "coverage"),
        failover: law(window, number(window, "t_failover_s") / SECONDS_PER_HOUR, window["cv"].as_f64()),
        manual: law(window, number(window, "t_manual_h"), window["cv"].as_f64()),
    };
    let result = pair.solve();
    json!({
        "unavailability": result.unavailability,
        "structural": result.structural,
        "window": result.window,
        "failovers_per_year": result.failovers_per_year,
        "mean_outage_failover_h": result.mean_failover_h,
        "mean_outage_manual_h": result.mean_manual_h,
    })
}

fn beta_factor(input: &Value) -> Value {
    let split = BetaSplit::new(number(input, "q"), number(input, "beta"));
    let (units, needed) = (count(input, "units"), count(input, "units_needed"));
    let mut logic = Logic::new();
    let alone: Vec<Term> = (0..units).map(|_| logic.event()).collect();
    let too_few = logic.fewer_than(needed, alone);
    let common = logic.event();
    let top = logic.or([too_few, common]);
    let mut q = vec![split.alone; units as usize];
    q.push(split.common);
    let diagram = Diagram::compile(&logic, top, Budget::default()).unwrap();
    json!({ "unavailability": diagram.probability(&q) })
}

fn planned_maintenance(input: &Value) -> Value {
    assert_eq!(input["windows_overlap"], false, "only windows that never overlap have a closed form");
    let units = count(input, "units");
    let mut logic = Logic::new();
    let events: Vec<Term> = (0..units).map(|_| logic.event()).collect();
    let top = logic.fewer_than(count(input, "units_needed"), events);
    let q = vec![renewal(input).unavailability(); units as usize];
    let hours = vec![number(input, "planned_hours_per_year_each"); units as usize];
    let diagram = Diagram::compile(&logic, top, Budget::default()).unwrap();
    json!({
        "unavailability_without": diagram.probability(&q),
        "unavailability_with": diagram.with_planned_maintenance(&q, &hours),
    })
}

fn cached_secret(input: &Value) -> Value {
    let master_secret =
        Renewal { mttf_h: number(input, "master_secret_mttf_h"), mttr_h: number(input, "master_secret_mttr_h") };
    json!({
        "master_secret_unavailability": master_secret.unavailability(),
        "host_lost": lost_by_cached_secret(master_secret, number(input, "host_restart_every_h")),
    })
}

fn restart_delay(input: &Value) -> Value {
    let failover = &input["failover"];
    let law = law(failover, number(failover, "mean_s") / SECONDS_PER_HOUR, failover["cv"].as_f64());
    let delay = number(input, "restart_delay_s") / SECONDS_PER_HOUR;
    let result = restarted_once(law, delay, number(input, "manual_restart_s") / SECONDS_PER_HOUR);
    json!({
        "share_over_delay": result.share_over_delay,
        "mean_outage_s": result.mean_outage_h * SECONDS_PER_HOUR,
    })
}

fn capacity_distribution(input: &Value) -> Value {
    let rate = input["rate_each"].as_u64().unwrap();
    let servers = vec![(rate, number(input, "q")); count(input, "servers") as usize];
    let distribution = CapacityDistribution::new(servers);
    json!({
        "p_at_least": distribution.at_least(input["at_least"].as_u64().unwrap()),
        "expected_rate": distribution.expected(),
    })
}

fn frequency(input: &Value) -> Value {
    let components = input["components"].as_object().unwrap();
    let structure = Structure::new(components.keys().cloned().collect(), &input["top"]);
    let q: Vec<f64> = components.values().map(|it| renewal(it).unavailability()).collect();
    let per_year: Vec<f64> = components.values().map(|it| renewal(it).failures_per_year()).collect();
    let outages = structure.diagram().outages(&q, &per_year);
    json!({
        "unavailability": outages.unavailability,
        "outages_per_year": outages.per_year,
        "mean_time_between_outages_h": outages.mean_time_between_h,
        "mean_outage_h": outages.mean_outage_h,
        "downtime_min_per_year": outages.downtime_min_per_year,
    })
}
