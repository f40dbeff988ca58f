//! Losses of two parts that stop what neither of the two stops alone, worst first.

use std::collections::BTreeSet;

use egui::{Label, Ui};

use super::matrix;
use crate::dependency::{PairRow, pair_rows};
use crate::edit::history::Revision;
use crate::memo::Memo;
use crate::model::Element;
use crate::text::impact as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::muted;

/// How many rows stand there at first, and how many come with each click.
const STEP: usize = 8;

/// The rows of one state of the design, and how many of them are asked for.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    more: usize,
    found: Memo<Revision, Vec<PairRow>>,
}

impl Pairs {
    /// The rows, once per state of the design.
    pub(super) fn rows(&mut self, view: &ViewContext<'_>) -> std::sync::Arc<Vec<PairRow>> {
        let failures = &view.analysis.failures;
        self.found.get(view.revision, |_| {
            pair_rows(view.document, &failures.structure, &failures.sweep, failures.cuts(view.document))
        })
    }

    /// Shows them, as many as are asked for.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, seen: &mut BTreeSet<Element>) {
        let rows = self.rows(view);
        if rows.is_empty() {
            let note = if view.analysis.failures.sweep.has_pairs() {
                text::NO_PAIR_STOPS_MORE
            } else {
                text::TOO_LARGE_FOR_PAIRS
            };
            ui.add(Label::new(muted(view, note)).wrap());
            return;
        }
        let num_shown = rows.len().min(STEP + self.more);
        matrix::pairs_ui(view, ui, rows.get(..num_shown).unwrap_or_default(), seen);
        let left = rows.len() - num_shown;
        if left > 0 {
            ui.horizontal(|ui| {
                if ui.button(text::show_more(left.min(STEP))).clicked() {
                    self.more += STEP;
                }
                ui.label(muted(view, text::some_of_pairs(num_shown, rows.len())).size(12.0));
            });
        }
    }
}
