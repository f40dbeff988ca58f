//! The list view.

use crate::prose::capitalized;
use crate::scene::{LossLook, LossMark};

pub(crate) const LIST: &str = "List";
pub(crate) const HOW_TO_WALK: &str = "Arrows walk, Left and Right fold, Space selects, Enter edits.";
pub(crate) const NAME: &str = "Name";
pub(crate) const WHAT_IT_IS: &str = "What it is";
pub(crate) const FINDINGS: &str = "Findings";
pub(crate) const STATE: &str = "If it is lost";
pub(crate) const IN_THE_DRILL: &str = "In the drill";
pub(crate) const CONNECTIONS: &str = "Connections";
pub(crate) const NOTE: &str = "Note";
pub(crate) const NOTHING_YET: &str = "Nothing is drawn yet";

/// `Calls Receive host, SQL1; called by Internet`; empty without any.
pub(crate) fn connected(to: &[String], from: &[String]) -> String {
    let side = |verb: &str, names: &[String]| (!names.is_empty()).then(|| format!("{verb} {}", names.join(", ")));
    let all: Vec<String> = [side("calls", to), side("called by", from)].into_iter().flatten().collect();
    capitalized(&all.join("; "))
}

/// What the loss of an element does, below a head that says so: `Receive stops`.
pub(crate) fn loss(mark: &LossMark) -> String {
    match mark.look {
        LossLook::SinglePoint => format!("Single point of failure: {}", mark.says),
        _ => capitalized(&mark.says),
    }
}

/// `Note: Rack 4`
pub(crate) fn noted(note: &str) -> String {
    format!("{NOTE}: {note}")
}
