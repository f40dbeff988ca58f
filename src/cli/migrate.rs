//! `tierwright migrate`: step by step from one design to another, each step judged.

use std::path::{Path, PathBuf};

use clap::Args;

use super::destination::Destination;
use super::{EXIT_CLEAN, EXIT_UNREADABLE, EXIT_USAGE, Output, Streams, read};
use crate::document::save_numbered;
use crate::migration::{Migration, json, migrate, text};

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
    #[command(flatten)]
    pub(super) to: Destination,
    /// Write the design after each step into this folder, as step-1.ron and so on; none of them may exist
    #[arg(long, value_name = "FOLDER")]
    designs: Option<PathBuf>,
    /// The day that decides which versions are supported, as YYYY-MM-DD; else `SOURCE_DATE_EPOCH`, else today
    #[arg(long)]
    date: Option<String>,
}

impl MigrateArgs {
    /// The files that are read.
    pub(super) fn inputs(&self) -> [PathBuf; 2] {
        [self.present.clone(), self.target.clone()]
    }
}

/// Finds the way and returns the exit code.
pub(super) fn run(args: &MigrateArgs, streams: &mut Streams<'_>) -> u8 {
    let Some(today) = streams.day(args.date.as_ref()) else { return EXIT_USAGE };
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
    match save_numbered(folder, "step", migration.steps.iter().map(|it| &it.document)) {
        Ok((_, failed)) => {
            for it in &failed {
                streams.complain(&it.to_string());
            }
            if failed.is_empty() { EXIT_CLEAN } else { EXIT_USAGE }
        }
        Err(err) => {
            streams.complain(&format!("{}: the folder cannot be made: {err}", folder.display()));
            EXIT_USAGE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::analysis::analyze_on;
    use crate::availability::Patience;
    use crate::cli::{Cli, run as program};
    use crate::document::{OnConflict, open, save, template, to_text};
    use crate::rules::Severity;

    fn tierwright(args: &[&str]) -> (u8, String, String) {
        let command = Cli::try_parse_from(std::iter::once("tierwright").chain(args.iter().copied())).unwrap().command;
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let today = "2026-01-31".to_owned();
        let streams = &mut Streams { out: &mut out, err: &mut err, today, patience: Patience::endless() };
        let code = program(command.unwrap(), streams);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn each_step_can_be_judged_again_from_the_design_that_is_written_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        for key in ["two-computer", "medium-receive-complete"] {
            save(Path::new(&path(key)), &to_text(&template(key).unwrap().document), None, OnConflict::Refuse).unwrap();
        }
        let (present, target, steps) = (path("two-computer"), path("medium-receive-complete"), path("steps"));
        let args = ["migrate", &present, &target, "--format", "json", "--designs", &steps];
        let (code, out, err) = tierwright(&args);
        assert_eq!((code, err.as_str()), (EXIT_CLEAN, ""));
        let said: serde_json::Value = serde_json::from_str(&out).unwrap();
        for (position, step) in (1..).zip(said["steps"].as_array().unwrap()) {
            let file = open(&folder.path().join(format!("steps/step-{position}.ron"))).unwrap();
            let analysis = analyze_on(&file.document, "2026-01-31".parse().ok());
            let errors = analysis.rules.count(Severity::Error);
            assert_eq!(step["standing"]["findings"]["error"], errors, "step {position}");
        }
        let (code, _, err) = tierwright(&args);
        assert!(code == EXIT_USAGE && err.contains("step-1.ron"), "{err}");
        let (code, _, err) = tierwright(&["migrate", &present, &target, "--order", "2,1"]);
        assert!(code == EXIT_USAGE && err.contains("must name each of the steps"), "{err}");
    }
}
