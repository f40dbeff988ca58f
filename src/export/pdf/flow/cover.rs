//! The cover page.

use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::{
    BOTTOM, COVER_FACT, COVER_KICKER, COVER_SUBTITLE, COVER_TITLE, LABEL, NOTE, SIDE, TextStyle,
};
use crate::export::pdf::flow::{Flow, PageKind};
use crate::export::pdf::picture::Picture;
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::{Ink, Prim, Stroke};

/// Largest logo in points.
const LOGO: (f32, f32) = (190.0, 70.0);
/// Width of the colored band at the left edge in points.
const BAND: f32 = 14.0;
/// Left edge of the text on the cover in points.
const LEFT: f32 = SIDE + 16.0;
/// Facts side by side.
const FACT_COLUMNS: usize = 3;

/// What the cover shows. Empty texts are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cover {
    /// What kind of document it is.
    pub kicker: String,
    /// Name of the design.
    pub title: String,
    /// For whom, or what it covers.
    pub subtitle: String,
    /// Label and value of facts such as author, version, date, status; facts without a value are left out.
    pub facts: Vec<(String, String)>,
    /// The customer's or the author's logo.
    pub logo: Option<Picture>,
    /// Small print at the bottom.
    pub note: String,
}

impl Flow {
    /// A cover page; the document goes on with a new page.
    pub fn cover(&mut self, cover: &Cover) {
        self.flush();
        self.start_page(PageKind::Bare);
        let (width, height) = self.paper.points();
        let room = width - LEFT - SIDE;
        let band = Rect::from_ltrb(0.0, 0.0, BAND, height);
        let mut pieces = vec![Piece::new(Tag::Artifact, vec![Prim::filled(band, 0.0, Ink::Accent)])];
        if let Some(logo) = &cover.logo {
            let (w, h) = logo.fit(LOGO.0, LOGO.1);
            let rect = Rect::from_ltrb(LEFT, 64.0, LEFT + w, 64.0 + h);
            let tag = Tag::Figure(self.number(), "Logo".to_owned());
            pieces.push(Piece { tag, prims: Vec::new(), picture: Some((self.picture_number(logo), rect)) });
        }
        let mut y = height * 0.30;
        let texts = [
            (&cover.kicker, COVER_KICKER, 8.0),
            (&cover.title, COVER_TITLE, 10.0),
            (&cover.subtitle, COVER_SUBTITLE, 0.0),
        ];
        for (text, style, after) in texts {
            if text.trim().is_empty() {
                continue;
            }
            let number = self.number();
            let tag = if style == COVER_TITLE { Tag::Heading(number, 1) } else { Tag::Paragraph(number) };
            pieces.extend(lines(text, &style, (LEFT, room), &mut y).map(|prims| Piece::new(tag.clone(), prims)));
            y += after;
        }
        self.cover_facts(cover, room, &mut pieces);
        let mut note_y = height - BOTTOM;
        if !cover.note.trim().is_empty() {
            let rich = RichText::from(&cover.note);
            note_y -= rich.lines(&NOTE, room).len() as f32 * NOTE.leading - NOTE.leading;
            let tag = Tag::Paragraph(self.number());
            pieces.extend(lines(&cover.note, &NOTE, (LEFT, room), &mut note_y).map(|p| Piece::new(tag.clone(), p)));
        }
        if let Some(page) = self.pages.last_mut() {
            page.pieces.append(&mut pieces);
        }
        self.y = f32::INFINITY;
    }

    fn cover_facts(&mut self, cover: &Cover, room: f32, pieces: &mut Vec<Piece>) {
        let facts: Vec<_> = cover.facts.iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        let column = room / FACT_COLUMNS as f32;
        let mut y = self.paper.points().1 * 0.66;
        for row in facts.chunks(FACT_COLUMNS) {
            let points = vec![Point::new(LEFT, y), Point::new(LEFT + room, y)];
            let rule = Prim::line(points, Stroke::solid(Ink::TableRule, 0.75));
            pieces.push(Piece::new(Tag::Artifact, vec![rule]));
            y += 10.0;
            let mut lowest = y;
            for (index, (label, value)) in row.iter().enumerate() {
                let place = (LEFT + column * index as f32, column - 12.0);
                let tag = Tag::Paragraph(self.number());
                let mut at = y;
                let label = lines(label, &LABEL, place, &mut at).flatten().collect::<Vec<_>>();
                let value = lines(value, &COVER_FACT, place, &mut at).flatten().collect::<Vec<_>>();
                pieces.push(Piece::new(tag, [label, value].concat()));
                lowest = lowest.max(at);
            }
            y = lowest + 12.0;
        }
    }
}

/// The shapes of each line of a text, with `y` moved below the text.
fn lines(
    text: &str,
    style: &TextStyle,
    (left, width): (f32, f32),
    y: &mut f32,
) -> impl Iterator<Item = Vec<Prim>> + use<> {
    let rich = RichText::from(text);
    let mut drawn = Vec::new();
    for line in rich.lines(style, width) {
        drawn.push(rich.draw(&line, style, Point::new(left, *y)));
        *y += style.leading;
    }
    drawn.into_iter()
}
