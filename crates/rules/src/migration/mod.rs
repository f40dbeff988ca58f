//! The way from one design to another: ordered steps, each judged by what stands after it.
//!
//! A step is what can be built or switched at one time, in the documented order of building; what must not stop waits
//! until its successor stands, and nothing goes before. After each step stands a whole design, on which rules, failure logic
//! and capacity say what they say of any other. Order and outages are data: `assets/migration.ron`.

mod conditions;
mod json;
mod lines;
mod meanwhile;
mod phases;
mod route;
mod rows;
mod standing;
mod steps;
mod text;
mod work;

#[cfg(test)]
mod tests;

use serde::Deserialize;
use thiserror::Error;

pub use json::json;
pub use phases::Phase;
pub use standing::{NewFinding, Standing};
pub use text::{UNCONFIRMED, WHY_UNCONFIRMED, text};

use crate::analysis::Analysis;
use crate::calendar::Day;
use crate::comparison::renumbering::in_numbers_of;
use crate::comparison::{Entry, Judged, Pairing};
use crate::model::{Document, Element};
use crate::sources::SourceId;

/// Something that stops while a step is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    /// Why, with the elements it is about.
    pub words: String,
    /// The services that carry messages and stop meanwhile; empty where none does.
    pub stops: Vec<String>,
    /// What becomes of all services meanwhile: `Receive and Send fail over; Report is degraded`.
    pub meanwhile: String,
    /// The services that go on and have a spare, but none meanwhile: one more loss would stop them.
    pub without_spare: Vec<String>,
    /// The document that says so; none = our own judgment.
    pub source: Option<SourceId>,
    /// Whether it is our own judgment that it takes services away.
    pub ours: bool,
}

/// When something is done that nobody forgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Moment {
    /// Before the work of the step.
    First,
    /// After it.
    Then,
}

/// Something that nobody forgets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// When.
    pub moment: Moment,
    /// What, in a sentence without a period.
    pub words: String,
    /// The document that says so; none = our own judgment.
    pub source: Option<SourceId>,
}

/// Something that no order of steps makes supported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// What, and what to do instead, in a sentence without a period.
    pub words: String,
    /// The document that it follows from; none = our own judgment.
    pub source: Option<SourceId>,
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its number in the documented order, by which another order names it.
    pub number: usize,
    /// What it is.
    pub phase: Phase,
    /// The same in words.
    pub title: String,
    /// Who does it.
    pub who: String,
    /// The document that puts it here; none = our own judgment.
    pub source: Option<SourceId>,
    /// What is done: titles of kinds with their lines.
    pub work: Vec<(String, Vec<Entry>)>,
    /// The elements it is about, as far as they are there after it.
    pub elements: Vec<Element>,
    /// What nobody forgets, in the order in which it is done.
    pub instructions: Vec<Instruction>,
    /// What no order of steps makes supported.
    pub obstacles: Vec<Obstacle>,
    /// What stops while it is made.
    pub outages: Vec<Outage>,
    /// The services that worked before it and do not work after it.
    pub stopped: Vec<String>,
    /// The services that a single loss stops after it and none did before it.
    pub without_spare: Vec<String>,
    /// The blockers, errors and warnings that it brings, with the step that takes them away.
    pub new_findings: Vec<NewFinding>,
    /// How the environment stands after it.
    pub standing: Standing,
    /// The design after it, in the numbers of the present one.
    pub document: Document,
}

/// The way from one design to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Migration {
    /// The titles of both designs.
    pub titles: (String, String),
    /// How the environment stands before the first step.
    pub start: Standing,
    /// What nobody has stated of what is there and the target states: to be confirmed, no work. Titles of kinds with their
    /// lines.
    pub unconfirmed: Vec<(String, Vec<Entry>)>,
    /// The steps in the order in which they are made.
    pub steps: Vec<Step>,
}

impl Migration {
    /// How many steps stop a service while they are made, or leave one stopped.
    pub fn num_outages(&self) -> usize {
        let stops = |it: &&Step| !it.stopped.is_empty() || it.outages.iter().any(|outage| !outage.stops.is_empty());
        self.steps.iter().filter(stops).count()
    }

    /// How many steps leave a service without a spare that had one, afterwards or while they are made.
    pub fn num_without_spare(&self) -> usize {
        let leaves = |it: &&Step| {
            !it.without_spare.is_empty() || it.outages.iter().any(|outage| !outage.without_spare.is_empty())
        };
        self.steps.iter().filter(leaves).count()
    }
}

/// What stands before a step, with everything that is known of it.
struct Stands<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    standing: &'a Standing,
}

/// Why there is no such way.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MigrationError {
    /// The order does not name each step once.
    #[error("the order must name each of the steps 1 to {steps} once; it names {named}")]
    Order {
        /// How many steps there are.
        steps: usize,
        /// What it names.
        named: String,
    },
    /// A step builds on a later one.
    #[error("step {number} ({title}) cannot come here: {problem}. Put it after the step that it builds on")]
    TooEarly {
        /// Its number in the documented order.
        number: usize,
        /// What it is.
        title: String,
        /// What is missing.
        problem: String,
    },
    /// The designs themselves do not fit.
    #[error("these designs cannot be brought together: {0}")]
    Unfit(String),
}

/// Finds the way from one design to another, judged on a day. `order` names the steps by their numbers in the documented
/// order; empty = that order.
///
/// # Errors
/// An order that is none, or in which a step builds on a later one.
pub fn migrate(
    before: &Document,
    after: &Document,
    today: Option<Day>,
    order: &[usize],
) -> Result<Migration, MigrationError> {
    migrate_judged(before, after, today, order, &mut Judged::default())
}

/// The same with what is known already of the designs on the way: another order judges only what is new in it.
///
/// # Errors
/// As [`migrate`].
pub fn migrate_judged(
    before: &Document,
    after: &Document,
    today: Option<Day>,
    order: &[usize],
    judged: &mut Judged,
) -> Result<Migration, MigrationError> {
    let pairing = Pairing::of(before, after);
    let after = in_numbers_of(before, after, &pairing).map_err(MigrationError::Unfit)?;
    let plan = steps::Plan::new(before, &after).map_err(MigrationError::Unfit)?;
    let order = in_order(order, plan.steps.len())?;
    let mut analysis = judged.of(before, today);
    let start = Standing::of(before, &analysis);
    let (mut steps, mut done) = (Vec::<Step>::new(), Vec::new());
    for (position, number) in order.iter().enumerate() {
        let Some(planned) = plan.steps.get(number - 1) else { continue };
        done.extend(planned.work.iter());
        let is_last = position + 1 == order.len();
        let document = plan.ends.with(&done, is_last).map_err(|problem| MigrationError::TooEarly {
            number: *number,
            title: planned.title(),
            problem,
        })?;
        let (previous, standing) = steps.last().map_or((before, &start), |it| (&it.document, &it.standing));
        let outages = plan.outages(planned, &Stands { document: previous, analysis: &analysis, standing });
        analysis = judged.of(&document, today);
        let (was, standing) = (standing, Standing::of(&document, &analysis));
        let (stopped, without_spare) = standing.since(was);
        let new_findings = standing.new_findings(was);
        let (title, (who, source)) = (planned.title(), planned.owner());
        let (instructions, obstacles) = (planned.instructions.clone(), planned.obstacles.clone());
        let elements = planned.elements(&document);
        let (number, phase, work) = (*number, planned.phase, planned.lines.clone());
        steps.push(Step {
            number,
            phase,
            title,
            who,
            source,
            work,
            elements,
            instructions,
            obstacles,
            outages,
            stopped,
            without_spare,
            new_findings,
            standing,
            document,
        });
    }
    standing::say_when_they_go(&mut steps);
    let titles = (before.project.title.clone(), after.project.title);
    Ok(Migration { titles, start, unconfirmed: plan.unconfirmed, steps })
}

/// The order as it is asked for, or the documented one.
fn in_order(order: &[usize], steps: usize) -> Result<Vec<usize>, MigrationError> {
    let documented: Vec<usize> = (1..=steps).collect();
    if order.is_empty() {
        return Ok(documented);
    }
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    if sorted == documented {
        return Ok(order.to_vec());
    }
    let named = order.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Err(MigrationError::Order { steps, named })
}
