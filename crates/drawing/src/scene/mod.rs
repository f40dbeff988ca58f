//! The display list: what a drawing consists of, independent of screen, SVG, PNG and PDF.

pub mod blueprint;
mod build;
pub mod chart;
mod diff;
mod icons;
mod ink;
pub mod layout;
mod nodes;
mod palette;
pub mod prim;
mod route;
mod style;
pub mod text;

pub use build::{
    BadgeCounts, LossLook, LossMark, SceneOptions, StateMark, TierBar, TitleBlock, build, build_with, legend_in,
    nature, without_legend,
};
pub use diff::{Change, Difference, Mark, difference};
pub use icons::{IconKind, icon};
pub use ink::Ink;
pub use layout::{Detail, Layout};
pub use palette::{Palette, Rgba};
pub use prim::{Align, Dash, Prim, Stroke};
pub use route::ConnectionKind;
pub use text::Face;

use crate::geometry::{Point, Rect};
use crate::model::Element;

/// A complete drawing in world units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The area the drawing fills; back-ends fit it to their page.
    pub bounds: Rect,
    /// What is drawn, from back to front.
    pub items: Vec<Item>,
}

/// Shapes that belong to one thing in the drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Stable key such as `computer-12`; empty for decoration.
    pub id: String,
    /// The element of the design it shows; None for decoration.
    pub element: Option<Element>,
    /// What the item shows, for readers who do not see it; empty for decoration.
    pub alt: String,
    /// The area of the item.
    pub bounds: Rect,
    /// The shapes from back to front.
    pub prims: Vec<Prim>,
    /// What is drawn within it and has no item of its own, such as shared storage in a failover cluster, and where.
    pub inside: Vec<(Element, Rect)>,
}

impl Item {
    /// Decoration: shapes without a key and a text alternative.
    pub fn decoration(bounds: Rect, prims: Vec<Prim>) -> Self {
        Self { bounds, prims, ..Self::default() }
    }

    /// Moves the item with all its shapes.
    pub fn shift(&mut self, dx: f32, dy: f32) {
        let point = |it: &mut Point| *it = it.offset(dx, dy);
        let rect = |it: &mut Rect| *it = it.translate(dx, dy);
        rect(&mut self.bounds);
        self.inside.iter_mut().for_each(|(_, it)| rect(it));
        for prim in &mut self.prims {
            match prim {
                Prim::Rect { rect: it, .. } | Prim::Link { rect: it, .. } => rect(it),
                Prim::Line { points, .. } | Prim::Polygon { points, .. } => points.iter_mut().for_each(point),
                Prim::Circle { center, .. } => point(center),
                Prim::Text { baseline, .. } => point(baseline),
            }
        }
    }
}

#[cfg(test)]
mod tests;
