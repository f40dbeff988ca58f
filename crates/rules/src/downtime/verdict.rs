//! Whether a target is met, as far as a range can say.

use super::sampling::Range;

/// A target against a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Even the unfavorable end of the range meets it.
    Met,
    /// Even the favorable end of the range misses it.
    NotMet,
    /// The range lies on both sides of it.
    CannotTell,
}

impl Verdict {
    /// Compares a range of minutes a year with the most that is allowed.
    pub fn of(range: &Range, most: f64) -> Self {
        let [p5, _, p95] = range.minutes;
        if p95 <= most {
            Self::Met
        } else if p5 > most {
            Self::NotMet
        } else {
            Self::CannotTell
        }
    }

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Met => "Target met",
            Self::NotMet => "Target not met",
            Self::CannotTell => "Cannot tell whether the target is met",
        }
    }
}
