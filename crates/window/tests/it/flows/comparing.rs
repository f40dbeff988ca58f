//! The open design beside another one: a file, the saved state, a step, the running environment.

use std::fs;

use egui_kittest::kittest::Queryable as _;
use tierwright_design::document::{from_text, template, to_text};
use tierwright_design::edit::intent::rename::rename;
use tierwright_papers::export::{ExportRequest, Format};
use tierwright_session::command::AppCommand;
use tierwright_session::comparing::With;
use tierwright_session::queue::Message;

use super::Window;
use super::window::Answer;

const ANOTHER: &str = "Another design, or an export that carries one…";

/// Renames an element of the open design.
fn rename_to(window: &mut Window, name: &str, new: &str) {
    let edit = rename(window.document(), window.element(name), new).unwrap();
    window.send(Message::Edit(edit));
}

#[test]
fn another_design_is_shown_beside_the_open_one_and_each_line_leads_to_both() {
    let mut window = Window::on("medium-receive-complete");
    let path = window.path("present.ron");
    fs::write(&path, to_text(&template("two-computer").unwrap().document)).unwrap();
    let before = window.document().clone();
    window.will_pick(&path);
    window.command(AppCommand::Compare);
    window.click(ANOTHER);
    window.wait_until("comparing", |window| window.shows("From present.ron to the open design"));
    window.settle();
    assert!(window.shows("Before: present.ron,") && window.shows("After: the open design,"));
    assert!(window.shows("What it buys") && window.shows("Single points of failure: "), "what the change buys is told");
    window.harness.query_all_by_label_contains("added: ").next().unwrap().scroll_to_me();
    window.settle();
    window.harness.query_all_by_label_contains("added: ").next().unwrap().click();
    window.settle();
    window.click("Overlay");
    assert!(!window.shows("Before: present.ron,"), "an overlay is one drawing");
    window.click("Side by side");
    window.click("Swap");
    assert!(window.shows("From the open design to present.ron"));
    assert_eq!(**window.document(), *before, "comparing changes nothing");
    window.click("Close");
    assert!(!window.shows("What it buys"));
}

#[test]
fn a_comparison_with_the_saved_design_follows_each_step() {
    let mut window = Window::on("two-computer");
    window.command(AppCommand::Compare);
    window.harness.get_by_label("The design as it was last saved");
    window.click("Cancel");
    let path = window.path("design.ron");
    window.will_pick(&path);
    window.command(AppCommand::Save);
    window.wait_until("saving", |window| window.harness.state().session().file.is_some());
    let name = window.document().computers.values().next().unwrap().name.clone();
    rename_to(&mut window, &name, "FIRST");
    window.command(AppCommand::Compare);
    window.click("The design as it was last saved");
    window.wait_until("comparing", |window| window.shows("From the saved design to the open design"));
    assert!(window.shows("changed: FIRST"));
    rename_to(&mut window, "FIRST", "SECOND");
    window.settle();
    assert!(window.shows("changed: SECOND") && !window.shows("changed: FIRST"), "it never shows an earlier state");
    window.command(AppCommand::Undo);
    window.command(AppCommand::Undo);
    window.settle();
    assert!(window.shows("Nothing but, maybe, the drawing differs"));
}

#[test]
fn any_step_can_be_compared_with() {
    let mut window = Window::on("two-computer");
    let name = window.document().computers.values().next().unwrap().name.clone();
    rename_to(&mut window, &name, "FIRST");
    rename_to(&mut window, "FIRST", "SECOND");
    window.command(AppCommand::Compare);
    window.click("At the start");
    window.wait_until("comparing", |window| window.shows("changed: SECOND"));
    assert!(window.shows("From the design after “At the start” to the open design"));
}

#[test]
fn a_target_is_compared_with_the_running_environment_from_its_exports() {
    let mut window = Window::on("medium-receive-complete");
    let exports = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/exports");
    let paths = ["collected.json", "hosts.tsv"].map(|it| exports.join(it)).to_vec();
    *window.picker.answer.lock().unwrap() = Answer::Paths(paths);
    window.command(AppCommand::Compare);
    window.click("The running environment, from its exports…");
    window.wait_until("comparing", |window| window.shows("From the running environment to the open design"));
    assert!(window.shows("removed: APP01"));
}

#[test]
fn every_kind_of_file_that_carries_a_design_is_compared_with_chosen_or_dropped() {
    let mut window = Window::on("small");
    let folder = window.folder.path().to_path_buf();
    let request = ExportRequest::usual(folder.clone(), "present".into(), "2026-03-01".into());
    let formats = [Format::Png, Format::Svg, Format::Pdf, Format::Drawio];
    let names = formats.map(|it| it.file_name("present"));
    window.send(Message::Export(ExportRequest { formats: formats.into(), dpi: 50, ..request }));
    window.wait_until("exporting", |_| names.iter().all(|it| folder.join(it).exists()));
    window.send(Message::ApplyTemplate("two-computer".to_owned()));
    for (number, name) in names.iter().enumerate() {
        window.command(AppCommand::Compare);
        if number % 2 == 0 {
            window.will_pick(&folder.join(name));
            window.click(ANOTHER);
        } else {
            window.drop_files(&[folder.join(name)]);
        }
        window.wait_until("comparing", |window| window.shows(&format!("From {name} to the open design")));
        assert!(window.shows("What it buys"));
    }
    window.command(AppCommand::Compare);
    let exports = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/exports");
    window.drop_files(&[exports.join("hosts.tsv")]);
    window.wait_until("comparing", |window| window.shows("From the running environment to the open design"));
}

#[test]
fn what_somebody_else_made_of_the_same_design_comes_in_and_what_both_changed_is_decided() {
    let mut window = Window::on("two-computer");
    let base = window.document().clone();
    let names: Vec<String> = base.computers.values().map(|it| it.name.clone()).collect();
    let (present, theirs) = (window.path("present.ron"), window.path("theirs.ron"));
    fs::write(&present, to_text(&base)).unwrap();
    rename_to(&mut window, &names[0], "THEIRS1");
    rename_to(&mut window, &names[1], "THEIRS2");
    fs::write(&theirs, to_text(window.document())).unwrap();
    window.command(AppCommand::Undo);
    window.command(AppCommand::Undo);
    rename_to(&mut window, &names[0], "MINE1");
    window.send(Message::Compare(With::File(present)));
    window.wait_until("comparing", |window| window.shows("From present.ron to the open design"));
    window.click("Theirs");
    window.will_pick(&theirs);
    window.click("Choose their design…");
    window.wait_until("theirs", |window| window.shows("Theirs: theirs.ron,"));
    window.settle();
    assert!(window.shows("Both have changed 1 thing") && window.shows("MINE1: name"), "the conflict is named");
    let clash = |window: &Window| {
        window.harness.get_by_label("MINE1: name: as mine");
        window.harness.get_by_label("MINE1: name: as theirs").rect()
    };
    assert!(clash(&window).is_positive() && window.shows("1 change comes into the open design"));
    window.click("Bring both together");
    let after = |window: &Window| window.document().computers.values().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(after(&window)[..2], ["MINE1".to_owned(), "THEIRS2".to_owned()], "undecided, it stays as it is here");
    assert_eq!(window.undo_label().as_deref(), Some("Bring in the changes of theirs.ron"));
    window.command(AppCommand::Undo);
    window.settle();
    window.click("MINE1: name: as theirs");
    window.wait_until("deciding", |window| window.shows("2 changes come into the open design"));
    window.settle();
    window.click("Bring both together");
    window.wait_until("following", |window| window.shows("Nothing more comes"));
    assert_eq!(after(&window)[..2], ["THEIRS1".to_owned(), "THEIRS2".to_owned()]);
    window.settle();
    window.click("Leave theirs out");
    assert!(!window.shows("Theirs: theirs.ron,"));
}

#[test]
fn what_is_no_design_says_so() {
    let mut window = Window::on("two-computer");
    let path = window.path("broken.ron");
    fs::write(&path, "nothing").unwrap();
    window.will_pick(&path);
    window.command(AppCommand::Compare);
    window.click(ANOTHER);
    window.wait_until("comparing", |window| window.shows("The designs could not be compared"));
}

#[test]
fn the_steps_to_the_open_design_are_told_and_another_order_is_judged_at_once() {
    let mut window = Window::on("medium-receive-complete");
    let path = window.path("present.ron");
    fs::write(&path, to_text(&template("two-computer").unwrap().document)).unwrap();
    window.will_pick(&path);
    window.command(AppCommand::Compare);
    window.click(ANOTHER);
    window.wait_until("comparing", |window| window.shows("From present.ron to the open design"));
    window.click("Steps");
    window.wait_until("the steps", |window| window.shows("1. Create the service accounts"));
    assert!(window.shows("UpdateDatabase.vbs") && window.shows("1 stops a service"));
    let move_step = |window: &mut Window, name: &str| {
        window.harness.get_by_label(name).scroll_to_me();
        window.settle();
        window.click(name);
    };
    let (page, steps) = (window.path("changes"), window.path("steps"));
    window.will_pick(&page);
    window.click("Save as a page…");
    window.wait_until("the page", |_| page.with_extension("html").exists());
    window.will_pick(&steps);
    window.click("Save the design after each step…");
    window.wait_until("the steps", |window| window.shows("designs were saved to"));
    assert!(from_text(&fs::read_to_string(steps.join("step-1.ron")).unwrap()).is_ok());
    window.click("Save the design after each step…");
    window.wait_until("what is there", |window| window.shows("Not every step was saved"));
    window.send(Message::CloseDialog);
    move_step(&mut window, "Move “Set up backup, disaster recovery and operations” one step earlier");
    window.wait_until("another order", |window| window.shows("Documented order"));
    move_step(&mut window, "Documented order");
    window.wait_until("the documented order", |window| window.shows("In the documented order."));
    move_step(&mut window, "Move “Build the failover clusters” one step earlier");
    window.wait_until("the reason", |window| window.shows("Put it after the step that it builds on"));
    move_step(&mut window, "Documented order");
    window.wait_until("the documented order", |window| window.shows("In the documented order."));
    window.click("Changes");
    assert!(window.shows("What it buys"));
}
