//! The file dialogs of the system.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::session::jobs::{FilePicker, NoDialog, Purpose};
use crate::text::dialogs as text;

/// The dialogs of the system.
#[derive(Clone, Copy, Debug)]
pub(super) struct SystemPicker;

/// A dialog that vanishes faster than a person can react was never shown: rfd answers `None` when no portal runs.
const TOO_FAST: Duration = Duration::from_millis(150);

impl FilePicker for SystemPicker {
    fn pick(&self, purpose: Purpose, suggestion: &str) -> Result<Option<PathBuf>, NoDialog> {
        let asked = Instant::now();
        let dialog = rfd::FileDialog::new();
        let path = match purpose {
            Purpose::Open => {
                dialog.add_filter(text::TIERWRIGHT_DESIGN, &["ron"]).set_title(text::OPEN_DESIGN).pick_file()
            }
            Purpose::Save => dialog
                .add_filter(text::TIERWRIGHT_DESIGN, &["ron"])
                .set_title(text::SAVE_DESIGN)
                .set_file_name(suggestion)
                .save_file(),
            Purpose::ExportFolder => dialog.set_title(text::FOLDER_FOR_EXPORTS).pick_folder(),
            Purpose::Logo => dialog.add_filter(text::PNG_IMAGE, &["png"]).set_title(text::LOGO).pick_file(),
        };
        if path.is_none() && asked.elapsed() < TOO_FAST { Err(NoDialog) } else { Ok(path) }
    }
}
