//! `tierwright import`: what exports of a running BizTalk group say, as a design.

use std::path::PathBuf;

use clap::Args;

use super::input::open;
use super::{EXIT_CLEAN, EXIT_UNREADABLE, EXIT_USAGE, Output, Streams, fill_in};
use crate::document::{OnConflict, save, to_text};
use crate::edit::preview;
use crate::exchange::landing::{Landing, land, new_design};
use crate::exchange::load::{MOST_FILES, files_of, names, source};
use crate::exchange::readers::{Options, read_all};
use crate::exchange::told;
use crate::model::Document;

/// What to import and where to.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Exports of a BizTalk group or folders with them, of one computer or of many: ExportSettings, Configuration.exe and BindingInfo XML,
    /// lists of hosts, values of placeholders, output of the collector; or workbooks, checklists and drawings of
    /// draw.io that people have worked on, which go into the design they are of
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// A design that the import goes into; else a new one is made
    #[arg(long, value_name = "DESIGN")]
    pub(super) into: Option<PathBuf>,
    /// The design to write; it must not exist, unless it is the one that the import goes into. Else nothing is written
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    /// Keep the names of service accounts; passwords are never kept
    #[arg(long)]
    accounts: bool,
    /// How to print what was read
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

/// Carries out the command and returns the exit code: 3 when a file or the design could not be read, whatever the others
/// gave.
pub(super) fn run(args: &ImportArgs, streams: &mut Streams<'_>) -> u8 {
    if fill_in::is_meant(args) {
        return fill_in::run(args, streams);
    }
    let files = files_of(&args.files);
    if files.len() > MOST_FILES {
        streams.complain(&format!("an import takes {MOST_FILES} files at most, not {}", files.len()));
        return EXIT_USAGE;
    }
    let opened = match args.into.as_ref().map(|path| open(path)).transpose() {
        Ok(opened) => opened,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    let sources = files.iter().zip(names(&files)).map(|(path, name)| source(path, name));
    let import = read_all(sources, Options { accounts: args.accounts });
    let landed = match &opened {
        Some(opened) => land(&opened.document, &import).and_then(|landing| {
            let commands = landing.edit.iter().flat_map(|it| it.commands.clone()).collect::<Vec<_>>();
            Ok((preview(&opened.document, &commands)?, landing))
        }),
        None => new_design(&import),
    };
    let (document, landing): (Document, Landing) = match landed {
        Ok(landed) => landed,
        Err(err) => {
            streams.complain(&format!("the exports do not fit together: {err}"));
            return EXIT_UNREADABLE;
        }
    };
    match args.format {
        Output::Text => streams.say(&told::text(&import, &landing)),
        Output::Json => streams.say(&format!("{:#}", told::json(&import, &landing))),
    }
    let is_readable = import.files.iter().all(|it| it.problems.is_empty());
    if import.files.iter().all(|it| it.num_facts == 0) {
        streams.complain("none of the files says anything about a BizTalk group; no design is written");
        return if is_readable { EXIT_USAGE } else { EXIT_UNREADABLE };
    }
    if let Some(output) = &args.output {
        let is_same = args.into.as_ref() == Some(output);
        let stamp = opened.as_ref().filter(|_| is_same).and_then(|it| it.own_stamp());
        if let Err(err) = save(output, &to_text(&document), stamp, OnConflict::Refuse) {
            streams.complain(&err.to_string());
            return EXIT_USAGE;
        }
    }
    if is_readable { EXIT_CLEAN } else { EXIT_UNREADABLE }
}
