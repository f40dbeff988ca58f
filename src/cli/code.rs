//! `tierwright code`: the target as files for builders.

use std::path::{Path, PathBuf};

use clap::Args;

use super::export::read_present;
use super::{EXIT_CLEAN, EXIT_UNREADABLE, EXIT_USAGE, Streams, read};
use crate::analysis::analyze;
use crate::document::file_name;
use crate::exchange::code::File;
use crate::export::{files_for_builders, write_replacing};

/// What to write, and where to.
#[derive(Debug, Args)]
pub struct CodeArgs {
    /// The design of the environment that is built
    target: PathBuf,
    /// The folder to write to, made where it is missing; files of the same names are replaced
    #[arg(short, long)]
    output: PathBuf,
    /// The design of the environment as it is: adds the map of settings and the databases that move
    #[arg(long, value_name = "DESIGN")]
    present: Option<PathBuf>,
}

/// Writes the files and returns the exit code.
pub(super) fn run(args: &CodeArgs, streams: &mut Streams<'_>) -> u8 {
    let Some(target) = read(&args.target, streams) else { return EXIT_UNREADABLE };
    let present = match &args.present {
        None => None,
        Some(path) => match read_present(path, streams) {
            Some(present) => Some(present),
            None => return EXIT_UNREADABLE,
        },
    };
    let (analysis, name) = (analyze(&target), file_name(&args.target));
    write(&args.output, &files_for_builders(&target, &analysis, &name, present.as_ref()), streams)
}

/// Says what was written and what has to be filled in.
fn write(folder: &Path, files: &[File], streams: &mut Streams<'_>) -> u8 {
    if let Err(err) = std::fs::create_dir_all(folder) {
        streams.complain(&format!("the folder {} could not be made: {err}", folder.display()));
        return EXIT_USAGE;
    }
    let mut code = EXIT_CLEAN;
    for file in files {
        let path = folder.join(&file.name);
        match write_replacing(&path, &file.bytes) {
            Ok(()) if file.num_questions() == 0 => streams.say(&path.display().to_string()),
            Ok(()) => streams.say(&format!("{} ({} to fill in)", path.display(), file.num_questions())),
            Err(err) => {
                streams.complain(&err.to_string());
                code = EXIT_USAGE;
            }
        }
    }
    code
}
