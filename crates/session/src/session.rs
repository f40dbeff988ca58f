//! The open design with everything derived from it, and what is selected.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::calendar::Day;
use crate::derived::{Derived, Drawing, Look, Losses, Moment};
use crate::document::{Before, FileStamp, file_name};
use crate::edit::history::State;
use crate::edit::{Edit, EditError, History};
use crate::model::{Document, Element};
use crate::rehearsal::{DrillCommand, DrillView, Rehearsal, Stage};
use crate::text::session as text;
use crate::work::{GivenUp, Work};

/// The file a design was opened from or saved to.
#[derive(Clone, Debug)]
pub struct OpenFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it looked like when it was last read or written.
    pub stamp: FileStamp,
}

/// The open design.
#[derive(Debug)]
pub struct Session {
    history: History,
    /// The selected elements; never holds one that is gone.
    pub selection: BTreeSet<Element>,
    /// The file, once there is one.
    pub file: Option<OpenFile>,
    /// The state into which was brought what somebody else had made of the file, and what the file looked like then.
    brought_in: Option<(State, FileStamp)>,
    /// Decides which acceptances have expired; `None` = nobody knows the day, and none has.
    today: Option<Day>,
    /// The failure drill under way.
    rehearsal: Rehearsal,
    derived: Derived,
}

/// Designs with more elements are worked out off the frame.
const LARGE: usize = 1_500;

/// Whether working out what follows from a design may take longer than a frame can wait.
pub fn is_large(document: &Document) -> bool {
    document.computers.len() + document.host_instances.len() + document.connections.len() > LARGE
}

/// The state that a history has come to.
fn moment(history: &History, today: Option<Day>) -> Moment<'_> {
    Moment { document: history.document(), revision: history.revision(), today }
}

/// Works out all that follows from the newest state of a history, to be done off the frame before it is shown.
///
/// # Errors
/// It was given up on the way.
pub fn work_out(history: &History, today: Option<Day>, with_losses: bool, work: &Work) -> Result<Derived, GivenUp> {
    Derived::work_out(moment(history, today), with_losses, work)
}

impl Session {
    /// A session that starts with a design; `file` is where it was read from.
    pub fn new(document: Document, file: Option<OpenFile>) -> Self {
        let saved = file.is_some();
        Self::with_saved_state(document, file, saved)
    }

    /// A session whose design may differ from its file, as after a recovery.
    pub fn with_saved_state(document: Document, file: Option<OpenFile>, saved: bool) -> Self {
        Self {
            history: History::new(document, saved),
            selection: BTreeSet::new(),
            file,
            brought_in: None,
            today: None,
            rehearsal: Rehearsal::default(),
            derived: Derived::default(),
        }
    }

    /// The same session with steps of an earlier one that can be undone, oldest first.
    pub fn after(mut self, steps: Vec<Before>) -> Self {
        self.history = self.history.after(steps.into_iter().map(|it| (it.label, it.document)));
        self
    }

    /// What can be undone, oldest first.
    pub fn steps(&self) -> Vec<Before> {
        let before = |(label, document): (&str, &Arc<Document>)| Before {
            label: label.to_owned(),
            document: Arc::clone(document),
        };
        self.history.steps().map(before).collect()
    }

    /// The design as it is.
    pub fn document(&self) -> &Arc<Document> {
        self.history.document()
    }

    /// The history of the design.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Sets what day it is.
    pub fn set_today(&mut self, today: Option<Day>) {
        self.today = today;
    }

    /// What day it is for the design.
    pub fn today(&self) -> Option<Day> {
        self.today
    }

    /// Works out all that follows from the design, to be done off the frame before it is shown.
    ///
    /// # Errors
    /// It was given up on the way.
    pub fn work_out(&mut self, with_losses: bool, work: &Work) -> Result<(), GivenUp> {
        self.derived = work_out(&self.history, self.today, with_losses, work)?;
        Ok(())
    }

    /// What follows from the design, computed once per revision and day.
    pub fn analysis(&mut self) -> Arc<Analysis> {
        self.derived.analysis(moment(&self.history, self.today))
    }

    /// What the loss of each element does, computed once per revision.
    pub fn losses(&mut self) -> Arc<Losses> {
        self.derived.losses(moment(&self.history, self.today))
    }

    /// The failure drill as it is shown now; `None` = none is under way.
    pub fn drill(&mut self) -> Option<DrillView> {
        self.rehearse(|rehearsal, stage| rehearsal.view(stage))
    }

    /// Does what the person wants of the failure drill.
    pub fn carry_out(&mut self, command: DrillCommand) {
        self.rehearse(|rehearsal, stage| rehearsal.carry_out(command, stage));
    }

    fn rehearse<R>(&mut self, act: impl FnOnce(&mut Rehearsal, Stage<'_>) -> R) -> R {
        let analysis = self.analysis();
        let structure = &analysis.failures.structure;
        let stage = Stage { revision: self.history.revision(), document: self.history.document(), structure };
        act(&mut self.rehearsal, stage)
    }

    /// How the design is drawn, computed once per revision, day and state of the drill.
    pub fn drawing(&mut self, with_losses: bool) -> Arc<Drawing> {
        let drill = self.drill();
        let homes = drill.as_ref().map(|it| it.homes(self.document())).unwrap_or_default();
        let states = drill.map(|it| it.snapshot.elements.clone()).unwrap_or_default();
        self.derived.drawing(moment(&self.history, self.today), Look { with_losses, states, homes })
    }

    /// Goes on with a history that continues this one and what follows from its state on that day, and selects what its
    /// last step touched.
    pub fn continue_with(&mut self, history: History, today: Option<Day>, derived: Derived, select: Vec<Element>) {
        (self.history, self.today, self.derived) = (history, today, derived);
        if !select.is_empty() {
            self.selection = select.into_iter().collect();
        }
        self.forget_gone();
    }

    /// Carries out an edit and selects what it says.
    ///
    /// # Errors
    /// Why the edit is refused; nothing has changed then.
    pub fn edit(&mut self, edit: &Edit) -> Result<bool, EditError> {
        let changed = self.history.edit(edit)?;
        if !edit.select.is_empty() {
            self.selection = edit.select.iter().copied().collect();
        }
        self.forget_gone();
        Ok(changed)
    }

    /// Takes back the last step and selects what it touched.
    pub fn undo(&mut self) -> Option<Vec<Element>> {
        let touched = self.history.undo();
        self.after_jump(touched)
    }

    /// Does the last undone step again and selects what it touches.
    pub fn redo(&mut self) -> Option<Vec<Element>> {
        let touched = self.history.redo();
        self.after_jump(touched)
    }

    /// Goes to the state with so many steps behind it and selects what the last step on the way touched.
    pub fn go_to(&mut self, behind: usize) -> Option<Vec<Element>> {
        let touched = self.history.go_to(behind);
        self.after_jump(touched)
    }

    /// Notes that the design as it is equals the file.
    pub fn mark_saved(&mut self, file: OpenFile) {
        self.history.mark_saved();
        (self.file, self.brought_in) = (Some(file), None);
    }

    /// Notes that a state holds all that somebody else has made of the file, which looked like `stamp` then.
    pub fn bring_in(&mut self, state: State, stamp: FileStamp) {
        self.brought_in = Some((state, stamp));
    }

    /// What the file looked like when the design last held all of it; `None` = there is no file.
    pub fn known(&self) -> Option<&FileStamp> {
        let brought_in = self.brought_in.as_ref().filter(|(state, _)| self.history.includes(*state));
        self.file.as_ref().map(|it| brought_in.map_or(&it.stamp, |(_, stamp)| stamp))
    }

    /// The name shown in the window title: the file's, else the title of the design.
    pub fn name(&self) -> String {
        let title = || Some(self.document().project.title.clone()).filter(|it| !it.is_empty());
        let name = self.file.as_ref().map(|it| file_name(&it.path)).or_else(title);
        name.unwrap_or_else(|| text::UNTITLED_DESIGN.to_owned())
    }

    /// The stem of files written for this design: the file's, else one made of the title.
    pub fn stem(&self) -> String {
        let stem =
            self.file.as_ref().and_then(|file| file.path.file_stem()).map(|it| it.to_string_lossy().into_owned());
        stem.unwrap_or_else(|| crate::export::stem_of_title(&self.document().project.title))
    }

    fn after_jump(&mut self, touched: Option<Vec<Element>>) -> Option<Vec<Element>> {
        let touched = touched?;
        if !touched.is_empty() {
            self.selection = touched.iter().copied().collect();
        }
        self.forget_gone();
        Some(self.selection.iter().copied().collect())
    }

    fn forget_gone(&mut self) {
        let document = Arc::clone(self.history.document());
        self.selection.retain(|element| element.exists(&document));
    }
}
