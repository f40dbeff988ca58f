//! Comparing the open design with another one.

use std::fmt::Display;

use crate::comparison::{ChangeKind, Outcome};
use crate::prose::plural;

/// What was and what is, with the arrow that the fonts of the window have and terminals may not.
pub(crate) fn arrows(words: &str) -> String {
    words.replace(" -> ", " → ")
}

pub(crate) const COMPARE_WITH: &str = "Compare with";
pub(crate) const ABOUT_COMPARING: &str = "What differs, what it buys, and both drawings side by side. The other design stays as it is. Choose it, or drop a design, an export that carries one, or exports of a running group here.";
pub(crate) const A_FILE: &str = "Another design, or an export that carries one…";
pub(crate) const LAST_SAVED: &str = "The design as it was last saved";
pub(crate) const EXPORTS: &str = "The running environment, from its exports…";
pub(crate) const AN_EARLIER_STEP: &str = "The design at another step";
pub(crate) const OPEN_DESIGN: &str = "the open design";
pub(crate) const THE_SAVED_DESIGN: &str = "the saved design";
pub(crate) const LAST_READ_OR_SAVED: &str = "the design as you last read or saved it";
pub(crate) const THE_EXPORTS: &str = "the running environment";
pub(crate) const COULD_NOT_COMPARE: &str = "The designs could not be compared";
pub(crate) const DESIGN_TO_COMPARE_WITH: &str = "Design to compare with";
pub(crate) const COMPARE: &str = "Compare";
pub(crate) const COMPARE_WITH_THE_OPEN_DESIGN: &str = "Compare with the open design";
pub(crate) const NOTHING_IS_COMPARED: &str = "Nothing is compared. File > Compare with chooses another design.";
pub(crate) const WHAT_IT_BUYS: &str = "What it buys";
pub(crate) const BEFORE: &str = "Before";
pub(crate) const AFTER: &str = "After";
pub(crate) const SWAP: &str = "Swap";
pub(crate) const SIDE_BY_SIDE: &str = "Side by side";
pub(crate) const CHANGES: &str = "Changes";
pub(crate) const STEPS: &str = "Steps";
pub(crate) const THEIRS: &str = "Theirs";
pub(crate) const CHOOSE_THEIRS: &str = "Choose their design…";
pub(crate) const LEAVE_THEIRS: &str = "Leave theirs out";
pub(crate) const BRING_TOGETHER: &str = "Bring both together";
pub(crate) const ONE_STEP: &str = "Into the open design, as one undo step";
pub(crate) const ABOUT_CONFLICTS: &str =
    "Nothing of theirs is lost in silence: it stays as you have it unless you choose theirs.";
pub(crate) const NOTHING_COMES: &str = "Nothing more comes: what theirs changes is in the open design";
pub(crate) const PAGE: &str = "Page for browsers";
pub(crate) const SAVE_AS_PAGE: &str = "Save as a page…";
pub(crate) const SAVE_STEPS: &str = "Save the design after each step…";
pub(crate) const STEPS_NOT_SAVED: &str = "Not every step was saved";
pub(crate) const ABOUT_STEPS: &str = "In the documented order. Move a step to see what another order means.";
pub(crate) const DOCUMENTED_ORDER: &str = "Documented order";
pub(crate) const NOTHING_TO_DO: &str = "There is nothing to do but, maybe, to draw it otherwise.";
pub(crate) const BEFORE_THE_FIRST_STEP: &str = "Before the first step";
pub(crate) const OVERLAY: &str = "Overlay";
pub(crate) const DOWNTIME: &str = "Estimate downtime";
pub(crate) const ZOOM_OUT: &str = "Zoom both out";
pub(crate) const ZOOM_IN: &str = "Zoom both in";
pub(crate) const FIT: &str = "Fit";
pub(crate) const NOTHING_DIFFERS: &str = "Nothing but, maybe, the drawing differs";
pub(crate) const OUTSIDE_TIERS: &str = "Outside of the tiers";
pub(crate) const SHOW_ON_BOTH_SIDES: &str = "Show it on both sides";

pub(crate) fn comparing(name: &str) -> String {
    format!("Compare with {name}")
}

pub(crate) fn at_step(label: &str) -> String {
    format!("the design after “{label}”")
}

pub(crate) fn from_to(before: &str, after: &str) -> String {
    format!("From {before} to {after}")
}

pub(crate) fn layout_too(count: usize) -> String {
    format!("Drawing-only changes ({count})")
}

pub(crate) fn findings(count: usize) -> String {
    format!("{count} {} gone, new or changed", plural(count, "finding", "findings"))
}

pub(crate) fn finding(outcome: Outcome, message: &str, rule: impl Display) -> String {
    format!("{}: {message} ({rule})", outcome.word())
}

pub(crate) fn changes_in(place: &str, count: usize) -> String {
    format!("{place}: {count} {}", plural(count, "change", "changes"))
}

pub(crate) fn change(it: ChangeKind, words: &str) -> String {
    format!("{}: {words}", kind(it))
}

pub(crate) fn benefit(label: &str, before: &str, after: &str) -> String {
    format!("{label}: {before}, then {after}")
}

pub(crate) const fn kind(kind: ChangeKind) -> &'static str {
    kind.word()
}

pub(crate) const fn sign(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "+",
        ChangeKind::Removed => "−",
        ChangeKind::Changed => "~",
    }
}

/// The name of a drawing: of the design before, of the one after, of that of somebody else.
pub(crate) fn pane(side: usize, name: &str, num_marks: usize) -> String {
    let when = ["Before", "After", "Theirs"].get(side).copied().unwrap_or_default();
    format!("{when}: {name}, {num_marks} {}", plural(num_marks, "mark", "marks"))
}

/// Of the designs after each step.
pub(crate) fn steps_saved(count: usize, folder: impl Display) -> String {
    format!("{count} {} saved to {folder}.", plural(count, "design was", "designs were"))
}

/// What a third design is for; `base` is what the open design is compared with.
pub(crate) fn about_theirs(base: &str) -> String {
    format!(
        "Somebody else has gone on from {base} too? Choose what they made of it: their changes and yours come together, and what both have changed is named."
    )
}

pub(crate) fn three_designs(base: &str, theirs: &str) -> String {
    format!("From {base} you went on in the open design, somebody else in {theirs}.")
}

pub(crate) fn no_design(problem: &str) -> String {
    format!("Together they are no design: {problem}")
}

pub(crate) fn conflicts(count: usize) -> String {
    format!("Both have changed {count} {}", plural(count, "thing", "things"))
}

pub(crate) fn mine(value: &str) -> String {
    format!("mine: {value}")
}

pub(crate) fn theirs(value: &str) -> String {
    format!("theirs: {value}")
}

/// A choice by which assistive technology tells it from those of other conflicts.
pub(crate) fn decided_as_mine(about: &str) -> String {
    format!("{about}: as mine")
}

/// The other choice.
pub(crate) fn decided_as_theirs(about: &str) -> String {
    format!("{about}: as theirs")
}

pub(crate) fn what_comes(count: usize) -> String {
    format!("{count} {} into the open design", plural(count, "change comes", "changes come"))
}

/// The undo step.
pub(crate) fn brought_together(name: &str) -> String {
    format!("Bring in the changes of {name}")
}

pub(crate) fn step(number: usize, title: &str) -> String {
    format!("{number}. {title}")
}

pub(crate) const EARLIER: &str = "Earlier";
pub(crate) const LATER: &str = "Later";

pub(crate) fn move_step(title: &str, is_earlier: bool) -> String {
    format!("Move “{title}” {}", if is_earlier { "one step earlier" } else { "one step later" })
}

pub(crate) fn findings_and_questions(findings: &str, questions: usize) -> String {
    format!("Findings: {findings}; {questions} open {}", plural(questions, "question", "questions"))
}

pub(crate) fn single_points(names: &str) -> String {
    format!("Single points of failure: {names}")
}

pub(crate) fn rates(normal: &str, worst: &str) -> String {
    format!("Messages per second: {normal}, after the worst loss {worst}")
}
