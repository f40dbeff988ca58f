//! The head of a document without a cover: what it is, of what, and by what it can be known.

use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::Flow;
use crate::export::pdf::flow::chunk::Chunk;
use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::{COVER_KICKER, GAP, NOTE, TextStyle, heading};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::{Ink, Prim};

/// The head of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// What kind of document it is.
    pub kicker: String,
    /// Name of the design.
    pub title: String,
    /// Lines of facts below it.
    pub facts: Vec<String>,
}

impl Flow {
    /// The head of a document, at the top of its first page.
    pub fn masthead(&mut self, masthead: &Masthead) {
        let width = self.content_width();
        let (title_style, _, _) = heading(1);
        let kicker = TextStyle { ink: Ink::Accent, ..COVER_KICKER };
        let bar = Rect::from_ltrb(0.0, 0.0, width, 3.2);
        let mut pieces = vec![Piece::new(Tag::Artifact, vec![Prim::filled(bar, 0.0, Ink::Accent)])];
        let mut y = 12.0;
        let mut put = |text: &str, style: &TextStyle, tag: Tag, after: f32| {
            let rich = RichText::from(text);
            for line in rich.lines(style, width) {
                pieces.push(Piece::new(tag.clone(), rich.draw(&line, style, Point::new(0.0, y))));
                y += style.leading;
            }
            y += after;
        };
        put(&masthead.kicker, &kicker, Tag::Paragraph(self.number()), 0.0);
        put(&masthead.title, &title_style, Tag::Heading(self.number(), 1), 2.0);
        for fact in &masthead.facts {
            put(fact, &NOTE, Tag::Paragraph(self.number()), 0.0);
        }
        self.add(Chunk::new(y, pieces).after(GAP));
    }
}
