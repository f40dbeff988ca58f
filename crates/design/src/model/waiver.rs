//! Findings that a person has accepted: who, why, when and until when.

use serde::{Deserialize, Serialize};

use super::Element;
use crate::calendar::Day;

/// The acceptance of one finding. It holds as long as the facts of the finding stay as they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Id of the rule, such as `HOST-001`.
    pub rule: String,
    /// What the finding is about, the subject first.
    pub elements: Vec<Element>,
    /// Stands for the rule, its elements and the facts as they were when the finding was accepted.
    pub fingerprint: String,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it.
    pub person: String,
    /// The day it was accepted.
    pub date: Day,
    /// The last day on which the acceptance holds; `None` = until the facts change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
}

impl Waiver {
    /// The element the finding is about; the environment when the finding named none.
    pub fn subject(&self) -> Element {
        self.elements.first().copied().unwrap_or(Element::Environment)
    }

    /// Whether it no longer holds on a day.
    pub fn is_expired(&self, today: Day) -> bool {
        self.expires.is_some_and(|last| last < today)
    }

    /// In what order acceptances stand: by rule, then by element. No two are the same.
    pub fn key(&self) -> (&str, &[Element], &str) {
        (&self.rule, &self.elements, &self.fingerprint)
    }

    /// Who and when, and until when: `Ada Nowak on 2026-01-31, until 2026-12-31`.
    pub fn signature(&self) -> String {
        let until = self.expires.map_or_else(String::new, |last| format!(", until {last}"));
        format!("{} on {}{until}", self.person, self.date)
    }
}
