//! Cut sets that are too many to list, and diagrams that are too large to build.

use super::{Bounds, CutSets};
use crate::{Budget, Diagram, Logic, Term};

fn threshold(needed: u32, of: usize) -> (Logic, Term) {
    let mut logic = Logic::new();
    let events: Vec<Term> = (0..of).map(|_| logic.event()).collect();
    let top = logic.at_least(needed, events);
    (logic, top)
}

#[test]
fn thresholds_have_binomially_many_cut_sets() {
    let (logic, top) = threshold(51, 100);
    let diagram = Diagram::compile(&logic, top, Budget::default()).unwrap();
    let cut_sets = CutSets::of(&diagram, None, 100_000).unwrap();
    assert_eq!(cut_sets.count().unwrap().to_string(), "98913082887808032681188722800");
    let q: Vec<f64> = (0..100).map(|it| 0.5 + f64::from(it) / 1_000.0).collect();
    let first = cut_sets.by_order(&q).next().unwrap();
    assert_eq!(first.events.iter().map(|it| it.0).collect::<Vec<_>>(), (49..100).collect::<Vec<_>>());
}

#[test]
fn counts_pass_two_to_the_128() {
    let mut logic = Logic::new();
    let pairs: Vec<Term> = (0..200)
        .map(|_| logic.event())
        .collect::<Vec<_>>()
        .chunks(2)
        .map(<[Term]>::to_vec)
        .map(|it| logic.or(it))
        .collect();
    let top = logic.and(pairs);
    let diagram = Diagram::compile(&logic, top, Budget::default()).unwrap();
    let count = CutSets::of(&diagram, None, 100_000).unwrap().count().unwrap();
    assert_eq!(count.to_string(), "1267650600228229401496703205376");
    assert_eq!(count.times(&count).to_u128(), None);
}

#[test]
fn past_the_budget_there_are_still_bounds() {
    let (logic, top) = threshold(3, 60);
    let budget = Budget::from(40);
    assert!(Diagram::compile(&logic, top, budget).is_err());
    let q = vec![0.001; 60];
    let exact = Diagram::compile(&logic, top, Budget::default()).unwrap().probability(&q);
    let bounds = Bounds::of(&logic, top, &q, Budget::from(1_000)).unwrap();
    assert!(bounds.lower <= exact && exact <= bounds.upper, "{bounds:?} {exact}");
    assert!(bounds.upper < 1.02 * bounds.lower, "{bounds:?}");
}
