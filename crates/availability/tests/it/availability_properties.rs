//! What holds for every failure logic: random monotone models against the enumeration of all situations.

use proptest::prelude::*;
use tierwright_availability::capacity::CapacityDistribution;
use tierwright_availability::mef::{WrittenEvent, WrittenTree, read, write};
use tierwright_availability::{Bounds, Budget, CutSets, Diagram, EventId, Gate, Logic, Term};

const MOST_EVENTS: usize = 16;

/// A random model: every number chooses, by remainder, what the next gate is and what it is made of.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    events: usize,
    gates: Vec<(u8, u8, Vec<u16>)>,
    pub(crate) q: Vec<f64>,
}

pub(crate) fn recipes() -> impl Strategy<Value = Recipe> {
    let gate = (any::<u8>(), any::<u8>(), prop::collection::vec(any::<u16>(), 2..6));
    let gates = prop::collection::vec(gate, 1..14);
    let q = prop::collection::vec(0.001..0.9_f64, MOST_EVENTS);
    (3..=MOST_EVENTS, gates, q).prop_map(|(events, gates, q)| Recipe { events, gates, q })
}

impl Recipe {
    /// Later gates prefer earlier gates, so that the last one reaches far down.
    pub(crate) fn model(&self) -> (Logic, Term) {
        let mut logic = Logic::new();
        let mut terms: Vec<Term> = (0..self.events).map(|_| logic.event()).collect();
        for (kind, threshold, inputs) in &self.gates {
            let pick = |choice: &u16| terms[terms.len() - 1 - *choice as usize % terms.len()];
            let inputs: Vec<Term> = inputs.iter().map(pick).collect();
            let count = inputs.len() as u32;
            let term = match kind % 4 {
                0 => logic.and(inputs),
                1 => logic.or(inputs),
                2 => logic.at_least(u32::from(*threshold) % count + 1, inputs),
                _ => {
                    let weighted = inputs.into_iter().zip([1, 2, 3, 5, 8, 13]);
                    logic.weight(u64::from(*threshold) % 12 + 1, weighted)
                }
            };
            terms.push(term);
        }
        (logic, terms.last().copied().unwrap_or(Term::NEVER))
    }

    /// For every situation, by the bits of its number, whether the function is lost.
    fn table(&self, logic: &Logic, top: Term) -> Vec<bool> {
        let situations = 1_usize << self.events;
        let mut lost = Vec::with_capacity(situations);
        for first in (0..situations).step_by(64) {
            let lanes = logic.evaluate(|EventId(event)| {
                (0..64).map(|lane| (((first + lane) >> event & 1) as u64) << lane).fold(0, |all, bit| all | bit)
            });
            let word = lanes.of(top);
            lost.extend((0..64.min(situations - first)).map(|lane| word >> lane & 1 == 1));
        }
        lost
    }

    fn probability(&self, situation: usize) -> f64 {
        let of_event = |event: usize| if situation >> event & 1 == 1 { self.q[event] } else { 1.0 - self.q[event] };
        (0..self.events).map(of_event).product()
    }
}

/// The situations that are lost and no longer are when any one of their failures is repaired.
fn minimal(table: &[bool], events: usize) -> Vec<usize> {
    let is_minimal = |situation: &usize| {
        table[*situation] && (0..events).all(|it| situation >> it & 1 == 0 || !table[situation & !(1 << it)])
    };
    (0..table.len()).filter(is_minimal).collect()
}

fn bits(events: &[EventId]) -> usize {
    events.iter().map(|event| 1 << event.0).sum()
}

pub(crate) fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1e-300)
}

/// The same gates, inputs written the other way round, with each event replaced.
fn copy(logic: &Logic, top: Term, to: &mut Logic, replace: impl Fn(usize) -> Term) -> Term {
    let mut gates: Vec<Term> = Vec::new();
    let rename = |term: Term, gates: &[Term]| match term {
        Term::Event(event) => replace(event.index()),
        Term::Gate(gate) => gates[gate.index()],
        Term::Constant(_) => term,
    };
    for gate in logic.gates() {
        let inputs: Vec<Term> = gate.inputs().iter().rev().map(|it| rename(*it, &gates)).collect();
        let term = match gate {
            Gate::And(_) => to.and(inputs),
            Gate::Or(_) => to.or(inputs),
            Gate::AtLeast { failed, .. } => to.at_least(*failed, inputs),
            Gate::Weight { weight, of } => to.weight(*weight, inputs.into_iter().zip(of.iter().rev().map(|it| it.1))),
            Gate::Not(_) => to.not(inputs[0]),
        };
        gates.push(term);
    }
    rename(top, &gates)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is left of servers, against the enumeration of who has failed; rates repeat, so that totals fall together.
    #[test]
    fn how_much_is_left_how_often_equals_the_enumeration_of_who_has_failed(
        servers in prop::collection::vec((0..6_u64, 0.0..=1.0_f64), 0..=9),
    ) {
        let states = (0..1_usize << servers.len()).map(|failed| {
            let each = servers.iter().enumerate().map(|(at, (rate, q))| {
                if failed >> at & 1 == 1 { (0, *q) } else { (*rate, 1.0 - q) }
            });
            each.fold((0, 1.0), |(left, probability), (rate, share)| (left + rate, probability * share))
        });
        let states: Vec<(u64, f64)> = states.collect();
        let distribution = CapacityDistribution::new(servers.iter().copied());
        let most: u64 = servers.iter().map(|(rate, _)| rate).sum();
        for wanted in 0..=most + 1 {
            let expected: f64 = states.iter().filter(|(left, _)| *left >= wanted).map(|(_, it)| it).sum();
            let found = distribution.at_least(wanted);
            prop_assert!((found - expected).abs() < 1e-12, "at least {wanted}: {found} and not {expected}");
        }
        let expected: f64 = states.iter().map(|(left, probability)| *left as f64 * probability).sum();
        prop_assert!((distribution.expected() - expected).abs() < 1e-12 * (1.0 + expected));
    }

    #[test]
    fn the_diagram_agrees_with_the_enumeration(recipe in recipes()) {
        let (logic, top) = recipe.model();
        let table = recipe.table(&logic, top);
        let lost = |situation: &usize| table[*situation];
        let expected: f64 = (0..table.len()).filter(lost).map(|it| recipe.probability(it)).sum();
        let diagram = Diagram::compile(&logic, top, Budget::default()).unwrap();
        let q = &recipe.q[..recipe.events];
        let quantified = diagram.quantify(q);
        prop_assert!((quantified.unavailability - expected).abs() <= 1e-12 * expected.max(1e-300) + 1e-15);
        for event in 0..recipe.events {
            let raised = diagram.probability_when(q, event, 1.0) - diagram.probability_when(q, event, 0.0);
            prop_assert!((quantified.birnbaum[event] - raised).abs() <= 1e-13);
        }
    }

    #[test]
    fn the_cut_sets_are_the_minimal_losses(recipe in recipes()) {
        let (logic, top) = recipe.model();
        let expected = minimal(&recipe.table(&logic, top), recipe.events);
        let diagram = Diagram::compile(&logic, top, Budget::default()).unwrap();
        let all = CutSets::of(&diagram, None, 1_000_000).unwrap();
        let listed: Vec<_> = all.by_order(&recipe.q).collect();
        let mut found: Vec<usize> = listed.iter().map(|set| bits(&set.events)).collect();
        found.sort_unstable();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(all.count().unwrap().to_u128(), Some(expected.len() as u128));
        for pair in listed.windows(2) {
            let (first, second) = (&pair[0], &pair[1]);
            let (orders, falling) = (first.events.len().cmp(&second.events.len()), first.probability * (1.0 + 1e-12));
            prop_assert!(orders.is_lt() || (orders.is_eq() && second.probability <= falling));
        }
        for set in &listed {
            let product: f64 = set.events.iter().map(|it| recipe.q[it.index()]).product();
            prop_assert!(close(set.probability, product));
        }
        for most in 0..=4 {
            let limited = CutSets::of(&diagram, Some(most), 1_000_000).unwrap();
            let mut few: Vec<usize> = limited.by_order(&recipe.q).map(|set| bits(&set.events)).collect();
            few.sort_unstable();
            let wanted: Vec<usize> = expected.iter().copied().filter(|it| it.count_ones() <= most).collect();
            prop_assert_eq!(limited.count().unwrap().to_u128(), Some(wanted.len() as u128));
            prop_assert_eq!(few, wanted);
        }
    }

    #[test]
    fn small_cut_sets_and_bounds_need_no_diagram(recipe in recipes()) {
        let (logic, top) = recipe.model();
        let expected = minimal(&recipe.table(&logic, top), recipe.events);
        for most in 0..=4 {
            let small = CutSets::small(&logic, top, most, 1_000_000).unwrap();
            let mut found: Vec<usize> = small.by_order(&recipe.q).map(|set| bits(&set.events)).collect();
            found.sort_unstable();
            let wanted: Vec<usize> = expected.iter().copied().filter(|it| it.count_ones() <= most).collect();
            prop_assert_eq!(found, wanted);
        }
        let exact = Diagram::compile(&logic, top, Budget::default()).unwrap().probability(&recipe.q);
        let bounds = Bounds::of(&logic, top, &recipe.q, Budget::default()).unwrap();
        prop_assert!(bounds.lower <= exact * (1.0 + 1e-12) && exact <= bounds.upper * (1.0 + 1e-12));
    }

    #[test]
    fn a_written_fault_tree_reads_back_as_the_same_function(recipe in recipes()) {
        let (logic, top) = recipe.model();
        let event = |index: usize| WrittenEvent {
            name: format!("Event {} & more", index % 3),
            label: "<label> \"quoted\"".to_owned(),
            probability: recipe.q[index].into(),
            attributes: vec![("id".to_owned(), index.to_string())],
        };
        let events: Vec<WrittenEvent> = (0..recipe.events).map(event).collect();
        let tree = WrittenTree { name: "random tree", logic: &logic, top, events: &events, gates: &[], figures: &[] };
        let text = write(&tree);
        let read = read(&[&text]).unwrap().tree(None).unwrap();
        let q: Vec<f64> = read.events.iter().map(|it| it.probability).collect();
        let before = Diagram::compile(&logic, top, Budget::default()).unwrap();
        let after = Diagram::compile(&read.logic, read.top, Budget::default()).unwrap();
        prop_assert!(close(before.probability(&recipe.q), after.probability(&q)));
        let count = |diagram: &Diagram| CutSets::of(diagram, None, 1_000_000).unwrap().count();
        prop_assert_eq!(count(&before), count(&after));
    }

    #[test]
    fn the_order_of_the_events_does_not_matter(recipe in recipes(), shift in 1_usize..MOST_EVENTS) {
        let (logic, top) = recipe.model();
        let renamed = |event: usize| (event + shift) % recipe.events;
        let mut other = Logic::with_events(recipe.events);
        let other_top = copy(&logic, top, &mut other, |event| Term::Event(EventId(renamed(event) as u32)));
        let mut q = vec![0.0; recipe.events];
        for event in 0..recipe.events {
            q[renamed(event)] = recipe.q[event];
        }
        let one = Diagram::compile(&logic, top, Budget::default()).unwrap();
        let two = Diagram::compile(&other, other_top, Budget::default()).unwrap();
        prop_assert!(close(one.probability(&recipe.q), two.probability(&q)));
        let count = |diagram: &Diagram| CutSets::of(diagram, None, 1_000_000).unwrap().count();
        prop_assert_eq!(count(&one), count(&two));
    }

    #[test]
    fn redundancy_never_raises_unavailability(recipe in recipes(), spared in 0_usize..MOST_EVENTS, spare in 0.0..1.0_f64) {
        let (logic, top) = recipe.model();
        let spared = spared % recipe.events;
        let before = Diagram::compile(&logic, top, Budget::default()).unwrap().probability(&recipe.q);
        // The same model in which the spared event needs a second failure.
        let event = |index: usize| Term::Event(EventId(index as u32));
        let mut better = Logic::with_events(recipe.events + 1);
        let both = better.and([event(spared), event(recipe.events)]);
        let better_top = copy(&logic, top, &mut better, |index| if index == spared { both } else { event(index) });
        let mut q = recipe.q[..recipe.events].to_vec();
        q.push(spare);
        let after = Diagram::compile(&better, better_top, Budget::default()).unwrap().probability(&q);
        prop_assert!(after <= before * (1.0 + 1e-12));
    }
}
