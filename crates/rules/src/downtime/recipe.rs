//! How the probability of an event follows from figures. Figures are named by position, so that sampling them is fast.

use crate::availability::modules::Law;
use crate::availability::quant::HOURS_PER_YEAR;

/// The position of a figure among the inputs of a rated structure.
pub(super) type FigureIndex = usize;

/// The standard deviation of a failover's duration, as a share of its mean (availability.md section 7).
const FAILOVER_CV: f64 = 0.5;

/// One way in which something fails and is repaired.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cause {
    pub(super) rate: Rate,
    /// What the repair is made of.
    pub(super) repair: Vec<FigureIndex>,
    /// The share of these failures that has a common cause, and what is left is meant.
    pub(super) common: Option<FigureIndex>,
}

/// How often something fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rate {
    /// So often a year.
    PerYear(FigureIndex),
    /// So many hours after the last repair.
    Mttf(FigureIndex),
}

/// What moves: the causes by which its present carrier is lost, and how long it is on its way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Move {
    /// What the present carrier fails by, and is repaired from.
    pub(super) carrier: Vec<Cause>,
    /// Failures of the role itself: it moves, and nothing is repaired meanwhile.
    pub(super) role: Vec<Cause>,
    /// What the next carrier fails by.
    pub(super) next: Vec<Cause>,
    pub(super) failover: FigureIndex,
    pub(super) manual: FigureIndex,
    pub(super) coverage: FigureIndex,
}

/// How the probability of an event follows from figures.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Recipe {
    /// There is no figure: it is counted as never happening, and listed.
    Unknown,
    /// It fails and is repaired by any of these.
    Fails(Vec<Cause>),
    /// It is lost for so many hours a year.
    HoursPerYear(FigureIndex),
    /// A role is on its way (formula 8).
    Window(Move),
    /// All members of a redundant set fail together (formula 7).
    CommonCause(Vec<Cause>),
    /// Failovers that outlast the restart delay leave host instances stopped until a person starts them (HOST-013).
    ByHand { moves: Vec<Move>, delay: FigureIndex, manual: FigureIndex },
}

/// Probability and frequency of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EventRate {
    /// The probability that it has happened.
    pub q: f64,
    /// How often it begins, per year; 0 where only a share of time is known.
    pub per_year: f64,
}

impl Cause {
    fn repair_h(&self, values: &[f64]) -> f64 {
        self.repair.iter().map(|row| values[*row]).sum()
    }

    fn per_hour(&self, values: &[f64]) -> f64 {
        match self.rate {
            Rate::PerYear(row) => values[row] / HOURS_PER_YEAR,
            Rate::Mttf(row) => 1.0 / values[row].max(f64::MIN_POSITIVE),
        }
    }

    /// Unavailability and frequency by a share of these failures alone.
    fn rate(&self, values: &[f64], share: f64) -> EventRate {
        let (per_hour, repair) = (self.per_hour(values), self.repair_h(values));
        let cycle = 1.0 + per_hour * repair;
        EventRate { q: share * per_hour * repair / cycle, per_year: share * per_hour * HOURS_PER_YEAR / cycle }
    }

    /// The share of these failures that has a common cause.
    fn common_share(&self, values: &[f64]) -> f64 {
        self.common.map_or(0.0, |row| values[row])
    }
}

/// Lost by any of several causes.
fn any(causes: &[Cause], values: &[f64]) -> EventRate {
    let mut works = 1.0;
    let mut per_year = 0.0;
    for cause in causes {
        let rate = cause.rate(values, 1.0 - cause.common_share(values));
        works *= 1.0 - rate.q;
        per_year += rate.per_year;
    }
    EventRate { q: 1.0 - works, per_year }
}

/// The mean of the shorter of two exponential times.
fn shorter(a: f64, b: f64) -> f64 {
    if a > 0.0 && b > 0.0 { 1.0 / (1.0 / a + 1.0 / b) } else { 0.0 }
}

impl Move {
    /// How often a year the role has to move, and the share of time that it is on its way.
    fn rate(&self, values: &[f64]) -> EventRate {
        let (failover, manual) = (values[self.failover], values[self.manual]);
        let coverage = values[self.coverage];
        let up = (1.0 - any(&self.carrier, values).q) * (1.0 - any(&self.next, values).q);
        let mut result = EventRate::default();
        for cause in &self.carrier {
            let (per_hour, repair) = (cause.per_hour(values), cause.repair_h(values));
            let mean = coverage * shorter(failover, repair) + (1.0 - coverage) * shorter(manual, repair);
            result.q += up * per_hour * mean;
            result.per_year += up * per_hour * HOURS_PER_YEAR;
        }
        for cause in &self.role {
            let per_hour = cause.per_hour(values);
            result.q += up * per_hour * (coverage * failover + (1.0 - coverage) * manual);
            result.per_year += up * per_hour * HOURS_PER_YEAR;
        }
        result
    }
}

impl Recipe {
    /// The event's rate with these figures, in hours, times a year and shares.
    pub(super) fn rate(&self, values: &[f64]) -> EventRate {
        let rate = match self {
            Self::Unknown => EventRate::default(),
            Self::Fails(causes) => any(causes, values),
            Self::HoursPerYear(row) => EventRate { q: values[*row] / HOURS_PER_YEAR, per_year: 0.0 },
            Self::Window(moving) => moving.rate(values),
            Self::CommonCause(causes) => {
                let mut all = EventRate::default();
                for cause in causes {
                    let rate = cause.rate(values, cause.common_share(values));
                    all.q += rate.q;
                    all.per_year += rate.per_year;
                }
                all
            }
            Self::ByHand { moves, delay, manual } => {
                let mut all = EventRate::default();
                for moving in moves {
                    let law = Law::LogNormal { mean_h: values[moving.failover], cv: FAILOVER_CV };
                    let too_long = moving.rate(values).per_year * law.longer_than(values[*delay]);
                    all.per_year += too_long;
                    all.q += too_long * values[*manual] / HOURS_PER_YEAR;
                }
                all
            }
        };
        EventRate { q: rate.q.clamp(0.0, 1.0), ..rate }
    }
}
