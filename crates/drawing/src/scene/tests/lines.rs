//! Where lines run: away from the tier that they leave, through no other tier, and past every mark in a corner.

use std::collections::BTreeSet;

use super::designs;
use crate::geometry::{Point, Rect};
use crate::model::index::Index;
use crate::model::{Document, Element, Note};
use crate::scene::layout::Layout;
use crate::scene::route::{ConnectionKind, Path, Touch};
use crate::scene::style::NOTE;
use crate::scene::{BadgeCounts, Detail, Ink, Prim, SceneOptions, Stroke, build, build_with};
use crate::testing::generated_design;

/// What is wrong with the lines of every template and of designs from seeds, in both details.
fn assert_none(faults: impl Fn(&Document, &Layout) -> Vec<String>) {
    let generated = (5..=20).map(|seed| (format!("generated {seed}"), generated_design(4 + 3 * seed as usize, seed)));
    let mut found = Vec::new();
    for (name, document) in designs().into_iter().chain(generated) {
        for detail in [Detail::Full, Detail::Compact] {
            let layout = Layout::of(&Index::new(&document), detail);
            found.extend(faults(&document, &layout).into_iter().map(|it| format!("{name}, {detail:?}: {it}")));
        }
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

fn paths(layout: &Layout) -> impl Iterator<Item = &Path> {
    layout.routed.iter().flat_map(|it| &it.paths)
}

/// The rectangles that the straight pieces of a line fill.
fn legs(path: &Path) -> impl Iterator<Item = Rect> {
    path.points.windows(2).map(|it| Rect { min: it[0], max: it[0] }.union(&Rect { min: it[1], max: it[1] }))
}

#[test]
fn no_line_turns_back_on_itself() {
    assert_none(|_, layout| {
        let turns = |it: &&Path| {
            let step = |a: Point, b: Point| (b.x - a.x, b.y - a.y);
            it.points.windows(3).any(|it| {
                let ((ax, ay), (bx, by)) = (step(it[0], it[1]), step(it[1], it[2]));
                ax * bx + ay * by < -1e-3
            })
        };
        paths(layout).filter(turns).map(|it| format!("{:?}", it.points)).collect()
    });
}

#[test]
fn no_line_comes_back_into_the_tier_that_it_leaves_or_runs_through_another() {
    assert_none(|_, layout| {
        let mut faults = Vec::new();
        for path in paths(layout) {
            for tier in &layout.tiers {
                let area = tier.rect.expand(-0.05);
                let inside: Vec<bool> = legs(path).map(|it| it.expand(0.01).overlaps(&area)).collect();
                let visits = inside.iter().enumerate().filter(|(at, it)| **it && (*at == 0 || !inside[at - 1])).count();
                let ends = path.touches.iter().filter(|it| it.tier == tier.grid.tier).count();
                if visits > ends {
                    faults.push(format!("{visits} visits, {ends} ends in {:?}: {:?}", tier.rect, path.points));
                }
            }
        }
        faults
    });
}

/// Where badges and marks of notes stand when everything has one.
fn marks(document: &Document, layout: &Layout) -> Vec<Rect> {
    let counts = BadgeCounts { error: 999, ..BadgeCounts::default() };
    let all = Element::all(document);
    let badges = all.iter().map(|it| (*it, counts.clone())).collect();
    let options = SceneOptions { badges, show_connections: false, ..SceneOptions::default() };
    let mut noted = document.clone();
    noted.notes = all.into_iter().map(|element| Note { element, text: "Rack 4".to_owned() }).collect();
    noted.notes.sort_by_key(|it| it.element);
    let scene = build_with(&Index::new(&noted), layout, &options);
    let prims = scene.items.iter().flat_map(|it| &it.prims);
    let is_badge = |it: &&Prim| matches!(it, Prim::Rect { fill: Some(Ink::ErrorSoft), .. });
    let is_note = |it: &&Prim| matches!(it, Prim::Rect { rect, stroke: Some(Stroke { ink: Ink::Accent, .. }), .. } if rect.width() == NOTE);
    prims.filter(|it| is_badge(it) || is_note(it)).filter_map(Prim::bounds).collect()
}

#[test]
fn no_line_crosses_a_badge_or_the_mark_of_a_note() {
    assert_none(|document, layout| {
        let marks = marks(document, layout);
        assert!(!marks.is_empty());
        let crosses = |it: &Path| legs(it).any(|leg| marks.iter().any(|mark| mark.overlaps(&leg.expand(0.8))));
        paths(layout).filter(|it| crosses(it)).map(|it| format!("{:?}", it.points)).collect()
    });
}

#[test]
fn a_line_that_nobody_has_drawn_leads_from_one_tier_to_another() {
    assert_none(|document, layout| {
        let derived = layout.routed.iter().filter(|it| it.wires.is_empty());
        let lonely = derived.flat_map(|routed| {
            let touches: Vec<Touch> = routed.paths.iter().flat_map(|it| it.touches.clone()).collect();
            let has_partner = |one: &Touch| touches.iter().any(|it| it.arrow != one.arrow && it.tier != one.tier);
            touches.iter().filter(|it| !has_partner(it)).map(|it| it.element.name(document)).collect::<Vec<_>>()
        });
        lonely.collect()
    });
}

#[test]
fn a_line_between_neighboring_tiers_shows_what_flows_along_it_and_the_legend_only_what_is_drawn() {
    let kinds = |key: &str| -> BTreeSet<ConnectionKind> {
        let design = &crate::document::template(key).unwrap().document;
        let layout = Layout::of(&Index::new(design), Detail::Full);
        paths(&layout).filter_map(|it| it.kind).collect()
    };
    assert!(kinds("availability-groups-split").contains(&ConnectionKind::MasterSecret));
    assert!(kinds("availability-group-2020").contains(&ConnectionKind::MasterSecret));
    for (name, document) in designs() {
        let scene = build(&document, &SceneOptions::default());
        let (drawn, legend) = crate::scene::without_legend(&scene);
        let strokes = |items: &[crate::scene::Item]| -> Vec<Stroke> {
            let arrows = items.iter().flat_map(|it| &it.prims);
            arrows
                .filter_map(|it| if let Prim::Line { stroke, arrow: true, .. } = it { Some(*stroke) } else { None })
                .collect()
        };
        let known = strokes(&drawn.items);
        for stroke in strokes(&legend) {
            assert!(known.contains(&stroke), "{name}: {stroke:?} is drawn nowhere");
        }
    }
}

#[test]
fn availability_groups_of_a_cluster_name_their_listeners_all_or_none() {
    let design = &crate::document::template("availability-groups-split").unwrap().document;
    let scene = build(design, &SceneOptions::default());
    let texts = scene.items.iter().flat_map(|it| &it.prims);
    let groups: Vec<&str> = texts
        .filter_map(|it| if let Prim::Text { text, .. } = it { Some(text.as_str()) } else { None })
        .filter(|it| it.starts_with("Availability group "))
        .collect();
    let listeners = groups.iter().filter(|it| it.contains("listener")).count();
    assert!(groups.len() > 1 && (listeners == 0 || listeners == groups.len()), "{groups:?}");
}
