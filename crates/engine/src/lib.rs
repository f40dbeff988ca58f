//! What a BizTalk design carries and what its losses do.
//!
//! `dependency` says who needs whom and what every loss stops, `capacity` what rate is left, `drill` how it unfolds.

use tierwright_availability as availability;
#[cfg(test)]
use tierwright_design::{document, testing};
use tierwright_design::{model, prose, sources};

pub mod capacity;
pub mod dependency;
pub mod drill;
