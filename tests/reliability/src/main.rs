//! `destroy`: tries the program for as long as one likes and prints what came of it, a JSON line per run.
//!
//! `tests/reliability/run.sh` calls it as `docs/RELIABILITY.md` says.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks on the console")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use clap::{Parser, Subcommand};
use serde_json::json;
use tierwright_design::document::to_text;
use tierwright_design::testing::{Lcg, unanswered_design};
use tierwright_reliability::inputs::{Kind, Outcome, Target};
use tierwright_reliability::kills;
use tierwright_reliability::steps::{Counts, Editing};
use tierwright_reliability::watch::{Watch, keep, peak_memory_mb};

/// Tries Tierwright to destruction.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Mutated inputs of one kind
    Inputs {
        /// designs, imports, baselines, fault-trees or command-lines
        kind: String,
        #[arg(long, default_value_t = 100_000)]
        count: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where inputs are kept that did harm
        #[arg(long, default_value = "target/found")]
        found: PathBuf,
    },
    /// Random edits, undo and redo
    Steps {
        #[arg(long, default_value_t = 100_000)]
        count: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Every how many steps, on average, file and analysis are held against the design
        #[arg(long, default_value_t = 500)]
        compare_one_in: usize,
        /// Where designs are kept about which parts of the program contradict each other
        #[arg(long, default_value = "target/found")]
        found: PathBuf,
    },
    /// Kills a program at random moments
    Kill {
        #[arg(long, default_value_t = 100)]
        times: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder on whose drive it works
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// The program that is killed
    Victim { folder: PathBuf, seed: u64 },
    /// Writes a design of so many computers about which nothing is stated
    Large { computers: usize, file: PathBuf },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("destroy: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Whether nothing did harm.
fn run(what: What) -> Result<bool, Box<dyn Error>> {
    match what {
        What::Inputs { kind, count, seed, found } => inputs(&kind, count, seed, &found),
        What::Steps { count, seed, compare_one_in, found } => Ok(steps(count, seed, compare_one_in, &found)),
        What::Kill { times, seed, folder } => kill(times, seed, folder.as_deref()),
        What::Victim { folder, seed } => kills::victim(&folder, seed).map(|()| true),
        What::Large { computers, file } => {
            std::fs::write(file, to_text(&unanswered_design(computers)))?;
            Ok(true)
        }
    }
}

fn inputs(word: &str, count: u64, seed: u64, found: &Path) -> Result<bool, Box<dyn Error>> {
    let Some((kind, _)) = Kind::ALL.into_iter().find(|(_, it)| *it == word) else {
        return Err(format!("there is no kind of input {word}; there are {:?}", Kind::ALL.map(|(_, it)| it)).into());
    };
    let found = std::path::absolute(found)?;
    let folder = tempfile::tempdir()?;
    std::env::set_current_dir(&folder)?;
    let target = Target::new(kind, folder.path());
    let (mut watch, mut dice, start) = (Watch::start(&found), Lcg::new(seed), Instant::now());
    let (mut accepted, mut refused) = (0_u64, 0_u64);
    for _ in 0..count {
        let text = target.next(&mut dice);
        match watch.tries(&text, || target.read(&text, &mut dice)) {
            Some(Outcome::Accepted) => accepted += 1,
            Some(Outcome::Refused) => refused += 1,
            None => {}
        }
    }
    let report = json!({
        "tried": word, "seed": seed, "inputs": count, "accepted": accepted, "refused": refused, "panics": watch.panics,
        "slowest_ms": watch.slowest.as_millis() as u64, "seconds": start.elapsed().as_secs(),
        "peak_memory_mb": peak_memory_mb(),
    });
    println!("{report}");
    std::env::set_current_dir("/")?;
    Ok(watch.panics == 0)
}

fn steps(count: u64, seed: u64, compare_one_in: usize, found: &Path) -> bool {
    let (mut dice, start) = (Lcg::new(seed), Instant::now());
    let (mut editing, mut counts) = (Editing::start(&mut dice), Counts::default());
    for _ in 0..count {
        if let Some(contradiction) = editing.step(&mut dice, &mut counts, compare_one_in) {
            keep(found, "contradiction", &contradiction);
        }
    }
    let Counts { edits, refused, undone, redone, compared, contradicted } = counts;
    let report = json!({
        "tried": "steps", "seed": seed, "steps": count, "edits": edits, "refused": refused, "undone": undone,
        "redone": redone, "compared": compared, "contradicted": contradicted, "seconds": start.elapsed().as_secs(), "peak_memory_mb": peak_memory_mb(),
    });
    println!("{report}");
    contradicted == 0
}

fn kill(times: u64, seed: u64, folder: Option<&Path>) -> Result<bool, Box<dyn Error>> {
    let own = tempfile::tempdir()?;
    let folder = folder.unwrap_or_else(|| own.path());
    let (start, program) = (Instant::now(), std::env::current_exe()?);
    let kills = kills::kill(times, seed, folder, |folder, seed| {
        let mut command = Command::new(&program);
        command.arg("victim").arg(folder).arg(seed.to_string());
        command
    })?;
    let [keeping, saving, exporting, recovering] = kills.in_the_middle;
    let report = json!({
        "tried": "kills", "seed": seed, "kills": kills.kills, "lost": kills.lost, "late": kills.late, "corrupt": kills.corrupt,
        "dead": kills.dead, "leftovers": kills.leftovers, "seconds": start.elapsed().as_secs(),
        "in_the_middle_of": {"keeping": keeping, "saving": saving, "exporting": exporting, "recovering": recovering},
    });
    println!("{report}");
    Ok(kills.lost + kills.corrupt + kills.dead == 0)
}
