//! The capacity estimate.

use crate::ui::context::ViewContext;

/// View state.
#[derive(Debug, Default)]
pub struct CapacityPanel;

impl CapacityPanel {
    /// Shows it.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("The capacity estimate");
    }
}
