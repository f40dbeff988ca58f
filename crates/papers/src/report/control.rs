//! What stands on the control page: versions, who receives and who signs, and by what the documents can be known.

use crate::analysis::Analysis;
use crate::capacity::two_figures;
use crate::digest::sha256_hex;
use crate::document::to_text;
use crate::model::{Document, PaperReader, PaperStatus, PaperVersion};
use crate::report::capacity::peak_fit;
use crate::rules::{RuleId, Severity, catalog, version_of_rules};

/// Something that stands against approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The rule; `None` = the capacity estimate.
    pub rule: Option<RuleId>,
    /// The sentence that names the elements, or what is not stated.
    pub text: String,
}

impl Objection {
    /// What objects, in short: the id of a rule, or the estimate.
    pub const fn name(&self) -> &'static str {
        match self.rule {
            Some(rule) => rule.as_str(),
            None => "capacity",
        }
    }
}

/// The control page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// How far the documents are.
    pub status: PaperStatus,
    /// Who may read them; may be empty.
    pub confidentiality: String,
    /// Versions, oldest first; at least that of the design.
    pub versions: Vec<PaperVersion>,
    /// Who receives them and who signs.
    pub readers: Vec<PaperReader>,
    /// SHA-256 of the design as it is written to its file.
    pub design_hash: String,
    /// What stands for the rules as the program has them.
    pub rules_version: &'static str,
    /// What the program looked at, in a sentence.
    pub looked_at: String,
    /// Blockers and errors that are neither corrected nor accepted, details that such rules wait for, and a peak load that
    /// does not fit.
    pub objections: Vec<Objection>,
}

/// SHA-256 of a design as it is written to its file.
pub fn design_hash(document: &Document) -> String {
    hash_of_text(&to_text(document))
}

/// The same of the text of a design.
pub fn hash_of_text(text: &str) -> String {
    sha256_hex(text.as_bytes())
}

pub(super) fn control(document: &Document, analysis: &Analysis, date: &str) -> Control {
    let project = &document.project;
    let objections = objections(document, analysis);
    let mut versions = project.papers.versions.clone();
    if versions.is_empty() {
        versions.push(PaperVersion {
            version: project.version.clone(),
            date: date.to_owned(),
            author: project.author.clone(),
            change: String::new(),
        });
    }
    Control {
        status: project.papers.status.unwrap_or_else(|| proposed_status(document, &objections)),
        confidentiality: project.papers.confidentiality.clone(),
        versions,
        readers: project.papers.readers.clone(),
        design_hash: design_hash(document),
        rules_version: version_of_rules(),
        looked_at: looked_at(document, analysis),
        objections,
    }
}

/// How far documents are unless a person says so. Where no computer is drawn there is nothing to approve.
pub fn proposed_status(document: &Document, objections: &[Objection]) -> PaperStatus {
    let is_ready = objections.is_empty() && !document.computers.is_empty();
    if is_ready { PaperStatus::ForApproval } else { PaperStatus::Draft }
}

/// What stands against approval, worst first.
pub fn objections(document: &Document, analysis: &Analysis) -> Vec<Objection> {
    let rules = &analysis.rules;
    let found = rules.findings.iter().filter(|it| it.severity <= Severity::Error);
    let mut objections: Vec<Objection> =
        found.map(|it| Objection { rule: Some(it.rule), text: it.message(document) }).collect();
    for question in &rules.questions {
        let counts = catalog().row(question.rule).is_some_and(|row| row.severity <= Severity::Error);
        let missing = question.attribute.words();
        let text = format!("not stated: {missing} of {}", question.element.name(document));
        if counts && !objections.iter().any(|it| it.rule == Some(question.rule) && it.text == text) {
            objections.push(Objection { rule: Some(question.rule), text });
        }
    }
    for (of, report) in analysis.capacity.groups_in_words() {
        if let Some(fit) = peak_fit(report).filter(|it| it.is_short) {
            let text = format!("{of}the peak load of {} messages/s {}", two_figures(fit.peak), fit.said);
            objections.push(Objection { rule: None, text });
        }
    }
    objections
}

fn looked_at(document: &Document, analysis: &Analysis) -> String {
    let ran = analysis.rules.states.values().filter(|state| crate::rules::RuleState::ran(state)).count();
    let sweep = &analysis.failures.sweep;
    format!(
        "{} drawn computers; {ran} of {} rules; the loss of each of {} parts{}.",
        document.computers.len(),
        catalog().rows().len(),
        sweep.events().len(),
        if sweep.has_pairs() { " and of every two of them" } else { "" }
    )
}
