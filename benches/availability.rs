//! How long it takes to say what failures do and how probable they are, from the large template to 58 computers.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use tierwright_availability::modules::Law;
use tierwright_availability::quant::HOURS_PER_YEAR;
use tierwright_availability::simulation::{Process, Simulation};
use tierwright_availability::{Bounds, Budget, CutSets, Diagram, Term};
use tierwright_design::document::template;
use tierwright_design::model::Document;
use tierwright_design::model::index::Index;
use tierwright_engine::dependency::{ServiceCuts, Structure, Sweep};
use tierwright_rules::downtime::{Availability, Rated};
use tierwright_rules::rules::{RuleContext, evaluate};
use tierwright_rules::testing::virtualized_design;

/// Scales of [`virtualized_design`] by their number of computers.
const SCALES: &[(usize, usize)] = &[(42, 2), (58, 3)];

/// Nodes that cut sets may take.
const MOST_NODES: usize = 20_000_000;

fn main() {
    divan::main();
}

fn design(computers: usize) -> Document {
    let scale = SCALES.iter().find(|(count, _)| *count == computers).map_or(1, |(_, scale)| *scale);
    virtualized_design(scale)
}

fn large() -> Document {
    template("large-complete").map(|it| it.document.clone()).unwrap_or_default()
}

/// Every service with its diagram.
fn solved(rated: &Rated) -> Vec<Diagram> {
    let solve = |stops: Term| Diagram::compile(&rated.logic, stops, Budget::default()).ok();
    rated.services.iter().filter_map(|service| solve(service.stops)).collect()
}

/// Sweep of one and two, cut sets in sentences, and for each service unavailability, importances and cut sets of any
/// order or up to `most_events`.
fn everything(design: &Document, most_events: Option<u32>) -> usize {
    let structure = Structure::new(&Index::new(design));
    let sweep = Sweep::live(&structure);
    let cuts = ServiceCuts::all(design, &structure, &sweep, None);
    let rated = Rated::new(design);
    let q = rated.probabilities();
    let of_services = solved(&rated).into_iter().map(|diagram| {
        let importances = diagram.importances(&q).len();
        let cut_sets = CutSets::of(&diagram, most_events, MOST_NODES);
        importances + cut_sets.and_then(|it| it.count()).map_or(0, |it| it.to_string().len())
    });
    of_services.sum::<usize>() + cuts.len()
}

#[divan::bench]
fn everything_of_the_large_template(bencher: Bencher<'_, '_>) {
    let design = large();
    bencher.bench(|| everything(black_box(&design), None));
}

#[divan::bench(args = [42, 58])]
fn everything_with_cut_sets_up_to_order_3(bencher: Bencher<'_, '_>, computers: usize) {
    let design = design(computers);
    bencher.bench(|| everything(black_box(&design), Some(3)));
}

#[divan::bench(args = [42, 58])]
fn every_cut_set_counted(bencher: Bencher<'_, '_>, computers: usize) {
    let design = design(computers);
    bencher.bench(|| everything(black_box(&design), None));
}

#[divan::bench(args = [42, 58])]
fn structure_and_sweep(bencher: Bencher<'_, '_>, computers: usize) {
    let design = design(computers);
    bencher.bench(|| Sweep::live(&Structure::new(&Index::new(black_box(&design)))));
}

#[divan::bench(args = [42, 58])]
fn certified_bounds(bencher: Bencher<'_, '_>, computers: usize) {
    let design = design(computers);
    let rated = Rated::new(&design);
    let q = rated.probabilities();
    let Some(whole) = rated.services.last().map(|it| it.stops) else { return };
    bencher.bench(|| Bounds::of(&rated.logic, whole, black_box(&q), Budget::default()));
}

#[divan::bench]
fn estimate_and_ranking_of_the_large_template(bencher: Bencher<'_, '_>) {
    let design = large();
    let rules = evaluate(&RuleContext::new(&design));
    bencher.bench(|| Availability::new(black_box(&design), &rules));
}

/// Events a second of a simulation of 45 independent components over 1000 years, watched by one function.
#[divan::bench]
fn simulation(bencher: Bencher<'_, '_>) {
    let mut logic = tierwright_availability::Logic::new();
    let events: Vec<Term> = (0..45).map(|_| logic.event()).collect();
    let pairs: Vec<Term> = events.chunks(3).map(|set| logic.at_least(2, set.to_vec())).collect();
    let top = logic.or(pairs);
    let process = |key: u64| Process {
        key,
        up: Law::Exponential { mean_h: 1_000.0 + 20.0 * key as f64 },
        down: Law::Exponential { mean_h: 6.0 },
    };
    let processes: Vec<Option<Process>> = (0..45).map(|key| Some(process(key))).collect();
    let simulation = Simulation {
        logic: &logic,
        roots: &[top],
        processes: &processes,
        groups: &[],
        years: 1_000.0,
        repetitions: 1,
        seed: 3,
    };
    let changes: f64 = (0..45).map(|key| 2.0 * 1_000.0 * HOURS_PER_YEAR / (1_006.0 + 20.0 * f64::from(key))).sum();
    bencher.counter(ItemsCount::new(changes as usize)).bench(|| simulation.run());
}
