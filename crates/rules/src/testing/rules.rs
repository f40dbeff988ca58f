//! Checks on rules: a fixture, the findings it expects, and fixes that must work.

use std::collections::BTreeSet;

use super::fixture::{Expectation, Fixture};
use crate::calendar::Day;
use crate::edit::preview;
use crate::model::{Document, Element, check_invariants};
use crate::rules::plan::new_problems;
use crate::rules::{
    Finding, Fix, RuleContext, RuleReport, RuleState, catalog, evaluate, evaluate_rule, faults_of_words,
};

/// Runs one check on a fixture and compares the subjects of its findings and its questions with what is expected. Every
/// fix on offer must keep its promise; a rule that is said to have none must offer none.
pub fn check_rule(id: &str, text: &str) {
    check_rule_with(id, text, |_| {});
}

/// As [`check_rule`], with a change that the fixture language cannot express.
pub fn check_rule_with(id: &str, text: &str, change: impl FnOnce(&mut Document)) {
    let fixture = read(text, change);
    let context = RuleContext::on(&fixture.document, day_of(text));
    let (findings, questions, state) = evaluate_rule(&context, id).unwrap_or_else(|| panic!("{id} has no check"));
    for expectation in &fixture.expectations {
        assert_eq!(expectation.rule, id, "the fixture expects another rule");
    }
    let name = |element: Element| format!("{element} ({})", element.name(&fixture.document));
    let expected = |is_question: bool| {
        let of_kind = |it: &&Expectation| it.is_question == is_question;
        sorted(fixture.expectations.iter().filter(of_kind).map(|it| name(it.element)))
    };
    let found = sorted(findings.iter().map(|it| name(it.subject())));
    assert_eq!(found, expected(false), "findings of {id}: {findings:#?}\n{state:?}");
    let asked: BTreeSet<String> = questions.iter().map(|it| name(it.element)).collect();
    let asked: Vec<String> = asked.into_iter().collect();
    assert_eq!(asked, expected(true), "questions of {id}: {questions:#?}\n{state:?}");
    let all = evaluate(&context);
    for finding in &findings {
        check_words(&fixture.document, finding);
        let is_shown = all.findings.iter().any(|it| (it.rule, it.subject()) == (finding.rule, finding.subject()));
        assert!(
            finding.fixes.is_empty() || catalog().remedy_without_edit(finding.rule).is_none(),
            "{id} has fixes after all"
        );
        for fix in finding.fixes.iter().filter(|_| is_shown) {
            let faults = faults_of_fix(&fixture.document, &all, finding, fix);
            assert!(faults.is_empty(), "{}", faults.join("\n"));
        }
    }
}

/// The findings of one check on a fixture, for tests that look at severities, fixes and facts.
pub fn findings_of(id: &str, text: &str) -> Vec<Finding> {
    let fixture = read(text, |_| {});
    let found = evaluate_rule(&RuleContext::on(&fixture.document, day_of(text)), id);
    found.unwrap_or_else(|| panic!("{id} has no check")).0
}

/// The messages of one check on a fixture.
pub fn messages_of(id: &str, text: &str) -> Vec<String> {
    let document = read(text, |_| {}).document;
    findings_of(id, text).iter().map(|it| it.message(&document)).collect()
}

/// The facts of each finding of one check on a fixture, as label and value.
pub fn facts_of(id: &str, text: &str) -> Vec<Vec<(String, String)>> {
    let document = read(text, |_| {}).document;
    findings_of(id, text).iter().map(|it| it.fact_lines(&document)).collect()
}

/// Why one check has nothing to look at in a fixture; `None` when there is something.
pub fn reason_of(id: &str, text: &str) -> Option<String> {
    let document = read(text, |_| {}).document;
    match evaluate_rule(&RuleContext::on(&document, day_of(text)), id) {
        Some((_, _, RuleState::NotApplicable(reason))) => Some(reason.words(&document)),
        _ => None,
    }
}

/// Compares what the findings of one check on a fixture say: the message, then each fact, as "message | label: value".
pub fn check_says(id: &str, text: &str, expected: &[&str]) {
    check_says_with(id, text, |_| {}, expected);
}

/// As [`check_says`], with a change that the fixture language cannot express.
pub fn check_says_with(id: &str, text: &str, change: impl FnOnce(&mut Document), expected: &[&str]) {
    let document = read(text, change).document;
    let (findings, ..) =
        evaluate_rule(&RuleContext::on(&document, day_of(text)), id).unwrap_or_else(|| panic!("{id} has no check"));
    let said = findings.iter().map(|it| {
        let facts = it.fact_lines(&document).into_iter().map(|(label, value)| format!("{label}: {value}"));
        std::iter::once(it.message(&document)).chain(facts).collect::<Vec<_>>().join(" | ")
    });
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

/// Everything all rules say about a fixture. Every fix they offer must keep its promise.
pub fn evaluate_fixture(text: &str) -> RuleReport {
    let fixture = read(text, |_| {});
    let report = evaluate(&RuleContext::on(&fixture.document, day_of(text)));
    for finding in &report.findings {
        check_words(&fixture.document, finding);
        for fix in &finding.fixes {
            let faults = faults_of_fix(&fixture.document, &report, finding, fix);
            assert!(faults.is_empty(), "{}", faults.join("\n"));
        }
    }
    report
}

/// Applies each fix of each finding of a rule: the finding must go, and no new blocker or error may come.
pub fn check_fix(id: &str, text: &str) {
    check_fix_with(id, text, |_| {});
}

/// As [`check_fix`], with a change that the fixture language cannot express.
pub fn check_fix_with(id: &str, text: &str, change: impl FnOnce(&mut Document)) {
    let fixture = read(text, change);
    let before = evaluate(&RuleContext::on(&fixture.document, day_of(text)));
    let mut tried = 0;
    for finding in before.of(id) {
        check_words(&fixture.document, finding);
        for fix in &finding.fixes {
            let faults = faults_of_fix(&fixture.document, &before, finding, fix);
            assert!(faults.is_empty(), "{}", faults.join("\n"));
            tried += 1;
        }
    }
    assert!(tried > 0, "{id} offers no fix here: {:#?}", before.of(id).collect::<Vec<_>>());
}

/// What is wrong with a fix of a finding: it cannot be carried out, leaves the finding, or brings a blocker or an error.
pub fn faults_of_fix(document: &Document, before: &RuleReport, finding: &Finding, fix: &Fix) -> Vec<String> {
    let (id, label) = (finding.rule, &fix.label);
    let after = match preview(document, &fix.edit.commands) {
        Ok(after) => after,
        Err(problem) => return vec![format!("{id}: “{label}” cannot be carried out: {problem}")],
    };
    let report = evaluate(&RuleContext::on(&after, before.today));
    let remains = report.of(id.as_str()).any(|it| it.subject() == finding.subject());
    let left = remains.then(|| format!("{id}: “{label}” leaves the finding “{}”", finding.message(document)));
    let new = new_problems(before, &report).into_iter();
    let told = new.map(|it| format!("{id}: “{label}” brings {}: {}", it.rule, it.message(&after)));
    left.into_iter().chain(told).collect()
}

/// Whether the row of the rule has the words for a finding.
fn check_words(document: &Document, finding: &Finding) {
    let (rule, message) = (finding.rule, finding.message(document));
    assert!(!finding.elements.is_empty(), "{rule} names no element");
    assert!(!message.is_empty(), "{rule} says nothing");
    assert!(!message.ends_with('.'), "{rule} ends with a period: {message}");
    let faults = faults_of_words(finding);
    assert!(faults.is_empty(), "{rule} lacks words: {}", faults.join("; "));
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// The day on which a fixture is judged, from a line such as `#day 2026-11-28`; `None` = no particular day.
fn day_of(text: &str) -> Option<Day> {
    let line = text.lines().find_map(|it| it.trim().strip_prefix("#day "))?;
    Some(line.trim().parse().unwrap_or_else(|problem| panic!("{problem}")))
}

fn read(text: &str, change: impl FnOnce(&mut Document)) -> Fixture {
    let mut fixture = Fixture::parse(text).unwrap_or_else(|problem| panic!("the fixture cannot be read: {problem}"));
    change(&mut fixture.document);
    let violations = check_invariants(&fixture.document);
    assert!(violations.is_empty(), "the fixture is broken: {violations:?}");
    fixture
}
