//! What the deliverable says about the project, and the hand-set state of checklist rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::computer::is_default;
use super::papers::Papers;
use super::words::words;

/// Largest logo that a design file may carry, in bytes of PNG.
pub const MAX_LOGO_BYTES: usize = 512 * 1024;

/// Project details for the cover and the running footers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectInfo {
    /// Title of the design.
    pub title: String,
    /// The customer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub customer: String,
    /// The project or engagement.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
    /// Who made the design.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// Version of the design, as the author counts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// A remark for the reader.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Logo as base64 of a PNG of at most [`MAX_LOGO_BYTES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_png_base64: Option<String>,
    /// What the documents say about themselves, and what is left out of them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub papers: Papers,
}

words! {
    /// The state of a checklist row that a person sets.
    ChecklistStatus {
        /// Nobody has looked yet.
        NotVerified = "Not verified",
        /// To be done.
        Open = "Open",
        /// Being done.
        InProgress = "In progress",
        /// Done, with evidence.
        Fulfilled = "Fulfilled",
        /// Left as it is, with an approver.
        RiskAccepted = "Risk accepted",
        /// Does not apply, with a reason.
        NotApplicable = "Not applicable",
    }
}

/// What a person has entered for a checklist row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistEntry {
    /// Hand-set status.
    pub status: ChecklistStatus,
    /// Who owns the row.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Due date as entered, preferably YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// Evidence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// Note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Default for ChecklistEntry {
    fn default() -> Self {
        Self {
            status: ChecklistStatus::NotVerified,
            owner: String::new(),
            due: String::new(),
            evidence: String::new(),
            note: String::new(),
        }
    }
}

/// Checklist entries by row id, such as `HA-1`.
pub type ChecklistEntries = BTreeMap<String, ChecklistEntry>;
