//! The command line of Tierwright.

use tierwright_availability as availability;
#[cfg(test)]
use tierwright_design::edit;
use tierwright_design::{calendar, document, model, sources};
use tierwright_engine::{capacity, dependency, drill};
use tierwright_papers::export;
#[cfg(test)]
use tierwright_rules::testing;
use tierwright_rules::{analysis, downtime, rules, verdict};

pub mod cli;
