//! Running every check, then folding what follows from another finding.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Question, RuleState};
use super::folding::{fold_notes, fold_single_points};
use super::registry::{Check, check, checks};
use super::report::Report;
use super::waivers::Accepted;
use super::{Attribute, RuleContext, RuleId, Severity, catalog};
use crate::calendar::Day;
use crate::edit::intent::assumed::asked;
use crate::model::{Document, Element, FailoverClusterId, HaTarget, ResourceGroupId, Waiver};

/// What all rules say about a design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleReport {
    /// The day on which it holds; `None` = no particular day.
    pub today: Option<Day>,
    /// Open findings, most severe first, then in catalogue order, then by element.
    pub findings: Vec<Finding>,
    /// Findings that are not shown because another one on the same element is the cause. They do not count.
    pub folded: Vec<Finding>,
    /// Findings that a person has accepted, in the same order. They do not count.
    pub accepted: Vec<Accepted>,
    /// Acceptances without a finding: it is gone, or stands under another one.
    pub idle_waivers: Vec<Waiver>,
    /// Open questions in catalogue order, then by element.
    pub questions: Vec<Question>,
    /// What became of each rule that the program checks.
    pub states: BTreeMap<RuleId, RuleState>,
}

impl RuleReport {
    /// The findings of one rule.
    pub fn of<'a>(&'a self, rule: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| finding.rule == *rule)
    }

    /// The number of findings of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The number of details that nobody has stated: several rules may wait for one of them.
    pub fn num_open_details(&self) -> usize {
        let details = self.questions.iter().map(|it| (it.element, it.attribute));
        details.collect::<BTreeSet<_>>().len()
    }

    /// Brings everything into its documented order.
    pub(super) fn sort(&mut self) {
        let order = |finding: &Finding| (finding.severity, catalog().position(finding.rule), finding.elements.clone());
        self.findings.sort_by_cached_key(order);
        self.folded.sort_by_cached_key(order);
        self.accepted.sort_by_cached_key(|it| order(&it.finding));
        self.questions.sort_by_cached_key(|it| (catalog().position(it.rule), it.element, it.attribute));
    }
}

/// Runs every check.
pub fn evaluate(context: &RuleContext<'_>) -> RuleReport {
    let mut all = RuleReport { today: context.today, ..RuleReport::default() };
    let judge = |(id, check)| {
        let (findings, questions, state) = run(context, id, check);
        all.findings.extend(findings);
        all.questions.extend(questions);
        (id, state)
    };
    all.states = checks().map(judge).collect();
    fold_single_points(&mut all);
    fold_notes(&mut all);
    all.sort();
    all
}

/// Runs the check of one rule alone, without folding; `None` for a rule that only a person can confirm.
pub fn evaluate_rule(context: &RuleContext<'_>, id: &str) -> Option<(Vec<Finding>, Vec<Question>, RuleState)> {
    check(id).map(|(id, check)| run(context, id, check))
}

/// Runs one check. Severities are as shown; nothing is folded.
fn run(context: &RuleContext<'_>, id: RuleId, check: Check) -> (Vec<Finding>, Vec<Question>, RuleState) {
    let severity = catalog().row(id).map_or(Severity::Error, |row| row.severity);
    let mut report = Report::new(id, severity);
    check(context, &mut report);
    let open = LazyCell::new(|| unread(context.document, id));
    report.wait_for(|elements| concerning(context.document, &open, elements));
    let (mut findings, questions, state) = report.finish();
    if context.document.environment.ha_target != HaTarget::HighlyAvailable {
        for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Blocker) {
            finding.severity = Severity::Warning;
        }
    }
    (findings, questions, state)
}

/// What a rule rests on and an import assumes.
fn unread(document: &Document, id: RuleId) -> Vec<(Element, Attribute)> {
    let Some(row) = catalog().row(id).filter(|it| !it.rests_on.is_empty()) else { return Vec::new() };
    let open = document.assumptions().filter(|(_, property)| row.rests_on.contains(property));
    open.filter_map(|(element, property)| Some((element, asked(element, property)?))).collect()
}

/// Those of `open` for which a finding about `elements` has to wait. What is open about the environment or a BizTalk group
/// is open about everything in it, and a finding about the environment rests on everything.
fn concerning(document: &Document, open: &[(Element, Attribute)], elements: &[Element]) -> Vec<(Element, Attribute)> {
    if open.is_empty() {
        return Vec::new();
    }
    let near: Vec<Element> = elements.iter().flat_map(|it| [Some(*it), carrier(document, *it)]).flatten().collect();
    let clusters: Vec<FailoverClusterId> = near.iter().filter_map(|it| cluster_of(document, *it)).collect();
    let concerns = |it: Element| match it {
        Element::Environment | Element::BizTalkGroup(_) => true,
        _ if near.contains(&Element::Environment) => true,
        Element::FailoverCluster(id) => clusters.contains(&id),
        _ => near.contains(&it) || group_of(document, it).is_some_and(|group| near.contains(&group)),
    };
    open.iter().copied().filter(|(it, _)| concerns(*it)).collect()
}

/// The BizTalk group of a host: what is open about the host is open about the group.
fn group_of(document: &Document, element: Element) -> Option<Element> {
    match element {
        Element::Host(id) => document.hosts.get(&id).map(|it| it.biztalk_group.into()),
        _ => None,
    }
}

/// What an element lies on, so that what is open about this is open about the element.
fn carrier(document: &Document, element: Element) -> Option<Element> {
    match element {
        Element::Database(id) => document.databases.get(&id).map(|it| it.sql_instance.into()),
        Element::HostInstance(id) => document.host_instances.get(&id).map(|it| it.host.into()),
        Element::Handler(id) => document.handlers.get(&id).map(|it| it.host.into()),
        _ => None,
    }
}

/// The failover cluster of which an element is a part, or on which it lies.
fn cluster_of(document: &Document, element: Element) -> Option<FailoverClusterId> {
    let of_role = |id: ResourceGroupId| document.resource_groups.get(&id).map(|it| it.failover_cluster);
    match element {
        Element::FailoverCluster(id) => Some(id),
        Element::ResourceGroup(id) => of_role(id),
        Element::Computer(id) => document.failover_cluster_of(id),
        Element::Host(id) => of_role(document.hosts.get(&id)?.clustered_in.as_ref()?.resource_group),
        Element::SqlInstance(id) => document.owners_of_sql(id).first().and_then(|it| document.failover_cluster_of(*it)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fixture::Fixture;
    use crate::testing::rules::{evaluate_fixture, reason_of};

    #[test]
    fn findings_come_most_severe_first_then_in_catalogue_order_then_by_element() {
        let report = evaluate_fixture(
            "
            computer BTS1 biztalk
            host T tracking receive on BTS1
            host B send on BTS1
            host A process on BTS1",
        );
        let order: Vec<_> =
            report.findings.iter().map(|it| (it.severity, catalog().position(it.rule), it.subject())).collect();
        assert!(order.is_sorted(), "{order:?}");
        assert!(order.len() > 3);
    }

    #[test]
    fn single_points_of_failure_fold_into_a_structural_error_on_the_same_element() {
        let text = "
            computer BTS1 biztalk
            host R receive on BTS1
            handler R http receive
            host S send on BTS1";
        let report = evaluate_fixture(text);
        let document = Fixture::parse(text).unwrap().document;
        let names = |findings: &[Finding], id: &str| -> Vec<String> {
            findings.iter().filter(|it| it.rule == *id).map(|it| it.message(&document)).collect()
        };
        assert_eq!(names(&report.findings, "HOST-019"), ["In-process host R receives with HTTP"]);
        assert_eq!(names(&report.folded, "HOST-001"), ["BTS1 is the only computer that runs host R"]);
        assert_eq!(names(&report.findings, "HOST-001"), ["BTS1 is the only computer that runs host S"]);
        assert_eq!(report.states.get(&RuleId::new("HOST-001")), Some(&RuleState::Fired));
    }

    #[test]
    fn blockers_are_warnings_and_errors_stay_errors_where_high_availability_is_not_the_target() {
        let text = "computer BTS1 biztalk\nhost R receive on BTS1\nhandler R http receive\nhost S send on BTS1";
        let available = evaluate_fixture(&format!("environment ha_target=Available\n{text}"));
        assert_eq!(available.count(Severity::Blocker), 0);
        assert!(available.of("HOST-001").all(|it| it.severity == Severity::Warning));
        assert!(available.of("HOST-019").all(|it| it.severity == Severity::Error));
        assert!(evaluate_fixture(text).of("HOST-001").all(|it| it.severity == Severity::Blocker));
    }

    #[test]
    fn a_rule_says_why_it_has_nothing_to_look_at_and_what_it_waits_for() {
        let text = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2";
        let report = evaluate_fixture(text);
        let state = |id| &report.states[&RuleId::new(id)];
        assert_eq!(*state("HOST-001"), RuleState::Passed);
        assert_eq!(*state("HOST-007"), RuleState::Waiting);
        assert_eq!(reason_of("HOST-008", text).as_deref(), Some("no limit entered"));
        assert_eq!(*state("TRK-001"), RuleState::Fired);
        assert!(state("HOST-001").ran() && state("TRK-001").ran());
        assert!(!state("HOST-007").ran() && !state("HOST-008").ran());
    }

    #[test]
    fn a_rule_asks_for_what_an_import_assumes_instead_of_finding_something() {
        let text = "computer A biztalk\nsql S on A\ndatabases S management";
        let rules = |text: &str| {
            let report = evaluate_fixture(text);
            let of = |id: &str| (report.of(id).count(), report.questions.iter().filter(|it| it.rule == *id).count());
            (of("SQL-001"), of("SSO-001"))
        };
        assert_eq!(rules(text), ((1, 0), (1, 0)));
        let open = format!("{text}\nassumed S host\nassumed environment secret-server");
        assert_eq!(rules(&open), ((0, 1), (0, 1)));
        assert_eq!(rules(&format!("{open}\nattr A roles=[\"BizTalkRuntime\",\"EntSso\",\"MasterSecret\"]")).1, (0, 0));
    }

    #[test]
    fn an_empty_design_has_no_findings_and_no_questions_of_hosts_and_tracking() {
        let report = evaluate(&RuleContext::new(&crate::model::Document::default()));
        let of_hosts = |rule: RuleId| matches!(rule.family(), "HOST" | "TRK");
        assert!(!report.findings.iter().any(|it| of_hosts(it.rule)));
        assert!(!report.questions.iter().any(|it| of_hosts(it.rule)));
    }
}
