//! Kills a program in the middle of its work and checks that no acknowledged step is lost.

use std::error::Error;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tierwright_design::document::{Journal, recovery};

/// Tells the test to be the program that dies; holds the folder of its journal.
const VICTIM: &str = "TIERWRIGHT_TEST_JOURNAL";

/// What the victim prints after a step that the journal took.
const ACKNOWLEDGED: &str = "acknowledged ";

/// Step `number` of the victim: about a third of a megabyte, so that a kill often hits the middle of a write, and so
/// that the journal is rewritten on the way.
fn text_of_step(number: u64) -> String {
    format!("step {number} ").repeat(25_000)
}

#[test]
fn no_acknowledged_step_is_lost_when_the_program_is_killed() {
    if let Some(folder) = std::env::var_os(VICTIM) {
        work_until_killed(Path::new(&folder)).unwrap();
    }
    for num_steps in [1, 2, 7, 30, 45] {
        let folder = tempfile::tempdir().unwrap();
        let mut victim = victim(folder.path()).unwrap();
        let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut acknowledged = lines.by_ref().filter_map(|line| line.strip_prefix(ACKNOWLEDGED)?.parse::<u64>().ok());
        let mut last = acknowledged.by_ref().find(|number| *number >= num_steps).unwrap();
        assert!(recovery::find(folder.path()).unwrap().is_empty(), "the program still lives");
        victim.kill().unwrap();
        last = acknowledged.last().unwrap_or(last);
        victim.wait().unwrap();
        let found = recovery::find(folder.path()).unwrap();
        assert_eq!(found.len(), 1, "after {last} acknowledged steps");
        let number: u64 = found[0].last_label.parse().unwrap();
        assert!(number == last || number == last + 1, "step {last} was acknowledged, step {number} was found");
        assert!(found[0].text == text_of_step(number), "the text of step {number} is damaged");
        assert_eq!(found[0].name, "victim");
    }
}

/// This very test in a process of its own, as the program that dies.
fn victim(folder: &Path) -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args(["--exact", "--nocapture", "journal_kill::no_acknowledged_step_is_lost_when_the_program_is_killed"])
        .env(VICTIM, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// Ends only when it is killed, or when nobody reads its acknowledgments any more.
fn work_until_killed(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut journal = Journal::start(folder, None, "victim", None);
    for number in 1.. {
        journal.append(&text_of_step(number), &number.to_string())?;
        let mut out = io::stdout().lock();
        writeln!(out, "\n{ACKNOWLEDGED}{number}")?;
        out.flush()?;
    }
    Ok(())
}
