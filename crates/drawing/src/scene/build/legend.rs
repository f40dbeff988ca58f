//! Draws the legend: the symbols, states and lines that occur in the drawing, and only those.

use std::collections::BTreeSet;

use super::{LossLook, SceneOptions, connection, parts};
use crate::geometry::{Point, Rect, Size};
use crate::model::{Document, Element};
use crate::scene::layout::Layout;
use crate::scene::layout::part::Look;
use crate::scene::route::ConnectionKind;
use crate::scene::style::{MARGIN, SMALL, TAG};
use crate::scene::text::text_width;
use crate::scene::{Face, IconKind, Ink, Item, Prim, Scene, Stroke, icon};

const ROW: f32 = 20.0;
const GAP: f32 = 18.0;
const TITLE: &str = "Legend";
/// What the ids of its items start with.
const ID: &str = "legend";

/// One entry: what is drawn before the words, and how wide that is.
enum Symbol {
    Icon(IconKind, Ink),
    Line(ConnectionKind),
    Box,
    Tag(&'static str),
    Struck,
}

impl Symbol {
    const fn width(&self) -> f32 {
        match self {
            Self::Icon(..) => 15.0,
            Self::Line(_) => 28.0,
            Self::Box => 22.0,
            Self::Tag(_) => TAG,
            Self::Struck => 16.0,
        }
    }
}

/// The legend below a drawing with `bounds`, its title first and an item per entry; empty when there is nothing to
/// explain. `shown` are the elements that it has.
pub(super) fn items(
    (document, shown): (&Document, &BTreeSet<Element>),
    layout: &Layout,
    options: &SceneOptions,
    bounds: Rect,
) -> Vec<Item> {
    let entries = entries((document, shown), layout, options);
    if entries.is_empty() {
        return Vec::new();
    }
    let items = std::iter::once(title()).chain((1..).zip(&entries).map(|(number, entry)| item(number, entry)));
    let top = bounds.max.y - 4.0;
    in_rows(items.collect(), Rect::from_ltrb(MARGIN, top, bounds.max.x - MARGIN, top))
}

/// A drawing without its legend, and the legend by itself, laid out anew by [`legend_in`].
pub fn without_legend(scene: &Scene) -> (Scene, Vec<Item>) {
    let is_legend = |it: &Item| it.element.is_none() && it.id.starts_with(ID);
    let (legend, items): (Vec<Item>, Vec<Item>) = scene.items.iter().cloned().partition(is_legend);
    let mut bounds = scene.bounds;
    bounds.max.y = legend.iter().map(|it| it.bounds.min.y).fold(bounds.max.y, f32::min);
    (Scene { bounds, items }, legend)
}

/// A legend in as many rows as it needs where there is so much `width`, from the origin.
pub fn legend_in(legend: Vec<Item>, width: f32) -> Scene {
    let items = in_rows(legend, Rect::from_ltrb(0.0, 0.0, width, 0.0));
    let bottom = items.iter().map(|it| it.bounds.max.y).fold(0.0, f32::max);
    Scene { bounds: Rect::from_ltrb(0.0, 0.0, width, bottom), items }
}

/// Title and entries side by side from the top of `room`, entries in rows below each other beside the title.
fn in_rows(mut items: Vec<Item>, room: Rect) -> Vec<Item> {
    let left = room.min.x + items.first().map_or(0.0, |title| title.bounds.width() + GAP);
    let (mut x, mut y) = (room.min.x, room.min.y);
    for item in &mut items {
        let width = item.bounds.width();
        if x + width > room.max.x && x > left {
            (x, y) = (left, y + ROW);
        }
        item.shift(x - item.bounds.min.x, y - item.bounds.min.y);
        x += width + GAP;
    }
    items
}

fn title() -> Item {
    let bounds = Rect::new(Point::default(), Size::new(text_width(Face::Bold, SMALL, TITLE), ROW));
    let prims = vec![parts::line(bounds, TITLE, SMALL, Face::Bold, Ink::TextStrong)];
    Item { id: ID.to_owned(), ..Item::decoration(bounds, prims) }
}

/// An entry at the origin.
fn item(number: usize, (symbol, words): &(Symbol, &'static str)) -> Item {
    let width = symbol.width() + 6.0 + text_width(Face::Regular, SMALL, words);
    let bounds = Rect::new(Point::default(), Size::new(width, ROW));
    let mut prims = Vec::new();
    draw(symbol, Rect::new(Point::default(), Size::new(symbol.width(), ROW)), &mut prims);
    let text = Rect::from_ltrb(symbol.width() + 6.0, 0.0, width, ROW);
    prims.push(parts::line(text, words, SMALL, Face::Regular, Ink::Text));
    Item { id: format!("{ID}-{number}"), ..Item::decoration(bounds, prims) }
}

fn draw(symbol: &Symbol, rect: Rect, out: &mut Vec<Prim>) {
    let middle = rect.center().y;
    match symbol {
        Symbol::Icon(kind, ink) => {
            let at = Rect::new(Point::new(rect.min.x, middle - 7.5), Size::new(15.0, 15.0));
            out.extend(icon(*kind, at, *ink));
        }
        Symbol::Line(kind) => {
            let points = vec![Point::new(rect.min.x, middle), Point::new(rect.max.x, middle)];
            out.push(Prim::Line { points, stroke: connection::stroke(Some(*kind)), arrow: true });
        }
        Symbol::Box => {
            let rect = Rect::from_ltrb(rect.min.x, middle - 7.0, rect.max.x, middle + 7.0);
            let stroke = Some(Stroke::dashed(Ink::ClusterBorder, 1.2, 5.0, 3.0));
            out.push(Prim::Rect { rect, radius: 4.0, fill: Some(Ink::ClusterBox), stroke });
        }
        Symbol::Tag(text) => {
            let at = Rect::new(Point::new(rect.min.x, middle - TAG / 2.0), Size::new(TAG, TAG));
            parts::tag(at, text, Ink::TextMuted, out);
        }
        Symbol::Struck => {
            let at = Rect::new(Point::new(rect.min.x, middle - 6.5), Size::new(13.0, 13.0));
            out.extend(icon(IconKind::Host, at, Ink::TextMuted));
            let ends = vec![Point::new(rect.min.x - 1.0, middle), Point::new(rect.min.x + 14.0, middle)];
            out.push(Prim::line(ends, Stroke::solid(Ink::TextMuted, 0.8)));
        }
    }
}

fn entries(
    (document, shown): (&Document, &BTreeSet<Element>),
    layout: &Layout,
    options: &SceneOptions,
) -> Vec<(Symbol, &'static str)> {
    let mut icons: BTreeSet<(IconKind, Ink)> = BTreeSet::new();
    let mut marks: BTreeSet<&'static str> = BTreeSet::new();
    let mut boxes = false;
    for place in &layout.tiers {
        for group in &place.grid.boxes {
            boxes = true;
            if !group.storages.is_empty() {
                icons.insert((IconKind::DiskArray, Ink::RoleInfrastructure));
            }
        }
        for part in place.grid.cells.iter().flat_map(|it| &it.plan.parts) {
            match &part.look {
                Look::Tile { icon, ink, .. } => drop(icons.insert((*icon, *ink))),
                Look::Chip { icon: Some(icon), ink, .. } => drop(icons.insert((*icon, *ink))),
                Look::Icon { icon: IconKind::Host, ink } if *ink != Ink::TextMuted => {
                    icons.insert((IconKind::Host, *ink));
                }
                Look::Icon { icon: IconKind::Database, ink } => drop(icons.insert((IconKind::Database, *ink))),
                Look::Tag { text, .. } if text == "T" => drop(marks.insert("T")),
                Look::Text { struck: true, .. } => drop(marks.insert("off")),
                _ => {}
            }
        }
    }
    if options.show_connections && !layout.firewalls.is_empty() {
        icons.insert((IconKind::Firewall, Ink::RoleInfrastructure));
    }
    let badges = options.badges.iter().filter(|(element, _)| shown.contains(element));
    icons.extend(badges.filter_map(|(_, it)| it.worst().map(|(icon, ink, _)| (icon, ink))));
    if !document.notes.is_empty() {
        icons.insert((IconKind::Note, Ink::Accent));
    }
    let mut entries: Vec<(Symbol, &'static str)> =
        icons.into_iter().filter_map(|(kind, ink)| Some((Symbol::Icon(kind, ink), words(kind, ink)?))).collect();
    let losses: BTreeSet<LossLook> = options.losses.values().map(|it| it.look).collect();
    entries.extend(losses.into_iter().rev().map(|look| {
        let (kind, ink, _) = look.sign();
        (Symbol::Icon(kind, ink), look.words())
    }));
    entries.extend(marks.contains("T").then_some((Symbol::Tag("T"), "Host tracking")));
    entries.extend(marks.contains("off").then_some((Symbol::Struck, "Disabled host instance")));
    entries.extend(boxes.then_some((Symbol::Box, "Failover cluster or availability group")));
    if options.show_connections {
        // What stands in one tier has no line between, and a line for several purposes says in words what they are.
        let drawn = layout.routed.iter().flat_map(|it| &it.paths);
        let kinds: BTreeSet<ConnectionKind> = drawn.filter_map(|it| it.kind).collect();
        entries.extend(kinds.into_iter().map(|kind| (Symbol::Line(kind), kind.label())));
    }
    entries
}

/// The words for a symbol; None for one that explains itself.
const fn words(kind: IconKind, ink: Ink) -> Option<&'static str> {
    Some(match kind {
        IconKind::BizTalkServer => "BizTalk server",
        IconKind::SqlServer => "SQL Server",
        IconKind::MasterSecretServer => "Master secret server",
        IconKind::LoadBalancer => "Load balancer",
        IconKind::DomainController => "Domain controller",
        IconKind::Host => "Host instance",
        IconKind::Database if matches!(ink, Ink::RoleExternal) => "External database",
        IconKind::Database => "Database",
        IconKind::DiskArray => "Shared storage",
        IconKind::ReverseProxy => "Perimeter server",
        IconKind::Firewall => "Firewall",
        IconKind::Active => "Active",
        IconKind::Passive => "Passive",
        IconKind::Blocker => "Blocker",
        IconKind::Error => "Error",
        IconKind::Warning => "Warning",
        IconKind::Advice => "Advice",
        IconKind::Info => "Information",
        IconKind::Note => "Note",
        _ => return None,
    })
}
