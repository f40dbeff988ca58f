//! The command line of Tierwright.

use tierwright_availability as availability;
use tierwright_design::{calendar, document, edit, model, prose, sources};
use tierwright_engine::{capacity, dependency, drill};
use tierwright_exchange as exchange;
use tierwright_papers::{bundle, carried, export, import as filled_in};
#[cfg(test)]
use tierwright_rules::testing;
use tierwright_rules::{analysis, checklist, comparison, downtime, migration, rules, verdict};

pub mod cli;
