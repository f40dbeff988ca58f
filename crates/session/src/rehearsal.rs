//! The failure drill under way: what fails and how far it has been played. It belongs to the session: it changes no
//! design, and nothing of it is kept unless the person saves it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dependency::Structure;
use crate::drill::{Condition, Drill, DrillRow, RowKind, Snapshot, simulate};
use crate::edit::history::Revision;
use crate::memo::Memo;
use crate::model::{
    ComputerId, Document, DrillAction, DrillScenario, DrillStep, Element, Part, ResourceGroupId, SqlPlacement,
};
use crate::text::session as text;

/// How fast a drill plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// Half as fast.
    Slow,
    /// One row in two seconds.
    #[default]
    Normal,
    /// Twice as fast.
    Fast,
}

impl Speed {
    /// Every speed, slowest first, with its name.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Slow, text::SLOW), (Self::Normal, text::NORMAL), (Self::Fast, text::FAST)];

    /// Seconds that each row stays.
    pub const fn secs_per_row(self) -> f64 {
        match self {
            Self::Slow => 4.0,
            Self::Normal => 2.0,
            Self::Fast => 1.0,
        }
    }
}

/// What a person wants of the drill.
#[derive(Clone, Debug, PartialEq)]
pub enum DrillCommand {
    /// These parts fail now; what has failed already comes back.
    Toggle(Vec<Part>),
    /// Start a new drill in which these parts fail at once.
    Start(Vec<Part>),
    /// Start a saved drill.
    Load(String),
    /// Show the state after so many rows.
    ShowRows(usize),
    /// So many rows on, or back.
    Step(isize),
    /// Go on by itself, or stop.
    SetPlaying(bool),
    /// Play at this speed.
    SetSpeed(Speed),
    /// Leave the drill.
    End,
}

/// The drill as it is shown in one frame.
#[derive(Clone, Debug)]
pub struct DrillView {
    /// What happens.
    pub drill: Arc<Drill>,
    /// What fails and comes back.
    pub steps: Vec<DrillStep>,
    /// How many rows have been played.
    pub shown: usize,
    /// The state after them.
    pub snapshot: Arc<Snapshot>,
    /// Whether it goes on by itself.
    pub is_playing: bool,
    /// How fast.
    pub speed: Speed,
    /// The saved drill it was started from; its name is empty and its note too when there is none.
    pub saved: DrillScenario,
}

impl DrillView {
    /// Whether a part is down at the row that is shown last.
    pub fn is_down(&self, part: Part) -> bool {
        down(&self.steps).contains(&part)
    }

    /// Where the cluster resource groups run that have moved by the row that is shown, and have not come back.
    pub fn homes(&self, document: &Document) -> BTreeMap<ResourceGroupId, ComputerId> {
        let moved = |it: &&DrillRow| self.snapshot.elements.get(&it.element) == Some(&Condition::RunsElsewhere);
        let home = |row: &DrillRow| {
            let group = match row.element {
                Element::ResourceGroup(group) => group,
                Element::SqlInstance(sql) => match document.sql_instances.get(&sql)?.placement {
                    SqlPlacement::Clustered(group) => group,
                    SqlPlacement::Standalone(_) => return None,
                },
                _ => return None,
            };
            let taken = row.elements.iter().find(|(_, condition)| *condition == Condition::TookOver)?;
            Some((group, ComputerId::try_from(taken.0).ok()?))
        };
        let mut homes: BTreeMap<_, _> =
            self.drill.rows.iter().take(self.shown).filter(moved).filter_map(home).collect();
        homes.extend(self.moved_along(document, &homes));
        homes
    }

    /// What no row tells of, such as MSDTC beside SQL Server: it has moved off the same failed node, to the same one.
    fn moved_along(
        &self,
        document: &Document,
        homes: &BTreeMap<ResourceGroupId, ComputerId>,
    ) -> Vec<(ResourceGroupId, ComputerId)> {
        let before = |group: &ResourceGroupId| document.resource_groups.get(group).and_then(|it| it.runs_on());
        let has_failed = |id: &ComputerId| self.snapshot.elements.get(&(*id).into()) == Some(&Condition::Failed);
        let others = document.resource_groups.iter().filter(|(id, _)| !homes.contains_key(id));
        let along = others.filter_map(|(id, group)| {
            let from = group.runs_on().filter(has_failed)?;
            let mut new = homes.iter().filter(|(moved, _)| before(moved) == Some(from)).map(|(_, home)| *home);
            Some((*id, new.find(|home| group.possible_owners.contains(home))?))
        });
        along.collect()
    }

    /// Whether the last row is shown.
    pub fn is_at_end(&self) -> bool {
        self.shown >= self.drill.rows.len()
    }
}

/// What is down after all steps.
fn down(steps: &[DrillStep]) -> Vec<Part> {
    let mut parts = Vec::new();
    for step in steps {
        parts.retain(|it| *it != step.part);
        if step.action == DrillAction::Fail {
            parts.push(step.part);
        }
    }
    parts
}

/// What a drill is played on.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The revision of the design.
    pub revision: Revision,
    /// The design.
    pub document: &'a Document,
    /// Its failure logic.
    pub structure: &'a Structure,
}

/// The drill under way, if any.
#[derive(Debug, Default)]
pub struct Rehearsal {
    steps: Vec<DrillStep>,
    /// Counts changes of the steps.
    number: u64,
    shown: usize,
    is_playing: bool,
    speed: Speed,
    saved: DrillScenario,
    drill: Memo<(Revision, u64), Drill>,
    snapshot: Memo<(Revision, u64, usize), Snapshot>,
}

impl Rehearsal {
    /// Whether there is none.
    pub fn is_idle(&self) -> bool {
        self.steps.is_empty()
    }

    /// What is played on a design; steps about what is gone are dropped. `None` = no drill is under way.
    pub fn view(&mut self, stage: Stage<'_>) -> Option<DrillView> {
        let before = self.steps.len();
        self.steps.retain(|it| it.part.exists(stage.document));
        if self.steps.len() != before {
            self.number += 1;
        }
        if self.steps.is_empty() {
            self.shown = 0;
            self.is_playing = false;
            return None;
        }
        let drill = self.played(stage);
        self.shown = self.shown.clamp(1, drill.rows.len().max(1));
        if self.shown >= drill.rows.len() {
            self.is_playing = false;
        }
        let shown = (stage.revision, self.number, self.shown);
        let snapshot = self.snapshot.get(shown, |_| drill.snapshot(self.shown));
        Some(DrillView {
            drill,
            steps: self.steps.clone(),
            shown: self.shown,
            snapshot,
            is_playing: self.is_playing,
            speed: self.speed,
            saved: self.saved.clone(),
        })
    }

    fn played(&mut self, stage: Stage<'_>) -> Arc<Drill> {
        let steps = &self.steps;
        self.drill.get((stage.revision, self.number), |_| simulate(stage.document, stage.structure, steps))
    }

    /// Does what the person wants.
    pub fn carry_out(&mut self, command: DrillCommand, stage: Stage<'_>) {
        match command {
            DrillCommand::Toggle(parts) => self.toggle(&parts, stage),
            DrillCommand::Start(parts) => {
                let steps = parts.into_iter().map(DrillStep::fail).collect();
                self.start(DrillScenario { steps, ..DrillScenario::default() });
            }
            DrillCommand::Load(name) => {
                if let Some(saved) = stage.document.drills.iter().find(|it| it.name == name) {
                    self.start(saved.clone());
                }
            }
            DrillCommand::ShowRows(rows) => {
                self.show(rows, stage);
                self.is_playing = false;
            }
            DrillCommand::Step(by) => self.show(self.shown.saturating_add_signed(by), stage),
            DrillCommand::SetPlaying(on) => self.set_playing(on, stage),
            DrillCommand::SetSpeed(speed) => self.speed = speed,
            DrillCommand::End => self.start(DrillScenario::default()),
        }
    }

    fn show(&mut self, rows: usize, stage: Stage<'_>) {
        if !self.is_idle() {
            self.shown = rows.clamp(1, self.played(stage).rows.len().max(1));
        }
    }

    fn start(&mut self, saved: DrillScenario) {
        self.steps.clone_from(&saved.steps);
        self.saved = saved;
        self.number += 1;
        self.shown = 1;
        self.is_playing = false;
    }

    fn set_playing(&mut self, on: bool, stage: Stage<'_>) {
        if self.is_idle() {
            return;
        }
        if on && self.shown >= self.played(stage).rows.len() {
            self.shown = 1;
        }
        self.is_playing = on;
    }

    /// Adds failures and recoveries at the time of the row that is shown last, and shows them.
    fn toggle(&mut self, parts: &[Part], stage: Stage<'_>) {
        let parts: Vec<Part> = parts.iter().copied().filter(|it| it.exists(stage.document)).collect();
        if parts.is_empty() {
            return;
        }
        if self.is_idle() {
            self.carry_out(DrillCommand::Start(parts), stage);
            return;
        }
        let drill = self.played(stage);
        let now = self.shown.checked_sub(1).and_then(|row| drill.rows.get(row)).map(|row| row.when.clone());
        let now = now.unwrap_or_default();
        let down = down(&self.steps);
        let mut fresh = Vec::new();
        for part in parts {
            let action = if down.contains(&part) { DrillAction::Recover } else { DrillAction::Fail };
            let after = now.after_unknown.clone();
            fresh.push(DrillStep { at_secs: now.latest_secs, after, action, part });
        }
        self.steps.extend(fresh.iter().cloned());
        self.number += 1;
        self.is_playing = false;
        let drill = self.played(stage);
        let is_fresh = |kind: RowKind, step: &DrillStep| match step.action {
            DrillAction::Fail => kind == RowKind::Failure,
            DrillAction::Recover => kind == RowKind::Recovery,
        };
        let last = drill.rows.iter().rposition(|row| {
            fresh.iter().any(|step| {
                is_fresh(row.kind, step)
                    && row.element == step.part.element()
                    && row.when.latest_secs == step.at_secs
                    && row.when.after_unknown == step.after
            })
        });
        self.shown = last.map_or(self.shown, |row| row + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::edit::{Edit, EditCommand, History};
    use crate::model::index::Index;

    fn part(document: &Document, name: &str) -> Part {
        Part::parse(name, document).unwrap()
    }

    /// A design with what a drill on it needs.
    struct Set {
        revision: Revision,
        document: Document,
        structure: Structure,
    }

    impl Set {
        fn of(history: &History) -> Self {
            let document = Document::clone(history.document());
            Self { revision: history.revision(), structure: Structure::new(&Index::new(&document)), document }
        }

        fn large() -> Self {
            Self::of(&History::new(template("large").unwrap().document.clone(), true))
        }

        fn stage(&self) -> Stage<'_> {
            Stage { revision: self.revision, document: &self.document, structure: &self.structure }
        }
    }

    #[test]
    fn stepping_back_gives_exactly_the_earlier_state() {
        let set = Set::large();
        let mut drill = Rehearsal::default();
        drill.carry_out(DrillCommand::Toggle(vec![part(&set.document, "MBX1")]), set.stage());
        let mut states = Vec::new();
        let rows = drill.view(set.stage()).unwrap().drill.rows.len();
        for _ in 1..rows {
            states.push(drill.view(set.stage()).unwrap().snapshot);
            drill.carry_out(DrillCommand::Step(1), set.stage());
        }
        for state in states.iter().rev() {
            drill.carry_out(DrillCommand::Step(-1), set.stage());
            assert_eq!(&drill.view(set.stage()).unwrap().snapshot, state);
        }
    }

    #[test]
    fn a_state_is_worked_out_once_however_often_it_is_shown() {
        let set = Set::large();
        let mut drill = Rehearsal::default();
        drill.carry_out(DrillCommand::Start(vec![part(&set.document, "MBX1")]), set.stage());
        let [first, again] = [(), ()].map(|()| drill.view(set.stage()).unwrap().snapshot);
        assert!(Arc::ptr_eq(&first, &again));
        drill.carry_out(DrillCommand::Step(1), set.stage());
        assert_ne!(first, drill.view(set.stage()).unwrap().snapshot);
    }

    #[test]
    fn what_is_active_moves_with_the_step_that_takes_it_over_and_back_with_the_step_before() {
        let set = Set::large();
        let mut drill = Rehearsal::default();
        drill.carry_out(DrillCommand::Start(vec![part(&set.document, "MBX1")]), set.stage());
        let first = drill.view(set.stage()).unwrap();
        assert!(first.homes(&set.document).is_empty(), "nothing has taken over yet");
        drill.carry_out(DrillCommand::Step(100), set.stage());
        let homes = drill.view(set.stage()).unwrap().homes(&set.document);
        assert!(!homes.is_empty());
        for (group, home) in homes {
            let it = set.document.resource_groups.get(&group).unwrap();
            assert!(it.possible_owners.contains(&home) && it.runs_on() != Some(home), "{}", it.name);
        }
        drill.carry_out(DrillCommand::Step(-100), set.stage());
        assert!(drill.view(set.stage()).unwrap().homes(&set.document).is_empty());
    }

    #[test]
    fn what_fails_again_comes_back_at_the_time_that_is_shown() {
        let set = Set::large();
        let mut drill = Rehearsal::default();
        let server = part(&set.document, "BTS3");
        drill.carry_out(DrillCommand::Toggle(vec![server]), set.stage());
        drill.carry_out(DrillCommand::Step(100), set.stage());
        assert!(drill.view(set.stage()).unwrap().is_at_end());
        drill.carry_out(DrillCommand::Toggle(vec![server]), set.stage());
        let view = drill.view(set.stage()).unwrap();
        assert!(!view.is_down(server));
        let row = &view.drill.rows[view.shown - 1];
        assert_eq!((row.kind, row.when.latest_secs), (RowKind::Recovery, 600.0));
        assert_eq!(view.snapshot.elements.get(&server.element()), None);
    }

    #[test]
    fn what_comes_back_after_an_unknown_time_stands_after_what_led_to_it() {
        let set = Set::large();
        let mut drill = Rehearsal::default();
        let node = part(&set.document, "MBX1");
        drill.carry_out(DrillCommand::Toggle(vec![node]), set.stage());
        drill.carry_out(DrillCommand::Step(100), set.stage());
        drill.carry_out(DrillCommand::Toggle(vec![node]), set.stage());
        let view = drill.view(set.stage()).unwrap();
        let back = view.drill.rows.iter().position(|row| row.text == "MBX1 is back").unwrap();
        let moved = view.drill.rows.iter().position(|row| row.text.contains("is online on")).unwrap();
        let rows: Vec<_> = view.drill.rows.iter().map(|it| (it.when.label(), it.text.as_str())).collect();
        assert!(moved < back && view.shown == back + 1, "{} {rows:#?}", view.shown);
    }

    #[test]
    fn an_edit_plays_the_drill_again_and_drops_what_is_gone() {
        let set = Set::large();
        let mut drill = Rehearsal::default();
        let server = part(&set.document, "BTS3");
        drill.carry_out(DrillCommand::Start(vec![server, part(&set.document, "BTS4")]), set.stage());
        let whole = drill.view(set.stage()).unwrap();
        let mut history = History::new(set.document.clone(), true);
        history.edit(&Edit::one("Remove", EditCommand::Remove(server.element()))).unwrap();
        let rest = drill.view(Set::of(&history).stage()).unwrap();
        assert_eq!((whole.steps.len(), rest.steps.len()), (2, 1));
        assert_ne!(whole.drill, rest.drill);
    }

    #[test]
    fn playing_stops_at_the_end_and_starts_over_from_there() {
        let set = Set::large();
        let mut drill = Rehearsal::default();
        drill.carry_out(DrillCommand::Start(vec![part(&set.document, "MSS1")]), set.stage());
        drill.carry_out(DrillCommand::SetPlaying(true), set.stage());
        assert!(drill.view(set.stage()).unwrap().is_playing);
        drill.carry_out(DrillCommand::Step(100), set.stage());
        assert!(!drill.view(set.stage()).unwrap().is_playing);
        drill.carry_out(DrillCommand::SetPlaying(true), set.stage());
        assert_eq!(drill.view(set.stage()).unwrap().shown, 1);
    }
}
