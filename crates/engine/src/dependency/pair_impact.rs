//! What the loss of two parts does that neither does alone, row by row.

use std::collections::{BTreeMap, BTreeSet};

use super::cut_sets::ServiceCuts;
use super::impact::{outcomes_in_words, rank};
use super::structure::{Outcome, ServiceKind, Structure};
use super::sweep::Sweep;
use crate::availability::EventId;
use crate::model::{Document, Element, Part};

/// The loss of two parts, with what it does to every service.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRow {
    /// What is lost.
    pub parts: [Part; 2],
    /// The words a person reads: `BTS1 and BTS2`.
    pub name: String,
    /// What it does, service by service.
    pub outcomes: Vec<Outcome>,
    /// The positions of the services that it stops and neither part stops alone.
    pub stopped: BTreeSet<usize>,
    /// How many of them carry messages.
    pub num_carrying: usize,
}

impl PairRow {
    /// The elements a person looks at.
    pub fn elements(&self) -> [Element; 2] {
        self.parts.map(Part::element)
    }

    /// `Receive and Process stop; Track fails over`. The whole is said by its services.
    pub fn words(&self, structure: &Structure) -> String {
        outcomes_in_words(structure, &self.outcomes)
    }
}

/// Every pair that stops a service which neither of the two stops alone, worst first; pairs that lie in a bigger one,
/// such as services on two computers, are left out. Empty when no pairs were tried.
pub fn pair_rows(document: &Document, structure: &Structure, sweep: &Sweep, cuts: &[ServiceCuts]) -> Vec<PairRow> {
    let mut stopped: BTreeMap<[EventId; 2], BTreeSet<usize>> = BTreeMap::new();
    let is_whole = |service: usize| structure.services.get(service).is_some_and(|it| it.kind == ServiceKind::Whole);
    for of_service in cuts.iter().filter(|it| !is_whole(it.service)) {
        for set in of_service.named() {
            if let [first, second] = set.events.as_slice() {
                stopped.entry([*first, *second]).or_default().insert(of_service.service);
            }
        }
    }
    let rows = stopped.into_iter().filter_map(|(events, services)| row(document, structure, sweep, events, services));
    let mut rows: Vec<PairRow> = rows.collect();
    let order = |it: &PairRow| {
        let ranks = it.parts.map(rank);
        (ranks.into_iter().max(), ranks.into_iter().min())
    };
    rows.sort_by(|a, b| {
        let worst = (b.num_carrying, b.stopped.len()).cmp(&(a.num_carrying, a.stopped.len()));
        worst.then_with(|| order(a).cmp(&order(b))).then_with(|| a.parts.cmp(&b.parts))
    });
    rows
}

fn row(
    document: &Document,
    structure: &Structure,
    sweep: &Sweep,
    events: [EventId; 2],
    stopped: BTreeSet<usize>,
) -> Option<PairRow> {
    let [first, second] = events.map(|id| {
        let event = structure.events.get(id.index())?;
        let part = event.part.filter(|it| it.element().exists(document))?;
        Some((part, event.name.as_str(), sweep.events().iter().position(|it| *it == id)?))
    });
    let (first, second) = (first?, second?);
    let (first, second) =
        if (rank(second.0), second.1) < (rank(first.0), first.1) { (second, first) } else { (first, second) };
    let outcomes = (0..structure.services.len()).map(|service| sweep.pair(first.2, second.2, service)).collect();
    let carries = |it: &&usize| structure.services.get(**it).is_some_and(|it| it.kind.carries_messages());
    let num_carrying = stopped.iter().filter(carries).count();
    let name = format!("{} and {}", first.1, second.1);
    Some(PairRow { parts: [first.0, second.0], name, outcomes, stopped, num_carrying })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dependency::{Effect, Failures};
    use crate::document::templates;
    use crate::model::index::Index;

    fn rows(key: &str) -> (Structure, Sweep, Vec<PairRow>) {
        let document = &templates().iter().find(|it| it.key == key).unwrap().document;
        let structure = Structure::new(&Index::new(document));
        let sweep = Sweep::new(&structure);
        let cuts = ServiceCuts::all(document, &structure, &sweep, None);
        let rows = pair_rows(document, &structure, &sweep, &cuts);
        (structure, sweep, rows)
    }

    #[test]
    fn both_servers_of_a_host_are_a_pair_and_the_worst_stand_first() {
        let (structure, _, rows) = rows("large-complete");
        let row = rows.iter().find(|it| it.name == "BTS1 and BTS2").unwrap();
        assert!(row.words(&structure).starts_with("Receive stops"), "{}", row.words(&structure));
        let severity: Vec<_> = rows.iter().map(|it| (it.num_carrying, it.stopped.len())).collect();
        assert!(severity.is_sorted_by(|a, b| a >= b), "{severity:?}");
    }

    #[test]
    fn no_loss_is_said_to_stop_what_never_works() {
        let mut document = templates().iter().find(|it| it.key == "large-complete").unwrap().document.clone();
        let hosts = document.hosts.clone();
        for it in document.host_instances.edit().values_mut() {
            it.enabled &= hosts.get(&it.host).unwrap().name != "Processing host";
        }
        let structure = Structure::of(&document);
        let failures = Failures::new(&Index::new(&document));
        let pairs = pair_rows(&document, &structure, &failures.sweep, failures.cuts(&document));
        let pair = pairs.iter().find(|it| it.name == "BTS1 and BTS2").unwrap();
        assert_eq!(pair.words(&structure), "Receive stops");
        let of = |name: &str| failures.impact.iter().find(|it| it.name == name).unwrap().words(&structure);
        assert_eq!(of("BTS1"), "Receive is degraded");
        assert_eq!(of("BTS3"), "every service that works before goes on");
    }

    #[test]
    fn a_row_stops_what_neither_part_stops_alone() {
        for template in ["small", "two-computer", "large", "dr-many-to-one"] {
            let (structure, sweep, rows) = rows(template);
            let at = |part: Part| {
                let of = |id: &EventId| structure.events.get(id.index()).and_then(|it| it.part) == Some(part);
                sweep.events().iter().position(of).unwrap()
            };
            for row in &rows {
                assert!(!row.stopped.is_empty());
                for service in &row.stopped {
                    assert_eq!(row.outcomes[*service].effect, Effect::Stops, "{}", row.name);
                    let alone = row.parts.map(|it| sweep.single(at(it), *service).effect);
                    assert!(!alone.contains(&Effect::Stops), "{} in {template}", row.name);
                }
            }
        }
    }
}
