//! BizTalk designs as data: what can be drawn, how it is changed, and how it is kept in files.
//!
//! Knows no rule, no figure and no picture. Reading order: `geometry`, `sources`, `model`, `adapters`, `jobs`, `lifecycle`, `figures`, `edit`, `document`.

pub mod adapters;
pub mod calendar;
pub mod cells;
pub mod clock;
pub mod digest;
pub mod document;
pub mod edit;
pub mod figures;
pub mod geometry;
pub mod jobs;
pub mod lifecycle;
pub mod memo;
pub mod model;
pub mod prose;
pub mod sources;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
