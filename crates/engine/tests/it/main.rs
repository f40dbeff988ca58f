//! The one integration test crate of this library.

mod capacity_templates;
mod losses;
mod played;
mod second_opinion;
