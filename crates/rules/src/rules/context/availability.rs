//! Whether a database survives the loss of one computer: `ha(db)` of the rule catalogue.

use std::collections::BTreeSet;

use super::RuleContext;
use crate::model::{
    AvailabilityGroup, BizTalkRelease, ComputerId, Database, DatabaseId, Element, PhysicalHostId, StorageId,
};
use crate::rules::{Attribute, Report};

/// What becomes of a database when the computer that serves it is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survival {
    /// Another computer takes over.
    FailsOver,
    /// Its computer is a virtual machine that restarts on another physical host: interrupted, not lost.
    Restarts,
    /// It depends on this detail, which nobody has stated: whether every possible owner has the data of a storage, or
    /// whether a virtual machine restarts elsewhere.
    NotStated(Element, Attribute),
    /// It is lost with its computer.
    IsLost,
}

impl RuleContext<'_> {
    /// `ha(db)`: the database sits on a failover cluster instance with two possible owners and shared storage, or in
    /// an availability group that meets AG-001 to AG-010.
    pub fn is_highly_available(&self, database: DatabaseId) -> bool {
        self.survival_of(database) == Survival::FailsOver
    }

    /// What becomes of a database when the computer that serves it is lost; one that does not exist is lost.
    pub fn survival_of(&self, database: DatabaseId) -> Survival {
        let Some(it) = self.document.databases.get(&database) else { return Survival::IsLost };
        if it.availability_group.is_some_and(|group| self.document.availability_group_is_sound(group)) {
            return Survival::FailsOver;
        }
        match self.on_failover_cluster_instance(it) {
            Survival::IsLost => match self.sql_owners(it.sql_instance) {
                [only] if self.document.restarts_elsewhere(*only) => Survival::Restarts,
                [only] => self
                    .asks_for_restart(*only)
                    .map_or(Survival::IsLost, |host| Survival::NotStated(host.into(), Attribute::HostCluster)),
                _ => Survival::IsLost,
            },
            other => other,
        }
    }

    /// Whether every one of some computers, at least one, is a virtual machine that restarts elsewhere: losing it
    /// interrupts, and nothing is lost with it. While nobody has said whether their physical hosts form a failover
    /// cluster, that is asked, and no finding yet.
    pub fn all_restart_elsewhere<'c>(
        &self,
        report: &mut Report,
        computers: impl IntoIterator<Item = &'c ComputerId>,
    ) -> bool {
        let mut computers = computers.into_iter().peekable();
        let exist = computers.peek().is_some();
        let lost = computers.filter(|it| !self.document.restarts_elsewhere(**it));
        let asked: Option<Vec<PhysicalHostId>> = lost.map(|it| self.asks_for_restart(*it)).collect();
        let Some(asked) = asked.filter(|_| exist) else { return false };
        for host in asked {
            report.ask(host, Attribute::HostCluster);
        }
        true
    }

    /// The physical host of a virtual machine of which nobody has said whether it belongs to a failover cluster, on whose
    /// other hosts the virtual machine would restart.
    fn asks_for_restart(&self, computer: ComputerId) -> Option<PhysicalHostId> {
        let host = self.document.computers.get(&computer)?.physical_host?;
        self.unstated_hosts.contains(&host).then_some(host)
    }

    fn on_failover_cluster_instance(&self, database: &Database) -> Survival {
        let sql = database.sql_instance;
        if !self.document.is_clustered_twice(sql) {
            return Survival::IsLost;
        }
        let reaches_two = |attached: &BTreeSet<ComputerId>| {
            self.sql_owners(sql).iter().filter(|owner| attached.contains(owner)).count() >= 2
        };
        if let Some((id, storage)) = self.storage_of(database) {
            return match storage.is_shared() {
                Some(true) if reaches_two(&storage.attached) => Survival::FailsOver,
                None if reaches_two(&storage.attached) => Survival::NotStated(id.into(), Attribute::StorageCopies),
                _ => Survival::IsLost,
            };
        }
        let of_two = self.document.storages.iter().filter(|(_, it)| reaches_two(&it.attached));
        let mut not_stated = None;
        for (id, storage) in of_two {
            match storage.is_shared() {
                Some(true) => return Survival::FailsOver,
                None => not_stated = not_stated.or(Some(*id)),
                Some(false) => {}
            }
        }
        not_stated.map_or(Survival::IsLost, |id: StorageId| Survival::NotStated(id.into(), Attribute::StorageCopies))
    }

    /// What decides whether an availability group needs the split of AG-004 and is not entered.
    pub fn missing_for_legacy_split(&self, group: &AvailabilityGroup) -> Vec<(Element, Attribute)> {
        let environment = &self.document.environment;
        let lacks =
            environment.biztalk_release == BizTalkRelease::V2016 && environment.biztalk_cumulative_update.is_none();
        let biztalk = lacks.then_some((Element::Environment, Attribute::BizTalkUpdate));
        let replicas = self.document.replica_instances(group).filter(|(_, sql)| sql.is_before_sp2_of_2016().is_none());
        let sql = replicas.map(|(id, _)| (id.into(), Attribute::SqlUpdate));
        biztalk.into_iter().chain(sql).collect()
    }
}
