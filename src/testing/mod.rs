//! What tests and benches share: short ways to make designs.

mod builder;
mod clusters;
mod completion;
mod generator;
mod messaging;

pub use builder::DocumentBuilder;
pub use generator::{Lcg, MIN_GENERATED_COMPUTERS, generated_design};
