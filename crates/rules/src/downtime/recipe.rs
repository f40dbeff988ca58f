//! How the probability of an event follows from figures. Figures are named by position, so that sampling them is fast.
//!
//! Repairs are exponential. A failover, a takeover by a person and the restart of a SQL instance are log-normal with a
//! standard deviation of half their mean (availability.md section 7).

use std::sync::LazyLock;

use crate::availability::modules::{Law, LogNormalShape};
use crate::availability::quant::HOURS_PER_YEAR;

/// The position of a figure among the inputs of a rated structure.
pub(super) type FigureIndex = usize;

/// The standard deviation of how long a move takes, as a share of its mean (availability.md section 7).
const MOVE_CV: f64 = 0.5;

static MOVE: LazyLock<LogNormalShape> = LazyLock::new(|| LogNormalShape::new(MOVE_CV));

/// One way in which something fails and is repaired.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cause {
    pub(super) rate: Rate,
    /// What the repair is made of.
    pub(super) repair: Vec<FigureIndex>,
    /// Whether the repair is a restart that lasts as a failover does; otherwise it is exponential.
    pub(super) restarts: bool,
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
    /// What the present carrier fails by and the next one does not. A move also ends with the repair.
    pub(super) carrier: Vec<Cause>,
    /// Failures of the role itself: it moves, and nothing is repaired meanwhile.
    pub(super) role: Vec<Cause>,
    /// What the present carrier and the next one fail by, all in all: without both there is no move.
    pub(super) active: Vec<Cause>,
    pub(super) next: Vec<Cause>,
    /// Several roles that move together have arrived with the last of them.
    pub(super) failover: Vec<FigureIndex>,
    pub(super) manual: Vec<FigureIndex>,
    pub(super) coverage: Vec<FigureIndex>,
}

/// The failures of one kind of member of a redundant set, and how large a share of the members is of that kind.
pub(super) type Members = (f64, Vec<Cause>);

/// Outages of the databases that host instances of a BizTalk group are connected to, each counted once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Outages {
    /// Failovers.
    pub(super) moves: Vec<Move>,
    /// All cluster nodes or replicas fail from one cause.
    pub(super) together: Vec<Vec<Members>>,
    /// Both cluster nodes or replicas happen to be down.
    pub(super) pairs: Vec<[Vec<Cause>; 2]>,
    /// What has no second node fails.
    pub(super) alone: Vec<Cause>,
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
    /// Roles are on their way (formula 8).
    Window(Move),
    /// All members of a redundant set fail together (formula 7).
    CommonCause(Vec<Members>),
    /// Outages of databases that outlast the restart delay leave host instances stopped until a person starts them
    /// (HOST-013).
    ByHand { outages: Outages, delay: FigureIndex, manual: FigureIndex },
}

/// Probability and frequency of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EventRate {
    /// The probability that it has happened.
    pub q: f64,
    /// How often an outage begins with it, per year; 0 where only a share of time is known, and for what goes on after
    /// another event.
    pub per_year: f64,
}

impl Cause {
    pub(super) fn repair_h(&self, values: &[f64]) -> f64 {
        self.repair.iter().map(|row| values[*row]).sum()
    }

    pub(super) fn per_hour(&self, values: &[f64]) -> f64 {
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

    /// The probability that the repair takes longer than so many hours.
    fn longer_than(&self, values: &[f64], hours: f64) -> f64 {
        let mean = self.repair_h(values);
        if self.restarts {
            MOVE.longer_than(mean, hours)
        } else if mean > 0.0 {
            Law::Exponential { mean_h: mean }.longer_than(hours)
        } else {
            0.0
        }
    }

    /// How often a year a share of these failures begins and lasts longer than so many hours.
    fn long_per_year(&self, values: &[f64], share: f64, hours: f64) -> f64 {
        self.rate(values, share).per_year * self.longer_than(values, hours)
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

fn largest(rows: &[FigureIndex], values: &[f64]) -> f64 {
    rows.iter().map(|row| values[*row]).fold(0.0, f64::max)
}

/// How a move ends: by itself with some probability, otherwise by a person.
struct Ways {
    coverage: f64,
    failover_h: f64,
    manual_h: f64,
}

impl Ways {
    fn of(it: &Move, values: &[f64]) -> Self {
        Self {
            coverage: it.coverage.iter().map(|row| values[*row]).fold(1.0, f64::min),
            failover_h: largest(&it.failover, values),
            manual_h: largest(&it.manual, values),
        }
    }

    /// What one way comes to, weighed by how often it is taken.
    fn mean(&self, of_way: impl Fn(f64) -> f64) -> f64 {
        self.coverage * of_way(self.failover_h) + (1.0 - self.coverage) * of_way(self.manual_h)
    }
}

impl Move {
    fn up(&self, values: &[f64]) -> f64 {
        (1.0 - any(&self.active, values).q) * (1.0 - any(&self.next, values).q)
    }

    /// How often a year the role has to move, and the share of time that it is on its way (formula 8; a failover is
    /// log-normal, so the mean of the shorter time is E[min(W, R)]).
    pub(super) fn rate(&self, values: &[f64]) -> EventRate {
        let ways = Ways::of(self, values);
        let up = self.up(values);
        let mut result = EventRate::default();
        for cause in &self.carrier {
            let per_hour = up * cause.per_hour(values) * (1.0 - cause.common_share(values));
            let repair = cause.repair_h(values);
            result.q += per_hour * ways.mean(|hours| MOVE.mean_of_shorter(hours, repair));
            result.per_year += per_hour * HOURS_PER_YEAR;
        }
        for cause in &self.role {
            let per_hour = up * cause.per_hour(values);
            result.q += per_hour * ways.mean(|hours| hours);
            result.per_year += per_hour * HOURS_PER_YEAR;
        }
        result
    }

    /// How often a year a move takes longer than so many hours; the repair ends it as well.
    fn long_per_year(&self, values: &[f64], hours: f64) -> f64 {
        let ways = Ways::of(self, values);
        let longer = ways.mean(|mean| MOVE.longer_than(mean, hours));
        let of_carrier = self.carrier.iter().map(|cause| {
            (1.0 - cause.common_share(values)) * cause.per_hour(values) * cause.longer_than(values, hours)
        });
        let of_role = self.role.iter().map(|cause| cause.per_hour(values));
        self.up(values) * longer * of_carrier.chain(of_role).sum::<f64>() * HOURS_PER_YEAR
    }
}

/// All members fail together: the mean over the kinds of members.
fn together(members: &[Members], values: &[f64], of_cause: impl Fn(&Cause, f64) -> EventRate) -> EventRate {
    let mut all = EventRate::default();
    for (weight, causes) in members {
        for cause in causes {
            let rate = of_cause(cause, cause.common_share(values));
            all.q += weight * rate.q;
            all.per_year += weight * rate.per_year;
        }
    }
    all
}

impl Outages {
    /// How often a year the databases are away for longer than so many hours.
    fn long_per_year(&self, values: &[f64], hours: f64) -> f64 {
        let moves = self.moves.iter().map(|it| it.long_per_year(values, hours));
        let together = self.together.iter().map(|members| {
            let long =
                |cause: &Cause, share: f64| EventRate { q: 0.0, per_year: cause.long_per_year(values, share, hours) };
            together(members, values, long).per_year
        });
        let pairs = self.pairs.iter().map(|pair| both_down_long(pair, values, hours));
        let alone = self.alone.iter().map(|cause| cause.long_per_year(values, 1.0, hours));
        moves.chain(together).chain(pairs).chain(alone).sum()
    }
}

/// How often a year both of two are down for longer than so many hours: one fails while the other is being repaired, and
/// neither repair ends before.
fn both_down_long([a, b]: &[Vec<Cause>; 2], values: &[f64], hours: f64) -> f64 {
    let mut per_year = 0.0;
    for x in a {
        for y in b {
            let (rate_x, rate_y) =
                (x.rate(values, 1.0 - x.common_share(values)), y.rate(values, 1.0 - y.common_share(values)));
            let long = x.longer_than(values, hours) * y.longer_than(values, hours);
            per_year += (rate_x.per_year * rate_y.q + rate_y.per_year * rate_x.q) * long;
        }
    }
    per_year
}

impl Recipe {
    /// The event's rate with these figures, in hours, times a year and shares.
    pub(super) fn rate(&self, values: &[f64]) -> EventRate {
        let rate = match self {
            Self::Unknown => EventRate::default(),
            Self::Fails(causes) => any(causes, values),
            Self::HoursPerYear(row) => EventRate { q: values[*row] / HOURS_PER_YEAR, per_year: 0.0 },
            Self::Window(moving) => moving.rate(values),
            Self::CommonCause(members) => together(members, values, |cause, share| cause.rate(values, share)),
            // It goes on when the databases are back: no outage begins with it.
            Self::ByHand { outages, delay, manual } => {
                let waiting = outages.long_per_year(values, values[*delay]) * values[*manual] / HOURS_PER_YEAR;
                EventRate { q: waiting / (1.0 + waiting), per_year: 0.0 }
            }
        };
        EventRate { q: rate.q.clamp(0.0, 1.0), ..rate }
    }

    /// Whether it says how often outages begin, or goes on after such: a mean duration can be given.
    pub(super) const fn has_frequency(&self) -> bool {
        !matches!(self, Self::HoursPerYear(_))
    }
}
