//! What every service of a design depends on, what can be lost, and what each loss does.
//!
//! [`Structure`] turns a design into a failure logic with a root per service; [`Sweep`] tries every loss of one and of
//! two parts on it. Each gate and each event names the rule or the document that justifies it.

mod asked;
mod assumption;
mod build;
mod cut_sets;
mod event;
mod failures;
mod impact;
mod loss;
mod pair_impact;
mod passing;
mod structure;
mod sweep;
#[cfg(test)]
mod tests;
pub mod text;

pub use crate::availability::Patience;
pub use crate::model::{LocalService, Part, UnknownPart};
pub use asked::Asked;
pub use assumption::{Assumption, Taken, one_sentence, sentences};
pub use cut_sets::{CutSet, ServiceCuts};
pub use event::{Because, Event, EventClass};
pub use failures::Failures;
pub use impact::{ImpactRow, LossKind, outcomes_in_words};
pub use loss::Loss;
pub use pair_impact::{PairRow, pair_rows};
pub(crate) use passing::Passing;
pub use structure::{
    Cause, CauseEffect, CommonCause, Effect, GateNote, Outcome, Service, ServiceKind, Structure, Subject,
};
pub use sweep::{ScenarioEffect, Sweep, Triples};
