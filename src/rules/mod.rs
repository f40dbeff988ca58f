//! The rules: what is checked, how severe it is, why, and what to do about it.

pub mod catalog;
pub mod docs;
mod severity;

pub use catalog::{Catalog, Family, RuleId, RuleRow, UnknownRule, catalog};
pub use docs::{catalog_markdown, explain, rules_json};
pub use severity::{Decided, Severity, UnknownSeverity};
