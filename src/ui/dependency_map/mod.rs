//! Who needs whom at run time, as a graph.

use crate::ui::context::ViewContext;

/// View state.
#[derive(Debug, Default)]
pub struct DependencyMapView;

impl DependencyMapView {
    /// Shows it.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("Who needs whom at run time, as a graph");
    }
}
