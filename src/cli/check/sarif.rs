//! The result of a check as SARIF 2.1.0 (OASIS), for code scanning and review tools.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::baseline::question_identity;
use super::{Checked, Unreadable};
use crate::document::ElementLines;
use crate::model::{Document, Element, Waiver};
use crate::rules::{Finding, Question, Reopened, RuleId, RuleRow, Severity, catalog, fingerprint, identity};
use crate::sources::sources;

/// Name of the program in the log; a baseline must carry it.
pub(super) const TOOL: &str = "Tierwright";
/// Key of the fingerprint that stands for the rule and its elements.
pub(super) const IDENTITY: &str = "tierwright/v1";
/// Key of the fingerprint that stands for the facts, too.
const FACTS: &str = "tierwrightFacts/v2";

/// The result of every design, as one run.
///
/// # Errors
/// When the encoder fails, which no result of a check brings about.
pub(super) fn write(checked: &[Checked], unreadable: &[Unreadable]) -> Result<String, serde_json::Error> {
    let rules = rules_with_results(checked);
    let places: BTreeMap<RuleId, usize> = rules.iter().enumerate().map(|(index, row)| (row.id, index)).collect();
    let results: Vec<Value> = checked.iter().flat_map(|it| Design::new(it, &places).results()).collect();
    let artifact = |it: &Checked| {
        // By its title a baseline knows a design wherever it lies.
        json!({ "location": { "uri": uri(&it.path) }, "description": { "text": it.document.project.title } })
    };
    let artifacts: Vec<Value> = checked.iter().map(artifact).collect();
    let notifications: Vec<Value> =
        unreadable.iter().map(|it| json!({ "level": "error", "message": { "text": it.problem } })).collect();
    serde_json::to_string_pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": TOOL,
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(descriptor).collect::<Vec<_>>(),
            } },
            "invocations": [{
                "executionSuccessful": unreadable.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "artifacts": artifacts,
            "results": results,
        }],
    }))
}

/// The rows of all rules that have something to say, in catalogue order.
fn rules_with_results(checked: &[Checked]) -> Vec<&'static RuleRow> {
    let named = |row: &&RuleRow| {
        checked.iter().map(|it| &it.rules).any(|rules| {
            rules.findings.iter().any(|it| it.rule == row.id)
                || rules.accepted.iter().any(|it| it.finding.rule == row.id)
                || rules.questions.iter().any(|it| it.rule == row.id)
        })
    };
    catalog().rows().iter().filter(named).collect()
}

/// What is said about a rule once: help text, documents, level.
fn descriptor(row: &RuleRow) -> Value {
    let documents: Vec<_> = row.sources.iter().filter_map(|id| sources().get(id)).collect();
    let links: Vec<String> = documents.iter().map(|it| format!("- [{}]({})", it.title, it.url)).collect();
    let plain: Vec<String> = documents.iter().map(|it| format!("{}: {}", it.title, it.url)).collect();
    let judgment = match (row.is_engineering_judgment(), row.inference) {
        (true, _) => "\n\nNo document states this rule; it is our engineering judgment.".to_owned(),
        (false, "") => String::new(),
        (false, inference) => format!("\n\nOur inference: {inference}"),
    };
    let help = |links: Vec<String>| format!("{}{judgment}\n\n{}", row.fix, links.join("\n"));
    let mut rule = json!({
        "id": row.id,
        "name": row.title,
        "shortDescription": { "text": row.title },
        "fullDescription": { "text": row.why },
        "help": { "text": help(plain), "markdown": help(links) },
        "defaultConfiguration": { "level": level(row.severity) },
        "properties": {
            "tags": [row.id.family(), row.severity.word()],
            "severity": row.severity,
            "engineeringJudgment": row.is_engineering_judgment(),
        },
    });
    if let (Some(first), Some(rule)) = (documents.first(), rule.as_object_mut()) {
        rule.insert("helpUri".to_owned(), json!(first.url));
    }
    rule
}

/// The level of a severity: what must be corrected is an error, what may be declined a note.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocker | Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice | Severity::Info => "note",
    }
}

/// One checked design with what its results need.
struct Design<'a> {
    checked: &'a Checked,
    uri: String,
    lines: ElementLines,
    rules: &'a BTreeMap<RuleId, usize>,
}

impl<'a> Design<'a> {
    fn new(checked: &'a Checked, rules: &'a BTreeMap<RuleId, usize>) -> Self {
        Self { checked, uri: uri(&checked.path), lines: ElementLines::of(&checked.text), rules }
    }

    fn results(&self) -> Vec<Value> {
        let rules = &self.checked.rules;
        let open = rules.findings.iter().map(|it| self.finding(it, None));
        let accepted = rules.accepted.iter().map(|it| self.finding(&it.finding, Some(&it.waiver)));
        open.chain(accepted).chain(rules.questions.iter().map(|it| self.question(it))).collect()
    }

    fn document(&self) -> &Document {
        &self.checked.document
    }

    fn finding(&self, finding: &Finding, waiver: Option<&Waiver>) -> Value {
        let note = finding.reopened.as_ref().map(Reopened::note).map_or_else(String::new, |note| format!(" {note}."));
        let fixes: Vec<&str> = finding.fixes.iter().map(|it| it.label.as_str()).collect();
        let document = self.document();
        let facts: BTreeMap<String, String> = finding.fact_lines(document).into_iter().collect();
        let related = finding.elements.iter().enumerate().skip(1);
        let folded = self.checked.rules.folded_under(finding);
        let also: Vec<Value> = folded.map(|it| json!({ "rule": it.rule, "message": it.message(document) })).collect();
        json!({
            "ruleId": finding.rule,
            "ruleIndex": self.rules.get(&finding.rule),
            "kind": "fail",
            "level": level(finding.severity),
            "message": { "text": format!("{}.{note}", finding.message(document)) },
            "locations": [self.location(finding.subject())],
            "relatedLocations": related.map(|(id, it)| self.related(id, *it)).collect::<Vec<_>>(),
            "partialFingerprints": { IDENTITY: identity(finding), FACTS: fingerprint(finding) },
            "suppressions": waiver.map(suppression).into_iter().collect::<Vec<_>>(),
            "properties": { "severity": finding.severity, "facts": facts, "fixes": fixes, "also": also },
        })
    }

    /// A rule that could not be decided because nobody has stated a detail.
    fn question(&self, question: &Question) -> Value {
        let name = question.element.name(self.document());
        json!({
            "ruleId": question.rule,
            "ruleIndex": self.rules.get(&question.rule),
            "kind": "open",
            "level": "none",
            "message": { "text": format!("Not stated: {} of {name}.", question.attribute.words()) },
            "locations": [self.location(question.element)],
            "partialFingerprints": { IDENTITY: question_identity(question) },
            "suppressions": [],
        })
    }

    fn location(&self, element: Element) -> Value {
        json!({
            "physicalLocation": self.physical(element),
            "logicalLocations": [{
                "name": element.name(self.document()),
                "kind": element.kind(),
                "fullyQualifiedName": element.to_string(),
            }],
        })
    }

    fn related(&self, id: usize, element: Element) -> Value {
        let mut location = self.location(element);
        if let Some(location) = location.as_object_mut() {
            location.insert("id".to_owned(), json!(id));
            location.insert("message".to_owned(), json!({ "text": element.name(self.document()) }));
        }
        location
    }

    /// Where the record of an element stands in the file.
    fn physical(&self, element: Element) -> Value {
        let artifact = json!({ "uri": self.uri });
        match self.lines.line(element) {
            Some(line) => json!({ "artifactLocation": artifact, "region": { "startLine": line } }),
            None => json!({ "artifactLocation": artifact }),
        }
    }
}

/// An acceptance; it stands in the design file itself.
fn suppression(waiver: &Waiver) -> Value {
    json!({
        "kind": "inSource",
        "status": "accepted",
        "justification": format!("{} (accepted by {})", waiver.reason, waiver.signature()),
        "properties": {
            "person": waiver.person,
            "date": waiver.date,
            "expires": waiver.expires,
        },
    })
}

/// The address of a file: relative paths stay relative, with slashes.
pub(super) fn uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str(if text.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
