//! One drawing of a comparison with its marks: a shape, a color and a word for each.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use crate::comparison::ChangeKind;
use crate::geometry::Rect as World;
use crate::scene::{Ink, Item, Scene};
use crate::session::comparing::{Gone, Mark};
use crate::text::comparison as text;
use crate::ui::canvas::{Canvas, Sheet};
use crate::ui::context::ViewContext;
use crate::ui::paint::ScreenFromWorld;

/// Half the side of the sign of a mark, in points.
const SIGN: f32 = 7.0;
/// A mark narrower than this has its sign only, in points.
const LEAST_FOR_WORD: f32 = 70.0;
/// Opacity of what is gone.
const FADED: f32 = 0.55;

/// A drawing in its place.
pub(super) struct Pane<'a> {
    pub(super) area: Rect,
    pub(super) transform: ScreenFromWorld,
    pub(super) scene: &'a Arc<Scene>,
    pub(super) marks: &'a [Mark],
    pub(super) with_layout: bool,
}

pub(super) const fn ink_of(kind: ChangeKind) -> Ink {
    match kind {
        ChangeKind::Added => Ink::Ok,
        ChangeKind::Removed => Ink::Error,
        ChangeKind::Changed => Ink::Warning,
    }
}

impl Pane<'_> {
    /// Paints the drawing and its marks.
    pub(super) fn paint(&self, view: &ViewContext<'_>, painter: &Painter, sheet: &mut Sheet) {
        let canvas = Canvas { painter, transform: self.transform, palette: view.palette };
        sheet.paint(&canvas, self.scene);
        let mut taken = Taken::default();
        let in_sight = self.scene.items.iter().filter(|it| self.area.intersects(self.transform.rect(it.bounds)));
        in_sight.for_each(|it| taken.note_texts(&canvas, it));
        for mark in self.marks.iter().filter(|it| self.with_layout || !it.is_layout) {
            mark_ui(view, painter, (self.transform.rect(mark.rect), mark.kind), &mut taken);
        }
    }

    /// Paints what is gone, from another drawing, below this one.
    pub(super) fn paint_gone(&self, view: &ViewContext<'_>, painter: &Painter, scene: &Scene, gone: &[Gone]) {
        let mut taken = Taken::default();
        for card in gone {
            let moved = Vec2::new(card.offset.x, card.offset.y) * self.transform.scale;
            let transform = ScreenFromWorld { origin: self.transform.origin + moved, ..self.transform };
            let place = transform.rect(card.rect);
            if !self.area.intersects(place) {
                continue;
            }
            let canvas = Canvas { painter, transform, palette: view.palette };
            for item in scene.items.iter().filter(|it| card.rect.expand(1.0).holds(&it.bounds)) {
                canvas.item(item, FADED);
                taken.note_texts(&canvas, item);
            }
            mark_ui(view, painter, (place, ChangeKind::Removed), &mut taken);
        }
    }

    /// A frame round what a line has led to.
    pub(super) fn paint_shown(&self, view: &ViewContext<'_>, painter: &Painter, places: &[World]) {
        for place in places {
            let stroke = Stroke::new(3.0, view.color(Ink::Accent));
            let place = self.transform.rect(*place).expand(5.0);
            painter.rect_stroke(place, CornerRadius::same(5), stroke, StrokeKind::Outside);
        }
    }
}

/// What comes has a whole frame and a plus, what goes a frame with a bar through it and a minus, what changes a dashed frame
/// and a triangle; where there is room a word says it too.
fn mark_ui(view: &ViewContext<'_>, painter: &Painter, (place, kind): (Rect, ChangeKind), taken: &mut Taken) {
    if !painter.clip_rect().intersects(place) {
        return;
    }
    let color = view.color(ink_of(kind));
    let stroke = Stroke::new(2.0, color);
    let frame = place.expand(1.0);
    match kind {
        ChangeKind::Changed => {
            let corners =
                [frame.left_top(), frame.right_top(), frame.right_bottom(), frame.left_bottom(), frame.left_top()];
            painter.extend(Shape::dashed_line(&corners, stroke, 6.0, 4.0));
        }
        ChangeKind::Added | ChangeKind::Removed => {
            painter.rect_stroke(frame, CornerRadius::same(3), stroke, StrokeKind::Outside);
        }
    }
    if kind == ChangeKind::Removed {
        let y = frame.center().y;
        painter.line_segment([Pos2::new(frame.left(), y), Pos2::new(frame.right(), y)], stroke);
    }
    // A frame without room for its sign says by itself of which kind it is.
    let corners = [frame.right_top(), frame.left_top(), frame.right_bottom(), frame.left_bottom()];
    let inward = |corner: Pos2| if corner.x > frame.center().x { -1.0 } else { 1.0 };
    let spots = corners.map(|it| (it + Vec2::new(inward(it) * SIGN, 0.0), inward(it)));
    let is_free = |(at, _): &(Pos2, f32)| taken.take(Rect::from_center_size(*at, Vec2::splat(2.0 * SIGN + 2.0)));
    let Some((at, inward)) = spots.into_iter().find(is_free) else { return };
    sign_ui(view, painter, at, kind, color);
    if frame.width() < LEAST_FOR_WORD {
        return;
    }
    let words = painter.layout_no_wrap(text::kind(kind).to_owned(), FontId::proportional(11.0), color);
    let middle = at + Vec2::new(inward * (SIGN + 4.0 + words.size().x / 2.0), 0.0);
    let place = Rect::from_center_size(middle, words.size()).expand(2.0);
    if taken.take(place) {
        painter.rect_filled(place, 3.0, view.color(Ink::SurfaceRaised));
        painter.galley(place.min + Vec2::splat(2.0), words, color);
    }
}

/// Where texts, and signs and words of marks, stand already, found by squares of the drawing.
#[derive(Debug, Default)]
struct Taken(BTreeMap<(i32, i32), Vec<Rect>>);

impl Taken {
    /// Takes a place, unless another one is in the way.
    fn take(&mut self, place: Rect) -> bool {
        let in_cell = |it: (i32, i32)| self.0.get(&it).map(Vec::as_slice).unwrap_or_default();
        let is_free = !cells(place).flat_map(in_cell).any(|it| it.intersects(place));
        if is_free {
            self.note(place);
        }
        is_free
    }

    /// Notes the texts of something drawn.
    fn note_texts(&mut self, canvas: &Canvas<'_>, item: &Item) {
        let texts = canvas.drawn(item).filter(|(_, it)| canvas.is_text(it));
        texts.filter_map(|(_, it)| it.bounds()).for_each(|it| self.note(canvas.transform.rect(it)));
    }

    /// Notes what stands somewhere whatever stands there already.
    fn note(&mut self, place: Rect) {
        for it in cells(place) {
            self.0.entry(it).or_default().push(place);
        }
    }
}

/// The squares that a place lies in.
fn cells(place: Rect) -> impl Iterator<Item = (i32, i32)> {
    const CELL: f32 = 64.0;
    let cell = |it: f32| (it / CELL).floor() as i32;
    let (xs, ys) = (cell(place.left())..=cell(place.right()), cell(place.top())..=cell(place.bottom()));
    xs.flat_map(move |x| ys.clone().map(move |y| (x, y)))
}

/// The shape of a kind of change: a disc with a plus, a square with a minus, a triangle.
fn sign_ui(view: &ViewContext<'_>, painter: &Painter, at: Pos2, kind: ChangeKind, color: Color32) {
    let on = view.color(Ink::SurfaceRaised);
    let font = FontId::proportional(13.0);
    match kind {
        ChangeKind::Added => {
            painter.circle_filled(at, SIGN, color);
            painter.text(at, Align2::CENTER_CENTER, "+", font, on);
        }
        ChangeKind::Removed => {
            painter.rect_filled(Rect::from_center_size(at, Vec2::splat(2.0 * SIGN)), 2.0, color);
            painter.text(at, Align2::CENTER_CENTER, "−", font, on);
        }
        ChangeKind::Changed => {
            let points = [(0.0, -SIGN - 1.0), (SIGN + 1.0, SIGN), (-SIGN - 1.0, SIGN)];
            let points = points.map(|(x, y)| at + Vec2::new(x, y)).to_vec();
            painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
        }
    }
}
