//! Fixes keep their promise on every template, and on every template from which one thing was taken away.

use tierwright_design::document::templates;
use tierwright_design::edit::{EditCommand, preview};
use tierwright_design::model::{
    Adapter, ComputerId, Direction, Document, Element, Handler, HandlerId, Host, HostFunction, HostId, HostKind,
    LoadBalancer, LoadBalancerId, LoadBalancerKind, QueueLocation, Role, check_invariants,
};
use tierwright_rules::rules::{Finding, Fix, RuleContext, Severity, catalog, checks, evaluate};
use tierwright_rules::testing::rules::faults_of_fix;
use tierwright_rules::testing::{MIN_GENERATED_COMPUTERS, generated_design};

/// Tries every fix that the rules offer for designs.
#[derive(Default)]
struct Trial {
    num_fixes: usize,
    faults: Vec<String>,
}

impl Trial {
    fn run(&mut self, document: &Document, design: &str) {
        let before = evaluate(&RuleContext::new(document));
        for finding in &before.findings {
            for fix in &finding.fixes {
                self.num_fixes += 1;
                let faults = faults_of_fix(document, &before, finding, fix);
                self.faults.extend(faults.into_iter().map(|fault| format!("{design}: {fault}")));
            }
        }
    }

    fn assert_good(&self) {
        assert!(self.num_fixes > 0, "no fix was tried");
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n"));
    }
}

#[test]
fn fixes_offered_on_templates_remove_the_finding_and_bring_no_blocker_or_error() {
    let mut trial = Trial::default();
    for template in templates() {
        trial.run(&template.document, &template.key);
    }
    trial.assert_good();
}

#[test]
fn fixes_keep_their_promise_when_one_element_is_missing() {
    let mut trial = Trial::default();
    for (number, template) in templates().iter().enumerate() {
        // Every seventh element, at another place in each template: all of them take minutes.
        for element in removable(&template.document).into_iter().skip(number % 7).step_by(7) {
            let Ok(damaged) = preview(&template.document, &[EditCommand::Remove(element)]) else { continue };
            trial.run(&damaged, &format!("{} without {}", template.key, element.name(&template.document)));
        }
    }
    trial.assert_good();
}

#[test]
fn fixes_keep_their_promise_when_one_role_is_missing() {
    let mut trial = Trial::default();
    for template in templates() {
        for (id, computer) in &template.document.computers {
            for role in [Role::EntSso, Role::BizTalkRuntime, Role::MasterSecret] {
                let mut damaged = template.document.clone();
                if damaged.computers.edit().get_mut(id).is_some_and(|it| it.roles.remove(&role)) {
                    trial.run(&damaged, &format!("{} without {} on {}", template.key, role.label(), computer.name));
                }
            }
        }
    }
    trial.assert_good();
}

#[test]
fn fixes_keep_their_promise_with_every_adapter_on_in_process_and_isolated_hosts() {
    let mut trial = Trial::default();
    for (words, design) in designs_with_adapters() {
        trial.run(&design, &words);
    }
    trial.assert_good();
}

#[test]
fn fixes_keep_their_promise_on_large_designs_with_faults_of_all_kinds() {
    let mut trial = Trial::default();
    for seed in 1..=3 {
        trial.run(&generated_design(MIN_GENERATED_COMPUTERS, seed), &format!("generated design {seed}"));
    }
    trial.assert_good();
}

#[test]
fn blockers_and_errors_that_have_fixes_are_gone_after_applying_fix_after_fix() {
    for (words, mut design) in designs_with_adapters() {
        let mut applied = Vec::new();
        while let Some(fix) = first_severe_fix(&design) {
            design = preview(&design, &fix.edit.commands).unwrap();
            applied.push(fix.label);
            assert!(applied.len() < 60, "{words}: fixes never end: {applied:#?}");
        }
    }
}

/// Every adapter in the first host of some templates.
fn designs_with_adapters() -> Vec<(String, Document)> {
    let mut designs = Vec::new();
    for template in templates().iter().filter(|it| ["small", "two-computer-clustered-sso"].contains(&it.key.as_str())) {
        for (id, host) in template.document.hosts.iter().take(1) {
            let found = with_adapters(&template.document, *id, host).into_iter();
            designs.extend(found.map(|(words, design)| (format!("{} with {words}", template.key), design)));
        }
    }
    assert!(!designs.is_empty(), "the templates are gone");
    designs
}

/// The first fix of the most severe blocker or error that has one.
fn first_severe_fix(design: &Document) -> Option<Fix> {
    let report = evaluate(&RuleContext::new(design));
    let severe = |it: &&Finding| matches!(it.severity, Severity::Blocker | Severity::Error);
    report.findings.iter().filter(severe).find_map(|it| it.fixes.first().cloned())
}

/// Designs in which a host has a handler of one adapter: in-process and isolated, receiving and sending, on all its
/// computers and on one, ordered and not, with and without a load balancer, fit for several computers, for one, or unsaid.
fn with_adapters(document: &Document, id: HostId, host: &Host) -> Vec<(String, Document)> {
    let mut designs = Vec::new();
    for adapter in Adapter::ALL {
        for direction in Direction::ALL {
            for variant in 0..6_u8 {
                let (is_isolated, is_alone, is_balanced) = (variant == 1, variant == 2, variant >= 4);
                if *direction == Direction::Send && !matches!(variant, 0 | 3) {
                    continue;
                }
                if is_isolated && !(adapter.receives_in_isolated_host() && *direction == Direction::Receive) {
                    continue;
                }
                let mut design = document.clone();
                let kind = if is_isolated { HostKind::Isolated } else { HostKind::InProcess };
                let function =
                    if *direction == Direction::Receive { HostFunction::Receive } else { HostFunction::Send };
                let changed = Host { kind, functions: [function].into(), is_default: false, ..host.clone() };
                design.hosts.edit().insert(id, changed);
                let handler = Handler {
                    ordered: variant == 3 || variant == 5,
                    transactional: (variant == 4).then_some(false),
                    queue: (variant == 5).then_some(QueueLocation::Remote),
                    concurrent_mailbox: Some(variant % 2 == 0),
                    several_computers: [Some(false), None, None, None, Some(true), Some(false)][usize::from(variant)],
                    ..Handler::new(id, *adapter, *direction)
                };
                let handler_id = HandlerId(next_id(&mut design));
                design.handlers.edit().insert(handler_id, handler);
                let computers: Vec<ComputerId> = design
                    .host_instances
                    .values()
                    .filter(|it| it.host == id && it.enabled)
                    .map(|it| it.computer)
                    .collect();
                if is_alone {
                    design
                        .host_instances
                        .edit()
                        .retain(|_, it| it.host != id || Some(&it.computer) == computers.first());
                }
                if is_balanced && !computers.is_empty() {
                    let balancer = balancer(&design, &computers, id);
                    let balancer_id = LoadBalancerId(next_id(&mut design));
                    design.load_balancers.edit().insert(balancer_id, balancer);
                }
                assert_eq!(check_invariants(&design), Vec::new());
                designs.push((format!("{} {} {variant}", adapter.label(), direction.label()), design));
            }
        }
    }
    designs
}

fn next_id(design: &mut Document) -> u32 {
    design.next_id += 1;
    design.next_id - 1
}

fn balancer(design: &Document, computers: &[ComputerId], host: HostId) -> LoadBalancer {
    let mut slot = design.computers[&computers[0]].slot;
    slot.column = 99;
    let kind = LoadBalancerKind::WindowsNlb;
    LoadBalancer { serves: [host].into(), ..LoadBalancer::new("BALANCER", slot, kind, computers.iter().copied()) }
}

/// What is taken away, one at a time.
fn removable(document: &Document) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    elements.extend(document.computers.keys().copied().map(Element::from));
    elements.extend(document.failover_clusters.keys().copied().map(Element::from));
    elements.extend(document.resource_groups.keys().copied().map(Element::from));
    elements.extend(document.storages.keys().copied().map(Element::from));
    elements.extend(document.sql_instances.keys().copied().map(Element::from));
    elements.extend(document.databases.keys().copied().map(Element::from));
    elements.extend(document.hosts.keys().copied().map(Element::from));
    elements.extend(document.host_instances.keys().copied().map(Element::from));
    elements
}

/// The texts of the test functions in the sources of the rules.
fn rule_tests() -> Vec<String> {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules"))];
    let mut tests = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                tests.extend(text.split("#[test]").skip(1).map(str::to_owned));
            }
        }
    }
    tests
}

#[test]
fn every_rule_of_the_program_tries_a_fix_in_its_cases_or_says_why_it_has_none() {
    let tests = rule_tests();
    let tries = |id: &str| tests.iter().any(|it| it.contains("check_fix") && it.contains(&format!("\"{id}\"")));
    let mut missing = Vec::new();
    for (rule, _) in checks() {
        match catalog().remedy_without_edit(rule) {
            None if !tries(rule.as_str()) => {
                missing.push(format!("{rule}: no case calls check_fix and the row has no remedy"));
            }
            Some(why) if tests.iter().any(|it| it.contains(&format!("check_fix(\"{rule}\""))) => {
                missing.push(format!("{rule} has a fix and a reason why there is none: {why}"));
            }
            _ => {}
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
