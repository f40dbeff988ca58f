//! Drawn parts with places: what a card, a box header or a legend consists of before it has a position on the sheet.

use crate::geometry::{Rect, Size};
use crate::model::Element;
use crate::scene::{Face, IconKind, Ink};

/// A part of a card or a box, in coordinates of its owner's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// Its place.
    pub(crate) rect: Rect,
    /// The element it shows, where that is not its owner.
    pub(crate) element: Option<Element>,
    /// What is drawn there.
    pub(crate) look: Look,
}

/// What a part looks like.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Look {
    /// A line of text, vertically centered.
    Text { text: String, size: f32, face: Face, ink: Ink, struck: bool },
    /// An icon.
    Icon { icon: IconKind, ink: Ink },
    /// An icon on a tinted tile.
    Tile { icon: IconKind, ink: Ink, soft: Ink },
    /// A rounded outline with words and perhaps an icon.
    Chip { icon: Option<IconKind>, text: String, ink: Ink, soft: Ink },
    /// A small frame round one word or letter.
    Tag { text: String, ink: Ink },
    /// A thin horizontal line.
    Rule,
    /// The area of an element that its other parts draw.
    Area,
}

impl Part {
    pub(crate) fn new(rect: Rect, look: Look) -> Self {
        Self { rect, element: None, look }
    }

    pub(crate) fn of(rect: Rect, element: Element, look: Look) -> Self {
        Self { rect, element: Some(element), look }
    }
}

/// Parts with the size they need.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Plan {
    pub(crate) size: Size,
    pub(crate) parts: Vec<Part>,
}
