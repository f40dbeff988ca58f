//! Which version of the program first knew what a design file uses, read from `assets/format.ron`.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use serde::{Deserialize, Serialize};

use super::names::{NameKind, names};
use super::place::Walk;
use super::scan::{TokenKind, Tokens};
use crate::model::Document;

const TABLE: &str = include_str!("../../../../assets/format.ron");

/// A version of the program, such as 0.2.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version([u32; 3]);

impl Version {
    /// The version of this program.
    pub fn of_this_program() -> Self {
        let newest = releases().iter().map(|release| release.since);
        newest.chain(Self::parse(env!("CARGO_PKG_VERSION"))).max().unwrap_or_default()
    }

    /// Reads three numbers with points between them.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<u32> = text.split('.').map(|number| number.parse().ok()).collect::<Option<_>>()?;
        numbers.try_into().ok().map(Self)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([major, minor, patch]) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("“{text}” is not a version, such as \"0.2.0\""))
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

/// What one version of the program knew first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The version.
    pub since: Version,
    /// Fields, such as `computers[].gpu`, and values, such as `computers[].os: Server2025`: the end of their way from
    /// the top of the file, with the keys of tables and lists left out.
    #[serde(default)]
    pub words: Vec<String>,
    /// Rules that can be accepted.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Rows of the checklist.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Figures of the availability estimate.
    #[serde(default)]
    pub figures: Vec<String>,
    /// Durations of failure drills.
    #[serde(default)]
    pub durations: Vec<String>,
}

impl Release {
    /// The names of one kind.
    pub(crate) fn names(&self, kind: NameKind) -> &[String] {
        match kind {
            NameKind::Rule => &self.rules,
            NameKind::Row => &self.rows,
            NameKind::Figure => &self.figures,
            NameKind::Duration => &self.durations,
        }
    }
}

/// The whole table, oldest version first; empty, with a logged error, when the embedded data is damaged.
pub fn releases() -> &'static [Release] {
    static RELEASES: LazyLock<Vec<Release>> = LazyLock::new(|| {
        ron::from_str(TABLE).unwrap_or_else(|err| {
            log::error!("assets/format.ron: {err}");
            Vec::new()
        })
    });
    &RELEASES
}

/// The oldest version that can read a design, when that is not every version that reads its format.
///
/// `compact` is the design as RON without its header.
pub(crate) fn needed(document: &Document, compact: &str, releases: &[Release]) -> Option<Version> {
    let newer = releases.get(1..).unwrap_or_default();
    let by_name = names(document)
        .filter_map(|name| newer.iter().find(|it| it.names(name.kind).iter().any(|known| known == name.text)))
        .map(|release| release.since);
    by_name.chain(of_words(compact, newer)).max()
}

/// The newest version whose words a text uses.
fn of_words(compact: &str, releases: &[Release]) -> Option<Version> {
    // By the field or value itself.
    let mut words: FxHashMap<&str, Vec<(&str, Version)>> = FxHashMap::default();
    for release in releases {
        for word in &release.words {
            words.entry(last_of(word)).or_default().push((word, release.since));
        }
    }
    // Most texts hold none of them, which is told without reading what stands where. By first letter and length most
    // words are told to be others.
    let mut shapes = [0_u64; 128];
    for word in releases.iter().flat_map(|it| &it.words) {
        let (letter, len) = shape(last_of(word));
        shapes[letter] |= 1 << len;
    }
    let has_shape = |run: &str| {
        let (letter, len) = shape(run);
        shapes[letter] & 1 << len != 0
    };
    if !runs(compact).any(|run| has_shape(run) && words.contains_key(run)) {
        return None;
    }
    let last = words.values().flatten().map(|(_, since)| *since).max();
    let mut newest = None;
    for_each_word(compact, |token, way| {
        if let Some(named) = words.get(token) {
            let way = way();
            let since = named.iter().filter(|(word, _)| ends_with(&way, word)).map(|(_, since)| *since).max();
            newest = newest.max(since);
        }
        // What needs the last of them needs no more.
        if newest == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    newest
}

/// The first letter of a word as a number below 128, and its length, at most 63.
fn shape(word: &str) -> (usize, usize) {
    (usize::from(word.as_bytes().first().copied().unwrap_or_default() & 127), word.len().min(63))
}

/// Every run of letters, digits and low lines: all words, and what names and texts hold.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes().split(|it| !it.is_ascii_alphanumeric() && *it != b'_');
    bytes.filter_map(|run| std::str::from_utf8(run).ok()).filter(|run| !run.is_empty())
}

/// Hands over every field and every value of a text, with its way from the top as [`Release::words`] holds it, until one
/// is the last that is wanted.
pub(crate) fn for_each_word(text: &str, mut hand_over: impl FnMut(&str, &dyn Fn() -> String) -> ControlFlow<()>) {
    let mut walk = Walk::default();
    let mut tokens = Tokens::new(text).map_while(Result::ok).peekable();
    while let Some(token) = tokens.next() {
        let is_key = matches!(tokens.peek(), Some(next) if next.kind == TokenKind::Colon);
        if token.kind == TokenKind::Word && hand_over(token.text, &|| walk.word(token, is_key)).is_break() {
            return;
        }
        walk.step(token);
    }
}

/// The field or value itself.
fn last_of(word: &str) -> &str {
    word.rsplit(['.', ' ']).next().unwrap_or(word)
}

/// Whether a way ends with a word, and not in the middle of a name.
pub(crate) fn ends_with(way: &str, word: &str) -> bool {
    way.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}
