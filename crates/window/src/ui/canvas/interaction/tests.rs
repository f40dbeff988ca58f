//! Tables of gestures and what follows from them.

use super::*;
use crate::model::{ComputerId, HostInstanceId};

const CARD: Element = Element::Computer(ComputerId(1));
const PART: Element = Element::HostInstance(HostInstanceId(2));
const ON_CARD: Hit = Hit { element: Some(CARD), grip: Some(CARD), line: None };
const ON_PART: Hit = Hit { element: Some(PART), grip: Some(CARD), line: None };
const ON_NOTHING: Hit = Hit { element: None, grip: None, line: None };
const ON_HANDLE: Hit = Hit { line: Some(Line::New(CARD)), ..ON_CARD };
const PLAIN: Held = Held { toggle: false, copy: false, again: false, pan: false };
const SHIFT: Held = Held { toggle: true, ..PLAIN };
const ALT: Held = Held { copy: true, ..PLAIN };
const SPACE: Held = Held { pan: true, ..PLAIN };

fn at(x: f32) -> Point {
    Point::new(x, 0.0)
}

fn press(hit: Hit, held: Held) -> Event {
    Event::Press { at: at(0.0), hit, selected: false, held }
}

fn to(x: f32) -> Event {
    Event::Move { at: at(x) }
}

fn release(x: f32, held: Held) -> Event {
    Event::Release { at: at(x), held }
}

fn run(events: &[Event]) -> (Gesture, Vec<Effect>) {
    let mut gesture = Gesture::Idle;
    let effects = events.iter().flat_map(|event| gesture.step(*event, MOUSE_THRESHOLD)).collect();
    (gesture, effects)
}

#[test]
fn every_gesture_has_exactly_its_effects_and_ends_idle() {
    let within = |add| Effect::SelectWithin { area: Rect::from_ltrb(0.0, 0.0, 50.0, 0.0), add };
    let drop = |copy| Effect::Drop { grip: CARD, at: at(50.0), copy };
    let selected = Event::Press { at: at(0.0), hit: ON_CARD, selected: true, held: PLAIN };
    let table: Vec<(&str, Vec<Event>, Vec<Effect>)> = vec![
        ("click on a part", vec![press(ON_PART, PLAIN), to(2.0), release(2.0, PLAIN)], vec![Effect::SelectOnly(PART)]),
        (
            "drag from a handle",
            vec![press(ON_HANDLE, PLAIN), to(9.0), release(50.0, PLAIN)],
            vec![Effect::Connect { line: Line::New(CARD), at: at(50.0) }],
        ),
        (
            "click on a handle, then elsewhere",
            vec![press(ON_HANDLE, PLAIN), release(1.0, PLAIN), to(30.0), press(ON_CARD, PLAIN)],
            vec![Effect::Connect { line: Line::New(CARD), at: at(0.0) }],
        ),
        ("line that is given up", vec![press(ON_HANDLE, PLAIN), to(9.0), Event::Cancel], vec![]),
        ("click on nothing", vec![press(ON_NOTHING, PLAIN), release(0.0, PLAIN)], vec![Effect::SelectNone]),
        ("shift-click", vec![press(ON_CARD, SHIFT), release(0.0, SHIFT)], vec![Effect::Toggle(CARD)]),
        ("shift-click on nothing", vec![press(ON_NOTHING, SHIFT), release(0.0, SHIFT)], vec![]),
        ("click on one of several", vec![selected, release(0.0, PLAIN)], vec![Effect::SelectOnly(CARD)]),
        ("drag of several", vec![selected, to(9.0), to(50.0), release(50.0, PLAIN)], vec![drop(false)]),
        (
            "drag of a part",
            vec![press(ON_PART, PLAIN), to(50.0), release(50.0, PLAIN)],
            vec![Effect::SelectOnly(CARD), drop(false)],
        ),
        ("drag with Alt", vec![selected, to(50.0), release(50.0, ALT)], vec![drop(true)]),
        ("marquee", vec![press(ON_NOTHING, PLAIN), to(50.0), release(50.0, PLAIN)], vec![within(false)]),
        ("marquee with Shift", vec![press(ON_CARD, SHIFT), to(50.0), release(50.0, SHIFT)], vec![within(true)]),
        (
            "Space and drag",
            vec![press(ON_CARD, SPACE), to(5.0), release(5.0, SPACE)],
            vec![Effect::Pan { dx: 5.0, dy: 0.0 }],
        ),
        (
            "middle drag",
            vec![Event::MiddlePress { at: at(1.0) }, to(3.0), release(3.0, PLAIN)],
            vec![Effect::Pan { dx: 2.0, dy: 0.0 }],
        ),
        ("cancelled drag", vec![selected, to(50.0), Event::Cancel, release(50.0, PLAIN)], vec![]),
        ("cancelled marquee", vec![press(ON_NOTHING, PLAIN), to(50.0), Event::Cancel], vec![]),
    ];
    for (name, events, expected) in table {
        assert_eq!(run(&events), (Gesture::Idle, expected), "{name}");
    }
}

#[test]
fn a_card_is_selected_when_it_is_pressed() {
    let (gesture, effects) = run(&[press(ON_CARD, PLAIN)]);
    assert_eq!(effects, [Effect::SelectOnly(CARD)]);
    assert!(gesture.is_active());
}

#[test]
fn the_secondary_button_shows_a_menu_and_pans_on_empty_space() {
    let secondary = |hit| Event::SecondaryPress { at: at(0.0), hit, selected: false };
    let menu = Effect::Menu { at: at(0.0) };
    assert_eq!(run(&[secondary(ON_CARD), release(0.0, PLAIN)]).1, [Effect::SelectOnly(CARD), menu]);
    assert_eq!(run(&[secondary(ON_NOTHING), release(0.0, PLAIN)]).1, [Effect::SelectNone, menu]);
    let panned = run(&[secondary(ON_NOTHING), to(30.0), to(40.0), release(40.0, PLAIN)]).1;
    assert_eq!(panned.len(), 3);
    assert!(!panned.contains(&Effect::Menu { at: at(40.0) }));
}

#[test]
fn the_other_button_cancels_a_drag_without_a_trace() {
    let secondary = Event::SecondaryPress { at: at(50.0), hit: ON_NOTHING, selected: false };
    let selected = Event::Press { at: at(0.0), hit: ON_CARD, selected: true, held: PLAIN };
    let (gesture, effects) = run(&[selected, to(50.0), secondary, release(50.0, PLAIN)]);
    assert_eq!((gesture, effects), (Gesture::Idle, vec![]));
}

#[test]
fn stamping_places_with_every_click_until_it_is_cancelled() {
    let item = PaletteItem::BizTalkServer;
    let mut gesture = Gesture::Stamping { item };
    for _ in 0..2 {
        let effects = gesture.step(press(ON_CARD, PLAIN), MOUSE_THRESHOLD);
        assert_eq!(effects, [Effect::Place { item, at: at(0.0) }]);
        assert!(gesture.step(release(0.0, PLAIN), MOUSE_THRESHOLD).is_empty());
    }
    gesture.step(Event::Cancel, MOUSE_THRESHOLD);
    assert_eq!(gesture, Gesture::Idle);
}
