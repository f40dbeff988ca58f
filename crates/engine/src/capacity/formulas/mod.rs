//! Formulas of the capacity model on plain numbers; each names its source and knows nothing of a design.

pub(crate) mod cumulants;
pub(crate) mod failover;
pub(super) mod gamma;
pub(super) mod growth;
pub(super) mod limits;
pub(super) mod message_box;
pub(super) mod queueing;
#[cfg(test)]
pub(super) mod response_time;
pub(super) mod tracking_size;
pub(super) mod uncertainty;
