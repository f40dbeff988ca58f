//! What stands at the top of every file: to be reviewed, of which design, resting on what, and what is to be filled in.

use std::collections::{BTreeMap, BTreeSet};

use super::Given;
use crate::sources::{SourceId, sources};

/// A detail that no design states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// What has to be known.
    pub(super) what: String,
    /// What the drawing says instead; empty = nothing.
    pub(super) drawn: String,
}

/// What a file leaves to whoever builds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asks {
    questions: BTreeMap<String, Question>,
    notes: BTreeSet<String>,
}

impl Asks {
    /// A placeholder for a detail that is not known. The key is made of capitals, figures and underscores.
    pub(super) fn token(&mut self, key: impl Into<String>, what: impl Into<String>, drawn: &str) -> String {
        let key = key.into();
        let token = format!("{{{{{key}}}}}");
        self.questions.insert(key, Question { what: what.into(), drawn: drawn.to_owned() });
        token
    }

    /// Something that has to be looked at.
    pub(super) fn note(&mut self, what: impl Into<String>) {
        self.notes.insert(what.into());
    }

    /// The questions by their key.
    pub(super) fn questions(&self) -> impl Iterator<Item = (&str, &Question)> {
        self.questions.iter().map(|(key, it)| (key.as_str(), it))
    }

    /// Takes over what another file leaves open.
    pub(super) fn extend(&mut self, other: &Self) {
        self.questions.extend(other.questions.clone());
    }

    /// What several files leave open together.
    pub(super) fn all<'a>(several: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for it in several {
            all.extend(it);
        }
        all
    }

    /// How many details have to be filled in.
    pub(super) fn num_questions(&self) -> usize {
        self.questions.len()
    }

    /// In one line: what is to be filled in and looked at.
    pub(super) fn line(&self) -> String {
        let questions = self.questions.iter().map(|(key, it)| format!("{{{{{key}}}}}: {}", it.what));
        questions.chain(self.notes.iter().cloned()).map(|it| one_line(&it)).collect::<Vec<_>>().join("; ")
    }
}

/// The first words of every file.
pub(super) const REVIEW: &str = "Review before use.";

/// What follows them, before the name of the design.
const MADE_FROM: &str = "Made from the design ";
/// How many letters are looked at for it: in a table it stands at the end of the first row.
const LETTERS: usize = 65_536;

/// Whether a text is a file that was written here for builders.
pub(crate) fn is_ours(text: &str) -> bool {
    let end = text.char_indices().nth(LETTERS).map_or(text.len(), |(at, _)| at);
    text[..end].contains(&format!("{REVIEW} {MADE_FROM}"))
}

/// In one line: to be reviewed, and of which design.
pub(super) fn origin(given: &Given<'_>) -> String {
    let rules = given.rules_version;
    one_line(&format!("{REVIEW} {MADE_FROM}{} (SHA-256 {}, rules {rules}).", given.name, given.hash))
}

/// The lines at the top of a file, none of which holds a line break or another control character.
pub(super) fn lines(given: &Given<'_>, what: &str, rests_on: &[&str], asks: &Asks) -> Vec<String> {
    let mut lines = vec![
        origin(given),
        what.to_owned(),
        "It holds no password and was run nowhere: compare it with what the documents say, and try it where it does no harm."
            .to_owned(),
        "Rests on:".to_owned(),
    ];
    lines.extend(rests_on.iter().map(|id| format!("  {}", cited(id))));
    if !asks.questions.is_empty() {
        lines.push("To fill in, which no design states:".to_owned());
        lines.extend(asks.questions.iter().map(|(key, it)| {
            let drawn = if it.drawn.is_empty() { String::new() } else { format!(" (in the drawing: {})", it.drawn) };
            format!("  {{{{{key}}}}}: {}{drawn}", it.what)
        }));
    }
    if !asks.notes.is_empty() {
        lines.push("To look at:".to_owned());
        lines.extend(asks.notes.iter().map(|it| format!("  {it}")));
    }
    lines.iter().map(|it| one_line(it)).collect()
}

/// Lines of text that stand one below the other, each behind a mark.
pub(super) fn marked(mark: &str, lines: &[String]) -> String {
    lines.iter().flat_map(|it| [mark, it, "\n"]).collect()
}

/// A document with its title and its address.
pub(super) fn cited(id: &str) -> String {
    let source = sources().get(&SourceId(id.to_owned()));
    source.map_or_else(|| id.to_owned(), |it| format!("{}, {}", it.title, it.url))
}

/// A text without line breaks and other control characters, which would end a comment.
pub(super) fn one_line(text: &str) -> String {
    text.replace(|it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}'), " ")
}
