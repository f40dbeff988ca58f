//! What screen readers say by themselves: edits, undo and redo, findings that come and go, the selection, the save state.

use std::collections::BTreeMap;

use egui::accesskit::{Live, Role};
use egui::{Context, Id};

use super::context::ViewContext;
use crate::edit::history::Revision;
use crate::model::Element;
use crate::rules::RuleId;
use crate::text::announcements as text;

/// So many findings that have come are said whole, the others counted.
const MOST_SAID: usize = 2;

/// What was true in the frame before.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    revision: Option<Revision>,
    undo: Option<String>,
    redo: Option<String>,
    is_dirty: bool,
    selection: std::collections::BTreeSet<Element>,
}

/// Compares each frame with the one before and says what has changed.
#[derive(Debug, Default)]
pub(super) struct Announcer {
    seen: Seen,
    findings: BTreeMap<(RuleId, Element), String>,
    said: String,
}

impl Announcer {
    /// Says what has changed; without assistive technology nothing is said, but what is true is followed.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ctx: &Context) {
        let sentences = self.changes(view);
        if !sentences.is_empty() {
            self.said = sentences.join(". ");
        }
        let title = crate::text::notices::window_title("", &view.file_name);
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(title));
        let said = &self.said;
        ctx.accesskit_node_builder(Id::new("announcements"), |node| {
            node.set_role(Role::Status);
            node.set_live(Live::Polite);
            node.set_label(said.as_str());
        });
    }

    fn changes(&mut self, view: &ViewContext<'_>) -> Vec<String> {
        let is_same = self.seen.revision == Some(view.revision)
            && self.seen.is_dirty == view.is_dirty
            && self.seen.selection == *view.selection;
        if is_same {
            return Vec::new();
        }
        let now = Seen {
            revision: Some(view.revision),
            undo: view.undo_label.map(str::to_owned),
            redo: view.redo_label.map(str::to_owned),
            is_dirty: view.is_dirty,
            selection: view.selection.clone(),
        };
        let before = std::mem::replace(&mut self.seen, now.clone());
        let mut sentences = Vec::new();
        if before.revision != now.revision {
            let findings = findings(view);
            if before.revision.is_some() {
                sentences.extend(step(&before, &now));
                sentences.extend(differences(&self.findings, &findings));
            }
            self.findings = findings;
        }
        if before.revision.is_some() {
            if before.selection != now.selection {
                sentences.push(selection(view));
            }
            if before.is_dirty && !now.is_dirty {
                sentences.push(text::ALL_CHANGES_SAVED.to_owned());
            }
        }
        sentences
    }
}

fn findings(view: &ViewContext<'_>) -> BTreeMap<(RuleId, Element), String> {
    let all = view.analysis.rules.findings.iter();
    all.map(|it| ((it.rule, it.subject()), it.message(view.document))).collect()
}

/// The edit that was made, taken back or done again.
fn step(before: &Seen, now: &Seen) -> Option<String> {
    if now.redo.is_some() && now.redo == before.undo {
        return now.redo.as_deref().map(text::undone);
    }
    if now.undo.is_some() && now.undo == before.redo {
        return now.undo.as_deref().map(text::redone);
    }
    now.undo.clone().filter(|it| Some(it) != before.undo.as_ref())
}

/// The findings that have come, and how many are gone.
fn differences(before: &BTreeMap<(RuleId, Element), String>, now: &BTreeMap<(RuleId, Element), String>) -> Vec<String> {
    let come: Vec<&String> = now.iter().filter(|(key, _)| !before.contains_key(key)).map(|(_, it)| it).collect();
    let gone = before.keys().filter(|key| !now.contains_key(key)).count();
    let mut sentences: Vec<String> = come.iter().take(MOST_SAID).map(|it| text::new_finding(it)).collect();
    if come.len() > MOST_SAID {
        sentences.push(text::more_findings(come.len() - MOST_SAID));
    }
    if gone > 0 {
        sentences.push(text::findings_gone(gone));
    }
    sentences
}

fn selection(view: &ViewContext<'_>) -> String {
    match view.selected_one() {
        Some(one) => text::selected(&one.name(view.document)),
        None if view.selection.is_empty() => text::NOTHING_SELECTED.to_owned(),
        None => text::number_selected(view.selection.len()),
    }
}
