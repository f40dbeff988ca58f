//! The one integration test crate of this library.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod answers;
mod citations;
mod names;
mod one_truth;
mod rests_on;
mod rule_designs;
mod rule_fixes;
mod templates;
