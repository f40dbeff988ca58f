//! What a fix would change, in counts, before anybody presses it.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{FindingKey, keyed};
use crate::analysis::Analysis;
use crate::edit::history::Revision;
use crate::edit::{Edit, EditCommand, preview};
use crate::model::{Document, Element};
use crate::rules::evaluate_on;
use crate::ui::panels::kinds::kind_words;

/// Previews of one revision of the design, each computed when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Previews {
    revision: Option<Revision>,
    texts: BTreeMap<(FindingKey, usize), String>,
}

impl Previews {
    /// The preview of the fix with this place in its finding.
    pub(super) fn text(
        &mut self,
        key: (FindingKey, usize),
        revision: Revision,
        document: &Document,
        analysis: &Analysis,
        edit: &Edit,
    ) -> &str {
        if self.revision != Some(revision) {
            self.texts.clear();
            self.revision = Some(revision);
        }
        self.texts.entry(key).or_insert_with(|| describe(document, analysis, edit))
    }
}

/// Such as `adds 1 host instance · findings 7 → 6, no new ones`.
pub(super) fn describe(document: &Document, analysis: &Analysis, edit: &Edit) -> String {
    let next = match preview(document, &edit.commands) {
        Ok(next) => next,
        Err(err) => return format!("cannot be applied: {err}"),
    };
    let after = evaluate_on(&next, analysis.today);
    let (old, new) = (&analysis.rules.findings, &after.findings);
    let known: BTreeSet<FindingKey> = keyed(old).map(|(key, _)| key).collect();
    let num_new = keyed(new).filter(|(key, _)| !known.contains(key)).count();
    let fresh = match num_new {
        0 => "no new ones".to_owned(),
        1 => "1 of them new".to_owned(),
        _ => format!("{num_new} of them new"),
    };
    format!("{} · findings {} → {}, {fresh}", changes(document, &edit.commands), old.len(), new.len())
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
                let verb = if element.exists(document) { "changes" } else { "adds" };
                touched.entry(element).or_insert(verb);
            }
            EditCommand::Remove(element) => {
                touched.insert(*element, "removes");
            }
            EditCommand::Place { elements, .. } => {
                for element in elements {
                    touched.entry(*element).or_insert("moves");
                }
            }
            EditCommand::ArrangeTiers(_) => note("moves tiers"),
            EditCommand::SetEnvironment(_) => note("changes the environment"),
            EditCommand::SetProject(_) => note("changes the project details"),
            EditCommand::SetSso(_) => note("changes single sign-on"),
            EditCommand::SetBackup(_) => note("changes the backup"),
            EditCommand::SetDisasterRecovery(_) => note("changes disaster recovery"),
            EditCommand::SetWorkload(_) => note("changes the workload"),
            EditCommand::SetChecklistEntry { .. } => note("changes the checklist"),
            EditCommand::PutWaiver(_) | EditCommand::RemoveWaiver(_) => note("changes what is accepted"),
            EditCommand::SetAvailability(_) => note("changes the inputs of the availability estimate"),
            EditCommand::SetDrills(_) => note("changes the saved failure drills"),
            EditCommand::LoadDesign(_) => note("replaces the design"),
        }
    }
    let mut parts: Vec<String> =
        ["adds", "changes", "moves", "removes"].iter().filter_map(|verb| counted(verb, &touched)).collect();
    parts.extend(whole.into_iter().map(str::to_owned));
    if parts.is_empty() { "changes nothing".to_owned() } else { parts.join(", ") }
}

fn counted(verb: &str, touched: &BTreeMap<Element, &'static str>) -> Option<String> {
    let mut counts: BTreeMap<(&'static str, &'static str), usize> = BTreeMap::new();
    for (element, _) in touched.iter().filter(|(_, it)| **it == verb) {
        *counts.entry(kind_words(*element)).or_default() += 1;
    }
    let words: Vec<String> = counts
        .into_iter()
        .map(|((one, many), count)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    (!words.is_empty()).then(|| format!("{verb} {}", words.join(" and ")))
}
