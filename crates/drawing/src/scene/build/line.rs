//! What becomes of connections and firewalls, drawn on their lines: dashes, a cross, a mark.

use super::{SceneOptions, loss};
use crate::geometry::{Point, Rect, Size};
use crate::model::{Document, Element, FirewallId};
use crate::scene::route::{Routed, Wire, carriers};
use crate::scene::style::FIREWALL;
use crate::scene::{IconKind, Ink, Item, Prim, Stroke, icon};

/// How far apart marks of several connections on one line stand.
const ASIDE: f32 = 18.0;
/// How far the mark of a line reaches from its spot.
const MARK: f32 = 26.0;

/// How the lines of a trunk are drawn when what they carry is out: the stroke by the position of the line.
pub(super) fn strokes(options: &SceneOptions, routed: &Routed) -> Vec<Option<Stroke>> {
    let mut strokes = vec![None; routed.paths.len()];
    for wire in &routed.wires {
        let Some(state) = options.states.get(&wire.connection).filter(|it| it.is_out) else { continue };
        for line in carriers(routed, wire) {
            if let Some(stroke) = strokes.get_mut(line) {
                *stroke = Some(Stroke::dashed(state.ink, 2.6, 7.0, 4.0));
            }
        }
    }
    strokes
}

/// The marks of drawn connections on their lines.
pub(super) fn marks(options: &SceneOptions, routed: &Routed, out: &mut Vec<Prim>) {
    let mut taken: Vec<Point> = Vec::new();
    for wire in &routed.wires {
        let Some(mut at) = spot(routed, wire) else { continue };
        while taken.iter().any(|it| it.distance(at) < 10.0) {
            at = at.offset(ASIDE, 0.0);
        }
        let before = out.len();
        loss::at_spot(options, wire.connection, at, 9.0, out);
        if out.len() > before {
            taken.push(at);
        }
    }
}

/// The area that marks on a trunk may need, whatever becomes of its connections.
pub(super) fn reach(routed: &Routed) -> Option<Rect> {
    let spots = routed.wires.iter().filter_map(|it| spot(routed, it));
    let wide = routed.wires.len().saturating_sub(1) as f32 * ASIDE;
    spots.map(|at| Rect::from_ltrb(at.x, at.y, at.x + wide, at.y).expand(MARK)).reduce(|a, b| a.union(&b))
}

fn spot(routed: &Routed, wire: &Wire) -> Option<Point> {
    routed.paths.get(*carriers(routed, wire).first()?).map(|it| it.spot)
}

/// A firewall on a line, with what becomes of it.
pub(super) fn firewall(document: &Document, id: FirewallId, rect: Rect, options: &SceneOptions) -> Item {
    let element = Element::Firewall(id);
    let center = rect.center();
    let state = options.states.get(&element);
    let ink = state.map_or(Ink::RoleInfrastructure, |it| it.ink);
    let fill = Some(state.map_or(Ink::CardFill, |it| it.soft));
    let stroke = Some(Stroke::solid(ink, 1.2));
    let mut prims = vec![Prim::Rect { rect, radius: 3.0, fill, stroke }];
    let side = FIREWALL - 4.0;
    prims.extend(icon(
        IconKind::Firewall,
        Rect::new(center.offset(-side / 2.0, -side / 2.0), Size::new(side, side)),
        ink,
    ));
    loss::at_spot(options, element, center, FIREWALL / 2.0 + 9.0, &mut prims);
    let tier = |id: &crate::model::TierId| document.tiers.get(id).map_or("", |it| it.name.as_str());
    let between = document.firewalls.get(&id).map(|it| format!(" between {} and {}", tier(&it.from), tier(&it.to)));
    let words = loss::words(options, element);
    let alt = format!("Firewall {}{}{words}", element.name(document), between.unwrap_or_default());
    Item { id: element.to_string(), element: Some(element), alt, bounds: rect.expand(MARK), prims, inside: Vec::new() }
}
