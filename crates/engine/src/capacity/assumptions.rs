//! The catalogue of what the capacity model assumes without a document to stand on.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::sources::AssumptionId;

/// An assumption of ours as it is shown and printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Key that figures refer to.
    pub id: AssumptionId,
    /// The assumption in one short sentence without a period.
    pub title: String,
    /// Why it is assumed and the range it may lie in.
    pub text: String,
}

/// Assumption that is no figure: work follows what pulls it, over hosts and computers.
pub(super) const EVEN_SPREAD: &str = "capacity.even-spread";

/// Assumption that is no figure: virtual machines slow what holds locks as they slow processors.
pub(super) const VIRTUAL_CONTENTION: &str = "capacity.virtual-contention";

const TEXT: &str = include_str!("../../../../assets/assumptions.ron");

static CATALOG: LazyLock<Vec<Assumption>> = LazyLock::new(|| {
    parse(TEXT).unwrap_or_else(|err| {
        log::error!("the built-in assumptions cannot be read: {err}");
        Vec::new()
    })
});

fn parse(text: &str) -> Result<Vec<Assumption>, ron::error::SpannedError> {
    ron::from_str(text)
}

/// All assumptions, sorted by id.
pub(super) fn assumptions() -> &'static [Assumption] {
    &CATALOG
}

/// The assumption with this id, or `None` when there is none.
pub fn assumption(id: &AssumptionId) -> Option<&'static Assumption> {
    assumptions().iter().find(|assumption| &assumption.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::capacity::parameters::Parameter;
    use crate::sources::Provenance;

    #[test]
    fn the_catalog_is_sorted_and_says_that_it_assumes() {
        let catalog = parse(TEXT).unwrap();
        assert!(catalog.windows(2).all(|pair| pair[0].id < pair[1].id));
        for entry in &catalog {
            assert!(entry.text.starts_with("Our assumption"), "{}", entry.id.0);
            assert!(!entry.title.ends_with('.'), "{}", entry.id.0);
        }
    }

    #[test]
    fn every_default_is_in_the_catalog_and_every_entry_is_used() {
        let used: BTreeSet<AssumptionId> = Parameter::all()
            .filter_map(|parameter| match parameter.published().provenance {
                Provenance::Default(id) => Some(id),
                _ => None,
            })
            .chain([EVEN_SPREAD, VIRTUAL_CONTENTION].map(|it| AssumptionId(it.to_owned())))
            .collect();
        let known: BTreeSet<AssumptionId> = assumptions().iter().map(|entry| entry.id.clone()).collect();
        assert_eq!(used, known);
    }
}
