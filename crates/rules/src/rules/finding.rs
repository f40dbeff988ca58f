//! What a rule says about a design: findings, open questions, and whether it ran.

use serde::Serialize;

use super::waivers::Reopened;
use super::{Attribute, RuleId, Severity};
use crate::edit::Edit;
use crate::model::Element;

/// A way to remove a finding: one undo step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fix {
    /// What it does, in the words of a button: "Add a host instance on BTS2".
    pub label: String,
    /// The commands.
    pub edit: Edit,
}

/// One fault of a design, or one remark about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The severity as shown: that of the case, lowered where the environment is not meant to be highly available.
    pub severity: Severity,
    /// What it is about: first the subject, then what else is involved.
    pub elements: Vec<Element>,
    /// One sentence without a period that names the elements.
    pub message: String,
    /// What was looked at, as label and value.
    pub facts: Vec<(String, String)>,
    /// Ways to remove it; empty when the program has none to offer.
    pub fixes: Vec<Fix>,
    /// An acceptance that no longer covers it; `None` when nobody has accepted it.
    pub reopened: Option<Reopened>,
}

impl Finding {
    /// The element the finding is about; the environment when the rule named none.
    pub fn subject(&self) -> Element {
        self.elements.first().copied().unwrap_or(Element::Environment)
    }

    /// Whether it keeps a design from being compliant: a blocker or an error.
    pub const fn is_severe(&self) -> bool {
        matches!(self.severity, Severity::Blocker | Severity::Error)
    }
}

/// A detail that must be filled in before a rule can be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Question {
    /// The rule that waits.
    pub rule: RuleId,
    /// The element whose detail is missing.
    pub element: Element,
    /// The detail.
    pub attribute: Attribute,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum RuleState {
    /// It looked and has at least one finding, which may have been folded into another one.
    Fired,
    /// It looked and is content.
    Passed,
    /// There is nothing to look at; the reason in a few words: "no availability group".
    NotApplicable(String),
    /// It has no finding so far, but at least one open question.
    Waiting,
}

impl RuleState {
    /// Whether the rule looked at the design and came to a result.
    pub const fn ran(&self) -> bool {
        matches!(self, Self::Fired | Self::Passed)
    }
}
