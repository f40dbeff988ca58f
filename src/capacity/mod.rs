//! Capacity estimates: published figures, a roofline over named limiters, and how sure the result is.
//!
//! `formulas` is arithmetic on plain inputs, `parameters` holds the figures it is fed with and where they come from,
//! and `roofline` ranks the limiters. Everything here is an estimate: only a load test predicts sustainable throughput.

pub mod assumptions;
pub mod demand;
pub mod estimate;
pub mod formulas;
pub mod headroom;
pub mod inputs;
mod layout;
mod limiters;
pub mod parameters;
pub mod report;
pub mod roofline;
mod state;
pub mod text;
mod words;

pub use estimate::{ComputerUse, Estimate, Fit, PEAK_NOT_STATED, estimate};
pub use report::{CapacityReport, ComputerLoss, TierHeadroom, capacity_report};
pub use words::{percent, two_figures};
