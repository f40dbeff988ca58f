//! The one integration test crate of this library.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod contrast;
mod every_dialog;
mod every_place;
mod flows;
mod focus_marks;
mod legible;
mod painted;
mod panels;
mod reachable;
#[cfg(feature = "screens")]
mod screens;
mod steady;
mod texts;
