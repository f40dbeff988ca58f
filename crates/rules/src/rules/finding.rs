//! What a rule says about a design: findings, open questions, and whether it ran.

use super::value::{Fact, Value};
use super::waivers::Reopened;
use super::{Attribute, RuleId, Severity};
use crate::edit::Edit;
use crate::model::Element;

/// A way to remove a finding: one undo step.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, in the words of a button: "Add a host instance on BTS2".
    pub label: String,
    /// The commands.
    pub edit: Edit,
}

/// One fault of a design, or one remark about it, as data: [`Finding::message`] and [`Finding::fact_lines`] put it into
/// the words of its row.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// Which of the cases that the row of the rule declares; empty where it has one only.
    pub case: &'static str,
    /// The severity as shown: that of the case, lowered where the environment is not meant to be highly available.
    pub severity: Severity,
    /// What it is about: first the subject, then what else is involved.
    pub elements: Vec<Element>,
    /// What was looked at.
    pub facts: Vec<Fact>,
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

    /// The findings that stand under it as notes.
    pub fn notes(&self) -> impl Iterator<Item = &Self> {
        self.facts.iter().filter_map(|fact| match &fact.value {
            Value::Note(note) => Some(&**note),
            _ => None,
        })
    }

    /// Whether it keeps a design from being compliant: a blocker or an error.
    pub const fn is_severe(&self) -> bool {
        matches!(self.severity, Severity::Blocker | Severity::Error)
    }
}

/// A detail that must be filled in before a rule can be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The rule that waits.
    pub rule: RuleId,
    /// The element whose detail is missing.
    pub element: Element,
    /// The detail.
    pub attribute: Attribute,
}

/// Why a rule has nothing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which of the reasons in `assets/rules/words.ron`.
    pub id: &'static str,
    /// The elements that it names.
    pub elements: Vec<Element>,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleState {
    /// It looked and has at least one finding, which may have been folded into another one.
    Fired,
    /// It looked and is content.
    Passed,
    /// There is nothing to look at.
    NotApplicable(Reason),
    /// It has no finding so far, but at least one open question.
    Waiting,
}

impl RuleState {
    /// Whether the rule looked at the design and came to a result.
    pub const fn ran(&self) -> bool {
        matches!(self, Self::Fired | Self::Passed)
    }
}
