//! Fixes that put databases into an availability group.

use crate::edit::{Edit, Record};
use crate::model::{AvailabilityGroupId, Database, DatabaseId, DatabaseKind, RecoveryModel, SqlEdition, SqlInstanceId};
use crate::rules::RuleContext;
use crate::rules::fixes::FixDraft;

/// The primary replica of an availability group that can take a database in. `None` where that would be a new fault: a
/// basic group (AG-006), versions that need the split (AG-004), or a name that is taken.
fn primary_for(
    context: &RuleContext<'_>,
    id: Option<DatabaseId>,
    name: &str,
    into: AvailabilityGroupId,
) -> Option<SqlInstanceId> {
    let group = context.document.availability_groups.get(&into)?;
    let primary = group.replicas.first()?.sql_instance;
    let is_basic = context.document.replica_instances(group).any(|(_, sql)| sql.edition == SqlEdition::Standard);
    let clashes = context.databases_on(primary).any(|(other, it)| Some(other) != id && it.name == name);
    (!is_basic && !clashes && !context.document.needs_legacy_split(group)).then_some(primary)
}

/// A database as it is in an availability group, on the primary replica. `None` where that would be a new fault.
fn inside(
    context: &RuleContext<'_>,
    id: DatabaseId,
    database: &Database,
    into: AvailabilityGroupId,
) -> Option<Database> {
    let primary = primary_for(context, Some(id), &database.name, into)?;
    let ships = |sql: SqlInstanceId| context.document.disaster_recovery.ships_to.contains_key(&sql);
    if ships(database.sql_instance) && !ships(primary) {
        return None;
    }
    Some(Database {
        sql_instance: primary,
        availability_group: Some(into),
        storage: None,
        consolidated_into: None,
        ..database.clone()
    })
}

/// Puts a database into an availability group, on its primary replica. `None` where that would be a new fault.
pub(in crate::rules) fn put_into(
    context: &RuleContext<'_>,
    id: DatabaseId,
    database: &Database,
    into: AvailabilityGroupId,
) -> Option<Edit> {
    let group = context.name(into);
    let inside = inside(context, id, database, into)?;
    Some(Edit::put(format!("Add {} to {group}", database.name), Record::Database(id, inside)))
}

/// Puts databases into the sound availability group that holds other databases already. `None` where there is none or
/// one of them would be a new fault there.
pub(in crate::rules) fn join_the_others(
    context: &RuleContext<'_>,
    databases: &[(DatabaseId, &Database)],
) -> Option<Edit> {
    let holds_others = |id: AvailabilityGroupId| {
        let mut others = context.document.databases_in(id);
        others.any(|(_, it)| it.biztalk_group.is_some() && databases.iter().all(|(_, new)| is_near(it, new)))
    };
    let groups = context.document.availability_groups.keys().copied();
    let into = groups.into_iter().find(|id| holds_others(*id) && context.document.availability_group_is_sound(*id))?;
    let mut draft = FixDraft::new(context);
    for (id, database) in databases {
        draft.put(Record::Database(*id, inside(context, *id, database, into)?));
    }
    let names = context.names(databases.iter().map(|(id, _)| *id));
    draft.says(format!("add {names} to {}", context.name(into)));
    draft.finish()
}

/// Whether two databases serve the same BizTalk group; the SSO database serves all of them.
fn is_near(other: &Database, database: &Database) -> bool {
    database.biztalk_group.is_none() || database.biztalk_group == other.biztalk_group
}

/// Adds the SSIS catalog to an availability group. `None` where that would be a new fault.
pub(in crate::rules) fn add_ssis_catalog(context: &RuleContext<'_>, into: AvailabilityGroupId) -> Option<Edit> {
    let name = DatabaseKind::SsisCatalog.default_name();
    let primary = primary_for(context, None, name, into)?;
    let group = context.document.databases_in(into).find_map(|(_, it)| it.biztalk_group);
    let catalog = Database {
        availability_group: Some(into),
        recovery_model: Some(RecoveryModel::Full),
        ..Database::new(DatabaseKind::SsisCatalog, primary, group)
    };
    let mut draft = FixDraft::new(context);
    draft.add(catalog);
    draft.says(format!("add {name} to {}", context.name(into)));
    draft.finish()
}
