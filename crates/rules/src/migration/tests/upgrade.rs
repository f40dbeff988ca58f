//! Upgrades of BizTalk Server on the way: versions that no document supports together never stand together.

use super::{design, lines_of, step, way};
use crate::comparison::Entry;
use crate::migration::{Migration, Moment, Phase, Step, migrate, text};
use crate::model::{BizTalkEdition, BizTalkRelease, Document, SqlRelease, WindowsVersion};
use tierwright_design::testing::fixture::Fixture;

/// Rules about versions that have to go together.
const TOGETHER: [&str; 5] = ["SQL-021", "AG-028", "AG-001", "AG-004", "VER-001"];

/// Findings about versions that a step brings and the target does not have.
fn unsupported(step: &Step) -> Vec<String> {
    let new = step.new_findings.iter().filter(|it| TOGETHER.contains(&it.rule.as_str()) && it.until.is_some());
    new.map(|it| format!("{}: {} {}", step.title, it.rule, it.message)).collect()
}

/// What a step says is to be done first, or then.
fn instructed(step: &Step, moment: Moment) -> String {
    step.instructions_at(moment).map(|it| it.sentence()).collect::<Vec<_>>().join("\n")
}

fn titles(migration: &Migration) -> Vec<Phase> {
    migration.steps.iter().map(|it| it.phase).collect()
}

/// A BizTalk Server with its databases on a SQL Server of its own, with versions.
fn old(environment: &str, os: &str, sql: &str) -> Document {
    let text = format!(
        "computer BTS1 biztalk sso os={os}\nsecret on BTS1\ncomputer DB1 os={os}\ncomputer DB2 os=Server2016\nsql S on DB1\n\
         databases S management messagebox(master) tracking sso\nhost R receive process send tracking on BTS1\n\
         environment {environment}\nattr S {sql}"
    );
    Fixture::parse(&text).unwrap().document
}

fn to_2020(before: &Document, os: WindowsVersion, sql: (SqlRelease, u8)) -> Migration {
    let mut after = before.clone();
    after.environment.biztalk_release = BizTalkRelease::V2020;
    after.environment.biztalk_cumulative_update = Some(6);
    for it in after.computers.edit().values_mut() {
        it.os = Some(os);
    }
    for it in after.sql_instances.edit().values_mut() {
        (it.release, it.service_pack, it.without_updates) = (sql.0, sql.1, sql.1 == 0);
    }
    migrate(before, &after, None, &[]).unwrap()
}

#[test]
fn no_step_between_templates_stands_on_versions_that_do_not_go_together_unless_it_says_so() {
    let keys =
        ["availability-groups-split", "availability-group-2016", "availability-group-2020", "bam", "two-computer"];
    for before in keys {
        for after in keys.iter().filter(|it| **it != before) {
            let migration = way(before, after);
            let says_so = migration.steps.iter().any(|it| !it.obstacles.is_empty());
            let found: Vec<String> = migration.steps.iter().flat_map(unsupported).collect();
            assert!(says_so || found.is_empty(), "{before} to {after}: {found:#?}");
        }
    }
}

#[test]
fn sql_server_goes_by_way_of_the_service_pack_that_both_releases_support() {
    let migration = way("availability-groups-split", "availability-group-2020");
    let sql = step(&migration, Phase::SqlServer);
    let between = lines_of(sql, "For the upgrade of BizTalk Server");
    let path =
        "SQL Server 2016 SP1 -> SQL Server 2016 SP3, which BizTalk Server 2016 and BizTalk Server 2020 both go with";
    assert!(
        between.iter().any(|it| it.contains("SQL BAM") && it.contains("SQL SSO 1") && it.contains(path)),
        "{between:?}"
    );
    assert!(between.iter().any(|it| it.contains("SSISDB: comes on SQL BAM first")), "{between:?}");
    let order = titles(&migration);
    let at =
        |phase: Phase| order.iter().position(|it| *it == phase).unwrap_or_else(|| panic!("{phase:?} in {order:?}"));
    assert!(at(Phase::SqlServer) < at(Phase::Upgrade) && at(Phase::Upgrade) < at(Phase::LateSqlServer));
    assert!(at(Phase::Upgrade) < at(Phase::LateWindows) && at(Phase::LateSqlServer) < at(Phase::Databases));
    let catalog = |phase: Phase| {
        let document = &step(&migration, phase).document;
        let database = document.databases.values().find(|it| it.name == "SSISDB").unwrap();
        document.sql_instances[&database.sql_instance].name.clone()
    };
    assert_eq!((catalog(Phase::Upgrade).as_str(), catalog(Phase::Databases).as_str()), ("SQL BAM", "SQL instance 1"));
}

#[test]
fn the_upgrade_says_what_its_page_says_before_it_and_after_it() {
    let migration = way("availability-groups-split", "availability-group-2020");
    let upgrade = step(&migration, Phase::Upgrade);
    let (first, then) = (instructed(upgrade, Moment::First), instructed(upgrade, Moment::Then));
    let before = [
        "Stop all BAM packages",
        "SSODB and the master secret are backed up",
        "SSIS catalog (SSISDB)",
        "master and msdb",
    ];
    for words in before {
        assert!(first.contains(words) && first.contains("inst/upgrade-to-biztalk-server-2020"), "{words}: {first}");
    }
    for words in ["Backup BizTalk Server and DTA Purge and Archive", "restart all applications"] {
        assert!(then.contains(words), "{words}: {then}");
    }
    let order = lines_of(upgrade, "Order of the upgrade");
    assert_eq!(order[0], "1. master secret server: MSS1, then MSS2", "{order:?}");
    assert!(order[1].starts_with("2. computers that run BizTalk Server: BTS1, then BTS2"), "{order:?}");
    let moving = step(&migration, Phase::Databases);
    let (first, then) = (instructed(moving, Moment::First), instructed(moving, Moment::Then));
    assert!(first.contains("bm.exe get-config") && then.contains("bm.exe update-config"), "{first}\n{then}");
    // Without BAM there is nothing of it to stop.
    let plain = to_2020(
        &old("biztalk_release=V2016", "Server2016", "release=V2016 service_pack=3"),
        WindowsVersion::Server2016,
        (SqlRelease::V2016, 3),
    );
    assert!(!instructed(step(&plain, Phase::Upgrade), Moment::First).contains("BAM"));
}

#[test]
fn no_step_stops_every_service_and_lets_them_go_on_at_the_same_time() {
    for (before, after) in
        [("availability-groups-split", "availability-group-2020"), ("two-computer", "large-complete")]
    {
        for step in &way(before, after).steps {
            let stops_all = step.outages.iter().any(|it| !it.stops.is_empty() && it.meanwhile.ends_with(" stop"));
            let goes_on =
                step.outages.iter().any(|it| it.meanwhile.contains("go on") || it.meanwhile == "no service stops");
            assert!(!(stops_all && goes_on), "{}: {:?}", step.title, step.outages);
        }
    }
}

#[test]
fn windows_goes_by_way_of_the_version_that_both_releases_support() {
    let before = old("biztalk_release=V2016", "Server2012R2", "release=V2016 service_pack=3");
    let migration = to_2020(&before, WindowsVersion::Server2022, (SqlRelease::V2019, 0));
    let os =
        |phase: Phase| step(&migration, phase).document.computers.values().find(|it| it.name == "BTS1").unwrap().os;
    assert_eq!(os(Phase::Computers), Some(WindowsVersion::Server2016));
    assert_eq!(os(Phase::Upgrade), Some(WindowsVersion::Server2016));
    assert_eq!(os(Phase::LateWindows), Some(WindowsVersion::Server2022));
    let between = lines_of(step(&migration, Phase::Computers), "For the upgrade of BizTalk Server");
    let line = "~ BTS1: Windows Server 2012 R2 -> Windows Server 2016, which BizTalk Server 2016 and BizTalk Server 2020 both \
                go with";
    assert_eq!(between, [line]);
    assert!(step(&migration, Phase::Computers).outages.iter().any(|it| it.words.contains("BTS1")));
}

#[test]
fn databases_move_before_the_upgrade_where_their_new_sql_server_goes_with_both_releases() {
    let before = old("biztalk_release=V2016", "Server2016", "release=V2014 service_pack=1");
    let mut after = before.clone();
    after.environment.biztalk_release = BizTalkRelease::V2020;
    let (id, sql) = before.sql_instances.iter().next().unwrap();
    let (other, _) = before.computers.iter().find(|(_, it)| it.name == "DB2").unwrap();
    let mut new = sql.clone();
    (new.name, new.release, new.service_pack) = ("NEW".to_owned(), SqlRelease::V2016, 3);
    new.placement = crate::model::SqlPlacement::Standalone(*other);
    let number = crate::model::SqlInstanceId(after.next_id);
    after.next_id += 1;
    after.sql_instances.edit().insert(number, new);
    after.sql_instances.edit().remove(id);
    after.databases.edit().values_mut().for_each(|it| it.sql_instance = number);
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let order = titles(&migration);
    assert!(order.contains(&Phase::EarlyDatabases) && !order.contains(&Phase::Databases), "{}", text(&migration));
    let moving = step(&migration, Phase::EarlyDatabases);
    assert!(instructed(moving, Moment::Then).contains("UpdateDatabase.vbs"), "{moving:?}");
    assert!(migration.steps.iter().flat_map(unsupported).next().is_none(), "{}", text(&migration));
}

#[test]
fn a_release_that_no_document_upgrades_in_place_says_so_and_what_to_do_instead() {
    let migration = |from: BizTalkRelease, to: BizTalkRelease| {
        let mut before = design("two-computer");
        before.environment.biztalk_release = from;
        let mut after = before.clone();
        after.environment.biztalk_release = to;
        migrate(&before, &after, None, &[]).unwrap()
    };
    let two = migration(BizTalkRelease::V2013R2, BizTalkRelease::V2020);
    let obstacle = step(&two, Phase::Upgrade).obstacles[0].sentence();
    assert!(
        obstacle.contains("upgrade to BizTalk Server 2016 first") && obstacle.contains("a new BizTalk group"),
        "{obstacle}"
    );
    let back = migration(BizTalkRelease::V2020, BizTalkRelease::V2016);
    let upgrade = step(&back, Phase::Upgrade);
    assert!(upgrade.instructions.is_empty() && lines_of(upgrade, "Order of the upgrade").is_empty(), "{upgrade:?}");
    assert!(text(&back).contains("BizTalk Server 2020 does not go back to BizTalk Server 2016"), "{}", text(&back));
    assert!(back.summary().contains("1 is not supported in place"), "{}", back.summary());
    let none = migration(BizTalkRelease::V2013, BizTalkRelease::V2016);
    assert!(
        text(&none)
            .contains("No document describes an upgrade from BizTalk Server 2013 to BizTalk Server 2016 in place")
    );
}

#[test]
fn an_edition_that_the_upgrade_does_not_lead_to_is_named() {
    let before = old("biztalk_release=V2016", "Server2016", "release=V2016 service_pack=3");
    let mut after = before.clone();
    after.environment.biztalk_release = BizTalkRelease::V2020;
    after.environment.biztalk_edition = BizTalkEdition::Standard;
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let said = &step(&migration, Phase::Upgrade).obstacles;
    assert!(said.len() == 1 && said[0].words.contains("Enterprise edition of BizTalk Server 2016"), "{said:?}");
}

#[test]
fn a_cumulative_update_comes_before_the_versions_that_need_it() {
    let mut before = old("biztalk_release=V2020", "Server2019", "release=V2019");
    before.environment.biztalk_cumulative_update = Some(0);
    let migration = to_2020(&before, WindowsVersion::Server2022, (SqlRelease::V2022, 0));
    let order: Vec<Phase> = titles(&migration);
    assert_eq!(order[1..], [Phase::Upgrade, Phase::LateWindows, Phase::LateSqlServer], "{}", text(&migration));
    let entries: Vec<String> = migration.steps[0].work.iter().flat_map(|it| it.1.iter().map(Entry::words)).collect();
    assert!(entries.iter().all(|it| !it.contains("BTS1")), "{entries:?}");
    assert!(migration.steps.iter().flat_map(unsupported).next().is_none(), "{}", text(&migration));
}
