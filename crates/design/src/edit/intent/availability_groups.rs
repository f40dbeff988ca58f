//! Availability groups made from selected computers.

use super::clusters;
use super::ids::numbered_name;
use crate::edit::{Draft, Edit, EditError};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, ComputerId, ConfiguredName, DatabaseId, Document, Element, Listener,
    SqlInstanceId, SqlPlacement,
};

/// Makes the SQL instances on some computers the replicas of a new availability group with a listener: the one with
/// databases first, all of its databases in the group. The computers become a failover cluster where they are none.
///
/// # Errors
/// Fewer than two computers; one of them does not run exactly one standalone SQL instance, or that is a replica
/// already; two of them run databases; they are nodes of different failover clusters.
pub fn create(document: &Document, computers: &[ComputerId]) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let id = create_in(&mut draft, computers)?;
    let name = Element::from(id).name(draft.document());
    Ok(draft.finish(format!("Create availability group {name}")).selecting([id.into()]))
}

pub(super) fn create_in(draft: &mut Draft<'_>, computers: &[ComputerId]) -> Result<AvailabilityGroupId, EditError> {
    if computers.len() < 2 {
        return refused("an availability group needs at least two computers with SQL Server: select them first");
    }
    let document = draft.document();
    let mut replicas = Vec::new();
    for computer in computers {
        replicas.push(replica_on(document, *computer)?);
    }
    let databases: Vec<Vec<DatabaseId>> = replicas.iter().map(|it| document.databases_on(*it).collect()).collect();
    let with_databases: Vec<usize> = (0..replicas.len()).filter(|at| !databases[*at].is_empty()).collect();
    if with_databases.len() > 1 {
        return refused("two of these SQL instances have databases: only the primary replica brings some");
    }
    let primary = with_databases.first().copied().unwrap_or(0);
    replicas.swap(0, primary);
    failover_cluster_of_all(draft, computers)?;
    let name = numbered_name(draft.document(), "AG");
    let listener = Listener::new(numbered_name(draft.document(), &format!("{name}-LISTENER")));
    let id = draft.add(AvailabilityGroup::new(name, &replicas, Some(listener)));
    for database in databases.into_iter().flatten() {
        draft.change(database, |it| it.availability_group = Some(id));
    }
    for replica in replicas {
        draft.change(replica, |it| it.configured_name = Some(ConfiguredName::Listener));
    }
    Ok(id)
}

/// The one standalone SQL instance on a computer.
fn replica_on(document: &Document, computer: ComputerId) -> Result<SqlInstanceId, EditError> {
    let name = Element::from(computer).name(document);
    let placed = document.sql_instances.iter().filter(|(_, it)| it.placement == SqlPlacement::Standalone(computer));
    let here: Vec<SqlInstanceId> = placed.map(|(id, _)| *id).collect();
    let [one] = here[..] else {
        return refused(format!("{name} has no single standalone SQL instance to be a replica"));
    };
    let mut groups = document.availability_groups.values();
    match groups.find(|it| it.replicas.iter().any(|it| it.sql_instance == one)) {
        Some(group) => refused(format!("the SQL instance on {name} is a replica of {} already", group.name)),
        None => Ok(one),
    }
}

fn failover_cluster_of_all(draft: &mut Draft<'_>, computers: &[ComputerId]) -> Result<(), EditError> {
    let mut known: Vec<_> = computers.iter().map(|it| draft.document().failover_cluster_of(*it)).collect();
    known.dedup();
    match known[..] {
        [Some(_)] => Ok(()),
        [None] => clusters::create_in(draft, computers, None).map(|_| ()),
        _ => refused("the replicas of an availability group are nodes of one failover cluster, and these are not"),
    }
}

fn refused<T>(why: impl Into<String>) -> Result<T, EditError> {
    Err(EditError::Refused(why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::preview;
    use crate::testing::fixture::Fixture;

    fn created(text: &str) -> Result<(String, Document), String> {
        let document = Fixture::parse(text).unwrap().document;
        let computers: Vec<ComputerId> = document.computers.keys().copied().collect();
        let edit = create(&document, &computers).map_err(|it| it.to_string())?;
        Ok((edit.label, preview(&document, &edit.commands).unwrap()))
    }

    #[test]
    fn the_instance_with_databases_becomes_the_primary_replica_on_a_new_failover_cluster() {
        let (label, after) =
            created("computer A\ncomputer B\nsql SQLA on A\nsql SQLB on B\ndatabases SQLB MessageBox Management")
                .unwrap();
        assert_eq!(label, "Create availability group AG1");
        let group = after.availability_groups.values().next().unwrap();
        let names: Vec<String> = group.replicas.iter().map(|it| Element::from(it.sql_instance).name(&after)).collect();
        assert_eq!(names, ["SQLB", "SQLA"]);
        assert!(after.databases.values().all(|it| it.availability_group.is_some()));
        assert_eq!(after.failover_clusters.values().next().unwrap().nodes.len(), 2);
    }

    #[test]
    fn what_cannot_be_a_replica_is_refused_with_the_reason() {
        for (text, why) in [
            ("computer A", "at least two"),
            ("computer A\ncomputer B\nsql SQLA on A", "B has no single standalone SQL instance"),
            (
                "computer A\ncomputer B\nsql SQLA on A\nsql SQLB on B\ndatabases SQLB MessageBox\ndatabases SQLA Management",
                "two of these SQL instances have databases",
            ),
            (
                "computer A\ncomputer B\nsql SQLA on A\nsql SQLB on B\nag G replicas SQLA SQLB",
                "is a replica of G already",
            ),
        ] {
            let refusal = created(text).unwrap_err();
            assert!(refusal.contains(why), "{refusal}");
        }
    }
}
