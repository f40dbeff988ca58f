//! Drawing a connection: handles on cards and on the ends of a selected line, the line under way, and the list from
//! which its other end is chosen by name.

use egui::{Pos2, Rect, Shape, Stroke, Ui, Vec2};

use super::choosing::{Wording, pick_ui};
use super::drill::place_of;
use super::gestures::local;
use super::interaction::Gesture;
use super::paint::Canvas;
use super::{CanvasView, drawn_rect};
use crate::edit::intent::connections::{self, End, Line};
use crate::model::{Document, Element};
use crate::scene::Ink;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{Choice, PickList};

/// Radius of a handle in points.
const HANDLE: f32 = 5.5;
/// How far from the middle of a handle the pointer still means it, in points.
const REACH: f32 = 10.0;
/// Below this scale cards are too small for handles.
const HANDLES_FROM: f32 = 0.3;

impl CanvasView {
    /// Starts a line from the selected element, with the list of what it can be led to.
    pub(super) fn start_line(&mut self, view: &ViewContext<'_>, area: Rect) {
        let Some(element) = view.selected_one().filter(|it| connections::may_start(view.document, *it).is_ok()) else {
            return;
        };
        let Some(at) = self.start_of(view, Line::New(element), area).map(|it| local(it, area)) else { return };
        self.search = PickList::default();
        self.gesture = Gesture::Connecting { line: Line::New(element), from: at, now: at, held: false };
    }

    /// The handles that are shown: on the card under the pointer, on the selected one, on both ends of a selected line.
    fn handles(&self, view: &ViewContext<'_>, area: Rect) -> Vec<(Line, Pos2)> {
        let transform = self.transform(area);
        if view.drill.is_some() || transform.scale < HANDLES_FROM {
            return Vec::new();
        }
        let mut handles = Vec::new();
        let selected = view.selected_one();
        if let Some(Element::Connection(id)) = selected
            && let Some([from, to]) = view.layout.ends_of(id.into())
        {
            handles.push((Line::Other(id, End::From), transform.point(from)));
            handles.push((Line::Other(id, End::To), transform.point(to)));
        }
        let cards = [self.handled, selected.filter(|it| Some(*it) != self.handled)];
        for card in cards.into_iter().flatten() {
            let rect = view.layout.rect_of(card).filter(|_| super::elements::is_card_or_box(card));
            if let Some(rect) = rect.filter(|_| connections::may_start(view.document, card).is_ok()) {
                handles.push((Line::New(card), transform.rect(rect).right_center()));
            }
        }
        handles
    }

    /// The line that a drag from a point of the screen draws.
    pub(super) fn handle_at(&self, view: &ViewContext<'_>, area: Rect, at: Pos2) -> Option<Line> {
        let handles = self.handles(view, area).into_iter();
        let near = handles.map(|(line, place)| (place.distance(at), line)).filter(|(far, _)| *far <= REACH);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, line)| line)
    }

    pub(super) fn draw_handles(&self, view: &ViewContext<'_>, canvas: &Canvas<'_>, area: Rect) {
        if self.gesture.is_active() {
            return;
        }
        for (_, at) in self.handles(view, area) {
            canvas.handle(at, HANDLE);
        }
    }

    /// Ends a line on what lies at a point of the screen.
    pub(super) fn end_line(&self, view: &ViewContext<'_>, line: Line, area: Rect, at: Pos2) {
        if let Some(target) = view.layout.element_at(self.transform(area).to_world(at)) {
            match connections::finish(view.document, line, target) {
                Ok(edit) => view.outbox.edit(edit),
                Err(error) => super::gestures::refuse(view, &error),
            }
        }
    }

    /// Shows the line under way, what it may end on, and what ending it here would do.
    pub(super) fn draw_line(&mut self, view: &ViewContext<'_>, canvas: &Canvas<'_>, area: Rect) {
        let Some((line, now)) = self.gesture.line() else { return };
        let targets = self.targets.get((view.revision, line), |(_, line)| connections::targets(view.document, *line));
        for target in targets.iter() {
            if let Some(rect) = view.layout.rect_of(*target) {
                canvas.hovered(rect);
            }
        }
        let pointer = area.min + Vec2::new(now.x, now.y);
        let Some(start) = self.start_of(view, line, area) else { return };
        canvas.line_to(start, pointer);
        let Some(target) = view.layout.element_at(canvas.transform.to_world(pointer)) else { return };
        let rect = drawn_rect(view, target);
        match connections::finish(view.document, line, target) {
            Ok(edit) => {
                if let Some(rect) = rect {
                    canvas.takes(rect, Ink::Accent);
                }
                canvas.words(pointer, area, &[(edit.label, Ink::TextStrong)]);
            }
            Err(_) if start_element(view.document, line) == Some(target) => {}
            Err(error) => {
                if let Some(rect) = rect {
                    canvas.refuses(rect);
                }
                canvas.words(pointer, area, &[(text::not_here(&error.to_string()), Ink::Error)]);
            }
        }
    }

    /// Where a line starts on the screen; from a host, which has no card, at one of its host instances.
    fn start_of(&self, view: &ViewContext<'_>, line: Line, area: Rect) -> Option<Pos2> {
        let transform = self.transform(area);
        match line {
            Line::New(element) => {
                let of_host = || place_of(view, element).map(|it| transform.rect(it));
                self.place_on_screen(view, area, element).or_else(of_host).map(|it| it.right_center())
            }
            Line::Other(id, end) => {
                let [from, to] = view.layout.ends_of(id.into())?;
                Some(transform.point(if end == End::To { from } else { to }))
            }
        }
    }

    /// The list from which the other end of a line is chosen by name; only while no button is held.
    pub(super) fn ends_ui(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let Gesture::Connecting { line, held: false, .. } = self.gesture else { return };
        let Some(start) = self.start_of(view, line, area) else { return };
        let targets = self.targets.get((view.revision, line), |(_, line)| connections::targets(view.document, *line));
        let choices: Vec<Choice<Element>> = targets.iter().map(|it| Choice::element(view, *it, *it)).collect();
        let title = title(view.document, line);
        let words = Wording { title: &title, hint: text::NAME_OF_THE_OTHER_END, none: text::NOTHING_TO_CONNECT };
        let (target, _) = pick_ui(view, ui, (area, start), &words, &mut self.search, &choices);
        if let Some(target) = target {
            self.gesture = Gesture::Idle;
            view.outbox.try_edit(connections::finish(view.document, line, target));
        }
    }
}

/// What a line starts from, or the end that stays.
fn start_element(document: &Document, line: Line) -> Option<Element> {
    match line {
        Line::New(element) => Some(element),
        Line::Other(id, end) => document.connections.get(&id).map(|it| if end == End::To { it.from } else { it.to }),
    }
}

fn title(document: &Document, line: Line) -> String {
    let name = start_element(document, line).map(|it| it.name(document)).unwrap_or_default();
    text::connect_to(&name)
}

impl Canvas<'_> {
    /// A handle from which a line is drawn.
    fn handle(&self, at: Pos2, radius: f32) {
        let stroke = Stroke::new(2.0, self.color(Ink::Accent));
        self.painter.circle(at, radius, self.color(Ink::SurfaceRaised), stroke);
        let arm = radius - 2.5;
        let plus = Stroke::new(1.5, self.color(Ink::Accent));
        self.painter.line_segment([at - Vec2::new(arm, 0.0), at + Vec2::new(arm, 0.0)], plus);
        self.painter.line_segment([at - Vec2::new(0.0, arm), at + Vec2::new(0.0, arm)], plus);
    }

    /// The line that is being drawn.
    fn line_to(&self, from: Pos2, to: Pos2) {
        let stroke = Stroke::new(2.0, self.color(Ink::Accent));
        self.painter.extend(Shape::dashed_line(&[from, to], stroke, 6.0, 4.0));
        self.painter.circle_filled(to, 4.0, self.color(Ink::Accent));
    }

    /// The course of a selected connection.
    pub(super) fn course(&self, lines: &[&[crate::geometry::Point]]) {
        let stroke = Stroke::new(4.5, self.color(Ink::Accent).gamma_multiply(0.55));
        for line in lines {
            let points = line.iter().map(|it| self.transform.point(*it)).collect();
            self.painter.add(Shape::line(points, stroke));
        }
    }
}
