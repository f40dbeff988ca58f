//! The checklists of a report.

use crate::analysis::Analysis;
use crate::checklist::{Answer, Checklist, ChecklistRow, Evidence, Part, Tally};
use crate::model::{ChecklistStatus, Document, Element};
use crate::report::census::Census;

/// A row of a checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// The row.
    pub row: ChecklistRow,
    /// What the design says about it, with whole sets of computers in few words.
    pub evidence: Vec<Evidence>,
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

/// Tests that are signed in the test plan, and there alone.
const TESTS: [&str; 4] = ["GO-5", "GO-6", "GO-7", "GO-8"];

pub(super) fn lists(document: &Document, analysis: &Analysis) -> Vec<ReportList> {
    let checklist = &analysis.checklist;
    let census = Census::new(document);
    let group = |part, title| applicable(checklist, &census, part, title);
    let mut tests = vec![group(Part::GoLive, "Tests and preparations")];
    tests.extend(survivors(document, checklist, &census));
    vec![
        ReportList::new(
            "High-availability checklist",
            "The ten steps of Microsoft's checklist for fault tolerance and load balancing, in its order. The design answers \
             them as far as a drawing can: a step fails when a rule finds a blocker, an error or a warning.",
            vec![group(Part::HighAvailability, "")],
        ),
        ReportList::new(
            "Disaster-recovery checklist",
            "What to prepare before a disaster.",
            vec![group(Part::Backup, "")],
        ),
        ReportList::new(
            "Go-live checklist",
            "What Microsoft asks for before production, and what the surviving node of an active/active cluster has to carry. \
             The tests of availability and the drills stand in the test plan.",
            tests,
        ),
        ReportList::new(
            "Configuration and operations checklist",
            "What no drawing shows and only a person can confirm: each row is a rule of the catalogue, under its id, with \
             what to do and what happens otherwise.",
            vec![
                group(Part::Configuration, "Configuration, before going live"),
                group(Part::AvailabilityGroups, "Availability groups, before going live"),
                group(Part::Operations, "Operations, from going live on"),
            ],
        ),
    ]
}

fn report_row(row: &ChecklistRow, census: &Census) -> ReportRow {
    let shortened = |it: &Evidence| Evidence { text: census.shortened(&it.text), ..it.clone() };
    ReportRow { row: row.clone(), evidence: row.evidence().iter().map(shortened).collect() }
}

/// A part whose rows that do not apply are only named, by reason, unless a person has said something about them.
fn applicable(checklist: &Checklist, census: &Census, part: Part, title: &str) -> RowGroup {
    let mut group = RowGroup { title: title.to_owned(), ..RowGroup::default() };
    for row in checklist.part(part).filter(|it| !TESTS.contains(&it.step.id)) {
        if row.answer() != Answer::NotApplicable || row.entry.status != ChecklistStatus::NotVerified {
            group.rows.push(report_row(row, census));
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
fn survivors(document: &Document, checklist: &Checklist, census: &Census) -> Vec<RowGroup> {
    let mut groups: Vec<(Option<Element>, RowGroup)> = Vec::new();
    for row in checklist.part(Part::ClusterDrills).filter(|it| !it.step.id.starts_with("DRILL-")) {
        let subject = row.subject.map(Element::from);
        let row = report_row(row, census);
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
