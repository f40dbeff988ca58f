//! Work that takes longer than a frame: what it is, how far it has come, and how to give it up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::analysis::Stage;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A file is read.
    Reading,
    /// Something is reckoned that has no further phases.
    Reckoning,
    /// The design is judged.
    Judging(Stage),
    /// The picture is laid out.
    Drawing,
    /// Files are written.
    Writing,
}

impl Phase {
    const ALL: [Self; 7] = [
        Self::Reckoning,
        Self::Reading,
        Self::Judging(Stage::Rules),
        Self::Judging(Stage::Losses),
        Self::Judging(Stage::Capacity),
        Self::Drawing,
        Self::Writing,
    ];
}

/// Somebody has given the work up: nothing more is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenUp;

/// A piece of work, known to whoever does it and to whoever waits.
#[derive(Clone, Debug)]
pub struct Work {
    label: String,
    since: Instant,
    /// Its place in [`Phase::ALL`].
    phase: Arc<AtomicU8>,
    /// How many pieces of the phase are done, and how many there are; none = nobody counts.
    pieces: Arc<[AtomicUsize; 2]>,
    is_given_up: Arc<AtomicBool>,
}

impl Work {
    /// Work that starts now; the label says what for, in the person's words.
    pub fn new(label: impl Into<String>) -> Self {
        let (label, since, pieces) = (label.into(), Instant::now(), Arc::default());
        Self { label, since, phase: Arc::default(), pieces, is_given_up: Arc::default() }
    }

    /// What it is for.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// How long it has lasted.
    pub fn lasts(&self) -> Duration {
        self.since.elapsed()
    }

    /// How far it has come.
    pub fn phase(&self) -> Phase {
        Phase::ALL.get(usize::from(self.phase.load(Ordering::Relaxed))).copied().unwrap_or(Phase::Reckoning)
    }

    /// Goes on to a phase.
    ///
    /// # Errors
    /// Somebody has given it up.
    pub fn enter(&self, phase: Phase) -> Result<(), GivenUp> {
        let number = Phase::ALL.iter().position(|it| *it == phase).unwrap_or_default();
        self.phase.store(number as u8, Ordering::Relaxed);
        self.count(0, 0)
    }

    /// Notes how many pieces of the phase are done.
    ///
    /// # Errors
    /// Somebody has given it up.
    pub fn count(&self, done: usize, of: usize) -> Result<(), GivenUp> {
        for (piece, value) in self.pieces.iter().zip([done, of]) {
            piece.store(value, Ordering::Relaxed);
        }
        if self.is_given_up() { Err(GivenUp) } else { Ok(()) }
    }

    /// How many pieces of how many are done; `None` = nobody counts.
    pub fn pieces(&self) -> Option<(usize, usize)> {
        let [done, of] = &*self.pieces;
        let of = of.load(Ordering::Relaxed);
        (of > 0).then(|| (done.load(Ordering::Relaxed), of))
    }

    /// Gives it up.
    pub fn give_up(&self) {
        self.is_given_up.store(true, Ordering::Relaxed);
    }

    /// Whether it was given up.
    pub fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }

    /// Whether both are the same piece of work.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.is_given_up, &other.is_given_up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_sees_how_far_it_is_and_whoever_works_that_it_was_given_up() {
        let work = Work::new("Open");
        let of_thread = work.clone();
        for phase in Phase::ALL {
            assert_eq!(of_thread.enter(phase), Ok(()));
            assert_eq!(work.phase(), phase);
        }
        assert_eq!((of_thread.count(3, 12), work.pieces()), (Ok(()), Some((3, 12))));
        assert_eq!((of_thread.enter(Phase::Writing), work.pieces()), (Ok(()), None), "each phase counts anew");
        work.give_up();
        assert_eq!(of_thread.enter(Phase::Writing), Err(GivenUp));
        assert!(work.is(&of_thread) && !work.is(&Work::new("Open")));
    }
}
