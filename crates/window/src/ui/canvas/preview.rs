//! What a fix would change, over the drawing as it is: ghosts of what comes, strikes through what goes, outlines round
//! what changes. Nothing moves.

use egui::{Align2, Area, CornerRadius, FontId, Frame, Id, Label, Margin, Order, Pos2, Rect, Stroke, StrokeKind, Vec2};

use super::paint::{Canvas, GHOST_OPACITY};
use crate::scene::{Change, Ink, Mark};
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::panels::FixPreview;
use crate::ui::widgets::{strong, words};

/// How many lines a mark has at most; further ones are counted.
const MOST_LINES: usize = 3;
/// Size of the words of marks in points.
const TYPE_SIZE: f32 = 12.0;

const fn ink_of(change: Change) -> Ink {
    match change {
        Change::Added => Ink::Ok,
        Change::Removed => Ink::Error,
        Change::Changed => Ink::Accent,
    }
}

/// Paints a preview over the drawing, and what it is about at the top of the canvas.
pub(super) fn ui(view: &ViewContext<'_>, ctx: &egui::Context, canvas: &Canvas<'_>, preview: &FixPreview, area: Rect) {
    for ghost in &preview.difference.ghosts {
        let place = canvas.transform.rect(ghost.bounds);
        canvas.painter.rect_filled(place, 6.0, canvas.color(Ink::Background).gamma_multiply(0.85));
        canvas.item(ghost, GHOST_OPACITY);
    }
    for mark in &preview.difference.marks {
        outline(canvas, mark);
    }
    let mut taken = vec![banner_ui(view, ctx, preview, area)];
    for mark in &preview.difference.marks {
        tag(canvas, mark, area, &mut taken);
    }
}

fn outline(canvas: &Canvas<'_>, mark: &Mark) {
    let place = canvas.transform.rect(mark.rect).expand(2.0);
    let color = canvas.color(ink_of(mark.change));
    let stroke = Stroke::new(2.0, color);
    if mark.change == Change::Removed {
        canvas.painter.rect_stroke(place, CornerRadius::same(3), stroke, StrokeKind::Outside);
        let y = place.center().y;
        canvas.painter.line_segment([Pos2::new(place.left(), y), Pos2::new(place.right(), y)], stroke);
        return;
    }
    let corners = [place.left_top(), place.right_top(), place.right_bottom(), place.left_bottom(), place.left_top()];
    canvas.painter.extend(egui::Shape::dashed_line(&corners, stroke, 7.0, 4.0));
}

/// The words of a mark, above its place; beside others where they would cover them.
fn tag(canvas: &Canvas<'_>, mark: &Mark, area: Rect, taken: &mut Vec<Rect>) {
    let place = canvas.transform.rect(mark.rect);
    if !area.intersects(place) {
        return;
    }
    let mut lines: Vec<(String, Ink)> = mark
        .lines
        .iter()
        .take(MOST_LINES)
        .map(|(change, words)| (format!("{} {words}", change.sign()), ink_of(*change)))
        .collect();
    if let Some(more) = mark.lines.len().checked_sub(MOST_LINES).filter(|it| *it > 0) {
        lines.push((text::and_more(more), Ink::TextMuted));
    }
    let font = FontId::proportional(TYPE_SIZE);
    let galleys: Vec<_> = lines
        .iter()
        .map(|(text, ink)| canvas.painter.layout_no_wrap(text.clone(), font.clone(), canvas.color(*ink)))
        .collect();
    let width = galleys.iter().map(|it| it.size().x).fold(0.0, f32::max);
    let height: f32 = galleys.iter().map(|it| it.size().y).sum();
    let size = Vec2::new(width + 12.0, height + 6.0);
    let corner = Pos2::new(place.left() + 8.0, place.top() - size.y * 0.6);
    let mut label = Rect::from_min_size(corner, size);
    let offset = Vec2::new(
        (area.right() - 4.0 - label.right()).min(0.0),
        (area.top() + 4.0 - label.top()).max(0.0) + (area.bottom() - 4.0 - label.bottom()).min(0.0),
    );
    label = label.translate(offset);
    for _ in 0..6 {
        let Some(other) = taken.iter().find(|it| it.intersects(label)) else { break };
        label = label.translate(Vec2::new(0.0, other.bottom() + 3.0 - label.top()));
    }
    taken.push(label);
    canvas.painter.rect_filled(label, 4.0, canvas.color(Ink::SurfaceRaised));
    let stroke = Stroke::new(1.0, canvas.color(ink_of(mark.change)));
    canvas.painter.rect_stroke(label, CornerRadius::same(4), stroke, StrokeKind::Outside);
    let mut at = label.min + Vec2::new(6.0, 3.0);
    for galley in galleys {
        let step = galley.size().y;
        canvas.painter.galley(at, galley, canvas.color(Ink::Text));
        at.y += step;
    }
}

/// What the fix does and the findings before and after, in the middle of the upper edge; returns where it stands.
fn banner_ui(view: &ViewContext<'_>, ctx: &egui::Context, preview: &FixPreview, area: Rect) -> Rect {
    let shown = Area::new(Id::new("fix-preview"))
        .order(Order::Middle)
        .pivot(Align2::CENTER_TOP)
        .fixed_pos(area.center_top() + Vec2::new(0.0, 10.0))
        .constrain(false)
        .interactable(false)
        .show(ctx, |ui| {
            Frame::new()
                .fill(view.color(Ink::SurfaceRaised))
                .stroke(Stroke::new(1.5, view.color(Ink::Accent)))
                .corner_radius(8)
                .inner_margin(Margin::symmetric(12, 7))
                .show(ui, |ui| {
                    ui.set_max_width((area.width() - 60.0).clamp(80.0, 560.0));
                    let title = text::preview(&preview.label);
                    ui.add(Label::new(strong(view, title).size(14.0)).wrap().selectable(false));
                    ui.add(Label::new(words(preview.counts.as_str())).wrap().selectable(false));
                });
        });
    shown.response.rect
}
