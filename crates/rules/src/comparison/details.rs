//! What an element consists of, detail by detail, and how two differ.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::pairing::Pairing;
use super::references::{element_in, element_of};
use super::wording::{in_words, of_variant, text_in};
use crate::edit::Record;
use crate::model::{Document, Element};

/// A detail that two designs state differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The field of the record that it belongs to; the site of what stands in a slot belongs to its `slot`.
    pub field: String,
    /// What it is.
    pub label: String,
    /// What it was, in words; empty = not stated.
    pub before: String,
    /// What it is then; empty = not stated.
    pub after: String,
    /// What nothing stated means, where `before` or `after` is empty: that nobody knows, no, or none.
    pub absent: &'static str,
    /// Whether it is a list, of which `before` is what goes and `after` what comes.
    pub is_list: bool,
    /// Whether only the drawing changes.
    pub is_layout: bool,
    /// Whether a value was stated that is not stated then: nobody says that it is another one.
    pub says_less: bool,
}

/// A detail as it is compared, and as it is shown.
#[derive(Clone, Debug, PartialEq)]
enum Leaf {
    /// One value.
    One(String, String),
    /// Several, in no order.
    Many(BTreeMap<String, String>),
}

impl Leaf {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(a, _), Self::One(b, _)) => a == b,
            (Self::Many(a), Self::Many(b)) => a.keys().eq(b.keys()),
            _ => false,
        }
    }

    /// Whether nothing in its place means that nobody knows, rather than no or none: a plain value, not what stands for
    /// yes, and not what refers to an element.
    fn may_be_unknown(&self, way: &str) -> bool {
        let field = way.rsplit(' ').find(|it| *it != "value").unwrap_or_default();
        match self {
            Self::One(key, _) => {
                let refers = key.starts_with(['=', '-', '+']) || [":=", ":-", ":+"].iter().any(|it| key.contains(it));
                !refers && (key != "true" || is_option(field))
            }
            Self::Many(_) => false,
        }
    }

    /// What it means that there is nothing in its place.
    fn absent(&self, way: &str) -> &'static str {
        match self {
            Self::One(key, _) if key == "true" && !self.may_be_unknown(way) => "no",
            _ if NONE.contains(&way) => "none",
            _ => "not stated",
        }
    }

    fn words(&self) -> String {
        match self {
            Self::One(_, words) => words.clone(),
            Self::Many(all) => all.values().cloned().collect::<Vec<_>>().join(", "),
        }
    }

    /// What only this one has, in words.
    fn without(&self, other: Option<&Self>) -> String {
        match (self, other) {
            (Self::Many(all), Some(Self::Many(others))) => {
                let own = all.iter().filter(|(key, _)| !others.contains_key(*key));
                own.map(|(_, words)| words.clone()).collect::<Vec<_>>().join(", ")
            }
            _ => self.words(),
        }
    }
}

/// Where two elements differ.
pub(super) fn differences(
    (before, was): (&Document, Element),
    (after, is): (&Document, Element),
    pairing: &Pairing,
) -> Vec<Detail> {
    let one = Leaves::of(before, was, &|it| pairing.token_before(it));
    let other = Leaves::of(after, is, &|it| pairing.token_after(it));
    let labels: BTreeSet<&String> = one.0.keys().chain(other.0.keys()).collect();
    let is_placed = after.slot_of(is).is_some();
    let mut details = Vec::new();
    for label in labels {
        let (was, is) = (one.0.get(label), other.0.get(label));
        if was.zip(is).is_some_and(|(a, b)| a.is_same(b)) {
            continue;
        }
        let (way, part) = label.split_once(PART).map_or((label.as_str(), None), |(way, part)| (way, Some(part)));
        // What comes or goes as a whole stands in the list of which it is a part.
        if part.is_some_and(|part| !one.has(way, part) || !other.has(way, part)) {
            continue;
        }
        let part = part.and_then(|part| Some(one.1.get(part)?.min(other.1.get(part)?)));
        let words = |it: Option<&Leaf>, other: Option<&Leaf>| it.map_or_else(String::new, |it| it.without(other));
        let is_layout = label.starts_with("slot ");
        let is_list = [was, is].iter().flatten().all(|it| matches!(it, Leaf::Many(_)));
        let (before, after) = (words(was, is), words(is, was));
        let of_slot = is_placed && matches!(label.as_str(), "site" | "zone");
        let field = if of_slot { "slot" } else { label.split(' ').next().unwrap_or_default() }.to_owned();
        let label = part.map_or_else(|| in_words(way), |name| format!("{name}: {}", in_words(way)));
        let absent = was.or(is).map_or("not stated", |it| it.absent(way));
        let says_less = is.is_none() && was.is_some_and(|it| it.may_be_unknown(way));
        details.push(Detail { field, label, before, after, absent, is_list, is_layout, says_less });
    }
    details
}

/// What refers to an element and is none where nothing is stated, rather than unknown.
const NONE: [&str; 2] = ["availability_group", "clustered_in resource_group"];

/// Stands between the way to a detail of a part and the part.
const PART: char = '\u{0}';

/// All details of an element by the way to them, and the names of its parts: what stands in lists about one element each,
/// as replicas do about SQL instances.
struct Leaves(BTreeMap<String, Leaf>, BTreeMap<String, String>);

/// How elements are called when they are compared.
type Token<'a> = &'a dyn Fn(Element) -> String;

impl Leaves {
    fn of(document: &Document, element: Element, token: Token<'_>) -> Self {
        let mut leaves = Self(BTreeMap::new(), BTreeMap::new());
        let value = match element {
            Element::Environment => whole(document),
            _ => content(document, element),
        };
        leaves.take(document, "", "", &value, token);
        if let Some(tier) = document.slot_of(element).and_then(|slot| document.tiers.get(&slot.tier)) {
            let site: Element = tier.site.into();
            leaves.0.insert("site".to_owned(), Leaf::One(token(site), site.name(document)));
            if let Some(zone) = tier.zone {
                leaves.0.insert("zone".to_owned(), Leaf::One(format!("{zone:?}"), zone.label().to_owned()));
            }
        }
        leaves
    }

    fn take(&mut self, document: &Document, path: &str, field: &str, value: &Value, token: Token<'_>) {
        let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path} {name}") };
        match value {
            Value::Null => {}
            // From one SQL instance to another: the names of the fields are elements themselves.
            Value::Object(ships) if field == "ships_to" => {
                let name = |it: &str| it.parse().ok().and_then(|it| element_in(field, it));
                let pair = |(from, to): (&String, &Value)| {
                    let (key, words) = leaf(document, field, to, token);
                    let (from, of) = name(from).map_or_else(Default::default, |it| (token(it), it.name(document)));
                    (format!("{from} {key}"), format!("from {of} to {words}"))
                };
                let all: BTreeMap<String, String> = ships.iter().map(pair).collect();
                self.0.insert(path.to_owned(), Leaf::Many(all));
            }
            // One of several kinds, such as on a computer or in a cluster.
            Value::Object(object) if element_of(value).is_none() && variant(object).is_some() => {
                let (name, inner) = variant(object).unwrap_or((field, value));
                let (key, words) = leaf(document, name, inner, token);
                self.0.insert(path.to_owned(), Leaf::One(format!("{name}:{key}"), of_variant(&at(name), name, &words)));
            }
            Value::Object(object) if element_of(value).is_none() && !is_sourced(object) => {
                for (name, inner) in object {
                    self.take(document, &at(name), name, inner, token);
                }
            }
            // What is not so by default leaves no trace: no is not stated.
            Value::Bool(false) if !is_option(field) => {}
            Value::Array(items) if are_parts(items) => {
                self.take_parts(document, path, items, token);
            }
            Value::Array(items) => {
                let all: BTreeMap<String, String> = items.iter().map(|it| leaf(document, field, it, token)).collect();
                if !all.is_empty() {
                    self.0.insert(path.to_owned(), Leaf::Many(all));
                }
            }
            _ => {
                let (key, words) = leaf(document, field, value, token);
                self.0.insert(path.to_owned(), Leaf::One(key, words));
            }
        }
    }
}

impl Leaves {
    /// Parts by the element that each is about.
    fn take_parts(&mut self, document: &Document, path: &str, items: &[Value], token: Token<'_>) {
        let mut all = BTreeMap::new();
        for item in items {
            let (Some((of, element)), Some(part)) = (element_of_part(item), item.as_object()) else { continue };
            let (key, name) = (token(element), element.name(document));
            for (field, inner) in part.iter().filter(|(field, it)| *field != of && !it.is_null()) {
                let words = leaf(document, field, inner, token);
                self.0.insert(format!("{path} {field}{PART}{key}"), Leaf::One(words.0, words.1));
            }
            self.1.insert(key.clone(), name.clone());
            all.insert(key, name);
        }
        self.0.insert(path.to_owned(), Leaf::Many(all));
    }

    /// Whether there is a part in the list of which a detail of parts is.
    fn has(&self, way: &str, part: &str) -> bool {
        let list = way.rsplit_once(' ').and_then(|(list, _)| self.0.get(list));
        matches!(list, Some(Leaf::Many(all)) if all.contains_key(part))
    }
}

/// Whether each of several is about one element, and no two about the same.
fn are_parts(items: &[Value]) -> bool {
    let about: BTreeSet<Element> = items.iter().filter_map(|it| Some(element_of_part(it)?.1)).collect();
    !items.is_empty() && about.len() == items.len()
}

/// The one element that a part of a list is about, with its field; `None` for what is about none, or several.
fn element_of_part(item: &Value) -> Option<(&str, Element)> {
    let object = item.as_object().filter(|_| element_of(item).is_none())?;
    let element = |(field, value): (&'_ String, &Value)| element_in(field, u32::try_from(value.as_u64()?).ok()?);
    let mut about = object.iter().filter_map(|(field, value)| Some((field.as_str(), element((field, value))?)));
    about.next().filter(|_| about.next().is_none())
}

/// The ways to all details of an element, those of variants among them.
#[cfg(test)]
pub(super) fn ways(document: &Document, element: Element) -> Vec<String> {
    let leaves = Leaves::of(document, element, &|it| it.to_string());
    let with_variant = |(way, leaf): (&String, &Leaf)| {
        let way = way.split(PART).next().unwrap_or_default();
        let variant = match leaf {
            Leaf::One(key, _) => key.split_once(':').map(|(variant, _)| format!("{way} {variant}")),
            Leaf::Many(_) => None,
        };
        [Some(way.trim_end_matches(" value").to_owned()), variant].into_iter().flatten().collect::<Vec<_>>()
    };
    leaves.0.iter().flat_map(with_variant).collect()
}

/// Whether a field tells no from not stated.
fn is_option(field: &str) -> bool {
    !matches!(
        field,
        "allow_tracking"
            | "is_default"
            | "edi"
            | "ordered"
            | "is_master"
            | "publication_disabled"
            | "mirrored"
            | "excluded_from_backup"
            | "serves_other_applications"
            | "analysis_services_named"
            | "windows_nlb"
            | "sql_alias"
            | "tms_active"
            | "readable"
            | "backup_on_secondary"
            | "read_only_routing"
            | "behind_load_balancer"
            | "high_performance"
            | "without_updates"
            | "volume_shadow_copy_as_ha"
            | "no_reverse_proxy_recorded"
    )
}

/// The one of several kinds that a value is of, with what belongs to it.
fn variant(object: &serde_json::Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, inner) = object.iter().next().filter(|_| object.len() == 1)?;
    name.starts_with(char::is_uppercase).then_some((name.as_str(), inner))
}

fn is_sourced(object: &serde_json::Map<String, Value>) -> bool {
    object.contains_key("value") && object.contains_key("provenance")
}

/// A value as it is compared, and as it is shown.
fn leaf(document: &Document, field: &str, value: &Value, token: Token<'_>) -> (String, String) {
    let named = |it: Element| (token(it), it.name(document));
    match value {
        Value::Bool(yes) => (yes.to_string(), if *yes { "yes" } else { "no" }.to_owned()),
        Value::String(text) => (text.clone(), text_in(field, text)),
        Value::Number(number) => {
            let element = number.as_u64().and_then(|it| u32::try_from(it).ok()).and_then(|it| element_in(field, it));
            let words = number.to_string();
            let words = words.strip_suffix(".0").unwrap_or(&words).to_owned();
            element.map_or_else(|| (number.to_string(), words), named)
        }
        Value::Array(items) => {
            let parts: Vec<(String, String)> = items.iter().map(|it| leaf(document, field, it, token)).collect();
            let join = |pick: fn(&(String, String)) -> &String| parts.iter().map(pick).cloned().collect::<Vec<_>>();
            (join(|it| &it.0).join(","), join(|it| &it.1).join(", "))
        }
        Value::Object(object) => {
            if let Some(element) = element_of(value) {
                return named(element);
            }
            if let Some(inner) = object.get("value").filter(|_| is_sourced(object)) {
                return leaf(document, field, inner, token);
            }
            let part = |(name, inner): (&String, &Value)| {
                let (key, words) = leaf(document, name, inner, token);
                let is_reference = key.starts_with(['=', '-', '+']);
                let words = if is_reference { words } else { format!("{} {words}", name.replace('_', " ")) };
                (format!("{name}:{key}"), words)
            };
            let parts: Vec<(String, String)> = object.iter().filter(|(_, it)| !it.is_null()).map(part).collect();
            let keys: Vec<&str> = parts.iter().map(|it| it.0.as_str()).collect();
            let words: Vec<&str> = parts.iter().map(|it| it.1.as_str()).collect();
            (keys.join(","), words.join(", "))
        }
        Value::Null => (String::new(), String::new()),
    }
}

/// What an element consists of.
fn content(document: &Document, element: Element) -> Value {
    let record = Record::of(document, element).and_then(|it| serde_json::to_value(it).ok());
    let inner = record.and_then(|it| match it {
        Value::Object(object) => object.into_iter().next().map(|(_, inner)| inner),
        _ => None,
    });
    match inner {
        Some(Value::Array(mut parts)) => parts.pop().unwrap_or_default(),
        _ => Value::Null,
    }
}

/// The design beside its elements: environment, project, Enterprise SSO, backup, disaster recovery, inputs and entries.
fn whole(document: &Document) -> Value {
    let value = |it: Result<Value, serde_json::Error>| it.unwrap_or_default();
    let mut whole = value(serde_json::to_value(&document.environment));
    let parts = [
        ("project", value(serde_json::to_value(&document.project))),
        ("enterprise_sso", value(serde_json::to_value(&document.sso))),
        ("backup", value(serde_json::to_value(&document.backup))),
        ("disaster_recovery", value(serde_json::to_value(&document.disaster_recovery))),
        ("availability", value(serde_json::to_value(&document.availability))),
        ("workload", value(serde_json::to_value(&document.workload))),
        ("checklist", value(serde_json::to_value(&document.checklist))),
        ("acceptances", value(serde_json::to_value(&document.waivers))),
        ("drills", value(serde_json::to_value(&document.drills))),
        ("notes", value(serde_json::to_value(&document.notes))),
    ];
    if let Value::Object(object) = &mut whole {
        for (name, mut part) in parts {
            // The picture of a logo is nothing to read.
            if let Value::Object(inner) = &mut part {
                inner.remove("logo_png_base64");
            }
            object.insert(name.to_owned(), part);
        }
    }
    whole
}
