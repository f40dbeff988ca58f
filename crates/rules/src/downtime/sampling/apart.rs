//! What stops services by itself, from figures of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::rated::{RatePlan, Rated};
use super::super::recipe::{FigureIndex, Recipe};
use super::is_outside;
use super::service::TURNS;
use crate::availability::uncertainty::{Draws, Spectrum, Uncertain};
use crate::availability::{LANES, Lanes};

/// Draws of the figures that events apart follow from, each with [`TURNS`] values of the widest of them, on which most of
/// their far end depends.
const SAMPLES_APART: usize = 8_192;

/// How probable it is that any of some events apart has happened. Those that share figures are drawn together; what several
/// services have in common, and what follows from the same figures in the same way, is worked out once.
pub(super) struct Apart<'a> {
    rated: &'a Rated,
    plan: RatePlan<'a>,
    inputs: &'a [Uncertain],
    seed: u64,
    /// By the recipes of the events, in order, each as often as there are events of it.
    known: BTreeMap<Vec<usize>, Spectrum>,
}

/// The probability that any event apart of a service has happened: of all, and without what no design changes.
pub(super) struct OfApart {
    pub(super) all: Spectrum,
    pub(super) by_design: Spectrum,
}

impl<'a> Apart<'a> {
    pub(super) fn new(rated: &'a Rated, inputs: &'a [Uncertain], seed: u64) -> Self {
        Self { rated, plan: rated.plan(), inputs, seed, known: BTreeMap::new() }
    }

    /// Of the events apart of each of several services.
    pub(super) fn spectra(mut self, of_services: &[Vec<usize>]) -> Vec<OfApart> {
        let is_inside = |at: &usize| !is_outside(&self.rated.events[*at]);
        let inside: Vec<Vec<usize>> =
            of_services.iter().map(|events| events.iter().copied().filter(is_inside).collect()).collect();
        let both = of_services.iter().zip(&inside);
        both.map(|(all, inside)| OfApart { by_design: self.any_of(inside), all: self.any_of(all) }).collect()
    }

    fn any_of(&mut self, events: &[usize]) -> Spectrum {
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

    fn kind(&self, alike: &[usize]) -> Option<Kind<'_>> {
        let first = *alike.first()?;
        Some(Kind { recipe: self.plan.recipe(first)?, figures: self.figures(first), count: alike.len() })
    }

    fn drawn(&self, recipes: &[usize], figures: &BTreeSet<FigureIndex>) -> Spectrum {
        let certain = |it: &Uncertain| Uncertain::certain(it.key, it.middle);
        let own = |(row, it): (FigureIndex, &Uncertain)| if figures.contains(&row) { *it } else { certain(it) };
        let own: Vec<Uncertain> = self.inputs.iter().enumerate().map(own).collect();
        let draws = Draws::new(&own, self.seed);
        let kinds: Vec<Kind<'_>> = recipes.chunk_by(|a, b| a == b).filter_map(|alike| self.kind(alike)).collect();
        let mut values = Vec::new();
        draws.values(0, &mut values);
        let Some(widest) = widest(&own) else {
            return Spectrum::new(&any_of(kinds.iter().map(|it| it.works(&values))));
        };
        let mut drawn = Vec::with_capacity(SAMPLES_APART * TURNS);
        // What does not follow from the widest figure stays as it is while that turns.
        let mut works = vec![Lanes::from(1.0); kinds.len()];
        let turns = |kind: &Kind<'_>| kind.figures.contains(&widest);
        for draw in (0..SAMPLES_APART).step_by(LANES) {
            draws.again(draw, &mut values);
            for (works, kind) in works.iter_mut().zip(&kinds).filter(|(_, kind)| !turns(kind)) {
                *works = kind.works(&values);
            }
            for value in draws.turned::<TURNS>(widest, draw) {
                values[widest] = value;
                for (works, kind) in works.iter_mut().zip(&kinds).filter(|(_, kind)| turns(kind)) {
                    *works = kind.works(&values);
                }
                drawn.extend(any_of(works.iter().copied()));
            }
        }
        Spectrum::new(&drawn)
    }
}

/// Events that follow from the same figures in the same way.
struct Kind<'a> {
    recipe: &'a Recipe,
    figures: BTreeSet<FigureIndex>,
    count: usize,
}

impl Kind<'_> {
    /// The probability that none of them has happened.
    fn works(&self, values: &[Lanes]) -> Lanes {
        let one = Lanes::from(1.0);
        let works = one - self.recipe.rate(values).q;
        (0..self.count).fold(one, |all, _| all * works)
    }
}

/// The probability that any has happened, in each draw.
fn any_of(works: impl Iterator<Item = Lanes>) -> [f64; LANES] {
    let one = Lanes::from(1.0);
    (one - works.fold(one, |all, it| all * it)).0
}

/// The uncertain figure that spans the largest multiple.
fn widest(inputs: &[Uncertain]) -> Option<FigureIndex> {
    let span = |row: &FigureIndex| inputs[*row].high / inputs[*row].low;
    let uncertain = (0..inputs.len()).filter(|row| inputs[*row].low != inputs[*row].high);
    uncertain.max_by(|a, b| span(a).total_cmp(&span(b)))
}
