//! The cover page.

use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::{
    BOTTOM, COVER_FACT, COVER_KICKER, COVER_SUBTITLE, COVER_TITLE, LABEL, NOTE, SIDE, TextStyle,
};
use crate::export::pdf::flow::{Block, Flow, PageKind};
use crate::export::pdf::picture::Picture;
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::text::ellipsize;
use crate::scene::{Ink, Prim, Stroke};

/// Largest logo in points.
const LOGO: (f32, f32) = (190.0, 70.0);
/// Height of the white strip above the panel that holds the logo, in points.
const STRIP: f32 = 132.0;
/// Where the panel ends, as a share of the height of the page.
const PANEL_END: f32 = 0.6;
/// Space that the drawing in the panel takes, from the top of the panel in points.
const BLUEPRINT: f32 = 190.0;
/// Longest text in the panel in widths of a line.
const MOST_LINES: f32 = 3.4;
/// White space below the text in the panel in points.
const PANEL_FOOT: f32 = 44.0;
/// Left edge of the text on the cover in points.
const LEFT: f32 = SIDE;
/// Facts side by side, and at most where there are many.
const FACT_COLUMNS: usize = 3;
const MOST_FACT_COLUMNS: usize = 5;
/// Above and below a row of facts in points.
const FACT_MARGINS: f32 = 22.0;

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
        self.note_block(|| Block::Cover(cover.clone()));
        self.flush();
        self.start_page(PageKind::Bare);
        let (width, height) = self.paper.points();
        let room = width - LEFT - SIDE;
        let top = if cover.logo.is_some() { STRIP } else { 0.0 };
        let light = |style: TextStyle, ink: Ink| TextStyle { ink, ..style };
        let texts = [
            (&cover.kicker, light(COVER_KICKER, Ink::AccentSoft), 8.0),
            (&cover.title, light(COVER_TITLE, Ink::OnAccent), 10.0),
            (&cover.subtitle, light(COVER_SUBTITLE, Ink::AccentSoft), 0.0),
        ]
        .map(|(text, style, after)| (ellipsize(style.face, style.size, text, room * MOST_LINES), style, after));
        let texts = texts.iter().filter(|(text, _, _)| !text.trim().is_empty());
        let tall: f32 = texts
            .clone()
            .map(|(text, style, after)| RichText::from(text).lines(style, room).len() as f32 * style.leading + after)
            .sum();
        let panel = Rect::from_ltrb(0.0, top, width, height * PANEL_END);
        let mut y = (panel.max.y - PANEL_FOOT - tall).max(top + 24.0);
        let mut ground = vec![Prim::filled(panel, 0.0, Ink::Accent)];
        if y > top + BLUEPRINT {
            ground.extend(blueprint(Point::new(width - SIDE, top + 56.0)));
        }
        let mut pieces = vec![Piece::new(Tag::Artifact, ground)];
        if let Some(logo) = &cover.logo {
            let (w, h) = logo.fit(LOGO.0, LOGO.1);
            let upper = (STRIP - h) / 2.0;
            let rect = Rect::from_ltrb(LEFT, upper, LEFT + w, upper + h);
            let tag = Tag::Figure(self.number(), "Logo".to_owned());
            let picture = Some((self.picture_number(logo), rect));
            pieces.push(Piece { picture, ..Piece::new(tag, Vec::new()) });
        }
        for (text, style, after) in texts {
            let number = self.number();
            let is_title = style.size == COVER_TITLE.size;
            let tag = if is_title { Tag::Heading(number, 1) } else { Tag::Paragraph(number) };
            pieces.extend(lines(text, style, (LEFT, room), &mut y).map(|prims| Piece::new(tag.clone(), prims)));
            y += after;
        }
        let mut note_y = height - BOTTOM;
        if !cover.note.trim().is_empty() {
            let rich = RichText::from(&cover.note);
            note_y -= rich.lines(&NOTE, room).len() as f32 * NOTE.leading - NOTE.leading;
        }
        self.cover_facts(cover, room, note_y - NOTE.leading, &mut pieces);
        if !cover.note.trim().is_empty() {
            let tag = Tag::Paragraph(self.number());
            pieces.extend(lines(&cover.note, &NOTE, (LEFT, room), &mut note_y).map(|p| Piece::new(tag.clone(), p)));
        }
        if let Some(page) = self.pages.last_mut() {
            page.pieces.append(&mut pieces);
        }
        self.y = f32::INFINITY;
    }

    /// Facts below the panel, down to `bottom`: higher up and more of them side by side where there are many, as long as
    /// no word breaks; else in smaller type.
    fn cover_facts(&mut self, cover: &Cover, room: f32, bottom: f32, pieces: &mut Vec<Piece>) {
        let facts: Vec<_> = cover.facts.iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        let height = self.paper.points().1;
        let highest = height * PANEL_END + 6.0;
        let wide = |columns: usize| room / columns as f32 - 12.0;
        let tall = |style: &TextStyle, columns: usize| {
            let lines = |text: &str, style: &TextStyle| {
                RichText::from(text).lines(style, wide(columns)).len() as f32 * style.leading
            };
            let fact = |(label, value): &&(String, String)| lines(label, &LABEL) + lines(value, style);
            let row = |row: &[&(String, String)]| row.iter().map(fact).fold(0.0, f32::max) + FACT_MARGINS;
            facts.chunks(columns).map(row).sum::<f32>()
        };
        let word = |style: &TextStyle| {
            facts.iter().map(|(_, value)| RichText::from(value).longest_word(style, 0.0)).fold(0.0, f32::max)
        };
        let smaller = TextStyle { size: LABEL.size, leading: LABEL.leading, ..COVER_FACT };
        let settings = [COVER_FACT, smaller].into_iter().flat_map(|it| (1..=MOST_FACT_COLUMNS).map(move |at| (it, at)));
        // Usually three, fewer only for words that are as wide as that.
        let of_three_or_more = settings.clone().filter(|(_, at)| *at >= FACT_COLUMNS);
        let settings = of_three_or_more.chain(settings.filter(|(_, at)| *at < FACT_COLUMNS).rev());
        let has_room = |(style, at): &(TextStyle, usize)| highest + tall(style, *at) <= bottom;
        let keeps_words = |(style, at): &(TextStyle, usize)| word(style) <= wide(*at);
        let best = settings.clone().find(|it| has_room(it) && keeps_words(it));
        let (style, columns) = best.or_else(|| settings.clone().find(has_room)).unwrap_or((smaller, MOST_FACT_COLUMNS));
        let column = room / columns as f32;
        let mut y = (bottom - tall(&style, columns)).min(height * 0.66).max(highest);
        for row in facts.chunks(columns) {
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
                let value = lines(value, &style, place, &mut at).flatten().collect::<Vec<_>>();
                pieces.push(Piece::new(tag, [label, value].concat()));
                lowest = lowest.max(at);
            }
            y = lowest + 12.0;
        }
    }
}

/// Tiers of boxes with their connections in fine lines, the upper right corner at `corner`.
fn blueprint(corner: Point) -> Vec<Prim> {
    const BOX: (f32, f32) = (46.0, 24.0);
    const PITCH: (f32, f32) = (62.0, 50.0);
    let stroke = Stroke::solid(Ink::RoleBizTalkSoft, 0.6);
    let faint = Stroke::dashed(Ink::RoleBizTalkSoft, 0.5, 3.0, 2.5);
    // The middle of each box, tier by tier, in pitches from the middle of the drawing.
    let tiers: [&[f32]; 3] = [&[0.0], &[-1.5, -0.5, 0.5, 1.5], &[-0.5, 0.5]];
    let middle = corner.x - 2.0 * PITCH.0 + (PITCH.0 - BOX.0) / 2.0;
    let place = |tier: usize, at: f32| Point::new(middle + at * PITCH.0, corner.y + tier as f32 * PITCH.1);
    let mut prims = Vec::new();
    for (tier, boxes) in tiers.iter().enumerate() {
        for at in *boxes {
            let center = place(tier, *at);
            let rect = Rect::from_ltrb(
                center.x - BOX.0 / 2.0,
                center.y - BOX.1 / 2.0,
                center.x + BOX.0 / 2.0,
                center.y + BOX.1 / 2.0,
            );
            prims.push(Prim::Rect { rect, radius: 4.0, fill: None, stroke: Some(stroke) });
            let from = rect.min.offset(7.0, BOX.1 / 2.0);
            prims.push(Prim::line(vec![from, from.offset(BOX.0 - 14.0, 0.0)], Stroke { width: 1.6, ..stroke }));
        }
    }
    for (upper, lower) in [(0, 1), (1, 2)] {
        let bus = corner.y + upper as f32 * PITCH.1 + PITCH.1 / 2.0;
        let ends = |tier: usize, down: bool| {
            let boxes = tiers.get(tier).copied().unwrap_or_default();
            let edge = if down { BOX.1 / 2.0 } else { -BOX.1 / 2.0 };
            boxes.iter().map(move |at| place(tier, *at).offset(0.0, edge)).collect::<Vec<_>>()
        };
        let points = [ends(upper, true), ends(lower, false)].concat();
        let across = points.iter().map(|it| it.x).fold((f32::MAX, f32::MIN), |(a, b), x| (a.min(x), b.max(x)));
        prims.push(Prim::line(vec![Point::new(across.0, bus), Point::new(across.1, bus)], stroke));
        prims.extend(points.into_iter().map(|it| Prim::line(vec![it, Point::new(it.x, bus)], stroke)));
    }
    let (first, last) = (place(2, -0.5), place(2, 0.5));
    let frame = Rect::from_ltrb(first.x - 33.0, first.y - 19.0, last.x + 33.0, last.y + 19.0);
    prims.push(Prim::Rect { rect: frame, radius: 6.0, fill: None, stroke: Some(faint) });
    prims
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
