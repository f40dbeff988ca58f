//! What people have filled in against the design: what would change, what cannot be taken over, and why.

use std::collections::BTreeMap;

use super::filled::{Filled, FilledRow};
use super::of_another_design;
use crate::analysis::Analysis;
use crate::checklist::ChecklistRow;
use crate::edit::{Edit, EditCommand};
use crate::export::sheets::Field;
use crate::model::{ChecklistEntry, ChecklistStatus, Document};
use crate::prose::plural;

/// One cell that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub row: String,
    /// Which cell of it.
    pub field: Field,
    /// What the design holds.
    pub before: String,
    /// What it would hold.
    pub after: String,
}

impl Change {
    /// `HA-2, Owner: “” becomes “Ada”`.
    pub fn words(&self) -> String {
        format!("{}, {}: “{}” becomes “{}”", self.row, self.field.head(), self.before, self.after)
    }
}

/// A filled-in file against a design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// What changes, row by row.
    pub changes: Vec<Change>,
    /// What cannot be taken over, each with its place and the reason.
    pub troubles: Vec<String>,
    /// All changes as one step; `None` where nothing changes.
    pub edit: Option<Edit>,
}

/// Holds what was filled in against a design. Only cells that somebody has changed since the workbook was written come
/// back; where the design has changed as well, it stays as it is and both are named.
pub fn merge(document: &Document, analysis: &Analysis, filled: &Filled) -> Merge {
    let mut merge = Merge { troubles: filled.unread.clone(), ..Merge::default() };
    if let Some(title) = filled.design.as_ref().filter(|it| **it != document.project.title) {
        merge.troubles = vec![of_another_design("workbook", title, &document.project.title)];
        return merge;
    }
    let mut entries: BTreeMap<String, ChecklistEntry> = BTreeMap::new();
    let mut taken: BTreeMap<(String, Field), String> = BTreeMap::new();
    for row in &filled.rows {
        let Some(known) = analysis.checklist.row(&row.id) else {
            // Saved drills have no row to keep what was entered.
            let is_drill =
                document.drills.len() >= row.id.strip_prefix('D').and_then(|it| it.parse().ok()).unwrap_or(usize::MAX);
            if !is_drill || row.cells.iter().any(|(field, text)| !is_blank(*field, text)) {
                merge.troubles.push(format!("{}: the design has no row “{}”.", row.place, row.id));
            }
            continue;
        };
        let entry = entries.entry(row.id.clone()).or_insert_with(|| known.entry.clone());
        take_row(&mut merge, entry, (row, known), filled.written.get(&row.id), &mut taken);
    }
    let commands: Vec<EditCommand> = entries
        .into_iter()
        .filter(|(row, entry)| analysis.checklist.row(row).is_some_and(|it| it.entry != *entry))
        .map(|(row, entry)| EditCommand::SetChecklistEntry { row, entry })
        .collect();
    let count = commands.len();
    merge.edit = (count > 0).then(|| {
        Edit::new(format!("Take over {count} filled-in checklist {}", plural(count, "row", "rows")), commands)
    });
    merge
}

fn is_blank(field: Field, text: &str) -> bool {
    text.is_empty() || field == Field::Status && text == ChecklistStatus::NotVerified.label()
}

fn take_row(
    merge: &mut Merge,
    entry: &mut ChecklistEntry,
    (row, known): (&FilledRow, &ChecklistRow),
    written: Option<&BTreeMap<Field, String>>,
    taken: &mut BTreeMap<(String, Field), String>,
) {
    for (field, after) in &row.cells {
        let before = field.shown(known).trim();
        let base = written.and_then(|it| it.get(field)).map_or(before, String::as_str);
        let after = if *field == Field::Status && after.is_empty() { base } else { after.as_str() };
        if after == base || after == before {
            continue;
        }
        if before != base {
            merge.troubles.push(stays(
                row,
                *field,
                after,
                &format!("has become “{before}” in the design, which stays"),
            ));
            continue;
        }
        if let Some(other) = taken.get(&(row.id.clone(), *field)).filter(|it| *it != after) {
            merge.troubles.push(stays(row, *field, after, &format!("“{other}” in another place, which counts")));
            continue;
        }
        if set(entry, *field, after).is_none() {
            let words: Vec<&str> = ChecklistStatus::ALL.iter().map(|it| it.label()).collect();
            merge.troubles.push(format!(
                "{}: “{after}” is no status of {}; there are {}.",
                row.place,
                row.id,
                crate::prose::list(&words)
            ));
            continue;
        }
        if taken.insert((row.id.clone(), *field), after.to_owned()).is_none() {
            let change =
                Change { row: row.id.clone(), field: *field, before: before.to_owned(), after: after.to_owned() };
            merge.changes.push(change);
        }
    }
}

/// What is said of a cell that is not taken over, because something else holds there.
fn stays(row: &FilledRow, field: Field, here: &str, there: &str) -> String {
    format!("{}: {} of {} is “{here}” here and {there}.", row.place, field.head(), row.id)
}

/// Fills a cell in; `None` when the text is no status.
fn set(entry: &mut ChecklistEntry, field: Field, text: &str) -> Option<()> {
    match field {
        Field::Status => {
            let is = |it: &&ChecklistStatus| it.label().eq_ignore_ascii_case(text);
            entry.status = *ChecklistStatus::ALL.iter().find(is)?;
        }
        Field::Owner => text.clone_into(&mut entry.owner),
        Field::Due => text.clone_into(&mut entry.due),
        Field::Evidence => text.clone_into(&mut entry.evidence),
        Field::Note => text.clone_into(&mut entry.note),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::document::template;
    use crate::edit::preview;
    use crate::export::run::render;
    use crate::export::{ExportRequest, Format};
    use crate::import::read;

    fn design() -> Document {
        template("large-complete").unwrap().document.clone()
    }

    fn export(document: &Document, format: Format) -> Vec<u8> {
        let request = ExportRequest::usual("".into(), "x".into(), "2026-03-01".into());
        render(document, &analyze(document), &request, format).unwrap()
    }

    fn filled_by(document: &Document, cells: &[(&str, Field, &str)]) -> Filled {
        let mut filled = read(&export(document, Format::Workbook)).unwrap();
        for (id, field, text) in cells {
            let row = filled.rows.iter_mut().find(|it| it.id == *id).unwrap();
            row.cells.insert(*field, (*text).to_owned());
        }
        filled
    }

    #[test]
    fn a_workbook_that_nobody_has_touched_changes_nothing() {
        let design = design();
        let filled = read(&export(&design, Format::Workbook)).unwrap();
        assert_eq!(filled.design.as_deref(), Some(design.project.title.as_str()));
        assert_eq!(filled.rows.len(), analyze(&design).checklist.rows.len());
        assert_eq!(merge(&design, &analyze(&design), &filled), Merge::default());
    }

    #[test]
    fn only_cells_that_were_filled_in_change_whatever_the_order_of_rows() {
        let design = design();
        let cells =
            [("HA-2", Field::Status, "fulfilled"), ("HA-2", Field::Owner, "Ada"), ("GO-6", Field::Due, "2026-05-01")];
        let mut filled = filled_by(&design, &cells);
        filled.rows.reverse();
        filled.rows.retain(|it| it.id != "HA-3");
        let merged = merge(&design, &analyze(&design), &filled);
        assert!(merged.troubles.is_empty() && merged.changes.len() == 3, "{merged:?}");
        let next = preview(&design, &merged.edit.unwrap().commands).unwrap();
        assert_eq!(next.checklist.len(), 2);
        assert_eq!(next.checklist["HA-2"].status, ChecklistStatus::Fulfilled);
        assert_eq!((next.checklist["HA-2"].owner.as_str(), next.checklist["GO-6"].due.as_str()), ("Ada", "2026-05-01"));
    }

    #[test]
    fn the_files_of_two_people_merge_and_a_cell_that_both_filled_in_is_named() {
        let design = design();
        let one = filled_by(&design, &[("HA-2", Field::Owner, "Ada"), ("HA-5", Field::Note, "Yearly")]);
        let two = filled_by(&design, &[("HA-2", Field::Owner, "Jan"), ("HA-2", Field::Evidence, "Minutes")]);
        let after_one = preview(&design, &merge(&design, &analyze(&design), &one).edit.unwrap().commands).unwrap();
        let merged = merge(&after_one, &analyze(&after_one), &two);
        assert_eq!(merged.troubles.len(), 1, "{merged:?}");
        assert!(merged.troubles[0].contains("“Jan” here and has become “Ada”"), "{merged:?}");
        let both = preview(&after_one, &merged.edit.unwrap().commands).unwrap();
        assert_eq!(
            (both.checklist["HA-2"].owner.as_str(), both.checklist["HA-2"].evidence.as_str()),
            ("Ada", "Minutes")
        );
        assert_eq!(both.checklist["HA-5"].note, "Yearly");
    }

    #[test]
    fn unknown_rows_wrong_statuses_and_workbooks_of_another_design_are_named() {
        let design = design();
        let mut filled = filled_by(&design, &[("HA-2", Field::Status, "Done")]);
        filled.rows.push(FilledRow {
            id: "XX-1".to_owned(),
            place: "sheet Checklist, line 99".to_owned(),
            cells: BTreeMap::new(),
        });
        let merged = merge(&design, &analyze(&design), &filled);
        assert!(merged.edit.is_none() && merged.troubles.len() == 2, "{merged:?}");
        assert!(merged.troubles.iter().any(|it| it.contains("“Done” is no status of HA-2; there are Not verified")));
        assert!(merged.troubles.iter().any(|it| it.contains("line 99: the design has no row “XX-1”")));
        let other = template("small").unwrap().document.clone();
        let merged = merge(&other, &analyze(&other), &filled);
        assert!(merged.edit.is_none() && merged.troubles[0].contains("workbook of the design"), "{merged:?}");
    }

    #[test]
    fn a_text_file_with_semicolons_and_moved_columns_comes_back_too() {
        let design = design();
        let text = "\u{feff}Owner;Row id;Status\n'=Ada;HA-2;In progress\n";
        let merged = merge(&design, &analyze(&design), &read(text.as_bytes()).unwrap());
        let next = preview(&design, &merged.edit.unwrap().commands).unwrap();
        assert_eq!(
            (next.checklist["HA-2"].owner.as_str(), next.checklist["HA-2"].status),
            ("=Ada", ChecklistStatus::InProgress)
        );
        assert!(read(b"a,b\n1,2\n").is_err() && read(b"PK no workbook").is_err());
    }
}
