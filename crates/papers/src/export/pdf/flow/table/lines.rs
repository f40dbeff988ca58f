//! The lines of a cell, which can go on on the next page.

use std::collections::VecDeque;

use super::{Cell, NOTE_SIZE, Part, Severity};
use crate::export::pdf::flow::rich::{RichText, TextLine};
use crate::export::pdf::flow::style::TextStyle;
use crate::geometry::{Point, Rect};
use crate::scene::text::text_width;
use crate::scene::{Align, Face, IconKind, Ink, Prim, Stroke, icon};

/// Size of an icon in a cell in points.
const ICON: f32 = 9.4;
/// What an icon takes of each line of the text beside it in points.
pub(in crate::export::pdf::flow) const ICON_ROOM: f32 = ICON + 4.5;

/// One line of a cell, positions from its own top and the left edge of the cell's text.
pub(super) struct CellLine {
    pub(super) height: f32,
    pub(super) prims: Vec<Prim>,
}

/// The first two lines in which something stands, and the space between them: what severity, and which rule.
pub(super) fn first_with_content(lines: Vec<CellLine>) -> impl Iterator<Item = CellLine> {
    let mut left = 2_usize;
    lines.into_iter().take_while(move |line| {
        let is_wanted = left > 0;
        left = left.saturating_sub(usize::from(!line.prims.is_empty()));
        is_wanted
    })
}

/// Takes lines from the front while they fit, at least one. The last line does not stay alone.
pub(super) fn take_lines(queue: &mut VecDeque<CellLine>, most: f32) -> Vec<CellLine> {
    let (mut taken, mut height) = (Vec::new(), 0.0);
    while let Some(line) = queue.pop_front() {
        if !taken.is_empty() && height + line.height > most {
            queue.push_front(line);
            break;
        }
        height += line.height;
        taken.push(line);
    }
    if queue.len() == 1 && taken.len() > 2 {
        queue.extend(taken.pop());
        queue.rotate_right(1);
    }
    taken
}

pub(super) fn total_height(lines: &[CellLine]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// The shapes of lines below one another from `x`, `y`.
pub(super) fn stack(lines: Vec<CellLine>, x: f32, mut y: f32) -> Vec<Prim> {
    let mut prims = Vec::new();
    for line in lines {
        prims.extend(line.prims.iter().map(|prim| prim.placed(1.0, x, y)));
        y += line.height;
    }
    prims
}

pub(super) fn text_lines(text: &RichText, style: &TextStyle, width: f32, align: Align) -> Vec<CellLine> {
    let lines = text.lines(style, width);
    let draw = |line| {
        let line: &TextLine = line;
        let x = match align {
            Align::Start => 0.0,
            Align::Middle => (width - line.width) / 2.0,
            Align::End => width - line.width,
        };
        CellLine { height: style.leading, prims: text.draw(line, style, Point::new(x, 0.0)) }
    };
    lines.iter().map(draw).collect()
}

/// The lines of a cell, from top to bottom.
pub(super) fn cell_lines(cell: &Cell, style: &TextStyle, width: f32, align: Align) -> Vec<CellLine> {
    let mut lines = Vec::new();
    for (index, part) in cell.parts.iter().enumerate() {
        if index > 0 {
            lines.push(CellLine { height: 2.0, prims: Vec::new() });
        }
        match part {
            Part::Text(text) => lines.extend(text_lines(text, style, width, align)),
            Part::Note(text) => {
                let (size, leading) = (style.size * NOTE_SIZE, style.leading * NOTE_SIZE);
                let small = TextStyle { size, leading, ink: Ink::TextMuted, ..*style };
                lines.extend(text_lines(text, &small, width, align));
            }
            Part::Icon(kind, ink, text) => lines.extend(icon_lines((*kind, *ink), text, style, (width, align))),
            Part::TickBox(ticked, text) => {
                let kind = if *ticked { IconKind::BoxTicked } else { IconKind::BoxEmpty };
                lines.extend(icon_lines((kind, Ink::Text), text, style, (width, align)));
            }
            Part::Chip(severity, word) => lines.push(chip(*severity, word, style, (width, align))),
            Part::WritingLines(count) => lines.extend((0..*count).map(|_| writing_line(style.leading * 1.5, width))),
        }
    }
    lines
}

fn icon_lines(
    (kind, ink): (IconKind, Ink),
    text: &RichText,
    style: &TextStyle,
    (width, align): (f32, Align),
) -> Vec<CellLine> {
    let indent = if text.is_empty() { 0.0 } else { ICON_ROOM };
    let left = match (text.is_empty(), align) {
        (true, Align::Middle) => (width - ICON) / 2.0,
        (true, Align::End) => width - ICON,
        _ => 0.0,
    };
    let mut lines = text_lines(text, style, width - indent, Align::Start);
    for line in &mut lines {
        line.prims = line.prims.iter().map(|prim| prim.placed(1.0, indent, 0.0)).collect();
    }
    if let Some(first) = lines.first_mut() {
        let top = (style.leading - ICON) / 2.0;
        first.prims.extend(icon(kind, Rect::from_ltrb(left, top, left + ICON, top + ICON), ink));
    }
    lines
}

fn chip(severity: Severity, word: &str, style: &TextStyle, (width, align): (f32, Align)) -> CellLine {
    let look = severity.look();
    let size = style.size * 0.94;
    let height = style.leading + 1.6;
    let icon_size = size * 0.98;
    let text = crate::scene::text::ellipsize(Face::Bold, size, word, (width - icon_size - 12.0).max(0.0));
    let wide = icon_size + 12.0 + text_width(Face::Bold, size, &text);
    let x = match align {
        Align::Start => 0.0,
        Align::Middle => (width - wide) / 2.0,
        Align::End => width - wide,
    };
    let mut prims = vec![Prim::filled(Rect::from_ltrb(x, 0.0, x + wide, height), height / 2.0, look.soft)];
    let top = (height - icon_size) / 2.0;
    prims.extend(icon(look.icon, Rect::from_ltrb(x + 4.0, top, x + 4.0 + icon_size, top + icon_size), look.ink));
    let baseline =
        Point::new(x + icon_size + 7.0, f32::midpoint(height, crate::scene::text::cap_height(Face::Bold, size)));
    prims.push(Prim::text(baseline, size, Face::Bold, look.ink, text));
    CellLine { height, prims }
}

fn writing_line(height: f32, width: f32) -> CellLine {
    let stroke = Stroke::dashed(Ink::LineMuted, 0.6, 1.0, 2.0);
    CellLine {
        height,
        prims: vec![Prim::line(vec![Point::new(0.0, height - 3.0), Point::new(width, height - 3.0)], stroke)],
    }
}
