//! Nothing is lost and nothing lies: what the window says of journal, file and others is true for as long as it says so.

use std::fs;
use std::path::Path;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use tierwright_design::document::{Claim, Holder, claim, to_text};
use tierwright_design::edit::intent::rename::rename;
use tierwright_design::edit::preview;
use tierwright_design::model::Document;
use tierwright_papers::export::{ExportRequest, Format};
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;
use super::files::retitle;
use super::window::Answer;

/// A design of its own in a file.
fn write_design(path: &Path, title: &str) {
    let mut document = Document::default();
    title.clone_into(&mut document.project.title);
    fs::write(path, to_text(&document)).unwrap();
}

/// A window on a file, which it has looked at once.
fn window_on_file() -> (Window, std::path::PathBuf) {
    let mut window = Window::on("empty");
    let path = window.path("mine.ron");
    write_design(&path, "Mine");
    window.send(Message::OpenPath(path.clone()));
    assert_eq!(window.document().project.title, "Mine");
    (window, path)
}

/// A window whose next file dialog answers with a design of another title.
fn window_that_will_open_other() -> Window {
    let window = Window::on("empty");
    let path = window.path("other.ron");
    write_design(&path, "Other");
    window.will_pick(&path);
    window
}

fn is_dirty(window: &Window) -> bool {
    window.harness.state().session().history().is_dirty()
}

#[test]
fn an_edit_made_while_the_open_dialog_is_open_is_asked_about() {
    let mut window = window_that_will_open_other();
    let picker = std::sync::Arc::clone(&window.picker);
    let open = picker.open.lock().unwrap();
    window.command(AppCommand::Open);
    assert!(window.shows("Waiting for the file dialog"), "the window waits");
    window.send(retitle("Meanwhile"));
    drop(open);
    window.wait_until("asking", |window| window.shows("Save your changes?"));
    assert_eq!(window.document().project.title, "Meanwhile");
    window.click("Cancel");
    assert_eq!(window.document().project.title, "Meanwhile");
}

#[test]
fn there_is_one_file_dialog_at_a_time_and_its_late_answer_counts_no_more() {
    let mut window = window_that_will_open_other();
    let picker = std::sync::Arc::clone(&window.picker);
    let open = picker.open.lock().unwrap();
    window.command(AppCommand::Open);
    window.click("Cancel");
    window.command(AppCommand::Open);
    assert!(window.shows("Enter the full path"), "the first dialog is still there");
    window.click("Cancel");
    drop(open);
    for _ in 0..20 {
        window.settle();
    }
    assert_ne!(window.document().project.title, "Other");
}

#[test]
fn what_waits_for_a_save_is_forgotten_when_the_save_is_cancelled() {
    let (mut window, path) = window_on_file();
    let other = window.path("other.ron");
    write_design(&other, "Other");

    // Cancelled where a changed file is in the way.
    window.send(retitle("Changed"));
    write_design(&path, "Theirs");
    window.send(Message::OpenPath(other.clone()));
    window.click("Save");
    window.harness.get_by_role_and_label(Role::Dialog, "The file changed outside Tierwright");
    window.click("Cancel");

    // Cancelled in the dialog of the system.
    *window.picker.answer.lock().unwrap() = Answer::Cancelled;
    window.send(Message::OpenPath(other.clone()));
    window.click("Save");
    window.click("Save under another name…");
    window.wait_until("waiting no more", |window| !window.shows("Waiting for the file dialog"));
    window.settle();

    // Cancelled where a path is asked for.
    *window.picker.answer.lock().unwrap() = Answer::NoDialog;
    window.send(Message::OpenPath(other));
    window.click("Save");
    window.click("Save under another name…");
    window.wait_until("asking", |window| window.shows("Enter the full path"));
    window.click("Cancel");

    let elsewhere = window.path("elsewhere.ron");
    window.will_pick(&elsewhere);
    window.command(AppCommand::SaveAs);
    window.wait_until("saving", |window| !is_dirty(window));
    window.settle();
    assert_eq!(window.document().project.title, "Changed", "nothing else was opened");
}

#[test]
fn what_waits_for_a_save_goes_on_after_it() {
    let mut window = Window::on("empty");
    let (mine, other) = (window.path("mine.ron"), window.path("other.ron"));
    write_design(&other, "Other");
    window.send(retitle("Mine"));
    window.will_pick(&mine);
    window.send(Message::OpenPath(other));
    window.click("Save");
    window.wait_until("opening", |window| window.document().project.title == "Other");
    assert!(fs::read_to_string(mine).unwrap().contains("Mine"));
}

#[test]
fn work_given_up_for_a_file_that_cannot_be_opened_is_still_open_and_kept() {
    let mut window = Window::on("empty");
    window.send(retitle("Mine"));
    let broken = window.path("broken.ron");
    fs::write(&broken, "Tierwright(").unwrap();
    window.send(Message::OpenPath(broken));
    window.click("Discard");
    window.harness.get_by_role_and_label(Role::Dialog, "The design could not be opened");
    window.click("Close");
    assert!(is_dirty(&window) && window.document().project.title == "Mine");
    window.wait_until("keeping", |window| window.shows("Unsaved changes (kept in the journal)"));
    assert_eq!(fs::read_dir(window.path("journals")).unwrap().count(), 1);
}

#[test]
fn the_status_bar_says_for_as_long_as_it_is_true_that_work_is_not_protected() {
    let mut window = Window::on("empty");
    assert!(window.shows("No changes yet"));
    let journals = window.path("journals");
    fs::write(&journals, "in the way").unwrap();
    window.send(retitle("Mine"));
    window.wait_until("failing", |window| window.shows("Unsaved changes, not protected"));
    window.send(retitle("Mine again"));
    window.wait_until("failing again", |window| window.shows("Unsaved changes, not protected"));
    fs::remove_file(&journals).unwrap();
    window.send(retitle("Mine at last"));
    window.wait_until("keeping", |window| window.shows("Unsaved changes (kept in the journal)"));
    assert!(!window.shows("not protected"), "nothing says so any more");
}

#[test]
fn a_change_from_outside_is_told_while_idle_and_read_anew_on_demand() {
    let (mut window, path) = window_on_file();
    assert!(window.shows("All changes saved"));
    write_design(&path, "Theirs");
    window.wait_until("noticing", |window| window.shows("File has changed"));
    assert!(!window.shows("All changes saved") && window.shows("was changed by somebody else"));
    window.click("File has changed");
    window.click("Read it anew");
    assert_eq!(window.document().project.title, "Theirs");
    assert!(!window.shows("File has changed"));
}

#[test]
fn what_somebody_else_has_made_of_the_file_comes_together_with_the_open_design_and_is_not_asked_about_again() {
    let mut window = Window::on("two-computer");
    let path = window.path("shared.ron");
    fs::write(&path, to_text(window.document())).unwrap();
    window.send(Message::OpenPath(path.clone()));
    window.wait_until("opening", |window| window.harness.state().session().file.is_some());
    let first = (*window.document().computers.keys().next().unwrap()).into();
    let renamed = rename(window.document(), first, "THEIRS1").unwrap();
    let theirs = preview(window.document(), &renamed.commands).unwrap();
    fs::write(&path, to_text(&theirs)).unwrap();
    window.send(retitle("Mine"));
    window.command(AppCommand::Save);
    window.wait_until("asking", |window| window.shows("The file changed outside Tierwright"));
    window.click("Compare with yours…");
    window.wait_until("theirs", |window| window.shows("1 change comes into the open design"));
    window.settle();
    window.click("Bring both together");
    let together = (**window.document()).clone();
    assert_eq!((&*together.project.title, &together.computers), ("Mine", &theirs.computers));
    window.wait_until("knowing it", |window| !window.shows("File has changed"));
    window.command(AppCommand::Undo);
    window.wait_until("knowing it no longer", |window| window.shows("File has changed"));
    window.command(AppCommand::Redo);
    window.command(AppCommand::Save);
    window.wait_until("saving", |window| !is_dirty(window));
    assert_eq!(fs::read_to_string(&path).unwrap(), to_text(&together));
}

#[test]
fn a_file_that_is_gone_is_told_and_saved_again() {
    let (mut window, path) = window_on_file();
    window.wait_until("looking", |window| window.path(".mine.ron.lock").exists());
    fs::remove_file(&path).unwrap();
    window.wait_until("noticing", |window| window.shows("File is gone"));
    window.click("File is gone");
    window.click("Save");
    window.harness.get_by_role_and_label(Role::Dialog, "The file changed outside Tierwright");
    window.click("Overwrite");
    assert!(path.exists());
    window.wait_until("settling", |window| window.shows("All changes saved"));
}

#[test]
fn the_second_window_on_a_file_is_told_at_once_who_has_it_open() {
    let mut window = Window::on("empty");
    let path = window.path("shared.ron");
    write_design(&path, "Shared");
    let since = "2026-03-01 10:00 UTC".to_owned();
    let anna = Holder { person: "anna".to_owned(), computer: "PC7".to_owned(), process: 1, since };
    let Claim::Ours(first) = claim(&path, &anna) else { panic!("nobody else is there") };
    window.send(Message::OpenPath(path.clone()));
    assert_eq!(window.document().project.title, "Shared", "a lock hinders nobody from reading");
    window.wait_until("telling", |window| window.shows("Also open: anna on PC7"));
    assert!(window.shows("anna on PC7 has shared.ron open since 2026-03-01\u{a0}10:00\u{a0}UTC"));
    drop(first);
    window.wait_until("telling", |window| !window.shows("Also open") && !window.shows("anna"));
    assert!(window.path(".shared.ron.lock").exists(), "now it is ours");
    window.send(Message::ApplyTemplate("empty".to_owned()));
    assert!(!window.path(".shared.ron.lock").exists(), "and goes with the design");
}

#[test]
fn an_export_lists_what_is_written_and_what_failed_and_offers_another_name() {
    let mut window = Window::on("small-complete");
    let folder = window.path("out");
    fs::create_dir_all(folder.join("contoso-diagram.svg")).unwrap();
    let request = ExportRequest::usual(folder.clone(), "contoso".into(), "2026-03-01".into());
    let formats = [Format::Svg, Format::Checklist].into();
    window.send(Message::Export(ExportRequest { formats, ..request }));
    window.wait_until("telling", |window| window.shows("Not everything was exported"));
    assert!(window.shows("contoso-diagram.svg was not written: that is a folder"));
    assert!(window.shows("Written: contoso-checklist.pdf to"));
    window.settle();
    window.click("Use the name contoso-2");
    let other = folder.join("contoso-2-diagram.svg");
    window.wait_until("exporting", |_| other.exists());
    assert!(!folder.join("contoso-2-checklist.pdf").exists(), "what is written is not written twice");
}

#[test]
fn a_path_entered_in_the_window_replaces_no_file_unasked() {
    let mut window = Window::on("empty");
    let path = window.path("there.ron");
    write_design(&path, "There");
    window.send(retitle("Mine"));
    window.command(AppCommand::SaveAs);
    window.wait_until("asking", |window| window.shows("Enter the full path"));
    let purpose = tierwright_session::jobs::Purpose::Save(None);
    window.send(Message::Picked(purpose, path.with_extension("")));
    window.harness.get_by_role_and_label(Role::Dialog, "There is a file of that name");
    window.click("Replace");
    assert!(fs::read_to_string(&path).unwrap().contains("Mine"));
    assert!(fs::read_to_string(window.path("there.ron.bak")).unwrap().contains("There"));
}

#[test]
fn a_save_that_fails_offers_another_name() {
    let (mut window, path) = window_on_file();
    fs::create_dir(window.path("mine.ron.bak")).unwrap();
    window.send(retitle("Changed"));
    window.command(AppCommand::Save);
    window.harness.get_by_role_and_label(Role::Dialog, "The design was not saved");
    let elsewhere = window.path("elsewhere.ron");
    window.will_pick(&elsewhere);
    window.click("Save under another name…");
    window.wait_until("saving", |window| !is_dirty(window));
    assert!(fs::read_to_string(&path).unwrap().contains("Mine") && elsewhere.exists());
}

#[test]
fn undo_reaches_behind_a_restart() {
    let mut window = Window::on("small");
    let before = window.document().clone();
    window.click("Add BizTalk server");
    assert!(is_dirty(&window));
    let path = window.path("mine.ron");
    window.will_pick(&path);
    window.command(AppCommand::Save);
    window.wait_until("the save", |window| !is_dirty(window));
    let after = window.document().clone();
    let journals = tierwright_design::document::Folders::below(window.folder.path()).journals;
    window.wait_until("the steps", |_| {
        let files = fs::read_dir(&journals).into_iter().flatten().filter_map(Result::ok);
        files.map(|it| it.path()).any(|it| it.extension().is_some_and(|it| it == "steps"))
    });
    let Window { folder, harness, .. } = window;
    drop(harness);
    let mut window = Window::in_folder(folder, Some(path));
    assert_eq!(**window.document(), *after);
    assert!(window.undo_label().is_some(), "the step is still there");
    window.command(AppCommand::Undo);
    assert_eq!(**window.document(), *before);
}

#[test]
fn the_steps_are_gone_through_with_a_slider_and_left_where_they_were() {
    let mut window = Window::on("small");
    let before = window.document().clone();
    window.click("Add BizTalk server");
    window.click("Add BizTalk server");
    let after = window.document().clone();
    window.command(AppCommand::Steps);
    window.click("At the start");
    assert_eq!(**window.document(), *before);
    window.click("Cancel");
    assert_eq!(**window.document(), *after, "nothing was changed after all");
    window.command(AppCommand::Steps);
    window.click("At the start");
    window.click("Stay here");
    assert_eq!(**window.document(), *before);
    window.command(AppCommand::Redo);
    assert_eq!(window.document().computers.len(), before.computers.len() + 1);
}
