//! Bringing in exports of a running BizTalk group, and filled-in workbooks.

use crate::exchange::landing::ChangeKind;
use crate::prose::plural;

pub(crate) const TITLE: &str = "Import a running group";
pub(crate) const WHAT_THE_FILES_SAY: &str = "What the files say";
pub(crate) const WHAT_IS_READ: &str = "Choose or drop the exports of a BizTalk group, or a folder of them, as many as there are, of all its computers together: BTSTask ExportSettings, Configuration.exe XML and its list of values, lists of hosts, bindings, output of the collector. Workbooks and checklists that people have filled in, and drawings that they have gone on with in draw.io, come back the same way.";
pub(crate) const WHAT_IS_NOT_KEPT: &str = "Passwords, addresses, certificates, party data and transport data stay in the files. Contradictions and what no export says are shown, nothing is guessed.";
pub(crate) const ABOUT_COLLECTOR: &str = "The collector knows most: a read-only script for Windows PowerShell 5.1 that writes one file. It needs no module and collects no accounts unless asked.";
pub(crate) const CHOOSE_FILES: &str = "Choose files…";
pub(crate) const ADD_FILES: &str = "Add files…";
pub(crate) const SAVE_COLLECTOR: &str = "Save the collector script";
pub(crate) const SAVE_COLLECTOR_BUTTON: &str = "Save the collector script…";
pub(crate) const KEEP_ACCOUNTS: &str = "Keep the names of service accounts";
pub(crate) const EXPORTS_AND_WORKBOOKS: &str = "Exports, workbooks and drawings";
pub(crate) const ALL_FILES: &str = "All files";
pub(crate) const POWERSHELL_SCRIPT: &str = "PowerShell script";
pub(crate) const ENDINGS: [&str; 7] = ["xml", "json", "tsv", "csv", "txt", "xlsx", "drawio"];
pub(crate) const READ: &str = "Read";
pub(crate) const INTO_THE_OPEN_DESIGN: &str = "Into the open design";
pub(crate) const INTO_A_NEW_DESIGN: &str = "Into a new design";
pub(crate) const FILES: &str = "Files";
pub(crate) const CONTRADICTIONS: &str = "Exports contradict each other";
pub(crate) const ABOUT_CONTRADICTIONS: &str =
    "Nothing is guessed: the design stays as it is until you choose whose word counts.";
pub(crate) const STAYS: &str = "undecided";
pub(crate) const DECIDING: &str = "Decide whose word counts";
pub(crate) const CHANGES: &str = "What changes";
pub(crate) const WHAT_COMES: &str = "What comes";
pub(crate) const STAYS_OPEN: &str = "Not in these files";
pub(crate) const TICKED_ROWS: &str = "Ticked lines are taken over. The rest stays as the design has it.";
pub(crate) const TICK_ALL: &str = "Tick all";
pub(crate) const TICK_NONE: &str = "Keep all of mine";
pub(crate) const NOTHING_CHANGES: &str = "The design says all of this already.";
pub(crate) const NOTHING_WAS_READ: &str = "None of the files says anything about a BizTalk group.";
pub(crate) const DOES_NOT_FIT: &str = "The files do not fit together";
pub(crate) const DONE_ANEW: &str =
    "Imported. What no export says is asked in Findings, and each finding names the file and line it rests on.";
pub(crate) const FILLED_IN: &str = "filled in";
pub(crate) const GONE_ON_WITH: &str = "drawing of draw.io";
pub(crate) const OPEN_INSIDE: &str = "Open the design that it carries";

pub(crate) fn reading(count: usize) -> String {
    format!("Read {count} {}", plural(count, "file", "files"))
}

pub(crate) fn taking_over(count: usize) -> String {
    format!("Import {count} {}", plural(count, "file", "files"))
}

pub(crate) fn import(count: usize) -> String {
    format!("Import {count} {}", plural(count, "file", "files"))
}

pub(crate) fn done_here(label: &str) -> String {
    format!("{label}: done, in one step that can be undone.")
}

pub(crate) fn file(name: &str, what: &str) -> String {
    format!("{name}: {what}")
}

pub(crate) fn not_read(why: &str) -> String {
    format!("not read: {why}")
}

/// A word that may count, by which assistive technology tells it from those of other contradictions.
pub(crate) fn whose_word(about: &str, word: &str) -> String {
    format!("{about}: {word}")
}

/// What was left in a file.
pub(crate) fn left_in_the_file(all: &[String]) -> String {
    format!("Left in the file: {}", all.join(", "))
}

pub(crate) fn too_many(most: usize) -> String {
    format!("Only the first {most} files are read.")
}

/// A line of the difference; `verb` is what happens when it is ticked.
pub(crate) fn row(verb: &str, words: &str) -> String {
    format!("{verb}: {words}")
}

/// What a line is about: what comes, changes, or stays as the person has it.
pub(crate) const fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "Add",
        ChangeKind::Changed => "Change",
        ChangeKind::Kept => "Keep mine",
        ChangeKind::Contradicted => "Contradiction",
    }
}
