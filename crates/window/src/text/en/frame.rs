//! What stands around the middle of the window: title, menu bar, side rail, status bar.

use crate::document::Other;

pub(crate) const EXPORT: &str = "Export";
pub(crate) const DIAGRAM_AND_DOCUMENTS: &str = "Diagram and documents";

pub(crate) fn undo(label: &str) -> String {
    format!("Undo: {label}")
}

pub(crate) fn redo(label: &str) -> String {
    format!("Redo: {label}")
}

pub(crate) const OPEN_RECENT: &str = "Open recent";
pub(crate) const CANVAS: &str = "Canvas";
pub(crate) const LIST: &str = "List";
pub(crate) const HOSTS: &str = "Hosts";
pub(crate) const DEPENDENCY_MAP: &str = "Dependency map";
pub(crate) const COMPARISON: &str = "Comparison";
pub(crate) const FINDINGS: &str = "Findings";
pub(crate) const ABOUT_FINDINGS: &str = "What is wrong or unknown, why, and how to fix it";
pub(crate) const INSPECTOR: &str = "Inspector";
pub(crate) const ABOUT_INSPECTOR: &str = "Everything about what is selected";
pub(crate) const IMPACT: &str = "Impact";
pub(crate) const ABOUT_IMPACT: &str = "What each failure does to every service";
pub(crate) const CAPACITY: &str = "Capacity";
pub(crate) const ABOUT_CAPACITY: &str = "What load the design carries, whole and after failures";
pub(crate) const AVAILABILITY: &str = "Availability";
pub(crate) const ABOUT_AVAILABILITY: &str = "Downtime a year of each service, as a range";
pub(crate) const CHECKLIST: &str = "Checklist";
pub(crate) const ABOUT_CHECKLIST: &str = "The checklists, answered from the design";
pub(crate) const ASSUMPTIONS: &str = "Assumptions";
pub(crate) const ABOUT_ASSUMPTIONS: &str = "Load and hardware that the estimates rest on";
pub(crate) const DRILL: &str = "Drill";
pub(crate) const ABOUT_DRILL: &str = "The failure drill: every event, and what is left in the end";

pub(crate) fn click_to_fold(about: &str) -> String {
    format!("{about}\nClick to fold the panel away")
}

pub(crate) fn word_and_about(word: &str, about: &str) -> String {
    format!("{word}\n{about}")
}

pub(crate) const WIDTH_OF_THE_PALETTE: &str = "Width of the palette";
pub(crate) const WIDTH_OF_THE_SIDE_PANEL: &str = "Width of the side panel";

pub(crate) const UNSAVED_KEPT: &str = "Unsaved changes (kept in the journal)";
pub(crate) const UNSAVED_BEING_KEPT: &str = "Unsaved changes (being kept…)";
pub(crate) const UNSAVED_NOT_PROTECTED: &str = "Unsaved changes, not protected";
pub(crate) const ALL_CHANGES_SAVED: &str = "All changes saved";
pub(crate) const NO_CHANGES_YET: &str = "No changes yet";
pub(crate) const FILE_HAS_CHANGED: &str = "File has changed";
pub(crate) const FILE_IS_GONE: &str = "File is gone";
pub(crate) const READ_ANEW_OR_SAVE_ELSEWHERE: &str = "Click to read it anew or to save under another name";

/// `Also open: anna on PC7`
pub(crate) fn also_open(other: &Other) -> String {
    match &other.holder {
        Some(_) if other.is_here => "Also open in another window".to_owned(),
        Some(holder) => format!("Also open: {} on {}", holder.person, holder.computer),
        None => "Also open elsewhere".to_owned(),
    }
}

pub(crate) fn synced(service: &str) -> String {
    format!("In {service}")
}

pub(crate) fn single_points(count: usize) -> String {
    if count == 1 { "1 single point".to_owned() } else { format!("{count} single points") }
}

pub(crate) fn accepted(count: usize) -> String {
    format!("{count} accepted")
}

pub(crate) fn selected(count: usize) -> String {
    format!("{count} selected")
}

pub(crate) const NO_COMPUTERS_YET: &str = "No computers yet";

/// `3 computers, small deployment`.
pub(crate) fn deployment(count: usize, size: &str) -> String {
    let noun = if count == 1 { "computer" } else { "computers" };
    format!("{count} {noun}, {size} deployment")
}
