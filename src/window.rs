//! Starting the window: without a console on Windows, without OpenGL where there is none, and with words where it fails.

use std::io::Write as _;
use std::process::ExitCode;

use clap::CommandFactory as _;
use tierwright::cli::{Cli, EXIT_NO_WINDOW};

/// Opens the window and returns when it is closed. On Windows it goes on without the console of this process, which then
/// ends at once: a program of the console would else have a terminal beside its window.
pub(crate) fn start(cli: &Cli) -> ExitCode {
    #[cfg(all(windows, feature = "gui"))]
    if !cli.detached && again::detached().is_ok() {
        return ExitCode::SUCCESS;
    }
    open(cli)
}

#[cfg(feature = "gui")]
fn open(cli: &Cli) -> ExitCode {
    use tierwright_window::app::window::{Renderer, open};

    tell_of_faults();
    let renderer = if cli.software { Renderer::Software } else { Renderer::OpenGl };
    match open(cli.file.clone(), renderer) {
        Ok(()) => ExitCode::SUCCESS,
        // The window library starts once in a process.
        Err(problem) if problem.lacks_opengl && !cli.software => match again::with_software(cli.file.as_deref()) {
            Ok(code) => code,
            Err(_) => complain(&format!("the window could not be opened: {}", problem.words)),
        },
        Err(problem) => complain(&format!("the window could not be opened: {}", problem.words)),
    }
}

#[cfg(not(feature = "gui"))]
fn open(_cli: &Cli) -> ExitCode {
    complain("this build has no window (feature `gui` is off).")
}

/// Starting this program another time.
#[cfg(feature = "gui")]
mod again {
    use std::env;
    use std::io;
    use std::path::Path;
    use std::process::{Command, ExitCode};

    use tierwright::cli::EXIT_NO_WINDOW;

    /// The window drawn by the processor; returns when it is closed.
    pub(super) fn with_software(file: Option<&Path>) -> io::Result<ExitCode> {
        let status = without_console()?.args(["--detached", "--software"]).args(file).status()?;
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(EXIT_NO_WINDOW).into())
    }

    /// The same call without a console.
    #[cfg(windows)]
    pub(super) fn detached() -> io::Result<()> {
        use std::process::Stdio;

        let mut program = without_console()?;
        program.arg("--detached").args(env::args_os().skip(1));
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(|_| ())
    }

    /// This program, to be started without a console, not even one that stays hidden (`DETACHED_PROCESS`,
    /// <https://learn.microsoft.com/windows/win32/procthread/process-creation-flags>): Windows gives a program of the
    /// console a new one when the program that starts it has none. Elsewhere consoles do not come by themselves.
    fn without_console() -> io::Result<Command> {
        let program = Command::new(env::current_exe()?);
        #[cfg(windows)]
        let program = {
            use std::os::windows::process::CommandExt as _;

            const DETACHED_PROCESS: u32 = 0x8;
            let mut program = program;
            program.creation_flags(DETACHED_PROCESS);
            program
        };
        Ok(program)
    }
}

/// Says why there is no window, and what works without one: in a terminal, and on Windows in a box.
fn complain(problem: &str) -> ExitCode {
    let program = Cli::command();
    let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    let works = format!("Without a window these commands work: tierwright {}.", names.join(", "));
    // Nobody reads standard error: nothing is left to say.
    let _ = writeln!(std::io::stderr(), "tierwright: {problem}\n{works}");
    #[cfg(feature = "gui")]
    tierwright_window::app::window::tell(&format!("Tierwright: {problem}\n\n{works}"));
    ExitCode::from(EXIT_NO_WINDOW)
}

/// A fault of the program that ends its window is told where there is no terminal.
#[cfg(feature = "gui")]
fn tell_of_faults() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        usual(fault);
        // What fails in other threads is told by the window, which goes on.
        if std::thread::current().name() == Some("main") {
            let words =
                "Tierwright has met a fault of its own and ends. Unsaved work is offered again at the next start.";
            tierwright_window::app::window::tell(&format!("{words}\n\n{fault}"));
        }
    }));
}
