//! Files that come in: exports of a running BizTalk group, dropped or chosen, and workbooks that people have filled in.

use std::fs;
use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use tierwright_design::model::Document;
use tierwright_papers::export::{ExportRequest, Format};
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;
use super::window::Answer;

const EXPORTS: [(&str, &[u8]); 3] = [
    ("hosts.tsv", include_bytes!("../../../../exchange/tests/exports/hosts.tsv")),
    ("settings.xml", include_bytes!("../../../../exchange/tests/exports/settings.xml")),
    ("collected.json", include_bytes!("../../../../exchange/tests/exports/collected.json")),
];

/// Writes exports into the folder of a window.
fn exports(window: &Window, names: &[&str]) -> Vec<PathBuf> {
    let write = |name: &&str| {
        let (name, bytes) = EXPORTS.iter().find(|(it, _)| it == name).expect("an export");
        let path = window.path(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    names.iter().map(write).collect()
}

fn names(document: &Document) -> Vec<&str> {
    document.computers.values().map(|it| it.name.as_str()).collect()
}

#[test]
fn dropped_exports_become_a_design_of_their_own_that_one_undo_takes_back() {
    let mut window = Window::new();
    let paths = exports(&window, &["hosts.tsv", "settings.xml", "collected.json"]);
    window.drop_files(&paths);
    window.harness.get_by_role_and_label(Role::Dialog, "What the files say");
    assert!(window.shows("output of the collector, exported on APP01"));
    assert!(window.shows("Left in the file"), "what was dropped is said");
    window.click("Import 3 files");
    assert!(!window.shows("What the files say") && !window.shows("Start a design"));
    assert!(names(window.document()).contains(&"APP01"), "{:?}", names(window.document()));
    assert_eq!(window.undo_label().as_deref(), Some("Import 3 files"));
    assert!(!window.document().imported.is_empty());
    assert!(window.shows("Imported. What no export says"));
    window.command(AppCommand::Undo);
    assert!(window.document().computers.is_empty());
    assert!(!window.shows("Imported. What no export says"), "what is no longer true is not said");
    assert!(window.shows("Undone: Import 3 files"));
    window.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(!window.document().computers.is_empty() && window.shows("Redone: Import 3 files"));
}

#[test]
fn a_dropped_folder_stands_for_the_exports_in_it() {
    let mut window = Window::new();
    let folder = window.path("from the customer");
    fs::create_dir(&folder).unwrap();
    for path in exports(&window, &["hosts.tsv", "settings.xml"]) {
        fs::rename(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    window.drop_files(&[folder]);
    window.wait_until("reading", |window| window.shows("What the files say"));
    window.click("Import 2 files");
    assert!(!window.document().hosts.is_empty());
}

#[test]
fn into_the_open_design_a_difference_comes_first_and_each_line_can_be_kept() {
    let mut window = Window::on("two-computer");
    let before = window.document().clone();
    let paths = exports(&window, &["hosts.tsv", "settings.xml", "collected.json"]);
    *window.picker.answer.lock().unwrap() = Answer::Paths(paths.clone());
    window.command(AppCommand::Import);
    window.click("Choose files…");
    window.wait_until("reading", |window| window.shows("What the files say"));
    window.settle();
    assert_eq!(**window.document(), *before, "looking changes nothing");
    let release = "Change: the environment: release: BizTalk Server 2020, becomes BizTalk Server 2016";
    window.harness.get_by_label(release).scroll_to_me();
    window.settle();
    window.click(release);
    window.click("Import 3 files");
    assert_eq!(window.document().environment.biztalk_release, before.environment.biztalk_release, "kept");
    assert!(names(window.document()).contains(&"APP01"));
    assert_eq!(window.undo_label().as_deref(), Some("Import 3 files"));
    window.drop_files(&paths);
    assert!(window.shows("Keep mine: the environment: release"));
    assert!(window.shows("The design says all of this already."), "the same again changes nothing");
    window.send(Message::CloseDialog);
    window.command(AppCommand::Undo);
    assert_eq!(**window.document(), *before);
}

#[test]
fn broken_files_say_where_and_the_others_are_read() {
    let mut window = Window::new();
    let mut paths = exports(&window, &["hosts.tsv"]);
    for (name, text) in [("cut.xml", "<Settings>\n<HostSettings><Host"), ("other.xml", "<Project/>")] {
        fs::write(window.path(name), text).unwrap();
        paths.push(window.path(name));
    }
    window.drop_files(&paths);
    assert!(window.shows("cut.xml: not read") || window.shows("cut.xml: BizTalk settings"));
    assert!(window.shows("line 2, column"), "line and column");
    assert!(window.shows("the root element is Project"));
    window.click("Import 3 files");
    assert!(!window.document().hosts.is_empty());
}

#[test]
fn a_filled_in_checklist_comes_back_as_one_step() {
    let mut window = Window::on("small");
    let path = window.path("filled.csv");
    fs::write(&path, "Row id,Owner,Status\nHA-2,Ada,In progress\nXX-1,Jan,Fulfilled\n").unwrap();
    window.drop_files(&[path]);
    assert!(window.shows("the design has no row “XX-1”"), "what cannot be taken over is named");
    window.harness.get_by_label("Change: HA-2, Owner: “” becomes “Ada”");
    window.click("Change: HA-2, Status: “Not verified” becomes “In progress”");
    window.click("Import 1 file");
    let entry = &window.document().checklist["HA-2"];
    assert_eq!((entry.owner.as_str(), entry.status.label()), ("Ada", "Not verified"));
}

#[test]
fn a_workbook_of_this_design_comes_back_through_open() {
    let mut window = Window::on("small");
    let folder = window.folder.path().to_path_buf();
    let request = ExportRequest::usual(folder.clone(), "book".into(), "2026-03-01".into());
    let request = ExportRequest { formats: [tierwright_papers::export::Format::Workbook].into(), ..request };
    window.send(Message::Export(request));
    let name = tierwright_papers::export::Format::Workbook.file_name("book");
    let book = folder.join(&name);
    window.wait_until("exporting", |_| book.exists());
    window.will_pick(&book);
    window.command(AppCommand::Open);
    window.wait_until("reading", |window| window.shows(&format!("{name}: filled in")));
    assert!(window.shows("The design says all of this already."));
}

/// The drawing of the open design, in which somebody has given a computer another name.
fn returned_drawing(window: &mut Window, name: &str, new: &str) -> PathBuf {
    let folder = window.folder.path().to_path_buf();
    let request = ExportRequest::usual(folder.clone(), "design".into(), "2026-03-01".into());
    window.send(Message::Export(ExportRequest { formats: [Format::Drawio].into(), ..request }));
    let path = folder.join("design.drawio");
    window.wait_until("exporting", |_| path.exists());
    let text = fs::read_to_string(&path).unwrap();
    let key = window.element(name).to_string();
    let start = text.find(&format!("<UserObject id=\"{key}\"")).unwrap();
    let (before, shape) = text.split_at(start);
    let shape = shape.replacen(&format!("label=\"{name}\""), &format!("label=\"{new}\""), 1);
    let foreign = "<mxCell id=\"abc-1\" value=\"Mainframe\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"1\" y=\"1\" width=\"9\" height=\"9\" as=\"geometry\"/></mxCell></root>";
    fs::write(&path, format!("{before}{shape}").replacen("</root>", foreign, 1)).unwrap();
    path
}

#[test]
fn a_drawing_that_somebody_has_gone_on_with_shows_the_difference_first_and_is_one_step() {
    let mut window = Window::on("small");
    let path = returned_drawing(&mut window, "BTS1", "NEW1");
    window.drop_files(std::slice::from_ref(&path));
    window.wait_until("reading", |window| window.shows("design.drawio: drawing of draw.io"));
    assert!(window.shows("“Mainframe” is a shape of somebody else"), "what is no part of the design is named");
    window.click("Rename BTS1 to NEW1");
    window.click("Rename BTS1 to NEW1");
    window.click("Import 1 file");
    assert!(names(window.document()).contains(&"NEW1"));
    assert_eq!(window.undo_label().as_deref(), Some("Take over 1 change of a drawing"));
    window.command(AppCommand::Undo);
    assert!(names(window.document()).contains(&"BTS1"));
    window.will_pick(&path);
    window.command(AppCommand::Import);
    window.click("Choose files…");
    window.wait_until("reading", |window| window.shows("Rename BTS1 to NEW1"));
    window.click("Rename BTS1 to NEW1");
    window.click("Import 1 file");
    assert!(window.shows("The design says all of this already.") && names(window.document()).contains(&"BTS1"), "kept");
}

#[test]
fn a_drawing_of_another_design_says_so_and_opens_the_design_that_it_carries() {
    let mut window = Window::on("small");
    let path = returned_drawing(&mut window, "BTS1", "NEW1");
    window.send(Message::ApplyTemplate("two-computer".to_owned()));
    window.drop_files(std::slice::from_ref(&path));
    window.wait_until("reading", |window| window.shows("It is a drawing of the design “Small deployment”"));
    window.click("Open the design that it carries");
    window.wait_until("opening", |window| window.document().project.title == "Small deployment");
    window.settle();
    assert!(!window.shows("What the files say") && names(window.document()).contains(&"BTS1"));
    window.send(Message::ApplyTemplate("empty".to_owned()));
    window.drop_files(&[path]);
    window.wait_until("opening", |window| window.document().project.title == "Small deployment");
}

/// Lists of one host that say yes and no about its tracking.
fn contradicting(window: &Window) -> Vec<PathBuf> {
    let heads = "HostName\tHostType\tGroupName\tAuthTrusted\tIsTrackingHost\tIs32BitOnly\tInstanceServer\n";
    let list = |(name, tracking): (&str, &str)| {
        let path = window.path(name);
        fs::write(&path, format!("{heads}Orders\tInProcess\tUsers\tFalse\t{tracking}\tFalse\tAPP01\n")).unwrap();
        path
    };
    [("a.tsv", "False"), ("b.tsv", "True")].map(list).to_vec()
}

#[test]
fn where_exports_contradict_each_other_somebody_decides_whose_word_counts() {
    let tracks = |window: &Window| window.document().hosts.values().any(|it| it.name == "Orders" && it.allow_tracking);
    let mut window = Window::new();
    let paths = contradicting(&window);
    window.drop_files(&paths);
    assert!(window.shows("Exports contradict each other") && window.shows("host ORDERS: tracking"));
    let undecided = "host ORDERS: tracking: undecided";
    let (yes, no) = ("host ORDERS: tracking: yes (b.tsv, line 2)", "host ORDERS: tracking: no (a.tsv, line 2)");
    window.harness.get_by_label(yes).scroll_to_me();
    window.settle();
    for word in [no, undecided, yes] {
        window.click(word);
        window.wait_until("deciding", |window| window.shows(word) && !window.harness.state().is_pending());
        window.settle();
    }
    window.click("Import 2 files");
    assert!(tracks(&window), "b.tsv counts");
    assert_eq!(window.undo_label().as_deref(), Some("Import 2 files"));
    window.drop_files(&paths);
    assert!(window.shows("The design says all of this already."), "what somebody has decided stays");
    assert!(!window.shows("Exports contradict each other"), "and is not asked again");
}

#[test]
fn the_collector_script_is_saved_from_the_dialog() {
    let mut window = Window::new();
    let path = window.path("collect.ps1");
    window.will_pick(&path);
    window.command(AppCommand::Import);
    window.click("Save the collector script…");
    window.wait_until("saving", |_| path.exists());
    assert_eq!(fs::read_to_string(&path).unwrap(), tierwright_exchange::readers::COLLECTOR);
    assert!(window.shows("Import a running group"), "the dialog stays");
}

#[test]
fn frames_do_not_wait_for_exports_and_a_dropped_design_still_opens() {
    let mut window = Window::impatient();
    let paths = exports(&window, &["hosts.tsv"]);
    window.drop_files(&paths);
    window.wait_until("reading", |window| window.shows("What the files say"));
    window.send(Message::CloseDialog);
    let design = window.path("design.ron");
    fs::write(&design, tierwright_design::document::to_text(window.document())).unwrap();
    window.drop_files(&[design]);
    window.wait_until("opening", |window| window.harness.state().session().file.is_some());
}
