//! Headings, paragraphs, lists, key-value lists, drawings and pictures.

use crate::export::error::ExportError;
use crate::export::pdf::diagram::{describe, place, placement};
use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::chunk::Chunk;
use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::{self, BODY, GAP, LABEL, LEAD, NOTE, TextStyle};
use crate::export::pdf::flow::{Block, Flow, area, drawable};
use crate::export::pdf::picture::Picture;
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::{Ink, Prim, Scene};

/// Width of the label column of a key-value list in points.
const LABEL_WIDTH: f32 = 132.0;
/// Indent of a list in points.
const INDENT: f32 = 14.0;
/// Largest enlargement of a drawing inside the text: points per world unit.
const MOST_SCALE: f32 = 0.9;

impl Flow {
    /// A heading of level 1 to 3 with its entry in the outline and the contents; stays with what follows.
    pub fn heading(&mut self, level: u8, text: &str) {
        self.note_block(|| Block::Heading(level, text.to_owned()));
        let is_compact = self.is_compact || self.is_small;
        let (style, before, after) = if is_compact { style::compact_heading(level) } else { style::heading(level) };
        let number = self.number();
        let rich = RichText::from(text);
        let lines = rich.lines(&style, self.content_width());
        let mut pieces = Vec::new();
        let mut y = 0.0;
        if level <= 1 {
            let bar = Rect::from_ltrb(0.0, 0.0, 30.0, 3.2);
            pieces.push(Piece::new(Tag::Artifact, vec![Prim::filled(bar, 0.0, Ink::Accent)]));
            y = if is_compact { 7.0 } else { 11.0 };
        }
        for line in &lines {
            let prims = rich.draw(line, &style, Point::new(0.0, y));
            pieces.push(Piece::new(Tag::Heading(number, level.clamp(1, 3)), prims));
            y += style.leading;
        }
        let mut chunk = Chunk::new(y + after, pieces).after(before).kept(true);
        chunk.bookmark = Some((level.saturating_sub(1), text.to_owned()));
        chunk.anchor = Some(format!("heading-{number}"));
        self.add(chunk);
    }

    /// Names the place where the next block starts; links lead there with `#name`.
    pub fn anchor(&mut self, name: &str) {
        let mut chunk = Chunk::default().kept(true);
        chunk.anchor = Some(name.to_owned());
        self.add(chunk);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: impl Into<RichText>) {
        let text = text.into();
        self.note_block(|| Block::Paragraph(text.clone()));
        self.lines_of(&text, &BODY, GAP, false);
    }

    /// A paragraph that stays with what it introduces.
    pub fn introduction(&mut self, text: impl Into<RichText>) {
        let text = text.into();
        self.note_block(|| Block::Paragraph(text.clone()));
        let style = if self.is_small { &NOTE } else { &BODY };
        self.lines_of(&text, style, GAP, true);
    }

    /// An opening paragraph in larger type.
    pub fn lead(&mut self, text: impl Into<RichText>) {
        let text = text.into();
        self.note_block(|| Block::Paragraph(text.clone()));
        self.lines_of(&text, &LEAD, GAP, false);
    }

    /// A remark in smaller type.
    pub fn note(&mut self, text: impl Into<RichText>) {
        let text = text.into();
        self.note_block(|| Block::Note(text.clone()));
        self.lines_of(&text, &NOTE, GAP * 0.75, false);
    }

    /// A remark in smaller type that leads to what follows and stays with it.
    pub fn lead_in(&mut self, text: impl Into<RichText>) {
        let text = text.into();
        self.note_block(|| Block::Note(text.clone()));
        let tag = Tag::Paragraph(self.number());
        let style = if self.is_compact { style::CELL_NOTE } else { NOTE };
        for (index, line) in text.lines(&style, self.content_width()).iter().enumerate() {
            let piece = Piece::new(tag.clone(), text.draw(line, &style, Point::default()));
            let space = if index == 0 { GAP * 0.5 } else { 0.0 };
            self.add(Chunk::new(style.leading, vec![piece]).after(space).kept(true));
        }
    }

    /// The lines of a paragraph; never a single line left alone at the bottom or the top of a page. `stays` = with what
    /// follows.
    fn lines_of(&mut self, text: &RichText, style: &TextStyle, before: f32, stays: bool) {
        let tag = Tag::Paragraph(self.number());
        let lines = text.lines(style, self.content_width());
        let count = lines.len();
        for (index, line) in lines.iter().enumerate() {
            let piece = Piece::new(tag.clone(), text.draw(line, style, Point::default()));
            let keep = stays || index + 1 < count && (index == 0 || index + 2 >= count);
            let space = if index == 0 { before } else { 0.0 };
            self.add(Chunk::new(style.leading, vec![piece]).after(space).kept(keep));
        }
    }

    /// A bullet list.
    pub fn bullets(&mut self, items: &[RichText]) {
        self.note_block(|| Block::Bullets(items.to_vec()));
        let list = self.number();
        let width = self.content_width() - INDENT;
        for (number, item) in items.iter().enumerate() {
            let tag = Tag::ListItem(list, number as u32);
            let lines = item.lines(&BODY, width);
            for (index, line) in lines.iter().enumerate() {
                let mut prims = item.draw(line, &BODY, Point::new(INDENT, 0.0));
                if index == 0 {
                    let center = Point::new(4.0, BODY.baseline() - BODY.size * 0.33);
                    prims.insert(0, Prim::Circle { center, radius: 1.6, fill: Some(Ink::Accent), stroke: None });
                }
                let keep = index + 1 < lines.len() && (index == 0 || index + 2 == lines.len());
                let before = match (number, index) {
                    (0, 0) => GAP,
                    (_, 0) => 3.0,
                    _ => 0.0,
                };
                let chunk = Chunk::new(BODY.leading, vec![Piece::new(tag.clone(), prims)]);
                self.add(chunk.after(before).kept(keep));
            }
        }
    }

    /// Labels on the left, values on the right; a value that is empty shows "Not stated".
    pub fn key_values(&mut self, rows: &[(&str, RichText)]) {
        self.note_block(|| {
            Block::KeyValues(rows.iter().map(|(it, value)| ((*it).to_owned(), value.clone())).collect())
        });
        let table = self.number();
        let width = self.content_width() - LABEL_WIDTH;
        let nothing = RichText::new().muted("Not stated");
        for (row, (label, value)) in rows.iter().enumerate() {
            let value = if value.is_empty() { &nothing } else { value };
            let label = RichText::from(*label);
            let cell = |column, header| Tag::Cell { table, row: row as u32 + 1, column, header, span: 1 };
            let (labels, values) = (label.lines(&LABEL, LABEL_WIDTH - 10.0), value.lines(&BODY, width));
            let count = labels.len().max(values.len());
            for index in 0..count {
                let mut pieces = Vec::new();
                if let Some(line) = labels.get(index) {
                    let shift = BODY.baseline() - LABEL.baseline();
                    pieces.push(Piece::new(cell(0, true), label.draw(line, &LABEL, Point::new(0.0, shift))));
                }
                if let Some(line) = values.get(index) {
                    pieces.push(Piece::new(cell(1, false), value.draw(line, &BODY, Point::new(LABEL_WIDTH, 0.0))));
                }
                let before = if index > 0 { 0.0 } else { GAP * 0.6 };
                let keep = index + 1 < count && (index == 0 || index + 2 >= count);
                self.add(Chunk::new(BODY.leading, pieces).after(before).kept(keep));
            }
        }
    }

    /// A drawing as wide as the text, at most `most_height` points high; the caption stands below.
    pub fn scene(&mut self, scene: &Scene, most_height: f32, caption: &str) {
        if !drawable(scene) {
            return;
        }
        self.note_block(|| Block::Drawing(scene.clone(), String::new()));
        let waiting: f32 = self.waiting.iter().map(Chunk::total).sum();
        let caption_height = if caption.is_empty() { 0.0 } else { NOTE.leading * 2.0 + GAP };
        let height = most_height.min(self.content_height() - waiting - caption_height - GAP).max(60.0);
        let placement = placement(scene.bounds, area(self.content_width(), height), MOST_SCALE);
        let tag = Tag::Figure(self.number(), describe(scene, caption.to_owned()));
        let drawn = scene.bounds.height() * placement.scale;
        let chunk = Chunk::new(drawn, vec![Piece::new(tag, place(scene, &placement))]).after(GAP * 1.5);
        self.add(chunk.kept(!caption.is_empty()));
        if !caption.is_empty() {
            self.note(caption);
        }
    }

    /// Drawings beside each other, each at most `most_height` points high; kept on one page.
    pub fn scenes(&mut self, scenes: &[Scene], most_height: f32) {
        for scene in scenes {
            self.note_block(|| Block::Drawing(scene.clone(), String::new()));
        }
        let scenes: Vec<&Scene> = scenes.iter().filter(|it| drawable(it)).collect();
        let width = (self.content_width() + GAP) / scenes.len().max(1) as f32 - GAP;
        let (mut pieces, mut height) = (Vec::new(), 0.0_f32);
        for (at, scene) in scenes.into_iter().enumerate() {
            let left = at as f32 * (width + GAP);
            let placement = placement(scene.bounds, Rect::from_ltrb(left, 0.0, left + width, most_height), MOST_SCALE);
            let tag = Tag::Figure(self.number(), describe(scene, String::new()));
            pieces.push(Piece::new(tag, place(scene, &placement)));
            height = height.max(scene.bounds.height() * placement.scale);
        }
        self.add(Chunk::new(height, pieces).after(GAP * 1.5));
    }

    /// A PNG picture at most `width` by `height` points large, at the left; `alt` says what it shows.
    pub fn picture(&mut self, picture: &Picture, (width, height): (f32, f32), alt: &str) {
        let (width, height) = picture.fit(width.min(self.content_width()), height.min(self.content_height()));
        let tag = Tag::Figure(self.number(), alt.to_owned());
        let number = self.picture_number(picture);
        let piece = Piece { picture: Some((number, area(width, height))), ..Piece::new(tag, Vec::new()) };
        self.add(Chunk::new(height, vec![piece]).after(GAP));
    }

    /// Reads a PNG file's bytes for [`picture`](Self::picture) or the cover.
    pub fn read_picture(bytes: &[u8]) -> Result<Picture, ExportError> {
        Picture::from_png(bytes)
    }
}
