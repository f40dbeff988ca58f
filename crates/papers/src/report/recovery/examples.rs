//! Figures of a template that decide how long a recovery takes.

use crate::drill::{Answer, Drill, span};
use crate::sources::Provenance;

/// Adds the unconfirmed examples that lead to full service in a drill, each once.
pub(super) fn of(drill: &Drill, known: &mut Vec<String>) {
    let (Answer::ByItself(back) | Answer::Band(back)) = &drill.result.full_service else { return };
    let before = drill.rows.iter().filter(|it| it.when.latest_secs <= back.latest_secs);
    for timing in before.flat_map(|it| &it.timings) {
        let Some(secs) = timing.secs.as_ref().filter(|it| it.provenance == Provenance::Example) else { continue };
        let said = format!("{} {}", timing.what.label(), span(secs.value));
        if !known.contains(&said) {
            known.push(said);
        }
    }
}
