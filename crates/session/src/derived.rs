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
    /// Which item of the scene shows each element first, of those that have words for readers.
    pub firsts: BTreeMap<Element, usize>,
}

impl Drawing {
    /// What is painted, with where it stands.
    pub fn of(layout: Arc<Layout>, scene: Scene) -> Self {
        let with_words = scene.items.iter().enumerate().rev().filter(|(_, item)| !item.alt.is_empty());
        let firsts = with_words.filter_map(|(number, item)| Some((item.element?, number))).collect();
        Self { layout, scene: Arc::new(scene), firsts }
    }
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

/// Where a failure drill makes cluster resource groups run that have moved.
type Homes = BTreeMap<ResourceGroupId, ComputerId>;

/// How a design is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Look {
    pub(crate) with_losses: bool,
    /// What a failure drill makes of elements; empty = none is under way.
    pub(crate) states: BTreeMap<Element, Condition>,
    /// Where it makes cluster resource groups run.
    pub(crate) homes: Homes,
}

/// The design as a drill has left it, and where everything stands then.
type Played = (Document, Arc<Layout>);

/// The design with cluster resource groups where a drill has moved them; `None` = everything runs where it did.
fn played(document: &Document, homes: &Homes) -> Option<Played> {
    let moved = homes.iter().fold(None, |played, (group, home)| {
        let now = played.as_ref().unwrap_or(document);
        let edit = set_active_owner(now, *group, *home).ok();
        edit.and_then(|it| preview(now, &it.commands).ok()).or(played)
    })?;
    let layout = Arc::new(Layout::of(&Index::new(&moved), Detail::Full));
    Some((moved, layout))
}

/// What follows from the newest state.
#[derive(Debug, Default)]
pub struct Derived {
    analysis: Memo<(Revision, Option<Day>), Analysis>,
    losses: Memo<Revision, Losses>,
    layout: Memo<Revision, Layout>,
    /// The same for all rows of a drill between two moves.
    played: Memo<(Revision, Homes), Option<Played>>,
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
            let played = self.played.get((of.revision, look.homes.clone()), |_| played(of.document, &look.homes));
            let document = played.as_ref().as_ref().map_or(of.document, |(moved, _)| moved);
            let index = Index::new(document);
            let layout = match played.as_ref() {
                Some((_, layout)) => Arc::clone(layout),
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
            let scene = build_with(&index, &layout, &options);
            Drawing::of(layout, scene)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::model::Part;
    use crate::rehearsal::DrillCommand;
    use crate::session::Session;

    #[test]
    fn rows_of_a_drill_between_two_moves_stand_on_the_same_drawing() {
        let document = template("large").unwrap().document.clone();
        let part = Part::parse("MBX1", &document).unwrap();
        let mut session = Session::with_saved_state(document, None, true);
        let whole = session.drawing(true);
        session.carry_out(DrillCommand::Start(vec![part]));
        let rows = session.drill().unwrap().drill.rows.len();
        let mut layouts = vec![whole.layout.clone()];
        for row in 1..=rows {
            session.carry_out(DrillCommand::ShowRows(row));
            let shown = session.drawing(true);
            assert!(Arc::ptr_eq(&shown, &session.drawing(true)), "row {row} is drawn once");
            let homes = session.drill().unwrap().homes(session.document());
            if row > 1 && homes.is_empty() {
                assert!(Arc::ptr_eq(&shown.layout, &whole.layout), "row {row} moves nothing");
            }
            layouts.push(shown.layout.clone());
        }
        layouts.dedup_by(|a, b| Arc::ptr_eq(a, b));
        assert!((2..rows).contains(&layouts.len()), "{} of {rows}", layouts.len());
    }
}
