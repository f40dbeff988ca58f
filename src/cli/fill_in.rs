//! `tierwright import` of filled-in workbooks and of drawings that people have gone on with: the difference first, then
//! the design with it.

use std::collections::BTreeSet;
use std::path::Path;

use super::input::open;
use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, EXIT_USAGE, Streams, import::ImportArgs};
use crate::analysis::analyze;
use crate::document::{OnConflict, save, to_text};
use crate::edit::{Edit, preview};
use crate::filled_in::{Change, Drawing, DrawingMerge, Merge, is_drawing, is_filled_in, merge, read};
use crate::model::Document;

/// Whether the call is about workbooks, lists or drawings that people have worked on; all files of a call are such.
pub(super) fn is_meant(args: &ImportArgs) -> bool {
    args.files.iter().all(|path| std::fs::read(path).is_ok_and(|bytes| is_drawing(&bytes) || is_filled_in(&bytes)))
}

/// Carries out the command and returns the exit code: 1 when something could not be taken over.
pub(super) fn run(args: &ImportArgs, streams: &mut Streams<'_>) -> u8 {
    let Some(into) = &args.into else {
        streams.complain("a filled-in workbook or a drawing goes into a design: name it with --into DESIGN");
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
        let taken = match taken(&document, path) {
            Ok(taken) => taken,
            Err(problem) => {
                streams.complain(&format!("{}: {problem}", path.display()));
                return EXIT_UNREADABLE;
            }
        };
        let (changed, left) = (taken.changes.len(), taken.troubles.len());
        streams.say(&format!("{}: {changed} changed, {left} not taken over", path.display()));
        let lists = [("", &taken.changes), ("not taken over: ", &taken.troubles), ("note: ", &taken.notes)];
        for (mark, line) in lists.iter().flat_map(|(mark, lines)| lines.iter().map(move |it| (mark, it))) {
            streams.say(&format!("  {mark}{line}"));
        }
        (changes, troubles) = (changes + changed, troubles + left);
        let Some(edit) = taken.edit else { continue };
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

/// What a file brings into a design: what changes, what cannot be taken over, what is no part of it, and the step.
struct Taken {
    changes: Vec<String>,
    troubles: Vec<String>,
    notes: Vec<String>,
    edit: Option<Edit>,
}

fn taken(document: &Document, path: &Path) -> Result<Taken, String> {
    let bytes = std::fs::read(path).map_err(|err| err.to_string())?;
    if is_drawing(&bytes) {
        let drawing = Drawing::read(&bytes).map_err(|err| err.to_string())?;
        let DrawingMerge { changes, troubles, notes, edit } = drawing.merge(document, &BTreeSet::new());
        return Ok(Taken { changes: changes.into_iter().map(|it| it.words).collect(), troubles, notes, edit });
    }
    let filled = read(&bytes).map_err(|err| err.to_string())?;
    let Merge { changes, troubles, edit } = merge(document, &analyze(document), &filled);
    let changes = changes.iter().map(Change::words).collect();
    Ok(Taken { changes, troubles, notes: Vec::new(), edit })
}
