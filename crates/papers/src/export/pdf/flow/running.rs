//! The lines at the top and bottom of each page.

use crate::export::options::ExportMeta;
use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::style::{RUNNING, SIDE};
use crate::export::pdf::flow::{Flow, PageKind};
use crate::export::pdf::structure::Tag;
use crate::geometry::Point;
use crate::scene::text::ellipsize;
use crate::scene::{Align, Ink, Prim, Stroke};

/// Baseline of the running header from the top of the page in points.
const HEADER: f32 = 30.0;
/// Baseline of the running footer from the bottom of the page in points.
const FOOTER: f32 = 24.0;

impl Flow {
    /// Adds header and footer to every page but bare ones, once the number of pages is known.
    pub(super) fn add_running_lines(&mut self) {
        let total = self.pages.len();
        let left = ExportMeta::joined(&[&self.meta.customer, &self.meta.version]);
        let date = self.meta.date.clone();
        let title = self.running_title.clone();
        for (index, (page, kind)) in self.pages.iter_mut().zip(&self.kinds).enumerate() {
            if *kind == PageKind::Bare {
                continue;
            }
            let right_edge = page.width - SIDE;
            let most = (right_edge - SIDE) * 0.7;
            let text = |x: f32, y: f32, align: Align, words: &str| Prim::Text {
                baseline: Point::new(x, y),
                align,
                size: RUNNING.size,
                face: RUNNING.face,
                ink: RUNNING.ink,
                text: ellipsize(RUNNING.face, RUNNING.size, words, most),
            };
            let rule = |y: f32| {
                let points = vec![Point::new(SIDE, y), Point::new(right_edge, y)];
                Prim::line(points, Stroke::solid(Ink::TableRule, 0.6))
            };
            let bottom = page.height - FOOTER;
            let prims = vec![
                text(SIDE, HEADER, Align::Start, &title),
                text(right_edge, HEADER, Align::End, &date),
                rule(HEADER + 7.0),
                rule(bottom - 12.0),
                text(SIDE, bottom, Align::Start, &left),
                text(right_edge, bottom, Align::End, &format!("Page {} of {total}", index + 1)),
            ];
            page.pieces.insert(0, Piece::new(Tag::Artifact, prims));
        }
    }
}
