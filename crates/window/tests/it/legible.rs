//! Every screen, panel and dialog with small, large and crowded designs: no text is cut, squeezed to a letter a line, or
//! covered by another.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::accesskit::{Role, Toggled};
use egui::epaint::{ClippedShape, Shape, TextShape};
use egui::{Rect, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use egui_kittest::{Harness, HarnessBuilder};
use tierwright_design::document::{Folders, template};
use tierwright_design::edit::intent::rename::{can_rename, rename};
use tierwright_design::edit::{Edit, EditCommand, preview};
use tierwright_design::model::{Document, Element, TierKind};
use tierwright_design::testing::{DocumentBuilder, generated_design};
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;
use tierwright_window::app::App;

use crate::flows::window::{ScriptedPicker, app, options};
use crate::painted::place_of;
use crate::{every_dialog, every_place};

/// The screen at 100 and at 150 % of the interface, in points.
const SCREENS: [Vec2; 2] = [Vec2::new(1280.0, 800.0), Vec2::new(1280.0 / 1.5, 800.0 / 1.5)];
/// What covers this covers the whole screen.
const WHOLE: Rect = Rect { min: egui::Pos2::ZERO, max: egui::Pos2::new(800.0, 500.0) };
/// So much may be missing of a text: the space after its last letter.
const SLACK: f32 = 1.5;

/// A text as it stands on the screen.
struct Seen {
    words: String,
    place: Rect,
    /// Where each of its lines has letters.
    rows: Vec<Rect>,
    clip: Rect,
    /// What is wrong with it whatever stands around it.
    fault: Option<String>,
}

impl Seen {
    /// Whether letters of one stand where letters of the other stand.
    fn meets(&self, other: &Self) -> bool {
        let clip = self.clip.intersect(other.clip);
        let meet = |a: &Rect, b: &Rect| {
            let both = a.intersect(*b).intersect(clip);
            both.width() > 1.5 && both.height() > 1.5
        };
        self.place.intersects(other.place) && self.rows.iter().any(|a| other.rows.iter().any(|b| meet(a, b)))
    }
}

/// The texts of a frame that nothing opaque covers, in painting order.
fn texts(shapes: &[ClippedShape], faults: &mut BTreeSet<String>) -> Vec<Seen> {
    let mut painted = Painted::default();
    for it in shapes {
        painted.note(&it.shape, it.clip_rect);
    }
    faults.extend(painted.seen.iter().filter_map(|it| it.fault.clone()));
    painted.seen
}

/// What of a frame has been painted so far.
#[derive(Default)]
struct Painted {
    seen: Vec<Seen>,
    /// Whether the shadow of something that floats over all before it was painted last.
    floats: bool,
}

impl Painted {
    fn note(&mut self, shape: &Shape, clip: Rect) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|it| self.note(it, clip)),
            Shape::Rect(it) if it.blur_width > 0.0 => self.floats = true,
            // What lies behind a dialog is dimmed.
            Shape::Rect(it) if it.fill.a() > 0 && it.rect.contains_rect(WHOLE) => self.seen.clear(),
            Shape::Rect(it) if it.fill.a() == 255 => {
                let covers = it.rect.intersect(clip).expand(1.0);
                // A menu may cover half of a text, a part of the window may not.
                let floats = std::mem::take(&mut self.floats);
                let hides =
                    |text: &Rect| if floats { covers.intersects(*text) } else { covers.contains(text.center()) };
                self.seen.retain(|text| !hides(&text.place.intersect(text.clip)));
            }
            Shape::Text(text) => self.seen.extend(seen(text, clip)),
            _ => {}
        }
    }
}

/// A text, if any of it is in sight.
fn seen(text: &TextShape, clip: Rect) -> Option<Seen> {
    let place = text.galley.rect.translate(text.pos.to_vec2());
    let visible = place.intersect(clip);
    let words = text.galley.text().to_owned();
    if words.trim().is_empty() || !visible.is_positive() || text.angle != 0.0 {
        return None;
    }
    let rows = &text.galley.rows;
    let narrow = rows.iter().filter(|row| row.char_count_excluding_newline().0 <= 2).count();
    let fault = match text.galley.elided {
        true => Some(format!("shortened: {words}")),
        false if rows.len() > 3 && narrow * 2 > rows.len() => Some(format!("squeezed: {words}")),
        false => None,
    };
    let rows = rows.iter().map(|it| it.visuals.mesh_bounds.translate(it.pos.to_vec2() + text.pos.to_vec2())).collect();
    Some(Seen { words, place, rows, clip, fault })
}

/// What is wrong with the texts of a frame.
fn faults_of(shapes: &[ClippedShape], screen: Rect, canvas: Option<Rect>, panes: &[Rect]) -> BTreeSet<String> {
    let mut faults = BTreeSet::new();
    let mut seen = texts(shapes, &mut faults);
    // What is drawn on the canvas is moved and enlarged there.
    let is_drawn = |it: &Seen| {
        canvas.is_some_and(|area| area.expand(12.0).contains_rect(it.clip) && it.clip.height() > area.height() - 24.0)
    };
    seen.retain(|it| !is_drawn(it));
    for text in &seen {
        let visible = text.place.intersect(text.clip);
        // What scrolls is cut by something that lies on the screen.
        if text.clip.bottom() >= screen.bottom() && text.place.bottom() > screen.bottom() + SLACK {
            faults.insert(format!("leaves the screen: {}", text.words));
        }
        let half_shown = visible.height() > text.place.height() / 2.0;
        // A drawing reaches beyond its pane.
        if panes.iter().any(|it| it.contains_rect(text.clip)) {
            continue;
        }
        if half_shown && visible.width() + SLACK < text.place.width() {
            faults.insert(format!("cut at {:.0} of {:.0}: {}", visible.width(), text.place.width(), text.words));
        }
    }
    for (number, text) in seen.iter().enumerate() {
        let over = seen.iter().skip(number + 1).find(|it| it.meets(text));
        if let Some(over) = over {
            faults.insert(format!("“{}” stands over “{}”", over.words, text.words));
        }
    }
    faults
}

/// A window on a design that is protected, as those of most people are.
pub(crate) struct Desk {
    pub(crate) harness: Harness<'static, App>,
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new(document: &Document, screen: Vec2) -> Self {
        Self::on(document, Harness::builder().with_size(screen))
    }

    /// A window on a screen that is set up already.
    pub(crate) fn on(document: &Document, screen: HarnessBuilder<App>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (picker, folders) = (Arc::new(ScriptedPicker::default()), Some(Folders::below(folder.path())));
        let mut harness =
            screen.with_max_steps(60).build_eframe(|cc| app(&cc.egui_ctx, options(None, folders, picker)));
        let outbox = harness.state().outbox().clone();
        outbox.send(Message::CloseDialog);
        outbox.edit(Edit::one("Load", EditCommand::LoadDesign(Box::new(document.clone()))));
        harness.run_steps(4);
        Self { harness, folder }
    }

    pub(crate) fn send(&mut self, message: Message) {
        self.harness.state().outbox().send(message);
        self.harness.run_steps(3);
    }

    /// Closes every dialog.
    pub(crate) fn close_dialogs(&mut self) {
        for _ in 0..10 {
            if self.harness.state().dialogs().is_empty() {
                return;
            }
            self.send(Message::CloseDialog);
        }
        panic!("a dialog stays");
    }

    /// Lets frames pass until nothing large is worked out.
    pub(crate) fn settle(&mut self) {
        self.harness.run_steps(3);
        for _ in 0..10_000 {
            if !self.harness.state().is_pending() {
                break;
            }
            self.harness.run_steps(1);
            std::thread::yield_now();
        }
        self.harness.run_steps(3);
    }

    /// Lets frames pass until something with this label is there.
    pub(crate) fn wait_for(&mut self, label: &str) {
        for _ in 0..10_000 {
            if self.harness.query_by_label(label).is_some() {
                return;
            }
            self.harness.run_steps(1);
            std::thread::yield_now();
        }
        panic!("{label} does not come");
    }

    /// Opens the sections of a panel that are closed.
    pub(crate) fn open_sections(&mut self) {
        for _ in 0..12 {
            let is_closed = |it: &AccessKitNode<'_>| it.role() == Role::Button && it.toggled() == Some(Toggled::False);
            let Some(closed) = self.harness.query_all_by(is_closed).next() else { break };
            closed.click_accesskit();
            self.harness.run_steps(2);
        }
        self.harness.run_steps(2);
    }
}

/// Small, large and crowded; the last with names of 31 characters throughout.
pub(crate) fn designs() -> Vec<(&'static str, Document)> {
    let of = |key: &str| template(key).unwrap().document.clone();
    vec![("small", of("small")), ("large-complete", of("large-complete")), ("crowded", crowded())]
}

fn crowded() -> Document {
    let mut document = generated_design(60, 7);
    for element in Element::all(&document).into_iter().filter(|it| can_rename(&document, *it)).collect::<Vec<_>>() {
        let name = element.name(&document);
        let tail =
            if name.contains(' ') { " of production in the northern region" } else { "-PRODUCTION-NORTHERN-REGION-2" };
        let long: String = name.chars().chain(tail.chars()).take(31).collect();
        document = preview(&document, &rename(&document, element, &long).unwrap().commands).unwrap();
    }
    document
}

/// Collects the faults of everything that is walked through.
#[derive(Default)]
struct Walk {
    faults: BTreeSet<String>,
}

impl Walk {
    fn look(&mut self, desk: &mut Desk, place: &str) {
        desk.harness.run_steps(6);
        let canvas = desk.harness.ctx.read_response(egui::Id::new("canvas-sheet")).map(|it| it.rect);
        let images = desk.harness.query_all_by_role(Role::Image).filter_map(|it| place_of(&it.accesskit_node()));
        let panes: Vec<Rect> =
            images.filter(|it| it.width() > 100.0 && it.height() > 100.0).map(|it| it.expand(1.0)).collect();
        let found = faults_of(&desk.harness.output().shapes, desk.harness.ctx.content_rect(), canvas, &panes);
        self.faults.extend(found.into_iter().map(|it| format!("{place}: {it}")));
    }

    fn end(self) {
        let shown: Vec<&str> = self.faults.iter().map(String::as_str).collect();
        assert!(shown.is_empty(), "{} faults:\n{}", shown.len(), shown.join("\n"));
    }
}

pub(crate) const PANELS: [&str; 7] =
    ["Findings", "Inspector", "Impact", "Capacity", "Availability", "Checklist", "Assumptions"];

/// Walks through every design on both screens.
fn walk(visit: impl FnMut(&mut Walk, &mut Desk, &str)) {
    walk_on(&SCREENS, &designs(), visit);
}

/// Walks through the most crowded design on a screen on which a whole panel is seen at once; a panel is equally wide on
/// both screens.
fn walk_whole_panels(visit: impl FnMut(&mut Walk, &mut Desk, &str)) {
    walk_on(&[Vec2::new(SCREENS[1].x, 3000.0)], &[("crowded", crowded())], visit);
}

fn walk_on(screens: &[Vec2], designs: &[(&str, Document)], mut visit: impl FnMut(&mut Walk, &mut Desk, &str)) {
    let mut walk = Walk::default();
    for (name, document) in designs {
        for screen in screens.iter().copied() {
            let mut desk = Desk::new(document, screen);
            visit(&mut walk, &mut desk, &format!("{name}, {:.0} wide", screen.x));
        }
    }
    walk.end();
}

#[test]
fn no_text_of_a_panel_is_cut_or_covered() {
    walk(|walk, desk, place| {
        for panel in PANELS {
            desk.harness.get_by_label(panel).click();
            walk.look(desk, &format!("{place}, {panel}"));
        }
    });
}

#[test]
fn names_of_sixty_servers_side_by_side_are_told_apart_on_a_small_screen() {
    let mut builder = DocumentBuilder::new("Sixty");
    let tier = builder.tier("Receive", TierKind::Receive);
    let names: Vec<String> = (0..60).map(|it| format!("BIZTALK-PRODUCTION-RECEIVE-{it:04}")).collect();
    builder.biztalk_servers(&names.iter().map(String::as_str).collect::<Vec<_>>(), tier);
    let desk = Desk::new(&builder.build(), SCREENS[0]);
    let seen = texts(&desk.harness.output().shapes, &mut BTreeSet::new());
    let read: Vec<String> = seen.iter().map(|it| it.words.replace('\n', "")).collect();
    assert!(!read.iter().any(|it| it.contains("too small to read")), "{read:?}");
    for name in names {
        let (head, tail) = name.split_at(name.len() - 4);
        let shows = |it: &&String| it.ends_with(tail) && it.starts_with(&head[..3]);
        assert!(read.iter().any(|it| shows(&it)), "{name}: {read:?}");
    }
}

#[test]
fn no_name_of_the_hosts_matrix_and_no_word_of_the_dependency_map_is_cut() {
    walk(|walk, desk, place| {
        desk.send(Message::Command(AppCommand::ShowHosts));
        desk.harness.run_steps(2);
        let names = desk.harness.state().document().hosts.values().map(|it| it.name.clone()).collect::<Vec<_>>();
        let mut faults = BTreeSet::new();
        let seen = texts(&desk.harness.output().shapes, &mut faults);
        let whole = |it: &&Seen| it.place.intersect(it.clip).width() + SLACK >= it.place.width();
        let shown = seen.iter().filter(whole).filter(|it| names.contains(&it.words)).count();
        assert!(shown >= names.len().min(3), "{place}: {shown} of {} names are whole", names.len());
        assert!(faults.is_empty(), "{place}: {faults:?}");
        let computers: Vec<&str> =
            desk.harness.state().document().computers.values().map(|it| it.name.as_str()).collect();
        for head in seen.iter().filter(|it| computers.contains(&it.words.as_str())) {
            let words = head.words.split_inclusive(['-', ' ']).count();
            assert!(head.rows.len() <= words, "{place}: a word of the head “{}” is torn apart", head.words);
        }
        desk.send(Message::Command(AppCommand::ShowList));
        let seen = texts(&desk.harness.output().shapes, &mut faults);
        let document = desk.harness.state().document();
        let tiers = document.tiers.values().map(|it| it.name.clone());
        let names: Vec<String> = document.sites.values().map(|it| it.name.clone()).chain(tiers).collect();
        let shown = seen.iter().filter(whole).filter(|it| names.contains(&it.words)).count();
        assert!(shown > 0 && faults.is_empty(), "{place}: names of the list are whole");
        for (at, one) in seen.iter().enumerate() {
            let over = seen.iter().skip(at + 1).find(|it| it.meets(one));
            assert!(over.is_none(), "{place}: “{}” lies under “{}”", one.words, over.map_or("", |it| &it.words));
        }
        desk.send(Message::Command(AppCommand::ShowDependencyMap));
        walk.look(desk, &format!("{place}, dependency map"));
    });
}

#[test]
fn no_text_of_an_opened_section_is_cut_or_covered() {
    walk_whole_panels(|walk, desk, place| {
        for panel in PANELS {
            desk.harness.get_by_label(panel).click();
            desk.harness.run_steps(3);
            desk.open_sections();
            walk.look(desk, &format!("{place}, {panel} opened"));
        }
    });
}

#[test]
fn a_peak_rate_cuts_nothing_of_the_capacity_panel() {
    walk_whole_panels(|walk, desk, place| {
        desk.harness.get_by_label("Assumptions").click();
        desk.harness.run_steps(2);
        let field = |desk: &Desk| desk.harness.get_by_role_and_label(Role::TextInput, "Peak rate").focus();
        field(desk);
        desk.harness.run_steps(2);
        desk.harness.get_by_role_and_label(Role::TextInput, "Peak rate").type_text("180");
        desk.harness.run_steps(2);
        desk.harness.key_press(egui::Key::Enter);
        desk.harness.run_steps(3);
        desk.harness.get_by_label("Capacity").click();
        desk.harness.run_steps(3);
        desk.open_sections();
        walk.look(desk, &format!("{place}, capacity at a peak rate"));
    });
}

#[test]
fn no_text_of_a_field_of_the_inspector_is_cut_or_covered() {
    walk_whole_panels(|walk, desk, place| {
        let mut kinds = BTreeSet::new();
        for element in Element::all(desk.harness.state().document()) {
            if kinds.insert(element.kind()) {
                desk.send(Message::Inspect(element));
                desk.open_sections();
                walk.look(desk, &format!("{place}, inspector of {}", element.kind()));
            }
        }
    });
}

#[test]
fn no_text_of_a_dialog_is_cut_or_covered() {
    walk(|walk, desk, place| {
        every_dialog::each(desk, |desk, dialog| walk.look(desk, &format!("{place}, {dialog}")));
    });
}

#[test]
fn no_text_of_a_comparison_is_cut_or_covered() {
    let designs = [("small", template("small").unwrap().document.clone()), ("crowded", crowded())];
    walk_on(&SCREENS, &designs, |walk, desk, place| {
        every_place::comparisons(desk, |desk, view| {
            walk.look(desk, &format!("{place}, {view}"));
            let choice = desk.harness.query_all_by_label_contains("Drawing-only changes (").next().unwrap();
            let height = place_of(&choice.accesskit_node()).map_or(0.0, |it| it.height());
            assert!(height < 32.0, "{place}, {view}: a choice of {height} points");
        });
    });
}

#[test]
fn no_text_of_a_menu_a_drill_or_a_question_over_the_canvas_is_cut_or_covered() {
    walk(|walk, desk, place| {
        every_place::menus(desk, |desk, menu| walk.look(desk, &format!("{place}, {menu}")));
    });
}
