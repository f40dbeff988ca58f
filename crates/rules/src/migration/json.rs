//! The way from one design to another, for programs.

use serde_json::{Value, json};

use super::{Migration, NewError, Outage, Standing, Step};

/// The way as JSON.
pub fn json(migration: &Migration) -> Value {
    json!({
        "before": migration.titles.0,
        "after": migration.titles.1,
        "start": standing(&migration.start),
        "steps": migration.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Value {
    let work = step
        .work
        .iter()
        .map(|(title, lines)| json!({"kind": title, "changes": lines.iter().map(|it| it.trim()).collect::<Vec<_>>()}));
    let cautions = step.cautions.iter().map(|(words, source)| json!({"text": words, "source": source}));
    json!({
        "step": step.number,
        "title": step.title,
        "who": step.who,
        "source": step.source,
        "work": work.collect::<Vec<_>>(),
        "elements": step.elements.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "cautions": cautions.collect::<Vec<_>>(),
        "outages": step.outages.iter().map(outage).collect::<Vec<_>>(),
        "stopped": step.stopped,
        "without_spare": step.without_spare,
        "new_errors": step.new_errors.iter().map(new_error).collect::<Vec<_>>(),
        "standing": standing(&step.standing),
    })
}

fn new_error(error: &NewError) -> Value {
    json!({"rule": error.rule, "title": error.title, "subjects": error.subjects})
}

fn outage(outage: &Outage) -> Value {
    json!({
        "text": outage.words,
        "stops": outage.stops,
        "meanwhile": outage.meanwhile,
        "source": outage.source,
        "own_judgment": outage.ours,
    })
}

fn standing(standing: &Standing) -> Value {
    let findings: serde_json::Map<String, Value> =
        standing.findings.iter().map(|(severity, count)| (severity.word().to_owned(), json!(count))).collect();
    let points =
        standing.single_points.iter().map(|(name, element)| json!({"name": name, "element": element.to_string()}));
    json!({
        "findings": findings,
        "open_questions": standing.questions,
        "single_points": points.collect::<Vec<_>>(),
        "rate_normal": standing.normal_rate,
        "rate_after_worst_loss": standing.worst_rate,
        "working": standing.working(),
    })
}
