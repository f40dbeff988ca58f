//! The smallest portion of a document that is never split between pages.

use std::rc::Rc;

use crate::export::pdf::document::Piece;
use crate::export::pdf::structure::Tag;

/// A portion of content; positions count from its own top left corner.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// Space above, left out at the top of a page.
    pub(super) before: f32,
    /// Height without the space above.
    pub(super) height: f32,
    /// What it shows.
    pub(super) pieces: Vec<Piece>,
    /// Whether it must not be the last on its page.
    pub(super) keep_with_next: bool,
    /// The header row of the table it belongs to, repeated above it on a new page.
    pub(super) repeat: Option<Rc<Self>>,
    /// Whether it is a header row itself.
    pub(super) is_header: bool,
    /// Entry of the outline and the contents: depth from 0 and words.
    pub(super) bookmark: Option<(u8, String)>,
    /// Name by which links lead here.
    pub(super) anchor: Option<String>,
}

impl Chunk {
    /// A portion of `height` with `pieces`.
    pub(super) fn new(height: f32, pieces: Vec<Piece>) -> Self {
        Self { height, pieces, ..Self::default() }
    }

    /// The same with space above.
    pub(super) fn after(mut self, before: f32) -> Self {
        self.before = before;
        self
    }

    /// The same as an ornament, for what repeats what was said before.
    pub(super) fn repeated(&self) -> Self {
        let mut again = self.clone();
        for piece in &mut again.pieces {
            piece.tag = Tag::Artifact;
        }
        again
    }

    /// The same, kept on one page with what follows.
    pub(super) fn kept(mut self, keep: bool) -> Self {
        self.keep_with_next = keep;
        self
    }

    /// Space and height together.
    pub(super) fn total(&self) -> f32 {
        self.before + self.height
    }
}
