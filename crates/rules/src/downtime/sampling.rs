//! What not knowing the figures makes of every service: all of them for many draws of all figures.

use std::ops::Range as Span;

use super::rated::Rated;
use crate::availability::Diagram;
use crate::availability::quant::MINUTES_PER_YEAR;
use crate::availability::uncertainty::{Draws, Spread, Uncertain};
use crate::dependency::EventClass;

/// Draws of all figures: the 95 % quantile then moves by less than 1 % from seed to seed.
pub(super) const SAMPLES: usize = 10_240;
/// Draws from which shares are taken: of parts and causes, and of what a fix removes.
const SHARES: usize = 512;
/// The same luck for every design, so that two designs can be compared.
pub(super) const SEED: u64 = 0x7469_6572;
/// An event that is this sure to stop a service stops it.
const SURE: f64 = 1.0 - 1e-12;

/// Minutes a year: the mean, and what is exceeded in 95, 50 and 5 of 100 cases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// The mean over all cases.
    pub mean: f64,
    /// Exceeded in 95, 50 and 5 of 100 cases.
    pub minutes: [f64; 3],
}

/// What the draws make of one service.
#[derive(Clone, Debug)]
pub(super) struct Sampled {
    pub(super) all: Range,
    /// Without what no design changes.
    pub(super) by_design: Range,
    /// The mean without host instances that wait for a person.
    pub(super) lenient: f64,
    /// By event: minutes of the mean that go when it never happens.
    pub(super) minutes: Vec<f64>,
    pub(super) outages_per_year: f64,
    /// Minutes of the mean that belong to outages with a frequency.
    pub(super) with_frequency: f64,
    /// By figure: the rank correlation with the downtime.
    pub(super) correlations: Vec<f64>,
}

/// A service as it is sampled.
struct Target<'a> {
    diagram: &'a Diagram,
    /// Whether every event that no design changes stops it for sure, so that it can be divided out.
    divides: bool,
}

/// Events that are looked at in particular, by index.
struct Special {
    /// What no design changes: the loss of a site.
    outside: Vec<usize>,
    /// Host instances that wait for a person.
    by_hand: Vec<usize>,
}

/// Sums over the first draws.
#[derive(Clone, Debug, Default)]
struct Sums {
    unavailability: f64,
    lenient: f64,
    per_year: f64,
    of_event: Vec<f64>,
}

/// The results of some of the draws, for each service.
struct Part {
    all: Vec<Vec<f64>>,
    by_design: Vec<Vec<f64>>,
    sums: Vec<Sums>,
}

/// Samples the services with these diagrams. Two threads share the draws; the result does not depend on it.
pub(super) fn sampled(rated: &Rated, diagrams: &[&Diagram]) -> Vec<Sampled> {
    let inputs = rated.uncertain();
    let draws = Draws::new(&inputs, SAMPLES, SEED);
    let of_class = |class: EventClass| {
        let events = rated.events.iter().enumerate();
        events.filter(|(_, it)| it.class == class && it.has_figure()).map(|(at, _)| at).collect()
    };
    let by_hand: Vec<usize> = of_class(EventClass::Human);
    let special = Special {
        outside: of_class(EventClass::Site),
        by_hand: by_hand.into_iter().filter(|at| rated.events[*at].waits_for_a_person()).collect(),
    };
    let q = rated.probabilities();
    let stops = |diagram: &Diagram, event: &usize| diagram.probability_when(&q, *event, 1.0) >= SURE;
    let targets: Vec<Target<'_>> = diagrams
        .iter()
        .map(|diagram| Target { diagram, divides: special.outside.iter().all(|event| stops(diagram, event)) })
        .collect();
    let half = (SAMPLES - SHARES) / 2 + SHARES;
    let work = |span: Span<usize>| sample(rated, &draws, &targets, &special, span);
    let (first, second) = std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || work(half..SAMPLES));
        let first = work(0..half);
        let second = other.ok().and_then(|it| it.join().ok());
        (first, second.unwrap_or_else(|| work(half..SAMPLES)))
    });
    finish(rated, &draws, first, second)
}

fn sample(rated: &Rated, draws: &Draws<'_>, targets: &[Target<'_>], special: &Special, span: Span<usize>) -> Part {
    let plan = rated.plan();
    let sums = Sums { of_event: vec![0.0; rated.events.len()], ..Sums::default() };
    let empty = vec![Vec::with_capacity(span.len()); targets.len()];
    let mut part = Part { all: empty.clone(), by_design: empty, sums: vec![sums; targets.len()] };
    let (mut values, mut rates, mut q, mut changed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let without = |q: &[f64], changed: &mut Vec<f64>, events: &[usize]| {
        changed.clear();
        changed.extend_from_slice(q);
        for event in events {
            changed[*event] = 0.0;
        }
    };
    for draw in span {
        draws.values(draw, &mut values);
        plan.probabilities(&values, &mut rates, &mut q);
        let inside: f64 = special.outside.iter().map(|event| 1.0 - q[*event]).product();
        for (at, target) in targets.iter().enumerate() {
            let unavailability = if draw < SHARES {
                let quantified = target.diagram.quantify(&q);
                let sums = &mut part.sums[at];
                sums.unavailability += quantified.unavailability;
                for (event, birnbaum) in quantified.birnbaum.iter().enumerate().filter(|(_, it)| **it > 0.0) {
                    sums.of_event[event] += q[event] * birnbaum;
                    sums.per_year += birnbaum * plan.per_year(event, &rates);
                }
                without(&q, &mut changed, &special.by_hand);
                sums.lenient += target.diagram.probability(&changed);
                quantified.unavailability
            } else {
                target.diagram.probability(&q)
            };
            part.all[at].push(unavailability * MINUTES_PER_YEAR);
            let by_design = if target.divides {
                (1.0 - (1.0 - unavailability) / inside).max(0.0)
            } else {
                without(&q, &mut changed, &special.outside);
                target.diagram.probability(&changed)
            };
            part.by_design[at].push(by_design * MINUTES_PER_YEAR);
        }
    }
    part
}

fn finish(rated: &Rated, draws: &Draws<'_>, first: Part, second: Part) -> Vec<Sampled> {
    let joined = |(mut first, second): (Vec<f64>, Vec<f64>)| {
        first.extend(second);
        Spread::of(first, draws)
    };
    let all = first.all.into_iter().zip(second.all).map(joined);
    let by_design = first.by_design.into_iter().zip(second.by_design).map(joined);
    let range = |it: &Spread| Range { mean: it.mean, minutes: [it.p5, it.p50, it.p95] };
    let services = all.zip(by_design).zip(first.sums);
    services
        .map(|((all, by_design), sums)| {
            let per_share = if sums.unavailability > 0.0 { all.mean / sums.unavailability } else { 0.0 };
            let minutes: Vec<f64> = sums.of_event.iter().map(|it| it * per_share).collect();
            let without: f64 =
                rated.events.iter().zip(&minutes).filter(|(it, _)| !it.has_frequency()).map(|(_, it)| it).sum();
            Sampled {
                all: range(&all),
                by_design: range(&by_design),
                lenient: sums.lenient * per_share,
                outages_per_year: sums.per_year / SHARES as f64,
                with_frequency: (all.mean - without).max(0.0),
                minutes,
                correlations: all.drivers,
            }
        })
        .collect()
}

/// The mean of one function over the first draws, in minutes a year: what two designs are compared by.
pub(super) fn mean_minutes(rated: &Rated, diagram: &Diagram) -> f64 {
    let inputs: Vec<Uncertain> = rated.uncertain();
    let draws = Draws::new(&inputs, SHARES, SEED);
    let plan = rated.plan();
    let (mut values, mut rates, mut q) = (Vec::new(), Vec::new(), Vec::new());
    let mut sum = 0.0;
    for draw in 0..SHARES {
        draws.values(draw, &mut values);
        plan.probabilities(&values, &mut rates, &mut q);
        sum += diagram.probability(&q);
    }
    sum / SHARES as f64 * MINUTES_PER_YEAR
}
