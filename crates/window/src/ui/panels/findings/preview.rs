//! What a fix would change, in counts and on the canvas, before anybody presses it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::data::{FindingKey, keyed};
use crate::analysis::Analysis;
use crate::edit::history::Revision;
use crate::edit::{Edit, EditCommand, preview};
use crate::memo::Memo;
use crate::model::{Document, Element};
use crate::rules::{RuleReport, Severity, evaluate_on};
use crate::scene::{Difference, difference};
use crate::text::{findings as text, kinds};
use crate::ui::context::ViewContext;

/// The fix of a finding: the finding and the place of the fix in it.
pub(super) type FixKey = (FindingKey, usize);

/// A fix that the pointer or the focus is on, for the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FixPreview {
    /// What the fix does, in the words of its button.
    pub label: String,
    /// Findings before and after: `blockers 2 to 1, warnings 4 to 5`, without those that stay.
    pub counts: String,
    /// What comes, goes and changes in the drawing.
    pub difference: Difference,
}

/// Previews of one revision of the design, each computed when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Previews {
    revision: Option<Revision>,
    texts: BTreeMap<FixKey, String>,
    shown: Memo<(Revision, FixKey), FixPreview>,
}

impl Previews {
    /// What the fix with this key would change, in a line below its button.
    pub(super) fn text(&mut self, view: &ViewContext<'_>, key: FixKey, edit: &Edit) -> &str {
        if self.revision != Some(view.revision) {
            self.texts.clear();
            self.revision = Some(view.revision);
        }
        self.texts.entry(key).or_insert_with(|| describe(view.document, view.analysis, edit))
    }

    /// The same for the canvas.
    pub(super) fn on_canvas(&mut self, view: &ViewContext<'_>, key: FixKey, edit: &Edit) -> Arc<FixPreview> {
        self.shown.get((view.revision, key), |_| {
            let Ok(next) = preview(view.document, &edit.commands) else { return FixPreview::default() };
            let after = evaluate_on(&next, view.analysis.today);
            FixPreview {
                label: edit.label.clone(),
                counts: counts(&view.analysis.rules, &after),
                difference: difference(view.document, view.layout, &next),
            }
        })
    }
}

/// Such as `blockers 2 to 1, warnings 4 to 5`: what becomes more or fewer.
pub(super) fn counts(before: &RuleReport, after: &RuleReport) -> String {
    let words = [
        (Severity::Blocker, text::BLOCKERS),
        (Severity::Error, text::ERRORS),
        (Severity::Warning, text::WARNINGS),
        (Severity::Advice, text::ADVICE),
        (Severity::Info, text::INFO),
    ];
    let counted = words.into_iter().map(|(severity, word)| (word, before.count(severity), after.count(severity)));
    let parts: Vec<String> = counted
        .filter(|(_, before, after)| before != after)
        .map(|(word, before, after)| text::from_to(word, before, after))
        .collect();
    if parts.is_empty() { text::AS_MANY_FINDINGS.to_owned() } else { parts.join(", ") }
}

/// Such as `adds 1 host instance · blockers 2 to 1, warnings 3 to 4 · 1 new finding`.
pub(super) fn describe(document: &Document, analysis: &Analysis, edit: &Edit) -> String {
    let next = match preview(document, &edit.commands) {
        Ok(next) => next,
        Err(err) => return text::cannot_be_applied(err),
    };
    let after = evaluate_on(&next, analysis.today);
    let known: BTreeSet<FindingKey> = keyed(&analysis.rules.findings).map(|(key, _)| key).collect();
    let num_new = keyed(&after.findings).filter(|(key, _)| !known.contains(key)).count();
    let fresh = text::new_findings(num_new);
    format!("{} · {} · {fresh}", changes(document, &edit.commands), counts(&analysis.rules, &after))
}

/// What the commands do to elements: `adds 1 host instance, changes 2 computers`.
fn changes(document: &Document, commands: &[EditCommand]) -> String {
    let mut touched: BTreeMap<Element, &'static str> = BTreeMap::new();
    let mut whole: BTreeSet<&'static str> = BTreeSet::new();
    let mut note = |words| {
        whole.insert(words);
    };
    for command in commands {
        match command {
            EditCommand::Put(record) => {
                let element = record.element();
                let verb = if element.exists(document) { text::CHANGES } else { text::ADDS };
                touched.entry(element).or_insert(verb);
            }
            EditCommand::Remove(element) => {
                touched.insert(*element, text::REMOVES);
            }
            EditCommand::Place { elements, .. } => {
                for element in elements {
                    touched.entry(*element).or_insert(text::MOVES);
                }
            }
            EditCommand::ArrangeTiers(_) => note(text::MOVES_TIERS),
            EditCommand::SetEnvironment(_) => note(text::CHANGES_THE_ENVIRONMENT),
            EditCommand::SetProject(_) => note(text::CHANGES_THE_PROJECT_DETAILS),
            EditCommand::SetSso(_) => note(text::CHANGES_SINGLE_SIGN_ON),
            EditCommand::SetBackup(_) => note(text::CHANGES_THE_BACKUP),
            EditCommand::SetDisasterRecovery(_) => note(text::CHANGES_DISASTER_RECOVERY),
            EditCommand::SetWorkload(_) => note(text::CHANGES_THE_WORKLOAD),
            EditCommand::SetChecklistEntry { .. } => note(text::CHANGES_THE_CHECKLIST),
            EditCommand::PutWaiver(_) | EditCommand::RemoveWaiver(_) => note(text::CHANGES_WHAT_IS_ACCEPTED),
            EditCommand::SetAvailability(_) => note(text::CHANGES_AVAILABILITY_INPUTS),
            EditCommand::SetDrills(_) => note(text::CHANGES_DRILLS),
            EditCommand::SetNote(_) => note(text::CHANGES_A_NOTE),
            EditCommand::SetImported(_) => note(text::CHANGES_WHAT_EXPORTS_SAY),
            EditCommand::LoadDesign(_) => note(text::REPLACES_THE_DESIGN),
        }
    }
    let mut parts: Vec<String> = [text::ADDS, text::CHANGES, text::MOVES, text::REMOVES]
        .iter()
        .filter_map(|verb| counted(verb, &touched))
        .collect();
    parts.extend(whole.into_iter().map(str::to_owned));
    if parts.is_empty() { text::CHANGES_NOTHING.to_owned() } else { parts.join(", ") }
}

fn counted(verb: &str, touched: &BTreeMap<Element, &'static str>) -> Option<String> {
    let mut counts: BTreeMap<(&'static str, &'static str), usize> = BTreeMap::new();
    for (element, _) in touched.iter().filter(|(_, it)| **it == verb) {
        *counts.entry(kinds::one_and_many(*element)).or_default() += 1;
    }
    let words: Vec<String> = counts
        .into_iter()
        .map(|((one, many), count)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    (!words.is_empty()).then(|| text::does_to(verb, &words))
}
