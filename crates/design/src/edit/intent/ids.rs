//! Fresh ids and names for new elements.

use rustc_hash::FxHashSet;

use crate::model::Document;

/// Hands out the ids of new elements, counting on from the design's counter.
#[derive(Clone, Copy, Debug)]
pub struct FreshIds(u32);

impl FreshIds {
    /// Counts on from the design's counter.
    pub fn of(document: &Document) -> Self {
        Self(document.next_id)
    }

    /// The next id, of the type the caller needs.
    #[expect(clippy::should_implement_trait, reason = "generic over the id type, which an iterator cannot be")]
    pub fn next<T: From<u32>>(&mut self) -> T {
        let id = self.0;
        self.0 += 1;
        T::from(id)
    }
}

/// The first of `PREFIX1`, `PREFIX2` … that no computer, load balancer or endpoint has.
pub fn numbered_name(document: &Document, prefix: &str) -> String {
    free_name(document, (1..).map(|number| format!("{prefix}{number}")))
}

/// A name for a copy: the number at the end counts on ("SQL2" after "SQL1", "SQL-03" after "SQL-02"), or " 2" is
/// added.
pub fn continued_name(document: &Document, name: &str) -> String {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = name.get(stem.len()..).unwrap_or_default();
    let number: Option<u64> = digits.parse().ok();
    let width = digits.len();
    let stem = if number.is_none() { format!("{name} ") } else { stem.to_owned() };
    let first = number.map_or(2, |it| it.saturating_add(1));
    free_name(document, (first..).map(|number| format!("{stem}{number:0width$}")))
}

fn free_name(document: &Document, mut candidates: impl Iterator<Item = String>) -> String {
    let taken: FxHashSet<&str> = document
        .computers
        .values()
        .map(|it| it.name.as_str())
        .chain(document.load_balancers.values().map(|it| it.name.as_str()))
        .chain(document.endpoints.values().map(|it| it.name.as_str()))
        .chain(document.failover_clusters.values().map(|it| it.name.as_str()))
        .chain(document.sql_instances.values().map(|it| it.name.as_str()))
        .chain(document.hosts.values().map(|it| it.name.as_str()))
        .collect();
    candidates.find(|name| !taken.contains(name.as_str())).unwrap_or_default()
}
