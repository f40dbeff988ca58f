//! Fixes keep their promise on every template, and on every template from which one thing was taken away.

use tierwright::document::templates;
use tierwright::edit::{EditCommand, preview};
use tierwright::model::{Document, Element, Role};
use tierwright::rules::{RuleContext, evaluate};
use tierwright::testing::rules::faults_of_fix;

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
    for template in templates() {
        for element in removable(&template.document) {
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
