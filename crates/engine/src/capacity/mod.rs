//! Capacity estimates: published figures, a roofline over named limiters, and how sure the result is.
//!
//! `formulas` is arithmetic on plain inputs, `parameters` holds the figures it is fed with and where they come from,
//! and `roofline` ranks the limiters. Everything here is an estimate: only a load test predicts sustainable throughput.

pub mod assumptions;
pub mod calibration;
pub mod csv;
pub mod demand;
pub mod estimate;
mod flows;
pub mod formulas;
mod further;
pub mod headroom;
pub mod how;
pub mod inputs;
pub mod json;
pub mod lab;
mod limiters;
pub mod modes;
pub mod outlook;
pub mod parameters;
mod placement;
mod quick;
pub mod report;
pub mod response;
pub mod roofline;
pub mod sensitivity;
mod shown;
mod state;
pub mod text;
pub mod warnings;
mod words;

pub use estimate::{ComputerUse, Estimate, Fit, PEAK_NOT_STATED, estimate};
pub use limiters::Unknown;
pub use modes::{FailureMode, ModeRate, TierHeadroom};
pub use report::{CapacityReport, ComputerLoss, ModeEstimate, capacity_report};
pub use warnings::CapacityWarning;
pub use words::{percent, two_figures};
