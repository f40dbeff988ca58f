//! What was known before: an earlier result or an earlier design, so that only what is new counts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::sarif::{IDENTITY, TOOL, uri};
use crate::calendar::Day;
use crate::carried;
use crate::document::{OpenError, read_text};
use crate::rules::{Question, RuleReport, Severity, evaluate_on, identity, identity_of};

/// Why a baseline cannot be used.
#[derive(Debug, Error)]
pub(super) enum BaselineError {
    /// The file cannot be read, or the design in it cannot.
    #[error("The baseline cannot be used. {0}")]
    Open(#[from] OpenError),
    /// The file is JSON that is cut off or damaged.
    #[error("The baseline {path} is damaged: {problem}. Write it again with `tierwright check --format json`.")]
    Damaged {
        /// The file.
        path: String,
        /// What the JSON parser says, with line and column.
        problem: serde_json::Error,
    },
    /// The file is JSON of something else.
    #[error(
        "{path} is no baseline: {problem}. Use the output of `tierwright check` with --format json or sarif, or a design."
    )]
    Foreign {
        /// The file.
        path: String,
        /// What it is not.
        problem: &'static str,
    },
}

/// What was known, by design.
#[derive(Debug)]
pub(super) struct Baseline {
    designs: Vec<Known>,
}

/// What was known of one design.
#[derive(Debug, Default)]
struct Known {
    uri: String,
    /// The title of the design; `None` where the baseline does not say.
    title: Option<String>,
    /// By identity, the severity of each open finding.
    findings: BTreeMap<String, Vec<Severity>>,
    /// Identities of open questions.
    questions: BTreeSet<String>,
}

impl Baseline {
    /// Reads an earlier result as JSON or SARIF, or an earlier design.
    pub(super) fn read(path: &Path, today: Day) -> Result<Self, BaselineError> {
        let text = read_text(path).map(|it| it.text).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}');
        if !text.trim_start().starts_with('{') {
            let document = carried::open(path)?.document;
            let rules = evaluate_on(&document, Some(today));
            let title = Some(document.project.title.clone());
            return Ok(Self { designs: vec![Known { title, ..Known::of_report(uri(path), &rules) }] });
        }
        let path = path.display().to_string();
        let json: Value =
            serde_json::from_str(text).map_err(|problem| BaselineError::Damaged { path: path.clone(), problem })?;
        if json.get("runs").is_some() {
            return of_sarif(&json).map_err(|problem| BaselineError::Foreign { path, problem });
        }
        if json.get("files").is_none() {
            return Err(BaselineError::Foreign { path, problem: "it holds neither files nor runs" });
        }
        let check: CheckJson =
            serde_json::from_value(json).map_err(|problem| BaselineError::Damaged { path, problem })?;
        Ok(Self { designs: check.files.into_iter().map(Known::from).collect() })
    }

    /// Takes what was known out of a report and says how many findings and questions that were; `None` where the
    /// baseline does not know the design. A finding that has become more severe is new.
    pub(super) fn drop_known(&self, path: &Path, title: &str, rules: &mut RuleReport) -> Option<usize> {
        let known = self.of(path, title)?;
        let before = rules.findings.len() + rules.questions.len();
        let mut left = known.findings.clone();
        rules.findings.retain(|finding| {
            let severities = left.entry(identity(finding)).or_default();
            // Severities are ordered most severe first.
            let at = severities.iter().position(|severity| *severity <= finding.severity);
            at.map(|at| severities.remove(at)).is_none()
        });
        rules.questions.retain(|question| !known.questions.contains(&question_identity(question)));
        Some(before - rules.findings.len() - rules.questions.len())
    }

    /// The design at the same path, else the only one with the same file name, else the only one of the same title. A
    /// design with another title is another design, wherever it lies; one without a title is known by its path alone.
    fn of(&self, path: &Path, title: &str) -> Option<&Known> {
        let uri = uri(path);
        let name = |uri: &str| uri.rsplit('/').next().unwrap_or_default().to_owned();
        let may_be = |it: &&Known| it.title.as_ref().is_none_or(|known| known == title);
        let only = |wanted: &dyn Fn(&&Known) -> bool| {
            let mut found = self.designs.iter().filter(may_be).filter(|it| wanted(it));
            found.next().filter(|_| found.next().is_none())
        };
        let same_path = self.designs.iter().filter(may_be).find(|it| it.uri == uri);
        same_path
            .or_else(|| only(&|it| it.title.is_some() && name(&it.uri) == name(&uri)))
            .or_else(|| only(&|it| it.title.is_some()))
    }
}

impl Known {
    fn of_report(uri: String, rules: &RuleReport) -> Self {
        let mut known = Self { uri, ..Self::default() };
        for finding in &rules.findings {
            known.findings.entry(identity(finding)).or_default().push(finding.severity);
        }
        known.questions = rules.questions.iter().map(question_identity).collect();
        known
    }
}

/// Stands for an open question.
pub(super) fn question_identity(question: &Question) -> String {
    asked(question.rule.as_str(), &question.element.to_string(), question.attribute.key())
}

fn asked(rule: &str, element: &str, attribute: &str) -> String {
    identity_of(&format!("{rule}?"), &[element.to_owned(), attribute.to_owned()])
}

/// What is read of `check --format json`; other fields may come and go.
#[derive(Deserialize)]
struct CheckJson {
    files: Vec<FileJson>,
}

#[derive(Deserialize)]
struct FileJson {
    path: String,
    #[serde(default)]
    design: Option<String>,
    findings: Vec<FindingJson>,
    questions: Vec<QuestionJson>,
}

#[derive(Deserialize)]
struct FindingJson {
    rule: String,
    severity: String,
    elements: Vec<ElementJson>,
}

#[derive(Deserialize)]
struct QuestionJson {
    rule: String,
    element: ElementJson,
    attribute: String,
}

#[derive(Deserialize)]
struct ElementJson {
    kind: String,
    id: u32,
}

impl ElementJson {
    /// As elements write themselves: `computer-12`.
    fn key(&self) -> String {
        if self.kind == "environment" { self.kind.clone() } else { format!("{}-{}", self.kind, self.id) }
    }
}

impl From<FileJson> for Known {
    fn from(file: FileJson) -> Self {
        let mut known = Self { uri: uri(Path::new(&file.path)), title: file.design.clone(), ..Self::default() };
        for finding in &file.findings {
            let keys: Vec<String> = finding.elements.iter().map(ElementJson::key).collect();
            let severity = finding.severity.parse().unwrap_or(Severity::Blocker);
            known.findings.entry(identity_of(&finding.rule, &keys)).or_default().push(severity);
        }
        known.questions = file.questions.iter().map(|it| asked(&it.rule, &it.element.key(), &it.attribute)).collect();
        known
    }
}

/// Reads a SARIF log; the error says what it is not.
fn of_sarif(json: &Value) -> Result<Baseline, &'static str> {
    let runs = json.get("runs").and_then(Value::as_array).ok_or("its runs are no list")?;
    let mut designs: BTreeMap<String, Known> = BTreeMap::new();
    for run in runs {
        if run.pointer("/tool/driver/name").and_then(Value::as_str) != Some(TOOL) {
            return Err("another program wrote it");
        }
        let list = |key: &str| run.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for artifact in list("artifacts") {
            if let Some(uri) = artifact.pointer("/location/uri").and_then(Value::as_str) {
                let known = designs.entry(uri.to_owned()).or_default();
                known.title = artifact.pointer("/description/text").and_then(Value::as_str).map(str::to_owned);
            }
        }
        for result in list("results") {
            let text = |pointer: &str| result.pointer(pointer).and_then(Value::as_str);
            let identity = result.get("partialFingerprints").and_then(|it| it.get(IDENTITY)).and_then(Value::as_str);
            let uri = text("/locations/0/physicalLocation/artifactLocation/uri");
            let (Some(identity), Some(uri)) = (identity, uri) else {
                return Err("a result has no fingerprint or no place");
            };
            let known = designs.entry(uri.to_owned()).or_default();
            let is_accepted = result
                .get("suppressions")
                .and_then(Value::as_array)
                .is_some_and(|suppressions| !suppressions.is_empty());
            if text("/kind") == Some("open") {
                known.questions.insert(identity.to_owned());
            } else if !is_accepted {
                let severity = text("/properties/severity").and_then(|word| word.parse().ok());
                let severities = known.findings.entry(identity.to_owned()).or_default();
                severities.push(severity.unwrap_or(Severity::Blocker));
            }
        }
    }
    Ok(Baseline { designs: designs.into_iter().map(|(uri, known)| Known { uri, ..known }).collect() })
}
