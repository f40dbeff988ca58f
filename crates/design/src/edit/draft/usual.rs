//! Elements that are usually added together, or like those there are.

use super::Draft;
use crate::model::{
    BizTalkGroupId, ClusterResourceGroup, Computer, ComputerId, Database, DatabaseId, DatabaseKind, Document,
    FailoverCluster, FailoverClusterId, ResourceGroupId, Role, Slot, SqlInstance, SqlInstanceId, SqlPlacement,
    StorageId, TierId,
};

impl Draft<'_> {
    /// Adds a computer with roles; operating system and domain are those of its neighbors.
    pub fn add_computer(&mut self, name: impl Into<String>, slot: Slot, roles: &[Role]) -> ComputerId {
        let computer = match nearest(self.document(), slot.tier) {
            Some(neighbor) => neighbor.neighbor(name, slot),
            None => {
                let os = Some(self.document().environment.biztalk_release.usual_windows());
                Computer { os, ..Computer::new(name, slot) }
            }
        };
        self.add(computer.with_roles(roles.iter().copied()))
    }

    /// Installs something on a computer.
    pub fn add_role(&mut self, computer: ComputerId, role: Role) {
        self.change(computer, |it| {
            it.roles.insert(role);
        });
    }

    /// Adds a cluster resource group of its own for MSDTC to a failover cluster.
    pub fn add_msdtc(&mut self, id: FailoverClusterId) -> Option<ResourceGroupId> {
        let cluster = self.get(id)?;
        Some(self.add(ClusterResourceGroup::msdtc(id, &cluster)))
    }

    /// Makes a computer a node of a failover cluster.
    pub fn add_node(&mut self, id: FailoverClusterId, computer: ComputerId) {
        self.change(id, |it: &mut FailoverCluster| it.nodes.push(crate::model::ClusterNode::new(computer)));
    }

    /// Makes a computer a possible owner of a cluster resource group.
    pub fn add_owner(&mut self, id: ResourceGroupId, computer: ComputerId) {
        self.change(id, |it| it.possible_owners.push(computer));
    }

    /// Adds a SQL instance of the release and edition of those there are; the first one of a design without databases
    /// carries the core databases.
    pub fn add_sql_instance(
        &mut self,
        name: impl Into<String>,
        placement: SqlPlacement,
        storage: Option<StorageId>,
    ) -> SqlInstanceId {
        let document = self.document();
        let is_first = document.databases.is_empty();
        let usual = SqlInstance::new(name, placement, document.environment.biztalk_release.usual_sql());
        let sql = match document.sql_instances.values().next() {
            Some(model) => SqlInstance {
                release: model.release,
                service_pack: model.service_pack,
                cumulative_update: model.cumulative_update,
                without_updates: model.without_updates,
                edition: model.edition,
                ..usual
            },
            None => usual,
        };
        let id = self.add(SqlInstance { storage, ..sql });
        if is_first {
            self.add_core_databases(id);
        }
        id
    }

    fn add_core_databases(&mut self, sql_instance: SqlInstanceId) {
        let biztalk_group = self.document().biztalk_groups.keys().next().copied();
        for kind in DatabaseKind::CORE {
            self.add_database(kind, sql_instance, biztalk_group);
        }
    }

    /// Adds a database under a name that is free on its SQL instance and in its BizTalk group. The first MessageBox of a BizTalk group is its
    /// master.
    pub fn add_database(
        &mut self,
        kind: DatabaseKind,
        sql_instance: SqlInstanceId,
        biztalk_group: Option<BizTalkGroupId>,
    ) -> DatabaseId {
        let usual = Database::new(kind, sql_instance, biztalk_group);
        let databases = || self.document().databases.values();
        // One name twice could be on different SQL instances, but nobody could tell the databases apart.
        let shares = |it: &Database| it.sql_instance == sql_instance || it.biztalk_group == usual.biztalk_group;
        let taken = |name: &str| databases().any(|it| it.name == name && shares(it));
        let numbered = (2..).map(|number| format!("{}{number}", usual.name));
        let name = std::iter::once(usual.name.clone()).chain(numbered).find(|it| !taken(it)).unwrap_or_default();
        let has_master = databases().any(|it| it.is_master && it.biztalk_group == usual.biztalk_group);
        let is_master = kind == DatabaseKind::MessageBox && !has_master;
        self.add(Database { name, is_master, ..usual })
    }
}

/// The nearest computer of a tier: in it, else in the same site, else any.
fn nearest(document: &Document, tier: TierId) -> Option<&Computer> {
    let site = |tier: TierId| document.tiers.get(&tier).map(|it| it.site);
    let distance = |other: TierId| if other == tier { 0 } else { 2 - u8::from(site(other) == site(tier)) };
    document.computers.values().min_by_key(|it| distance(it.slot.tier))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn the_databases_of_a_biztalk_group_are_told_apart_by_name_wherever_they_are() {
        let document = &template("large").unwrap().document;
        let biztalk_group = document.biztalk_groups.keys().next().copied();
        let sql_instance = *document.sql_instances.keys().next_back().unwrap();
        let mut draft = Draft::of(document);
        let id = draft.add_database(DatabaseKind::MessageBox, sql_instance, biztalk_group);
        assert_eq!(
            draft.document().databases.get(&id).unwrap().name,
            "BizTalkMsgBoxDb4",
            "after three of three others"
        );
    }
}
