//! Which databases are in an availability group.

use std::collections::{BTreeMap, BTreeSet};

use super::apart::add_bam_node;
use super::{groups, judged_groups};
use crate::edit::{Edit, Record};
use crate::model::{
    AvailabilityGroupId, BizTalkGroupId, BizTalkRelease, Database, DatabaseId, DatabaseKind, Element, SqlEdition,
    SqlInstanceId,
};
use crate::rules::fixes::joining::{add_ssis_catalog, put_into};
use crate::rules::value::{elements, label};
use crate::rules::{Report, RuleContext};

/// AG-013: one finding per Analysis Services database that is said to be in an availability group.
pub(super) fn analysis_stays_outside(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, database) in context.document.databases.iter().filter(|(_, it)| it.kind.is_analysis()) {
        looked = true;
        let Some(group) = database.availability_group else { continue };
        let outside = Database { availability_group: None, ..database.clone() };
        report.finding([Element::from(*id), group.into()]).with("kind", label(database.kind)).fix(Edit::put(
            format!("Take {} out of {}", database.name, context.name(group)),
            Record::Database(*id, outside),
        ));
    }
    if !looked {
        report.idle("no-analysis-services-database");
    }
}

/// AG-014: one finding per SSIS catalog with BAM packages that neither an availability group nor a failover cluster
/// instance protects; one for the availability groups where no SSIS catalog is placed at all.
pub(super) fn ssis_catalog_is_protected(context: &RuleContext<'_>, report: &mut Report) {
    let groups = groups(context);
    let ids = || groups.iter().map(|(id, _)| *id);
    let is_2020 = context.document.environment.biztalk_release >= BizTalkRelease::V2020;
    if groups.is_empty() || !context.uses_bam() || !is_2020 {
        return report.idle("no-bam-2020-with-an-availability-group");
    }
    let mut looked = false;
    for (id, database) in context.databases_of_kind(DatabaseKind::SsisCatalog) {
        looked = true;
        let inside = database.availability_group.is_some_and(|it| groups.iter().any(|(id, _)| *id == it));
        if inside || context.document.is_clustered_twice(database.sql_instance) {
            continue;
        }
        report
            .finding([id])
            .involving(ids())
            .case("outside")
            .with("sql-instance", database.sql_instance)
            .with("groups", elements(ids()))
            .fix(ids().next().and_then(|into| put_into(context, id, database, into)));
    }
    if !looked {
        report
            .finding(ids())
            .case("not-placed")
            .with("groups", elements(ids()))
            .fix(ids().find_map(|id| add_ssis_catalog(context, id)));
    }
}

/// AG-015: one finding per availability group with the BAM Primary Import database under BizTalk Server 2016 whose
/// replicas also carry BAM databases that belong on a separate node.
pub(super) fn bam_has_a_node_of_its_own(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.biztalk_release != BizTalkRelease::V2016 || !context.uses_bam() {
        return report.idle("no-bam-2016");
    }
    let kinds =
        [DatabaseKind::BamArchive, DatabaseKind::BamStarSchema, DatabaseKind::BamAnalysis, DatabaseKind::SsisCatalog];
    let mut looked = false;
    for (id, group) in groups(context) {
        let imports = context.document.databases_in(id).any(|(_, it)| it.kind == DatabaseKind::BamPrimaryImport);
        if !imports || context.document.needs_legacy_split(group) {
            continue;
        }
        looked = true;
        let misplaced: Vec<DatabaseId> = kinds
            .into_iter()
            .flat_map(|kind| context.databases_of_kind(kind))
            .filter(|(_, it)| context.document.hosts_replica(it.sql_instance))
            .map(|(id, _)| id)
            .collect();
        if misplaced.is_empty() {
            continue;
        }
        report
            .finding([id])
            .involving(misplaced.iter().copied())
            .with("databases", &misplaced)
            .fix(add_bam_node(context, &misplaced));
    }
    if !looked {
        report.idle("no-availability-group-with-bam-primary-import");
    }
}

/// AG-031: one finding per database that is said to be in an availability group of which its SQL instance holds no replica.
pub(super) fn databases_lie_on_a_replica(context: &RuleContext<'_>, report: &mut Report) {
    let document = context.document;
    for (group_id, group) in judged_groups(context, report) {
        let replicas: Vec<SqlInstanceId> = group.replicas.iter().map(|it| it.sql_instance).collect();
        let inside = document.databases_in(group_id).filter(|(_, it)| !it.kind.is_analysis());
        for (id, database) in inside.filter(|(_, it)| document.moves_with(it).is_none()) {
            let moved = replicas.first().map(|primary| {
                let there = Database { sql_instance: *primary, ..database.clone() };
                let label = format!("Put {} on {}", database.name, context.name(*primary));
                Edit::put(label, Record::Database(id, there))
            });
            report
                .finding([Element::from(id), group_id.into()])
                .involving([database.sql_instance])
                .with("sql-instance", database.sql_instance)
                .with("replicas", elements(replicas.iter().copied()))
                .fix(moved);
        }
    }
}

/// AG-016: one finding per MessageBox that is in no availability group while others of its BizTalk group are.
pub(super) fn every_box_is_inside(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in context.document.biztalk_groups.keys().copied() {
        let boxes: Vec<(DatabaseId, &Database)> = context
            .message_boxes(group)
            .iter()
            .filter_map(|id| Some((*id, context.document.databases.get(id)?)))
            .collect();
        let Some(into) = boxes.iter().find_map(|(_, it)| it.availability_group) else { continue };
        looked = true;
        for (id, database) in boxes.iter().filter(|(_, it)| it.availability_group.is_none()) {
            report
                .finding([Element::from(*id), into.into()])
                .with("sql-instance", database.sql_instance)
                .with("group", into)
                .fix(put_into(context, *id, database, into));
        }
    }
    if !looked {
        report.idle("no-message-box-in-an-availability-group");
    }
}

/// AG-029: one finding per BizTalk group whose databases are in several availability groups without need.
pub(super) fn databases_fail_over_together(context: &RuleContext<'_>, report: &mut Report) {
    if judged_groups(context, report).is_empty() {
        return;
    }
    let mut used: BTreeMap<BizTalkGroupId, BTreeSet<AvailabilityGroupId>> = BTreeMap::new();
    for database in context.document.databases.values() {
        if let (Some(group), Some(availability)) = (database.biztalk_group, database.availability_group) {
            used.entry(group).or_default().insert(availability);
        }
    }
    let is_forced = |id: &AvailabilityGroupId| {
        let group = context.document.availability_groups.get(id);
        group.is_some_and(|group| {
            context.document.needs_legacy_split(group)
                || context.document.replica_instances(group).any(|(_, sql)| sql.edition == SqlEdition::Standard)
        })
    };
    for (group, availability) in used.into_iter().filter(|(_, it)| it.len() > 1 && !it.iter().any(is_forced)) {
        report.finding([group]).involving(availability.iter().copied()).with("groups", &availability);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::fixture::Fixture;
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const PAIR: &str = "
        computer N1
        computer N2
        computer S
        cluster CL nodes N1 N2
        resource-group DTC on CL resources ip-address network-name physical-disk msdtc
        sql ONE on N1
        sql TWO on N2
        sql ALONE on S\n";

    #[test]
    fn ag_031_wants_a_replica_under_each_database_of_an_availability_group() {
        let held = format!("{PAIR}databases ONE management\ndatabases ALONE sso\n");
        check_rule("AG-031", &format!("{held}ag AG1 replicas ONE TWO databases management listener L"));
        let text = format!("{held}ag AG1 replicas ONE TWO databases management sso listener L #! AG-031 sso");
        check_rule("AG-031", &text);
        check_fix("AG-031", &text);
        let document = Fixture::parse(&text).unwrap().document;
        let moving: Vec<&str> = document
            .databases
            .values()
            .filter(|it| document.moves_with(it).is_some())
            .map(|it| it.kind.default_name())
            .collect();
        assert_eq!(moving, ["BizTalkMgmtDb"], "what lies on no replica does not move");
    }

    #[test]
    fn ag_013_keeps_analysis_services_out() {
        let inside = format!(
            "{PAIR}databases ONE management bam-analysis
            ag AG1 replicas ONE TWO databases management bam-analysis listener L
            attr bam-analysis name=A #! AG-013"
        );
        check_rule("AG-013", &inside);
        check_says("AG-013", &inside, &["A lives in Analysis Services and cannot be in AG1 | Kind: BAM Analysis"]);
        check_fix("AG-013", &inside);
        check_rule(
            "AG-013",
            &format!(
                "{PAIR}databases ONE management bam-analysis
            ag AG1 replicas ONE TWO databases management listener L"
            ),
        );
    }

    #[test]
    fn ag_014_protects_the_ssis_catalog() {
        let held = format!("feature bam\n{PAIR}databases ONE management\ndatabases ALONE ssis-catalog\n");
        let outside = format!(
            "{held}ag AG1 replicas ONE TWO databases management listener L
            attr ssis-catalog name=SSISDB #! AG-014"
        );
        check_rule("AG-014", &outside);
        check_says(
            "AG-014",
            &outside,
            &[
                "SSISDB with the BAM packages is in no availability group | SQL instance: ALONE | Availability groups: AG1",
            ],
        );
        check_fix("AG-014", &outside);
        let inside = held.replace("databases ALONE ssis-catalog", "databases ONE ssis-catalog");
        check_rule("AG-014", &format!("{inside}ag AG1 replicas ONE TWO databases management ssis-catalog listener L"));
        check_rule("AG-014", &held);
    }

    #[test]
    fn ag_014_tells_of_a_missing_ssis_catalog_and_adds_it() {
        let missing = format!(
            "feature bam\n{PAIR}databases ONE management bam-primary-import
            ag AG1 replicas ONE TWO databases management bam-primary-import listener L #! AG-014"
        );
        check_rule("AG-014", &missing);
        check_says(
            "AG-014",
            &missing,
            &[
                "The SSIS catalog with the BAM packages is not placed, neither in AG1 nor elsewhere | Availability groups: AG1",
            ],
        );
        check_fix("AG-014", &missing);
        let added = findings_of("AG-014", &missing).remove(0).fixes.remove(0);
        assert_eq!(added.label, "Add SSISDB to AG1");
        let silent = missing.replace(" #! AG-014", "");
        check_rule("AG-014", &silent.replace("feature bam", ""));
        check_rule("AG-014", &format!("environment biztalk_release=V2016 biztalk_cumulative_update=5\n{silent}"));
    }

    #[test]
    fn ag_015_gives_bam_a_node_of_its_own_in_2016() {
        let text = format!(
            "feature bam\n{PAIR}databases ONE bam-primary-import bam-archive
            environment biztalk_release=V2016 biztalk_cumulative_update=5
            ag AG1 replicas ONE TWO databases bam-primary-import listener L #! AG-015"
        );
        check_rule("AG-015", &text);
        check_says(
            "AG-015",
            &text,
            &[
                "bam-archive share a SQL instance with a replica; a separate node is recommended | Databases: bam-archive",
            ],
        );
        check_fix(
            "AG-015",
            &format!("{text}\nattr ONE release=V2016 service_pack=2\nattr TWO release=V2016 service_pack=2"),
        );
        let apart = text.replace(" bam-archive\n", "\ndatabases ALONE bam-archive\n").replace(" #! AG-015", "");
        check_rule("AG-015", &apart);
        check_rule("AG-015", &text.replace("V2016 biztalk_cumulative_update=5", "V2020").replace(" #! AG-015", ""));
    }

    #[test]
    fn ag_016_wants_every_messagebox_inside() {
        let outside = format!(
            "{PAIR}databases ONE messagebox(master)\ndatabases ALONE MB2=messagebox #! AG-016
            ag AG1 replicas ONE TWO databases messagebox listener L"
        );
        check_rule("AG-016", &outside);
        check_says(
            "AG-016",
            &outside,
            &[
                "MB2 is in no availability group, but another MessageBox is | SQL instance: ALONE | Availability group of another MessageBox: AG1",
            ],
        );
        check_fix("AG-016", &outside);
        check_rule("AG-016", &format!("{PAIR}databases ONE messagebox(master) MB2=messagebox"));
    }

    #[test]
    fn ag_029_tells_of_databases_in_several_groups() {
        let two = format!(
            "{PAIR}databases ONE management tracking
            ag AG1 replicas ONE TWO databases management listener L
            ag AG2 replicas ONE TWO databases tracking listener M\n"
        );
        check_rule("AG-029", &format!("{two}attr Group1 name=G #! AG-029"));
        check_says(
            "AG-029",
            &format!("{two}attr Group1 name=G"),
            &["Databases of G are in several availability groups: AG1 and AG2 | Availability groups: AG1 and AG2"],
        );
        check_rule("AG-029", &format!("{two}attr ONE edition=Standard"));
        check_rule(
            "AG-029",
            &format!(
                "{PAIR}databases ONE management tracking
            ag AG1 replicas ONE TWO databases management tracking listener L"
            ),
        );
    }
}
