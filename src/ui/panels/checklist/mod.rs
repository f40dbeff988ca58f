//! The checklist.

use crate::ui::context::ViewContext;

/// View state.
#[derive(Debug, Default)]
pub struct ChecklistPanel;

impl ChecklistPanel {
    /// Shows it.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("The checklist");
    }
}
