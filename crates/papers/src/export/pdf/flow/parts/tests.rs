//! Where drawings are cut, and what then stands where.

use super::*;
use crate::model::{ComputerId, ConnectionId, StorageId, TierId};
use crate::scene::{Face, Ink, Stroke};

/// Cards of 160 units with 40 between them.
fn six_cards() -> Vec<(f32, f32)> {
    (0..6).map(|at| (at as f32 * 200.0, at as f32 * 200.0 + 160.0)).collect()
}

#[test]
fn a_cut_goes_between_cards_and_round_a_box_where_it_can() {
    let cards = Obstacles { cards: six_cards(), ..Obstacles::default() };
    assert_eq!(cards.cut((575.0, 100.0)), Some(575.0), "where it is wished for");
    assert_eq!(cards.cut((500.0, 100.0)), Some(560.0), "between two cards, and no nearer");
    assert_eq!(cards.cut((480.0, 50.0)), None, "a card is never cut");
    let boxed = Obstacles { others: vec![(360.0, 970.0)], ..cards };
    assert_eq!(boxed.cut((575.0, 250.0)), Some(360.0), "at the left of the box");
    assert_eq!(boxed.cut((575.0, 100.0)), Some(575.0), "through the box, where nothing else is near");
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
fn cuts_keep_their_order_and_parts_their_width_whatever_draws_them_aside() {
    for (total, most) in [(1_010.0_f32, 1_000.0), (2_500.0, 1_000.0), (9_999.0, 1_000.0)] {
        let least = (total / most).ceil() as usize;
        for count in [least, least + 1] {
            let wishes = wishes((0.0, total), most, count);
            let lows = wishes.iter().map(|it| it.0 - it.1).chain([total]);
            let highs = std::iter::once(0.0).chain(wishes.iter().map(|it| it.0 + it.1));
            for (high, low) in highs.zip(lows) {
                assert!(high < low, "{count} of {total}: {wishes:?}");
            }
            let lows = std::iter::once(0.0).chain(wishes.iter().map(|it| it.0 - it.1));
            let highs = wishes.iter().map(|it| it.0 + it.1).chain([total]);
            for (low, high) in lows.zip(highs) {
                assert!(high - low <= most + 0.5, "{count} of {total}: {wishes:?}");
            }
        }
    }
}

fn item(element: Element, (left, right): (f32, f32), (top, bottom): (f32, f32), name: &str) -> Item {
    let rect = Rect::from_ltrb(left, top, right, bottom);
    let text = Prim::text(rect.min.offset(8.0, 14.0), 12.0, Face::Bold, Ink::Text, name);
    let prims = vec![Prim::Rect { rect, radius: 0.0, fill: Some(Ink::CardFill), stroke: None }, text];
    Item { element: Some(element), ..Item::decoration(rect, prims) }
}

fn computer(at: u32, left: f32, top: f32) -> Item {
    item(Element::Computer(ComputerId(at)), (left, left + 120.0), (top, top + 70.0), "DC")
}

fn line(id: u32, points: &[(f32, f32)]) -> Item {
    let points: Vec<Point> = points.iter().map(|(x, y)| Point::new(*x, *y)).collect();
    let prim = Prim::Line { points, stroke: Stroke::solid(Ink::Text, 1.0), arrow: false };
    let bounds = prim.bounds().unwrap();
    Item { element: Some(Element::Connection(ConnectionId(id))), ..Item::decoration(bounds, vec![prim]) }
}

/// Two rows of tiers without a place where both have room between cards.
fn two_rows() -> Scene {
    let items = vec![
        item(Element::Tier(TierId(1)), (0.0, 1100.0), (0.0, 100.0), "Infrastructure"),
        computer(1, 20.0, 20.0),
        computer(2, 440.0, 20.0),
        computer(3, 570.0, 20.0),
        computer(4, 900.0, 20.0),
        item(Element::Tier(TierId(2)), (0.0, 490.0), (120.0, 220.0), "Databases"),
        computer(5, 360.0, 140.0),
        item(Element::Tier(TierId(3)), (505.0, 1100.0), (120.0, 220.0), "Master secret"),
        computer(6, 520.0, 140.0),
        line(1, &[(500.0, 90.0), (500.0, 105.0), (420.0, 105.0), (420.0, 140.0)]),
        line(2, &[(420.0, 180.0), (580.0, 180.0)]),
        line(3, &[(630.0, 90.0), (630.0, 105.0), (450.0, 105.0), (450.0, 140.0)]),
    ];
    Scene { bounds: Rect::from_ltrb(0.0, 0.0, 1100.0, 220.0), items }
}

#[test]
fn rows_of_tiers_are_cut_each_between_its_own_cards() {
    let scene = two_rows();
    let parts = parts(&Things::of(&scene), Size::new(640.0, 400.0), 1.0);
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|it| it.bounds.width() <= 640.0), "{parts:?}");
    let is_card = |it: &&Item| matches!(it.element, Some(Element::Computer(_)));
    let shown: Vec<Vec<Item>> = parts.iter().map(|it| it.items(&Things::of(&scene), &parts)).collect();
    for card in scene.items.iter().filter(is_card) {
        assert_eq!(parts.iter().filter(|it| it.holds(&card.bounds)).count(), 1, "{:?} in {parts:?}", card.element);
        assert_eq!(shown.iter().flatten().filter(|it| it.element == card.element).count(), 1);
    }
    let texts = |items: &[Item]| -> Vec<String> {
        let texts = items.iter().filter(|it| is_tier(it)).flat_map(|it| &it.prims);
        texts.filter_map(|it| if let Prim::Text { text, .. } = it { Some(text.clone()) } else { None }).collect()
    };
    assert_eq!(texts(&shown[0]), ["Infrastructure", "Databases"]);
    assert_eq!(texts(&shown[1]), ["Infrastructure (continued)", "Master secret"]);
}

#[test]
fn every_piece_of_a_line_stands_in_one_part() {
    let scene = two_rows();
    let parts = parts(&Things::of(&scene), Size::new(640.0, 400.0), 1.0);
    for line in scene.items.iter().filter(|it| is_line(it)) {
        let [Prim::Line { points, .. }] = line.prims.as_slice() else { panic!("a line") };
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            for at in 0..=20_u8 {
                let part = f32::from(at) / 20.0;
                let point = Point::new(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part);
                let drawn = |it: &&Part| {
                    it.has(point) && it.items(&Things::of(&scene), &parts).iter().any(|it| it.element == line.element)
                };
                assert!(parts.iter().any(|it| drawn(&it)), "{:?} at {point:?}", line.element);
            }
        }
    }
}

#[test]
fn a_text_that_a_cut_would_divide_stands_whole_in_one_part() {
    let mut scene = two_rows();
    let middle = Rect::from_ltrb(380.0, 102.0, 640.0, 116.0);
    let prims =
        vec![Prim::text(Point::new(380.0, 112.0), 10.0, Face::Regular, Ink::Text, "a label that is rather long")];
    scene.items.push(Item { id: "label".to_owned(), ..Item::decoration(middle, prims) });
    let parts = parts(&Things::of(&scene), Size::new(680.0, 400.0), 1.0);
    let text = scene.items.last().and_then(|it| it.prims.first()).and_then(Prim::bounds).unwrap();
    assert_eq!(parts.iter().filter(|it| it.holds(&text)).count(), 1, "{text:?} in {parts:?}");
    let of = |part: &Part| {
        part.items(&Things::of(&scene), &parts).iter().filter(|it| it.id == "label" && !it.prims.is_empty()).count()
    };
    assert_eq!(parts.iter().map(of).sum::<usize>(), 1);
}

#[test]
fn no_part_shows_a_sliver_of_a_tier_or_an_empty_piece_of_one() {
    let tiers = vec![(0.0, 560.0), (584.0, 1160.0)];
    let band = Obstacles { cards: six_cards(), others: Vec::new(), tiers };
    assert_eq!(band.beside_tiers((0.0, 590.0, 1160.0), 600.0), 572.0, "before the tier that has no card there");
    assert_eq!(band.beside_tiers((0.0, 780.0, 1160.0), 900.0), 780.0, "between two cards of a tier");
    assert_eq!(band.beside_tiers((0.0, 590.0, 1180.0), 600.0), 590.0, "unless the other part is too wide for it");
    let items = vec![
        item(Element::Tier(TierId(1)), (0.0, 1100.0), (0.0, 100.0), "Clients"),
        computer(1, 20.0, 20.0),
        item(Element::Tier(TierId(2)), (0.0, 1100.0), (120.0, 220.0), "Receive"),
        computer(2, 20.0, 140.0),
        computer(3, 500.0, 140.0),
        computer(4, 900.0, 140.0),
    ];
    let scene = Scene { bounds: Rect::from_ltrb(0.0, 0.0, 1100.0, 220.0), items };
    let parts = parts(&Things::of(&scene), Size::new(660.0, 400.0), 1.0);
    let clients = |part: &&Part| {
        part.items(&Things::of(&scene), &parts).iter().any(|it| it.element == Some(Element::Tier(TierId(1))))
    };
    assert_eq!((parts.len(), parts.iter().filter(clients).count()), (2, 1), "{parts:?}");
    let tier = parts[0].items(&Things::of(&scene), &parts).into_iter().find(is_tier).unwrap();
    assert!(drawn(&tier).max.x <= parts[0].bounds.max.x, "it ends where its cards do");
}

#[test]
fn no_part_of_any_template_shows_a_tier_of_which_nothing_stands_there() {
    let stands = |items: &[Item], tier: &Item| {
        items.iter().any(|it| !is_tier(it) && !is_line(it) && tier.bounds.overlaps(&it.bounds))
    };
    for template in crate::document::templates() {
        let scene = crate::scene::build(&template.document, &crate::scene::SceneOptions::default());
        let scene = crate::export::pdf::flow::narrowed(&scene);
        for room in [Size::new(700.0, 900.0), Size::new(1000.0, 600.0)] {
            let parts = parts(&Things::of(&scene), room, 1.0);
            let shown: Vec<Vec<Item>> = parts.iter().map(|it| it.items(&Things::of(&scene), &parts)).collect();
            for items in &shown {
                for tier in items.iter().filter(|it| is_tier(it) && stands(&scene.items, it)) {
                    assert!(stands(items, tier), "{}: {} of {parts:?}", template.key, tier.alt);
                }
            }
            for item in scene.items.iter().filter(|it| matches!(it.element, Some(Element::Computer(_)))) {
                let times = shown.iter().flatten().filter(|it| it.element == item.element).count();
                assert_eq!(times, 1, "{}: {}", template.key, item.alt);
            }
        }
    }
}

#[test]
fn a_tall_stretch_with_nothing_but_the_frame_of_a_tier_is_left_out_and_the_line_below_it_stays() {
    let items = vec![
        item(Element::Tier(TierId(1)), (0.0, 600.0), (0.0, 500.0), "Databases"),
        computer(1, 20.0, 30.0),
        computer(2, 20.0, 420.0),
        item(Element::Tier(TierId(2)), (620.0, 1100.0), (0.0, 500.0), "Master secret"),
        computer(3, 640.0, 30.0),
        line(1, &[(80.0, 510.0), (900.0, 510.0)]),
    ];
    let scene = Scene { bounds: Rect::from_ltrb(0.0, 0.0, 1100.0, 520.0), items };
    let parts = parts(&Things::of(&scene), Size::new(650.0, 600.0), 1.0);
    let of = |id: u32| {
        let is_it = |it: &&Part| {
            it.items(&Things::of(&scene), &parts).iter().any(|it| it.element == Some(Element::Computer(ComputerId(id))))
        };
        parts.iter().find(is_it).unwrap()
    };
    assert!(of(3).bounds.height() < 200.0, "{parts:?}");
    let tier = of(3).items(&Things::of(&scene), &parts).into_iter().find(is_tier).unwrap();
    assert!(drawn(&tier).max.y <= of(3).bounds.max.y, "its frame ends where it does");
    for x in [100.0, 700.0, 890.0] {
        assert!(parts.iter().any(|it| it.has(Point::new(x, 510.0))), "{x} in {parts:?}");
    }
}

#[test]
fn many_cards_in_two_tiers_stand_whole_within_their_tier() {
    let card = |at: u32, left: f32, top: f32| {
        item(Element::Computer(ComputerId(at)), (left, left + 105.0), (top, top + 70.0), "DC")
    };
    let mut items = vec![item(Element::Tier(TierId(1)), (0.0, 4220.0), (0.0, 100.0), "Systems")];
    items.extend((0..20).map(|at| card(at, 1000.0 + 112.0 * at as f32, 20.0)));
    items.push(item(Element::Tier(TierId(2)), (0.0, 4220.0), (120.0, 220.0), "Servers"));
    items.extend((0..30).map(|at| card(100 + at, 10.0 + 140.0 * at as f32, 140.0)));
    let scene = Scene { bounds: Rect::from_ltrb(0.0, 0.0, 4220.0, 220.0), items };
    let parts = parts(&Things::of(&scene), Size::new(560.0, 400.0), 1.0);
    for card in scene.items.iter().filter(|it| !is_tier(it)) {
        // A row of a tier is higher than what is shown beside it for a card alone.
        let rows = parts.iter().flat_map(|it| &it.shown).filter(|it| it.height() >= 95.0);
        let whole = rows.filter(|it| it.contains(card.bounds.min) && it.contains(card.bounds.max)).count();
        assert_eq!(whole, 1, "{:?} in {parts:?}", card.element);
    }
}

#[test]
fn the_head_of_an_arrow_at_a_cut_stands_whole_in_a_part() {
    let mut scene = two_rows();
    let points = vec![Point::new(562.0, 104.0), Point::new(562.0, 119.0)];
    let arrow = Prim::Line { points, stroke: Stroke::solid(Ink::Text, 1.0), arrow: true };
    let area = head(&arrow).unwrap();
    scene.items.push(Item::decoration(area, vec![arrow]));
    let parts = parts(&Things::of(&scene), Size::new(640.0, 400.0), 1.0);
    assert!(parts.iter().any(|it| it.holds(&area)), "{area:?} in {parts:?}");
}

#[test]
fn words_of_something_wide_that_is_cut_stand_whole_or_shortened_where_there_is_room_and_take_their_sign_along() {
    let wide = |(left, right): (f32, f32), from: f32, words: &str| {
        let rect = Rect::from_ltrb(left, 10.0, right, 34.0);
        let text = Prim::text(Point::new(from, 26.0), 12.0, Face::Regular, Ink::Text, words);
        let sign = Prim::Circle { center: Point::new(from - 12.0, 22.0), radius: 5.0, fill: None, stroke: None };
        let prims = vec![Prim::filled(rect, 4.0, Ink::CardFill), sign, text];
        Item { element: Some(Element::Storage(StorageId(1))), ..Item::decoration(rect, prims) }
    };
    let parts = [(0.0, 500.0), (500.0, 1000.0)].map(|(from, to)| Part::whole(Rect::from_ltrb(from, 0.0, to, 60.0)));
    let texts = |item: &Item| -> [Vec<(String, Rect)>; 2] {
        let scene = Scene { items: vec![item.clone()], ..Scene::default() };
        let of = |part: &Part| {
            let items = part.items(&Things::of(&scene), &parts);
            let words = items.iter().flat_map(|it| &it.prims).filter_map(|it| match it {
                Prim::Text { text, .. } => Some((text.clone(), it.bounds()?)),
                _ => None,
            });
            words.collect::<Vec<_>>()
        };
        [of(&parts[0]), of(&parts[1])]
    };
    let signs = |item: &Item| {
        let scene = Scene { items: vec![item.clone()], ..Scene::default() };
        let of = |part: &Part| {
            let items = part.items(&Things::of(&scene), &parts);
            items.iter().flat_map(|it| &it.prims).any(|it| matches!(it, Prim::Circle { .. }))
        };
        [of(&parts[0]), of(&parts[1])]
    };

    // Its words begin just before the cut: they stand behind it.
    let bar = wide((100.0, 900.0), 480.0, "Disk array");
    let [first, second] = texts(&bar);
    assert_eq!(first, []);
    assert_eq!(second[0].0, "Disk array");
    assert!(second[0].1.min.x >= 500.0, "{second:?}");
    assert_eq!(signs(&bar), [false, false]);
    // There is room on both sides of the cut, on one of them for a part of it only.
    let chip = wide((300.0, 700.0), 420.0, "A resource group on a computer");
    let [first, second] = texts(&chip);
    assert!(first[0].0.ends_with('…') && first[0].1.max.x <= 500.0, "{first:?}");
    assert_eq!(second[0].0, "A resource group on a computer");
    assert_eq!(signs(&chip), [true, false]);
    // Words in one line stay beside each other.
    let mut frame = wide((300.0, 900.0), 320.0, "SQL cluster");
    frame.prims.push(Prim::text(Point::new(400.0, 26.0), 12.0, Face::Regular, Ink::Text, "3 active"));
    let [first, second] = texts(&frame);
    assert_eq!(first.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["SQL cluster", "3 active"]);
    assert_eq!(second.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["SQL cluster", "3 active"]);
    assert!(second[1].1.min.x > second[0].1.max.x, "{second:?}");
}
