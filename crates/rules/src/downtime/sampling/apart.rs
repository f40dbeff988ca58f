//! What stops services by itself, from figures of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::rated::Rated;
use super::super::recipe::FigureIndex;
use crate::availability::uncertainty::{Draws, Spectrum, Uncertain};
use crate::availability::{LANES, Lanes};

/// Draws of the figures that events apart follow from.
const SAMPLES_APART: usize = 8_192;

/// How probable it is that any of some events apart has happened. Those that share figures are drawn together; what several
/// services have in common is worked out once.
pub(super) struct Apart<'a> {
    pub(super) rated: &'a Rated,
    inputs: &'a [Uncertain],
    seed: u64,
    known: BTreeMap<Vec<usize>, Spectrum>,
}

impl<'a> Apart<'a> {
    pub(super) fn new(rated: &'a Rated, inputs: &'a [Uncertain], seed: u64) -> Self {
        Self { rated, inputs, seed, known: BTreeMap::new() }
    }

    pub(super) fn any_of(&mut self, events: &[usize]) -> Spectrum {
        if let Some(known) = self.known.get(events) {
            return known.clone();
        }
        let figures = |at: usize| -> BTreeSet<FigureIndex> { self.rated.events[at].figures().into_iter().collect() };
        let mut sets: Vec<(Vec<usize>, BTreeSet<FigureIndex>)> = Vec::new();
        for event in events {
            let (mut set, mut rows) = (vec![*event], figures(*event));
            // Of two sets that share a figure one becomes part of the other.
            let (same, others) = sets.into_iter().partition(|(_, it)| !it.is_disjoint(&rows));
            sets = others;
            for (events, figures) in same {
                set.extend(events);
                rows.extend(figures);
            }
            sets.push((set, rows));
        }
        let each = sets.iter().map(|(events, rows)| self.drawn(events, rows));
        let any = each.reduce(|a, b| a.either(&b)).unwrap_or_else(Spectrum::never);
        self.known.insert(events.to_vec(), any.clone());
        any
    }

    fn drawn(&self, events: &[usize], figures: &BTreeSet<FigureIndex>) -> Spectrum {
        let certain = |it: &Uncertain| Uncertain::certain(it.key, it.middle);
        let own = |(row, it): (FigureIndex, &Uncertain)| if figures.contains(&row) { *it } else { certain(it) };
        let own: Vec<Uncertain> = self.inputs.iter().enumerate().map(own).collect();
        let draws = Draws::new(&own, self.seed);
        let one = Lanes::from(1.0);
        let mut values = Vec::new();
        let any = |draw: usize| {
            draws.values(draw, &mut values);
            let works = events.iter().map(|at| one - self.rated.events[*at].probability(&values));
            (one - works.fold(one, |all, it| all * it)).0
        };
        Spectrum::new(&(0..SAMPLES_APART).step_by(LANES).flat_map(any).collect::<Vec<f64>>())
    }
}
