//! What belongs to which phase of a migration.

use serde::Deserialize;
use serde_json::Value;

use super::rows::{InstructionRow, PhaseRow, PlaceRow, later, rows};
use crate::model::Element;

/// What can be built or switched at one time, in the documented order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[expect(missing_docs, reason = "each phase has its title in the data")]
pub enum Phase {
    Accounts,
    Computers,
    Clusters,
    SqlServer,
    EarlyDatabases,
    Upgrade,
    LateWindows,
    LateSqlServer,
    MasterSecret,
    Databases,
    Group,
    Hosts,
    HostInstances,
    Handlers,
    LoadBalancing,
    Switch,
    Operations,
    RemoveBalancing,
    RemoveHosts,
    RemoveBizTalk,
    RemoveSql,
    Removal,
}

impl Phase {
    /// The phase in words.
    pub(super) fn row(self) -> Option<&'static PhaseRow> {
        rows().phases.iter().find(|it| it.phase == self)
    }

    /// What nobody forgets in it.
    pub(super) fn instructions(self) -> impl Iterator<Item = &'static InstructionRow> {
        // Databases move in the same way before the upgrade and after it.
        let phase = if self == Self::EarlyDatabases { Self::Databases } else { self };
        rows().instructions.iter().filter(move |it| it.phase == phase)
    }

    /// The phase in which an element comes with a record: by a value that it has at once, else by its kind.
    pub(super) fn of_new(element: Element, field: impl Fn(&str) -> Value) -> Self {
        let of_kind = rows().places.iter().filter(|it| it.kind == element.kind() && !it.goes);
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

    /// The phase in which an element goes.
    pub(super) fn of_gone(element: Element) -> Self {
        rows().removals.iter().find(|it| it.kind == element.kind()).map_or(Self::Removal, |it| it.phase)
    }

    /// The phase in which a field of an element changes from one value to another.
    pub(super) fn of_field(element: Element, field: &str, (was, is): (&Value, &Value)) -> Self {
        let of_kind = || rows().places.iter().filter(|it| it.kind == element.kind());
        let is_about = |row: &&PlaceRow| {
            let differs = |word: &String| has(was, word) != has(is, word) && (!row.goes || has(was, word));
            row.value.as_ref().map_or(!row.goes || is_less(was, is), differs)
        };
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

/// Whether a list has lost something and got nothing.
fn is_less(was: &Value, is: &Value) -> bool {
    let items = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let (was, is) = (items(was), items(is));
    is.len() < was.len() && is.iter().all(|it| was.contains(it))
}
