//! Words that mean the same in every room.

pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const DATE_FORMAT: &str = "YYYY-MM-DD";
pub(crate) const CHOOSE: &str = "Choose…";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const SAVE: &str = "Save";
pub(crate) const REMOVE: &str = "Remove";
pub(crate) const APPLY: &str = "Apply";
pub(crate) const NOT_STATED: &str = "Not stated";
pub(crate) const NAME: &str = "Name";
pub(crate) const DELETE: &str = "Delete";
pub(crate) const MIXED: &str = "Mixed";
pub(crate) const YES: &str = "Yes";
pub(crate) const NO: &str = "No";
