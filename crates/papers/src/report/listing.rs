//! Tables of plain texts, which documents, workbook and text files show alike.

use crate::sources::SourceId;

/// One column of a listing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListingColumn {
    /// The words above it.
    pub title: &'static str,
    /// How wide it is, as a share against the other columns.
    pub share: f32,
}

/// A table of texts; the first column names the row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The heading.
    pub title: &'static str,
    /// What it says, in a sentence or two; may be empty.
    pub intro: String,
    /// Its columns.
    pub columns: Vec<ListingColumn>,
    /// Its rows; every row has a text for every column.
    pub rows: Vec<Vec<String>>,
    /// The documents it rests on.
    pub sources: Vec<SourceId>,
}

impl Listing {
    /// A listing without rows.
    pub(super) fn new(title: &'static str, columns: &[(&'static str, f32)]) -> Self {
        let columns = columns.iter().map(|(title, share)| ListingColumn { title, share: *share }).collect();
        Self { title, columns, ..Self::default() }
    }

    /// The same with an introduction.
    pub(super) fn saying(mut self, intro: impl Into<String>) -> Self {
        self.intro = intro.into();
        self
    }

    /// The same with the documents it rests on.
    pub(super) fn after(mut self, sources: &[&str]) -> Self {
        self.sources = sources.iter().map(|it| SourceId((*it).to_owned())).collect();
        self
    }

    /// Adds a row.
    pub(super) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}

/// A text, or what stands in its place where it is empty.
pub(super) fn or(text: String, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text }
}

/// What stands where nobody has stated something.
pub const NOT_STATED: &str = "not stated";
