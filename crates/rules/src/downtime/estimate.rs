//! Downtime per year and service as a range, and what drives it.

use super::rated::{InputRow, Rated, RatedService};
use super::sampling::{Range, SEED, Sampled, sampled};
use super::verdict::Verdict;
use crate::availability::quant::{HOURS_PER_YEAR, MINUTES_PER_YEAR};
use crate::availability::{Bounds, Budget, Diagram};
use crate::dependency::{EventClass, ServiceKind};
use crate::model::{Document, Element};
use crate::sources::{Sourced, stated};

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
    /// Minutes of the mean that go away when it never happens.
    pub minutes: f64,
    /// The same as a share of the mean, from 0 to 1.
    pub share: f64,
    /// Minutes that go away when it never happens and every figure has its middle value.
    pub at_figures: f64,
}

impl Driver {
    /// Minutes and share in words: `25 min, 14 %`.
    pub fn text(&self) -> String {
        format!("{}, {:.0} %", duration(self.minutes), 100.0 * self.share)
    }
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
    /// Unplanned minutes without it in a year: the mean over what is not known, and what is exceeded in 95, 50 and 5 of
    /// 100 cases. Where the logic is too large to compute exactly, certain bounds and their middle.
    pub all: Range,
    /// The same without what no design changes: the loss of a site. The target is compared with it.
    pub by_design: Range,
    /// The mean when host instances start again by themselves after every outage of their databases (the lenient reading
    /// of the documents); `None` where only bounds are known.
    pub lenient: Option<f64>,
    /// Whether the range is one of bounds.
    pub is_bounded: bool,
    /// Unplanned minutes a year when every figure has its middle value: what fault trees are written with.
    pub at_figures: f64,
    /// Minutes a year out of service for patches and cumulative updates, on top.
    pub planned_minutes: f64,
    /// How often it is lost, per year, by what has a frequency: the mean over what is not known.
    pub outages_per_year: f64,
    /// How many minutes such an outage lasts on average; `None` where there are none.
    pub mean_outage_minutes: Option<f64>,
    /// The parts and causes that cost most, first.
    pub drivers: Vec<Driver>,
    /// What costs most of that which no design changes, first.
    pub outside: Vec<Driver>,
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
        Self::with_seed(document, SEED)
    }

    /// The same with other luck in the draws: what changes is chance.
    pub fn with_seed(document: &Document, seed: u64) -> Self {
        let target = stated(document.availability.target_minutes_per_year.as_ref()).cloned();
        Self::of(&Rated::new(document), target, seed)
    }

    /// Estimates rated logic.
    fn of(rated: &Rated, target: Option<Sourced<f64>>, seed: u64) -> Self {
        let values = rated.values();
        let q: Vec<f64> = rated.rates(&values).iter().map(|it| it.q).collect();
        let mut never_work = Vec::new();
        let mut solved: Vec<(&RatedService, Solved)> = Vec::new();
        for service in &rated.services {
            if service.stops == crate::availability::Term::ALWAYS {
                never_work.push(service.name.clone());
            } else if let Some(solution) = solve(rated, service, &q) {
                solved.push((service, solution));
            }
        }
        let exactly = solved.iter().filter_map(|(_, solution)| match solution {
            Solved::Exact(diagram) => Some(&**diagram),
            Solved::Bounded(_) => None,
        });
        let mut all_sampled = sampled(rated, &exactly.collect::<Vec<_>>(), seed).into_iter();
        let mut services = Vec::new();
        for (service, solution) in &solved {
            let most = target.as_ref().map(|it| it.value);
            services.push(match solution {
                Solved::Exact(diagram) => {
                    let Some(sampled) = all_sampled.next() else { continue };
                    exact(service, diagram, sampled, &Inputs { rated, values: &values, q: &q, most })
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

/// What every service is computed from.
struct Inputs<'a> {
    rated: &'a Rated,
    values: &'a [f64],
    q: &'a [f64],
    most: Option<f64>,
}

fn exact(service: &RatedService, diagram: &Diagram, sampled: Sampled, inputs: &Inputs<'_>) -> ServiceEstimate {
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
    let at_figures: Vec<f64> =
        inputs.q.iter().enumerate().map(|(event, q)| q * birnbaum(event) * MINUTES_PER_YEAR).collect();
    let (outside, drivers) = drivers(inputs.rated, &sampled, &at_figures);
    let often = sampled.outages_per_year;
    ServiceEstimate {
        key: service.key.clone(),
        name: service.name.clone(),
        kind: service.kind,
        all: sampled.all,
        by_design: sampled.by_design,
        lenient: Some(sampled.lenient),
        is_bounded: false,
        at_figures: quantified.unavailability * MINUTES_PER_YEAR,
        planned_minutes: (planned + updated) * MINUTES_PER_YEAR,
        outages_per_year: often,
        mean_outage_minutes: (often > 0.0).then(|| sampled.with_frequency / often),
        drivers,
        outside,
        input_drivers: input_drivers(&sampled.correlations),
        verdict: inputs.most.map(|most| Verdict::of(&sampled.by_design, most)),
    }
}

/// What costs most: what no design changes, and everything else.
fn drivers(rated: &Rated, sampled: &Sampled, at_figures: &[f64]) -> (Vec<Driver>, Vec<Driver>) {
    let all =
        rated.events.iter().zip(sampled.minutes.iter().zip(at_figures)).filter(|(_, (minutes, _))| **minutes > 0.0);
    let driver = |(event, (minutes, at_figures)): (&super::RatedEvent, (&f64, &f64))| Driver {
        name: event.name.clone(),
        element: event.element,
        class: event.class,
        minutes: *minutes,
        share: minutes / sampled.all.mean.max(f64::MIN_POSITIVE),
        at_figures: *at_figures,
    };
    let (mut outside, mut inside): (Vec<Driver>, Vec<Driver>) =
        all.map(driver).partition(|it| it.class == EventClass::Site);
    for drivers in [&mut outside, &mut inside] {
        drivers.sort_by(|a, b| b.minutes.total_cmp(&a.minutes));
        drivers.truncate(DRIVERS);
    }
    (outside, inside)
}

fn input_drivers(correlations: &[f64]) -> Vec<InputDriver> {
    let mut drivers: Vec<InputDriver> = correlations
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
    let range = Range { mean: middle, minutes: [lower, middle, upper] };
    ServiceEstimate {
        key: service.key.clone(),
        name: service.name.clone(),
        kind: service.kind,
        all: range,
        by_design: range,
        lenient: None,
        is_bounded: true,
        at_figures: middle,
        planned_minutes: 0.0,
        outages_per_year: 0.0,
        mean_outage_minutes: None,
        drivers: Vec::new(),
        outside: Vec::new(),
        input_drivers: Vec::new(),
        verdict: most.map(|most| Verdict::of(&range, most)),
    }
}

impl Range {
    /// The range in words: `2.1 h – 6.3 h – 23.0 h`.
    pub fn text(&self) -> String {
        self.minutes.map(duration).join(" – ")
    }
}

impl ServiceEstimate {
    /// How often and how long, in words: `3.6 outages a year of 21 min on average`.
    pub fn outages_text(&self) -> String {
        let often = self.outages_per_year;
        let often = if often >= 1.0 { format!("{often:.1}") } else { format!("{often:.2}") };
        match self.mean_outage_minutes {
            Some(minutes) => format!("{often} outages a year of {} on average", duration(minutes)),
            None => format!("{often} outages a year"),
        }
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
