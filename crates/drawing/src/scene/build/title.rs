//! Draws the title block of an exported diagram.

use super::TitleBlock;
use crate::geometry::{Point, Rect};
use crate::scene::style::MARGIN;
use crate::scene::text::{ellipsize, text_width, wrap};
use crate::scene::{Align, Face, Ink, Item, Prim, Stroke};

const TITLE: f32 = 22.0;
const LINE: f32 = 12.0;

/// The title block for a drawing of `width`, and the height it needs.
pub(super) fn item(block: &TitleBlock, width: f32) -> (Item, f32) {
    let right: Vec<String> = [("Version ", &block.version), ("", &block.date)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| format!("{word}{text}"))
        .collect();
    let right = right.join("  ·  ");
    let inner = width - 2.0 * MARGIN;
    let side = if right.is_empty() { 0.0 } else { text_width(Face::Regular, LINE, &right) + 24.0 };
    let mut prims = Vec::new();
    let mut y = MARGIN + 20.0;
    let mut lines = wrap(Face::Bold, TITLE, &block.title, inner);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(ellipsize(Face::Bold, TITLE, &rest, inner));
    }
    for line in lines.into_iter().filter(|it| !it.is_empty()) {
        prims.push(Prim::text(Point::new(MARGIN, y), TITLE, Face::Bold, Ink::TextStrong, line));
        y += 27.0;
    }
    let customer = ellipsize(Face::Regular, LINE, &block.customer, (inner - side).max(60.0));
    y -= 6.0;
    prims.push(Prim::text(Point::new(MARGIN, y), LINE, Face::Regular, Ink::Text, customer));
    prims.push(Prim::Text {
        baseline: Point::new(width - MARGIN, y),
        align: Align::End,
        size: LINE,
        face: Face::Regular,
        ink: Ink::TextMuted,
        text: right,
    });
    y += 12.0;
    let ends = vec![Point::new(MARGIN, y), Point::new(width - MARGIN, y)];
    prims.push(Prim::line(ends, Stroke::solid(Ink::LineMuted, 1.0)));
    prims.retain(|it| !matches!(it, Prim::Text { text, .. } if text.is_empty()));
    let bounds = Rect::from_ltrb(MARGIN, MARGIN, width - MARGIN, y);
    (Item::decoration(bounds, prims), y)
}
