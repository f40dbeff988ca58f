//! The pieces of work that lie between two designs, and the designs in between.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::conditions::{holders, secret_moves};
use super::phases::Phase;
use super::rows::{LaterRow, later};
use super::{Obstacle, route};
use crate::comparison::references::elements_in;
use crate::comparison::renumbering::{settle_rows, settle_slots};
use crate::edit::forget_gone;
use crate::model::{ComputerId, Document, Element, FailoverClusterId, check_invariants};

/// What is done to an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// It comes.
    Add,
    /// It goes.
    Remove,
    /// A field of it becomes another one; of what goes, what it has no more before.
    Set(String),
    /// A field of it becomes something for a while.
    Via(String, Value),
}

/// A piece of work that is done at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Work {
    pub(super) element: Element,
    pub(super) deed: Deed,
    pub(super) phase: Phase,
}

impl Work {
    /// Whether it sets a field, for good or for a while.
    pub(super) fn sets(&self, name: &str) -> bool {
        matches!(&self.deed, Deed::Set(field) | Deed::Via(field, _) if field == name)
    }
}

/// Two designs in the same numbers, as JSON.
pub(super) struct Ends {
    before: Value,
    after: Value,
}

/// What is built beside elements and environment: its field in a design, and in comparisons.
const SECTIONS: [(&str, &str); 5] = [
    ("sso", "enterprise_sso"),
    ("backup", "backup"),
    ("disaster_recovery", "disaster_recovery"),
    ("availability", "availability"),
    ("workload", "workload"),
];

/// What is on paper only and comes with the last step, because it may speak of everything.
const PAPERS: [&str; 6] = ["project", "checklist", "waivers", "drills", "imported", "notes"];

static NULL: Value = Value::Null;

/// What a design says of an element.
fn record(design: &Value, element: Element) -> Option<&Map<String, Value>> {
    let value = match element.table() {
        None => design.get("environment")?,
        Some(table) => design.get(table)?.get(element.number().to_string())?,
    };
    value.as_object()
}

/// The place of a section in a design, where a field of the environment is one.
fn section(element: Element, field: &str) -> Option<&'static str> {
    let known = SECTIONS.iter().find(|(_, name)| *name == field);
    known.filter(|_| element == Element::Environment).map(|(place, _)| *place)
}

/// A field as a design states it; null where it does not.
fn field_of<'a>(design: &'a Value, element: Element, field: &str) -> &'a Value {
    let value = match section(element, field) {
        Some(place) => design.get(place),
        None => record(design, element).and_then(|it| it.get(field)),
    };
    value.unwrap_or(&NULL)
}

impl Ends {
    pub(super) fn new(before: &Document, after: &Document) -> Result<Self, String> {
        let value = |it: &Document| serde_json::to_value(it).map_err(|err| err.to_string());
        Ok(Self { before: value(before)?, after: value(after)? })
    }

    /// A field before and after; null where it is not stated.
    pub(super) fn field(&self, element: Element, field: &str) -> (&Value, &Value) {
        (field_of(&self.before, element, field), field_of(&self.after, element, field))
    }

    /// The number of the site in which an element stands; null for what stands in no tier.
    pub(super) fn site_of(&self, element: Element, is_after: bool) -> &Value {
        let design = if is_after { &self.after } else { &self.before };
        let tier = field_of(design, element, "slot").get("tier");
        let site = tier.and_then(|it| design.get("tiers")?.get(it.to_string())?.get("site"));
        site.unwrap_or(&NULL)
    }

    /// Everything that lies between the designs, each in its phase: not before what it builds on. With it comes what no
    /// order makes supported.
    pub(super) fn work(&self, before: &Document, after: &Document) -> (Vec<Work>, Vec<Obstacle>) {
        let all: BTreeSet<Element> = Element::all(before).into_iter().chain(Element::all(after)).collect();
        let mut work: Vec<Work> = all.into_iter().flat_map(|it| self.work_on(it, before, after)).collect();
        let obstacles = route::lay(&mut work, before, after);
        work.extend(self.handed_over(before, after));
        loop {
            let comes: BTreeMap<Element, Phase> =
                work.iter().filter(|it| it.deed == Deed::Add).map(|it| (it.element, it.phase)).collect();
            let mut is_settled = true;
            for it in &mut work {
                let needed = self.needs(it).into_iter().filter_map(|needed| comes.get(&needed)).max();
                if let Some(phase) = needed.filter(|phase| **phase > it.phase && it.deed != Deed::Remove) {
                    it.phase = *phase;
                    is_settled = false;
                }
            }
            if is_settled {
                return (work, obstacles);
            }
        }
    }

    fn work_on(&self, element: Element, before: &Document, after: &Document) -> Vec<Work> {
        let piece = |deed: Deed, phase: Phase| Work { element, deed, phase };
        match (element.exists(before), element.exists(after)) {
            (false, _) => {
                let rows = later(element).filter(|it| it.is_about(field_of(&self.after, element, &it.field)));
                let set = rows.map(|it| {
                    let phase = Phase::of_field(element, &it.field, self.field(element, &it.field));
                    piece(Deed::Set(it.field.clone()), phase)
                });
                std::iter::once(piece(
                    Deed::Add,
                    Phase::of_new(element, |it| field_of(&self.after, element, it).clone()),
                ))
                .chain(set)
                .collect()
            }
            (_, false) => {
                let has = |row: &&LaterRow| row.is_about(field_of(&self.before, element, &row.field));
                let rows = later(element).filter(has).filter_map(|row| Some((row, row.goes?)));
                let shed = rows.map(|(row, phase)| piece(Deed::Set(row.field.clone()), phase));
                shed.chain([piece(Deed::Remove, Phase::of_gone(element))]).collect()
            }
            _ => {
                let names = [&self.before, &self.after].into_iter().filter_map(|it| record(it, element));
                let mut names: BTreeSet<&str> = names.flat_map(|it| it.keys().map(String::as_str)).collect();
                if element == Element::Environment {
                    names.extend(SECTIONS.iter().map(|(_, name)| *name));
                }
                let differs = |it: &&str| {
                    let (was, is) = self.field(element, it);
                    was != is
                };
                let set =
                    |it: &str| piece(Deed::Set(it.to_owned()), Phase::of_field(element, it, self.field(element, it)));
                names.into_iter().filter(differs).map(set).collect()
            }
        }
    }

    /// That those who go hand the master secret over when it moves, and not when they go.
    fn handed_over(&self, before: &Document, after: &Document) -> Vec<Work> {
        if !secret_moves(before, after) {
            return Vec::new();
        }
        let without = |element: Element| {
            let (field, word) = match element {
                Element::Computer(_) => ("roles", "MasterSecret"),
                _ => ("resources", "EntSso"),
            };
            let mut value = field_of(&self.before, element, field).clone();
            match &mut value {
                Value::Array(items) => items.retain(|it| it != word),
                Value::Object(fields) => drop(fields.remove(word)),
                _ => {}
            }
            Work { element, deed: Deed::Via(field.to_owned(), value), phase: Phase::MasterSecret }
        };
        holders(before).into_iter().filter(|it| !it.exists(after)).map(without).collect()
    }

    /// What a piece of work refers to.
    fn needs(&self, work: &Work) -> BTreeSet<Element> {
        let mut found = BTreeSet::new();
        match &work.deed {
            Deed::Add => {
                for (name, value) in record(&self.after, work.element).into_iter().flatten() {
                    elements_in(value, name, &mut found);
                }
            }
            Deed::Set(field) => elements_in(field_of(&self.after, work.element, field), field, &mut found),
            Deed::Via(..) | Deed::Remove => {}
        }
        found
    }

    /// The design in which this work is done and no other. With the last step comes what is on paper.
    ///
    /// # Errors
    /// What keeps it from being a design, in words.
    pub(super) fn with(&self, done: &[&Work], is_last: bool) -> Result<Document, String> {
        let mut design = self.before.clone();
        // What is set of something that comes finds it there, in whatever order the pieces stand.
        let (sets, others): (Vec<&Work>, Vec<&Work>) = done.iter().partition(|it| matches!(it.deed, Deed::Set(_)));
        let (between, others): (Vec<&Work>, Vec<&Work>) =
            others.into_iter().partition(|it| matches!(it.deed, Deed::Via(..)));
        for work in others.into_iter().chain(between) {
            self.do_one(&mut design, work);
        }
        for work in sets {
            let is_missing = work.element.table().is_some() && record(&design, work.element).is_none();
            if is_missing && record(&self.after, work.element).is_none() {
                continue;
            }
            if is_missing {
                return Err(format!("{} is not there yet", self.name_of(work.element)));
            }
            self.do_one(&mut design, work);
        }
        if is_last {
            for paper in PAPERS {
                put(&mut design, paper, self.after.get(paper));
            }
        }
        put(&mut design, "next_id", self.after.get("next_id"));
        let rows = |it: &Value| it.get("tier_rows").and_then(Value::as_array).cloned().unwrap_or_default();
        let all_rows = rows(&self.after).into_iter().chain(rows(&self.before)).collect();
        put(&mut design, "tier_rows", Some(&Value::Array(all_rows)));
        let mut document: Document = serde_json::from_value(design).map_err(|err| err.to_string())?;
        forget_gone(&mut document);
        settle_rows(&mut document);
        settle_slots(&mut document);
        self.settle_nodes(&mut document);
        match check_invariants(&document).first() {
            None => Ok(document),
            Some(broken) => Err(format!("{}: {}", broken.element.name(&document), broken.problem)),
        }
    }

    /// A computer is a node of one failover cluster: the one that takes it over evicts it from the other, which loses an
    /// owner of its cluster resource groups.
    fn settle_nodes(&self, document: &mut Document) {
        let mut clusters: BTreeMap<ComputerId, usize> = BTreeMap::new();
        let nodes = document.failover_clusters.values().flat_map(|it| &it.nodes);
        nodes.for_each(|it| *clusters.entry(it.computer).or_default() += 1);
        let stays = |cluster: FailoverClusterId, node: ComputerId| {
            let nodes = field_of(&self.after, cluster.into(), "nodes").as_array();
            nodes.is_some_and(|it| it.iter().any(|it| it.get("computer") == Some(&Value::from(node.0))))
        };
        for (id, cluster) in document.failover_clusters.edit() {
            cluster.nodes.retain(|it| clusters.get(&it.computer) == Some(&1) || stays(*id, it.computer));
        }
        let (groups, clusters) = (document.resource_groups.edit(), &document.failover_clusters);
        for group in groups.values_mut() {
            let nodes = clusters.get(&group.failover_cluster).map_or(&[][..], |it| &it.nodes);
            group.possible_owners.retain(|owner| nodes.iter().any(|it| it.computer == *owner));
            group.active_owner = group.active_owner.filter(|it| group.possible_owners.contains(it));
        }
    }

    /// The name of an element of the design after.
    fn name_of(&self, element: Element) -> String {
        let name = field_of(&self.after, element, "name").as_str();
        name.map_or_else(|| element.to_string(), str::to_owned)
    }

    /// What a field is set to: what the design after states of it; of what goes, what it keeps until then.
    fn set_to(&self, element: Element, field: &str) -> Value {
        let (was, is) = self.field(element, field);
        let goes = element.table().is_some() && record(&self.after, element).is_none();
        let row = later(element).find(|it| it.field == field).filter(|_| goes);
        row.map_or_else(|| is.clone(), |it| it.at_first(was).unwrap_or_default())
    }

    fn do_one(&self, design: &mut Value, work: &Work) {
        let Work { element, deed, .. } = work;
        let set = match deed {
            Deed::Set(field) => Some((field, self.set_to(*element, field))),
            Deed::Via(field, value) => Some((field, value.clone())),
            Deed::Add | Deed::Remove => None,
        };
        if let Some((field, value)) = set {
            let is = Some(&value).filter(|it| !it.is_null());
            let at = match (section(*element, field), element.table()) {
                (Some(place), _) => return put(design, place, is),
                (None, None) => design.get_mut("environment"),
                (None, Some(table)) => design.get_mut(table).and_then(|it| it.get_mut(element.number().to_string())),
            };
            if let Some(at) = at {
                put(at, field, is);
            }
        } else if let Some(table) = element.table() {
            let is = record(&self.after, *element).map(|it| Value::Object(at_first(*element, it)));
            if let Some(at) = design.get_mut(table) {
                put(at, &element.number().to_string(), is.as_ref());
            }
        }
    }
}

/// The record of an element that comes, without what it gets later.
fn at_first(element: Element, record: &Map<String, Value>) -> Map<String, Value> {
    let mut first = record.clone();
    for row in later(element) {
        let Some(value) = record.get(&row.field) else { continue };
        match row.at_first(value) {
            Some(value) => first.insert(row.field.clone(), value),
            None => first.remove(&row.field),
        };
    }
    first
}

/// Puts a field into an object, or takes it out.
fn put(object: &mut Value, field: &str, value: Option<&Value>) {
    if let Value::Object(object) = object {
        match value {
            Some(value) => object.insert(field.to_owned(), value.clone()),
            None => object.remove(field),
        };
    }
}

/// Whether something that was stated is stated otherwise; where nothing means no, whether anything is.
pub(super) fn is_other(was: &Value, is: &Value, from_nothing: bool) -> bool {
    match (was, is) {
        (Value::Null, _) => from_nothing && !is.is_null(),
        // What nobody has stated of the target is as it was.
        (Value::Bool(_) | Value::String(_), Value::Null) => false,
        (Value::Object(fields), Value::Null) if fields.contains_key("provenance") => false,
        (Value::Object(was), Value::Null) => was.values().any(|it| is_other(it, &NULL, false)),
        (Value::Object(was), Value::Object(is)) => {
            was.iter().any(|(name, value)| is_other(value, is.get(name).unwrap_or(&NULL), false))
        }
        _ => was != is,
    }
}
