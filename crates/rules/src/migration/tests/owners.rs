//! Who does what, what is no work, and what nobody forgets.

use super::{SMALL, design, lines_of, step, way};
use crate::comparison::Entry;
use crate::migration::{Migration, Moment, Phase, migrate, text};
use crate::model::{Document, Role, SqlInstance};
use crate::sources::Sourced;
use tierwright_design::testing::fixture::Fixture;

fn judged() -> Migration {
    way("two-computer", "medium-receive-complete")
}

fn instructions(migration: &Migration, phase: Phase, moment: Moment) -> Vec<String> {
    step(migration, phase).instructions_at(moment).map(|it| it.sentence()).collect()
}

#[test]
fn sql_server_is_installed_by_its_administrator_though_its_group_will_hold_the_master_secret() {
    let migration = judged();
    let has = |phase: Phase| {
        let named = |it: &SqlInstance| it.name == "SQL core databases";
        step(&migration, phase).document.sql_instances.values().any(named)
    };
    assert!(has(Phase::SqlServer) && !has(Phase::Clusters));
    let lines = lines_of(step(&migration, Phase::MasterSecret), "SQL instances");
    assert!(lines.is_empty(), "{lines:?}");
}

#[test]
fn a_moved_master_secret_is_made_known_and_restored_in_the_documented_order() {
    let then = instructions(&judged(), Phase::MasterSecret, Moment::Then);
    let at = |words: &str| then.iter().position(|it| it.contains(words)).unwrap_or_else(|| panic!("{words}: {then:?}"));
    let (known, restart, restore) = (at("ssomanage -updatedb"), at("offline and online again"), at("-restoresecret"));
    assert!(known < restart && restart < restore, "{then:?}");
    let to_computer = way("master-secret-cluster", "two-computer");
    let then = instructions(&to_computer, Phase::MasterSecret, Moment::Then);
    assert!(then.iter().any(|it| it.contains("Restart the Enterprise SSO service on the new")), "{then:?}");
}

#[test]
fn whoever_holds_the_master_secret_and_goes_hands_it_over_when_it_moves() {
    let ways = [("large-complete", "medium-receive-complete"), ("company-file", "medium-receive-complete")];
    for (before, after) in ways {
        let migration = way(before, after);
        let moved = &step(&migration, Phase::MasterSecret).document;
        assert_eq!(moved.master_secret_servers().len(), 1, "{before} to {after}: {}", text(&migration));
    }
}

#[test]
fn what_was_unknown_of_what_is_there_is_to_be_confirmed_and_no_work() {
    let migration = judged();
    let unconfirmed: Vec<String> = migration.unconfirmed.iter().flat_map(|it| it.1.iter().map(Entry::words)).collect();
    let cores = unconfirmed.iter().find(|it| it.contains("processor cores: not stated -> 8")).unwrap();
    assert!(cores.starts_with("~ BTS1, BTS2 (Receive)"), "{cores}");
    for step in &migration.steps {
        let work = step.work.iter().flat_map(|it| it.1.iter().map(Entry::words));
        let cores: Vec<String> = work.filter(|it| it.contains("processor cores")).collect();
        assert!(cores.is_empty(), "{}: {cores:?}", step.title);
    }
    let said = text(&migration);
    assert!(said.contains("To be confirmed\n  Nobody has stated it of the present environment"), "{said}");
    // What is stated otherwise is work.
    let mut before = Fixture::parse(SMALL).unwrap().document;
    let with = |document: &Document, cores: u32| {
        let mut document = document.clone();
        document.computers.edit().values_mut().for_each(|it| it.hardware.cores = Some(Sourced::entered(cores)));
        document
    };
    let after = with(&before, 8);
    assert!(migrate(&before, &after, None, &[]).unwrap().steps.is_empty());
    before = with(&before, 4);
    let migration = migrate(&before, &after, None, &[]).unwrap();
    assert!(migration.unconfirmed.is_empty() && step(&migration, Phase::Computers).outages.len() == 1);
}

#[test]
fn each_removes_what_is_theirs_and_what_runs_goes_before_what_it_runs_on() {
    let migration = way("medium-receive-complete", "two-computer");
    let removals: Vec<(Phase, &str)> = migration
        .steps
        .iter()
        .filter(|it| it.phase >= Phase::RemoveHosts)
        .map(|it| (it.phase, it.who.as_str()))
        .collect();
    let expected = [
        (Phase::RemoveHosts, "BizTalk administrator"),
        (Phase::RemoveBizTalk, "BizTalk administrator"),
        (Phase::RemoveSql, "Database administrator"),
        (Phase::Removal, "Infrastructure administrator"),
    ];
    assert_eq!(removals, expected);
    let lines = lines_of(step(&migration, Phase::RemoveBizTalk), "BizTalk Server");
    let line = "- BTS3, BTS4 (Processing and send): leave the BizTalk group; unconfigure and uninstall BizTalk Server runtime \
                and Enterprise SSO";
    assert!(lines.iter().any(|it| it == line), "{lines:#?}");
    let left = &step(&migration, Phase::RemoveBizTalk).document;
    let bts3 = left.computers.values().find(|it| it.name == "BTS3").unwrap();
    assert!(!bts3.roles.contains(&Role::BizTalkRuntime) && bts3.biztalk_groups.is_empty(), "{bts3:?}");
    let last = &step(&migration, Phase::Removal).document;
    assert!(last.computers.values().all(|it| it.name != "BTS3"));
}

#[test]
fn a_computer_that_keeps_standing_loses_biztalk_server_after_its_host_instances() {
    let text =
        "computer BTS1 biztalk sso\ncomputer BTS2 biztalk sso\nhost R receive process send tracking on BTS1 BTS2";
    let before = Fixture::parse(text).unwrap().document;
    let mut after = before.clone();
    let (id, _) = before.computers.iter().find(|(_, it)| it.name == "BTS2").unwrap();
    let computer = after.computers.edit().get_mut(id).unwrap();
    computer.roles.clear();
    computer.biztalk_groups.clear();
    after.host_instances.edit().retain(|_, it| it.computer != *id);
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let phases: Vec<Phase> = migration.steps.iter().map(|it| it.phase).collect();
    assert_eq!(phases, [Phase::RemoveHosts, Phase::RemoveBizTalk]);
}

#[test]
fn host_instances_at_the_recovery_site_are_disabled_and_say_until_when() {
    let migration = judged();
    let lines = lines_of(step(&migration, Phase::HostInstances), "Host instances");
    let line = "+ BTS3-DR: Processing host, Send host, Tracking host (disabled)";
    assert!(lines.iter().any(|it| it == line), "{lines:#?}");
    assert!(lines.iter().any(|it| it == "+ BTS3: Processing host, Send host, Tracking host"), "{lines:#?}");
    let then = instructions(&migration, Phase::HostInstances, Moment::Then);
    assert!(then.iter().any(|it| it.contains("they stay so until the recovery")), "{then:?}");
    let first = instructions(&migration, Phase::Group, Moment::First);
    assert!(first.iter().any(|it| it.contains("join the production group as well")), "{first:?}");
    // Where nothing comes there, nothing is said of it.
    let other = way("two-computer", "medium-receive");
    assert!(!text(&other).contains("disaster-recovery site"), "{}", text(&other));
}

#[test]
fn what_a_step_brings_is_said_as_the_finding_says_it_with_the_step_that_takes_it_away() {
    let migration = judged();
    let hosts = step(&migration, Phase::Hosts);
    let said = hosts.new_findings_in_words();
    let line = "Blocker until “Create host instances”: No computer runs host Tracking host (HOST-001)";
    assert!(said.iter().any(|it| it == line), "{said:#?}");
    let group = step(&migration, Phase::Group);
    let warnings = group.standing.findings.iter().find(|it| it.0 == crate::rules::Severity::Warning).unwrap().1;
    assert!(warnings > 1 && !group.new_findings.is_empty(), "{group:?}");
}

#[test]
fn a_node_that_is_out_in_turn_leaves_services_without_a_spare_meanwhile() {
    let before = design("medium-receive-complete");
    let mut after = before.clone();
    let spared = ["BTS1", "BTS2"];
    for it in after.computers.edit().values_mut().filter(|it| spared.contains(&it.name.as_str())) {
        it.hardware.cores = Some(Sourced::entered(16));
    }
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let step = step(&migration, Phase::Computers);
    let outage = &step.outages[0];
    assert!(outage.stops.is_empty() && step.without_spare.is_empty(), "{outage:?}");
    assert!(outage.without_spare.iter().any(|it| it == "Receive"), "{outage:?}");
    assert!(outage.sentence().contains("Receive has no spare"), "{}", outage.sentence());
    assert_eq!((migration.num_outages(), migration.num_without_spare()), (0, 1));
}

#[test]
fn a_finding_that_changes_what_it_says_is_told_as_what_it_says_then() {
    let said = text(&way("company-base", "company-ftp"));
    assert!(said.contains("Blocker until “Create host instances”: No computer runs host"), "{said}");
    assert!(said.contains("left in the end: BTS1 is the only computer that runs host Tracking host"), "{said}");
    assert!(!said.contains("left in the end: No computer runs"), "{said}");
}

#[test]
fn what_the_target_leaves_open_takes_nothing_away_and_no_database_joins_what_it_leaves() {
    let said = text(&way("small-complete", "small"));
    assert!(!said.contains("hardware is changed"), "{said}");
    let said = text(&way("availability-group-2020", "two-computer"));
    assert!(
        said.contains("availability group: BizTalk -> none") && !said.contains("join the availability group"),
        "{said}"
    );
}

#[test]
fn features_and_the_publication_of_a_message_box_are_set_up_by_the_biztalk_administrator() {
    let of = |after: &str, phase: Phase, kind: &str| lines_of(step(&way("small", after), phase), kind).join("; ");
    let features = of("bam", Phase::Group, "Environment");
    assert!(features.contains("features: add BAM"), "{features}");
    let boxes = of("three-message-boxes", Phase::Hosts, "Databases");
    assert!(boxes.contains("message publication disabled: no -> yes"), "{boxes}");
    let migration = way("availability-group-2020", "two-computer");
    let gone = lines_of(step(&migration, Phase::RemoveBizTalk), "Environment").join("; ");
    assert!(gone.contains("features: remove BAM, BAM alerts, Business Rule Engine"), "{gone}");
}
