//! Mechanisms that BizTalk Server does not support, and how it reaches its SQL instances.

use std::collections::BTreeSet;

use super::apart::spread;
use super::{carriers, failover_cluster_instances};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    Computer, ComputerId, ConfiguredName, Database, Element, Environment, PhysicalHostId, SqlInstance, SqlInstanceId,
    SqlService, Storage, StorageId,
};
use crate::rules::value::label;
use crate::rules::{Attribute, Report, RuleContext};

/// SQL-008: one finding per failover cluster instance whose disk some possible owner cannot reach.
pub(super) fn storage_is_attached_to_every_owner(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, sql) in failover_cluster_instances(context).into_iter().filter(|(id, _)| context.sql_owners(*id).len() > 1)
    {
        let owners = context.sql_owners(id);
        let serves =
            |it: &Storage| it.is_shared() == Some(true) && owners.iter().all(|owner| it.attached.contains(owner));
        let named = sql.storage.and_then(|it| context.document.storages.get(&it));
        let of_another =
            |disk: StorageId| context.sql_instances().any(|(other, it)| other != id && it.storage == Some(disk));
        let mut shared = context.shared_storages_of(id);
        shared.retain(|(disk, _)| sql.storage == Some(*disk) || !of_another(*disk));
        let reachable = named.map_or_else(|| shared.iter().any(|(_, it)| serves(it)), serves);
        let unknown = undecided_storages(context, id, sql);
        for storage in &unknown {
            report.ask(*storage, Attribute::StorageCopies);
        }
        let apart: Vec<_> = context
            .databases_on(id)
            .filter_map(|(_, it)| it.storage)
            .filter(|it| !unknown.contains(it) && context.document.storages.get(it).is_some_and(|it| !serves(it)))
            .collect();
        let reachable = reachable || sql.storage.is_some_and(|it| unknown.contains(&it));
        let drawn = named.is_some() || !shared.is_empty();
        looked |= drawn || !apart.is_empty();
        if (reachable || !drawn) && apart.is_empty() {
            continue;
        }
        let disks: BTreeSet<_> = sql.storage.into_iter().chain(apart).chain(shared.iter().map(|(it, _)| *it)).collect();
        report
            .finding([id])
            .involving(disks.iter().copied())
            .with("owners", owners)
            .with("storage", &disks)
            .fix(super::fixes::share_storage(context, id, sql));
    }
    if !looked {
        report.idle("no-storage-of-a-failover-cluster-instance");
    }
}

/// The local disks of a failover cluster instance and its databases on every possible owner, of which nobody has said
/// whether they are kept alike.
fn undecided_storages(context: &RuleContext<'_>, id: SqlInstanceId, sql: &SqlInstance) -> BTreeSet<StorageId> {
    let owners = context.sql_owners(id);
    let on_own_disk = context.databases_on(id).filter_map(|(_, it)| it.storage);
    let is_undecided =
        |it: &Storage| it.is_shared().is_none() && owners.iter().all(|owner| it.attached.contains(owner));
    let all = sql.storage.into_iter().chain(on_own_disk);
    all.filter(|it| context.document.storages.get(it).is_some_and(is_undecided)).collect()
}

/// SQL-015: one finding per mirrored database.
pub(super) fn mirroring_is_not_used(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.databases.is_empty() {
        return report.idle("no-database");
    }
    for (id, database) in context.document.databases.iter().filter(|(_, it)| it.mirrored) {
        let single = Database { mirrored: false, ..database.clone() };
        report
            .finding([*id])
            .with("sql-instance", database.sql_instance)
            .fix(Edit::put(format!("Do not mirror {}", database.name), Record::Database(*id, single)));
    }
}

/// SQL-016: volume shadow copies are meant as a high-availability mechanism.
pub(super) fn shadow_copies_are_not_availability(context: &RuleContext<'_>, report: &mut Report) {
    let environment = &context.document.environment;
    if environment.volume_shadow_copy_as_ha {
        let without = Environment { volume_shadow_copy_as_ha: false, ..environment.clone() };
        report
            .finding([Element::Environment])
            .fix(Edit::one("Do without volume shadow copies", EditCommand::SetEnvironment(without)));
    }
}

/// SQL-023: one finding per SQL instance with BizTalk databases that, or whose computer, serves other applications.
pub(super) fn sql_is_dedicated(context: &RuleContext<'_>, report: &mut Report) {
    let instances = carriers(context);
    if instances.is_empty() {
        return report.idle("no-sql-instance-with-databases");
    }
    for (id, sql) in instances {
        let busy = |it: &ComputerId| context.document.computers.get(it).is_some_and(|it| it.serves_other_applications);
        let shared: Vec<ComputerId> = context.sql_owners(id).iter().copied().filter(busy).collect();
        if shared.is_empty() && !sql.serves_other_applications {
            continue;
        }
        let mut commands: Vec<EditCommand> = Vec::new();
        if sql.serves_other_applications {
            let own = SqlInstance { serves_other_applications: false, ..sql.clone() };
            commands.push(EditCommand::Put(Record::SqlInstance(id, own)));
        }
        for computer in &shared {
            if let Some(it) = context.document.computers.get(computer) {
                let own = Computer { serves_other_applications: false, ..it.clone() };
                commands.push(EditCommand::Put(Record::Computer(*computer, own)));
            }
        }
        report
            .finding([id])
            .involving(shared.iter().copied())
            .with("sql-instance-serves-others", sql.serves_other_applications)
            .with("computers", shared)
            .fix(Edit::new(format!("Dedicate {} to BizTalk Server", sql.name), commands));
    }
}

/// SQL-024: one finding per named SQL instance of Analysis Services.
pub(super) fn analysis_services_are_not_named(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, sql) in context.sql_instances() {
        let analyses = context.databases_on(id).any(|(_, it)| it.kind.is_analysis());
        looked |= analyses || sql.services.contains(&SqlService::AnalysisServices);
        if sql.analysis_services_named {
            let default = SqlInstance { analysis_services_named: false, ..sql.clone() };
            report.finding([id]).fix(Edit::put(
                format!("Make Analysis Services of {} the default SQL instance", sql.name),
                Record::SqlInstance(id, default),
            ));
        }
    }
    if !looked {
        report.idle("no-analysis-services");
    }
}

/// SQL-025: one finding per failover cluster instance that BizTalk Server reaches by the name of one node.
pub(super) fn cluster_name_is_configured(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, sql) in failover_cluster_instances(context) {
        if !context.databases_on(id).any(|(_, it)| it.availability_group.is_none()) {
            continue;
        }
        looked = true;
        match sql.configured_name {
            None => report.ask(id, Attribute::ConfiguredName),
            Some(name @ (ConfiguredName::NodeName | ConfiguredName::ServerName)) => {
                let configured_name = Some(ConfiguredName::ClusterNetworkName);
                let changed = SqlInstance { configured_name, ..sql.clone() };
                report.finding([id]).with("configured-name", label(name)).with("owners", context.sql_owners(id)).fix(
                    Edit::put(
                        format!("Reach {} by its cluster network name", sql.name),
                        Record::SqlInstance(id, changed),
                    ),
                );
            }
            Some(_) => {}
        }
    }
    if !looked {
        report.idle("no-failover-cluster-instance-with-databases");
    }
}

/// SQL-026: one finding per failover cluster instance, or availability group, all of whose computers are virtual
/// machines of one physical host.
pub(super) fn nodes_stand_on_several_physical_hosts(context: &RuleContext<'_>, report: &mut Report) {
    let mut subjects: Vec<(Element, Vec<ComputerId>)> = failover_cluster_instances(context)
        .into_iter()
        .map(|(id, _)| (id.into(), context.sql_owners(id).to_vec()))
        .collect();
    for (id, group) in &context.document.availability_groups {
        if context.document.databases_in(*id).next().is_some() {
            let owners = |sql: SqlInstanceId| context.sql_owners(sql).iter().copied();
            subjects.push(((*id).into(), group.replicas.iter().flat_map(|it| owners(it.sql_instance)).collect()));
        }
    }
    let mut looked = false;
    for (subject, computers) in subjects.into_iter().filter(|(_, computers)| computers.len() > 1) {
        let host_of = |it: &ComputerId| context.document.computers.get(it).and_then(|it| it.physical_host);
        let hosts: BTreeSet<Option<PhysicalHostId>> = computers.iter().map(host_of).collect();
        looked |= !hosts.contains(&None);
        let Some(Some(host)) = hosts.first().filter(|_| hosts.len() == 1) else { continue };
        report
            .finding([subject, (*host).into()])
            .involving(computers.iter().copied())
            .with("computers", &computers)
            .fix(spread(context, &computers, *host));
    }
    if !looked {
        report.idle("no-physical-hosts-entered");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const CLUSTER: &str = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL\ndatabases ONE management\n";

    #[test]
    fn sql_008_wants_the_disk_on_every_owner() {
        check_rule("SQL-008", CLUSTER);
        for text in [
            "storage DISK attached N1\nattr ONE storage=@DISK #! SQL-008",
            "storage DISK local attached N1 N2 copies=None\nattr ONE storage=@DISK #! SQL-008",
            "storage DISK local attached N1 copies=Mirrored\nattr ONE storage=@DISK #! SQL-008",
            "storage DISK attached N1\nattr management storage=@DISK #! SQL-008 ONE",
        ] {
            check_rule("SQL-008", &format!("{CLUSTER}{text}"));
            check_fix("SQL-008", &format!("{CLUSTER}{text}"));
        }
    }

    #[test]
    fn sql_008_asks_of_local_disks_whether_they_are_kept_alike() {
        check_rule(
            "SQL-008",
            &format!("{CLUSTER}storage DISK local attached N1 N2 #? SQL-008\nattr ONE storage=@DISK"),
        );
        for copies in ["Mirrored", "Replicated"] {
            let alike = format!("{CLUSTER}storage DISK local attached N1 N2 copies={copies}\nattr ONE storage=@DISK");
            check_rule("SQL-008", &alike);
            check_rule("SQL-001", &alike);
        }
    }

    #[test]
    fn sql_015_and_sql_016_refuse_mirroring_and_shadow_copies() {
        let mirrored = format!("{CLUSTER}attr management mirrored=true #! SQL-015");
        check_rule("SQL-015", &mirrored);
        check_fix("SQL-015", &mirrored);
        check_says(
            "SQL-015",
            &mirrored,
            &["management is mirrored, which BizTalk Server does not support | SQL instance: ONE"],
        );
        check_rule("SQL-015", CLUSTER);
        let copies = format!("{CLUSTER}environment volume_shadow_copy_as_ha=true #! SQL-016");
        check_rule("SQL-016", &copies);
        check_fix("SQL-016", &copies);
        check_says(
            "SQL-016",
            &copies,
            &["Volume shadow copies are meant as a high-availability mechanism, which is not supported"],
        );
        check_rule("SQL-016", CLUSTER);
    }

    #[test]
    fn sql_023_wants_sql_server_for_biztalk_alone() {
        for flag in [
            "attr ONE serves_other_applications=true #! SQL-023",
            "attr N2 serves_other_applications=true #! SQL-023 ONE",
        ] {
            check_rule("SQL-023", &format!("{CLUSTER}{flag}"));
            check_fix("SQL-023", &format!("{CLUSTER}{flag}"));
        }
        check_rule("SQL-023", CLUSTER);
    }

    #[test]
    fn sql_024_wants_the_default_instance_of_analysis_services() {
        let named = format!("{CLUSTER}attr ONE analysis_services_named=true #! SQL-024");
        check_rule("SQL-024", &named);
        check_fix("SQL-024", &named);
        check_says("SQL-024", &named, &["Analysis Services of ONE is a named SQL instance, which is not supported"]);
        check_rule("SQL-024", CLUSTER);
    }

    #[test]
    fn sql_025_wants_the_cluster_name_and_asks_for_it() {
        let node = format!("{CLUSTER}attr ONE configured_name=NodeName #! SQL-025");
        check_rule("SQL-025", &node);
        check_fix("SQL-025", &node);
        check_says(
            "SQL-025",
            &node,
            &["BizTalk Server reaches ONE by the name of one node | Configured name: Name of one node | Possible \
                 owners: N1 and N2"],
        );
        check_rule("SQL-025", &format!("{CLUSTER}attr ONE configured_name=null #? SQL-025"));
        check_rule("SQL-025", CLUSTER);
        check_rule("SQL-025", "computer N\nsql ONE on N configured_name=NodeName\ndatabases ONE management");
    }

    #[test]
    fn sql_026_wants_several_physical_hosts() {
        let hosts = format!("physical-host H1\nphysical-host H2\n{CLUSTER}attr N1 physical_host=@H1\n");
        check_rule("SQL-026", &format!("{hosts}attr N2 physical_host=@H1 #! SQL-026 ONE"));
        check_fix("SQL-026", &format!("{hosts}attr N2 physical_host=@H1"));
        check_fix("SQL-026", &format!("{hosts}attr N2 physical_host=@H1").replace("physical-host H2\n", ""));
        check_rule("SQL-026", &format!("{hosts}attr N2 physical_host=@H2"));
        check_rule("SQL-026", &hosts);
    }
}
