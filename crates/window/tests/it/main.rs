//! The one integration test crate of this library.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod contrast;
mod every_dialog;
mod every_place;
mod flows;
mod legible;
mod panels;
mod reachable;
mod texts;
