//! Large designs: the window stays alive while they are opened and changed, says so, and lets somebody give it up.

use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use tierwright_design::document::{OnConflict, from_text, save, to_text};
use tierwright_design::model::Document;
use tierwright_design::testing::unanswered_design;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

fn file(folder: &tempfile::TempDir, design: &Document) -> PathBuf {
    let path = folder.path().join("many.ron");
    save(&path, &to_text(design), None, OnConflict::Refuse).unwrap();
    path
}

/// Frames until nothing is on its way any more, as the window paints them.
fn wait(window: &mut Window) {
    window.wait_until("working it out", |window| !window.harness.state().is_pending());
    window.harness.run_steps(3);
}

/// A window on a design with so many BizTalk servers.
fn opened(num_computers: usize) -> (Window, PathBuf, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, &unanswered_design(num_computers));
    let mut window = Window::impatient();
    window.harness.state().outbox().send(Message::OpenPath(path.clone()));
    window.harness.run_steps(1);
    wait(&mut window);
    (window, path, folder)
}

/// All that the journals hold; the steps that led to a saved design are kept beside them.
fn journal(window: &Window) -> String {
    let files = std::fs::read_dir(window.path("journals")).into_iter().flatten();
    let journals = files.map(|it| it.unwrap().path()).filter(|it| it.extension().is_none_or(|it| it != "steps"));
    let bytes = journals.filter_map(|it| std::fs::read(it).ok());
    bytes.map(|it| String::from_utf8_lossy(&it).into_owned()).collect()
}

fn computers(window: &Window) -> usize {
    window.harness.state().document().computers.len()
}

/// Begins to duplicate a computer.
fn duplicate_one(window: &mut Window) {
    let outbox = window.harness.state().outbox();
    let one = *window.document().computers.keys().next().unwrap();
    outbox.send(Message::Select(vec![one.into()]));
    outbox.command(AppCommand::Duplicate);
    window.harness.run_steps(1);
}

#[test]
fn a_large_design_is_opened_changed_and_taken_back_while_the_window_lives() {
    let (mut window, _path, _folder) = opened(400);
    let outbox = window.harness.state().outbox().clone();
    assert_eq!(computers(&window), 401);
    duplicate_one(&mut window);
    wait(&mut window);
    assert_eq!(computers(&window), 402);
    assert!(window.harness.state().session().history().is_dirty());
    outbox.command(AppCommand::Undo);
    window.harness.run_steps(1);
    wait(&mut window);
    assert_eq!(computers(&window), 401);
    assert!(!window.harness.state().session().history().is_dirty(), "undo leads back to the file");
}

#[test]
fn what_is_on_its_way_is_named_and_can_be_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, &unanswered_design(400));
    let mut window = Window::impatient();
    let before = computers(&window);
    let outbox = window.harness.state().outbox().clone();
    let hold = Arc::clone(&window.hold);
    let _held = hold.lock().unwrap();
    for with_key in [false, true] {
        outbox.send(Message::OpenPath(path.clone()));
        window.harness.run_steps(2);
        window.harness.get_by_role_and_label(Role::Dialog, "Open many.ron");
        outbox.command(AppCommand::Undo);
        window.harness.run_steps(1);
        if with_key {
            window.harness.key_press(egui::Key::Escape);
        } else {
            window.harness.get_by_label("Cancel").click();
        }
        window.harness.run_steps(3);
        assert!(!window.harness.state().is_pending());
        assert!(window.harness.query_all_by_label_contains("Open many.ron: cancelled").next().is_some());
        assert_eq!(computers(&window), before);
    }
}

#[test]
fn a_step_on_its_way_holds_back_what_would_save_or_leave_without_it_and_is_in_the_journal() {
    let (mut window, path, _folder) = opened(400);
    let outbox = window.harness.state().outbox().clone();
    let hold = Arc::clone(&window.hold);
    let held = hold.lock().unwrap();
    duplicate_one(&mut window);
    let before = std::fs::read(&path).unwrap();
    outbox.command(AppCommand::Save);
    window.harness.run_steps(1);
    window.harness.get_by_label_contains("wait for it or cancel it");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    window.wait_until("keeping the step", |window| journal(window).contains("Duplicate"));
    window.harness.get_by_label("Cancel").click();
    window.harness.run_steps(3);
    assert_eq!(computers(&window), 401);
    window.wait_until("keeping what was before", |window| journal(window).contains("cancelled"));
    drop(held);
    outbox.command(AppCommand::Duplicate);
    window.harness.run_steps(1);
    wait(&mut window);
    assert_eq!(computers(&window), 402, "what was given up can be done again");
}

#[test]
fn fixes_of_a_large_design_are_looked_for_beside_the_frames() {
    let (mut window, _path, _folder) = opened(400);
    window.harness.state().outbox().command(AppCommand::MakeCompliant);
    window.harness.run_steps(1);
    window.harness.get_by_label_contains("Looking for fixes");
    window.wait_until("planning", |it| it.harness.query_by_label_contains("Looking for fixes").is_none());
    window.harness.get_by_label_contains("Apply ").click();
    window.harness.run_steps(1);
    wait(&mut window);
    assert!(window.harness.state().session().history().is_dirty());
}

#[test]
fn a_save_of_a_large_design_is_written_beside_the_frames() {
    let (mut window, path, _folder) = opened(400);
    let outbox = window.harness.state().outbox().clone();
    duplicate_one(&mut window);
    wait(&mut window);
    outbox.command(AppCommand::Save);
    window.harness.run_steps(1);
    wait(&mut window);
    assert!(!window.harness.state().session().history().is_dirty());
    assert_eq!(from_text(&std::fs::read_to_string(&path).unwrap()).unwrap(), **window.document());
}

#[test]
fn a_save_that_is_no_longer_waited_for_leaves_the_design_unsaved_until_it_is_saved_again() {
    let (mut window, path, _folder) = opened(400);
    let outbox = window.harness.state().outbox().clone();
    duplicate_one(&mut window);
    wait(&mut window);
    window.wait_until("keeping the step", |window| journal(window).contains("Duplicate"));
    let before = std::fs::read(&path).unwrap();
    let hold = Arc::clone(&window.hold);
    let held = hold.lock().unwrap();
    outbox.command(AppCommand::Save);
    window.harness.run_steps(2);
    window.harness.get_by_label("Cancel").click();
    window.harness.run_steps(3);
    assert!(!window.harness.state().is_pending());
    window.harness.get_by_label_contains("no longer waited for");
    assert!(window.harness.state().session().history().is_dirty(), "what becomes of the file is not known");
    assert!(journal(&window).contains("Duplicate"), "the journal keeps what is not known to be saved");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    drop(held);
    outbox.command(AppCommand::Save);
    window.harness.run_steps(1);
    wait(&mut window);
    assert!(!window.harness.state().session().history().is_dirty());
    assert_eq!(from_text(&std::fs::read_to_string(&path).unwrap()).unwrap(), **window.document());
    window.wait_until("leaving nothing in the journal", |window| journal(window).is_empty());
}
