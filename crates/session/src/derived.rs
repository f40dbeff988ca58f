//! All that follows from the open design, each computed once: on the frame where that is quick, and else by a thread that
//! hands the whole over.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::{Analysis, analyze_in_stages, analyze_on};
use crate::badges::badges;
use crate::calendar::Day;
use crate::drill::Condition;
use crate::edit::history::Revision;
use crate::edit::intent::clusters::set_active_owner;
use crate::edit::preview;
use crate::memo::Memo;
use crate::model::index::Index;
use crate::model::{ComputerId, Document, Element, ResourceGroupId};
use crate::overlay::state_marks;
use crate::overlay::{loss_marks, tier_bars};
use crate::scene::layout::{Detail, Layout};
use crate::scene::{LossMark, Scene, SceneOptions, build_with};
use crate::work::{GivenUp, Phase, Work};

/// What the loss of each element does, as marks for the drawing.
pub type Losses = BTreeMap<Element, LossMark>;

/// The design as it is drawn on the canvas.
#[derive(Debug)]
pub struct Drawing {
    /// Where everything stands.
    pub layout: Arc<Layout>,
    /// What is painted.
    pub scene: Arc<Scene>,
}

/// A state of a design on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment<'a> {
    pub(crate) document: &'a Document,
    pub(crate) revision: Revision,
    /// Decides which acceptances have expired; `None` = nobody knows the day, and none has.
    pub(crate) today: Option<Day>,
}

impl Moment<'_> {
    fn key(&self) -> (Revision, Option<Day>) {
        (self.revision, self.today)
    }
}

/// How a design is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Look {
    pub(crate) with_losses: bool,
    /// What a failure drill makes of elements; empty = none is under way.
    pub(crate) states: BTreeMap<Element, Condition>,
    /// Where it makes cluster resource groups run.
    pub(crate) homes: BTreeMap<ResourceGroupId, ComputerId>,
}

impl Look {
    /// The design as the drill has left it, where that moves what is active; `None` = everything runs where it did.
    fn played(&self, document: &Document) -> Option<Document> {
        self.homes.iter().fold(None, |played, (group, home)| {
            let now = played.as_ref().unwrap_or(document);
            let edit = set_active_owner(now, *group, *home).ok();
            edit.and_then(|it| preview(now, &it.commands).ok()).or(played)
        })
    }
}

/// What follows from the newest state.
#[derive(Debug, Default)]
pub struct Derived {
    analysis: Memo<(Revision, Option<Day>), Analysis>,
    losses: Memo<Revision, Losses>,
    layout: Memo<Revision, Layout>,
    drawing: Memo<((Revision, Option<Day>), Look), Drawing>,
}

impl Derived {
    /// Works everything out, outside of a drill.
    ///
    /// # Errors
    /// It was given up on the way.
    pub(crate) fn work_out(of: Moment<'_>, with_losses: bool, work: &Work) -> Result<Self, GivenUp> {
        let analysis = analyze_in_stages(of.document, of.today, |stage| work.enter(Phase::Judging(stage)))?;
        work.enter(Phase::Drawing)?;
        let mut derived = Self::default();
        derived.analysis.get(of.key(), |_| analysis);
        derived.drawing(of, Look { with_losses, ..Look::default() });
        work.enter(Phase::Drawing)?;
        Ok(derived)
    }

    pub(crate) fn analysis(&mut self, of: Moment<'_>) -> Arc<Analysis> {
        self.analysis.get(of.key(), |_| analyze_on(of.document, of.today))
    }

    pub(crate) fn losses(&mut self, of: Moment<'_>) -> Arc<Losses> {
        let analysis = self.analysis(of);
        self.losses.get(of.revision, |_| loss_marks(&analysis.failures))
    }

    pub(crate) fn drawing(&mut self, of: Moment<'_>, look: Look) -> Arc<Drawing> {
        let analysis = self.analysis(of);
        let losses = self.losses(of);
        self.drawing.get((of.key(), look), |(_, look)| {
            let played = look.played(of.document);
            let index = Index::new(played.as_ref().unwrap_or(of.document));
            let layout = match played {
                Some(_) => Arc::new(Layout::of(&index, Detail::Full)),
                None => self.layout.get(of.revision, |_| Layout::of(&index, Detail::Full)),
            };
            let in_drill = !look.states.is_empty();
            let options = SceneOptions {
                badges: if in_drill { BTreeMap::new() } else { badges(&analysis.rules) },
                losses: if look.with_losses && !in_drill { Losses::clone(&losses) } else { BTreeMap::new() },
                states: state_marks(&look.states),
                tier_bars: tier_bars(&analysis.capacity),
                ..SceneOptions::default()
            };
            Drawing { scene: Arc::new(build_with(&index, &layout, &options)), layout }
        })
    }
}
