//! Filled-in workbooks and lists come back: read, held against the design, taken over as one step.

mod drawing;
mod filled;
mod merge;

pub use drawing::{DrawingMerge, is_drawing, merge_drawing};
pub use filled::{Filled, FilledError, FilledRow, is_filled_in, is_workbook, read};
pub use merge::{Change, Merge, merge};
