//! What holds for the whole workspace: who may use whom, and the house rules.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod finite;
mod layers;
mod program;
mod tidy;
