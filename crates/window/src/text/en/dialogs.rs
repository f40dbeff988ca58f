//! The dialogs.

use std::fmt::Display;

pub(crate) const ACCEPT_THIS_FINDING: &str = "Accept this finding";
pub(crate) const HOW_LONG_IT_HOLDS: &str =
    "It stays listed and does not count until the facts change or the last day has passed.";
pub(crate) const REASON: &str = "Reason";
pub(crate) const WHY_THE_RISK_MAY_STAY: &str = "Why the risk may stay";
pub(crate) const ACCEPTED_BY: &str = "Accepted by";
pub(crate) const WHO_ANSWERS_FOR_IT: &str = "Who answers for it";
pub(crate) const DATE: &str = "Date";
pub(crate) const HOLDS_UNTIL: &str = "Holds until";
pub(crate) const DATE_OR_NO_END: &str = "YYYY-MM-DD, empty for no end";
pub(crate) const ACCEPT: &str = "Accept";
pub(crate) const EXPORT: &str = "Export";
pub(crate) const THROW_AWAY_WHAT_YOU_TYPED: &str = "Throw away what you typed?";
pub(crate) const GO_ON_TYPING: &str = "Go on typing";
pub(crate) const THROW_AWAY: &str = "Throw away";
pub(crate) const SAVE_AS_TEMPLATE: &str = "Save as template";
pub(crate) const WHAT_A_TEMPLATE_KEEPS: &str = "The template keeps what is drawn. Customer, logo, acceptances and answers of the checklist stay out, and figures become examples to be confirmed.";
pub(crate) const NAME_OF_TEMPLATE: &str = "Name of the template";
pub(crate) const TEMPLATE_IS_THERE: &str = "There is a template of this name.";
pub(crate) const REPLACE: &str = "Replace";
pub(crate) const STEPS: &str = "Steps";
pub(crate) const STEPS_REACH: &str =
    "Steps of earlier sessions are kept as long as the file is as this program saved it.";
pub(crate) const STEPS_SLIDER: &str = "Steps behind";
pub(crate) const AT_THE_START: &str = "At the start";
pub(crate) const STAY_HERE: &str = "Stay here";
pub(crate) const FOLDER: &str = "Folder";
pub(crate) const WARNINGS_TOO: &str = "Warnings too";
pub(crate) const FULL_PATH: &str = "Full path";
pub(crate) const PAPER_OF_PDFS: &str = "Paper of PDFs";
pub(crate) const A4: &str = "A4";
pub(crate) const LETTER: &str = "Letter";
pub(crate) const PNG_RESOLUTION: &str = "PNG resolution";
pub(crate) const DPI: &str = " DPI";
pub(crate) const DIAGRAMS: &str = "Diagrams";
pub(crate) const MARK_WHAT_EACH_LOSS_DOES: &str = "Mark what each loss does";
pub(crate) const LARGE_PAPER_FOR_LARGE_DIAGRAMS: &str = "Large diagrams on A3";
pub(crate) const FAULT_TREES: &str = "Fault trees";
pub(crate) const RANGES_OF_FIGURES: &str = "Ranges of their figures, for programs that draw them";
pub(crate) const VERIFY: &str = "Verify";
pub(crate) const FILES_TO_VERIFY: &str = "Bundle, manifest or files to verify";
pub(crate) const WHAT_WAS_HANDED_OVER: &str = "What was handed over";
pub(crate) const OTHER_FILES: &str = "Other files…";
pub(crate) const NO_SIGNATURE: &str = "The manifest is no signature: whoever changes a file can write a new one.";
pub(crate) const PRESENT: &str = "Present";
pub(crate) const PRESENT_DESIGN: &str = "Design of the present environment";
pub(crate) const CHOOSE_PRESENT: &str = "Choose the present environment…";
pub(crate) const WHAT_PRESENT_IS_FOR: &str = "adds the steps to the target";
pub(crate) const NO_PRESENT: &str =
    "None: build book, workbook and files for builders tell the target alone, without the steps to it.";
pub(crate) const WITHOUT_PRESENT: &str = "Without the present environment";
pub(crate) const WORD_TEMPLATE: &str = "Word template";
pub(crate) const WORD_DOCUMENT: &str = "Word document or template";
pub(crate) const CHOOSE_WORD_TEMPLATE: &str = "Choose the Word template…";
pub(crate) const WHAT_WORD_TEMPLATE_IS_FOR: &str = "gives the Word report its styles and pages";
pub(crate) const NO_WORD_TEMPLATE: &str = "None: the report for Word has our styles and pages.";
pub(crate) const WITHOUT_WORD_TEMPLATE: &str = "Without the Word template";

/// The present environment as it was compared with the open design.
pub(crate) fn as_compared(name: &str) -> String {
    format!("As compared: {name}")
}

/// What is chosen for a present environment.
pub(crate) fn present(name: &str, is_own_order: bool) -> String {
    format!("{name}{}", if is_own_order { ", steps in your order" } else { "" })
}

pub(crate) const INSIDE: &str = "Inside";
pub(crate) const CARRY_THE_DESIGN: &str = "The whole design, so that it can be opened from PDF, SVG, PNG and draw.io";
pub(crate) const CHOOSE_A_KIND_OF_FILE: &str = "Choose at least one kind of file.";
pub(crate) const CHOOSE_A_FOLDER: &str = "Choose a folder.";
pub(crate) const TIERWRIGHT: &str = "Tierwright";

/// Of a kind of file.
pub(crate) fn verified_with(programs: &str) -> String {
    format!("Verified with {programs}.")
}

pub(crate) fn version(version: &str) -> String {
    format!("Version {version}")
}

pub(crate) const WHAT_IT_IS_FOR_WHOM: &str = "A designer for highly available Microsoft BizTalk Server environments. Rules and figures carry the document \
     they come from; what is our own judgment says so.";
pub(crate) const LICENSES: &str = "Licensed under MIT or Apache-2.0. Noto fonts under the SIL Open Font License 1.1. Microsoft, BizTalk and SQL \
     Server are trademarks of Microsoft; this program is not a product of Microsoft.";
pub(crate) const NO_FILE_DIALOG: &str = "The file dialog of this system is not available. Enter the full path:";
pub(crate) const PATH_EXAMPLE: &str =
    if cfg!(windows) { r"C:\Users\you\Documents\design.ron" } else { "/home/you/design.ron" };
pub(crate) const PATH: &str = "Path";
pub(crate) const OPEN_DESIGN: &str = "Open design";
pub(crate) const SAVE_DESIGN: &str = "Save design";
pub(crate) const FOLDER_FOR_EXPORTS: &str = "Folder for exports";
pub(crate) const DESIGN_OR_WHAT_CARRIES_ONE: &str = "Designs, and exports that carry one";
pub(crate) const TIERWRIGHT_DESIGN: &str = "Tierwright design";
pub(crate) const PNG_IMAGE: &str = "PNG image";
pub(crate) const LOGO_PNG: &str = "Logo (PNG)";
pub(crate) const OPEN: &str = "Open";
pub(crate) const USE: &str = "Use";

pub(crate) fn looking_for_fixes(steps: usize, open: usize) -> String {
    format!("Looking for fixes: {steps} so far, {open} findings to go")
}

pub(crate) const MAKE_IT_COMPLIANT: &str = "Make it compliant";

pub(crate) fn fix_all_of(rule: impl Display, title: &str) -> String {
    format!("Fix all of {rule}: {title}")
}

pub(crate) const NO_PLAN_WAS_MADE: &str =
    "The search for fixes was stopped by a fault of this program or for lack of memory. Nothing has changed.";
pub(crate) const NO_FIX_HELPS_HERE: &str = "No fix helps here.";

pub(crate) fn what_stays(count: usize) -> String {
    format!("What stays ({count})")
}

pub(crate) fn before_and_after(findings: &str, before: usize, after: usize) -> String {
    format!("{findings} {before} to {after}")
}

pub(crate) const ONE_UNDO_STEP: &str = "One undo step";
pub(crate) const PROJECT_DETAILS: &str = "Project details";
pub(crate) const TITLE: &str = "Title";
pub(crate) const CUSTOMER: &str = "Customer";
pub(crate) const PROJECT: &str = "Project";
pub(crate) const AUTHOR: &str = "Author";
pub(crate) const VERSION: &str = "Version";
pub(crate) const NOTES: &str = "Notes";
pub(crate) const LOGO: &str = "Logo";
pub(crate) const CHOOSE_PNG: &str = "Choose PNG…";
pub(crate) const REMOVE_THE_LOGO: &str = "Remove the logo";
pub(crate) const EDIT_PROJECT_DETAILS: &str = "Edit project details";
pub(crate) const SAVE_YOUR_CHANGES: &str = "Save your changes?";

pub(crate) fn not_saved(name: &str) -> String {
    format!("“{name}” has changes that are not saved. If you discard them they are gone.")
}

pub(crate) const DISCARD: &str = "Discard";
pub(crate) const FILE_CHANGED_OUTSIDE: &str = "The file changed outside Tierwright";
pub(crate) const FILE_IS_GONE_OUTSIDE: &str = "The file is gone";
pub(crate) const A_FILE_IS_IN_THE_WAY: &str = "There is a file of that name";
pub(crate) const DESIGN_NOT_SAVED: &str = "The design was not saved";
pub(crate) const TRY_AGAIN: &str = "Try again";
pub(crate) const EXPORT_WITH_GAPS: &str = "Export with � in their place";
pub(crate) const READ_IT_ANEW: &str = "Read it anew";
pub(crate) const CHANGED_ON_DISK: &str = "Somebody else or another program has written to the file since you opened or saved it. The design here is not that \
     version. Compare it with yours to bring both together; reading it anew shows theirs; saving under another name \
     keeps both.";
pub(crate) const COMPARE_WITH_YOURS: &str = "Compare with yours…";
pub(crate) const ABOUT_COMPARING_WITH_YOURS: &str =
    "What somebody else has changed in the file and what you have, to bring both together";
pub(crate) const GONE_FROM_DISK: &str = "It was moved, renamed or deleted, or its drive is no longer connected. The design is only open here: save it again.";
pub(crate) const FILE_DIALOG_IS_OPEN: &str = "Waiting for the file dialog";
pub(crate) const ABOUT_FILE_DIALOG: &str = "Choose there, or enter the path here.";
pub(crate) const ENTER_A_PATH: &str = "Enter a path…";
pub(crate) const EXPORT_INCOMPLETE: &str = "Not everything was exported";
pub(crate) const EXPORT_FAILED: &str = "The export failed";

/// `Written: a.png and a.svg to /designs.`
pub(crate) fn written(files: &str) -> String {
    format!("Written: {files}.")
}

pub(crate) fn use_the_name(stem: &str) -> String {
    format!("Use the name {stem}")
}

pub(crate) const SAVE_UNDER_ANOTHER_NAME: &str = "Save under another name…";
pub(crate) const OVERWRITE: &str = "Overwrite";
pub(crate) const BACKUP_STAYS_BESIDE: &str = "What is there stays beside it as a backup";
pub(crate) const COPY_TEXT: &str = "Copy text";
pub(crate) const UNSAVED_WORK_WAS_FOUND: &str = "Unsaved work was found";
pub(crate) const DID_NOT_END_PROPERLY: &str = "Tierwright did not end properly. This is what was kept:";
pub(crate) const DECIDE_LATER: &str = "Decide later";
pub(crate) const OFFERED_AGAIN: &str = "It is offered again at the next start";
pub(crate) const NEVER_SAVED: &str = "never saved";
pub(crate) const RESTORE: &str = "Restore";
pub(crate) const REMOVES_UNSAVED_WORK: &str = "Removes the unsaved work; saved files are untouched";
pub(crate) const FILE_HAS_CHANGED: &str = "The file has changed since: the work opens as a new, unsaved design.";
pub(crate) const FILE_IS_GONE: &str = "The file is gone: the work opens as a new, unsaved design.";

pub(crate) fn apply(count: usize) -> String {
    match count {
        0 => "Apply".to_owned(),
        1 => "Apply 1 fix".to_owned(),
        _ => format!("Apply {count} fixes"),
    }
}

pub(crate) fn logo_state(is_set: bool, most_kb: usize) -> String {
    format!("{} (PNG, at most {most_kb} KB)", if is_set { "set" } else { "none" })
}

/// What the journal holds; `when` = a day with hours and minutes.
pub(crate) fn kept(steps: usize, last: &str, minute: Option<String>) -> String {
    let steps = if steps == 1 { "1 step".to_owned() } else { format!("{steps} steps") };
    let minute = minute.map_or_else(String::new, |it| format!(", {it}"));
    format!("{steps} kept, last: {last}{minute}")
}
