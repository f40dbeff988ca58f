//! The steps from the present environment to the one of the design.

use std::collections::BTreeSet;

use crate::comparison::Entry;
use crate::migration::{Migration, Moment, Step, UNCONFIRMED, WHY_UNCONFIRMED};
use crate::report::listing::Listing;
use crate::sources::SourceId;

pub(super) fn listings(path: &Migration) -> Vec<Listing> {
    let sources: BTreeSet<&str> = path.steps.iter().flat_map(cited).map(|it| it.0.as_str()).collect();
    let sources: Vec<&str> = sources.into_iter().collect();
    let columns =
        [("Step", 0.4), ("What", 1.5), ("Who", 1.0), ("Meanwhile", 2.6), ("After it", 1.9), ("Done, date", 0.8)];
    let intro = format!(
        "From “{}”: {} Nothing is removed before what replaces it carries messages.",
        path.titles.0,
        path.summary()
    );
    let mut steps = Listing::new("Steps", &columns).saying(intro).after(&sources);
    let mut work = Listing::new("Work of each step", &[("Step", 0.4), ("Kind", 1.2), ("Change", 5.0)]);
    for step in &path.steps {
        let number = step.number.to_string();
        steps.row([number.clone(), step.title.clone(), step.who.clone(), meanwhile(step), after(step), String::new()]);
        let mut row = |kind: &str, words: String| work.row([number.clone(), kind.to_owned(), words]);
        step.obstacles.iter().for_each(|it| row("Not supported", it.sentence()));
        step.instructions_at(Moment::First).for_each(|it| row(Moment::First.label(), it.sentence()));
        for (kind, entries) in &step.work {
            entries.iter().flat_map(apart).for_each(|it| row(kind, it));
        }
        step.instructions_at(Moment::Then).for_each(|it| row(Moment::Then.label(), it.sentence()));
    }
    let columns = [("Kind", 1.2), ("What the target states", 4.6), ("Confirmed, date", 0.8)];
    let mut unconfirmed = Listing::new(UNCONFIRMED, &columns).saying(WHY_UNCONFIRMED);
    for (kind, entries) in &path.unconfirmed {
        entries.iter().flat_map(apart).for_each(|it| unconfirmed.row([kind.clone(), it, String::new()]));
    }
    let all = [unconfirmed, steps, work];
    all.into_iter().filter(|it| !it.rows.is_empty()).collect()
}

/// An entry as lines that each can be sorted and ticked off: a detail a line.
fn apart(entry: &Entry) -> Vec<String> {
    let detail = |it: &String| format!("{}: {it}", entry.head);
    if entry.details.is_empty() { vec![entry.head.clone()] } else { entry.details.iter().map(detail).collect() }
}

fn cited(step: &Step) -> impl Iterator<Item = &SourceId> {
    let outages = step.outages.iter().filter_map(|it| it.source.as_ref());
    let obstacles = step.obstacles.iter().filter_map(|it| it.source.as_ref());
    let instructions = step.instructions.iter().filter_map(|it| it.source.as_ref());
    step.source.iter().chain(instructions).chain(outages).chain(obstacles)
}

/// What is not supported, what stops while the step is made, and what has no spare meanwhile or after it.
fn meanwhile(step: &Step) -> String {
    let obstacles = step.obstacles.iter().map(|it| format!("{}.", it.words));
    let outages = step.outages.iter().map(|it| {
        let ours = if it.ours { " (our own judgment)" } else { "" };
        format!("{}; meanwhile {}{ours}.", it.words, it.meanwhile_in_words())
    });
    let after = [step.stopped_in_words(), step.without_spare_in_words()];
    let said: Vec<String> = obstacles.chain(outages).chain(after.into_iter().flatten()).collect();
    if said.is_empty() { "no service stops".to_owned() } else { said.join(" ") }
}

/// What the analysis says of the design between this step and the next.
fn after(step: &Step) -> String {
    let standing = &step.standing;
    let figures = format!(
        "{}. Single points of failure: {}. Messages per second: {}, after the worst loss {}.",
        standing.findings_in_words(),
        standing.single_points_in_words(),
        standing.normal_rate,
        standing.worst_rate
    );
    let new = step.new_findings_in_words().into_iter().map(|it| format!("{it}."));
    std::iter::once(figures).chain(new).collect::<Vec<_>>().join(" ")
}
