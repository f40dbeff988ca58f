//! What stops services by itself, from figures of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::rated::{RatePlan, Rated};
use super::super::recipe::FigureIndex;
use super::service::TURNS;
use crate::availability::uncertainty::{Draws, Spectrum, Uncertain};
use crate::availability::{LANES, Lanes};

/// Draws of the figures that events apart follow from, each with [`TURNS`] values of the widest of them, on which most of
/// their far end depends.
const SAMPLES_APART: usize = 8_192;

/// How probable it is that any of some events apart has happened. Those that share figures are drawn together; what several
/// services have in common, and what follows from the same figures in the same way, is worked out once.
pub(super) struct Apart<'a> {
    pub(super) rated: &'a Rated,
    plan: RatePlan<'a>,
    inputs: &'a [Uncertain],
    seed: u64,
    /// By the recipes of the events, in order, each as often as there are events of it.
    known: BTreeMap<Vec<usize>, Spectrum>,
}

impl<'a> Apart<'a> {
    pub(super) fn new(rated: &'a Rated, inputs: &'a [Uncertain], seed: u64) -> Self {
        Self { rated, plan: rated.plan(), inputs, seed, known: BTreeMap::new() }
    }

    pub(super) fn any_of(&mut self, events: &[usize]) -> Spectrum {
        let recipes = events.iter().filter_map(|event| self.plan.recipe_of(*event));
        self.any_of_recipes(recipes.collect())
    }

    fn any_of_recipes(&mut self, mut recipes: Vec<usize>) -> Spectrum {
        recipes.sort_unstable();
        if let Some(known) = self.known.get(&recipes) {
            return known.clone();
        }
        let mut sets: Vec<(Vec<usize>, BTreeSet<FigureIndex>)> = Vec::new();
        for recipe in &recipes {
            let (mut set, mut rows) = (vec![*recipe], self.figures(*recipe));
            // Of two sets that share a figure one becomes part of the other.
            let (same, others) = sets.into_iter().partition(|(_, it)| !it.is_disjoint(&rows));
            sets = others;
            for (recipes, figures) in same {
                set.extend(recipes);
                rows.extend(figures);
            }
            sets.push((set, rows));
        }
        let any = match sets.as_slice() {
            [(_, rows)] => self.drawn(&recipes, rows),
            _ => {
                let each = sets.into_iter().map(|(set, _)| self.any_of_recipes(set));
                each.reduce(|a, b| a.either(&b)).unwrap_or_else(Spectrum::never)
            }
        };
        self.known.insert(recipes, any.clone());
        any
    }

    fn figures(&self, recipe: usize) -> BTreeSet<FigureIndex> {
        self.plan.figures_of(recipe).into_iter().collect()
    }

    fn drawn(&self, recipes: &[usize], figures: &BTreeSet<FigureIndex>) -> Spectrum {
        let certain = |it: &Uncertain| Uncertain::certain(it.key, it.middle);
        let own = |(row, it): (FigureIndex, &Uncertain)| if figures.contains(&row) { *it } else { certain(it) };
        let own: Vec<Uncertain> = self.inputs.iter().enumerate().map(own).collect();
        let draws = Draws::new(&own, self.seed);
        let one = Lanes::from(1.0);
        let any_of = |values: &[Lanes]| {
            let works = recipes.chunk_by(|a, b| a == b).filter_map(|alike| {
                let works = one - self.plan.recipe(*alike.first()?)?.rate(values).q;
                Some(alike.iter().fold(one, |all, _| all * works))
            });
            (one - works.fold(one, |all, it| all * it)).0
        };
        let mut values = Vec::new();
        let mut drawn = Vec::new();
        let Some(widest) = widest(&own) else {
            draws.values(0, &mut values);
            return Spectrum::new(&any_of(&values));
        };
        for draw in (0..SAMPLES_APART).step_by(LANES) {
            draws.values(draw, &mut values);
            for value in draws.turned::<TURNS>(widest, draw) {
                values[widest] = value;
                drawn.extend(any_of(&values));
            }
        }
        Spectrum::new(&drawn)
    }
}

/// The uncertain figure that spans the largest multiple.
fn widest(inputs: &[Uncertain]) -> Option<FigureIndex> {
    let span = |row: &FigureIndex| inputs[*row].high / inputs[*row].low;
    let uncertain = (0..inputs.len()).filter(|row| inputs[*row].low != inputs[*row].high);
    uncertain.max_by(|a, b| span(a).total_cmp(&span(b)))
}
