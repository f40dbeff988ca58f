//! The steps from the present environment to the one of the design.

use std::collections::BTreeSet;

use crate::migration::{Migration, Step};
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
        for (kind, lines) in &step.work {
            for line in lines {
                work.row([number.clone(), kind.clone(), line.trim().to_owned()]);
            }
        }
    }
    vec![steps, work]
}

fn cited(step: &Step) -> impl Iterator<Item = &SourceId> {
    let outages = step.outages.iter().filter_map(|it| it.source.as_ref());
    step.source.iter().chain(step.cautions.iter().map(|(_, source)| source)).chain(outages)
}

/// What nobody forgets, what stops while the step is made, and what has no spare after it.
fn meanwhile(step: &Step) -> String {
    let cautions = step.cautions.iter().map(|(words, _)| format!("{words}."));
    let outages = step.outages.iter().map(|it| {
        let ours = if it.ours { " (our own judgment)" } else { "" };
        format!("{}; meanwhile {}{ours}.", it.words, it.meanwhile)
    });
    let after = [step.stopped_in_words(), step.without_spare_in_words()];
    let said: Vec<String> = cautions.chain(outages).chain(after.into_iter().flatten()).collect();
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
    let new = step.new_errors_in_words().into_iter().map(|it| format!("{it}."));
    std::iter::once(figures).chain(new).collect::<Vec<_>>().join(" ")
}
