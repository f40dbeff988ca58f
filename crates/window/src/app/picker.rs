//! The file dialogs of the system.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use egui_winit::winit::raw_window_handle::{HasDisplayHandle, HasWindowHandle};

use crate::carried::ENDINGS;
use crate::session::jobs::{Elsewhere, FilePicker, NoDialog, Purpose};
use crate::text::{comparison, dialogs as text, import};

/// The dialogs of the system, which belong to the window: they stay in front of it.
#[derive(Clone, Debug)]
pub(super) struct SystemPicker {
    /// A dialog that knows its window.
    dialog: rfd::FileDialog,
}

/// A dialog that vanishes faster than a person can read it was never shown: rfd answers `None` when no portal runs, or when
/// what it starts instead fails, which takes its time.
const TOO_FAST: Duration = Duration::from_secs(1);

/// What starts a browser or file manager and has said nothing for so long has found it.
const HANDED_OVER: Duration = Duration::from_secs(5);

impl SystemPicker {
    /// Dialogs of the window that is being created.
    pub(super) fn of(window: &(impl HasWindowHandle + HasDisplayHandle)) -> Self {
        Self { dialog: rfd::FileDialog::new().set_parent(window) }
    }
}

impl FilePicker for SystemPicker {
    fn pick(&self, purpose: &Purpose, suggestion: &str) -> Result<Vec<PathBuf>, NoDialog> {
        let asked = Instant::now();
        let dialog = self.dialog.clone();
        let path = match purpose {
            Purpose::Verify => {
                let paths = dialog.set_title(text::FILES_TO_VERIFY).pick_files();
                return given(paths.unwrap_or_default(), asked);
            }
            Purpose::Import(_) | Purpose::CompareExports => {
                let dialog = dialog.add_filter(import::EXPORTS_AND_WORKBOOKS, &import::ENDINGS);
                let paths = dialog.add_filter(import::ALL_FILES, &["*"]).set_title(import::TITLE).pick_files();
                return given(paths.unwrap_or_default(), asked);
            }
            Purpose::Collector => dialog
                .add_filter(import::POWERSHELL_SCRIPT, &["ps1"])
                .set_title(import::SAVE_COLLECTOR)
                .set_file_name(suggestion)
                .save_file(),
            Purpose::Compare => designs(dialog).set_title(comparison::DESIGN_TO_COMPARE_WITH).pick_file(),
            Purpose::Page(_) => dialog
                .add_filter(comparison::PAGE, &["html"])
                .set_title(comparison::SAVE_AS_PAGE)
                .set_file_name(suggestion)
                .save_file(),
            Purpose::StepDesigns => dialog.set_title(comparison::SAVE_STEPS).pick_folder(),
            Purpose::Theirs => designs(dialog).set_title(comparison::CHOOSE_THEIRS).pick_file(),
            Purpose::Open => designs(dialog).set_title(text::OPEN_DESIGN).pick_file(),
            Purpose::Present => designs(dialog).set_title(text::PRESENT_DESIGN).pick_file(),
            Purpose::WordTemplate => {
                dialog.add_filter(text::WORD_DOCUMENT, &["docx", "dotx"]).set_title(text::WORD_TEMPLATE).pick_file()
            }
            Purpose::Save(_) => dialog
                .add_filter(text::TIERWRIGHT_DESIGN, &["ron"])
                .set_title(text::SAVE_DESIGN)
                .set_file_name(suggestion)
                .save_file(),
            Purpose::ExportFolder => dialog.set_title(text::FOLDER_FOR_EXPORTS).pick_folder(),
            Purpose::Logo => dialog.add_filter(text::PNG_IMAGE, &["png"]).set_title(text::LOGO).pick_file(),
        };
        given(path.into_iter().collect(), asked)
    }

    fn show_elsewhere(&self, what: &Elsewhere) -> Result<(), String> {
        let what = match what {
            Elsewhere::Folder(folder) => folder.as_os_str(),
            Elsewhere::Page(address) => OsStr::new(address),
        };
        open::that_detached_with_timeout(what, HANDED_OVER).map_err(|err| err.to_string())
    }
}

/// A dialog for designs: all kinds of file that hold one, or those that are one.
fn designs(dialog: rfd::FileDialog) -> rfd::FileDialog {
    dialog.add_filter(text::DESIGN_OR_WHAT_CARRIES_ONE, &ENDINGS).add_filter(text::TIERWRIGHT_DESIGN, &["ron"])
}

fn given(paths: Vec<PathBuf>, asked: Instant) -> Result<Vec<PathBuf>, NoDialog> {
    if paths.is_empty() && asked.elapsed() < TOO_FAST { Err(NoDialog) } else { Ok(paths) }
}
