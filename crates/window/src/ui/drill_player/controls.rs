//! The buttons of the player: step back, play or pause, step on, how fast, and the end.

use egui::{RichText, Sense, Ui, Vec2, WidgetInfo, WidgetType};

use crate::scene::{IconKind, Ink};
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::session::rehearsal::{DrillCommand, DrillView, Speed};
use crate::text::drill as text;
use crate::ui::context::ViewContext;
use crate::ui::keys::text_with_keys;
use crate::ui::paint;
use crate::ui::widgets::{choosable_ui, focus_ring};

/// Step back, play or pause, step on, and how fast.
pub(super) fn buttons_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        button_ui(view, ui, IconKind::StepBack, AppCommand::StepDrillBack, drill.shown > 1, false);
        let icon = if drill.is_playing { IconKind::Pause } else { IconKind::Play };
        button_ui(view, ui, icon, AppCommand::PlayDrill, true, true);
        button_ui(view, ui, IconKind::StepOn, AppCommand::StepDrill, !drill.is_at_end(), false);
        ui.add_space(6.0);
        for (speed, label) in Speed::ALL {
            let chosen = drill.speed == speed;
            let button = egui::Button::selectable(chosen, RichText::new(label).size(12.5)).small();
            if choosable_ui(ui, chosen, button).on_hover_text(text::one_row_in(speed.secs_per_row())).clicked() {
                view.outbox.send(Message::Drill(DrillCommand::SetSpeed(speed)));
            }
        }
    });
}

fn button_ui(view: &ViewContext<'_>, ui: &mut Ui, icon: IconKind, command: AppCommand, enabled: bool, primary: bool) {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(if primary { 44.0 } else { 32.0 }, 30.0), sense);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, command.text()));
    let (fill, ink) = match (primary, enabled) {
        (_, false) => (Ink::Surface, Ink::LineMuted),
        (true, true) => (Ink::Accent, Ink::OnAccent),
        (false, true) if response.hovered() => (Ink::AccentSoft, Ink::TextStrong),
        (false, true) => (Ink::SurfaceRaised, Ink::Text),
    };
    let border = egui::Stroke::new(1.0, view.color(Ink::CardBorder));
    ui.painter().rect(rect, 6.0, view.color(fill), border, egui::StrokeKind::Inside);
    focus_ring(view, ui, &response);
    let area = egui::Rect::from_center_size(rect.center(), Vec2::splat(16.0));
    paint::icon_at(ui.painter(), view.palette, icon, area, ink);
    if response.on_hover_text(text_with_keys(view, ui.ctx(), command)).clicked() {
        view.outbox.command(command);
    }
}
