//! What the inspector says around its fields.

use super::*;
use crate::analysis::analyze;
use crate::document::{template, templates};
use crate::model::Role;
use crate::ui::panels::inspector::related::{Related, related};

fn design() -> Document {
    template("small").expect("an embedded template").document.clone()
}

fn text(related: &[Related]) -> String {
    let line = |(caption, elements): &Related| {
        let names: Vec<&str> = elements.iter().map(|(_, name)| name.as_str()).collect();
        format!("{caption}: {}", names.join(", "))
    };
    related.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_subject_is_the_environment_one_kind_or_several() {
    let document = design();
    assert_eq!(Subject::of(&document, &BTreeSet::new()), Subject::Environment);
    let computers: BTreeSet<Element> = document.computers.keys().map(|id| Element::from(*id)).collect();
    assert_eq!(Subject::of(&document, &computers), Subject::Same(computers.iter().copied().collect()));
    let mixed: BTreeSet<Element> =
        computers.iter().copied().chain(document.hosts.keys().map(|id| (*id).into())).collect();
    assert!(matches!(Subject::of(&document, &mixed), Subject::Different(_)));
}

#[test]
fn a_cluster_node_shows_where_it_stands_and_what_it_is_attached_to() {
    let document = design();
    let node = document.failover_clusters.values().next().expect("a cluster").nodes[0].computer;
    let text = text(&related(&document, node.into()));
    for caption in ["Tier: ", "Disks: "] {
        assert!(text.contains(caption), "{text}");
    }
}

#[test]
fn related_elements_exist_and_have_names() {
    for template in templates() {
        let document = &template.document;
        let elements = document.computers.keys().map(|id| Element::from(*id));
        let elements = elements.chain(document.databases.keys().map(|id| (*id).into()));
        for (element, name) in elements.flat_map(|it| related(document, it)).flat_map(|(_, it)| it) {
            assert!(element.exists(document) && !name.is_empty(), "{}: {element}", template.key);
        }
    }
}

#[test]
fn a_question_that_several_rules_ask_stands_once() {
    for template in templates() {
        let analysis = analyze(&template.document);
        let elements: BTreeSet<Element> = analysis.rules.questions.iter().map(|it| it.element).collect();
        for element in elements {
            let asked = questions(&analysis, &[element]);
            let distinct: BTreeSet<_> = asked.iter().map(|(attribute, _)| attribute).collect();
            assert_eq!(distinct.len(), asked.len());
        }
    }
}

#[test]
fn findings_of_an_element_are_those_that_involve_it() {
    let document = template("two-computer").expect("an embedded template").document.clone();
    let analysis = analyze(&document);
    let biztalk = document.computers.keys().find(|id| document.has_role(**id, Role::BizTalkRuntime)).expect("one");
    let found = findings(&document, &analysis, &[(*biztalk).into()]);
    assert!(found.iter().any(|it| it.rule == *"HOST-014"), "{found:?}");
    assert!(found.len() < analysis.rules.findings.len());
}
