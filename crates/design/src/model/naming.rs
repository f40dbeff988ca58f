//! Every element that carries a name has one that can be read.

use super::invariants::{Check, InvariantViolation};
use super::{Element, Table};

impl Check<'_> {
    /// Reports every name without a character to see.
    pub(super) fn names(&mut self) {
        let document = self.document;
        self.named(&document.sites, |it| &it.name);
        self.named(&document.tiers, |it| &it.name);
        self.named(&document.biztalk_groups, |it| &it.name);
        self.named(&document.computers, |it| &it.name);
        self.named(&document.physical_hosts, |it| &it.name);
        self.named(&document.failover_clusters, |it| &it.name);
        self.named(&document.resource_groups, |it| &it.name);
        self.named(&document.sql_instances, |it| &it.name);
        self.named(&document.availability_groups, |it| &it.name);
        self.named(&document.databases, |it| &it.name);
        self.named(&document.hosts, |it| &it.name);
        self.named(&document.load_balancers, |it| &it.name);
        self.named(&document.endpoints, |it| &it.name);
        self.named(&document.firewalls, |it| &it.name);
        self.named(&document.storages, |it| &it.name);
    }

    fn named<K: Copy + Ord + Into<Element>, V>(&mut self, table: &Table<K, V>, name: impl Fn(&V) -> &str) {
        for (id, _) in table.iter().filter(|(_, it)| is_blank(name(it))) {
            let problem = "the name is empty; it needs at least one character".to_owned();
            self.violations.push(InvariantViolation { element: (*id).into(), field: "name".to_owned(), problem });
        }
    }
}

/// Whether a name has nothing to see: control characters are not shown.
pub fn is_blank(name: &str) -> bool {
    name.chars().all(|it| it.is_whitespace() || it.is_control())
}
