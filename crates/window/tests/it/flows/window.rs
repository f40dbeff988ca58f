//! A window without a screen, with scripted file dialogs and folders of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use tierwright_design::clock::Clock;
use tierwright_design::document::Folders;
use tierwright_design::model::{Document, Element, check_invariants};
use tierwright_session::command::AppCommand;
use tierwright_session::jobs::{Elsewhere, FilePicker, NoDialog, Purpose};
use tierwright_session::queue::Message;
use tierwright_window::app::{App, StartOptions};

/// What a file dialog comes to.
#[derive(Clone, Default)]
pub(crate) enum Answer {
    /// There is none, as on a bare system.
    #[default]
    NoDialog,
    /// The person cancels it.
    Cancelled,
    /// The person chooses a path.
    Path(PathBuf),
    /// The person chooses several.
    Paths(Vec<PathBuf>),
}

/// Answers file dialogs.
#[derive(Default)]
pub(crate) struct ScriptedPicker {
    pub(crate) answer: Mutex<Answer>,
    /// What other programs were asked to show; the system shows one thing and refuses the next.
    pub(crate) shown: Mutex<Vec<Elsewhere>>,
    /// Dialogs stay open for as long as somebody holds this.
    pub(crate) open: Mutex<()>,
}

impl FilePicker for ScriptedPicker {
    fn pick(&self, _purpose: &Purpose, _suggestion: &str) -> Result<Vec<PathBuf>, NoDialog> {
        drop(self.open.lock().unwrap());
        match self.answer.lock().unwrap().clone() {
            Answer::NoDialog => Err(NoDialog),
            Answer::Cancelled => Ok(Vec::new()),
            Answer::Path(path) => Ok(vec![path]),
            Answer::Paths(paths) => Ok(paths),
        }
    }

    fn show_elsewhere(&self, what: &Elsewhere) -> Result<(), String> {
        let mut shown = self.shown.lock().unwrap();
        if !shown.is_empty() {
            return Err("no program for it is set up".to_owned());
        }
        shown.push(what.clone());
        Ok(())
    }
}

/// A file that somebody lets go above the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|err| err.to_string())
    }
}

/// Nothing small takes so long: tests of other things find it done.
const SURELY: Duration = Duration::from_mins(1);

/// The options of a test: a fixed day, and files that are looked at all the time.
pub(crate) fn options(file: Option<PathBuf>, folders: Option<Folders>, picker: Arc<ScriptedPicker>) -> StartOptions {
    let clock = Clock::Fixed("2026-03-01".to_owned());
    let (watch_every, wait_in_frame) = (Duration::from_millis(5), SURELY);
    StartOptions { file, folders, picker, clock, watch_every, wait_in_frame, hold: Arc::default() }
}

/// The window's program with text drawn without hints, which only sharpen it and take a third of a test.
pub(crate) fn app(ctx: &egui::Context, options: StartOptions) -> App {
    let app = App::new(ctx, options);
    ctx.all_styles_mut(|style| style.visuals.text_options.font_hinting = false);
    app
}

/// A window with what surrounds it.
pub(crate) struct Window {
    pub(crate) harness: Harness<'static, App>,
    pub(crate) picker: Arc<ScriptedPicker>,
    /// What is done off the frame does not begin for as long as somebody holds this.
    pub(crate) hold: Arc<Mutex<()>>,
    pub(crate) folder: tempfile::TempDir,
}

impl Window {
    /// A window with the gallery open.
    pub(crate) fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), None)
    }

    /// A window that opens a file, with preferences and journals below `folder`.
    pub(crate) fn in_folder(folder: tempfile::TempDir, file: Option<PathBuf>) -> Self {
        Self::build(folder, file, SURELY)
    }

    /// A window with the gallery open, whose frames wait for nothing.
    pub(crate) fn impatient() -> Self {
        Self::build(tempfile::tempdir().unwrap(), None, Duration::ZERO)
    }

    fn build(folder: tempfile::TempDir, file: Option<PathBuf>, wait_in_frame: Duration) -> Self {
        let picker = Arc::new(ScriptedPicker::default());
        let folders = Some(Folders::below(folder.path()));
        let dialogs = Arc::clone(&picker);
        let hold = Arc::<Mutex<()>>::default();
        let of_app = Arc::clone(&hold);
        let harness = Harness::builder().with_size([1280.0, 800.0]).with_max_steps(60).build_eframe(move |cc| {
            app(&cc.egui_ctx, StartOptions { wait_in_frame, hold: of_app, ..options(file, folders, dialogs) })
        });
        let mut window = Self { harness, picker, hold, folder };
        window.settle();
        window
    }

    /// A window on a template, with the gallery closed by choosing it.
    pub(crate) fn on_template(title: &str) -> Self {
        let mut window = Self::new();
        let label = format!("Start from {title}");
        window.harness.get_by_label(&label).scroll_to_me();
        window.settle();
        window.click(&label);
        assert!(window.harness.query_by_label("Start a design").is_none(), "the gallery has closed");
        assert_eq!(window.document().project.title, title);
        window
    }

    /// A window on a design made from the template with this key, without a look at the gallery.
    pub(crate) fn on(template: &str) -> Self {
        let mut window = Self::new();
        let outbox = window.harness.state().outbox().clone();
        outbox.send(Message::CloseDialog);
        outbox.send(Message::ApplyTemplate(template.to_owned()));
        window.settle();
        window
    }

    /// Lets everything settle; fails when the window never stops repainting. What it works on in the background paints
    /// until it is done, which on a busy computer takes more frames.
    pub(crate) fn settle(&mut self) {
        self.harness.run_steps(2);
        let mut tries = 0;
        while let Err(err) = self.harness.try_run() {
            tries += 1;
            assert!(tries < 1_000, "{err}");
            std::thread::park_timeout(std::time::Duration::from_millis(50));
        }
        let violations = check_invariants(self.document());
        assert!(violations.is_empty(), "{violations:?}");
    }

    /// Waits for a job in the background, bounded by the number of frames.
    pub(crate) fn wait_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        for _ in 0..10_000 {
            self.harness.run_steps(1);
            if done(self) {
                // What has just appeared takes its place in the next frame.
                self.harness.run_steps(2);
                return;
            }
            std::thread::yield_now();
            std::thread::park_timeout(std::time::Duration::from_millis(5));
        }
        panic!("{what} did not happen");
    }

    /// Clicks what carries this label.
    pub(crate) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    /// Sends a message as a panel would.
    pub(crate) fn send(&mut self, message: Message) {
        self.harness.state().outbox().send(message);
        self.settle();
    }

    /// Carries out a command as a menu would.
    pub(crate) fn command(&mut self, command: AppCommand) {
        self.send(Message::Command(command));
    }

    /// Whether anything carries a label with these words.
    pub(crate) fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    /// The open design.
    pub(crate) fn document(&self) -> &Arc<Document> {
        self.harness.state().document()
    }

    /// A path in the window's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the next file dialogs answer.
    pub(crate) fn will_pick(&self, path: &Path) {
        *self.picker.answer.lock().unwrap() = Answer::Path(path.to_path_buf());
    }

    /// Lets go of files above the window.
    pub(crate) fn drop_files(&mut self, paths: &[PathBuf]) {
        let dropped = paths.iter().map(|it| Arc::new(Dropped(it.clone())) as egui::DroppedFileHandle);
        self.harness.input_mut().dropped_files = dropped.collect();
        self.settle();
    }

    /// What undo would take back.
    pub(crate) fn undo_label(&self) -> Option<String> {
        self.harness.state().session().history().undo_label().map(str::to_owned)
    }

    /// The element with this name.
    pub(crate) fn element(&self, name: &str) -> Element {
        let document = self.document();
        let placed = document.placed_elements().into_iter().map(|(_, it)| it);
        let clusters = document.failover_clusters.keys().map(|id| Element::from(*id));
        let tiers = document.tiers.keys().map(|id| Element::from(*id));
        let mut all = placed.chain(clusters).chain(tiers);
        all.find(|it| it.name(document) == name).unwrap_or_else(|| panic!("no {name} in the design"))
    }

    /// The names of what stands in a tier, in order.
    pub(crate) fn names_in(&self, tier: &str) -> Vec<String> {
        let document = self.document();
        let Element::Tier(tier) = self.element(tier) else { panic!("{tier} is no tier") };
        let placed = document.placed_elements();
        placed.iter().filter(|(slot, _)| slot.tier == tier).map(|(_, it)| it.name(document)).collect()
    }

    /// The names of what is selected.
    pub(crate) fn selected(&self) -> Vec<String> {
        let session = self.harness.state().session();
        session.selection.iter().map(|it| it.name(session.document())).collect()
    }

    /// Where a card, a box or the title of a tier is.
    pub(crate) fn place(&self, label_start: &str) -> egui::Rect {
        let starts = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.label().is_some_and(|label| label.starts_with(label_start))
        };
        self.harness.get_by(starts).rect()
    }

    /// Presses and releases the button at a place.
    pub(crate) fn click_at(&mut self, at: egui::Pos2, modifiers: egui::Modifiers) {
        self.press(at, modifiers);
        self.release(at, modifiers);
        self.settle();
    }

    /// Moves the pointer to a place and presses the button.
    pub(crate) fn press(&mut self, at: egui::Pos2, modifiers: egui::Modifiers) {
        self.harness.hover_at(at);
        self.harness.run_steps(2);
        self.button(at, true, modifiers);
    }

    /// Releases the button at a place.
    pub(crate) fn release(&mut self, at: egui::Pos2, modifiers: egui::Modifiers) {
        self.button(at, false, modifiers);
    }

    fn button(&mut self, pos: egui::Pos2, pressed: bool, modifiers: egui::Modifiers) {
        let button = egui::PointerButton::Primary;
        self.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        self.harness.run_steps(1);
    }

    /// Drags in steps, as a hand does; stays there with the button down.
    pub(crate) fn drag(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.press(from, egui::Modifiers::NONE);
        for step in 1..=4_u8 {
            self.harness.hover_at(from.lerp(to, f32::from(step) / 4.0));
            self.harness.run_steps(1);
        }
        self.harness.run_steps(1);
    }

    /// Drags and lets go.
    pub(crate) fn drag_and_drop(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.drag(from, to);
        self.release(to, egui::Modifiers::NONE);
        self.settle();
    }

    /// Drags, gives up with Escape, and lets go.
    pub(crate) fn drag_and_give_up(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.drag(from, to);
        self.harness.key_press(egui::Key::Escape);
        self.harness.run_steps(2);
        self.release(to, egui::Modifiers::NONE);
        self.settle();
    }

    /// Types a text where the focus is.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    /// Presses a key.
    pub(crate) fn key(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }
}
