//! Where the files of databases lie.

use super::failover_cluster_instances;
use crate::edit::{Edit, Record};
use crate::model::{DatabaseKind, Element, RaidLevel, Storage, StorageCopies, StorageId, StorageKind};
use crate::rules::value::label;
use crate::rules::{Attribute, Report, RuleContext};

use std::collections::{BTreeMap, BTreeSet};

/// SQL-009: one finding per shared storage of failover cluster instances, or of other cluster resource groups, that is a
/// single point of failure itself.
pub(super) fn shared_storage_is_redundant(context: &RuleContext<'_>, report: &mut Report) {
    let used = used_storages(context);
    if used.is_empty() {
        return report.idle("no-shared-storage");
    }
    for (id, instances) in used {
        let Some(storage) = context.document.storages.get(&id) else { continue };
        let unprotected = matches!(storage.raid, Some(RaidLevel::None | RaidLevel::Raid0));
        match storage.is_redundant() {
            Some(true) => continue,
            Some(false) => {}
            None if storage.kind == StorageKind::Smb => {
                report.ask(id, Attribute::StorageCopies);
                continue;
            }
            None => {
                if storage.raid.is_none() {
                    report.ask(id, Attribute::RaidLevel);
                }
                if storage.redundant_controllers.is_none() {
                    report.ask(id, Attribute::RedundantControllers);
                }
                continue;
            }
        }
        report
            .finding([id])
            .involving(instances.iter().copied())
            .case(match (unprotected, storage.redundant_controllers == Some(false)) {
                (true, true) => "disk-or-controller",
                (true, false) => "disk",
                (false, true) => "controller",
                (false, false) => "copies",
            })
            .with("raid", storage.raid.map(label))
            .with("redundant-controllers", storage.redundant_controllers)
            .with("sql-instances", &instances)
            .fix(protect(id, storage));
    }
}

/// The shared storages of failover cluster instances, each with these; and of cluster resource groups that keep theirs on
/// disks of their own.
fn used_storages(context: &RuleContext<'_>) -> BTreeMap<StorageId, BTreeSet<Element>> {
    let document = context.document;
    let mut used: BTreeMap<StorageId, BTreeSet<Element>> = BTreeMap::new();
    for (sql, _) in failover_cluster_instances(context) {
        let near = context.shared_storages_of(sql).into_iter().map(|(id, _)| id);
        let shared = |id: &StorageId| document.storage_is_shared(*id) == Some(true);
        for id in near.chain(document.storages_of_sql(sql)).filter(shared) {
            used.entry(id).or_default().insert(sql.into());
        }
    }
    let of_sql: BTreeSet<StorageId> = used.keys().copied().collect();
    for role in document.resource_groups.keys().filter(|id| context.sql_in_group(**id).is_empty()) {
        for id in document.disks_of_role(*role).into_iter().filter(|id| !of_sql.contains(id)) {
            used.entry(id).or_default().insert((*role).into());
        }
    }
    used
}

/// RAID 1+0 and redundant controllers, or a second copy where these do not help.
fn protect(id: StorageId, storage: &Storage) -> Edit {
    let raid = match storage.raid {
        None | Some(RaidLevel::None | RaidLevel::Raid0) => Some(RaidLevel::Raid10),
        other => other,
    };
    if storage.kind == StorageKind::Smb {
        let better = Storage { copies: Some(StorageCopies::Replicated), ..storage.clone() };
        return Edit::put(format!("Keep a second copy of {}", storage.name), Record::Storage(id, better));
    }
    if spreads_by_itself(storage.kind) {
        let better = Storage { copies: Some(StorageCopies::Mirrored), ..storage.clone() };
        return Edit::put(format!("Mirror {} between the nodes", storage.name), Record::Storage(id, better));
    }
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
        return report.idle("no-disk-of-a-busy-database");
    }
    for (id, databases) in carried {
        let Some(storage) = context.document.storages.get(&id) else { continue };
        match storage.raid {
            Some(RaidLevel::Raid10 | RaidLevel::Raid01) => {}
            None if spreads_by_itself(storage.kind) => {}
            None => report.ask(id, Attribute::RaidLevel),
            Some(raid) => {
                let better = Storage { raid: Some(RaidLevel::Raid10), ..storage.clone() };
                report
                    .finding([id])
                    .involving(databases)
                    .with("raid", label(raid))
                    .fix(Edit::put(format!("Make {} RAID 1+0", storage.name), Record::Storage(id, better)));
            }
        }
    }
}

/// Whether a kind of storage spreads its data over disks by itself, so that a RAID level is none of its details.
const fn spreads_by_itself(kind: StorageKind) -> bool {
    matches!(kind, StorageKind::StorageSpacesDirect | StorageKind::AzureSharedDisk)
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const CLUSTER: &str = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL\n";

    #[test]
    fn sql_009_fires_on_unprotected_disks_or_a_single_controller() {
        let raid = format!("{CLUSTER}attr CL-array raid=Raid0 #! SQL-009");
        check_rule("SQL-009", &raid);
        check_fix("SQL-009", &raid);
        check_says(
            "SQL-009",
            &raid,
            &["CL-array does not survive the failure of a disk | RAID level: RAID 0 | Redundant controllers: not \
                 entered | Needed by: ONE"],
        );
        let controller = format!("{CLUSTER}attr CL-array raid=Raid5 redundant_controllers=false #! SQL-009");
        check_rule("SQL-009", &controller);
        check_fix("SQL-009", &controller);
        check_says(
            "SQL-009",
            &controller,
            &["CL-array does not survive the failure of a controller | RAID level: RAID 5 | Redundant controllers: \
                 no | Needed by: ONE"],
        );
        let both = controller.replace("Raid5", "None");
        check_says(
            "SQL-009",
            &both,
            &["CL-array does not survive the failure of a disk or a controller | RAID level: No RAID | Redundant \
                 controllers: no | Needed by: ONE"],
        );
    }

    #[test]
    fn sql_009_asks_for_what_is_missing_and_is_content_with_redundant_storage() {
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array raid=Raid10 #? SQL-009"));
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array redundant_controllers=true #? SQL-009"));
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array raid=Raid5 redundant_controllers=true"));
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array raid=Raid0 copies=Replicated"));
        check_rule("SQL-009", &format!("{CLUSTER}attr CL-array kind=StorageSpacesDirect"));
        let single = format!("{CLUSTER}attr CL-array kind=StorageSpacesDirect copies=None #! SQL-009");
        check_rule("SQL-009", &single);
        check_fix("SQL-009", &single);
    }

    #[test]
    fn sql_009_wants_a_second_copy_of_a_file_share_and_asks_for_it() {
        let share = format!("{CLUSTER}attr CL-array kind=Smb raid=Raid10 redundant_controllers=true");
        check_rule("SQL-009", &format!("{share} #? SQL-009"));
        check_rule("SQL-009", &format!("{share} copies=Replicated"));
        let single = format!("{share} copies=None #! SQL-009");
        check_rule("SQL-009", &single);
        check_fix("SQL-009", &single);
    }

    #[test]
    fn sql_009_looks_at_every_disk_of_an_instance_and_at_those_of_other_cluster_resource_groups() {
        let safe = format!("{CLUSTER}attr CL-array raid=Raid10 redundant_controllers=true\nattr ONE storage=@CL-array");
        let second = "storage SLOW attached N1 N2 raid=Raid0";
        check_rule("SQL-009", &format!("{safe}\n{second}"));
        check_rule(
            "SQL-009",
            &format!("{safe}\ndatabases ONE tracking\n{second} #! SQL-009\nattr tracking storage=@SLOW"),
        );
        let role = format!(
            "{safe}\n{second} #! SQL-009\nresource-group DTC on CL resources ip-address network-name physical-disk msdtc"
        );
        check_says(
            "SQL-009",
            &role,
            &[
                "SLOW does not survive the failure of a disk | RAID level: RAID 0 | Redundant controllers: not entered | \
                 Needed by: DTC",
            ],
        );
    }

    #[test]
    fn sql_010_wants_raid_10_under_the_messagebox_and_asks_for_the_level() {
        let held = format!("{CLUSTER}databases ONE messagebox(master)\n");
        let slow = format!("{held}attr CL-array raid=Raid5 #! SQL-010");
        check_rule("SQL-010", &slow);
        check_fix("SQL-010", &slow);
        check_says("SQL-010", &slow, &["CL-array carries messagebox and is RAID 5 | RAID level: RAID 5"]);
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
