//! Files that are to come into a design: exports of a running BizTalk group, workbooks and checklists that people have
//! filled in, and drawings that they have gone on with. Read off the frame, shown as a difference, taken over as one step.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::analysis::analyze_on;
use crate::calendar::Day;
use crate::edit::{Edit, EditError, preview};
use crate::exchange::facts::{Property, Subject, Value};
use crate::exchange::landing::{self, ChangeKey, ChangeKind, Landing, land_but};
use crate::exchange::load::{MOST_FILES, files_of, names, source};
use crate::exchange::readers::{Import, Options, each_once, read_all};
use crate::exchange::told;
use crate::export::sheets::Field;
use crate::filled_in::{
    self, Drawing, DrawingMerge, Filled, Merge, ShapeChange, ShapeDeed, is_drawing, is_filled_in, merge,
};
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
    /// The value that counts where exports contradict each other.
    Word(Subject, Property, Value),
    /// A cell that somebody has filled in: which file, which row, which field.
    Cell(usize, String, Field),
    /// A shape that somebody has gone on with: which file, which element, what was done to it.
    Shape(usize, Element, ShapeDeed),
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

/// What somebody has worked on outside.
#[derive(Clone, Debug)]
pub enum Returned {
    /// A workbook or a checklist with its cells.
    Cells(Filled),
    /// A drawing with its shapes.
    Drawing(Drawing),
}

/// A file that comes back.
#[derive(Clone, Debug)]
pub struct ReturnedFile {
    /// Its name.
    pub name: String,
    /// What is in it, or why it cannot be read.
    pub content: Result<Returned, String>,
    /// What cannot be taken over, and why.
    pub troubles: Vec<String>,
    /// What stands in it and is no part of the design.
    pub notes: Vec<String>,
}

/// What a file that comes back does to a design.
struct Taken {
    rows: Vec<Row>,
    troubles: Vec<String>,
    notes: Vec<String>,
    edit: Option<Edit>,
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
    /// Workbooks, checklists and drawings.
    pub returned: Vec<ReturnedFile>,
    /// Whose word counts where exports contradict each other, as far as somebody has decided: keys of that kind alone.
    pub words: BTreeSet<RowKey>,
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
    /// What exports contradict each other about, and a person has decided in the design.
    pub decided: BTreeSet<(Subject, Property)>,
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
    let mut returned = Vec::new();
    let mut exports = Vec::new();
    let paths = files_of(paths);
    let paths = paths.get(..paths.len().min(MOST_FILES)).unwrap_or_default();
    for (number, (path, name)) in paths.iter().zip(names(paths)).enumerate() {
        work.count(number, paths.len())?;
        let file = source(path, name);
        match &file.bytes {
            Ok(bytes) if is_drawing(bytes) => {
                let read = Drawing::read(bytes).map(Returned::Drawing).map_err(|err| err.to_string());
                returned.push(ReturnedFile::new(file.name, read));
            }
            Ok(bytes) if is_filled_in(bytes) => {
                let read = filled_in::read(bytes).map(Returned::Cells).map_err(|err| err.to_string());
                returned.push(ReturnedFile::new(file.name, read));
            }
            _ => exports.push(file),
        }
    }
    let import = read_all(exports.into_iter().take_while(|_| !work.is_given_up()), options);
    work.enter(Phase::Reckoning)?;
    let (paths, none) = (paths.to_vec(), BTreeSet::new());
    let (here, anew) = (Ok(Outcome::default()), Ok(Outcome::default()));
    let mut prepared = Prepared { paths, options, import, returned, words: none.clone(), here, anew };
    prepared.here = prepared.outcome(document, today, &none);
    work.enter(Phase::Reckoning)?;
    prepared.anew = prepared.outcome(&prepared.blank(), today, &none);
    prepared.tell_troubles(document, today);
    work.enter(Phase::Reckoning)?;
    Ok(prepared)
}

/// Whether a file is a drawing that people may have gone on with, by its name.
pub fn is_drawing_name(path: &Path) -> bool {
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case("drawio"))
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

    /// What exports say, with the contradictions decided that somebody has decided.
    fn decided(&self, turned: &BTreeSet<RowKey>) -> Cow<'_, Import> {
        let mut words = turned.iter().filter_map(RowKey::of_word).peekable();
        if words.peek().is_none() {
            return Cow::Borrowed(&self.import);
        }
        Cow::Owned(Import { facts: self.import.facts.decided(words), ..self.import.clone() })
    }

    /// The same files with other contradictions decided.
    ///
    /// # Errors
    /// It was given up on the way.
    pub fn deciding(
        &self,
        words: BTreeSet<RowKey>,
        document: &Document,
        today: Option<Day>,
        work: &Work,
    ) -> Result<Self, GivenUp> {
        work.enter(Phase::Reckoning)?;
        let here = self.outcome(document, today, &words);
        work.enter(Phase::Reckoning)?;
        let anew = self.outcome(&self.blank(), today, &words);
        Ok(Self { words, here, anew, ..self.clone() })
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
        let Landing { edit, changes, gaps, decided } = land_but(document, &self.decided(turned), &keys)?;
        let mut rows: Vec<Row> = changes.iter().map(row_of).collect();
        let mut steps: Vec<Edit> = edit.into_iter().filter(|_| self.has_exports()).collect();
        let mut now = document.clone();
        for step in &steps {
            now = preview(&now, &step.commands)?;
        }
        for (number, file) in self.returned.iter().enumerate() {
            let Some(taken) = file.taken(number, &now, today, turned) else { continue };
            rows.extend(taken.rows);
            if let Some(step) = taken.edit {
                now = preview(&now, &step.commands)?;
                steps.push(step);
            }
        }
        // Of what no file says there is nothing to name but the thing itself.
        let words = |(what, at): (&str, Option<String>)| match at {
            Some(at) => format!("{} ({at})", capitalized(what)),
            None => capitalized(what),
        };
        let gaps = each_once(&gaps).into_iter().map(words).collect();
        Ok(Outcome { rows, gaps, decided, added: told::added(&changes), edit: joined(steps) })
    }

    /// Notes what cannot be taken over of each filled-in file, all rows taken.
    fn tell_troubles(&mut self, document: &Document, today: Option<Day>) {
        for (number, file) in self.returned.iter_mut().enumerate() {
            if let Some(taken) = file.taken(number, document, today, &BTreeSet::new()) {
                (file.troubles, file.notes) = (taken.troubles, taken.notes);
            }
        }
    }

    /// The drawing, where nothing else was read: the design that it carries can be opened instead.
    pub fn drawing(&self) -> Option<&Path> {
        let is_drawing = |it: &ReturnedFile| matches!(it.content, Ok(Returned::Drawing(_)));
        self.returned.iter().any(is_drawing).then_some(())?;
        let [path] = self.paths.as_slice() else { return None };
        Some(path)
    }
}

impl ReturnedFile {
    fn new(name: String, content: Result<Returned, String>) -> Self {
        Self { name, content, troubles: Vec::new(), notes: Vec::new() }
    }

    /// What it does to a design, with some rows turned; `None` = it could not be read.
    fn taken(
        &self,
        number: usize,
        document: &Document,
        today: Option<Day>,
        turned: &BTreeSet<RowKey>,
    ) -> Option<Taken> {
        match self.content.as_ref().ok()? {
            Returned::Cells(filled) => {
                let mut filled = filled.clone();
                for row in &mut filled.rows {
                    let id = &row.id;
                    row.cells.retain(|field, _| !turned.contains(&RowKey::Cell(number, id.clone(), *field)));
                }
                let Merge { changes, troubles, edit } = merge(document, &analyze_on(document, today), &filled);
                let rows = changes.iter().map(|it| row_of_cell(number, &self.name, it)).collect();
                Some(Taken { rows, troubles, notes: Vec::new(), edit })
            }
            Returned::Drawing(drawing) => {
                let kept = |it: &RowKey| match it {
                    RowKey::Shape(file, element, deed) if *file == number => Some((*element, *deed)),
                    _ => None,
                };
                let kept = turned.iter().filter_map(kept).collect();
                let DrawingMerge { changes, troubles, notes, edit } = drawing.merge(document, &kept);
                let rows = changes.into_iter().map(|it| row_of_shape(number, &self.name, it)).collect();
                Some(Taken { rows, troubles, notes, edit })
            }
        }
    }
}

impl RowKey {
    const fn of_word(&self) -> Option<(&Subject, Property, &Value)> {
        match self {
            Self::Word(subject, property, value) => Some((subject, *property, value)),
            Self::Export(_) | Self::Cell(..) | Self::Shape(..) => None,
        }
    }

    const fn of_export(&self) -> Option<ChangeKey> {
        match self {
            Self::Export(key) => Some(*key),
            Self::Word(..) | Self::Cell(..) | Self::Shape(..) => None,
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

fn row_of_shape(number: usize, file: &str, change: ShapeChange) -> Row {
    let ShapeChange { element, deed, words } = change;
    let key = RowKey::Shape(number, element, deed);
    Row { key, kind: ChangeKind::Changed, words, place: file.to_owned(), element: Some(element) }
}

/// Several steps as one.
fn joined(steps: Vec<Edit>) -> Option<Edit> {
    let labels: Vec<String> = steps.iter().map(|it| it.label.clone()).collect();
    let commands: Vec<_> = steps.into_iter().flat_map(|it| it.commands).collect();
    (!commands.is_empty()).then(|| Edit::new(labels.join("; "), commands))
}
