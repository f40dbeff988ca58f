//! Marks of notes that people have pinned to what is drawn, or to something on it.

use crate::geometry::{Point, Rect, Size};
use crate::model::{Document, Element};
use crate::prose::one_line;
use crate::scene::style::{BADGE_OUT, NOTE};
use crate::scene::{IconKind, Ink, Prim, Stroke, icon};

const ICON: f32 = 12.0;

/// A mark whose left end sits on the corner at `corner`, where one of these elements carries a note.
pub(super) fn at_corner(
    document: &Document,
    elements: impl IntoIterator<Item = Element>,
    corner: Point,
    out: &mut Vec<Prim>,
) {
    if document.notes.is_empty() || !elements.into_iter().any(|it| document.note_on(it).is_some()) {
        return;
    }
    let rect = Rect::new(corner.offset(-BADGE_OUT, -NOTE / 2.0), Size::new(NOTE, NOTE));
    let stroke = Some(Stroke::solid(Ink::Accent, 1.0));
    out.push(Prim::Rect { rect, radius: 4.0, fill: Some(Ink::CardFill), stroke });
    let at = rect.center().offset(-ICON / 2.0, -ICON / 2.0);
    out.extend(icon(IconKind::Note, Rect::new(at, Size::new(ICON, ICON)), Ink::Accent));
}

/// What the text alternative says of the notes on these elements: `. Note: Rack 4`, or nothing.
pub(super) fn words(document: &Document, elements: impl IntoIterator<Item = Element>) -> String {
    if document.notes.is_empty() {
        return String::new();
    }
    let notes = elements.into_iter().enumerate().filter_map(|(at, it)| {
        let text = one_line(document.note_on(it)?);
        Some(if at == 0 { format!(". Note: {text}") } else { format!(". Note on {}: {text}", it.name(document)) })
    });
    notes.collect()
}
