//! The checklists of a report.

use crate::analysis::Analysis;
use crate::checklist::{Checklist, Part, Row, Tally};
use crate::model::{Document, Element};

/// A row of a checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// The row.
    pub row: Row,
}

/// Rows under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct RowGroup {
    /// The heading; empty when the list has one group only.
    pub title: String,
    /// The rows.
    pub rows: Vec<ReportRow>,
}

/// One checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportList {
    /// Its heading.
    pub title: &'static str,
    /// What it is, in a sentence or two.
    pub intro: &'static str,
    /// Its rows.
    pub groups: Vec<RowGroup>,
    /// How its rows are answered.
    pub tally: Tally,
}

impl ReportList {
    /// Its rows in reading order.
    pub fn rows(&self) -> impl Iterator<Item = &ReportRow> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    fn new(title: &'static str, intro: &'static str, groups: Vec<RowGroup>) -> Self {
        let groups: Vec<RowGroup> = groups.into_iter().filter(|group| !group.rows.is_empty()).collect();
        let tally = Tally::of(groups.iter().flat_map(|group| &group.rows).map(|it| &it.row));
        Self { title, intro, groups, tally }
    }
}

pub(super) fn lists(document: &Document, analysis: &Analysis) -> Vec<ReportList> {
    let checklist = &analysis.checklist;
    let mut tests = vec![part(checklist, Part::GoLive, "Tests")];
    tests.extend(survivors(document, checklist));
    vec![
        ReportList::new(
            "High-availability checklist",
            "The ten steps of Microsoft's checklist for fault tolerance and load balancing, in its order. The design answers \
             them as far as a drawing can: a step fails when a rule finds a blocker, an error or a warning.",
            vec![part(checklist, Part::HighAvailability, "")],
        ),
        ReportList::new(
            "Disaster-recovery checklist",
            "What to prepare before a disaster, and the steps to restore BizTalk Server after one, in working order.",
            vec![
                part(checklist, Part::Backup, "Before a disaster"),
                part(checklist, Part::Restore, "Restoring, in working order"),
            ],
        ),
        ReportList::new(
            "Go-live checklist",
            "The tests that Microsoft asks for before production, and what the surviving node of an active/active cluster \
             has to carry. The drills themselves stand in the test plan.",
            tests,
        ),
    ]
}

fn part(checklist: &Checklist, part: Part, title: &str) -> RowGroup {
    let rows = checklist.part(part).map(|row| ReportRow { row: row.clone() }).collect();
    RowGroup { title: title.to_owned(), rows }
}

/// What has to be clear before the drills of a failover cluster: one group for each.
fn survivors(document: &Document, checklist: &Checklist) -> Vec<RowGroup> {
    let mut groups: Vec<(Option<Element>, RowGroup)> = Vec::new();
    for row in checklist.part(Part::ClusterDrills).filter(|it| !it.step.id.starts_with("DRILL-")) {
        let subject = row.subject.map(Element::from);
        let row = ReportRow { row: row.clone() };
        match groups.last_mut().filter(|(element, _)| *element == subject) {
            Some((_, group)) => group.rows.push(row),
            None => {
                let name = subject.map(|it| it.name(document)).unwrap_or_default();
                let title = format!("Before the failover drills of {name}");
                groups.push((subject, RowGroup { title, rows: vec![row] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
