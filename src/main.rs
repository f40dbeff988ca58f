//! The program: a subcommand works without a window, anything else opens it.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use tierwright::cli::{Cli, EXIT_USAGE, Streams, run};
use tierwright::clock::Clock;

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
fn open_window(file: Option<std::path::PathBuf>) -> ExitCode {
    ExitCode::from(tierwright::app::window::open(file))
}

#[cfg(not(feature = "gui"))]
fn open_window(_file: Option<std::path::PathBuf>) -> ExitCode {
    let text = "tierwright: this build has no window (feature `gui` is off). The commands work: see tierwright --help";
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::from(tierwright::cli::EXIT_NO_WINDOW)
}
