//! The documents a report cites, numbered in the order of their keys.

use std::collections::BTreeSet;

use crate::sources::{Source, SourceId, sources};

/// A cited document with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The number in brackets, from 1.
    pub number: usize,
    /// The document.
    pub source: &'static Source,
}

/// Every cited document, once, sorted by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citations {
    collected: BTreeSet<SourceId>,
    cited: Vec<Citation>,
}

impl Citations {
    /// Adds documents; those that the catalogue does not hold are left out.
    pub(super) fn extend<'a>(&mut self, ids: impl IntoIterator<Item = &'a SourceId>) {
        for id in ids {
            if !self.collected.contains(id) {
                self.collected.insert(id.clone());
            }
        }
    }

    /// Numbers what was added.
    pub(super) fn finish(&mut self) {
        let collected = std::mem::take(&mut self.collected);
        let known = collected.iter().filter_map(|id| sources().get(id));
        self.cited = known.zip(1..).map(|(source, number)| Citation { number, source }).collect();
    }

    /// All of them, in the order of their numbers.
    pub fn all(&self) -> &[Citation] {
        &self.cited
    }

    /// The document with a key; `None` when the report does not cite it.
    pub fn get(&self, id: &SourceId) -> Option<Citation> {
        let at = self.cited.binary_search_by(|it| it.source.id.cmp(id)).ok()?;
        self.cited.get(at).copied()
    }
}
