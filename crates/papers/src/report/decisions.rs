//! What people have decided: rows of the checklists that somebody has settled without fulfilling them.

use crate::analysis::Analysis;
use crate::model::ChecklistStatus;
use crate::report::listing::{Listing, NOT_STATED, or};

/// Risks that were accepted and rows that were set aside, each with who did and why.
pub(super) fn decisions(analysis: &Analysis) -> Listing {
    let mut listing = Listing::new(
        "Decisions on checklist rows",
        &[("Row", 0.6), ("Step", 1.8), ("Decision", 0.8), ("By", 0.9), ("Reason and evidence", 1.6)],
    );
    let set = [ChecklistStatus::RiskAccepted, ChecklistStatus::NotApplicable];
    for row in analysis.checklist.rows.iter().filter(|it| set.contains(&it.entry.status)) {
        let entry = &row.entry;
        let why: Vec<&str> =
            [entry.note.trim(), entry.evidence.trim()].into_iter().filter(|it| !it.is_empty()).collect();
        listing.row([
            row.label().to_owned(),
            row.step.text.to_owned(),
            entry.status.label().to_owned(),
            or(entry.owner.clone(), NOT_STATED),
            or(why.join("; "), NOT_STATED),
        ]);
    }
    listing
}
