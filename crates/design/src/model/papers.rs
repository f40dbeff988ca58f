//! What the documents that are handed over say about themselves, and what is left out of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::words::words;

words! {
    /// How far the documents are. People approve; a program only says what stands against it.
    PaperStatus {
        /// Something is still to be corrected or answered.
        Draft = "Draft",
        /// Handed over for a decision.
        ForApproval = "For approval",
        /// Somebody has approved.
        Approved = "Approved",
    }
}

words! {
    /// A section that a document can do without.
    PaperSection {
        /// Targets and message flows.
        Targets = "Targets and message flows",
        /// The drawing.
        Diagram = "Diagram",
        /// Findings of the rules.
        Findings = "Findings",
        /// What each loss does to each service.
        FailureMatrix = "Failure matrix",
        /// The worst losses of two parts.
        WorstPairs = "Worst pairs",
        /// How long each recovery takes, against the target.
        Recovery = "Recovery",
        /// The capacity estimate.
        Capacity = "Capacity",
        /// The availability estimate.
        Downtime = "Downtime",
        /// What people have decided and accepted.
        Decisions = "Decisions and accepted risks",
        /// What nobody has stated.
        Questions = "Open questions",
        /// What to buy and to install.
        Materials = "Bill of materials",
        /// Hosts and databases.
        Placement = "Hosts and databases",
        /// Firewall ports.
        Ports = "Firewall ports",
        /// SQL Server Agent jobs, logins, accounts and Windows groups.
        Jobs = "Jobs, logins and accounts",
        /// In which order to build.
        BuildOrder = "Build order",
        /// The steps from the present environment to this one.
        Migration = "Migration path",
        /// What to break before going live.
        TestPlan = "Test plan",
        /// What people do when something fails.
        Runbook = "Runbook",
        /// Figures with where they come from.
        Assumptions = "Assumptions",
        /// Documents that are cited.
        Sources = "Sources",
        /// Rules that ran and rules that did not.
        Rules = "Rules",
    }
}

/// One version of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperVersion {
    /// The version, as the author counts.
    pub version: String,
    /// The day, preferably YYYY-MM-DD.
    pub date: String,
    /// Who made it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// What changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub change: String,
}

/// Somebody who receives the documents, or who approves them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperReader {
    /// Name.
    pub name: String,
    /// Role, such as `Head of integration`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Whether this person signs.
    #[serde(default, skip_serializing_if = "super::environment::is_false")]
    pub approves: bool,
}

/// What the documents say about themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// How far they are; `None` = as the design says: a draft as long as something stands against approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PaperStatus>,
    /// Who may read them, such as `Confidential`; empty = not stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub confidentiality: String,
    /// Earlier versions and this one, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<PaperVersion>,
    /// Who receives them and who approves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readers: Vec<PaperReader>,
    /// Sections that are left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left_out: BTreeSet<PaperSection>,
}
