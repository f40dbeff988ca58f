//! Draws the tiers: tinted bands with a title.

use super::{SceneOptions, TierBar, alt, badge, note, parts};
use crate::geometry::{Point, Rect, Size};
use crate::model::index::Index;
use crate::model::{Element, TierKind};
use crate::scene::layout::{TierPlace, tag_width};
use crate::scene::style::{TAG, TIER_HEADER, TIER_MARK, TIER_PAD, TIER_RADIUS, TIER_TITLE};
use crate::scene::text::{ellipsize, text_width};
use crate::scene::{Face, Ink, Item, Prim, Stroke};

/// Strong color and tint of a tier.
const fn look(kind: TierKind) -> (Ink, Ink) {
    match kind {
        TierKind::Clients => (Ink::RoleExternal, Ink::TierExternal),
        TierKind::LoadBalancing => (Ink::RoleLoadBalancer, Ink::TierLoadBalancer),
        TierKind::BizTalk | TierKind::Receive | TierKind::Processing | TierKind::Send | TierKind::Tracking => {
            (Ink::RoleBizTalk, Ink::TierBizTalk)
        }
        TierKind::Databases => (Ink::RoleSql, Ink::TierSql),
        TierKind::MasterSecret => (Ink::RoleSso, Ink::TierSso),
        TierKind::Perimeter | TierKind::Infrastructure | TierKind::DisasterRecovery => {
            (Ink::RoleInfrastructure, Ink::TierInfrastructure)
        }
    }
}

/// The band of a tier.
pub(super) fn item(index: &Index<'_>, place: &TierPlace, options: &SceneOptions) -> Item {
    let (rect, grid) = (place.rect, &place.grid);
    let element = Element::Tier(grid.tier);
    let kind = index.document.tiers.get(&grid.tier).map_or(TierKind::Infrastructure, |it| it.kind);
    let (ink, soft) = look(kind);
    let stroke = Some(Stroke::solid(Ink::TierBorder, 1.0));
    let mut prims = vec![Prim::Rect { rect, radius: TIER_RADIUS, fill: Some(soft), stroke }];
    let left = rect.min.x + TIER_PAD;
    let head = Rect::from_ltrb(left, rect.min.y, rect.max.x - TIER_PAD, rect.min.y + TIER_HEADER);
    let tags: f32 = grid.tags.iter().map(|it| tag_width(it) + 6.0).sum();
    let title = ellipsize(Face::Bold, TIER_TITLE, &grid.title, head.width() - tags);
    let mut x = left + text_width(Face::Bold, TIER_TITLE, &title) + 8.0;
    prims.push(parts::line(head, &title, TIER_TITLE, Face::Bold, ink));
    for tag in &grid.tags {
        let at = Rect::new(Point::new(x, head.center().y - TAG / 2.0), Size::new(tag_width(tag), TAG));
        if at.max.x <= head.max.x + 1.0 {
            parts::tag(at, tag, ink, &mut prims);
        }
        x = at.max.x + 6.0;
    }
    let bars = options.tier_bars.get(&grid.tier).map(Vec::as_slice).unwrap_or_default();
    bars_at(Point::new(head.max.x - BARS_BESIDE_BADGE, head.center().y), x, bars, &mut prims);
    badge::at_corner(options, element, Point::new(rect.max.x - TIER_MARK, rect.min.y + 2.0), &mut prims);
    let said: Vec<&str> = bars.iter().map(|bar| bar.says.as_str()).collect();
    let said = if said.is_empty() { String::new() } else { format!(" Capacity: {}.", said.join("; ")) };
    note::at_corner(index.document, [element], Point::new(rect.min.x + TIER_MARK, rect.min.y + 2.0), &mut prims);
    let alt = alt::text(index, element) + &badge::words(options, element) + &said;
    let alt = alt + &note::words(index.document, [element]);
    Item { id: element.to_string(), element: Some(element), alt, bounds: rect, prims, inside: Vec::new() }
}

/// Room for the badge at the right of the title.
const BARS_BESIDE_BADGE: f32 = 18.0;
/// Width and height of a bar, and the space to the next one.
const BAR: (f32, f32, f32) = (7.0, 18.0, 3.0);

/// Small upright bars that end at `right`; left out where they would cover the title that ends at `left`.
fn bars_at(right: Point, left: f32, bars: &[TierBar], prims: &mut Vec<Prim>) {
    let (width, height, space) = BAR;
    let start = right.x - bars.len() as f32 * (width + space);
    if bars.is_empty() || start < left + 4.0 {
        return;
    }
    for (place, bar) in bars.iter().enumerate() {
        let x = start + place as f32 * (width + space);
        let frame = Rect::from_ltrb(x, right.y - height / 2.0, x + width, right.y + height / 2.0);
        let stroke = Some(Stroke::solid(Ink::TierBorder, 0.8));
        prims.push(Prim::Rect { rect: frame, radius: 1.5, fill: Some(Ink::Surface), stroke });
        let top = frame.max.y - frame.height() * bar.share.clamp(0.0, 1.0);
        if top < frame.max.y {
            let filled = Rect::from_ltrb(frame.min.x, top, frame.max.x, frame.max.y);
            prims.push(Prim::filled(filled, 1.5, bar.ink));
        }
    }
}
