//! `tierwright check`: findings and open questions of designs, as text or JSON.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, Output, Streams};
use crate::analysis::analyze;
use crate::document::open;
use crate::model::{Document, Element};
use crate::rules::{Finding, RuleReport, RuleState, Severity, catalog};

/// Checks the files and returns the exit code. One that cannot be read does not stop the others.
pub(super) fn run(files: &[PathBuf], format: Output, threshold: Severity, streams: &mut Streams<'_>) -> u8 {
    let mut exit = EXIT_CLEAN;
    let mut checked = Vec::new();
    for path in files {
        match open(path) {
            Ok(opened) => {
                let rules = analyze(&opened.document).rules;
                // Severities are ordered most severe first.
                if rules.findings.iter().any(|finding| finding.severity <= threshold) {
                    exit = exit.max(EXIT_FINDINGS);
                }
                checked.push((path.clone(), opened.document, rules));
            }
            Err(err) => {
                streams.complain(&err.to_string());
                exit = EXIT_UNREADABLE;
            }
        }
    }
    match format {
        Output::Text => checked.iter().for_each(|(path, document, rules)| text(path, document, rules, streams)),
        Output::Json => {
            let files = checked.iter().map(|(path, document, rules)| file_json(path, document, rules)).collect();
            match serde_json::to_string_pretty(&CheckJson { files }) {
                Ok(json) => streams.say(&json),
                Err(err) => streams.complain(&format!("the result could not be written as JSON: {err}")),
            }
        }
    }
    exit
}

fn text(path: &Path, document: &Document, rules: &RuleReport, streams: &mut Streams<'_>) {
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| (severity.word(), rules.count(*severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let counts = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
    streams.say(&format!("{}: {counts}, {} open questions", path.display(), rules.questions.len()));
    for finding in &rules.findings {
        streams.say(&format!("  {:8} {:9} {}", finding.severity.word(), finding.rule, finding.message));
        if let Some(row) = catalog().row(finding.rule) {
            let judgment = if row.is_engineering_judgment() { " (our engineering judgment)" } else { "" };
            let sources: Vec<&str> = row.sources.iter().map(|id| id.0.as_str()).collect();
            streams.say(&format!("           fix: {}{judgment}", row.fix));
            streams.say(&format!("           source: {}", sources.join(", ")));
        }
    }
    for question in &rules.questions {
        let name = question.element.name(document);
        streams.say(&format!("  question {:9} {name}: {}", question.rule, question.attribute));
    }
    let with = |wanted: fn(&RuleState) -> bool| rules.states.values().filter(|state| wanted(state)).count();
    streams.say(&format!(
        "  rules: {} ran, {} do not apply, {} wait for an answer",
        with(RuleState::ran),
        with(|state| matches!(state, RuleState::NotApplicable(_))),
        with(|state| matches!(state, RuleState::Waiting)),
    ));
}

#[derive(Serialize)]
struct CheckJson {
    files: Vec<FileJson>,
}

#[derive(Serialize)]
struct FileJson {
    path: String,
    design: String,
    findings: Vec<FindingJson>,
    questions: Vec<QuestionJson>,
    rules: StatesJson,
}

#[derive(Serialize)]
struct FindingJson {
    rule: String,
    severity: &'static str,
    title: String,
    message: String,
    elements: Vec<ElementJson>,
    sources: Vec<String>,
    inferred: bool,
    fixes: Vec<String>,
}

#[derive(Serialize)]
struct ElementJson {
    kind: &'static str,
    id: u32,
    name: String,
}

#[derive(Serialize)]
struct QuestionJson {
    rule: String,
    element: ElementJson,
    attribute: String,
}

#[derive(Serialize)]
struct StatesJson {
    run: Vec<String>,
    not_applicable: Vec<String>,
    waiting: Vec<String>,
}

fn file_json(path: &Path, document: &Document, rules: &RuleReport) -> FileJson {
    let ids = |wanted: fn(&RuleState) -> bool| {
        rules.states.iter().filter(|(_, state)| wanted(state)).map(|(id, _)| id.to_string()).collect()
    };
    FileJson {
        path: path.display().to_string(),
        design: document.project.title.clone(),
        findings: rules.findings.iter().map(|finding| finding_json(document, finding)).collect(),
        questions: rules
            .questions
            .iter()
            .map(|question| QuestionJson {
                rule: question.rule.to_string(),
                element: element_json(document, question.element),
                attribute: question.attribute.clone(),
            })
            .collect(),
        rules: StatesJson {
            run: ids(RuleState::ran),
            not_applicable: ids(|state| matches!(state, RuleState::NotApplicable(_))),
            waiting: ids(|state| matches!(state, RuleState::Waiting)),
        },
    }
}

fn finding_json(document: &Document, finding: &Finding) -> FindingJson {
    let row = catalog().row(finding.rule);
    FindingJson {
        rule: finding.rule.to_string(),
        severity: finding.severity.word(),
        title: row.map(|row| row.title.to_owned()).unwrap_or_default(),
        message: finding.message.clone(),
        elements: finding.elements.iter().map(|element| element_json(document, *element)).collect(),
        sources: row.map(|row| row.sources.iter().map(|id| id.0.clone()).collect()).unwrap_or_default(),
        inferred: row.is_some_and(|row| row.inferred),
        fixes: finding.fixes.iter().map(|fix| fix.label.clone()).collect(),
    }
}

fn element_json(document: &Document, element: Element) -> ElementJson {
    ElementJson { kind: element.kind(), id: element.number(), name: element.name(document) }
}
