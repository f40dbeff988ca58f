//! Capacity estimates: published figures, a roofline over named limiters, and how sure the result is.
//!
//! `formulas` is arithmetic on plain inputs, `parameters` holds the figures it is fed with and where they come from,
//! and `roofline` ranks the limiters. Everything here is an estimate: only a load test predicts sustainable throughput.

pub mod assumptions;
pub mod demand;
pub mod formulas;
pub mod parameters;
pub mod roofline;
