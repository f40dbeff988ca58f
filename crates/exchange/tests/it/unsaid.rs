//! What exports name without saying enough of it: asked for, with file and line, and never lost or guessed.

use tierwright_design::edit::intent::attribute::{AnswerForm, Attribute};
use tierwright_design::edit::preview;
use tierwright_design::model::{Binding, DatabaseKind, Document, Element, Property, Role};
use tierwright_exchange::facts::Subject;
use tierwright_exchange::landing::{land, new_design};
use tierwright_exchange::readers::Import;
use tierwright_exchange::told;

use super::{import, import_text, import_texts};

/// What our collector says of databases.
fn databases(list: &str) -> Import {
    import_text("c.json", &format!("{{\"schema\": \"tierwright-topology-1\", \"databases\": [\n{list}]}}"))
}

fn landed(import: &Import) -> (Document, String) {
    let (document, landing) = new_design(import).expect("facts land");
    let told = told::text(import, &landing);
    (document, told)
}

fn group(document: &Document) -> Element {
    (*document.biztalk_groups.keys().next().expect("a BizTalk group")).into()
}

const MASTER: &str = r#"{"kind": "MessageBox", "name": "BizTalkMsgBoxDb", "server": "SQL1", "master": true}"#;

#[test]
fn a_message_box_behind_a_placeholder_is_asked_for_with_file_and_line() {
    for (further, named) in [
        (r#"{"kind": "MessageBox", "name": "Box${N}", "server": "SQL1"}"#, "MessageBox BOX${N}"),
        (r#"{"kind": "MessageBox", "name": "Box2", "server": "%SQL2%"}"#, "MessageBox BOX2"),
        (r#"{"kind": "MessageBox", "name": "Box2", "server": "{{SQL2}}"}"#, "MessageBox BOX2"),
        (r##"{"kind": "MessageBox", "name": "#{Box}", "server": "SQL1"}"##, "MessageBox #{BOX}"),
    ] {
        let import = databases(&format!("{MASTER},\n{further}"));
        let (document, told) = landed(&import);
        assert_eq!(document.databases.len(), 1, "{further}");
        assert_eq!(document.sql_instances.len(), 1, "no SQL Server is called like a placeholder: {further}");
        assert!(told.contains("(not in c.json, line 3)"), "{told}");
        let group = group(&document);
        assert!(document.assumes(group, Property::Databases), "{further}");
        let AnswerForm::Choice(answers) = Attribute::AllDatabases.form(&document, group) else { panic!("a choice") };
        assert_eq!(answers, [format!("None; exports name {named} (c.json, line 3)")]);
        assert!(land(&document, &import).unwrap().edit.is_none(), "the same again changes nothing");
    }
}

#[test]
fn the_collector_lists_all_databases_and_a_configuration_only_the_first_message_box() {
    let (document, _) = landed(&databases(MASTER));
    assert!(!document.assumes(group(&document), Property::Databases));
    let (document, _) = landed(&import(&["APP01.configuration.xml", "tokens.csv"]));
    assert!(document.databases.values().any(|it| it.kind == DatabaseKind::MessageBox));
    assert!(document.assumes(group(&document), Property::Databases));
}

const CREATES: &str = r#"<?xml version="1.0"?>
<Configuration>
  <Feature Name="SSOServer,Engine"><Question ID="IsSecretServer">
    <Answer Value="Create" Selected="Yes" /></Question></Feature>
</Configuration>"#;

#[test]
fn a_master_secret_on_an_unknown_computer_is_asked_for_with_file_and_line() {
    let (document, told) = landed(&import_text("export.xml", CREATES));
    let what = "which computer holds the master secret: the file was exported on it (not in export.xml, line 4)";
    assert!(told.contains(what), "{told}");
    assert!(told.contains("master secret server: a computer that no file names"), "{told}");
    assert!(document.assumes(Element::Environment, Property::SecretServer));
    let places = tierwright_design::model::places(&document.imported, Element::Environment);
    assert_eq!(places, ["export.xml, line 4"]);
    let landing = land(&document, &import_text("h.tsv", "HostName\tHostType\nRx\tInProcess\n")).unwrap();
    let later = preview(&document, &landing.edit.unwrap().commands).unwrap();
    let places = tierwright_design::model::places(&later.imported, Element::Environment);
    assert_eq!(places, ["export.xml, line 4"], "another file says nothing of it");
    let (document, told) = landed(&import_text("SSO1.configuration.xml", CREATES));
    assert!(told.contains("master secret server: SSO1"), "{told}");
    assert_eq!(document.master_secret_servers().len(), 1);
}

#[test]
fn no_witness_counts_only_if_the_collector_can_tell_it_from_an_unknown_one() {
    let cluster = |collector: &str, witness: &str| {
        let text = format!(
            "{{\"schema\": \"tierwright-topology-1\",{collector}\n\"clusters\": [{{\"name\": \"CL1\",{witness}\n\
             \"nodes\": [\"N1\", \"N2\"]}}]}}"
        );
        let (document, told) = landed(&import_text("c.json", &text));
        (document.failover_clusters.values().next().unwrap().witness, told.contains("the quorum witness of CL1"))
    };
    let none = Some(tierwright_design::model::Witness::None);
    let disk = Some(tierwright_design::model::Witness::Disk);
    assert_eq!(cluster("\"collector\": 2,", "\"witness\": \"none\","), (none, false));
    assert_eq!(cluster("", "\"witness\": \"none\","), (None, true), "an older collector did not know");
    assert_eq!(cluster("", ""), (None, true));
    assert_eq!(cluster("", "\"witness\": \"disk\","), (disk, false));
}

/// A binding file with send ports and receive locations.
fn bindings(ports: &str, locations: &str) -> String {
    format!(
        "<BindingInfo><SendPortCollection>\n{ports}\n</SendPortCollection><ReceivePortCollection><ReceivePort Name=\"R\">\
         <ReceiveLocations>\n{locations}\n</ReceiveLocations></ReceivePort></ReceivePortCollection></BindingInfo>"
    )
}

fn sends(port: &str, handler: &str) -> String {
    format!(
        "<SendPort Name=\"{port}\"><PrimaryTransport><TransportType Name=\"FILE\" />{handler}\
         <OrderedDelivery>true</OrderedDelivery></PrimaryTransport></SendPort>"
    )
}

#[test]
fn ports_for_which_a_file_names_no_handler_are_counted_as_those_of_the_default_one() {
    let ports = [sends("A", "<SendHandler Name=\"\" />"), sends("B", ""), sends("C", "<SendHandler Name=\"Send\" />")];
    let dynamic =
        "<SendPort Name=\"D\" IsStatic=\"false\"><PrimaryTransport><SendHandler /></PrimaryTransport></SendPort>";
    let location = "<ReceiveLocation Name=\"L\"><ReceiveLocationTransportType Name=\"FTP\" /></ReceiveLocation>";
    let text = bindings(&format!("{}\n{dynamic}", ports.join("\n")), location);
    let (_, told) = landed(&import_text("b.xml", &text));
    let what = "the hosts of 1 receive location and 3 send ports, for which the file names no handler: dynamic send \
                ports belong to the default send handler of their adapter, others by our inference (not in b.xml, line 2)";
    assert!(told.contains(what), "{told}");
    let (_, told) = landed(&import_text("b.xml", &bindings(&ports[2], "")));
    assert!(!told.contains("names no handler"), "{told}");
}

#[test]
fn a_send_port_without_a_handler_belongs_to_the_default_send_handler_that_another_file_names() {
    let list = "HostName\tHostType\tSendHandler\nSend\tInProcess\t*FILE\nOther\tInProcess\tFILE\n";
    let files = [("b.xml".to_owned(), bindings(&sends("A", ""), "")), ("h.tsv".to_owned(), list.to_owned())];
    let (document, _) = landed(&import_texts(&files));
    let ordered = |host: &str| {
        let mut handlers = document.handlers.values();
        handlers.find(|it| Element::from(it.host).name(&document) == host).unwrap().ordered
    };
    assert!(ordered("Send") && !ordered("Other"));
}

/// A receive location of WCF-Custom with transport data.
fn custom(name: &str, kind: &str) -> String {
    format!(
        "<ReceiveLocation Name=\"{name}\"><Address>net.tcp://not-for-you/in</Address>\
         <ReceiveLocationTransportType Name=\"WCF-Custom\" /><ReceiveLocationTransportTypeData>&lt;CustomProps&gt;\
         &lt;Password vt=\"8\"&gt;not-for-you&lt;/Password&gt;&lt;BindingType vt=\"8\"&gt;{kind}&lt;/BindingType&gt;\
         &lt;/CustomProps&gt;</ReceiveLocationTransportTypeData><ReceiveHandler Name=\"Rx\" /></ReceiveLocation>"
    )
}

#[test]
fn the_type_of_a_binding_says_what_a_custom_handler_does_and_nothing_else_is_kept_of_it() {
    let binding = |locations: &[String]| {
        let import = import_text("b.xml", &bindings("", &locations.join("\n")));
        let (document, told) = landed(&import);
        let text = format!("{told}{import:?}{}", tierwright_design::document::to_text(&document));
        assert!(!text.contains("not-for-you"), "{text}");
        document.handlers.values().next().unwrap().binding
    };
    assert_eq!(binding(&[custom("A", "sqlBinding")]), Some(Binding::Polls));
    assert_eq!(binding(&[custom("A", "netTcpBinding")]), Some(Binding::Listens));
    assert_eq!(binding(&[custom("A", "customBinding")]), None, "it depends on what it is made of");
    assert_eq!(binding(&[custom("A", "sqlBinding"), custom("B", "basicHttpBinding")]), Some(Binding::Listens));
    assert_eq!(binding(&[custom("A", "sqlBinding"), custom("B", "customBinding")]), None);
}

#[test]
fn a_host_is_asked_neither_for_tracking_that_is_known_nor_for_work_beside_it() {
    let list = "HostName\tHostType\tIsTrackingHost\nTrack\tInProcess\tTrue\nWeb\tIsolated\t\nPlain\tInProcess\t\n";
    let (document, told) = landed(&import_text("h.tsv", list));
    let asked = |name: &str, property| {
        let (id, _) = document.hosts.iter().find(|(_, it)| it.name == name).unwrap();
        document.assumes(*id, property)
    };
    assert!(!asked("Track", Property::Tracking) && !asked("Track", Property::Functions));
    assert!(!asked("Web", Property::Tracking), "an isolated host cannot track");
    assert!(asked("Plain", Property::Tracking) && asked("Plain", Property::Functions));
    assert!(told.contains("whether these hosts track: Plain (") && !told.contains("adapters: Plain, Track"), "{told}");
}

#[test]
fn what_is_configured_is_asked_of_the_computers_whose_configuration_was_not_read() {
    let list = "HostName\tHostType\tInstanceServer\nApp\tInProcess\tAPP01|APP02\n";
    let sources = [import(&["APP01.configuration.xml", "tokens.csv"])
        .facts
        .has(&Subject::Feature(tierwright_design::model::Feature::Bre))];
    assert!(sources[0], "the Business Rule Engine is in use");
    let configuration = include_str!("../exports/APP01.configuration.xml").to_owned();
    let files = [("APP01.configuration.xml".to_owned(), configuration), ("hosts.tsv".to_owned(), list.to_owned())];
    let (document, _) = landed(&import_texts(&files));
    let asked = |name: &str| {
        let (id, it) = document.computers.iter().find(|(_, it)| it.name == name).unwrap();
        assert!(it.roles.contains(&Role::BizTalkRuntime), "{name}");
        document.assumes(*id, Property::Configured)
    };
    assert!(!asked("APP01") && asked("APP02"));
}
