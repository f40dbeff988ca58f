//! How parts of the drawing are painted, simplified when far away, and what lies over it: selection, marquee, drop marks.

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::drop_target::Side;
use crate::scene::text::{ascent, text_width};
use crate::scene::{Align, Ink, Item, Palette, Prim};
use crate::ui::paint::{Brush, ScreenFromWorld};
use crate::ui::theme;

/// Below this scale text becomes blocks.
const BLOCKS_BELOW: f32 = 0.35;
/// Below this scale only cards, boxes, connections and names are drawn: nobody could see more.
const OUTLINES_BELOW: f32 = 0.22;
/// What is smaller than this is then left out, in world units.
const LEAST_OUTLINE: f32 = 30.0;
/// The size of type from which a text counts as a name, in world units.
const NAME_SIZE: f32 = 12.0;
/// Opacity of what follows the pointer.
pub(super) const GHOST_OPACITY: f32 = 0.75;
/// What is lower than this is a line of a card, in world units.
const LINE_HEIGHT: f32 = 26.0;
/// Distance of hatch lines in points.
const HATCH: f32 = 9.0;

/// How large a shape is, in world units: its longer side; for a name without limit, for other text nothing.
fn extent(prim: &Prim) -> f32 {
    match prim {
        Prim::Text { size, .. } => {
            if *size >= NAME_SIZE {
                f32::INFINITY
            } else {
                0.0
            }
        }
        other => other.bounds().map_or(0.0, |it| it.width().max(it.height())),
    }
}

/// A painter with the colors and the place of the drawing.
pub(in crate::ui) struct Canvas<'a> {
    pub(in crate::ui) painter: &'a Painter,
    pub(in crate::ui) transform: ScreenFromWorld,
    pub(in crate::ui) palette: &'a Palette,
}

impl Canvas<'_> {
    pub(super) fn color(&self, ink: Ink) -> Color32 {
        theme::color(self.palette, ink)
    }

    /// A brush for parts of the drawing.
    pub(super) fn brush(&self, opacity: f32) -> Brush<'_> {
        Brush::new(self.painter, self.transform, self.palette, opacity)
    }

    /// The shapes of an item that are drawn: far away only the outlines.
    pub(in crate::ui) fn drawn<'b>(&self, item: &'b Item) -> impl Iterator<Item = (usize, &'b Prim)> + use<'b> {
        let least = if self.transform.scale < OUTLINES_BELOW { LEAST_OUTLINE } else { 0.0 };
        item.prims.iter().enumerate().filter(move |(_, prim)| least == 0.0 || extent(prim) >= least)
    }

    /// Whether a shape is drawn as text, not as a block in its place.
    pub(in crate::ui) fn is_text(&self, prim: &Prim) -> bool {
        matches!(prim, Prim::Text { .. }) && self.transform.scale >= BLOCKS_BELOW
    }

    /// Draws one shape.
    pub(super) fn draw(&self, prim: &Prim, opacity: f32, brush: &mut Brush<'_>) {
        if matches!(prim, Prim::Text { .. }) && !self.is_text(prim) {
            brush.shapes.extend(self.block(prim, opacity));
        } else {
            brush.draw(prim);
        }
    }

    /// Paints one item.
    pub(in crate::ui) fn item(&self, item: &Item, opacity: f32) {
        let mut brush = self.brush(opacity);
        for (_, prim) in self.drawn(item) {
            self.draw(prim, opacity, &mut brush);
        }
        self.painter.extend(brush.shapes);
    }

    /// Paints again what lies across the edge of a card or box, badges and marks: no outline crosses it.
    pub(super) fn across_the_edge(&self, item: &Item, edge: crate::geometry::Rect) {
        let plates = item.prims.iter().filter(|it| matches!(it, Prim::Rect { .. } | Prim::Circle { .. }));
        let is_across = |it: &crate::geometry::Rect| it.height() < LINE_HEIGHT && it.overlaps(&edge) && !edge.holds(it);
        let plates: Vec<_> = plates.filter_map(Prim::bounds).filter(is_across).collect();
        let mut brush = self.brush(1.0);
        for (_, prim) in self.drawn(item) {
            if prim.bounds().is_some_and(|it| plates.iter().any(|plate| plate.expand(1.0).holds(&it))) {
                self.draw(prim, 1.0, &mut brush);
            }
        }
        self.painter.extend(brush.shapes);
    }

    /// A line of text as a block of its length; `None` for what is no text.
    fn block(&self, prim: &Prim, opacity: f32) -> Option<Shape> {
        let Prim::Text { baseline, align, size, face, ink, text } = prim else { return None };
        let width = text_width(*face, *size, text);
        let left = match align {
            Align::Start => baseline.x,
            Align::Middle => baseline.x - width / 2.0,
            Align::End => baseline.x - width,
        };
        let top = self.transform.point(crate::geometry::Point::new(left, baseline.y - ascent(*face, *size) * 0.6));
        let area = Rect::from_min_size(top, Vec2::new(width, *size * 0.5) * self.transform.scale);
        Some(Shape::rect_filled(area, CornerRadius::ZERO, self.color(*ink).gamma_multiply(0.45 * opacity)))
    }

    /// The outline of a selected element.
    pub(super) fn selected(&self, area: crate::geometry::Rect, is_primary: bool) {
        let area = self.around(area, 3.0);
        let stroke = Stroke::new(2.0, self.color(Ink::Accent));
        self.painter.rect_stroke(area, self.radius(), stroke, StrokeKind::Outside);
        if is_primary {
            for corner in [area.left_top(), area.right_top(), area.left_bottom(), area.right_bottom()] {
                let knob = Rect::from_center_size(corner, Vec2::splat(6.0));
                self.painter.rect_filled(knob, CornerRadius::same(1), self.color(Ink::Accent));
            }
        }
    }

    /// The outline of the element under the pointer.
    pub(super) fn hovered(&self, area: crate::geometry::Rect) {
        let area = self.around(area, 2.0);
        let stroke = Stroke::new(1.0, self.color(Ink::Accent).gamma_multiply(0.6));
        self.painter.rect_stroke(area, self.radius(), stroke, StrokeKind::Outside);
    }

    /// The outline of the element with the keyboard focus.
    pub(super) fn focused(&self, area: crate::geometry::Rect) {
        let area = self.transform.rect(area).expand(7.0);
        let corners = [area.left_top(), area.right_top(), area.right_bottom(), area.left_bottom(), area.left_top()];
        let stroke = Stroke::new(1.5, self.color(Ink::TextStrong));
        self.painter.extend(Shape::dashed_line(&corners, stroke, 4.0, 3.0));
    }

    /// The same for the canvas as a whole.
    pub(super) fn focused_sheet(&self, area: Rect) {
        let stroke = Stroke::new(2.0, self.color(Ink::Accent));
        self.painter.rect_stroke(area, CornerRadius::ZERO, stroke, StrokeKind::Inside);
    }

    /// The place of an outline: round a card or box, on the edge of a line of one, so that it covers no other line.
    fn around(&self, area: crate::geometry::Rect, margin: f32) -> Rect {
        let on_line = area.height() < LINE_HEIGHT;
        self.transform.rect(area).expand(if on_line { -1.0 } else { margin })
    }

    fn radius(&self) -> CornerRadius {
        CornerRadius::same((9.0 * self.transform.scale).round().clamp(2.0, 12.0) as u8)
    }

    /// The rectangle that a person draws to select what is in it.
    pub(super) fn marquee(&self, area: Rect) {
        self.painter.rect_filled(area, CornerRadius::ZERO, self.color(Ink::Accent).gamma_multiply(0.10));
        let stroke = Stroke::new(1.0, self.color(Ink::Accent));
        self.painter.rect_stroke(area, CornerRadius::ZERO, stroke, StrokeKind::Inside);
    }

    /// A container that takes what is dragged, in the color of `ink`.
    pub(super) fn takes(&self, container: crate::geometry::Rect, ink: Ink) {
        let area = self.transform.rect(container);
        self.painter.rect_filled(area, self.radius(), self.color(ink).gamma_multiply(0.06));
        self.painter.rect_stroke(area, self.radius(), Stroke::new(2.5, self.color(ink)), StrokeKind::Outside);
    }

    /// A container that refuses what is dragged.
    pub(super) fn refuses(&self, container: crate::geometry::Rect) {
        let area = self.transform.rect(container);
        let color = self.color(Ink::Error);
        let painter = self.painter.with_clip_rect(self.painter.clip_rect().intersect(area));
        let clip = painter.clip_rect();
        let (first, last) = (clip.left() - clip.height(), clip.right());
        let mut x = first - (first - area.left()).rem_euclid(HATCH);
        while x < last {
            let line = [Pos2::new(x, clip.bottom()), Pos2::new(x + clip.height(), clip.top())];
            painter.line_segment(line, Stroke::new(1.0, color.gamma_multiply(0.35)));
            x += HATCH;
        }
        self.painter.rect_stroke(area, self.radius(), Stroke::new(2.0, color), StrokeKind::Outside);
    }

    /// The slot that a drop takes: an empty cell, or the edge of a card that moves aside.
    pub(super) fn slot(&self, slot: crate::geometry::Rect, beside: Option<Side>, ink: Ink) {
        let area = self.transform.rect(slot);
        let Some(side) = beside else {
            self.painter.rect_filled(area, self.radius(), self.color(ink).gamma_multiply(0.16));
            self.painter.rect_stroke(area, self.radius(), Stroke::new(1.5, self.color(ink)), StrokeKind::Inside);
            return;
        };
        let gap = 5.0 * self.transform.scale;
        let x = if side == Side::Left { area.left() - gap } else { area.right() + gap };
        self.bar(Rect::from_min_max(Pos2::new(x - 2.0, area.top()), Pos2::new(x + 2.0, area.bottom())), ink);
    }

    /// A bar that marks where something goes.
    pub(super) fn bar(&self, area: Rect, ink: Ink) {
        self.painter.rect_filled(area, CornerRadius::same(2), self.color(ink));
    }

    /// Words beside the pointer, kept inside `screen`.
    pub(super) fn words(&self, at: Pos2, screen: Rect, lines: &[(String, Ink)]) {
        let font = egui::FontId::proportional(13.0);
        let layout =
            |(text, ink): &(String, Ink)| self.painter.layout(text.clone(), font.clone(), self.color(*ink), 340.0);
        let galleys: Vec<_> = lines.iter().filter(|(text, _)| !text.is_empty()).map(layout).collect();
        let width = galleys.iter().map(|it| it.size().x).fold(0.0, f32::max);
        let height: f32 = galleys.iter().map(|it| it.size().y).sum();
        let pad = Vec2::new(9.0, 6.0);
        let size = Vec2::new(width, height) + pad * 2.0;
        let corner = at + Vec2::new(18.0, 22.0);
        let corner =
            Pos2::new(corner.x.min(screen.right() - size.x - 4.0), corner.y.min(screen.bottom() - size.y - 4.0));
        let area = Rect::from_min_size(corner, size);
        self.painter.rect_filled(area, CornerRadius::same(6), self.color(Ink::SurfaceRaised));
        let stroke = Stroke::new(1.0, self.color(Ink::CardBorder));
        self.painter.rect_stroke(area, CornerRadius::same(6), stroke, StrokeKind::Outside);
        let mut at = corner + pad;
        for galley in galleys {
            let step = galley.size().y;
            self.painter.galley(at, galley, self.color(Ink::Text));
            at.y += step;
        }
    }
}
