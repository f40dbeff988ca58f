//! `tierwright code`: the target as files for builders.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{EXIT_CLEAN, EXIT_UNREADABLE, EXIT_USAGE, Streams, read};
use crate::analysis::analyze;
use crate::comparison::Pairing;
use crate::exchange::code::{File, Given, OpenPort, Present, files};
use crate::export::write_replacing;
use crate::model::Document;
use crate::report::{design_hash, port_rows};
use crate::rules::version_of_rules;

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
        Some(path) => match read(path, streams) {
            Some(present) => Some((path, present)),
            None => return EXIT_UNREADABLE,
        },
    };
    let files = match &present {
        None => made(&target, &args.target, None),
        Some((path, before)) => {
            let pairing = Pairing::of(before, &target);
            let becomes = |it| pairing.after(it);
            let name = title(before, path);
            made(&target, &args.target, Some(&Present { document: before, name: &name, becomes: &becomes }))
        }
    };
    write(&args.output, &files, streams)
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

fn made(target: &Document, path: &Path, present: Option<&Present<'_>>) -> Vec<File> {
    let (name, hash) = (title(target, path), design_hash(target));
    let rows = port_rows(target, &analyze(target));
    let port = |it: crate::report::PortRow| OpenPort {
        from: it.from,
        to: it.to,
        ports: it.ports,
        purposes: it.purposes,
        firewalls: it.firewalls,
    };
    let ports = rows.into_iter().map(port).collect();
    let given = Given { name: &name, hash: &hash, rules_version: version_of_rules(), ports };
    files(target, &given, present)
}

/// What a design is called: its title, else its file.
fn title(document: &Document, path: &Path) -> String {
    let title = document.project.title.trim();
    let file = || path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if title.is_empty() { file() } else { title.to_owned() }
}
