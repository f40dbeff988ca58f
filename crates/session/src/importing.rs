//! Files that are to come into a design: exports of a running BizTalk group, and workbooks and checklists that people have
//! filled in. Read off the frame, shown as a difference, taken over as one step.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::analysis::analyze_on;
use crate::calendar::Day;
use crate::edit::{Edit, EditError, preview};
use crate::exchange::landing::{self, ChangeKey, ChangeKind, Landing, land_but};
use crate::exchange::load::{MOST_FILES, names, source};
use crate::exchange::readers::{Gap, Import, Options, read_all};
use crate::exchange::told;
use crate::export::sheets::Field;
use crate::filled_in::{self, Filled, is_filled_in};
use crate::model::{Document, Element};
use crate::prose::capitalized;
use crate::work::{GivenUp, Phase, Work};

/// Where an import goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into the open design, as one step.
    Here,
    /// Into a design of its own, which takes the place of the open one.
    Anew,
}

/// A change that an import would make, as a person can decide about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKey {
    /// What exports say.
    Export(ChangeKey),
    /// A cell that somebody has filled in: which file, which row, which field.
    Cell(usize, String, Field),
}

/// A line of the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is told by.
    pub key: RowKey,
    /// What happens to it unless somebody turns it.
    pub kind: ChangeKind,
    /// What it says.
    pub words: String,
    /// Where it stands in a file; empty where it has no place.
    pub place: String,
    /// What it is about; `None` for a row of the checklist.
    pub element: Option<Element>,
}

/// A workbook or checklist that somebody has filled in.
#[derive(Clone, Debug)]
pub struct FilledFile {
    /// Its name.
    pub name: String,
    /// What is in it, or why it cannot be read.
    pub filled: Result<Filled, String>,
    /// What cannot be taken over, and why.
    pub troubles: Vec<String>,
}

/// Files as they were read, and what they would do to the open design and to a new one.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The files.
    pub paths: Vec<PathBuf>,
    /// What was to be taken from them.
    pub options: Options,
    /// What exports say.
    pub import: Import,
    /// Workbooks and checklists.
    pub filled: Vec<FilledFile>,
    /// What they do to the open design, or why they do not fit together.
    pub here: Result<Outcome, EditError>,
    /// What they do to a new design.
    pub anew: Result<Outcome, EditError>,
}

/// What an import would do to a design.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The difference, line by line.
    pub rows: Vec<Row>,
    /// What stays open after it, in words.
    pub gaps: Vec<String>,
    /// What comes, by kind, in words.
    pub added: Vec<String>,
    /// All of it as one step; `None` = nothing changes.
    pub edit: Option<Edit>,
}

/// Reads files and holds them against a design.
///
/// # Errors
/// It was given up on the way.
pub fn prepare(
    paths: &[PathBuf],
    options: Options,
    document: &Document,
    today: Option<Day>,
    work: &Work,
) -> Result<Prepared, GivenUp> {
    work.enter(Phase::Reading)?;
    let mut filled = Vec::new();
    let mut exports = Vec::new();
    let paths = paths.get(..paths.len().min(MOST_FILES)).unwrap_or_default();
    for (number, (path, name)) in paths.iter().zip(names(paths)).enumerate() {
        work.count(number, paths.len())?;
        let file = source(path, name);
        match &file.bytes {
            Ok(bytes) if is_filled_in(bytes) => {
                let (name, filled_in) = (file.name, filled_in::read(bytes).map_err(|err| err.to_string()));
                filled.push(FilledFile { name, filled: filled_in, troubles: Vec::new() });
            }
            _ => exports.push(file),
        }
    }
    let import = read_all(exports.into_iter().take_while(|_| !work.is_given_up()), options);
    work.enter(Phase::Reckoning)?;
    let (paths, none) = (paths.to_vec(), BTreeSet::new());
    let (here, anew) = (Ok(Outcome::default()), Ok(Outcome::default()));
    let mut prepared = Prepared { paths, options, import, filled, here, anew };
    prepared.here = prepared.outcome(document, today, &none);
    work.enter(Phase::Reckoning)?;
    prepared.anew = prepared.outcome(&prepared.blank(), today, &none);
    prepared.tell_troubles(document, today);
    work.enter(Phase::Reckoning)?;
    Ok(prepared)
}

/// Whether a file is one that is imported, by its name: everything else is opened.
pub fn is_importable(path: &Path) -> bool {
    const ENDINGS: [&str; 7] = ["xml", "tsv", "csv", "json", "txt", "xlsx", "btm"];
    path.extension().is_some_and(|it| ENDINGS.iter().any(|ending| it.eq_ignore_ascii_case(ending)))
}

impl Prepared {
    /// Whether exports are among the files that say something.
    pub fn has_exports(&self) -> bool {
        self.import.files.iter().any(|it| it.num_facts > 0)
    }

    /// The design that a new one starts from.
    pub fn blank(&self) -> Document {
        landing::blank(&self.import.facts)
    }

    /// What it does to a target unless somebody turns a row.
    pub const fn at(&self, target: Target) -> &Result<Outcome, EditError> {
        match target {
            Target::Here => &self.here,
            Target::Anew => &self.anew,
        }
    }

    /// What the files do to a design, with some rows turned.
    ///
    /// # Errors
    /// What they say does not fit together.
    pub fn outcome(
        &self,
        document: &Document,
        today: Option<Day>,
        turned: &BTreeSet<RowKey>,
    ) -> Result<Outcome, EditError> {
        let keys: BTreeSet<ChangeKey> = turned.iter().filter_map(RowKey::of_export).collect();
        let Landing { edit, changes, gaps } = land_but(document, &self.import, &keys)?;
        let mut rows: Vec<Row> = changes.iter().map(row_of).collect();
        let mut steps: Vec<Edit> = edit.into_iter().filter(|_| self.has_exports()).collect();
        let mut now = document.clone();
        for step in &steps {
            now = preview(&now, &step.commands)?;
        }
        for (number, file) in self.filled.iter().enumerate() {
            let Ok(filled) = &file.filled else { continue };
            let mut filled = filled.clone();
            for row in &mut filled.rows {
                let id = &row.id;
                row.cells.retain(|field, _| !turned.contains(&RowKey::Cell(number, id.clone(), *field)));
            }
            let merged = filled_in::merge(&now, &analyze_on(&now, today), &filled);
            rows.extend(merged.changes.iter().map(|it| row_of_cell(number, &file.name, it)));
            if let Some(step) = merged.edit {
                now = preview(&now, &step.commands)?;
                steps.push(step);
            }
        }
        // Of what no file says there is nothing to name but the thing itself.
        let words = |it: &Gap| if it.file.is_none() { it.what.clone() } else { it.to_string() };
        let gaps = gaps.iter().map(|it| capitalized(&words(it))).collect();
        Ok(Outcome { rows, gaps, added: told::added(&changes), edit: joined(steps) })
    }

    /// Notes what cannot be taken over of each filled-in file, all rows taken.
    fn tell_troubles(&mut self, document: &Document, today: Option<Day>) {
        if self.filled.is_empty() {
            return;
        }
        let analysis = analyze_on(document, today);
        for file in &mut self.filled {
            if let Ok(filled) = &file.filled {
                file.troubles = filled_in::merge(document, &analysis, filled).troubles;
            }
        }
    }
}

impl RowKey {
    const fn of_export(&self) -> Option<ChangeKey> {
        match self {
            Self::Export(key) => Some(*key),
            Self::Cell(..) => None,
        }
    }
}

fn row_of(change: &landing::Change) -> Row {
    let (words, place) = (told::change_words(change), change.place.clone());
    Row { key: RowKey::Export(change.key()), kind: change.kind, words, place, element: Some(change.element) }
}

fn row_of_cell(number: usize, file: &str, change: &filled_in::Change) -> Row {
    let key = RowKey::Cell(number, change.row.clone(), change.field);
    Row { key, kind: ChangeKind::Changed, words: change.words(), place: file.to_owned(), element: None }
}

/// Several steps as one.
fn joined(steps: Vec<Edit>) -> Option<Edit> {
    let labels: Vec<String> = steps.iter().map(|it| it.label.clone()).collect();
    let commands: Vec<_> = steps.into_iter().flat_map(|it| it.commands).collect();
    (!commands.is_empty()).then(|| Edit::new(labels.join("; "), commands))
}
