//! Every service in its state after the rows that are shown, side by side and large enough for a room.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui, UiBuilder, WidgetInfo, WidgetType, vec2};

use super::service_sign;
use crate::dependency::ServiceKind;
use crate::scene::Ink;
use crate::session::rehearsal::DrillView;
use crate::text::drill as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::icon_ui;

/// Height of a service, in points.
pub(super) const HEIGHT: f32 = 42.0;
/// Least and most width of a service, in points.
const WIDTH: (f32, f32) = (112.0, 240.0);

/// Shows them; each keeps its place whatever becomes of it.
pub(super) fn ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    let services = &view.analysis.failures.structure.services;
    let shown: Vec<_> = services.iter().enumerate().filter(|(_, it)| it.kind != ServiceKind::Whole).collect();
    let width = (ui.available_width() / shown.len().max(1) as f32).clamp(WIDTH.0, WIDTH.1);
    ScrollArea::horizontal().id_salt("drill-services").auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (index, service) in shown {
                let state = drill.snapshot.services.get(&index).copied().unwrap_or_default();
                let (icon, ink) = service_sign(state);
                let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), egui::Sense::hover());
                let label = text::service_now(&service.name, &state.label().to_lowercase());
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
                let layout = Layout::left_to_right(Align::Center);
                let mut cell = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(vec2(4.0, 0.0))).layout(layout));
                cell.spacing_mut().item_spacing.x = 10.0;
                icon_ui(view, &mut cell, icon, ink, 22.0, "");
                cell.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let name = RichText::new(&service.name).size(15.0).color(view.color(Ink::TextStrong));
                    ui.add(Label::new(name).truncate());
                    let word = RichText::new(state.label()).size(14.0).family(theme::bold()).color(view.color(ink));
                    ui.add(Label::new(word).truncate());
                });
                response.on_hover_text(label);
            }
        });
    });
}
