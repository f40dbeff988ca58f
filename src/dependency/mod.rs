//! What the parts of a design depend on, and what is left of it when some of them are lost.

use std::collections::BTreeSet;

use crate::model::ComputerId;

/// What is lost at once. Nothing lost is normal operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// The computers that are down.
    pub computers: BTreeSet<ComputerId>,
}

impl Loss {
    /// Normal operation.
    pub fn none() -> Self {
        Self::default()
    }

    /// One computer down.
    pub fn of_computer(computer: ComputerId) -> Self {
        Self { computers: BTreeSet::from([computer]) }
    }

    /// Whether nothing is lost.
    pub fn is_none(&self) -> bool {
        self.computers.is_empty()
    }
}
