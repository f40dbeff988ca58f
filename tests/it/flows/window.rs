//! A window without a screen, with scripted file dialogs and folders of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use tierwright::app::jobs::{FilePicker, NoDialog, Purpose};
use tierwright::app::queue::Message;
use tierwright::app::{App, StartOptions};
use tierwright::clock::Clock;
use tierwright::document::Folders;
use tierwright::model::{Document, check_invariants};

/// Answers file dialogs with one path; without a path there is no dialog, as on a bare system.
#[derive(Default)]
pub(super) struct ScriptedPicker {
    pub(super) answer: Mutex<Option<PathBuf>>,
}

impl FilePicker for ScriptedPicker {
    fn pick(&self, _purpose: Purpose, _suggestion: &str) -> Result<Option<PathBuf>, NoDialog> {
        self.answer.lock().unwrap().clone().map(Some).ok_or(NoDialog)
    }
}

/// A window with what surrounds it.
pub(super) struct Window {
    pub(super) harness: Harness<'static, App>,
    pub(super) picker: Arc<ScriptedPicker>,
    pub(super) folder: tempfile::TempDir,
}

impl Window {
    /// A window with the gallery open.
    pub(super) fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), None)
    }

    /// A window that opens a file, with preferences and journals below `folder`.
    pub(super) fn in_folder(folder: tempfile::TempDir, file: Option<PathBuf>) -> Self {
        let picker = Arc::new(ScriptedPicker::default());
        let folders = Some(Folders::below(folder.path()));
        let dialogs = Arc::clone(&picker);
        let harness = Harness::builder().with_size([1280.0, 800.0]).with_max_steps(60).build_eframe(move |cc| {
            let clock = Clock::Fixed("2026-03-01".to_owned());
            App::new(&cc.egui_ctx, StartOptions { file, folders, picker: dialogs, clock })
        });
        let mut window = Self { harness, picker, folder };
        window.settle();
        window
    }

    /// A window on a template, with the gallery closed by choosing it.
    pub(super) fn on_template(title: &str) -> Self {
        let mut window = Self::new();
        let label = format!("Start from {title}");
        window.harness.get_by_label(&label).scroll_to_me();
        window.settle();
        window.click(&label);
        assert!(window.harness.query_by_label("Start a design").is_none(), "the gallery has closed");
        assert_eq!(window.document().project.title, title);
        window
    }

    /// Lets everything settle; fails when the window never stops repainting.
    pub(super) fn settle(&mut self) {
        self.harness.run_steps(2);
        self.harness.run();
        let violations = check_invariants(self.document());
        assert!(violations.is_empty(), "{violations:?}");
    }

    /// Waits for a job in the background, bounded by the number of frames.
    pub(super) fn wait_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        for _ in 0..600 {
            self.harness.run_steps(1);
            if done(self) {
                return;
            }
            std::thread::yield_now();
            std::thread::park_timeout(std::time::Duration::from_millis(5));
        }
        panic!("{what} did not happen");
    }

    /// Clicks what carries this label.
    pub(super) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    /// Sends a message as a panel would.
    pub(super) fn send(&mut self, message: Message) {
        self.harness.state().outbox().send(message);
        self.settle();
    }

    /// The open design.
    pub(super) fn document(&self) -> &Document {
        self.harness.state().document()
    }

    /// A path in the window's folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the next file dialogs answer.
    pub(super) fn will_pick(&self, path: &Path) {
        *self.picker.answer.lock().unwrap() = Some(path.to_path_buf());
    }
}
