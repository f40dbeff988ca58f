//! What must hold between the parts of the program for any design: said once, for tests of kept designs and of random
//! ones.

use tierwright_engine::dependency::{Effect, Outcome, Part, ServiceKind, Structure};
use tierwright_engine::drill::{Answer, ServiceState, simulate};

use crate::analysis::Analysis;
use crate::model::{BizTalkGroupId, Document, DrillStep};

/// Whether every service of a kind that messages need stops, of any BizTalk group or of one.
pub fn nothing_passes(structure: &Structure, outcomes: &[Outcome], group: Option<BizTalkGroupId>) -> bool {
    [ServiceKind::Receive, ServiceKind::Process, ServiceKind::Send].into_iter().any(|kind| {
        let services = structure.services.iter().zip(outcomes);
        let mut of_kind = services
            .filter(|(it, _)| it.kind == kind && (group.is_none() || it.biztalk_group == group))
            .map(|(_, outcome)| outcome.effect == Effect::Stops)
            .peekable();
        of_kind.peek().is_some() && of_kind.all(|stops| stops)
    })
}

fn settled(outcome: Outcome) -> ServiceState {
    match outcome.effect {
        Effect::Works => ServiceState::Works,
        Effect::Degraded => ServiceState::Degraded,
        Effect::Stops => ServiceState::Stopped,
    }
}

/// Where the end of a drill, its result and the capacity left say otherwise than the failure logic does.
pub fn contradictions_of_a_drill(
    document: &Document,
    analysis: &Analysis,
    steps: &[DrillStep],
    outcomes: &[Outcome],
) -> Vec<String> {
    let structure = &analysis.failures.structure;
    let drill = simulate(document, structure, steps);
    let last = drill.snapshot(drill.rows.len()).services;
    let mut found = Vec::new();
    for (index, (service, outcome)) in structure.services.iter().zip(outcomes).enumerate() {
        let wanted = settled(*outcome);
        let (result, row) = (drill.result.services[index].last, last.get(&index).copied().unwrap_or_default());
        if result != wanted || row != wanted {
            let name = &service.name;
            found.push(format!("{name} is {wanted:?}, the result says {result:?}, the last row {row:?}, {steps:?}"));
        }
    }
    let card = &drill.result;
    for it in &card.capacity {
        let stopped = nothing_passes(structure, outcomes, it.biztalk_group);
        let is_zero = it.left.is_some_and(|left| left.p90 == 0.0);
        if stopped != it.none_left.is_some() || stopped && !is_zero {
            found.push(format!("{it:?} is left, nothing passes: {stopped}, {steps:?}"));
        }
    }
    let was_away = |it: &tierwright_engine::drill::ServiceState| *it >= ServiceState::Interrupted;
    if card.full_service == Answer::NeverAway && card.services.iter().any(|it| was_away(&it.worst)) {
        found.push(format!("no service was away, and one was: {steps:?}"));
    }
    found
}

/// Where parts of the program contradict each other about the loss of any one part of a design.
pub fn contradictions(document: &Document, analysis: &Analysis) -> Vec<String> {
    let rows = analysis.failures.impact.iter();
    let play = |part: Part, outcomes: &[Outcome]| {
        contradictions_of_a_drill(document, analysis, &[DrillStep::fail(part)], outcomes)
    };
    rows.flat_map(|row| play(row.part, &row.outcomes)).collect()
}
