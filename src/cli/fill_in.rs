//! `tierwright import` of filled-in workbooks: the difference first, then the design with it.

use std::path::Path;

use super::input::open;
use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, EXIT_USAGE, Streams, import::ImportArgs};
use crate::analysis::analyze;
use crate::document::{OnConflict, save, to_text};
use crate::edit::preview;
use crate::filled_in::{Filled, is_filled_in, merge, read};

/// Whether the call is about workbooks or lists that people have filled in; all files of a call are of one kind.
pub(super) fn is_meant(args: &ImportArgs) -> bool {
    args.files.iter().all(|path| std::fs::read(path).is_ok_and(|bytes| is_filled_in(&bytes)))
}

/// Carries out the command and returns the exit code: 1 when something could not be taken over.
pub(super) fn run(args: &ImportArgs, streams: &mut Streams<'_>) -> u8 {
    let Some(into) = &args.into else {
        streams.complain("a filled-in workbook goes into a design: name it with --into DESIGN");
        return EXIT_USAGE;
    };
    let opened = match open(into) {
        Ok(opened) => opened,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    let mut document = opened.document.clone();
    let (mut changes, mut troubles) = (0, 0);
    for path in &args.files {
        let filled = match filled(path) {
            Ok(filled) => filled,
            Err(problem) => {
                streams.complain(&format!("{}: {problem}", path.display()));
                return EXIT_UNREADABLE;
            }
        };
        let merged = merge(&document, &analyze(&document), &filled);
        streams.say(&format!(
            "{}: {} changed, {} not taken over",
            path.display(),
            merged.changes.len(),
            merged.troubles.len()
        ));
        for change in &merged.changes {
            streams.say(&format!("  {}", change.words()));
        }
        for trouble in &merged.troubles {
            streams.say(&format!("  not taken over: {trouble}"));
        }
        (changes, troubles) = (changes + merged.changes.len(), troubles + merged.troubles.len());
        let Some(edit) = merged.edit else { continue };
        document = match preview(&document, &edit.commands) {
            Ok(next) => next,
            Err(err) => {
                streams.complain(&format!("what was filled in does not fit the design: {err}"));
                return EXIT_UNREADABLE;
            }
        };
    }
    match &args.output {
        Some(output) if changes > 0 => {
            let stamp = opened.own_stamp().filter(|_| into == output).cloned();
            if let Err(err) = save(output, &to_text(&document), stamp.as_ref(), OnConflict::Refuse) {
                streams.complain(&err.to_string());
                return EXIT_USAGE;
            }
        }
        Some(_) => streams.say("Nothing changes; no design is written."),
        None => streams.say("No design is written; --output DESIGN writes it."),
    }
    if troubles == 0 { EXIT_CLEAN } else { EXIT_FINDINGS }
}

fn filled(path: &Path) -> Result<Filled, String> {
    let bytes = std::fs::read(path).map_err(|err| err.to_string())?;
    read(&bytes).map_err(|err| err.to_string())
}
