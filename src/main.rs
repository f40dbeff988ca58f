//! The program: a subcommand works without a window, anything else opens it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use tierwright::cli::{Cli, EXIT_NO_WINDOW, EXIT_USAGE, Streams, run};
use tierwright_design::clock::Clock;

fn main() -> ExitCode {
    env_logger::init();
    let cli = Cli::parse();
    match cli.command {
        Some(command) => {
            let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr());
            let today = match Clock::from_environment() {
                Ok(clock) => clock.today(),
                Err(problem) => {
                    let _ = writeln!(err, "tierwright: {problem}");
                    return ExitCode::from(EXIT_USAGE);
                }
            };
            ExitCode::from(run(command, &mut Streams { out: &mut out, err: &mut err, today }))
        }
        None => open_window(cli.file),
    }
}

#[cfg(feature = "gui")]
fn open_window(file: Option<PathBuf>) -> ExitCode {
    match tierwright_window::app::window::open(file) {
        Ok(()) => ExitCode::from(tierwright::cli::EXIT_CLEAN),
        Err(problem) => complain(&format!("the window could not be opened: {problem}")),
    }
}

#[cfg(not(feature = "gui"))]
fn open_window(_file: Option<PathBuf>) -> ExitCode {
    complain("this build has no window (feature `gui` is off).")
}

fn complain(problem: &str) -> ExitCode {
    let works = "Without a window these commands work: tierwright templates, new, check, export, capacity, simulate, sweep, rules.";
    // Nobody reads standard error: nothing is left to say.
    let _ = writeln!(std::io::stderr(), "tierwright: {problem}\n{works}");
    ExitCode::from(EXIT_NO_WINDOW)
}
