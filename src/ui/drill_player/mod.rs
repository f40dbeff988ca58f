//! The failure drill at the bottom of the window: what fails, the timeline with its buttons, and the result.

mod controls;
mod result;
mod timeline;

use egui::{ScrollArea, Ui};

use crate::app::queue::Message;
use crate::app::rehearsal::{DrillView, DrillWish};
use crate::drill::ServiceState;
use crate::scene::{IconKind, Ink};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use controls::SaveForm;

/// Width of the column with buttons and services, in points.
const LEFT: f32 = 272.0;
/// Least and most width of the column with the result, in points.
const RIGHT: (f32, f32) = (280.0, 460.0);

/// View state.
#[derive(Debug, Default)]
pub struct DrillPlayer {
    /// Since when the row has been shown, in seconds of egui's clock, while the drill goes on by itself.
    since: Option<(usize, f64)>,
    /// The row that was brought into view last.
    seen: usize,
    form: SaveForm,
}

/// The shape and color of what a service is in.
pub(crate) const fn service_sign(state: ServiceState) -> (IconKind, Ink) {
    match state {
        ServiceState::Works => (IconKind::Check, Ink::Ok),
        ServiceState::Degraded => (IconKind::Degraded, Ink::Warning),
        ServiceState::Interrupted => (IconKind::FailsOver, Ink::Warning),
        ServiceState::Stopped => (IconKind::Stops, Ink::Error),
    }
}

impl DrillPlayer {
    /// Shows the drill under way.
    pub fn ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
        self.go_on(view, drill, ui);
        let height = ui.available_height();
        let width = ui.available_width();
        let right = (width * 0.3).clamp(RIGHT.0, RIGHT.1);
        let middle = (width - LEFT - right - 2.0 * theme::SECTION_GAP).max(200.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SECTION_GAP;
            column_ui(ui, "drill-controls", LEFT, height, |ui| self.form.ui(view, drill, ui));
            let moved = self.seen != drill.shown;
            self.seen = drill.shown;
            column_ui(ui, "drill-rows", middle, height, |ui| timeline::ui(view, drill, ui, moved));
            column_ui(ui, "drill-result", right, height, |ui| result::ui(view, drill, ui));
        });
    }

    /// Goes on by itself while the drill plays.
    fn go_on(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &Ui) {
        if !drill.is_playing || drill.is_at_end() {
            self.since = None;
            return;
        }
        let now = ui.input(|input| input.time);
        let since = match self.since {
            Some((row, since)) if row == drill.shown => since,
            _ => now,
        };
        self.since = Some((drill.shown, since));
        let left = drill.speed.secs_per_row() - (now - since);
        if left <= 0.0 {
            view.outbox.send(Message::Drill(DrillWish::Step(1)));
        } else {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
    }
}

/// A column of fixed width that scrolls by itself.
fn column_ui(ui: &mut Ui, id: &str, width: f32, height: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(egui::vec2(width, height), egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_width(width);
        ScrollArea::vertical().id_salt(id).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width((width - 10.0).max(100.0));
            content(ui);
        });
    });
}
