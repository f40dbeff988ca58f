//! Downtime per year and service as a range, and what drives it.

use super::rated::{InputRow, Rated, RatedService};
use super::recipe::EventRate;
use super::verdict::Verdict;
use crate::availability::quant::{HOURS_PER_YEAR, MINUTES_PER_YEAR};
use crate::availability::uncertainty::{Spread, sample_several};
use crate::availability::{Bounds, Budget, Diagram};
use crate::dependency::{EventClass, ServiceKind};
use crate::model::{Document, Element};
use crate::sources::{Sourced, stated};

/// Draws of all inputs. The quantiles of a thousand are steady to a few percent.
const SAMPLES: usize = 1_000;
/// The same luck for every design, so that two designs can be compared.
const SEED: u64 = 0x7469_6572;
/// Drivers shown of each service.
const DRIVERS: usize = 8;
/// A correlation below this is noise of the sample.
const LEAST_CORRELATION: f64 = 0.1;

/// What an event has to do with the downtime of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The words a person reads.
    pub name: String,
    /// The element it is about.
    pub element: Element,
    /// Component, window, common cause …
    pub class: EventClass,
    /// Minutes a year that go away when it never happens, at the figures themselves.
    pub minutes: f64,
}

/// How much of the spread comes from not knowing a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct InputDriver {
    /// The position of the figure in [`Estimate::inputs`].
    pub row: usize,
    /// The rank correlation with the downtime, from -1 to 1.
    pub correlation: f64,
}

/// What is estimated of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceEstimate {
    /// A stable key, such as `receive-host-14`.
    pub key: String,
    /// The words a person reads.
    pub name: String,
    /// What it does.
    pub kind: ServiceKind,
    /// Unplanned minutes without it in a year that are exceeded in 95, 50 and 5 of 100 cases. Where the logic is too
    /// large to compute exactly, certain bounds and their middle.
    pub minutes: [f64; 3],
    /// Whether the range is one of bounds.
    pub is_bounded: bool,
    /// Unplanned minutes a year at the figures themselves.
    pub at_figures: f64,
    /// Minutes a year out of service for patches and cumulative updates, on top.
    pub planned_minutes: f64,
    /// How often it is lost, per year, by what has a frequency.
    pub outages_per_year: f64,
    /// The parts and causes that cost most, first.
    pub drivers: Vec<Driver>,
    /// The figures whose uncertainty matters most, first.
    pub input_drivers: Vec<InputDriver>,
    /// Against the target; `None` without a target.
    pub verdict: Option<Verdict>,
}

/// The availability estimate of a design.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// Every service that can be estimated; the whole is the last one.
    pub services: Vec<ServiceEstimate>,
    /// Services that do not even work when nothing fails.
    pub never_work: Vec<String>,
    /// The figures.
    pub inputs: Vec<InputRow>,
    /// What is counted as never failing, because no figure says how often it does.
    pub without_figure: Vec<String>,
    /// What the numbers take for granted.
    pub assumptions: Vec<String>,
    /// The most minutes a year that a service may be down.
    pub target: Option<Sourced<f64>>,
}

/// A service's diagram, or bounds where that would be too large.
enum Solved {
    Exact(Box<Diagram>),
    Bounded(Bounds),
}

impl Estimate {
    /// Estimates a design.
    pub fn new(document: &Document) -> Self {
        let rated = Rated::new(document);
        let target = stated(document.availability.target_minutes_per_year.as_ref()).cloned();
        Self::of(&rated, target)
    }

    /// Estimates rated logic.
    pub fn of(rated: &Rated, target: Option<Sourced<f64>>) -> Self {
        let values = rated.values();
        let rates = rated.rates(&values);
        let q: Vec<f64> = rates.iter().map(|it| it.q).collect();
        let mut never_work = Vec::new();
        let mut solved: Vec<(&RatedService, Solved)> = Vec::new();
        for service in &rated.services {
            if service.stops == crate::availability::Term::ALWAYS {
                never_work.push(service.name.clone());
            } else if let Some(solution) = solve(rated, service, &q) {
                solved.push((service, solution));
            }
        }
        let mut spreads = spreads(rated, &solved).into_iter();
        let mut services = Vec::new();
        for (service, solution) in &solved {
            let most = target.as_ref().map(|it| it.value);
            services.push(match solution {
                Solved::Exact(diagram) => {
                    let inputs = Inputs { rated, values: &values, rates: &rates, q: &q, most };
                    exact(service, diagram, spreads.next(), &inputs)
                }
                Solved::Bounded(bounds) => {
                    let hours = rated.update_hours(service, &values);
                    ServiceEstimate { planned_minutes: hours * 60.0, ..bounded(service, *bounds, most) }
                }
            });
        }
        Self {
            services,
            never_work,
            inputs: rated.inputs.clone(),
            without_figure: rated.without_figure().into_iter().map(ToOwned::to_owned).collect(),
            assumptions: rated.assumptions.clone(),
            target,
        }
    }

    /// The estimate of the whole; `None` when it cannot be estimated.
    pub fn whole(&self) -> Option<&ServiceEstimate> {
        self.services.iter().find(|it| it.kind == ServiceKind::Whole)
    }

    /// The estimates of everything else, in reading order.
    pub fn parts(&self) -> impl Iterator<Item = &ServiceEstimate> {
        self.services.iter().filter(|it| it.kind != ServiceKind::Whole)
    }
}

fn solve(rated: &Rated, service: &RatedService, q: &[f64]) -> Option<Solved> {
    match Diagram::compile(&rated.logic, service.stops, Budget::default()) {
        Ok(diagram) => Some(Solved::Exact(Box::new(diagram))),
        Err(_) => Bounds::of(&rated.logic, service.stops, q, Budget::default()).ok().map(Solved::Bounded),
    }
}

/// The spread of every service that is solved exactly, in their order.
fn spreads(rated: &Rated, solved: &[(&RatedService, Solved)]) -> Vec<Spread> {
    let diagrams: Vec<&Diagram> = solved
        .iter()
        .filter_map(|(_, solution)| match solution {
            Solved::Exact(diagram) => Some(&**diagram),
            Solved::Bounded(_) => None,
        })
        .collect();
    sample_several(&rated.uncertain(), SAMPLES, SEED, |values| {
        let q: Vec<f64> = rated.rates(values).iter().map(|it| it.q).collect();
        diagrams.iter().map(|diagram| diagram.probability(&q) * MINUTES_PER_YEAR).collect()
    })
}

/// What every service is computed from.
struct Inputs<'a> {
    rated: &'a Rated,
    values: &'a [f64],
    rates: &'a [EventRate],
    q: &'a [f64],
    most: Option<f64>,
}

fn exact(service: &RatedService, diagram: &Diagram, spread: Option<Spread>, inputs: &Inputs<'_>) -> ServiceEstimate {
    let quantified = diagram.quantify(inputs.q);
    let birnbaum = |event: usize| quantified.birnbaum.get(event).copied().unwrap_or_default();
    let hours = inputs.rated.planned_hours(inputs.values);
    let planned: f64 = hours
        .iter()
        .enumerate()
        .map(|(event, hours)| hours / HOURS_PER_YEAR * (1.0 - inputs.q[event]) * birnbaum(event))
        .sum();
    // It stops the service for sure, so it costs whatever time the service would have worked.
    let updated =
        inputs.rated.update_hours(service, inputs.values) / HOURS_PER_YEAR * (1.0 - quantified.unavailability);
    let mut drivers: Vec<Driver> = inputs
        .rated
        .events
        .iter()
        .enumerate()
        .map(|(event, it)| Driver {
            name: it.name.clone(),
            element: it.element,
            class: it.class,
            minutes: inputs.q[event] * birnbaum(event) * MINUTES_PER_YEAR,
        })
        .filter(|it| it.minutes > 0.0)
        .collect();
    drivers.sort_by(|a, b| b.minutes.total_cmp(&a.minutes));
    drivers.truncate(DRIVERS);
    let minutes = spread.as_ref().map_or([0.0; 3], |it| [it.p5, it.p50, it.p95]);
    ServiceEstimate {
        key: service.key.clone(),
        name: service.name.clone(),
        kind: service.kind,
        minutes,
        is_bounded: false,
        at_figures: quantified.unavailability * MINUTES_PER_YEAR,
        planned_minutes: (planned + updated) * MINUTES_PER_YEAR,
        outages_per_year: inputs.rates.iter().enumerate().map(|(event, it)| birnbaum(event) * it.per_year).sum(),
        drivers,
        input_drivers: spread.map(|it| input_drivers(&it)).unwrap_or_default(),
        verdict: inputs.most.map(|most| Verdict::of(minutes[0], minutes[2], most)),
    }
}

fn input_drivers(spread: &Spread) -> Vec<InputDriver> {
    let mut drivers: Vec<InputDriver> = spread
        .drivers
        .iter()
        .enumerate()
        .filter(|(_, correlation)| correlation.abs() >= LEAST_CORRELATION)
        .map(|(row, correlation)| InputDriver { row, correlation: *correlation })
        .collect();
    drivers.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    drivers.truncate(DRIVERS);
    drivers
}

fn bounded(service: &RatedService, bounds: Bounds, most: Option<f64>) -> ServiceEstimate {
    let (lower, upper) = (bounds.lower * MINUTES_PER_YEAR, bounds.upper * MINUTES_PER_YEAR);
    let middle = f64::midpoint(lower, upper);
    ServiceEstimate {
        key: service.key.clone(),
        name: service.name.clone(),
        kind: service.kind,
        minutes: [lower, middle, upper],
        is_bounded: true,
        at_figures: middle,
        planned_minutes: 0.0,
        outages_per_year: 0.0,
        drivers: Vec::new(),
        input_drivers: Vec::new(),
        verdict: most.map(|most| Verdict::of(lower, upper, most)),
    }
}

impl ServiceEstimate {
    /// The range in words: `2.1 h – 6.3 h – 23.0 h`.
    pub fn range_text(&self) -> String {
        self.minutes.map(duration).join(" – ")
    }
}

/// Minutes a year in words: `42 s`, `12 min`, `3.4 h`, `2.1 days`.
pub fn duration(minutes: f64) -> String {
    if minutes < 1.0 {
        format!("{:.0} s", minutes * 60.0)
    } else if minutes < 120.0 {
        format!("{minutes:.0} min")
    } else if minutes < 48.0 * 60.0 {
        format!("{:.1} h", minutes / 60.0)
    } else {
        format!("{:.1} days", minutes / 1_440.0)
    }
}
