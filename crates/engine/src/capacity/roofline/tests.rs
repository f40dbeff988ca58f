//! The published lab rows, and how the limiters move with the design.

use super::*;
use crate::sources::Sourced;

fn lab(biztalk: &[(f64, f64)], layout: MessageBoxLayout, orchestration_share: f64) -> TierInputs {
    TierInputs {
        messages_per_sec: 100.0,
        workload: Workload { orchestration_share, complexity_biztalk: 1.0, complexity_sql: 1.0, extra_hops: 0.0 },
        biztalk_computers: biztalk.to_vec(),
        sql_cores: 16.0,
        sql_speed: 1.0,
        layout,
        virtual_biztalk: 1.0,
        virtual_sql: 1.0,
    }
}

/// The parameters fitted on the 2010 lab alone, which the published rows are compared with.
fn fitted_on_the_lab() -> Parameters {
    [
        (Parameter::SingleMessageBoxHops, 1319.5),
        (Parameter::PublisherHops, 1296.9),
        (Parameter::PublisherContention, 0.175),
        (Parameter::MessagingMultiple, 0.003369),
        (Parameter::OrchestrationMultiple, 0.007086),
    ]
    .into_iter()
    .fold(Parameters::published(), |parameters, (key, value)| parameters.with(key, Sourced::entered(value)))
}

/// BizTalk computers, MessageBox databases, share of orchestrations, measured rate, rate the model is stated to give.
type LabRow<'a> = (&'a [(f64, f64)], MessageBoxLayout, f64, f64, f64);

#[test]
fn the_2010_lab_is_reproduced_within_the_stated_error() {
    let one = [(8.0, 1.0)];
    // The second pair of computers of the lab had 12 cores.
    let two = [(8.0, 1.0), (8.0, 1.0)];
    let master_plus = |publishers| MessageBoxLayout { publishers, dedicated_master: true };
    let rows: [LabRow; 12] = [
        (&one, MessageBoxLayout::SINGLE, 0.0, 1266.0, 1319.5),
        (&one, MessageBoxLayout::SINGLE, 1.0, 680.0, 659.8),
        (&two, MessageBoxLayout::SINGLE, 0.0, 1267.0, 1319.5),
        (&two, MessageBoxLayout::SINGLE, 1.0, 686.0, 659.8),
        (&one, master_plus(2), 0.0, 2102.0, 2089.8),
        (&one, master_plus(2), 1.0, 974.0, 993.4),
        (&two, master_plus(2), 0.0, 2285.0, 2207.5),
        (&two, master_plus(2), 1.0, 1065.0, 1103.8),
        (&one, master_plus(3), 0.0, 2125.0, 2089.8),
        (&one, master_plus(3), 1.0, 979.0, 993.4),
        (&two, master_plus(3), 0.0, 2790.0, 2882.0),
        (&two, master_plus(3), 1.0, 1487.0, 1441.0),
    ];
    let parameters = fitted_on_the_lab();
    for (computers, layout, share, measured, stated) in rows {
        let model = tier_estimate(&lab(computers, layout, share), &parameters).limit;
        assert!((model - stated).abs() / stated < 0.001, "{measured}: {model} against the stated {stated}");
        assert!((model - measured).abs() / measured < 0.043, "{measured}: {model}");
    }
}

#[test]
fn losing_one_of_two_processing_computers_halves_the_processing_limit() {
    let parameters = Parameters::published();
    let both = tier_estimate(&lab(&[(4.0, 1.0), (4.0, 1.0)], MessageBoxLayout::SINGLE, 1.0), &parameters);
    let one = tier_estimate(&lab(&[(4.0, 1.0)], MessageBoxLayout::SINGLE, 1.0), &parameters);
    assert!((one.biztalk_limit * 2.0 - both.biztalk_limit).abs() < 1e-9);
    assert_eq!(one.contention_limit, both.contention_limit);
}

#[test]
fn below_about_twelve_sql_cores_cpu_is_the_limit_and_above_it_contention() {
    let parameters = Parameters::published();
    let bottleneck = |sql_cores| {
        let inputs = TierInputs { sql_cores, ..lab(&[(8.0, 1.0), (8.0, 1.0)], MessageBoxLayout::SINGLE, 1.0) };
        tier_estimate(&inputs, &parameters).bottleneck
    };
    assert_eq!(bottleneck(11.0), LimiterKind::MessageBoxCpu);
    assert_eq!(bottleneck(12.0), LimiterKind::MessageBoxContention);
}

#[test]
fn a_fourth_publisher_buys_almost_nothing_beside_a_master_of_equal_size() {
    let parameters = Parameters::published();
    let hops = |publishers| {
        let layout = MessageBoxLayout { publishers, dedicated_master: true };
        let result = tier_estimate(&lab(&[(64.0, 1.0)], layout, 1.0), &parameters);
        (result.limit * result.hops, result.bottleneck)
    };
    let (three, four) = (hops(3), hops(4));
    assert_eq!(four.1, LimiterKind::MasterCpu);
    assert!((four.0 - 2972.0).abs() < 1.0, "{}", four.0);
    assert!(four.0 / three.0 < 1.04);
}

#[test]
fn the_lowest_limiter_comes_first_and_ties_are_broken_by_kind_and_name() {
    let limiter = |kind, name: &str, rate| Limiter::new(kind, name, rate, &[]);
    let roofline = Roofline::new(vec![
        limiter(LimiterKind::Host, "Sending", 50.0),
        limiter(LimiterKind::Host, "Receiving", 50.0),
        limiter(LimiterKind::Computer, "BTS01", f64::NAN),
        limiter(LimiterKind::MessageBoxCpu, "SQL01", 50.0),
        limiter(LimiterKind::MasterCpu, "SQL02", 40.0),
    ]);
    let names: Vec<&str> = roofline.ranked().iter().map(|limiter| limiter.name.as_str()).collect();
    assert_eq!(names, ["SQL02", "SQL01", "Receiving", "Sending"]);
    assert_eq!(Roofline::new(Vec::new()).bottleneck(), None);
}
