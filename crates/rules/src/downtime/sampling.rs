//! What not knowing the figures makes of every service: all of them for many draws of all figures.
//!
//! A quantile of `n` independent draws varies by `sqrt(p (1 - p) / n)` over the density there. At P95, where the downtime of
//! these designs grows by a tenth for every percent less of the cases, that is 1.8 / sqrt(n) of it: that twelve seeds lie
//! within 1 % takes 360,000 draws. A few thousand do when
//! - they fill the cube of the figures evenly ([`Draws`]);
//! - what stops a service by itself, from figures that nothing else of it follows from (mistakes of operators, the loss of a
//!   site), is kept apart: it is drawn alone, and each of its values meets each draw of the rest ([`Spectrum`]);
//! - each draw is taken with many times that host instances wait for a person ([`Waiting`]), on which most of the far end
//!   depends: with sixteen of them it moves a third as much as with four, and costs next to nothing more.

use std::collections::BTreeSet;

use super::rated::{RatePlan, Rated, RatedEvent};
use super::recipe::EventRate;
use crate::availability::quant::{MINUTES_PER_YEAR, Sweep};
use crate::availability::uncertainty::{Draws, Ranks, Spectrum, Uncertain};
use crate::availability::{Diagram, EventId, LANES, Lanes, Number as _};
use crate::dependency::EventClass;

mod apart;
mod first;
mod service;

use apart::{Apart, OfApart};
pub(super) use first::FirstDraws;
use service::{Service, TURNS, Waiting};

/// Draws of all figures: the 95 % quantile then moves by less than 1 % from seed to seed
/// (`examples/seeds.rs`). Where few events decide, fewer of their spreads cancel out, and each draw costs less.
const fn num_samples(rated: &Rated) -> usize {
    const FEW_EVENTS: usize = 64;
    if rated.events.len() <= FEW_EVENTS { 8_192 } else { 4_096 }
}
/// Draws from which shares are taken: of parts and causes, and of what a fix removes.
const SHARES: usize = 512;
/// Draws whose correlation with the figures is computed: ranks of more would change no order of drivers.
const CORRELATED: usize = 1_024;
/// The same luck for every design, so that two designs can be compared.
pub(super) const SEED: u64 = 0x7469_6572;

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
    /// The events apart, by index.
    apart: Vec<usize>,
    /// What no design changes and is not apart, by index.
    outside: Vec<usize>,
    waiting: Option<Waiting>,
    /// By draw, without the events apart.
    rest: Vec<f64>,
    /// The same without what no design changes; empty where all of that is apart.
    rest_by_design: Vec<f64>,
    /// The probability of the first draws, all in all.
    first: Vec<f64>,
    sums: Sums,
}

/// Sums over the first draws.
#[derive(Clone, Debug, Default)]
struct Sums {
    unavailability: f64,
    lenient: f64,
    per_year: f64,
    of_event: Vec<f64>,
}

/// Samples the services with these diagrams. Services that stop alike are sampled once: the same logic with events of the
/// same figures, such as hosts of the same computers.
pub(super) fn sampled(rated: &Rated, diagrams: &[&Diagram], seed: u64) -> Vec<Sampled> {
    let plan = rated.plan();
    let mut kinds: Vec<&Diagram> = Vec::new();
    let of_kind: Vec<(usize, Vec<(EventId, EventId)>)> = diagrams
        .iter()
        .map(|diagram| {
            let twin = |kind: &&Diagram| diagram.twin_of(kind, |a, b| plan.are_alike(a.index(), b.index()));
            let known = kinds.iter().enumerate().find_map(|(at, kind)| Some((at, twin(kind)?)));
            known.unwrap_or_else(|| {
                kinds.push(diagram);
                (kinds.len() - 1, Vec::new())
            })
        })
        .collect();
    let sampled = each_sampled(rated, &kinds, seed);
    of_kind.into_iter().map(|(kind, pairs)| sampled[kind].with_events(&pairs)).collect()
}

impl Sampled {
    /// The same of a service with other events, each beside the one in whose place it stands; without any, itself.
    fn with_events(&self, pairs: &[(EventId, EventId)]) -> Self {
        let mut twin = self.clone();
        if !pairs.is_empty() {
            twin.minutes.fill(0.0);
            for (own, other) in pairs {
                twin.minutes[own.index()] = self.minutes[other.index()];
            }
        }
        twin
    }
}

fn each_sampled(rated: &Rated, diagrams: &[&Diagram], seed: u64) -> Vec<Sampled> {
    let inputs = rated.uncertain();
    let draws = Draws::new(&inputs, seed);
    let plan = rated.plan();
    let mut targets = targets(rated, &inputs, diagrams);
    let by_hand = events_where(rated, RatedEvent::waits_for_a_person);
    let events_apart: Vec<Vec<usize>> = targets.iter().map(|it| it.apart.clone()).collect();
    let mut point = Point::default();
    draws.values(0, &mut point.values);
    // What stands apart is drawn beside the rest: nothing of either follows from the other.
    let spectra = beside(
        || Apart::new(rated, &inputs, seed).spectra(&events_apart),
        || {
            for draw in (0..num_samples(rated)).step_by(LANES) {
                draws.again(draw, &mut point.values);
                plan.probabilities(&point.values, &mut point.rates, &mut point.q);
                for target in &mut targets {
                    target.take(draw, &draws, &mut point);
                    if draw < SHARES {
                        target.add(&plan, &mut point, &by_hand);
                    }
                }
            }
        },
    );
    let ranks = draws.ranks(CORRELATED);
    targets.into_iter().zip(spectra).map(|(target, apart)| finish(rated, target, &ranks, &apart)).collect()
}

/// Does two things at once, on a processor each where there are two; what the first comes to.
fn beside<T: Send>(first: impl FnOnce() -> T + Send, second: impl FnOnce()) -> T {
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        second();
        first.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Some draws of all figures, and what follows from them; memory that is used again.
#[derive(Default)]
struct Point {
    values: Vec<Lanes>,
    rates: Vec<EventRate<Lanes>>,
    q: Vec<Lanes>,
    /// Probabilities that are zero for a moment, by event.
    kept: Vec<(usize, Lanes)>,
    sweep: Sweep<Lanes>,
    /// The figure that was turned last and in which draw, with its values: services wait for the same person.
    turned: Option<((usize, usize), [Lanes; TURNS])>,
}

impl Point {
    /// The values of a figure in a draw with luck that is turned again and again.
    fn turned(&mut self, figure: usize, draw: usize, draws: &Draws<'_>) -> [Lanes; TURNS] {
        match self.turned {
            Some((known, values)) if known == (figure, draw) => values,
            _ => self.turned.insert(((figure, draw), draws.turned(figure, draw))).1,
        }
    }

    /// The probability of a function when these events never happen.
    fn without(&mut self, diagram: &Diagram, never: &[&[usize]]) -> Lanes {
        for event in never.iter().copied().flatten() {
            self.kept.push((*event, std::mem::replace(&mut self.q[*event], 0.0.into())));
        }
        let found = diagram.probability_with(&self.q, &mut self.sweep);
        // From the last: an event that was named twice gets its probability back.
        while let Some((event, q)) = self.kept.pop() {
            self.q[event] = q;
        }
        found
    }
}

impl Target<'_> {
    fn take(&mut self, draw: usize, draws: &Draws<'_>, point: &mut Point) {
        let one = Lanes::from(1.0);
        let waiting = self.waiting.as_ref().map_or(&[][..], |it| &it.events);
        let rest = point.without(self.diagram, &[&self.apart, waiting]);
        let by_design =
            (!self.outside.is_empty()).then(|| point.without(self.diagram, &[&self.apart, waiting, &self.outside]));
        let turns = self.waiting.as_ref().map(|it| it.goes_on(draw, draws, point));
        for (turn, goes_on) in turns.as_ref().map_or(&[one][..], |it| it).iter().enumerate() {
            let either = |rest: Lanes| one - (one - rest) * *goes_on;
            self.rest.extend(either(rest).0);
            self.rest_by_design.extend(by_design.iter().flat_map(|it| either(*it).0));
            if turn == 0 && draw < CORRELATED {
                let works = self.apart.iter().fold(one, |works, event| works * (one - point.q[*event]));
                self.first.extend((one - works * (one - either(rest))).0);
            }
        }
    }

    /// Adds some of the first draws to the sums.
    fn add(&mut self, plan: &RatePlan<'_>, point: &mut Point, by_hand: &[usize]) {
        self.sums.lenient += point.without(self.diagram, &[by_hand]).0.iter().sum::<f64>();
        let quantified = self.diagram.quantify(&point.q);
        self.sums.unavailability += quantified.unavailability.0.iter().sum::<f64>();
        for (event, birnbaum) in quantified.birnbaum.into_iter().enumerate().filter(|(_, it)| !it.is_nothing()) {
            self.sums.of_event[event] += (point.q[event] * birnbaum).0.iter().sum::<f64>();
            self.sums.per_year += (birnbaum * plan.per_year(event, &point.rates)).0.iter().sum::<f64>();
        }
    }
}

fn targets<'a>(rated: &Rated, inputs: &[Uncertain], diagrams: &[&'a Diagram]) -> Vec<Target<'a>> {
    let outside = events_where(rated, is_outside);
    let uncertain = |event: &RatedEvent| -> BTreeSet<usize> {
        event.figures().into_iter().filter(|row| inputs[*row].low != inputs[*row].high).collect()
    };
    let figures: Vec<BTreeSet<usize>> = rated.events.iter().map(uncertain).collect();
    let q = rated.probabilities();
    let target = |diagram: &&'a Diagram| {
        let service = Service { quantified: diagram.quantify(&q), q: &q, figures: &figures };
        let apart = service.apart();
        let outside = outside.iter().copied().filter(|it| !apart.contains(it)).collect();
        let fits = |it: &Waiting| inputs[it.figure].low > 0.0 && !it.events.iter().any(|event| apart.contains(event));
        Target {
            diagram,
            waiting: service.waiting(rated).filter(fits),
            apart,
            outside,
            rest: Vec::with_capacity(TURNS * num_samples(rated)),
            rest_by_design: Vec::new(),
            first: Vec::with_capacity(CORRELATED),
            sums: Sums { of_event: vec![0.0; rated.events.len()], ..Sums::default() },
        }
    };
    diagrams.iter().map(target).collect()
}

/// What no design changes: the loss of a site.
fn is_outside(event: &RatedEvent) -> bool {
    event.class == EventClass::Site && event.has_figure()
}

fn events_where(rated: &Rated, is_one: impl Fn(&RatedEvent) -> bool) -> Vec<usize> {
    rated.events.iter().enumerate().filter(|(_, it)| is_one(it)).map(|(at, _)| at).collect()
}

fn finish(rated: &Rated, target: Target<'_>, ranks: &Ranks, apart: &OfApart) -> Sampled {
    let Target { rest, rest_by_design, sums, first, .. } = target;
    let rest = Spectrum::new(&rest);
    let by_design = if rest_by_design.is_empty() { &rest } else { &Spectrum::new(&rest_by_design) };
    let by_design = range(&apart.by_design, by_design);
    let all = range(&apart.all, &rest);
    let per_share = if sums.unavailability > 0.0 { all.mean / sums.unavailability } else { 0.0 };
    let minutes: Vec<f64> = sums.of_event.iter().map(|it| it * per_share).collect();
    let events = rated.events.iter().zip(&minutes);
    let without_frequency: f64 = events.filter(|(it, _)| !it.has_frequency()).map(|(_, it)| it).sum();
    Sampled {
        all,
        by_design,
        lenient: sums.lenient * per_share,
        outages_per_year: sums.per_year / SHARES as f64,
        with_frequency: (all.mean - without_frequency).max(0.0),
        minutes,
        correlations: ranks.correlations(&first),
    }
}

fn range(apart: &Spectrum, rest: &Spectrum) -> Range {
    Range {
        mean: (1.0 - (1.0 - apart.mean()) * (1.0 - rest.mean())) * MINUTES_PER_YEAR,
        minutes: [0.05, 0.5, 0.95].map(|share| apart.quantile_of_either(rest, share) * MINUTES_PER_YEAR),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::availability::Budget;

    #[test]
    fn a_service_that_stops_as_another_does_gets_what_it_gets_by_itself() {
        let rated = Rated::new(&crate::document::template("small").unwrap().document);
        let compiled = |stops| Diagram::compile(&rated.logic, stops, Budget::default()).unwrap();
        let diagrams: Vec<Diagram> = rated.services.iter().map(|it| compiled(it.stops)).collect();
        let plan = rated.plan();
        let alike = |a: EventId, b: EventId| plan.are_alike(a.index(), b.index());
        let is_twin = |at: usize| diagrams[..at].iter().any(|it| diagrams[at].twin_of(it, alike).is_some());
        assert!((0..diagrams.len()).any(is_twin), "hosts of the same computers stop alike");
        let together = sampled(&rated, &diagrams.iter().collect::<Vec<_>>(), SEED);
        for (diagram, found) in diagrams.iter().zip(together) {
            let alone = each_sampled(&rated, &[diagram], SEED).remove(0);
            assert_eq!((found.all, found.by_design), (alone.all, alone.by_design));
            for (found, alone) in found.minutes.iter().zip(&alone.minutes) {
                assert!((found - alone).abs() <= 1e-12 * alone, "{found} {alone}");
            }
        }
    }
}
