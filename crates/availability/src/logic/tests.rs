//! Failure logic: folding, counting, and 64 situations at once.

use super::{EventId, Gate, GateId, Lanes, Logic, Ripple, Term};

fn events(logic: &mut Logic, count: usize) -> Vec<Term> {
    (0..count).map(|_| logic.event()).collect()
}

#[test]
fn constants_and_repetitions_leave_no_gate() {
    let mut logic = Logic::new();
    let e = events(&mut logic, 2);
    assert_eq!(logic.or([e[0], Term::NEVER, e[0]]), e[0]);
    assert_eq!(logic.and([e[0], Term::NEVER]), Term::NEVER);
    assert_eq!(logic.or([]), Term::NEVER);
    assert_eq!(logic.and([]), Term::ALWAYS);
    assert_eq!(logic.at_least(3, e.clone()), Term::NEVER);
    assert_eq!(logic.at_least(2, [Term::ALWAYS, e[0]]), e[0]);
    assert_eq!(logic.at_least(2, [e[0], e[0], e[0]]), e[0]);
    assert_eq!(logic.weight(5, [(Term::ALWAYS, 5), (e[0], 1)]), Term::ALWAYS);
    assert!(logic.gates().is_empty());
    assert!(matches!(logic.at_least(1, e), Term::Gate(_)));
    assert!(matches!(logic.gates(), [Gate::Or(_)]));
}

#[test]
fn confined_to_some_events_a_logic_says_the_same_while_the_others_do_not_happen() {
    let mut logic = Logic::new();
    let e = events(&mut logic, 6);
    let voted = logic.fewer_than(2, [e[0], e[1], e[2]]);
    let unused = logic.and([e[3], e[4]]);
    let pair = logic.and([e[0], e[5]]);
    let weighed = logic.weight(5, [(e[1], 3), (e[3], 2), (pair, 4)]);
    let roots = [logic.or([voted, weighed, unused]), unused, e[5], Term::ALWAYS];
    let able = [EventId(5), EventId(0), EventId(1)];
    let (left, terms) = logic.confined(&roots, &able);
    assert!(left.gates().len() < logic.gates().len());
    assert_eq!(terms[1..], [Term::NEVER, Term::Event(EventId(0)), Term::ALWAYS]);
    for failed in 0..8_u32 {
        let has_failed = |at: EventId| failed >> at.0 & 1 == 1;
        let before = |event| able.iter().position(|it| *it == event).is_some_and(|at| has_failed(EventId(at as u32)));
        for (root, term) in roots.into_iter().zip(&terms) {
            assert_eq!(left.is_lost(*term, has_failed), logic.is_lost(root, before), "{failed:b}");
        }
    }
}

#[test]
fn two_of_three_must_work_is_lost_with_two_failures() {
    let mut logic = Logic::new();
    let e = events(&mut logic, 3);
    let top = logic.fewer_than(2, e);
    for pattern in 0..8_u32 {
        let lost = logic.is_lost(top, |event| pattern >> event.0 & 1 == 1);
        assert_eq!(lost, pattern.count_ones() >= 2, "{pattern:b}");
    }
}

#[test]
fn lost_weight_is_summed_in_every_situation() {
    let weights = [700, 300, 300, 65_536, 1];
    let mut logic = Logic::new();
    let e = events(&mut logic, weights.len());
    for limit in [1, 2, 300, 301, 600, 1_000, 1_300, 65_536, 65_537, 66_836, 66_837] {
        let top = logic.weight(limit, e.iter().copied().zip(weights));
        let lanes = logic.evaluate(|EventId(event)| (0..32_u64).map(|it| (it >> event & 1) << it).sum());
        for situation in 0..32_u64 {
            let lost: u64 = (0..5).filter(|it| situation >> it & 1 == 1).map(|it| weights[it]).sum();
            assert_eq!(lanes.of(top) >> situation & 1 == 1, lost >= limit, "{limit} in {situation:b}");
        }
    }
}

#[test]
fn only_the_events_below_a_term_matter() {
    let mut logic = Logic::new();
    let e = events(&mut logic, 4);
    let lower = logic.and([e[3], e[1]]);
    let top = logic.or([lower, e[0]]);
    assert_eq!(logic.events_below(lower), [EventId(1), EventId(3)]);
    assert_eq!(logic.events_below(top), [EventId(0), EventId(1), EventId(3)]);
}

#[test]
fn a_ripple_says_of_every_gate_what_the_whole_evaluation_says() {
    let mut seed = 7_u32;
    let mut below = |limit: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % limit
    };
    for round in 0..60 {
        let mut logic = Logic::new();
        let mut terms = events(&mut logic, 12);
        for _ in 0..30 {
            let some: Vec<Term> = (0..=below(5)).map(|_| terms[below(terms.len())]).collect();
            terms.push(match below(if round % 2 == 0 { 9 } else { 10 }) {
                0..=2 => logic.or(some),
                3..=5 => logic.and(some),
                6 | 7 => logic.at_least(2, some),
                8 => logic.weight(3, some.into_iter().zip([2, 1, 2, 1, 2])),
                _ => logic.not(some[0]),
            });
        }
        let mut ripple = Ripple::new(&logic);
        for _ in 0..20 {
            let failed: Vec<(EventId, u64)> =
                (0..3).map(|at| (EventId(at * 4 + below(4) as u32), 1 << below(3))).collect();
            let whole = logic.evaluate(|event| failed.iter().find(|it| it.0 == event).map_or(0, |it| it.1));
            let lanes = ripple.evaluate(failed.iter().copied());
            for gate in 0..logic.gates().len() as u32 {
                let term = Term::Gate(GateId(gate));
                assert_eq!(lanes.of(term), whole.of(term), "round {round}, gate {gate}, {failed:?}");
                let inputs = |lanes: &Lanes| lanes.failed_inputs(&logic, GateId(gate));
                assert_eq!(inputs(lanes), inputs(&whole), "round {round}, gate {gate}, {failed:?}");
            }
        }
    }
}
