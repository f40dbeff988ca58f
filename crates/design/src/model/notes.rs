//! Notes that people pin to elements for whoever reads the design.

use serde::{Deserialize, Serialize};

use super::{Document, Element};

/// What somebody has pinned to an element; an element carries one note at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What it is pinned to, never the environment: what is said of the design as a whole stands in
    /// [`super::ProjectInfo::notes`].
    pub element: Element,
    /// What it says, in any number of lines; never blank.
    pub text: String,
}

impl Document {
    /// The note on an element; `None` = there is none.
    pub fn note_on(&self, element: Element) -> Option<&str> {
        let at = self.notes.binary_search_by_key(&element, |it| it.element).ok()?;
        self.notes.get(at).map(|it| it.text.as_str())
    }
}
