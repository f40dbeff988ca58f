//! `tierwright sweep`: what every loss of one, two or three parts does to every service.

use crate::model::index::Index;
use std::path::Path;

use super::input::open;
use super::{EXIT_CLEAN, EXIT_UNREADABLE, Output, Streams};
use crate::availability::Patience;
use crate::dependency::text::SweepReport;
use crate::dependency::{Structure, Sweep, Triples};

/// Sweeps a design and returns the exit code; losses of three are tried as long as `patience` lasts.
pub(super) fn run(file: &Path, order: u8, patience: &Patience, format: Output, streams: &mut Streams<'_>) -> u8 {
    let document = match open(file) {
        Ok(opened) => opened.document,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    let structure = Structure::new(&Index::new(&document));
    let sweep = Sweep::new(&structure);
    let triples = (order >= 3).then(|| Triples::new(&structure, &sweep, patience));
    let report =
        SweepReport { document: &document, structure: &structure, sweep: &sweep, triples: triples.as_ref(), order };
    match format {
        Output::Text => streams.say(&report.text()),
        Output::Json => streams.say(&format!("{:#}", report.json())),
    }
    EXIT_CLEAN
}
