//! Sentences with gaps, as rows hold them: `{computers} {computers:runs|run} nothing else`.
//!
//! A gap names what fills it: an element of the finding by its place (`{0}`), all from a place on (`{1..}`), a fact by its
//! id (`{computers}`), or what the label of a fact is about (`{about}`). In a word of a row, `{0}` is the first of the
//! values that came with it. A form may follow a colon: `one|many` chooses by the number, `count` is that number, `lower`
//! takes small letters, `and` and `;` join a list that way, `sorted` puts its items into the order of their words, each
//! once. There are no conditions: a check chooses among the cases of its row.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use thiserror::Error;

/// A sentence with gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Part>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Words as they are.
    Words(&'static str),
    /// Something to fill in.
    Gap(Gap, Form),
}

/// What fills a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Gap {
    /// One element of the finding.
    Element(usize),
    /// The elements of the finding from a place on.
    Rest(usize),
    /// What the label of the fact is about.
    About,
    /// A fact.
    Fact(&'static str),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// Words for one and for several instead of the value.
    pub(super) choice: Option<(&'static str, &'static str)>,
    /// The number of things instead of the things.
    pub(super) is_count: bool,
    /// Small letters.
    pub(super) is_lower: bool,
    /// Items in the order of their words, each once.
    pub(super) is_sorted: bool,
    /// How several are joined; `None` = elements as a sentence does, other values with commas.
    pub(super) join: Option<Join>,
}

/// How several values are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    And,
    Comma,
    Semicolon,
}

/// Why a text is no sentence with gaps.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTemplate {
    /// A brace stands alone.
    #[error("a brace stands alone in “{0}”")]
    Brace(&'static str),
    /// A gap that names nothing.
    #[error("“{0}” is neither a place, nor an id in kebab case")]
    Gap(&'static str),
    /// A form that does not exist.
    #[error("“{0}” is no form; use one|many, count, lower, sorted, and, or ;")]
    Form(&'static str),
}

impl Template {
    /// Reads a sentence.
    pub(super) fn parse(text: &'static str) -> Result<Self, BadTemplate> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            push_words(&mut parts, words).ok_or(BadTemplate::Brace(text))?;
            let (gap, after) = after.split_once('}').ok_or(BadTemplate::Brace(text))?;
            parts.push(Part::gap(gap)?);
            rest = after;
        }
        push_words(&mut parts, rest).ok_or(BadTemplate::Brace(text))?;
        Ok(Self(parts))
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.0
    }

    /// What it needs.
    #[cfg(any(test, feature = "testing"))]
    pub(in crate::rules) fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        self.0.iter().filter_map(|part| match part {
            Part::Words(_) => None,
            Part::Gap(gap, _) => Some(*gap),
        })
    }
}

fn push_words(parts: &mut Vec<Part>, words: &'static str) -> Option<()> {
    if !words.is_empty() {
        parts.push(Part::Words(words));
    }
    (!words.contains('}')).then_some(())
}

impl Part {
    fn gap(text: &'static str) -> Result<Self, BadTemplate> {
        let mut words = text.split(':');
        let gap = Gap::parse(words.next().unwrap_or_default()).ok_or(BadTemplate::Gap(text))?;
        let mut form = Form::default();
        for word in words {
            match word {
                "count" => form.is_count = true,
                "lower" => form.is_lower = true,
                "sorted" => form.is_sorted = true,
                "and" => form.join = Some(Join::And),
                "," => form.join = Some(Join::Comma),
                ";" => form.join = Some(Join::Semicolon),
                _ => form.choice = Some(word.split_once('|').ok_or(BadTemplate::Form(word))?),
            }
        }
        Ok(Self::Gap(gap, form))
    }
}

impl Gap {
    fn parse(text: &'static str) -> Option<Self> {
        if let Ok(place) = text.parse() {
            return Some(Self::Element(place));
        }
        if let Some(from) = text.strip_suffix("..") {
            return from.parse().ok().map(Self::Rest);
        }
        let is_id = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        match text {
            "about" => Some(Self::About),
            id => is_id.then_some(Self::Fact(id)),
        }
    }
}

impl<'de: 'static> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(<&'static str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
