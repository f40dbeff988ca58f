//! The availability estimate for the deliverable, where a person has ticked it.

use super::assumptions::Assumption;
use crate::analysis::Analysis;
use crate::downtime::{Availability, Driver, InputRow, Range, ServiceEstimate, duration};
use crate::model::Document;

/// Drivers printed of each service.
const DRIVERS: usize = 5;
/// A smaller difference between the two readings is not printed, in minutes a year.
const LEAST_DIFFERENCE: f64 = 0.01;
/// Fixes printed.
const UPGRADES: usize = 12;

/// Downtime of one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DowntimeRow {
    /// The service.
    pub service: String,
    /// Unplanned downtime a year: mean, and what is exceeded in 95, 50 and 5 of 100 cases.
    pub range: String,
    /// The same without what no design changes; empty where nothing of that kind is counted.
    pub by_design: String,
    /// How often, and how long on average.
    pub outages: String,
    /// The mean under the lenient reading; empty where it is the same.
    pub lenient: String,
    /// Planned work a year, on top.
    pub planned: String,
    /// Against the target; empty without one.
    pub verdict: &'static str,
    /// What costs most, with its minutes a year and its share of the mean.
    pub drivers: String,
    /// What costs most of that which no design changes.
    pub outside: String,
}

/// The estimate with everything it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DowntimeSection {
    /// The whole first.
    pub rows: Vec<DowntimeRow>,
    /// The target in words; empty without one.
    pub target: String,
    /// Offered fixes with what each does to the downtime.
    pub upgrades: Vec<(String, String)>,
    /// Figures that the estimate uses.
    pub figures: Vec<Assumption>,
    /// What is counted as never failing, because no figure says how often it does.
    pub without_figure: Vec<String>,
    /// What the numbers take for granted.
    pub assumptions: Vec<String>,
}

/// The section; `None` where nobody has ticked it.
pub(super) fn downtime(document: &Document, analysis: &Analysis) -> Option<DowntimeSection> {
    if !document.availability.in_report {
        return None;
    }
    let Availability { estimate, upgrades } = Availability::new(document, &analysis.rules);
    let never = estimate.never_work.iter().map(|name| DowntimeRow {
        service: name.clone(),
        range: "Does not work even when nothing fails".to_owned(),
        ..DowntimeRow::default()
    });
    let target = estimate.target.as_ref().map_or_else(String::new, |target| {
        format!(
            "Target: at most {} of unplanned downtime a year, without what no design changes ({}).",
            duration(target.value),
            target.provenance.word()
        )
    });
    Some(DowntimeSection {
        rows: estimate.whole().into_iter().chain(estimate.parts()).map(row).chain(never).collect(),
        target,
        upgrades: upgrades.iter().take(UPGRADES).map(|it| (it.edit.label.clone(), it.effect_text())).collect(),
        figures: estimate.inputs.iter().filter(|it| it.used).map(|it| figure(document, it)).collect(),
        without_figure: estimate.without_figure,
        assumptions: estimate.assumptions,
    })
}

fn row(service: &ServiceEstimate) -> DowntimeRow {
    let named = |drivers: &[Driver]| {
        let drivers: Vec<String> =
            drivers.iter().take(DRIVERS).map(|it| format!("{} ({})", it.name, it.text())).collect();
        drivers.join(", ")
    };
    let figures = |it: &Range| format!("{} ({})", duration(it.mean), it.text());
    let differs = |it: &f64| service.all.mean - it > LEAST_DIFFERENCE;
    DowntimeRow {
        service: service.name.clone(),
        range: figures(&service.all),
        by_design: if service.outside.is_empty() { String::new() } else { figures(&service.by_design) },
        outages: service.outages_text(),
        lenient: service.lenient.filter(differs).map(duration).unwrap_or_default(),
        planned: duration(service.planned_minutes),
        verdict: service.verdict.map_or("", |it| it.label()),
        drivers: named(&service.drivers),
        outside: named(&service.outside),
    }
}

fn figure(document: &Document, row: &InputRow) -> Assumption {
    Assumption {
        label: row.title(document),
        value: row.text(),
        provenance: row.value.provenance.word(),
        basis: row.basis(),
    }
}
