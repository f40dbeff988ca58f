//! The documents everything rests on, and where they disagree: `assets/sources.ron` and `assets/contradictions.ron`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::SourceId;

const SOURCES: &str = include_str!("../../../../assets/sources.ron");
const CONTRADICTIONS: &str = include_str!("../../../../assets/contradictions.ron");

/// One document that the product cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short key, such as `core/hosts`.
    pub id: SourceId,
    /// The title of the page, for people.
    pub title: &'static str,
    /// Repository and path of the page, such as `MicrosoftDocs/biztalk-docs: biztalk/core/hosts.md`.
    pub path: &'static str,
    /// Public address of the page.
    pub url: &'static str,
    /// Product versions the page speaks of; empty when it names none in particular.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub products: &'static str,
    /// The date of the state of the document that was read, as YYYY-MM-DD.
    pub checked: &'static str,
}

/// A place where documents disagree, and the reading this product applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// `C1` to `C37`; never renumbered.
    pub id: &'static str,
    /// What the documents say against each other.
    pub disagreement: &'static str,
    /// What this product assumes.
    pub reading: &'static str,
    /// The documents concerned, where they can be named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
}

/// All documents and all contradictions between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceCatalog {
    sources: BTreeMap<SourceId, Source>,
    contradictions: Vec<Contradiction>,
}

impl SourceCatalog {
    /// The document with this key; `None` when the catalogue does not hold it.
    pub fn get(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id)
    }

    /// All documents, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether the catalogue holds nothing, which means that the embedded data could not be read.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The contradiction with this id, such as `C8`.
    pub fn contradiction(&self, id: &str) -> Option<&Contradiction> {
        self.contradictions.iter().find(|contradiction| contradiction.id == id)
    }
}

/// The source catalogue, read once from the data inside the program; empty, with a logged error, when it is damaged.
pub fn sources() -> &'static SourceCatalog {
    static CATALOG: OnceLock<SourceCatalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        parse(SOURCES, CONTRADICTIONS).unwrap_or_else(|err| {
            log::error!("The source catalogue cannot be read: {err}");
            SourceCatalog::default()
        })
    })
}

fn parse(sources: &'static str, contradictions: &'static str) -> Result<SourceCatalog, ron::error::SpannedError> {
    let sources: Vec<Source> = ron::from_str(sources)?;
    let contradictions = ron::from_str(contradictions)?;
    Ok(SourceCatalog {
        sources: sources.into_iter().map(|source| (source.id.clone(), source)).collect(),
        contradictions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Source> {
        ron::from_str(SOURCES).unwrap()
    }

    #[test]
    fn the_embedded_data_parses() {
        let catalog = parse(SOURCES, CONTRADICTIONS).unwrap();
        assert!(!catalog.is_empty());
        assert_eq!(&catalog, sources());
    }

    #[test]
    fn damaged_data_is_an_error_and_not_a_panic() {
        assert!(parse("[(id: ", "[]").is_err());
        assert!(parse("[]", "[(id: \"C1\")]").is_err());
    }

    #[test]
    fn the_file_is_sorted_by_key_and_without_duplicates() {
        let ids: Vec<SourceId> = rows().into_iter().map(|source| source.id).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "sort assets/sources.ron by id");
        assert_eq!(ids.len(), sources().len());
    }

    #[test]
    fn every_document_has_a_title_a_place_and_an_address() {
        for source in sources().iter() {
            let id = &source.id.0;
            assert!(!source.title.trim().is_empty(), "{id} has no title");
            assert!(source.path.contains(": "), "{id}: name repository and path");
            assert!(source.url.starts_with("https://"), "{id}: {}", source.url);
            assert_eq!(source.checked.len(), 10, "{id}: checked is a day");
        }
    }

    #[test]
    fn contradictions_are_c1_to_c37_in_order_with_known_documents() {
        let known = &sources().contradictions;
        let ids: Vec<&str> = known.iter().map(|row| row.id).collect();
        let expected: Vec<String> = (1..=37).map(|number| format!("C{number}")).collect();
        assert_eq!(ids, expected);
        for row in known {
            assert!(row.disagreement.ends_with('.') && row.reading.ends_with('.'), "{}: full sentences", row.id);
            for id in &row.sources {
                assert!(sources().get(id).is_some(), "{} names the unknown document {}", row.id, id.0);
            }
        }
        assert!(sources().contradiction("C8").is_some());
        assert!(sources().contradiction("C99").is_none());
    }
}
