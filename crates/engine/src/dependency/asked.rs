//! The failure logic asked about one loss after another.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::loss::Loss;
use super::structure::Structure;
use crate::availability::EventId;
use crate::availability::logic::{Lanes, Ripple};
use crate::model::index::Index;

/// Says of one loss after another what [`Structure::evaluate`] says, in a time that grows with what a loss reaches and not
/// with the whole design.
pub struct Asked<'a> {
    structure: &'a Structure,
    ripple: RefCell<Ripple<'a>>,
    /// The last answer: most ask about the same loss again and again.
    last: RefCell<(BTreeSet<EventId>, Arc<Lanes>)>,
}

impl<'a> Asked<'a> {
    /// Reads a failure logic.
    pub fn new(structure: &'a Structure) -> Self {
        let ripple = Ripple::new(&structure.logic);
        let last = RefCell::new((BTreeSet::new(), Arc::clone(ripple.normal())));
        Self { structure, ripple: RefCell::new(ripple), last }
    }

    /// Everything evaluated while a loss lasts. `index` is of the design that the failure logic is about.
    pub fn lanes(&self, index: &Index<'_>, loss: &Loss) -> Arc<Lanes> {
        let events = self.structure.events_of(index, loss);
        let mut ripple = self.ripple.borrow_mut();
        if events.is_empty() {
            return Arc::clone(ripple.normal());
        }
        let mut last = self.last.borrow_mut();
        if last.0 != events {
            // Once nobody holds the last answer any more, nothing is copied.
            last.1 = Arc::clone(ripple.normal());
            last.1 = Arc::clone(ripple.evaluate(events.iter().map(|event| (*event, u64::MAX))));
            last.0 = events;
        }
        Arc::clone(&last.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dependency::Part;
    use crate::document::templates;

    #[test]
    fn it_says_of_every_loss_what_the_whole_logic_says_whoever_holds_the_last_answer() {
        for template in templates() {
            let document = &template.document;
            let (index, structure) = (Index::new(document), Structure::of(document));
            let asked = Asked::new(&structure);
            let parts: Vec<Part> = structure.events.iter().filter_map(|it| it.part).collect();
            let mut held = asked.lanes(&index, &Loss::none());
            for pair in parts.windows(2).step_by(3) {
                let loss = Loss { parts: pair.iter().copied().collect() };
                let said = asked.lanes(&index, &loss);
                let whole = structure.evaluate(document, &loss);
                for service in &structure.services {
                    assert_eq!(service.outcome(&said), service.outcome(&whole), "{pair:?} in {}", template.key);
                    assert_eq!(structure.reasons(service, &said), structure.reasons(service, &whole), "{pair:?}");
                }
                if pair[0] < pair[1] {
                    held = said;
                }
            }
            drop(held);
        }
    }
}
