//! The dependency map as a page: who needs what at run time, who needs above what is needed.

use std::collections::BTreeMap;

use super::cells::{Cell, GROUND, Line, Page};
use super::style;
use crate::geometry::{Point, Rect, Size};
use crate::needs::{Key, Map, Need};
use crate::scene::{Ink, Stroke};

const CARD: Size = Size { width: 170.0, height: 44.0 };
const GAP: f32 = 24.0;
const LAYER: f32 = 110.0;

/// The page of a map.
pub(super) fn page(map: &Map) -> Page {
    let mut page = Page::new("dependency-map", "Dependency map", "Dependency map");
    let mut layers: BTreeMap<u32, Vec<Key>> = BTreeMap::new();
    for (key, node) in &map.nodes {
        layers.entry(node.layer).or_default().push(*key);
    }
    let widest = layers.values().map(Vec::len).max().unwrap_or_default() as f32;
    let mut ids: BTreeMap<Key, (String, Rect)> = BTreeMap::new();
    for (row, keys) in layers.values().enumerate() {
        let indent = (widest - keys.len() as f32) * (CARD.width + GAP) / 2.0;
        for (column, key) in keys.iter().enumerate() {
            let at = Point::new(indent + column as f32 * (CARD.width + GAP), row as f32 * LAYER);
            ids.insert(*key, (format!("need-{}", ids.len() + 1), Rect::new(at, CARD)));
        }
    }
    let mut number = 0;
    for ((from, to), need) in &map.needs {
        let (Some((from, above)), Some((to, below))) = (ids.get(from), ids.get(to)) else { continue };
        number += 1;
        let points = [Point::new(above.center().x, above.max.y), Point::new(below.center().x, below.min.y)];
        let ends = [Some(from.as_str()), Some(to.as_str())];
        page.line(&Line { id: &format!("line-{number}"), style: line(*need), ends, points: &points });
    }
    for (key, (id, rect)) in &ids {
        let Some(node) = map.nodes.get(key) else { continue };
        let names: Vec<String> = node.elements.iter().map(ToString::to_string).collect();
        let style = format!(
            "rounded=1;html=0;whiteSpace=wrap;fontSize=11;fontColor={};fillColor={};strokeColor={};",
            style::color(Ink::TextStrong),
            style::color(Ink::CardFill),
            style::color(node.ink)
        );
        let (label, tooltip) = (format!("{}\n{}", node.label, node.detail), names.join(", "));
        let data = String::new();
        page.shape(&Cell { id, holder: GROUND, label: &label, tooltip: &tooltip, style, rect: *rect, data });
    }
    let top = layers.len() as f32 * LAYER;
    for (number, need) in [Need::Hard, Need::AnyOf, Need::Cached].into_iter().enumerate() {
        let y = top + number as f32 * 20.0;
        let points = [Point::new(0.0, y + 10.0), Point::new(40.0, y + 10.0)];
        page.line(&Line {
            id: &format!("legend-line-{number}"),
            style: line(need),
            ends: [None, None],
            points: &points,
        });
        let rect = Rect::from_ltrb(48.0, y, 300.0, y + 20.0);
        page.words(&format!("legend-{number}"), GROUND, need.words(), rect, Ink::Text);
    }
    page
}

fn line(need: Need) -> String {
    let Stroke { ink, width, dash } = need.stroke();
    let dash = dash.map(|it| format!("dashed=1;dashPattern={} {};", it.on, it.off)).unwrap_or_default();
    format!(
        "edgeStyle=none;html=0;strokeWidth={width};strokeColor={};{dash}endArrow=block;endSize=5;exitX=0.5;exitY=1;entryX=0.5;entryY=0;",
        style::color(ink)
    )
}
