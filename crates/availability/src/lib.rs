//! What a failure logic says about availability: which failures bring a function down, how probable that is, and why.
//!
//! This library knows events, gates and numbers, and nothing of what they stand for.
//! Everything is said in failure space: an event is true while it has failed, a gate is true while its function is lost.

mod bdd;
pub mod capacity;
pub mod count;
pub mod cuts;
mod deep;
pub mod diagram;
pub mod formula;
mod gatewise;
pub mod lanes;
pub mod logic;
pub mod markov;
pub mod mef;
pub mod modules;
mod order;
pub mod patience;
pub mod quant;
mod random;
mod shape;
pub mod simulation;
pub mod uncertainty;
pub mod xml;

pub use count::Count;
pub use cuts::{Bounds, CutSet, CutSets};
pub use diagram::Diagram;
pub use formula::{Formula, Number};
pub use lanes::{LANES, Lanes};
pub use logic::{EventId, Gate, GateId, Logic, Term};
pub use patience::{Budget, Patience, Stopped};
