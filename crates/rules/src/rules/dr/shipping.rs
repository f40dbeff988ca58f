//! Log shipping to the disaster-recovery site.

use std::collections::{BTreeMap, BTreeSet};

use super::fixes::move_to_site;
use super::{covered_by_job, is_shipped, sites};
use crate::edit::{Edit, EditCommand, Record};
use crate::lifecycle::Version;
use crate::model::{
    BizTalkGroupId, Database, DatabaseId, DatabaseKind, DisasterRecovery, DrMode, DrTransport, Element, SqlInstance,
    SqlInstanceId,
};
use crate::rules::sql::{is_supported, make_highly_available, version, version_of};
use crate::rules::value::{label, word};
use crate::rules::{Attribute, Report, RuleContext, Survival, Value};

/// DR-005: one finding per database that the Backup BizTalk Server job covers and that goes to the disaster-recovery
/// site in another way than BizTalk log shipping. Asks for the way where only its SQL instance is said to ship.
pub(super) fn only_biztalk_log_shipping(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    let shipping = groups_that_ship(context);
    for (id, database) in context.document.databases.iter().filter(|(_, it)| covered_by_job(it.kind)) {
        let Some(transport) = database.dr_transport else {
            let ships = context.document.disaster_recovery.ships_to.contains_key(&database.sql_instance);
            if ships && !is_left_behind(context, &shipping, database) {
                report.ask(*id, Attribute::DrTransport);
            }
            continue;
        };
        looked = true;
        if transport == DrTransport::BizTalkLogShipping {
            continue;
        }
        let supported = Database { dr_transport: Some(DrTransport::BizTalkLogShipping), ..database.clone() };
        report.finding([*id]).with("transport", label(transport)).fix(Edit::put(
            format!("Use BizTalk log shipping for {}", database.name),
            Record::Database(*id, supported),
        ));
    }
    if !looked {
        report.idle("no-database-goes-to-another-site");
    }
}

/// The BizTalk groups of which a database goes to the disaster-recovery site; `None` = the SSO database does, which goes
/// with all of them.
pub(super) fn groups_that_ship(context: &RuleContext<'_>) -> BTreeSet<Option<BizTalkGroupId>> {
    let covered = context.document.databases.values().filter(|it| covered_by_job(it.kind));
    covered.filter(|it| it.dr_transport.is_some()).map(|it| it.biztalk_group).collect()
}

/// Whether a database stays where others go that have to be restored to the same mark. Its availability group may bring it
/// there.
pub(super) fn is_left_behind(
    context: &RuleContext<'_>,
    shipping: &BTreeSet<Option<BizTalkGroupId>>,
    database: &Database,
) -> bool {
    let others_go = match database.biztalk_group {
        None => !shipping.is_empty(),
        group => shipping.contains(&group) || shipping.contains(&None),
    };
    others_go
        && database.dr_transport.is_none()
        && context.is_primary_sql(database.sql_instance)
        && !has_replica_elsewhere(context, database)
}

/// Whether an availability group of a database has a replica at a disaster-recovery site.
fn has_replica_elsewhere(context: &RuleContext<'_>, database: &Database) -> bool {
    let group = database.availability_group.and_then(|id| context.document.availability_groups.get(&id));
    group.is_some_and(|it| it.replicas.iter().any(|replica| !context.is_primary_sql(replica.sql_instance)))
}

/// The SQL instances of the primary site with databases that go to the disaster-recovery site.
fn production(context: &RuleContext<'_>) -> Vec<SqlInstanceId> {
    let holds = |id: SqlInstanceId| context.databases_on(id).any(|(_, it)| is_shipped(it));
    context.sql_instances().map(|(id, _)| id).filter(|id| context.is_primary_sql(*id) && holds(*id)).collect()
}

/// DR-006: logs are shipped to SQL instances of the disaster-recovery site, but production does not ship to one of them,
/// nor each production SQL instance to one of its own. Replicas of an availability group there receive no logs. Asks how
/// databases get to a site of which nothing says it.
pub(super) fn shape_is_supported(context: &RuleContext<'_>, report: &mut Report) {
    let standby: Vec<SqlInstanceId> =
        context.sql_instances().map(|(id, _)| id).filter(|id| receives_logs(context, *id)).collect();
    let production = production(context);
    if !production.is_empty() && sites(context).next().is_some() && !context.document.ships_databases() {
        return report.ask(Element::Environment, Attribute::LogShippingShape);
    }
    if standby.is_empty() || production.is_empty() {
        return report.idle("no-standby-sql-instance");
    }
    let recovery = &context.document.disaster_recovery;
    let ships_to = &recovery.ships_to;
    if ships_to.is_empty() && recovery.mode.is_none() {
        return report.idle("no-log-shipping");
    }
    let targets: Vec<Option<SqlInstanceId>> = production.iter().map(|id| ships_to.get(id).copied()).collect();
    let distinct: BTreeSet<SqlInstanceId> = targets.iter().copied().flatten().collect();
    let is_complete = targets.iter().all(Option::is_some);
    if is_complete && (distinct.len() == 1 || distinct.len() == targets.len()) {
        return;
    }
    let mut finding = report.finding([Element::Environment]).involving(production.iter().chain(&standby).copied());
    for (id, target) in production.iter().zip(&targets) {
        finding = finding.with_about("ships-to", *id, target.map_or(word("nothing"), Value::from));
    }
    finding.fix(pair_up(context, &production, &standby));
}

/// Whether a SQL instance of the disaster-recovery site is there to receive logs.
fn receives_logs(context: &RuleContext<'_>, id: SqlInstanceId) -> bool {
    !context.is_primary_sql(id) && !context.document.hosts_replica(id)
}

/// Ships each production SQL instance to one of its own where there are enough, else all to one. `None` where releases
/// differ (DR-009).
fn pair_up(context: &RuleContext<'_>, production: &[SqlInstanceId], standby: &[SqlInstanceId]) -> Option<Edit> {
    let release = |id: &SqlInstanceId| context.document.sql_instances.get(id).map(|it| it.release);
    let old = &context.document.disaster_recovery;
    let own_each = standby.len() >= production.len();
    let mut free: Vec<SqlInstanceId> = standby.to_vec();
    let mut ships_to: BTreeMap<SqlInstanceId, SqlInstanceId> = BTreeMap::new();
    for id in production {
        let kept = old.ships_to.get(id).filter(|it| free.contains(it));
        let target = if own_each { *kept.or_else(|| free.first())? } else { *standby.first()? };
        if own_each {
            free.retain(|it| *it != target);
        }
        ships_to.insert(*id, target);
    }
    if ships_to.iter().any(|(from, to)| release(from) != release(to)) {
        return None;
    }
    let others = old.ships_to.iter().filter(|(from, _)| !production.contains(from)).map(|(from, to)| (*from, *to));
    ships_to.extend(others);
    let (mode, label) = if own_each {
        (DrMode::OneToOne, "Ship each SQL instance to one of its own")
    } else {
        (DrMode::ManyToOne, "Ship every SQL instance to the same one")
    };
    let changed = DisasterRecovery { mode: Some(mode), ships_to, ..old.clone() };
    Some(Edit::one(label, EditCommand::SetDisasterRecovery(changed)))
}

/// DR-008: drive letters and paths differ between both sites.
pub(super) fn paths_are_the_same(context: &RuleContext<'_>, report: &mut Report) {
    if sites(context).next().is_none() {
        return report.idle("no-disaster-recovery-site");
    }
    let recovery = &context.document.disaster_recovery;
    match recovery.same_paths {
        Some(true) => {}
        None => report.ask(Element::Environment, Attribute::SamePaths),
        Some(false) => {
            let same = DisasterRecovery { same_paths: Some(true), ..recovery.clone() };
            report
                .finding([Element::Environment])
                .with("same-paths", false)
                .fix(Edit::one("Use the same drive letters and paths", EditCommand::SetDisasterRecovery(same)));
        }
    }
}

/// DR-009: one finding per SQL instance that receives logs of another release.
pub(super) fn releases_are_the_same(context: &RuleContext<'_>, report: &mut Report) {
    let mut sources: BTreeMap<SqlInstanceId, Vec<(SqlInstanceId, &SqlInstance)>> = BTreeMap::new();
    for (from, to) in &context.document.disaster_recovery.ships_to {
        if let Some(source) = context.document.sql_instances.get(from) {
            sources.entry(*to).or_default().push((*from, source));
        }
    }
    if sources.is_empty() {
        return report.idle("no-log-shipping");
    }
    for (id, from) in sources {
        let Some(sql) = context.document.sql_instances.get(&id) else { continue };
        let Some((first, source)) = from.iter().find(|(_, it)| it.release != sql.release) else { continue };
        let upgradable = from.iter().all(|(_, it)| it.release == source.release)
            && is_supported(&context.document.environment, source) != Some(false)
            && !context.is_out_of_support(Version::Sql(source.release));
        let same = SqlInstance {
            release: source.release,
            service_pack: source.service_pack,
            cumulative_update: source.cumulative_update,
            without_updates: source.without_updates,
            ..sql.clone()
        };
        let label = format!("Change {} to {}", sql.name, version(source));
        report
            .finding([id])
            .involving(from.iter().map(|(from, _)| *from))
            .with_about("own-version", id, version_of(sql))
            .with_about("other-version", *first, version_of(source))
            .with("other", *first)
            .fix(upgradable.then(|| Edit::put(label, Record::SqlInstance(id, same))));
    }
}

/// DR-012: one finding per SQL instance of the primary site that receives logs.
pub(super) fn logs_leave_the_site(context: &RuleContext<'_>, report: &mut Report) {
    let ships_to = &context.document.disaster_recovery.ships_to;
    if ships_to.is_empty() {
        return report.idle("no-log-shipping");
    }
    let targets: BTreeSet<SqlInstanceId> = ships_to.values().copied().collect();
    for id in targets.into_iter().filter(|id| context.is_primary_sql(*id)) {
        let from: Vec<SqlInstanceId> = ships_to.iter().filter(|(_, to)| **to == id).map(|(from, _)| *from).collect();
        report.finding([id]).involving(from.iter().copied()).with("sources", from).fix(move_to_site(context, id));
    }
}

/// DR-023: cluster name and IP address move between two failover cluster instances.
pub(super) fn name_and_address_move(context: &RuleContext<'_>, report: &mut Report) {
    let recovery = &context.document.disaster_recovery;
    if recovery.mode != Some(DrMode::NameAndIpSwap) {
        return report.idle("no-swap-of-name-and-address");
    }
    let clustered = |id: SqlInstanceId| context.group_of_sql(id).is_some();
    let pairs: Vec<_> = recovery.ships_to.iter().filter(|(from, to)| clustered(**from) && clustered(**to)).collect();
    if pairs.is_empty() {
        return;
    }
    let shown = pairs.iter().map(|(from, to)| Value::from(vec![**from, **to])).collect();
    report
        .finding([Element::Environment])
        .involving(pairs.iter().flat_map(|(from, to)| [**from, **to]))
        .with("pairs", Value::List(shown));
}

/// DR-024: production can be taken up elsewhere, but none of the core databases fails over on its own.
pub(super) fn recovery_is_not_high_availability(context: &RuleContext<'_>, report: &mut Report) {
    if sites(context).next().is_none() && context.document.disaster_recovery.ships_to.is_empty() {
        return report.idle("no-disaster-recovery-site");
    }
    let kinds = [DatabaseKind::Management, DatabaseKind::MessageBox, DatabaseKind::Tracking, DatabaseKind::Sso];
    let core: Vec<DatabaseId> =
        kinds.into_iter().flat_map(|kind| context.databases_of_kind(kind)).map(|(id, _)| id).collect();
    if core.is_empty() {
        return report.idle("no-core-database");
    }
    if core.iter().all(|id| context.survival_of(*id) == Survival::IsLost) {
        let carriers: BTreeSet<SqlInstanceId> =
            core.iter().filter_map(|id| Some(context.document.databases.get(id)?.sql_instance)).collect();
        let only = carriers.first().copied();
        report
            .finding([Element::Environment])
            .involving(core.iter().copied())
            .with("databases", core)
            .fix(only.and_then(|sql| make_highly_available(context, sql)));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    // Ids: SQL instance ONE is 5, TWO is 7, COPY is 12, SPARE is 13.
    const BOTH: &str = "
        computer N
        sql ONE on N
        computer M
        sql TWO on M
        databases ONE management
        site DR
        computer D in DR
        sql COPY on D
        sql SPARE on D\n";

    #[test]
    fn dr_005_wants_biztalk_log_shipping() {
        for way in ["NativeLogShipping", "Mirroring"] {
            let other = format!("{BOTH}attr management dr_transport={way} #! DR-005");
            check_rule("DR-005", &other);
            check_fix("DR-005", &other);
        }
        let other = format!("{BOTH}attr management dr_transport=Mirroring");
        check_says(
            "DR-005",
            &other,
            &["management goes to the disaster-recovery site by Database mirroring, which is not supported | Way to \
                 the disaster-recovery site: Database mirroring"],
        );
        check_rule("DR-005", &format!("{BOTH}attr management dr_transport=BizTalkLogShipping"));
        let ships = "disaster-recovery ships_to={\"5\":12}";
        check_rule("DR-005", &format!("{BOTH}{ships}\nattr management recovery_model=Full #? DR-005"));
        check_rule("DR-005", &format!("{BOTH}{ships}\nattr management dr_transport=BizTalkLogShipping"));
        // That others go without it is what DR-020 says.
        let half = "databases ONE messagebox\nattr management dr_transport=BizTalkLogShipping";
        check_rule("DR-005", &format!("{BOTH}{half}\n{ships}"));
        check_rule("DR-005", BOTH);
    }

    #[test]
    fn dr_006_wants_all_to_one_or_each_to_its_own() {
        let two = format!("{BOTH}databases TWO tracking\n");
        check_rule("DR-006", &format!("{two}disaster-recovery ships_to={{\"5\":12,\"7\":13}}"));
        check_rule("DR-006", &format!("{two}disaster-recovery ships_to={{\"5\":12,\"7\":12}}"));
        let half = format!("{two}disaster-recovery ships_to={{\"5\":12}} #! DR-006");
        check_rule("DR-006", &half);
        check_fix("DR-006", &half);
        check_says(
            "DR-006",
            &half,
            &["Log shipping is neither N:1 nor N:N: production SQL instances and their standby ones do not pair up | \
                 ONE ships to: COPY | TWO ships to: nothing"],
        );
        check_rule("DR-006", "computer N\nsql ONE on N\ndatabases ONE management");
        check_rule("DR-006", &format!("{}#? DR-006 environment", two.replace("tracking\n", "tracking ")));
        check_rule("DR-006", "computer N\nsql ONE on N\ndatabases ONE management\nsite DR #? DR-006 environment");
        check_rule("DR-006", &format!("{two}disaster-recovery mode=OneToOne #! DR-006"));
    }

    #[test]
    fn dr_008_wants_the_same_paths_and_asks() {
        let other = format!("{BOTH}disaster-recovery same_paths=false #! DR-008");
        check_rule("DR-008", &other);
        check_fix("DR-008", &other);
        check_says(
            "DR-008",
            &other,
            &["Drive letters or paths differ at the disaster-recovery site, so a restore fails | Same drive letters \
                 and paths: no"],
        );
        check_rule("DR-008", &format!("{BOTH}disaster-recovery same_paths=true"));
        check_rule("DR-008", &format!("{BOTH}disaster-recovery mode=OneToOne #? DR-008"));
        check_rule("DR-008", "computer N\nsql ONE on N\ndatabases ONE management");
    }

    #[test]
    fn dr_009_wants_the_same_release() {
        let ships = "disaster-recovery ships_to={\"5\":12}";
        let differs = format!("{BOTH}{ships}\nattr COPY release=V2017 #! DR-009");
        check_rule("DR-009", &differs);
        check_fix("DR-009", &differs);
        check_says(
            "DR-009",
            &differs,
            &["COPY is SQL Server 2017, but ONE which ships to it is SQL Server 2019 | COPY: SQL Server 2017 | ONE: \
                 SQL Server 2019"],
        );
        check_rule("DR-009", &format!("{BOTH}{ships}"));
        check_rule("DR-009", BOTH);
    }

    #[test]
    fn dr_012_wants_logs_to_leave_the_site() {
        check_rule("DR-012", &format!("{BOTH}disaster-recovery ships_to={{\"5\":7}} #! DR-012 TWO"));
        check_fix("DR-012", &format!("{BOTH}disaster-recovery ships_to={{\"5\":7}}"));
        check_rule("DR-012", &format!("{BOTH}disaster-recovery ships_to={{\"5\":12}}"));
    }

    #[test]
    fn dr_023_tells_of_two_clusters_that_swap_names() {
        let clusters = "
            computer N
            cluster CL nodes N
            fci ONE on CL
            site DR
            computer D in DR
            cluster DCL nodes D
            fci TWO on DCL\n";
        let swap = "disaster-recovery mode=NameAndIpSwap ships_to={\"8\":15}";
        check_rule("DR-023", &format!("{clusters}{swap} #! DR-023"));
        check_says(
            "DR-023",
            &format!("{clusters}{swap}"),
            &["Cluster name and IP address move between ONE and TWO | Failover cluster instances: ONE and TWO"],
        );
        let second = "fci THREE on CL\nfci FOUR on DCL\n";
        let two = swap.replace("\"8\":15", "\"8\":15,\"17\":19");
        check_says(
            "DR-023",
            &format!("{clusters}{second}{two}"),
            &["Cluster name and IP address move between ONE and TWO; THREE and FOUR | Failover cluster instances: \
                 ONE and TWO; THREE and FOUR"],
        );
        check_rule("DR-023", &format!("{clusters}disaster-recovery mode=OneToOne ships_to={{\"8\":15}}"));
    }

    #[test]
    fn dr_024_tells_that_recovery_is_by_hand() {
        check_rule("DR-024", &format!("{BOTH}disaster-recovery mode=OneToOne #! DR-024"));
        check_fix("DR-024", &format!("{BOTH}disaster-recovery mode=OneToOne"));
        check_rule("DR-024", "computer N\nsql ONE on N\ndatabases ONE management");
        check_rule(
            "DR-024",
            "computer N\ncomputer M\ncluster CL nodes N M\nfci ONE on CL\ndatabases ONE management\nsite DR",
        );
    }
}
