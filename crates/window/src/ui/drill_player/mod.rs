//! The failure drill: a strip below the canvas to play it, and everything about it in the side panel.

mod controls;
mod panel;
mod result;
mod services;
mod timeline;
mod track;

use egui::accesskit::Live;
use egui::{Align, Label, Layout, RichText, Ui};

use crate::drill::ServiceState;
use crate::scene::{IconKind, Ink};
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::session::rehearsal::{DrillCommand, DrillView};
use crate::text::drill as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{icon_ui, strong};
use panel::DrillPanel;

/// Height of the two lines with the event that is shown, in points.
const EVENT: f32 = 38.0;

/// View state.
#[derive(Debug, Default)]
pub struct DrillPlayer {
    /// Since when the row has been shown, in seconds of egui's clock, while the drill goes on by itself.
    since: Option<(usize, f64)>,
    panel: DrillPanel,
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
    /// Height of the strip in a window of this width, in points: the same throughout a drill.
    pub fn strip_height(view: &ViewContext<'_>, ui: &Ui) -> f32 {
        let width = ui.available_width() - ui.spacing().window_margin.sum().x;
        track::HEIGHT + EVENT + services::Places::of(view, ui, width).height() + 3.0 * theme::GAP + 8.0
    }

    /// Shows the strip below the canvas: buttons, timeline, the event that is shown, and the services.
    pub fn strip_ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
        self.go_on(view, drill, ui);
        ui.add_space(theme::GAP);
        ui.allocate_ui_with_layout(
            egui::vec2(ui.available_width(), track::HEIGHT),
            Layout::left_to_right(Align::Center),
            |ui| {
                controls::buttons_ui(view, drill, ui);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.button(text::END).on_hover_text(text::END_THE_DRILL).clicked() {
                        view.outbox.command(AppCommand::EndDrill);
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| track::ui(view, drill, ui));
                });
            },
        );
        event_ui(view, drill, ui);
        services::ui(view, drill, ui);
    }

    /// Shows the drill in the side panel: what fails, every event, the result.
    pub fn panel_ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
        self.panel.ui(view, drill, ui);
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
            view.outbox.send(Message::Drill(DrillCommand::Step(1)));
        } else {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
    }
}

/// The event that is shown, in words large enough for a room.
fn event_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    let Some(row) = drill.shown.checked_sub(1).and_then(|it| drill.drill.rows.get(it)) else { return };
    ui.horizontal(|ui| {
        ui.set_height(EVENT);
        let (icon, ink) = timeline::kind_sign(row.kind);
        icon_ui(view, ui, icon, ink, 20.0, "");
        ui.label(strong(view, row.when.label()).size(17.0));
        let size = event_size(ui, &row.text);
        let text = RichText::new(&row.text).size(size).color(view.color(Ink::TextStrong));
        let response = ui.add(Label::new(text).wrap());
        // What changes is read out as it comes.
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    });
}

/// The largest size in which the words of an event fit into their lines.
fn event_size(ui: &Ui, words: &str) -> f32 {
    let fits = |size: &f32| {
        let font = egui::FontId::proportional(*size);
        ui.painter().layout(words.to_owned(), font, egui::Color32::BLACK, ui.available_width()).size().y <= EVENT
    };
    [17.0, 15.0, 13.5, 12.0].into_iter().find(fits).unwrap_or(11.0)
}
