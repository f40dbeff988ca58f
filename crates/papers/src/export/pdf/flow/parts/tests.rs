//! Where drawings are cut, and what then stands where.

use super::*;
use crate::model::{ComputerId, TierId};
use crate::scene::{Face, Ink};

#[test]
fn what_an_edge_cuts_stands_only_where_it_is_whole() {
    let text = |x: f32| Rect::from_ltrb(x, 10.0, x + 24.0, 20.0);
    let parts = [Rect::from_ltrb(0.0, 0.0, 100.0, 50.0), Rect::from_ltrb(60.0, 0.0, 160.0, 50.0)];
    let split = Split { parts: &parts, tiers: Vec::new() };
    let shown = |x: f32| parts.map(|part| split.shows(part, text(x)));
    assert_eq!(
        [shown(10.0), shown(50.0), shown(65.0), shown(90.0)],
        [[true, false], [true, false], [true, false], [false, true]]
    );
    let split = Split { parts: &parts[..1], tiers: vec![] };
    assert!(split.shows(parts[0], text(90.0)), "what is whole nowhere is cut");
    let split = Split { parts: &parts, tiers: vec![Rect::from_ltrb(62.0, 0.0, 150.0, 40.0)] };
    assert_eq!(parts.map(|part| split.shows(part, text(65.0))), [false, true], "it stands with its tier");
}

#[test]
fn a_drawing_is_cut_between_cards_where_that_takes_no_more_parts() {
    let cards: Vec<(f32, f32)> = (0..6).map(|at| (at as f32 * 200.0, at as f32 * 200.0 + 160.0)).collect();
    let parts = between(&cards, &cards, (-10.0, 1170.0), 700.0).unwrap();
    assert_eq!(parts.len(), 2);
    assert_eq!((parts[0].0, parts[1].1), (-10.0, 1170.0));
    for (left, right) in &parts {
        assert!(right - left <= 700.0);
        assert!(!cards.iter().any(|card| card.0 < *right && *right < card.1), "{parts:?}");
    }
    assert_eq!(between(&[(0.0, 1170.0)], &[], (0.0, 1170.0), 700.0), None, "one box fills it");
    assert_eq!(between(&cards, &cards, (0.0, 1160.0), 2_000.0), Some(vec![(0.0, 1160.0)]));
}

#[test]
fn a_cut_goes_round_a_box_where_it_can() {
    let cards: Vec<(f32, f32)> = (0..6).map(|at| (at as f32 * 200.0, at as f32 * 200.0 + 160.0)).collect();
    let boxes = [vec![(360.0, 970.0)], cards.clone()].concat();
    assert_eq!(between(&cards, &cards, (0.0, 1160.0), 860.0).unwrap()[0], (0.0, 580.0), "in the middle");
    assert_eq!(between(&cards, &boxes, (0.0, 1160.0), 860.0).unwrap()[0], (0.0, 392.0), "at the left of the box");
}

#[test]
fn slices_cover_a_range_and_share_a_little() {
    let parts = slices(0.0, 1000.0, 400.0);
    assert_eq!((parts.first().unwrap().0, parts.last().unwrap().1), (0.0, 1000.0));
    assert!(parts.iter().all(|(a, b)| b - a <= 400.5));
    assert!(parts.windows(2).all(|pair| pair[0].1 - pair[1].0 >= OVERLAP - 0.5), "{parts:?}");
    assert_eq!(slices(0.0, 100.0, 400.0), [(0.0, 100.0)]);
}

#[test]
fn a_part_takes_in_the_tier_that_begins_at_a_cut_and_its_name_stands_once() {
    let item = |element: Element, (left, right): (f32, f32), (top, bottom): (f32, f32), name: &str| {
        let rect = Rect::from_ltrb(left, top, right, bottom);
        let prims = vec![Prim::text(rect.min.offset(8.0, 14.0), 12.0, Face::Bold, Ink::Text, name)];
        Item { element: Some(element), ..Item::decoration(rect, prims) }
    };
    let computer =
        |at: u32, left: f32| item(Element::Computer(ComputerId(at)), (left, left + 120.0), (20.0, 90.0), "DC");
    let items = vec![
        item(Element::Tier(TierId(1)), (0.0, 1100.0), (0.0, 100.0), "Infrastructure"),
        computer(1, 20.0),
        computer(2, 460.0),
        computer(3, 900.0),
        item(Element::Tier(TierId(2)), (0.0, 560.0), (120.0, 220.0), "Databases"),
        item(Element::Tier(TierId(3)), (575.0, 1100.0), (120.0, 220.0), "Master secret"),
    ];
    let scene = Scene { bounds: Rect::from_ltrb(0.0, 0.0, 1100.0, 220.0), items };
    let parts = parts(&scene, Size::new(600.0, 400.0), 1.0);
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|it| it.width() <= 600.0), "{parts:?}");
    let split = Split::new(&scene, &parts);
    for item in &scene.items[1..] {
        let shown: Vec<&Rect> = parts.iter().filter(|part| split.shows(**part, item.bounds)).collect();
        assert!(matches!(shown[..], [part] if holds(part, &item.bounds)), "{:?} in {parts:?}", item.element);
    }
}
