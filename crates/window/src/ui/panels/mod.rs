//! The panels at the side of the window.

mod assumptions;
mod availability;
mod capacity;
mod checklist;
mod findings;
pub(crate) mod impact;
mod inspector;
pub(crate) mod kinds;

pub use assumptions::AssumptionsPanel;
pub use availability::AvailabilityPanel;
pub use capacity::CapacityPanel;
pub use checklist::ChecklistPanel;
pub use findings::{FindingsPanel, FixPreview};
pub use impact::ImpactPanel;
pub use inspector::InspectorPanel;
