//! Names of cards where the drawing is so small that they could not be read: they are written over the card in a size that
//! can, and where that leaves no room, the overview says how many are not.

use egui::{CornerRadius, FontId, Rect, Vec2, vec2};

use super::controls;
use super::elements::is_card_or_box;
use super::paint::Canvas;
use crate::model::Element;
use crate::scene::layout::computer_look;
use crate::scene::text::{text_width, wrapped_name};
use crate::scene::{Face, Ink};
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;

/// The least size of a name that can be read, in points.
const LEAST: f32 = 9.0;
/// The size of names of cards in the drawing, in world units.
const DRAWN: f32 = 13.5;
/// Space between a name and the edge of its card, in points.
const MARGIN: f32 = 2.0;
/// A name that is cut to less than this tells nothing any more, in points: four letters, the mark of the cut, four digits.
const SHORTEST: f32 = 54.0;

/// Space round what is said of names without room, in points.
const PAD: f32 = 5.0;
/// It takes no more lines.
const MOST_LINES: usize = 2;

/// Where the drawing has the name of a card: its left end, from the corner of the card, and the lower edge of the badge on
/// that corner, in world units.
const NAME_AT: Vec2 = vec2(43.0, 9.0);
/// Where name and role end in the drawing, from the upper edge of a card: with a name of one line, and of two.
const HEAD_ENDS: [f32; 2] = [37.0, 54.0];

/// Writes names that the drawing has too small, and says how many have no room. `is_whole` = all of the drawing is in sight.
pub(super) fn paint(view: &ViewContext<'_>, canvas: &Canvas<'_>, area: Rect, is_whole: bool) {
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
        say(canvas, area, left_out, is_whole);
    }
}

/// Says how many names have no room. Beside the buttons for zooming nothing is covered, where the drawing in small does
/// not stand there; else it is said at the top: in a sentence where that takes two lines at most, else in a few words.
fn say(canvas: &Canvas<'_>, area: Rect, names: usize, is_whole: bool) {
    let percent = canvas.transform.scale * 100.0;
    let (font, color) = (FontId::proportional(12.0), canvas.color(Ink::Text));
    let laid_out = |words, width| canvas.painter.layout(words, font.clone(), color, width);
    let (sentence, briefly) = (text::names_too_small(names, percent), text::names_too_small_briefly(names, percent));
    let fitting = |width: f32| {
        let sentence = laid_out(sentence.clone(), width);
        if sentence.rows.len() <= MOST_LINES { sentence } else { laid_out(briefly.clone(), width) }
    };
    let beside = fitting(area.width() - controls::WIDTH - 50.0);
    let (galley, place) = if is_whole && beside.rows.len() <= MOST_LINES {
        let size = beside.size() + Vec2::splat(2.0 * PAD);
        let middle = area.left_bottom() + vec2(12.0 + size.x / 2.0, -10.0 - controls::HEIGHT / 2.0);
        (beside, Rect::from_center_size(middle, size))
    } else {
        let galley = fitting(area.width() - 40.0);
        let size = galley.size() + Vec2::splat(2.0 * PAD);
        let corner = area.center_top() + vec2(-size.x / 2.0, 8.0);
        (galley, Rect::from_min_size(corner, size))
    };
    canvas.painter.rect_filled(place, CornerRadius::same(5), canvas.color(Ink::SurfaceRaised));
    canvas.painter.galley(place.min + Vec2::splat(PAD), galley, color);
}

/// Writes the name of a card over it, in several lines where one has no room, and cut before its end where they have none;
/// whether there was room.
fn write(view: &ViewContext<'_>, canvas: &Canvas<'_>, element: Element, place: Rect) -> bool {
    let (color, font) = (canvas.color(Ink::TextStrong), theme::bold_font(LEAST));
    let height = canvas.painter.fonts_mut(|fonts| fonts.row_height(&font));
    let (width, lines) = (place.width() - MARGIN, ((place.height() - MARGIN) / height) as usize);
    let name = element.name(view.document);
    let length = text_width(Face::Bold, LEAST, &name);
    if lines == 0 || width < length.min(SHORTEST) {
        return false;
    }
    let shown = wrapped_name(Face::Bold, LEAST, &name, width, lines).join("\n");
    let galley = canvas.painter.layout_no_wrap(shown, font, color);
    let size = galley.size() + Vec2::splat(MARGIN);
    // Where the drawing has name and role, which cannot be read: nothing of them looks out, and the badge stays whole.
    let scale = canvas.transform.scale;
    let left = (place.left() + NAME_AT.x * scale).min(place.right() - size.x).max(place.left());
    let top = (place.top() + NAME_AT.y * scale).min(place.bottom() - size.y);
    let over = Rect::from_min_size(egui::pos2(left, top), size);
    let wraps = length / LEAST * DRAWN * scale > place.width() - (NAME_AT.x + MARGIN) * scale;
    let head = (place.top() + HEAD_ENDS[usize::from(wraps)] * scale).min(place.bottom() - MARGIN);
    let end = egui::pos2(over.right().max(place.right() - MARGIN), over.bottom().max(head));
    let ground = Rect { min: over.min, max: end };
    // A name that covers most of its card keeps the color of the card.
    let covers = 2.0 * ground.area() > place.area();
    let ink = if covers { tint(view, element) } else { Ink::CardFill };
    canvas.painter.rect_filled(ground, CornerRadius::same(2), canvas.color(ink));
    canvas.painter.galley(over.min + Vec2::splat(MARGIN / 2.0), galley, color);
    true
}

/// The tint of what a card is, by which it is told apart where its name covers the rest of it.
fn tint(view: &ViewContext<'_>, element: Element) -> Ink {
    match element {
        Element::Computer(id) => computer_look(view.document.computer_kind(id)).2,
        Element::LoadBalancer(_) => Ink::RoleLoadBalancerSoft,
        Element::Endpoint(_) => Ink::RoleExternalSoft,
        _ => Ink::CardFill,
    }
}
