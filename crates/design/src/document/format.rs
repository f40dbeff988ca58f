//! The text of a design: canonical RON that reads well in an editor and in a version control diff.
//!
//! # How the format grows
//! What nobody uses leaves no trace in a file, so a file keeps its bytes, and older programs open it, until somebody
//! uses something new in it. Then its header says `needs: "0.2.0"`, and an older program says that the file was made by
//! a newer one, and by which. In a file that needs nothing newer, what is unknown is a mistake, refused with its line.
//!
//! To give the model an optional field, or a value to a list of words:
//! 1. Add it to the model: a field with `#[serde(default, skip_serializing_if = …)]`, so that it is left out when unset.
//! 2. Name it in `assets/format.ron` under the version that is released next, such as `computers[].gpu` or
//!    `computers[].os: Server2025`. Rules, checklist rows and figures of the estimate are named there as well.
//! 3. Keep a file that uses it as `tests/fixtures/format/v1-0.2.0.ron`, beside those of versions before, forever.
//!
//! Tests name what was forgotten of 2 and 3. Anything else (a field that becomes required, moves, or changes its meaning)
//! takes a new format version, see `migrate.rs`.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::error::OpenError;
use super::layout::lay_out;
use super::migrate::{self, FILE_NAME, FORMAT_VERSION};
use super::names::refuse_unknown_names;
use super::place::{entry_lines, line_of};
use super::since::{Release, needed, releases};
use crate::model::{Document, Element, EndpointId, InvariantViolation, ResourceGroupId, check_invariants, is_blank};

/// Largest text that is read, in bytes; a design of two hundred computers takes a hundredth of it.
pub const MAX_TEXT_BYTES: u64 = 32 * 1024 * 1024;

/// What stands above every design.
const PREAMBLE: &str = "\
// A design of Tierwright, the designer for highly available BizTalk Server environments.
// Plain RON text: one record per line where it fits. Unknown fields are refused when it is opened.
";

/// The canonical text of a design; the same design always gives the same bytes.
///
/// Empty if the design cannot be written as RON, which no document of this model brings about; [`super::save()`] and
/// the journal refuse an empty text, so nothing is ever replaced by it.
pub fn to_text(document: &Document) -> String {
    write(document, releases()).unwrap_or_else(|err| {
        debug_assert!(false, "a design could not be turned into text: {err}");
        log::error!("a design could not be turned into text: {err}");
        String::new()
    })
}

/// Reads a design from its text and checks that its records fit together.
pub fn from_text(text: &str) -> Result<Document, OpenError> {
    let mut document: Document = read(text)?;
    forget_removed_roles(&mut document);
    refuse_contradictions(text, &document)?;
    refuse_unknown_names(text, &document)?;
    Ok(document)
}

/// Programs before 0.2.0 kept the cluster role of an endpoint when the role was removed; their files still open.
fn forget_removed_roles(document: &mut Document) {
    let roles = &document.resource_groups;
    let is_gone = |id: &ResourceGroupId| !roles.contains_key(id);
    let endpoints = document.endpoints.iter().filter(|(_, it)| it.cluster_role.as_ref().is_some_and(is_gone));
    let without: Vec<EndpointId> = endpoints.map(|(id, _)| *id).collect();
    for id in without {
        if let Some(endpoint) = document.endpoints.edit().get_mut(&id) {
            endpoint.cluster_role = None;
        }
    }
}

/// Refuses a document whose records do not fit together; `text` is what it was read from.
pub(crate) fn refuse_contradictions(text: &str, document: &Document) -> Result<(), OpenError> {
    let violations = check_invariants(document);
    if violations.is_empty() {
        return Ok(());
    }
    let violations = violations.iter().map(|violation| located(text, document, violation)).collect();
    Err(OpenError::Contradictory { violations })
}

/// The violation with its line and the name a person knows the element by.
fn located(text: &str, document: &Document, violation: &InvariantViolation) -> String {
    let InvariantViolation { element, field, problem } = violation;
    let of_design = *element == Element::Environment;
    let line = match field.as_str() {
        "" => None,
        field if of_design => line_of(text, &format!("document.{field}")),
        field => line_of(text, &format!("{}.{field}", path_of(*element))),
    };
    let line = line.or_else(|| line_of_element(text, *element));
    let place = line.map_or_else(String::new, |line| format!("line {line}, "));
    if of_design && !field.is_empty() {
        return format!("{place}{problem}");
    }
    let name = element.name(document);
    if is_blank(&name) {
        format!("{place}{element}: {problem}")
    } else {
        format!("{place}{name} ({element}): {problem}")
    }
}

/// Line, counted from 1, on which the record of an element starts in the text of a design.
///
/// `None` when the text does not hold it.
pub fn line_of_element(text: &str, element: Element) -> Option<usize> {
    line_of(text, &path_of(element))
}

/// The way to the record of an element, as [`line_of`] takes it.
fn path_of(element: Element) -> String {
    let table = match element {
        Element::Environment => return "document.environment".to_owned(),
        Element::ResourceGroup(_) => "resource_groups".to_owned(),
        other => format!("{}s", other.kind().replace('-', "_")),
    };
    format!("document.{table}[{}]", element.number())
}

/// The lines of all elements of one text, found in one walk.
#[derive(Clone, Debug, Default)]
pub struct ElementLines(BTreeMap<String, usize>);

impl ElementLines {
    /// Walks through the text of a design.
    pub fn of(text: &str) -> Self {
        Self(entry_lines(text))
    }

    /// As [`line_of_element`].
    pub fn line(&self, element: Element) -> Option<usize> {
        self.0.get(&path_of(element)).copied()
    }
}

/// Writes a design in canonical form, with the oldest version that can read it where that is not every one.
pub(crate) fn write(document: &Document, releases: &[Release]) -> Result<String, ron::Error> {
    let record = ron::to_string(document)?;
    let needs = needed(document, &record, releases).map_or_else(String::new, |it| format!("needs:\"{it}\","));
    let compact = format!("{FILE_NAME}(format_version:{FORMAT_VERSION},{needs}document:{record})");
    Ok(format!("{PREAMBLE}{}", lay_out(&compact)))
}

/// Reads any document of a known format version; does not look at what the records mean.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, OpenError> {
    let size = text.len() as u64;
    if size > MAX_TEXT_BYTES {
        return Err(OpenError::TooLarge { size, limit: MAX_TEXT_BYTES });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    migrate::read(text)
}
