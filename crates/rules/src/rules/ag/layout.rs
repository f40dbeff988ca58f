//! The documented layout of older versions: databases of an availability group on SQL instances of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::apart::standalone_like;
use crate::edit::{Edit, Record};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, Database, DatabaseId, DatabaseKind, Listener,
    SqlInstanceId, SqlPlacement,
};
use crate::rules::RuleContext;
use crate::rules::fixes::FixDraft;
use crate::rules::sql::is_supported;

/// The most synchronous replicas of SQL Server 2016 and 2017, the primary one included (AG-017).
const MOST_REPLICAS: usize = 3;

/// The pieces of the split: the sets in their order, each further MessageBox a piece of its own.
fn pieces(context: &RuleContext<'_>, sets: &BTreeMap<u8, Vec<DatabaseId>>) -> Vec<Vec<DatabaseId>> {
    let kind = |id: &DatabaseId| context.document.databases.get(id).map(|it| it.kind);
    let is_box = |id: &DatabaseId| kind(id) == Some(DatabaseKind::MessageBox);
    let boxes: Vec<DatabaseId> = sets.values().flatten().copied().filter(is_box).skip(1).collect();
    let own = |set: &Vec<DatabaseId>| set.iter().copied().filter(|it| !boxes.contains(it)).collect();
    sets.values().map(own).chain(boxes.iter().map(|it| vec![*it])).collect()
}

/// AG-005: leaves the first piece of the split where it is and gives each other one an availability group of its own on
/// further SQL instances of the same computers. `None` where the availability group has other faults, whose copies
/// would be new ones, or ships its log to another site.
pub(super) fn arrange(
    context: &RuleContext<'_>,
    id: AvailabilityGroupId,
    group: &AvailabilityGroup,
    sets: &BTreeMap<u8, Vec<DatabaseId>>,
) -> Option<Edit> {
    let ships = &context.document.disaster_recovery.ships_to;
    let pieces = pieces(context, sets);
    let is_plain = context.document.is_sound_but_for_the_split(id)
        && group.replicas.iter().all(|it| !ships.contains_key(&it.sql_instance))
        && group.replicas.len() <= MOST_REPLICAS;
    if !is_plain || pieces.len() < 2 {
        return None;
    }
    let mut draft = FixDraft::new(context);
    for (index, piece) in pieces.iter().enumerate().skip(1) {
        let number = index.saturating_add(1);
        let replicas = group
            .replicas
            .iter()
            .map(|it| {
                let sql_instance = add_instance(context, &mut draft, it.sql_instance, number)?;
                Some(AvailabilityReplica { sql_instance, ..it.clone() })
            })
            .collect::<Option<Vec<AvailabilityReplica>>>()?;
        let primary = replicas.first()?.sql_instance;
        let own: AvailabilityGroupId = draft.id();
        let listener =
            group.listener.as_ref().map(|it| Listener { name: format!("{}-{number}", it.name), ..it.clone() });
        let name = format!("{} {number}", group.name);
        if context.document.availability_groups.values().any(|it| it.name == name) {
            return None;
        }
        draft.put(Record::AvailabilityGroup(own, AvailabilityGroup { name, replicas, listener, ..group.clone() }));
        for (database, it) in piece.iter().filter_map(|id| Some((*id, context.document.databases.get(id)?))) {
            let moved = Database { sql_instance: primary, availability_group: Some(own), storage: None, ..it.clone() };
            draft.put(Record::Database(database, moved));
        }
    }
    draft.says(format!("split the databases of {} over {} availability groups", group.name, pieces.len()));
    draft.finish()
}

/// A further SQL instance on the computer of another one. `None` where its name is taken or its release is not
/// supported (SQL-021).
fn add_instance(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    model: SqlInstanceId,
    number: usize,
) -> Option<SqlInstanceId> {
    let sql = context.document.sql_instances.get(&model)?;
    let SqlPlacement::Standalone(computer) = sql.placement else { return None };
    if is_supported(&context.document.environment, sql) == Some(false) {
        return None;
    }
    let taken: BTreeSet<&str> = context.document.sql_instances.values().map(|it| it.name.as_str()).collect();
    let name = format!("{} {number}", sql.name);
    if taken.contains(name.as_str()) {
        return None;
    }
    Some(draft.add(standalone_like(sql, name, computer)))
}
