//! What the analysis has said of designs on the way: comparing and finding a way ask of the same ends, and another order
//! of the steps asks only of what is new in it.

use std::sync::Arc;

use crate::analysis::{Analysis, analyze_on};
use crate::calendar::Day;
use crate::model::Document;

/// A design with what the analysis says of it on a day.
#[derive(Clone, Debug)]
struct Entry {
    document: Arc<Document>,
    today: Option<Day>,
    analysis: Arc<Analysis>,
}

/// What the analysis says of designs, each looked at once.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What was asked for since the last beginning.
    now: Vec<Entry>,
    /// What was asked for before.
    earlier: Vec<Entry>,
}

impl Judged {
    /// The same for what comes next: what that does not ask for is forgotten.
    pub fn again(&self) -> Self {
        Self { now: Vec::new(), earlier: self.now.clone() }
    }

    /// What the analysis says of a design.
    pub fn of(&mut self, document: &Document, today: Option<Day>) -> Arc<Analysis> {
        let is_it = |it: &Entry| it.today == today && *it.document == *document;
        if let Some(entry) = self.now.iter().find(|it| is_it(it)) {
            return Arc::clone(&entry.analysis);
        }
        let entry = match self.earlier.iter().position(is_it) {
            Some(at) => self.earlier.swap_remove(at),
            None => {
                let analysis = Arc::new(analyze_on(document, today));
                Entry { document: Arc::new(document.clone()), today, analysis }
            }
        };
        let analysis = Arc::clone(&entry.analysis);
        self.now.push(entry);
        analysis
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn a_design_is_looked_at_once_until_a_round_does_without_it() {
        let design = |key: &str| template(key).unwrap().document.clone();
        let (one, other) = (design("small"), design("two-computer"));
        let mut judged = Judged::default();
        let first = judged.of(&one, None);
        assert!(Arc::ptr_eq(&first, &judged.of(&one.clone(), None)));
        assert!(!Arc::ptr_eq(&first, &judged.of(&one, "2026-03-01".parse().ok())), "another day is another question");
        let mut again = judged.again();
        assert!(Arc::ptr_eq(&first, &again.of(&one, None)));
        let mut without = again.again();
        without.of(&other, None);
        let mut last = without.again();
        assert!(!Arc::ptr_eq(&first, &last.of(&one, None)), "nothing is kept for ever");
    }
}
