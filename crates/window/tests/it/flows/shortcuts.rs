//! Keys of commands as the person sets them.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use tierwright_design::edit::intent::hosts;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

impl Window {
    /// Opens the list of shortcuts and presses keys for a command.
    fn give_keys(&mut self, button: &str, modifiers: Modifiers, key: Key) {
        self.harness.get_by_label(button).scroll_to_me();
        self.settle();
        self.click(button);
        self.key(modifiers, key);
    }
}

#[test]
fn a_command_gets_other_keys_which_are_kept() {
    let mut window = Window::on("small");
    window.command(AppCommand::Shortcuts);
    window.give_keys("Save: Ctrl+S", Modifiers::COMMAND, Key::J);
    assert!(window.shows("Save: Ctrl+J"));
    window.key(NONE, Key::Escape);
    window.key(Modifiers::COMMAND, Key::J);
    assert!(window.shows("Save design"), "the new keys save");
    window.key(NONE, Key::Escape);
    window.key(Modifiers::COMMAND, Key::S);
    assert!(!window.shows("Save design"), "the old ones do not");
    let folder = std::mem::replace(&mut window.folder, tempfile::tempdir().unwrap());
    drop(window);
    let mut next = Window::in_folder(folder, None);
    next.send(Message::CloseDialog);
    next.command(AppCommand::Shortcuts);
    assert!(next.shows("Save: Ctrl+J"), "after a restart too");
}

#[test]
fn keys_that_another_command_has_are_taken_only_when_that_is_wanted() {
    let mut window = Window::on("small");
    window.command(AppCommand::Shortcuts);
    window.give_keys("Save as…: Ctrl+Shift+S", Modifiers::COMMAND, Key::E);
    assert!(window.shows("belongs to “Export…”"));
    window.click("Take them from it");
    assert!(window.shows("Save as…: Ctrl+E") && window.shows("Export…: No keys"));
    window.click("Reset the keys of Export…");
    assert!(window.shows("Export…: Ctrl+E") && window.shows("Save as…: No keys"));
    window.click("Reset all");
    assert!(window.shows("Save as…: Ctrl+Shift+S"));
}

#[test]
fn keys_that_walk_are_refused_and_escape_leaves_them_as_they_are() {
    let mut window = Window::on("small");
    window.command(AppCommand::Shortcuts);
    window.give_keys("Save: Ctrl+S", NONE, Key::ArrowDown);
    assert!(window.shows("These keys walk"));
    window.give_keys("Save: Ctrl+S", NONE, Key::Escape);
    assert!(window.shows("Save: Ctrl+S"), "the list is still there");
}

#[test]
fn single_keys_are_switched_off_in_the_list() {
    let mut window = Window::on("small");
    window.command(AppCommand::Shortcuts);
    window.click("Single keys do something while the canvas or the list has the keyboard");
    window.key(NONE, Key::Escape);
    window.key(NONE, Key::P);
    assert!(!window.shows("Add what?"));
}

#[test]
fn both_usual_keys_do_again_what_was_undone_unless_another_command_has_got_them() {
    let (ctrl, shift) = (Modifiers::COMMAND, Modifiers::COMMAND | Modifiers::SHIFT);
    let mut window = Window::on("small");
    let host = *window.document().hosts.keys().next().unwrap();
    window.send(Message::Edit(hosts::remove(window.document(), host).unwrap()));
    let changed = window.document().clone();
    for (modifiers, key) in [(ctrl, Key::Y), (shift, Key::Z)] {
        window.key(ctrl, Key::Z);
        assert!(*window.document() != changed);
        window.key(modifiers, key);
        assert!(*window.document() == changed, "{key:?}");
    }
    window.command(AppCommand::Shortcuts);
    assert!(window.shows("Redo (also Ctrl+Shift+Z)"));
    window.give_keys("Save: Ctrl+S", shift, Key::Z);
    assert!(window.shows("Save: Ctrl+Shift+Z") && !window.shows("Redo (also"));
}
