//! Sets the rows of a card one below the other: first how wide they must be, then where everything stands.

use super::part::{Look, Part, Plan};
use crate::geometry::{Point, Rect, Size};
use crate::model::Element;
use crate::scene::style::{BODY, CARD_MAX, CARD_MIN, CARD_PAD, CHIP, LINE, NAME, SMALL, TAG, TILE, TINY};
use crate::scene::text::{text_width, wrapped, wrapped_name};
use crate::scene::{Face, IconKind, Ink};

/// One row of a card, top to bottom.
#[derive(Clone, Debug)]
pub(crate) enum CardRow {
    /// Icon tile, name, what it is.
    Header { icon: IconKind, ink: Ink, soft: Ink, name: String, role: String },
    /// A mark with words: active, passive.
    State { icon: IconKind, text: String, ink: Ink, soft: Ink },
    /// A thin line.
    Rule,
    /// An entry of a list.
    Entry(Entry),
    /// Secondary text, wrapped.
    Note(String),
    /// Words in frames, wrapped.
    Tags(Vec<String>),
}

/// An entry of a list: a host instance, a SQL instance, a database.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) element: Option<Element>,
    pub(crate) icon: Option<IconKind>,
    pub(crate) ink: Ink,
    pub(crate) text: String,
    pub(crate) strong: bool,
    /// Greyed and struck through: switched off.
    pub(crate) off: bool,
    pub(crate) indent: f32,
    pub(crate) tags: Vec<String>,
}

const ICON: f32 = 12.0;
const ICON_GAP: f32 = 5.0;
const TAG_GAP: f32 = 5.0;
const CHIP_ICON: f32 = 11.0;

/// Sets `rows` into a card that is as wide as its widest unbreakable row asks, between the two card widths.
pub(crate) fn set(rows: &[CardRow]) -> Plan {
    let wish = rows.iter().map(wish).fold(0.0, f32::max) + 2.0 * CARD_PAD;
    let width = wish.ceil().clamp(CARD_MIN, CARD_MAX);
    let mut flow = Flow { width: width - 2.0 * CARD_PAD, y: CARD_PAD, parts: Vec::new() };
    for row in rows {
        flow.add(row);
    }
    Plan { size: Size::new(width, (flow.y + CARD_PAD - 2.0).ceil()), parts: flow.parts }
}

/// The width a row wants inside the padding.
fn wish(row: &CardRow) -> f32 {
    match row {
        CardRow::Header { name, role, .. } => {
            let text = text_width(Face::Bold, NAME, name).max(text_width(Face::Regular, SMALL, role));
            TILE + 8.0 + text
        }
        CardRow::State { text, .. } => chip_width(true, text),
        CardRow::Entry(entry) => {
            entry_left(entry) + text_width(entry_face(entry), BODY, &entry.text) + single_tags_width(&entry.tags)
        }
        CardRow::Tags(tags) => tags.iter().map(|tag| tag_width(tag)).fold(0.0, f32::max),
        CardRow::Rule | CardRow::Note(_) => 0.0,
    }
}

/// Short marks stand beside the text; words may go to the next line.
fn single_tags_width(tags: &[String]) -> f32 {
    tags.iter().filter(|tag| tag.len() == 1).map(|tag| tag_width(tag) + TAG_GAP).sum()
}

fn entry_face(entry: &Entry) -> Face {
    if entry.strong { Face::Bold } else { Face::Regular }
}

fn entry_left(entry: &Entry) -> f32 {
    entry.indent + if entry.icon.is_some() { ICON + ICON_GAP } else { 0.0 }
}

/// Width of a tag with its frame.
pub(crate) fn tag_width(text: &str) -> f32 {
    (text_width(Face::Regular, TINY, text) + 7.0).max(TAG)
}

/// Width of a chip, with or without an icon.
pub(crate) fn chip_width(icon: bool, text: &str) -> f32 {
    text_width(Face::Regular, SMALL, text) + 14.0 + if icon { CHIP_ICON + 4.0 } else { 0.0 }
}

struct Flow {
    width: f32,
    y: f32,
    parts: Vec<Part>,
}

impl Flow {
    fn add(&mut self, row: &CardRow) {
        match row {
            CardRow::Header { icon, ink, soft, name, role } => self.header(*icon, *ink, *soft, name, role),
            CardRow::State { icon, text, ink, soft } => {
                let rect = Rect::new(Point::new(CARD_PAD, self.y + 4.0), Size::new(chip_width(true, text), CHIP));
                let rect = Rect { max: Point::new(rect.max.x.min(CARD_PAD + self.width), rect.max.y), ..rect };
                let (icon, text) = (Some(*icon), text.clone());
                self.parts.push(Part::new(rect, Look::Chip { icon, text, ink: *ink, soft: *soft }));
                self.y += CHIP + 6.0;
            }
            CardRow::Rule => {
                let rect = Rect::new(Point::new(CARD_PAD, self.y + 5.0), Size::new(self.width, 1.0));
                self.parts.push(Part::new(rect, Look::Rule));
                self.y += 10.0;
            }
            CardRow::Entry(entry) => self.entry(entry),
            CardRow::Note(text) => {
                for line in wrapped(Face::Regular, SMALL, text, self.width, 6) {
                    self.line(CARD_PAD, line, SMALL, Face::Regular, Ink::TextMuted, false);
                    self.y += LINE - 2.0;
                }
            }
            CardRow::Tags(tags) => {
                self.y += 3.0;
                let at = self.tags(tags, CARD_PAD, CARD_PAD);
                self.y = at + 3.0;
            }
        }
    }

    fn header(&mut self, icon: IconKind, ink: Ink, soft: Ink, name: &str, role: &str) {
        let tile = Rect::new(Point::new(CARD_PAD, self.y), Size::new(TILE, TILE));
        self.parts.push(Part::new(tile, Look::Tile { icon, ink, soft }));
        let (left, width) = (CARD_PAD + TILE + 8.0, self.width - TILE - 8.0);
        let names = wrapped_name(Face::Bold, NAME, name, width, 2);
        let roles = if role.is_empty() { Vec::new() } else { wrapped(Face::Regular, SMALL, role, width, 2) };
        let height = 16.0 * names.len() as f32 + 13.0 * roles.len() as f32;
        let top = self.y;
        self.y = top + ((TILE - height) / 2.0).max(-1.0);
        for line in names {
            self.line(left, line, NAME, Face::Bold, Ink::TextStrong, false);
            self.y += 16.0;
        }
        for line in roles {
            self.y -= 1.5;
            self.line(left, line, SMALL, Face::Regular, Ink::TextMuted, false);
            self.y += 14.5;
        }
        self.y = self.y.max(top + TILE);
    }

    fn entry(&mut self, entry: &Entry) {
        let top = self.y;
        let left = CARD_PAD + entry_left(entry);
        let right = CARD_PAD + self.width;
        let ink = if entry.off { Ink::TextMuted } else { entry.ink };
        if let Some(icon) = entry.icon {
            let at = Point::new(CARD_PAD + entry.indent, top + (LINE - ICON) / 2.0);
            self.parts.push(Part::new(Rect::new(at, Size::new(ICON, ICON)), Look::Icon { icon, ink }));
        }
        let face = entry_face(entry);
        let text_ink = if entry.off {
            Ink::TextMuted
        } else if entry.strong {
            Ink::TextStrong
        } else {
            Ink::Text
        };
        let beside = single_tags_width(&entry.tags);
        let lines = wrapped_name(face, BODY, &entry.text, right - left - beside, 2);
        let last = lines.len().saturating_sub(1);
        for (position, line) in lines.into_iter().enumerate() {
            let end = left + text_width(face, BODY, &line);
            self.line(left, line, BODY, face, text_ink, entry.off);
            if position == last && !entry.tags.is_empty() {
                self.y = self.tags(&entry.tags, end + TAG_GAP, left) + 2.0;
            } else {
                self.y += LINE;
            }
        }
        self.y = self.y.max(top + LINE);
        if let Some(element) = entry.element {
            let area = Rect::from_ltrb(CARD_PAD - 4.0, top, right + 4.0, self.y);
            self.parts.push(Part::of(area, element, Look::Area));
        }
    }

    /// Sets tags from `x` on, breaking to `left` when the row is full; returns where the last row of tags ends.
    fn tags(&mut self, tags: &[String], mut x: f32, left: f32) -> f32 {
        let right = CARD_PAD + self.width;
        let mut y = self.y + (LINE - TAG) / 2.0;
        for tag in tags {
            let width = tag_width(tag).min(right - left);
            if x + width > right + 0.5 && x > left {
                (x, y) = (left, y + TAG + 2.0);
            }
            let rect = Rect::new(Point::new(x, y), Size::new(width, TAG));
            self.parts.push(Part::new(rect, Look::Tag { text: tag.clone(), ink: Ink::TextMuted }));
            x += width + TAG_GAP;
        }
        y + TAG
    }

    fn line(&mut self, x: f32, text: String, size: f32, face: Face, ink: Ink, struck: bool) {
        let rect = Rect::new(Point::new(x, self.y), Size::new(text_width(face, size, &text), LINE));
        self.parts.push(Part::new(rect, Look::Text { text, size, face, ink, struck }));
    }
}
