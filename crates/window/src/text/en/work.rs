//! Work that takes a while.

use std::path::PathBuf;

use crate::analysis::Stage;
use crate::session::work::Phase;

pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const EXPORTING: &str = "Export";

pub(crate) const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Reckoning => "Calculating",
        Phase::Reading => "Reading",
        Phase::Judging(Stage::Rules) => "Checking rules",
        Phase::Judging(Stage::Losses) => "Trying every loss",
        Phase::Judging(Stage::Capacity) => "Estimating capacity",
        Phase::Drawing => "Laying out the picture",
        Phase::Writing => "Writing files",
    }
}

pub(crate) fn opening(name: &str) -> String {
    format!("Open {name}")
}

pub(crate) fn saving(name: &str) -> String {
    format!("Save {name}")
}

/// `pieces` says how many of how many are done.
pub(crate) fn lasts(phase: &str, pieces: Option<(usize, usize)>, secs: u64) -> String {
    let pieces = pieces.map_or_else(String::new, |(done, of)| format!(" {done} of {of}"));
    if secs == 0 { format!("{phase}{pieces}…") } else { format!("{phase}{pieces}… {secs} s") }
}

pub(crate) fn given_up(label: &str) -> String {
    format!("{label}: cancelled. The open design is as it was.")
}

pub(crate) fn save_given_up(label: &str) -> String {
    format!(
        "{label}: no longer waited for. It is not known whether the file will be written; the design counts as unsaved."
    )
}

pub(crate) fn stopped(label: &str) -> String {
    format!("{label}: stopped by a fault of this program or for lack of memory. The open design is as it was.")
}

pub(crate) fn wait_for(label: &str) -> String {
    format!("{label} is under way: wait for it or cancel it, then try again.")
}

/// `all` says what was written.
pub(crate) fn export_given_up(written: &[PathBuf], all: &str) -> String {
    if written.is_empty() {
        "The export was cancelled; no file was written.".to_owned()
    } else {
        format!("The export was cancelled. {all}")
    }
}
