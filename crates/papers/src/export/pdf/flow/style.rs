//! Type sizes, colors and distances of documents, in points.

use crate::scene::text::cap_height;
use crate::scene::{Face, Ink};

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextStyle {
    /// Font size.
    pub(super) size: f32,
    /// Distance from baseline to baseline.
    pub(super) leading: f32,
    /// Typeface where the text does not ask for another one.
    pub(super) face: Face,
    /// Color where the text does not ask for another one.
    pub(super) ink: Ink,
}

impl TextStyle {
    const fn new(size: f32, leading: f32, face: Face, ink: Ink) -> Self {
        Self { size, leading, face, ink }
    }

    /// Distance from the top of a line to its baseline: capitals sit in the middle of the line.
    pub(super) fn baseline(&self) -> f32 {
        f32::midpoint(self.leading, cap_height(self.face, self.size))
    }
}

/// Ordinary paragraphs.
pub(super) const BODY: TextStyle = TextStyle::new(9.6, 14.4, Face::Regular, Ink::Text);
/// An opening paragraph that carries the message.
pub(super) const LEAD: TextStyle = TextStyle::new(11.6, 17.6, Face::Regular, Ink::TextStrong);
/// Remarks below tables and figures.
pub(super) const NOTE: TextStyle = TextStyle::new(8.0, 11.6, Face::Regular, Ink::TextMuted);
/// Cells of a table.
pub(super) const CELL: TextStyle = TextStyle::new(8.3, 11.8, Face::Regular, Ink::Text);
/// Cells of a table in smaller type.
pub(super) const CELL_SMALL: TextStyle = TextStyle::new(7.2, 9.0, Face::Regular, Ink::Text);
/// Remarks that lead to such a table.
pub(super) const CELL_NOTE: TextStyle = TextStyle::new(7.2, 9.6, Face::Regular, Ink::TextMuted);
/// Head cells of a table.
pub(super) const CELL_HEAD: TextStyle = TextStyle::new(7.8, 11.0, Face::Bold, Ink::TextStrong);
/// The line that heads a group of rows.
pub(super) const CELL_GROUP: TextStyle = TextStyle::new(8.6, 12.2, Face::Bold, Ink::TextStrong);
/// Labels of key-value lists and tiles.
pub(super) const LABEL: TextStyle = TextStyle::new(8.6, 12.6, Face::Regular, Ink::TextMuted);
/// The number on a tile.
pub(super) const FIGURE: TextStyle = TextStyle::new(22.0, 27.0, Face::Bold, Ink::TextStrong);
/// Running header and footer.
pub(super) const RUNNING: TextStyle = TextStyle::new(7.6, 10.0, Face::Regular, Ink::TextMuted);
/// Title on the cover.
pub(super) const COVER_TITLE: TextStyle = TextStyle::new(31.0, 38.0, Face::Bold, Ink::TextStrong);
/// Line above the title on the cover.
pub(super) const COVER_KICKER: TextStyle = TextStyle::new(10.5, 15.0, Face::Bold, Ink::Accent);
/// Line below the title on the cover.
pub(super) const COVER_SUBTITLE: TextStyle = TextStyle::new(14.0, 21.0, Face::Regular, Ink::TextMuted);
/// Facts on the cover.
pub(super) const COVER_FACT: TextStyle = TextStyle::new(10.0, 14.0, Face::Bold, Ink::TextStrong);

/// Style, space above and space below of a heading of level 1, 2 or deeper.
pub(super) const fn heading(level: u8) -> (TextStyle, f32, f32) {
    match level {
        0 | 1 => (TextStyle::new(20.0, 26.0, Face::Bold, Ink::TextStrong), 26.0, 10.0),
        2 => (TextStyle::new(13.2, 18.0, Face::Bold, Ink::TextStrong), 20.0, 6.0),
        _ => (TextStyle::new(10.4, 14.6, Face::Bold, Ink::TextStrong), 13.0, 3.0),
    }
}

/// The same in documents that are looked up and filled in, not read from the first page to the last.
pub(super) const fn compact_heading(level: u8) -> (TextStyle, f32, f32) {
    match level {
        0 | 1 => (TextStyle::new(13.6, 18.0, Face::Bold, Ink::TextStrong), 12.0, 2.0),
        2 => (TextStyle::new(10.0, 13.0, Face::Bold, Ink::TextStrong), 7.0, 1.0),
        _ => (TextStyle::new(9.4, 13.0, Face::Bold, Ink::TextStrong), 7.0, 2.0),
    }
}

/// White space left and right of the text.
pub(super) const SIDE: f32 = 44.0;
/// From the top of the page to the text.
pub(super) const TOP: f32 = 50.0;
/// From the text to the bottom of the page.
pub(super) const BOTTOM: f32 = 44.0;
/// Space above an ordinary block.
pub(super) const GAP: f32 = 8.0;
