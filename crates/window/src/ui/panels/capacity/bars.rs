//! Bars: a range with its middle and the peak load, and a share of a whole.

use egui::{CornerRadius, Response, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType};

use crate::capacity::Interval;
use crate::geometry::Rect;
use crate::scene::Ink;
use crate::scene::chart::hatch;
use crate::text::capacity as text;
use crate::ui::context::ViewContext;
use crate::ui::paint::{self, ScreenFromWorld};
use crate::ui::theme;
use crate::ui::widgets::focus_ring;

/// The range from P10 to P90 with a mark at P50, and the peak load as a line, on an axis from 0 to `largest`.
///
/// An extrapolated range is hatched.
pub(super) fn range_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    rate: &Interval,
    peak: Option<f64>,
    largest: f64,
    is_extrapolated: bool,
) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 30.0), Sense::hover());
    let at = |value: f64| rect.left() + rect.width() * (value / largest.max(1e-9)).clamp(0.0, 1.0) as f32;
    let painter = ui.painter_at(rect);
    let track = rect.shrink2(Vec2::new(0.0, 9.0));
    painter.rect_filled(track, CornerRadius::same(4), view.color(Ink::LineMuted));
    let range = track.with_min_x(at(rate.p10)).with_max_x(at(rate.p90));
    painter.rect_filled(range, CornerRadius::same(4), view.color(Ink::Accent));
    if is_extrapolated {
        let area = Rect::from_ltrb(range.left(), range.top(), range.right(), range.bottom());
        let mut lines = Vec::new();
        hatch(area, Ink::OnAccent, &mut lines);
        let transform = ScreenFromWorld { scale: 1.0, origin: egui::Pos2::ZERO };
        paint::prims(&painter, transform, view.palette, &lines, 1.0);
    }
    let middle = Stroke::new(2.5, view.color(Ink::OnAccent));
    painter.vline(at(rate.p50), track.y_range(), middle);
    if let Some(peak) = peak {
        painter.vline(at(peak), rect.y_range(), Stroke::new(2.0, view.color(Ink::TextStrong)));
    }
    let peak = peak.map_or_else(String::new, text::and_peak_load);
    let text = text::quantiles(rate.p10, rate.p50, rate.p90, &peak);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, &text));
    response.on_hover_text(text);
}

/// A named bar that fills `share` of its width in `ink`, with its value written at the right.
pub(super) fn bar_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    name: &str,
    value: &str,
    (share, ink): (f64, Ink),
) -> Response {
    let bold = theme::bold_font(12.5);
    let value_galley = ui.painter().layout_no_wrap(value.to_owned(), bold, view.color(Ink::TextStrong));
    let width = ui.available_width();
    let name_width = (width - value_galley.size().x - 16.0).max(60.0);
    let body = egui::FontId::proportional(13.0);
    let name_galley = ui.painter().layout(name.to_owned(), body, view.color(Ink::Text), name_width);
    let height = name_galley.size().y.max(value_galley.size().y) + 10.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    let painter = ui.painter_at(rect);
    painter.galley(rect.min, name_galley, view.color(Ink::Text));
    painter.galley(egui::pos2(rect.right() - value_galley.size().x, rect.top()), value_galley, view.color(Ink::Text));
    let track = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 7.0), rect.max - Vec2::new(0.0, 2.0));
    painter.rect_filled(track, CornerRadius::same(2), view.color(Ink::LineMuted));
    let filled = track.with_max_x(track.left() + track.width() * share.clamp(0.0, 1.0) as f32);
    painter.rect_filled(filled, CornerRadius::same(2), view.color(ink));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{name}: {value}")));
    focus_ring(view, ui, &response);
    response
}
