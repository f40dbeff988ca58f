//! Marks of losses and of drills: they stand where their element is, say so in words, and change nothing else.

use super::*;
use crate::model::Part;
use crate::model::index::Index;
use crate::scene::{IconKind, Ink, Item, LossLook, LossMark, StateMark, Stroke};

fn marks(document: &Document, look: LossLook) -> BTreeMap<Element, LossMark> {
    let computers = document.computers.keys().map(|id| Element::from(*id));
    let others = document.storages.keys().map(|id| Element::from(*id));
    let clusters = document.failover_clusters.keys().map(|id| Element::from(*id));
    let instances = document.host_instances.keys().map(|id| Element::from(*id));
    let connections = document.connections.keys().map(|id| Element::from(*id));
    let firewalls = document.firewalls.keys().map(|id| Element::from(*id));
    let all = computers.chain(others).chain(clusters).chain(instances).chain(connections).chain(firewalls);
    all.map(|it| (it, LossMark { look, service: String::new(), says: "Receive stops".to_owned() })).collect()
}

fn failed() -> StateMark {
    let word = "Failed over".to_owned();
    StateMark { icon: IconKind::Bolt, ink: Ink::Error, soft: Ink::ErrorSoft, word, is_out: true }
}

#[test]
fn marks_move_nothing_and_stay_on_the_sheet() {
    let looks = [LossLook::SinglePoint, LossLook::Stops, LossLook::Degrades, LossLook::FailsOver, LossLook::Harmless];
    for (name, document) in designs() {
        let plain = build(&document, &SceneOptions::default());
        for look in looks {
            let losses = marks(&document, look);
            let marked = build(&document, &SceneOptions { losses, ..SceneOptions::default() });
            same_places(&name, &plain, &marked);
        }
        let states = marks(&document, LossLook::Stops).into_keys().map(|it| (it, failed())).collect();
        let played = build(&document, &SceneOptions { states, ..SceneOptions::default() });
        same_places(&name, &plain, &played);
    }
}

fn same_places(name: &str, plain: &Scene, marked: &Scene) {
    assert_eq!(plain.bounds, marked.bounds, "{name}");
    assert_eq!(plain.items.len(), marked.items.len(), "{name}");
    for (before, after) in plain.items.iter().zip(&marked.items) {
        assert_eq!((&before.id, before.bounds), (&after.id, after.bounds), "{name}");
        for prim in &after.prims {
            let Some(bounds) = prim.bounds() else { continue };
            assert!(within(&bounds, &marked.bounds), "{name} {}: {bounds:?}", after.id);
        }
    }
}

#[test]
fn a_single_point_of_failure_is_framed_and_named_and_what_is_harmless_is_not() {
    let document = crate::document::template("large").unwrap().document.clone();
    let part = Part::parse("BTS1", &document).unwrap();
    let texts = |look: LossLook| {
        let losses = BTreeMap::from([(
            part.element(),
            LossMark { look, service: String::new(), says: "Receive stops".to_owned() },
        )]);
        let scene = build(&document, &SceneOptions { losses, ..SceneOptions::default() });
        let item = scene.items.into_iter().find(|it| it.element == Some(part.element())).unwrap();
        let framed = item.prims.iter().any(|it| {
            matches!(it, Prim::Rect { stroke: Some(stroke), fill: None, .. } if stroke.ink == Ink::Error && stroke.width >= 2.0)
        });
        let named =
            item.prims.iter().any(|it| matches!(it, Prim::Text { text, .. } if text.starts_with("Single point")));
        (framed, named, item.alt)
    };
    let (framed, named, alt) = texts(LossLook::SinglePoint);
    assert!(framed && named && alt.ends_with(", single point of failure: if it is lost Receive stops"), "{alt}");
    let (framed, named, alt) = texts(LossLook::Harmless);
    assert!(!framed && !named && alt.ends_with(", if it is lost Receive stops"), "{alt}");
}

#[test]
fn a_service_that_is_a_single_point_is_named_without_a_frame_round_its_computer() {
    let document = crate::document::template("large").unwrap().document.clone();
    let marks = crate::overlay::loss_marks(&crate::dependency::Failures::new(&Index::new(&document)));
    let element = Part::parse("MBX1", &document).unwrap().element();
    assert_eq!((marks[&element].look, marks[&element].service.as_str()), (LossLook::SinglePoint, "MSDTC"));
    let scene = build(&document, &SceneOptions { losses: marks, ..SceneOptions::default() });
    let item = scene.items.into_iter().find(|it| it.element == Some(element)).unwrap();
    let named = |it: &Prim| matches!(it, Prim::Text { text, .. } if text.starts_with("MSDTC"));
    let framed = |it: &Prim| matches!(it, Prim::Rect { stroke: Some(stroke), fill: None, .. } if stroke.ink == Ink::Error && stroke.width >= 2.0);
    assert!(item.prims.iter().any(named) && !item.prims.iter().any(framed));
}

#[test]
fn during_a_drill_the_state_stands_in_place_of_the_loss() {
    let document = crate::document::template("large").unwrap().document.clone();
    let element = Part::parse("BTS1", &document).unwrap().element();
    let losses = marks(&document, LossLook::SinglePoint);
    let states = BTreeMap::from([(element, failed())]);
    let scene = build(&document, &SceneOptions { losses, states, ..SceneOptions::default() });
    let item = scene.items.into_iter().find(|it| it.element == Some(element)).unwrap();
    let texts: Vec<&str> = item
        .prims
        .iter()
        .filter_map(|it| if let Prim::Text { text, .. } = it { Some(text.as_str()) } else { None })
        .collect();
    assert!(texts.contains(&"Failed over") && !texts.iter().any(|it| it.starts_with("Single point")), "{texts:?}");
    assert!(item.alt.contains(", in the drill: failed over"), "{}", item.alt);
}

fn strokes(item: &Item) -> (usize, usize) {
    let lines = item.prims.iter().filter_map(|it| if let Prim::Line { stroke, .. } = it { Some(stroke) } else { None });
    let errors: Vec<&Stroke> = lines.filter(|it| it.ink == Ink::Error).collect();
    let dashed = errors.iter().filter(|it| it.dash.is_some()).count();
    (dashed, errors.len() - dashed)
}

#[test]
fn a_connection_that_has_failed_is_dashed_and_crossed_out_and_others_are_not() {
    let document = crate::document::template("three-companies").unwrap().document.clone();
    let failing: Vec<Element> = document.connections.keys().map(|id| Element::from(*id)).collect();
    assert_eq!(failing.len(), 3);
    for element in failing {
        let states = BTreeMap::from([(element, failed())]);
        let scene = build(&document, &SceneOptions { states, ..SceneOptions::default() });
        let marked: Vec<&Item> = scene.items.iter().filter(|it| strokes(it) != (0, 0)).collect();
        let [item] = marked.as_slice() else { panic!("{} trunks are marked", marked.len()) };
        assert_eq!(strokes(item), (1, 2), "one line is dashed, and a cross stands on it");
        assert!(item.alt.contains("in the drill: failed over"), "{}", item.alt);
    }
}

#[test]
fn a_firewall_stands_on_the_line_between_its_tiers_and_is_crossed_out_when_it_fails() {
    let document = crate::document::template("distributed-small").unwrap().document.clone();
    let layout = Layout::of(&Index::new(&document), Detail::Full);
    for (id, firewall) in &document.firewalls {
        let element = Element::from(*id);
        let spot = layout.rect_of(element).unwrap_or_else(|| panic!("{} stands nowhere", firewall.name)).center();
        let on_line = layout.routed.iter().flat_map(|it| &it.paths).any(|path| {
            path.points.windows(2).any(|it| {
                let (low, high) = (it[0].y.min(it[1].y), it[0].y.max(it[1].y));
                let (left, right) = (it[0].x.min(it[1].x), it[0].x.max(it[1].x));
                spot.x >= left - 1.0 && spot.x <= right + 1.0 && spot.y >= low - 1.0 && spot.y <= high + 1.0
            })
        });
        assert!(on_line, "{} at {spot:?}", firewall.name);
        let states = BTreeMap::from([(element, failed())]);
        let scene = build(&document, &SceneOptions { states, ..SceneOptions::default() });
        let item = scene.items.iter().find(|it| it.element == Some(element)).unwrap();
        assert!(strokes(item).1 >= 2, "a cross");
        assert!(item.alt.starts_with("Firewall ") && item.alt.contains("in the drill"), "{}", item.alt);
    }
}
