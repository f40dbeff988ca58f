//! Undo and redo: labelled snapshots of the design, and previews while a gesture is under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Edit, EditError, apply};
use crate::model::{Document, Element};

/// Names one state of one open design: every change gets another, undo and redo included, and no two designs of a running
/// program share one.
pub type Revision = u64;

/// Names one state of one open design: undo returns to the name that the state had.
pub type State = u64;

/// A name that nothing has had while the program runs.
fn new_name() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A step that can be undone or redone.
#[derive(Clone, Debug)]
struct Step {
    label: String,
    /// The design on the other side of the step.
    document: Arc<Document>,
    /// What the step touched, to be selected when it is undone or redone.
    select: Vec<Element>,
    /// The state on the other side.
    state: State,
}

/// The open design with everything that was done to it.
#[derive(Clone, Debug)]
pub struct History {
    document: Arc<Document>,
    revision: Revision,
    state: State,
    saved: Option<(State, Arc<Document>)>,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl History {
    /// A history that starts with `document`; `saved` says whether it equals a file.
    pub fn new(document: Document, saved: bool) -> Self {
        let (document, state) = (Arc::new(document), new_name());
        Self {
            saved: saved.then(|| (state, Arc::clone(&document))),
            document,
            revision: new_name(),
            state,
            undo: Vec::new(),
            redo: Vec::new(),
        }
    }

    /// The same history with steps of an earlier session before it: the label of each, oldest first, and the design
    /// before it.
    pub fn after(mut self, earlier: impl IntoIterator<Item = (String, Arc<Document>)>) -> Self {
        for (label, document) in earlier {
            self.undo.push(Step { label, document, select: Vec::new(), state: new_name() });
        }
        self
    }

    /// The steps that can be undone, oldest first: the label of each, and the design before it.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = (&str, &Arc<Document>)> {
        self.undo.iter().map(|step| (step.label.as_str(), &step.document))
    }

    /// How many steps lie behind the design as it is, and how many were undone and lie before it.
    pub fn position(&self) -> (usize, usize) {
        (self.undo.len(), self.redo.len())
    }

    /// Takes steps back or does undone ones again until so many lie behind; as far as there are any.
    pub fn go_to(&mut self, behind: usize) -> Option<Vec<Element>> {
        let mut touched = None;
        while self.undo.len() > behind {
            touched = Some(self.undo()?);
        }
        while self.undo.len() < behind
            && let Some(select) = self.redo()
        {
            touched = Some(select);
        }
        touched
    }

    /// The design as it is.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Changes with every change of the design.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Whether the design differs from the saved file.
    pub fn is_dirty(&self) -> bool {
        self.saved.as_ref().is_none_or(|(state, _)| *state != self.state)
    }

    /// The design as it was last written to its file or read from it; `None` = it differed from the file from the start.
    pub fn saved(&self) -> Option<&Arc<Document>> {
        self.saved.as_ref().map(|(_, document)| document)
    }

    /// The state that the design is in.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether a state is the one that the design is in or lies behind it.
    pub fn includes(&self, state: State) -> bool {
        self.state == state || self.undo.iter().any(|step| step.state == state)
    }

    /// Notes that the design as it is has been written to its file.
    pub fn mark_saved(&mut self) {
        self.saved = Some((self.state, Arc::clone(&self.document)));
    }

    /// Carries out an edit as one undo step. An edit that changes nothing leaves no step.
    ///
    /// # Errors
    /// As [`apply::preview`]; the design is untouched then.
    pub fn edit(&mut self, edit: &Edit) -> Result<bool, EditError> {
        let next = apply::preview(&self.document, &edit.commands)?;
        if next == *self.document {
            return Ok(false);
        }
        let previous = std::mem::replace(&mut self.document, Arc::new(next));
        let select = edit.select.clone();
        self.undo.push(Step { label: edit.label.clone(), document: previous, select, state: self.state });
        self.redo.clear();
        (self.state, self.revision) = (new_name(), new_name());
        Ok(true)
    }

    /// Takes back the last step; returns what it had touched.
    pub fn undo(&mut self) -> Option<Vec<Element>> {
        let step = self.undo.pop()?;
        let (back, select) = self.swap(step);
        self.redo.push(back);
        Some(select)
    }

    /// Does the last undone step again; returns what it touches.
    pub fn redo(&mut self) -> Option<Vec<Element>> {
        let step = self.redo.pop()?;
        let (back, select) = self.swap(step);
        self.undo.push(back);
        Some(select)
    }

    /// The label of what undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// The label of what redo would do.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    /// The labels of all steps, oldest first, those that were undone last.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.undo.iter().chain(self.redo.iter().rev()).map(|step| step.label.as_str())
    }

    fn swap(&mut self, step: Step) -> (Step, Vec<Element>) {
        let document = std::mem::replace(&mut self.document, step.document);
        let state = std::mem::replace(&mut self.state, step.state);
        self.revision = new_name();
        let select = step.select.clone();
        (Step { label: step.label, document, select: step.select, state }, select)
    }
}
