//! Random edits, undo and redo: invariants after every step, every state as it was, and no contradictions.

use std::sync::Arc;

use tierwright_design::document::{from_text, templates, to_text};
use tierwright_design::edit::History;
use tierwright_design::model::{Document, check_invariants};
use tierwright_design::testing::{Lcg, any_design, any_edit};
use tierwright_rules::analysis::analyze;
use tierwright_rules::testing::consistency::contradictions;

/// Steps on one design before another is taken.
const STEPS_PER_DESIGN: u64 = 300;
/// Designs grow under random edits; larger ones are left for the next.
const MOST_COMPUTERS: usize = 60;

/// A design in editing, with every state it has been in.
pub struct Editing {
    history: History,
    states: Vec<Arc<Document>>,
    /// The position of the state it is in.
    at: usize,
    steps: u64,
}

/// What the steps came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Edits that changed something.
    pub edits: u64,
    /// Edits that were refused or changed nothing.
    pub refused: u64,
    /// Steps back.
    pub undone: u64,
    /// Steps forward again.
    pub redone: u64,
    /// States held against each other and against their file.
    pub compared: u64,
    /// Those of them about which two parts of the program said different things.
    pub contradicted: u64,
}

impl Editing {
    /// Starts with some design.
    pub fn start(dice: &mut Lcg) -> Self {
        let all = templates();
        let document = if dice.one_in(2) {
            all[dice.below(all.len())].document.clone()
        } else {
            any_design(dice.below(1 << 20) as u64)
        };
        let history = History::new(document, true);
        let states = vec![Arc::clone(history.document())];
        Self { history, states, at: 0, steps: 0 }
    }

    /// The design as it is.
    pub fn document(&self) -> &Arc<Document> {
        self.history.document()
    }

    /// One step; takes another design where this one has had enough. What parts of the program contradict each other
    /// about is returned, with the design.
    ///
    /// # Panics
    /// When something does not hold that must.
    pub fn step(&mut self, dice: &mut Lcg, counts: &mut Counts, compare_one_in: usize) -> Option<String> {
        self.steps += 1;
        if self.steps > STEPS_PER_DESIGN || self.document().computers.len() > MOST_COMPUTERS {
            *self = Self::start(dice);
        }
        match dice.below(10) {
            0 | 1 => self.undo(counts),
            2 => self.redo(counts),
            _ => self.edit(dice, counts),
        }
        assert!(*self.document() == self.states[self.at], "the design is not the one that it was at this step");
        if dice.one_in(compare_one_in) {
            counts.compared += 1;
            let found = self.compare();
            counts.contradicted += u64::from(found.is_some());
            return found;
        }
        None
    }

    fn edit(&mut self, dice: &mut Lcg, counts: &mut Counts) {
        let edit = any_edit(self.history.document(), dice);
        let changed = edit.and_then(|edit| self.history.edit(&edit)).unwrap_or(false);
        if !changed {
            counts.refused += 1;
            return;
        }
        counts.edits += 1;
        let violations = check_invariants(self.document());
        assert!(violations.is_empty(), "an edit broke {violations:?}");
        self.states.truncate(self.at + 1);
        self.states.push(Arc::clone(self.history.document()));
        self.at += 1;
    }

    fn undo(&mut self, counts: &mut Counts) {
        let undone = self.history.undo().is_some();
        assert_eq!(undone, self.at > 0, "undo does not go back as far as the edits came");
        self.at -= usize::from(undone);
        counts.undone += u64::from(undone);
    }

    fn redo(&mut self, counts: &mut Counts) {
        let redone = self.history.redo().is_some();
        assert_eq!(redone, self.at + 1 < self.states.len(), "redo does not go as far as undo came");
        self.at += usize::from(redone);
        counts.redone += u64::from(redone);
    }

    /// The file says what the design is; whether a part of the analysis contradicts another, and about what.
    fn compare(&self) -> Option<String> {
        let document = self.document();
        let text = to_text(document);
        assert!(from_text(&text).is_ok_and(|it| it == **document), "the file says something else:\n{text}");
        let found = contradictions(document, &analyze(document));
        (!found.is_empty()).then(|| format!("{found:?} in\n{text}"))
    }
}
