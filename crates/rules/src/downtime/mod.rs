//! The availability estimate: what failure and repair data make of the failure logic of a design.
//!
//! It is an estimate with a range, because its inputs are assumptions: [`assets/availability.ron`] has the defaults,
//! the design the figures that people entered. [`Rated`] joins them with the logic, [`Estimate`] computes downtime per
//! year and its drivers, [`upgrades()`] ranks the applicable fixes, [`fault_trees`] writes the logic for other programs.
//!
//! [`assets/availability.ron`]: defaults

#[cfg(test)]
mod chain;
mod defaults;
mod estimate;
mod fault_tree;
mod rated;
mod recipe;
mod sampling;
#[cfg(test)]
mod simulated;
#[cfg(test)]
mod tests;
pub mod text;
mod upgrades;
mod verdict;

pub use defaults::{DefaultFigure, FailureInput, Unit, defaults};
pub use estimate::{Driver, Estimate, InputDriver, ServiceEstimate, duration};
pub use fault_tree::{WrittenFigures, fault_trees};
pub use rated::{InputRow, Rated, RatedEvent, RatedService};
pub use sampling::Range;
pub use upgrades::{Upgrade, upgrades};
pub use verdict::Verdict;

use crate::model::Document;
use crate::rules::RuleReport;

/// What the program says about availability when it is asked: the estimate, and which fixes help.
#[derive(Clone, Debug)]
pub struct Availability {
    /// Downtime and drivers.
    pub estimate: Estimate,
    /// Applicable fixes, the most useful first.
    pub upgrades: Vec<Upgrade>,
}

impl Availability {
    /// Computes both. Depends on nothing but the design and its findings.
    pub fn new(document: &Document, rules: &RuleReport) -> Self {
        let estimate = Estimate::new(document);
        let upgrades = upgrades(document, rules, &estimate);
        Self { estimate, upgrades }
    }
}
