//! How much of the estimate of downtime is chance: by how much its quantiles move from seed to seed, for every service of
//! every template, with and without what no design changes.
//!
//! `seeds [SEEDS] [TEMPLATE]`: 12 of every template unless told otherwise. Fails when the 95 % quantile of one moves by a percent or more.
#![expect(clippy::print_stdout, reason = "a command line program talks on the console")]

use std::process::ExitCode;

use tierwright_design::document::templates;
use tierwright_rules::downtime::Estimate;

fn main() -> ExitCode {
    let seeds = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(12);
    let only = std::env::args().nth(2);
    let mut worst = 0.0_f64;
    for template in templates().iter().filter(|it| only.as_ref().is_none_or(|only| *only == it.key)) {
        let estimates: Vec<Estimate> = (1..=seeds).map(|seed| Estimate::with_seed(&template.document, seed)).collect();
        let Some(first) = estimates.first() else { continue };
        for (at, service) in first.services.iter().enumerate().filter(|(_, it)| !it.is_bounded) {
            let of_service = |estimate: &'_ Estimate| [estimate.services[at].all, estimate.services[at].by_design];
            for (which, what) in ["all", "by design"].into_iter().enumerate() {
                let span = |quantile: usize| {
                    let minutes = estimates.iter().map(|it| of_service(it)[which].minutes[quantile]);
                    let (least, most) = minutes.fold((f64::INFINITY, 0.0_f64), |(a, b), it| (a.min(it), b.max(it)));
                    100.0 * (most / least - 1.0)
                };
                let [p5, p50, p95] = [0, 1, 2].map(span);
                println!("{}, {}, {what}: P5 {p5:.2} %, P50 {p50:.2} %, P95 {p95:.2} %", template.key, service.key);
                worst = worst.max(p95);
            }
        }
    }
    println!("the 95 % quantile moves by {worst:.2} % at most between {seeds} seeds");
    if worst < 1.0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
