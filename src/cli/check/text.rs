//! The result of a check for people.

use super::Checked;
use crate::rules::{Finding, Reopened, RuleState, Severity, catalog};

/// The result of every design, one after the other.
pub(super) fn write(checked: &[Checked]) -> String {
    checked.iter().flat_map(lines).collect::<Vec<_>>().join("\n")
}

fn lines(checked: &Checked) -> Vec<String> {
    let Checked { path, document, rules, .. } = checked;
    let mut lines = vec![format!("{}: {}", path.display(), summary(checked))];
    lines.extend(rules.findings.iter().flat_map(of_finding));
    for accepted in &rules.accepted {
        lines.push(format!("  accepted {:9} {}", accepted.finding.rule, accepted.finding.message));
        lines.push(format!("           by {}: {}", accepted.waiver.signature(), accepted.waiver.reason));
    }
    for waiver in &rules.idle_waivers {
        let name = waiver.subject().name(document);
        lines.push(format!("  accepted {:9} {name}: nothing to accept now", waiver.rule));
    }
    for question in &rules.questions {
        let name = question.element.name(document);
        lines.push(format!("  question {:9} {name}: {}", question.rule, question.attribute.words()));
    }
    let with = |wanted: fn(&RuleState) -> bool| rules.states.values().filter(|state| wanted(state)).count();
    lines.push(format!(
        "  rules: {} ran, {} do not apply, {} wait for an answer",
        with(RuleState::ran),
        with(|state| matches!(state, RuleState::NotApplicable(_))),
        with(|state| matches!(state, RuleState::Waiting)),
    ));
    lines
}

fn summary(checked: &Checked) -> String {
    let rules = &checked.rules;
    let mut counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| (severity.word(), rules.count(*severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    if counts.is_empty() {
        counts.push("no findings".to_owned());
    }
    if !rules.accepted.is_empty() {
        counts.push(format!("{} accepted", rules.accepted.len()));
    }
    counts.push(format!("{} open questions", rules.questions.len()));
    let known = checked.num_known.map_or_else(String::new, |known| format!(" ({known} known from the baseline)"));
    format!("{}{known}", counts.join(", "))
}

fn of_finding(finding: &Finding) -> Vec<String> {
    let mut lines = vec![format!("  {:8} {:9} {}", finding.severity.word(), finding.rule, finding.message)];
    if let Some(row) = catalog().row(finding.rule) {
        let judgment = if row.is_engineering_judgment() { " (our engineering judgment)" } else { "" };
        let sources: Vec<&str> = row.sources.iter().map(|id| id.0.as_str()).collect();
        lines.push(format!("           fix: {}{judgment}", row.fix));
        lines.push(format!("           source: {}", sources.join(", ")));
    }
    lines.extend(finding.reopened.as_ref().map(Reopened::note).map(|note| format!("           note: {note}")));
    lines
}
