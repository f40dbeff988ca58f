//! What the program tells on its own: notices, failures, dialogs of the system.

use std::fmt::Display;
use std::path::Path;

use crate::document::Other;
use crate::session::jobs::Elsewhere;

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

pub(crate) fn changed_outside(name: &str) -> String {
    format!(
        "{name} was changed by somebody else or another program. “File has changed” in the status bar compares it with \
         yours, reads it anew or saves under another name."
    )
}

pub(crate) fn gone_outside(name: &str) -> String {
    format!("{name} was moved, renamed or deleted, or its drive is gone. It is only open here: save it.")
}

/// `anna on PC7 has design.ron open since 2026-03-01 10:00 UTC.`
pub(crate) fn also_open(name: &str, other: &Other) -> String {
    let who = match &other.holder {
        Some(holder) if other.is_here => format!("Another window of {} on this computer", holder.person),
        Some(holder) => format!("{} on {}", holder.person, holder.computer),
        None => "Somebody else".to_owned(),
    };
    // Day, time and zone stay on one line.
    let moment = |since: &str| format!(" since {}", since.replace(' ', "\u{a0}"));
    let since = other.holder.as_ref().map_or_else(String::new, |it| moment(&it.since));
    let sentence = if other.is_certain {
        format!("{who} has {name} open{since}.")
    } else {
        format!("{who} seems to have {name} open{since}; from here it cannot be told for sure.")
    };
    format!("{sentence} Agree on who saves.")
}

pub(crate) fn preferences_not_kept(err: impl Display) -> String {
    format!("Preferences and recent files are not kept: {err}")
}

pub(crate) fn journal_did_not_start(err: impl Display) -> String {
    format!("Unsaved work is not protected: the computer has no room for another thread ({err}). Save often.")
}

pub(crate) const JOURNAL_HAS_STOPPED: &str =
    "Unsaved work is not protected: its journal has stopped. Save, start Tierwright again, and please report this.";
pub(crate) const NO_FOLDER_FOR_JOURNALS: &str =
    "Unsaved work is not protected: this user has no home folder in which it could be kept. Save often.";

pub(crate) const DESIGN_NOT_OPENED: &str = "The design could not be opened";

/// Of a file that only carries a design.
pub(crate) fn taken_out_of(path: impl Display) -> String {
    format!("Taken out of {path}, which stays as it is: saving asks for a file of its own.")
}

pub(crate) fn saved(path: impl Display) -> String {
    format!("Saved {path}")
}

pub(crate) const UNSAVED_WORK_NOT_READ: &str = "The unsaved work could not be read";
pub(crate) const RECOVERED_WORK: &str = "Recovered work";
pub(crate) const UNSAVED_WORK_NOT_REMOVED: &str = "The unsaved work could not be removed";
pub(crate) const SET_LOGO: &str = "Set the logo";
pub(crate) const PRESENT_NOT_READ: &str = "The present environment was not read";
pub(crate) const WORD_TEMPLATE_NOT_USED: &str = "The Word template is not used";
pub(crate) const NOT_VERIFIED: &str = "The files could not be verified";
pub(crate) const NOTHING_CHOSEN: &str = "Nothing was chosen in the dialog of the system.";
pub(crate) const NOT_SAVED_NOTHING_CHOSEN: &str = "Not saved: no file was chosen in the dialog of the system.";
pub(crate) const FILE_NOT_SAVED: &str = "The file was not saved";
pub(crate) const PAGE_FILE: &str = "comparison.html";
pub(crate) const LOGO_NOT_USED: &str = "The logo could not be used";

pub(crate) fn window_title(mark: &str, design: &str) -> String {
    format!("{mark}{design} – Tierwright")
}

pub(crate) const FAILED: &str = "Failed";
pub(crate) const ATTENTION: &str = "Please note";
pub(crate) const NOT_POSSIBLE: &str = "Not possible";
pub(crate) const DONE: &str = "Done";

pub(crate) fn undone(label: &str) -> String {
    format!("Undo {label}")
}

pub(crate) fn redone(label: &str) -> String {
    format!("Redo {label}")
}

/// `Exported a.png and a.pdf to /designs`.
pub(crate) fn exported(names: &[String], folder: Option<&Path>) -> String {
    format!("Exported {}", files_in(names, folder))
}

pub(crate) const OPEN_FOLDER: &str = "Open folder";

/// The system does not show it.
pub(crate) fn not_shown_elsewhere(what: &Elsewhere, problem: &str) -> String {
    match what {
        Elsewhere::Folder(folder) => {
            format!("The folder {} could not be shown: {problem}. Open it with your file manager.", folder.display())
        }
        Elsewhere::Page(address) => {
            format!("The page could not be shown: {problem}. Open {address} with your browser.")
        }
    }
}

/// ` Characters that the bundled fonts lack come from Noto Sans CJK.`; nothing without fonts.
pub(crate) fn with_fonts(fonts: &[String]) -> String {
    if fonts.is_empty() {
        return String::new();
    }
    format!(". Characters that the bundled fonts lack come from {}.", crate::prose::list(fonts))
}

/// `a.png and a.pdf to /designs`.
pub(crate) fn files_in(names: &[String], folder: Option<&Path>) -> String {
    let list = match names {
        [some @ .., last] if !some.is_empty() => format!("{} and {last}", some.join(", ")),
        _ => names.concat(),
    };
    let folder = folder.map(|it| format!(" to {}", it.display()));
    format!("{list}{}", folder.unwrap_or_default())
}

/// What led to the state that is kept.
pub(crate) fn went_to(label: &str) -> String {
    format!("Go to the step: {label}")
}

pub(crate) const TEMPLATE_NOT_SAVED: &str = "The template was not saved";
pub(crate) const NO_FOLDER_FOR_TEMPLATES: &str =
    "This computer names no folder for data of programs. Save the design as a file instead.";

pub(crate) const COLLECTOR_FILE: &str = "Collect-BizTalkTopology.ps1";
