//! The availability estimate of the open design: off until somebody asks, off the frame when it takes long, and always
//! that of the newest revision.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::analysis::Analysis;
use crate::downtime::Availability;
use crate::edit::history::Revision;
use crate::jobs::Jobs;
use crate::model::Document;
use crate::text::session as text;
use crate::work::Work;

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
    running: Option<Work>,
    /// What was estimated when somebody gave it up: nothing is estimated until there is something else or it is asked for.
    given_up: Option<Revision>,
    last: Option<Arc<Estimated>>,
}

/// The estimate as it is shown in one frame.
#[derive(Clone, Debug)]
pub struct EstimateView {
    /// Whether a newer one is on its way.
    pub is_running: bool,
    /// Whether somebody gave the one of the design as it is up: the newest, if there is one, is that of an earlier state.
    pub is_given_up: bool,
    /// The newest one; `None` = none yet.
    pub last: Option<Arc<Estimated>>,
}

impl Estimating {
    /// Somebody wants to see it.
    pub fn ask(&mut self) {
        (self.asked, self.given_up) = (true, None);
        self.running.take_if(|it| it.is_given_up());
    }

    /// The estimate that somebody waits for.
    pub fn under_way(&self) -> Option<&Work> {
        self.running.as_ref().filter(|it| !it.is_given_up())
    }

    /// The newest estimate.
    pub fn last(&self) -> Option<&Estimated> {
        self.last.as_deref()
    }

    /// Another design is open: what there is belongs to none that anybody sees.
    pub fn forget(&mut self) {
        *self = Self { asked: self.asked, ..Self::default() };
    }

    /// A job has finished. What was given up meanwhile, or belongs to a design that is no longer open, is of no use.
    pub fn done(&mut self, work: &Work, estimated: Estimated) {
        if self.running.as_ref().is_none_or(|it| !it.is(work)) {
            return;
        }
        self.running = None;
        if work.is_given_up() {
            self.given_up = Some(estimated.revision);
        } else {
            self.last = Some(Arc::new(estimated));
        }
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
        if is_old && self.running.is_none() && self.given_up != Some(revision) {
            if self.last.as_ref().is_some_and(|it| it.took < FRAME_SHARE) {
                self.last = Some(Arc::new(Estimated::new(document, analysis, revision)));
            } else {
                let work = Work::new(text::ESTIMATE);
                self.running = Some(work.clone());
                jobs.estimate(Arc::clone(document), Arc::clone(analysis), revision, work);
            }
        }
        let is_given_up = self.given_up == Some(revision) || self.running.as_ref().is_some_and(Work::is_given_up);
        let is_running = self.running.is_some() && !is_given_up;
        Some(EstimateView { is_running, is_given_up, last: self.last.clone() })
    }
}
