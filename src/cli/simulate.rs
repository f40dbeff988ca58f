//! `tierwright simulate`: what happens, minute by minute, when parts of a design fail.

use std::path::{Path, PathBuf};
use std::slice;

use super::destination::Destination;
use super::input::open;
use super::{EXIT_CLEAN, EXIT_UNREADABLE, EXIT_USAGE, Output, Streams};
use crate::dependency::Structure;
use crate::drill::simulate;
use crate::drill::text::{drill_json, drill_text};
use crate::model::index::Index;
use crate::model::{DrillStep, Part};

/// Plays a drill and returns the exit code.
///
/// `--fail A B` takes what follows it, so the design is the last word there when it stands behind the parts.
pub(super) fn run(
    file: Option<PathBuf>,
    mut fail: Vec<String>,
    format: Output,
    to: &Destination,
    streams: &mut Streams<'_>,
) -> u8 {
    let last = || if fail.len() > 1 { fail.pop().map(PathBuf::from) } else { None };
    let Some(file) = file.or_else(last) else {
        streams.complain("no design is named: tierwright simulate FILE --fail PART");
        return EXIT_USAGE;
    };
    to.take(slice::from_ref(&file), streams, |streams| play(&file, &fail, format, streams))
}

fn play(file: &Path, fail: &[String], format: Output, streams: &mut Streams<'_>) -> u8 {
    let document = match open(file) {
        Ok(opened) => opened.document,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    let mut steps = Vec::new();
    for text in fail {
        match Part::parse(text, &document) {
            Ok(part) => steps.push(DrillStep::fail(part)),
            Err(err) => {
                streams.complain(&err.to_string());
                return EXIT_USAGE;
            }
        }
    }
    let drill = simulate(&document, &Structure::new(&Index::new(&document)), &steps);
    match format {
        Output::Text => streams.say(&drill_text(&document, &drill)),
        Output::Json => streams.say(&format!("{:#}", drill_json(&document, &drill))),
    }
    EXIT_CLEAN
}
