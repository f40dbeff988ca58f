//! The lines at the top and bottom of each page.

use crate::export::options::ExportMeta;
use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::style::{RUNNING, SIDE};
use crate::export::pdf::flow::{Flow, PageKind};
use crate::export::pdf::structure::Tag;
use crate::geometry::Point;
use crate::scene::text::{ellipsize, text_width};
use crate::scene::{Align, Ink, Prim, Stroke};

/// Baseline of the running header from the top of the page in points.
const HEADER: f32 = 30.0;
/// Baseline of the running footer from the bottom of the page in points.
const FOOTER: f32 = 24.0;
/// Between the title and what stands behind it.
const SEPARATOR: &str = " · ";
/// Between the words at the left and those at the right in points.
const BETWEEN: f32 = 16.0;

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
            let number = format!("Page {} of {total}", index + 1);
            let at = |x: f32, y: f32, align: Align, text: String| Prim::Text {
                baseline: Point::new(x, y),
                align,
                size: RUNNING.size,
                face: RUNNING.face,
                ink: RUNNING.ink,
                text,
            };
            let pair = |y: f32, left: &str, kept: &str, right: &str| {
                let room = right_edge - SIDE - text_width(RUNNING.face, RUNNING.size, right) - BETWEEN;
                let kept = if kept.is_empty() { String::new() } else { format!("{SEPARATOR}{kept}") };
                let kept = ellipsize(RUNNING.face, RUNNING.size, &kept, room);
                let rest = room - text_width(RUNNING.face, RUNNING.size, &kept);
                let left = format!("{}{kept}", ellipsize(RUNNING.face, RUNNING.size, left, rest));
                [at(SIDE, y, Align::Start, left), at(right_edge, y, Align::End, right.to_owned())]
            };
            let rule = |y: f32| {
                let points = vec![Point::new(SIDE, y), Point::new(right_edge, y)];
                Prim::line(points, Stroke::solid(Ink::TableRule, 0.6))
            };
            let bottom = page.height - FOOTER;
            let rules = [rule(HEADER + 7.0), rule(bottom - 12.0)];
            let prims = pair(HEADER, &title.0, &title.1, &date)
                .into_iter()
                .chain(rules)
                .chain(pair(bottom, &left, "", &number));
            page.pieces.insert(0, Piece::new(Tag::Artifact, prims.collect()));
        }
    }
}
