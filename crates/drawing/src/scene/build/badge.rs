//! Badges: how many findings an element has and how bad the worst is, by shape and word as well as color.

use super::{BadgeCounts, SceneOptions};
use crate::geometry::{Point, Rect, Size};
use crate::model::Element;
use crate::scene::style::{BADGE_OUT, SMALL};
use crate::scene::text::text_width;
use crate::scene::{Face, IconKind, Ink, Prim, Stroke, icon};

use super::parts::baseline;

const HEIGHT: f32 = 17.0;
const ICON: f32 = 12.0;

impl BadgeCounts {
    /// All findings together.
    pub const fn total(&self) -> u32 {
        self.blocker + self.error + self.warning + self.advice + self.info
    }

    /// Mark, color and tint of the worst severity; None without findings.
    pub fn worst(&self) -> Option<(IconKind, Ink, Ink)> {
        match self {
            Self { blocker: 1.., .. } => Some((IconKind::Blocker, Ink::Blocker, Ink::BlockerSoft)),
            Self { error: 1.., .. } => Some((IconKind::Error, Ink::Error, Ink::ErrorSoft)),
            Self { warning: 1.., .. } => Some((IconKind::Warning, Ink::Warning, Ink::WarningSoft)),
            Self { advice: 1.., .. } => Some((IconKind::Advice, Ink::Advice, Ink::AdviceSoft)),
            Self { info: 1.., .. } => Some((IconKind::Info, Ink::Info, Ink::InfoSoft)),
            _ => None,
        }
    }
}

/// What the text alternative says about an element's findings: ", 1 warning" or nothing.
pub(super) fn words(options: &SceneOptions, element: Element) -> String {
    options
        .badges
        .get(&element)
        .filter(|it| !it.words.is_empty())
        .map_or_else(String::new, |it| format!(", {}", it.words))
}

/// A badge whose right end sits on the corner at `corner`.
pub(super) fn at_corner(options: &SceneOptions, element: Element, corner: Point, out: &mut Vec<Prim>) {
    let Some(counts) = options.badges.get(&element) else { return };
    let Some((mark, ink, soft)) = counts.worst() else { return };
    let count = counts.total().to_string();
    let width = ICON + 13.0 + text_width(Face::Bold, SMALL, &count);
    let rect = Rect::new(Point::new(corner.x + BADGE_OUT - width, corner.y - HEIGHT / 2.0), Size::new(width, HEIGHT));
    out.push(Prim::Rect { rect, radius: HEIGHT / 2.0, fill: Some(soft), stroke: Some(Stroke::solid(ink, 1.0)) });
    let at = Point::new(rect.min.x + 4.0, rect.center().y - ICON / 2.0);
    out.extend(icon(mark, Rect::new(at, Size::new(ICON, ICON)), ink));
    let at = Point::new(rect.min.x + ICON + 7.0, baseline(rect, SMALL, Face::Bold));
    out.push(Prim::text(at, SMALL, Face::Bold, ink, count));
}

/// A mark without count around `center`: in place of the icon of a list line or a chip.
pub(super) fn mark_at(options: &SceneOptions, element: Element, center: Point, out: &mut Vec<Prim>) {
    let Some((mark, ink, soft)) = options.badges.get(&element).and_then(BadgeCounts::worst) else { return };
    let stroke = Some(Stroke::solid(soft, 1.0));
    out.push(Prim::Circle { center, radius: 8.0, fill: Some(Ink::CardFill), stroke });
    let at = center.offset(-ICON / 2.0, -ICON / 2.0);
    out.extend(icon(mark, Rect::new(at, Size::new(ICON, ICON)), ink));
}
