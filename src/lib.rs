//! Tierwright: a designer for highly available Microsoft BizTalk Server environments.
//!
//! Reading order: `geometry`, `sources`, `availability`, `model`, `edit`, `document`, `dependency`, `capacity`, `drill`,
//! `rules`, `checklist`, `analysis`, `scene`, `report`, `export`, `cli`; then, with the feature `gui`, `app` and `ui`.

pub mod analysis;
pub mod availability;
pub mod calendar;
pub mod capacity;
pub mod checklist;
pub mod cli;
pub mod clock;
pub mod dependency;
mod digest;
pub mod document;
pub mod downtime;
pub mod drill;
pub mod edit;
pub mod export;
pub mod geometry;
pub mod memo;
pub mod model;
mod prose;
pub mod report;
pub mod rules;
pub mod scene;
pub mod sources;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

#[cfg(feature = "gui")]
pub mod app;
#[cfg(feature = "gui")]
pub mod ui;
