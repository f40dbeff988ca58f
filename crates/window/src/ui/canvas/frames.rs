//! The frames of what is selected, pointed at or has the keyboard, and the badges that they must not cross.

use egui::{Rect, Ui};

use super::paint::Canvas;
use super::{CanvasView, drawn_rect};
use crate::geometry;
use crate::model::Element;
use crate::scene::Item;
use crate::ui::context::ViewContext;

/// How far frames reach beyond what they stand round, in points.
const FRAME_REACH: f32 = 9.0;
/// How far badges reach beyond the edge of a card, in world units.
const BADGE_REACH: f32 = 14.0;

impl CanvasView {
    /// Draws them over the drawing.
    pub(super) fn draw_frames(&self, view: &ViewContext<'_>, ui: &Ui, canvas: &Canvas<'_>, area: Rect) {
        let mut is_primary = view.selection.len() > 1;
        for element in view.selection {
            if matches!(element, Element::Connection(_)) {
                canvas.course(&view.layout.course(*element));
            } else if let Some(rect) = drawn_rect(view, *element) {
                canvas.selected(rect, is_primary);
                is_primary = false;
            }
        }
        self.draw_member_line(view, canvas);
        self.draw_focus(view, ui, canvas, area);
        let hovered = self.hovered.filter(|it| !view.selection.contains(it));
        match hovered {
            Some(it @ Element::Connection(_)) => canvas.course(&view.layout.course(it)),
            Some(it) => {
                if let Some(rect) = drawn_rect(view, it) {
                    canvas.hovered(rect);
                }
            }
            None => {}
        }
        let outlined = view.selection.iter().copied().chain(hovered).chain(self.current.element);
        let framed: Vec<_> = outlined.filter_map(|it| view.layout.rect_of(it)).collect();
        for (item, edge) in crossed(view, &framed, FRAME_REACH / canvas.transform.scale) {
            canvas.across_the_edge(item, edge);
        }
    }
}

/// The items whose badges a frame crosses, those of the cards beside it as well, with the edges of their cards. Frames stand
/// round `framed`, and reach so far beyond, in world units.
fn crossed<'v>(
    view: &'v ViewContext<'_>,
    framed: &[geometry::Rect],
    reach: f32,
) -> impl Iterator<Item = (&'v Item, geometry::Rect)> {
    let items = if framed.is_empty() { &[][..] } else { &view.scene.items[..] };
    let with_edges = items.iter().filter_map(|it| Some((it, view.layout.rect_of(it.element?)?)));
    with_edges.filter(move |(_, edge)| framed.iter().any(|it| crosses(*it, reach, *edge)))
}

/// Whether a frame that reaches so far beyond `framed` crosses what stands across the edge of a card.
fn crosses(framed: geometry::Rect, reach: f32, edge: geometry::Rect) -> bool {
    let around = edge.expand(BADGE_REACH);
    framed.expand(reach).overlaps(&around) && !framed.expand(-reach).holds(&around)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_crosses_the_badges_of_its_own_card_and_of_those_close_by() {
        let card = |left: f32| geometry::Rect::from_ltrb(left, 0.0, left + 140.0, 40.0);
        assert!(crosses(card(0.0), 9.0, card(0.0)));
        assert!(crosses(card(150.0), 9.0, card(0.0)), "the card beside it");
        assert!(!crosses(card(300.0), 9.0, card(0.0)), "one further away");
        let tier = geometry::Rect::from_ltrb(-200.0, -200.0, 400.0, 200.0);
        assert!(!crosses(tier, 9.0, card(0.0)), "a frame far around it");
    }
}
