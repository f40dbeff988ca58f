//! Where facts and figures come from: citations, and values that carry their provenance.

mod catalog;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use catalog::{Contradiction, Source, SourceCatalog, sources};

/// The key of an entry in `assets/sources.ron`, such as `core/hosts`: repository path of the page without ending.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub String);

/// The key of a default of ours that no document states, such as `capacity.message-size`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AssumptionId(pub String);

/// Why a value is what it is. The same six words are used on screen, in the PDF and in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub enum Provenance {
    /// A document states it.
    Documented(SourceId),
    /// Computed from what documents state.
    Derived(Vec<SourceId>),
    /// Somebody measured it.
    Measured {
        /// Who measured.
        by: String,
        /// The day, as YYYY-MM-DD.
        on: String,
    },
    /// Somebody entered it: a requirement or a plan, not a measurement.
    Entered {
        /// Who entered it; empty when no author is set in the project details.
        by: String,
        /// The day, as YYYY-MM-DD; empty when unknown.
        on: String,
    },
    /// The program's own assumption, visible as such.
    Default(AssumptionId),
    /// What a template shows for example; counts as not stated until somebody confirms it.
    Example,
}

impl Provenance {
    /// One of `documented`, `derived`, `measured`, `entered`, `default`, `example`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Documented(_) => "documented",
            Self::Derived(_) => "derived",
            Self::Measured { .. } => "measured",
            Self::Entered { .. } => "entered",
            Self::Default(_) => "default",
            Self::Example => "example",
        }
    }

    /// Entered by nobody in particular: what a design file states without naming a person.
    pub fn entered() -> Self {
        Self::Entered { by: String::new(), on: String::new() }
    }
}

impl Serialize for Provenance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// The name under which templates before version 0.2.0 entered their figures.
const AUTHOR_OF_TEMPLATES: &str = "template";

impl<'de> Deserialize<'de> for Provenance {
    /// What an older template entered, on no day, is an example: nobody stood behind it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Self::deserialize(deserializer)? {
            Self::Entered { by, on } if by == AUTHOR_OF_TEMPLATES && on.is_empty() => Self::Example,
            other => other,
        })
    }
}

/// A value with its provenance and, where known, the range it may lie in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    /// The value itself; its unit is said where it is used.
    pub value: T,
    /// Smallest and largest credible value; `None` when no range is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(T, T)>,
    /// Why the value is what it is.
    pub provenance: Provenance,
}

impl<T> Sourced<T> {
    /// A value somebody entered, without a range.
    pub fn entered(value: T) -> Self {
        Self { value, range: None, provenance: Provenance::entered() }
    }

    /// Whether somebody, or a document, stands behind it: neither our assumption nor the example of a template.
    pub const fn is_stated(&self) -> bool {
        !matches!(self.provenance, Provenance::Default(_) | Provenance::Example)
    }
}

/// The figure if somebody, or a document, stands behind it: what rules judge and what is promised to a customer.
pub fn stated<T>(figure: Option<&Sourced<T>>) -> Option<&Sourced<T>> {
    figure.filter(|it| it.is_stated())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Sourced<f64> {
        ron::from_str(text).unwrap()
    }

    #[test]
    fn what_an_older_template_entered_is_read_as_an_example_and_what_a_person_entered_is_kept() {
        let old = read("(value: 60.0, provenance: Entered(by: \"template\", on: \"\"))");
        assert_eq!(old.provenance, Provenance::Example);
        assert!(!old.is_stated() && stated(Some(&old)).is_none());
        for stated in ["(by: \"template\", on: \"2026-01-02\")", "(by: \"Ada\", on: \"\")", "(by: \"\", on: \"\")"] {
            assert!(read(&format!("(value: 60.0, provenance: Entered{stated})")).is_stated(), "{stated}");
        }
        assert_eq!(read(&ron::to_string(&old).unwrap()), old);
    }
}
