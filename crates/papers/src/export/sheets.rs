//! Documents as sheets of plain cells: what workbook and text files hold, and by which heads filled-in cells come back.

use crate::analysis::Analysis;
use crate::checklist::{Answer, ChecklistRow};
use crate::dependency::Outcome;
use crate::model::{ChecklistEntry, ChecklistStatus, PaperSection};
use crate::report::{Report, RuleLine};

/// A cell of a checklist row that people fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// One of the six statuses.
    Status,
    /// Who owns the row.
    Owner,
    /// By when.
    Due,
    /// By what one sees that it is done.
    Evidence,
    /// Anything else.
    Note,
}

impl Field {
    /// Every field, in the order of the columns.
    pub const ALL: [Self; 5] = [Self::Status, Self::Owner, Self::Due, Self::Evidence, Self::Note];

    /// The head of its column.
    pub const fn head(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Owner => "Owner",
            Self::Due => "Due",
            Self::Evidence => "Evidence",
            Self::Note => "Note",
        }
    }

    /// What the cell of a row shows: what a person has entered, and the status of a row that does not apply.
    pub fn shown(self, row: &ChecklistRow) -> &str {
        let is_blank = self == Self::Status && row.entry.status == ChecklistStatus::NotVerified;
        let is_apart = is_blank && row.answer() == Answer::NotApplicable;
        if is_apart { ChecklistStatus::NotApplicable.label() } else { self.of(&row.entry) }
    }

    /// What a person has entered.
    pub fn of(self, entry: &ChecklistEntry) -> &str {
        match self {
            Self::Status => entry.status.label(),
            Self::Owner => &entry.owner,
            Self::Due => &entry.due,
            Self::Evidence => &entry.evidence,
            Self::Note => &entry.note,
        }
    }
}

/// The head of the column that says which row it is.
pub const ROW_ID: &str = "Row id";
/// The head of the column with the address of a document, the last one where it is there.
pub(super) const SOURCE: &str = "Source";
/// The sheet that keeps what the filled-in cells held when the workbook was written.
pub const AS_WRITTEN: &str = "As written";
/// The sheet that says what workbook it is.
pub const ABOUT: &str = "Summary";
/// What stands before the title of the design on that sheet.
pub const DESIGN: &str = "Design";
/// What stands before its digest.
pub const DIGEST: &str = "Design (SHA-256)";
/// What stands before what stands for the rules.
pub const RULES: &str = "Rules";

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// Heads of the columns, each with its width in characters.
    pub columns: Vec<(&'static str, f64)>,
    /// Heads that are known only from the design, after the others.
    pub more_columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Whether it is there for the program only.
    pub is_hidden: bool,
}

impl Sheet {
    fn new(name: &'static str, columns: &[(&'static str, f64)]) -> Self {
        Self { name, columns: columns.to_vec(), ..Self::default() }
    }

    /// The heads of all columns.
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(head, _)| *head).chain(self.more_columns.iter().map(String::as_str))
    }

    /// The position of a column by its head.
    pub fn column(&self, head: &str) -> Option<usize> {
        self.heads().position(|it| it == head)
    }
}

const BY_HAND: [(&str, f64); 5] =
    [("Status", 15.0), ("Owner", 18.0), ("Due", 11.0), ("Evidence", 26.0), ("Note", 24.0)];

fn by_hand(entry: &ChecklistEntry) -> impl Iterator<Item = String> + '_ {
    Field::ALL.into_iter().map(|field| field.of(entry).to_owned())
}

/// What stands in the cells of a row that people fill in. One that does not apply says so where nobody has set a status.
fn cells_by_hand(row: &ChecklistRow) -> impl Iterator<Item = String> + '_ {
    Field::ALL.into_iter().map(|field| field.shown(row).to_owned())
}

/// Every sheet but the first, in order.
pub(super) fn sheets(analysis: &Analysis, report: &Report) -> Vec<Sheet> {
    let mut sheets = vec![checklist(analysis, report), test_plan(analysis, report), findings(report)];
    sheets.extend(matrix(analysis, report));
    sheets.extend(build_book(report));
    sheets.push(assumptions(report));
    sheets.push(questions(report));
    sheets.push(sources(report));
    sheets.push(rules(report));
    sheets.push(as_written(analysis));
    sheets.retain(|it| !it.rows.is_empty());
    sheets
}

/// Whether a row is signed in the test plan.
fn is_test(report: &Report, row: &ChecklistRow) -> bool {
    report.tests.iter().flat_map(|it| &it.rows).any(|it| it.row.as_deref() == Some(row.id.as_str()))
}

pub(super) fn checklist(analysis: &Analysis, report: &Report) -> Sheet {
    let columns = [
        (ROW_ID, 14.0),
        ("List", 16.0),
        ("Step", 36.0),
        ("How to verify", 42.0),
        ("Design", 9.0),
        ("What the design says", 38.0),
    ];
    let mut sheet =
        Sheet::new("Checklist", &[&columns[..], &BY_HAND, &[("Proposed owner", 18.0), (SOURCE, 40.0)]].concat());
    for row in analysis.checklist.rows.iter().filter(|it| !is_test(report, it)) {
        let says: Vec<&str> = row.evidence().iter().map(|it| it.text.as_str()).collect();
        let source = row.step.sources.iter().find_map(|id| report.citations.get(id));
        let cells = [
            row.id.clone(),
            row.step.part.label().to_owned(),
            row.step.text.to_owned(),
            [row.step.verify, row.step.why].join(" ").trim().to_owned(),
            row.answer().label().to_owned(),
            says.join("; "),
        ];
        let after = [row.step.owner.label().to_owned(), source.map_or("", |it| it.source.url).to_owned()];
        sheet.rows.push(cells.into_iter().chain(cells_by_hand(row)).chain(after).collect());
    }
    sheet
}

fn test_plan(analysis: &Analysis, report: &Report) -> Sheet {
    let columns = [(ROW_ID, 24.0), ("Group", 28.0), ("What to do", 44.0), ("Expected (simulation)", 50.0)];
    let mut sheet = Sheet::new("Test plan", &[&columns[..], &BY_HAND].concat());
    for group in &report.tests {
        for test in &group.rows {
            let row = test.row.as_ref().and_then(|id| analysis.checklist.row(id));
            let filled: Vec<String> =
                row.map_or_else(|| by_hand(&ChecklistEntry::default()).collect(), |it| cells_by_hand(it).collect());
            let what = [test.name.as_str(), test.how.as_str()].join(". ");
            let id = test.row.clone().unwrap_or_else(|| test.id.clone());
            let cells = [id, group.title.clone(), what.trim_end_matches(". ").to_owned(), test.expected.join(" ")];
            sheet.rows.push(cells.into_iter().chain(filled).collect());
        }
    }
    sheet
}

pub(super) fn findings(report: &Report) -> Sheet {
    let columns = [
        ("Rule", 10.0),
        ("Severity", 10.0),
        ("Problem", 28.0),
        ("Where", 46.0),
        ("Consequence", 40.0),
        ("What to do", 40.0),
        ("State", 13.0),
        ("Owner", 20.0),
        ("Due", 11.0),
        ("Accepted by, reason, until", 36.0),
        (SOURCE, 40.0),
    ];
    let mut sheet = Sheet::new("Findings", &columns);
    for finding in &report.findings {
        let url = finding.sources.iter().find_map(|id| report.citations.get(id)).map_or("", |it| it.source.url);
        for place in &finding.places {
            sheet.rows.push(vec![
                finding.rule.to_string(),
                finding.severity.title().to_owned(),
                finding.title.to_owned(),
                place.message.clone(),
                finding.why.to_owned(),
                finding.fix.to_owned(),
                finding.status.clone(),
                finding.owner.clone(),
                finding.due.clone().unwrap_or_default(),
                place.reopened.clone().unwrap_or_default(),
                url.to_owned(),
            ]);
        }
    }
    for it in &report.accepted {
        let until = it.expires.as_deref().unwrap_or("the facts change");
        let accepted = format!("{} on {}: {}; until {until}", it.person, it.date, it.reason);
        let severity = it.severity.title().to_owned();
        let cells =
            [it.rule.to_string(), severity, it.title.to_owned(), it.message.clone(), String::new(), String::new()];
        let rest = ["Accepted".to_owned(), it.person.clone(), String::new(), accepted, String::new()];
        sheet.rows.push(cells.into_iter().chain(rest).collect());
    }
    sheet
}

/// What every loss of one part and of two does; nothing is left out.
pub(super) fn matrix(analysis: &Analysis, report: &Report) -> Vec<Sheet> {
    let mut single = Sheet::new("Failure what-ifs", &[("Lost", 40.0), ("Key", 26.0), ("Means", 24.0)]);
    single.more_columns.clone_from(&report.matrix.services);
    let structure = &analysis.failures.structure;
    for row in &analysis.failures.impact {
        let services = structure.services.iter().zip(&row.outcomes);
        let shown = services.filter(|(it, _)| it.kind != crate::dependency::ServiceKind::Whole);
        let outcomes = shown.map(|(_, it): (_, &Outcome)| it.label().to_owned());
        let head = [row.name.clone(), row.part.to_string(), row.kind.label().to_owned()];
        single.rows.push(head.into_iter().chain(outcomes).collect());
    }
    let mut pairs = Sheet::new("Pairs", &[("Lost together", 50.0), ("What that does", 70.0)]);
    pairs.rows = report.matrix.pairs.iter().map(|it| vec![it.name.clone(), it.effect.clone()]).collect();
    let heads = [
        ("Lost", 40.0),
        ("Away until then", 44.0),
        ("Full service (simulated)", 36.0),
        ("Target", 20.0),
        ("By hand", 60.0),
        ("Data lost", 60.0),
    ];
    let mut recovery = Sheet::new("Recovery", &heads);
    for row in &report.recovery.rows {
        let cells = [
            row.said.clone(),
            row.away.join(", "),
            row.back.clone(),
            row.fit.label().to_owned(),
            row.by_hand.join(". "),
            row.lost.join(". "),
        ];
        recovery.rows.push(cells.to_vec());
    }
    vec![single, pairs, recovery]
}

/// The tables of the build book, each as a sheet of its own.
fn build_book(report: &Report) -> Vec<Sheet> {
    let chapters = report.build.iter().filter(|it| !report.left_out.contains(&it.section));
    let listings = chapters.filter(|it| it.section != PaperSection::Runbook).flat_map(|it| &it.listings);
    let sheet = |it: &crate::report::Listing| Sheet {
        name: name_of(it.title),
        columns: it.columns.iter().map(|column| (column.title, f64::from(column.share) * 20.0)).collect(),
        rows: it.rows.clone(),
        ..Sheet::default()
    };
    listings.map(sheet).collect()
}

/// Names of sheets have at most 31 characters.
fn name_of(title: &'static str) -> &'static str {
    match title {
        "Computers" => "Bill of materials",
        "Software and what licences are counted by" => "Software and licences",
        "TCP ports between tiers at run time" => "Firewall ports",
        "Steps" => "Migration path",
        "Work of each step" => "Work of the migration",
        other => other,
    }
}

fn assumptions(report: &Report) -> Sheet {
    let heads = [("Group", 30.0), ("Figure", 50.0), ("Value (range)", 24.0), ("Origin", 14.0), ("Basis", 60.0)];
    let mut sheet = Sheet::new("Assumptions", &heads);
    for group in &report.assumptions {
        for row in &group.rows {
            let cells = [group.title, &row.label, &row.value, row.provenance, &row.basis];
            sheet.rows.push(cells.map(str::to_owned).to_vec());
        }
    }
    sheet
}

fn questions(report: &Report) -> Sheet {
    let heads = [("Detail", 36.0), ("Of", 50.0), ("At worst", 12.0), ("Rules that wait", 50.0), ("Answer", 24.0)];
    let mut sheet = Sheet::new("Open questions", &heads);
    for question in &report.questions {
        let rules: Vec<String> = question.rules.iter().map(|(rule, title)| format!("{rule} {title}")).collect();
        let worst = question.severity.map_or("", |it| it.title()).to_owned();
        let cells = [question.attribute.clone(), question.elements.join(", "), worst, rules.join("; "), String::new()];
        sheet.rows.push(cells.to_vec());
    }
    sheet
}

fn sources(report: &Report) -> Sheet {
    let mut sheet = Sheet::new(
        "Sources",
        &[("No.", 6.0), ("Document", 60.0), ("Products", 24.0), ("State of", 12.0), ("Address", 80.0)],
    );
    for citation in report.citations.all() {
        let source = citation.source;
        let cells = [&citation.number.to_string(), source.title, source.products, source.checked, source.url];
        sheet.rows.push(cells.map(str::to_owned).to_vec());
    }
    sheet
}

fn rules(report: &Report) -> Sheet {
    let mut sheet =
        Sheet::new("Rules", &[("Rule", 12.0), ("What became of it", 26.0), ("What it checks", 60.0), ("Remark", 50.0)]);
    let annex = &report.annex;
    let lists: [(&str, &[RuleLine]); 6] = [
        ("Found something", &annex.fired),
        ("Waits for a detail", &annex.waiting),
        ("Found nothing wrong", &annex.passed),
        ("Has nothing to look at", &annex.not_applicable),
        ("Confirmed by a person", &annex.by_person),
        ("Not checked by this version", &annex.not_checked),
    ];
    for (what, lines) in lists {
        let row = |it: &RuleLine| vec![it.rule.to_string(), what.to_owned(), it.title.to_owned(), it.remark.clone()];
        sheet.rows.extend(lines.iter().map(row));
    }
    sheet
}

/// What the filled-in cells held, so that only what somebody changed comes back.
fn as_written(analysis: &Analysis) -> Sheet {
    let mut sheet = Sheet::new(AS_WRITTEN, &[&[(ROW_ID, 24.0)][..], &BY_HAND].concat());
    let row = |it: &ChecklistRow| std::iter::once(it.id.clone()).chain(cells_by_hand(it)).collect();
    sheet.rows = analysis.checklist.rows.iter().map(row).collect();
    sheet.is_hidden = true;
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::checklist::Part;
    use crate::document::template;
    use crate::report;

    #[test]
    fn every_row_of_the_checklist_can_be_filled_in_on_exactly_one_sheet() {
        let document = &template("large-complete").unwrap().document;
        let analysis = analyze(document);
        let sheets = sheets(&analysis, &report::build(document, &analysis, "2026-03-01"));
        let ids: Vec<&String> = sheets
            .iter()
            .filter(|it| !it.is_hidden && it.column("Status").is_some() && it.column(ROW_ID) == Some(0))
            .flat_map(|it| it.rows.iter().filter_map(|row| row.first()))
            .collect();
        for row in &analysis.checklist.rows {
            assert_eq!(ids.iter().filter(|it| **it == &row.id).count(), 1, "{}", row.id);
        }
        assert!(analysis.checklist.part(Part::ClusterDrills).count() > 0);
    }

    #[test]
    fn a_row_that_does_not_apply_has_that_status_and_comes_back_as_nothing_changed() {
        let document = &template("small").unwrap().document;
        let analysis = analyze(document);
        let sheets = sheets(&analysis, &report::build(document, &analysis, "2026-03-01"));
        let mut apart = 0;
        for sheet in sheets.iter().filter(|it| it.column(ROW_ID) == Some(0)) {
            let at = sheet.column("Status").unwrap();
            for cells in &sheet.rows {
                let Some(row) = analysis.checklist.row(&cells[0]) else { continue };
                let is_apart = row.answer() == Answer::NotApplicable;
                apart += usize::from(is_apart);
                assert_eq!(cells[at] == ChecklistStatus::NotApplicable.label(), is_apart, "{}", row.id);
            }
        }
        assert!(apart > 0);
    }

    #[test]
    fn every_row_has_a_cell_for_every_column_and_no_two_sheets_share_a_name() {
        let document = &template("large").unwrap().document;
        let analysis = analyze(document);
        let sheets = sheets(&analysis, &report::build(document, &analysis, "2026-03-01"));
        let mut names: Vec<&str> = sheets.iter().map(|it| it.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]) && names.iter().all(|it| it.chars().count() <= 31));
        for sheet in &sheets {
            let width = sheet.heads().count();
            assert!(sheet.rows.iter().all(|row| row.len() == width), "{}", sheet.name);
        }
    }
}
