//! What is wrong with a BizTalk design, why, and what to do about it.
//!
//! `rules` checks, `checklist` asks a person for the rest, `downtime` estimates availability, `analysis` is all of it.

use tierwright_availability as availability;
#[cfg(test)]
use tierwright_design::document;
use tierwright_design::{adapters, calendar, digest, edit, figures, lifecycle, model, prose, sources};
use tierwright_engine::{capacity, dependency};

pub mod analysis;
pub mod checklist;
pub mod comparison;
pub mod downtime;
pub mod migration;
pub mod rules;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod verdict;
