//! The deliverable as data: what it says, in reading order, without a word on how it is laid out.

mod accepted;
mod actions;
mod annex;
mod assumptions;
mod brief;
mod build;
mod capacity;
mod census;
mod citations;
mod control;
mod cover;
mod decisions;
mod downtime;
mod findings;
mod listing;
mod lists;
mod matrix;
mod notes;
mod questions;
mod recovery;
mod targets;
mod test_plan;
mod verdict;

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::migration::Migration;
use crate::model::{Document, PaperSection};
use crate::sources::Contradiction;

pub use accepted::AcceptedFinding;
pub use annex::{Annex, RuleLine};
pub use assumptions::{Assumption, AssumptionGroup};
pub use brief::{Action, Brief, Figure};
pub use build::{BuildChapter, PortRow, port_rows};
pub use capacity::{CapacityRow, CapacitySection, TierRow};
pub use citations::{Citation, Citations};
pub use control::{Control, Objection, design_hash, hash_of_text, objections, proposed_status};
pub use cover::Cover;
pub use downtime::{DowntimeRow, DowntimeSection};
pub use findings::{Place, ReportFinding};
pub use listing::{Listing, ListingColumn, NOT_STATED};
pub use lists::{LeftOut, ReportList, ReportRow, RowGroup};
pub use matrix::{FailureMatrix, MatrixRow, PairLine};
pub use questions::OpenQuestion;
pub use recovery::{Recovery, RecoveryRow, TargetFit};
pub use test_plan::{TestGroup, TestRow};
pub use verdict::{Tone, Verdict};

/// What stands wherever availability is spoken of.
pub const PROVEN_BY_TESTS: &str = "High availability is not proven by this document; it is proven by the tests before \
     going live and by the failover drills of the build and run book.";

/// Everything the deliverable says about a design on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Who, for whom, when.
    pub cover: Cover,
    /// What the design is, as label and value.
    pub scope: Vec<(&'static str, String)>,
    /// Versions, readers, and by what the documents can be known.
    pub control: Control,
    /// The summary page.
    pub brief: Brief,
    /// What the customer wants, as label and value.
    pub targets: Vec<(&'static str, String)>,
    /// The message flows; without rows where the load is one mix of messages.
    pub flows: Listing,
    /// What each loss does to each service.
    pub matrix: FailureMatrix,
    /// How long each recovery takes.
    pub recovery: Recovery,
    /// Rows of the checklists that people have decided on.
    pub decisions: Listing,
    /// Notes that people have pinned to elements.
    pub notes: Listing,
    /// The build book, but for its test plan.
    pub build: Vec<BuildChapter>,
    /// Sections that the design leaves out.
    pub left_out: BTreeSet<PaperSection>,
    /// Whether nothing is drawn.
    pub is_empty: bool,
    /// Whether the design is fit for use, in words and counts.
    pub verdict: Verdict,
    /// Findings, most severe first; those of one rule stand together.
    pub findings: Vec<ReportFinding>,
    /// Findings that a person has accepted, most severe first.
    pub accepted: Vec<AcceptedFinding>,
    /// The checklists.
    pub lists: Vec<ReportList>,
    /// What to break, with the result that the simulation expects.
    pub tests: Vec<TestGroup>,
    /// The capacity estimate in short.
    pub capacity: Vec<CapacitySection>,
    /// The availability estimate; `None` where nobody has ticked it.
    pub downtime: Option<DowntimeSection>,
    /// Figures the document rests on, each with where it comes from.
    pub assumptions: Vec<AssumptionGroup>,
    /// Places where documents disagree, with the reading that was applied.
    pub disagreements: Vec<&'static Contradiction>,
    /// What nobody has stated yet.
    pub questions: Vec<OpenQuestion>,
    /// Every document cited, numbered.
    pub citations: Citations,
    /// What was checked and what was not.
    pub annex: Annex,
}

/// Collects the deliverable. `date` is the day on it, as YYYY-MM-DD.
pub fn build(document: &Document, analysis: &Analysis, date: &str) -> Report {
    build_from(document, analysis, date, None)
}

/// The same with the way from the present environment to this one, where it is known.
pub fn build_from(document: &Document, analysis: &Analysis, date: &str, path: Option<&Migration>) -> Report {
    let findings = findings::findings(document, analysis);
    let lists = lists::lists(document, analysis);
    let assumptions = assumptions::assumptions(document, analysis);
    let disagreements = findings::disagreements(analysis);
    let tests = test_plan::groups(document, analysis);
    let mut citations = Citations::default();
    citations.extend(findings.iter().flat_map(|it| it.sources.iter().copied()));
    citations.extend(lists.iter().flat_map(ReportList::rows).flat_map(|it| it.row.step.sources.iter()));
    citations.extend(tests.iter().flat_map(|it| &it.rows).filter_map(|it| it.source.as_ref()));
    citations.extend(analysis.capacity.all().flat_map(|it| it.normal.because.iter()));
    let capacity = capacity::capacity(document, analysis);
    citations.extend(capacity.iter().flat_map(|it| &it.remarks).filter_map(|(_, source)| source.as_ref()));
    citations.extend(disagreements.iter().flat_map(|it| it.sources.iter()));
    let questions = questions::questions(document, analysis);
    let recovery = recovery::recovery(document, analysis);
    let control = control::control(document, analysis, date);
    let verdict = verdict::verdict(analysis);
    let parts = brief::Parts {
        verdict: &verdict,
        findings: &findings,
        questions: &questions,
        recovery: &recovery,
        control: &control,
    };
    let brief = brief::brief(document, analysis, &parts);
    let build = build::build_book(document, analysis, &recovery, path);
    citations.extend(build.iter().flat_map(|it| &it.listings).flat_map(|it| &it.sources));
    citations.finish();
    Report {
        cover: cover::cover(document, date),
        scope: cover::scope(document),
        control,
        brief,
        targets: targets::targets(document),
        flows: targets::flows(document),
        matrix: matrix::matrix(document, analysis, &recovery),
        recovery,
        decisions: decisions::decisions(analysis),
        notes: notes::notes(document),
        build,
        left_out: document.project.papers.left_out.clone(),
        is_empty: document.computers.is_empty(),
        verdict,
        findings,
        accepted: accepted::accepted(document, analysis),
        lists,
        tests,
        capacity,
        downtime: downtime::downtime(document, analysis),
        assumptions,
        disagreements,
        questions,
        citations,
        annex: annex::annex(document, analysis),
    }
}

/// The sentences of the verdict, as in the deliverable.
pub fn verdict_sentences(analysis: &Analysis) -> Vec<String> {
    verdict::verdict(analysis).sentences
}

/// `1 finding`, `2 findings`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
