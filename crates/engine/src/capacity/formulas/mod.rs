//! Formulas of the capacity model on plain numbers; each names its source and knows nothing of a design.

pub mod closed_network;
pub mod failover;
pub mod gamma;
pub mod growth;
pub mod hardware;
pub mod limits;
pub mod message_box;
pub mod queueing;
pub mod response_time;
pub mod tracking_size;
pub mod uncertainty;
