//! What a failure logic says about availability: which failures bring a function down, how probable that is, and why.
//!
//! This module knows events, gates and numbers, and nothing of what they stand for.
//! Everything is said in failure space: an event is true while it has failed, a gate is true while its function is lost.

pub mod logic;

pub use logic::{EventId, Gate, GateId, Logic, Term};
