//! Notes that people have pinned to elements.

use crate::model::Document;
use crate::report::listing::Listing;

/// What each note is on, and what it says.
pub(super) fn notes(document: &Document) -> Listing {
    let mut listing = Listing::new("Notes", &[("On", 1.0), ("Note", 3.6)]);
    for note in &document.notes {
        listing.row([note.element.name(document), note.text.clone()]);
    }
    listing
}
