//! What the documents say about themselves, in the project details.

pub(crate) const DOCUMENTS: &str = "Documents";
pub(crate) const STATUS: &str = "Status";
pub(crate) const CONFIDENTIALITY: &str = "Confidentiality";
pub(crate) const VERSIONS: &str = "Versions";
pub(crate) const ABOUT_VERSIONS: &str =
    "Oldest first. Without any, the control page shows version and author from above with the day of the export.";
pub(crate) const VERSION: &str = "Version";
pub(crate) const DAY: &str = "Date";
pub(crate) const AUTHOR: &str = "Author";
pub(crate) const CHANGE: &str = "Change";
pub(crate) const ADD_VERSION: &str = "Add a version";
pub(crate) const READERS: &str = "Distribution and signatures";
pub(crate) const ABOUT_READERS: &str =
    "Who receives the documents. Whoever signs has a line for it on the control page.";
pub(crate) const ROLE: &str = "Role";
pub(crate) const ROLE_EXAMPLE: &str = "Head of integration";
pub(crate) const SIGNS: &str = "Signs";
pub(crate) const ADD_READER: &str = "Add a reader";
pub(crate) const SECTIONS: &str = "Sections of the documents";
pub(crate) const ABOUT_SECTIONS: &str =
    "What is not ticked is left out wherever it would stand. Summary and control page always stay.";

/// The status that documents have unless a person sets one.
pub(crate) fn as_the_design_says(status: &str) -> String {
    format!("As the design says: {status}")
}

/// A field of a version, by which assistive technology tells it from others.
pub(crate) fn of_version(field: &str, number: usize) -> String {
    format!("{field} of version {number}")
}

/// The same of a reader.
pub(crate) fn of_reader(field: &str, number: usize) -> String {
    format!("{field} of reader {number}")
}

pub(crate) fn remove_version(number: usize) -> String {
    format!("Remove version {number}")
}

pub(crate) fn remove_reader(number: usize) -> String {
    format!("Remove reader {number}")
}
