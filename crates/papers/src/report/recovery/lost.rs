//! Which data is lost, as the drill says it, against the accepted loss of data.

use super::TargetFit;
use crate::dependency::Part;
use crate::drill::ResultCard;
use crate::model::{DatabaseKind, Document, Element};
use crate::sources::stated;

/// Words by which a drill says that data is lost, or may be.
const LOST: [&str; 5] = ["lost back to", "is lost", "may be lost", "may lose", "and lost if"];
/// Words by which it says that none is.
const NOT_LOST: [&str; 2] = ["no message ", "nothing is lost"];
/// What is lost back to a mark is as much as two intervals of log backups at most, as DR-013 has it.
const MARK: &str = " mark";

/// What is said of a database that is restored to a mark of the log backups, where the drill speaks of messages only.
const TO_THE_MARK: &str = "What was written after the last usable log mark is lost if the disks are lost";

/// What is lost with a part: what the drill says of data, and of a database that has to be restored what it held since the
/// last mark. Empty where nothing is.
pub(super) fn of(document: &Document, part: Part, result: &ResultCard) -> Vec<String> {
    let mut lost: Vec<String> = result.messages.iter().filter(|it| is_loss(it)).cloned().collect();
    let kind = match part {
        Part::Element(Element::Database(id)) => document.databases.get(&id).map(|it| it.kind),
        _ => None,
    };
    let is_restored = matches!(
        kind,
        Some(DatabaseKind::Sso | DatabaseKind::Management | DatabaseKind::Tracking | DatabaseKind::RuleEngine)
    );
    if lost.is_empty() && is_restored {
        lost.push(TO_THE_MARK.to_owned());
    }
    lost
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
                losing += of(&template.document, loss.part, &result).len();
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

    #[test]
    fn every_database_that_is_restored_to_a_mark_says_what_is_lost() {
        let document = &crate::document::template("small").unwrap().document;
        let recovery = crate::report::build(document, &analyze(document), "2026-11-30").recovery;
        for name in ["SSODB", "BizTalkMgmtDb", "BizTalkDTADb", "BizTalkMsgBoxDb"] {
            let row = recovery.rows.iter().find(|it| it.names.iter().any(|it| it == name)).unwrap();
            assert!(row.lost.iter().any(|it| it.contains(MARK)), "{name}: {:?}", row.lost);
        }
    }
}
