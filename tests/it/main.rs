//! The one integration test crate: each extra one would link the window again.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod answers;
mod availability_fixtures;
mod availability_oracle;
mod availability_properties;
mod capacity_fixtures;
mod capacity_templates;
mod documents;
#[cfg(feature = "gui")]
mod flows;
mod history;
mod journal_kill;
mod layers;
#[cfg(feature = "gui")]
mod panels;
mod pictures;
mod program;
mod rule_designs;
mod rule_fixes;
mod templates;
mod tidy;
