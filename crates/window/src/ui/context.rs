//! What every part of the screen may read, and the one way to say what it wants.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::document::recent::RecentFiles;
use crate::edit::history::Revision;
use crate::model::{Document, Element};
use crate::scene::layout::Layout;
use crate::scene::{Ink, LossMark, Palette, Scene};
use crate::session::comparing::Compared;
use crate::session::estimating::EstimateView;
use crate::session::queue::Outbox;
use crate::session::rehearsal::DrillView;
use crate::session::safety::Safety;
use crate::session::settings::Settings;
use crate::ui::working::Working;

/// Read-only view of the session for one frame.
#[derive(Clone)]
pub struct ViewContext<'a> {
    /// The open design.
    pub document: &'a Document,
    /// Changes whenever the design does.
    pub revision: Revision,
    /// Findings, capacity and checklist.
    pub analysis: &'a Analysis,
    /// Where everything stands on the canvas.
    pub layout: &'a Layout,
    /// What the canvas paints.
    pub scene: &'a Arc<Scene>,
    /// Which item of the scene shows each element first, of those that have words for readers.
    pub firsts: &'a BTreeMap<Element, usize>,
    /// Whether a menu or a list was open when the frame began: a click beside it closes it and does nothing else.
    pub menu_was_open: bool,
    /// What is selected.
    pub selection: &'a BTreeSet<Element>,
    /// The colors of the window.
    pub palette: &'a Palette,
    /// Where wishes go.
    pub outbox: &'a Outbox,
    /// What undo would take back.
    pub undo_label: Option<&'a str>,
    /// What redo would do.
    pub redo_label: Option<&'a str>,
    /// The labels of all steps, oldest first, those that were undone last.
    pub steps: Vec<&'a str>,
    /// How many of them lie behind the design as it is.
    pub num_behind: usize,
    /// Whether the design differs from its file.
    pub is_dirty: bool,
    /// What is true of its journal and its file.
    pub safety: &'a Safety,
    /// Name of the design as in the window title.
    pub file_name: String,
    /// Where the design is stored; `None` = nowhere yet.
    pub file_path: Option<&'a Path>,
    /// Stem of the names of exported files.
    pub stem: String,
    /// Preferences.
    pub settings: &'a Settings,
    /// Designs that were opened last.
    pub recent: &'a RecentFiles,
    /// The availability estimate; `None` while nobody has asked for it.
    pub estimate: Option<&'a EstimateView>,
    /// Today as YYYY-MM-DD; fixed in tests.
    pub today: &'a str,
    /// What the loss of each element does.
    pub losses: &'a BTreeMap<Element, LossMark>,
    /// What is being worked on.
    pub working: &'a Working,
    /// What the open design was compared with; `None` = with nothing.
    pub comparison: Option<&'a Arc<Compared>>,
    /// The failure drill under way.
    pub drill: Option<&'a DrillView>,
}

impl ViewContext<'_> {
    /// The color of an ink in the window's palette.
    pub fn color(&self, ink: Ink) -> egui::Color32 {
        crate::ui::theme::color(self.palette, ink)
    }

    /// The single selected element, when there is exactly one.
    pub fn selected_one(&self) -> Option<Element> {
        (self.selection.len() == 1).then(|| self.selection.first().copied()).flatten()
    }
}
