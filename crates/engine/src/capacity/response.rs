//! Response time of a design over its load: the stations that each flow passes, and the mixture of what the flows meet.
//!
//! Stations are contention in the MessageBox databases, the processors of every computer, and whatever else limits the
//! rate: connections, requests, network, disks. Each saturates exactly where its limiter is, so the curve bends at the limit
//! that is named as the bottleneck. `stations` reads them from a state. A simulation that knows nothing of the formulas
//! (`tests/it/played`) holds them to account: means within 3 %, P95 within 6 % up to 85 % load, whichever station is the
//! bottleneck. Messages are taken to reach every station at random; where one that is the limit lets short work pass in
//! clumps, between long stages, to another one that is the limit as well, waits there are longer. Of designs from seeds the
//! furthest off is 82: three computers of one core, all of them the limit, of which one has long stages and every short hop.
//! There means are 6 % and P95 10 % too short at 60 % load, 14 % and 13 % at 85 %, when 400,000 messages are played.

mod echo;
mod stations;
#[cfg(test)]
mod tests;

use super::formulas::cumulants::{Cumulants, Share, Shifted, percentile};
use super::formulas::queueing;
use super::formulas::queueing::LAST_RHO_WITH_PERCENTILES;
use super::parameters::Parameter;
use super::state::State;

use echo::{Company, Echo};
pub(super) use stations::StationUse;
use stations::{Flow, Part, Station, Visit};

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
        let mean_secs = self.mean_of(&met);
        let parts: Option<Vec<(f64, Shifted)>> =
            self.flows.iter().zip(&met).map(|(flow, met)| Some((flow.share, self.distribution(met)?))).collect();
        let parts = parts.filter(|_| self.has_percentiles(messages_per_sec));
        let shown = |share| percentile(parts.as_ref()?, share);
        Some(LoadPoint {
            messages_per_sec,
            mean_secs,
            p50_secs: shown(Share::Half),
            p95_secs: shown(Share::P95),
            p99_secs: shown(Share::P99),
        })
    }

    /// The mean alone, in seconds; cheaper than [`Self::at`].
    pub fn mean_at(&self, messages_per_sec: f64) -> Option<f64> {
        self.met(messages_per_sec).map(|met| self.mean_of(&met))
    }

    fn mean_of(&self, met: &[Met]) -> f64 {
        self.flows.iter().zip(met).map(|(flow, met)| flow.share * met.mean_secs()).sum()
    }

    fn has_percentiles(&self, messages_per_sec: f64) -> bool {
        messages_per_sec <= self.last_load_with_percentiles()
    }

    fn distribution(&self, met: &Met) -> Option<Shifted> {
        Shifted::new(met.engine, self.least_variation).map(|it| it.later(met.back_end_secs))
    }

    /// What each flow meets; `None` at and above the limit.
    fn met(&self, messages_per_sec: f64) -> Option<Vec<Met>> {
        let used = messages_per_sec / self.limit_per_sec;
        if !(0.0..1.0).contains(&used) {
            return None;
        }
        let solved: Vec<Solved> =
            self.stations.iter().map(|station| station.solved(messages_per_sec)).collect::<Option<_>>()?;
        let solved = with_returns(&self.flows, &solved);
        let met = self.flows.iter().map(|flow| Met { back_end_secs: flow.back_end_secs, engine: flow.engine(&solved) });
        Some(met.collect())
    }

    /// What each flow meets at this load of the whole design; empty at and above the limit. Flows wait at the same stations
    /// as others that pass them, and share nothing else.
    pub fn flows_at(&self, messages_per_sec: f64) -> Vec<FlowResponse> {
        let met = self.met(messages_per_sec).unwrap_or_default();
        let one_flow = |(flow, met): (&Flow, &Met)| FlowResponse {
            name: flow.name.clone(),
            messages_per_sec: messages_per_sec * flow.share,
            hops: flow.hops,
            mean_secs: met.mean_secs(),
            p95_secs: self
                .distribution(met)
                .filter(|_| self.has_percentiles(messages_per_sec))
                .and_then(|it| percentile(&[(1.0, it)], Share::P95)),
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
    /// The part of its servers that is busy.
    rho: f64,
    wait: Cumulants,
    /// Mean wait of those that wait.
    wait_if_any_secs: f64,
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
            rho,
            wait: Cumulants::wait(wait.probability, wait.mean_if_any_secs, square),
            wait_if_any_secs: wait.mean_if_any_secs,
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
            Self::Poll { interval, hosts } => {
                Cumulants::one_of(hosts.iter().map(|(share, count)| (*share, Cumulants::polling(*interval, *count))))
            }
        }
    }
}

impl Flow {
    /// Visits of its message to stations, in order: how often it makes each, and when.
    fn each_visit(&self, solved: &[Solved], mut visited: impl FnMut(&Visit, f64, bool, Moment, &Solved)) -> Cumulants {
        let met: Vec<Cumulants> = self.parts.iter().map(|it| it.met(solved)).collect();
        let (mut sum, mut queued) = (Cumulants::default(), 0.0);
        for step in &self.steps {
            let (Some(part), Some(one)) = (self.parts.get(step.part), met.get(step.part)) else { continue };
            let at = Moment { secs: sum.mean, queued };
            for visit in part.visits() {
                let Some(station) = solved.get(visit.station) else { continue };
                let times = step.times * visit.share;
                visited(visit, times, part.adds(), at, station);
                queued += times * station.wait.mean;
            }
            sum = sum.plus(*one, step.times);
        }
        sum
    }

    /// What its message meets beside the back end. One that comes back to a queue meets nearly the same queue, be it at its
    /// next hop or at another stage on the same computer.
    fn engine(&self, solved: &[Solved]) -> Cumulants {
        let mut echoes = vec![Echo::default(); solved.len()];
        let sum = self.each_visit(solved, |visit, times, _, at, station| {
            if let Some(echo) = echoes.get_mut(visit.station) {
                echo.visited(visit, times, at.secs / station.memory_secs);
            }
        });
        let more = echoes.iter().zip(solved).map(|(echo, at)| echo.more_than_apart(at.wait));
        more.fold(sum, |sum, more| sum.plus(more, 1.0))
    }
}

/// The same stations with the waits of messages that come back to them.
fn with_returns(flows: &[Flow], solved: &[Solved]) -> Vec<Solved> {
    let mut all = vec![Company::default(); solved.len()];
    for flow in flows {
        let mut of_flow = vec![Company::default(); solved.len()];
        flow.each_visit(solved, |visit, times, stays, at, station| {
            if let Some(company) = of_flow.get_mut(visit.station) {
                company.visited(visit, times, stays, at, station);
            }
        });
        all.iter_mut().zip(&of_flow).for_each(|(all, of_flow)| all.add(of_flow, flow.share));
    }
    let solved = solved.iter().zip(&all);
    solved.map(|(it, company)| Solved { wait: it.wait.times(company.wait_factor(it.rho)), ..*it }).collect()
}
