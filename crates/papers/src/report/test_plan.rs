//! The test plan: what to break, what the simulation expects, and room for what was seen.

use crate::analysis::Analysis;
use crate::checklist::Part;
use crate::drill::{PlannedTest, TestSource, test_plan};
use crate::model::{ChecklistStatus, Document, DrillAction, DrillStep};
use crate::sources::SourceId;

/// One test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestRow {
    /// Its id, such as `GO-6`, `DRILL-1` or `D1`.
    pub id: String,
    /// The row of the checklist that keeps what people enter for it; `None` for a saved drill.
    pub row: Option<String>,
    /// What to do.
    pub name: String,
    /// How, or what it is for; empty when the name says it all.
    pub how: String,
    /// What fails in the simulation, in order, with times where they matter; empty when the design draws nothing that
    /// would, and where several things are tried one after the other.
    pub fails: Vec<String>,
    /// What the simulation expects, paragraph by paragraph.
    pub expected: Vec<String>,
    /// Which document asks for it.
    pub source: Option<SourceId>,
    /// Who tests, as entered; empty = not stated.
    pub tester: String,
    /// The day of the test, as entered; empty = not stated.
    pub due: String,
    /// What was seen, as entered; empty = nothing yet.
    pub seen: String,
    /// Whether a person has noted it as passed.
    pub passed: bool,
}

/// Tests under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct TestGroup {
    /// The heading.
    pub title: String,
    /// The tests, in order.
    pub rows: Vec<TestRow>,
}

/// Every test of the design: the availability tests, the drills of each SQL Server cluster, the saved drills.
pub(super) fn groups(document: &Document, analysis: &Analysis) -> Vec<TestGroup> {
    let mut groups: Vec<TestGroup> = Vec::new();
    for test in test_plan(document, &analysis.failures.structure) {
        let title = match (test.source, test.cluster) {
            (TestSource::Cluster, Some(cluster)) => {
                format!("Failover drills of {}", crate::model::Element::FailoverCluster(cluster).name(document))
            }
            (source, _) => source.label().to_owned(),
        };
        let row = row(document, analysis, test);
        match groups.last_mut().filter(|it| it.title == title) {
            Some(group) => group.rows.push(row),
            None => groups.push(TestGroup { title, rows: vec![row] }),
        }
    }
    groups
}

fn row(document: &Document, analysis: &Analysis, test: PlannedTest) -> TestRow {
    let checklist = [Part::GoLive, Part::ClusterDrills].into_iter().flat_map(|part| analysis.checklist.part(part));
    let known = checklist.into_iter().find(|it| it.id == test.id);
    let row = known.map(|it| it.id.clone());
    let entry = known.map(|it| it.entry.clone()).unwrap_or_default();
    let label = test.id.split('/').next().unwrap_or_default().to_owned();
    let seen = [entry.evidence.trim(), entry.note.trim()];
    let steps = match test.tries.as_slice() {
        [only] => only.steps.as_slice(),
        _ => &[],
    };
    TestRow {
        id: label,
        row,
        fails: steps.iter().map(|step| step_words(document, step)).collect(),
        expected: test.expected(),
        name: test.name,
        how: test.note,
        source: test.because.source(),
        tester: entry.owner,
        due: entry.due,
        seen: seen.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" "),
        passed: entry.status == ChecklistStatus::Fulfilled,
    }
}

/// `MBX1 fails`, `MBX1 is back after 10 min`.
fn step_words(document: &Document, step: &DrillStep) -> String {
    let name = step.part.name(document);
    let what = match step.action {
        DrillAction::Fail => format!("{name} fails"),
        DrillAction::Recover => format!("{name} is back"),
    };
    let mut after: Vec<String> = step.after.iter().map(|it| it.label().to_owned()).collect();
    if step.at_secs > 0.0 {
        after.insert(0, crate::drill::span(step.at_secs));
    }
    if after.is_empty() { what } else { format!("{what} after {}", after.join(" and ")) }
}
