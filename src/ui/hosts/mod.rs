//! Hosts by computers as a matrix.

use crate::ui::context::ViewContext;

/// View state.
#[derive(Debug, Default)]
pub struct HostMatrixView;

impl HostMatrixView {
    /// Shows it.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("Hosts by computers as a matrix");
    }
}
