//! Releases and editions that availability groups need.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::arrange;
use super::{groups, judged_groups};
use crate::edit::{Edit, EditCommand, Record};
use crate::lifecycle::Version;
use crate::model::{
    AvailabilityGroup, BizTalkEdition, BizTalkRelease, DatabaseId, Element, Environment, SqlEdition, SqlInstance,
    SqlInstanceId, SqlRelease,
};
use crate::prose;
use crate::rules::platform::move_to_last_version;
use crate::rules::sql::{upgrade, version, version_of};
use crate::rules::value::{elements, label, phrase};
use crate::rules::{Attribute, FindingBuilder, Report, RuleContext, Severity, Value};

/// The replicas of an availability group of which something is wrong.
fn replicas_where<'a>(
    context: &RuleContext<'a>,
    group: &AvailabilityGroup,
    is_wrong: impl Fn(&SqlInstance) -> bool,
) -> Vec<(SqlInstanceId, &'a SqlInstance)> {
    context.document.replica_instances(group).filter(|(_, sql)| is_wrong(sql)).collect()
}

fn with_versions<'r>(finding: FindingBuilder<'r>, replicas: &[(SqlInstanceId, &SqlInstance)]) -> FindingBuilder<'r> {
    replicas.iter().fold(finding, |finding, (id, sql)| finding.with_about("version", *id, version_of(sql)))
}

fn ids(replicas: &[(SqlInstanceId, &SqlInstance)]) -> BTreeSet<SqlInstanceId> {
    replicas.iter().map(|(id, _)| *id).collect()
}

/// AG-001: one finding per availability group with a replica older than SQL Server 2016.
pub(super) fn sql_supports_transactions(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report) {
        let old = replicas_where(context, group, |sql| sql.release < SqlRelease::V2016);
        if old.is_empty() {
            continue;
        }
        let finding = report.finding([id]).involving(ids(&old));
        with_versions(finding, &old).fix(upgrade(context, &ids(&old)));
    }
}

/// AG-004: one finding per availability group whose databases must be split over SQL instances and are not. Asks for the
/// update levels where they decide.
pub(super) fn legacy_split_is_followed(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report).into_iter().filter(|(_, it)| context.document.is_not_split(it)) {
        if !context.document.needs_legacy_split(group) {
            for (element, attribute) in context.missing_for_legacy_split(group) {
                report.ask(element, attribute);
            }
            continue;
        }
        let replicas: Vec<_> = context.document.replica_instances(group).collect();
        let finding = report
            .finding([id])
            .involving(ids(&replicas))
            .with("biztalk", biztalk_version(context))
            .with("databases", elements(context.document.databases_in(id).map(|(database, _)| database)));
        with_versions(finding, &replicas).fix(leave_legacy_versions(context, group));
    }
}

/// Whether nobody has said which cumulative update of BizTalk Server 2016 is installed.
fn lacks_cumulative_update(context: &RuleContext<'_>) -> bool {
    let environment = &context.document.environment;
    environment.biztalk_release == BizTalkRelease::V2016 && environment.biztalk_cumulative_update.is_none()
}

fn biztalk_version(context: &RuleContext<'_>) -> Value {
    let environment = &context.document.environment;
    let release = label(environment.biztalk_release);
    match environment.biztalk_cumulative_update {
        Some(update) => phrase("cumulative-update", [release, usize::from(update).into()]),
        None => release,
    }
}

/// Updates BizTalk Server 2016 to CU5 and SQL Server 2016 to the recommended service pack; where one of them is out of
/// support, moves to the last version.
fn leave_legacy_versions(context: &RuleContext<'_>, group: &AvailabilityGroup) -> Option<Edit> {
    let early = replicas_where(context, group, |sql| sql.is_before_sp2_of_2016() == Some(true));
    let outdated = !early.is_empty() && context.is_out_of_support(Version::Sql(SqlRelease::V2016));
    if outdated || context.is_out_of_support(Version::BizTalk(context.document.environment.biztalk_release)) {
        return move_to_last_version(context, None);
    }
    let mut steps = Vec::new();
    let mut commands: Vec<EditCommand> = Vec::new();
    for (id, sql) in early {
        let updated = SqlInstance { service_pack: 3, cumulative_update: 0, ..sql.clone() };
        steps.push(format!("{} to {}", sql.name, version(&updated)));
        commands.push(EditCommand::Put(Record::SqlInstance(id, updated)));
    }
    if let Some(updated) = with_cumulative_update_5(context) {
        steps.push("BizTalk Server to CU5".to_owned());
        commands.push(EditCommand::SetEnvironment(updated));
    }
    (!commands.is_empty()).then(|| Edit::new(format!("Update {}", prose::list(&steps)), commands))
}

/// The environment with CU5 where BizTalk Server 2016 is said to have less.
fn with_cumulative_update_5(context: &RuleContext<'_>) -> Option<Environment> {
    let environment = &context.document.environment;
    let early = environment.biztalk_release == BizTalkRelease::V2016
        && environment.biztalk_cumulative_update.is_some_and(|update| update < 5);
    early.then(|| Environment { biztalk_cumulative_update: Some(5), ..environment.clone() })
}

/// AG-005: the documented split of databases, for each availability group that AG-004 speaks of.
pub(super) fn legacy_layout(context: &RuleContext<'_>, report: &mut Report) {
    let groups: Vec<_> =
        groups(context).into_iter().filter(|(_, it)| context.document.breaks_legacy_split(it)).collect();
    if groups.is_empty() {
        return report.idle("no-availability-group-needs-the-split");
    }
    for (id, group) in groups {
        let mut sets: BTreeMap<u8, Vec<DatabaseId>> = BTreeMap::new();
        for (database, it) in context.document.databases_in(id) {
            if let Some(set) = it.kind.legacy_set() {
                sets.entry(set).or_default().push(database);
            }
        }
        let mut finding = report.finding([id]);
        let fix = arrange(context, id, group, &sets);
        for (set, databases) in sets {
            finding = finding.with_about("set", usize::from(set), databases);
        }
        finding.fix(fix);
    }
}

/// AG-006: one finding per availability group on Standard edition with more than one database or two replicas.
pub(super) fn basic_group_is_small(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, group) in groups(context) {
        let standard = replicas_where(context, group, |sql| sql.edition == SqlEdition::Standard);
        looked |= !standard.is_empty();
        if !context.document.exceeds_basic_availability_group(id, group) {
            continue;
        }
        let commands = context
            .document
            .replica_instances(group)
            .filter(|(_, sql)| sql.edition == SqlEdition::Standard)
            .map(|(id, sql)| (id, SqlInstance { edition: SqlEdition::Enterprise, ..sql.clone() }))
            .map(|(id, sql)| EditCommand::Put(Record::SqlInstance(id, sql)));
        let label = format!("Change {} to Enterprise edition", context.names(ids(&standard)));
        report
            .finding([id])
            .involving(ids(&standard))
            .with("databases", context.document.databases_in(id).count())
            .with("replicas", group.replicas.len())
            .with("standard", &ids(&standard))
            .fix(Edit::new(label, commands.collect()));
    }
    if !looked {
        report.idle("no-availability-group-on-standard-edition");
    }
}

/// AG-007: BizTalk databases in availability groups although the release or edition of BizTalk Server is not eligible;
/// a warning where only CU5 of BizTalk Server 2016 is missing. Asks for the update where that decides.
pub(super) fn biztalk_is_eligible(context: &RuleContext<'_>, report: &mut Report) {
    let groups = judged_groups(context, report);
    if groups.is_empty() {
        return;
    }
    let environment = &context.document.environment;
    let update = with_cumulative_update_5(context);
    let eligible = context.document.release_supports_availability_groups();
    if eligible && update.is_none() {
        if lacks_cumulative_update(context) {
            report.ask(Element::Environment, Attribute::BizTalkUpdate);
        }
        return;
    }
    let is_release = matches!(environment.biztalk_release, BizTalkRelease::V2016 | BizTalkRelease::V2020);
    let enterprise = Environment { biztalk_edition: BizTalkEdition::Enterprise, ..environment.clone() };
    let edit = match (eligible, is_release) {
        (true, _) if context.is_out_of_support(Version::BizTalk(environment.biztalk_release)) => {
            move_to_last_version(context, None)
        }
        (true, _) => update.map(|it| Edit::one("Update BizTalk Server to CU5", EditCommand::SetEnvironment(it))),
        (false, true) if update.is_none() => {
            Some(Edit::one("Change the edition to Enterprise", EditCommand::SetEnvironment(enterprise)))
        }
        _ => None,
    };
    let ids = || groups.iter().map(|(id, _)| *id);
    report
        .finding([Element::Environment])
        .involving(ids())
        .with("biztalk", phrase("edition", [biztalk_version(context), label(environment.biztalk_edition)]))
        .with("groups", elements(ids()))
        .shown_as(if eligible { Severity::Warning } else { Severity::Error })
        .fix(edit);
}

/// Whether a replica of an availability group has the least version of SQL Server that a release of BizTalk Server asks for
/// there (AG-028). `None` where its update is not entered and decides.
pub(crate) fn meets_minimum(release: BizTalkRelease, sql: &SqlInstance) -> Option<bool> {
    if release != BizTalkRelease::V2020 {
        return Some(true);
    }
    let is_unknown = sql.release == SqlRelease::V2016 && !sql.update_is_stated();
    let level = (sql.release, sql.service_pack, sql.cumulative_update);
    (!is_unknown).then_some(level >= (SqlRelease::V2016, 2, 7))
}

/// AG-028: one finding per availability group with a replica below SQL Server 2016 SP2 CU7 under BizTalk Server 2020.
/// Asks for the update of SQL Server 2016 where that is not entered.
pub(super) fn sql_meets_the_minimum(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.biztalk_release != BizTalkRelease::V2020 {
        return report.idle("not-biztalk-server-2020");
    }
    let meets = |sql: &SqlInstance| meets_minimum(BizTalkRelease::V2020, sql);
    for (id, group) in judged_groups(context, report) {
        for (sql, _) in replicas_where(context, group, |sql| meets(sql).is_none()) {
            report.ask(sql, Attribute::SqlUpdate);
        }
        let old = replicas_where(context, group, |sql| meets(sql) == Some(false));
        if old.is_empty() {
            continue;
        }
        let finding = report.finding([id]).involving(ids(&old));
        with_versions(finding, &old).fix(upgrade(context, &ids(&old)));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const PAIR: &str = "
        computer N1
        computer N2
        cluster CL nodes N1 N2
        resource-group DTC on CL resources ip-address network-name physical-disk msdtc
        sql ONE on N1
        sql TWO on N2
        databases ONE management tracking\n";
    const GROUP: &str = "ag AG1 replicas ONE TWO databases management tracking listener L\n";

    #[test]
    fn ag_001_wants_sql_server_2016() {
        let old = format!("{PAIR}{GROUP}attr TWO release=V2014 #! AG-001 AG1");
        check_rule("AG-001", &old);
        check_says("AG-001", &old, &["TWO in AG1 cannot take part in distributed transactions | TWO: SQL Server 2014"]);
        check_fix("AG-001", &old);
        check_rule("AG-001", &format!("{PAIR}{GROUP}"));
        check_rule("AG-001", &format!("{PAIR}attr TWO release=V2014"));
    }

    #[test]
    fn ag_004_and_ag_005_follow_the_split_of_old_versions() {
        let old = format!("{PAIR}{GROUP}environment biztalk_release=V2016 biztalk_cumulative_update=4\n");
        check_rule("AG-004", &format!("{old}attr AG1 name=AG1 #! AG-004"));
        let told = "AG1 puts databases on one SQL instance that must not share one in these versions | BizTalk Server: \
                    BizTalk Server 2016 CU4 | Databases: management and tracking | ONE: SQL Server 2019 | TWO: SQL Server \
                    2019";
        check_says("AG-004", &old, &[told]);
        check_fix("AG-004", &old);
        check_rule("AG-005", &format!("{old}attr AG1 name=AG1 #! AG-005"));
        let told = "The documents split the databases of AG1 over SQL instances of their own, each further MessageBox \
                    apart | SQL instance 2 of the split: management | SQL instance 4 of the split: tracking";
        check_says("AG-005", &old, &[told]);
        let supported = "attr ONE release=V2016 service_pack=2\nattr TWO release=V2016 service_pack=2";
        check_fix("AG-005", &format!("{old}{supported}"));
        let boxes = format!(
            "{PAIR}databases ONE MB1=messagebox(master) MB2=messagebox rule-engine
            ag AG1 replicas ONE TWO databases management MB1 MB2 rule-engine listener L
            environment biztalk_release=V2016 biztalk_cumulative_update=4
            {supported}"
        );
        let label = &findings_of("AG-005", &boxes)[0].fixes[0].label;
        assert_eq!(label, "Split the databases of AG1 over 3 availability groups");
        check_fix("AG-005", &boxes);
        let early = format!(
            "{PAIR}{GROUP}environment biztalk_release=V2016 biztalk_cumulative_update=5
            attr ONE release=V2016 service_pack=1\nattr TWO release=V2016 service_pack=1\n"
        );
        check_rule("AG-004", &format!("{early}attr AG1 name=AG1 #! AG-004"));
        check_fix("AG-004", &early);
        for id in ["AG-004", "AG-005"] {
            check_rule(id, &format!("{PAIR}{GROUP}"));
            check_rule(
                id,
                &format!(
                    "{PAIR}ag AG1 replicas ONE TWO databases management listener L
                environment biztalk_release=V2016 biztalk_cumulative_update=4"
                ),
            );
        }
    }

    #[test]
    fn ag_006_counts_databases_on_standard_edition() {
        let both = "attr ONE edition=Standard\nattr TWO edition=Standard\n";
        let two = format!("{PAIR}{GROUP}{both}attr AG1 name=AG1 #! AG-006");
        check_rule("AG-006", &two);
        let told = "AG1 holds 2 databases on 2 replicas; Standard edition allows one on two | Databases: 2 | Replicas: 2 | \
                    Standard edition: ONE and TWO";
        check_says("AG-006", &two, &[told]);
        check_fix("AG-006", &two);
        check_rule("AG-006", &format!("{PAIR}ag AG1 replicas ONE TWO databases management listener L\n{both}"));
        check_rule("AG-006", &format!("{PAIR}{GROUP}"));
    }

    #[test]
    fn ag_007_wants_an_eligible_release_and_edition() {
        let standard = format!("{PAIR}{GROUP}environment biztalk_edition=Standard #! AG-007");
        check_rule("AG-007", &standard);
        let told = "BizTalk Server 2020 Standard does not meet the requirements of availability groups | BizTalk Server: \
                    BizTalk Server 2020 Standard | Availability groups: AG1";
        check_says("AG-007", &standard, &[told]);
        check_fix("AG-007", &standard);
        check_rule("AG-007", &format!("{PAIR}{GROUP}environment biztalk_release=V2013R2 #! AG-007"));
        check_rule("AG-007", &format!("{PAIR}{GROUP}"));
        let early = format!("{PAIR}{GROUP}environment biztalk_release=V2016 biztalk_cumulative_update=4");
        assert_eq!(findings_of("AG-007", &early)[0].severity, Severity::Warning);
        assert_eq!(findings_of("AG-007", &standard)[0].severity, Severity::Error);
    }

    #[test]
    fn ag_004_and_ag_007_ask_for_the_cumulative_update_of_2016() {
        let text = format!("{PAIR}{GROUP}environment biztalk_release=V2016");
        for id in ["AG-004", "AG-007"] {
            check_rule(id, &format!("{text} #? {id}"));
            check_rule(id, &format!("{text} biztalk_cumulative_update=5"));
        }
        check_rule(
            "AG-004",
            &format!("{PAIR}ag AG1 replicas ONE TWO databases management listener L\n{text}").replace(GROUP, ""),
        );
    }

    #[test]
    fn ag_004_and_ag_028_ask_for_the_updates_of_sql_server_2016() {
        let replica = |id: &str| format!("{PAIR}{GROUP}attr ONE release=V2016 #? {id}");
        let cu = "\nenvironment biztalk_release=V2016 biztalk_cumulative_update=5";
        check_rule("AG-004", &format!("{}{cu}", replica("AG-004")));
        check_rule("AG-028", &replica("AG-028"));
        let none = "attr ONE release=V2016 without_updates=true";
        check_rule("AG-004", &format!("{PAIR}{GROUP}{none}{cu}\nattr AG1 name=AG1 #! AG-004"));
        check_rule("AG-028", &format!("{PAIR}{GROUP}{none}\nattr AG1 name=AG1 #! AG-028"));
    }

    #[test]
    fn ag_028_knows_the_minimum_of_biztalk_server_2020() {
        let low = format!("{PAIR}{GROUP}attr ONE release=V2016 service_pack=2 cumulative_update=6 #! AG-028 AG1");
        check_rule("AG-028", &low);
        check_says("AG-028", &low, &["ONE in AG1 are below SQL Server 2016 SP2 CU7 | ONE: SQL Server 2016 SP2 CU6"]);
        check_fix("AG-028", &low);
        check_rule("AG-028", &format!("{PAIR}{GROUP}attr ONE release=V2016 service_pack=2 cumulative_update=7"));
        check_rule("AG-028", &format!("{PAIR}{GROUP}environment biztalk_release=V2016\nattr ONE release=V2016"));
    }
}
