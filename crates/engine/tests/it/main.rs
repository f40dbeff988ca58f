//! The one integration test crate of this library.

mod capacity_fixtures;
mod capacity_templates;
