//! A plan in the making: a few trials in each frame, or, where one alone may take longer than a frame can wait, in a
//! thread of its own that ends with the dialog.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

use egui::Context;

use crate::rules::plan::{Goal, Plan, Planner, Target};
use crate::session::is_large;
use crate::ui::context::ViewContext;

/// How many fixes are tried in one frame.
const TRIALS: usize = 4;
/// How often a dialog looks what the thread has come to.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// A thread that nobody listens to waits after so many trials, and ends when the dialog is gone.
const UNHEARD: usize = 64;

/// How far a plan has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Steps so far.
    pub(super) steps: usize,
    /// Findings that are still to go.
    pub(super) open: usize,
}

impl Progress {
    fn of(planner: &Planner) -> Self {
        Self { steps: planner.num_steps(), open: planner.num_open() }
    }
}

enum News {
    Progress(Progress),
    Done(Box<Plan>),
}

/// What comes of going on.
pub(super) enum Turn {
    GoesOn(Planning),
    Made(Box<Plan>),
    /// The thread is gone.
    Failed,
}

#[derive(Debug)]
enum Place {
    Frame(Box<Planner>),
    Thread(Receiver<News>),
}

/// What makes the plan.
#[derive(Debug)]
pub(super) struct Planning {
    pub(super) progress: Progress,
    place: Place,
}

impl Planning {
    /// Begins; findings in `left_out` are not touched on purpose.
    pub(super) fn start(view: &ViewContext<'_>, goal: Goal, left_out: BTreeSet<Target>) -> Self {
        let (document, today) = (view.document, view.analysis.today);
        if is_large(document) {
            let (sender, news) = sync_channel(UNHEARD);
            let document = document.clone();
            let make = move || plan(Planner::new(&document, goal, left_out, today), &sender);
            if let Err(problem) = thread::Builder::new().name("plan".to_owned()).spawn(make) {
                log::error!("{problem}");
            }
            return Self { progress: Progress::default(), place: Place::Thread(news) };
        }
        let planner = Planner::new(document, goal, left_out, today);
        Self { progress: Progress::of(&planner), place: Place::Frame(Box::new(planner)) }
    }

    /// Goes on a little.
    pub(super) fn advance(mut self, ctx: &Context) -> Turn {
        match self.place {
            Place::Frame(mut planner) => {
                ctx.request_repaint();
                if !(0..TRIALS).all(|_| planner.advance()) {
                    return Turn::Made(Box::new(planner.into_plan()));
                }
                Turn::GoesOn(Self { progress: Progress::of(&planner), place: Place::Frame(planner) })
            }
            Place::Thread(news) => {
                ctx.request_repaint_after(LOOK_EVERY);
                loop {
                    match news.try_recv() {
                        Ok(News::Progress(progress)) => self.progress = progress,
                        Ok(News::Done(plan)) => return Turn::Made(plan),
                        Err(TryRecvError::Empty) => break,
                        Err(TryRecvError::Disconnected) => return Turn::Failed,
                    }
                }
                Turn::GoesOn(Self { progress: self.progress, place: Place::Thread(news) })
            }
        }
    }
}

/// Makes the whole plan, as long as somebody listens.
fn plan(mut planner: Planner, listener: &SyncSender<News>) {
    while planner.advance() {
        if listener.send(News::Progress(Progress::of(&planner))).is_err() {
            return;
        }
    }
    // A dialog that is gone needs no plan.
    let _ = listener.send(News::Done(Box::new(planner.into_plan())));
}
