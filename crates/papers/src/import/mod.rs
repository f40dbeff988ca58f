//! Filled-in workbooks and lists, and drawings that people have gone on with, come back: read, held against the design,
//! taken over as one step.

mod drawing;
mod filled;
mod merge;

pub use drawing::{Drawing, DrawingMerge, ShapeChange, ShapeDeed, is_drawing};
pub use filled::{Filled, FilledError, FilledRow, is_filled_in, is_workbook, read};
pub use merge::{Change, Merge, merge};

/// What is said of a file that was made of another design; nothing of it is taken over.
fn of_another_design(what: &str, title: &str, own: &str) -> String {
    format!("It is a {what} of the design “{title}”, not of “{own}”; nothing is taken over.")
}
