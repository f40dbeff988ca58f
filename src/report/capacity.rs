//! The capacity estimate in short: range, bottleneck, worst single loss.

use crate::analysis::Analysis;
use crate::capacity::report::ONLY_AN_ESTIMATE;
use crate::capacity::text::rate_headline;
use crate::capacity::{Estimate, PEAK_NOT_STATED};

/// The estimate in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapacityRow {
    /// The state: normal operation, or which computer is lost.
    pub state: String,
    /// Sustainable rate with its range.
    pub rate: String,
    /// What limits it.
    pub bottleneck: String,
    /// Whether the peak load fits, or that nobody stated one.
    pub fit: String,
}

/// The estimate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapacitySection {
    /// Normal operation first; empty when the drawing lacks something.
    pub rows: Vec<CapacityRow>,
    /// What the drawing lacks for an estimate.
    pub missing: Vec<String>,
    /// How many of its inputs are assumptions.
    pub assumed: String,
    /// What to keep in mind, sentence by sentence.
    pub remarks: Vec<String>,
    /// What the estimate leaves out.
    pub not_modeled: &'static [&'static str],
}

pub(super) fn capacity(analysis: &Analysis) -> CapacitySection {
    let report = &analysis.capacity;
    let mut rows: Vec<CapacityRow> = row("Normal operation".to_owned(), &report.normal).into_iter().collect();
    if let Some(loss) = &report.worst_loss {
        rows.extend(row(format!("Worst single loss: {}", loss.name), &loss.estimate));
    }
    let mut remarks = vec![ONLY_AN_ESTIMATE.to_owned()];
    remarks.extend(report.normal.extrapolated.iter().chain(&report.normal.notes).cloned());
    CapacitySection {
        rows,
        missing: report.normal.missing.clone(),
        assumed: report.assumption_count(),
        remarks,
        not_modeled: report.not_modeled(),
    }
}

fn row(state: String, estimate: &Estimate) -> Option<CapacityRow> {
    let rate = estimate.rate.as_ref()?;
    let fit = match (&estimate.peak, estimate.fit) {
        (Some(peak), Some(fit)) => format!("{} at a peak of {} messages/s", fit.label(), peak.value),
        _ => super::questions::capitalized(PEAK_NOT_STATED),
    };
    let bottleneck = estimate.bottleneck().map(|it| it.name.clone()).unwrap_or_default();
    Some(CapacityRow { state, rate: rate_headline(rate), bottleneck, fit })
}
