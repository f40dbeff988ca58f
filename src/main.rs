//! The program: a subcommand works without a window, anything else opens it.

mod window;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser as _;
use tierwright::cli::{Cli, EXIT_CLEAN, EXIT_USAGE, Streams, mistyped, print, run};
use tierwright_availability::Patience;
use tierwright_design::clock::Clock;

fn main() -> ExitCode {
    env_logger::init();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(words) => {
            // Whoever mistypes a command is told so, and not what is wrong with the words after it.
            let first = std::env::args_os().nth(1).filter(|_| words.use_stderr());
            let mistyped = first.and_then(|it| mistyped(it.as_ref()));
            return ExitCode::from(show(&mistyped.unwrap_or(words)));
        }
    };
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
            let (start, most) = (Instant::now(), Duration::from_secs(cli.max_seconds));
            let patience = Patience::until(move || start.elapsed() > most);
            stop_after(if command.leaves_unfinished() { most + GRACE } else { most });
            ExitCode::from(run(command, &mut Streams { out: &mut out, err: &mut err, today, patience }))
        }
        None => match cli.file.as_deref().and_then(mistyped) {
            Some(words) => ExitCode::from(show(&words)),
            None => window::start(&cli),
        },
    }
}

/// What is left unfinished in time is written down within this.
const GRACE: Duration = Duration::from_secs(20);

/// Ends the program when a command takes too long: no design is worth a computer that hangs.
fn stop_after(most: Duration) {
    let stop = move || {
        thread::sleep(most);
        let words = "stopped: the command takes longer than allowed. Results are missing or incomplete; --max-seconds allows more";
        // Nobody reads standard error: nothing is left to say.
        let _ = writeln!(std::io::stderr(), "tierwright: {words}.");
        std::process::exit(i32::from(EXIT_USAGE));
    };
    if let Err(problem) = thread::Builder::new().name("time limit".to_owned()).spawn(stop) {
        let _ = writeln!(std::io::stderr(), "tierwright: there is no limit of time: {problem}");
    }
}

/// Shows help, the version or what is wrong with the call, and returns the code that the program ends with.
fn show(words: &clap::Error) -> u8 {
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    if words.use_stderr() || out.is_terminal() {
        // In colours. Nobody reads standard error: nothing is left to say; a terminal takes everything.
        let _ = words.print();
        return if words.use_stderr() { EXIT_USAGE } else { EXIT_CLEAN };
    }
    print(&words.render().to_string(), &mut out, &mut err)
}
