//! What of a service can be drawn by itself.

use std::collections::BTreeSet;

use super::super::rated::Rated;
use super::super::recipe::FigureIndex;
use super::Point;
use crate::availability::Lanes;
use crate::availability::quant::Quantified;
use crate::availability::uncertainty::Draws;

/// Times that a person takes, with each draw of everything else.
pub(super) const TURNS: usize = 16;
/// An event that is this sure to stop a service stops it.
const SURE: f64 = 1.0 - 1e-12;

/// What is known of a service before it is sampled.
pub(super) struct Service<'a> {
    pub(super) quantified: Quantified,
    /// By event: its probability, and the uncertain figures that it follows from.
    pub(super) q: &'a [f64],
    pub(super) figures: &'a [BTreeSet<FigureIndex>],
}

impl Service<'_> {
    /// The events that matter to it.
    fn events(&self) -> impl Iterator<Item = usize> {
        self.quantified.birnbaum.iter().enumerate().filter(|(_, it)| **it > 0.0).map(|(event, _)| event)
    }

    fn is_stopped_by(&self, event: usize) -> bool {
        self.quantified.unavailability + (1.0 - self.q[event]) * self.quantified.birnbaum[event] >= SURE
    }

    /// The events that stop it by themselves and follow from uncertain figures that none of its other events follows from.
    pub(super) fn apart(&self) -> Vec<usize> {
        let is_one = |event: &usize| self.is_stopped_by(*event) && !self.figures[*event].is_empty();
        let mut apart: Vec<usize> = self.events().filter(is_one).collect();
        loop {
            let others = self.events().filter(|event| !apart.contains(event));
            let of_others: BTreeSet<FigureIndex> = others.flat_map(|event| &self.figures[event]).copied().collect();
            let before = apart.len();
            apart.retain(|event| self.figures[*event].is_disjoint(&of_others));
            if apart.len() == before {
                return apart;
            }
        }
    }

    pub(super) fn waiting(&self, rated: &Rated) -> Option<Waiting> {
        let person = |event: &usize| rated.events[*event].person();
        let events: Vec<usize> = self.events().filter(|event| person(event).is_some()).collect();
        let figure = events.iter().find_map(person)?;
        let fits = |event: usize| {
            let waits_for_it = person(&event) == Some(figure) && self.is_stopped_by(event);
            waits_for_it || !self.figures[event].contains(&figure) && person(&event).is_none()
        };
        let is_uncertain = events.iter().any(|event| self.figures[*event].contains(&figure));
        (is_uncertain && self.events().all(fits)).then_some(Waiting { events, figure })
    }
}

/// Host instances that wait for a person. They stop a service by themselves, and their odds grow in proportion to how
/// long the person takes, which nothing else follows from: each draw is taken with several of these times.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) events: Vec<usize>,
    pub(super) figure: FigureIndex,
}

impl Waiting {
    /// The probability that none of them waits, when the person takes as long as with luck that is turned again and again.
    pub(super) fn goes_on(&self, draw: usize, draws: &Draws<'_>, point: &mut Point) -> [Lanes; TURNS] {
        let one = Lanes::from(1.0);
        let per_hour = |event: &usize| point.q[*event] / ((one - point.q[*event]) * point.values[self.figure]);
        let odds: Vec<Lanes> = self.events.iter().map(per_hour).collect();
        let mut turns = point.turned(self.figure, draw, draws);
        for hours in &mut turns {
            *hours = odds.iter().fold(one, |goes_on, odds| goes_on / (one + *odds * *hours));
        }
        turns
    }
}
