//! What the canvas shows of a failure drill: a frame round what the row that is shown is about, and a ring that runs out
//! from it when the row is new.

use egui::{Rect, Stroke, StrokeKind, Ui};

use super::paint::Canvas;
use super::{CanvasView, drawn_rect};
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

/// Where an element is drawn; of a site and of what is drawn nowhere, nothing.
fn place_of(view: &ViewContext<'_>, element: Element) -> Option<crate::geometry::Rect> {
    match element {
        Element::Host(host) => {
            let instance = view.document.host_instances_of(host).next()?;
            drawn_rect(view, instance.into())
        }
        other => drawn_rect(view, other),
    }
}
