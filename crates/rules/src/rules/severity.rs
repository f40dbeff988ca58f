//! How severe a finding is, and who or what decides whether a rule applies.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// How severe a finding is. Sorted most severe first; written as the word in files and output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all(serialize = "lowercase"))]
pub enum Severity {
    /// A single point of failure in an environment that is meant to be highly available.
    #[serde(alias = "blocker")]
    Blocker,
    /// It will not work, is not supported, or risks lost or duplicate messages.
    #[serde(alias = "error")]
    Error,
    /// A weakness that a reviewer would object to.
    #[serde(alias = "warning")]
    Warning,
    /// A recommendation that may be declined.
    #[serde(alias = "advice")]
    Advice,
    /// Good to know; nothing to do.
    #[serde(alias = "info")]
    Info,
}

impl Severity {
    /// All severities, most severe first.
    pub const ALL: [Self; 5] = [Self::Blocker, Self::Error, Self::Warning, Self::Advice, Self::Info];

    /// One of `blocker`, `error`, `warning`, `advice`, `info`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocker => "blocker",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
            Self::Info => "info",
        }
    }

    /// The word with a capital, for labels: `Blocker`, `Error`, `Warning`, `Advice`, `Info`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Blocker => "Blocker",
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Advice => "Advice",
            Self::Info => "Info",
        }
    }

    /// The word for several, with a capital: `Blockers`, `Errors`, `Warnings`, `Advice`, `Info`.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Blocker => "Blockers",
            Self::Error => "Errors",
            Self::Warning => "Warnings",
            Self::Advice => "Advice",
            Self::Info => "Info",
        }
    }

    /// A number of findings in words: `1 error`, `2 warnings`, `3 advice`.
    pub fn counted(self, count: usize) -> String {
        if count == 1 { format!("1 {}", self.word()) } else { format!("{count} {}", self.plural().to_lowercase()) }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word that is not a severity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a severity; use blocker, error, warning, advice or info")]
pub struct UnknownSeverity(pub String);

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.word().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownSeverity(text.to_owned()))
    }
}

/// What it takes to decide whether a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Decided {
    /// The drawing alone decides.
    ByDrawing,
    /// The drawing decides once an optional detail is filled in; until then the question is open.
    ByAttribute,
    /// A person confirms it; the rule appears in the checklists only.
    ByPerson,
}

impl Decided {
    /// The short mark of the rule catalogue: `M`, `M*` or `C`.
    pub fn mark(self) -> &'static str {
        match self {
            Self::ByDrawing => "M",
            Self::ByAttribute => "M*",
            Self::ByPerson => "C",
        }
    }

    /// The same in words, to follow “Decided”.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::ByDrawing => "by the drawing",
            Self::ByAttribute => "by the drawing, once an optional detail is filled in",
            Self::ByPerson => "by a person, in the checklist",
        }
    }

    /// Whether the program can decide it, given the details.
    pub fn is_checked_by_program(self) -> bool {
        self != Self::ByPerson
    }
}

impl Serialize for Decided {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.mark())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_sort_most_severe_first_and_read_back_from_their_words() {
        assert!(Severity::ALL.is_sorted());
        for severity in Severity::ALL {
            assert_eq!(severity.word().parse(), Ok(severity));
            assert_eq!(severity.title().parse(), Ok(severity));
            let json = serde_json::to_string(&severity).unwrap();
            assert_eq!(json, format!("\"{}\"", severity.word()));
            assert_eq!(serde_json::from_str::<Severity>(&json).unwrap(), severity);
            assert_eq!(ron::from_str::<Severity>(severity.title()).unwrap(), severity);
        }
        assert_eq!("fatal".parse::<Severity>(), Err(UnknownSeverity("fatal".to_owned())));
    }

    #[test]
    fn only_checklist_rules_need_a_person() {
        assert!(Decided::ByDrawing.is_checked_by_program() && Decided::ByAttribute.is_checked_by_program());
        assert!(!Decided::ByPerson.is_checked_by_program());
        assert_eq!(serde_json::to_string(&Decided::ByAttribute).unwrap(), "\"M*\"");
    }
}
