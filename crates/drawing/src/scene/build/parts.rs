//! Draws the parts of cards, boxes and the legend.

use crate::geometry::{Point, Rect, Size};
use crate::scene::layout::part::{Look, Part};
use crate::scene::style::{SMALL, TINY};
use crate::scene::text::{cap_height, ellipsize, text_width};
use crate::scene::{Face, IconKind, Ink, Prim, Stroke, icon};

/// Draws `parts` of an owner whose upper left corner is at `origin`; rules reach to `right`.
pub(super) fn draw(parts: &[Part], origin: Point, right: f32, out: &mut Vec<Prim>) {
    for part in parts {
        let rect = part.rect.translate(origin.x, origin.y);
        match &part.look {
            Look::Text { text, size, face, ink, struck } => {
                out.push(line(rect, text, *size, *face, *ink));
                if *struck {
                    let y = rect.center().y + 0.5;
                    let ends = vec![Point::new(rect.min.x, y), Point::new(rect.max.x, y)];
                    out.push(Prim::line(ends, Stroke::solid(*ink, 0.8)));
                }
            }
            Look::Icon { icon: kind, ink } => out.extend(icon(*kind, rect, *ink)),
            Look::Tile { icon: kind, ink, soft } => {
                out.push(Prim::filled(rect, 6.0, *soft));
                out.extend(icon(*kind, rect.expand(-4.0), *ink));
            }
            Look::Chip { icon, text, ink, soft } => chip(rect, *icon, text, *ink, *soft, out),
            Look::Tag { text, ink } => tag(rect, text, *ink, out),
            Look::Rule => {
                let y = rect.min.y;
                let ends = vec![Point::new(rect.min.x, y), Point::new(right, y)];
                out.push(Prim::line(ends, Stroke::solid(Ink::TierBorder, 1.0)));
            }
            Look::Area => {}
        }
    }
}

/// A text vertically centered in `rect`, from its left edge.
pub(super) fn line(rect: Rect, text: &str, size: f32, face: Face, ink: Ink) -> Prim {
    Prim::text(Point::new(rect.min.x, baseline(rect, size, face)), size, face, ink, text)
}

/// The baseline that centers capitals in `rect`.
pub(super) fn baseline(rect: Rect, size: f32, face: Face) -> f32 {
    rect.center().y + cap_height(face, size) / 2.0
}

/// A rounded frame with an icon and words.
pub(super) fn chip(rect: Rect, kind: Option<IconKind>, text: &str, ink: Ink, soft: Ink, out: &mut Vec<Prim>) {
    let stroke = Some(Stroke::solid(ink, 0.8));
    out.push(Prim::Rect { rect, radius: rect.height() / 2.0, fill: Some(soft), stroke });
    let mut x = rect.min.x + 7.0;
    if let Some(kind) = kind {
        let at = Point::new(x - 1.0, rect.center().y - 5.5);
        out.extend(icon(kind, Rect::new(at, Size::new(11.0, 11.0)), ink));
        x += 14.0;
    }
    let text = ellipsize(Face::Regular, SMALL, text, rect.max.x - 6.0 - x);
    let at = Point::new(x, baseline(rect, SMALL, Face::Regular));
    out.push(Prim::text(at, SMALL, Face::Regular, ink, text));
}

/// A small frame round one word or letter.
pub(super) fn tag(rect: Rect, text: &str, ink: Ink, out: &mut Vec<Prim>) {
    let stroke = Some(Stroke::solid(Ink::LineMuted, 0.8));
    out.push(Prim::Rect { rect, radius: 3.0, fill: None, stroke });
    let text = ellipsize(Face::Regular, TINY, text, rect.width() - 5.0);
    let x = rect.center().x - text_width(Face::Regular, TINY, &text) / 2.0;
    out.push(Prim::text(Point::new(x, baseline(rect, TINY, Face::Regular)), TINY, Face::Regular, ink, text));
}

/// A shared disk array: a slim bar with its name in the middle.
pub(super) fn disk(rect: Rect, text: &str, out: &mut Vec<Prim>) {
    let stroke = Some(Stroke::solid(Ink::CardBorder, 1.0));
    out.push(Prim::Rect { rect, radius: rect.height() / 2.0, fill: Some(Ink::CardFill), stroke });
    let text = ellipsize(Face::Regular, SMALL, text, rect.width() - 44.0);
    let width = text_width(Face::Regular, SMALL, &text) + 18.0;
    let left = rect.center().x - width / 2.0;
    let at = Point::new(left, rect.center().y - 6.5);
    out.extend(icon(IconKind::DiskArray, Rect::new(at, Size::new(13.0, 13.0)), Ink::RoleInfrastructure));
    let baseline = baseline(rect, SMALL, Face::Regular);
    out.push(Prim::text(Point::new(left + 18.0, baseline), SMALL, Face::Regular, Ink::Text, text));
}
