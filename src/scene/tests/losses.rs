//! Marks of losses and of drills: they stand where their element is, say so in words, and change nothing else.

use super::*;
use crate::model::Part;
use crate::scene::{IconKind, Ink, LossLook, LossMark, StateMark};

fn marks(document: &Document, look: LossLook) -> BTreeMap<Element, LossMark> {
    let computers = document.computers.keys().map(|id| Element::from(*id));
    let others = document.storages.keys().map(|id| Element::from(*id));
    let clusters = document.failover_clusters.keys().map(|id| Element::from(*id));
    let instances = document.host_instances.keys().map(|id| Element::from(*id));
    let all = computers.chain(others).chain(clusters).chain(instances);
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
    let marks = crate::analysis::Failures::new(&document).loss_marks();
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
