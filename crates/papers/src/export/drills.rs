//! Saved drills as drawings show them: the state in the end, and what happened until then.

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::drill::{Drill, DrillRow, Stage};
use crate::model::{Document, Element};
use crate::overlay::state_marks;
use crate::scene::StateMark;

/// A saved drill, played to its end.
pub(super) struct PlayedDrill<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The state that is left.
    pub(super) marks: BTreeMap<Element, StateMark>,
    /// What happens, line by line, and what is left in the end.
    pub(super) timeline: Vec<String>,
}

/// The saved drills of a design, in order.
pub(super) fn played<'a>(document: &'a Document, analysis: &Analysis) -> Vec<PlayedDrill<'a>> {
    let Some(_) = document.drills.first() else { return Vec::new() };
    let stage = Stage::new(document, &analysis.failures.structure);
    let played = |saved: &'a crate::model::DrillScenario| {
        let drill = stage.play(&saved.steps);
        let marks = state_marks(&drill.snapshot(drill.rows.len()).elements);
        PlayedDrill { name: &saved.name, marks, timeline: timeline(&drill) }
    };
    document.drills.iter().map(played).collect()
}

fn timeline(drill: &Drill) -> Vec<String> {
    let row = |it: &DrillRow| format!("{}  {}: {}", it.when.label(), it.kind.label(), it.text);
    let mut lines: Vec<String> = drill.rows.iter().map(row).collect();
    lines.push(String::new());
    lines.push("In the end:".to_owned());
    lines.extend(drill.result.services.iter().map(|it| format!("{}: {}", it.name, it.last.label())));
    lines.push(format!("Full service: {}", drill.result.full_service.label()));
    lines
}
