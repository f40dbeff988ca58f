//! The checklists of a report.

use crate::analysis::Analysis;
use crate::checklist::{Answer, Checklist, ChecklistRow, Part, Tally};
use crate::model::{ChecklistStatus, Document, Element};

/// A row of a checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// The row.
    pub row: ChecklistRow,
}

/// Rows that do not apply, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Why they do not apply, without a period.
    pub reason: String,
    /// Their ids with what they ask for.
    pub rows: Vec<(&'static str, &'static str)>,
}

/// Rows under one heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowGroup {
    /// The heading; empty when the list has one group only.
    pub title: String,
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// Rows that do not apply and that nobody has touched, where they are named only.
    pub left_out: Vec<LeftOut>,
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
        let is_filled = |group: &RowGroup| !group.rows.is_empty() || !group.left_out.is_empty();
        let groups: Vec<RowGroup> = groups.into_iter().filter(is_filled).collect();
        let mut tally = Tally::of(groups.iter().flat_map(|group| &group.rows).map(|it| &it.row));
        tally.not_applicable += groups.iter().flat_map(|it| &it.left_out).map(|it| it.rows.len()).sum::<usize>();
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
        ReportList::new(
            "Configuration and operations checklist",
            "What no drawing shows and only a person can confirm: each row is a rule of the catalogue, under its id, with \
             what to do and what happens otherwise.",
            vec![
                applicable(checklist, Part::Configuration, "Configuration, before going live"),
                applicable(checklist, Part::AvailabilityGroups, "Availability groups, before going live"),
                applicable(checklist, Part::Operations, "Operations, from going live on"),
            ],
        ),
    ]
}

fn part(checklist: &Checklist, part: Part, title: &str) -> RowGroup {
    let rows = checklist.part(part).map(|row| ReportRow { row: row.clone() }).collect();
    RowGroup { title: title.to_owned(), rows, ..RowGroup::default() }
}

/// A part whose rows that do not apply are only named, by reason, unless a person has said something about them.
fn applicable(checklist: &Checklist, part: Part, title: &str) -> RowGroup {
    let mut group = RowGroup { title: title.to_owned(), ..RowGroup::default() };
    for row in checklist.part(part) {
        if row.answer() != Answer::NotApplicable || row.entry.status != ChecklistStatus::NotVerified {
            group.rows.push(ReportRow { row: row.clone() });
            continue;
        }
        let reason = row.evidence().first().map_or("", |it| it.text.as_str());
        let named = (row.label(), row.step.text);
        match group.left_out.iter_mut().find(|it| it.reason == reason) {
            Some(known) => known.rows.push(named),
            None => group.left_out.push(LeftOut { reason: reason.to_owned(), rows: vec![named] }),
        }
    }
    group
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
                groups.push((subject, RowGroup { title, rows: vec![row], ..RowGroup::default() }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
