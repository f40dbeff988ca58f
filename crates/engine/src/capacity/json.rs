//! The capacity report as JSON, each figure with where it comes from.

use serde_json::{Value, json};

use super::assumptions::assumption;
use super::calibration::{Calibration, Posterior};
use super::estimate::{Estimate, Fit};
use super::formulas::uncertainty::Interval;
use super::inputs::CapacityInput;
use super::modes::ModeRate;
use super::report::{CapacityReport, ModeEstimate, only_an_estimate};
use crate::sources::{Provenance, Sourced};

/// The report as JSON. Rates are messages per second, utilizations shares; an unknown value is null.
///
/// With several BizTalk groups, `modes` has those of each, the worst of a failure mode first.
pub fn capacity_json(title: &str, report: &CapacityReport) -> Value {
    let (assumed, inputs) = report.normal.assumed_inputs();
    json!({
        "design": title,
        "biztalk_group": report.name,
        "normal": estimate_json(&report.normal),
        "worst_loss": report.worst_loss.as_ref().map(|loss| json!({
            "computer": loss.name,
            "id": loss.part.element().number(),
            "part": loss.part.to_string(),
            "estimate": estimate_json(&loss.estimate),
        })),
        "modes": modes_json(report),
        "tiers": report.tiers.iter().map(|tier| json!({
            "tier": tier.name,
            "id": tier.tier.0,
            "modes": tier.modes.iter().map(rate_json).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "calibration": report.calibration.as_ref().map(calibration_json),
        "narrowings": report.narrowings().iter().map(|it| json!({
            "what": it.what.label(),
            "before": interval_json(&it.before),
            "after": interval_json(&it.after),
            "provenance": "derived",
        })).collect::<Vec<_>>(),
        "outlook": outlook_json(report),
        "inputs": report.normal.inputs.iter().map(input_json).collect::<Vec<_>>(),
        "assumed_inputs": assumed,
        "all_inputs": inputs,
        "not_modeled": report.not_modeled(),
        "other_biztalk_groups": report.others.iter().map(|it| capacity_json(title, it)).collect::<Vec<_>>(),
        "remark": only_an_estimate(),
    })
}

fn rate_json(rate: &ModeRate) -> Value {
    json!({
        "mode": rate.mode.key(),
        "lost": rate.lost,
        "computers": rate.computers.iter().map(|id| id.0).collect::<Vec<_>>(),
        "limit": finite(Some(rate.limit_per_sec)),
        "used": finite(rate.used),
        "provenance": "derived",
    })
}

fn modes_json(report: &CapacityReport) -> Vec<Value> {
    let mut modes: Vec<(&CapacityReport, &ModeEstimate)> =
        report.all().flat_map(|group| group.modes.iter().map(move |mode| (group, mode))).collect();
    let limit = |mode: &ModeEstimate| mode.rate.limit_per_sec;
    modes.sort_by(|(_, a), (_, b)| a.rate.mode.cmp(&b.rate.mode).then(limit(a).total_cmp(&limit(b))));
    modes.into_iter().map(|(group, mode)| mode_json(group, mode)).collect()
}

fn mode_json(group: &CapacityReport, mode: &ModeEstimate) -> Value {
    let mut value = rate_json(&mode.rate);
    if let Some(object) = value.as_object_mut() {
        object.insert("biztalk_group".to_owned(), json!(group.name));
        object.insert("rate".to_owned(), json!(mode.sustains().as_ref().map(interval_json)));
        object.insert("fit".to_owned(), json!(mode.fit().map(Fit::label)));
        object.insert("bottleneck".to_owned(), json!(mode.bottleneck()));
    }
    value
}

fn calibration_json(calibration: &Calibration) -> Value {
    let posterior = |it: &Posterior| {
        json!({
            "prior": sourced_json(&it.prior),
            "prior_sigma": it.prior_sigma,
            "posterior": sourced_json(&it.value),
            "posterior_sigma": it.sigma,
        })
    };
    json!({
        "runs": calibration.runs.iter().map(|run| json!({
            "by": run.run.by,
            "on": run.run.on,
            "messages_per_sec": run.run.messages_per_sec,
            "biztalk_ms_per_message": run.biztalk_ms,
            "sql_ms_per_hop": run.sql_hop_ms,
            "requests_in_system": run.in_system,
            "users": run.run.users,
            "adds_up": run.adds_up,
            "warnings": run.warnings,
            "provenance": "measured",
        })).collect::<Vec<_>>(),
        "biztalk_work": posterior(&calibration.biztalk),
        "messagebox_work": posterior(&calibration.sql),
    })
}

fn outlook_json(report: &CapacityReport) -> Value {
    let outlook = &report.outlook;
    json!({
        "provenance": "derived",
        "growth": outlook.growth.iter().map(|it| json!({
            "year": it.year, "peak": it.peak_per_sec, "used": finite(Some(it.used)),
        })).collect::<Vec<_>>(),
        "sql_failover": outlook.failover.as_ref().map(|it| json!({
            "failover_secs": sourced_json(&it.failover_secs),
            "service_back_secs": it.service_back_secs,
            "backlog_messages": it.backlog_messages,
            "drain_secs": it.drain_secs,
        })),
        "tracking_database": outlook.tracking.as_ref().map(|it| json!({
            "gib": it.gib,
            "days": it.days,
            "messages_per_day": it.messages_per_day,
            "at_peak_all_day": it.at_peak_all_day,
            "rows_per_sec": it.rows_per_sec,
        })),
    })
}

fn response_json(estimate: &Estimate) -> Value {
    let Some(model) = &estimate.response else { return Value::Null };
    let loads = estimate.peak.iter().map(|peak| peak.value);
    let loads = loads.chain([0.25, 0.5, 0.75, 0.9].map(|share| model.limit_per_sec() * share));
    let points = loads.map(|load| {
        let point = model.at(load);
        json!({
            "messages_per_sec": load,
            "mean_secs": point.map(|it| it.mean_secs),
            "p50_secs": point.and_then(|it| it.p50_secs),
            "p95_secs": point.and_then(|it| it.p95_secs),
            "p99_secs": point.and_then(|it| it.p99_secs),
            "is_rough": point.map(|it| it.is_rough),
        })
    });
    let flows = estimate.peak.as_ref().map(|peak| model.flows_at(peak.value)).unwrap_or_default();
    json!({
        "provenance": "derived",
        "points": points.collect::<Vec<_>>(),
        "stations": model.stations().map(|it| json!({
            "name": it.name,
            "servers": it.servers,
            "visits_per_message": it.visits_per_message,
            "service_secs": it.service_secs,
            "service_cv_squared": it.service_cv_squared,
            "saturates_at": finite(Some(it.saturates_at)),
        })).collect::<Vec<_>>(),
        "flows_at_peak": flows.iter().map(|it| json!({
            "flow": it.name,
            "messages_per_sec": it.messages_per_sec,
            "hops": it.hops,
            "mean_secs": it.mean_secs,
            "p95_secs": it.p95_secs,
        })).collect::<Vec<_>>(),
    })
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|it| it.is_finite())
}

fn interval_json(rate: &Interval) -> Value {
    json!({ "p10": rate.p10, "p50": rate.p50, "p90": rate.p90, "provenance": "derived" })
}

fn estimate_json(estimate: &Estimate) -> Value {
    let assumptions = estimate.assumptions.iter().map(|id| {
        let entry = assumption(id);
        json!({ "id": id.0, "title": entry.map(|it| &it.title), "text": entry.map(|it| &it.text) })
    });
    json!({
        "rate": estimate.rate.as_ref().map(interval_json),
        "missing": estimate.missing,
        "bottleneck": estimate.bottleneck().map(|limiter| &limiter.name),
        "limiters": estimate.limiters.ranked().iter().map(|limiter| json!({
            "kind": limiter.kind.key(),
            "name": limiter.name,
            "elements": limiter.elements.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "rate": interval_json(&limiter.rate),
        })).collect::<Vec<_>>(),
        "peak": estimate.peak.as_ref().map(sourced_json),
        "peak_at_horizon": estimate.grown_peak_per_sec,
        "used": estimate.used(),
        "fit": estimate.fit.map(Fit::label),
        "years_to_limit": estimate.years_to_limit,
        "computers": estimate.computers.iter().map(|computer| json!({
            "computer": computer.name,
            "id": computer.computer.0,
            "cores": sourced_json(&computer.cores),
            "per_message_per_sec": computer.per_message_per_sec,
            "at_peak": computer.at_peak,
            "at_limit": computer.at_limit,
        })).collect::<Vec<_>>(),
        "database_tier_at_peak": estimate.database_tier_at_peak,
        "extrapolated": estimate.extrapolated,
        "warnings": estimate.warnings.iter().map(|it| json!({
            "text": it.text, "source": it.because.as_ref().map(|id| &id.0),
        })).collect::<Vec<_>>(),
        "not_estimated": estimate.not_estimated,
        "response": response_json(estimate),
        "assumptions": assumptions.collect::<Vec<_>>(),
        "because": estimate.because.iter().map(|id| &id.0).collect::<Vec<_>>(),
    })
}

fn input_json(input: &CapacityInput) -> Value {
    json!({ "key": input.key, "label": input.label, "unit": input.unit, "figure": sourced_json(&input.value) })
}

fn sourced_json(value: &Sourced<f64>) -> Value {
    let detail = match &value.provenance {
        Provenance::Documented(id) => json!([id.0]),
        Provenance::Derived(ids) => json!(ids.iter().map(|id| &id.0).collect::<Vec<_>>()),
        Provenance::Default(id) => json!(id.0),
        Provenance::Example => json!(null),
        Provenance::Measured { by, on } | Provenance::Entered { by, on } => json!({ "by": by, "on": on }),
    };
    json!({
        "value": value.value,
        "range": value.range.map(|(low, high)| [low, high]),
        "provenance": value.provenance.word(),
        "detail": detail,
    })
}
