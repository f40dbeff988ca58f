//! The open design with everything derived from it, and what is selected.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::{Analysis, analyze_on};
use crate::badges::badges;
use crate::calendar::Day;
use crate::document::FileStamp;
use crate::drill::Condition;
use crate::edit::history::Revision;
use crate::edit::{Edit, EditError, History};
use crate::memo::Memo;
use crate::model::index::Index;
use crate::model::{Document, Element};
use crate::overlay::{loss_marks, tier_bars};
use crate::rehearsal::{DrillCommand, DrillView, Rehearsal, Stage};
use crate::scene::layout::{Detail, Layout};
use crate::scene::{LossMark, Scene, SceneOptions, build_with};
use crate::states::state_marks;
use crate::text::session as text;

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
    /// Decides which acceptances have expired; `None` = nobody knows the day, and none has.
    today: Option<Day>,
    /// The failure drill under way.
    rehearsal: Rehearsal,
    analysis: Memo<(Revision, Option<Day>), Analysis>,
    losses: Memo<Revision, Losses>,
    layout: Memo<Revision, Layout>,
    drawing: Memo<DrawingKey, Drawing>,
}

/// What the loss of each element does, as marks for the drawing.
pub type Losses = BTreeMap<Element, LossMark>;

/// What a drawing depends on.
#[derive(Clone, Debug, PartialEq)]
struct DrawingKey {
    revision: Revision,
    today: Option<Day>,
    with_losses: bool,
    states: BTreeMap<Element, Condition>,
}

/// The design as it is drawn on the canvas.
#[derive(Debug)]
pub struct Drawing {
    /// Where everything stands.
    pub layout: Arc<Layout>,
    /// What is painted.
    pub scene: Arc<Scene>,
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
            today: None,
            rehearsal: Rehearsal::default(),
            analysis: Memo::default(),
            losses: Memo::default(),
            layout: Memo::default(),
            drawing: Memo::default(),
        }
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

    /// What follows from the design, computed once per revision and day.
    pub fn analysis(&mut self) -> Arc<Analysis> {
        let document = Arc::clone(self.history.document());
        self.analysis.get((self.history.revision(), self.today), |(_, today)| analyze_on(&document, *today))
    }

    /// What the loss of each element does, computed once per revision.
    pub fn losses(&mut self) -> Arc<Losses> {
        let analysis = self.analysis();
        self.losses.get(self.history.revision(), |_| loss_marks(&analysis.failures))
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
        let analysis = self.analysis();
        let losses = self.losses();
        let drill = self.drill();
        let document = Arc::clone(self.history.document());
        let index = LazyCell::new(|| Index::new(&document));
        let layout = self.layout.get(self.history.revision(), |_| Layout::of(&index, Detail::Full));
        let states = drill.map(|it| it.snapshot.elements).unwrap_or_default();
        let key = DrawingKey { revision: self.history.revision(), today: self.today, with_losses, states };
        self.drawing.get(key, |key| {
            let in_drill = !key.states.is_empty();
            let options = SceneOptions {
                badges: if in_drill { BTreeMap::new() } else { badges(&analysis.rules) },
                losses: if with_losses && !in_drill { Losses::clone(&losses) } else { BTreeMap::new() },
                states: state_marks(&key.states),
                tier_bars: tier_bars(&analysis.capacity),
                ..SceneOptions::default()
            };
            let scene = build_with(&index, &layout, &options);
            Drawing { layout, scene: Arc::new(scene) }
        })
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

    /// Notes that the design as it is equals the file.
    pub fn mark_saved(&mut self, file: OpenFile) {
        self.history.mark_saved();
        self.file = Some(file);
    }

    /// The name shown in the window title: the file's, else the title of the design.
    pub fn name(&self) -> String {
        let stem =
            self.file.as_ref().and_then(|file| file.path.file_name()).map(|it| it.to_string_lossy().into_owned());
        let title = &self.document().project.title;
        stem.unwrap_or_else(|| if title.is_empty() { text::UNTITLED_DESIGN.to_owned() } else { title.clone() })
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
