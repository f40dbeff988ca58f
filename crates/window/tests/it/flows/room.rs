//! Where there is little room: menus, fields and messages stay whole, and nothing covers what somebody works on.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, Pos2, Rect, TouchPhase, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tierwright_design::document::template;
use tierwright_design::model::{Element, Part};
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;
use tierwright_session::rehearsal::DrillCommand;

use super::Window;
use crate::legible::{Desk, PANELS, designs};
use crate::painted::{flat, place_of};

/// 1280 x 800 at 150 %, in points.
const NARROW: Vec2 = Vec2::new(1280.0 / 1.5, 800.0 / 1.5);
const LAST_OF_VIEW: &str = "What each loss does";

fn large() -> Desk {
    Desk::new(&template("large").unwrap().document, NARROW)
}

fn screen(desk: &Desk) -> Rect {
    desk.harness.ctx.content_rect()
}

fn canvas(desk: &Desk) -> Rect {
    desk.harness.ctx.read_response(egui::Id::new("canvas-sheet")).unwrap().rect
}

/// Where something with this label is, the part of it that is shown.
fn shown(desk: &Desk, role: Role, label: &str) -> Rect {
    desk.harness.get_by_role_and_label(role, label).rect()
}

#[test]
fn the_canvas_keeps_half_of_the_width_beside_every_panel() {
    for (screen, least) in [(NARROW, 0.5), (Vec2::new(1280.0, 800.0), 0.5), (Vec2::new(1000.0, 700.0), 0.5)] {
        let mut desk = Desk::new(&template("large").unwrap().document, screen);
        for (at, panel) in PANELS.into_iter().enumerate() {
            if at > 0 {
                desk.harness.get_by_label(panel).click();
                desk.harness.run_steps(3);
            }
            let share = (canvas(&desk).width() + 10.0) / screen.x;
            assert!(share >= least, "{panel} on {screen:?}: {share}");
        }
    }
}

#[test]
fn a_narrow_window_has_a_palette_of_icons_that_says_names_when_asked() {
    let mut desk = large();
    let item = "Add SQL Server node";
    assert!(shown(&desk, Role::Button, item).width() < 44.0);
    let before = desk.harness.state().document().computers.len();
    desk.harness.get_by_label(item).click();
    desk.settle();
    assert_eq!(desk.harness.state().document().computers.len(), before + 1, "an icon adds what its name says");
    desk.harness.get_by_label("Palette: show names").click();
    desk.harness.run_steps(4);
    assert!(shown(&desk, Role::Button, item).width() > 130.0);
    desk.harness.set_size(Vec2::new(1280.0, 800.0));
    desk.harness.run_steps(4);
    desk.harness.get_by_label("Palette: show icons alone").click();
    desk.harness.run_steps(4);
    desk.harness.set_size(NARROW);
    desk.harness.run_steps(4);
    assert!(shown(&desk, Role::Button, item).width() > 130.0, "each room keeps what was chosen for it");
}

#[test]
fn where_there_is_no_room_for_it_the_side_panel_comes_when_asked_and_goes_again() {
    // 1280 x 800 at 200 %.
    let mut desk = Desk::new(&template("large").unwrap().document, Vec2::new(640.0, 400.0));
    let is_shown = |desk: &Desk| desk.harness.query_by_label("Width of the side panel").is_some();
    assert!(!is_shown(&desk) && canvas(&desk).width() > 500.0);
    desk.harness.get_by_label("Findings").click();
    desk.harness.run_steps(4);
    assert!(is_shown(&desk) && canvas(&desk).width() > 200.0, "{:?}", canvas(&desk));
    desk.harness.get_by_label("Findings").click();
    desk.harness.run_steps(4);
    assert!(!is_shown(&desk));
    desk.send(Message::Command(AppCommand::ShowInspector));
    desk.harness.run_steps(4);
    assert!(is_shown(&desk), "a key brings it back");
}

#[test]
fn which_panels_are_shown_is_remembered() {
    let mut window = Window::new();
    window.send(Message::CloseDialog);
    window.harness.set_size(NARROW);
    window.settle();
    window.click("Palette: show names");
    let Window { folder, harness, .. } = window;
    drop(harness);
    let mut window = Window::in_folder(folder, None);
    window.send(Message::CloseDialog);
    window.harness.set_size(NARROW);
    window.settle();
    assert!(window.shows("Palette: show icons alone"));
}

#[test]
fn a_menu_taller_than_the_screen_is_walked_to_its_end_by_key() {
    let mut desk = large();
    desk.harness.get_by_label("View").focus();
    desk.harness.run_steps(2);
    desk.harness.key_press(Key::Enter);
    desk.harness.run_steps(4);
    desk.harness.key_press(Key::End);
    desk.harness.run_steps(30);
    let last = desk.harness.get_by_label(LAST_OF_VIEW);
    assert!(last.is_focused());
    assert!(screen(&desk).contains_rect(last.rect()), "{:?}", last.rect());
    desk.harness.key_press(Key::Home);
    desk.harness.run_steps(30);
    let focused = desk.harness.get_by(|node| node.is_focused());
    assert_eq!(focused.accesskit_node().label().as_deref(), Some("Canvas"));
    assert!(screen(&desk).contains_rect(focused.rect()), "{:?}", focused.rect());
}

#[test]
fn a_menu_taller_than_the_screen_is_turned_by_the_wheel() {
    let mut desk = large();
    desk.harness.get_by_label("View").click();
    desk.harness.run_steps(4);
    assert!(!screen(&desk).contains_rect(desk.harness.get_by_label(LAST_OF_VIEW).rect()), "there is more than fits");
    let column = desk.harness.get_by_label(LAST_OF_VIEW).rect().center().x;
    desk.harness.hover_at(Pos2::new(column, 200.0));
    let (unit, phase, modifiers) = (MouseWheelUnit::Point, TouchPhase::Move, Modifiers::NONE);
    for _ in 0..10 {
        desk.harness.event(Event::MouseWheel { unit, delta: Vec2::new(0.0, -100.0), phase, modifiers });
        desk.harness.run_steps(10);
    }
    let last = desk.harness.get_by_label(LAST_OF_VIEW);
    assert!(screen(&desk).contains_rect(last.rect()), "{:?}", last.rect());
    last.click();
    desk.harness.run_steps(4);
    assert!(desk.harness.query_by_label(LAST_OF_VIEW).is_none(), "the menu closes with its choice");
}

#[test]
fn a_name_that_is_edited_at_the_edge_of_the_canvas_stays_on_it() {
    for (design, document) in designs() {
        let mut desk = Desk::new(&document, NARROW);
        // The last stand lowest, and those of the widest rows furthest to the right.
        let mut cards = document.placed_elements();
        let lowest: Vec<Element> = cards.iter().rev().take(2).map(|(_, it)| *it).collect();
        cards.sort_by_key(|(slot, _)| std::cmp::Reverse(slot.column));
        for element in lowest.into_iter().chain(cards.into_iter().take(2).map(|(_, it)| it)) {
            desk.send(Message::Select(vec![element]));
            desk.send(Message::Command(AppCommand::Rename));
            desk.harness.run_steps(2);
            let label = format!("Name of {}", element.name(&document));
            let field = shown(&desk, Role::TextInput, &label);
            assert!(canvas(&desk).expand(12.0).contains_rect(field), "{design}, {label}: {field:?}");
            desk.harness.key_press(Key::Escape);
            desk.harness.run_steps(2);
        }
    }
}

#[test]
fn the_overview_never_covers_the_card_that_is_worked_on() {
    let mut window = Window::on("large");
    window.command(AppCommand::ZoomReset);
    let mut places = Vec::new();
    for element in window.document().computers.keys().step_by(2).map(|it| Element::from(*it)).collect::<Vec<_>>() {
        window.send(Message::Select(vec![element]));
        window.send(Message::Reveal(element));
        let overview = window.place("Overview of the drawing").expand(5.0);
        let name = format!("{}, ", element.name(window.document()));
        let card = window.place(&name);
        assert!(!overview.intersects(card), "{name} {card:?} is under {overview:?}");
        places.push(overview.min);
    }
    let first = places.first().copied().unwrap();
    assert!(places.iter().any(|it| it.distance(first) > 50.0), "cards lie where it stands first: {places:?}");
}

#[test]
fn the_overview_stands_beside_the_cards_where_there_is_room() {
    let mut window = Window::on("large");
    window.command(AppCommand::ZoomReset);
    let canvas = window.harness.ctx.read_response(egui::Id::new("canvas-sheet")).unwrap().rect;
    let middle = canvas.center();
    // To the right, so that nothing stands at the left, and back until nothing stands at the right.
    for step in [700.0, -1400.0] {
        window.harness.hover_at(middle);
        let (unit, phase, modifiers) = (MouseWheelUnit::Point, TouchPhase::Move, Modifiers::SHIFT);
        window.harness.event(Event::MouseWheel { unit, delta: Vec2::new(0.0, step), phase, modifiers });
        window.settle();
        let overview = window.place("Overview of the drawing").expand(5.0);
        let document = window.document();
        let names = document.computers.values().map(|it| format!("{}, ", it.name));
        let cards = names.filter_map(|it| window.harness.query_all_by_label_contains(&it).next().map(|it| it.rect()));
        let covered: Vec<Rect> = cards.filter(|it| it.intersects(overview)).collect();
        assert!(covered.is_empty(), "{overview:?} over {covered:?}");
    }
}

#[test]
fn rows_of_a_list_with_room_take_one_line() {
    let mut desk = Desk::new(&template("large-complete").unwrap().document, Vec2::new(2560.0, 1000.0));
    desk.send(Message::Command(AppCommand::ShowList));
    desk.harness.run_steps(4);
    let rows = desk.harness.query_all_by_role(Role::TreeItem).filter_map(|it| place_of(&it.accesskit_node()));
    let in_sight = rows.filter(|it| it.bottom() < 900.0 && it.width() > 1.0);
    let heights: BTreeSet<u32> = in_sight.map(|it| it.height().round() as u32).collect();
    assert_eq!(heights.len(), 1, "{heights:?}");
}

/// The sizes of the drawing that are written anywhere.
fn zooms(window: &Window) -> BTreeSet<String> {
    let shapes = flat(&window.harness.output().shapes);
    let texts =
        shapes.iter().filter_map(|(_, it)| if let egui::Shape::Text(it) = it { Some(it.galley.text()) } else { None });
    let number = |it: &&str| it.strip_suffix(" %").is_some_and(|it| it.parse::<u16>().is_ok());
    texts.filter(number).map(str::to_owned).collect()
}

#[test]
fn what_grows_stays_in_sight_until_somebody_zooms() {
    let mut window = Window::on("empty");
    for _ in 0..3 {
        for item in ["Add BizTalk server", "Add SQL Server node", "Add SQL Server cluster"] {
            window.click(item);
            assert!(!window.shows("Overview of the drawing"), "{item} is in sight");
            let shown = zooms(&window);
            assert!(shown.len() == 1, "status bar and buttons say the same after {item}: {shown:?}");
        }
    }
    window.command(AppCommand::ZoomReset);
    let before = zooms(&window);
    for _ in 0..6 {
        window.click("Add BizTalk server");
    }
    assert_eq!(zooms(&window), before, "whoever has zoomed keeps the size");
}

#[test]
fn what_is_said_of_small_names_takes_two_lines_at_most() {
    let (_, crowded) = designs().pop().unwrap();
    for screen in [NARROW, Vec2::new(1280.0, 800.0)] {
        let desk = Desk::new(&crowded, screen);
        let shapes = flat(&desk.harness.output().shapes);
        let texts = shapes.iter().filter_map(|(_, it)| if let egui::Shape::Text(it) = it { Some(it) } else { None });
        let said: Vec<usize> =
            texts.filter(|it| it.galley.text().contains("too small")).map(|it| it.galley.rows.len()).collect();
        assert!(matches!(said[..], [1 | 2]), "{screen:?}: {said:?} lines");
    }
}

#[test]
fn what_is_said_of_small_names_covers_nothing_of_a_drawing_that_is_all_in_sight() {
    for key in ["large-complete", "medium-receive-complete"] {
        let desk = Desk::new(&template(key).unwrap().document, NARROW);
        let shapes = flat(&desk.harness.output().shapes);
        let texts = shapes.iter().filter_map(|(_, it)| if let egui::Shape::Text(it) = it { Some(it) } else { None });
        let said = texts.filter(|it| it.galley.text().contains("too small"));
        let said: Vec<Rect> = said.map(|it| it.galley.rect.translate(it.pos.to_vec2())).collect();
        let document = desk.harness.state().document();
        let names = document.tiers.values().map(|it| it.name.clone());
        let tiers = names.filter_map(|it| desk.harness.query_all_by_label_contains(&it).next().map(|it| it.rect()));
        let covered: Vec<Rect> = tiers.filter(|it| said.iter().any(|said| said.intersects(*it))).collect();
        assert!(covered.is_empty(), "{key}: {said:?} over {covered:?}");
    }
}

#[test]
fn a_drill_in_a_low_window_leaves_half_of_the_height_to_the_drawing() {
    let mut desk = large();
    let whole = canvas(&desk).height();
    let server = *desk.harness.state().document().computers.keys().next().unwrap();
    desk.send(Message::Drill(DrillCommand::Toggle(vec![Part::Element(server.into())])));
    desk.harness.run_steps(4);
    let left = canvas(&desk).height();
    assert!(left >= whole / 2.0, "{left} of {whole}");
}

#[test]
fn at_the_largest_text_menus_views_and_status_stay_on_the_screen_and_apart() {
    // 1280 x 800 at 200 and at 250 %.
    for screen_size in [Vec2::new(640.0, 400.0), Vec2::new(512.0, 320.0)] {
        let mut desk = Desk::new(&template("large").unwrap().document, screen_size);
        desk.harness.run_steps(4);
        let (canvas, export) = (shown(&desk, Role::Button, "Canvas"), shown(&desk, Role::Button, "Export"));
        assert!(screen(&desk).contains_rect(export) && canvas.right() <= export.left(), "{canvas:?} {export:?}");
        let status = desk.harness.query_all_by_label_contains("error").map(|it| it.rect());
        assert!(status.into_iter().any(|it| it.bottom() > screen_size.y - 52.0 && screen(&desk).contains_rect(it)));
        let shapes = flat(&desk.harness.output().shapes);
        let texts = shapes.iter().filter_map(|(_, it)| if let egui::Shape::Text(it) = it { Some(it) } else { None });
        let below = texts.filter(|it| it.pos.y > screen_size.y - 52.0).map(|it| it.galley.rows.len());
        assert!(below.max().is_some_and(|rows| rows <= 3), "{screen_size:?}: no word of the status breaks");
        desk.harness.get_by_role_and_label(Role::Button, "Canvas").click();
        desk.harness.run_steps(4);
        desk.harness.get_by_label("List").click();
        desk.harness.run_steps(4);
        assert!(desk.harness.query_all_by_role(Role::TreeItem).next().is_some(), "{screen_size:?}");
    }
}
