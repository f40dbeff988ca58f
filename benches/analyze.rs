//! How long a design takes: judging it, drawing it, writing and reading it, from the large template to 1000 computers.

use divan::{Bencher, black_box};
use tierwright::document::{from_text, template, to_text};
use tierwright::model::{Document, check_invariants};
use tierwright::rules::{RuleContext, evaluate};
use tierwright::scene::{SceneOptions, build};
use tierwright::testing::generated_design;

/// Designs by number of computers; the smallest is the completed large template.
const COMPUTERS: &[usize] = &[26, 60, 200, 1000];

fn design(num_computers: usize) -> Document {
    let completed = template("large-complete").filter(|it| it.document.computers.len() == num_computers);
    completed.map_or_else(|| generated_design(num_computers, 7), |it| it.document.clone())
}

fn main() {
    divan::main();
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
