//! How long a computation may take. This library reads no clock: whoever asks says when it is enough.

use std::fmt;
use std::sync::Arc;

/// Whether a computation may go on. Everything that can take long asks now and then, and gives up with a word about it.
#[derive(Clone, Default)]
pub struct Patience(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl Patience {
    /// Never runs out.
    pub fn endless() -> Self {
        Self(None)
    }

    /// Runs out as soon as `over` says so: a clock, or somebody who has cancelled.
    pub fn until(over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(over)))
    }

    /// Whether it has run out.
    pub fn is_over(&self) -> bool {
        self.0.as_ref().is_some_and(|over| over())
    }
}

impl fmt::Debug for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Patience(limited)" } else { "Patience(endless)" })
    }
}

/// How much a computation may take.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The most nodes that a diagram under construction may hold: about 50 bytes each, 100 while cut sets are made.
    pub nodes: usize,
    /// When it is enough.
    pub patience: Patience,
}

impl Default for Budget {
    /// Two million nodes, without a limit of time: under a second, and about 100 MB while it lasts.
    fn default() -> Self {
        Self::from(2_000_000)
    }
}

impl From<usize> for Budget {
    /// So many nodes, without a limit of time.
    fn from(nodes: usize) -> Self {
        Self { nodes, patience: Patience::endless() }
    }
}

/// Why a computation was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The diagrams would grow larger than the budget allows.
    #[error("stopped at {nodes} nodes: the decision diagrams would need more")]
    Nodes {
        /// How many nodes were allowed.
        nodes: usize,
    },
    /// Patience has run out.
    #[error("stopped: it takes longer than was allowed")]
    Time,
    /// Cut sets were asked for where a gate negates: one more failure can repair the function, so sets of failures do not
    /// say when it is lost.
    #[error(
        "the function is not coherent (it negates, as by not, xor, nand, nor, iff, imply or cardinality), so it has no minimal cut sets; its probability is exact all the same"
    )]
    NotCoherent,
}

/// A counter that looks at its [`Patience`] once in many steps.
#[derive(Debug, Default)]
pub(super) struct Steps {
    patience: Patience,
    taken: u32,
}

impl Steps {
    /// Steps of this much work: about ten thousand of them take a millisecond.
    const BETWEEN: u32 = 8_192;

    pub(super) fn new(patience: Patience) -> Self {
        Self { patience, taken: 0 }
    }

    /// One step more; whether it was one too many.
    #[inline]
    pub(super) fn is_over(&mut self) -> bool {
        self.taken = self.taken.wrapping_add(1);
        self.taken.is_multiple_of(Self::BETWEEN) && self.patience.is_over()
    }

    /// Whether patience has run out by now.
    pub(super) fn are_over(&self) -> bool {
        self.patience.is_over()
    }
}
