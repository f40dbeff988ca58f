//! What tests of rules share: the designs of `tierwright_design::testing`, and the checks on rules.

pub mod consistency;
pub mod rules;

pub use tierwright_design::testing::*;
