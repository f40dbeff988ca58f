//! Failure modes of designs from seeds against every loss of one and of two computers tried one by one, and against what no
//! sharing-out of the work that is left could carry.

use std::collections::BTreeSet;

use tierwright_design::document::templates;
use tierwright_design::model::{ComputerId, Document, Element, Part, SiteKind};
use tierwright_design::testing::any_design;
use tierwright_engine::capacity::{FailureMode, capacity_report, estimate};
use tierwright_engine::dependency::{Loss, Structure};

use crate::played::Opinion;

const DESIGNS: u64 = 40;

/// Whether two rates are the same to rounding.
fn is_same(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.max(b)
}

struct Tried<'a> {
    name: &'a str,
    document: &'a Document,
    structure: Structure,
}

impl Tried<'_> {
    /// Messages per second without these parts; infinite where nothing is estimated.
    fn rate(&self, parts: BTreeSet<Part>) -> f64 {
        let left = estimate(self.document, &self.structure, &Loss { parts });
        left.rate.map_or(f64::INFINITY, |it| it.p50)
    }

    fn lowest<const N: usize>(&self, losses: impl IntoIterator<Item = [Element; N]>) -> Option<f64> {
        let rates = losses.into_iter().map(|it| self.rate(it.into_iter().map(Part::from).collect()));
        rates.reduce(f64::min)
    }

    /// The worst case of a mode, by trying all of them.
    fn worst(&self, mode: FailureMode) -> Option<f64> {
        let document = self.document;
        let computers: Vec<ComputerId> = document.computers.keys().copied().collect();
        let pair = |[a, b]: [ComputerId; 2]| [Element::from(a), b.into()];
        match mode {
            FailureMode::Normal => self.lowest([[]]),
            FailureMode::OneComputer => self.lowest(computers.iter().map(|it| [Element::from(*it)])),
            FailureMode::TwoComputers => {
                let pairs =
                    computers.iter().enumerate().flat_map(|(at, a)| computers[at + 1..].iter().map(|b| [*a, *b]));
                self.lowest(pairs.map(pair))
            }
            FailureMode::PhysicalHost => {
                let carrying: BTreeSet<_> = document.computers.values().filter_map(|it| it.physical_host).collect();
                self.lowest(carrying.into_iter().map(|it| [Element::from(it)]))
            }
            FailureMode::Site => {
                let primary = document.sites.iter().filter(|(_, it)| it.kind == SiteKind::Primary);
                self.lowest(primary.map(|(id, _)| [Element::from(*id)]))
            }
            FailureMode::OnePart | FailureMode::Worst => None,
        }
    }

    fn check(&self) {
        let report = capacity_report(self.document, &self.structure);
        for mode in &report.modes {
            let shown = mode.rate.limit_per_sec;
            let named = self.rate(mode.rate.parts.clone());
            assert!(is_same(shown, named), "{}, {:?}: {shown}, tried {named}", self.name, mode.rate);
            if let Some(worst) = self.worst(mode.rate.mode) {
                assert!(is_same(shown, worst), "{}, {:?}: a loss leaves {worst}", self.name, mode.rate);
            }
        }
        let lowest = report.modes.iter().map(|it| it.rate.limit_per_sec).reduce(f64::min);
        assert_eq!(report.mode(FailureMode::Worst).map(|it| it.rate.limit_per_sec), lowest, "{}", self.name);
    }
}

#[test]
fn failure_modes_of_any_design_are_the_worst_of_all_losses_tried_one_by_one() {
    let templates = templates().iter().map(|it| (it.key.clone(), it.document.clone()));
    let any = (0..DESIGNS).map(|seed| (format!("any design {seed}"), any_design(seed)));
    let played = (0..DESIGNS).map(|seed| (format!("played design {seed}"), Opinion::of_seed(seed).document()));
    for (name, document) in templates.chain(any).chain(played) {
        Tried { name: &name, structure: Structure::of(&document), document: &document }.check();
    }
}

#[test]
fn no_loss_leaves_more_than_a_smaller_one_or_than_the_best_sharing_out_of_what_is_left() {
    let wrong: Vec<String> = (0..DESIGNS).flat_map(|seed| Opinion::of_seed(seed).after_losses()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
