//! Capacity estimates: published figures, a roofline over named limiters, and how sure the result is.
//!
//! `formulas` is arithmetic on plain inputs, `parameters` holds the figures it is fed with and where they come from,
//! and `roofline` ranks the limiters. Everything here is an estimate: only a load test predicts sustainable throughput.

mod assumptions;
mod calibration;
pub mod csv;
mod demand;
mod estimate;
mod flows;
pub(crate) mod formulas;
mod further;
mod headroom;
pub mod how;
mod inputs;
pub mod json;
pub mod lab;
mod limiters;
mod modes;
mod outlook;
mod parameters;
mod placement;
mod quick;
mod range;
mod report;
mod response;
mod roofline;
mod sensitivity;
mod sharing;
mod shown;
mod spread;
mod state;
#[cfg(test)]
mod tests;
pub mod text;
mod warnings;
mod words;

pub use assumptions::assumption;
pub use calibration::{Calibration, Posterior, RunResult};
pub(crate) use estimate::Rates;
pub use estimate::{ComputerUse, Estimate, Fit, PEAK_NOT_STATED, estimate};
pub use formulas::uncertainty::{Interval, interval};
pub use headroom::host_rates_without;
pub use limiters::Unknown;
pub use modes::{FailureMode, ModeRate, TierHeadroom};
pub use parameters::{Parameter, Parameters};
pub use report::{CapacityReport, ModeEstimate, ONLY_AN_ESTIMATE, WorstLoss, capacity_report, only_an_estimate};
pub use sensitivity::Narrowing;
pub use warnings::CapacityWarning;
pub use words::{percent, two_figures};
