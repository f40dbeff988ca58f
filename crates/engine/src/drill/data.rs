//! Data that failures cost: one wording for drills, documents and tests.

use crate::model::{DatabaseKind, Document};

/// Data that is lost, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataLoss {
    /// What databases held since the last mark of log backups to which they can be restored.
    SinceMark(Disks),
    /// What a replica of an availability group had not received.
    Unsent {
        /// The replica that is left.
        replica: String,
    },
    /// What BAM Primary Import holds since its last backup.
    SinceBackup,
    /// What interceptors write straight to BAM.
    DirectEvents,
    /// What lies in local queues or folders of a computer.
    Local {
        /// The computer.
        computer: String,
    },
    /// What a clustered host is receiving without a transaction.
    InHand,
}

/// What becomes of the disks that hold the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disks {
    /// They are lost.
    Lost,
    /// They may be lost.
    Unknown,
}

impl DataLoss {
    /// It as a sentence without a full stop.
    pub fn sentence(&self, document: &Document) -> String {
        match self {
            Self::SinceMark(Disks::Lost) => {
                format!("What was written after the last usable log mark is lost{}", two_intervals(document))
            }
            Self::SinceMark(Disks::Unknown) => {
                "What was written after the last usable log mark is lost if the disks are lost".to_owned()
            }
            Self::Unsent { replica } => format!("What had not reached {replica} is lost"),
            Self::SinceBackup => {
                "What BAM Primary Import holds since its last backup is lost if the database is destroyed".to_owned()
            }
            Self::DirectEvents => "Events that interceptors write straight to BAM may be lost".to_owned(),
            Self::Local { computer } => format!(
                "What lies in local queues or folders of {computer} is out of reach until it is back, and lost if its \
                 disks are lost"
            ),
            Self::InHand => {
                "The message that the clustered host is receiving without a transaction may be lost".to_owned()
            }
        }
    }

    /// What is lost with a database itself.
    pub(super) fn of_database(kind: DatabaseKind) -> Vec<Self> {
        match kind {
            DatabaseKind::MessageBox
            | DatabaseKind::Management
            | DatabaseKind::Sso
            | DatabaseKind::Tracking
            | DatabaseKind::RuleEngine => vec![Self::SinceMark(Disks::Unknown)],
            DatabaseKind::BamPrimaryImport => vec![Self::DirectEvents, Self::SinceBackup],
            _ => Vec::new(),
        }
    }

    /// Whether it is as much as two intervals of log backups at most.
    pub const fn is_since_mark(&self) -> bool {
        matches!(self, Self::SinceMark(_))
    }
}

/// How much is lost back to a mark.
fn two_intervals(document: &Document) -> String {
    match &document.backup.log_interval_minutes {
        Some(minutes) => format!(
            ": about one log interval of {} min, up to nearly two ({}, our inference)",
            minutes.value,
            minutes.provenance.word()
        ),
        None => "; the interval of log backups is not stated".to_owned(),
    }
}
