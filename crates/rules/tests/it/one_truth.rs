//! No two parts of the program contradict each other about one design: drills, sweep, capacity, findings and verdict say
//! the same of every loss, for every template and for designs of every kind.
//!
//! `tests/cut_each_link.sh` cuts the links between these parts one by one and demands that a test here fails.

use std::collections::BTreeSet;

use tierwright_design::document::{template, templates};
use tierwright_design::edit::preview;
use tierwright_design::model::{ComputerId, Document, DrillAction, DrillScenario, DrillStep, Element, SqlPlacement};
use tierwright_design::testing::{Lcg, any_design, odd_design};
use tierwright_engine::capacity::{FailureMode, capacity_report};
use tierwright_engine::dependency::{
    CauseEffect, Effect, Failures, ImpactRow, Loss, LossKind, Outcome, Part, ServiceKind, Structure, Subject, sentences,
};
use tierwright_engine::drill::test_plan;
use tierwright_rules::analysis::{Analysis, analyze};
use tierwright_rules::rules::Severity;
use tierwright_rules::testing::consistency::{contradictions_of_a_drill, nothing_passes};
use tierwright_rules::verdict::Tone;

/// Seeds of designs that are tried.
const SEEDS: u64 = 60;
/// Seeds of odd designs: among them several roles that nobody else can take.
const ODD_SEEDS: u64 = 40;

/// A design with everything that is computed of it.
struct Case {
    name: String,
    document: Document,
    analysis: Analysis,
}

impl Case {
    fn new(name: String, document: Document) -> Self {
        let analysis = analyze(&document);
        Self { name, document, analysis }
    }

    fn failures(&self) -> &Failures {
        &self.analysis.failures
    }

    fn structure(&self) -> &Structure {
        &self.failures().structure
    }

    /// Every part whose loss the sweep tried, with what it says.
    fn singles(&self) -> impl Iterator<Item = (Part, Vec<Outcome>)> + '_ {
        self.failures().impact.iter().map(|row| (row.part, row.outcomes.clone()))
    }
}

fn cases() -> Vec<Case> {
    let any = (0..SEEDS).map(|seed| Case::new(format!("any design {seed}"), any_design(seed)));
    let odd = (0..ODD_SEEDS).map(|seed| Case::new(format!("odd design {seed}"), odd_design(seed)));
    let shipped = templates().iter().map(|it| Case::new(it.key.clone(), it.document.clone()));
    shipped.chain(any).chain(odd).collect()
}

fn fail(part: Part, at_secs: f64) -> DrillStep {
    DrillStep { at_secs, ..DrillStep::fail(part) }
}

/// The last row of a drill, and its result, say of every service what the failure logic does.
fn ends_as(case: &Case, steps: &[DrillStep], outcomes: &[Outcome]) {
    let found = contradictions_of_a_drill(&case.document, &case.analysis, steps, outcomes);
    assert!(found.is_empty(), "{}: {found:?}", case.name);
}

#[test]
fn a_drill_of_each_single_loss_ends_as_the_sweep_says() {
    for case in cases() {
        for (part, outcomes) in case.singles() {
            ends_as(&case, &[fail(part, 0.0)], &outcomes);
        }
    }
}

#[test]
fn two_losses_end_alike_at_once_and_one_after_the_other() {
    let mut dice = Lcg::new(11);
    for case in cases() {
        let parts: Vec<Part> = case.singles().map(|(part, _)| part).collect();
        for _ in 0..12 {
            let (Some(first), Some(second)) = (dice.pick(&parts), dice.pick(&parts)) else { continue };
            if first == second {
                continue;
            }
            let both = Loss { parts: [first, second].into() };
            let outcomes = case.structure().outcomes(&case.document, &both);
            ends_as(&case, &[fail(first, 0.0), fail(second, 0.0)], &outcomes);
            ends_as(&case, &[fail(first, 0.0), fail(second, 30.0)], &outcomes);
            let alone = case.structure().outcomes(&case.document, &Loss::of(second));
            let back = DrillStep { action: DrillAction::Recover, ..fail(first, 90.0) };
            ends_as(&case, &[fail(first, 0.0), fail(second, 30.0), back], &alone);
        }
    }
}

#[test]
fn capacity_is_zero_where_and_only_where_messages_stop() {
    for case in cases() {
        let report = &case.analysis.capacity;
        let of_mode = |mode| report.modes.iter().find(|it| it.rate.mode == mode).map(|it| it.rate.limit_per_sec);
        let Some(left) = of_mode(FailureMode::OneComputer) else { continue };
        let group = report.biztalk_group;
        let computers = case.singles().filter(|(part, _)| matches!(part, Part::Element(Element::Computer(_))));
        let mut stopping =
            computers.filter(|(_, outcomes)| nothing_passes(case.structure(), outcomes, group)).peekable();
        if stopping.peek().is_some() {
            assert_eq!(left, 0.0, "{}: {:?}", case.name, stopping.map(|(part, _)| part).collect::<Vec<_>>());
        } else if left == 0.0 {
            let some_stop = case.singles().any(|(_, outcomes)| {
                case.structure()
                    .services
                    .iter()
                    .zip(outcomes)
                    .any(|(service, outcome)| service.kind.carries_messages() && outcome.effect == Effect::Stops)
            });
            assert!(some_stop, "{}: nothing stops, and yet no capacity is left", case.name);
        }
        // A service of a computer too, where the loss of the computer fails over.
        let is_single = |it: &&ImpactRow| it.kind == LossKind::SinglePoint;
        let mut single = case.analysis.failures.impact.iter().filter(is_single);
        let all_stop = single.find(|it| nothing_passes(case.structure(), &it.outcomes, group));
        if let (Some(row), Some(worst)) = (all_stop, &report.worst_loss) {
            let left = worst.estimate.rate.as_ref().map_or(0.0, |it| it.p90);
            assert_eq!(left, 0.0, "{}: {} stops messages, {} is the worst", case.name, row.name, worst.name);
        }
        let again = capacity_report(&case.document, case.structure());
        assert_eq!(&again, report, "{}", case.name);
    }
}

/// The computers among the elements of findings of a rule, and on which it involves hosts.
fn blamed(case: &Case, rule: &str) -> Vec<ComputerId> {
    let findings = case.analysis.rules.findings.iter().filter(|it| it.rule == *rule);
    let mut found: Vec<ComputerId> = Vec::new();
    for finding in findings {
        for element in finding.elements.iter().copied() {
            match element {
                Element::Computer(id) => found.push(id),
                Element::Host(host) => {
                    let of_host = case.document.host_instances.values().filter(|it| it.host == host && it.enabled);
                    let stays = |id: &ComputerId| case.document.restarts_elsewhere(*id);
                    let computers = of_host.map(|it| it.computer).filter(|id| case.document.is_primary(*id));
                    found.extend(computers.filter(|id| !stays(id)));
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn who_knows_the_address_of_one_computer_is_cut_off_by_rule_and_by_sweep() {
    for case in cases() {
        let cut_off = |id: ComputerId| {
            let lanes = case.structure().evaluate(&case.document, &Loss::of_computer(id));
            case.structure().holds(Subject::Address(id), CauseEffect::Stops, &lanes)
        };
        for computer in blamed(&case, "NLB-001") {
            assert!(cut_off(computer), "{}: NLB-001 blames {computer:?}, the sweep does not", case.name);
        }
        let by_rules = [blamed(&case, "NLB-001"), blamed(&case, "NLB-007")].concat();
        for computer in case.document.computers.keys().copied().filter(|id| cut_off(*id)) {
            let accepted = case.analysis.rules.findings.iter().any(|it| it.rule.to_string().starts_with("HOST-0"));
            assert!(
                by_rules.contains(&computer) || accepted,
                "{}: callers of {computer:?} are cut off, and no rule says so",
                case.name
            );
        }
    }
}

#[test]
fn a_host_that_a_rule_calls_alone_stops_with_its_computer() {
    for case in cases() {
        let rules = ["HOST-001", "ADP-002", "ADP-004", "ADP-006", "ADP-020", "ADP-034"];
        let alone = case.analysis.rules.findings.iter().filter(|it| rules.iter().any(|rule| it.rule == **rule));
        for host in alone.filter_map(|it| tierwright_design::model::HostId::try_from(*it.elements.first()?).ok()) {
            let instances = case.document.host_instances.values().filter(|it| it.host == host && it.enabled);
            for computer in instances.map(|it| it.computer).filter(|id| case.document.is_primary(*id)) {
                let outcomes = case.structure().outcomes(&case.document, &Loss::of_computer(computer));
                let services = case.structure().services.iter().zip(outcomes);
                let mut of_host = services.filter(|(it, _)| it.element == Some(Element::Host(host)));
                assert!(
                    of_host.all(|(_, outcome)| outcome.effect == Effect::Stops),
                    "{}: a rule calls {host:?} alone, and it outlives {computer:?}",
                    case.name
                );
            }
        }
    }
}

/// Whether what lies on a computer is out of reach when it is lost, or a database is lost with it, by the failure logic.
fn is_hit(case: &Case, subject: Subject, computer: ComputerId) -> bool {
    let lanes = case.structure().evaluate(&case.document, &Loss::of_computer(computer));
    [CauseEffect::Stops, CauseEffect::Degrades].into_iter().any(|it| case.structure().holds(subject, it, &lanes))
}

#[test]
fn what_waits_on_a_computer_itself_is_out_of_reach_by_rule_and_by_sweep() {
    let rules = ["ADP-007", "ADP-008", "ADP-015", "ADP-024"];
    for case in cases() {
        let blamed: Vec<ComputerId> = rules.iter().flat_map(|rule| blamed(&case, rule)).collect();
        for computer in &blamed {
            let hit = is_hit(&case, Subject::Stranded(*computer), *computer);
            assert!(hit, "{}: a rule says what lies on {computer:?} is lost with it, the sweep does not", case.name);
        }
        let alone = ["HOST-001", "NLB-002", "ADP-002", "ADP-004", "ADP-006", "ADP-020", "ADP-034"];
        let alone: Vec<ComputerId> = alone.iter().flat_map(|rule| self::blamed(&case, rule)).collect();
        let is_stranded = |it: &ComputerId| is_hit(&case, Subject::Stranded(*it), *it);
        for computer in case.document.computers.keys().copied().filter(is_stranded) {
            let is_asked = case.analysis.rules.questions.iter().any(|it| it.rule.to_string().starts_with("ADP-"));
            let is_said = blamed.contains(&computer) || alone.contains(&computer) || is_asked;
            assert!(is_said, "{}: what lies on {computer:?} is out of reach, and no rule says so", case.name);
        }
    }
}

#[test]
fn a_database_that_a_rule_calls_lost_is_lost_with_its_computer() {
    for case in cases() {
        let rules = ["SQL-001", "SQL-002", "SQL-005", "SQL-006", "SSO-012"];
        let findings = case.analysis.rules.findings.iter().filter(|it| rules.iter().any(|rule| it.rule == **rule));
        for (rule, element) in findings.filter_map(|it| Some((&it.rule, *it.elements.first()?))) {
            let Element::Database(id) = element else { continue };
            let sql = case.document.databases[&id].sql_instance;
            let Some(computer) = case.document.active_computer_of_sql(sql) else { continue };
            let is_needed = case.structure().services.iter().flat_map(|it| &it.causes);
            let is_needed = is_needed.into_iter().any(|it| it.subject == Subject::Database(id));
            let hit = is_hit(&case, Subject::Database(id), computer);
            assert!(!is_needed || hit, "{}: {rule} calls {id:?} lost with {computer:?}, the sweep does not", case.name);
        }
    }
}

#[test]
fn a_database_that_is_lost_with_one_computer_is_told_or_asked_about() {
    for case in cases() {
        for (id, database) in &case.document.databases {
            let document = &case.document;
            let Some(computer) = document.active_computer_of_sql(database.sql_instance) else { continue };
            if !document.is_primary(computer) || !is_hit(&case, Subject::Database(*id), computer) {
                continue;
            }
            let sql = document.sql_instances.get(&database.sql_instance);
            let group = sql.and_then(|it| match it.placement {
                SqlPlacement::Clustered(group) => Some(group),
                SqlPlacement::Standalone(_) => None,
            });
            let near: BTreeSet<Element> = [
                Some((*id).into()),
                Some(database.sql_instance.into()),
                Some(computer.into()),
                document.computers[&computer].physical_host.map(Element::from),
                database.availability_group.map(Element::from),
                database.storage.or(sql.and_then(|it| it.storage)).map(Element::from),
                document.failover_cluster_of(computer).map(Element::from),
                group.map(Element::from),
            ]
            .into_iter()
            .flatten()
            .collect();
            let rules = &case.analysis.rules;
            let found = rules.findings.iter().chain(&rules.folded).filter(|it| it.severity <= Severity::Warning);
            let is_told = found.flat_map(|it| &it.elements).any(|it| near.contains(it));
            let is_asked = rules.questions.iter().any(|it| near.contains(&it.element));
            assert!(is_told || is_asked, "{}: {} is lost with one computer in silence", case.name, database.name);
        }
    }
}

#[test]
fn the_test_plan_expects_what_the_failure_logic_leaves() {
    let mut dice = Lcg::new(7);
    for case in cases() {
        let parts: Vec<Part> = case.singles().map(|(part, _)| part).collect();
        let mut document = case.document.clone();
        if let (Some(first), Some(second)) = (dice.pick(&parts), dice.pick(&parts)) {
            let steps = vec![fail(first, 0.0), fail(second, 30.0)];
            document.drills.push(DrillScenario { name: "One after the other".to_owned(), note: String::new(), steps });
        }
        for test in test_plan(&document, case.structure()) {
            for tried in test.tries.iter().filter(|it| it.steps.iter().all(|it| it.action == DrillAction::Fail)) {
                // Every one of them, also those that share the result of the first.
                let names = tried.of.iter().map(|it| it.strip_suffix(" as a whole").unwrap_or(it));
                let named = names.map(|it| Loss::of(Part::parse(it, &document).unwrap_or(tried.steps[0].part)));
                let first = Loss { parts: tried.steps.iter().map(|it| it.part).collect() };
                for loss in std::iter::once(first).chain(named) {
                    let outcomes = case.structure().outcomes(&document, &loss);
                    let before = case.structure().outcomes(&document, &Loss::none());
                    // What worked before stops; what did not is told apart.
                    for (worked, begins) in [(true, "Stops: "), (false, "Does not work before the test either: ")] {
                        let services = case.structure().services.iter().zip(outcomes.iter().zip(&before));
                        let stopped = services.filter(|(it, (after, before))| {
                            let stops = |it: &Outcome| it.effect == Effect::Stops;
                            it.kind != ServiceKind::Whole && stops(after) && stops(before) != worked
                        });
                        let stopped: Vec<&str> = stopped.map(|(it, _)| it.name.as_str()).collect();
                        let expected = (!stopped.is_empty()).then(|| format!("{begins}{}.", stopped.join(", ")));
                        let said = tried.expected.iter().find(|it| it.starts_with(begins));
                        assert_eq!(said, expected.as_ref(), "{}, {}: {tried:?}", case.name, test.id);
                    }
                }
            }
        }
    }
}

#[test]
fn fixes_leave_no_contradiction() {
    let mut dice = Lcg::new(5);
    for key in ["two-computer", "small", "large"] {
        tried_fixes(&Case::new(key.to_owned(), template(key).unwrap().document.clone()), &mut dice, 6);
    }
    for seed in 0..SEEDS {
        tried_fixes(&Case::new(format!("any design {seed}"), any_design(seed)), &mut dice, 2);
    }
    for seed in 0..ODD_SEEDS {
        tried_fixes(&Case::new(format!("odd design {seed}"), odd_design(seed)), &mut dice, 2);
    }
}

/// Carries out some of the fixes that are offered and looks again.
fn tried_fixes(case: &Case, dice: &mut Lcg, count: usize) {
    let fixes: Vec<_> = case.analysis.rules.findings.iter().flat_map(|it| &it.fixes).collect();
    for _ in 0..count.min(fixes.len()) {
        let fix = fixes[dice.below(fixes.len())];
        let Ok(next) = preview(&case.document, &fix.edit.commands) else { continue };
        let next = Case::new(format!("{}, {}", case.name, fix.edit.label), next);
        for (part, outcomes) in next.singles() {
            if dice.one_in(5) {
                ends_as(&next, &[fail(part, 0.0)], &outcomes);
            }
        }
    }
}

/// Whether the SQL instance or the computer that holds a part stands among the single points, and stops what it stops.
fn holder_is_named(case: &Case, part: Part, named: &[Part]) -> bool {
    let row = |part: Part| case.failures().impact.iter().find(|it| it.part == part);
    let stops = |part: Part, at: usize| row(part).is_some_and(|it| it.outcomes[at].effect == Effect::Stops);
    let up = |it: &Part| it.container(&case.document).map(Part::from);
    std::iter::successors(up(&part), up).take(3).any(|holder| {
        let services = 0..case.structure().services.len();
        named.contains(&holder)
            && !matches!(holder, Part::Element(Element::PhysicalHost(_)))
            && services.into_iter().all(|at| stops(holder, at) || !stops(part, at))
    })
}

#[test]
fn the_verdict_never_denies_the_sweep() {
    for case in cases() {
        let verdict = &case.analysis.verdict;
        let single: Vec<&ImpactRow> =
            case.failures().impact.iter().filter(|row| row.kind == LossKind::SinglePoint).collect();
        let named: Vec<Part> =
            verdict.single_points.iter().flat_map(|it| [it.part].into_iter().chain(it.others.clone())).collect();
        for part in &named {
            assert!(single.iter().any(|row| row.part == *part), "{}: the sweep does not stop at {part}", case.name);
        }
        for row in &single {
            let evident = named.contains(&row.part) || holder_is_named(&case, row.part, &named);
            assert!(evident, "{}: {} is a single point that the verdict does not tell", case.name, row.name);
            let is_machine = matches!(row.part, Part::Element(Element::Computer(_) | Element::PhysicalHost(_)));
            assert!(!is_machine || named.contains(&row.part), "{}: {} is lost in another", case.name, row.name);
        }
        let points = single;
        let said = std::iter::once(&verdict.headline).chain(&verdict.sentences).cloned().collect::<Vec<_>>().join(" ");
        let denies = ["No fault", "No single point", "survives every loss"].iter().any(|words| said.contains(words));
        assert!(points.is_empty() || !denies && verdict.tone != Tone::Good, "{}: {said}", case.name);
        let open = case.structure().assumptions.len() + verdict.num_questions + verdict.num_examples > 0;
        assert!(!open || verdict.tone != Tone::Good, "{}: {said}", case.name);
        let assumed = if verdict.carries_messages { &*case.structure().assumptions } else { &[] };
        for sentence in sentences(assumed) {
            assert!(said.contains(&sentence), "{}: {sentence} is not said", case.name);
        }
        for it in assumed {
            assert!(said.contains(&it.of), "{}: {it} is taken for granted in silence", case.name);
        }
        if !case.structure().carries_messages() {
            assert!(!verdict.carries_messages && verdict.tone != Tone::Good && !denies, "{}: {said}", case.name);
        }
    }
}
