//! `tierwright check`: findings and open questions of designs, for people and for programs.

mod baseline;
mod json;
mod junit;
mod sarif;
mod text;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use baseline::Baseline;

use super::destination::Destination;
use super::input::open;
use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, EXIT_USAGE, Streams};
use crate::analysis::{analyze_on, judge_on};
use crate::checklist::Checklist;
use crate::document::Opened;
use crate::model::Document;
use crate::rules::{RuleReport, Severity, evaluate_on};
use crate::verdict::Verdict;

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
    /// What was known before: an earlier output as json or sarif, or an earlier design. Only what is new is reported
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// The day that decides which acceptances have expired and which versions are supported, as YYYY-MM-DD; else
    /// SOURCE_DATE_EPOCH, else today
    #[arg(long)]
    date: Option<String>,
    /// Where the result goes
    #[command(flatten)]
    pub(super) to: Destination,
}

impl CheckArgs {
    /// The files that are read.
    pub(super) fn inputs(&self) -> Vec<PathBuf> {
        self.files.iter().chain(&self.baseline).cloned().collect()
    }
}

/// How to print the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For code scanning: SARIF 2.1.0, accepted findings as suppressions
    Sarif,
    /// For build servers: one test per rule, accepted findings and open questions as skipped tests
    Junit,
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
    /// The text of the file, for line numbers.
    text: String,
    document: Document,
    rules: RuleReport,
    /// The checklist; only programs are told.
    checklist: Option<Checklist>,
    /// Findings and questions that the baseline holds and that are left out; `None` without a baseline.
    num_known: Option<usize>,
    /// The verdict about the design as it is, whatever the baseline holds; only people are told.
    verdict: Option<Verdict>,
}

/// A design that could not be read.
struct Unreadable {
    path: PathBuf,
    problem: String,
}

/// Checks the files and returns the exit code. One that cannot be read does not stop the others.
pub(super) fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> u8 {
    let Some(today) = streams.day(args.date.as_ref()) else { return EXIT_USAGE };
    let baseline = match args.baseline.as_ref().map(|path| Baseline::read(path, today)).transpose() {
        Ok(baseline) => baseline,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    let (mut checked, mut unreadable) = (Vec::new(), Vec::new());
    for path in args.files.clone() {
        match open(&path) {
            Ok(Opened { document, text, .. }) => {
                let (mut rules, checklist, verdict) = match args.format {
                    CheckFormat::Text => {
                        let (rules, verdict) = judge_on(&document, Some(today));
                        (rules, None, Some(verdict))
                    }
                    CheckFormat::Json => {
                        let analysis = analyze_on(&document, Some(today));
                        (analysis.rules, Some(analysis.checklist), None)
                    }
                    CheckFormat::Sarif | CheckFormat::Junit => (evaluate_on(&document, Some(today)), None, None),
                };
                let num_known = baseline.as_ref().map(|it| {
                    let known = it.drop_known(&path, &document.project.title, &mut rules);
                    if known.is_none() {
                        streams.complain(&format!(
                            "the baseline says nothing of {}: everything found in it is reported",
                            path.display()
                        ));
                    }
                    known.unwrap_or_default()
                });
                checked.push(Checked { path, text, document, rules, checklist, num_known, verdict });
            }
            Err(err) => {
                streams.complain(&err.to_string());
                unreadable.push(Unreadable { path, problem: err.to_string() });
            }
        }
    }
    let mut exit = if unreadable.is_empty() { EXIT_CLEAN } else { EXIT_UNREADABLE };
    let threshold = args.fail_on.severity();
    // Severities are ordered most severe first.
    let fails = |it: &Checked| it.rules.findings.iter().any(|finding| finding.severity <= threshold);
    if checked.iter().any(fails) {
        exit = exit.max(EXIT_FINDINGS);
    }
    let written = match args.format {
        CheckFormat::Text => Ok(text::write(&checked)),
        CheckFormat::Json => json::write(&checked),
        CheckFormat::Sarif => sarif::write(&checked, &unreadable),
        CheckFormat::Junit => Ok(junit::write(&checked, &unreadable, threshold)),
    };
    match written {
        Ok(text) => streams.say(&text),
        Err(err) => streams.complain(&format!("the result could not be written as JSON: {err}")),
    }
    // The program ends with this: nothing is gained by giving every part of large designs back first.
    std::mem::forget(checked);
    exit
}

#[cfg(test)]
mod tests;
