//! `tierwright check`: findings and open questions of designs, for people and for programs.

mod json;
mod text;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, EXIT_USAGE, Streams};
use crate::analysis::analyze_on;
use crate::calendar::Day;
use crate::document::open;
use crate::model::Document;
use crate::rules::{RuleReport, Severity};

/// What to check and how to print it.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The designs
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// The least severity that makes the exit code 1; accepted findings never do
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// The day that decides which acceptances have expired, as YYYY-MM-DD; else SOURCE_DATE_EPOCH, else today
    #[arg(long)]
    date: Option<String>,
}

/// How to print the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The least severity that makes `check` fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Blockers
    Blocker,
    /// Blockers and errors
    Error,
    /// Blockers, errors and warnings
    Warning,
    /// Everything but information
    Advice,
}

impl FailOn {
    const fn severity(self) -> Severity {
        match self {
            Self::Blocker => Severity::Blocker,
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Advice => Severity::Advice,
        }
    }
}

/// A design that was read and checked.
struct Checked {
    path: PathBuf,
    document: Document,
    rules: RuleReport,
}

/// Checks the files and returns the exit code. One that cannot be read does not stop the others.
pub(super) fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> u8 {
    let today: Day = match args.date.as_ref().unwrap_or(&streams.today).parse() {
        Ok(today) => today,
        Err(err) => {
            streams.complain(&format!("{err}"));
            return EXIT_USAGE;
        }
    };
    let mut exit = EXIT_CLEAN;
    let mut checked = Vec::new();
    for path in &args.files {
        match open(path) {
            Ok(opened) => {
                let rules = analyze_on(&opened.document, Some(today)).rules;
                checked.push(Checked { path: path.clone(), document: opened.document, rules });
            }
            Err(err) => {
                streams.complain(&err.to_string());
                exit = EXIT_UNREADABLE;
            }
        }
    }
    // Severities are ordered most severe first.
    let fails = |it: &Checked| it.rules.findings.iter().any(|finding| finding.severity <= args.fail_on.severity());
    if checked.iter().any(fails) {
        exit = exit.max(EXIT_FINDINGS);
    }
    let written = match args.format {
        CheckFormat::Text => Ok(text::write(&checked)),
        CheckFormat::Json => json::write(&checked),
    };
    match written {
        Ok(text) => streams.say(&text),
        Err(err) => streams.complain(&format!("the result could not be written as JSON: {err}")),
    }
    exit
}

#[cfg(test)]
mod tests;
