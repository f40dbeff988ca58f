//! What the canvas shows of a failure drill: a frame round what the row that is shown is about, and a ring that runs out
//! from it when the row is new.

use egui::{Color32, Rect, Shape, Stroke, StrokeKind, Ui};

use super::paint::Canvas;
use super::{CanvasView, drawn_rect};
use crate::drill::{Condition, DrillRow};
use crate::model::Element;
use crate::scene::Ink;
use crate::ui::context::ViewContext;

/// How long a ring runs, in seconds: far below three flashes a second.
const RING_SECS: f64 = 0.6;
/// How far it runs, in points.
const RING_REACH: f32 = 16.0;

impl CanvasView {
    /// Draws it over the drawing.
    pub(super) fn draw_drill(&mut self, view: &ViewContext<'_>, ui: &Ui, canvas: &Canvas<'_>) {
        let Some(drill) = view.drill else {
            self.drill_row = None;
            return;
        };
        let Some(row) = drill.shown.checked_sub(1).and_then(|row| drill.drill.rows.get(row)) else { return };
        let now = ui.input(|input| input.time);
        if self.drill_row.is_none_or(|(shown, _)| shown != drill.shown) {
            self.show_row(view, row);
        }
        let since = match self.drill_row {
            Some((shown, since)) if shown == drill.shown => since,
            _ => now,
        };
        self.drill_row = Some((drill.shown, since));
        let mut places: Vec<Rect> = Vec::new();
        for element in std::iter::once(row.element).chain(row.elements.iter().map(|(it, _)| *it)) {
            let place = place_of(view, element).map(|it| canvas.transform.rect(it));
            places.extend(place.filter(|it| !places.contains(it)));
        }
        let color = canvas.color(Ink::Accent);
        for place in &places {
            canvas.painter.rect_stroke(place.expand(4.0), 6.0, Stroke::new(2.0, color), StrokeKind::Outside);
        }
        for (element, condition) in &row.elements {
            if *condition == Condition::TookOver && *element != row.element {
                moves(view, canvas, row.element, *element);
            }
        }
        let run = ((now - since) / RING_SECS) as f32;
        if run < 1.0 && !view.settings.reduced_motion {
            let stroke = Stroke::new(2.5, color.gamma_multiply(1.0 - run));
            for place in &places {
                canvas.painter.rect_stroke(place.expand(4.0 + RING_REACH * run), 8.0, stroke, StrokeKind::Outside);
            }
            ui.ctx().request_repaint();
        }
    }
}

impl CanvasView {
    /// Brings what a row is about into view: with all that it changes where there is room for it.
    fn show_row(&mut self, view: &ViewContext<'_>, row: &DrillRow) {
        let (Some(camera), Some(own)) = (self.camera, place_of(view, row.element)) else { return };
        let seen = camera.visible(self.viewport);
        let others = row.elements.iter().filter_map(|(it, _)| place_of(view, *it));
        let all = others.fold(own, |all, it| all.union(&it));
        let fits = all.width() <= seen.width() && all.height() <= seen.height();
        self.bring_into_view(if fits { all } else { own });
    }
}

/// An arrow from where something ran to what took it over.
fn moves(view: &ViewContext<'_>, canvas: &Canvas<'_>, what: Element, home: Element) {
    let place = |element| place_of(view, element).map(|it| canvas.transform.rect(it));
    // The drawing has it at its new home already.
    let ran_on = match what {
        Element::SqlInstance(id) => view.document.active_computer_of_sql(id),
        Element::ResourceGroup(id) => view.document.resource_groups.get(&id).and_then(|it| it.runs_on()),
        _ => None,
    };
    let (Some(from), Some(to)) = (place(ran_on.map_or(what, Element::from)), place(home)) else { return };
    if to.contains_rect(from) {
        return;
    }
    let start = from.center();
    let end = if to.center().x >= start.x { to.left_center() } else { to.right_center() };
    let lift = egui::vec2(0.0, -0.25 * start.distance(end).min(240.0));
    let bend = start.lerp(end, 0.5) + lift;
    let stroke = Stroke::new(3.0, canvas.color(Ink::Accent));
    let points = [start, bend, end];
    let curve = egui::epaint::QuadraticBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
    canvas.painter.add(curve);
    let along = (end - bend).normalized();
    let (back, side) = (end - along * 12.0, along.rot90() * 6.0);
    let head = vec![end, back + side, back - side];
    canvas.painter.add(Shape::convex_polygon(head, stroke.color, Stroke::NONE));
}

/// Where an element is drawn, a host with its first host instance; of what is drawn nowhere, nothing.
pub(super) fn place_of(view: &ViewContext<'_>, element: Element) -> Option<crate::geometry::Rect> {
    match element {
        Element::Host(host) => {
            let instance = view.document.host_instances_of(host).next()?;
            drawn_rect(view, instance.into())
        }
        other => drawn_rect(view, other),
    }
}
