//! The only code that changes a design: commands, what they may not do, and the history of what they did.
//!
//! [`EditCommand`] is a small closed list of primitives with explicit ids, so that replaying it gives the same design.
//! What a person means ("add a BizTalk server", "cluster the master secret server") is an [`Edit`]: a label in the
//! person's words and the commands that carry it out, made by the functions of [`intent`] from the design as it is.
//! Whoever builds an edit does so with a [`Draft`].

mod apply;
mod draft;
mod error;
pub mod history;
pub mod intent;
mod record;
mod remove;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use apply::{apply, apply_all, preview};
pub use draft::Draft;
pub use error::EditError;
pub use history::History;
pub use record::{Content, ElementId, Record};
pub use remove::forget_gone;

use crate::model::{
    AvailabilityInputs, Backup, ChecklistEntry, DisasterRecovery, Document, DrillScenario, Element, Environment,
    Imported, Note, ProjectInfo, Slot, SsoSystem, TierId, Waiver, Workload,
};

/// One change of a design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EditCommand {
    /// Adds an element, or replaces the one with the same id. A placed element whose slot is taken pushes the others
    /// of its row to the right.
    Put(Record),
    /// Removes an element and what cannot be without it.
    Remove(Element),
    /// Moves placed elements to a slot, side by side in the given order; others of the row move to the right.
    Place {
        /// Computers, load balancers and endpoints.
        elements: Vec<Element>,
        /// The slot of the first one.
        target: Slot,
    },
    /// Sets the canvas rows and the order of tiers in them.
    ArrangeTiers(Vec<Vec<TierId>>),
    /// Sets the facts about the environment.
    SetEnvironment(Environment),
    /// Sets the project details.
    SetProject(ProjectInfo),
    /// Sets the facts about Enterprise SSO.
    SetSso(SsoSystem),
    /// Sets the facts about backup.
    SetBackup(Backup),
    /// Sets the facts about disaster recovery.
    SetDisasterRecovery(DisasterRecovery),
    /// Sets the inputs of the availability estimate.
    SetAvailability(AvailabilityInputs),
    /// Sets the workload inputs.
    SetWorkload(Box<Workload>),
    /// Sets what a person entered for a checklist row.
    SetChecklistEntry {
        /// Id of the row, such as `HA-1`.
        row: String,
        /// The entry.
        entry: ChecklistEntry,
    },
    /// Accepts a finding, over an acceptance with the same key.
    PutWaiver(Waiver),
    /// Takes back the acceptance of a finding.
    RemoveWaiver(Waiver),
    /// Sets the saved failure drills.
    SetDrills(Vec<DrillScenario>),
    /// Sets what exports of the running environment say.
    SetImported(Vec<Imported>),
    /// Pins a note to an element in place of the one that is there; a blank text takes it off.
    SetNote(Note),
    /// Replaces the whole design, as when a template is applied.
    LoadDesign(Box<Document>),
}

impl EditCommand {
    /// Whether it sets what is stated of the whole design, or where its tiers stand: it touches no element and cannot fail.
    const fn is_of_whole_design(&self) -> bool {
        matches!(
            self,
            Self::ArrangeTiers(_)
                | Self::SetEnvironment(_)
                | Self::SetProject(_)
                | Self::SetSso(_)
                | Self::SetBackup(_)
                | Self::SetDisasterRecovery(_)
                | Self::SetAvailability(_)
                | Self::SetWorkload(_)
                | Self::SetChecklistEntry { .. }
        )
    }
}

/// What a person did, or is offered to do: one undo step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// In the person's words: "Add BizTalk server BTS3".
    pub label: String,
    /// The commands, in order.
    pub commands: Vec<EditCommand>,
    /// What to select afterwards; empty = leave the selection alone.
    pub select: Vec<Element>,
}

impl Edit {
    /// An edit of several commands.
    pub fn new(label: impl Into<String>, commands: Vec<EditCommand>) -> Self {
        Self { label: label.into(), commands, select: Vec::new() }
    }

    /// An edit of one command.
    pub fn one(label: impl Into<String>, command: EditCommand) -> Self {
        Self::new(label, vec![command])
    }

    /// An edit that adds or replaces one element.
    pub fn put(label: impl Into<String>, record: Record) -> Self {
        Self::one(label, EditCommand::Put(record))
    }

    /// The same edit that selects `elements` afterwards.
    pub fn selecting(mut self, elements: impl IntoIterator<Item = Element>) -> Self {
        self.select = elements.into_iter().collect();
        self
    }
}
