//! The result of a check for people.

use super::Checked;
use crate::model::places;
use crate::rules::{Finding, Reopened, RuleState, Severity, catalog};

/// The result of every design, one after the other.
pub(super) fn write(checked: &[Checked]) -> String {
    checked.iter().flat_map(lines).collect::<Vec<_>>().join("\n")
}

fn lines(checked: &Checked) -> Vec<String> {
    let Checked { path, document, rules, .. } = checked;
    let mut lines = vec![format!("{}: {}", path.display(), summary(checked))];
    if let Some(verdict) = &checked.verdict {
        lines.push(format!("  verdict: {}", verdict.headline));
        lines.extend(verdict.sentences.iter().map(|it| format!("           {it}")));
    }
    lines.extend(rules.findings.iter().flat_map(|it| of_finding(checked, it)));
    for accepted in &rules.accepted {
        lines.push(format!("  accepted {:9} {}", accepted.finding.rule, accepted.finding.message(document)));
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
        .map(|severity| (*severity, rules.count(*severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{count} {}", counted_word(severity, count)))
        .collect();
    if counts.is_empty() {
        counts.push("no findings".to_owned());
    }
    if !rules.accepted.is_empty() {
        counts.push(format!("{} accepted", rules.accepted.len()));
    }
    let questions = rules.questions.len();
    counts.push(format!("{questions} open {}", if questions == 1 { "question" } else { "questions" }));
    let known = checked.num_known.map_or_else(String::new, |known| format!(" ({known} known from the baseline)"));
    format!("{}{known}", counts.join(", "))
}

/// The word of a severity after a number: "1 error", "2 errors", "2 advice".
fn counted_word(severity: Severity, count: usize) -> String {
    if count == 1 { severity.word().to_owned() } else { severity.plural().to_lowercase() }
}

fn of_finding(checked: &Checked, finding: &Finding) -> Vec<String> {
    let Checked { document, rules, .. } = checked;
    let mut lines = vec![format!("  {:8} {:9} {}", finding.severity.word(), finding.rule, finding.message(document))];
    let mut says = |text: String| lines.push(format!("           {text}"));
    for it in rules.folded_under(finding) {
        says(format!("also: {} {}", it.rule, it.message(document)));
    }
    if let Some(row) = catalog().row(finding.rule) {
        let fix = finding.fixes.first().map_or(row.fix, |it| it.label.as_str());
        says(format!("fix: {fix}"));
        let sources: Vec<&str> = row.sources.iter().map(|id| id.0.as_str()).collect();
        if row.is_engineering_judgment() {
            says("inferred: no document states this rule; it is our engineering judgment".to_owned());
        } else if row.inferred {
            says(format!("inferred: {}", row.inference));
        }
        if !sources.is_empty() {
            let kind = if row.is_engineering_judgment() { "background" } else { "source" };
            says(format!("{kind}: {}", sources.join(", ")));
        }
    }
    let places = places(&document.imported, finding.subject());
    if !places.is_empty() {
        says(format!("read from: {}", places.join("; ")));
    }
    if let Some(note) = finding.reopened.as_ref().map(Reopened::note) {
        says(format!("note: {note}"));
    }
    lines
}
