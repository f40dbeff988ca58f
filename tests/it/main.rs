//! The one integration test crate: each extra one would link the window again.

mod capacity_fixtures;
mod capacity_templates;
mod documents;
mod layers;
mod journal_kill;
#[cfg(feature = "gui")]
mod panels;
mod pictures;
mod rule_fixes;
mod templates;
mod tidy;
