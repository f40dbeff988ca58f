//! Every icon stays in its box, and severities do not rely on color.

use super::*;
use crate::geometry::{Point, Size};

#[test]
fn every_icon_stays_inside_its_rectangle() {
    let rect = Rect::new(Point::new(100.0, 50.0), Size::new(40.0, 30.0));
    for kind in IconKind::ALL {
        let prims = icon(kind, rect, Ink::Text);
        assert!(!prims.is_empty(), "{kind:?}");
        let bounds = prims.iter().filter_map(Prim::bounds).reduce(|a, b| a.union(&b)).unwrap();
        let tolerance = rect.expand(0.5);
        assert!(tolerance.holds(&bounds), "{kind:?} {bounds:?}");
        assert!(bounds.height() > 12.0, "{kind:?} is tiny: {bounds:?}");
    }
}

#[test]
fn filled_polygons_are_convex() {
    let rect = Rect::from_ltrb(0.0, 0.0, 24.0, 24.0);
    for kind in IconKind::ALL {
        for prim in icon(kind, rect, Ink::Text) {
            let Prim::Polygon { points, .. } = prim else { continue };
            let n = points.len();
            let turns: Vec<f32> = (0..n)
                .map(|i| {
                    let (a, b, c) = (points[i], points[(i + 1) % n], points[(i + 2) % n]);
                    (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
                })
                .collect();
            assert!(turns.iter().all(|t| *t >= 0.0) || turns.iter().all(|t| *t <= 0.0), "{kind:?}");
        }
    }
}

#[test]
fn severities_differ_by_shape() {
    let rect = Rect::from_ltrb(0.0, 0.0, 24.0, 24.0);
    let severities = [IconKind::Blocker, IconKind::Error, IconKind::Warning, IconKind::Advice, IconKind::Info];
    let outer: Vec<String> = severities
        .iter()
        .map(|kind| match icon(*kind, rect, Ink::Text).first() {
            Some(Prim::Polygon { points, .. }) => format!("polygon of {}", points.len()),
            Some(Prim::Circle { .. }) => "circle".to_owned(),
            Some(Prim::Rect { .. }) => "square".to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    let mut distinct = outer.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), outer.len(), "{outer:?}");
}

#[test]
fn what_a_loss_does_differs_by_shape() {
    let rect = Rect::from_ltrb(0.0, 0.0, 24.0, 24.0);
    let first = |kind: IconKind| match icon(kind, rect, Ink::Text).first() {
        Some(Prim::Rect { .. }) => "square",
        Some(Prim::Circle { .. }) => "circle",
        Some(Prim::Line { points, .. }) if points.len() > 5 => "curve",
        Some(Prim::Line { .. }) => "hook",
        other => panic!("{other:?}"),
    };
    let shapes = [IconKind::Stops, IconKind::Degraded, IconKind::FailsOver, IconKind::Check].map(first);
    assert_eq!(shapes, ["square", "circle", "curve", "hook"]);
}
