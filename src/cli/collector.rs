//! `tierwright collector`: the script that collects the topology of a running BizTalk group.

use std::path::Path;

use super::{EXIT_CLEAN, EXIT_USAGE, Streams};
use crate::document::{OnConflict, save};
use crate::exchange::readers::COLLECTOR;

/// Writes the script and returns the exit code.
pub(super) fn run(output: &Path, streams: &mut Streams<'_>) -> u8 {
    match save(output, COLLECTOR, None, OnConflict::Refuse) {
        Ok(_) => EXIT_CLEAN,
        Err(err) => {
            streams.complain(&err.to_string());
            EXIT_USAGE
        }
    }
}
