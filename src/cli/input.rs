//! The designs that commands read: from files, from files that carry one, from standard input.

use std::path::Path;

use crate::carried;
use crate::document::{OpenError, Opened};

/// Stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// Opens a design; `-` reads it from standard input.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn open(path: &Path) -> Result<Opened, OpenError> {
    if path == Path::new(STANDARD_INPUT) {
        let opened = carried::open_stream(std::io::stdin().lock());
        // Nothing stands where it came from that could be replaced.
        return opened.map(|it| Opened { is_carried: true, ..it });
    }
    carried::open(path)
}
