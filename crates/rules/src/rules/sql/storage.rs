//! Where the files of databases lie.

use super::failover_cluster_instances;
use crate::edit::{Edit, Record};
use crate::model::{DatabaseKind, Element, RaidLevel, Storage, StorageId};
use crate::rules::{Attribute, Report, RuleContext};

use std::collections::{BTreeMap, BTreeSet};

/// SQL-009: one finding per shared storage of failover cluster instances that is a single point of failure itself.
pub(super) fn shared_storage_is_redundant(context: &RuleContext<'_>, report: &mut Report) {
    let mut used: BTreeMap<StorageId, BTreeSet<Element>> = BTreeMap::new();
    for (sql, _) in failover_cluster_instances(context) {
        for (id, _) in context.shared_storages_of(sql) {
            used.entry(id).or_default().insert(sql.into());
        }
    }
    if used.is_empty() {
        return report.not_applicable("no shared storage of a failover cluster instance");
    }
    for (id, instances) in used {
        let Some(storage) = context.document.storages.get(&id) else { continue };
        let unprotected = matches!(storage.raid, Some(RaidLevel::None | RaidLevel::Raid0));
        if !unprotected && storage.redundant_controllers != Some(false) {
            if storage.raid.is_none() {
                report.ask(id, Attribute::RaidLevel);
            }
            if storage.redundant_controllers.is_none() {
                report.ask(id, Attribute::RedundantControllers);
            }
            continue;
        }
        let what = match (unprotected, storage.redundant_controllers == Some(false)) {
            (true, true) => "a disk or a controller",
            (true, false) => "a disk",
            _ => "a controller",
        };
        report
            .finding([Element::from(id)].into_iter().chain(instances.iter().copied()))
            .message(format!("{} does not survive the failure of {what}", storage.name))
            .fact("RAID level", storage.raid.map_or("not entered", RaidLevel::label))
            .fact("Redundant controllers", yes_no(storage.redundant_controllers))
            .fact("SQL instances on it", context.names(instances))
            .fix(protect(id, storage));
    }
}

/// An optional yes or no, for a fact.
fn yes_no(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not entered",
    }
}

/// RAID 1+0 and redundant controllers.
fn protect(id: StorageId, storage: &Storage) -> Edit {
    let raid = match storage.raid {
        None | Some(RaidLevel::None | RaidLevel::Raid0) => Some(RaidLevel::Raid10),
        other => other,
    };
    let better = Storage { raid, redundant_controllers: Some(true), ..storage.clone() };
    Edit::put(format!("Make {} redundant: disks and controllers", storage.name), Record::Storage(id, better))
}

/// SQL-010: one finding per disk that carries a MessageBox or a BAM Primary Import database and is not RAID 1+0.
pub(super) fn busy_databases_lie_on_raid_10(context: &RuleContext<'_>, report: &mut Report) {
    let mut carried: BTreeMap<StorageId, BTreeSet<Element>> = BTreeMap::new();
    for kind in [DatabaseKind::MessageBox, DatabaseKind::BamPrimaryImport] {
        for (id, database) in context.databases_of_kind(kind) {
            let disks: Vec<StorageId> = match context.storage_of(database) {
                Some((disk, _)) => vec![disk],
                None => context.shared_storages_of(database.sql_instance).iter().map(|(disk, _)| *disk).collect(),
            };
            for disk in disks {
                carried.entry(disk).or_default().insert(id.into());
            }
        }
    }
    if carried.is_empty() {
        return report.not_applicable("no disk of a MessageBox or BAM Primary Import database is drawn");
    }
    for (id, databases) in carried {
        let Some(storage) = context.document.storages.get(&id) else { continue };
        match storage.raid {
            Some(RaidLevel::Raid10 | RaidLevel::Raid01) => {}
            None => report.ask(id, Attribute::RaidLevel),
            Some(raid) => {
                let names = context.names(databases.iter().copied());
                let better = Storage { raid: Some(RaidLevel::Raid10), ..storage.clone() };
                report
                    .finding([Element::from(id)].into_iter().chain(databases))
                    .message(format!("{} carries {names} and is {}", storage.name, raid.label()))
                    .fact("RAID level", raid.label())
                    .fix(Edit::put(format!("Make {} RAID 1+0", storage.name), Record::Storage(id, better)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    const CLUSTER: &str = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL\n";

    #[test]
    fn sql_009_fires_on_unprotected_disks_or_a_single_controller() {
        let raid = format!("{CLUSTER}attr CL-array raid=Raid0 #! SQL-009");
        check_rule("SQL-009", &raid);
        check_fix("SQL-009", &raid);
        let controller = format!("{CLUSTER}attr CL-array raid=Raid5 redundant_controllers=false #! SQL-009");
        check_rule("SQL-009", &controller);
        check_fix("SQL-009", &controller);
    }

    #[test]
    fn sql_009_asks_for_what_is_missing_and_is_content_with_redundant_storage() {
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array raid=Raid10 #? SQL-009"));
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array redundant_controllers=true #? SQL-009"));
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array raid=Raid5 redundant_controllers=true"));
    }

    #[test]
    fn sql_010_wants_raid_10_under_the_messagebox_and_asks_for_the_level() {
        let held = format!("{CLUSTER}databases ONE messagebox(master)\n");
        let slow = format!("{held}attr CL-array raid=Raid5 #! SQL-010");
        check_rule("SQL-010", &slow);
        check_fix("SQL-010", &slow);
        check_rule("SQL-010", &format!("{held}attr CL-array redundant_controllers=true #? SQL-010"));
        check_rule("SQL-010", &format!("{held}attr CL-array raid=Raid01"));
        check_rule("SQL-010", &format!("{CLUSTER}databases ONE management\nattr CL-array raid=Raid5"));
    }

    #[test]
    fn sql_010_looks_at_the_disk_of_the_database_first() {
        check_rule(
            "SQL-010",
            &format!(
                "{CLUSTER}databases ONE messagebox(master)\nattr CL-array raid=Raid5
                storage FAST attached N1 N2 raid=Raid10\nattr messagebox storage=@FAST"
            ),
        );
    }
}
