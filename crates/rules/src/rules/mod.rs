//! The rules: what is checked, how severe it is, why, and what to do about it.
//!
//! A rule is a row of the [`catalog()`] and, where a program can decide it, a check: a function that reads a
//! [`RuleContext`] and writes into a [`Report`]. Checks stand in one file per subject with their cases below; the
//! registry lists them. [`evaluate`] runs all of them and folds what follows from another finding.

mod adp;
mod ag;
pub mod catalog;
mod clu;
mod context;
pub mod docs;
mod dr;
mod dtc;
mod evaluate;
mod finding;
mod fixes;
mod folding;
mod host;
mod mbx;
mod net;
mod nlb;
pub mod plan;
mod platform;
mod registry;
mod report;
mod sec;
mod severity;
mod sql;
mod sso;
mod tracking;
pub mod value;
mod vm;
mod waivers;
mod what_if;
mod wording;

pub use crate::edit::intent::attribute::Attribute;
pub(crate) use ag::meets_minimum;
pub use catalog::{Case, Catalog, FactRow, Family, Folds, RuleId, RuleRow, UnknownRule, catalog, version_of_rules};
pub use context::{RuleContext, Survival};
pub use docs::{catalog_markdown, explain, rules_json};
pub use evaluate::{RuleReport, evaluate, evaluate_rule};
pub use finding::{Finding, Fix, Question, Reason, RuleState};
pub use net::{NeededPort, Port, PortNeed, needed_ports};
pub use platform::versions_in_use;
pub(crate) use platform::{is_concerned, supports as supports_windows};
pub use registry::{Check, checks};
pub use report::{FindingBuilder, Report};
pub use severity::{Decided, Severity, UnknownSeverity};
pub(crate) use sql::{is_supported as supports_sql, version as version_of_sql};
pub use value::{Fact, Value};
pub use waivers::{Accepted, Reopened, evaluate_on, fingerprint, identity, identity_of};
pub use what_if::{Brought, Cargo, Verdict, what_if};
#[cfg(any(test, feature = "testing"))]
pub use wording::faults_of_words;
pub use wording::{BadTemplate, Template};
