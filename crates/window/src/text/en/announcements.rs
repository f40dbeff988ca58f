//! What screen readers say by themselves.

pub(crate) const ALL_CHANGES_SAVED: &str = "All changes saved";
pub(crate) const NOTHING_SELECTED: &str = "Nothing selected";

pub(crate) fn undone(label: &str) -> String {
    format!("Undone: {label}")
}

pub(crate) fn redone(label: &str) -> String {
    format!("Redone: {label}")
}

pub(crate) fn new_finding(message: &str) -> String {
    format!("New finding: {message}")
}

pub(crate) fn more_findings(count: usize) -> String {
    if count == 1 { "1 more finding".to_owned() } else { format!("{count} more findings") }
}

pub(crate) fn findings_gone(count: usize) -> String {
    if count == 1 { "1 finding gone".to_owned() } else { format!("{count} findings gone") }
}

pub(crate) fn selected(name: &str) -> String {
    format!("{name} selected")
}

pub(crate) fn number_selected(count: usize) -> String {
    format!("{count} elements selected")
}
