//! An answer together with its evidence: one that passes cannot be written down without any.

use super::answer::Answer;
use super::evidence::{Evidence, Tone};

/// Evidence that holds at least one fact of the design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof(Vec<Evidence>);

impl Proof {
    /// The evidence as proof; given back where it holds no fact, or speaks against the row.
    pub(super) fn of(evidence: Vec<Evidence>) -> Result<Self, Vec<Evidence>> {
        let has = |tone: Tone| evidence.iter().any(|it| it.tone == tone && !it.text.is_empty());
        if has(Tone::Fact) && !has(Tone::Fault) && !has(Tone::Missing) { Ok(Self(evidence)) } else { Err(evidence) }
    }
}

/// What the design says about a row, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgment {
    /// The design fulfills it, and this shows it.
    Pass(Proof),
    /// The design does not fulfill it.
    Fail(Vec<Evidence>),
    /// The design does not decide it.
    Open(Vec<Evidence>),
    /// It does not apply.
    NotApplicable(Vec<Evidence>),
}

impl Judgment {
    /// Passes with the evidence; stays open where that shows nothing.
    pub(super) fn pass(evidence: Vec<Evidence>) -> Self {
        Proof::of(evidence).map_or_else(Self::Open, Self::Pass)
    }

    /// The answer alone.
    pub const fn answer(&self) -> Answer {
        match self {
            Self::Pass(_) => Answer::Pass,
            Self::Fail(_) => Answer::Fail,
            Self::Open(_) => Answer::Open,
            Self::NotApplicable(_) => Answer::NotApplicable,
        }
    }

    /// Elements that fulfill the row, faults, notes, missing details.
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Self::Pass(Proof(evidence))
            | Self::Fail(evidence)
            | Self::Open(evidence)
            | Self::NotApplicable(evidence) => evidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_passes_without_a_fact_or_with_a_fault_or_a_missing_detail() {
        let fact = || Evidence::new(Tone::Fact, "R on BTS1, BTS2");
        assert_eq!(Judgment::pass(vec![fact()]).answer(), Answer::Pass);
        assert_eq!(Judgment::pass(vec![]).answer(), Answer::Open);
        for tone in [Tone::Fault, Tone::Missing] {
            assert_eq!(Judgment::pass(vec![fact(), Evidence::new(tone, "x")]).answer(), Answer::Open);
        }
        assert_eq!(Judgment::pass(vec![Evidence::new(Tone::Note, "x")]).answer(), Answer::Open);
    }
}
