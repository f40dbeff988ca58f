//! The estimate of designs: figures, ranges, drivers, targets, upgrades.

use super::{Estimate, FailureInput, Rated, Verdict, WrittenFigures, defaults, duration, fault_trees, upgrades};
use crate::availability::quant::MINUTES_PER_YEAR;
use crate::availability::{Budget, Diagram, mef};
use crate::dependency::Structure;
use crate::model::index::Index;
use crate::model::{Document, Element, Part};
use crate::rules::{RuleContext, evaluate};
use crate::sources::{Provenance, Sourced};

fn design(key: &str) -> Document {
    crate::document::template(key).unwrap().document.clone()
}

fn estimate(document: &Document) -> Estimate {
    Estimate::new(document)
}

/// Two computers that something depends on.
fn two_computers(structure: &Structure) -> (Element, Element) {
    let elements = structure.events.iter().filter_map(|it| match it.part {
        Some(Part::Element(element @ Element::Computer(_))) => Some(element),
        _ => None,
    });
    let elements: Vec<Element> = elements.collect();
    (elements[0], elements[1])
}

#[test]
fn every_figure_has_one_default_inside_its_range_and_a_basis() {
    let mut seen = std::collections::BTreeSet::new();
    for figure in defaults() {
        assert!(seen.insert(figure.input), "{:?} stands twice", figure.input);
        let value = figure.sourced();
        let (low, high) = value.range.unwrap_or((value.value, value.value));
        assert!(low <= value.value && value.value <= high && low > 0.0, "{figure:?}");
        assert!(!figure.basis.is_empty() && !figure.title.is_empty());
        assert_eq!(FailureInput::parse(&figure.input.key()), Some(figure.input));
    }
    assert_eq!(seen.len(), FailureInput::UpdateDuration as usize + 1, "assets/availability.ron lacks a figure");
    assert_eq!(FailureInput::SqlFailover.key(), "sql-failover");
}

#[test]
fn cumulative_updates_are_planned_outages_of_every_service_and_never_unplanned_ones() {
    let document = design("large-complete");
    let never = |document: &Document| {
        let mut document = document.clone();
        let zero = Sourced { value: 0.0, range: None, provenance: Provenance::entered() };
        let key = FailureInput::CumulativeUpdates.key();
        document.availability = document.availability.with_figure(&key, None, Some(zero));
        document
    };
    let (with, without) = (estimate(&document), estimate(&never(&document)));
    for (with, without) in with.services.iter().zip(&without.services) {
        let added = with.planned_minutes - without.planned_minutes;
        let expected = 120.0 * (1.0 - with.at_figures / MINUTES_PER_YEAR);
        assert!((added - expected).abs() < 1e-6, "{}: {added} and not {expected}", with.name);
        assert_eq!((with.all, with.at_figures), (without.all, without.at_figures), "{}", with.name);
    }
    let row = with.inputs.iter().find(|it| it.input == FailureInput::UpdateDuration).unwrap();
    assert!(row.used && matches!(row.value.provenance, Provenance::Default(_)));
}

#[test]
fn a_range_contains_the_value_at_the_figures_and_names_what_drives_it() {
    let estimate = estimate(&design("large-complete"));
    assert!(estimate.never_work.is_empty());
    assert!(estimate.whole().is_some());
    for service in &estimate.services {
        let [p5, p50, p95] = service.all.minutes;
        assert!(0.0 < p5 && p5 < p50 && p50 < p95, "{service:?}");
        assert!(p5 < service.at_figures && service.at_figures < p95, "{service:?}");
        assert!(service.planned_minutes > 0.0 && service.outages_per_year > 0.0, "{service:?}");
        assert!(service.drivers.is_sorted_by(|a, b| a.minutes >= b.minutes) && !service.drivers.is_empty());
        assert!(!service.input_drivers.is_empty() && service.verdict.is_none());
    }
    assert!(estimate.without_figure.iter().any(|it| it.contains("Enterprise SSO")), "no figure is invented for it");
    assert!(estimate.assumptions.len() >= 9);
}

#[test]
fn the_estimate_of_a_design_is_always_the_same() {
    let document = design("small-complete");
    assert_eq!(estimate(&document).services, estimate(&document).services);
}

#[test]
fn a_target_is_met_missed_or_undecided() {
    let range = super::Range { mean: 14.0, minutes: [10.0, 12.0, 20.0] };
    assert_eq!(Verdict::of(&range, 20.0), Verdict::Met);
    assert_eq!(Verdict::of(&range, 9.0), Verdict::NotMet);
    assert_eq!(Verdict::of(&range, 15.0), Verdict::CannotTell);
    let mut document = design("small-complete");
    document.availability.target_minutes_per_year = Some(Sourced::entered(1e6));
    assert!(estimate(&document).services.iter().all(|it| it.verdict == Some(Verdict::Met)));
    document.availability.target_minutes_per_year = Some(Sourced::entered(0.001));
    assert!(estimate(&document).services.iter().all(|it| it.verdict == Some(Verdict::NotMet)));
}

#[test]
fn entered_figures_replace_defaults_for_all_or_for_one_element() {
    let mut document = design("small-complete");
    let structure = Structure::new(&Index::new(&document));
    let (computer, other) = two_computers(&structure);
    let q = |document: &Document, element: Element| {
        let rated = Rated::new(document);
        let at = rated.events.iter().position(|it| it.key == element.to_string()).unwrap();
        rated.probabilities()[at]
    };
    let before = (q(&document, computer), q(&document, other));
    let value = Some(Sourced::entered(120.0));
    document.availability = document.availability.with_figure("server-repair", Some(computer), value.clone());
    assert!(q(&document, computer) > 5.0 * before.0);
    assert_eq!(q(&document, other), before.1);
    document.availability = document.availability.with_figure("server-repair", None, value);
    assert!(q(&document, other) > 5.0 * before.1);
    document.availability = document.availability.with_figure("server-repair", None, None);
    document.availability = document.availability.with_figure("server-repair", Some(computer), None);
    assert!(document.availability.is_empty());
    assert_eq!((q(&document, computer), q(&document, other)), before);
}

#[test]
fn a_known_duration_of_failovers_takes_the_place_of_the_default() {
    let mut document = design("small-complete");
    let before = estimate(&document).whole().unwrap().at_figures;
    document.environment.sql_failover_secs = Some(Sourced::entered(300.0));
    let after = estimate(&document).whole().unwrap().at_figures;
    assert!(after > before + 10.0, "failovers that outlast the restart delay wait for a person: {before} {after}");
}

#[test]
fn exported_fault_trees_give_the_probabilities_of_the_estimate() {
    for key in ["small-complete", "large-complete", "two-computer-clustered-sso"] {
        let document = design(key);
        let estimate = estimate(&document);
        let trees = fault_trees(&document, WrittenFigures::Middle);
        assert_eq!(trees.len(), estimate.services.len());
        for ((service, text), expected) in trees.iter().zip(&estimate.services) {
            assert_eq!(*service, expected.key);
            let tree = mef::read(&[text]).unwrap().tree(None).unwrap();
            let q: Vec<f64> = tree.events.iter().map(|it| it.probability).collect();
            let u = Diagram::compile(&tree.logic, tree.top, Budget::default()).unwrap().probability(&q);
            assert!((u * 525_600.0 / expected.at_figures - 1.0).abs() < 1e-12, "{key} {service}");
        }
    }
}

#[test]
fn fault_trees_with_ranges_follow_from_named_figures() {
    let document = design("small-complete");
    let estimate = estimate(&document);
    let trees = fault_trees(&document, WrittenFigures::Spread);
    for ((_, text), expected) in trees.iter().zip(&estimate.services) {
        assert!(text.contains("<define-parameter name=\"operator-errors\">") && text.contains("<histogram>"));
        let tree = mef::read(&[text]).unwrap().tree(None).unwrap();
        let q: Vec<f64> = tree.events.iter().map(|it| it.probability).collect();
        let u = Diagram::compile(&tree.logic, tree.top, Budget::default()).unwrap().probability(&q);
        let [p5, _, p95] = expected.all.minutes;
        assert!((p5..p95).contains(&(u * MINUTES_PER_YEAR)), "{}: {u}", expected.name);
    }
}

#[test]
fn fixes_are_ranked_by_the_minutes_they_remove() {
    let document = design("two-computer");
    let rules = evaluate(&RuleContext::new(&document));
    let before = estimate(&document);
    let ranked = upgrades(&document, &rules, &before);
    assert!(!ranked.is_empty());
    assert!(ranked.is_sorted_by(|a, b| a.minutes_removed >= b.minutes_removed));
    let best = &ranked[0];
    assert_eq!(best.rule, "SSO-004", "{ranked:?}");
    assert!(best.minutes_removed > 0.0 && best.minutes_removed < best.minutes_before);
    let next = crate::edit::preview(&document, &best.edit.commands).unwrap();
    let after = estimate(&next).whole().unwrap().all.mean;
    assert_eq!(best.minutes_before, before.whole().unwrap().all.mean);
    assert!((best.minutes_before - after - best.minutes_removed).abs() < 0.01 * best.minutes_before);
}

#[test]
fn durations_read_well() {
    let texts: Vec<String> = [0.2, 45.0, 200.0, 10_000.0].map(duration).into();
    assert_eq!(texts, ["12 s", "45 min", "3.3 h", "6.9 days"]);
}

#[test]
fn long_outages_of_the_databases_leave_host_instances_waiting_for_a_person() {
    let by_hand = |document: &Document| {
        let rated = Rated::new(document);
        let at = rated.events.iter().position(|it| it.key.ends_with("/by-hand")).unwrap();
        rated.probabilities()[at] * MINUTES_PER_YEAR
    };
    let mut small = design("small");
    small.availability = small.availability.with_figure("restart-delay", None, Some(Sourced::entered(300.0)));
    small.availability = small.availability.with_figure("coverage", None, Some(Sourced::entered(0.5)));
    let minutes = by_hand(&small);
    assert!((40.0..50.0).contains(&minutes), "failovers that a person has to finish, and both nodes down: {minutes}");
    let standalone = by_hand(&design("company-base"));
    assert!((65.0..69.0).contains(&standalone), "every crash of the computer outlasts the restart delay: {standalone}");
}

#[test]
fn a_drained_node_moves_all_that_runs_on_it_once() {
    let mut document = design("small");
    let zero = Some(Sourced::entered(0.0));
    document.availability = document.availability.with_figure("cumulative-updates", None, zero);
    let planned = estimate(&document).whole().unwrap().planned_minutes;
    assert!((planned - 6.0).abs() < 0.5, "12 rounds of 30 seconds for SQL Server and the master secret: {planned}");
}

#[test]
fn a_crash_of_the_active_node_is_one_outage_however_much_runs_on_it() {
    let document = design("small-complete");
    let rated = Rated::new(&document);
    let windows: Vec<&str> =
        rated.events.iter().map(|it| it.key.as_str()).filter(|it| it.ends_with("/window")).collect();
    let nodes = windows.iter().filter(|it| it.starts_with("computer-")).count();
    assert_eq!(nodes, 1, "SQL Server, MSDTC and Enterprise SSO are active on one node: {windows:?}");
}

#[test]
fn every_redundant_set_has_a_common_cause_unless_somebody_takes_it_away() {
    let document = design("large-complete");
    let rated = Rated::new(&document);
    let keys: Vec<&str> =
        rated.events.iter().map(|it| it.key.as_str()).filter(|it| it.contains("common-cause")).collect();
    for kind in ["failover-cluster-", "host-", "environment"] {
        assert!(keys.iter().any(|it| it.starts_with(kind)), "{kind} {keys:?}");
    }
    let mut off = document;
    for key in ["beta-hardware", "beta-software"] {
        off.availability = off.availability.with_figure(key, None, Some(Sourced::entered(0.0)));
    }
    let rated = Rated::new(&off);
    let q = rated.probabilities();
    assert!(rated.events.iter().zip(&q).all(|(it, q)| !it.key.contains("common-cause") || *q == 0.0));
}

#[test]
fn mean_range_drivers_and_outages_say_the_same() {
    for key in ["small", "company-base"] {
        let estimate = estimate(&design(key));
        let whole = estimate.whole().unwrap();
        let all: f64 = whole.drivers.iter().chain(&whole.outside).map(|it| it.minutes).sum();
        assert!(all < 1.01 * whole.all.mean && all > 0.8 * whole.all.mean, "{key}: {all} of {}", whole.all.mean);
        for driver in whole.drivers.iter().chain(&whole.outside) {
            assert!((driver.share * whole.all.mean - driver.minutes).abs() < 1e-9);
        }
        assert!(whole.drivers.iter().all(|it| it.class != crate::dependency::EventClass::Site));
        let site = whole.outside[0].minutes;
        assert!((whole.all.mean - whole.by_design.mean - site).abs() < 0.02 * whole.all.mean, "{key}");
        let by_hand = whole.drivers.iter().find(|it| it.name.contains("until a person")).unwrap().minutes;
        assert!((whole.all.mean - whole.lenient.unwrap() - by_hand).abs() < 0.02 * whole.all.mean, "{key}");
        let with_frequency = whole.outages_per_year * whole.mean_outage_minutes.unwrap();
        assert!(with_frequency < whole.all.mean && with_frequency > 0.2 * whole.all.mean);
    }
}

#[test]
fn a_target_is_compared_with_what_the_design_decides() {
    let mut document = design("small-complete");
    let sites = Some(Sourced::entered(2_000.0));
    document.availability = document.availability.with_figure("site-outage", None, sites);
    let without_target = estimate(&document);
    let whole = without_target.whole().unwrap();
    document.availability.target_minutes_per_year = Some(Sourced::entered(whole.by_design.minutes[2] + 1.0));
    assert_eq!(estimate(&document).whole().unwrap().verdict, Some(Verdict::Met));
    assert!(whole.all.minutes[0] > 100_000.0);
}

#[test]
fn another_seed_moves_the_quantiles_by_less_than_a_percent() {
    for key in ["small", "company-base", "two-computer"] {
        let document = design(key);
        let p95 = |seed: u64| Estimate::with_seed(&document, seed).whole().unwrap().all.minutes[2];
        let (first, second) = (p95(1), p95(2));
        assert!((first / second - 1.0).abs() < 0.01, "{key}: {first} {second}");
        assert_ne!(first, second);
    }
}
