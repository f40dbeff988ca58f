//! What the deliverable says of given designs.

use super::*;
use crate::analysis::{analyze, analyze_on};
use crate::document::{template, templates};
use crate::edit::intent::examples::confirm_examples;
use crate::edit::intent::notes::note;
use crate::edit::{EditCommand, preview};
use crate::model::{ChecklistEntry, ChecklistStatus, Element, PaperStatus, Waiver};
use crate::rules::{Severity, fingerprint};
use crate::sources::Provenance;

fn document(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn of(document: &Document) -> Report {
    build(document, &analyze(document), "2024-03-05")
}

#[test]
fn the_availability_estimate_is_in_it_only_when_ticked_with_all_that_it_takes_for_granted() {
    let mut design = document("large-complete");
    assert_eq!(of(&design).downtime, None);
    design.availability.in_report = true;
    design.availability.target_minutes_per_year = Some(crate::sources::Sourced::entered(1e6));
    let section = of(&design).downtime.unwrap();
    assert_eq!(section.rows[0].service, "Whole");
    assert!(section.rows.iter().all(|row| row.verdict == "Target met" && !row.range.contains('%')));
    assert!(section.assumptions.iter().any(|it| it.contains("independently")));
    assert!(section.figures.iter().all(|it| !it.basis.is_empty() && !it.value.is_empty()));
}

#[test]
fn the_verdict_names_what_is_worst_and_counts_it() {
    let small = of(&document("small"));
    assert!(small.verdict.headline.starts_with("Not ready to build: "), "{}", small.verdict.headline);
    assert_eq!(small.control.status, PaperStatus::Draft);
    assert!(!small.control.objections.is_empty());
    let two = of(&document("two-computer"));
    assert!(two.verdict.headline.starts_with("Not highly available: "), "{}", two.verdict.headline);
    assert_eq!(two.verdict.tone, Tone::Severity(Severity::Blocker));
    let complete = of(&document("small-complete")).verdict;
    assert!(complete.num_examples > 0 && complete.tone != Tone::Good, "{}", complete.headline);
    let said = |needle: &str| complete.sentences.iter().any(|it| it.contains(needle));
    assert!(said("examples of the template that nobody has confirmed") && said("fails over by itself"));
    assert_eq!(of(&Document::default()).verdict.tone, Tone::Open);
}

#[test]
fn the_sentences_of_the_verdict_are_the_same_without_the_rest_of_the_deliverable() {
    for template in templates() {
        let (document, analysis) = (&template.document, analyze(&template.document));
        let report = build(document, &analysis, "2026-03-01");
        assert_eq!(verdict_sentences(&analysis), report.verdict.sentences, "{}", template.key);
    }
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
        let name = crate::prose::capitalized(&question.element.name(&design));
        let attribute = crate::prose::capitalized(question.attribute.words());
        let hits = report.questions.iter().filter(|it| it.attribute == attribute);
        assert_eq!(hits.filter(|it| it.elements.contains(&name)).count(), 1, "{attribute} of {name}");
    }
}

#[test]
fn a_question_says_what_the_template_shows_for_example_until_it_is_confirmed() {
    let design = document("small-complete");
    let examples = |design: &Document| {
        let questions = of(design).questions.into_iter();
        let asked = questions.filter(|it| it.attribute == "Recovery point objective");
        asked.flat_map(|it| it.examples).collect::<Vec<String>>()
    };
    assert_eq!(examples(&design), ["60 min"]);
    let confirmed = confirm_examples(&design, &crate::sources::Provenance::entered()).unwrap();
    assert!(of(&preview(&design, &confirmed.commands).unwrap()).questions.iter().all(|it| it.examples.is_empty()));
}

#[test]
fn every_figure_says_where_it_comes_from() {
    let report = of(&document("small-complete"));
    let rows: Vec<&Assumption> = report.assumptions.iter().flat_map(|it| &it.rows).collect();
    assert!(rows.iter().any(|it| it.provenance == "default" && it.basis.starts_with("Our assumption")));
    assert!(rows.iter().any(|it| it.provenance == "example" && it.basis == "Example of the template, not confirmed"));
}

#[test]
fn the_figures_of_a_template_are_printed_as_examples_and_promise_nothing() {
    let scope = |report: &Report| {
        report.targets.iter().find(|(label, _)| label.starts_with("Accepted loss of data")).unwrap().1.clone()
    };
    let design = document("small-complete");
    assert_eq!(scope(&of(&design)), "not stated; the template shows 60 minutes for example");
    let edit = confirm_examples(&design, &crate::sources::Provenance::entered()).unwrap();
    assert_eq!(scope(&of(&preview(&design, &edit.commands).unwrap())), "60 minutes (entered)");
}

#[test]
fn a_damaged_logo_does_not_pass_for_none() {
    let mut design = document("small");
    design.project.logo_png_base64 = Some("no base64!".to_owned());
    assert_eq!(of(&design).cover.logo_png, Some(Vec::new()));
}

/// The last day of acceptances.
const LAST_DAY: &str = "2026-03-31";

/// The design with every finding of 31 March 2026 accepted through that day.
fn all_accepted(document: &Document) -> Document {
    let rules = analyze_on(document, LAST_DAY.parse().ok()).rules;
    let waivers = rules.findings.iter().map(|finding| {
        EditCommand::PutWaiver(Waiver {
            rule: finding.rule.to_string(),
            elements: finding.elements.clone(),
            fingerprint: fingerprint(finding),
            reason: "The pilot is small".to_owned(),
            person: "Ada Nowak".to_owned(),
            date: "2026-01-31".parse().unwrap(),
            expires: Some(LAST_DAY.parse().unwrap()),
        })
    });
    preview(document, &waivers.collect::<Vec<_>>()).unwrap()
}

#[test]
fn accepted_findings_leave_the_verdict_and_are_listed_with_who_accepted_them() {
    let small = document("small");
    let on = |document: &Document| build(document, &analyze_on(document, LAST_DAY.parse().ok()), LAST_DAY);
    let before = on(&small);
    let report = on(&all_accepted(&small));
    assert!(report.findings.is_empty());
    assert_eq!(report.verdict.num_single_points, before.verdict.num_single_points, "accepting removes none");
    let places: usize = before.findings.iter().map(|it| it.places.len()).sum();
    assert_eq!((report.accepted.len(), report.verdict.num_accepted), (places, places));
    assert!(report.verdict.sentences.iter().any(|it| it.contains("accepted with a reason and not counted")));
    assert_eq!(report.verdict.high_availability, before.verdict.high_availability, "no row is fulfilled by that");
    let first = &report.accepted[0];
    assert_eq!((first.person.as_str(), first.expires.as_deref()), ("Ada Nowak", Some(LAST_DAY)));
}

#[test]
fn an_expired_acceptance_stands_beside_its_open_finding() {
    let design = all_accepted(&document("small"));
    let report = build(&design, &analyze_on(&design, "2026-04-01".parse().ok()), "2026-04-01");
    assert!(report.accepted.is_empty() && report.verdict.headline.starts_with("Not ready to build"));
    for place in report.findings.iter().flat_map(|it| &it.places) {
        assert!(place.reopened.as_ref().is_some_and(|it| it.ends_with("expired on 2026-03-31")), "{place:?}");
    }
}

#[test]
fn what_stands_against_approval_is_every_blocker_and_error_that_nobody_has_accepted() {
    let small = document("small");
    let on = |document: &Document| build(document, &analyze_on(document, LAST_DAY.parse().ok()), LAST_DAY).control;
    let open = on(&small);
    let errors = analyze_on(&small, LAST_DAY.parse().ok()).rules;
    let errors = errors.count(Severity::Blocker) + errors.count(Severity::Error);
    assert!(errors > 0 && open.objections.len() >= errors && open.status == PaperStatus::Draft);
    let accepted = on(&all_accepted(&small));
    assert!(accepted.objections.iter().all(|it| it.text.starts_with("not stated: ")), "{:?}", accepted.objections);
}

#[test]
fn a_peak_load_that_does_not_fit_stands_on_the_summary_and_against_approval() {
    let mut design = document("large-complete");
    let short = |report: &Report| {
        let row = report.brief.rates.iter().find(|(label, _)| *label == "Peak load").unwrap().1.clone();
        let action = report.brief.actions.iter().any(|it| it.text.starts_with("Make room for the peak load"));
        (row, action, report.control.objections.iter().any(|it| it.rule.is_none()))
    };
    let peak = |value| Some(crate::sources::Sourced::entered(value));
    design.workload.peak_messages_per_sec = peak(1e6);
    let (row, action, objects) = short(&of(&design));
    assert!(row.ends_with("which does not fit: at the middle rate more arrives than leaves"), "{row}");
    assert!(action && objects);
    let report = of(&design);
    assert!(report.control.status == PaperStatus::Draft && report.brief.decision.contains("capacity"));
    assert!(report.capacity[0].rows[0].fit.starts_with("Does not fit"), "as the chapter has it");
    design.workload.peak_messages_per_sec = peak(1.0);
    let (row, action, objects) = short(&of(&design));
    assert!(row.ends_with("which likely fits") && !action && !objects, "{row}");
}

#[test]
fn a_design_without_a_computer_is_a_draft() {
    let report = of(&document("empty"));
    assert_eq!((report.control.status, report.is_empty), (PaperStatus::Draft, true));
}

#[test]
fn the_summary_counts_each_drawn_part_and_says_what_the_loss_of_each_stops() {
    let design = document("clustered-virtual-machines");
    let analysis = analyze(&design);
    let report = build(&design, &analysis, "2024-03-05");
    let points: usize = analysis.verdict.single_points.iter().map(crate::verdict::Point::num_parts).sum();
    assert_eq!((report.brief.figures[0].value.as_str(), points), ("4", 4));
    let said = |name: &str| report.brief.marked.iter().find(|(_, it)| it.starts_with(name)).map(|(_, it)| it.clone());
    assert!(said("SQL core databases: ").is_some_and(|it| it.contains("Report")), "{:?}", report.brief.marked);
    let headline = &report.brief.headline;
    assert!(headline.contains("4 parts each alone stop messages") && !headline.contains(" or "), "{headline}");
    for point in analysis.verdict.single_points.iter().filter(|it| !it.others.is_empty()) {
        let rows = analysis.failures.impact.iter();
        let mut rows = rows.filter(|it| it.part == point.part || point.others.contains(&it.part));
        let first = rows.next().unwrap();
        assert!(rows.all(|it| it.outcomes == first.outcomes), "{}", point.name);
    }
}

#[test]
fn a_figure_of_a_message_flow_names_the_flow() {
    let mut design = document("large-complete");
    let flow = |name: &str, rate| crate::model::MessageFlow {
        messages_per_sec: Some(crate::sources::Sourced::entered(rate)),
        ..crate::model::MessageFlow::new(name, crate::model::FlowPattern::Messaging)
    };
    design.workload.flows = vec![flow("Orders", 40.0), flow("Invoices", 40.0)];
    let rows = of(&design).assumptions.into_iter().flat_map(|it| it.rows);
    let labels: Vec<String> = rows.map(|it| it.label).filter(|it| it.starts_with("Rate of")).collect();
    for name in ["Orders", "Invoices"] {
        assert!(labels.contains(&format!("Rate of the message flow {name}")), "{labels:?}");
    }
}

#[test]
fn the_matrix_has_a_row_for_every_loss_that_does_something_and_says_what_the_sweep_says() {
    for key in ["small", "large-complete", "availability-group-2020"] {
        let design = document(key);
        let analysis = analyze(&design);
        let matrix = build(&design, &analysis, "2024-03-05").matrix;
        let shown: usize = matrix.rows.iter().map(|it| it.names.len()).sum();
        assert_eq!(shown + matrix.harmless.len() + matrix.contained.len(), analysis.failures.impact.len(), "{key}");
        for impact in analysis.failures.impact.iter().filter(|it| !it.contained) {
            let row = matrix.rows.iter().find(|it| it.names.contains(&impact.name));
            let Some(row) = row else { continue };
            let outcomes = impact.outcomes.iter().zip(&analysis.failures.structure.services);
            let services = outcomes.filter(|(_, it)| it.kind != crate::dependency::ServiceKind::Whole);
            assert_eq!(row.outcomes, services.map(|(it, _)| *it).collect::<Vec<_>>(), "{key}: {}", impact.name);
        }
    }
}

#[test]
fn the_summary_takes_its_numbers_from_verdict_sweep_and_findings() {
    for template in templates() {
        let analysis = analyze(&template.document);
        let report = build(&template.document, &analysis, "2024-03-05");
        let [single, survive, errors] = report.brief.figures.as_slice() else { panic!("three figures") };
        let parts: usize = analysis.verdict.single_points.iter().map(crate::verdict::Point::num_parts).sum();
        assert_eq!(single.value, parts.to_string(), "{}", template.key);
        let errors_found = analysis.rules.count(Severity::Blocker) + analysis.rules.count(Severity::Error);
        assert_eq!(errors.value, errors_found.to_string(), "{}", template.key);
        let takes = analysis.verdict.single_points.iter().any(|it| {
            it.part == crate::model::Part::Element(it.element)
                && matches!(it.element, crate::model::Element::Computer(_))
        });
        let (survivors, all) = survive.value.split_once(" of ").unwrap();
        assert!(!takes || survivors != all, "{}: {}", template.key, survive.value);
        assert_eq!(report.brief.headline, analysis.verdict.headline);
    }
}

#[test]
fn a_recovery_is_held_against_the_stated_target_and_not_known_where_people_act() {
    let mut design = document("large-complete");
    assert!(of(&design).recovery.rows.iter().all(|it| it.fit == TargetFit::NoTarget));
    design.environment.rto_minutes = Some(crate::sources::Sourced::entered(30.0));
    design.environment.sql_failover_secs = Some(crate::sources::Sourced::entered(120.0));
    let fits =
        |design: &Document| of(design).recovery.rows.into_iter().map(|it| (it.fit, it.by_hand)).collect::<Vec<_>>();
    let rows = fits(&design);
    assert!(rows.iter().any(|(fit, by_hand)| *fit == TargetFit::Met && by_hand.is_empty()), "{rows:?}");
    assert!(rows.iter().any(|(fit, by_hand)| *fit == TargetFit::Unknown && !by_hand.is_empty()), "{rows:?}");
    design.environment.rto_minutes = Some(crate::sources::Sourced::entered(1.0));
    assert!(fits(&design).iter().any(|(fit, _)| *fit == TargetFit::Missed));
}

#[test]
fn a_recovery_and_the_summary_say_which_data_is_lost_against_what_is_accepted() {
    let mut design = document("large-complete");
    design.backup.log_interval_minutes = Some(crate::sources::Sourced::entered(15.0));
    let site = |design: &Document| {
        let report = of(design);
        let mut rows = report.recovery.rows.into_iter();
        let row = rows.find(|it| it.said == "Primary site").unwrap();
        let said = report.brief.recovery.into_iter().find(|(label, _)| *label == "Data that may be lost");
        (row.lost, row.lost_fit, said.unwrap().1)
    };
    let (lost, fit, said) = site(&design);
    assert!(lost[0].contains("about one log interval of 15 min"), "{lost:?}");
    assert_eq!(fit, TargetFit::NoTarget);
    assert!(said.contains("after the loss of") && said.contains("not stated"), "{said}");
    design.environment.rpo_minutes = Some(crate::sources::Sourced::entered(20.0));
    let (_, fit, said) = site(&design);
    assert_eq!(fit, TargetFit::Missed, "up to two intervals may be lost");
    assert!(said.contains("more than the accepted 20 min (entered)"), "{said}");
    design.environment.rpo_minutes = Some(crate::sources::Sourced::entered(30.0));
    assert_eq!(site(&design).1, TargetFit::Met);
}

#[test]
fn a_database_whose_own_data_is_lost_is_not_hidden_under_its_computer() {
    let report = of(&document("two-computer"));
    let database = "BizTalkMsgBoxDb".to_owned();
    let row = report.recovery.rows.iter().find(|it| it.names.contains(&database)).unwrap();
    assert!(row.by_hand.iter().any(|it| it.starts_with("Bring")) && !row.lost.is_empty(), "{row:?}");
    assert!(report.matrix.rows.iter().any(|it| it.names.contains(&database)));
    assert!(!report.matrix.contained.contains(&database));
    let runbook = report.build.iter().flat_map(|it| &it.listings).find(|it| it.title == "After the loss of one part");
    assert!(runbook.unwrap().rows.iter().any(|it| it[0].contains(&database)));
}

#[test]
fn what_is_brought_back_is_named_where_several_may_be_lost() {
    for template in templates() {
        for row in of(&template.document).recovery.rows.iter().filter(|it| it.names.len() > 1) {
            let vague = |it: &&String| it.contains("Bring it ") || it.contains("Restart it") || it.contains("Start it");
            assert_eq!(row.by_hand.iter().find(vague), None, "{}: {}", template.key, row.said);
        }
    }
    let rows = of(&document("large-complete")).recovery.rows;
    let boxes = rows.iter().find(|it| it.names.len() == 3 && it.said.contains("BizTalkMsgBoxDb")).unwrap();
    assert_eq!(boxes.by_hand[0], "Bring the lost database back");
}

#[test]
fn the_first_steps_keep_the_single_points_and_the_open_details_and_say_nothing_twice() {
    let mut decided = 0;
    for template in templates().iter().filter(|it| !it.document.computers.is_empty()) {
        let report = of(&template.document);
        let steps: Vec<&str> = report.brief.actions.iter().map(|it| it.text.as_str()).collect();
        let at = |start: &str| steps.iter().position(|it| it.starts_with(start));
        assert!(steps.len() <= 5, "{}: {steps:?}", template.key);
        assert_eq!(at("State the ").is_some(), report.verdict.num_questions > 0, "{}: {steps:?}", template.key);
        let decide = at("Decide on each single point of failure");
        assert_eq!(decide.is_some(), report.verdict.num_single_points > 0, "{}: {steps:?}", template.key);
        let warning = report.brief.actions.iter().position(|it| it.severity == Some(Severity::Warning));
        assert!(decide.is_none() || warning.is_none_or(|it| decide < Some(it)), "{}: {steps:?}", template.key);
        decided += usize::from(decide.is_some());
    }
    assert!(decided > 0);
    let two = of(&document("two-computer")).brief.actions;
    let secret: Vec<&Action> = two.iter().filter(|it| it.text.starts_with("Cluster the master secret")).collect();
    let [secret] = secret.as_slice() else { panic!("{two:?}") };
    assert_eq!(secret.text, "Cluster the master secret server in the failover cluster of SQL Server.");
}

#[test]
fn what_degrades_only_the_whole_says_what_is_impaired() {
    let matrix = of(&document("availability-group-2020")).matrix;
    let agent = matrix.rows.iter().find(|it| it.said.starts_with("SQL Server Agent of")).unwrap();
    assert!(agent.said.contains("no purging, no backup"), "{}", agent.said);
    for template in templates() {
        for row in of(&template.document).matrix.rows {
            assert!(!row.said.contains("no service by itself"), "{}: {}", template.key, row.said);
        }
    }
}

#[test]
fn what_waits_for_people_never_needs_nothing_of_them() {
    let designs = templates().iter().map(|it| (&it.key, &it.document));
    let mut waiting = 0;
    for (key, design) in designs {
        for row in of(design).recovery.rows.iter().filter(|it| it.back.contains("people have acted")) {
            waiting += 1;
            assert!(!row.by_hand.is_empty(), "{key}: {}", row.said);
            // A SQL instance that is named after its computer keeps its name.
            assert!(row.by_hand.iter().all(|it| !it.contains("SQL it")), "{key}: {:?}", row.by_hand);
        }
    }
    assert!(waiting > 0);
}

#[test]
fn an_example_behind_a_recovery_is_called_one_until_somebody_confirms_it() {
    let design = document("large-complete");
    assert_eq!(of(&design).recovery.examples, ["SQL Server failover 2 min", "restart delay 5 min"]);
    let confirmed = confirm_examples(&design, &Provenance::entered()).unwrap();
    assert_eq!(of(&preview(&design, &confirmed.commands).unwrap()).recovery.examples, Vec::<String>::new());
}

#[test]
fn the_build_book_names_every_computer_database_and_host_of_the_design() {
    for key in ["large-complete", "availability-group-2020", "small"] {
        let design = document(key);
        let report = of(&design);
        let cells: Vec<&String> =
            report.build.iter().flat_map(|it| &it.listings).flat_map(|it| &it.rows).flatten().collect();
        let names = design.computers.values().map(|it| &it.name);
        let names =
            names.chain(design.databases.values().map(|it| &it.name)).chain(design.hosts.values().map(|it| &it.name));
        for name in names {
            assert!(cells.iter().any(|it| it.contains(name.as_str())), "{key}: {name}");
        }
        for listing in report.build.iter().flat_map(|it| &it.listings) {
            assert!(listing.rows.iter().all(|row| row.len() == listing.columns.len()), "{key}: {}", listing.title);
        }
    }
}

#[test]
fn no_test_is_signed_twice() {
    let report = of(&document("large-complete"));
    let tests: Vec<&str> = report.tests.iter().flat_map(|it| &it.rows).map(|it| it.id.as_str()).collect();
    let rows: Vec<&str> = report.lists.iter().flat_map(ReportList::rows).map(|it| it.row.label()).collect();
    assert!(tests.contains(&"GO-6") && !rows.iter().any(|it| tests.contains(it)), "{rows:?}");
}

#[test]
fn with_the_present_environment_the_build_book_tells_each_step_and_its_work() {
    let (present, target) = (document("two-computer"), document("medium-receive-complete"));
    let path = crate::migration::migrate(&present, &target, None, &[]).unwrap();
    let analysis = analyze(&target);
    let report = super::build_from(&target, &analysis, "2026-01-31", Some(&path));
    let chapter = report.build.iter().find(|it| it.section == crate::model::PaperSection::Migration).unwrap();
    let [unconfirmed, steps, work] = chapter.listings.as_slice() else { panic!("{chapter:?}") };
    assert_eq!(steps.rows.len(), path.steps.len());
    assert!(steps.rows.iter().flatten().any(|it| it.contains("UpdateDatabase.vbs")), "{steps:?}");
    assert!(steps.sources.iter().all(|it| report.citations.get(it).is_some()), "{:?}", steps.sources);
    assert!(work.rows.iter().any(|row| row.iter().any(|it| it.starts_with("+ BTS3"))), "{work:?}");
    // What is done first and then stands with the work, a detail a row; what nobody has stated is to be confirmed, no work.
    let row = |step: &str, kind: &str, words: &str| {
        work.rows.iter().position(|row| row[0] == step && row[1] == kind && row[2].contains(words))
    };
    let (first, done) =
        (row("5", "First", "Back the master secret up"), row("5", "Enterprise SSO", "the master secret: BTS1"));
    let then = row("5", "Then", "ssomanage -updatedb");
    assert!(first.is_some() && first < done && done < then, "{work:?}");
    assert!(row("10", "Environment", "~ the environment: recovery model").is_none());
    assert!(
        row("10", "Environment", "~ the environment: backup job configured: not stated -> yes").is_some(),
        "{work:?}"
    );
    assert!(unconfirmed.rows.iter().any(|row| row[1].ends_with("processor cores: not stated -> 8")), "{unconfirmed:?}");
    let without = super::build(&target, &analysis, "2026-01-31");
    assert!(without.build.iter().all(|it| it.section != crate::model::PaperSection::Migration));
}

#[test]
fn notes_on_elements_are_listed_with_what_they_are_on() {
    let design = document("small");
    assert!(of(&design).notes.rows.is_empty());
    let computer = Element::from(*design.computers.keys().next().unwrap());
    let on = |element: Element, text: &str| note(&design, element, text).unwrap().commands;
    let site = Element::from(*design.sites.keys().next().unwrap());
    let both = [on(computer, "Rack 4\nuntil March"), on(site, "Agreed")].concat();
    let rows = of(&preview(&design, &both).unwrap()).notes.rows;
    assert_eq!(
        rows,
        [[site.name(&design).as_str(), "Agreed"], [computer.name(&design).as_str(), "Rack 4\nuntil March"]]
    );
}
