//! When SQL instances, availability groups and databases are lost, and when they have to move.

use super::clusters::GroupTerms;
use super::{Builder, Span, cited};
use crate::availability::Term;
use crate::dependency::assumption::Taken;
use crate::dependency::event::{Because, EventClass};
use crate::model::{
    AvailabilityGroupId, BizTalkGroupId, ComputerId, ConfiguredName, Database, DatabaseId, DatabaseKind, Element,
    ResourceGroupId, SqlInstanceId, SqlPlacement, StorageId,
};
use crate::model::{LocalService, Part};

/// A SQL instance: lost, moved.
pub(super) type SqlTerms = GroupTerms;

impl Builder<'_> {
    /// When a SQL instance is lost or has to move.
    pub(super) fn sql_instance(&mut self, id: SqlInstanceId) -> SqlTerms {
        if let Some(terms) = self.sql.get(&id) {
            return *terms;
        }
        let Some(placement) = self.document.sql_instances.get(&id).map(|it| it.placement) else {
            return SqlTerms::SAFE;
        };
        let service = self.part(Element::SqlInstance(id).into(), cited::PLANNING);
        let terms = match placement {
            SqlPlacement::Standalone(computer) => {
                let down = self.computer(computer);
                let storage = self.own_storage(id);
                let lost = self.logic.or([down, service, storage]);
                let restarts = self.computer_restarts(computer);
                let dtc = self.service(computer, LocalService::Msdtc, cited::PLANNING);
                self.dtc.insert(id, SqlTerms { lost: dtc, moved: Term::NEVER });
                SqlTerms { lost, moved: restarts }
            }
            SqlPlacement::Clustered(group) => self.failover_cluster_instance(id, group, service),
        };
        let text = [&*Element::SqlInstance(id).called(self.document), " is down"].concat();
        let lost = self.note(terms.lost, id.into(), cited::PLANNING, text);
        let terms = SqlTerms { lost, moved: terms.moved };
        self.sql.insert(id, terms);
        terms
    }

    fn failover_cluster_instance(&mut self, id: SqlInstanceId, group: ResourceGroupId, service: Term) -> SqlTerms {
        let with_data = self.document.owners_with_data(id, self.storage_named_for(id));
        let mut owners = self.owners(group);
        owners.retain(|it| with_data.contains(it));
        let configured = self.document.sql_instances.get(&id).and_then(|it| it.configured_name);
        if configured == Some(ConfiguredName::NodeName) {
            // BizTalk Server looks for it where it was, so no failover helps (SQL-002).
            owners.truncate(1);
        }
        let mut down: Vec<Term> = owners.iter().map(|owner| self.computer(*owner)).collect();
        if let Some(active) = down.first_mut() {
            *active = self.logic.or([*active, service]);
        }
        let down = self.with_its_role(group, down, cited::FCI);
        let what = Element::SqlInstance(id).name(self.document);
        let terms = self.moving(group, &down, &owners, &what, cited::FCI);
        let storage = self.own_storage(id);
        self.clustered_dtc(id, group, &owners, down.terms());
        let address = self.role_address_lost(group, &owners);
        let lost = self.logic.or([terms.lost, storage, address]);
        SqlTerms { lost, moved: terms.moved }
    }

    fn storage_named_for(&self, id: SqlInstanceId) -> Option<StorageId> {
        self.document.sql_instances.get(&id).and_then(|it| it.storage)
    }

    /// A database on a storage of its own is gone when every owner of the SQL instance that reaches it is.
    fn out_of_reach(&mut self, database: &Database) -> Term {
        let Some(storage) = database.storage else { return Term::NEVER };
        let sql = database.sql_instance;
        let others = self.document.owners_with_data(sql, self.storage_named_for(sql));
        let owners = self.document.owners_with_data(sql, Some(storage));
        if owners.len() >= others.len() {
            return Term::NEVER;
        }
        let down: Vec<Term> = owners.into_iter().map(|it| self.computer(it)).collect();
        self.logic.and(down)
    }

    /// When the data of a SQL instance is lost.
    fn own_storage(&mut self, id: SqlInstanceId) -> Term {
        let storages = self.document.storages_of_sql(id);
        let terms: Vec<Term> = storages.into_iter().map(|storage| self.storage(storage)).collect();
        self.logic.or(terms)
    }

    /// MSDTC is gone where the SQL instance runs, or moves: the clustered one of its failover cluster, else that of the
    /// node. One in the cluster resource group of the SQL instance itself goes with it.
    fn clustered_dtc(&mut self, id: SqlInstanceId, group: ResourceGroupId, owners: &[ComputerId], down: &[Term]) {
        if self.dtc.contains_key(&id) {
            return;
        }
        let document = self.document;
        let cluster = document.resource_groups.get(&group).map(|it| it.failover_cluster);
        let terms = match cluster.and_then(|it| document.clustered_msdtc(it)) {
            Some(dtc) if dtc == group => GroupTerms::SAFE,
            Some(dtc) => self.resource_group(dtc),
            None => {
                let mut cases = Vec::new();
                for (index, owner) in owners.iter().enumerate() {
                    let local = self.service(*owner, LocalService::Msdtc, cited::PLANNING);
                    let earlier: Vec<Term> = down.iter().take(index).copied().chain([local]).collect();
                    cases.push(self.logic.and(earlier));
                }
                GroupTerms { lost: self.logic.or(cases), moved: Term::NEVER }
            }
        };
        let text = format!("MSDTC of {} is down", Element::SqlInstance(id).name(document));
        let terms = GroupTerms { lost: self.note(terms.lost, id.into(), cited::PLANNING, text), moved: terms.moved };
        self.dtc.insert(id, terms);
    }

    /// The MSDTC of a database's SQL instance: without it transactions with that SQL instance fail.
    pub(super) fn dtc_of_database(&mut self, id: DatabaseId) -> Option<(SqlInstanceId, SqlTerms)> {
        let sql = self.document.databases.get(&id)?.sql_instance;
        self.sql_instance(sql);
        Some((sql, *self.dtc.get(&sql)?))
    }

    /// When an availability group is lost or has to move: without hands it goes to its automatic partners only, and only
    /// for those who reach it by its listener.
    fn availability_group(&mut self, id: AvailabilityGroupId, sql: SqlInstanceId) -> SqlTerms {
        let document = self.document;
        let Some(group) = document.availability_groups.get(&id) else { return self.sql_instance(sql) };
        let Some(primary) = group.replicas.first() else { return self.sql_instance(sql) };
        let first = self.sql_instance(primary.sql_instance);
        let leads = document.sql_instances.get(&sql).map(|it| it.leads_to_listener());
        let by_listener = group.listener.is_some() && leads != Some(Some(false));
        let partners = if by_listener { document.automatic_partners(id) } else { Vec::new() };
        if leads == Some(None) && !partners.is_empty() {
            let name = Element::SqlInstance(sql).name(document);
            self.assume(name, Taken::ByListener(group.name.clone()));
        }
        let mut all = vec![first.lost];
        for partner in &partners {
            let terms = self.sql_instance(*partner);
            all.push(terms.lost);
        }
        let nowhere = self.logic.and(all);
        let text = format!("{} has no replica left that takes over by itself", group.name);
        let nowhere = self.note(nowhere, id.into(), cited::AVAILABILITY_GROUPS, text);
        let cluster = document
            .owners_of_sql(primary.sql_instance)
            .first()
            .and_then(|computer| document.failover_cluster_of(*computer));
        let quorum = cluster.map_or(Term::NEVER, |cluster| self.quorum(cluster));
        let mut causes = vec![nowhere, quorum];
        if !partners.is_empty() {
            let name = format!("{} is failing over", group.name);
            let because = cited::AVAILABILITY_GROUPS;
            causes.push(self.residual(EventClass::TransitionWindow, id.into(), name, because));
            if self.span == Span::Moment {
                let active = document.active_computer_of_sql(primary.sql_instance);
                causes.extend(active.map(|it| self.leaving(it, because)));
            } else {
                let name = format!("the replicas of {} fail from one cause", group.name);
                causes.push(self.residual(EventClass::CommonCause, id.into(), name, Because::Judgment));
            }
        }
        if let (Some(listener), true) = (&group.listener, by_listener) {
            let replicas = group.replicas.iter().map(|it| it.sql_instance);
            let owners: Vec<ComputerId> = replicas
                .filter_map(|it| document.active_computer_of_sql(it))
                .filter(|it| document.is_primary(*it))
                .collect();
            causes.push(self.address_lost(&owners, listener.address));
        }
        let lost = self.logic.or(causes);
        let moved = self.logic.or([first.lost, first.moved]);
        SqlTerms { lost, moved }
    }

    /// When a database is lost or has to move.
    pub(super) fn database(&mut self, id: DatabaseId) -> SqlTerms {
        let document = self.document;
        let Some(database) = document.databases.get(&id) else { return SqlTerms::SAFE };
        let carrier = match document.moves_with(database) {
            Some(group) => self.availability_group(group, database.sql_instance),
            None => self.sql_instance(database.sql_instance),
        };
        let own = self.part(Element::Database(id).into(), cited::DATABASES);
        let storage = database.storage.map_or(Term::NEVER, |storage| self.storage(storage));
        let apart = match document.moves_with(database) {
            Some(_) => Term::NEVER,
            None => self.out_of_reach(database),
        };
        SqlTerms { lost: self.logic.or([carrier.lost, own, storage, apart]), moved: carrier.moved }
    }

    /// The databases of a kind that a BizTalk group uses in the primary site.
    pub(super) fn databases_of(&self, group: BizTalkGroupId, kind: DatabaseKind) -> Vec<DatabaseId> {
        let group = Some(group).filter(|_| kind != DatabaseKind::Sso);
        self.databases.of(&(group, kind)).to_vec()
    }

    /// A database whose failover makes host instances restart: MessageBox and Management.
    pub(super) fn group_databases(&self, group: BizTalkGroupId) -> Vec<DatabaseId> {
        let mut found = self.databases_of(group, DatabaseKind::MessageBox);
        found.extend(self.databases_of(group, DatabaseKind::Management));
        found
    }

    /// Something that hosts of a BizTalk group are connected to fails over, so that in-process host instances restart.
    pub(super) fn group_moved(&mut self, group: BizTalkGroupId) -> Term {
        if let Some(term) = self.moved.get(&group) {
            return *term;
        }
        let terms: Vec<Term> =
            self.group_databases(group).into_iter().map(|database| self.database(database).moved).collect();
        let mut term = self.logic.or(terms.iter().copied());
        // With all databases on one SQL instance it is that instance's own gate, which has its own words.
        if !terms.contains(&term) {
            let text = "in-process host instances have to restart";
            term = self.note(term, group.into(), cited::RECYCLE, text);
        }
        self.moved.insert(group, term);
        term
    }

    /// SQL Server Agent does not run where a MessageBox of the BizTalk group is.
    pub(super) fn agents_of(&mut self, group: BizTalkGroupId) -> Term {
        let document = self.document;
        let instances: std::collections::BTreeSet<SqlInstanceId> = self
            .databases_of(group, DatabaseKind::MessageBox)
            .into_iter()
            .filter_map(|id| document.databases.get(&id))
            .map(|it| it.sql_instance)
            .collect();
        let mut terms = Vec::new();
        for id in instances {
            let runs = document.sql_instances.get(&id).is_none_or(|it| it.agent_running);
            let event = self.part(Part::SqlAgent(id), cited::JOBS);
            let starts_again = self.span == Span::Left && document.agent_resource_of(id).is_some();
            let clustered =
                document.sql_instances.get(&id).is_some_and(|it| matches!(it.placement, SqlPlacement::Clustered(_)));
            terms.push(match (runs, starts_again) {
                (false, _) => Term::ALWAYS,
                (true, true) => Term::NEVER,
                // Without a resource of its own it stays behind when SQL Server fails over (SQL-018).
                (true, false) if clustered && document.agent_resource_of(id).is_none() => {
                    let moved = self.sql_instance(id).moved;
                    self.logic.or([event, moved])
                }
                (true, false) => event,
            });
        }
        self.logic.or(terms)
    }
}
