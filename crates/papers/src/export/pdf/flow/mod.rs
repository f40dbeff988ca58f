//! Documents of many pages: blocks follow one another, and pages break where a reader would want them to.

mod balance;
mod beside;
mod blocks;
mod chunk;
mod contents;
mod cover;
mod masthead;
mod narrow;
mod panels;
mod parts;
mod rich;
mod running;
mod sheets;
mod style;
mod table;
mod transcript;

pub use beside::spot;
pub use cover::Cover;
pub use masthead::Masthead;
pub use narrow::narrowed;
pub use panels::{Callout, Tile};
pub use rich::RichText;
pub use table::{Cell, Column, Part, Row, Severity, Table, Width};
pub use transcript::Block;

use chunk::Chunk;
use style::{BOTTOM, SIDE, TOP};

use crate::export::error::ExportError;
use crate::export::options::{ExportMeta, Paper};
use crate::export::pdf::document::{Anchors, Bookmark, Document, Page, Piece, Target};
use crate::export::pdf::picture::Picture;
use crate::geometry::Rect;
use crate::scene::{Palette, Scene};

/// What kind of page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageKind {
    /// With running header and footer.
    Running,
    /// Without: the cover.
    Bare,
}

/// A document in the making: add blocks from top to bottom, then [`finish`](Flow::finish).
pub struct Flow {
    meta: ExportMeta,
    paper: Paper,
    /// Whether pages that follow lie across.
    across: bool,
    running_title: (String, String),
    pages: Vec<Page>,
    kinds: Vec<PageKind>,
    /// Where the next portion goes, from the top of the page.
    y: f32,
    /// Portions that wait for the one they must stay with.
    waiting: Vec<Chunk>,
    bookmarks: Vec<Bookmark>,
    anchors: Anchors,
    pictures: Vec<Picture>,
    contents: Option<contents::Contents>,
    next_number: u32,
    /// Distances as a multiple of the usual ones.
    looseness: f32,
    /// Whether headings are small.
    is_compact: bool,
    /// Whether headings are small and all tables are in smaller type.
    is_small: bool,
    /// How far down each page is filled, from the top of the page in points.
    ends: Vec<f32>,
    /// The blocks, where they are noted.
    transcript: Option<Vec<Block>>,
}

impl Flow {
    /// An empty document. `title` stands at the top of each page, cut where there is no room, with
    /// `kept` behind it; customer and version at the bottom.
    pub fn new(meta: ExportMeta, paper: Paper, (title, kept): (impl Into<String>, impl Into<String>)) -> Self {
        Self {
            meta,
            paper,
            across: false,
            running_title: (title.into(), kept.into()),
            pages: Vec::new(),
            kinds: Vec::new(),
            y: 0.0,
            waiting: Vec::new(),
            bookmarks: Vec::new(),
            anchors: Anchors::new(),
            pictures: Vec::new(),
            contents: None,
            next_number: 0,
            looseness: 1.0,
            is_compact: false,
            is_small: false,
            ends: Vec::new(),
            transcript: None,
        }
    }

    /// The same with other distances between blocks and in tables, as a multiple of the usual ones.
    pub fn loosened(mut self, looseness: f32) -> Self {
        self.looseness = looseness;
        self
    }

    /// The same with small headings, for documents that are looked up and filled in.
    pub fn compact(mut self) -> Self {
        self.is_compact = true;
        self
    }

    /// The same with small headings and all tables in smaller type.
    pub fn in_small_type(mut self) -> Self {
        self.is_small = true;
        self
    }

    /// An empty document that is laid out alike, to see how much fits.
    pub fn like(&self) -> Self {
        let mut like = Self::new(self.meta.clone(), self.paper, ("", "")).loosened(self.looseness);
        (like.across, like.is_compact, like.is_small) = (self.across, self.is_compact, self.is_small);
        like
    }

    /// How many pages there are.
    pub fn num_pages(&mut self) -> usize {
        self.flush();
        self.pages.len()
    }

    /// How many pages with running lines are filled by less than a third.
    pub fn num_thin_pages(&mut self) -> usize {
        self.flush();
        let pages = self.pages.iter().zip(&self.kinds).zip(&self.ends);
        let is_thin = |((page, kind), end): &((&Page, &PageKind), &f32)| {
            **kind == PageKind::Running && **end - TOP < (page.height - TOP - BOTTOM) / 3.0
        };
        pages.filter(is_thin).count()
    }

    /// How far the last page is filled, from 0 to 1.
    pub fn fullness_of_last_page(&mut self) -> f32 {
        self.flush();
        let ends = self.pages.last().zip(self.ends.last());
        ends.map_or(0.0, |(page, end)| (end - TOP) / (page.height - TOP - BOTTOM))
    }

    /// Width available to content in points.
    pub fn content_width(&self) -> f32 {
        self.page_size().0 - 2.0 * SIDE
    }

    /// Height available to content on one page in points.
    pub fn content_height(&self) -> f32 {
        self.page_size().1 - TOP - BOTTOM
    }

    /// Width and height of pages that follow, in points.
    fn page_size(&self) -> (f32, f32) {
        let (short, long) = self.paper.points();
        if self.across { (long, short) } else { (short, long) }
    }

    /// Continues on a new page that lies across (`true`), for wide tables, or stands upright.
    pub fn turn(&mut self, across: bool) {
        self.page_break();
        self.across = across;
    }

    /// The bytes of the PDF file.
    pub fn finish(mut self) -> Result<Vec<u8>, ExportError> {
        self.flush();
        if self.pages.is_empty() {
            self.start_page(PageKind::Running);
        }
        self.fill_contents();
        self.add_running_lines();
        Document {
            meta: &self.meta,
            palette: Palette::print(),
            pages: self.pages,
            bookmarks: self.bookmarks,
            anchors: self.anchors,
            pictures: self.pictures,
        }
        .finish()
    }

    /// Continues on a new page; nothing happens at the top of a page.
    pub fn page_break(&mut self) {
        self.note_block(|| Block::PageBreak);
        // Names for places belong to what follows them.
        let solid = self.waiting.iter().rposition(|chunk| chunk.height > 0.0).map_or(0, |last| last + 1);
        let names = self.waiting.split_off(solid);
        self.flush();
        self.waiting = names;
        if !self.at_top() {
            self.y = f32::INFINITY;
        }
    }

    /// Leaves space of `points`, less at the bottom of a page.
    pub fn space(&mut self, points: f32) {
        self.flush();
        self.y += points;
    }

    /// A number for a paragraph, figure, list or table, unique in the document.
    fn number(&mut self) -> u32 {
        self.next_number += 1;
        self.next_number
    }

    fn start_page(&mut self, kind: PageKind) {
        let (width, height) = self.page_size();
        self.pages.push(Page { width, height, pieces: Vec::new() });
        self.kinds.push(kind);
        self.ends.push(TOP);
        self.y = TOP;
    }

    /// Whether nothing has been placed on the current page yet.
    fn at_top(&self) -> bool {
        self.pages.is_empty() || self.y <= TOP
    }

    /// How much still fits on the current page.
    fn room(&self) -> f32 {
        if self.pages.is_empty() { 0.0 } else { (self.page_size().1 - BOTTOM - self.y).max(0.0) }
    }

    /// Adds a portion, which waits when it must stay with the next one.
    fn add(&mut self, chunk: Chunk) {
        let keep = chunk.keep_with_next;
        self.waiting.push(chunk);
        if !keep {
            self.flush();
        }
    }

    /// Places what waits: together where that fits on one page.
    fn flush(&mut self) {
        let chunks = std::mem::take(&mut self.waiting);
        let Some(first) = chunks.first() else { return };
        let total: f32 = chunks.iter().map(Chunk::total).sum();
        let needed = if self.at_top() { total - first.before } else { total };
        let fits_a_page = needed - first.before <= self.content_height();
        if !self.y.is_finite() || (needed > self.room() && fits_a_page) {
            self.break_for(&chunks);
        }
        for chunk in chunks {
            let before = if self.at_top() { 0.0 } else { chunk.before * self.looseness };
            if before + chunk.height > self.room() {
                self.break_for(std::slice::from_ref(&chunk));
            }
            self.put(&chunk);
        }
    }

    /// Starts a new page, with the table's header row when a row without it comes first.
    fn break_for(&mut self, chunks: &[Chunk]) {
        if self.pages.is_empty() || !self.at_top() {
            self.start_page(PageKind::Running);
        }
        let first_row = chunks.iter().find(|chunk| chunk.is_header || chunk.repeat.is_some());
        let leading = chunks.first().is_some_and(|chunk| chunk.repeat.is_some());
        if leading && let Some(header) = first_row.and_then(|row| row.repeat.clone()) {
            self.put(&header.repeated());
        }
    }

    /// Places a portion at the current position.
    fn put(&mut self, chunk: &Chunk) {
        if self.pages.is_empty() {
            self.start_page(PageKind::Running);
        }
        if !self.at_top() {
            self.y += chunk.before * self.looseness;
        }
        let (page, y) = (self.pages.len() - 1, self.y);
        let height = self.pages.last().map_or(0.0, |page| page.height);
        let target = Target { page, y_from_bottom: (height - y + 12.0).min(height) };
        if let Some((level, title)) = &chunk.bookmark {
            self.bookmarks.push(Bookmark { title: title.clone(), level: *level, target });
        }
        if let Some(anchor) = &chunk.anchor {
            self.anchors.insert(anchor.clone(), target);
        }
        if let Some(page) = self.pages.last_mut() {
            page.pieces.extend(chunk.pieces.iter().map(|piece| moved(piece, SIDE, y)));
        }
        self.y += chunk.height;
        if let Some(end) = self.ends.last_mut() {
            *end = self.y;
        }
    }

    /// The number of a picture of the document; the same picture is stored once.
    fn picture_number(&mut self, picture: &Picture) -> usize {
        if let Some(known) = self.pictures.iter().position(|p| p == picture) {
            return known;
        }
        self.pictures.push(picture.clone());
        self.pictures.len() - 1
    }
}

/// The piece moved by `dx`, `dy`.
fn moved(piece: &Piece, dx: f32, dy: f32) -> Piece {
    Piece {
        tag: piece.tag.clone(),
        prims: piece.prims.iter().map(|prim| prim.placed(1.0, dx, dy)).collect(),
        picture: piece.picture.map(|(number, rect)| (number, rect.translate(dx, dy))),
        clip: piece.clip.iter().map(|rect| rect.translate(dx, dy)).collect(),
    }
}

/// A drawing's proportions are usable.
fn drawable(scene: &Scene) -> bool {
    let size = scene.bounds.size();
    size.width > 0.0 && size.height > 0.0
}

/// A rectangle at the top left of a portion.
fn area(width: f32, height: f32) -> Rect {
    Rect::from_ltrb(0.0, 0.0, width, height)
}

#[cfg(test)]
mod tests;
