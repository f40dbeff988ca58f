//! The work between two designs as steps, in the documented order.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::Facts;
use super::lines::{Book, Lines};
use super::phases::Phase;
use super::rows::InstructionRow;
use super::work::{Deed, Ends, Work};
use super::{Instruction, Obstacle};
use crate::comparison::{Pairing, changes};
use crate::model::{Document, Element};
use crate::sources::SourceId;

/// A step that is planned.
pub(super) struct Planned {
    pub(super) phase: Phase,
    pub(super) work: Vec<Work>,
    /// What is done, in words.
    pub(super) lines: Lines,
    /// What nobody forgets.
    pub(super) instructions: Vec<Instruction>,
    /// What no order makes supported.
    pub(super) obstacles: Vec<Obstacle>,
}

/// Every step in the documented order.
pub(super) struct Plan {
    pub(super) ends: Ends,
    pub(super) steps: Vec<Planned>,
    /// What nobody has stated of what is there and the target states.
    pub(super) unconfirmed: Lines,
}

impl Planned {
    pub(super) fn title(&self) -> String {
        self.phase.row().map_or_else(String::new, |it| it.title.clone())
    }

    /// Who does it, and the document that puts it there.
    pub(super) fn owner(&self) -> (String, Option<SourceId>) {
        let row = self.phase.row();
        (row.map_or_else(String::new, |it| it.who.clone()), row.and_then(|it| it.source.clone()))
    }

    pub(super) fn elements(&self, document: &Document) -> Vec<Element> {
        let all: BTreeSet<Element> = self.work.iter().map(|it| it.element).collect();
        all.into_iter().filter(|it| it.exists(document)).collect()
    }
}

/// Whether an instruction is about something of a step.
fn is_about(row: &InstructionRow, facts: Facts<'_>, ends: &Ends) -> bool {
    let is_of_kind = |kind: &String| {
        facts.work.iter().filter(|it| it.element.kind() == kind).any(|it| match (&it.deed, &row.field) {
            (Deed::Set(set), Some(field)) => {
                set == field && row.becomes.is_none_or(|becomes| becomes.is(ends.field(it.element, field).1))
            }
            (Deed::Add | Deed::Remove, None) => true,
            _ => false,
        })
    };
    row.kind.as_ref().is_none_or(is_of_kind) && row.when.iter().all(|it| it.holds(facts))
}

impl Plan {
    /// Plans the way between two designs in the same numbers.
    pub(super) fn new(before: &Document, after: &Document) -> Result<Self, String> {
        let ends = Ends::new(before, after)?;
        let changes = changes(before, after, &Pairing::of_same_numbers(before, after));
        let book = Book { before, after, changes };
        let mut phases: BTreeMap<Phase, Vec<Work>> = BTreeMap::new();
        let (all, mut obstacles) = ends.work(before, after);
        for work in all {
            phases.entry(work.phase).or_default().push(work);
        }
        if !book.new_accounts().is_empty() {
            phases.entry(Phase::Accounts).or_default();
        }
        let (mut steps, mut unseen) = (Vec::<Planned>::new(), Vec::new());
        for (phase, work) in phases {
            let lines = book.lines(phase, &work);
            let facts = Facts { before, after, work: &work };
            let rows = phase.instructions().filter(|it| is_about(it, facts, &ends));
            let said = |it: &InstructionRow| Instruction {
                moment: it.moment,
                words: it.words.clone(),
                source: it.source.clone(),
            };
            let instructions = rows.map(said).collect();
            unseen.extend(work);
            // What only concerns the drawing goes along with the next step that does something.
            if !lines.is_empty() {
                let obstacles = if phase == Phase::Upgrade { std::mem::take(&mut obstacles) } else { Vec::new() };
                let work = std::mem::take(&mut unseen);
                steps.push(Planned { phase, work, lines, instructions, obstacles });
            }
        }
        if let Some(last) = steps.last_mut() {
            last.work.extend(unseen);
        }
        let unconfirmed = book.unconfirmed();
        Ok(Self { ends, steps, unconfirmed })
    }
}
