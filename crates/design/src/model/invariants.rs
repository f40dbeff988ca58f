//! Referential integrity: what must hold of every design, whatever its faults.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::limits::DRILL_SECS;
use super::{ClusterResourceGroup, ComputerId, Document, Element, ResourceGroupId, SqlPlacement, TierId, Witness};

/// The largest counter of ids that a file may hold; half of what fits, so that counting on never overflows.
const MOST_IDS: u32 = u32::MAX / 2;

/// A breach of referential integrity: a bug in an edit, or a file changed by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvariantViolation {
    /// The element that carries the fault.
    pub element: Element,
    /// The field at fault below the element's record, such as `hardware.clock_ghz`, or, for the environment, below the
    /// design, such as `workload.message_kb`; empty = the whole record.
    pub field: String,
    /// What is wrong, for a person.
    pub problem: String,
}

impl fmt::Display for InvariantViolation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.element, self.problem)
    }
}

/// Every breach of referential integrity in a design, in the order of its tables; empty for a sound one.
pub fn check_invariants(document: &Document) -> Vec<InvariantViolation> {
    let mut check = Check { document, violations: Vec::new() };
    check.counter();
    check.tiers();
    check.computers();
    check.failover_clusters();
    check.resource_groups();
    check.sql();
    check.hosts();
    check.network();
    check.waivers();
    check.imported();
    check.notes();
    check.drills();
    check.failure_figures();
    check.names();
    check.numbers();
    check.violations
}

/// What is found wrong so far.
pub(super) struct Check<'a> {
    pub(super) document: &'a Document,
    pub(super) violations: Vec<InvariantViolation>,
}

impl Check<'_> {
    fn report(&mut self, element: Element, problem: String) {
        self.violations.push(InvariantViolation { element, field: String::new(), problem });
    }

    /// Reports `target` when the design does not hold it.
    fn refers(&mut self, element: impl Into<Element>, what: &str, target: impl Into<Element>) {
        let target = target.into();
        if !target.exists(self.document) {
            return self.report(element.into(), format!("{what} refers to {target}, which does not exist"));
        }
        if target.number() >= self.document.next_id {
            let next = self.document.next_id;
            self.report(Element::Environment, format!("next_id is {next}, but {target} exists"));
        }
    }

    fn refers_all<T: Into<Element> + Copy>(
        &mut self,
        element: impl Into<Element> + Copy,
        what: &str,
        targets: impl IntoIterator<Item = T>,
    ) {
        for target in targets {
            self.refers(element, what, target);
        }
    }

    /// Reports the first of `targets` that is named twice.
    fn names_once<T: Into<Element> + Ord + Copy>(
        &mut self,
        element: impl Into<Element>,
        what: &str,
        targets: impl IntoIterator<Item = T>,
    ) {
        let mut seen = BTreeSet::new();
        if let Some(twice) = targets.into_iter().find(|it| !seen.insert(*it)) {
            let twice: Element = twice.into();
            self.report(element.into(), format!("{what} names {twice} twice"));
        }
    }

    /// The counter leaves room for whatever a person may still draw.
    fn counter(&mut self) {
        let next = self.document.next_id;
        if next > MOST_IDS {
            self.report(Element::Environment, format!("next_id is {next}; the largest allowed is {MOST_IDS}"));
        }
    }

    fn drills(&mut self) {
        let mut names = BTreeSet::new();
        for drill in &self.document.drills {
            if !names.insert(&drill.name) {
                self.report(Element::Environment, format!("two drills are called “{}”", drill.name));
            }
            for step in &drill.steps {
                self.refers(Element::Environment, "a drill", step.part.element());
                if !DRILL_SECS.allow(step.at_secs) {
                    let problem = format!(
                        "a step of drill “{}” comes after {} s; allowed is {DRILL_SECS}",
                        drill.name, step.at_secs
                    );
                    self.report(Element::Environment, problem);
                }
            }
        }
    }

    fn tiers(&mut self) {
        let document = self.document;
        for (id, tier) in &document.tiers {
            self.refers(*id, "the tier", *id);
            self.refers(*id, "the site", tier.site);
        }
        let mut seen: BTreeSet<TierId> = BTreeSet::new();
        for id in document.tier_rows.iter().flatten() {
            self.refers(*id, "tier_rows", *id);
            if !seen.insert(*id) {
                self.report((*id).into(), "stands twice in tier_rows".to_owned());
            }
        }
        for id in document.tiers.keys().filter(|id| !seen.contains(id)) {
            self.report((*id).into(), "stands in no row of tier_rows".to_owned());
        }
        if document.tier_rows.iter().any(Vec::is_empty) {
            self.report(Element::Environment, "tier_rows holds an empty row".to_owned());
        }
    }

    fn computers(&mut self) {
        let document = self.document;
        for (id, computer) in &document.computers {
            self.refers(*id, "the computer", *id);
            self.refers(*id, "the slot", computer.slot.tier);
            self.refers_all(*id, "biztalk_groups", computer.biztalk_groups.iter().copied());
            self.refers_all(*id, "physical_host", computer.physical_host);
        }
        for (id, balancer) in &document.load_balancers {
            self.refers(*id, "the slot", balancer.slot.tier);
        }
        for (id, endpoint) in &document.endpoints {
            self.refers(*id, "the slot", endpoint.slot.tier);
        }
        let mut taken = BTreeSet::new();
        for (slot, element) in document.placed_elements() {
            if !taken.insert(slot) {
                self.report(element, format!("row {}, column {} of its tier is taken", slot.row, slot.column));
            }
        }
    }

    fn failover_clusters(&mut self) {
        let document = self.document;
        let mut cluster_of = BTreeMap::new();
        for (id, cluster) in &document.failover_clusters {
            self.refers(*id, "the failover cluster", *id);
            self.refers_all(*id, "nodes", cluster.nodes.iter().map(|node| node.computer));
            self.names_once(*id, "nodes", cluster.nodes.iter().map(|node| node.computer));
            for node in &cluster.nodes {
                let other = *cluster_of.entry(node.computer).or_insert(*id);
                if other != *id {
                    let (node, other) = (Element::from(node.computer), Element::from(other));
                    self.report((*id).into(), format!("{node} is a node of {other} as well"));
                }
            }
            if let Some(Witness::FileShare(Some(computer))) = cluster.witness {
                self.refers(*id, "witness", computer);
            }
        }
    }

    fn resource_groups(&mut self) {
        let document = self.document;
        for (id, group) in &document.resource_groups {
            self.refers(*id, "the cluster resource group", *id);
            self.refers(*id, "failover_cluster", group.failover_cluster);
            self.refers_all(*id, "possible_owners", group.possible_owners.iter().copied());
            self.refers_all(*id, "active_owner", group.active_owner);
            self.refers_all(*id, "depends_on_groups", group.depends_on_groups.iter().copied());
            self.names_once(*id, "possible_owners", group.possible_owners.iter().copied());
            self.owners(*id, group);
        }
        for (id, storage) in &document.storages {
            self.refers(*id, "the storage", *id);
            self.refers_all(*id, "attached", storage.attached.iter().copied());
        }
    }

    /// A cluster resource group runs on nodes of its failover cluster only, and now on one on which it may.
    fn owners(&mut self, id: ResourceGroupId, group: &ClusterResourceGroup) {
        let cluster = self.document.failover_clusters.get(&group.failover_cluster);
        let is_node = |owner: &ComputerId| cluster.is_none_or(|it| it.nodes.iter().any(|node| node.computer == *owner));
        if let Some(stranger) = group.possible_owners.iter().find(|owner| !is_node(owner)) {
            let (stranger, cluster) = (Element::from(*stranger), Element::from(group.failover_cluster));
            self.report(id.into(), format!("possible_owners names {stranger}, which is no node of {cluster}"));
        }
        if let Some(active) = group.active_owner.filter(|active| !group.possible_owners.contains(active)) {
            let active = Element::from(active);
            self.report(id.into(), format!("active_owner is {active}, which is no possible owner"));
        }
    }

    fn sql(&mut self) {
        let document = self.document;
        for (id, sql) in &document.sql_instances {
            self.refers(*id, "the SQL instance", *id);
            match sql.placement {
                SqlPlacement::Standalone(computer) => self.refers(*id, "placement", computer),
                SqlPlacement::Clustered(group) => self.refers(*id, "placement", group),
            }
            self.refers_all(*id, "storage", sql.storage);
        }
        for (id, group) in &document.availability_groups {
            self.refers_all(*id, "replicas", group.replicas.iter().map(|it| it.sql_instance));
            self.names_once(*id, "replicas", group.replicas.iter().map(|it| it.sql_instance));
        }
        for (id, database) in &document.databases {
            self.refers(*id, "the database", *id);
            self.refers(*id, "sql_instance", database.sql_instance);
            self.refers_all(*id, "biztalk_group", database.biztalk_group);
            self.refers_all(*id, "availability_group", database.availability_group);
            self.refers_all(*id, "storage", database.storage);
        }
        for (from, to) in &document.disaster_recovery.ships_to {
            self.refers(Element::Environment, "ships_to", *from);
            self.refers(Element::Environment, "ships_to", *to);
        }
    }

    fn hosts(&mut self) {
        let document = self.document;
        for (id, host) in &document.hosts {
            self.refers(*id, "the host", *id);
            self.refers(*id, "biztalk_group", host.biztalk_group);
            self.refers_all(*id, "clustered_in", host.clustered_in.as_ref().map(|it| it.resource_group));
        }
        for (id, instance) in &document.host_instances {
            self.refers(*id, "the host instance", *id);
            self.refers(*id, "host", instance.host);
            self.refers(*id, "computer", instance.computer);
        }
        for (id, handler) in &document.handlers {
            self.refers(*id, "the handler", *id);
            self.refers(*id, "host", handler.host);
            self.refers_all(*id, "endpoint", handler.endpoint);
        }
        for flow in &document.workload.flows {
            self.refers_all(Element::Environment, "a message flow", flow.hosts());
        }
    }

    fn network(&mut self) {
        let document = self.document;
        for (id, balancer) in &document.load_balancers {
            self.refers(*id, "the load balancer", *id);
            self.refers_all(*id, "members", balancer.members.iter().copied());
            self.refers_all(*id, "serves", balancer.serves.iter().copied());
        }
        for (id, endpoint) in &document.endpoints {
            self.refers(*id, "the endpoint", *id);
            self.refers_all(*id, "computer", endpoint.computer);
            self.refers_all(*id, "cluster_role", endpoint.cluster_role);
        }
        for (id, connection) in &document.connections {
            self.refers(*id, "from", connection.from);
            self.refers(*id, "to", connection.to);
        }
        for (id, firewall) in &document.firewalls {
            self.refers(*id, "from", firewall.from);
            self.refers(*id, "to", firewall.to);
        }
    }

    /// Acceptances refer to what is there, and no finding is accepted twice.
    fn imported(&mut self) {
        let document = self.document;
        self.refers_all(Element::Environment, "imported", document.imported.iter().map(|it| it.element));
    }

    /// At most one note on what is there, in the order of elements, and none that says nothing.
    fn notes(&mut self) {
        let notes = &self.document.notes;
        let noted = notes.iter().map(|it| it.element);
        self.refers_all(Element::Environment, "notes", noted.filter(|it| *it != Element::Environment));
        if notes.iter().any(|it| it.element == Element::Environment) {
            let problem = "a note is on the design as a whole: that stands in the project details";
            self.report(Element::Environment, problem.to_owned());
        }
        self.names_once(Element::Environment, "notes", notes.iter().map(|it| it.element));
        if !notes.is_sorted_by_key(|it| it.element) {
            self.report(Element::Environment, "notes are not sorted by element".to_owned());
        }
        if let Some(blank) = notes.iter().find(|it| it.text.trim().is_empty()) {
            self.report(blank.element, "the note is blank".to_owned());
        }
    }

    fn waivers(&mut self) {
        let document = self.document;
        let mut seen = BTreeSet::new();
        for waiver in &document.waivers {
            let named = waiver.elements.iter().copied().filter(|it| *it != Element::Environment);
            self.refers_all(Element::Environment, "waivers", named);
            if !seen.insert(waiver.key()) {
                let subject = waiver.subject();
                self.report(subject, format!("the same finding of {} stands twice in waivers", waiver.rule));
            }
        }
    }

    /// Figures refer to what is there, and no figure stands twice.
    fn failure_figures(&mut self) {
        let document = self.document;
        let figures = &document.availability.figures;
        let named = figures.iter().filter_map(|it| it.element);
        self.refers_all(Element::Environment, "availability", named);
        if !figures.is_sorted_by(|a, b| a.key() < b.key()) {
            self.report(Element::Environment, "figures of the availability estimate are not in order".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_IDS, check_invariants};
    use crate::document::template;
    use crate::model::Document;

    /// The problems of the completed small design after a change.
    fn problems(change: impl FnOnce(&mut Document)) -> Vec<String> {
        let mut document = template("small-complete").unwrap().document.clone();
        assert_eq!(check_invariants(&document), []);
        change(&mut document);
        check_invariants(&document).into_iter().map(|it| it.problem).collect()
    }

    #[test]
    fn a_failover_cluster_names_each_node_once() {
        let twice = problems(|it| {
            let cluster = it.failover_clusters.edit().values_mut().next().unwrap();
            cluster.nodes.push(cluster.nodes[0].clone());
        });
        assert!(twice.len() == 1 && twice[0].starts_with("nodes names computer-"), "{twice:?}");
    }

    #[test]
    fn a_computer_is_a_node_of_one_failover_cluster() {
        let shared = problems(|it| {
            let mut other = it.failover_clusters.values().next().unwrap().clone();
            other.name = "Another cluster".to_owned();
            let id = it.next_id;
            it.next_id += 1;
            it.failover_clusters.edit().insert(id.into(), other);
        });
        assert!(!shared.is_empty() && shared.iter().all(|it| it.contains("as well")), "{shared:?}");
    }

    #[test]
    fn a_cluster_resource_group_runs_on_its_possible_owners_and_they_are_nodes() {
        let stranger = problems(|it| {
            let is_node = |id| it.failover_clusters.values().any(|it| it.nodes.iter().any(|node| node.computer == id));
            let outside = it.computers.keys().copied().find(|id| !is_node(*id)).unwrap();
            let group = it.resource_groups.edit().values_mut().next().unwrap();
            group.possible_owners.push(outside);
        });
        assert!(stranger.len() == 1 && stranger[0].contains("which is no node of"), "{stranger:?}");
        let elsewhere = problems(|it| {
            let group = it.resource_groups.edit().values_mut().next().unwrap();
            group.active_owner = group.possible_owners.pop();
        });
        assert!(elsewhere.len() == 1 && elsewhere[0].contains("which is no possible owner"), "{elsewhere:?}");
    }

    #[test]
    fn the_counter_of_ids_leaves_room() {
        assert_eq!(problems(|it| it.next_id = MOST_IDS), [""; 0]);
        assert_eq!(problems(|it| it.next_id = u32::MAX).len(), 1);
    }
}
