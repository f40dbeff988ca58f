//! `tierwright diff` and `tierwright merge`: what another design changes and buys, and the changes of two people together.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::destination::Destination;
use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, EXIT_USAGE, Streams, read};
use crate::comparison::{compare, html, json, merge, text};
use crate::document::{OnConflict, save, to_text};

/// What to compare and how to print it.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The design before
    before: PathBuf,
    /// The design after
    after: PathBuf,
    /// How to print the comparison
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
    /// List changes of the drawing alone as well: places and tiers
    #[arg(long)]
    layout: bool,
    /// Estimate the downtime of both designs, which takes longest
    #[arg(long)]
    downtime: bool,
    /// The day that decides which versions are supported, as YYYY-MM-DD; else SOURCE_DATE_EPOCH, else today
    #[arg(long)]
    date: Option<String>,
    /// Where the comparison goes
    #[command(flatten)]
    pub(super) to: Destination,
}

impl DiffArgs {
    /// The files that are read.
    pub(super) fn inputs(&self) -> [PathBuf; 2] {
        [self.before.clone(), self.after.clone()]
    }
}

/// How to print a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// A page for browsers, complete in one file
    Html,
}

/// Which designs to merge.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The design that both others come from
    base: PathBuf,
    /// The one side; where both changed the same thing, the result has it as here
    mine: PathBuf,
    /// The other side
    theirs: PathBuf,
    /// The design to write; it must not exist
    #[arg(short, long)]
    output: PathBuf,
}

/// Compares two designs and returns the exit code.
pub(super) fn run(args: &DiffArgs, streams: &mut Streams<'_>) -> u8 {
    let Some(today) = streams.day(args.date.as_ref()) else { return EXIT_USAGE };
    let (Some(before), Some(after)) = (read(&args.before, streams), read(&args.after, streams)) else {
        return EXIT_UNREADABLE;
    };
    let comparison = compare(&before, &after, Some(today), args.downtime);
    let written = match args.format {
        DiffFormat::Text => text(&comparison, args.layout),
        DiffFormat::Json => format!("{:#}", json(&comparison, args.layout)),
        DiffFormat::Html => html(&comparison, args.layout),
    };
    streams.say(&written);
    EXIT_CLEAN
}

/// Merges two designs and returns the exit code: 1 where both sides changed the same thing, which is named.
pub(super) fn run_merge(args: &MergeArgs, streams: &mut Streams<'_>) -> u8 {
    let all = [&args.base, &args.mine, &args.theirs].map(|path| read(path, streams));
    let [Some(base), Some(mine), Some(theirs)] = all else { return EXIT_UNREADABLE };
    let merged = merge(&base, &mine, &theirs, &BTreeSet::new());
    for it in &merged.conflicts {
        streams.say(&format!("conflict {}: {} here, {} there; kept as here", it.about(), it.mine, it.theirs));
    }
    let document = match merged.document {
        Ok(document) => document,
        Err(problem) => {
            streams.complain(&problem);
            return EXIT_FINDINGS;
        }
    };
    if let Err(err) = save(&args.output, &to_text(&document), None, OnConflict::Refuse) {
        streams.complain(&err.to_string());
        return EXIT_USAGE;
    }
    if merged.conflicts.is_empty() { EXIT_CLEAN } else { EXIT_FINDINGS }
}
