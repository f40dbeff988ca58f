//! The open design and the failure drill.

pub(crate) const UNTITLED_DESIGN: &str = "Untitled design";
pub(crate) const ESTIMATE: &str = "Availability estimate";
pub(crate) const SLOW: &str = "Slow";
pub(crate) const NORMAL: &str = "Normal";
pub(crate) const FAST: &str = "Fast";
