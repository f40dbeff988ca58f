//! What is told of response times; whether they are right `tests/it/second_opinion.rs` says.

use super::ResponseModel;
use crate::capacity::estimate;
use crate::capacity::estimate::tests::Design;
use crate::dependency::{Loss, Structure};
use crate::model::{FlowPattern, MessageFlow};
use crate::sources::Sourced;

/// Two BizTalk computers with a host each for receiving, processing and sending, and one SQL instance on two nodes.
fn model(flows: &[(FlowPattern, f64, Option<f64>)]) -> ResponseModel {
    let Design { mut builder, .. } = Design::small();
    let document = builder.edit();
    for computer in document.computers.edit().values_mut() {
        computer.hardware.cores = Some(Sourced::entered(8));
    }
    let workload = &mut document.workload;
    workload.complexity_biztalk = Some(Sourced::entered(1.0));
    workload.complexity_sql = Some(Sourced::entered(1.0));
    workload.polling_ms = Some(Sourced::entered(50.0));
    workload.flows = flows
        .iter()
        .map(|(pattern, rate, back_end)| {
            let mut flow = MessageFlow::new("Flow", *pattern);
            flow.messages_per_sec = Some(Sourced::entered(*rate));
            flow.back_end_secs = back_end.map(Sourced::entered);
            flow
        })
        .collect();
    let document = builder.build();
    estimate(&document, &Structure::of(&document), &Loss::none()).response.unwrap().of_the_engine_alone()
}

#[test]
fn the_percentiles_of_a_mix_are_those_of_its_slow_flow_where_that_is_large_enough() {
    let model = model(&[(FlowPattern::Messaging, 27.0, None), (FlowPattern::RequestResponse, 3.0, Some(5.0))]);
    let p95 = model.at(30.0).unwrap().p95_secs.unwrap();
    assert!((5.0..5.3).contains(&p95), "{p95}");
}

#[test]
fn no_percentile_is_told_above_ninety_percent_and_nothing_at_the_limit() {
    let model = model(&[(FlowPattern::Orchestration, 10.0, None)]);
    let limit = model.limit_per_sec();
    assert!(model.at(0.9 * limit).unwrap().p95_secs.is_some());
    assert!(model.at(0.91 * limit).unwrap().p95_secs.is_none());
    assert!(model.at(limit).is_none());
    let mean = |share: f64| model.mean_at(limit * share).unwrap();
    assert!(mean(0.999) > 20.0 * mean(0.5), "the curve bends at the limit that is named");
}
