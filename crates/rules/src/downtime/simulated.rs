//! A second opinion on failovers: two cluster nodes played event by event, with nothing of the formulas in it.

use super::Rated;
use super::defaults::FailureInput;
use crate::model::Document;
use crate::sources::Sourced;
use crate::testing::Luck;

const HOURS_A_YEAR: f64 = 8_760.0;

/// A lognormal time whose standard deviation is half its mean.
fn move_time(luck: &mut Luck, mean: f64) -> f64 {
    let variance = 1.25_f64.ln();
    mean * (variance.sqrt() * luck.normal() - variance / 2.0).exp()
}

/// How a failure comes and goes.
#[derive(Clone, Copy)]
struct Failure {
    every_h: f64,
    repair_h: f64,
    beta: f64,
}

/// Two nodes of a failover cluster and what moves between them.
struct Pair {
    failures: [Failure; 2],
    software_every_h: f64,
    coverage: f64,
    failover_h: f64,
    manual_h: f64,
    delay_h: f64,
}

/// What a long run came to, per year.
#[derive(Debug, Default)]
struct Run {
    away_h: f64,
    long_outages: f64,
    outages: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    On(usize),
    /// Until then, when it arrives at any node that works; a repair of the node it left ends it as well.
    Moving {
        from: usize,
        until: f64,
    },
    Nowhere,
}

impl Pair {
    fn play(&self, years: f64) -> Run {
        let mut luck = Luck::new(0x0123_4567_89AB_CDEF_1357_9BDF_0246_8ACF);
        let end = years * HOURS_A_YEAR;
        // For each node and cause: the time of the next change, and whether it is down from it. Then common causes.
        let mut timers: Vec<(f64, bool)> = Vec::new();
        let mean = |cause: usize, is_common: bool| {
            let Failure { every_h, beta, .. } = self.failures[cause];
            every_h / if is_common { beta } else { 1.0 - beta }
        };
        for timer in 0..6 {
            timers.push((luck.exponential(mean(timer % 2, timer >= 4)), false));
        }
        let mut crash = luck.exponential(self.software_every_h);
        let (mut now, mut role, mut away_since) = (0.0, Role::On(0), None::<f64>);
        let mut run = Run::default();
        while now < end {
            let (at, next) = timers.iter().map(|it| it.0).enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            let arrives = if let Role::Moving { until, .. } = role { until } else { f64::INFINITY };
            now = next.min(crash).min(arrives);
            let down_before = |timers: &[(f64, bool)], node: usize| {
                timers[2 * node].1 || timers[2 * node + 1].1 || timers[4].1 || timers[5].1
            };
            if now == crash {
                crash = now + luck.exponential(self.software_every_h);
                if let Role::On(node) = role
                    && !down_before(&timers, 1 - node)
                {
                    role = Role::Moving { from: 2, until: now + self.time(&mut luck) };
                }
            } else if now == next {
                let Failure { repair_h, .. } = self.failures[at % 2];
                let fails = !timers[at].1;
                let wait = if fails { luck.exponential(repair_h) } else { luck.exponential(mean(at % 2, at >= 4)) };
                timers[at] = (now + wait, fails);
            }
            let up = |node: usize| node < 2 && !down_before(&timers, node);
            role = match role {
                Role::On(node) if up(node) => role,
                Role::On(node) if up(1 - node) => Role::Moving { from: node, until: now + self.time(&mut luck) },
                Role::On(_) => Role::Nowhere,
                Role::Moving { .. } if !up(0) && !up(1) => Role::Nowhere,
                Role::Moving { from, .. } if up(from) => Role::On(from),
                Role::Moving { until, .. } if until <= now => Role::On(usize::from(!up(0))),
                Role::Nowhere if up(0) || up(1) => Role::On(usize::from(!up(0))),
                other => other,
            };
            match (matches!(role, Role::On(_)), away_since) {
                (false, None) => {
                    run.outages += 1.0;
                    away_since = Some(now);
                }
                (true, Some(since)) => {
                    run.away_h += now - since;
                    run.long_outages += f64::from(u8::from(now - since > self.delay_h));
                    away_since = None;
                }
                _ => {}
            }
        }
        Run { away_h: run.away_h / years, long_outages: run.long_outages / years, outages: run.outages / years }
    }

    fn time(&self, luck: &mut Luck) -> f64 {
        let mean = if luck.uniform() < self.coverage { self.failover_h } else { self.manual_h };
        move_time(luck, mean)
    }
}

fn pair_of(rated: &Rated) -> Pair {
    let values = rated.values();
    let value = |input| {
        let at = rated.inputs.iter().position(|it| it.input == input && it.element.is_none()).unwrap();
        values[at]
    };
    let hardware = Failure {
        every_h: value(FailureInput::ServerMttf),
        repair_h: value(FailureInput::ServerRepair),
        beta: value(FailureInput::BetaHardware),
    };
    let windows = Failure {
        every_h: HOURS_A_YEAR / value(FailureInput::WindowsFailures),
        repair_h: value(FailureInput::WindowsRepair),
        beta: value(FailureInput::BetaSoftware),
    };
    Pair {
        failures: [hardware, windows],
        software_every_h: HOURS_A_YEAR / value(FailureInput::SqlFailures),
        coverage: value(FailureInput::Coverage),
        failover_h: value(FailureInput::SqlFailover),
        manual_h: value(FailureInput::ManualTakeover),
        delay_h: value(FailureInput::RestartDelay),
    }
}

fn small(figures: &[(&str, f64)]) -> Document {
    let mut document = crate::document::template("small").unwrap().document.clone();
    for (key, value) in figures {
        document.availability = document.availability.with_figure(key, None, Some(Sourced::entered(*value)));
    }
    document
}

#[test]
fn two_nodes_played_event_by_event_have_the_outages_of_the_formulas() {
    for figures in [
        vec![],
        vec![("coverage", 0.5), ("restart-delay", 300.0)],
        vec![("coverage", 0.8), ("windows-failures", 6.0), ("server-mttf", 2_000.0), ("manual-takeover", 20.0)],
    ] {
        let rated = Rated::new(&small(&figures));
        let run = pair_of(&rated).play(60_000.0);
        let (values, q) = (rated.values(), rated.probabilities());
        let of = |ending: &str, start: &str| -> f64 {
            let keys = rated.events.iter().zip(&q);
            keys.filter(|(it, _)| it.key.ends_with(ending) && it.key.starts_with(start)).map(|(_, q)| q).sum()
        };
        let node = of("", "computer-19");
        let away = of("/window", "") + of("/common-cause", "failover-cluster") + node * node;
        assert!(
            (away * HOURS_A_YEAR / run.away_h - 1.0).abs() < 0.03,
            "{figures:?}: {} h, {run:?}",
            away * HOURS_A_YEAR
        );
        let by_hand = of("/by-hand", "") * HOURS_A_YEAR;
        let at = rated.inputs.iter().position(|it| it.input == FailureInput::ManualStart).unwrap();
        let played = run.long_outages * values[at];
        assert!((by_hand / played - 1.0).abs() < 0.03, "{figures:?}: {by_hand} h, {played} h");
        let per_year: f64 = rated
            .rates(&values)
            .iter()
            .zip(&rated.events)
            .filter(|(_, it)| it.key.ends_with("/window") || it.key.starts_with("failover-cluster"))
            .map(|(rate, _)| rate.per_year)
            .sum();
        assert!((per_year / run.outages - 1.0).abs() < 0.03, "{figures:?}: {per_year} a year, {run:?}");
    }
}
