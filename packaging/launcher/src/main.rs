//! Starts the window of Tierwright on Windows without a console: what icons and file types lead to.
//!
//! The program itself, `tierwright.exe`, is one of the console, so that it writes to a terminal and a script waits for
//! it; Windows would open a terminal for it when it is started by a click. Elsewhere no such program is needed.

#![windows_subsystem = "windows"]

#[cfg(windows)]
fn main() {
    use std::os::windows::process::CommandExt as _;
    use std::process::{Command, Stdio};

    /// No console, not even one that stays hidden (`DETACHED_PROCESS`,
    /// <https://learn.microsoft.com/windows/win32/procthread/process-creation-flags>).
    const DETACHED_PROCESS: u32 = 0x8;

    let started = std::env::current_exe().and_then(|this| {
        let mut program = Command::new(this.with_file_name("tierwright.exe"));
        program.arg("--detached").args(std::env::args_os().skip(1)).creation_flags(DETACHED_PROCESS);
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    });
    if let Err(problem) = started {
        let words = "tierwright.exe could not be started. It must lie in the same folder as this program: unpack the whole package.";
        let dialog = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Tierwright");
        dialog.set_description(format!("{words}\n\n{problem}")).show();
    }
}

#[cfg(not(windows))]
fn main() {}
