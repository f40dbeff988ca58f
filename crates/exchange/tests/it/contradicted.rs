//! What exports contradict each other about is asked in the design until somebody decides it.

use tierwright_design::edit::intent::answer::{Answer, answer};
use tierwright_design::edit::intent::attribute::{AnswerForm, Attribute};
use tierwright_design::edit::preview;
use tierwright_design::model::{Document, Element, Property};
use tierwright_design::sources::Provenance;
use tierwright_exchange::landing::{ChangeKind, land, new_design};
use tierwright_exchange::readers::Import;

use super::import_texts;

/// What two collectors say of an availability group, of the failover cluster below it, and of a computer.
fn collected(replica: &str, port: u16, (witness, nodes): (&str, &str), databases: &str, cores: u8) -> String {
    format!(
        r#"{{"schema": "tierwright-topology-1", "servers": [{{"name": "BTS1", "cores": {cores}}}],
        "databases": [{{"kind": "BizTalk Management", "name": "BizTalkMgmtDb", "server": "AGL"}}],
        "sqlServers": [{{"name": "SQLA"}}, {{"name": "SQLB"}}],
        "clusters": [{{"name": "CLU", "witness": "{witness}", "nodes": [{nodes}]}}],
        "availabilityGroups": [{{"name": "AG", "listener": "AGL", "port": {port}, "databases": [{databases}],
        "replicas": [{{"server": "SQLA", "primary": true, "synchronous": true, "automatic": true}}, {replica}]}}]}}"#
    )
}

const SYNCHRONOUS: &str = r#"{"server": "SQLB", "primary": false, "synchronous": true, "automatic": true}"#;
const ASYNCHRONOUS: &str = r#"{"server": "SQLB", "primary": false, "synchronous": false, "automatic": false}"#;

fn both() -> Import {
    let one = collected(SYNCHRONOUS, 1433, ("disk", r#""SQLA", "SQLB""#), r#""BizTalkMgmtDb", "SSODB""#, 8);
    let other = collected(ASYNCHRONOUS, 14330, ("cloud", r#""SQLA", "SQLB", "SQLC""#), r#""BizTalkMgmtDb""#, 4);
    import_texts(&[("a.json".to_owned(), one), ("b.json".to_owned(), other)])
}

fn open(document: &Document) -> Vec<Property> {
    document.assumptions().filter(|(_, it)| document_asks(*it)).map(|(_, property)| property).collect()
}

fn document_asks(property: Property) -> bool {
    !matches!(property, Property::Release | Property::Edition | Property::DtcSupport | Property::Host)
}

fn sides(document: &Document, element: Element) -> String {
    match Attribute::Exports.form(document, element) {
        AnswerForm::Choice(words) => words.join(""),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_contradiction_is_a_question_with_both_sides_and_their_places() {
    let (document, _) = new_design(&both()).unwrap();
    let open = open(&document);
    for property in [
        Property::Synchronous,
        Property::Automatic,
        Property::Port,
        Property::Members,
        Property::Witness,
        Property::Nodes,
        Property::Cores,
    ] {
        assert!(open.contains(&property), "{property:?}: {open:?}");
    }
    let group = *document.availability_groups.keys().next().unwrap();
    let words = sides(&document, group.into());
    assert!(words.contains("synchronous commit: SQLB: no (b.json, line 6) or SQLB: yes (a.json, line 6)"), "{words}");
    assert!(words.contains("port: 1433 (a.json, line 5) or 14330 (b.json, line 5)"), "{words}");
    assert_eq!(land(&document, &both()).unwrap().edit, None);
}

#[test]
fn a_contradiction_that_somebody_has_decided_is_asked_no_more() {
    let (document, _) = new_design(&both()).unwrap();
    let group: Element = (*document.availability_groups.keys().next().unwrap()).into();
    let by = Provenance::Entered { by: String::new(), on: String::new() };
    let edit = answer(&document, Attribute::Exports, &[group], &Answer::Choice(0), &by).unwrap();
    let decided = preview(&document, &edit.commands).unwrap();
    assert!(decided.assumptions().all(|(element, property)| element != group || !document_asks(property)));
    let again = land(&decided, &both()).unwrap();
    assert!(again.changes.iter().all(|it| it.kind != ChangeKind::Contradicted || it.element != group), "{again:?}");
    assert_eq!(again.edit, None);
}

#[test]
fn two_creators_of_the_sso_system_are_a_question_about_the_master_secret_server() {
    let file = |name: &str| {
        let text = "<Configuration><Feature Name=\"SSOServer,Engine\"><Question ID=\"IsSecretServer\">\
            <Answer Value=\"Create\" Selected=\"Yes\"/></Question></Feature></Configuration>";
        (format!("{name}.configuration.xml"), text.to_owned())
    };
    let (document, _) = new_design(&import_texts(&[file("A"), file("B")])).unwrap();
    assert!(document.assumes(Element::Environment, Property::MasterSecret));
    let words = sides(&document, Element::Environment);
    assert!(words.contains("A (A.configuration.xml, line 1) or B (B.configuration.xml, line 1)"), "{words}");
}

#[test]
fn a_failover_of_an_availability_group_moves_no_database() {
    let failed_over = |first: bool| {
        let replica = |name: &str, is_primary: bool| {
            format!(r#"{{"server": "{name}", "primary": {is_primary}, "synchronous": true, "automatic": true}}"#)
        };
        let text = format!(
            r#"{{"schema": "tierwright-topology-1",
            "databases": [{{"kind": "BizTalk Management", "name": "BizTalkMgmtDb", "server": "AGL"}}],
            "sqlServers": [{{"name": "SQLA"}}, {{"name": "SQLB"}}],
            "availabilityGroups": [{{"name": "AG", "listener": "AGL", "databases": ["BizTalkMgmtDb"],
            "replicas": [{}, {}]}}]}}"#,
            replica("SQLA", first),
            replica("SQLB", !first)
        );
        import_texts(&[("x.json".to_owned(), text)])
    };
    let (document, _) = new_design(&failed_over(true)).unwrap();
    let landing = land(&document, &failed_over(false)).unwrap();
    let of_databases: Vec<_> = landing.changes.iter().filter(|it| matches!(it.element, Element::Database(_))).collect();
    assert!(of_databases.is_empty(), "{of_databases:?}");
    let commands = landing.edit.unwrap().commands;
    let after = preview(&document, &commands).unwrap();
    let primary = after.availability_groups.values().next().unwrap().replicas[0].sql_instance;
    assert_eq!(after.databases.values().next().unwrap().sql_instance, primary);
}

#[test]
fn what_steers_a_terminal_or_turns_a_text_is_taken_out_of_names() {
    let text = r#"{"schema": "tierwright-topology-1", "hosts": [{"name": "Rx\u202eevil\u001b[31m"}]}"#;
    let (document, _) = new_design(&import_texts(&[("x.json".to_owned(), text.to_owned())])).unwrap();
    assert_eq!(document.hosts.values().next().unwrap().name, "Rxevil[31m");
}
