//! Rules whose remedy is no edit of the drawing, and why.

use super::RuleId;

/// Each rule that offers no fix, with the reason as a sentence for the person who looks for one.
const WITHOUT_EDIT: &[(&str, &str)] = &[];

/// Why no fix of a rule is offered; `None` for a rule whose findings can be fixed by an edit.
pub fn remedy_without_edit(rule: RuleId) -> Option<&'static str> {
    WITHOUT_EDIT.iter().find(|(id, _)| rule == *id).map(|(_, why)| *why)
}
