//! Deleting elements, and what is asked when a container holds something.

use std::collections::BTreeSet;

use super::clusters::dissolve_in;
use super::counted;
use super::slots::nodes_in_order;
use super::tiers::remove_keeping_content;
use crate::edit::{Draft, Edit, EditError};
use crate::model::{Document, Element};

/// What deleting means.
#[derive(Clone, Debug, PartialEq)]
pub enum RemoveChoice {
    /// Nothing to ask.
    Plain(Edit),
    /// A tier or a failover cluster with something in it.
    Container {
        /// The name of the container.
        name: String,
        /// What it holds: "BTS1" or "3 elements".
        content: String,
        /// Deletes the container and keeps what it holds: the default answer. `None` when there is no other tier.
        keep_content: Option<Edit>,
        /// Deletes both. `None` when it is refused, as for the last tier.
        with_content: Option<Edit>,
    },
}

/// Deletes elements with what cannot be without them. An element that goes with another one counts once.
///
/// # Errors
/// One of the elements cannot be removed.
pub fn elements(document: &Document, elements: &[Element]) -> Result<Edit, EditError> {
    let unique: BTreeSet<Element> = elements.iter().copied().collect();
    let unique: Vec<Element> = unique.into_iter().collect();
    let mut draft = Draft::of(document);
    for element in elements {
        if !element.exists(document) {
            return Err(EditError::Missing(*element));
        }
        draft.remove(*element)?;
    }
    Ok(draft.finish(format!("Delete {}", counted(document, &unique))))
}

/// What deleting the elements means: a question for a single container with content, else just the edit.
///
/// # Errors
/// As [`elements`].
pub fn choices(document: &Document, selected: &[Element]) -> Result<RemoveChoice, EditError> {
    if let [container] = selected {
        let content = content_of(document, *container);
        if !content.is_empty() {
            return Ok(RemoveChoice::Container {
                name: container.name(document),
                content: counted_content(document, content.len(), content.first().copied()),
                keep_content: keep_content(document, *container).ok(),
                with_content: with_content(document, *container, &content).ok(),
            });
        }
    }
    // Several elements with their containers: everything selected goes, computers of a failover cluster stay unless
    // they are selected too.
    let mut draft = Draft::of(document);
    for element in selected {
        match element {
            Element::FailoverCluster(id) if draft.document().failover_clusters.contains_key(id) => {
                dissolve_in(&mut draft, *id)?;
            }
            other => draft.remove(*other)?,
        }
    }
    Ok(RemoveChoice::Plain(draft.finish(format!("Delete {}", counted(document, selected)))))
}

/// What a container holds; nothing for anything else.
fn content_of(document: &Document, element: Element) -> Vec<Element> {
    match element {
        Element::Tier(id) => document.placed_in(id),
        Element::FailoverCluster(id) => nodes_in_order(document, id).into_iter().map(Element::from).collect(),
        _ => Vec::new(),
    }
}

fn keep_content(document: &Document, container: Element) -> Result<Edit, EditError> {
    match container {
        Element::Tier(id) => remove_keeping_content(document, id),
        Element::FailoverCluster(id) => super::clusters::dissolve(document, id),
        other => Err(EditError::Missing(other)),
    }
}

fn with_content(document: &Document, container: Element, content: &[Element]) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    for element in content.iter().chain([&container]) {
        draft.remove(*element)?;
    }
    let held = counted_content(document, content.len(), content.first().copied());
    Ok(draft.finish(format!("Delete {} with {held}", container.name(document))))
}

/// "BTS1" for one element, "3 elements" for several.
pub(super) fn counted_content(document: &Document, count: usize, first: Option<Element>) -> String {
    match (count, first) {
        (1, Some(first)) => first.name(document),
        _ => format!("{count} elements"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::preview;
    use crate::model::TierKind;
    use crate::testing::DocumentBuilder;

    fn design() -> (Document, Element, Element, Vec<Element>) {
        let mut builder = DocumentBuilder::new("Test");
        builder.tier("BizTalk", TierKind::BizTalk);
        let tier = builder.tier("Databases", TierKind::Databases);
        let nodes = builder.computers(&["SQL1", "SQL2"], tier);
        let cluster = builder.failover_cluster("SQL cluster", &nodes);
        let sql = builder.clustered_sql("SQL", cluster, &nodes);
        builder.core_databases(sql);
        let nodes = nodes.into_iter().map(Element::from).collect();
        (builder.build(), tier.into(), cluster.into(), nodes)
    }

    fn after(document: &Document, edit: &Edit) -> Document {
        preview(document, &edit.commands).unwrap()
    }

    #[test]
    fn elements_that_go_with_each_other_are_deleted_in_one_step() {
        let (document, _, cluster, nodes) = design();
        let all = [nodes[0], cluster, nodes[1], nodes[0]];
        let edit = elements(&document, &all).unwrap();
        assert_eq!(edit.label, "Delete 3 elements");
        let next = after(&document, &edit);
        assert!(next.computers.is_empty() && next.databases.is_empty());
        assert!(elements(&next, &all).is_err());
    }

    #[test]
    fn a_failover_cluster_is_deleted_with_or_without_its_computers() {
        let (document, _, cluster, _) = design();
        let RemoveChoice::Container { name, content, keep_content, with_content } =
            choices(&document, &[cluster]).unwrap()
        else {
            panic!("a failover cluster asks")
        };
        assert_eq!((name.as_str(), content.as_str()), ("SQL cluster", "2 elements"));
        let kept = after(&document, &keep_content.unwrap());
        assert_eq!((kept.computers.len(), kept.databases.len(), kept.failover_clusters.len()), (2, 4, 0));
        let gone = after(&document, &with_content.unwrap());
        assert_eq!((gone.computers.len(), gone.databases.len(), gone.failover_clusters.len()), (0, 0, 0));
    }

    #[test]
    fn a_tier_asks_only_while_it_holds_something() {
        let (document, tier, _, nodes) = design();
        assert!(matches!(choices(&document, &[tier]).unwrap(), RemoveChoice::Container { keep_content: Some(_), .. }));
        let empty = after(&document, &elements(&document, &nodes).unwrap());
        assert!(matches!(choices(&empty, &[tier]).unwrap(), RemoveChoice::Plain(_)));
    }

    #[test]
    fn one_computer_of_a_selection_is_named_in_the_label() {
        let (document, _, _, nodes) = design();
        let RemoveChoice::Plain(edit) = choices(&document, &nodes[..1]).unwrap() else { panic!("asks nothing") };
        assert_eq!(edit.label, "Delete SQL1");
    }
}
