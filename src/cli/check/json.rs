//! The result of a check as JSON.

use serde::Serialize;

use super::Checked;
use crate::carried::PROGRAM;
use crate::checklist::ChecklistRow;
use crate::model::{Document, Element, Waiver, places};
use crate::rules::{Accepted, Finding, RuleReport, RuleState, catalog, fingerprint};

#[derive(Serialize)]
struct CheckJson {
    program: &'static str,
    /// Grows when a field changes its meaning or goes; new fields may come at any time.
    schema_version: u32,
    files: Vec<FileJson>,
}

#[derive(Serialize)]
struct FileJson {
    path: String,
    design: String,
    findings: Vec<FindingJson>,
    accepted: Vec<AcceptedJson>,
    questions: Vec<QuestionJson>,
    rules: StatesJson,
    checklist: Vec<RowJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
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
    also: Vec<AlsoJson>,
    fingerprint: String,
    /// Where exports say it: file and line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    read_from: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reopened: Option<ReopenedJson>,
}

/// A finding that stands under another one and does not count.
#[derive(Serialize)]
struct AlsoJson {
    rule: String,
    title: &'static str,
    message: String,
}

#[derive(Serialize)]
struct AcceptedJson {
    #[serde(flatten)]
    finding: FindingJson,
    acceptance: AcceptanceJson,
}

/// An acceptance that no longer holds, and why.
#[derive(Serialize)]
struct ReopenedJson {
    why: String,
    acceptance: AcceptanceJson,
}

#[derive(Serialize)]
struct AcceptanceJson {
    reason: String,
    person: String,
    date: String,
    expires: Option<String>,
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
    attribute: &'static str,
}

/// A row of a checklist: what the design answers, and what a person has entered.
#[derive(Serialize)]
struct RowJson {
    id: String,
    list: &'static str,
    step: &'static str,
    answer: &'static str,
    because: Vec<String>,
    rules: Vec<String>,
    status: &'static str,
    owner: String,
    due: String,
    evidence: String,
    note: String,
}

#[derive(Serialize)]
struct StatesJson {
    run: Vec<String>,
    not_applicable: Vec<String>,
    waiting: Vec<String>,
}

/// The result of every design.
///
/// # Errors
/// When the encoder fails, which no result of a check brings about.
pub(super) fn write(checked: &[Checked]) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&CheckJson {
        program: PROGRAM,
        schema_version: 1,
        files: checked.iter().map(of_file).collect(),
    })
}

fn of_file(checked: &Checked) -> FileJson {
    let Checked { path, document, rules, .. } = checked;
    FileJson {
        path: path.display().to_string(),
        design: document.project.title.clone(),
        findings: rules.findings.iter().map(|finding| of_finding(checked, finding)).collect(),
        accepted: rules.accepted.iter().map(|accepted| of_accepted(checked, accepted)).collect(),
        questions: rules
            .questions
            .iter()
            .map(|question| QuestionJson {
                rule: question.rule.to_string(),
                element: of_element(document, question.element),
                attribute: question.attribute.key(),
            })
            .collect(),
        rules: states(rules),
        checklist: checked.checklist.iter().flat_map(|it| &it.rows).map(of_row).collect(),
        known: checked.num_known,
    }
}

fn of_row(row: &ChecklistRow) -> RowJson {
    let entry = &row.entry;
    RowJson {
        id: row.id.clone(),
        list: row.step.part.label(),
        step: row.step.text,
        answer: row.answer().label(),
        because: row.evidence().iter().map(|it| it.text.clone()).collect(),
        rules: row.step.rules.iter().map(ToString::to_string).collect(),
        status: entry.status.label(),
        owner: entry.owner.clone(),
        due: entry.due.clone(),
        evidence: entry.evidence.clone(),
        note: entry.note.clone(),
    }
}

fn states(rules: &RuleReport) -> StatesJson {
    let ids = |wanted: fn(&RuleState) -> bool| {
        rules.states.iter().filter(|(_, state)| wanted(state)).map(|(id, _)| id.to_string()).collect()
    };
    StatesJson {
        run: ids(RuleState::ran),
        not_applicable: ids(|state| matches!(state, RuleState::NotApplicable(_))),
        waiting: ids(|state| matches!(state, RuleState::Waiting)),
    }
}

fn of_finding(checked: &Checked, finding: &Finding) -> FindingJson {
    let document = &checked.document;
    let row = catalog().row(finding.rule);
    let reopened = finding.reopened.as_ref();
    FindingJson {
        rule: finding.rule.to_string(),
        severity: finding.severity.word(),
        title: row.map(|row| row.title.to_owned()).unwrap_or_default(),
        message: finding.message(document),
        elements: finding.elements.iter().map(|element| of_element(document, *element)).collect(),
        sources: row.map(|row| row.sources.iter().map(|id| id.0.clone()).collect()).unwrap_or_default(),
        inferred: row.is_some_and(|row| row.inferred),
        fixes: finding.fixes.iter().map(|fix| fix.label.clone()).collect(),
        also: checked.rules.folded_under(finding).map(|it| of_folded(document, it)).collect(),
        fingerprint: fingerprint(finding),
        read_from: places(&document.imported, finding.subject()),
        reopened: reopened.map(|it| ReopenedJson { why: it.why.clone(), acceptance: of_waiver(&it.waiver) }),
    }
}

fn of_folded(document: &Document, finding: &Finding) -> AlsoJson {
    let title = catalog().row(finding.rule).map(|row| row.title).unwrap_or_default();
    AlsoJson { rule: finding.rule.to_string(), title, message: finding.message(document) }
}

fn of_accepted(checked: &Checked, accepted: &Accepted) -> AcceptedJson {
    AcceptedJson { finding: of_finding(checked, &accepted.finding), acceptance: of_waiver(&accepted.waiver) }
}

fn of_waiver(waiver: &Waiver) -> AcceptanceJson {
    AcceptanceJson {
        reason: waiver.reason.clone(),
        person: waiver.person.clone(),
        date: waiver.date.to_string(),
        expires: waiver.expires.map(|day| day.to_string()),
    }
}

fn of_element(document: &Document, element: Element) -> ElementJson {
    ElementJson { kind: element.kind(), id: element.number(), name: element.name(document) }
}
