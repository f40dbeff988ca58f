//! Turns a design and its layout into a display list: tiers, boxes, cards, connections, badges, title and legend.

mod alt;
mod badge;
mod card;
mod connection;
mod group;
mod legend;
mod line;
mod loss;
mod note;
mod parts;
mod tier;
mod title;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::index::Index;
use crate::model::{Document, Element, TierId};
use crate::scene::layout::{Detail, Layout};
use crate::scene::style::MARGIN;
use crate::scene::{Ink, Item, Scene};

pub use alt::nature;
pub use legend::{legend_in, without_legend};
pub use loss::{LossLook, LossMark, StateMark};

/// How many findings an element has, by severity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BadgeCounts {
    /// Blockers.
    pub blocker: u32,
    /// Errors.
    pub error: u32,
    /// Warnings.
    pub warning: u32,
    /// Advice.
    pub advice: u32,
    /// Information.
    pub info: u32,
    /// The same in words, as whoever judges them puts it: `1 blocker, 2 warnings`; empty without findings.
    pub words: String,
}

/// What is left of a tier in one failure mode, as a small bar in its title.
#[derive(Clone, Debug, PartialEq)]
pub struct TierBar {
    /// The failure mode in a word or two.
    pub name: String,
    /// How much of the bar is filled, 0 to 1.
    pub share: f32,
    /// Its color.
    pub ink: Ink,
    /// What it says, in words.
    pub says: String,
}

/// What an exported diagram says above the drawing. Empty texts are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitleBlock {
    /// Title of the design.
    pub title: String,
    /// The customer.
    pub customer: String,
    /// Version of the design.
    pub version: String,
    /// Date as it is to be printed.
    pub date: String,
}

/// What a drawing contains besides the design.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneOptions {
    /// Whether connections are drawn. They keep their space when they are not.
    pub show_connections: bool,
    /// Findings per drawn element.
    pub badges: BTreeMap<Element, BadgeCounts>,
    /// What the loss of each element does; empty = nothing is marked.
    pub losses: BTreeMap<Element, LossMark>,
    /// States of elements in a failure drill, drawn in place of what their loss does.
    pub states: BTreeMap<Element, StateMark>,
    /// Bars in the titles of tiers, in the order of failure modes.
    pub tier_bars: BTreeMap<TierId, Vec<TierBar>>,
    /// Title above the drawing; None on the canvas.
    pub title_block: Option<TitleBlock>,
    /// Whether a legend of the symbols and states that occur stands below the drawing.
    pub legend: bool,
    /// How much a card says; [`build_with`] takes it from the layout instead.
    pub detail: Detail,
}

impl Default for SceneOptions {
    fn default() -> Self {
        Self {
            show_connections: true,
            badges: BTreeMap::new(),
            losses: BTreeMap::new(),
            states: BTreeMap::new(),
            tier_bars: BTreeMap::new(),
            title_block: None,
            legend: false,
            detail: Detail::Full,
        }
    }
}

/// Draws a design. Same design and options, same scene.
pub fn build(document: &Document, options: &SceneOptions) -> Scene {
    let index = Index::new(document);
    let layout = Layout::of(&index, options.detail);
    build_with(&index, &layout, options)
}

/// Draws a design whose layout is at hand. Without title block all places are those of the layout.
pub fn build_with(index: &Index<'_>, layout: &Layout, options: &SceneOptions) -> Scene {
    let mut items: Vec<Item> = Vec::with_capacity(layout.parts().len());
    items.extend(layout.tiers.iter().map(|place| tier::item(index, place, options)));
    for place in &layout.tiers {
        items.extend(place.grid.boxes.iter().map(|it| group::item(index, place, it, options)));
    }
    if options.show_connections {
        items.extend(layout.routed.iter().filter_map(|it| connection::item(index.document, it, options)));
        items.extend(layout.firewalls.iter().map(|(id, rect)| line::firewall(index.document, *id, *rect, options)));
    }
    for place in &layout.tiers {
        items.extend(place.grid.cells.iter().map(|it| card::item(index, place, it, options)));
    }
    let mut bounds = layout.bounds;
    if options.legend {
        let shown = items.iter().flat_map(|it| it.element.into_iter().chain(it.inside.iter().map(|it| it.0)));
        let shown: BTreeSet<Element> = shown.collect();
        let legend = legend::items((index.document, &shown), layout, options, bounds);
        bounds.max.y = legend.last().map_or(bounds.max.y, |it| it.bounds.max.y + MARGIN);
        items.extend(legend);
    }
    if let Some(block) = &options.title_block {
        let (item, height) = title::item(block, bounds.width());
        for item in &mut items {
            item.shift(0.0, height);
        }
        bounds.max.y += height;
        items.insert(0, item);
    }
    Scene { bounds, items }
}
