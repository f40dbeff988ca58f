//! Files: save, reopen, export, unsaved changes, recovery, files that cannot be opened.

use std::fs;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use tierwright_design::document::{from_text, recovery, template, to_text};
use tierwright_design::edit::{Edit, EditCommand};
use tierwright_design::model::ProjectInfo;
use tierwright_papers::export::{ExportRequest, Format};
use tierwright_session::command::AppCommand;
use tierwright_session::comparing::With;
use tierwright_session::jobs::{Elsewhere, Purpose};
use tierwright_session::queue::Message;

use super::Window;

pub(super) fn retitle(title: &str) -> Message {
    let project = ProjectInfo { title: title.to_owned(), ..ProjectInfo::default() };
    Message::Edit(Edit::one("Rename the design", EditCommand::SetProject(project)))
}

#[test]
fn a_saved_design_opens_again_as_it_was_and_exports_four_files() {
    let mut window = Window::on_template("Small deployment, completed");
    window.send(retitle("Contoso"));
    let path = window.path("contoso.ron");
    window.will_pick(&path);
    window.command(AppCommand::Save);
    window.wait_until("saving", |window| !window.harness.state().session().history().is_dirty());
    assert_eq!(from_text(&fs::read_to_string(&path).unwrap()).unwrap(), **window.document());

    let saved = window.document().clone();
    window.send(Message::OpenPath(path));
    assert_eq!(*window.document(), saved);

    let folder = window.folder.path().to_path_buf();
    window.send(Message::Export(ExportRequest::usual(folder.clone(), "contoso".into(), "2026-03-01".into())));
    let last = folder.join("contoso-checklist.pdf");
    window.wait_until("exporting", |_| last.exists());
    for name in ["contoso-diagram.png", "contoso-diagram.svg", "contoso-diagram.pdf", "contoso-checklist.pdf"] {
        assert!(fs::metadata(folder.join(name)).unwrap().len() > 1000, "{name}");
    }
    let svg = fs::read_to_string(folder.join("contoso-diagram.svg")).unwrap();
    assert!(svg.contains("<desc>") && svg.contains("rules looked at this design"), "no words for who cannot see it");
}

#[test]
fn characters_that_no_font_has_are_named_and_shown_as_gaps_only_on_request() {
    let mut window = Window::on_template("Small deployment, completed");
    // For private use, in a part of Unicode where no font has anything.
    window.send(retitle("Contoso \u{10fffd}"));
    let folder = window.folder.path().to_path_buf();
    let request = ExportRequest::usual(folder.clone(), "gaps".into(), "2026-03-01".into());
    window.send(Message::Export(ExportRequest { formats: [Format::Svg].into(), ..request }));
    window.wait_until("asking", |window| window.shows("Export with \u{fffd} in their place"));
    assert!(!folder.join("gaps-diagram.svg").exists());
    window.click("Export with \u{fffd} in their place");
    window.wait_until("exporting", |_| folder.join("gaps-diagram.svg").exists());
}

#[test]
fn a_design_opens_from_a_picture_that_carries_it_and_leaves_the_picture_alone() {
    let mut window = Window::on_template("Small deployment, completed");
    window.send(retitle("Contoso"));
    let document = window.document().clone();
    let folder = window.folder.path().to_path_buf();
    let request = ExportRequest::usual(folder.clone(), "contoso".into(), "2026-03-01".into());
    window.send(Message::Export(ExportRequest { formats: [Format::Svg].into(), ..request }));
    let picture = folder.join("contoso-diagram.svg");
    window.wait_until("exporting", |_| picture.exists());
    let before = fs::read(&picture).unwrap();
    window.send(retitle("Another"));
    window.send(Message::OpenPath(picture.clone()));
    window.click("Discard");
    window.wait_until("opening", |window| window.document().project.title == "Contoso");
    assert_eq!(*window.document(), document);
    assert!(window.harness.state().session().file.is_none(), "the picture is not the file of the design");
    window.will_pick(&folder.join("back.ron"));
    window.command(AppCommand::Save);
    window.wait_until("saving", |_| folder.join("back.ron").exists());
    assert_eq!(fs::read(&picture).unwrap(), before);
}

#[test]
fn an_export_is_proposed_beside_the_file_of_the_design() {
    let mut window = Window::on_template("Small deployment");
    let path = window.path("contoso.ron");
    window.will_pick(&path);
    window.command(AppCommand::Save);
    window.wait_until("saving", |window| !window.harness.state().session().history().is_dirty());
    window.command(AppCommand::Export);
    let role = egui::accesskit::Role::Button;
    window.harness.query_all_by_role_and_label(role, "Export").last().unwrap().click();
    // While files are written the window may show how far it is.
    window.harness.run_steps(2);
    let folder = window.folder.path().to_path_buf();
    window.wait_until("exporting", |window| window.shows("Open folder"));
    assert!(folder.join("contoso-checklist.pdf").exists());
    window.click("Open folder");
    let shown = [Elsewhere::Folder(folder)];
    window.wait_until("showing the folder", |window| *window.picker.shown.lock().unwrap() == shown);
    window.click("Open folder");
    window.wait_until("refusing", |window| window.shows("could not be shown: no program for it is set up"));
}

#[test]
fn a_link_opens_the_document_in_the_browser_or_says_why_it_does_not() {
    let mut window = Window::on("large");
    window.key(egui::Modifiers::COMMAND, egui::Key::F);
    window.type_text("!trk-001");
    window.key(egui::Modifiers::NONE, egui::Key::Enter);
    let link = |window: &Window| window.harness.get_all_by_role(Role::Link).next().unwrap().click();
    link(&window);
    window.wait_until("showing the page", |window| {
        matches!(window.picker.shown.lock().unwrap().as_slice(), [Elsewhere::Page(page)] if page.starts_with("https://"))
    });
    link(&window);
    window.wait_until("refusing", |window| window.shows("The page could not be shown: no program for it is set up"));
}

#[test]
fn fault_trees_say_how_figures_spread_once_that_is_ticked() {
    let mut window = Window::on("small");
    let folder = window.path("out");
    fs::create_dir(&folder).unwrap();
    window.command(AppCommand::Export);
    for format in Format::all() {
        if Format::usual().any(|it| it == format) != (format == Format::Mef) {
            window.harness.get_by_role_and_label(Role::CheckBox, format.label()).click();
        }
        window.settle();
    }
    window.harness.get_by_label_contains("Ranges of their figures").scroll_to_me();
    window.settle();
    window.click("Ranges of their figures, for programs that draw them");
    window.will_pick(&folder);
    window.send(Message::Pick(Purpose::ExportFolder));
    window.wait_until("the folder", |window| !window.shows("Choose a folder."));
    window.harness.query_all_by_role_and_label(Role::Button, "Export").last().unwrap().click();
    window.harness.run_steps(2);
    window.wait_until("exporting", |window| window.shows("Open folder"));
    let files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|it| fs::read_to_string(it.unwrap().path()).unwrap()).collect();
    assert!(
        !files.is_empty() && files.iter().all(|it| it.contains("<define-parameter name=")),
        "figures have parameters"
    );
}

#[test]
fn every_kind_of_file_can_be_ticked_and_the_present_environment_and_a_word_template_chosen() {
    let mut window = Window::on("medium-receive-complete");
    let folder = window.path("out");
    fs::create_dir(&folder).unwrap();
    let present = window.path("present.ron");
    fs::write(&present, to_text(&template("two-computer").unwrap().document)).unwrap();
    let ours = window.path("ours.docx");
    fs::write(&ours, "no document").unwrap();
    window.command(AppCommand::Export);
    for format in Format::all() {
        let tick = window.harness.get_by_role_and_label(Role::CheckBox, format.label());
        // What is exported unless somebody chooses is left out here, but for the build book.
        let is_ticked = Format::usual().any(|it| it == format);
        if is_ticked != matches!(format, Format::BuildBook | Format::Builders) {
            tick.click();
        }
        window.settle();
    }
    let choose = |window: &mut Window, path: &std::path::Path, button: &str| {
        window.will_pick(path);
        window.harness.get_by_label(button).scroll_to_me();
        window.settle();
        window.click(button);
    };
    choose(&mut window, &ours, "Choose the Word template…");
    window.wait_until("reading", |window| window.shows("The Word template is not used"));
    assert!(window.shows("ours.docx: "), "it is named");
    window.send(Message::CloseDialog);
    choose(&mut window, &present, "Choose the present environment…");
    window.wait_until("reading", |window| window.shows("present.ron"));
    window.click("Without the present environment");
    choose(&mut window, &present, "Choose the present environment…");
    window.wait_until("reading", |window| window.shows("present.ron"));
    window.will_pick(&folder);
    window.send(Message::Pick(Purpose::ExportFolder));
    window.wait_until("the folder", |window| !window.shows("Choose a folder."));
    window.harness.query_all_by_role_and_label(Role::Button, "Export").last().unwrap().click();
    window.harness.run_steps(2);
    let name = |end: &str| {
        let mut paths = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path());
        paths.find(|it| it.to_string_lossy().ends_with(end))
    };
    window.wait_until("exporting", |_| ["-build-book.pdf", "-builders.zip"].iter().all(|it| name(it).is_some()));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing else was ticked");
    let archive = fs::read(name("-builders.zip").unwrap()).unwrap();
    assert!(String::from_utf8_lossy(&archive).contains("SettingsMap.xml"), "the way from the present environment");
    assert!(fs::metadata(name("-build-book.pdf").unwrap()).unwrap().len() > 1000);
}

#[test]
fn what_was_handed_over_is_verified_and_what_was_changed_is_named() {
    let mut window = Window::on("small");
    let folder = window.folder.path().to_path_buf();
    let request = ExportRequest::usual(folder.clone(), "x".into(), "2026-03-01".into());
    let formats = [Format::Svg, Format::Design, Format::Manifest].into();
    window.send(Message::Export(ExportRequest { formats, ..request }));
    window.wait_until("exporting", |_| folder.join("manifest.json").exists());
    window.will_pick(&folder.join("manifest.json"));
    window.command(AppCommand::Verify);
    window.wait_until("verifying", |window| window.shows("What was handed over"));
    assert!(window.shows("Nothing was changed, is missing or was added.") && window.shows("as written; design "));
    window.send(Message::CloseDialog);
    let svg = folder.join("x-diagram.svg");
    fs::write(&svg, fs::read_to_string(&svg).unwrap().replacen("<desc>", "<desc>Not ", 1)).unwrap();
    window.command(AppCommand::Verify);
    window.wait_until("verifying", |window| window.shows("1 of 2 files were changed, are missing or were added."));
    assert!(window.shows("changed; design "));
}

#[test]
fn what_the_design_is_compared_with_is_offered_as_the_present_environment() {
    let mut window = Window::on("medium-receive-complete");
    let present = window.path("present.ron");
    fs::write(&present, to_text(&template("two-computer").unwrap().document)).unwrap();
    window.send(Message::Compare(With::File(present)));
    window.wait_until("comparing", |window| window.shows("From present.ron to the open design"));
    window.command(AppCommand::Export);
    window.harness.get_by_label("As compared: present.ron").scroll_to_me();
    window.settle();
    window.click("As compared: present.ron");
    assert!(!window.shows("As compared") && window.shows("Without the present environment"));
    window.click("Cancel");
    window.send(Message::ApplyTemplate("small".to_owned()));
    window.command(AppCommand::Export);
    assert!(!window.shows("Without the present environment"), "another design has another present");
}

#[test]
fn without_a_file_dialog_the_path_is_asked_for_in_the_window() {
    let mut window = Window::on_template("Small deployment");
    window.command(AppCommand::SaveAs);
    window.wait_until("asking", |window| window.harness.query_by_label("Path").is_some());
}

#[test]
fn replacing_unsaved_changes_asks_and_cancel_keeps_them() {
    let mut window = Window::on_template("Small deployment");
    window.send(retitle("Changed"));
    window.send(Message::ApplyTemplate("large".to_owned()));
    window.harness.get_by_role_and_label(Role::Dialog, "Save your changes?");
    window.click("Cancel");
    assert_eq!(window.document().project.title, "Changed");
    window.command(AppCommand::New);
    window.harness.get_by_role_and_label(Role::Dialog, "Start a design");
    assert!(!window.shows("Save your changes?"), "looking at templates replaces nothing");
    window.send(Message::CloseDialog);
    window.send(Message::ApplyTemplate("large".to_owned()));
    window.click("Discard");
    assert_eq!(window.document().project.title, "Large deployment");
}

#[test]
fn a_broken_file_is_refused_and_the_open_design_stays() {
    let mut window = Window::on_template("Small deployment");
    let before = window.document().clone();
    let path = window.path("broken.ron");
    let text = to_text(&before);
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    window.send(Message::OpenPath(path));
    window.harness.get_by_role_and_label(Role::Dialog, "The design could not be opened");
    assert_eq!(*window.document(), before);
}

#[test]
fn work_that_a_killed_window_left_behind_is_offered_and_restored() {
    let mut window = Window::on_template("Small deployment");
    window.send(retitle("Rescued"));
    let journals = window.path("journals");
    window.wait_until("keeping", |_| fs::read_dir(&journals).is_ok_and(|mut entries| entries.next().is_some()));
    let Window { harness, folder, .. } = window;
    // Dropping the window without leaving it closes the journal's lock as a killed process would.
    drop(harness);
    // Its thread may still be writing; the work can be offered once it has ended.
    for _ in 0..10_000 {
        if !recovery::find(&journals).unwrap().is_empty() {
            break;
        }
        std::thread::park_timeout(std::time::Duration::from_millis(5));
    }
    let mut second = Window::in_folder(folder, None);
    second.wait_until("offering", |window| window.harness.query_by_label("Restore").is_some());
    second.click("Restore");
    assert_eq!(second.document().project.title, "Rescued");
    assert!(second.harness.state().session().history().is_dirty());
}

#[test]
fn a_file_that_changed_outside_is_not_overwritten_unasked() {
    let mut window = Window::on_template("Small deployment");
    let path = window.path("shared.ron");
    window.will_pick(&path);
    window.command(AppCommand::SaveAs);
    window.wait_until("saving", |_| path.exists());
    window.wait_until("settling", |window| !window.harness.state().session().history().is_dirty());
    fs::write(&path, "somebody else's work").unwrap();
    window.send(retitle("Mine"));
    window.command(AppCommand::Save);
    window.harness.get_by_role_and_label(Role::Dialog, "The file changed outside Tierwright");
    assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's work");
}

#[test]
fn a_design_kept_as_a_template_is_offered_in_the_gallery_with_its_figures_as_examples() {
    let mut window = Window::on("small");
    window.command(AppCommand::SaveAsTemplate);
    window.click("Save");
    window.command(AppCommand::SaveAsTemplate);
    window.click("Save");
    assert!(window.shows("There is a template of this name."));
    window.click("Replace");
    let title = window.document().project.title.clone();
    window.command(AppCommand::New);
    window.click("Your templates, 1 template");
    window.click(&format!("Start from {title}"));
    assert_eq!(window.document().project.title, title);
    assert!(window.document().computers.len() > 2);
    let stated = |it: &tierwright_design::model::Document| {
        it.computers.values().all(|it| {
            it.hardware.cores.as_ref().is_none_or(|it| it.provenance == tierwright_design::sources::Provenance::Example)
        })
    };
    assert!(stated(window.document()));
}
