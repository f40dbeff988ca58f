//! A bound from above that needs no diagram: each gate bounded by what its inputs are bounded by.
//!
//! Events fail independently and gates are monotone, so losses are associated (Esary, Proschan and Walkup 1967):
//! `P(any) <= 1 - prod (1 - p)`, and `P(all) <= min p`. Inputs of an and that share no event are independent and multiply.
//! At least `k` of several are lost with at most the mean number of lost inputs divided by `k` (Markov).

use super::logic::{Gate, Logic, Term};
use super::shape::Shape;

/// The events below a gate, a bit each.
type Events = Vec<u64>;

/// More words of bits than this are not kept: 64 MB.
const MOST_WORDS: usize = 8_000_000;

/// What rounding takes away at most is added, as a share.
const ROUNDING: f64 = 1e-12;

/// No probability of loss of `root` is larger than this; `None` where a gate negates, or there are too many of them.
pub(super) fn upper(logic: &Logic, root: Term, q: &[f64]) -> Option<f64> {
    let Shape { logic, root, uses, .. } = Shape::new(logic, root);
    if !logic.is_coherent(root) {
        return None;
    }
    let words = logic.event_count().div_ceil(64);
    if words.saturating_mul(logic.gates().len()) > MOST_WORDS {
        return None;
    }
    let mut known: Vec<(f64, Events)> = Vec::with_capacity(logic.gates().len());
    let of = |term: Term, known: &[(f64, Events)]| match term {
        Term::Constant(lost) => (f64::from(u8::from(lost)), vec![0; words]),
        Term::Event(event) => {
            let mut events = vec![0; words];
            events[event.index() / 64] |= 1 << (event.index() % 64);
            (q.get(event.index()).copied().unwrap_or_default(), events)
        }
        Term::Gate(gate) => known.get(gate.index()).cloned().unwrap_or_default(),
    };
    for (gate, uses) in logic.gates().iter().zip(&uses) {
        if *uses == 0 {
            known.push((0.0, Vec::new()));
            continue;
        }
        let inputs: Vec<(f64, Events)> = gate.inputs().into_iter().map(|it| of(it, &known)).collect();
        let mut below = vec![0; words];
        for (_, events) in &inputs {
            below.iter_mut().zip(events).for_each(|(all, own)| *all |= own);
        }
        let mean =
            |weights: &mut dyn Iterator<Item = f64>| inputs.iter().zip(weights).map(|(it, w)| it.0 * w).sum::<f64>();
        let bound = match gate {
            Gate::Or(_) => 1.0 - inputs.iter().map(|(p, _)| 1.0 - p).product::<f64>(),
            Gate::And(_) => all(inputs),
            Gate::AtLeast { failed, .. } => mean(&mut std::iter::repeat(1.0)) / f64::from(*failed),
            Gate::Weight { weight, of } => mean(&mut of.iter().map(|it| it.1 as f64)) / *weight as f64,
            Gate::Not(_) => 1.0,
        };
        known.push((bound.clamp(0.0, 1.0), below));
    }
    Some((of(root, &known).0 * (1.0 + ROUNDING)).min(1.0))
}

/// Inputs that share events, also by others between them, are no more probable together than the least of them; groups
/// that share none multiply.
fn all(inputs: Vec<(f64, Events)>) -> f64 {
    let mut groups: Vec<(f64, Events)> = Vec::new();
    for (mut least, mut events) in inputs {
        let shares = |other: &Events, events: &Events| other.iter().zip(events).any(|(a, b)| a & b != 0);
        let mut apart = Vec::with_capacity(groups.len());
        for (other, others) in groups {
            if shares(&others, &events) {
                least = f64::min(least, other);
                events.iter_mut().zip(&others).for_each(|(all, own)| *all |= own);
            } else {
                apart.push((other, others));
            }
        }
        apart.push((least, events));
        groups = apart;
    }
    groups.into_iter().map(|it| it.0).product()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Budget, Diagram};

    #[test]
    fn the_bound_holds_and_is_exact_where_nothing_is_shared() {
        let mut logic = Logic::new();
        let events: Vec<Term> = (0..6).map(|_| logic.event()).collect();
        let q = [0.1, 0.2, 0.3, 0.05, 0.4, 0.25];
        let first = logic.or([events[0], events[1]]);
        let second = logic.or([events[2], events[3]]);
        let apart = logic.and([first, second]);
        let shared = logic.or([events[1], events[4]]);
        let both = logic.and([first, shared]);
        let some = logic.at_least(2, [apart, both, events[5]]);
        let exact = |top: Term| Diagram::compile(&logic, top, Budget::default()).unwrap().probability(&q);
        assert!((upper(&logic, apart, &q).unwrap() - exact(apart)).abs() < 1e-12);
        for top in [both, some] {
            let bound = upper(&logic, top, &q).unwrap();
            assert!(exact(top) <= bound && bound < 1.0, "{bound}");
        }
    }
}
