//! `tierwright migrate`: step by step from one design to another, each step judged.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{EXIT_CLEAN, EXIT_UNREADABLE, EXIT_USAGE, Output, Streams};
use crate::calendar::Day;
use crate::document::{OnConflict, open, save, to_text};
use crate::migration::{Migration, json, migrate, text};
use crate::model::Document;

/// Between which designs, and in which order.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// The design as it is today
    present: PathBuf,
    /// The design to come
    target: PathBuf,
    /// Another order of the steps, by their numbers in the documented order: 1,3,2
    #[arg(long, value_delimiter = ',')]
    order: Vec<usize>,
    /// How to print the steps
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    /// Write the design after each step into this folder, as step-1.ron and so on; none of them may exist
    #[arg(long, value_name = "FOLDER")]
    designs: Option<PathBuf>,
    /// The day that decides which versions are supported, as YYYY-MM-DD; else `SOURCE_DATE_EPOCH`, else today
    #[arg(long)]
    date: Option<String>,
}

/// Finds the way and returns the exit code.
pub(super) fn run(args: &MigrateArgs, streams: &mut Streams<'_>) -> u8 {
    let today: Day = match args.date.as_ref().unwrap_or(&streams.today).parse() {
        Ok(today) => today,
        Err(err) => {
            streams.complain(&format!("{err}"));
            return EXIT_USAGE;
        }
    };
    let (Some(present), Some(target)) = (read(&args.present, streams), read(&args.target, streams)) else {
        return EXIT_UNREADABLE;
    };
    let migration = match migrate(&present, &target, Some(today), &args.order) {
        Ok(migration) => migration,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_USAGE;
        }
    };
    let said = match args.format {
        Output::Text => text(&migration),
        Output::Json => format!("{:#}", json(&migration)),
    };
    streams.say(&said);
    match &args.designs {
        Some(folder) => write(&migration, folder, streams),
        None => EXIT_CLEAN,
    }
}

/// Writes the design after each step. What cannot be written is said, file by file.
fn write(migration: &Migration, folder: &Path, streams: &mut Streams<'_>) -> u8 {
    if let Err(err) = std::fs::create_dir_all(folder) {
        streams.complain(&format!("{}: the folder cannot be made: {err}", folder.display()));
        return EXIT_USAGE;
    }
    let mut code = EXIT_CLEAN;
    for (position, step) in (1..).zip(&migration.steps) {
        let path = folder.join(format!("step-{position}.ron"));
        if let Err(err) = save(&path, &to_text(&step.document), None, OnConflict::Refuse) {
            streams.complain(&err.to_string());
            code = EXIT_USAGE;
        }
    }
    code
}

fn read(path: &Path, streams: &mut Streams<'_>) -> Option<Document> {
    match open(path) {
        Ok(opened) => Some(opened.document),
        Err(err) => {
            streams.complain(&err.to_string());
            None
        }
    }
}
