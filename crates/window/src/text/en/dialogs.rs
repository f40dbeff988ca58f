//! The dialogs.

use std::fmt::Display;

pub(crate) const ACCEPT_THIS_FINDING: &str = "Accept this finding";
pub(crate) const HOW_LONG_IT_HOLDS: &str =
    "It stays listed and does not count until the facts change or the last day has passed.";
pub(crate) const REASON: &str = "Reason";
pub(crate) const WHY_THE_RISK_MAY_STAY: &str = "Why the risk may stay";
pub(crate) const ACCEPTED_BY: &str = "Accepted by";
pub(crate) const WHO_ANSWERS_FOR_IT: &str = "Who answers for it";
pub(crate) const DATE: &str = "Date";
pub(crate) const HOLDS_UNTIL: &str = "Holds until";
pub(crate) const DATE_OR_NO_END: &str = "YYYY-MM-DD, empty for no end";
pub(crate) const ACCEPT: &str = "Accept";
pub(crate) const EXPORT: &str = "Export";
pub(crate) const FOLDER: &str = "Folder";
pub(crate) const FULL_PATH: &str = "Full path";
pub(crate) const PAPER_OF_PDFS: &str = "Paper of PDFs";
pub(crate) const A4: &str = "A4";
pub(crate) const LETTER: &str = "Letter";
pub(crate) const PNG_RESOLUTION: &str = "PNG resolution";
pub(crate) const DPI: &str = " DPI";
pub(crate) const DIAGRAMS: &str = "Diagrams";
pub(crate) const MARK_WHAT_EACH_LOSS_DOES: &str = "Mark what each loss does";
pub(crate) const CHOOSE_A_KIND_OF_FILE: &str = "Choose at least one kind of file.";
pub(crate) const CHOOSE_A_FOLDER: &str = "Choose a folder.";
pub(crate) const WHEEL: &str = "Wheel";
pub(crate) const ZOOM_AT_THE_POINTER: &str = "Zoom at the pointer";
pub(crate) const SPACE_OR_MIDDLE_BUTTON_DRAG: &str = "Space or middle button + drag";
pub(crate) const MOVE_THE_VIEW: &str = "Move the view";
pub(crate) const DRAG_ON_EMPTY_SPACE: &str = "Drag on empty space";
pub(crate) const SELECT_WITH_A_FRAME: &str = "Select with a frame";
pub(crate) const SHIFT_CLICK: &str = "Shift + click";
pub(crate) const ADD_TO_THE_SELECTION: &str = "Add to the selection";
pub(crate) const ARROW_KEYS: &str = "Arrow keys";
pub(crate) const MOVE_BY_ONE_SLOT: &str = "Move by one slot";
pub(crate) const TAB: &str = "Tab";
pub(crate) const NEXT_ELEMENT: &str = "Next element";
pub(crate) const ENTER_OR_DOUBLE_CLICK: &str = "Enter or double-click";
pub(crate) const RENAME_IN_PLACE: &str = "Rename in place";
pub(crate) const ESCAPE: &str = "Escape";
pub(crate) const CANCEL_WHAT_IS_UNDER_WAY: &str = "Cancel what is under way";
pub(crate) const KEYBOARD_SHORTCUTS: &str = "Keyboard shortcuts";
pub(crate) const CANVAS: &str = "Canvas";
pub(crate) const TIERWRIGHT: &str = "Tierwright";

pub(crate) fn version(version: &str) -> String {
    format!("Version {version}")
}

pub(crate) const WHAT_IT_IS_FOR_WHOM: &str = "A designer for highly available Microsoft BizTalk Server environments. Rules and figures carry the document \
     they come from; what is our own judgment says so.";
pub(crate) const LICENSES: &str = "Licensed under MIT or Apache-2.0. Noto fonts under the SIL Open Font License 1.1. Microsoft, BizTalk and SQL \
     Server are trademarks of Microsoft; this program is not a product of Microsoft.";
pub(crate) const NO_FILE_DIALOG: &str = "The file dialog of this system is not available. Enter the full path:";
pub(crate) const PATH_EXAMPLE: &str = "/home/you/design.ron";
pub(crate) const PATH: &str = "Path";
pub(crate) const OPEN_DESIGN: &str = "Open design";
pub(crate) const SAVE_DESIGN: &str = "Save design";
pub(crate) const FOLDER_FOR_EXPORTS: &str = "Folder for exports";
pub(crate) const TIERWRIGHT_DESIGN: &str = "Tierwright design";
pub(crate) const PNG_IMAGE: &str = "PNG image";
pub(crate) const LOGO_PNG: &str = "Logo (PNG)";
pub(crate) const OPEN: &str = "Open";
pub(crate) const USE: &str = "Use";

pub(crate) fn looking_for_fixes(steps: usize, open: usize) -> String {
    format!("Looking for fixes: {steps} so far, {open} findings to go")
}

pub(crate) const MAKE_IT_COMPLIANT: &str = "Make it compliant";

pub(crate) fn fix_all_of(rule: impl Display, title: &str) -> String {
    format!("Fix all of {rule}: {title}")
}

pub(crate) const NO_FIX_HELPS_HERE: &str = "No fix helps here.";

pub(crate) fn what_stays(count: usize) -> String {
    format!("What stays ({count})")
}

pub(crate) fn before_and_after(findings: &str, before: usize, after: usize) -> String {
    format!("{findings} {before} to {after}")
}

pub(crate) const ONE_UNDO_STEP: &str = "One undo step";
pub(crate) const PROJECT_DETAILS: &str = "Project details";
pub(crate) const TITLE: &str = "Title";
pub(crate) const CUSTOMER: &str = "Customer";
pub(crate) const PROJECT: &str = "Project";
pub(crate) const AUTHOR: &str = "Author";
pub(crate) const VERSION: &str = "Version";
pub(crate) const NOTES: &str = "Notes";
pub(crate) const LOGO: &str = "Logo";
pub(crate) const CHOOSE_PNG: &str = "Choose PNG…";
pub(crate) const REMOVE_THE_LOGO: &str = "Remove the logo";
pub(crate) const EDIT_PROJECT_DETAILS: &str = "Edit project details";
pub(crate) const SAVE_YOUR_CHANGES: &str = "Save your changes?";

pub(crate) fn not_saved(name: &str) -> String {
    format!("“{name}” has changes that are not saved. If you discard them they are gone.")
}

pub(crate) const DISCARD: &str = "Discard";
pub(crate) const FILE_CHANGED_OUTSIDE: &str = "The file changed outside Tierwright";
pub(crate) const SAVE_UNDER_ANOTHER_NAME: &str = "Save under another name…";
pub(crate) const OVERWRITE: &str = "Overwrite";
pub(crate) const BACKUP_STAYS_BESIDE: &str = "What is there stays beside it as a backup";
pub(crate) const COPY_TEXT: &str = "Copy text";
pub(crate) const UNSAVED_WORK_WAS_FOUND: &str = "Unsaved work was found";
pub(crate) const DID_NOT_END_PROPERLY: &str = "Tierwright did not end properly. This is what was kept:";
pub(crate) const DECIDE_LATER: &str = "Decide later";
pub(crate) const OFFERED_AGAIN: &str = "It is offered again at the next start";
pub(crate) const NEVER_SAVED: &str = "never saved";
pub(crate) const RESTORE: &str = "Restore";
pub(crate) const REMOVES_UNSAVED_WORK: &str = "Removes the unsaved work; saved files are untouched";
pub(crate) const FILE_HAS_CHANGED: &str = "The file has changed since: the work opens as a new, unsaved design.";
pub(crate) const FILE_IS_GONE: &str = "The file is gone: the work opens as a new, unsaved design.";

pub(crate) fn apply(count: usize) -> String {
    match count {
        0 => "Apply".to_owned(),
        1 => "Apply 1 fix".to_owned(),
        _ => format!("Apply {count} fixes"),
    }
}

pub(crate) fn logo_state(is_set: bool, most_kb: usize) -> String {
    format!("{} (PNG, at most {most_kb} KB)", if is_set { "set" } else { "none" })
}

/// What the journal holds; `when` = a day with hours and minutes.
pub(crate) fn kept(steps: usize, last: &str, minute: Option<String>) -> String {
    let steps = if steps == 1 { "1 step".to_owned() } else { format!("{steps} steps") };
    let minute = minute.map_or_else(String::new, |it| format!(", {it}"));
    format!("{steps} kept, last: {last}{minute}")
}
