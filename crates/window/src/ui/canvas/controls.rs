//! Zoom buttons in the corner of the canvas.

use egui::{Align2, Area, Button, Frame, Id, Margin, Order, Rect, Vec2};

use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::keys::text_with_keys;
use crate::ui::widgets::{quiet_ui, tab_group_ui};

/// Width and height that the buttons take, in points.
pub(super) const WIDTH: f32 = 156.0;
pub(super) const HEIGHT: f32 = 32.0;
/// Space between them and the edges of the canvas, in points.
const MARGIN: f32 = 10.0;

/// Shows the buttons in the lower right corner of `area`; where that is too narrow, menu, keys and status bar do without.
pub(super) fn ui(view: &ViewContext<'_>, ctx: &egui::Context, area: Rect, scale: f32) {
    if area.width() < WIDTH + 2.0 * MARGIN {
        return;
    }
    Area::new(Id::new("canvas-zoom"))
        .order(Order::Middle)
        .pivot(Align2::RIGHT_BOTTOM)
        .fixed_pos(area.right_bottom() - Vec2::splat(MARGIN))
        .constrain(false)
        .show(ctx, |ui| {
            Frame::new()
                .fill(view.color(Ink::SurfaceRaised))
                .stroke(egui::Stroke::new(1.0, view.color(Ink::LineMuted)))
                .corner_radius(7)
                .inner_margin(Margin::symmetric(4, 3))
                .show(ui, |ui| tab_group_ui(ui, "canvas-zoom", |ui| buttons_ui(view, ui, scale)));
        });
}

/// What of the canvas lies above the buttons.
pub(super) fn above(area: Rect) -> Rect {
    Rect { max: area.max - Vec2::new(0.0, HEIGHT + 2.0 * MARGIN), ..area }
}

fn buttons_ui(view: &ViewContext<'_>, ui: &mut egui::Ui, scale: f32) {
    let percent = format!("{:.0} %", scale * 100.0);
    let buttons = [
        ("–", AppCommand::ZoomOut),
        (percent.as_str(), AppCommand::ZoomReset),
        ("+", AppCommand::ZoomIn),
        (text::FIT, AppCommand::ZoomToFit),
    ];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (text, command) in buttons {
            let width = if command == AppCommand::ZoomReset { 52.0 } else { 26.0 };
            let response = quiet_ui(ui, Button::new(text).min_size(Vec2::new(width, 24.0)));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, command.text()));
            if response.on_hover_text(text_with_keys(view, ui.ctx(), command)).clicked() {
                view.outbox.command(command);
            }
        }
    });
}
