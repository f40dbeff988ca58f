//! The way between designs: it arrives, each step is a design, and it says what stops.

mod owners;
mod upgrade;

use super::{Migration, MigrationError, Phase, Step, json, migrate, text};
use crate::analysis::analyze;
use crate::comparison::Entry;
use crate::comparison::{Pairing, changes};
use crate::document::{template, templates};
use crate::model::{BizTalkRelease, Document, Note, ResourceKind, Role, SqlPlacement, SqlRelease, WindowsVersion};
use tierwright_design::testing::any_design;
use tierwright_design::testing::fixture::Fixture;

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn way(before: &str, after: &str) -> Migration {
    migrate(&design(before), &design(after), None, &[]).unwrap()
}

fn step(migration: &Migration, phase: Phase) -> &Step {
    migration.steps.iter().find(|it| it.phase == phase).unwrap_or_else(|| panic!("no {phase:?}"))
}

/// The last step leads to the design after, whatever its numbers.
fn arrives(name: &str, before: &Document, after: &Document) {
    let migration = migrate(before, after, None, &[]).unwrap_or_else(|err| panic!("{name}: {err}"));
    let end = migration.steps.last().map_or(before, |it| &it.document);
    let left = changes(end, after, &Pairing::of(end, after));
    let left: Vec<_> = left.iter().filter(|it| !it.is_layout).collect();
    assert!(left.is_empty(), "{name}: {left:?}");
    let (found, wanted) = (analyze(end), analyze(after));
    assert_eq!(found.rules.findings.len(), wanted.rules.findings.len(), "{name}");
    assert_eq!(found.verdict.single_points.len(), wanted.verdict.single_points.len(), "{name}");
    let rate = |it: &crate::analysis::Analysis| it.capacity.normal.rate.map(|it| (it.p50 * 1e6).round());
    assert_eq!(rate(&found), rate(&wanted), "{name}");
}

#[test]
fn every_way_between_neighbouring_templates_arrives() {
    for pair in templates().windows(2) {
        arrives(&format!("{} to {}", pair[0].key, pair[1].key), &pair[0].document, &pair[1].document);
    }
}

#[test]
fn every_way_between_designs_of_every_kind_arrives() {
    for seed in 8..12 {
        arrives(&format!("any design {seed}"), &any_design(seed), &any_design(seed + 1));
    }
}

#[test]
fn a_design_needs_no_way_to_itself() {
    for template in templates() {
        let same = migrate(&template.document, &template.document, None, &[]).unwrap();
        assert!(same.steps.is_empty(), "{}: {:?}", template.key, same.steps[0].work);
        assert!(text(&same).contains("nothing to do"));
    }
}

#[test]
fn moved_databases_stop_every_service_and_say_which_document_says_so() {
    let migration = way("two-computer", "medium-receive-complete");
    let databases = step(&migration, Phase::Databases);
    let outage = databases.outages.iter().find(|it| it.source.is_some()).unwrap();
    assert_eq!(outage.source.as_ref().unwrap().0, "core/how-to-move-the-biztalk-server-databases");
    assert!(!outage.stops.is_empty() && outage.sentence().contains("UpdateDatabase.vbs"), "{outage:?}");
    assert!(migration.num_outages() > 0 && text(&migration).contains("SQL Server Agent are stopped"));
}

#[test]
fn what_is_only_stated_for_the_first_time_takes_no_computer_out() {
    let before = design("two-computer");
    let mut after = before.clone();
    for computer in after.computers.edit().values_mut() {
        computer.os = Some(crate::model::WindowsVersion::Server2019);
    }
    let mut unstated = before.clone();
    for computer in unstated.computers.edit().values_mut() {
        computer.os = None;
    }
    let stated = migrate(&unstated, &after, None, &[]).unwrap();
    assert!(stated.steps.iter().all(|it| it.outages.is_empty()), "{:?}", stated.steps);
    let mut old = before;
    for computer in old.computers.edit().values_mut() {
        computer.os = Some(crate::model::WindowsVersion::Server2016);
    }
    let upgraded = migrate(&old, &after, None, &[]).unwrap();
    let outage = &step(&upgraded, Phase::Computers).outages[0];
    assert!(!outage.stops.is_empty() && outage.ours, "{outage:?}");
}

#[test]
fn another_order_is_judged_again_and_one_that_cannot_be_says_why() {
    let (before, after) = (design("two-computer"), design("medium-receive-complete"));
    let steps = migrate(&before, &after, None, &[]).unwrap().steps;
    let mut order: Vec<usize> = steps.iter().map(|it| it.number).collect();
    order.reverse();
    let error = migrate(&before, &after, None, &order).unwrap_err();
    assert!(matches!(&error, MigrationError::TooEarly { .. }) && error.to_string().contains("builds on"), "{error}");
    let error = migrate(&before, &after, None, &[1, 1]).unwrap_err();
    assert!(error.to_string().contains("it names 1, 1"), "{error}");
    // Operations do not wait for the switch of the clients.
    let mut order: Vec<usize> = steps.iter().map(|it| it.number).collect();
    let at = |phase: Phase| steps.iter().position(|it| it.phase == phase).unwrap();
    order.swap(at(Phase::Operations), at(Phase::Operations) - 1);
    let other = migrate(&before, &after, None, &order).unwrap();
    assert_eq!(other.steps.last().unwrap().document, steps.last().unwrap().document);
}

#[test]
fn what_is_removed_first_leaves_a_service_without_a_spare() {
    let before = design("medium-receive-complete");
    let mut after = before.clone();
    let (receive, _) = before.hosts.iter().find(|(_, it)| it.name == "Receive host").unwrap();
    for spare in before.host_instances_of(*receive).skip(1) {
        after.host_instances.edit().remove(&spare);
    }
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let removal = step(&migration, Phase::RemoveHosts);
    assert_eq!(removal.without_spare.len(), 1, "{removal:?}");
    assert!(text(&migration).contains("has no spare any more"));
    let value = json(&migration);
    assert_eq!(value["steps"][0]["without_spare"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_said_of_something_goes_with_it_on_the_way() {
    let mut before = design("medium-receive-complete");
    let gone = before.host_instances.keys().next_back().copied().unwrap();
    before.notes = vec![Note { element: gone.into(), text: "A pilot".to_owned() }];
    let mut after = before.clone();
    after.host_instances.edit().remove(&gone);
    let stays = *after.computers.keys().next().unwrap();
    after.notes = vec![Note { element: stays.into(), text: "Agreed".to_owned() }];
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let last = migration.steps.last().unwrap();
    assert_eq!(last.document.notes, after.notes);
    arrives("a design with notes", &before, &after);
}

/// A SQL instance on a computer of its own, a spare computer for it, and the same with it there and of another release.
fn moved_and_upgraded() -> (Document, Document) {
    let before = Fixture::parse(
        "computer BTS1 biztalk sso
         computer BTS2 biztalk sso
         computer OLD
         computer NEW
         sql ONE on OLD
         databases ONE management messagebox(master) tracking sso
         host R receive process send tracking on BTS1 BTS2
         attr ONE release=V2019",
    );
    let before = before.unwrap().document;
    let mut after = before.clone();
    let (id, _) = before.sql_instances.iter().next().unwrap();
    let (new, _) = before.computers.iter().find(|(_, it)| it.name == "NEW").unwrap();
    let sql = after.sql_instances.edit().get_mut(id).unwrap();
    sql.placement = SqlPlacement::Standalone(*new);
    sql.release = SqlRelease::V2022;
    (before, after)
}

#[test]
fn an_update_after_a_move_takes_away_what_runs_in_the_new_place() {
    let (before, after) = moved_and_upgraded();
    let documented = migrate(&before, &after, None, &[]).unwrap();
    let number = |phase: Phase| step(&documented, phase).number;
    let (update, moving) = (number(Phase::SqlServer), number(Phase::Databases));
    assert_eq!((update, moving), (1, 2), "{}", text(&documented));
    let moved_first = migrate(&before, &after, None, &[moving, update]).unwrap();
    let of_update = |migration: &Migration| {
        let outages = &step(migration, Phase::SqlServer).outages;
        outages.iter().find(|it| it.words.contains("upgraded")).unwrap().stops.clone()
    };
    assert!(of_update(&documented).iter().any(|it| it == "Receive"), "{documented:?}");
    assert_eq!(
        of_update(&moved_first),
        of_update(&documented),
        "as much stops as with the SQL instance in its old place"
    );
}

#[test]
fn a_new_computer_gets_biztalk_server_and_joins_before_its_host_instances_come() {
    let migration = way("two-computer", "medium-receive-complete");
    let (computers, group) = (step(&migration, Phase::Computers), step(&migration, Phase::Group));
    let before = design("two-computer");
    let new = |it: &&crate::model::Computer| it.roles.contains(&Role::BizTalkRuntime);
    let servers = |document: &Document| document.computers.values().filter(new).count();
    assert_eq!(servers(&computers.document), servers(&before), "they stand, and nothing is installed on them");
    assert!(servers(&group.document) > servers(&before));
    assert!(group.number < step(&migration, Phase::HostInstances).number);
    let lines = lines_of(group, "BizTalk Server");
    let joins = "+ BTS3, BTS4 (Processing and send): install BizTalk Server runtime and Enterprise SSO; join the SSO \
                 system and the BizTalk group";
    assert!(lines.iter().any(|it| it == joins), "{lines:?}");
    let order: Vec<usize> = migration.steps.iter().map(|it| it.number).collect();
    let mut early = order.clone();
    early.retain(|it| *it != group.number);
    early.insert(0, group.number);
    let error = migrate(&before, &design("medium-receive-complete"), None, &early).unwrap_err();
    assert!(error.to_string().contains("builds on"), "{error}");
}

#[test]
fn windows_of_a_biztalk_server_that_only_the_new_release_supports_changes_after_the_upgrade() {
    let text = "computer BTS1 biztalk sso os=Server2016\ncomputer DB1 os=Server2016\nsql S on DB1\n\
        databases S management messagebox(master) tracking sso\nhost R receive process send tracking on BTS1";
    let mut before = Fixture::parse(text).unwrap().document;
    before.environment.biztalk_release = BizTalkRelease::V2016;
    let mut after = before.clone();
    after.environment.biztalk_release = BizTalkRelease::V2020;
    for computer in after.computers.edit().values_mut() {
        computer.os = Some(WindowsVersion::Server2022);
    }
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let upgraded = |phase: Phase| {
        let document = &step(&migration, phase).document;
        let names = document.computers.values().filter(|it| it.os == Some(WindowsVersion::Server2022));
        names.map(|it| it.name.clone()).collect::<Vec<String>>()
    };
    assert_eq!(upgraded(Phase::Computers), ["DB1"]);
    assert_eq!(upgraded(Phase::Upgrade), ["DB1"]);
    assert_eq!(upgraded(Phase::LateWindows), ["BTS1", "DB1"]);
}

#[test]
fn what_a_step_breaks_is_named_with_its_severity_rule_and_message() {
    let before = design("two-computer");
    let mut after = before.clone();
    for computer in after.computers.edit().values_mut() {
        computer.roles.remove(&Role::MasterSecret);
    }
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let new = &step(&migration, Phase::MasterSecret).new_findings;
    let broken = new.iter().find(|it| it.rule.as_str() == "SSO-001").unwrap_or_else(|| panic!("{new:?}"));
    assert!(!broken.message.is_empty() && broken.until.is_none(), "{broken:?}");
    let line = format!("! Error left in the end: {} (SSO-001)", broken.message);
    assert!(text(&migration).contains(&line), "{line}\n{}", text(&migration));
    let json = json(&migration);
    let named = json["steps"][0]["new_findings"].as_array().unwrap();
    assert!(named.iter().any(|it| it["rule"] == "SSO-001" && it["message"] == broken.message), "{named:?}");
}

/// The lines of a step under a title.
fn lines_of(step: &Step, title: &str) -> Vec<String> {
    step.work.iter().filter(|it| it.0 == title).flat_map(|it| it.1.iter().map(Entry::words)).collect()
}

/// What every step says, by phase.
fn said(before: &Document, after: &Document, phase: Phase) -> String {
    let migration = migrate(before, after, None, &[]).unwrap();
    let step = step(&migration, phase);
    let work = step.work.iter().flat_map(|it| it.1.iter().map(Entry::words));
    let instructions = step.instructions.iter().map(|it| it.words.clone());
    work.chain(instructions).chain(step.outages.iter().map(|it| it.words.clone())).collect::<Vec<_>>().join("\n")
}

const SMALL: &str = "computer BTS1 biztalk sso os=Server2016\ncomputer DB1 os=Server2016\nsql S on DB1\n\
    databases S management messagebox(master) tracking sso\nhost CluReceive receive process send tracking on BTS1";

#[test]
fn the_master_secret_moves_once_enterprise_sso_is_installed_where_it_moves_to() {
    let migration = way("two-computer", "large-complete");
    let moving = step(&migration, Phase::MasterSecret);
    let lines: Vec<String> = moving.work.iter().flat_map(|it| it.1.iter().map(Entry::words)).collect();
    assert!(lines.iter().any(|it| it.contains("MSS1, MSS2 (Master secret): install Enterprise SSO")), "{lines:#?}");
    assert!(lines.iter().any(|it| it.contains("the master secret: BTS1 -> Master secret group")), "{lines:#?}");
    let clusters = &step(&migration, Phase::Clusters).document;
    let group = clusters.resource_groups.values().find(|it| it.name == "Master secret group").unwrap();
    assert!(!group.resources.contains_key(&ResourceKind::EntSso), "{group:?}");
    let group = "+ Master secret group: the Enterprise SSO service as a clustered resource";
    assert!(lines.iter().any(|it| it == group), "{lines:#?}");
}

#[test]
fn a_target_that_does_not_state_what_was_stated_makes_no_work() {
    let mut before = Fixture::parse(SMALL).unwrap().document;
    before.environment.biztalk_cumulative_update = Some(4);
    let mut after = before.clone();
    after.environment.biztalk_cumulative_update = None;
    after.computers.edit().values_mut().for_each(|it| it.os = None);
    let migration = migrate(&before, &after, None, &[]).unwrap();
    assert!(migration.steps.is_empty(), "{}", text(&migration));
}

#[test]
fn a_host_of_another_name_is_created_anew_and_keeps_the_name_that_its_owner_gave_it() {
    let before = Fixture::parse(SMALL).unwrap().document;
    let mut after = before.clone();
    after.hosts.edit().values_mut().for_each(|it| it.name = "CluReceive2019".to_owned());
    let words = said(&before, &after, Phase::Hosts);
    assert!(words.contains("name: CluReceive -> CluReceive2019"), "{words}");
    assert!(words.contains("the host is created anew, its handlers and orchestrations move"), "{words}");
}

#[test]
fn what_leaves_its_failover_cluster_is_not_said_to_be_clustered() {
    let text = "computer BTS1 biztalk sso\ncomputer BTS2 biztalk sso\ncluster CL nodes BTS1 BTS2\n\
        resource-group G on CL\nclustered-host R receive in G on BTS1 BTS2";
    let before = Fixture::parse(text).unwrap().document;
    let mut after = before.clone();
    after.hosts.edit().values_mut().for_each(|it| it.clustered_in = None);
    let words = said(&before, &after, Phase::Hosts);
    assert!(words.contains("while it is taken out of the failover cluster"), "{words}");
    assert!(!words.contains("before the host is clustered"), "{words}");
}

#[test]
fn computers_with_enterprise_sso_wait_for_the_upgrade_with_their_windows() {
    let text = format!("{SMALL}\ncomputer MSS1 sso os=Server2016");
    let mut before = Fixture::parse(&text).unwrap().document;
    before.environment.biztalk_release = BizTalkRelease::V2016;
    let mut after = before.clone();
    after.environment.biztalk_release = BizTalkRelease::V2020;
    after.computers.edit().values_mut().for_each(|it| it.os = Some(WindowsVersion::Server2022));
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let early = &step(&migration, Phase::Computers).document;
    let mss1 = early.computers.values().find(|it| it.name == "MSS1").unwrap();
    assert_eq!(mss1.os, Some(WindowsVersion::Server2016));
}

#[test]
fn databases_that_move_into_an_availability_group_name_the_scripts_that_make_them_known() {
    let words = said(&design("large"), &design("availability-group-2020"), Phase::Databases);
    let order =
        ["per-database DTC support", "Back the databases up", "UpdateDatabase.vbs on one", "add the databases to the"];
    let at: Vec<usize> = order.iter().map(|it| words.find(it).unwrap_or_else(|| panic!("{it}: {words}"))).collect();
    assert!(at.is_sorted(), "{words}");
    let migration = way("large", "availability-group-2020");
    let group = step(&migration, Phase::Group).work.iter().flat_map(|it| it.1.iter().map(Entry::words));
    let group: Vec<String> = group.collect();
    assert!(group.iter().all(|it| !it.contains("SSISDB")), "{group:?}");
}

#[test]
fn what_fails_over_or_is_degraded_while_a_node_is_out_is_said_as_its_loss_says_it() {
    let before = template("availability-groups-split").unwrap().document.clone();
    let after = template("availability-group-2020").unwrap().document.clone();
    let migration = migrate(&before, &after, None, &[]).unwrap();
    let said = text(&migration);
    let nodes = said.lines().find(|it| it.contains("NODE1, NODE2, BAM1: one after the other is out")).unwrap();
    assert!(nodes.contains("fail over") && nodes.contains("Report") && !nodes.contains("no service stops"), "{nodes}");
    let alone = said.lines().find(|it| it.contains("SQL BAM: is out while it is upgraded")).unwrap();
    assert!(alone.contains("Report is degraded"), "{alone}");
    assert!(!said.contains("service pack: 1 -> 0"), "another release begins without service packs");
}
