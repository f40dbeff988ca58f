//! The picture of a BizTalk design: layout, routing and the display list that canvas and exports share.

#[cfg(test)]
use tierwright_design::{document, sources, testing};
use tierwright_design::{geometry, model, prose};
use tierwright_engine::{capacity, dependency, drill};

pub mod needs;
pub mod overlay;
pub mod scene;
