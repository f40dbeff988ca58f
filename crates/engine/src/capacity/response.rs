//! Response time of a design over its load: the stations that each flow passes, and the mixture of what the flows meet.
//!
//! Stations are contention in the MessageBox databases, the processors of every computer, and whatever else limits the
//! rate: connections, requests, network, disks. Each saturates exactly where its limiter is, so the curve bends at the limit
//! that is named as the bottleneck. `stations` reads them from a state. A simulation that knows nothing of the formulas
//! (`tests/it/played`) holds them to account: means within 3 %, P95 within 6 % up to 85 % load, whichever station is the
//! bottleneck. Waits are first those of messages that come to every station at random; `network` adds that messages come
//! back, wait behind work of their own, and are handed on in clumps. Where more than 2.5 % of a mean follows from that, it is
//! said to be rough ([`LoadPoint::is_rough`]): of 6,000 designs from seeds those 72 of which most does were off by up to 7 % in
//! means and 11 % in P95, eleven of them by more than 3 % or 6 % and chance, when 300,000 messages were played. Where all
//! computers are the limit, work can be shared out in more than one way that carries as much; so times of a design can differ
//! from those of another such way, which is nothing that the design states.

mod covariances;
mod echo;
mod network;
mod stations;
#[cfg(test)]
mod tests;

use super::formulas::cumulants::{Cumulants, Share, Shifted, percentile};
use super::formulas::queueing;
use super::formulas::queueing::LAST_RHO_WITH_PERCENTILES;
use super::parameters::Parameter;
use super::state::State;

use echo::Echo;
pub(super) use stations::StationUse;
use stations::{Flow, Part, Station, Visit};

/// The part of the spread above which a poll counts by the parts of its interval.
const WIDE_POLL: f64 = 0.5;

/// The largest part of a mean that may follow from how queues hang together, if it is to hold within 3 %.
const MOST_MOVED: f64 = 0.025;

/// What a message meets at some load. Times are seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadPoint {
    /// Messages per second.
    pub messages_per_sec: f64,
    /// Mean response time.
    pub mean_secs: f64,
    /// Half of the messages are faster; `None` above a load of 90 %, where no percentile can be trusted.
    pub p50_secs: Option<f64>,
    /// 95 of 100 are faster; `None` as above.
    pub p95_secs: Option<f64>,
    /// 99 of 100 are faster; `None` as above.
    pub p99_secs: Option<f64>,
    /// Whether so much of it follows from how queues hang together that means are only good to 10 % and P95 to 15 %.
    pub is_rough: bool,
}

/// What one flow meets at some load. Times are seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowResponse {
    /// Name of the flow.
    pub name: String,
    /// Messages per second of the flow at that load.
    pub messages_per_sec: f64,
    /// MessageBox hops of each message.
    pub hops: f64,
    /// Mean response time.
    pub mean_secs: f64,
    /// 95 of 100 are faster; `None` above a load of 90 %.
    pub p95_secs: Option<f64>,
}

/// The stations that messages pass, in one state of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseModel {
    stations: Vec<Station>,
    flows: Vec<Flow>,
    limit_per_sec: f64,
    least_variation: f64,
}

/// What a flow meets: a constant time, and what the engine adds.
struct Met {
    back_end_secs: f64,
    engine: Cumulants,
}

/// What the flows meet.
struct MetByAll {
    of_flows: Vec<Met>,
    /// Seconds of the mean that follow from how queues hang together.
    moved_secs: f64,
}

impl Met {
    fn mean_secs(&self) -> f64 {
        self.back_end_secs + self.engine.mean
    }
}

impl ResponseModel {
    /// The stations of a state (capacity model 3.4). `limit_per_sec` = the rate at which the first of them saturates.
    pub(super) fn new(state: &State<'_>, limit_per_sec: f64) -> Option<Self> {
        let (stations, flows) = stations::read(state).filter(|_| limit_per_sec > 0.0)?;
        let least_variation = state.placement.parameters.value(Parameter::ResponseVariation);
        Some(Self { stations, flows, limit_per_sec, least_variation })
    }

    /// The same without the least variation of real solutions: what a simulation of the stations meets.
    #[must_use]
    pub fn of_the_engine_alone(&self) -> Self {
        Self { least_variation: 0.0, ..self.clone() }
    }

    /// The rate at which the design is at its limit, the P50 of the estimate, in messages per second.
    pub fn limit_per_sec(&self) -> f64 {
        self.limit_per_sec
    }

    /// What messages of all flows together meet at this load; `None` at and above the limit, where waiting has no bound.
    ///
    /// The mixture of the flows' own distributions, each a constant back end and, for the rest, a gamma with the mean,
    /// spread and skewness of the sum over its stations. That rest varies by at least 35 % of its mean, because real
    /// solutions vary more than the engine.
    pub fn at(&self, messages_per_sec: f64) -> Option<LoadPoint> {
        let met = self.met(messages_per_sec)?;
        let mean_secs = self.mean_of(&met.of_flows);
        let of_flow = |(flow, met): (&Flow, &Met)| -> Option<Vec<(f64, Shifted)>> {
            let parts = self.distribution(flow, met)?.into_iter();
            Some(parts.map(|(share, part)| (flow.share * share, part)).collect())
        };
        let parts: Option<Vec<Vec<_>>> = self.flows.iter().zip(&met.of_flows).map(of_flow).collect();
        let parts: Option<Vec<(f64, Shifted)>> = parts.map(|it| it.concat());
        let parts = parts.filter(|_| self.has_percentiles(messages_per_sec));
        let shown = |share| percentile(parts.as_ref()?, share);
        Some(LoadPoint {
            messages_per_sec,
            mean_secs,
            p50_secs: shown(Share::Half),
            p95_secs: shown(Share::P95),
            p99_secs: shown(Share::P99),
            is_rough: met.moved_secs > MOST_MOVED * mean_secs,
        })
    }

    /// The mean alone, in seconds; cheaper than [`Self::at`].
    pub fn mean_at(&self, messages_per_sec: f64) -> Option<f64> {
        self.met(messages_per_sec).map(|met| self.mean_of(&met.of_flows))
    }

    fn mean_of(&self, met: &[Met]) -> f64 {
        self.flows.iter().zip(met).map(|(flow, met)| flow.share * met.mean_secs()).sum()
    }

    fn has_percentiles(&self, messages_per_sec: f64) -> bool {
        messages_per_sec <= self.last_load_with_percentiles()
    }

    /// How the times of a flow are distributed, as parts of a mixture.
    ///
    /// No gamma is as even as the wait for the next poll of a single host instance. Where most of the spread comes from that,
    /// each part of the interval has a gamma of its own.
    fn distribution(&self, flow: &Flow, met: &Met) -> Option<Vec<(f64, Shifted)>> {
        let least = self.least_variation * met.engine.mean;
        let part = |time: Cumulants, least| Shifted::new(time, least).map(|it| it.later(met.back_end_secs));
        let wide = flow.widest_poll().filter(|(poll, _)| poll.variance > WIDE_POLL * met.engine.variance);
        let Some((poll, parts)) = wide.filter(|_| met.engine.variance >= least * least) else {
            return Some(vec![(1.0, part(met.engine, self.least_variation)?)]);
        };
        let rest = met.engine.plus(poll, -1.0);
        parts.into_iter().map(|(share, poll)| Some((share, part(rest.plus(poll, 1.0), 0.0)?))).collect()
    }

    /// What each flow meets; `None` at and above the limit.
    fn met(&self, messages_per_sec: f64) -> Option<MetByAll> {
        let used = messages_per_sec / self.limit_per_sec;
        if !(0.0..1.0).contains(&used) {
            return None;
        }
        let alone: Vec<Solved> =
            self.stations.iter().map(|station| station.solved(messages_per_sec)).collect::<Option<_>>()?;
        let together = network::together(&self.flows, &alone, messages_per_sec);
        let waits = alone.iter().zip(&together.factors);
        let solved: Vec<Solved> = waits.map(|(it, factor)| Solved { wait: it.wait.times(*factor), ..*it }).collect();
        let of_flows = self.flows.iter().zip(together.of_flows).map(|(flow, more)| Met {
            back_end_secs: flow.back_end_secs,
            engine: flow.engine(&solved).plus(more, 1.0),
        });
        Some(MetByAll { of_flows: of_flows.collect(), moved_secs: together.moved_secs })
    }

    /// What each flow meets at this load of the whole design; empty at and above the limit. Flows wait at the same stations
    /// as others that pass them, and share nothing else.
    pub fn flows_at(&self, messages_per_sec: f64) -> Vec<FlowResponse> {
        let met = self.met(messages_per_sec).map(|it| it.of_flows).unwrap_or_default();
        let one_flow = |(flow, met): (&Flow, &Met)| FlowResponse {
            name: flow.name.clone(),
            messages_per_sec: messages_per_sec * flow.share,
            hops: flow.hops,
            mean_secs: met.mean_secs(),
            p95_secs: self
                .distribution(flow, met)
                .filter(|_| self.has_percentiles(messages_per_sec))
                .and_then(|parts| percentile(&parts, Share::P95)),
        };
        self.flows.iter().zip(&met).map(one_flow).collect()
    }

    /// How many message flows share the stations.
    pub fn num_flows(&self) -> usize {
        self.flows.len()
    }

    /// The stations with what they are computed from, so that another program can simulate them.
    pub(super) fn stations(&self) -> impl Iterator<Item = StationUse> + '_ {
        self.stations.iter().map(Station::facts)
    }

    /// The highest load that still has percentiles, in messages per second.
    pub fn last_load_with_percentiles(&self) -> f64 {
        self.limit_per_sec * LAST_RHO_WITH_PERCENTILES
    }
}

/// What a message meets at a station: its wait, and for how long a queue there lasts.
#[derive(Clone, Copy, Default)]
struct Solved {
    servers: f64,
    /// The part of its servers that is busy, and of its visits that wait.
    rho: f64,
    waits: f64,
    wait: Cumulants,
    /// What is left on average of a service that is under way.
    under_way_secs: f64,
    /// The time after which the queue has forgotten how long it was: `1 / (sqrt(c / s) - sqrt(arrivals))^2`.
    memory_secs: f64,
}

/// Seconds since a message came in, and how many of them it has waited in queues.
#[derive(Clone, Copy, Default)]
struct Moment {
    secs: f64,
    queued: f64,
}

impl Station {
    /// Its state at this load of the whole mix, as if every visit were another message.
    ///
    /// The mean square of waits is that of an M/G/1 station, `2 E[W]^2 + arrivals E[S^3] / (3 (1 - rho))` (Takacs 1962): of
    /// those that wait, `1 + (k - 1) (1 - rho)` times that of exponential waits with `k = 2 E[S] E[S^3] / (3 E[S^2]^2)`.
    /// With several servers the difference counts as much less; our inference.
    fn solved(&self, messages_per_sec: f64) -> Option<Solved> {
        let (arrivals, service, count) = (messages_per_sec * self.visits, self.service_secs(), f64::from(self.servers));
        let wait = queueing::wait(arrivals, service, self.servers, self.cv_squared())?;
        let apart = libm::sqrt(count / service) - libm::sqrt(arrivals);
        let rho = arrivals * service / count;
        let square = 1.0 + (self.third() - 1.0) * (1.0 - rho) / count;
        Some(Solved {
            servers: count,
            rho,
            waits: wait.probability,
            wait: Cumulants::wait(wait.probability, wait.mean_if_any_secs, square),
            under_way_secs: if self.work > 0.0 { self.square / self.work / 2.0 } else { 0.0 },
            memory_secs: 1.0 / (apart * apart),
        })
    }
}

impl Part {
    /// What a message meets there.
    fn met(&self, solved: &[Solved]) -> Cumulants {
        match self {
            Self::AtOneOf { visits, adds } => {
                let service = |secs: f64| if *adds { Cumulants::exponential(secs) } else { Cumulants::default() };
                let wait = |station: usize| solved.get(station).copied().unwrap_or_default().wait;
                Cumulants::one_of(visits.iter().map(|it| (it.share, wait(it.station).plus(service(it.secs), 1.0))))
            }
            Self::Poll { .. } => self.poll().map(|(poll, _)| poll).unwrap_or_default(),
        }
    }

    /// A poll, and the parts with their probabilities of which it is a mixture; `None` for what is none.
    fn poll(&self) -> Option<(Cumulants, Vec<(f64, Cumulants)>)> {
        const PARTS: u32 = 4;
        let Self::Poll { interval, hosts } = self else { return None };
        let part = interval / f64::from(PARTS);
        let parts = hosts.iter().flat_map(|(share, count)| {
            let num_parts = if *count > 1.0 { 1 } else { PARTS };
            (0..num_parts).map(move |at| {
                let whole = if num_parts == 1 { *interval } else { part };
                let within = Cumulants::polling(whole, *count);
                let later = Cumulants { mean: within.mean + f64::from(at) * part, ..within };
                (share / f64::from(num_parts), later)
            })
        });
        let parts: Vec<(f64, Cumulants)> = parts.collect();
        Some((Cumulants::one_of(parts.iter().copied()), parts))
    }
}

impl Flow {
    /// The poll on its way that varies most, and the parts with their probabilities of which it is a mixture: even parts of
    /// the interval where a single host instance looks for work.
    fn widest_poll(&self) -> Option<(Cumulants, Vec<(f64, Cumulants)>)> {
        let polls = self.steps.iter().filter(|it| it.times == 1.0).filter_map(|it| self.parts.get(it.part)?.poll());
        polls.max_by(|(a, _), (b, _)| a.variance.total_cmp(&b.variance))
    }

    /// The steps of its message in order: what it meets, how often it takes them, and when.
    fn each_step(&self, solved: &[Solved], mut taken: impl FnMut(&Part, f64, Moment)) -> Cumulants {
        let met: Vec<Cumulants> = self.parts.iter().map(|it| it.met(solved)).collect();
        let (mut sum, mut queued) = (Cumulants::default(), 0.0);
        for step in &self.steps {
            let (Some(part), Some(one)) = (self.parts.get(step.part), met.get(step.part)) else { continue };
            taken(part, step.times, Moment { secs: sum.mean, queued });
            let wait = |it: &Visit| it.share * solved.get(it.station).map_or(0.0, |it| it.wait.mean);
            queued += step.times * part.visits().iter().map(wait).sum::<f64>();
            sum = sum.plus(*one, step.times);
        }
        sum
    }

    /// What its message meets beside the back end. One that comes back to a queue meets nearly the same queue, be it at its
    /// next hop or at another stage on the same computer.
    fn engine(&self, solved: &[Solved]) -> Cumulants {
        let mut echoes = vec![Echo::default(); solved.len()];
        let sum = self.each_step(solved, |part, times, at| {
            for visit in part.visits() {
                if let (Some(echo), Some(station)) = (echoes.get_mut(visit.station), solved.get(visit.station)) {
                    echo.visited(visit, times * visit.share, at.secs / station.memory_secs);
                }
            }
        });
        let more = echoes.iter().zip(solved).map(|(echo, at)| echo.more_than_apart(at.wait));
        more.fold(sum, |sum, more| sum.plus(more, 1.0))
    }
}
