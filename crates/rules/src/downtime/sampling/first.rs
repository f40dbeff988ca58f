//! The mean of a function over the first draws alone, by which fixes are compared.

use super::super::rated::Rated;
use super::{Point, SEED, SHARES};
use crate::availability::quant::MINUTES_PER_YEAR;
use crate::availability::uncertainty::{Draws, Uncertain};
use crate::availability::{Diagram, LANES, Lanes};

/// The first draws of all figures: what designs are compared by that mostly have the same figures.
pub(in crate::downtime) struct FirstDraws {
    inputs: Vec<Uncertain>,
    values: Vec<Vec<Lanes>>,
}

impl FirstDraws {
    /// Of the figures of a design.
    pub(in crate::downtime) fn new(rated: &Rated) -> Self {
        let inputs = rated.uncertain();
        let draws = Draws::new(&inputs, SEED);
        let values = |draw| {
            let mut values = Vec::new();
            draws.values(draw, &mut values);
            values
        };
        Self { values: (0..SHARES).step_by(LANES).map(values).collect(), inputs }
    }

    /// The mean of one function over these draws, in minutes a year.
    pub(in crate::downtime) fn mean_minutes(&self, rated: &Rated, diagram: &Diagram) -> f64 {
        if rated.uncertain() != self.inputs {
            return Self::new(rated).mean_minutes(rated, diagram);
        }
        let plan = rated.plan();
        let mut point = Point::default();
        let mut sum = Lanes::from(0.0);
        for values in &self.values {
            plan.probabilities(values, &mut point.rates, &mut point.q);
            sum = sum + diagram.probability_with(&point.q, &mut point.sweep);
        }
        sum.0.iter().sum::<f64>() / SHARES as f64 * MINUTES_PER_YEAR
    }
}
