//! Sentences about one part in words that fit any other.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

/// The names of everything that a sentence may speak of.
pub struct Names<'n> {
    all: FxHashSet<&'n str>,
    lengths: BTreeSet<usize>,
}

impl<'n> Names<'n> {
    /// Of these.
    pub fn new(names: impl IntoIterator<Item = &'n str>) -> Self {
        let all: FxHashSet<&str> = names.into_iter().collect();
        Self { lengths: all.iter().map(|it| it.len()).collect(), all }
    }

    /// Sentences about one part in words that fit another, with `what` for its name: `Repair it`. A sentence that names
    /// something else in whose name that of the part stands, such as a SQL instance named after its computer, stays as it
    /// is.
    pub fn of_any(&self, said: &[String], name: &str, what: &str) -> Vec<String> {
        let stays = |text: &str| name.is_empty() || self.names_longer(text, name);
        said.iter().map(|text| if stays(text) { text.clone() } else { text.replace(name, what) }).collect()
    }

    /// Whether a name stands in the text in which `name` stands.
    fn names_longer(&self, text: &str, name: &str) -> bool {
        let places = text.char_indices().map(|(at, _)| at).filter(|at| text[*at..].starts_with(name));
        let mut around = places.flat_map(|at| {
            let longer = self.lengths.range(name.len() + 1..);
            longer.flat_map(move |length| {
                ((at + name.len()).saturating_sub(*length)..=at).map(move |from| (from, *length))
            })
        });
        around.any(|(from, length)| text.get(from..from + length).is_some_and(|it| self.all.contains(it)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_said_otherwise_but_not_within_a_longer_one() {
        let names = Names::new(["BTS1", "BTS10", "AAB", "Ä BTS1 ß", "AA"]);
        let said = |text: &str, name| names.of_any(&[text.to_owned()], name, "it").remove(0);
        assert_eq!(said("Repair BTS1, or BTS1", "BTS1"), "Repair it, or it");
        assert_eq!(said("Repair BTS1 beside BTS10", "BTS1"), "Repair BTS1 beside BTS10");
        assert_eq!(said("Repair Ä BTS1 ß", "BTS1"), "Repair Ä BTS1 ß");
        assert_eq!(said("Repair ÄBTS1ß", "BTS1"), "Repair Äitß");
        assert_eq!(said("Repair BTS10", "BTS10"), "Repair it");
        assert_eq!(said("AAAB", "AA"), "AAAB");
        assert_eq!(said("Repair BTS1", ""), "Repair BTS1");
    }
}
