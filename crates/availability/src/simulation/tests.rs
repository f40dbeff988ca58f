//! The simulation against the formulas.

use super::{Process, RoleGroup, Simulation};
use crate::logic::{EventId, Logic, Term};
use crate::modules::{FailoverPair, Law};
use crate::quant::Renewal;
use crate::{Budget, Diagram};

fn process(key: u64, mttf_h: f64, down: Law) -> Process {
    Process { key, up: Law::Exponential { mean_h: mttf_h }, down }
}

#[test]
fn the_analytic_value_lies_in_the_confidence_interval() {
    let mut logic = Logic::new();
    let e: Vec<Term> = (0..5).map(|_| logic.event()).collect();
    let pool = logic.at_least(2, e[..4].to_vec());
    let top = logic.or([pool, e[4]]);
    let laws = [Law::Exponential { mean_h: 8.0 }, Law::LogNormal { mean_h: 12.0, cv: 1.5 }, Law::Fixed { hours: 5.0 }];
    let processes: Vec<Option<Process>> =
        (0..5_u64).map(|it| Some(process(it, 300.0 + 50.0 * it as f64, laws[it as usize % 3]))).collect();
    let renewals: Vec<Renewal> =
        processes.iter().flatten().map(|it| Renewal { mttf_h: it.up.mean_h(), mttr_h: it.down.mean_h() }).collect();
    let q: Vec<f64> = renewals.iter().map(|it| it.unavailability()).collect();
    let per_year: Vec<f64> = renewals.iter().map(|it| it.failures_per_year()).collect();
    let exact = Diagram::compile(&logic, top, Budget::default()).unwrap().outages(&q, &per_year);
    let simulation = Simulation {
        logic: &logic,
        roots: &[top],
        processes: &processes,
        groups: &[],
        years: 100.0,
        repetitions: 40,
        seed: 7,
    };
    let result = simulation.run();
    let root = &result.roots[0];
    // 99.9 % of the normal distribution instead of 95 %.
    let tolerance = root.half_width * 3.29 / 1.96;
    assert!((root.unavailability - exact.unavailability).abs() < tolerance, "{root:?} {exact:?}");
    assert!((root.outages_per_year / exact.per_year - 1.0).abs() < 0.02);
    assert_eq!(root.histogram.iter().sum::<u64>() as f64, (root.outages_per_year * 4_000.0).round());
    assert!(root.worst_year_h > root.unavailability * 8_760.0);
    assert_eq!(simulation.run(), result);
}

#[test]
fn a_role_that_moves_costs_what_the_closed_form_says() {
    let mut logic = Logic::new();
    let e: Vec<Term> = (0..3).map(|_| logic.event()).collect();
    let both = logic.and([e[0], e[1]]);
    let top = logic.or([both, e[2]]);
    let (failover, manual) = (Law::Fixed { hours: 0.5 }, Law::Fixed { hours: 3.0 });
    let repair = Law::LogNormal { mean_h: 6.0, cv: 1.0 };
    let pair = FailoverPair { mttf_h: 200.0, repair, coverage: 0.9, failover, manual }.solve();
    let simulation = Simulation {
        logic: &logic,
        roots: &[top],
        processes: &[Some(process(1, 200.0, repair)), Some(process(2, 200.0, repair)), None],
        groups: &[RoleGroup { key: 3, members: vec![e[0], e[1]], window: EventId(2), coverage: 0.9, failover, manual }],
        years: 200.0,
        repetitions: 40,
        seed: 11,
    };
    let root = &simulation.run().roots[0];
    assert!((root.unavailability / pair.unavailability - 1.0).abs() < 0.02, "{root:?} {pair:?}");
}

#[test]
fn a_further_component_does_not_change_the_luck_of_the_others() {
    let run = |extra: bool| {
        let mut logic = Logic::new();
        let first = logic.event();
        let mut processes = vec![Some(process(42, 100.0, Law::Exponential { mean_h: 3.0 }))];
        if extra {
            logic.event();
            processes.push(Some(process(43, 50.0, Law::Exponential { mean_h: 3.0 })));
        }
        let simulation = Simulation {
            logic: &logic,
            roots: &[first],
            processes: &processes,
            groups: &[],
            years: 10.0,
            repetitions: 3,
            seed: 1,
        };
        simulation.run().roots[0].clone()
    };
    assert_eq!(run(false), run(true));
}
