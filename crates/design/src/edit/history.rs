//! Undo and redo: labelled snapshots of the design, and previews while a gesture is under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Edit, EditError, apply};
use crate::model::{Document, Element};

/// Names one state of one open design: every change gets another, undo and redo included, and no two designs of a running
/// program share one.
pub type Revision = u64;

/// A revision that no design has had.
fn new_revision() -> Revision {
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
    /// Identity of the state on the other side.
    state: u64,
}

/// The open design with everything that was done to it.
#[derive(Clone, Debug)]
pub struct History {
    document: Arc<Document>,
    revision: Revision,
    /// Identity of the current state; undo returns to the identity it had.
    state: u64,
    next_state: u64,
    saved_state: Option<u64>,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl History {
    /// A history that starts with `document`; `saved` says whether it equals a file.
    pub fn new(document: Document, saved: bool) -> Self {
        Self {
            document: Arc::new(document),
            revision: new_revision(),
            state: 0,
            next_state: 1,
            saved_state: saved.then_some(0),
            undo: Vec::new(),
            redo: Vec::new(),
        }
    }

    /// The same history with steps of an earlier session before it: the label of each, oldest first, and the design
    /// before it.
    pub fn after(mut self, earlier: impl IntoIterator<Item = (String, Arc<Document>)>) -> Self {
        for (label, document) in earlier {
            self.undo.push(Step { label, document, select: Vec::new(), state: self.next_state });
            self.next_state += 1;
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
        self.saved_state != Some(self.state)
    }

    /// Notes that the design as it is has been written to its file.
    pub fn mark_saved(&mut self) {
        self.saved_state = Some(self.state);
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
        self.state = self.next_state;
        self.next_state += 1;
        self.revision = new_revision();
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
        self.revision = new_revision();
        let select = step.select.clone();
        (Step { label: step.label, document, select: step.select, state }, select)
    }
}
