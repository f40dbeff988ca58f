//! How BizTalk Server is upgraded on the way: what changes before it, what after it, and what goes by way of a version
//! between, so that it never stands on versions that the rules call unsupported (SQL-021, AG-028, VER-001).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Obstacle;
use super::phases::Phase;
use super::work::{Deed, Work};
use crate::lifecycle;
use crate::model::{
    Database, DatabaseId, DatabaseKind, Document, Element, Environment, SqlInstance, SqlInstanceId, SqlRelease,
    SqlService, WindowsVersion,
};
use crate::prose::list;
use crate::rules::{is_concerned, meets_minimum, supports_sql, supports_windows};
use crate::sources::SourceId;

/// What a SQL instance states about its version.
const VERSION: [&str; 4] = ["release", "service_pack", "cumulative_update", "without_updates"];
/// Most service packs of a release of SQL Server that a way between is sought in.
const MOST_SERVICE_PACKS: u8 = 4;

/// What a version does when BizTalk Server is upgraded.
#[derive(Clone, Debug, PartialEq)]
enum Course<V> {
    /// It changes before the upgrade, or not at all.
    AsPlanned,
    /// It changes after the upgrade.
    After,
    /// It becomes another one before the upgrade, and what it becomes in the end after it.
    Via(V),
    /// Nothing that both releases support leads there.
    Nowhere,
}

/// An upgrade of BizTalk Server, by release or by cumulative update.
struct Upgrade<'a> {
    before: &'a Document,
    after: &'a Document,
    old: Environment,
    new: Environment,
    /// The documented upgrade; none = within a release, of which every version that it supports will do.
    path: Option<&'static lifecycle::Upgrade>,
}

/// Puts the work into an order in which BizTalk Server can be upgraded, and says what no order makes supported.
pub(super) fn lay(work: &mut Vec<Work>, before: &Document, after: &Document) -> Vec<Obstacle> {
    let (old, mut new) = (before.environment.clone(), after.environment.clone());
    let is_release = old.biztalk_release != new.biztalk_release;
    if !is_release {
        new.biztalk_cumulative_update = new.biztalk_cumulative_update.or(old.biztalk_cumulative_update);
        if old.biztalk_cumulative_update == new.biztalk_cumulative_update {
            return Vec::new();
        }
    }
    let path = lifecycle::Upgrade::between(old.biztalk_release, new.biztalk_release);
    let upgrade = Upgrade { before, after, old, new, path };
    if is_release && path.is_none() {
        return vec![upgrade.no_path()];
    }
    let mut obstacles: Vec<Obstacle> = upgrade.edition().into_iter().collect();
    obstacles.extend(upgrade.lay_windows(work));
    obstacles.extend(upgrade.lay_sql(work));
    upgrade.lay_catalog(work);
    obstacles
}

impl Upgrade<'_> {
    /// What becomes of a version, given another one that it may become, and those between in the order of preference.
    fn course<V: Clone + PartialEq>(
        &self,
        was: &V,
        is: Option<&V>,
        between: impl IntoIterator<Item = V>,
        supports: impl Fn(&Environment, &V) -> Option<bool>,
        is_named: impl Fn(&lifecycle::Upgrade, &V) -> bool,
    ) -> Course<V> {
        let named = |it: &V| self.path.is_none_or(|path| is_named(path, it));
        let by_both = |it: &V| [supports(&self.old, it), supports(&self.new, it)];
        let is_sure = |it: &V| by_both(it) == [Some(true); 2] && named(it);
        let other = is.filter(|it| *it != was);
        if other.is_some_and(is_sure) {
            return Course::AsPlanned;
        }
        if !by_both(was).contains(&Some(false)) && named(was) {
            return if other.is_some() { Course::After } else { Course::AsPlanned };
        }
        // What is to stay although the new release does not support it is a matter of the target.
        if is == Some(was) {
            return Course::AsPlanned;
        }
        between.into_iter().find(is_sure).map_or(Course::Nowhere, Course::Via)
    }

    /// Windows of every computer that has to be of a version which BizTalk Server supports.
    fn lay_windows(&self, work: &mut Vec<Work>) -> Option<Obstacle> {
        let mut stuck = BTreeSet::new();
        for (id, computer) in self.before.computers.iter().filter(|(_, it)| is_concerned(it)) {
            let Some(was) = computer.os else { continue };
            let target = self.after.computers.get(id).filter(|it| is_concerned(it)).map(|it| it.os.unwrap_or(was));
            let is_server = |os: &WindowsVersion| os.label().starts_with("Windows Server");
            let alike = |os: &WindowsVersion| *os > was && is_server(os) == is_server(&was);
            let between = WindowsVersion::ALL.iter().copied().filter(alike);
            let supports = |environment: &Environment, os: &WindowsVersion| supports_windows(environment, *os);
            let course = self.course(&was, target.as_ref(), between, supports, |path, os| path.windows.contains(os));
            let element = Element::from(*id);
            match course {
                Course::AsPlanned => continue,
                Course::Nowhere => drop(stuck.insert(computer.name.clone())),
                Course::After => {}
                Course::Via(os) => {
                    let value = serde_json::to_value(os).unwrap_or_default();
                    work.push(via(element, "os", value, Phase::Computers));
                }
            }
            put_off(work, element, &["os"], Phase::LateWindows);
        }
        self.stuck("Windows", &stuck)
    }

    /// SQL Server of every SQL instance that carries databases of BizTalk Server, or copies of them.
    fn lay_sql(&self, work: &mut Vec<Work>) -> Option<Obstacle> {
        let is_early = self.databases_can_move_first();
        let (mut stuck, mut moves_first) = (BTreeSet::new(), false);
        for id in carriers(self.before) {
            let Some(was) = self.before.sql_instances.get(&id) else { continue };
            let stays = carriers(self.after).contains(&id);
            let target = self.after.sql_instances.get(&id).filter(|_| stays).map(|it| versioned(was, it));
            let supports = |environment: &Environment, sql: &SqlInstance| self.supports(environment, id, sql);
            let is_named = |path: &lifecycle::Upgrade, sql: &SqlInstance| path.sql.contains(&sql.release);
            let element = Element::from(id);
            match self.course(was, target.as_ref(), newer(was), supports, is_named) {
                Course::AsPlanned => {}
                Course::After => put_off(work, element, &VERSION, Phase::LateSqlServer),
                // What is left behind needs no update where its databases can move first.
                Course::Via(_) | Course::Nowhere if !stays && is_early => moves_first = true,
                Course::Nowhere => drop(stuck.insert(was.name.clone())),
                Course::Via(between) => {
                    let record = serde_json::to_value(&between).unwrap_or_default();
                    let value = |field: &str| record.get(field).cloned().unwrap_or_default();
                    work.extend(VERSION.iter().map(|it| via(element, it, value(it), Phase::SqlServer)));
                    put_off(work, element, &VERSION, Phase::LateSqlServer);
                }
            }
        }
        if moves_first {
            for it in work.iter_mut().filter(|it| it.phase == Phase::Databases) {
                it.phase = Phase::EarlyDatabases;
            }
        }
        self.stuck("SQL Server", &stuck)
    }

    /// Whether an environment supports a SQL instance with what it carries.
    fn supports(&self, environment: &Environment, id: SqlInstanceId, sql: &SqlInstance) -> Option<bool> {
        let in_group = |document: &Document| {
            document.availability_groups.values().any(|group| group.replicas.iter().any(|it| it.sql_instance == id))
        };
        let least = if in_group(self.before) { meets_minimum(environment.biztalk_release, sql) } else { Some(true) };
        match (supports_sql(environment, sql), least) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }

    /// Whether databases leave what carries none afterwards, and all of these go to SQL instances that are supported before
    /// the upgrade as well as after it.
    fn databases_can_move_first(&self) -> bool {
        let stay = carriers(self.after);
        let leaves =
            |(_, it): &(&DatabaseId, &Database)| it.kind != DatabaseKind::Custom && !stay.contains(&it.sql_instance);
        let leaving: Vec<DatabaseId> = self.before.databases.iter().filter(leaves).map(|(id, _)| *id).collect();
        let fits = |id: &DatabaseId| {
            let Some(database) = self.after.databases.get(id) else { return false };
            let Some(sql) = self.after.sql_instances.get(&database.sql_instance) else { return false };
            let grouped = database.availability_group.is_none() || self.before.release_supports_availability_groups();
            let named = self.path.is_none_or(|it| it.sql.contains(&sql.release));
            named && grouped && [&self.old, &self.new].iter().all(|it| supports_sql(it, sql) == Some(true))
        };
        !leaving.is_empty() && leaving.iter().all(fits)
    }

    /// The SSIS catalog is there before the upgrade, which moves the packages of BAM into it, on the SQL Server that has
    /// these; where it goes in the end, it goes with the other databases.
    fn lay_catalog(&self, work: &mut Vec<Work>) {
        let comes = |(id, it): &(&DatabaseId, &Database)| {
            it.kind == DatabaseKind::SsisCatalog && !self.before.databases.contains_key(*id)
        };
        for (id, catalog) in self.after.databases.iter().filter(comes) {
            let Some(target) = self.after.sql_instances.get(&catalog.sql_instance) else { continue };
            let (Some(packages), Some(false)) = (packages(self.before), supports_sql(&self.old, target)) else {
                continue;
            };
            let element = Element::from(*id);
            if !self.after.sql_instances.contains_key(&packages) && !self.before.sql_instances.contains_key(&packages) {
                continue;
            }
            let phase = Phase::SqlServer;
            work.push(via(element, "sql_instance", Value::from(packages.0), phase));
            work.push(via(element, "availability_group", Value::Null, phase));
            for field in ["sql_instance", "availability_group"] {
                work.push(Work { element, deed: Deed::Set(field.to_owned()), phase: Phase::Databases });
            }
        }
    }

    /// That nothing leads from one release to the other in place.
    fn no_path(&self) -> Obstacle {
        let (old, new) = (self.old.biztalk_release, self.new.biztalk_release);
        let beside = format!(
            "build a new BizTalk group with {} beside the present one, and move the applications to it",
            new.label()
        );
        let (was, is) = (old.label(), new.label());
        let words = match lifecycle::Upgrade::by_way_of(old, new) {
            _ if new < old => format!("{was} does not go back to {is}: {beside}"),
            Some(between) => format!(
                "No document describes an upgrade from {was} to {is} in one go: upgrade to {} first, as a way of its own, or \
                 {beside}",
                between.label()
            ),
            None => format!("No document describes an upgrade from {was} to {is} in place: {beside}"),
        };
        let is_2016 = new == crate::model::BizTalkRelease::V2016 && new > old;
        let source =
            if is_2016 { "inst/upgrade-to-biztalk-server-2016" } else { "inst/upgrade-to-biztalk-server-2020" };
        Obstacle { words, source: Some(SourceId(source.to_owned())) }
    }

    /// That an edition does not become another one in the upgrade.
    fn edition(&self) -> Option<Obstacle> {
        let path = self.path?;
        let editions = (self.old.biztalk_edition, self.new.biztalk_edition);
        let words = format!(
            "No document describes an upgrade from the {} edition of {} to the {} edition of {}: the environment is built \
             anew",
            editions.0.label(),
            self.old.biztalk_release.label(),
            editions.1.label(),
            self.new.biztalk_release.label()
        );
        (!path.editions.contains(&editions)).then(|| Obstacle { words, source: Some(path.source.clone()) })
    }

    /// That no version of a product leads there.
    fn stuck(&self, product: &str, names: &BTreeSet<String>) -> Option<Obstacle> {
        let names: Vec<String> = names.iter().cloned().collect();
        let (was, is) = (self.old.biztalk_release.label(), self.new.biztalk_release.label());
        let words = format!(
            "No order in place is supported: no newer version of {product} on {} goes with {was} as well as with {is}. Build \
             a new BizTalk group with {is} beside the present one, and move the applications to it",
            list(&names)
        );
        (!names.is_empty()).then(|| Obstacle { words, source: self.path.map(|it| it.source.clone()) })
    }
}

/// A field that becomes something for a while.
fn via(element: Element, field: &str, value: Value, phase: Phase) -> Work {
    Work { element, deed: Deed::Via(field.to_owned(), value), phase }
}

/// Moves what is set of an element into a later phase.
fn put_off(work: &mut [Work], element: Element, fields: &[&str], phase: Phase) {
    for it in work.iter_mut().filter(|it| it.element == element) {
        if matches!(&it.deed, Deed::Set(field) if fields.contains(&field.as_str())) {
            it.phase = phase;
        }
    }
}

/// A SQL instance with the version of another.
fn versioned(sql: &SqlInstance, of: &SqlInstance) -> SqlInstance {
    let SqlInstance { release, service_pack, cumulative_update, without_updates, .. } = *of;
    SqlInstance { release, service_pack, cumulative_update, without_updates, ..sql.clone() }
}

/// Newer versions of a SQL instance, the smallest step first.
fn newer(sql: &SqlInstance) -> Vec<SqlInstance> {
    let releases = SqlRelease::ALL.iter().copied().filter(|it| *it >= sql.release);
    let packs = |release: SqlRelease| {
        // Releases after 2016 have no service packs.
        let most = if release > SqlRelease::V2016 { 0 } else { MOST_SERVICE_PACKS };
        let least = if release == sql.release { sql.service_pack + 1 } else { 0 };
        (least..=most).map(move |service_pack| SqlInstance {
            release,
            service_pack,
            cumulative_update: 0,
            without_updates: service_pack == 0,
            ..sql.clone()
        })
    };
    releases.flat_map(packs).collect()
}

/// The SQL instances that carry databases of BizTalk Server, replicas of them or copies at another site.
fn carriers(document: &Document) -> BTreeSet<SqlInstanceId> {
    let held = document.databases.values().filter(|it| it.kind != DatabaseKind::Custom);
    let groups: BTreeSet<_> = held.clone().filter_map(|it| it.availability_group).collect();
    let groups = document.availability_groups.iter().filter(|(id, _)| groups.contains(id));
    let replicas = groups.flat_map(|(_, it)| it.replicas.iter().map(|it| it.sql_instance));
    let primaries: BTreeSet<SqlInstanceId> = held.map(|it| it.sql_instance).chain(replicas).collect();
    let ships: &BTreeMap<SqlInstanceId, SqlInstanceId> = &document.disaster_recovery.ships_to;
    let copies = ships.iter().filter(|(from, _)| primaries.contains(from)).map(|(_, to)| *to);
    copies.chain(primaries.iter().copied()).collect()
}

/// The SQL instance with the packages of BAM: the one that has Integration Services, else the one with the BAM Archive
/// database.
fn packages(document: &Document) -> Option<SqlInstanceId> {
    let of = |kind: DatabaseKind| document.databases.values().find(|it| it.kind == kind).map(|it| it.sql_instance);
    let bam = of(DatabaseKind::BamArchive).or_else(|| of(DatabaseKind::BamPrimaryImport))?;
    let integrates = |it: &SqlInstance| it.services.contains(&SqlService::IntegrationServices);
    let all = &document.sql_instances;
    let held = carriers(document);
    let with_services = || all.iter().find(|(id, it)| held.contains(id) && integrates(it)).map(|(id, _)| *id);
    if all.get(&bam).is_some_and(integrates) { Some(bam) } else { with_services().or(Some(bam)) }
}
