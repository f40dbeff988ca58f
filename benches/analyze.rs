//! How long a design takes: judging it, drawing it, writing and reading it, from the large template to 1000 computers.

use std::path::PathBuf;

use divan::{Bencher, black_box};
use tierwright_design::document::{from_text, template, to_text};
use tierwright_design::model::{Document, check_invariants};
use tierwright_drawing::scene::{SceneOptions, build};
use tierwright_engine::capacity::capacity_report;
use tierwright_engine::dependency::Structure;
use tierwright_papers::badges::badges;
use tierwright_papers::export::run::render;
use tierwright_papers::export::{ExportRequest, Format};
use tierwright_rules::analysis::analyze;
use tierwright_rules::rules::{RuleContext, evaluate};
use tierwright_rules::testing::generated_design;

/// Designs by number of computers; the smallest is the completed large template.
const COMPUTERS: &[usize] = &[26, 60, 200, 1000];

fn design(num_computers: usize) -> Document {
    let completed = template("large-complete").filter(|it| it.document.computers.len() == num_computers);
    completed.map_or_else(|| generated_design(num_computers, 7), |it| it.document.clone())
}

fn main() {
    divan::main();
}

/// What follows an edit before the next frame: everything derived from the design.
#[divan::bench(args = COMPUTERS)]
fn analysis_and_scene(bencher: Bencher<'_, '_>, num_computers: usize) {
    let design = design(num_computers);
    bencher.bench(|| {
        let analysis = analyze(black_box(&design));
        let options = SceneOptions { badges: badges(&analysis.rules), ..SceneOptions::default() };
        (build(&design, &options), analysis)
    });
}

#[divan::bench(args = ["large", "large-complete"])]
fn analysis_and_scene_of_template(bencher: Bencher<'_, '_>, key: &str) {
    let Some(design) = template(key).map(|it| &it.document) else { return };
    bencher.bench(|| {
        let analysis = analyze(black_box(design));
        let options = SceneOptions { badges: badges(&analysis.rules), ..SceneOptions::default() };
        (build(design, &options), analysis)
    });
}

#[divan::bench(args = COMPUTERS)]
fn capacity(bencher: Bencher<'_, '_>, num_computers: usize) {
    let design = design(num_computers);
    let structure = Structure::of(&design);
    bencher.bench(|| capacity_report(black_box(&design), &structure));
}

/// With all that is worked out only when somebody looks at it.
#[divan::bench(args = COMPUTERS)]
fn capacity_with_every_range(bencher: Bencher<'_, '_>, num_computers: usize) {
    let design = design(num_computers);
    let structure = Structure::of(&design);
    bencher.bench(|| {
        let report = capacity_report(black_box(&design), &structure);
        let ranges: Vec<_> = report.all().flat_map(|it| &it.modes).map(|mode| mode.sustains()).collect();
        (report.all().map(|it| it.narrowings().len()).sum::<usize>(), ranges)
    });
}

#[divan::bench(args = [Format::Png, Format::Svg, Format::Pdf, Format::Checklist])]
fn export_large_complete(bencher: Bencher<'_, '_>, format: Format) {
    let Some(design) = template("large-complete").map(|it| &it.document) else { return };
    let analysis = analyze(design);
    let request = ExportRequest::usual(PathBuf::new(), "bench".to_owned(), "2026-01-31".to_owned());
    bencher.bench(|| render(black_box(design), &analysis, &request, format).map(|bytes| bytes.len()).ok());
}

#[divan::bench(args = COMPUTERS)]
fn rules(bencher: Bencher<'_, '_>, num_computers: usize) {
    let design = design(num_computers);
    bencher.bench(|| evaluate(&RuleContext::new(black_box(&design))));
}

#[divan::bench(args = COMPUTERS)]
fn scene(bencher: Bencher<'_, '_>, num_computers: usize) {
    let design = design(num_computers);
    bencher.bench(|| build(black_box(&design), &SceneOptions::default()));
}

#[divan::bench(args = COMPUTERS)]
fn invariants(bencher: Bencher<'_, '_>, num_computers: usize) {
    let design = design(num_computers);
    bencher.bench(|| check_invariants(black_box(&design)));
}

#[divan::bench(args = COMPUTERS)]
fn write_text(bencher: Bencher<'_, '_>, num_computers: usize) {
    let design = design(num_computers);
    bencher.bench(|| to_text(black_box(&design)));
}

#[divan::bench(args = COMPUTERS)]
fn read_text(bencher: Bencher<'_, '_>, num_computers: usize) {
    let text = to_text(&design(num_computers));
    bencher.bench(|| from_text(black_box(&text)));
}
