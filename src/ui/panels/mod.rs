//! The panels at the side of the window.

mod assumptions;
mod capacity;
mod checklist;
mod findings;
mod inspector;
mod kinds;

pub use assumptions::AssumptionsPanel;
pub use capacity::CapacityPanel;
pub use checklist::ChecklistPanel;
pub use findings::FindingsPanel;
pub use inspector::InspectorPanel;
