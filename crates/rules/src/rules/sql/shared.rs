//! Databases that share disks or a physical database.

use std::collections::{BTreeMap, BTreeSet};

use super::apart::keep_tracking_apart;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{Database, DatabaseId, DatabaseKind, SqlInstanceId, TrackingVolume, Volume};
use crate::rules::value::{label, text, word};
use crate::rules::{Report, RuleContext, Value};

/// The stores of each physical database: several where they are consolidated.
fn physical_databases<'a>(
    context: &RuleContext<'a>,
) -> BTreeMap<(SqlInstanceId, String), Vec<(DatabaseId, &'a Database)>> {
    let mut physical: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (id, database) in &context.document.databases {
        let name = database.consolidated_into.as_ref().unwrap_or(&database.name).to_lowercase();
        if !database.kind.is_analysis() && context.is_primary_sql(database.sql_instance) {
            physical.entry((database.sql_instance, name)).or_default().push((*id, database));
        }
    }
    physical
}

/// Gives each of some stores a physical database of its own.
fn separate<'a>(label: String, stores: impl IntoIterator<Item = &'a (DatabaseId, &'a Database)>) -> Option<Edit> {
    let consolidated = stores.into_iter().filter(|(_, it)| it.consolidated_into.is_some());
    let commands: Vec<EditCommand> = consolidated
        .map(|(id, it)| EditCommand::Put(Record::Database(*id, Database { consolidated_into: None, ..(*it).clone() })))
        .collect();
    (!commands.is_empty()).then(|| Edit::new(label, commands))
}

/// SQL-028: one finding per BAM Primary Import or BAM Archive database that shares a physical database.
pub(super) fn bam_databases_stand_alone(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for stores in physical_databases(context).into_values() {
        for (id, database) in &stores {
            if !matches!(database.kind, DatabaseKind::BamPrimaryImport | DatabaseKind::BamArchive) {
                continue;
            }
            looked = true;
            let others: Vec<DatabaseId> = stores.iter().map(|(other, _)| *other).filter(|other| other != id).collect();
            if others.is_empty() {
                continue;
            }
            report
                .finding([*id])
                .involving(others)
                .with("physical-database", text(database.consolidated_into.as_ref().unwrap_or(&database.name)))
                .fix(separate(format!("Give {} a database of its own", database.name), &stores));
        }
    }
    if !looked {
        report.idle("no-bam-primary-import-or-archive-database");
    }
}

/// SQL-029: one finding per physical database that holds more stores than the expected volume allows.
pub(super) fn consolidation_fits_the_volume(context: &RuleContext<'_>, report: &mut Report) {
    let Some(volume) = context.document.environment.volume else {
        return report.idle("no-expected-volume");
    };
    let mut looked = false;
    for ((_, name), stores) in physical_databases(context) {
        let counts = |kind| {
            matches!(
                kind,
                DatabaseKind::Sso
                    | DatabaseKind::Management
                    | DatabaseKind::MessageBox
                    | DatabaseKind::Tracking
                    | DatabaseKind::RuleEngine
            )
        };
        let counted: Vec<_> = stores.iter().filter(|(_, it)| counts(it.kind)).copied().collect();
        let Some((_, database)) = counted.first().filter(|_| counted.len() > 1) else { continue };
        looked = true;
        let fast = context.storage_of(database).is_some_and(|(_, it)| it.high_performance);
        let tracks = counted.iter().any(|(_, it)| it.kind == DatabaseKind::Tracking);
        if fast || !(volume == Volume::High || (volume == Volume::Medium && tracks)) {
            continue;
        }
        let names = context.names(counted.iter().map(|(id, _)| *id));
        report
            .finding(counted.iter().map(|(id, _)| *id))
            .with("physical-database", text(name))
            .with("volume", label(volume))
            .fix(separate(format!("Give {names} a database each"), &counted));
    }
    if !looked {
        report.idle("no-consolidated-database");
    }
}

/// SQL-030: one finding per BizTalk Tracking database that shares a SQL instance or a disk with a MessageBox at medium
/// or high volume.
pub(super) fn tracking_lies_apart(context: &RuleContext<'_>, report: &mut Report) {
    let environment = &context.document.environment;
    let Some(volume) = environment.volume else {
        return report.idle("no-expected-volume");
    };
    let mut looked = false;
    for (id, tracking) in context.databases_of_kind(DatabaseKind::Tracking) {
        let boxes: Vec<_> = context.databases_of_kind(DatabaseKind::MessageBox).collect();
        looked |= !boxes.is_empty();
        let is_heavy = environment.tracking_volume == Some(TrackingVolume::High);
        let told = is_heavy && boxes.iter().any(|(_, it)| share_server(context, it, tracking));
        let shared: BTreeSet<DatabaseId> =
            boxes.iter().filter(|(_, it)| share_files(context, it, tracking)).map(|(id, _)| *id).collect();
        if volume == Volume::Small || told || shared.is_empty() {
            continue;
        }
        let shares_instance = boxes.iter().any(|(_, it)| it.sql_instance == tracking.sql_instance);
        let disk = context.storage_of(tracking).map_or(word("not-drawn"), |(disk, _)| Value::from(disk));
        report
            .finding([id])
            .involving(shared)
            .with("volume", label(volume))
            .with("sql-instance", tracking.sql_instance)
            .with("disk", disk)
            .fix(keep_tracking_apart(context, id, shares_instance));
    }
    if !looked {
        report.idle("no-tracking-database-beside-a-message-box");
    }
}

/// Whether two databases share a SQL instance or the computer on which theirs run (TRK-009).
fn share_server(context: &RuleContext<'_>, one: &Database, other: &Database) -> bool {
    let computer = |it: &Database| context.sql_active_on(it.sql_instance);
    one.sql_instance == other.sql_instance || (computer(one).is_some() && computer(one) == computer(other))
}

/// Whether two databases share a SQL instance or a disk.
fn share_files(context: &RuleContext<'_>, one: &Database, other: &Database) -> bool {
    let disk = |it: &Database| context.storage_of(it).map(|(id, _)| id);
    one.sql_instance == other.sql_instance || (disk(one).is_some() && disk(one) == disk(other))
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const ONE: &str = "computer N\nsql ONE on N\n";

    #[test]
    fn sql_028_keeps_bam_databases_apart() {
        let held = format!("{ONE}databases ONE bam-primary-import management\n");
        let shared = format!("{held}attr bam-primary-import consolidated_into=management #! SQL-028");
        check_rule("SQL-028", &shared);
        check_fix("SQL-028", &shared);
        check_says(
            "SQL-028",
            &shared,
            &["bam-primary-import shares a physical database with management | Physical database: management"],
        );
        check_rule("SQL-028", &held);
        check_rule(
            "SQL-028",
            &format!("{ONE}databases ONE tracking management\nattr tracking consolidated_into=management"),
        );
    }

    #[test]
    fn sql_029_allows_one_physical_database_for_small_volume_only() {
        let one = format!(
            "{ONE}databases ONE tracking management\nattr tracking consolidated_into=ALL\nattr management consolidated_into=ALL\n"
        );
        for volume in ["Medium", "High"] {
            let shared = format!("{one}environment volume={volume} #! SQL-029 tracking");
            check_rule("SQL-029", &shared);
            check_fix("SQL-029", &shared);
        }
        let shared = format!("{one}environment volume=Medium");
        check_says(
            "SQL-029",
            &shared,
            &["tracking and management share one physical database at medium volume | Physical database: all | \
                 Expected volume: Medium"],
        );
        check_rule("SQL-029", &format!("{one}environment volume=Small"));
        check_rule("SQL-029", &one);
        check_rule(
            "SQL-029",
            &format!(
                "{one}storage SAN1 san attached N high_performance=true\nattr ONE storage=@SAN1\nenvironment volume=High"
            ),
        );
        let rest = one.replace("tracking", "rule-engine");
        check_rule("SQL-029", &format!("{rest}environment volume=Medium"));
    }

    #[test]
    fn sql_030_advises_to_keep_tracking_and_messageboxes_apart() {
        let one = format!("{ONE}databases ONE tracking messagebox(master)\n");
        check_rule("SQL-030", &format!("{one}environment volume=High #! SQL-030 tracking"));
        check_fix("SQL-030", &format!("{one}environment volume=High"));
        check_says(
            "SQL-030",
            &format!("{one}environment volume=High"),
            &["tracking shares its SQL instance or its disk with messagebox | Expected volume: High | SQL instance: \
                 ONE | Disk: not drawn"],
        );
        check_rule("SQL-030", &format!("{one}environment volume=High tracking_volume=High"));
        check_rule("SQL-030", &format!("{one}environment volume=Small"));
        check_rule("SQL-030", &one);
        let two = "computer N\ncomputer M\nsql ONE on N\nsql TWO on M\ndatabases ONE tracking\ndatabases TWO messagebox(master)\nenvironment volume=High\n";
        check_rule("SQL-030", two);
        let disk = "storage SAN1 san attached N M\nattr ONE storage=@SAN1\nattr TWO storage=@SAN1 #! SQL-030 tracking";
        check_rule("SQL-030", &format!("{two}{disk}"));
        check_fix("SQL-030", &format!("{two}{disk}"));
        check_says(
            "SQL-030",
            &format!("{two}{disk}"),
            &["tracking shares its SQL instance or its disk with messagebox | Expected volume: High | SQL instance: \
                 ONE | Disk: SAN1"],
        );
    }
}
