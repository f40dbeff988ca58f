//! Which data is lost, as the drill says it, against the accepted loss of data.

use super::TargetFit;
use crate::drill::ResultCard;
use crate::model::Document;
use crate::sources::stated;

/// Words by which a drill says that data is lost, or may be.
const LOST: [&str; 5] = ["lost back to", "is lost", "may be lost", "may lose", "and lost if"];
/// Words by which it says that none is.
const NOT_LOST: [&str; 2] = ["no message ", "nothing is lost"];
/// What is lost back to a mark is as much as two intervals of log backups at most, as DR-013 has it.
const MARK: &str = " mark";

/// What a drill says of lost data; empty where none is.
pub(super) fn of(result: &ResultCard) -> Vec<String> {
    result.messages.iter().filter(|it| is_loss(it)).cloned().collect()
}

fn is_loss(said: &str) -> bool {
    let said = said.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|it| said.contains(it));
    has(&LOST) && !has(&NOT_LOST)
}

/// How lost data stands to what is accepted.
pub(super) fn fit(document: &Document, lost: &[String]) -> TargetFit {
    if lost.is_empty() {
        return TargetFit::Met;
    }
    let Some(accepted) = stated(document.environment.rpo_minutes.as_ref()) else { return TargetFit::NoTarget };
    let interval = document.backup.log_interval_minutes.as_ref();
    match interval.filter(|_| lost.iter().all(|it| it.contains(MARK))) {
        Some(interval) if 2.0 * interval.value <= accepted.value => TargetFit::Met,
        Some(_) => TargetFit::Missed,
        None => TargetFit::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::document::templates;
    use crate::drill::play;
    use crate::model::DrillStep;

    /// A drill that speaks of loss in other words would be read wrongly.
    #[test]
    fn whatever_a_drill_says_of_loss_is_understood() {
        let mut losing = 0;
        for template in templates() {
            let failures = analyze(&template.document).failures;
            for loss in &failures.impact {
                let result = play(&template.document, &failures.structure, &[DrillStep::fail(loss.part)]).result;
                losing += of(&result).len();
                for said in result.messages.iter().filter(|it| !is_loss(it)) {
                    let said = said.to_lowercase();
                    let speaks = said.contains("lost") || said.contains("lose");
                    let denies = NOT_LOST.iter().any(|it| said.contains(it));
                    assert!(!speaks || denies || said.contains("of the lost host instances"), "{said}");
                }
            }
        }
        assert!(losing > 0);
    }
}
