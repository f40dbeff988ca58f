//! Names of cards where the drawing is so small that they could not be read: they are written over the card in a size that
//! can, and where that leaves no room, the overview says how many are not.

use egui::{CornerRadius, FontId, Rect, Vec2, vec2};

use super::elements::is_card_or_box;
use super::paint::Canvas;
use crate::model::Element;
use crate::scene::Ink;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;

/// The least size of a name that can be read, in points.
const LEAST: f32 = 9.0;
/// The size of names of cards in the drawing, in world units.
const DRAWN: f32 = 13.5;
/// Space between a name and the edge of its card, in points.
const MARGIN: f32 = 2.0;

/// Where the drawing has the name of a card: its left end, from the corner of the card, and the lower edge of the badge on
/// that corner, in world units.
const NAME_AT: Vec2 = vec2(43.0, 9.0);

/// Writes names that the drawing has too small, and says how many have no room.
pub(super) fn paint(view: &ViewContext<'_>, canvas: &Canvas<'_>, area: Rect) {
    let scale = canvas.transform.scale;
    if scale * DRAWN >= LEAST {
        return;
    }
    let cards = view.layout.placed().filter(|(element, _)| is_card_or_box(*element));
    let mut left_out = 0;
    for (element, rect) in cards {
        let place = canvas.transform.rect(rect);
        if place.intersects(area) && !write(view, canvas, element, place) {
            left_out += 1;
        }
    }
    if left_out > 0 {
        let words = text::names_too_small(left_out, scale * 100.0);
        let font = FontId::proportional(12.0);
        let galley = canvas.painter.layout(words, font, canvas.color(Ink::Text), area.width() - 40.0);
        let size = galley.size() + Vec2::splat(10.0);
        let corner = area.center_top() + vec2(-size.x / 2.0, 8.0);
        let place = Rect::from_min_size(corner, size);
        canvas.painter.rect_filled(place, CornerRadius::same(5), canvas.color(Ink::SurfaceRaised));
        canvas.painter.galley(corner + Vec2::splat(5.0), galley, canvas.color(Ink::Text));
    }
}

/// Writes the name of a card over it; whether there was room.
fn write(view: &ViewContext<'_>, canvas: &Canvas<'_>, element: Element, place: Rect) -> bool {
    let color = canvas.color(Ink::TextStrong);
    let galley = canvas.painter.layout_no_wrap(element.name(view.document), theme::bold_font(LEAST), color);
    let size = galley.size() + Vec2::splat(MARGIN);
    if size.x > place.width() || size.y > place.height() {
        return false;
    }
    // Where the drawing has name and role, which cannot be read: nothing of them looks out, and the badge stays whole.
    let scale = canvas.transform.scale;
    let left = (place.left() + NAME_AT.x * scale).min(place.right() - size.x).max(place.left());
    let top = (place.top() + NAME_AT.y * scale).min(place.bottom() - size.y);
    let over = Rect::from_min_size(egui::pos2(left, top), size);
    let ground = Rect { max: egui::pos2(over.right().max(place.right() - MARGIN), over.bottom()), ..over };
    canvas.painter.rect_filled(ground, CornerRadius::same(2), canvas.color(Ink::CardFill));
    canvas.painter.galley(over.min + Vec2::splat(MARGIN / 2.0), galley, color);
    true
}
