//! The availability estimate of the open design: off until somebody asks, off the frame when it takes long, and always
//! that of the newest revision.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::analysis::Analysis;
use crate::downtime::Availability;
use crate::edit::history::Revision;
use crate::jobs::Jobs;
use crate::model::Document;

/// What takes longer must not hold up a frame.
const FRAME_SHARE: Duration = Duration::from_millis(4);

/// An estimate with the revision it belongs to and the time it took.
#[derive(Debug)]
pub struct Estimated {
    /// The revision of the design.
    pub revision: Revision,
    /// What came out.
    pub availability: Availability,
    took: Duration,
}

impl Estimated {
    /// Estimates a design.
    pub fn new(document: &Document, analysis: &Analysis, revision: Revision) -> Self {
        let start = Instant::now();
        let availability = Availability::new(document, &analysis.rules);
        Self { revision, availability, took: start.elapsed() }
    }
}

/// The estimate under way.
#[derive(Debug, Default)]
pub struct Estimating {
    asked: bool,
    is_running: bool,
    last: Option<Arc<Estimated>>,
}

/// The estimate as it is shown in one frame.
#[derive(Clone, Debug)]
pub struct EstimateView {
    /// Whether a newer one is on its way.
    pub is_running: bool,
    /// The newest one; `None` = none yet.
    pub last: Option<Arc<Estimated>>,
}

impl Estimating {
    /// Somebody wants to see it.
    pub fn ask(&mut self) {
        self.asked = true;
    }

    /// The newest estimate.
    pub fn last(&self) -> Option<&Estimated> {
        self.last.as_deref()
    }

    /// A job has finished.
    pub fn done(&mut self, estimated: Estimated) {
        self.is_running = false;
        self.last = Some(Arc::new(estimated));
    }

    /// The estimate of a design, or the last one while a newer one is on its way. `None` while nobody has asked: neither
    /// in this session nor, by a figure, a target or the wish to print it, in the design.
    pub fn view(
        &mut self,
        document: &Arc<Document>,
        analysis: &Arc<Analysis>,
        revision: Revision,
        jobs: &Jobs,
    ) -> Option<EstimateView> {
        if !self.asked && document.availability.is_empty() {
            return None;
        }
        let is_old = self.last.as_ref().is_none_or(|it| it.revision != revision);
        if is_old && !self.is_running {
            if self.last.as_ref().is_some_and(|it| it.took < FRAME_SHARE) {
                self.done(Estimated::new(document, analysis, revision));
            } else {
                self.is_running = true;
                jobs.estimate(Arc::clone(document), Arc::clone(analysis), revision);
            }
        }
        Some(EstimateView { is_running: self.is_running, last: self.last.clone() })
    }
}
