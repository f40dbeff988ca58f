//! Attributes of the selection.

use crate::ui::context::ViewContext;

/// View state.
#[derive(Debug, Default)]
pub struct InspectorPanel;

impl InspectorPanel {
    /// Shows it.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("Attributes of the selection");
    }
}
