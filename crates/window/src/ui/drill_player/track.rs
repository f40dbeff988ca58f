//! The timeline as one slider: an event per mark, the played part filled, arrow keys and the pointer move through it.

use egui::accesskit::{Action, ActionData};
use egui::{EventFilter, FontId, Key, Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::timeline::kind_sign;
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::session::rehearsal::{DrillCommand, DrillView};
use crate::text::drill as text;
use crate::ui::context::ViewContext;
use crate::ui::paint;
use crate::ui::widgets::focus_ring;

/// Height of the track, in points.
pub(super) const HEIGHT: f32 = 40.0;
/// Radius of a mark with an icon in it, and of one without.
const RADII: (f32, f32) = (11.0, 4.0);
/// From this distance of two marks on they carry icons.
const ROOMY: f32 = 25.0;

/// Where the events stand.
struct Track {
    left: f32,
    step: f32,
    y: f32,
    num_rows: usize,
}

impl Track {
    fn new(rect: Rect, num_rows: usize) -> Self {
        let (left, right) = (rect.left() + 26.0, rect.right() - 26.0);
        let gaps = num_rows.saturating_sub(1).max(1) as f32;
        Self { left, step: ((right - left) / gaps).max(1.0), y: rect.top() + 13.0, num_rows }
    }

    fn at(&self, row: usize) -> Pos2 {
        pos2(self.left + self.step * row as f32, self.y)
    }

    /// The row nearest to a place.
    fn row_at(&self, x: f32) -> usize {
        let nearest = ((x - self.left) / self.step).round().max(0.0) as usize;
        nearest.min(self.num_rows.saturating_sub(1))
    }
}

/// Shows it.
pub(super) fn ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    let rows = &drill.drill.rows;
    let size = vec2(ui.available_width().max(80.0), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::slider(true, drill.shown as f64, text::EVENT_OF_THE_DRILL));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(1.0);
        node.set_max_numeric_value(rows.len().max(1) as f64);
        node.set_numeric_value_step(1.0);
        for action in [Action::Increment, Action::Decrement, Action::SetValue] {
            node.add_action(action);
        }
    });
    let track = Track::new(rect, rows.len());
    if let Some(shown) = wanted(drill, &track, ui, &response) {
        view.outbox.send(Message::Drill(DrillCommand::ShowRows(shown)));
    }
    if ui.is_rect_visible(rect) {
        marks_at(view, drill, ui, &track);
        focus_ring(view, ui, &response);
    }
    let hovered = response.hover_pos().and_then(|at| rows.get(track.row_at(at.x)));
    if let Some(row) = hovered {
        response.on_hover_text_at_pointer(format!("{}  {}: {}", row.when.label(), row.kind.label(), row.text));
    }
}

/// How many rows the person wants to see, by pointer, key or screen reader.
fn wanted(drill: &DrillView, track: &Track, ui: &Ui, response: &Response) -> Option<usize> {
    if response.clicked() || response.dragged() {
        let at = response.interact_pointer_pos()?;
        let row = track.row_at(at.x) + 1;
        return (row != drill.shown).then_some(row);
    }
    let mut by = 0_isize;
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        ui.input(|input| {
            by += isize::from(input.key_pressed(Key::ArrowRight)) - isize::from(input.key_pressed(Key::ArrowLeft));
            by += if input.key_pressed(Key::End) { 1_000_000 } else { 0 };
            by -= if input.key_pressed(Key::Home) { 1_000_000 } else { 0 };
        });
    }
    ui.input(|input| {
        let times = |action| input.num_accesskit_action_requests(response.id, action).try_into().unwrap_or(0_isize);
        by += times(Action::Increment) - times(Action::Decrement);
    });
    if let Some(row) = asked(ui, response) {
        return (row != drill.shown).then_some(row.clamp(1, track.num_rows.max(1)));
    }
    let row = drill.shown.saturating_add_signed(by).clamp(1, track.num_rows.max(1));
    (row != drill.shown).then_some(row)
}

/// The row that assistive technology asks for.
fn asked(ui: &Ui, response: &Response) -> Option<usize> {
    ui.input(|input| {
        let requests = input.accesskit_action_requests(response.id, Action::SetValue);
        requests
            .filter_map(|it| match &it.data {
                Some(ActionData::NumericValue(value)) => Some(value.round().max(0.0) as usize),
                _ => None,
            })
            .last()
    })
}

fn marks_at(view: &ViewContext<'_>, drill: &DrillView, ui: &Ui, track: &Track) {
    let painter = ui.painter();
    let last = track.num_rows.saturating_sub(1);
    let current = drill.shown.saturating_sub(1).min(last);
    let line = |to: usize, ink| painter.line_segment([track.at(0), track.at(to)], Stroke::new(3.0, view.color(ink)));
    line(last, Ink::LineMuted);
    line(current, Ink::Accent);
    let is_roomy = track.step >= ROOMY;
    let mut free_from = f32::MIN;
    for (number, row) in drill.drill.rows.iter().enumerate() {
        let (center, is_ahead, is_current) = (track.at(number), number > current, number == current);
        let (icon, ink) = kind_sign(row.kind);
        let border = if is_ahead { Ink::CardBorder } else { Ink::Accent };
        let fill = if is_current { Ink::AccentSoft } else { Ink::Surface };
        let radius = if is_roomy || is_current { RADII.0 } else { RADII.1 };
        let stroke = Stroke::new(if is_current { 2.5 } else { 1.2 }, view.color(border));
        painter.circle(center, radius, view.color(fill), stroke);
        if is_roomy || is_current {
            let area = Rect::from_center_size(center, vec2(13.0, 13.0));
            paint::icon_at(painter, view.palette, icon, area, if is_ahead { Ink::TextMuted } else { ink });
        }
        let ink = if is_current { Ink::TextStrong } else { Ink::TextMuted };
        let time = painter.layout_no_wrap(row.when.short_label(), FontId::proportional(12.0), view.color(ink));
        let left = center.x - time.size().x / 2.0;
        if left >= free_from {
            free_from = left + time.size().x + 8.0;
            painter.galley(pos2(left, track.y + 12.0), time, view.color(ink));
        }
    }
}
