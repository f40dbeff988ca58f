//! Names for new elements.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::model::queries::ComputerKind;
use crate::model::{Document, Element};

/// The first of `PREFIX1`, `PREFIX2` … that nothing with a name of its own has.
pub fn numbered_name(document: &Document, prefix: &str) -> String {
    Names::of(document).numbered(prefix)
}

/// A name for a copy: the number at the end counts on ("SQL2" after "SQL1", "SQL-03" after "SQL-02"), or " 2" is
/// added.
pub fn continued_name(document: &Document, name: &str) -> String {
    Names::of(document).continued(name)
}

/// A name for what comes from elsewhere: the same where it is free, else as [`continued_name`].
pub fn copied_name(document: &Document, name: &str) -> String {
    Names::of(document).copied(name)
}

/// The name of a further computer: counts on from the last one of its kind, else `PREFIX1`.
pub fn computer_name(document: &Document, kind: ComputerKind, prefix: &str) -> String {
    let mut same_kind = document.placed_elements().into_iter().filter_map(|(_, it)| match it {
        Element::Computer(id) if document.computer_kind(id) == kind => document.computers.get(&id),
        _ => None,
    });
    let numbered = same_kind.rfind(|it| it.name.ends_with(|c: char| c.is_ascii_digit()));
    numbered.map_or_else(|| numbered_name(document, prefix), |it| continued_name(document, &it.name))
}

/// The names that elements of a design have, and those given since: for many names at once.
#[derive(Clone, Debug, Default)]
pub struct Names<'a>(FxHashSet<Cow<'a, str>>);

impl<'a> Names<'a> {
    /// The names of a design.
    pub fn of(document: &'a Document) -> Self {
        let names = document
            .computers
            .values()
            .map(|it| &it.name)
            .chain(document.load_balancers.values().map(|it| &it.name))
            .chain(document.endpoints.values().map(|it| &it.name))
            .chain(document.failover_clusters.values().map(|it| &it.name))
            .chain(document.sql_instances.values().map(|it| &it.name))
            .chain(document.physical_hosts.values().map(|it| &it.name))
            .chain(document.hosts.values().map(|it| &it.name))
            .chain(document.availability_groups.values().map(|it| &it.name))
            .chain(document.firewalls.values().map(|it| &it.name));
        Self(names.map(|it| Cow::Borrowed(it.as_str())).collect())
    }

    /// Gives the first of `PREFIX1`, `PREFIX2` … that is free.
    pub fn numbered(&mut self, prefix: &str) -> String {
        self.first_free((1..).map(|number| format!("{prefix}{number}")))
    }

    /// Gives the same name where it is free, else as [`continued_name`].
    pub fn copied(&mut self, name: &str) -> String {
        let same = self.first_free(std::iter::once(name.to_owned()));
        if same.is_empty() { self.continued(name) } else { same }
    }

    fn continued(&mut self, name: &str) -> String {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = name.get(stem.len()..).unwrap_or_default();
        let number: Option<u64> = digits.parse().ok();
        let width = digits.len();
        let stem = if number.is_none() { format!("{name} ") } else { stem.to_owned() };
        let first = number.map_or(2, |it| it.saturating_add(1));
        self.first_free((first..).map(|number| format!("{stem}{number:0width$}")))
    }

    /// Gives the first of some names that is free; empty when none is.
    fn first_free(&mut self, mut candidates: impl Iterator<Item = String>) -> String {
        let name = candidates.find(|name| !self.0.contains(name.as_str())).unwrap_or_default();
        self.0.insert(Cow::Owned(name.clone()));
        name
    }
}
