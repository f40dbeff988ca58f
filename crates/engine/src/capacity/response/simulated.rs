//! The stations played message by message: queues, servers and clocks, and nothing of the formulas.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::stations::{Part, Station, Visit};
use super::{Flow, ResponseModel};
use crate::capacity::estimate::tests::Design;
use crate::capacity::placement::Placement;
use crate::capacity::roofline::LimiterKind;
use crate::capacity::state::State;
use crate::capacity::{Parameters, limiters};
use crate::dependency::Loss;
use crate::model::{Document, FlowPattern, MessageFlow, TrackingLevel};
use crate::sources::Sourced;
use crate::testing::Luck;

/// A step of a message that is on its way.
#[derive(Clone, Copy)]
enum Step {
    /// Waits for a server, which it holds for so long; `goes_on` = the message does not wait for the end of that.
    Station {
        station: usize,
        secs: f64,
        goes_on: bool,
    },
    Delay(f64),
}

struct Message {
    arrived: f64,
    flow: usize,
    steps: Vec<Step>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Next(usize),
    Released(usize),
}

#[derive(Default)]
struct Queue {
    busy: u32,
    waiting: VecDeque<(usize, f64, bool)>,
}

/// Time in whole nanoseconds, so that it can be ordered.
fn nanos(secs: f64) -> u64 {
    (secs * 1e9) as u64
}

/// One visit.
fn visit(choices: &[Visit], goes_on: bool, stations: &[Station], luck: &mut Luck) -> Step {
    let mut left = luck.uniform() * choices.iter().map(|it| it.share).sum::<f64>();
    let mut chosen = choices[choices.len() - 1];
    for choice in choices {
        if left < choice.share {
            chosen = *choice;
            break;
        }
        left -= choice.share;
    }
    // Stations that are alike are played apart: each has its own queue.
    let station = chosen.station + stations.len() * (luck.uniform() * f64::from(chosen.alike)) as usize;
    let is_constant = stations[chosen.station].cv_squared() < 1e-9;
    let secs = if is_constant { chosen.secs } else { luck.exponential(chosen.secs) };
    Step::Station { station, secs, goes_on }
}

/// Receiving, then hop after hop with its poll, processing after the first of them, sending, and what comes beside.
fn steps(flow: &Flow, stations: &[Station], luck: &mut Luck) -> Vec<Step> {
    let (mut hops, mut stages, mut beside, mut polls) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for part in &flow.parts {
        match part {
            Part::AtOneOf { visits, adds: true, .. } if hops.is_empty() => hops.push((visits, false)),
            Part::AtOneOf { visits, adds: true, .. } => stages.push(visit(visits, false, stations, luck)),
            Part::AtOneOf { visits, .. } if stages.is_empty() => hops.insert(0, (visits, true)),
            Part::AtOneOf { visits, .. } => beside.push(visit(visits, true, stations, luck)),
            Part::Poll { interval, host_instances, times } => {
                for _ in 0..*times as usize {
                    let waits = (0..host_instances.round() as usize).map(|_| luck.uniform() * interval);
                    polls.push(Step::Delay(waits.fold(f64::INFINITY, f64::min)));
                }
            }
        }
    }
    let mut stages = stages.into_iter();
    let mut steps: Vec<Step> = stages.next().into_iter().collect();
    for hop in 0..flow.hops as usize {
        steps.extend(hops.iter().map(|(visits, goes_on)| visit(visits, *goes_on, stations, luck)));
        steps.extend(polls.get(hop));
        if hop + 1 < flow.hops as usize && stages.len() > 1 {
            steps.extend(stages.next());
        }
    }
    steps.extend(stages);
    steps.extend(beside);
    steps.reverse();
    steps
}

/// Response times by flow, the first tenth left out.
fn play(model: &ResponseModel, load: f64, messages: usize, seed: u128) -> Vec<Vec<f64>> {
    let mut luck = Luck::new(seed << 64 | 0x9E37_79B9_7F4A_7C15);
    let copies = model.flows.iter().flat_map(|it| &it.parts).filter_map(|part| match part {
        Part::AtOneOf { visits, .. } => visits.iter().map(|it| it.alike).max(),
        Part::Poll { .. } => None,
    });
    let copies = copies.max().unwrap_or(1) as usize;
    let mut queues: Vec<Queue> = (0..copies * model.stations.len()).map(|_| Queue::default()).collect();
    let mut heap = BinaryHeap::new();
    let (mut clock, mut all): (f64, Vec<Message>) = (0.0, Vec::new());
    for number in 0..messages {
        clock += luck.exponential(1.0 / load);
        let mut left = luck.uniform();
        let mut flow = 0;
        for (at, it) in model.flows.iter().enumerate() {
            flow = at;
            left -= it.share;
            if left < 0.0 {
                break;
            }
        }
        let steps = steps(&model.flows[flow], &model.stations, &mut luck);
        all.push(Message { arrived: clock, flow, steps });
        heap.push(Reverse((nanos(clock), Happens::Next(number))));
    }
    let mut found = vec![Vec::new(); model.flows.len()];
    while let Some(Reverse((now, event))) = heap.pop() {
        let mut start = |message: usize, station: usize, secs: f64, goes_on: bool| {
            let free = now + nanos(secs);
            heap.push(Reverse((free, Happens::Released(station))));
            heap.push(Reverse((if goes_on { now } else { free }, Happens::Next(message))));
        };
        match event {
            Happens::Next(message) => match all[message].steps.pop() {
                Some(Step::Delay(secs)) => heap.push(Reverse((now + nanos(secs), event))),
                Some(Step::Station { station, secs, goes_on }) => {
                    if queues[station].busy < model.stations[station % model.stations.len()].servers {
                        queues[station].busy += 1;
                        start(message, station, secs, goes_on);
                    } else {
                        queues[station].waiting.push_back((message, secs, goes_on));
                    }
                }
                None if message >= messages / 10 => {
                    let Message { arrived, flow, .. } = all[message];
                    found[flow].push(now as f64 / 1e9 - arrived + model.flows[flow].back_end_secs);
                }
                None => {}
            },
            Happens::Released(station) => match queues[station].waiting.pop_front() {
                Some((message, secs, goes_on)) => start(message, station, secs, goes_on),
                None => queues[station].busy -= 1,
            },
        }
    }
    found
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn p95(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() * 95 / 100]
}

/// Two BizTalk computers with a host each for receiving, processing and sending, and one SQL instance on two nodes.
struct Lab {
    biztalk_cores: u32,
    sql_cores: u32,
    flows: Vec<MessageFlow>,
    tracking_speed: f64,
}

fn flow(name: &str, pattern: FlowPattern, rate: f64, back_end_secs: Option<f64>) -> MessageFlow {
    let mut flow = MessageFlow::new(name, pattern);
    flow.messages_per_sec = Some(Sourced::entered(rate));
    flow.back_end_secs = back_end_secs.map(Sourced::entered);
    flow
}

impl Lab {
    fn document(&self) -> Document {
        let Design { mut builder, biztalk, .. } = Design::small();
        let document = builder.edit();
        for (id, computer) in document.computers.edit() {
            let cores = if biztalk.contains(id) { self.biztalk_cores } else { self.sql_cores };
            computer.hardware.cores = Some(Sourced::entered(cores));
            computer.hardware.core_speed = Some(Sourced::entered(1.0));
        }
        let workload = &mut document.workload;
        workload.complexity_biztalk = Some(Sourced::entered(1.0));
        workload.complexity_sql = Some(Sourced::entered(1.0));
        workload.polling_ms = Some(Sourced::entered(50.0));
        workload.flows = self.flows.clone();
        if self.tracking_speed > 0.0 {
            workload.tracking = Some(TrackingLevel::Properties);
            workload.tracking_disk_speed = Some(Sourced::entered(self.tracking_speed));
        }
        builder.build()
    }

    /// The model without the least variation of real solutions, and what limits it.
    fn model(&self) -> (ResponseModel, LimiterKind) {
        let document = self.document();
        let placement = Placement::new(&document, Parameters::published());
        let state = State::new(&placement, &Loss::none());
        let roofline = limiters::roofline(&state, None);
        let first = roofline.bottleneck().unwrap();
        let model = ResponseModel::new(&state, first.rate.p50).unwrap();
        (ResponseModel { least_variation: 0.0, ..model }, first.kind)
    }
}

fn orchestrations() -> Vec<MessageFlow> {
    vec![flow("Orders", FlowPattern::Orchestration, 10.0, None)]
}

fn labs() -> Vec<(LimiterKind, Lab)> {
    let lab = |biztalk_cores, sql_cores, flows, tracking_speed| Lab { biztalk_cores, sql_cores, flows, tracking_speed };
    vec![
        (LimiterKind::MessageBoxContention, lab(8, 32, orchestrations(), 0.0)),
        (LimiterKind::MessageBoxCpu, lab(8, 4, orchestrations(), 0.0)),
        (LimiterKind::Computer, lab(1, 32, orchestrations(), 0.0)),
        (LimiterKind::TrackingDisk, lab(8, 32, orchestrations(), 1.0)),
        (
            LimiterKind::Connections,
            lab(
                8,
                32,
                vec![flow("In", FlowPattern::Messaging, 27.0, None), flow("Ask", FlowPattern::BackEnd, 3.0, Some(0.4))],
                0.0,
            ),
        ),
    ]
}

fn check(messages: usize) {
    for (kind, lab) in labs() {
        let (model, found) = lab.model();
        assert_eq!(found, kind, "{found:?}");
        for share in [0.3, 0.6, 0.85] {
            let load = model.limit_per_sec() * share;
            let times = play(&model, load, messages, 7);
            let point = model.at(load).unwrap();
            let all: Vec<f64> = times.iter().flatten().copied().collect();
            let (played, played_p95) = (mean(&all), p95(all));
            let off = (point.mean_secs / played - 1.0, point.p95_secs.unwrap() / played_p95 - 1.0);
            eprintln!(
                "{kind:?} {share}: mean {played:.4} {:+.1} %, P95 {played_p95:.4} {:+.1} %",
                100.0 * off.0,
                100.0 * off.1
            );
            assert!(off.0.abs() < 0.03, "{kind:?} {share}: mean {} and not {played}", point.mean_secs);
            assert!(off.1.abs() < 0.06, "{kind:?} {share}: P95 {:?} and not {played_p95}", point.p95_secs);
            for (flow, times) in model.flows_at(load).into_iter().zip(times) {
                let (played, played_p95) = (mean(&times), p95(times));
                assert!((flow.mean_secs / played - 1.0).abs() < 0.04, "{kind:?} {share}: {flow:?} and not {played}");
                let off = flow.p95_secs.unwrap() / played_p95 - 1.0;
                assert!(off.abs() < 0.08, "{kind:?} {share}: {flow:?} and not {played_p95}");
            }
        }
    }
}

/// With `PLAYED_MESSAGES=1000000 cargo test --release -p tierwright-engine played` it is played at length.
#[test]
fn whatever_limits_the_stations_behave_as_when_they_are_played() {
    let at_length = std::env::var("PLAYED_MESSAGES").ok().and_then(|it| it.parse().ok());
    check(at_length.unwrap_or(60_000));
}

#[test]
fn the_percentiles_of_a_mix_are_those_of_its_slow_flow_where_that_is_large_enough() {
    let flows = vec![
        flow("One way", FlowPattern::Messaging, 27.0, None),
        flow("Ask", FlowPattern::RequestResponse, 3.0, Some(5.0)),
    ];
    let document = Lab { biztalk_cores: 8, sql_cores: 16, flows, tracking_speed: 0.0 }.document();
    let placement = Placement::new(&document, Parameters::published());
    let state = State::new(&placement, &Loss::none());
    let limit = limiters::roofline(&state, None).bottleneck().unwrap().rate.p50;
    let p95 = ResponseModel::new(&state, limit).unwrap().at(30.0).unwrap().p95_secs.unwrap();
    assert!((5.0..5.3).contains(&p95), "{p95}");
}

#[test]
fn no_percentile_is_told_above_ninety_percent_and_nothing_at_the_limit() {
    let (model, _) = labs().remove(1).1.model();
    let limit = model.limit_per_sec();
    assert!(model.at(0.9 * limit).unwrap().p95_secs.is_some());
    assert!(model.at(0.91 * limit).unwrap().p95_secs.is_none());
    assert!(model.at(limit).is_none());
    let mean = |share: f64| model.mean_at(limit * share).unwrap();
    assert!(mean(0.999) > 20.0 * mean(0.5), "the curve bends at the limit that is named");
}
