//! Which fix removes most downtime: every applicable quick fix carried out on a copy of the design and solved again.

use std::collections::BTreeSet;

use super::estimate::{Estimate, duration};
use super::rated::Rated;
use super::sampling::FirstDraws;
use crate::availability::{Budget, Diagram, Term};
use crate::dependency::ServiceKind;
use crate::edit::{Edit, preview};
use crate::model::Document;
use crate::rules::RuleReport;

/// A smaller change is nothing that an estimate can tell.
const LEAST_MINUTES: f64 = 0.01;

/// What a fix would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Upgrade {
    /// The rule whose finding offers it, such as `SSO-001`.
    pub rule: String,
    /// What would be done.
    pub edit: Edit,
    /// Minutes of the mean of the whole that it removes; negative when it adds some.
    pub minutes_removed: f64,
    /// The mean of the whole before, in minutes a year.
    pub minutes_before: f64,
}

impl Upgrade {
    /// What it does to the downtime of the whole, in words.
    pub fn effect_text(&self) -> String {
        if self.minutes_removed >= 0.0 {
            let share = 100.0 * self.minutes_removed / self.minutes_before.max(f64::MIN_POSITIVE);
            format!(
                "removes {} a year of {} ({share:.0} %)",
                duration(self.minutes_removed),
                duration(self.minutes_before)
            )
        } else {
            format!("adds {} a year; what it protects from has no figure", duration(-self.minutes_removed))
        }
    }
}

/// Every applicable fix that changes the downtime of the whole, the most useful first. Before and after are computed from
/// the same draws, fewer than those of the estimate: what is removed is the same share of its mean.
pub fn upgrades(document: &Document, rules: &RuleReport, estimate: &Estimate) -> Vec<Upgrade> {
    let drawn = Rated::new(document);
    let draws = FirstDraws::new(&drawn);
    let Some(sampled_before) = minutes_of_whole(&drawn, &draws).filter(|it| *it > 0.0) else { return Vec::new() };
    let Some(before) = estimate.whole().map(|it| it.all.mean) else { return Vec::new() };
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for finding in &rules.findings {
        for fix in &finding.fixes {
            if !known.insert(&fix.edit.label) {
                continue;
            }
            let Ok(next) = preview(document, &fix.edit.commands) else { continue };
            let next = Rated::new(&next);
            if is_as_before(&drawn, &next) {
                continue;
            }
            let Some(after) = minutes_of_whole(&next, &draws) else { continue };
            let minutes_removed = before * (1.0 - after / sampled_before);
            if minutes_removed.abs() >= LEAST_MINUTES {
                let rule = finding.rule.to_string();
                found.push(Upgrade { rule, edit: fix.edit.clone(), minutes_removed, minutes_before: before });
            }
        }
    }
    found.sort_by(|a, b| b.minutes_removed.total_cmp(&a.minutes_removed).then_with(|| a.edit.label.cmp(&b.edit.label)));
    found
}

/// When the whole stops.
fn whole(rated: &Rated) -> Option<Term> {
    rated.services.iter().find(|it| it.kind == ServiceKind::Whole).map(|it| it.stops)
}

/// Whether a fix leaves everything that the downtime of the whole follows from: most of them do.
fn is_as_before(before: &Rated, after: &Rated) -> bool {
    whole(before) == whole(after)
        && before.logic == after.logic
        && before.events.iter().map(|it| &it.recipe).eq(after.events.iter().map(|it| &it.recipe))
        && before.uncertain() == after.uncertain()
}

/// Minutes a year without the whole; `None` when it is too large to be solved.
fn minutes_of_whole(rated: &Rated, draws: &FirstDraws) -> Option<f64> {
    let diagram = Diagram::compile(&rated.logic, whole(rated)?, Budget::default()).ok()?;
    Some(draws.mean_minutes(rated, &diagram))
}
