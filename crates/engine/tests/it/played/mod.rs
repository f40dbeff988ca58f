//! A second opinion on capacity: designs from seeds, played message by message and drawn at random, against the formulas.
//!
//! It shares the published figures with the engine and nothing else: not how it reads a design, how work spreads, which
//! stations there are, or how inputs vary. `examples/played.rs` does the same at length.

mod demands;
mod plan;
mod play;

use tierwright_design::model::{ComputerId, Document, Element};
use tierwright_design::testing::Luck;
use tierwright_engine::capacity::{Estimate, Parameter, estimate};
use tierwright_engine::dependency::{Loss, Structure};

use demands::{Errors, published};
use plan::Plan;
use play::play;

/// Shares of the limit at which response times are held against the simulation.
const LOADS: [f64; 3] = [0.3, 0.6, 0.85];
/// How far means, 95 % quantiles, ends of ranges and limits may be apart, as shares.
const MEAN_WITHIN: f64 = 0.03;
const P95_WITHIN: f64 = 0.06;
/// The same where the engine calls its response times rough.
const ROUGH_MEAN_WITHIN: f64 = 0.10;
const ROUGH_P95_WITHIN: f64 = 0.15;
const RANGE_WITHIN: f64 = 0.04;
const LIMIT_WITHIN: f64 = 1e-3;

/// A figure of the engine beside that of the second opinion.
pub(crate) struct Compared {
    what: String,
    engine: f64,
    played: f64,
    /// By how much chance moves what was played, as a share: one standard error.
    chance: f64,
    within: f64,
}

impl Compared {
    fn off(&self) -> f64 {
        self.engine / self.played - 1.0
    }

    /// Whether it is further off than allowed, and that is not chance.
    pub(crate) fn is_wrong(&self) -> bool {
        self.off().is_nan() || self.off().abs() > self.within + 3.0 * self.chance
    }

    pub(crate) fn text(&self) -> String {
        let (off, chance) = (100.0 * self.off(), 100.0 * self.chance);
        format!("{}: {:.5}, played {:.5} ({off:+.1} %, chance {chance:.1} %)", self.what, self.engine, self.played)
    }
}

/// A design from a seed, with what the engine says of it.
pub(crate) struct Opinion {
    seed: u64,
    plan: Plan,
    estimate: Estimate,
}

impl Opinion {
    pub(crate) fn of_seed(seed: u64) -> Self {
        let plan = Plan::of_seed(seed);
        Self { seed, estimate: estimated(&plan), plan }
    }

    /// The rate and its range beside those of every design that has less of something or more to do, in words where one is
    /// higher. Ends of ranges are drawn and may be a percent off.
    pub(crate) fn raised(&self) -> Vec<String> {
        let Some(rate) = self.estimate.rate else { return Vec::new() };
        let mut found = Vec::new();
        for (what, plan) in self.plan.worse() {
            let Some(after) = estimated(&plan).rate else { continue };
            let is_higher = after.p50 > rate.p50 * (1.0 + 1e-6);
            if is_higher || after.p10 > 1.01 * rate.p10 || after.p90 > 1.01 * rate.p90 {
                found.push(format!("seed {}, {what}: {rate:?} and then {after:?}", self.seed));
            }
        }
        found
    }

    /// The drawing.
    pub(crate) fn document(&self) -> Document {
        self.plan.document()
    }

    /// The rate without every one and two computers, in words where it is more than without one of them, than the best
    /// sharing-out of what is left carries, or something where a host or a database has no computer left.
    pub(crate) fn after_losses(&self) -> Vec<String> {
        let document = self.document();
        let structure = Structure::of(&document);
        let ids: Vec<ComputerId> = document.computers.keys().copied().collect();
        let rate = |lost: &[usize]| {
            let loss = Loss { parts: lost.iter().map(|at| Element::from(ids[*at]).into()).collect() };
            estimate(&document, &structure, &loss).rate.map_or(0.0, |it| it.p50)
        };
        let alone: Vec<f64> = (0..ids.len()).map(|at| rate(&[at])).collect();
        let pairs = (0..ids.len()).flat_map(|a| (0..a).map(move |b| vec![a, b]));
        let losses = (0..ids.len()).map(|at| vec![at]).chain(pairs);
        let normal = self.estimate.rate.map_or(0.0, |it| it.p50);
        let mut found = Vec::new();
        for lost in losses {
            let left = rate(&lost);
            let smaller = lost.iter().map(|at| if lost.len() > 1 { alone[*at] } else { normal }).fold(normal, f64::min);
            let most = self.plan.without(&lost).map_or(0.0, |plan| plan.limit(&Errors::NONE));
            if left > smaller.min(most) * (1.0 + 1e-6) || most > 0.0 && left <= 0.0 {
                found.push(format!(
                    "seed {}, without {lost:?}: {left}, a smaller loss {smaller}, at most {most}",
                    self.seed
                ));
            }
        }
        found
    }

    /// The kind of what limits the design, as a key.
    pub(crate) fn limit(&self) -> &'static str {
        self.estimate.bottleneck().map_or("", |it| it.kind.key())
    }

    /// What limits the design, in the words of the engine.
    fn bottleneck(&self) -> &str {
        self.estimate.bottleneck().map_or("nothing", |it| it.name.as_str())
    }

    fn compared(&self, what: &str, engine: f64, played: (f64, f64), within: f64) -> Compared {
        let what = format!("seed {}, {} ({what})", self.seed, self.bottleneck());
        Compared { what, engine, played: played.0, chance: played.1, within }
    }

    /// The rate, and the ends of its range when inputs are drawn so many times.
    pub(crate) fn rates(&self, draws: usize) -> Vec<Compared> {
        let Some(rate) = self.estimate.rate else { return Vec::new() };
        let (p10, p90) = self.drawn_range(draws);
        vec![
            self.compared("rate", rate.p50, (self.plan.limit(&Errors::NONE), 0.0), LIMIT_WITHIN),
            self.compared("P10 of the rate", rate.p10, (p10, 0.0), RANGE_WITHIN),
            self.compared("P90 of the rate", rate.p90, (p90, 0.0), RANGE_WITHIN),
        ]
    }

    /// Messages per second at a share of the limit, and the mean and 95 % quantile that the engine says of them.
    pub(crate) fn at(&self, share: f64) -> Option<(f64, [f64; 2])> {
        let model = self.estimate.response.as_ref()?.of_the_engine_alone();
        let point = model.at(model.limit_per_sec() * share)?;
        Some((point.messages_per_sec, [point.mean_secs, point.p95_secs.unwrap_or(f64::NAN)]))
    }

    /// Whether the engine calls what it says of a share of the limit rough.
    pub(crate) fn is_rough_at(&self, share: f64) -> bool {
        let model = self.estimate.response.as_ref();
        model.and_then(|it| it.at(it.limit_per_sec() * share)).is_some_and(|it| it.is_rough)
    }

    /// Means and 95 % quantiles of all messages while so many of them pass.
    pub(crate) fn response_times(&self, messages: usize) -> Vec<Compared> {
        let mut found = Vec::new();
        for share in LOADS {
            let Some((load, [mean_said, p95_said])) = self.at(share) else { continue };
            let times = play(&self.plan, load, messages, self.seed);
            let mean = with_chance(&times, |times| times.iter().sum::<f64>() / times.len() as f64);
            let p95 = with_chance(&times, |times| {
                let mut sorted = times.to_vec();
                sorted.sort_by(f64::total_cmp);
                sorted[sorted.len() * 95 / 100]
            });
            let (what, mean_within, p95_within) = if self.is_rough_at(share) {
                ("rough at", ROUGH_MEAN_WITHIN, ROUGH_P95_WITHIN)
            } else {
                ("at", MEAN_WITHIN, P95_WITHIN)
            };
            found.push(self.compared(&format!("mean {what} {share}"), mean_said, mean, mean_within));
            found.push(self.compared(&format!("P95 {what} {share}"), p95_said, p95, p95_within));
        }
        found
    }

    /// P10 and P90 when every input that is not known has a log-normal error of its own (capacity.md 3.7).
    fn drawn_range(&self, draws: usize) -> (f64, f64) {
        let mut luck = Luck::new(u128::from(self.seed) << 64 | 0x0123_4567_89AB_CDEF);
        let (work, speed) = (0.30, 0.10);
        let open = |parameter| if self.plan.is_certain { 0.0 } else { published(parameter) };
        let (tuning, machines) = (open(Parameter::SigmaTuning), open(Parameter::SigmaVirtualization));
        let mut error = |sigma: f64| (sigma * luck.normal()).exp();
        let mut limits: Vec<f64> = (0..draws)
            .map(|_| {
                self.plan.limit(&Errors {
                    all: error(published(Parameter::SigmaStructure)),
                    biztalk_work: error(work),
                    message_box_work: error(work),
                    biztalk_speed: error(speed),
                    sql_speed: error(speed),
                    processors: error(tuning) * error(machines),
                })
            })
            .collect();
        limits.sort_by(f64::total_cmp);
        (limits[draws / 10], limits[draws * 9 / 10])
    }
}

fn estimated(plan: &Plan) -> Estimate {
    let document = plan.document();
    estimate(&document, &Structure::of(&document), &Loss::none())
}

/// A figure of response times in the order of arrival, and by how much chance moves it: from parts that are long enough to
/// be independent.
fn with_chance(times: &[f64], of: impl Fn(&[f64]) -> f64) -> (f64, f64) {
    const PARTS: usize = 20;
    let figure = of(times);
    let parts: Vec<f64> = times.chunks_exact(times.len() / PARTS).map(of).collect();
    let mean = parts.iter().sum::<f64>() / parts.len() as f64;
    let variance = parts.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (parts.len() - 1) as f64;
    (figure, (variance / parts.len() as f64).sqrt() / figure)
}
