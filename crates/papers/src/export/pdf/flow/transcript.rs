//! What a document says, block by block, for formats that lay pages out themselves. It is noted while the pages are laid
//! out, so that both say the same.

use super::{Callout, Cover, Flow, RichText, Table, Tile};
use crate::scene::Scene;

/// A block of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The cover.
    Cover(Cover),
    /// A heading with its level, from 1.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(RichText),
    /// A remark.
    Note(RichText),
    /// A list.
    Bullets(Vec<RichText>),
    /// Labels with values.
    KeyValues(Vec<(String, RichText)>),
    /// A table.
    Table(Table),
    /// A message that catches the eye.
    Callout(Callout),
    /// Figures with what they count.
    Tiles(Vec<Tile>),
    /// A drawing; its caption may be empty.
    Drawing(Scene, String),
    /// A drawing with a page of its own, below a heading of level 1.
    Sheet(Scene, String),
    /// The table of contents.
    Contents,
    /// What follows stands on a new page.
    PageBreak,
}

impl Flow {
    /// The same, noting its blocks.
    pub fn transcribed(mut self) -> Self {
        self.transcript = Some(Vec::new());
        self
    }

    /// The blocks that were noted.
    pub fn into_transcript(self) -> Vec<Block> {
        self.transcript.unwrap_or_default()
    }

    /// Notes a block where blocks are noted.
    pub(super) fn note_block(&mut self, block: impl FnOnce() -> Block) {
        if let Some(transcript) = &mut self.transcript {
            transcript.push(block());
        }
    }
}
