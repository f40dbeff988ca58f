//! Drawings for draw.io: the design with findings and legend on layers of their own, a page for each saved drill, and
//! the dependency map. Ids of the design travel along, so that moves and renames of our shapes come back.

pub(crate) mod cells;
mod design;
mod map;
mod style;

use cells::attribute;

use crate::analysis::Analysis;
use crate::badges::badges;
use crate::carried::{PROGRAM, xml::drawio_attributes};
use crate::export::ExportMeta;
use crate::export::drills::played;
use crate::model::Document;
use crate::needs;
use crate::scene::blueprint::Blueprint;

/// The id of the page whose shapes come back.
pub(crate) const DESIGN_PAGE: &str = "design";

/// The bytes of a file for draw.io: plain text, the same for the same design and date.
pub(super) fn drawio(document: &Document, analysis: &Analysis, meta: &ExportMeta) -> Vec<u8> {
    let blueprint = Blueprint::of(document);
    let mut pages = vec![design::page(&blueprint, document, &badges(&analysis.rules))];
    for (number, drill) in (1..).zip(played(document, analysis)) {
        let mut page = design::states(&blueprint, number, drill.name, &drill.marks);
        page.note(&blueprint, &drill.timeline);
        pages.push(page);
    }
    let map = needs::map(document);
    if !map.nodes.is_empty() {
        pages.push(map::page(&map));
    }
    let origin = meta.origin.as_ref().map(drawio_attributes).unwrap_or_default();
    let mut text = format!("<mxfile host=\"{0}\" agent=\"{0}\" compressed=\"false\">\n", attribute(PROGRAM));
    for page in &pages {
        page.write(&mut text, if page.id == DESIGN_PAGE { &origin } else { "" });
    }
    text.push_str("</mxfile>\n");
    text.into_bytes()
}

#[cfg(test)]
mod tests;
