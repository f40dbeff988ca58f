//! Queues that hang together: messages that come back to a station, and those that one station hands on to another in clumps.
//!
//! The work for station `i` that all messages under way still bring grows by `S_i`, all that a message needs there, when
//! one comes in, and shrinks while the station works. As messages come in at random, products of two such sums keep their
//! mean only if, with `E_i` for the mean while station `i` is idle, `(1 - rho_i) (E[T_j] - E_i[T_j]) + (1 - rho_j) (E[T_i] -
//! E_j[T_i]) = arrivals E[S_i S_j]`: the basic adjoint relation of queueing networks (Harrison and Williams 1987,
//! “Brownian models of open queueing networks with homogeneous customer populations”, Stochastics 22), for `i = j` the
//! formula of Pollaczek and Khinchine. Two things make equations of waits from it, as in heavy traffic:
//! - What waits at a station is a mixture of all that passes it (state space collapse, Williams 1998, “Diffusion
//!   approximations for open multiclass queueing networks”, Queueing Systems 30). So `T_j` is `sum M_ji V_i` of the
//!   waits `V_i`, with all that the visits to `i` still bring to `j`, and of what is being served.
//! - The mean wait at `i` while `j` is idle is on the line of regression: `E[V_i] - E_j[V_i] = C_ij / x_j` with covariances
//!   `C`, `C_jj = x_j E[V_j]`, and `x_j = (2 - p) / p E[V_j]` as of M/M/1. This is our inference.
//!
//! A message that comes right after a visit of its own, for whose end it stayed, meets what came meanwhile, `rho (V + s)`; one
//! whose service there still goes on waits for its end, `s + rho V`. So such visits are counted as a part of a wait `V` and an
//! addition. Of several servers the latter is as at M/M/c, the former in proportion (our inference).
//!
//! With `G_ij`, the products of service at `i` and at `j` later, and the probability `p` of having to wait, that is `D C M' +
//! M C D = P G + (P G)'` with `D = (1 - rho) / x`. What is further apart than a queue remembers belongs together by `exp(-away
//! / memory)` (our inference), and clumps that take longer to form than the next queue remembers are none there. Of stations
//! that are alike one stands for all, by what they do together and what each does for itself.

use super::covariances::{Square, covariances};
use super::{Flow, Moment, Solved, Visit};
use crate::capacity::formulas::cumulants::Cumulants;

/// Where a smaller part of the visits waits, no queue has much to do with another.
const LEAST_WAITING: f64 = 0.001;
/// So many stations, those with the longest waits of all messages, have to do with each other; streams from and to many
/// more are each too thin to come in clumps.
const MOST: usize = 8;

/// The waits of stations that hang together.
pub(super) struct Together {
    /// By station: by how much longer its waits are than if every visit were another message that comes at random.
    pub(super) factors: Vec<f64>,
    /// By flow: what its visits right after others have more of, or less, than waits of these.
    pub(super) of_flows: Vec<Cumulants>,
    /// Seconds of a message of the mix by which waits differ from those of visits at random, up or down.
    pub(super) moved_secs: f64,
}

/// Work at a busy station.
#[derive(Clone, Copy)]
struct Busy {
    station: usize,
    /// Of visits alone: seconds of all servers, and their squares.
    secs: f64,
    square: f64,
    /// With what the same messages bring there later: `M_ii` and `G_ii`.
    work: f64,
    product: f64,
    /// How many stations are alike.
    alike: f64,
    /// Visits per message of the mix.
    visits: f64,
}

struct Network<'a> {
    alone: &'a [Solved],
    /// The first [`MOST`] of them have to do with each other.
    busy: Vec<Busy>,
    /// By station: its position among these.
    places: Vec<Option<usize>>,
    /// `M_ji` and `G_ij` by `[j][i]` and `[i][j]` of these.
    work: Square<MOST>,
    product: Square<MOST>,
}

/// What the visits of one flow right after others differ by: of the wait there so many times by station, and the rest.
struct Right {
    after: Vec<f64>,
    more: Cumulants,
}

/// Solves all stations together that were solved alone, at so many messages per second.
pub(super) fn together(flows: &[Flow], alone: &[Solved], messages_per_sec: f64) -> Together {
    let mut network = Network::new(flows, alone);
    let rights: Vec<Right> = flows.iter().map(|it| network.passed(it, messages_per_sec * it.share)).collect();
    let factors = network.factors();
    let mut moved_secs = 0.0;
    let of_flows = flows.iter().zip(rights).map(|(flow, right)| {
        let waits = network.busy.iter().map(|it| factors[it.station] * alone[it.station].wait.mean);
        let less: f64 = right.after.iter().zip(waits).map(|(times, wait)| times * wait).sum();
        let more = Cumulants { mean: right.more.mean + less, ..right.more };
        moved_secs += flow.share * libm::sqrt(more.variance).max(more.mean.abs());
        more
    });
    let of_flows = of_flows.collect();
    for it in &network.busy {
        moved_secs += it.visits * alone[it.station].wait.mean * (factors[it.station] - 1.0).abs();
    }
    Together { factors, of_flows, moved_secs }
}

impl<'a> Network<'a> {
    fn new(flows: &[Flow], alone: &'a [Solved]) -> Self {
        let (mut visits, mut alike) = (vec![0.0; alone.len()], vec![1.0_f64; alone.len()]);
        for flow in flows {
            for step in &flow.steps {
                for visit in flow.parts.get(step.part).map_or(&[][..], |it| it.visits()) {
                    visits[visit.station] += flow.share * step.times * visit.share;
                    alike[visit.station] = alike[visit.station].max(f64::from(visit.alike));
                }
            }
        }
        let waiting = (0..alone.len()).filter(|at| alone[*at].waits > LEAST_WAITING);
        let mut busy: Vec<Busy> = waiting
            .map(|station| Busy {
                station,
                secs: 0.0,
                square: 0.0,
                work: 0.0,
                product: 0.0,
                alike: alike[station],
                visits: visits[station],
            })
            .collect();
        let waits = |it: &Busy| it.visits * alone[it.station].wait.mean;
        busy.sort_by(|a, b| waits(b).total_cmp(&waits(a)));
        let mut places = vec![None; alone.len()];
        for (place, it) in busy.iter().enumerate() {
            places[it.station] = Some(place);
        }
        Self { alone, busy, places, work: Square::default(), product: Square::default() }
    }

    /// Messages of a flow, so many per second, on their way.
    fn passed(&mut self, flow: &Flow, per_sec: f64) -> Right {
        let mut traces = vec![Trace::default(); self.busy.len()];
        let linked = traces.len().min(MOST);
        let mut right = Right { after: vec![0.0; self.busy.len()], more: Cumulants::default() };
        let mut visits = Vec::new();
        flow.each_step(self.alone, |part, times, now| {
            traces[..linked].iter_mut().zip(&self.busy).for_each(|(it, at)| it.until(now, &self.alone[at.station]));
            for visit in part.visits() {
                let Some(place) = self.places[visit.station] else { continue };
                let (times, solved) = (times * visit.share, &self.alone[visit.station]);
                traces[place].until(now, solved);
                let arrived = traces[place].arrived(visit, solved);
                right.after[place] -= times * (1.0 - solved.rho) * (arrived.after + arrived.behind);
                right.more = right.more.plus(arrived.more(solved), times);
                self.add(place, per_sec * times, &arrived, &traces);
                visits.push((place, *visit, times, arrived));
            }
            // It makes one of the visits of a step, so that none follows another.
            for (place, visit, times, arrived) in visits.drain(..) {
                traces[place].left(&visit, times, part.adds(), &arrived, &self.alone[visit.station]);
            }
        });
        right
    }

    /// Another visit, so often per second.
    fn add(&mut self, place: usize, per_sec: f64, visit: &Arrived, traces: &[Trace]) {
        let (it, here) = (&mut self.busy[place], &traces[place]);
        let of_each = per_sec * visit.secs / it.alike;
        it.secs += of_each;
        it.square += of_each * visit.secs;
        it.work += of_each * (visit.part + here.visits);
        it.product += of_each * (visit.part_secs + here.secs);
        if place >= MOST {
            return;
        }
        let (alike, memory_secs) = (it.alike, self.alone[it.station].memory_secs);
        for (other, trace) in traces.iter().enumerate().take(MOST).filter(|(other, _)| *other != place) {
            let from = &self.busy[other];
            let forms = 1.0 / (1.0 + self.alone[from.station].under_way_secs / memory_secs);
            let of_each = forms * per_sec * visit.secs / libm::sqrt(alike * from.alike);
            self.work.0[place][other] += of_each * trace.visits;
            self.product.0[other][place] += of_each * trace.secs;
        }
    }

    /// By station: by how much longer its waits are than those of visits at random.
    fn factors(&self) -> Vec<f64> {
        let linked = self.busy.len().min(MOST);
        let (mut work, mut right) = (self.work, Square::default());
        let mut restoring = [0.0; MOST];
        // The waits with what comes back, and without: multiples of the same.
        let by_itself = |it: &Busy| (it.product / it.work, it.square / it.secs);
        for (i, it) in self.busy[..linked].iter().enumerate() {
            let Solved { rho, waits, .. } = self.alone[it.station];
            let idle = 1.0 - rho;
            work.0[i][i] = it.work;
            restoring[i] = idle * idle / ((2.0 - waits) * by_itself(it).0);
            for (j, other) in self.busy[..linked].iter().enumerate() {
                let of_other = self.alone[other.station].waits;
                right.0[i][j] = if i == j {
                    2.0 * waits * it.product
                } else {
                    waits * self.product.0[i][j] + of_other * self.product.0[j][i]
                };
            }
        }
        let covariances = covariances(linked, &restoring, &work, &right);
        let mut factors = vec![1.0; self.alone.len()];
        for (place, it) in self.busy.iter().enumerate() {
            let (with_returns, at_random) = by_itself(it);
            let Solved { rho, waits, .. } = self.alone[it.station];
            let with_others = covariances.as_ref().filter(|_| place < linked).map(|all| {
                let wait = restoring[place] * all.0[place][place] / (1.0 - rho);
                wait * (1.0 - rho) / waits
            });
            let together = with_others.filter(|it| *it > 0.0).unwrap_or(with_returns);
            factors[it.station] = 1.0 + (together / at_random - 1.0) / it.alike;
        }
        factors
    }
}

/// A visit as it begins.
struct Arrived {
    /// Seconds of all servers.
    secs: f64,
    /// How sure it is that the message comes right after an earlier visit of its own, for whose end it stayed, and the
    /// seconds of a server of that; or that it comes while its own service still goes on, with the mean of that.
    after: f64,
    after_secs: f64,
    behind: f64,
    behind_secs: f64,
    /// What it counts for among waits: a message right after a visit of its own meets only what came meanwhile.
    part: f64,
    part_secs: f64,
    servers: f64,
}

impl Arrived {
    /// What it waits that follows from its earlier visit: a part of what came during that, or until one of the servers ends
    /// of which it keeps one busy itself.
    fn more(&self, solved: &Solved) -> Cumulants {
        let next_secs = 1.0 / (1.0 / self.behind_secs + (self.servers - 1.0) / solved.under_way_secs);
        let own = if self.behind > 0.0 { Cumulants::exponential(next_secs) } else { Cumulants::default() };
        let sure = self.behind * (solved.waits / solved.rho).min(1.0);
        let own = Cumulants::one_of([(sure, own), (1.0 - sure, Cumulants::default())]);
        Cumulants { mean: own.mean + solved.waits * self.after * self.after_secs, ..own }
    }
}

/// What a message of a flow has left behind at a station.
#[derive(Clone, Copy, Default)]
struct Trace {
    /// Its visits and their seconds of all servers, as far as the queue remembers them.
    visits: f64,
    secs: f64,
    /// How sure it is that it stayed to the end of its last visit and the queue is still as it left it; its seconds.
    stayed: f64,
    stayed_secs: f64,
    /// How probable it is that it went on during its last visit; its mean, and how long ago that was.
    went_on: f64,
    went_on_secs: f64,
    ago_secs: f64,
    /// What the message has spent here; the time of the last visit without that.
    here: Moment,
    last: Moment,
}

impl Trace {
    /// What is left of it now.
    fn until(&mut self, now: Moment, station: &Solved) {
        let now = Moment { secs: now.secs - self.here.secs, queued: now.queued - self.here.queued };
        let elsewhere = (now.queued - self.last.queued).max(0.0);
        let away = (now.secs - self.last.secs - elsewhere).max(0.0);
        self.last = now;
        if self.visits > 0.0 && away + elsewhere > 0.0 {
            let kept = libm::exp(-away / station.memory_secs);
            self.visits *= kept;
            self.secs *= kept;
            self.stayed *= libm::exp(-(away + elsewhere) / station.memory_secs);
            self.ago_secs += away + elsewhere;
        }
    }

    /// Another visit begins.
    fn arrived(&self, visit: &Visit, station: &Solved) -> Arrived {
        let secs = visit.secs / station.servers;
        let same = 1.0 / f64::from(visit.alike);
        let after = same * self.stayed;
        let goes_on = if self.went_on > 0.0 { libm::exp(-self.ago_secs / self.went_on_secs) } else { 0.0 };
        let behind = same * self.went_on * goes_on;
        let after_secs = self.stayed_secs / station.servers;
        let idle = 1.0 - station.rho;
        Arrived {
            secs,
            after,
            after_secs,
            behind,
            behind_secs: self.went_on_secs,
            part: 1.0 - idle * (after + behind),
            part_secs: secs - idle * after * after_secs,
            servers: station.servers,
        }
    }

    /// What the visit leaves behind.
    fn left(&mut self, visit: &Visit, times: f64, stays: bool, arrived: &Arrived, station: &Solved) {
        let elsewhere = (1.0 - times).max(0.0);
        self.visits += times * arrived.part;
        self.secs += times * arrived.part_secs;
        self.went_on *= elsewhere;
        let stayed = self.stayed * elsewhere;
        if stays && times > 0.0 {
            let both = stayed + times;
            self.stayed_secs = (stayed * self.stayed_secs + times * visit.secs) / both;
            self.stayed = both;
        } else {
            self.stayed = stayed;
            (self.went_on, self.went_on_secs, self.ago_secs) = (self.went_on + times, visit.secs, 0.0);
        }
        let same = times / f64::from(visit.alike);
        let (wait, served) = (station.wait.mean, if stays { visit.secs } else { 0.0 });
        self.here.secs += same * (wait + served);
        self.here.queued += same * wait;
    }
}
