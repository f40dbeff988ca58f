//! What happens, minute by minute, when parts of a design fail and come back.
//!
//! A drill is deterministic: it follows the state machines of the documents, says where each duration comes from, and
//! leaves unknown what nobody has stated. Nothing in it changes the design.

mod data;
mod engine;
mod names;
mod phases;
mod plan;
mod result;
mod settling;
mod stage;
#[cfg(test)]
mod tests;
pub mod text;
mod time;
mod timeline;

pub use data::{DataLoss, Disks};
pub use engine::simulate;
pub use names::Names;
pub use plan::{PlannedTest, TestSource, Try, test_plan};
pub use result::{Answer, CapacityLeft, OperatorStep, ResultCard, ServiceResult};
pub use stage::Stage;
pub use time::{Timing, When, span};
pub use timeline::{Condition, Drill, DrillRow, RowKind, ServiceState, Snapshot};
