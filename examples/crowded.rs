//! Writes generated designs that are more crowded than any template, for `tests/same_as.sh`.
//!
//! `crowded FOLDER`
#![expect(clippy::print_stderr, reason = "a command line program talks on the console")]

use std::path::Path;
use std::process::ExitCode;

use tierwright_design::document::{OnConflict, save, to_text};
use tierwright_design::model::Document;
use tierwright_design::testing::{generated_design, virtualized_design};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: crowded FOLDER");
        return ExitCode::from(2);
    };
    let designs: [(&str, Document); 4] = [
        ("generated-60", generated_design(60, 1)),
        ("generated-60-other", generated_design(60, 2)),
        ("generated-200", generated_design(200, 1)),
        ("virtualized-26", virtualized_design(1)),
    ];
    for (name, document) in designs {
        let path = Path::new(&folder).join(format!("{name}.ron"));
        if let Err(err) = save(&path, &to_text(&document), None, OnConflict::Refuse) {
            eprintln!("{err}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
