//! Which findings stand under another one: one cause, one headline (rule catalogue 2.15).

use std::collections::BTreeSet;

use super::catalog::Folds;
use super::evaluate::RuleReport;
use super::finding::Finding;
use super::value::{Fact, Value};
use super::{RuleId, Severity, catalog};
use crate::model::Element;

/// Which single points of failure a finding hides.
fn folds(finding: &Finding) -> Folds {
    catalog().row(finding.rule).map_or(Folds::Nothing, |row| row.folds)
}

/// Whether a finding is a single point of failure.
pub(super) fn is_single_point(finding: &Finding) -> bool {
    catalog().row(finding.rule).is_some_and(|row| row.severity == Severity::Blocker)
}

/// What single points of failure stand under while findings about structure are open.
#[derive(Debug, Default)]
pub(super) struct Broken {
    /// Elements whose single points of failure cannot be judged.
    elements: BTreeSet<Element>,
    /// Availability groups whose databases cannot fail over for a reason that is told already.
    carriers: BTreeSet<Element>,
}

impl Broken {
    /// What findings say of structure.
    pub(super) fn by<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut broken = Self::default();
        for finding in findings {
            let elements = finding.elements.iter().copied();
            match folds(finding) {
                Folds::Nothing => {}
                Folds::Subject => broken.elements.extend(elements.take(1)),
                Folds::Elements => broken.elements.extend(elements),
                Folds::Databases => broken.carriers.extend(elements.filter(is_carrier)),
            }
        }
        broken
    }

    /// Whether a finding is a single point of failure that stands under one of the findings.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        is_single_point(finding)
            && (self.elements.contains(&finding.subject())
                || carriers(finding).any(|it| self.elements.contains(&it) || self.carriers.contains(&it)))
    }
}

const fn is_carrier(element: &Element) -> bool {
    matches!(element, Element::AvailabilityGroup(_))
}

/// The availability group of a database that a single point of failure is about.
fn carriers(finding: &Finding) -> impl Iterator<Item = Element> + '_ {
    finding.elements.iter().skip(1).copied().filter(is_carrier)
}

/// Moves single points of failure to the folded findings where what they depend on has a structural error.
pub(super) fn fold_single_points(all: &mut RuleReport) {
    let broken = Broken::by(all.findings.iter());
    all.folded.extend(all.findings.extract_if(.., |finding| broken.covers(finding)));
}

/// Turns findings that are notes of another one into a fact of it.
pub(super) fn fold_notes(all: &mut RuleReport) {
    for (note, parent) in notes() {
        if !all.findings.iter().any(|finding| finding.rule == parent) {
            continue;
        }
        let told: BTreeSet<Element> =
            all.findings.iter().filter(|it| it.rule == parent).flat_map(|it| it.elements.clone()).collect();
        let belongs = |it: &Finding| it.rule == note && it.elements.iter().any(|element| told.contains(element));
        let notes: Vec<Finding> = all.findings.extract_if(.., |finding| belongs(finding)).collect();
        for finding in notes {
            if let Some(target) = all.findings.iter_mut().find(|it| it.rule == parent && shares(it, &finding)) {
                let value = Value::Note(Box::new(finding.clone()));
                target.facts.push(Fact { id: "also", about: None, value });
            }
            all.folded.push(finding);
        }
    }
}

/// Each rule that is shown as a note, with a rule that it is a note of.
fn notes() -> impl Iterator<Item = (RuleId, RuleId)> {
    catalog().rows().iter().flat_map(|row| row.note_of.iter().map(|parent| (row.id, *parent)))
}

/// Whether two findings have an element in common.
fn shares(one: &Finding, other: &Finding) -> bool {
    one.elements.iter().any(|element| other.elements.contains(element))
}

/// Whether a folded finding stands under another one.
fn stands_under(folded: &Finding, headline: &Finding) -> bool {
    let is_note = catalog().row(folded.rule).is_some_and(|row| row.note_of.contains(&headline.rule));
    (is_note && shares(folded, headline)) || Broken::by(std::iter::once(headline)).covers(folded)
}

impl RuleReport {
    /// The folded findings that stand under a finding: its notes, and the single points of failure that it hides.
    pub fn folded_under<'r>(&'r self, headline: &'r Finding) -> impl Iterator<Item = &'r Finding> + 'r {
        self.folded.iter().filter(move |it| stands_under(it, headline))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::RuleReport;
    use crate::testing::rules::evaluate_fixture;

    fn count(report: &RuleReport, ids: &[&str]) -> (usize, usize) {
        let named = |it: &&crate::rules::Finding| ids.iter().any(|id| it.rule == **id);
        (report.findings.iter().filter(named).count(), report.folded.iter().filter(named).count())
    }

    #[test]
    fn databases_that_cannot_fail_over_fold_into_the_fault_of_their_availability_group() {
        let report = evaluate_fixture(
            "
            feature bam bre
            computer N1
            computer N2
            sql ONE on N1
            sql TWO on N2
            databases ONE messagebox(master) management tracking sso bam-primary-import rule-engine
            ag AG1 replicas ONE TWO databases messagebox management tracking sso bam-primary-import rule-engine listener L",
        );
        assert_eq!(report.of("AG-008").count(), 1);
        assert_eq!(count(&report, &["SQL-001", "SQL-002", "SQL-005", "SSO-012"]), (0, 6));
        let headline = report.of("AG-008").next().unwrap();
        assert_eq!(report.folded_under(headline).count(), 6);
    }

    #[test]
    fn databases_have_no_headline_of_their_own_beside_the_fault_of_their_availability_group() {
        let held = "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            resource-group DTC on CL resources ip-address network-name physical-disk msdtc
            sql ONE on N1
            sql TWO on N2
            databases ONE messagebox(master) management tracking sso
            ag AG1 replicas ONE TWO databases messagebox management tracking sso";
        let faults = [
            ("AG-001", " listener L\nattr ONE release=V2014"),
            ("AG-003", " listener L per_database_dtc=false"),
            ("AG-004", " listener L\nenvironment biztalk_release=V2016 biztalk_cumulative_update=4"),
            ("AG-006", " listener L\nattr ONE edition=Standard"),
            ("AG-007", " listener L\nenvironment biztalk_edition=Standard"),
            (
                "AG-009",
                " listener L\nattr AG1 replicas=[{\"sql_instance\":8,\"commit\":\"Synchronous\",\"failover\":\"Automatic\"}]",
            ),
            ("AG-010", ""),
        ];
        for (id, fault) in faults {
            let report = evaluate_fixture(&format!("{held}{fault}"));
            assert_eq!(report.of(id).count(), 1, "{id}");
            assert_eq!(count(&report, &["SQL-001", "SSO-012"]).0, 0, "{id}");
        }
    }

    #[test]
    fn a_second_master_secret_server_hides_that_each_of_them_is_alone() {
        let report = evaluate_fixture("computer A biztalk master-secret\ncomputer B biztalk master-secret");
        assert_eq!(count(&report, &["SSO-002"]), (1, 0));
        assert_eq!(count(&report, &["SSO-004"]), (0, 2));
    }

    #[test]
    fn databases_outside_the_availability_group_keep_their_findings() {
        let report = evaluate_fixture(
            "
            computer N1
            computer N2
            computer N3
            sql ONE on N1
            sql TWO on N2
            sql ALONE on N3
            databases ONE management
            databases ALONE tracking
            ag AG1 replicas ONE TWO databases management listener L",
        );
        assert_eq!(count(&report, &["SQL-001"]), (1, 1));
    }
}
