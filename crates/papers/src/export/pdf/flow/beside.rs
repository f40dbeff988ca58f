//! Facts on the left with a small drawing on the right, which marks some of its elements by numbers.

use crate::export::pdf::diagram::{LEAST_TEXT, describe, place, placement};
use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::chunk::Chunk;
use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::{CELL, GAP, LABEL};
use crate::export::pdf::flow::{Block, Flow, drawable};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::model::Element;
use crate::scene::{Align, Face, Ink, Prim, Scene, Stroke};

/// Space between facts and drawing in points.
const BETWEEN: f32 = 16.0;
/// Share of the width that the drawing takes.
const SHARE: f32 = 0.44;
/// Radius of a mark in points.
const MARK: f32 = 6.5;

impl Flow {
    /// Facts, as label and value, beside a drawing of at most `most_height` points, or as high as the facts are; `marked`
    /// elements bear their numbers in it, from 1. Without a drawing the facts take the whole width.
    pub fn beside(&mut self, facts: &[(String, RichText)], scene: &Scene, marked: &[Element], most_height: f32) {
        self.note_block(|| Block::KeyValues(facts.to_vec()));
        let width = self.content_width();
        let has_drawing = drawable(scene) && most_height > 0.0;
        let left = if has_drawing { width * (1.0 - SHARE) - BETWEEN } else { width };
        let mut pieces = Vec::new();
        let table = self.number();
        let mut y = 0.0;
        for (row, (label, value)) in facts.iter().enumerate() {
            let label = RichText::from(label);
            let tag = |column, header| Tag::Cell { table, row: row as u32 + 1, column, header, span: 1 };
            for line in label.lines(&LABEL, left) {
                pieces.push(Piece::new(tag(0, true), label.draw(&line, &LABEL, Point::new(0.0, y))));
                y += LABEL.leading;
            }
            for line in value.lines(&CELL, left) {
                pieces.push(Piece::new(tag(1, false), value.draw(&line, &CELL, Point::new(0.0, y))));
                y += CELL.leading;
            }
            y += 3.0;
        }
        let mut height = y;
        if has_drawing {
            let area = Rect::from_ltrb(width * (1.0 - SHARE), 0.0, width, most_height.max(y));
            let placed = placement(scene.bounds, area, 1.0);
            let mut prims: Vec<Prim> = place(scene, &placed).into_iter().filter(is_legible).collect();
            for (number, element) in (1..).zip(marked) {
                let Some(corner) = spot(scene, *element) else { continue };
                let at =
                    Point::new(corner.x * placed.scale + placed.dx + 2.0, corner.y * placed.scale + placed.dy + 2.0);
                prims.extend(mark(at, number));
            }
            let tag = Tag::Figure(self.number(), describe(scene, "The design in small".to_owned()));
            pieces.push(Piece::new(tag, prims));
            height = height.max(scene.bounds.height() * placed.scale);
        }
        self.add(Chunk::new(height, pieces).after(GAP));
    }
}

/// Where a drawing marks an element: at the corner of what shows it; `None` where nothing does.
pub fn spot(scene: &Scene, element: Element) -> Option<Point> {
    let own = scene.items.iter().find(|it| it.element == Some(element)).map(|it| it.bounds);
    let within = || scene.items.iter().flat_map(|it| &it.inside).find(|it| it.0 == element).map(|it| it.1);
    own.or_else(within).map(|it| it.min)
}

/// Whether a shape is no text, or a text that can be read: what cannot is left out.
pub(super) fn is_legible(prim: &Prim) -> bool {
    !matches!(prim, Prim::Text { size, .. } if *size < LEAST_TEXT)
}

fn mark(at: Point, number: usize) -> [Prim; 2] {
    let stroke = Some(Stroke::solid(Ink::Background, 1.0));
    let size = 8.0;
    let baseline = at.offset(0.0, crate::scene::text::cap_height(Face::Bold, size) / 2.0);
    [
        Prim::Circle { center: at, radius: MARK, fill: Some(Ink::Blocker), stroke },
        Prim::Text {
            baseline,
            align: Align::Middle,
            size,
            face: Face::Bold,
            ink: Ink::OnAccent,
            text: number.to_string(),
        },
    ]
}
