//! What the program tells on its own: notices, failures, dialogs of the system.

use std::fmt::Display;
use std::path::Path;

pub(crate) const EXPORT_FAILED: &str = "The export failed";
pub(crate) const SELECTION_NOT_COPIED: &str = "The selection could not be copied";
pub(crate) const NOTHING_TO_COPY: &str = "Nothing of the selection can be copied";
pub(crate) const NOTHING_TO_PASTE: &str = "The clipboard holds no elements of a design";
pub(crate) const THE_TEMPLATE_IS_MISSING: &str = "The template is missing";

pub(crate) fn no_template(key: &str) -> String {
    format!("There is no template named {key}.")
}

pub(crate) fn synced_by(service: &str) -> String {
    format!("This file lies in a folder of {service}: another computer may change it too.")
}

pub(crate) const DESIGN_NOT_OPENED: &str = "The design could not be opened";

pub(crate) fn saved(path: impl Display) -> String {
    format!("Saved {path}")
}

pub(crate) const DESIGN_NOT_SAVED: &str = "The design was not saved";
pub(crate) const UNSAVED_WORK_NOT_READ: &str = "The unsaved work could not be read";
pub(crate) const RECOVERED_WORK: &str = "Recovered work";
pub(crate) const UNSAVED_WORK_NOT_REMOVED: &str = "The unsaved work could not be removed";
pub(crate) const SET_LOGO: &str = "Set the logo";
pub(crate) const LOGO_NOT_USED: &str = "The logo could not be used";

pub(crate) fn window_title(mark: &str, design: &str) -> String {
    format!("{mark}{design} – Tierwright")
}

pub(crate) const FAILED: &str = "Failed";
pub(crate) const DONE: &str = "Done";

pub(crate) fn undone(label: &str) -> String {
    format!("Undo {label}")
}

pub(crate) fn redone(label: &str) -> String {
    format!("Redo {label}")
}

/// `Exported a.png and a.pdf to /designs`.
pub(crate) fn exported(names: &[String], folder: Option<&Path>) -> String {
    let list = match names {
        [some @ .., last] if !some.is_empty() => format!("{} and {last}", some.join(", ")),
        _ => names.concat(),
    };
    let folder = folder.map(|it| format!(" to {}", it.display()));
    format!("Exported {list}{}", folder.unwrap_or_default())
}
