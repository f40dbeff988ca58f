//! The way from one design to another, for programs.

use serde_json::{Value, json};

use super::{Migration, Moment, NewFinding, Outage, Standing, Step};
use crate::comparison::Entry;

/// The way as JSON.
pub fn json(migration: &Migration) -> Value {
    json!({
        "before": migration.titles.0,
        "after": migration.titles.1,
        "start": standing(&migration.start),
        "to_be_confirmed": work(&migration.unconfirmed),
        "steps": migration.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn work(work: &[(String, Vec<Entry>)]) -> Vec<Value> {
    let section = |(title, lines): &(String, Vec<Entry>)| json!({"kind": title, "changes": lines.iter().map(Entry::words).collect::<Vec<_>>()});
    work.iter().map(section).collect()
}

fn step(step: &Step) -> Value {
    let instructions = |moment: Moment| {
        let said = step.instructions_at(moment).map(|it| json!({"text": it.words, "source": it.source}));
        said.collect::<Vec<_>>()
    };
    let obstacles = step.obstacles.iter().map(|it| json!({"text": it.words, "source": it.source}));
    json!({
        "step": step.number,
        "title": step.title,
        "who": step.who,
        "source": step.source,
        "unsupported": obstacles.collect::<Vec<_>>(),
        "first": instructions(Moment::First),
        "work": work(&step.work),
        "then": instructions(Moment::Then),
        "elements": step.elements.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "outages": step.outages.iter().map(outage).collect::<Vec<_>>(),
        "stopped": step.stopped,
        "without_spare": step.without_spare,
        "new_findings": step.new_findings.iter().map(new_finding).collect::<Vec<_>>(),
        "standing": standing(&step.standing),
    })
}

fn new_finding(finding: &NewFinding) -> Value {
    json!({
        "severity": finding.severity.word(),
        "rule": finding.rule,
        "subject": finding.subject.to_string(),
        "message": finding.message,
        "until": finding.until,
    })
}

fn outage(outage: &Outage) -> Value {
    json!({
        "text": outage.words,
        "stops": outage.stops,
        "meanwhile": outage.meanwhile,
        "without_spare": outage.without_spare,
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
