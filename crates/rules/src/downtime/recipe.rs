//! How the probability of an event follows from figures. Figures are named by position, so that sampling them is fast;
//! they are numbers, or the figures of a formula that another program computes ([`Number`]).
//!
//! Repairs are exponential. A failover, a takeover by a person and the restart of a SQL instance are log-normal with a
//! standard deviation of half their mean (availability.md section 7).

use std::sync::LazyLock;

use crate::availability::Number;
use crate::availability::modules::LogNormalShape;
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventRate<N = f64> {
    /// The probability that it has happened.
    pub q: N,
    /// How often an outage begins with it, per year; 0 where only a share of time is known, and for what goes on after
    /// another event.
    pub per_year: N,
}

impl<N: Number> EventRate<N> {
    fn never() -> Self {
        Self { q: nothing(), per_year: nothing() }
    }
}

fn nothing<N: Number>() -> N {
    0.0.into()
}

/// What is left of all.
fn without<N: Number>(share: N) -> N {
    N::from(1.0) - share
}

/// How often a year, from how often an hour.
fn in_a_year<N: Number>(per_hour: N) -> N {
    per_hour * HOURS_PER_YEAR.into()
}

impl Cause {
    pub(super) fn repair_h<N: Number>(&self, values: &[N]) -> N {
        self.repair.iter().map(|row| values[*row].clone()).sum()
    }

    pub(super) fn per_hour<N: Number>(&self, values: &[N]) -> N {
        match self.rate {
            Rate::PerYear(row) => values[row].clone() / HOURS_PER_YEAR.into(),
            Rate::Mttf(row) => N::from(1.0) / values[row].clone().larger(f64::MIN_POSITIVE.into()),
        }
    }

    /// Unavailability and frequency by a share of these failures alone.
    fn rate<N: Number>(&self, values: &[N], share: N) -> EventRate<N> {
        let (per_hour, repair) = (self.per_hour(values), self.repair_h(values));
        let cycle = N::from(1.0) + per_hour.clone() * repair.clone();
        EventRate {
            q: share.clone() * per_hour.clone() * repair / cycle.clone(),
            per_year: in_a_year(share * per_hour) / cycle,
        }
    }

    /// The share of these failures that has a common cause.
    fn common_share<N: Number>(&self, values: &[N]) -> N {
        self.common.map_or_else(nothing, |row| values[row].clone())
    }

    /// The probability that the repair takes longer than so many hours.
    fn longer_than<N: Number>(&self, values: &[N], hours: &N) -> N {
        let mean = self.repair_h(values);
        if self.restarts {
            MOVE.longer_than(&mean, hours)
        } else if mean.is_nothing() {
            nothing()
        } else {
            ((nothing::<N>() - hours.clone()) / mean).exp()
        }
    }

    /// How often a year a share of these failures begins and lasts longer than so many hours.
    fn long_per_year<N: Number>(&self, values: &[N], share: N, hours: &N) -> N {
        self.rate(values, share).per_year * self.longer_than(values, hours)
    }
}

/// Lost by any of several causes.
fn any<N: Number>(causes: &[Cause], values: &[N]) -> EventRate<N> {
    let mut works = N::from(1.0);
    let mut per_year = nothing::<N>();
    for cause in causes {
        let rate = cause.rate(values, without(cause.common_share(values)));
        works = works * without(rate.q);
        per_year = per_year + rate.per_year;
    }
    EventRate { q: without(works), per_year }
}

fn largest<N: Number>(rows: &[FigureIndex], values: &[N]) -> N {
    rows.iter().map(|row| values[*row].clone()).reduce(N::larger).unwrap_or_else(nothing)
}

/// How a move ends: by itself with some probability, otherwise by a person.
struct Ways<N> {
    coverage: N,
    failover_h: N,
    manual_h: N,
}

impl<N: Number> Ways<N> {
    fn of(it: &Move, values: &[N]) -> Self {
        let coverage = it.coverage.iter().map(|row| values[*row].clone());
        Self {
            coverage: coverage.fold(1.0.into(), N::smaller),
            failover_h: largest(&it.failover, values),
            manual_h: largest(&it.manual, values),
        }
    }

    /// What one way comes to, weighed by how often it is taken.
    fn mean(&self, of_way: impl Fn(&N) -> N) -> N {
        self.coverage.clone() * of_way(&self.failover_h) + without(self.coverage.clone()) * of_way(&self.manual_h)
    }
}

impl Move {
    fn up<N: Number>(&self, values: &[N]) -> N {
        without(any(&self.active, values).q) * without(any(&self.next, values).q)
    }

    /// How often a year the role has to move, and the share of time that it is on its way (formula 8; a failover is
    /// log-normal, so the mean of the shorter time is E[min(W, R)]).
    pub(super) fn rate<N: Number>(&self, values: &[N]) -> EventRate<N> {
        let ways = Ways::of(self, values);
        let up = self.up(values);
        let mut result = EventRate::<N>::never();
        for cause in &self.carrier {
            let per_hour = up.clone() * cause.per_hour(values) * without(cause.common_share(values));
            let repair = cause.repair_h(values);
            result.q = result.q + per_hour.clone() * ways.mean(|hours| MOVE.mean_of_shorter(hours, &repair));
            result.per_year = result.per_year + in_a_year(per_hour);
        }
        for cause in &self.role {
            let per_hour = up.clone() * cause.per_hour(values);
            result.q = result.q + per_hour.clone() * ways.mean(N::clone);
            result.per_year = result.per_year + in_a_year(per_hour);
        }
        result
    }

    /// How often a year a move takes longer than so many hours; the repair ends it as well.
    fn long_per_year<N: Number>(&self, values: &[N], hours: &N) -> N {
        let ways = Ways::of(self, values);
        let longer = ways.mean(|mean| MOVE.longer_than(mean, hours));
        let of_carrier = self.carrier.iter().map(|cause| {
            without(cause.common_share(values)) * cause.per_hour(values) * cause.longer_than(values, hours)
        });
        let of_role = self.role.iter().map(|cause| cause.per_hour(values));
        in_a_year(self.up(values) * longer * of_carrier.chain(of_role).sum::<N>())
    }
}

/// All members fail together: the mean over the kinds of members.
fn together<N: Number>(
    members: &[Members],
    values: &[N],
    of_cause: impl Fn(&Cause, N) -> EventRate<N>,
) -> EventRate<N> {
    let mut all = EventRate::<N>::never();
    for (weight, causes) in members {
        for cause in causes {
            let rate = of_cause(cause, cause.common_share(values));
            all.q = all.q + N::from(*weight) * rate.q;
            all.per_year = all.per_year + N::from(*weight) * rate.per_year;
        }
    }
    all
}

impl Outages {
    /// How often a year the databases are away for longer than so many hours.
    fn long_per_year<N: Number>(&self, values: &[N], hours: &N) -> N {
        let moves = self.moves.iter().map(|it| it.long_per_year(values, hours));
        let together = self.together.iter().map(|members| {
            let long = |cause: &Cause, share: N| EventRate {
                q: nothing(),
                per_year: cause.long_per_year(values, share, hours),
            };
            together(members, values, long).per_year
        });
        let pairs = self.pairs.iter().map(|pair| both_down_long(pair, values, hours));
        let alone = self.alone.iter().map(|cause| cause.long_per_year(values, 1.0.into(), hours));
        moves.chain(together).chain(pairs).chain(alone).sum()
    }
}

/// How often a year both of two are down for longer than so many hours: one fails while the other is being repaired, and
/// neither repair ends before.
fn both_down_long<N: Number>([a, b]: &[Vec<Cause>; 2], values: &[N], hours: &N) -> N {
    let of_each = |causes: &[Cause]| -> Vec<(EventRate<N>, N)> {
        let of_cause = |it: &Cause| (it.rate(values, without(it.common_share(values))), it.longer_than(values, hours));
        causes.iter().map(of_cause).collect()
    };
    let (of_a, of_b) = (of_each(a), of_each(b));
    let mut per_year = nothing::<N>();
    for (x, x_long) in &of_a {
        for (y, y_long) in &of_b {
            let often = x.per_year.clone() * y.q.clone() + y.per_year.clone() * x.q.clone();
            per_year = per_year + often * (x_long.clone() * y_long.clone());
        }
    }
    per_year
}

impl Recipe {
    /// The event's rate with these figures, in hours, times a year and shares.
    pub(super) fn rate<N: Number>(&self, values: &[N]) -> EventRate<N> {
        let rate = match self {
            Self::Unknown => EventRate::never(),
            Self::Fails(causes) => any(causes, values),
            Self::HoursPerYear(row) => {
                EventRate { q: values[*row].clone() / HOURS_PER_YEAR.into(), per_year: nothing() }
            }
            Self::Window(moving) => moving.rate(values),
            Self::CommonCause(members) => together(members, values, |cause, share| cause.rate(values, share)),
            // It goes on when the databases are back: no outage begins with it.
            Self::ByHand { outages, delay, manual } => {
                let often = outages.long_per_year(values, &values[*delay]);
                let waiting = often * values[*manual].clone() / HOURS_PER_YEAR.into();
                EventRate { q: waiting.clone() / (N::from(1.0) + waiting), per_year: nothing() }
            }
        };
        EventRate { q: rate.q.larger(nothing()).smaller(1.0.into()), ..rate }
    }

    /// Whether it says how often outages begin, or goes on after such: a mean duration can be given.
    pub(super) const fn has_frequency(&self) -> bool {
        !matches!(self, Self::HoursPerYear(_))
    }
}
