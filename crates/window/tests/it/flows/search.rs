//! Finding things and commands by name.

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;

use super::Window;

#[test]
fn an_element_is_found_by_its_name_selected_and_shown() {
    let mut window = Window::on("large");
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("mbx4");
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.selected(), ["MBX4"]);
    assert!(!window.shows("Nothing found"));
}

#[test]
fn a_finding_is_found_by_its_rule() {
    let mut window = Window::on("large");
    window.click("Inspector");
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("!trk-001");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.shows("What it is"), "its card is open");
}

#[test]
fn a_command_is_found_by_its_words_and_carried_out() {
    let mut window = Window::on("large");
    window.key(Modifiers::COMMAND, Key::K);
    window.type_text("select all");
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.selected().len() > 10);
}

#[test]
fn what_can_be_added_is_found_by_its_words_and_added() {
    let mut window = Window::on("empty");
    for (typed, added) in [("add biz", "BTS1"), ("tier rec", "BizTalk: receive")] {
        window.key(Modifiers::COMMAND, Key::K);
        window.type_text(typed);
        window.key(Modifiers::NONE, Key::Enter);
        assert_eq!(window.selected(), [added], "{typed}");
    }
}

#[test]
fn a_rule_that_finds_nothing_is_found_too() {
    let mut window = Window::on("large-complete");
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("sql-012");
    assert!(window.shows("SQL-012, no finding") || window.shows("no finding"));
}

#[test]
fn the_field_stays_where_it_is_however_much_is_found() {
    let mut window = Window::on("large");
    window.key(Modifiers::COMMAND, Key::F);
    let top = |window: &Window| {
        let all = window.harness.root().children_recursive();
        all.into_iter().find(|it| it.is_focused()).unwrap().rect().top()
    };
    let before = top(&window);
    for text in ["MBX4", "nothing is called so"] {
        window.type_text(text);
        assert!((top(&window) - before).abs() < 1.0, "{text}");
    }
}
