//! A drawing that people have gone on with in draw.io against the design: names and places of our own shapes come back.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document as Xml, Node};

use super::of_another_design;
use crate::carried::drawio::{KIND, pages};
use crate::carried::origin_of;
use crate::carried::xml::parsed;
use crate::document::{OpenError, from_text};
use crate::edit::intent::movement::{MoveChoice, choices};
use crate::edit::intent::rename::{can_rename, rename};
use crate::edit::intent::slots::DropTarget;
use crate::edit::{Edit, EditCommand, preview};
use crate::export::drawio::DESIGN_PAGE;
use crate::geometry::{Point, Rect};
use crate::model::index::Index;
use crate::model::{Document, Element};
use crate::prose::plural;
use crate::scene::blueprint::Blueprint;
use crate::scene::{Detail, Layout};

/// Smaller steps of a shape are no move.
const LEAST_MOVE: f32 = 1.5;
/// Deepest nesting of shapes.
const MOST_DEPTH: usize = 64;

/// What somebody has done to a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShapeDeed {
    /// It bears another name.
    Renamed,
    /// It stands in another place.
    Moved,
}

/// A change that a drawing makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeChange {
    /// The element of the shape.
    pub element: Element,
    /// What was done to it.
    pub deed: ShapeDeed,
    /// The same in words.
    pub words: String,
}

/// A drawing against a design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawingMerge {
    /// What changes.
    pub changes: Vec<ShapeChange>,
    /// What cannot be taken over, each with the reason.
    pub troubles: Vec<String>,
    /// What stands in the drawing and is no part of the design.
    pub notes: Vec<String>,
    /// All changes as one step; `None` where nothing changes.
    pub edit: Option<Edit>,
}

/// Whether bytes are a drawing of draw.io.
pub fn is_drawing(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    String::from_utf8_lossy(head).contains("<mxfile")
}

/// A shape as the drawing has it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Drawn {
    id: String,
    holder: String,
    rect: Rect,
    label: String,
    /// The element, and what the shape was when it was written: label, holder, place.
    ours: Option<(String, String, String, Point)>,
}

/// A drawing that was made of a design, as people have left it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The title of the design.
    title: String,
    shapes: Vec<Drawn>,
    /// The design that it carries; `None` = it was left out.
    base: Option<Document>,
}

impl Drawing {
    /// Reads a drawing.
    ///
    /// # Errors
    /// When it is damaged, or is none of ours.
    pub fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let nothing = || OpenError::NothingInside { kind: KIND };
        let page = pages(bytes)?.into_iter().find(|it| it.id == DESIGN_PAGE).ok_or_else(nothing)?;
        let model = parsed(&page.model, KIND)?;
        let title = model.descendants().find_map(|it| it.attribute("tw_title")).ok_or_else(nothing)?.to_owned();
        let base = origin_of(bytes).ok().and_then(|it| it.text).and_then(|it| from_text(&it).ok());
        Ok(Self { title, shapes: shapes(&model), base })
    }

    /// Holds it against a design. Only what somebody has changed in it comes back, but what is `kept` as the design has it.
    pub fn merge(&self, document: &Document, kept: &BTreeSet<(Element, ShapeDeed)>) -> DrawingMerge {
        let mut merge = DrawingMerge::default();
        if self.title != document.project.title {
            merge.troubles.push(of_another_design("drawing", &self.title, &document.project.title));
            return merge;
        }
        let mut taker = Taker { document: document.clone(), commands: Vec::new(), merge, kept };
        let by_id: BTreeMap<&str, &Drawn> = self.shapes.iter().map(|it| (it.id.as_str(), it)).collect();
        let mut seen = BTreeSet::new();
        for shape in &self.shapes {
            let Some((key, ..)) = &shape.ours else { continue };
            // The first shape of an element has its key as its id; others show it once more, or are copies of people.
            if shape.id == *key || !by_id.contains_key(key.as_str()) && !seen.contains(key) {
                seen.insert(key.clone());
                taker.take(shape, &by_id);
            } else if !shape.id.contains("-again-") {
                taker.merge.notes.push(format!("“{}” is a copy of a shape; a copy is no new element.", shape.label));
            }
        }
        taker.gone(&seen, self.base.as_ref());
        let is_foreign = |it: &&Drawn| it.ours.is_none() && !is_decoration(&it.id) && !it.label.is_empty();
        let foreign = self.shapes.iter().filter(is_foreign);
        let words = |it: &Drawn| format!("“{}” is a shape of somebody else, and no element.", it.label);
        taker.merge.notes.extend(foreign.map(words));
        let count = taker.merge.changes.len();
        taker.merge.edit = (!taker.commands.is_empty()).then(|| {
            Edit::new(format!("Take over {count} {} of a drawing", plural(count, "change", "changes")), taker.commands)
        });
        taker.merge
    }
}

/// What we draw beside elements.
fn is_decoration(id: &str) -> bool {
    ["words-", "line-", "finding", "legend", "state", "timeline"].iter().any(|it| id.starts_with(it))
        || matches!(id, "0" | "1")
}

/// Every shape of a page.
fn shapes(model: &Xml<'_>) -> Vec<Drawn> {
    let cells = model.descendants().filter(|it| it.has_tag_name("mxCell"));
    cells.filter_map(shape).collect()
}

fn shape(cell: Node<'_, '_>) -> Option<Drawn> {
    let wrapped = cell.parent().filter(|it| it.has_attribute("label") || it.has_attribute("tw_id"));
    let holder = cell.attribute("parent")?.to_owned();
    let outer = wrapped.unwrap_or(cell);
    let geometry = cell.children().find(|it| it.has_tag_name("mxGeometry"));
    let place =
        |name| geometry.and_then(|it| it.attribute(name)).and_then(|it| it.parse::<f32>().ok()).unwrap_or_default();
    let (x, y) = (place("x"), place("y"));
    let rect = Rect::from_ltrb(x, y, x + place("width"), y + place("height"));
    let is_vertex = cell.attribute("vertex") == Some("1");
    let raw = outer.attribute("label").or_else(|| outer.attribute("value")).filter(|_| is_vertex).unwrap_or_default();
    let style = cell.attribute("style").unwrap_or_default();
    let label = if style.contains("html=1") { without_markup(raw) } else { raw.to_owned() };
    let number = |name| outer.attribute(name).and_then(|it| it.parse::<f32>().ok());
    let ours = outer.attribute("tw_id").and_then(|key| {
        let at = Point::new(number("tw_x")?, number("tw_y")?);
        Some((key.to_owned(), outer.attribute("tw_label")?.to_owned(), outer.attribute("tw_in")?.to_owned(), at))
    });
    let id = outer.attribute("id").or_else(|| cell.attribute("id"))?.to_owned();
    Some(Drawn { id, holder, rect, label: one_line(&label), ours })
}

/// Words alone of a label to which somebody has given a look.
fn without_markup(label: &str) -> String {
    let mut text = String::new();
    let mut rest = label;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    html_escape::decode_html_entities(&text).into_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes changes over one after the other.
struct Taker<'a> {
    /// The design with what was taken over so far.
    document: Document,
    commands: Vec<EditCommand>,
    merge: DrawingMerge,
    kept: &'a BTreeSet<(Element, ShapeDeed)>,
}

impl Taker<'_> {
    fn carry_out(&mut self, element: Element, deed: ShapeDeed, edit: Edit) {
        match preview(&self.document, &edit.commands) {
            Ok(next) => {
                self.document = next;
                self.commands.extend(edit.commands);
                self.merge.changes.push(ShapeChange { element, deed, words: edit.label });
            }
            Err(err) => self.merge.troubles.push(format!("{}: {err}", edit.label)),
        }
    }

    fn take(&mut self, shape: &Drawn, by_id: &BTreeMap<&str, &Drawn>) {
        let Some((key, label, ..)) = &shape.ours else { return };
        let Some(element) = Element::all(&self.document).into_iter().find(|it| it.to_string() == *key) else {
            self.merge.troubles.push(format!("“{}” ({key}) is no longer in the design.", shape.label));
            return;
        };
        let may = |deed| !self.kept.contains(&(element, deed));
        let (may_rename, may_move) = (may(ShapeDeed::Renamed), may(ShapeDeed::Moved));
        if may_rename && shape.label != one_line(label) {
            self.rename(element, &one_line(label), &shape.label);
        }
        if may_move {
            self.relocate(element, shape, by_id);
        }
    }

    fn rename(&mut self, element: Element, before: &str, after: &str) {
        let now = element.name(&self.document);
        if one_line(&now) == after {
            return;
        }
        if !can_rename(&self.document, element) || one_line(&now) != before {
            let why = if can_rename(&self.document, element) && is_name(element) {
                format!("the design calls it “{now}” by now, which stays")
            } else {
                "its words are put together from the design; change them there".to_owned()
            };
            self.merge.troubles.push(format!("“{before}” became “{after}”: {why}."));
            return;
        }
        match rename(&self.document, element, after) {
            Ok(edit) => self.carry_out(element, ShapeDeed::Renamed, edit),
            Err(err) => self.merge.troubles.push(format!("“{before}” became “{after}”: {err}.")),
        }
    }

    fn relocate(&mut self, element: Element, shape: &Drawn, by_id: &BTreeMap<&str, &Drawn>) {
        let (Some((_, _, holder, at)), Some(own)) = (&shape.ours, self.document.slot_of(element)) else { return };
        if shape.holder == *holder && at.distance(shape.rect.min) <= LEAST_MOVE {
            return;
        }
        let name = element.name(&self.document);
        let Some((tier, inside)) = tier_of(shape, by_id) else {
            self.merge
                .troubles
                .push(format!("{name} stands in no tier of the drawing any more; it stays where it is."));
            return;
        };
        let index = Index::new(&self.document);
        let layout = Layout::of(&index, Detail::Full);
        let found = self.document.tiers.keys().find(|id| Element::from(**id).to_string() == tier);
        let Some(rect) = found.and_then(|id| layout.rect_of((*id).into())) else {
            self.merge.troubles.push(format!("{name} moved into a tier that is no longer in the design."));
            return;
        };
        let point = Point::new(
            (rect.min.x + inside.x).clamp(rect.min.x + 1.0, rect.max.x - 1.0),
            (rect.min.y + inside.y).clamp(rect.min.y + 1.0, rect.max.y - 1.0),
        );
        let Some(slot) = layout.slot_at(point).filter(|it| *it != own) else { return };
        match choices(&self.document, &[element], DropTarget::at(&self.document, slot)) {
            Ok(MoveChoice::Plain(edit)) => self.carry_out(element, ShapeDeed::Moved, edit),
            Ok(MoveChoice::ClusterQuestion { cluster, .. }) => self.merge.troubles.push(format!(
                "{name} moved out of the failover cluster {cluster}: whether it leaves it is asked in the window; move it there."
            )),
            Err(err) => self.merge.troubles.push(format!("{name} moved: {err}.")),
        }
    }

    /// Names what somebody has deleted: that is done in the design, which shows what goes with it.
    fn gone(&mut self, seen: &BTreeSet<String>, base: Option<&Document>) {
        let blueprint = Blueprint::of(&self.document);
        let shown = blueprint.shapes.iter().filter_map(|it| it.element);
        let was_there = |element: &Element| base.is_none_or(|it| element.exists(it));
        let gone: BTreeSet<Element> = shown.filter(|it| !seen.contains(&it.to_string())).filter(was_there).collect();
        for element in gone {
            let name = element.name(&self.document);
            self.merge
                .troubles
                .push(format!("{name} is not in the drawing any more; it stays in the design: remove it there."));
        }
    }
}

/// Whether the label of a shape is the name of its element.
fn is_name(element: Element) -> bool {
    !matches!(element, Element::HostInstance(_))
}

/// The tier that a shape stands in, and where its middle is in it.
fn tier_of(shape: &Drawn, by_id: &BTreeMap<&str, &Drawn>) -> Option<(String, Point)> {
    let mut middle = shape.rect.center();
    let mut holder = shape.holder.as_str();
    for _ in 0..MOST_DEPTH {
        let it = by_id.get(holder)?;
        if let Some((key, ..)) = it.ours.as_ref().filter(|(key, ..)| key.starts_with("tier-")) {
            return Some((key.clone(), middle));
        }
        middle = Point::new(middle.x + it.rect.min.x, middle.y + it.rect.min.y);
        holder = &it.holder;
    }
    None
}

#[cfg(test)]
mod tests;
