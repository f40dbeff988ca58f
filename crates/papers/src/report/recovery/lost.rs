//! Which data is lost, as the drill has it, against the accepted loss of data.

use super::TargetFit;
use crate::drill::DataLoss;
use crate::model::Document;
use crate::sources::stated;

/// How lost data stands to what is accepted. What is lost back to a mark is as much as two intervals of log backups at
/// most, as DR-013 has it.
pub(super) fn fit(document: &Document, lost: &[DataLoss]) -> TargetFit {
    if lost.is_empty() {
        return TargetFit::Met;
    }
    let Some(accepted) = stated(document.environment.rpo_minutes.as_ref()) else { return TargetFit::NoTarget };
    let interval = stated(document.backup.log_interval_minutes.as_ref());
    match interval.filter(|_| lost.iter().all(DataLoss::is_since_mark)) {
        Some(interval) if 2.0 * interval.value <= accepted.value => TargetFit::Met,
        Some(_) => TargetFit::Missed,
        None => TargetFit::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::sources::{Provenance, Sourced};

    #[test]
    fn every_database_that_is_restored_to_a_mark_says_what_is_lost() {
        let document = &crate::document::template("small").unwrap().document;
        let recovery = crate::report::build(document, &analyze(document), "2026-11-30").recovery;
        for name in ["SSODB", "BizTalkMgmtDb", "BizTalkDTADb", "BizTalkMsgBoxDb"] {
            let row = recovery.rows.iter().find(|it| it.names.iter().any(|it| it == name)).unwrap();
            assert!(row.lost.iter().any(|it| it.contains("log mark")), "{name}: {:?}", row.lost);
        }
    }

    #[test]
    fn an_interval_that_is_an_example_meets_and_misses_nothing() {
        let mut document = crate::document::template("large-complete").unwrap().document.clone();
        document.environment.rpo_minutes = Some(Sourced::entered(20.0));
        let lost = [DataLoss::SinceMark(crate::drill::Disks::Lost)];
        assert_eq!(document.backup.log_interval_minutes.as_ref().unwrap().provenance, Provenance::Example);
        assert_eq!(fit(&document, &lost), TargetFit::Unknown);
        document.backup.log_interval_minutes = Some(Sourced::entered(15.0));
        assert_eq!(fit(&document, &lost), TargetFit::Missed);
    }
}
