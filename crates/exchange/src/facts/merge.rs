//! Brings the statements of all files together: the same result in whatever order the files were read.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, Place, Property, Subject, Value};
use crate::model::Direction;

/// A value that is agreed on, or the values that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The values, each with the first place that states it; more than one is a conflict.
    pub values: Vec<(Value, Place)>,
}

impl Stated {
    /// The value and its place; `None` when exports contradict each other.
    pub fn agreed(&self) -> Option<(&Value, &Place)> {
        match &self.values[..] {
            [(value, place)] => Some((value, place)),
            _ => None,
        }
    }
}

/// Everything that exports say, by subject and property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    facts: BTreeMap<Subject, BTreeMap<Property, Stated>>,
}

impl Merged {
    /// Merges statements.
    pub fn of(mut facts: Vec<Fact>) -> Self {
        facts.sort();
        facts.dedup();
        let mut merged = Self::default();
        for Fact { subject, property, value, place } in facts {
            let stated = merged.facts.entry(subject).or_default().entry(property);
            let values = &mut stated.or_insert_with(|| Stated { values: Vec::new() }).values;
            // Facts are sorted: the first place of a value comes first. Two spellings of one name are no conflict.
            let is_known = values.iter().any(|(known, _)| *known == value || property == Property::Exists);
            if !is_known {
                values.push((value, place));
            }
        }
        merged.count_ports();
        merged
    }

    /// Turns ports and orchestrations, whose names are nobody's business, into numbers of their handlers and hosts.
    fn count_ports(&mut self) {
        let mut counts: BTreeMap<(Subject, Property), (u64, Place)> = BTreeMap::new();
        let mut enabled: BTreeMap<Subject, u64> = BTreeMap::new();
        let mut ordered: BTreeMap<Subject, Place> = BTreeMap::new();
        let ports: Vec<Subject> = self.facts.keys().filter(|it| is_counted(it)).cloned().collect();
        for subject in ports {
            let Some(says) = self.facts.remove(&subject) else { continue };
            let agreed = |property| says.get(&property).and_then(Stated::agreed);
            let Some((Value::Text(host), place)) = agreed(Property::Host) else { continue };
            let (about, property) = match &subject {
                Subject::Port { direction, backup, .. } => {
                    let Some((Value::Text(adapter), _)) = agreed(Property::Adapter) else { continue };
                    let host = host.clone();
                    let handler = Subject::Handler { adapter: adapter.clone(), direction: *direction, host };
                    (handler, counted_as(*direction, *backup))
                }
                _ => (Subject::Host(host.clone()), Property::Orchestrations),
            };
            if matches!(agreed(Property::Enabled), Some((Value::Flag(true), _))) {
                *enabled.entry(about.clone()).or_default() += 1;
            }
            if let Some((Value::Flag(true), at)) = agreed(Property::Ordered) {
                let first = ordered.entry(about.clone()).or_insert_with(|| at.clone());
                *first = first.clone().min(at.clone());
            }
            let count = counts.entry((about, property)).or_insert_with(|| (0, place.clone()));
            count.0 += 1;
            count.1 = count.1.clone().min(place.clone());
        }
        for ((about, property), (count, place)) in counts {
            let value = if property == Property::ReceiveLocations {
                Value::Text(format!("{count}, {} enabled", enabled.get(&about).copied().unwrap_or(0)))
            } else {
                Value::Number(count)
            };
            self.put(about, property, value, place);
        }
        for (about, place) in ordered {
            self.put(about, Property::Ordered, Value::Flag(true), place);
        }
    }

    fn put(&mut self, subject: Subject, property: Property, value: Value, place: Place) {
        self.facts.entry(subject).or_default().insert(property, Stated { values: vec![(value, place)] });
    }

    /// Every subject with what is said about it, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &BTreeMap<Property, Stated>)> {
        self.facts.iter()
    }

    /// Whether anything is said about a subject.
    pub fn has(&self, subject: &Subject) -> bool {
        self.facts.contains_key(subject)
    }

    /// What is said about a property, agreed or not.
    pub fn stated(&self, subject: &Subject, property: Property) -> Option<&Stated> {
        self.facts.get(subject)?.get(&property)
    }

    /// The value that is agreed on.
    pub fn value(&self, subject: &Subject, property: Property) -> Option<&Value> {
        self.stated(subject, property)?.agreed().map(|(value, _)| value)
    }

    /// The same where it is yes or no.
    pub fn flag(&self, subject: &Subject, property: Property) -> Option<bool> {
        match self.value(subject, property)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The same where it is a number.
    pub fn number(&self, subject: &Subject, property: Property) -> Option<u64> {
        match self.value(subject, property)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The same where it is words.
    pub fn text(&self, subject: &Subject, property: Property) -> Option<&str> {
        match self.value(subject, property)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The name of a subject as it is spelled; `key` where no export spells it.
    pub fn spelled<'a>(&'a self, subject: &Subject, key: &'a str) -> &'a str {
        self.text(subject, Property::Exists).unwrap_or(key)
    }

    /// Every contradiction between exports.
    pub fn conflicts(&self) -> impl Iterator<Item = (&Subject, Property, &Stated)> {
        let says = self.facts.iter().flat_map(|(subject, says)| says.iter().map(move |it| (subject, it)));
        says.filter(|(_, (_, stated))| stated.values.len() > 1)
            .map(|(subject, (property, stated))| (subject, *property, stated))
    }

    /// The same with contradictions decided: where somebody has chosen a value that an export states, it alone counts.
    pub fn decided<'d>(&self, chosen: impl IntoIterator<Item = (&'d Subject, Property, &'d Value)>) -> Self {
        let mut decided = self.clone();
        for (subject, property, value) in chosen {
            let stated = decided.facts.get_mut(subject).and_then(|it| it.get_mut(&property));
            if let Some(stated) = stated.filter(|it| it.values.iter().any(|(known, _)| known == value)) {
                stated.values.retain(|(known, _)| known == value);
            }
        }
        decided
    }

    /// The names of all computers that exports name as such.
    pub fn computers(&self) -> BTreeSet<&str> {
        self.facts
            .keys()
            .filter_map(|it| match it {
                Subject::Computer(name) => Some(name.as_str()),
                _ => None,
            })
            .collect()
    }
}

fn is_counted(subject: &Subject) -> bool {
    matches!(subject, Subject::Port { .. } | Subject::Orchestration(_))
}

const fn counted_as(direction: Direction, backup: bool) -> Property {
    match (direction, backup) {
        (Direction::Receive, _) => Property::ReceiveLocations,
        (Direction::Send, true) => Property::BackupTransports,
        (Direction::Send, false) => Property::SendPorts,
    }
}
