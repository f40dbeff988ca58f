//! How the states of a failure drill look on the drawing.

use std::collections::BTreeMap;

use crate::drill::Condition;
use crate::model::Element;
use crate::scene::{IconKind, Ink, StateMark};

/// The shape, the color and the tint of a state, and whether what has it is out.
pub fn look(condition: Condition) -> (IconKind, Ink, Ink, bool) {
    match condition {
        Condition::Normal => (IconKind::Check, Ink::Ok, Ink::OkSoft, false),
        Condition::Failed => (IconKind::Bolt, Ink::Error, Ink::ErrorSoft, true),
        Condition::Stopped => (IconKind::Stops, Ink::Error, Ink::ErrorSoft, true),
        Condition::Paused => (IconKind::Pause, Ink::Warning, Ink::WarningSoft, false),
        Condition::Starting => (IconKind::FailsOver, Ink::Warning, Ink::WarningSoft, false),
        Condition::RunsElsewhere => (IconKind::FailsOver, Ink::Info, Ink::InfoSoft, false),
        Condition::TookOver => (IconKind::Active, Ink::Ok, Ink::OkSoft, false),
    }
}

/// The marks of elements that are not as always.
pub fn state_marks(states: &BTreeMap<Element, Condition>) -> BTreeMap<Element, StateMark> {
    let mark = |condition: Condition| {
        let (icon, ink, soft, is_out) = look(condition);
        StateMark { icon, ink, soft, word: condition.label().to_owned(), is_out }
    };
    states.iter().map(|(element, condition)| (*element, mark(*condition))).collect()
}
