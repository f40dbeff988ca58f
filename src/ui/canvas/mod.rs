//! The tiered canvas.

use crate::app::command::AppCommand;
use crate::model::{Element, Slot};
use crate::ui::context::ViewContext;
use crate::ui::paint::{self, ScreenFromWorld};

/// View state of the canvas.
#[derive(Debug, Default)]
pub struct CanvasView {
    zoom: f32,
}

impl CanvasView {
    /// Shows the canvas.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut egui::Ui) {
        let transform = ScreenFromWorld::fit(view.scene.bounds, ui.max_rect(), 1.5);
        self.zoom = transform.scale;
        paint::scene(ui.painter(), transform, view.palette, view.scene);
    }

    /// Points on screen per world unit.
    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    /// Brings an element into view, centered.
    pub fn reveal(&mut self, _element: Element) {}

    /// Brings an element into view if it is not.
    pub fn show(&mut self, _element: Element) {}

    /// Carries out a zoom command or renames the selection.
    pub fn command(&mut self, _command: AppCommand) {}

    /// Where pasted elements go: the slot last clicked or pointed at.
    pub fn paste_slot(&self) -> Option<Slot> {
        None
    }
}

/// What can be dragged onto the canvas.
#[derive(Debug, Default)]
pub struct PalettePanel;

impl PalettePanel {
    /// Shows the items.
    pub fn ui(&mut self, _view: &ViewContext<'_>, ui: &mut egui::Ui) {
        ui.label("Palette");
    }
}
