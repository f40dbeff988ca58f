//! What the rows of the list view say, worked out once per state of the design.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::{GAP, drawn_width};
use crate::badges::badges;
use crate::model::index::Index;
use crate::model::outline::{Outline, OutlineRow};
use crate::model::{Document, Element};
use crate::overlay;
use crate::prose::{capitalized, one_line};
use crate::scene::text::text_width;
use crate::scene::{BadgeCounts, Face, IconKind, Ink, LossMark, nature};
use crate::text::{kinds, list as text};
use crate::ui::context::ViewContext;

/// Size of the text of rows, in points.
pub(super) const SIZE: f32 = 13.0;
/// How far a row is indented against what holds it, in points.
pub(super) const INDENT: f32 = 16.0;
/// Room before a name for the mark that folds and the icon, in points.
pub(super) const MARKS: f32 = 40.0;
/// Room for the shape before words about findings and states, in points.
pub(super) const SHAPE: f32 = 20.0;

/// What is true of an element whatever happens in a drill.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) name: String,
    /// Its kind or role, and its state.
    pub(super) nature: String,
    /// What its loss does.
    pub(super) loss: String,
    /// Whom it calls and who calls it.
    pub(super) connections: String,
    /// What somebody has pinned to it, in one line.
    pub(super) note: String,
}

/// The rows of a state of the design.
#[derive(Debug, Default)]
pub(super) struct Rows {
    words: Vec<Words>,
    badges: BTreeMap<Element, BadgeCounts>,
    /// What the columns need: names with their indentation, and the others.
    pub(super) columns: [Width; 6],
}

/// What a column needs, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Width {
    /// For nine of ten rows.
    pub(super) usual: f32,
    /// For all of them.
    pub(super) most: f32,
}

impl Width {
    /// For rows that need so much, and at least this.
    fn of(mut widths: Vec<f32>, least: f32) -> Self {
        widths.sort_by(f32::total_cmp);
        let at = |share: f32| widths.get((widths.len() as f32 * share) as usize).or(widths.last()).copied();
        let of = |share| at(share).unwrap_or_default().max(least);
        Self { usual: of(0.9), most: of(1.0) }
    }
}

/// A sign with words: never color alone.
pub(super) type Sign = (IconKind, Ink, String);

impl Rows {
    /// Reads a design.
    pub(super) fn of(view: &ViewContext<'_>, outline: &Outline) -> Self {
        let index = Index::new(view.document);
        let connected = connected(view.document);
        let words: Vec<Words> =
            outline.rows().iter().map(|row| words(view, &index, row.element, connected.get(&row.element))).collect();
        let badges = badges(&view.analysis.rules);
        let of = |texts: &mut dyn Iterator<Item = &str>, head: &str, more: f32| {
            let widths = texts.map(|it| drawn_width(Face::Regular, it) + more).collect();
            Width::of(widths, text_width(Face::Bold, SIZE, head) + GAP)
        };
        let findings: Vec<String> = badges.values().map(|it| it.words.clone()).collect();
        let names = outline.rows().iter().zip(&words).map(|(row, it)| width(row, it) + GAP);
        Self {
            columns: [
                Width::of(names.collect(), 160.0),
                of(&mut words.iter().map(|it| it.nature.as_str()), text::WHAT_IT_IS, GAP),
                of(&mut findings.iter().map(String::as_str), text::FINDINGS, GAP + SHAPE),
                of(&mut words.iter().map(|it| it.loss.as_str()), text::STATE, GAP + SHAPE),
                of(&mut words.iter().map(|it| it.connections.as_str()), text::CONNECTIONS, GAP),
                // Nobody needs the column before there is a note.
                if view.document.notes.is_empty() {
                    Width::default()
                } else {
                    of(&mut words.iter().map(|it| it.note.as_str()), text::NOTE, GAP)
                },
            ],
            words,
            badges,
        }
    }

    /// What stands in the row with this number of the outline.
    pub(super) fn words(&self, number: usize) -> Option<&Words> {
        self.words.get(number)
    }

    /// How many findings an element has, in words; empty where it has none.
    pub(super) fn counted(&self, element: Element) -> &str {
        self.badges.get(&element).map_or("", |it| &it.words)
    }

    /// How many findings an element has, with the shape of the worst.
    pub(super) fn findings(&self, element: Element) -> Option<Sign> {
        let counts = self.badges.get(&element)?;
        let (icon, ink, _) = counts.worst()?;
        Some((icon, ink, counts.words.clone()))
    }

    /// All of it in a sentence, for who hears it.
    pub(super) fn sentence(&self, view: &ViewContext<'_>, number: usize, element: Element) -> String {
        let Some(words) = self.words(number) else { return element.name(view.document) };
        let mut all = vec![words.name.clone(), words.nature.clone()];
        all.extend(self.findings(element).map(|(.., words)| words));
        all.extend(match view.drill {
            Some(_) => state(view, element).map(|(.., words)| words),
            None => view.losses.get(&element).map(LossMark::words),
        });
        all.push(words.connections.clone());
        all.extend((!words.note.is_empty()).then(|| text::noted(&words.note)));
        all.retain(|it| !it.is_empty());
        all.join(", ")
    }
}

/// The width of a name with what stands before it, in points.
fn width(row: &OutlineRow, words: &Words) -> f32 {
    row.depth as f32 * INDENT + MARKS + drawn_width(Face::Bold, &words.name)
}

/// The state of an element in the drill under way; outside of one what its loss does.
pub(super) fn state(view: &ViewContext<'_>, element: Element) -> Option<Sign> {
    if let Some(drill) = view.drill {
        let condition = *drill.snapshot.elements.get(&element)?;
        let (icon, ink, ..) = overlay::look(condition);
        return Some((icon, ink, condition.label().to_owned()));
    }
    let mark = view.losses.get(&element)?;
    let (icon, ink, _) = mark.look.sign();
    Some((icon, ink, text::loss(mark)))
}

fn words(view: &ViewContext<'_>, index: &Index<'_>, element: Element, connections: Option<&[Vec<String>; 2]>) -> Words {
    let says_its_kind = matches!(element, Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_));
    let kind = (!says_its_kind).then(|| kinds::one_and_many(element).0.to_owned());
    let nature: Vec<String> = kind.into_iter().chain(nature(index, element)).collect();
    Words {
        name: element.name(index.document),
        nature: capitalized(&nature.join(", ")),
        loss: view.losses.get(&element).map(text::loss).unwrap_or_default(),
        connections: connections.map(|[to, from]| text::connected(to, from)).unwrap_or_default(),
        note: index.document.note_on(element).map(one_line).unwrap_or_default(),
    }
}

/// Whom each element calls, and who calls it, by name.
fn connected(document: &Document) -> BTreeMap<Element, [Vec<String>; 2]> {
    let mut connected: BTreeMap<Element, [Vec<String>; 2]> = BTreeMap::new();
    let mut note = |at: Element, side: usize, other: Element| {
        connected.entry(at).or_default()[side].push(other.name(document));
    };
    for it in document.connections.values() {
        note(it.from, 0, it.to);
        note(it.to, 1, it.from);
    }
    let instances = document.host_instances.iter().map(|(id, it)| (Element::from(*id), Element::from(it.host)));
    // A host is no row: what calls it stands with its host instances.
    let through: Vec<_> = instances.filter_map(|(at, host)| Some((at, connected.get(&host)?.clone()))).collect();
    connected.extend(through);
    connected
}

/// The numbers of the rows that are shown: what folded elements hold is not.
pub(in super::super) fn shown(outline: &Outline, folded: &BTreeSet<Element>) -> Vec<usize> {
    let mut shown = Vec::with_capacity(outline.rows().len());
    let mut below: Option<usize> = None;
    for (number, row) in outline.rows().iter().enumerate() {
        if below.is_some_and(|depth| row.depth > depth) {
            continue;
        }
        below = folded.contains(&row.element).then_some(row.depth);
        shown.push(number);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn what_folded_elements_hold_is_not_shown() {
        let document = &template("large").unwrap().document;
        let outline = Outline::of(document);
        let tier =
            document.tiers.iter().find(|(_, it)| it.name == "Receive").map(|(id, _)| Element::from(*id)).unwrap();
        let all = shown(&outline, &BTreeSet::new());
        let folded = shown(&outline, &[tier].into());
        let names = |rows: &[usize]| -> Vec<String> {
            rows.iter().map(|it| outline.rows()[*it].element.name(document)).collect()
        };
        assert!(names(&all).contains(&"BTS1".to_owned()) && !names(&folded).contains(&"BTS1".to_owned()));
        assert!(names(&folded).contains(&"BTS3".to_owned()), "other tiers stay open");
    }

    #[test]
    fn connections_are_said_at_both_ends_also_where_they_end_on_a_host() {
        let document = &template("large").unwrap().document;
        let connected = connected(document);
        let instance =
            document.host_instances.iter().find(|(_, it)| Element::from(it.host).name(document) == "Receive host");
        let [_, from] = &connected[&Element::from(*instance.unwrap().0)];
        assert_eq!(from, &["Internet"]);
        let internet = document.endpoints.iter().find(|(_, it)| it.name == "Internet").unwrap().0;
        assert_eq!(connected[&Element::from(*internet)][0], ["Receive host"]);
    }
}
