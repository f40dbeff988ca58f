//! A newer export of a BizTalk group that is drawn already, and what a person takes of it.

use std::collections::BTreeSet;

use tierwright_design::edit::intent::answer::{Answer, answer};
use tierwright_design::edit::intent::attribute::Attribute;
use tierwright_design::edit::{Draft, preview};
use tierwright_design::model::{
    BizTalkRelease, CommitMode, Computer, Document, Element, FailoverMode, Host, Role, check_invariants,
};
use tierwright_design::sources::{Provenance, Sourced};
use tierwright_exchange::facts::{Property, Subject, Value};
use tierwright_exchange::landing::{Change, ChangeKey, ChangeKind, Landing, land, land_but, new_design};
use tierwright_exchange::readers::Import;
use tierwright_exchange::told;

use super::{all, import, import_text, import_texts};

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

/// What our collector says of a host on two computers, with an SSO database on a SQL Server.
fn collected_as(
    name: &str,
    (release, tracking, cores): (&str, bool, u32),
    (disabled, sso): (bool, &str),
) -> (String, String) {
    let text = format!(
        r#"{{"schema": "tierwright-topology-1",
        "environment": {{"productName": "Microsoft BizTalk Server {release}", "masterSecretServer": "{sso}"}},
        "databases": [{{"kind": "SSO", "name": "SSODB", "server": "{sso}"}}],
        "servers": [{{"name": "B1", "cores": {cores}, "memoryGB": 16}}],
        "hosts": [{{"name": "Rx", "type": "InProcess", "tracking": {tracking}}}],
        "hostInstances": [{{"host": "Rx", "server": "B1", "disabled": {disabled}}}]}}"#
    );
    (name.to_owned(), text)
}

fn contradicting() -> Import {
    import_texts(&[
        collected_as("a.json", ("2016", true, 4), (true, "SQL1")),
        collected_as("b.json", ("2020", false, 8), (false, "SQL2")),
    ])
}

fn contradicted(landing: &Landing) -> Vec<&str> {
    let of_kind = landing.changes.iter().filter(|it| it.kind == ChangeKind::Contradicted);
    of_kind.filter_map(|it| it.detail.as_ref()).map(|it| it.label).collect()
}

#[test]
fn what_exports_contradict_each_other_about_is_an_open_question_with_both_sources() {
    let (document, landing) = new_design(&contradicting()).unwrap();
    let sides = |element, property| places_of(&document, element, property);
    let host = Element::from(*document.hosts.keys().next().unwrap());
    assert_eq!(sides(host, Property::Tracking), ["a.json, line 5", "b.json, line 5"]);
    let instance = Element::from(*document.host_instances.keys().next().unwrap());
    for (element, property) in
        [(host, Property::Tracking), (instance, Property::Enabled), (Element::Environment, Property::Release)]
    {
        assert!(document.assumes(element, property), "{element} {property:?}");
    }
    let computer = document.computers.values().find(|it| it.name == "B1").unwrap();
    assert!(computer.hardware.cores.is_none());
    let memory = computer.hardware.ram_gb.as_ref().unwrap();
    assert_eq!(memory.provenance, Provenance::Entered { by: "a.json, line 4".to_owned(), on: String::new() });
    assert_eq!(document.databases.len(), 0);
    let gaps: Vec<&str> = landing.gaps.iter().map(|it| it.what.as_str()).collect();
    let sso = "SSO (SQL1 (a.json, line 3) or SQL2 (b.json, line 3))";
    assert!(gaps.iter().any(|it| it.starts_with("where these databases are") && it.contains(sso)), "{gaps:?}");
    assert!(document.master_secret_servers().is_empty());
    assert_eq!(sides(Element::Environment, Property::MasterSecret), ["a.json, line 2", "b.json, line 2"]);
    assert_eq!(land(&document, &contradicting()).unwrap().edit, None, "the same again is the same question");
}

fn places_of(document: &Document, element: Element, property: Property) -> Vec<String> {
    let said = document.imported.iter().filter(|it| it.element == element && it.property == property);
    let mut places: Vec<String> = said.filter_map(tierwright_design::model::Imported::place).collect();
    places.sort();
    places
}

#[test]
fn a_contradiction_that_a_person_has_decided_is_not_asked_again_while_the_files_say_the_same() {
    let (document, landing) = new_design(&contradicting()).unwrap();
    assert_eq!(contradicted(&landing).len(), 5, "{:?}", contradicted(&landing));
    let mut draft = Draft::of(&document);
    let host = *document.hosts.keys().next().unwrap();
    draft.change(host, |it: &mut Host| it.allow_tracking = true);
    let computer = *document.computers.iter().find(|(_, it)| it.name == "B1").unwrap().0;
    let cores = Some(Sourced { value: 6, range: None, provenance: Provenance::entered() });
    draft.change(computer, |it: &mut Computer| it.hardware.cores = cores);
    let mine = draft.document().clone();
    let instance = *mine.host_instances.keys().next().unwrap();
    let by = Provenance::entered();
    let answered = answer(&mine, Attribute::InstanceEnabled, &[instance.into()], &Answer::Choice(0), &by).unwrap();
    let mine = preview(&mine, &answered.commands).unwrap();
    let again = land(&mine, &contradicting()).unwrap();
    assert_eq!(contradicted(&again), ["release", "master secret server"], "nobody has decided these");
    assert_eq!(again.decided.len(), 3);
    assert_eq!(again.edit, None);
    let other = import_texts(&[
        collected_as("a.json", ("2016", true, 4), (true, "SQL1")),
        collected_as("b.json", ("2020", true, 16), (false, "SQL2")),
    ]);
    let other = land(&mine, &other).unwrap();
    assert!(contradicted(&other).contains(&"processor cores"), "the files say something else");
}

#[test]
fn what_a_person_has_chosen_among_contradicting_values_stays_chosen() {
    let import = contradicting();
    let host = Subject::Host("RX".to_owned());
    let yes = Value::Flag(true);
    let facts = import.facts.decided([(&host, Property::Tracking, &yes)]);
    let (document, landing) = new_design(&Import { facts, ..import }).unwrap();
    assert!(document.hosts.values().all(|it| it.allow_tracking) && !contradicted(&landing).contains(&"tracking"));
    let again = land(&document, &contradicting()).unwrap();
    assert!(!contradicted(&again).contains(&"tracking"), "{:?}", contradicted(&again));
    assert_eq!(again.edit, None);
}

#[test]
fn an_answer_to_what_no_export_said_is_not_overwritten() {
    let without = |release: &str| {
        let text = format!(r#"{{"schema": "tierwright-topology-1", {release} "hosts": [{{"name": "Rx"}}]}}"#);
        import_text("x.json", &text)
    };
    let (document, _) = new_design(&without("")).unwrap();
    let host = Element::from(*document.hosts.keys().next().unwrap());
    let by = Provenance::entered();
    let confirmed = |document: &Document, attribute: Attribute, element: Element, choice| {
        let edit = answer(document, attribute, &[element], &Answer::Choice(choice), &by).unwrap();
        preview(document, &edit.commands).unwrap()
    };
    let at = BizTalkRelease::ALL.iter().position(|it| *it == document.environment.biztalk_release).unwrap();
    let mine = confirmed(&document, Attribute::BizTalkRelease, Element::Environment, at);
    let mine = confirmed(&mine, Attribute::HostTracking, host, 0);
    assert!(!mine.assumes(Element::Environment, Property::Release) && !mine.assumes(host, Property::Tracking));
    let newer = without(r#""environment": {"productName": "Microsoft BizTalk Server 2013"},"#);
    let landing = land(&mine, &newer).unwrap();
    let kept: Vec<ChangeKind> = landing.changes.iter().map(|it| it.kind).collect();
    assert_eq!(kept, [ChangeKind::Kept], "{:?}", landing.changes);
    let unanswered = land(&document, &newer).unwrap();
    assert!(unanswered.changes.iter().any(|it| it.kind == ChangeKind::Changed), "an assumption gives way");
}

/// A binding file in which send port P1 and, where it has one, P2 use handlers of FILE.
fn bound(name: &str, ports: &[(&str, &str, bool)]) -> (String, String) {
    let port = |(name, host, ordered): &(&str, &str, bool)| {
        format!(
            "<SendPort Name=\"{name}\"><PrimaryTransport><TransportType Name=\"FILE\"/>\
             <OrderedDelivery>{ordered}</OrderedDelivery><SendHandler Name=\"{host}\"/></PrimaryTransport></SendPort>\n"
        )
    };
    let ports: String = ports.iter().map(port).collect();
    let text = format!("<BindingInfo><SendPortCollection>\n{ports}</SendPortCollection></BindingInfo>");
    (name.to_owned(), text)
}

#[test]
fn binding_files_that_contradict_each_other_are_shown_and_order_becomes_a_question() {
    let both = import_texts(&[
        bound("old.xml", &[("P1", "A", true), ("P2", "B", true)]),
        bound("new.xml", &[("P1", "A", false), ("P2", "C", true)]),
    ]);
    let conflicts: Vec<String> =
        both.facts.conflicts().map(|(subject, property, it)| told::conflict_words(subject, property, it)).collect();
    let expected = [
        "FILE send handler of A: ordered delivery: no (new.xml, line 2) or yes (old.xml, line 2)",
        "FILE send handler of B: ordered delivery: no (new.xml, line 3) or yes (old.xml, line 3)",
        "FILE send handler of C: ordered delivery: no (old.xml, line 3) or yes (new.xml, line 3)",
        "a send port: ordered delivery: no (new.xml, line 2) or yes (old.xml, line 2)",
        "a send port: host: B (old.xml, line 3) or C (new.xml, line 3)",
    ];
    assert_eq!(conflicts, expected);
    let (document, _) = new_design(&both).unwrap();
    let open = document.handlers.keys().filter(|it| document.assumes(**it, Property::Ordered)).count();
    assert_eq!(open, 3);
    let port = both.facts.conflicts().find(|(_, property, _)| *property == Property::Host).unwrap().0.clone();
    let host = Value::Text("C".to_owned());
    let decided = both.facts.decided([(&port, Property::Host, &host)]);
    let handler = |host: &str| Subject::Handler {
        adapter: "FILE".to_owned(),
        direction: tierwright_design::model::Direction::Send,
        host: host.to_owned(),
    };
    assert_eq!(decided.flag(&handler("C"), Property::Ordered), Some(true));
    assert_eq!(decided.number(&handler("C"), Property::SendPorts), Some(1));
    assert_eq!(decided.flag(&handler("B"), Property::Ordered), None);
}

#[test]
fn a_newer_binding_file_switches_order_off_unless_it_may_lack_the_ordered_port() {
    let (document, _) =
        new_design(&import_texts(&[bound("old.xml", &[("P1", "A", true), ("P2", "A", false)])])).unwrap();
    let ordered = |document: &Document| document.handlers.values().next().unwrap().ordered;
    assert!(ordered(&document));
    let whole = land(&document, &import_texts(&[bound("new.xml", &[("P1", "A", false), ("P2", "A", false)])])).unwrap();
    assert!(!ordered(&after(&document, &whole)));
    let part = land(&document, &import_texts(&[bound("new.xml", &[("P2", "A", false)])])).unwrap();
    assert_eq!(contradicted(&part), ["ordered delivery"]);
    let asked = after(&document, &part);
    assert!(ordered(&asked) && asked.assumes(*asked.handlers.keys().next().unwrap(), Property::Ordered));
}
