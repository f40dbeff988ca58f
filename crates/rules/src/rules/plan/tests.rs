//! Plans reach their goal, end, and say what is left and why.

use std::collections::BTreeSet;

use super::*;
use crate::document::templates;
use crate::edit::History;
use crate::rules::{RuleContext, evaluate};
use crate::testing::fixture::Fixture;
use crate::testing::{MIN_GENERATED_COMPUTERS, generated_design};

fn plan_of(text: &str, goal: Goal) -> (Document, Plan) {
    let document = Fixture::parse(text).unwrap().document;
    let plan = plan(&document, goal, &BTreeSet::new(), None);
    (document, plan)
}

/// The report after a plan was carried out as one undo step; undo must bring the design back as it was.
fn carried_out(document: &Document, plan: &Plan) -> RuleReport {
    let mut history = History::new(document.clone(), true);
    if let Some(edit) = plan.edit() {
        assert_eq!(history.edit(&edit), Ok(true), "{}", edit.label);
    }
    let report = evaluate(&RuleContext::new(history.document()));
    assert_eq!(Tally::of(&report), plan.after);
    history.undo();
    assert_eq!(ron::to_string(&**history.document()).unwrap(), ron::to_string(document).unwrap());
    report
}

#[test]
fn each_drawn_template_becomes_free_of_blockers_and_errors_in_one_undo_step() {
    for template in templates().iter().filter(|it| it.key != "empty") {
        let plan = plan(&template.document, Goal::Compliant, &BTreeSet::new(), None);
        let labels: Vec<&str> = plan.steps.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(plan.remaining, [], "{}: {labels:#?}", template.key);
        assert!(plan.steps.len() <= 12, "{}: {labels:#?}", template.key);
        let report = carried_out(&template.document, &plan);
        assert!(!report.findings.iter().any(Finding::is_severe), "{}", template.key);
    }
}

#[test]
fn a_plan_goes_on_to_warnings_and_says_of_those_that_stay_why() {
    let mut fixed = 0;
    for template in templates().iter().filter(|it| it.key != "empty") {
        let compliant = plan(&template.document, Goal::Compliant, &BTreeSet::new(), None);
        let clean = plan(&template.document, Goal::Clean, &BTreeSet::new(), None);
        let report = carried_out(&template.document, &clean);
        assert!(!report.findings.iter().any(Finding::is_severe), "{}", template.key);
        let warnings = |plan: &Plan| plan.after.count(Severity::Warning);
        assert!(warnings(&clean) <= warnings(&compliant), "{}", template.key);
        fixed += warnings(&compliant) - warnings(&clean);
        assert_eq!(clean.remaining.len(), warnings(&clean), "{}", template.key);
        assert!(clean.remaining.iter().all(|it| !it.why.is_empty()), "{}", template.key);
    }
    assert!(fixed > 0);
}

#[test]
fn a_plan_for_one_rule_touches_what_this_rule_finds_and_brings_nothing_severe() {
    for template in templates() {
        let before = evaluate(&RuleContext::new(&template.document));
        for rule in before.findings.iter().map(|it| it.rule).collect::<BTreeSet<_>>() {
            let plan = plan(&template.document, Goal::Rule(rule), &BTreeSet::new(), None);
            let after = carried_out(&template.document, &plan);
            assert_eq!(after.of(rule.as_str()).count(), plan.remaining.len());
            assert!(plan.steps.iter().all(|it| it.target.0 == rule));
            assert_eq!(new_problems(&before, &after), Vec::<&Finding>::new(), "{}: {rule}", template.key);
        }
    }
}

#[test]
fn plans_end_on_large_designs_with_faults_of_all_kinds_and_are_the_same_twice() {
    let design = generated_design(MIN_GENERATED_COMPUTERS, 1);
    let first = plan(&design, Goal::Compliant, &BTreeSet::new(), None);
    assert_eq!(first, plan(&design, Goal::Compliant, &BTreeSet::new(), None));
    let severe = |it: Tally| it.count(Severity::Blocker) + it.count(Severity::Error);
    assert!(severe(first.after) < severe(first.before));
    carried_out(&design, &first);
}

#[test]
fn what_the_person_leaves_out_stays_and_is_named() {
    let text = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1\nhost S send on BTS2";
    let (document, all) = plan_of(text, Goal::Rule(RuleId::new("HOST-001")));
    assert_eq!(all.steps.len(), 2);
    let left_out = BTreeSet::from([all.steps[0].target]);
    let plan = plan(&document, Goal::Rule(RuleId::new("HOST-001")), &left_out, None);
    assert_eq!(plan.steps.len(), 1);
    assert_eq!(plan.remaining.len(), 1);
    assert!(plan.remaining[0].is_left_out);
    assert_eq!(plan.remaining[0].why, "Left out by you.");
    let label = plan.edit().unwrap().label;
    assert_eq!(label, "Fix all of HOST-001 (1 fix)");
}

#[test]
fn what_cannot_be_fixed_stays_with_the_reason() {
    let text = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2\ngroup G";
    let (_, plan) = plan_of(text, Goal::Compliant);
    for left in &plan.remaining {
        assert!(left.why.ends_with('.'), "{left:?}");
    }
}

#[test]
fn a_plan_without_findings_is_no_edit() {
    let plan = plan(&Document::default(), Goal::Rule(RuleId::new("HOST-001")), &BTreeSet::new(), None);
    assert_eq!(plan.edit(), None);
}

/// The design after a plan for compliance.
fn compliant(text: &str) -> (Document, Plan) {
    let (document, plan) = plan_of(text, Goal::Compliant);
    let after = plan.edit().map_or(document.clone(), |edit| preview(&document, &edit.commands).unwrap());
    (after, plan)
}

#[test]
fn a_lone_ftp_receiver_is_clustered_and_never_doubled() {
    let (after, plan) =
        compliant("computer B1 biztalk\ncomputer B2 biztalk\nhost F receive on B1\nhandler F ftp receive");
    let report = evaluate(&RuleContext::new(&after));
    assert!(["ADP-001", "ADP-002"].iter().all(|rule| report.of(rule).next().is_none()), "{:#?}", plan.steps);
    assert!(after.hosts.values().any(|it| it.name == "F" && it.clustered_in.is_some()));
}

#[test]
fn computers_of_a_failover_cluster_get_no_windows_nlb() {
    let text = "computer B1 biztalk iis\ncomputer B2 biztalk iis\ncluster CL nodes B1 B2
        isolated-host W receive on B1 B2\nhandler W http receive";
    let (after, plan) = compliant(text);
    assert!(plan.steps.iter().any(|it| it.target.0 == *"NLB-001"), "{:#?}", plan.steps);
    assert!(after.load_balancers.values().all(|it| it.kind == crate::model::LoadBalancerKind::Other));
}

#[test]
fn standard_edition_is_changed_before_a_second_computer_comes() {
    let text = "environment biztalk_edition=Standard\ncomputer B1 biztalk\nhost R receive on B1";
    let (after, plan) = compliant(text);
    let labels: Vec<&str> = plan.steps.iter().map(|it| it.label.as_str()).collect();
    let first = labels.iter().find(|it| it.contains("dd B2")).unwrap();
    assert!(labels.iter().take_while(|it| *it != first).chain([first]).any(|it| it.contains("edition to Enterprise")));
    assert_eq!(after.environment.biztalk_edition, crate::model::BizTalkEdition::Enterprise);
    assert!(evaluate(&RuleContext::new(&after)).of("EDN-001").next().is_none());
}
