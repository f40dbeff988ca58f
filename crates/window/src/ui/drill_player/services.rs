//! Every service in its state after the rows that are shown, side by side and large enough for a room.

use std::sync::Arc;

use egui::{Galley, Pos2, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, vec2};

use super::service_sign;
use crate::dependency::ServiceKind;
use crate::scene::Ink;
use crate::session::rehearsal::DrillView;
use crate::text::drill as text;
use crate::ui::context::ViewContext;
use crate::ui::{paint, theme};

/// Least and most width of a service, in points.
const WIDTH: (f32, f32) = (136.0, 240.0);
/// Side of the sign of a state, with the space round it.
const SIGN: f32 = 22.0;
const PAD: f32 = 4.0;
/// Height of the word for the state.
const STATE: f32 = 19.0;
/// So many rows are seen at once, in a low window and in a higher one; further ones are scrolled to.
const ROWS_SEEN: (usize, usize) = (1, 2);
/// A window that is lower than this is low, in points: the drawing needs its height.
const LOW: f32 = 640.0;

/// Where the services stand: as many side by side as there is room for, each as high as the longest name asks for.
pub(super) struct Places {
    names: Vec<(usize, Arc<Galley>)>,
    columns: usize,
    rows_seen: usize,
    cell: egui::Vec2,
}

impl Places {
    pub(super) fn of(view: &ViewContext<'_>, ui: &Ui, width: f32) -> Self {
        let services = &view.analysis.failures.structure.services;
        let shown: Vec<_> = services.iter().enumerate().filter(|(_, it)| it.kind != ServiceKind::Whole).collect();
        let columns = ((width / WIDTH.0).floor() as usize).clamp(1, shown.len().max(1));
        let cell = (width / columns as f32).min(WIDTH.1);
        let room = cell - SIGN - 3.0 * PAD - 6.0;
        let ink = view.color(Ink::TextStrong);
        let set = |name: &str| ui.painter().layout(name.to_owned(), egui::FontId::proportional(14.0), ink, room);
        let names: Vec<_> = shown.into_iter().map(|(index, it)| (index, set(&it.name))).collect();
        let highest = names.iter().map(|(_, it)| it.size().y).fold(0.0, f32::max);
        let is_low = ui.ctx().content_rect().height() < LOW;
        let rows_seen = if is_low { ROWS_SEEN.0 } else { ROWS_SEEN.1 };
        Self { names, columns, rows_seen, cell: vec2(cell, highest + STATE + PAD) }
    }

    fn num_rows(&self) -> usize {
        self.names.len().div_ceil(self.columns)
    }

    /// The height that they take.
    pub(super) fn height(&self) -> f32 {
        self.num_rows().min(self.rows_seen) as f32 * self.cell.y
    }
}

/// Shows them; each keeps its place whatever becomes of it.
pub(super) fn ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    let places = Places::of(view, ui, ui.available_width());
    let scroll = ScrollArea::vertical().id_salt("drill-services").max_height(places.height());
    scroll.auto_shrink([false, true]).show(ui, |ui| {
        let whole = vec2(ui.available_width(), places.num_rows() as f32 * places.cell.y);
        let (area, _) = ui.allocate_exact_size(whole, Sense::hover());
        for (number, (service, name)) in places.names.iter().enumerate() {
            let (row, column) = (number / places.columns, number % places.columns);
            let corner = area.min + vec2(column as f32 * places.cell.x, row as f32 * places.cell.y);
            service_ui(view, drill, ui, *service, (Rect::from_min_size(corner, places.cell), name));
        }
    });
}

fn service_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &Ui, index: usize, (rect, name): (Rect, &Arc<Galley>)) {
    let state = drill.snapshot.services.get(&index).copied().unwrap_or_default();
    let (icon, ink) = service_sign(state);
    let response = ui.interact(rect, ui.id().with(("service", index)), Sense::hover());
    let label = text::service_now(name.text(), &state.label().to_lowercase());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    if ui.is_rect_visible(rect) {
        let sign = Rect::from_center_size(rect.left_top() + vec2(PAD + SIGN / 2.0, 20.0), vec2(SIGN, SIGN));
        paint::icon_at(ui.painter(), view.palette, icon, sign, ink);
        let corner = Pos2::new(sign.right() + PAD + 4.0, rect.top());
        ui.painter().galley(corner, Arc::clone(name), view.color(Ink::TextStrong));
        let below = corner + vec2(0.0, name.size().y);
        let at = egui::Align2::LEFT_TOP;
        ui.painter().text(below, at, state.label(), theme::bold_font(13.5), view.color(ink));
    }
    response.on_hover_text(label);
}
