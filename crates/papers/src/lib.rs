//! What Tierwright hands over: `report` is the content, `export` writes pictures and documents.

use tierwright_design::{calendar, digest, edit, geometry, model, prose, sources};
#[cfg(test)]
use tierwright_design::{document, testing};
use tierwright_drawing::{overlay, scene};
use tierwright_engine::{capacity, drill};
use tierwright_rules::{analysis, checklist, downtime, rules, verdict};

pub mod badges;
pub mod export;
pub mod report;
