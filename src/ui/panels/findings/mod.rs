//! Findings and open questions.

use crate::ui::context::ViewContext;

/// View state.
#[derive(Debug, Default)]
pub struct FindingsPanel;

impl FindingsPanel {
    /// Shows it.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("Findings and open questions");
    }
}

impl FindingsPanel {
    /// Steps to the next (`step` 1) or previous (-1) finding and returns its element.
    pub fn walk(&mut self, analysis: &crate::analysis::Analysis, _step: isize) -> Option<crate::model::Element> {
        analysis.rules.findings.first().map(crate::rules::Finding::subject)
    }
}
