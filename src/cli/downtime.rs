//! `tierwright downtime`: the availability estimate of a design.

use std::path::Path;

use super::input::open;
use super::{EXIT_CLEAN, EXIT_UNREADABLE, Output, Streams};
use crate::downtime::Availability;
use crate::rules::{RuleContext, evaluate};

/// Estimates a design and returns the exit code. Fixes are those that its findings offer.
pub(super) fn run(file: &Path, format: Output, streams: &mut Streams<'_>) -> u8 {
    let document = match open(file) {
        Ok(opened) => opened.document,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    let availability = Availability::new(&document, &evaluate(&RuleContext::new(&document)));
    match format {
        Output::Text => streams.say(&availability.text(&document)),
        Output::Json => streams.say(&format!("{:#}", availability.json(&document))),
    }
    EXIT_CLEAN
}
