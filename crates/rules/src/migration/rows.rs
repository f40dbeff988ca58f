//! The data of a migration: `assets/migration.ron`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Moment;
use super::conditions::When;
use super::phases::Phase;
use crate::model::Element;
use crate::sources::SourceId;

const TEXT: &str = include_str!("../../../../assets/migration.ron");

/// What a change takes away while it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Stops {
    /// Every service.
    Everything,
    /// What the loss of the part stops.
    Part,
    /// The same of parts that are away one after the other.
    InTurn,
    /// No service by itself.
    Nothing,
}

/// What a field becomes, where it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Becomes {
    /// What was stated is there no more.
    Nothing,
    /// Something is stated.
    Something,
}

impl Becomes {
    /// Whether a value is of this kind.
    pub(super) fn is(self, value: &Value) -> bool {
        (self == Self::Nothing) == value.is_null()
    }
}

/// A phase in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhaseRow {
    pub(super) phase: Phase,
    pub(super) title: String,
    pub(super) who: String,
    /// The document that puts it there; none = our own judgment.
    #[serde(default)]
    pub(super) source: Option<SourceId>,
}

/// Where what comes or changes belongs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceRow {
    pub(super) kind: String,
    #[serde(default)]
    pub(super) field: Option<String>,
    /// What the change must be about.
    #[serde(default)]
    pub(super) value: Option<String>,
    /// Whether only a value that goes is meant.
    #[serde(default)]
    pub(super) goes: bool,
    pub(super) phase: Phase,
}

/// Where what goes belongs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovalRow {
    pub(super) kind: String,
    pub(super) phase: Phase,
}

/// A field that an element does not have at once when it comes, and has no more a while before it goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LaterRow {
    pub(super) kind: String,
    pub(super) field: String,
    /// The values of a list or a table that come later; empty = the whole field.
    #[serde(default)]
    pub(super) values: Vec<String>,
    /// The phase in which they go before the element does; none = they go with it.
    #[serde(default)]
    pub(super) goes: Option<Phase>,
}

/// Fields that state what is, rather than what somebody sets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactRow {
    pub(super) kind: String,
    pub(super) fields: Vec<String>,
}

/// What stops while a field of an element is changed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutageRow {
    pub(super) kind: String,
    pub(super) field: String,
    /// Whether nothing stated means no, so that stating something is a change.
    #[serde(default)]
    pub(super) from_nothing: bool,
    /// What the field must become; none = whatever.
    #[serde(default)]
    pub(super) becomes: Option<Becomes>,
    pub(super) stops: Stops,
    pub(super) words: String,
    #[serde(default)]
    pub(super) source: Option<SourceId>,
    /// Whether it is our own judgment, not the document's.
    #[serde(default)]
    pub(super) ours: bool,
}

/// What nobody forgets in a phase.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstructionRow {
    pub(super) phase: Phase,
    /// Before the work, or after it.
    pub(super) moment: Moment,
    /// The kind it is about; none = whatever the phase does.
    #[serde(default)]
    pub(super) kind: Option<String>,
    /// The field it is about; none = coming and going.
    #[serde(default)]
    pub(super) field: Option<String>,
    /// What the field must become; none = whatever.
    #[serde(default)]
    pub(super) becomes: Option<Becomes>,
    /// What must be so, all of it.
    #[serde(default)]
    pub(super) when: Vec<When>,
    pub(super) words: String,
    /// The document that says so; none = our own judgment.
    #[serde(default)]
    pub(super) source: Option<SourceId>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    pub(super) phases: Vec<PhaseRow>,
    pub(super) places: Vec<PlaceRow>,
    pub(super) removals: Vec<RemovalRow>,
    pub(super) later: Vec<LaterRow>,
    pub(super) facts: Vec<FactRow>,
    pub(super) outages: Vec<OutageRow>,
    pub(super) instructions: Vec<InstructionRow>,
}

/// The rows; empty, with a logged error, when the data inside the program is damaged.
pub(super) fn rows() -> &'static Rows {
    static ROWS: LazyLock<Rows> = LazyLock::new(|| {
        ron::from_str(TEXT).unwrap_or_else(|err| {
            log::error!("The phases of a migration cannot be read: {err}");
            Rows::default()
        })
    });
    &ROWS
}

impl LaterRow {
    /// Whether a value of a list comes later.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.values.iter().any(|it| it == word)
    }

    /// What an element has of its field when it comes: `value` without what comes later. `None` = nothing.
    pub(super) fn at_first(&self, value: &Value) -> Option<Value> {
        let stays = |it: &&Value| !it.as_str().is_some_and(|it| self.holds(it));
        match value {
            _ if self.values.is_empty() => None,
            Value::Array(items) => Some(Value::Array(items.iter().filter(stays).cloned().collect())),
            // What depends on something cannot name it before it is there.
            Value::Object(fields) => {
                let own = fields.iter().filter(|(name, _)| !self.holds(name));
                let entry = |(name, it): (&String, &Value)| (name.clone(), self.at_first(it).unwrap_or(it.clone()));
                Some(Value::Object(own.map(entry).collect::<Map<String, Value>>()))
            }
            other => Some(other.clone()),
        }
    }

    /// Whether an element with this value of the field has anything that comes later.
    pub(super) fn is_about(&self, value: &Value) -> bool {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        !is_empty && self.at_first(value).as_ref() != Some(value)
    }
}

/// The fields that an element of a kind does not have at once.
pub(super) fn later(element: Element) -> impl Iterator<Item = &'static LaterRow> {
    rows().later.iter().filter(move |it| it.kind == element.kind())
}

/// Whether a field of an element states what is, rather than what somebody sets.
pub(super) fn is_fact(element: Element, field: &str) -> bool {
    let of_kind = rows().facts.iter().filter(|it| it.kind == element.kind());
    of_kind.flat_map(|it| &it.fields).any(|it| it == field || it == "*")
}

impl OutageRow {
    /// Whether it is about a field of an element.
    pub(super) fn is_for(&self, element: Element, field: &str) -> bool {
        self.kind == element.kind() && self.field == field
    }
}

/// What stops while something is changed, the weightiest reason of an element first.
pub(super) fn outages() -> impl Iterator<Item = &'static OutageRow> {
    rows().outages.iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Record;
    use crate::sources::sources;

    #[test]
    fn the_data_inside_the_program_can_be_read_and_cites_what_exists() {
        let rows: Rows = ron::from_str(TEXT).unwrap();
        let phases: Vec<Phase> = rows.phases.iter().map(|it| it.phase).collect();
        assert!(phases.is_sorted() && phases.len() == 22, "{phases:?}");
        let cited = rows.phases.iter().filter_map(|it| it.source.as_ref());
        let cited = cited.chain(rows.outages.iter().filter_map(|it| it.source.as_ref()));
        for id in cited.chain(rows.instructions.iter().filter_map(|it| it.source.as_ref())) {
            assert!(sources().get(id).is_some(), "{id:?}");
        }
        assert!(rows.outages.iter().all(|it| it.ours || it.source.is_some()), "neither cited nor ours");
    }

    #[test]
    fn every_kind_of_element_has_its_phase_and_every_named_field_exists() {
        let all: Vec<_> = crate::document::templates().iter().map(|it| &it.document).collect();
        let mut fields = std::collections::BTreeSet::new();
        for document in all {
            for element in Element::all(document) {
                assert!(rows().places.iter().any(|it| it.kind == element.kind()), "{}", element.kind());
                let value = Record::of(document, element).map(|it| serde_json::to_string(&it).unwrap());
                fields.extend(value);
            }
            fields.insert(serde_json::to_string(&document.environment).unwrap());
        }
        // Figures that no template states.
        fields.insert("\"volume\":\"rto_minutes\":\"domains_trust_each_other\":\"groups_kind\":".to_owned());
        let text: String = fields.into_iter().collect();
        let named = rows().places.iter().filter_map(|it| it.field.as_ref());
        let named =
            named.chain(rows().later.iter().map(|it| &it.field)).chain(rows().outages.iter().map(|it| &it.field));
        let of_facts = rows().facts.iter().flat_map(|it| &it.fields);
        let is_section = |it: &&String| ["enterprise_sso", "*", "workload", "availability"].contains(&it.as_str());
        for field in named.chain(of_facts).filter(|it| !is_section(it)) {
            assert!(text.contains(&format!("\"{field}\":")), "{field}");
        }
    }
}
