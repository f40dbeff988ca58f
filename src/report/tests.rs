//! What the deliverable says of given designs.

use super::*;
use crate::analysis::analyze;
use crate::document::template;
use crate::edit::{EditCommand, preview};
use crate::model::{ChecklistEntry, ChecklistStatus};
use crate::rules::Severity;

fn document(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn of(document: &Document) -> Report {
    build(document, &analyze(document), "2024-03-05")
}

#[test]
fn the_verdict_names_what_is_worst_and_counts_it() {
    let small = of(&document("small"));
    assert!(small.verdict.headline.starts_with("Not ready to build: "), "{}", small.verdict.headline);
    assert_eq!(small.cover.stage, Stage::Draft);
    let two = of(&document("two-computer"));
    assert!(two.verdict.headline.starts_with("Not highly available: "), "{}", two.verdict.headline);
    assert_eq!(two.verdict.tone, Tone::Severity(Severity::Blocker));
    let complete = of(&document("small-complete"));
    assert!(complete.verdict.headline.starts_with("No fault was found"), "{}", complete.verdict.headline);
    assert_eq!(of(&Document::default()).verdict.tone, Tone::Open);
}

#[test]
fn the_verdict_promises_nothing_and_says_what_proves_availability() {
    for template in crate::document::templates() {
        let verdict = of(&template.document).verdict;
        let text = format!("{} {}", verdict.headline, verdict.sentences.join(" "));
        for word in ["guarantee", "SLA", "%"] {
            assert!(!text.contains(word), "{}: {text}", template.key);
        }
        assert!(text.contains(PROVEN_BY_TESTS), "{}", template.key);
    }
}

#[test]
fn findings_of_one_rule_stand_together_and_none_is_lost() {
    let design = document("two-computer-clustered-sso");
    let analysis = analyze(&design);
    let report = build(&design, &analysis, "2024-03-05");
    let places: usize = report.findings.iter().map(|it| it.places.len()).sum();
    assert_eq!(places, analysis.rules.findings.len());
    assert!(report.findings.is_sorted_by_key(|it| it.severity));
    assert!(report.findings.iter().all(|it| it.status == "Open" && !it.title.is_empty()));
}

#[test]
fn a_status_set_by_hand_reaches_the_findings_behind_its_row() {
    let entry =
        ChecklistEntry { status: ChecklistStatus::RiskAccepted, owner: "Ada".to_owned(), ..ChecklistEntry::default() };
    let command = EditCommand::SetChecklistEntry { row: "HA-2".to_owned(), entry };
    let report = of(&preview(&document("small"), &[command]).unwrap());
    let finding = report.findings.iter().find(|it| it.rule == *"TRK-001").unwrap();
    assert_eq!(finding.status, "Risk accepted (row HA-2, Ada)");
}

#[test]
fn every_cited_document_has_one_number() {
    let report = of(&document("large"));
    let numbers: Vec<usize> = report.citations.all().iter().map(|it| it.number).collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    for source in report.findings.iter().flat_map(|it| &it.sources) {
        assert!(report.citations.get(source).is_some(), "{}", source.0);
    }
    for row in report.lists.iter().flat_map(ReportList::rows) {
        assert!(row.row.step.sources.iter().all(|it| report.citations.get(it).is_some()));
    }
}

#[test]
fn the_annex_accounts_for_every_rule_once() {
    let annex = of(&document("small")).annex;
    let lists =
        [&annex.fired, &annex.passed, &annex.waiting, &annex.not_applicable, &annex.by_person, &annex.not_checked];
    assert_eq!(lists.iter().map(|it| it.len()).sum::<usize>(), annex.num_rules);
    assert!(annex.not_applicable.iter().all(|it| !it.remark.is_empty()));
    assert!(annex.program.starts_with("Tierwright "));
}

#[test]
fn every_question_is_asked_once_with_all_its_elements() {
    let design = document("large");
    let analysis = analyze(&design);
    let report = build(&design, &analysis, "2024-03-05");
    for question in &analysis.rules.questions {
        let name = questions::capitalized(&question.element.name(&design));
        let attribute = questions::capitalized(&question.attribute);
        let hits = report.questions.iter().filter(|it| it.attribute == attribute);
        assert_eq!(hits.filter(|it| it.elements.contains(&name)).count(), 1, "{attribute} of {name}");
    }
}

#[test]
fn every_figure_says_where_it_comes_from() {
    let report = of(&document("small-complete"));
    let rows: Vec<&Assumption> = report.assumptions.iter().flat_map(|it| &it.rows).collect();
    assert!(rows.iter().any(|it| it.provenance == "default" && it.basis.starts_with("Our assumption")));
    assert!(rows.iter().any(|it| it.provenance == "entered"));
}

#[test]
fn a_damaged_logo_does_not_pass_for_none() {
    let mut design = document("small");
    design.project.logo_png_base64 = Some("no base64!".to_owned());
    assert_eq!(of(&design).cover.logo_png, Some(Vec::new()));
}
