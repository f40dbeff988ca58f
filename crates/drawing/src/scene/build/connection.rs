//! Draws trunks: lines with rounded bends, joints, arrow heads and a word at each arrow.

use crate::geometry::Rect;
use crate::model::{Document, Element};
use crate::scene::prim::bounds_of;
use crate::scene::route::{ConnectionKind, Routed};
use crate::scene::style::TINY;
use crate::scene::{Face, Item, Prim, Stroke};

use super::{SceneOptions, line, loss, parts};

/// How a kind of connection is drawn; None is the shared part of several kinds.
pub(super) const fn stroke(kind: Option<ConnectionKind>) -> Stroke {
    ConnectionKind::stroke(kind)
}

/// A trunk; None when it has no lines.
pub(super) fn item(document: &Document, routed: &Routed, options: &SceneOptions) -> Option<Item> {
    let bounds = routed.paths.iter().filter_map(|it| bounds_of(&it.points)).reduce(|a, b| a.union(&b))?;
    let bounds = routed.labels.iter().fold(bounds.expand(5.0), |all: Rect, (rect, ..)| all.union(rect));
    let bounds = line::reach(routed).map_or(bounds, |it| bounds.union(&it));
    let mut prims = Vec::with_capacity(routed.paths.len() + routed.joints.len() + routed.labels.len());
    for (path, changed) in routed.paths.iter().zip(line::strokes(options, routed)) {
        let stroke = changed.unwrap_or_else(|| stroke(path.kind));
        prims.push(Prim::Line { points: path.points.clone(), stroke, arrow: path.arrow });
    }
    for (center, kind) in &routed.joints {
        prims.push(Prim::Circle { center: *center, radius: 2.6, fill: Some(stroke(*kind).ink), stroke: None });
    }
    for (rect, words, kind) in &routed.labels {
        prims.push(parts::line(*rect, words, TINY, Face::Regular, stroke(Some(*kind)).ink));
    }
    line::marks(options, routed, &mut prims);
    let element = routed.wires.first().map(|it| it.connection);
    let id = element.map_or_else(String::new, |it| it.to_string());
    Some(Item { id, element, alt: words(document, routed, options), bounds, prims, inside: Vec::new() })
}

/// "BizTalk: receive, BizTalk: send use MessageBox cluster (databases)".
fn words(document: &Document, routed: &Routed, options: &SceneOptions) -> String {
    let names = |elements: &[Element]| elements.iter().map(|it| it.name(document)).collect::<Vec<_>>().join(", ");
    let kinds: Vec<String> = routed.kinds.iter().map(|it| it.label().to_lowercase()).collect();
    let fates = routed.wires.iter().map(|it| (it.connection, loss::words(options, it.connection)));
    let fates = fates.filter(|(_, fate)| !fate.is_empty());
    let fates: String = match routed.wires.len() {
        1 => fates.map(|(_, fate)| fate).collect(),
        _ => fates.map(|(connection, fate)| ["; ", &connection.name(document), &fate].concat()).collect(),
    };
    format!("Connection from {} to {}: {}{fates}", names(&routed.from), names(&routed.to), kinds.join(", "))
}
