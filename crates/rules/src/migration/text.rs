//! The way from one design to another, for people.

use super::{Migration, NewError, Outage, Standing, Step};
use crate::prose::list;

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
    migration.steps.iter().for_each(|it| step(it, &mut lines));
    lines.join("\n")
}

impl Migration {
    /// How many steps there are, how many of them stop a service, and how many leave one without a spare.
    pub fn summary(&self) -> String {
        let several = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        format!(
            "{}: {} a service, {} a service without a spare that had one.",
            several(self.steps.len(), "step", "steps"),
            several(self.num_outages(), "stops", "stop"),
            several(self.num_without_spare(), "leaves", "leave"),
        )
    }
}

fn step(step: &Step, lines: &mut Vec<String>) {
    let source = step.source.as_ref().map_or("our own judgment", |it| it.0.as_str());
    lines.extend([String::new(), format!("Step {}: {} ({}; {source})", step.number, step.title, step.who)]);
    for (title, work) in &step.work {
        lines.push(format!("  {title}"));
        lines.extend(work.iter().map(|it| format!("  {it}")));
    }
    lines.extend(step.cautions.iter().map(|(words, source)| format!("  ! {words} ({})", source.0)));
    lines.extend(step.outages.iter().map(|it| format!("  ! {}", it.sentence())));
    let after = [step.stopped_in_words(), step.without_spare_in_words()];
    lines.extend(after.into_iter().flatten().map(|it| format!("  ! {it}")));
    lines.extend(step.new_errors_in_words().into_iter().map(|it| format!("  ! {it}")));
    lines.push("  After it".to_owned());
    standing(&step.standing, lines);
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

    /// The blockers and errors that it brings, a line each, with rule, title and what it is about.
    pub fn new_errors_in_words(&self) -> Vec<String> {
        let said =
            |it: &NewError| format!("New after this step: {} {} ({})", it.rule, it.title, it.subjects.join(", "));
        self.new_errors.iter().map(said).collect()
    }

    /// The services that have no spare any more after it, in a sentence; `None` where all keep theirs.
    pub fn without_spare_in_words(&self) -> Option<String> {
        let said = || format!("After this step {} no spare any more.", verb(&self.without_spare, "has", "have"));
        (!self.without_spare.is_empty()).then(said)
    }
}

impl Outage {
    /// What is away, what becomes of the services and who says so, in a sentence.
    pub fn sentence(&self) -> String {
        let source = match (&self.source, self.ours) {
            (Some(source), false) => source.0.clone(),
            (Some(source), true) => format!("{}, what stops is our own judgment", source.0),
            (None, _) => "our own judgment".to_owned(),
        };
        format!("{}; meanwhile {} ({source})", self.words, self.meanwhile)
    }
}
