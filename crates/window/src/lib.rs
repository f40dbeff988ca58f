//! The window: `app` holds the session and carries out messages, `ui` draws and sends them.

use tierwright_design::{calendar, clock, document, edit, geometry, memo, model, prose, sources};
#[cfg(test)]
use tierwright_design::{figures, testing};
use tierwright_drawing::{needs, overlay, scene};
use tierwright_engine::{capacity, dependency, drill};
use tierwright_exchange as exchange;
use tierwright_papers::{badges, bundle, carried, export, report};
use tierwright_rules::{analysis, checklist, comparison, downtime, migration, rules, verdict};
use tierwright_session as session;

pub mod app;
mod text;
pub mod ui;

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
