//! The way from one design to another, for people.

use super::{Instruction, Migration, Moment, NewFinding, Obstacle, Outage, Standing, Step};
use crate::comparison::Entry;
use crate::prose::{capitalized, list};
use crate::sources::SourceId;

/// What stands over facts that are no work.
pub const UNCONFIRMED: &str = "To be confirmed";
/// Why they are to be confirmed.
pub const WHY_UNCONFIRMED: &str =
    "Nobody has stated it of the present environment, and the target states it: no work, but to be looked at first.";

/// The way as text.
pub fn text(migration: &Migration) -> String {
    let (before, after) = &migration.titles;
    let mut lines = vec![format!("The way from “{before}” to “{after}”"), String::new()];
    if migration.steps.is_empty() {
        lines.push("There is nothing to do but, maybe, to draw it otherwise.".to_owned());
        return lines.join("\n");
    }
    lines.push(migration.summary());
    lines.extend([String::new(), "Before".to_owned()]);
    standing(&migration.start, &mut lines);
    if !migration.unconfirmed.is_empty() {
        lines.extend([String::new(), UNCONFIRMED.to_owned(), format!("  {WHY_UNCONFIRMED}")]);
        work(&migration.unconfirmed, &mut lines);
    }
    migration.steps.iter().for_each(|it| step(it, &mut lines));
    lines.join("\n")
}

impl Migration {
    /// How many steps there are, how many of them stop a service, and how many leave one without a spare.
    pub fn summary(&self) -> String {
        let several = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let unsupported = self.steps.iter().filter(|it| !it.obstacles.is_empty()).count();
        let unsupported = match unsupported {
            0 => String::new(),
            some => format!(" {} not supported in place.", several(some, "is", "are")),
        };
        format!(
            "{}: {} a service, {} a service without a spare that had one, meanwhile or afterwards.{unsupported}",
            several(self.steps.len(), "step", "steps"),
            several(self.num_outages(), "stops", "stop"),
            several(self.num_without_spare(), "leaves", "leave"),
        )
    }
}

fn step(step: &Step, lines: &mut Vec<String>) {
    let source = step.source.as_ref().map_or(OURS, |it| it.0.as_str());
    lines.extend([String::new(), format!("Step {}: {} ({}; {source})", step.number, step.title, step.who)]);
    lines.extend(step.obstacles.iter().map(|it| format!("  ! {}", it.sentence())));
    instructions(step, Moment::First, lines);
    work(&step.work, lines);
    instructions(step, Moment::Then, lines);
    lines.extend(step.outages.iter().map(|it| format!("  ! {}", it.sentence())));
    let after = [step.stopped_in_words(), step.without_spare_in_words()];
    lines.extend(after.into_iter().flatten().map(|it| format!("  ! {it}")));
    lines.extend(step.new_findings_in_words().into_iter().map(|it| format!("  ! {it}")));
    lines.push("  After it".to_owned());
    standing(&step.standing, lines);
}

/// What is done, under the titles of its kinds.
fn work(work: &[(String, Vec<Entry>)], lines: &mut Vec<String>) {
    for (title, entries) in work {
        lines.push(format!("  {title}"));
        lines.extend(entries.iter().flat_map(Entry::broken).map(|it| format!("  {it}")));
    }
}

/// What is done before the work, or after it.
fn instructions(step: &Step, moment: Moment, lines: &mut Vec<String>) {
    let mut said = step.instructions_at(moment).peekable();
    if said.peek().is_some() {
        lines.push(format!("  {}", moment.label()));
        lines.extend(said.map(|it| format!("    * {}", it.sentence())));
    }
}

fn standing(standing: &Standing, lines: &mut Vec<String>) {
    let questions = standing.questions;
    let plural = if questions == 1 { "" } else { "s" };
    lines.push(format!("    Findings: {}; {questions} open question{plural}", standing.findings_in_words()));
    lines.push(format!("    Single points of failure: {}", standing.single_points_in_words()));
    lines.push(format!(
        "    Messages per second: {}, after the worst loss {}",
        standing.normal_rate, standing.worst_rate
    ));
}

/// Names with the verb that fits their number.
pub(super) fn verb(names: &[String], one: &str, several: &str) -> String {
    let verb = if names.len() == 1 { one } else { several };
    format!("{} {verb}", list(names))
}

impl Step {
    /// The services that work no more after it, in a sentence; `None` where all do.
    pub fn stopped_in_words(&self) -> Option<String> {
        let said = || format!("After this step {} no more until a later one.", verb(&self.stopped, "works", "work"));
        (!self.stopped.is_empty()).then(said)
    }

    /// What nobody forgets before the work, or after it.
    pub fn instructions_at(&self, moment: Moment) -> impl Iterator<Item = &Instruction> {
        self.instructions.iter().filter(move |it| it.moment == moment)
    }

    /// The findings that it brings, a line for those of a rule that go together: severity, rule, what they say, and until
    /// which step.
    pub fn new_findings_in_words(&self) -> Vec<String> {
        let key = |it: &NewFinding| (it.severity, it.rule, it.until.clone());
        let mut grouped: Vec<Vec<&NewFinding>> = Vec::new();
        for finding in &self.new_findings {
            match grouped.iter_mut().find(|it| it.first().is_some_and(|it| key(it) == key(finding))) {
                Some(group) => group.push(finding),
                None => grouped.push(vec![finding]),
            }
        }
        grouped.iter().filter_map(|it| together(it)).collect()
    }

    /// The services that have no spare any more after it, in a sentence; `None` where all keep theirs.
    pub fn without_spare_in_words(&self) -> Option<String> {
        let said = || format!("After this step {} no spare any more.", verb(&self.without_spare, "has", "have"));
        (!self.without_spare.is_empty()).then(said)
    }
}

/// Most findings of a rule that a line says.
const MOST_SAID: usize = 4;

/// Findings of one rule that go together, in a line.
fn together(findings: &[&NewFinding]) -> Option<String> {
    let first = findings.first()?;
    let until = first.until.as_ref().map_or_else(|| "left in the end".to_owned(), |it| format!("until “{it}”"));
    let mut said: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
    said.dedup();
    let left = said.len().saturating_sub(MOST_SAID);
    // One more than that takes no more room than to say so.
    let shown = if left > 1 { said.get(..MOST_SAID).unwrap_or_default() } else { &said };
    let more = if left > 1 { format!("; and {left} more") } else { String::new() };
    let severity = capitalized(first.severity.word());
    Some(format!("{severity} {until}: {}{more} ({})", shown.join("; "), first.rule))
}

/// What is said of what no document says.
pub(super) const OURS: &str = "our own judgment";

/// A sentence with the document that it comes from.
fn cited(words: &str, source: Option<&SourceId>) -> String {
    format!("{words} ({})", source.map_or(OURS, |it| it.0.as_str()))
}

impl Moment {
    /// What stands over what is done then.
    pub const fn label(self) -> &'static str {
        match self {
            Self::First => "First",
            Self::Then => "Then",
        }
    }
}

impl Instruction {
    /// What is to be done and who says so.
    pub fn sentence(&self) -> String {
        cited(&self.words, self.source.as_ref())
    }
}

impl Obstacle {
    /// What is not supported and from which document that follows.
    pub fn sentence(&self) -> String {
        cited(&self.words, self.source.as_ref())
    }
}

impl Outage {
    /// What becomes of the services: `Receive fails over; Send has no spare`.
    pub fn meanwhile_in_words(&self) -> String {
        match self.without_spare.as_slice() {
            [] => self.meanwhile.clone(),
            services => format!("{}; {} no spare", self.meanwhile, verb(services, "has", "have")),
        }
    }

    /// What is away, what becomes of the services and who says so, in a sentence.
    pub fn sentence(&self) -> String {
        let source = match (&self.source, self.ours) {
            (Some(source), false) => source.0.clone(),
            (Some(source), true) => format!("{}, what stops is our own judgment", source.0),
            (None, _) => OURS.to_owned(),
        };
        format!("{}; meanwhile {} ({source})", self.words, self.meanwhile_in_words())
    }
}
