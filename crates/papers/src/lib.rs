//! What Tierwright hands over: `report` is the content, `export` writes pictures and documents.

#[cfg(test)]
use tierwright_design::testing;
use tierwright_design::{calendar, cells, digest, document, edit, figures, geometry, jobs, model, prose, sources};
use tierwright_drawing::{needs, overlay, scene};
use tierwright_engine::{capacity, dependency, drill};
use tierwright_exchange::code;
use tierwright_rules::{analysis, checklist, comparison, downtime, migration, rules, verdict};

pub mod badges;
pub mod bundle;
pub mod carried;
pub mod export;
pub mod import;
pub mod lettering;
pub mod report;
