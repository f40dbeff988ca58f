//! What comes to the lists of elements that are drawn already: roles of computers, functions of hosts, nodes, features.

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::lander::{Change, ChangeKind, Detail, Lander};
use crate::edit::EditCommand;
use crate::model::{
    AvailabilityGroup, AvailabilityReplica, Computer, Document, Element, Environment, FailoverCluster, Feature, Host,
    HostFunction, Role, SqlInstance, SqlService,
};

impl Lander<'_> {
    /// Says what comes to lists, and takes it back where somebody wants it so.
    pub(super) fn lists(&mut self) {
        let before = self.before;
        for element in Element::all(before) {
            let Some(detail) = grown(before, self.draft.document(), element) else { continue };
            let stays = self.turned.contains(&(element, None));
            if stays {
                self.keep_lists(element);
            }
            let (kind, place) = (if stays { ChangeKind::Kept } else { ChangeKind::Changed }, String::new());
            let change = Change { kind, element, name: String::new(), property: None, detail: Some(detail), place };
            self.changes.push(change);
        }
    }

    /// Gives an element back the lists that it had.
    fn keep_lists(&mut self, element: Element) {
        let before = self.before;
        match element {
            Element::Environment => {
                let features = before.environment.features.clone();
                let environment = Environment { features, ..self.draft.document().environment.clone() };
                let done = self.draft.run(EditCommand::SetEnvironment(environment));
                debug_assert!(done.is_ok(), "facts of the environment can always be set");
            }
            Element::Computer(id) => {
                let Some(Computer { roles, biztalk_groups, .. }) = before.computers.get(&id) else { return };
                self.draft.change(id, |it| {
                    it.roles.clone_from(roles);
                    it.biztalk_groups.clone_from(biztalk_groups);
                });
            }
            Element::Host(id) => {
                let Some(Host { functions, .. }) = before.hosts.get(&id) else { return };
                self.draft.change(id, |it| it.functions.clone_from(functions));
            }
            Element::FailoverCluster(id) => {
                let Some(FailoverCluster { nodes, .. }) = before.failover_clusters.get(&id) else { return };
                self.draft.change(id, |it| it.nodes.clone_from(nodes));
            }
            Element::SqlInstance(id) => {
                let Some(SqlInstance { services, .. }) = before.sql_instances.get(&id) else { return };
                self.draft.change(id, |it| it.services.clone_from(services));
            }
            Element::AvailabilityGroup(id) => {
                let Some(AvailabilityGroup { replicas, .. }) = before.availability_groups.get(&id) else { return };
                let is_drawn =
                    |it: &AvailabilityReplica| replicas.iter().any(|was| was.sql_instance == it.sql_instance);
                self.draft.change(id, |it| it.replicas.retain(is_drawn));
            }
            _ => {}
        }
    }
}

/// What has come to the lists of an element; `None` where nothing has.
fn grown(before: &Document, after: &Document, element: Element) -> Option<Detail> {
    match element {
        Element::Environment => {
            let (was, is) = (&before.environment.features, &after.environment.features);
            more("features", was, is, Feature::label)
        }
        Element::Computer(id) => {
            let (was, is) = (before.computers.get(&id)?, after.computers.get(&id)?);
            more("roles", &was.roles, &is.roles, Role::label)
        }
        Element::Host(id) => {
            let (was, is) = (before.hosts.get(&id)?, after.hosts.get(&id)?);
            more("functions", &was.functions, &is.functions, HostFunction::label)
        }
        Element::FailoverCluster(id) => {
            let nodes = |document: &Document| -> Option<BTreeSet<String>> {
                let cluster = document.failover_clusters.get(&id)?;
                Some(cluster.computers().map(|it| Element::from(it).name(document)).collect())
            };
            whole("nodes", &nodes(before)?, &nodes(after)?)
        }
        Element::AvailabilityGroup(id) => {
            let replicas = |document: &Document| -> Option<BTreeSet<String>> {
                let group = document.availability_groups.get(&id)?;
                Some(group.replicas.iter().map(|it| Element::from(it.sql_instance).name(document)).collect())
            };
            whole("replicas", &replicas(before)?, &replicas(after)?)
        }
        Element::SqlInstance(id) => {
            let (was, is) = (before.sql_instances.get(&id)?, after.sql_instances.get(&id)?);
            more("services", &was.services, &is.services, SqlService::label)
        }
        _ => None,
    }
}

fn more<T: Copy + Ord + Debug>(
    label: &'static str,
    was: &BTreeSet<T>,
    is: &BTreeSet<T>,
    word: fn(T) -> &'static str,
) -> Option<Detail> {
    let words = |all: &BTreeSet<T>| all.iter().map(|it| word(*it).to_owned()).collect();
    whole(label, &words(was), &words(is))
}

fn whole(label: &'static str, was: &BTreeSet<String>, is: &BTreeSet<String>) -> Option<Detail> {
    let words = |all: &BTreeSet<String>| all.iter().cloned().collect::<Vec<_>>().join(", ");
    (was != is).then(|| Detail { label, mine: words(was), theirs: words(is) })
}
