//! Checks on whole drawings: nothing overlaps, texts fit, lines cross nothing, places and slots agree.

mod busy;
mod lines;
mod losses;
mod wide;

use std::collections::BTreeMap;

use super::layout::{Layout, TierPlace};
use super::{
    BadgeCounts, Detail, Face, Prim, Scene, SceneOptions, TitleBlock, build, build_with, legend_in, text,
    without_legend,
};
use crate::document::templates;
use crate::geometry::{Point, Rect};
use crate::model::index::Index;
use crate::model::{Document, Element, Slot, TierKind};
use crate::testing::{DocumentBuilder, generated_design};

fn designs() -> Vec<(String, Document)> {
    let templates = templates().iter().map(|it| (it.key.clone(), it.document.clone()));
    let generated = (1..=4).map(|seed| (format!("generated {seed}"), generated_design(20 * seed as usize, seed)));
    let own = [("busy", busy::busy()), ("awkward", busy::awkward()), ("wide", busy::wide())]
        .map(|(name, it)| (name.to_owned(), it));
    templates.chain(generated).chain(own).collect()
}

fn for_all(check: impl Fn(&str, &Document, &Layout)) {
    for (name, document) in designs() {
        for detail in [Detail::Full, Detail::Compact] {
            check(&name, &document, &Layout::of(&Index::new(&document), detail));
        }
    }
}

fn full_options(document: &Document) -> SceneOptions {
    let counts =
        BadgeCounts { error: 1, warning: 2, words: "1 error, 2 warnings".to_owned(), ..BadgeCounts::default() };
    let computers = document.computers.keys().map(|id| (Element::Computer(*id), counts.clone()));
    let clusters = document.failover_clusters.keys().map(|id| (Element::FailoverCluster(*id), counts.clone()));
    SceneOptions {
        badges: computers.chain(clusters).collect(),
        title_block: Some(TitleBlock {
            title: document.project.title.clone(),
            customer: "Contoso".to_owned(),
            version: "1.2".to_owned(),
            date: "2025-03-04".to_owned(),
        }),
        legend: true,
        ..SceneOptions::default()
    }
}

fn within(inner: &Rect, outer: &Rect) -> bool {
    outer.expand(0.6).holds(inner)
}

fn boxes(place: &TierPlace) -> Vec<Rect> {
    let origin = place.rect.min;
    place.grid.boxes.iter().map(|it| it.rect.translate(origin.x, origin.y)).collect()
}

fn disjoint(name: &str, rects: &[Rect]) {
    for (number, a) in rects.iter().enumerate() {
        for b in &rects[number + 1..] {
            assert!(!a.overlaps(b), "{name}: {a:?} overlaps {b:?}");
        }
    }
}

#[test]
fn nothing_overlaps() {
    for_all(|name, document, layout| {
        let tiers: Vec<Rect> = layout.tiers.iter().map(|it| it.rect).collect();
        disjoint(name, &tiers);
        let cards: Vec<Rect> = layout.placed().map(|(_, rect)| rect).collect();
        assert_eq!(cards.len(), document.placed_elements().len(), "{name}");
        disjoint(name, &cards);
        for place in &layout.tiers {
            let boxes = boxes(place);
            disjoint(name, &boxes);
            assert!(boxes.iter().all(|it| within(it, &place.rect)), "{name}");
            for cell in &place.grid.cells {
                let rect = cell.rect.translate(place.rect.min.x, place.rect.min.y);
                assert!(within(&rect, &place.rect), "{name}: {:?} leaves its tier", cell.element);
                for (number, group) in boxes.iter().enumerate() {
                    let inside = cell.boxed == Some(number);
                    let right = if inside { within(&rect, group) } else { !rect.overlaps(group) };
                    assert!(right, "{name}: {:?} and box {number}", cell.element);
                }
                if let Some(group) = cell.boxed.and_then(|it| place.grid.boxes.get(it)) {
                    let top = group.rect.min.y;
                    let low = group.parts.iter().map(|it| top + it.rect.max.y).fold(0.0, f32::max);
                    assert!(low <= cell.rect.min.y, "{name}: the head of a box reaches into its cards");
                }
            }
            assert!(within(&place.rect, &layout.bounds), "{name}");
        }
    });
}

#[test]
fn all_rows_of_tiers_are_equally_wide() {
    for_all(|name, _, layout| {
        let right = layout.tiers.iter().map(|it| it.rect.max.x).fold(0.0, f32::max);
        let mut ends: BTreeMap<i32, f32> = BTreeMap::new();
        for place in &layout.tiers {
            let end = ends.entry(place.rect.min.y as i32).or_default();
            *end = end.max(place.rect.max.x);
        }
        assert!(ends.values().all(|end| (end - right).abs() < 0.6), "{name}: {ends:?}");
    });
}

#[test]
fn texts_fit_their_cards_and_boxes() {
    for (name, document) in designs() {
        let scene = build(&document, &SceneOptions::default());
        for item in scene.items.iter().filter(|it| !matches!(it.element, None | Some(Element::Connection(_)))) {
            for prim in item.prims.iter().filter(|it| matches!(it, Prim::Text { .. })) {
                let bounds = prim.bounds().unwrap();
                let Prim::Text { text, .. } = prim else { continue };
                assert!(within(&bounds, &item.bounds), "{name}: {text:?} leaves {}", item.alt);
            }
        }
    }
}

#[test]
fn texts_of_one_card_do_not_cover_each_other() {
    for (name, document) in designs() {
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        for cell in layout.tiers.iter().flat_map(|it| &it.grid.cells) {
            let texts = cell.plan.parts.iter().filter(|it| {
                use super::layout::part::Look;
                matches!(it.look, Look::Text { .. } | Look::Tag { .. } | Look::Chip { .. } | Look::Tile { .. })
            });
            let rects: Vec<Rect> = texts.map(|it| it.rect.expand(-1.6)).collect();
            disjoint(&format!("{name}, {:?}", cell.element), &rects);
        }
    }
}

#[test]
fn connections_cross_no_card_no_box_and_no_title() {
    for_all(|name, _, layout| {
        let cards: Vec<Rect> = layout.placed().map(|(_, rect)| rect.expand(-0.5)).collect();
        let boxes = layout.tiers.iter().flat_map(boxes).map(|it| it.expand(-0.5));
        let titles = layout.tiers.iter().filter(|it| !it.grid.title.is_empty()).map(|place| {
            let title = place.grid.title_rect().translate(place.rect.min.x, place.rect.min.y);
            title.expand(-0.5)
        });
        let solid: Vec<Rect> = cards.into_iter().chain(boxes).chain(titles).collect();
        for path in layout.routed.iter().flat_map(|it| &it.paths) {
            for leg in path.points.windows(2) {
                let hull = Rect { min: leg[0], max: leg[0] }.union(&Rect { min: leg[1], max: leg[1] });
                let thick = hull.expand(0.1);
                let hit = solid.iter().find(|it| it.overlaps(&thick));
                assert!(hit.is_none(), "{name}: the line {leg:?} crosses {hit:?}");
            }
        }
    });
}

#[test]
fn words_on_connections_cover_nothing() {
    for_all(|name, _, layout| {
        let labels: Vec<Rect> = layout.routed.iter().flat_map(|it| &it.labels).map(|it| it.0).collect();
        disjoint(name, &labels);
        for label in &labels {
            assert!(layout.tiers.iter().all(|it| !it.rect.overlaps(label)), "{name}");
            for path in layout.routed.iter().flat_map(|it| &it.paths) {
                for leg in path.points.windows(2) {
                    let hull = Rect { min: leg[0], max: leg[0] }.union(&Rect { min: leg[1], max: leg[1] });
                    assert!(!hull.expand(0.5).overlaps(label), "{name}: a line crosses words");
                }
            }
        }
    });
}

#[test]
fn lines_of_different_trunks_do_not_run_on_top_of_each_other() {
    for_all(|name, _, layout| {
        let legs = layout.routed.iter().enumerate().flat_map(|(trunk, it)| {
            let legs = it.paths.iter().flat_map(|path| path.points.windows(2));
            legs.filter(|leg| leg[0].distance(leg[1]) > 8.0).map(move |leg| (trunk, leg[0], leg[1]))
        });
        let legs: Vec<(usize, Point, Point)> = legs.collect();
        for (number, (one, a, b)) in legs.iter().enumerate() {
            for (other, c, d) in legs[number + 1..].iter().filter(|it| it.0 != *one) {
                let overlap = |a: f32, b: f32, c: f32, d: f32| a.min(b) < c.max(d) - 1.0 && c.min(d) < a.max(b) - 1.0;
                let flat = (a.y - b.y).abs() < 0.1 && (c.y - d.y).abs() < 0.1 && (a.y - c.y).abs() < 4.0;
                let steep = (a.x - b.x).abs() < 0.1 && (c.x - d.x).abs() < 0.1 && (a.x - c.x).abs() < 4.0;
                let same = (flat && overlap(a.x, b.x, c.x, d.x)) || (steep && overlap(a.y, b.y, c.y, d.y));
                assert!(!same, "{name}: trunks {one} and {other} at {a:?} {b:?} {c:?} {d:?}");
            }
        }
    });
}

#[test]
fn the_middle_of_a_slot_means_the_slot() {
    for_all(|name, document, layout| {
        let mut slots: Vec<Slot> = Vec::new();
        for place in &layout.tiers {
            let tier = place.grid.tier;
            slots.push(Slot { tier, row: place.grid.rows.last().map_or(0, |it| it.band.key + 1), column: 0 });
            for row in &place.grid.rows {
                let row_key = row.band.key;
                slots.extend(row.columns.iter().map(|it| Slot { tier, row: row_key, column: it.key }));
                let last = row.columns.last().map_or(0, |it| it.key + 1);
                slots.push(Slot { tier, row: row_key, column: last });
            }
        }
        for slot in slots {
            let rect = layout.slot_rect(slot).unwrap();
            assert_eq!(layout.slot_at(rect.center()), Some(slot), "{name}: {rect:?}");
            assert_eq!(layout.tier_at(rect.center()), Some(slot.tier), "{name}");
        }
        for (slot, element) in document.placed_elements() {
            let found = layout.slot_rect(slot).unwrap();
            let own = layout.rect_of(element).unwrap();
            assert!(found == own || name == "awkward", "{name}: {element}");
        }
    });
}

#[test]
fn a_point_beside_the_tiers_means_no_slot() {
    let layout = Layout::of(&Index::new(&busy::busy()), Detail::Full);
    assert_eq!(layout.slot_at(Point::new(1.0, 1.0)), None);
    assert_eq!(layout.element_at(Point::new(1.0, 1.0)), None);
}

#[test]
fn everything_drawn_is_found_at_its_place() {
    for_all(|name, _, layout| {
        for (element, rect) in layout.parts() {
            let point = Point::new(rect.min.x + 1.0, rect.min.y + 1.0);
            let found = layout.element_at(point);
            assert_eq!(found, Some(*element), "{name}: {rect:?}");
        }
    });
}

#[test]
fn every_element_of_the_large_template_has_a_place() {
    let document = &crate::document::template("large").unwrap().document;
    let layout = Layout::of(&Index::new(document), Detail::Full);
    let elements = (document.computers.keys().map(|id| Element::Computer(*id)))
        .chain(document.host_instances.keys().map(|id| Element::HostInstance(*id)))
        .chain(document.databases.keys().map(|id| Element::Database(*id)))
        .chain(document.sql_instances.keys().map(|id| Element::SqlInstance(*id)))
        .chain(document.failover_clusters.keys().map(|id| Element::FailoverCluster(*id)))
        .chain(document.resource_groups.keys().map(|id| Element::ResourceGroup(*id)))
        .chain(document.storages.keys().map(|id| Element::Storage(*id)))
        .chain(document.tiers.keys().map(|id| Element::Tier(*id)));
    for element in elements {
        assert!(layout.rect_of(element).is_some(), "{element} is not drawn");
    }
}

#[test]
fn same_design_gives_the_same_scene() {
    for (name, document) in designs() {
        let options = full_options(&document);
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        assert_eq!(build(&document, &options), build(&document, &options), "{name}");
        assert_eq!(build_with(&Index::new(&document), &layout, &options), build(&document, &options), "{name}");
    }
}

#[test]
fn everything_lies_inside_the_sheet() {
    for (name, document) in designs() {
        let scene = build(&document, &full_options(&document));
        for prim in scene.items.iter().flat_map(|it| &it.prims) {
            let bounds = prim.bounds().unwrap();
            assert!(within(&bounds, &scene.bounds), "{name}: {prim:?}");
        }
    }
}

fn texts(scene: &Scene) -> Vec<String> {
    let prims = scene.items.iter().flat_map(|it| &it.prims);
    prims.filter_map(|it| if let Prim::Text { text, .. } = it { Some(text.clone()) } else { None }).collect()
}

#[test]
fn no_two_signs_of_a_legend_mean_the_same() {
    for template in crate::document::templates() {
        let scene = build(&template.document, &SceneOptions { legend: true, ..SceneOptions::default() });
        let said = texts(&legend_in(without_legend(&scene).1, 400.0));
        let once: std::collections::BTreeSet<&String> = said.iter().collect();
        assert_eq!(once.len(), said.len(), "{}: {said:?}", template.key);
    }
}

#[test]
fn legend_explains_only_what_occurs() {
    let legend = |key: &str| {
        let document = &crate::document::template(key).unwrap().document;
        let scene = build(document, &SceneOptions { legend: true, ..SceneOptions::default() });
        texts(&legend_in(without_legend(&scene).1, 400.0))
    };
    assert!(legend("large-complete").contains(&"Log shipping".to_owned()));
    assert!(legend("large-complete").contains(&"Disabled host instance".to_owned()));
    let small = legend("small");
    assert!(small.contains(&"Database".to_owned()) && small.contains(&"Passive".to_owned()));
    assert!(!small.contains(&"Log shipping".to_owned()) && !small.contains(&"Load balancer".to_owned()));
    // Its databases stand beside the servers that need them, so no line leads there.
    let together = legend("company-http");
    assert!(together.contains(&"Messages".to_owned()) && !together.contains(&"BizTalk databases".to_owned()));
}

#[test]
fn a_legend_explains_the_severities_of_what_is_drawn_and_of_nothing_else() {
    let document = &crate::document::template("small").unwrap().document;
    let error = BadgeCounts { error: 1, ..BadgeCounts::default() };
    let warning = BadgeCounts { warning: 1, ..BadgeCounts::default() };
    let computer = Element::from(*document.computers.keys().next().unwrap());
    let badges = BTreeMap::from([(Element::Environment, error), (computer, warning)]);
    let scene = build(document, &SceneOptions { legend: true, badges, ..SceneOptions::default() });
    let legend = texts(&legend_in(without_legend(&scene).1, 400.0));
    assert!(legend.contains(&"Warning".to_owned()) && !legend.contains(&"Error".to_owned()), "{legend:?}");
}

#[test]
fn a_legend_fits_whatever_width_it_is_given_and_leaves_nothing_of_itself_in_the_drawing() {
    let document = &crate::document::template("large-complete").unwrap().document;
    let options = SceneOptions { legend: true, ..SceneOptions::default() };
    let (drawn, legend) = without_legend(&build(document, &options));
    assert_eq!(drawn.items, build(document, &SceneOptions::default()).items);
    let words = |width: f32| {
        let scene = legend_in(legend.clone(), width);
        assert!(scene.items.iter().all(|it| it.bounds.max.x <= width && scene.bounds.contains(it.bounds.min)));
        for (at, a) in scene.items.iter().enumerate() {
            assert!(scene.items.iter().skip(at + 1).all(|b| !a.bounds.overlaps(&b.bounds)), "{}", a.id);
        }
        texts(&scene)
    };
    assert_eq!(words(320.0), words(2_000.0));
}

#[test]
fn title_block_carries_title_version_and_date() {
    let document = busy::busy();
    let drawn = texts(&build(&document, &full_options(&document))).join("|");
    for words in ["Order exchange", "Contoso", "Version 1.2", "2025-03-04"] {
        assert!(drawn.contains(words), "{words}");
    }
}

#[test]
fn text_alternative_says_what_a_computer_carries_and_how_many_findings_it_has() {
    let document = &crate::document::template("small").unwrap().document;
    let scene = build(document, &full_options(document));
    let alt = |name: &str| scene.items.iter().find(|it| it.alt.starts_with(name)).unwrap().alt.clone();
    let server = alt("BTS1, ");
    assert!(server.contains("BizTalk server") && server.contains("host instances Receive host"), "{server}");
    assert!(server.ends_with("1 error, 2 warnings"), "{server}");
    let passive = scene.items.iter().find(|it| it.alt.contains(", passive, ")).unwrap();
    assert!(passive.alt.contains("standby for"), "{}", passive.alt);
}

#[test]
fn long_lists_end_in_a_count() {
    let drawn = texts(&build(&busy::busy(), &SceneOptions::default()));
    assert!(drawn.contains(&"+4 more".to_owned()), "{drawn:?}");
}

#[test]
fn apart_nodes_get_one_box_each_and_say_so() {
    let drawn = texts(&build(&busy::awkward(), &SceneOptions::default())).join("|");
    assert!(drawn.contains("part 1") && drawn.contains("part 2"), "{drawn}");
}

#[test]
fn hidden_connections_keep_their_space() {
    let document = busy::busy();
    let shown = build(&document, &SceneOptions::default());
    let hidden = build(&document, &SceneOptions { show_connections: false, ..SceneOptions::default() });
    assert_eq!(shown.bounds, hidden.bounds);
    assert!(hidden.items.len() < shown.items.len());
}

#[test]
fn every_character_of_the_labels_has_a_glyph() {
    for (name, document) in designs() {
        for drawn in texts(&build(&document, &full_options(&document))) {
            assert_eq!(text::missing_glyphs(Face::Regular, &drawn), Vec::<char>::new(), "{name}: {drawn}");
        }
    }
}

#[test]
fn the_first_card_of_a_tier_lands_where_its_slot_is_and_moves_no_tier() {
    let layout = |computers: &[&str]| {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("BizTalk Server", TierKind::BizTalk);
        builder.tier("Databases", TierKind::Databases);
        builder.computers(computers, tier);
        Layout::of(&Index::new(&builder.build()), Detail::Full)
    };
    let (empty, with_one) = (layout(&[]), layout(&["BTS1"]));
    let is_near = |a: Rect, b: Rect| a.min.distance(b.min) < 1.5 && a.max.distance(b.max) < 1.5;
    for (before, after) in empty.tiers.iter().zip(&with_one.tiers) {
        assert!((before.rect.height() - after.rect.height()).abs() < 1.5);
        let shift = after.rect.min.x - before.rect.min.x;
        for cell in &after.grid.cells {
            let landed = cell.rect.translate(after.rect.min.x, after.rect.min.y);
            let slot = empty.slot_rect(Slot { tier: before.grid.tier, row: 0, column: 0 }).unwrap();
            assert!(is_near(slot.translate(shift, 0.0), landed), "{slot:?} and {landed:?}");
        }
    }
}
