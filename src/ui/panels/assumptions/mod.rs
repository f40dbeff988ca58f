//! Workload and hardware inputs.

use crate::ui::context::ViewContext;

/// View state.
#[derive(Debug, Default)]
pub struct AssumptionsPanel;

impl AssumptionsPanel {
    /// Shows it.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("Workload and hardware inputs");
    }
}
