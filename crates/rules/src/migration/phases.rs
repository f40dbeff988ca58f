//! What belongs to which phase of a migration, and what stops meanwhile: `assets/migration.ron`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::model::{Document, Element, Role};
use crate::sources::SourceId;

const TEXT: &str = include_str!("../../../../assets/migration.ron");

/// What can be built or switched at one time, in the documented order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[expect(missing_docs, reason = "each phase has its title in the data")]
pub enum Phase {
    Accounts,
    Computers,
    Clusters,
    SqlServer,
    Upgrade,
    MasterSecret,
    Databases,
    Group,
    Hosts,
    HostInstances,
    Handlers,
    LoadBalancing,
    Switch,
    Operations,
    Removal,
}

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
    phase: Phase,
    pub(super) title: String,
    pub(super) who: String,
    /// The document that puts it there; none = our own judgment.
    #[serde(default)]
    pub(super) source: Option<SourceId>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceRow {
    kind: String,
    #[serde(default)]
    field: Option<String>,
    /// What the change must be about.
    #[serde(default)]
    value: Option<String>,
    phase: Phase,
}

/// A field that an element does not have at once when it comes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LaterRow {
    kind: String,
    pub(super) field: String,
    /// The values of a list that come later; empty = the whole field.
    #[serde(default)]
    pub(super) values: Vec<String>,
}

/// A field of a computer with a role that changes together with one of the environment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TogetherRow {
    kind: String,
    role: Role,
    field: String,
    /// The field of the environment.
    pub(super) with: String,
}

/// What stops while a field of an element is changed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutageRow {
    kind: String,
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
pub(super) struct CautionRow {
    phase: Phase,
    /// The kind it is about; none = whatever the phase does.
    #[serde(default)]
    pub(super) kind: Option<String>,
    /// The field it is about; none = coming and going.
    #[serde(default)]
    pub(super) field: Option<String>,
    /// What the field must become; none = whatever.
    #[serde(default)]
    pub(super) becomes: Option<Becomes>,
    pub(super) words: String,
    pub(super) source: SourceId,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    phases: Vec<PhaseRow>,
    places: Vec<PlaceRow>,
    later: Vec<LaterRow>,
    together: Vec<TogetherRow>,
    outages: Vec<OutageRow>,
    cautions: Vec<CautionRow>,
}

/// The rows; empty, with a logged error, when the data inside the program is damaged.
fn rows() -> &'static Rows {
    static ROWS: LazyLock<Rows> = LazyLock::new(|| {
        ron::from_str(TEXT).unwrap_or_else(|err| {
            log::error!("The phases of a migration cannot be read: {err}");
            Rows::default()
        })
    });
    &ROWS
}

impl Phase {
    /// The phase in words.
    pub(super) fn row(self) -> Option<&'static PhaseRow> {
        rows().phases.iter().find(|it| it.phase == self)
    }

    /// What nobody forgets in it.
    pub(super) fn cautions(self) -> impl Iterator<Item = &'static CautionRow> {
        rows().cautions.iter().filter(move |it| it.phase == self)
    }

    /// The phase in which an element comes with a record: by a value that it has at once, else by its kind.
    pub(super) fn of_new(element: Element, field: impl Fn(&str) -> Value) -> Self {
        let of_kind = rows().places.iter().filter(|it| it.kind == element.kind());
        let valued = of_kind.filter_map(|it| Some((it.field.as_deref()?, it.value.as_deref()?, it.phase)));
        let mut at_once = valued.filter(|(name, ..)| later(element).all(|it| it.field != *name));
        let found = at_once.find(|(name, value, _)| has(&field(name), value));
        found.map_or_else(|| Self::of(element), |(.., phase)| phase)
    }

    /// The phase in which an element of a kind comes.
    fn of(element: Element) -> Self {
        let row = rows().places.iter().find(|it| it.kind == element.kind() && it.field.is_none());
        row.map_or(Self::Operations, |it| it.phase)
    }

    /// The phase in which a field of an element changes from one value to another.
    pub(super) fn of_field(element: Element, field: &str, (was, is): (&Value, &Value)) -> Self {
        let of_kind = || rows().places.iter().filter(|it| it.kind == element.kind());
        let is_about = |row: &&PlaceRow| row.value.as_ref().is_none_or(|word| has(was, word) != has(is, word));
        let named = |name: &str| of_kind().filter(is_about).find(|it| it.field.as_deref() == Some(name));
        named(field).or_else(|| named("*")).map_or_else(|| Self::of(element), |it| it.phase)
    }
}

/// Whether a value is a word, or a list or a table that holds it.
fn has(value: &Value, word: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|it| it == word),
        Value::Object(fields) => fields.contains_key(word),
        other => other == word,
    }
}

impl LaterRow {
    /// Whether a value of a list comes later.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.values.iter().any(|it| it == word)
    }

    /// What an element has of its field when it comes: `value` without what comes later.
    pub(super) fn at_first(&self, value: &Value) -> Option<Value> {
        let all = value.as_array().filter(|_| !self.values.is_empty())?;
        let comes_later = |it: &&Value| it.as_str().is_some_and(|it| self.holds(it));
        Some(Value::Array(all.iter().filter(|it| !comes_later(it)).cloned().collect()))
    }

    /// Whether an element with this value of the field has anything that comes later.
    pub(super) fn is_about(&self, value: &Value) -> bool {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        !is_empty && self.at_first(value).as_ref() != Some(value)
    }
}

impl TogetherRow {
    /// Whether a field of an element is meant.
    pub(super) fn is_for(&self, document: &Document, element: Element, field: &str) -> bool {
        let has_role = |it: Element| match it {
            Element::Computer(id) => document.has_role(id, self.role),
            _ => false,
        };
        self.kind == element.kind() && self.field == field && has_role(element)
    }
}

/// The fields that an element of a kind does not have at once.
pub(super) fn later(element: Element) -> impl Iterator<Item = &'static LaterRow> {
    rows().later.iter().filter(move |it| it.kind == element.kind())
}

/// What changes together.
pub(super) fn together() -> &'static [TogetherRow] {
    &rows().together
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
    use crate::document::template;
    use crate::edit::Record;
    use crate::sources::sources;

    #[test]
    fn the_data_inside_the_program_can_be_read_and_cites_what_exists() {
        let rows: Rows = ron::from_str(TEXT).unwrap();
        let phases: Vec<Phase> = rows.phases.iter().map(|it| it.phase).collect();
        assert!(phases.is_sorted() && phases.len() == 15, "{phases:?}");
        let cited = rows.phases.iter().filter_map(|it| it.source.as_ref());
        let cited = cited.chain(rows.outages.iter().filter_map(|it| it.source.as_ref()));
        for id in cited.chain(rows.cautions.iter().map(|it| &it.source)) {
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
        let text: String = fields.into_iter().collect();
        let named = rows().places.iter().filter_map(|it| it.field.as_ref());
        for field in named
            .chain(rows().outages.iter().map(|it| &it.field))
            .filter(|it| !["enterprise_sso", "*"].contains(&it.as_str()))
        {
            assert!(text.contains(&format!("\"{field}\":")), "{field}");
        }
        assert!(template("small").is_some());
    }
}
