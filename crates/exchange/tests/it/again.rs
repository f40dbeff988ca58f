//! A newer export of a BizTalk group that is drawn already, and what a person takes of it.

use std::collections::BTreeSet;

use tierwright_design::edit::preview;
use tierwright_design::model::{CommitMode, Document, Element, FailoverMode, Role, check_invariants};
use tierwright_exchange::landing::{Change, ChangeKey, ChangeKind, Landing, land, land_but, new_design};
use tierwright_exchange::readers::Import;

use super::{all, import, import_text};

/// What our collector says of an availability group with these replicas and this listener.
fn collected(replicas: &str, listener: &str, port: u16) -> Import {
    let databases = r#"{"kind": "MessageBox", "name": "BizTalkMsgBoxDb", "server": "SQLA", "master": true}"#;
    let group = format!(
        r#"{{"name": "AG1", "listener": "{listener}", "port": {port}, "replicas": [{replicas}], "databases": ["BizTalkMsgBoxDb"]}}"#
    );
    let text = format!(
        r#"{{"schema": "tierwright-topology-1", "databases": [{databases}],
        "sqlServers": [{{"name": "SQLA"}}, {{"name": "SQLB"}}, {{"name": "SQLC"}}], "availabilityGroups": [{group}]}}"#
    );
    import_text("collected.json", &text)
}

const TWO: &str = r#"{"server": "SQLA", "primary": true, "synchronous": true, "automatic": true},
    {"server": "SQLB", "primary": false, "synchronous": true, "automatic": true}"#;
const THREE: &str = r#"{"server": "SQLA", "primary": false, "synchronous": true, "automatic": true},
    {"server": "SQLB", "primary": true, "synchronous": false, "automatic": false},
    {"server": "SQLC", "primary": false, "synchronous": true, "automatic": false}"#;

fn after(document: &Document, landing: &Landing) -> Document {
    let commands: Vec<_> = landing.edit.iter().flat_map(|it| it.commands.clone()).collect();
    let after = preview(document, &commands).expect("the commands of a landing fit");
    assert!(check_invariants(&after).is_empty(), "{:?}", check_invariants(&after));
    after
}

fn keys(changes: &[Change], is_it: impl Fn(&&Change) -> bool) -> BTreeSet<ChangeKey> {
    changes.iter().filter(is_it).map(Change::key).collect()
}

/// The replicas of the only availability group, primary first: SQL Server, commit, failover.
fn replicas(document: &Document) -> Vec<(String, CommitMode, FailoverMode)> {
    let group = document.availability_groups.values().next().expect("there is one");
    let replica = |it: &tierwright_design::model::AvailabilityReplica| {
        (Element::from(it.sql_instance).name(document), it.commit, it.failover)
    };
    group.replicas.iter().map(replica).collect()
}

#[test]
fn a_newer_export_updates_replicas_and_listener_and_the_same_again_changes_nothing() {
    let (first, _) = new_design(&collected(TWO, "LISTEN", 1433)).unwrap();
    let newer = collected(THREE, "LISTEN2", 1500);
    let landing = land(&first, &newer).unwrap();
    let second = after(&first, &landing);
    let expected = [
        ("SQLB", CommitMode::Asynchronous, FailoverMode::Manual),
        ("SQLA", CommitMode::Synchronous, FailoverMode::Automatic),
        ("SQLC", CommitMode::Synchronous, FailoverMode::Manual),
    ];
    let found = replicas(&second);
    assert_eq!(found.iter().map(|it| (it.0.as_str(), it.1, it.2)).collect::<Vec<_>>(), expected);
    let listener = second.availability_groups.values().next().unwrap().listener.clone().unwrap();
    assert_eq!((listener.name.as_str(), listener.port), ("LISTEN2", 1500));
    let told: Vec<&str> = landing.changes.iter().filter_map(|it| it.detail.as_ref()).map(|it| it.label).collect();
    for label in ["replicas", "synchronous commit", "automatic failover", "active", "name", "port"] {
        assert!(told.contains(&label), "{label}: {told:?}");
    }
    assert_eq!(land(&second, &newer).unwrap().edit, None);
}

#[test]
fn what_a_person_leaves_out_does_not_come_and_what_was_drawn_stays() {
    let (first, _) = new_design(&import(&["settings.xml"])).unwrap();
    let whole = land(&first, &import(&all())).unwrap();
    let new = keys(&whole.changes, |it| it.kind == ChangeKind::Added);
    let none = land_but(&first, &import(&all()), &new).unwrap();
    let kept = after(&first, &none);
    assert_eq!((kept.computers.len(), kept.hosts.len()), (first.computers.len(), first.hosts.len()));
    assert_eq!((kept.databases.len(), kept.tiers.len()), (first.databases.len(), first.tiers.len()));
    assert!(none.changes.iter().all(|it| it.kind != ChangeKind::Added));
    let hosts = keys(&whole.changes, |it| it.kind == ChangeKind::Added && matches!(it.element, Element::Host(_)));
    let without = after(&first, &land_but(&first, &import(&all()), &hosts).unwrap());
    assert_eq!(without.hosts.len(), first.hosts.len());
    assert!(without.databases.len() > first.databases.len(), "the rest comes");
}

#[test]
fn each_change_can_be_turned_and_stays_so_when_the_same_comes_again() {
    let (first, _) = new_design(&import(&["settings.xml"])).unwrap();
    let whole = land(&first, &import(&all())).unwrap();
    let changed = keys(&whole.changes, |it| it.kind == ChangeKind::Changed);
    let roles =
        |document: &Document| document.computers.values().filter(|it| it.roles.contains(&Role::MasterSecret)).count();
    assert!(!changed.is_empty() && roles(&after(&first, &whole)) == 1);
    let mine = land_but(&first, &import(&all()), &changed).unwrap();
    assert!(mine.changes.iter().all(|it| it.kind != ChangeKind::Changed), "{:?}", mine.changes);
    let second = after(&first, &mine);
    assert_eq!(second.environment.biztalk_release, first.environment.biztalk_release);
    assert_eq!(roles(&second), 0);
    let again = land(&second, &import(&all())).unwrap();
    let release = again.changes.iter().find(|it| it.detail.as_ref().is_some_and(|it| it.label == "release")).unwrap();
    assert_eq!(release.kind, ChangeKind::Kept, "what a person decided stays decided");
    let theirs = after(&second, &land_but(&second, &import(&all()), &[release.key()].into()).unwrap());
    assert_ne!(theirs.environment.biztalk_release, first.environment.biztalk_release);
}
