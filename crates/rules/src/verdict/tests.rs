//! What the verdict says of given designs.

use super::{Tone, Verdict};
use crate::analysis::analyze;
use crate::dependency::{Failures, LossKind};
use crate::document::{template, templates};
use crate::edit::intent::examples::confirm_examples;
use crate::edit::preview;
use crate::model::index::Index;
use crate::model::{Document, HaTarget};
use crate::rules::Severity;
use crate::sources::Provenance;
use crate::testing::any_design;
use crate::testing::fixture::Fixture;

fn of(document: &Document) -> Verdict {
    analyze(document).verdict
}

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn confirmed(document: &Document) -> Document {
    preview(document, &confirm_examples(document, &Provenance::entered()).unwrap().commands).unwrap()
}

fn whole(verdict: &Verdict) -> String {
    format!("{} {}", verdict.headline, verdict.sentences.join(" "))
}

#[test]
fn no_word_of_it_denies_a_single_point_of_failure_of_the_sweep() {
    let drawn = templates().iter().map(|it| (it.key.clone(), it.document.clone()));
    for (key, document) in drawn.chain((0..60).map(|seed| (format!("any design {seed}"), any_design(seed)))) {
        let failures = Failures::new(&Index::new(&document));
        let drawn = failures.impact.iter().filter(|it| it.kind == LossKind::SinglePoint && !it.contained).count();
        let verdict = of(&document);
        assert_eq!(verdict.single_points.len(), drawn, "{key}");
        let text = whole(&verdict);
        for denial in ["No fault", "No single point", "no fault", "No drawn part alone", "survives every"] {
            assert!(drawn == 0 || !text.contains(denial), "{key}: {text}");
        }
        assert!(drawn == 0 || verdict.tone != Tone::Good, "{key}");
        assert!(verdict.carries_messages || verdict.tone != Tone::Good, "{key}");
        for point in &verdict.single_points {
            assert!(text.contains(&point.name) || verdict.single_points.len() > 6, "{key}: {text}");
        }
    }
}

#[test]
fn single_points_are_counted_as_parts_and_not_as_findings() {
    let two = of(&design("two-computer"));
    let findings = analyze(&design("two-computer")).rules.count(Severity::Blocker);
    assert_ne!(two.single_points.len(), findings);
    assert!(two.headline.starts_with("Not highly available: "), "{}", two.headline);
    assert_eq!(two.tone, Tone::Severity(Severity::Blocker));
}

#[test]
fn a_design_that_carries_no_messages_has_nothing_good_said_of_it() {
    let clients = "computer A\ncomputer B\nsql ONE on A\ndatabases ONE management messagebox(master)";
    let verdict = of(&Fixture::parse(clients).unwrap().document);
    assert!(!verdict.carries_messages);
    assert_eq!(verdict.headline, "Carries no messages: nothing receives, processes or sends them");
    assert_eq!(verdict.tone, Tone::Severity(Severity::Blocker));
    let text = whole(&verdict);
    for praise in ["survive", "fails over", "go on", "No drawn part"] {
        assert!(!text.contains(praise), "{text}");
    }
    assert_eq!(of(&Document::default()).tone, Tone::Open);
}

#[test]
fn services_that_never_work_are_named() {
    let text = "computer A biztalk\nsql ONE on A\ndatabases ONE management messagebox(master) sso\n\
                host R receive on !A\nhost S send on A";
    let verdict = of(&Fixture::parse(text).unwrap().document);
    assert!(whole(&verdict).contains("does not work even when nothing fails"), "{}", whole(&verdict));
    assert_ne!(verdict.tone, Tone::Good);
}

#[test]
fn what_nobody_has_stated_or_confirmed_is_counted_and_is_no_good_news() {
    let drawn = design("small-complete");
    let verdict = of(&drawn);
    assert!(verdict.num_examples > 0 && verdict.num_questions > 0);
    assert!(whole(&verdict).contains("examples of the template that nobody has confirmed"), "{}", whole(&verdict));
    assert_ne!(verdict.tone, Tone::Good);
    let verdict = of(&confirmed(&drawn));
    assert_eq!((verdict.num_examples, verdict.num_questions), (0, 0), "{}", whole(&verdict));
}

#[test]
fn a_development_environment_is_told_that_its_single_points_count_less_and_which_they_are() {
    let mut document = design("two-computer");
    document.environment.ha_target = HaTarget::Available;
    let verdict = of(&document);
    assert!(verdict.headline.starts_with("Not meant to be highly available: "), "{}", verdict.headline);
    assert!(!verdict.single_points.is_empty() && verdict.sentences.iter().any(|it| it.contains("count as warnings")));
}
