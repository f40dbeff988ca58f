//! What tests and benches share: short ways to make designs, and the checks on rules.

mod anything;
mod builder;
mod clusters;
mod completion;
mod editing;
pub mod fixture;
mod fixture_fields;
mod fixture_words;
mod generator;
mod luck;
mod messaging;
mod oddities;
mod unanswered;
mod virtualized;

pub use anything::any_design;
pub use builder::DocumentBuilder;
pub use editing::any_edit;
pub use generator::{Lcg, MIN_GENERATED_COMPUTERS, generated_design};
pub use luck::Luck;
pub use oddities::odd_design;
pub use unanswered::unanswered_design;
pub use virtualized::virtualized_design;
