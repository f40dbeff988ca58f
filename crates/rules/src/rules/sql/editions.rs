//! Releases, editions and services of SQL Server.

use std::collections::{BTreeMap, BTreeSet};

use super::{carriers, cluster_of_sql, failover_cluster_instances};
use crate::edit::{Edit, EditCommand, Record};
use crate::lifecycle::{CumulativeUpdate, Version};
use crate::model::{
    BizTalkRelease, ComputerId, DatabaseKind, Element, Environment, Feature, ResourceKind, SqlEdition, SqlInstance,
    SqlInstanceId, SqlRelease,
};
use crate::rules::fixes::FixDraft;
use crate::rules::platform::{install_update, move_to_last_version, sql_to_install};
use crate::rules::value::{elements, label, phrase, text};
use crate::rules::{Attribute, Report, RuleContext, Value};

/// The SQL instances that hold BizTalk databases, or receive copies of them by log shipping.
fn carriers_and_copies<'a>(context: &RuleContext<'a>) -> Vec<(SqlInstanceId, &'a SqlInstance)> {
    let ships_to = &context.document.disaster_recovery.ships_to;
    let receives = |id: SqlInstanceId| ships_to.iter().any(|(from, to)| *to == id && context.holds_databases(*from));
    context.sql_instances().filter(|(id, _)| context.holds_databases(*id) || receives(*id)).collect()
}

/// SQL-011: one finding per failover cluster instance of Standard edition on a failover cluster with more than two
/// nodes for SQL Server.
pub(super) fn standard_has_two_nodes(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, sql) in failover_cluster_instances(context) {
        let Some(cluster) = cluster_of_sql(context, id).filter(|_| sql.edition == SqlEdition::Standard) else {
            continue;
        };
        looked = true;
        let instances = context.sql_of_cluster(cluster);
        let nodes: BTreeSet<ComputerId> = instances.flat_map(|it| context.sql_owners(it).iter().copied()).collect();
        if nodes.len() > 2 {
            report
                .finding([Element::from(id), cluster.into()])
                .with("nodes", &nodes)
                .with("edition", label(sql.edition))
                .fix(with_edition(id, sql, SqlEdition::Enterprise));
        }
    }
    if !looked {
        report.idle("no-failover-cluster-instance-of-standard-edition");
    }
}

fn with_edition(id: SqlInstanceId, sql: &SqlInstance, edition: SqlEdition) -> Edit {
    let changed = SqlInstance { edition, ..sql.clone() };
    Edit::put(format!("Change {} to {} edition", sql.name, edition.label()), Record::SqlInstance(id, changed))
}

/// SQL-018: one finding per SQL instance with a MessageBox, Management or Tracking database, or a copy of it, on which
/// SQL Server Agent does not run, or whose cluster resource group lacks it.
pub(super) fn agent_runs(context: &RuleContext<'_>, report: &mut Report) {
    let needs = |id: SqlInstanceId| {
        let kinds = [DatabaseKind::MessageBox, DatabaseKind::Management, DatabaseKind::Tracking];
        context.databases_on(id).any(|(_, it)| kinds.contains(&it.kind))
    };
    let ships_to = &context.document.disaster_recovery.ships_to;
    let mut looked = false;
    for (id, sql) in carriers_and_copies(context) {
        if !needs(id) && !ships_to.iter().any(|(from, to)| *to == id && needs(*from)) {
            continue;
        }
        looked = true;
        let group = context.group_of_sql(id);
        let missing = group.and_then(|it| context.resource_group(it)).is_some_and(|it| !it.has(ResourceKind::SqlAgent));
        let case = if sql.edition == SqlEdition::Express {
            "express"
        } else if !sql.agent_running {
            "stopped"
        } else if missing {
            "no-resource"
        } else {
            continue;
        };
        report
            .finding([id])
            .involving(group)
            .case(case)
            .with("agent-runs", sql.agent_running)
            .with("edition", label(sql.edition))
            .fix(run_agent(context, id, sql));
    }
    if !looked {
        report.idle("no-sql-instance-that-needs-the-agent");
    }
}

fn run_agent(context: &RuleContext<'_>, id: SqlInstanceId, sql: &SqlInstance) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    let is_express = sql.edition == SqlEdition::Express;
    let edition = if is_express { better_edition(context) } else { sql.edition };
    draft.put(Record::SqlInstance(id, SqlInstance { edition, agent_running: true, ..sql.clone() }));
    if is_express {
        draft.says(format!("change {} to {} edition", sql.name, edition.label()));
    }
    let group = context.group_of_sql(id).and_then(|group| Some((group, context.resource_group(group)?)));
    if let Some((group_id, group)) = group.filter(|(_, it)| !it.has(ResourceKind::SqlAgent)) {
        draft.put(Record::ResourceGroup(group_id, group.clone().with(&[ResourceKind::SqlAgent])));
    }
    draft.says(format!("run SQL Server Agent with {}", sql.name));
    draft.finish()
}

/// Standard edition, or Enterprise where something needs it.
fn better_edition(context: &RuleContext<'_>) -> SqlEdition {
    let groups = !context.document.availability_groups.is_empty();
    if groups || context.uses(Feature::BamRta) { SqlEdition::Enterprise } else { SqlEdition::Standard }
}

/// SQL-019: one finding per SQL instance of Express edition with BizTalk databases or copies of them.
pub(super) fn edition_is_not_express(context: &RuleContext<'_>, report: &mut Report) {
    let instances = carriers_and_copies(context);
    if instances.is_empty() {
        return report.idle("no-sql-instance-with-databases");
    }
    for (id, sql) in instances.into_iter().filter(|(_, it)| it.edition == SqlEdition::Express) {
        report
            .finding([id])
            .with("databases", elements(context.databases_on(id).map(|(database, _)| database)))
            .fix(with_edition(id, sql, better_edition(context)));
    }
}

/// SQL-020: one finding per SQL instance with BAM databases that lacks Enterprise edition while real-time aggregation
/// is in use.
pub(super) fn real_time_aggregation_has_enterprise(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses(Feature::BamRta) {
        return report.idle("bam-rta-not-in-use");
    }
    let is_bam = |id: SqlInstanceId| {
        let kinds = [DatabaseKind::BamPrimaryImport, DatabaseKind::BamAnalysis];
        context.databases_on(id).any(|(_, it)| kinds.contains(&it.kind))
    };
    let instances: Vec<_> = carriers(context).into_iter().filter(|(id, _)| is_bam(*id)).collect();
    if instances.is_empty() {
        return report.idle("no-bam-primary-import-or-analysis-database");
    }
    let lacks = |sql: &SqlInstance| matches!(sql.edition, SqlEdition::Standard | SqlEdition::Express);
    for (id, sql) in instances.into_iter().filter(|(_, it)| lacks(it)) {
        report.finding([id]).with("edition", label(sql.edition)).fix(with_edition(id, sql, SqlEdition::Enterprise));
    }
}

/// Whether a release of BizTalk Server supports a SQL instance: the matrix of the hardware pages of each release. `None`
/// where the service pack or the cumulative update on which it depends is not entered.
pub(crate) fn is_supported(environment: &Environment, sql: &SqlInstance) -> Option<bool> {
    if let Some(update) = CumulativeUpdate::adding(Version::Sql(sql.release), environment.biztalk_release) {
        return environment.biztalk_cumulative_update.map(|it| it >= update.number);
    }
    match (environment.biztalk_release, sql.release) {
        (BizTalkRelease::V2016, SqlRelease::V2014) => sql.stated_service_pack().map(|it| it >= 1),
        (BizTalkRelease::V2016, release) => Some(release == SqlRelease::V2016),
        (BizTalkRelease::V2020, SqlRelease::V2016) => sql.stated_service_pack().map(|it| it >= 3),
        (BizTalkRelease::V2020, release) => Some(matches!(release, SqlRelease::V2017 | SqlRelease::V2019)),
        (BizTalkRelease::V2013R2, SqlRelease::V2012) | (BizTalkRelease::V2013, SqlRelease::V2008R2) => {
            sql.stated_service_pack().map(|it| it >= 1)
        }
        (BizTalkRelease::V2013R2, release) => Some(release == SqlRelease::V2014),
        (BizTalkRelease::V2013, release) => Some(release == SqlRelease::V2012),
    }
}

/// SQL-021: one finding per SQL instance with BizTalk databases, or copies of them, of an unsupported release. Asks for
/// the update level that decides.
pub(super) fn release_is_supported(context: &RuleContext<'_>, report: &mut Report) {
    let environment = &context.document.environment;
    let release = environment.biztalk_release;
    let instances = carriers_and_copies(context);
    if instances.is_empty() {
        return report.idle("no-sql-instance-with-databases");
    }
    for (id, sql) in instances {
        let own = Version::Sql(sql.release);
        let update = CumulativeUpdate::adding(own, release);
        match is_supported(environment, sql) {
            Some(true) => {}
            None if update.is_some() => report.ask(Element::Environment, Attribute::BizTalkUpdate),
            None => report.ask(id, Attribute::SqlUpdate),
            Some(false) => {
                let fix = match update {
                    Some(_) => install_update(context, own),
                    None => upgrade(context, &BTreeSet::from([id])),
                };
                let mut finding =
                    report.finding([id]).with("sql-server", version_of(sql)).with("biztalk-server", label(release));
                finding = match update {
                    Some(update) => finding
                        .case("needs-update")
                        .with("update", text(update.label()))
                        .with("build", text(&update.build)),
                    None => finding.case("unsupported"),
                };
                finding.fix(fix);
            }
        }
    }
}

/// The release of a SQL instance with service pack and update, for people.
pub(crate) fn version(sql: &SqlInstance) -> String {
    let part = |name: &str, number: u8| if number > 0 { format!(" {name}{number}") } else { String::new() };
    format!("{}{}{}", sql.release.label(), part("SP", sql.service_pack), part("CU", sql.cumulative_update))
}

/// As [`version`], for a fact.
pub(in crate::rules) fn version_of(sql: &SqlInstance) -> Value {
    let with = |version: Value, part: &'static str, number: u8| match number {
        0 => version,
        _ => phrase(part, [version, usize::from(number).into()]),
    };
    let release = with(label(sql.release), "service-pack", sql.service_pack);
    with(release, "cumulative-update", sql.cumulative_update)
}

/// Upgrades SQL instances, and those to or from which they ship their logs (DR-009), to a release that is supported and
/// that BizTalk Server supports, with or without availability groups; where there is none, all of it to the last version
/// of BizTalk Server.
pub(in crate::rules) fn upgrade(context: &RuleContext<'_>, instances: &BTreeSet<SqlInstanceId>) -> Option<Edit> {
    let environment = &context.document.environment;
    let upgraded: Option<BTreeMap<SqlInstanceId, SqlInstance>> = with_partners(context, instances)
        .into_iter()
        .filter_map(|id| Some((id, context.document.sql_instances.get(&id)?)))
        .map(|(id, sql)| Some((id, sql_to_install(context, environment, sql)?)))
        .collect();
    let Some(upgraded) = upgraded else { return move_to_last_version(context, None) };
    let version = upgraded.values().next().map(version)?;
    let label = format!("Change {} to {version}", context.names(upgraded.keys().copied()));
    let commands = upgraded.into_iter().map(|(id, sql)| EditCommand::Put(Record::SqlInstance(id, sql)));
    Some(Edit::new(label, commands.collect()))
}

/// SQL instances with all that ship logs to them or receive theirs.
fn with_partners(context: &RuleContext<'_>, instances: &BTreeSet<SqlInstanceId>) -> BTreeSet<SqlInstanceId> {
    let mut found = instances.clone();
    loop {
        let before = found.len();
        for (from, to) in &context.document.disaster_recovery.ships_to {
            if found.contains(from) || found.contains(to) {
                found.extend([*from, *to]);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const ONE: &str = "computer N\nsql ONE on N\ndatabases ONE management\n";

    #[test]
    fn sql_011_counts_the_nodes_of_standard_edition() {
        let three = "computer N1\ncomputer N2\ncomputer N3\ncluster CL nodes N1 N2 N3\nfci ONE on CL\n";
        let fires = format!("{three}attr ONE edition=Standard #! SQL-011");
        check_rule("SQL-011", &fires);
        check_fix("SQL-011", &fires);
        check_says(
            "SQL-011",
            &fires,
            &["ONE is Standard edition on a failover cluster with 3 nodes for SQL Server | Nodes: N1, N2 and N3 | \
                 Edition: Standard"],
        );
        check_rule("SQL-011", three);
        check_rule("SQL-011", &format!("{three}attr ONE edition=Standard\nattr ONE-group possible_owners=[4,5]"));
    }

    #[test]
    fn sql_018_wants_a_running_and_clustered_agent() {
        let stopped = format!("{ONE}attr ONE agent_running=false #! SQL-018");
        check_rule("SQL-018", &stopped);
        check_fix("SQL-018", &stopped);
        check_says(
            "SQL-018",
            &stopped,
            &["SQL Server Agent does not run on ONE | SQL Server Agent runs: no | Edition: Enterprise"],
        );
        let express = format!("{ONE}attr ONE edition=Express #! SQL-018");
        check_rule("SQL-018", &express);
        check_fix("SQL-018", &express);
        check_says(
            "SQL-018",
            &express,
            &["ONE is Express edition, which has no SQL Server Agent | SQL Server Agent runs: yes | Edition: Express"],
        );
        let cluster = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL\ndatabases ONE management\n";
        check_rule("SQL-018", cluster);
        let bare = format!("{cluster}attr ONE-group resources={{\"IpAddress\":[]}} #! SQL-018 ONE");
        check_rule("SQL-018", &bare);
        check_fix("SQL-018", &bare);
        check_says(
            "SQL-018",
            &bare,
            &["The cluster resource group of ONE has no SQL Server Agent | SQL Server Agent runs: yes | Edition: \
                 Enterprise"],
        );
        check_rule("SQL-018", "computer N\nsql ONE on N agent_running=false\ndatabases ONE rule-engine");
    }

    #[test]
    fn sql_019_advises_against_express() {
        let express = format!("{ONE}attr ONE edition=Express #! SQL-019");
        check_rule("SQL-019", &express);
        check_fix("SQL-019", &express);
        check_says(
            "SQL-019",
            &express,
            &["ONE holds BizTalk databases and is Express edition | Databases: management"],
        );
        check_rule("SQL-019", ONE);
        check_rule("SQL-019", "computer N\nsql ONE on N edition=Express");
    }

    #[test]
    fn sql_020_wants_enterprise_for_real_time_aggregation() {
        let held = "feature bam-rta\ncomputer N\nsql ONE on N\ndatabases ONE bam-primary-import\n";
        let fires = format!("{held}attr ONE edition=Standard #! SQL-020");
        check_rule("SQL-020", &fires);
        check_fix("SQL-020", &fires);
        check_says(
            "SQL-020",
            &fires,
            &["BAM real-time aggregation needs Enterprise edition; ONE is Standard | Edition: Standard"],
        );
        check_rule("SQL-020", held);
        check_rule("SQL-020", &format!("{ONE}attr ONE edition=Standard"));
    }

    #[test]
    fn sql_021_follows_the_matrix_of_releases() {
        let with =
            |biztalk: &str, sql: &str, marker: &str| format!("{ONE}environment {biztalk}\nattr ONE {sql} {marker}");
        for (biztalk, sql) in [
            ("biztalk_release=V2020", "release=V2016 service_pack=2"),
            ("biztalk_release=V2020", "release=V2014"),
            ("biztalk_release=V2020 biztalk_cumulative_update=5", "release=V2022"),
            ("biztalk_release=V2016", "release=V2014 cumulative_update=1"),
            ("biztalk_release=V2020", "release=V2016 without_updates=true"),
            ("biztalk_release=V2016", "release=V2017"),
            ("biztalk_release=V2013R2", "release=V2016"),
            ("biztalk_release=V2013R2", "release=V2008R2"),
            ("biztalk_release=V2013", "release=V2014"),
        ] {
            let fires = with(biztalk, sql, "#! SQL-021");
            check_rule("SQL-021", &fires);
            check_fix("SQL-021", &fires);
        }
        for (biztalk, sql) in [
            ("biztalk_release=V2020", "release=V2016 service_pack=3"),
            ("biztalk_release=V2020 biztalk_cumulative_update=6", "release=V2022"),
            ("biztalk_release=V2016", "release=V2014 service_pack=1"),
            ("biztalk_release=V2013R2", "release=V2014"),
            ("biztalk_release=V2013R2", "release=V2012 service_pack=1"),
            ("biztalk_release=V2013", "release=V2012"),
        ] {
            check_rule("SQL-021", &with(biztalk, sql, ""));
        }
        let patched = with("biztalk_release=V2020", "release=V2016 service_pack=2 cumulative_update=7", "");
        check_says(
            "SQL-021",
            &patched,
            &["BizTalk Server 2020 does not support SQL Server 2016 SP2 CU7 on ONE | SQL Server: SQL Server 2016 SP2 \
                 CU7 | BizTalk Server: BizTalk Server 2020"],
        );
    }

    #[test]
    fn sql_021_asks_for_the_update_level_that_decides_and_offers_it() {
        let with = |biztalk: &str, sql: &str| format!("{ONE}environment {biztalk} {sql}");
        check_rule("SQL-021", &with("biztalk_release=V2020", "#? SQL-021\nattr ONE release=V2022"));
        for (biztalk, sql) in [("V2020", "V2016"), ("V2016", "V2014"), ("V2013R2", "V2012")] {
            check_rule(
                "SQL-021",
                &with(&format!("biztalk_release={biztalk}"), &format!("\nattr ONE release={sql} #? SQL-021")),
            );
        }
        let early = with("biztalk_release=V2020 biztalk_cumulative_update=3", "\nattr ONE release=V2022");
        assert_eq!(findings_of("SQL-021", &early)[0].fixes[0].label, "Install CU6 (KB5043408) of BizTalk Server 2020");
    }

    #[test]
    fn sql_021_never_offers_what_is_out_of_support_itself() {
        let text = format!("{ONE}environment biztalk_release=V2016\nattr ONE release=V2017");
        check_fix("SQL-021", &text);
        let label = |text: &str| findings_of("SQL-021", text)[0].fixes[0].label.clone();
        assert_eq!(label(&text), "Upgrade to BizTalk Server 2020 with CU6 (KB5043408)");
        assert_eq!(label(&format!("#day 2026-07-14\n{text}")), "Change ONE to SQL Server 2016 SP3");
    }

    #[test]
    fn sql_021_judges_copies_too_and_upgrades_both_sides() {
        let text = format!(
            "{ONE}site DR\ncomputer D in DR\nsql COPY on D\nattr ONE release=V2014 #! SQL-021
            attr COPY release=V2014 #! SQL-021\ndisaster-recovery ships_to={{\"5\":10}}"
        );
        check_rule("SQL-021", &text);
        check_fix("SQL-021", &text);
    }
}
