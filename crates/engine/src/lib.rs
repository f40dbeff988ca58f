//! What a BizTalk design carries and what its losses do.
//!
//! `dependency` says who needs whom and what every loss stops, `capacity` what rate is left, `drill` how it unfolds.

use tierwright_availability as availability;
use tierwright_design::{adapters, memo, model, prose, sources};
#[cfg(test)]
use tierwright_design::{document, testing};

pub mod capacity;
pub mod dependency;
pub mod drill;
mod links;
