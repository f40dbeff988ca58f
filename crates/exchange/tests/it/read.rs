//! What each kind of export says, and what is left in it.

use tierwright_design::model::{DatabaseKind, Direction, Feature, ResourceKind};
use tierwright_exchange::facts::{Property, Subject};
use tierwright_exchange::readers::{Dropped, Kind, Options, read_all};

use super::{all, import, import_text, sources};

fn host(key: &str) -> Subject {
    Subject::Host(key.to_owned())
}

fn instance(host: &str, computer: &str) -> Subject {
    Subject::HostInstance { host: host.to_owned(), computer: computer.to_owned() }
}

fn database(kind: DatabaseKind) -> Subject {
    let key = if kind == DatabaseKind::MessageBox { "BIZTALKMSGBOXDB" } else { "" };
    Subject::Database(kind, key.to_owned())
}

#[test]
fn exported_settings_give_hosts_their_computers_and_the_management_database() {
    let read = import(&["settings.xml"]);
    let facts = &read.facts;
    assert_eq!(facts.computers().into_iter().collect::<Vec<_>>(), ["APP01", "APP02"]);
    assert_eq!(facts.flag(&host("TRACKING"), Property::Tracking), Some(true));
    assert_eq!(facts.flag(&host("ORDERS"), Property::Only32Bit), Some(false));
    assert_eq!(facts.number(&host("ORDERS"), Property::MessagingPolling), Some(500));
    assert!(facts.has(&instance("TRACKING", "APP02")));
    assert_eq!(facts.text(&database(DatabaseKind::Management), Property::Server), Some("SQLPROD"));
    assert_eq!(facts.number(&Subject::Sql("SQLPROD".to_owned()), Property::Port), Some(1433));
    assert_eq!(facts.flag(&Subject::Environment, Property::GlobalTracking), Some(true));
    let tracking = facts.stated(&host("TRACKING"), Property::Tracking).unwrap().agreed().unwrap();
    assert_eq!(tracking.1.to_string(), "settings.xml, line 17");
}

#[test]
fn a_configuration_counts_only_under_selected_answers_and_takes_its_placeholders_from_the_list() {
    let read = import(&["tokens.csv", "APP01.configuration.xml"]);
    let server = |kind| read.facts.text(&database(kind), Property::Server);
    assert_eq!(server(DatabaseKind::Sso), Some("SQLPROD"));
    assert_eq!(server(DatabaseKind::Management), Some("SQLPROD"));
    assert_eq!(server(DatabaseKind::Tracking), Some("SQLPROD"));
    assert_eq!(server(DatabaseKind::RuleEngine), Some("SQLPROD\\RULES"));
    assert!(read.facts.has(&Subject::Feature(Feature::Bre)));
    let own = Subject::Computer("APP01".to_owned());
    assert_eq!(read.facts.flag(&own, Property::MasterSecret), Some(true));
    let default = host("BIZTALKSERVERAPPLICATION");
    assert_eq!(read.facts.text(&default, Property::Kind), Some("InProcess"));
    assert_eq!(read.facts.flag(&default, Property::Only32Bit), Some(true));
    assert!(read.facts.has(&instance("BIZTALKSERVERAPPLICATION", "APP01")));
    assert!(read.facts.conflicts().next().is_none());
}

#[test]
fn a_configuration_without_its_values_and_its_computer_says_what_it_lacks() {
    let mut files = sources(&["APP01.configuration.xml"]);
    files[0].name = "config.xml".to_owned();
    let read = read_all(files, Options::default());
    let gaps: Vec<String> = read.gaps.iter().map(ToString::to_string).collect();
    assert!(gaps.iter().any(|it| it.contains("NAME.configuration.xml")), "{gaps:?}");
    assert!(gaps.iter().any(|it| it.contains("SSO database SSODB (“%%SQL%%”)")), "{gaps:?}");
    assert!(read.facts.computers().is_empty());
}

#[test]
fn a_list_of_hosts_gives_types_and_adapters_with_their_lines() {
    let read = import(&["hosts.tsv"]);
    assert_eq!(read.files[0].kind, Some(Kind::Hosts));
    assert_eq!(read.facts.text(&host("WEB"), Property::Kind), Some("Isolated"));
    let handler = |adapter: &str, direction, host: &str| Subject::Handler {
        adapter: adapter.to_owned(),
        direction,
        host: host.to_owned(),
    };
    let file = handler("FILE", Direction::Send, "ORDERS");
    assert_eq!(read.facts.flag(&file, Property::IsDefault), Some(true));
    assert!(read.facts.has(&handler("ACME-BRIDGE", Direction::Receive, "ORDERS")));
    let (_, place) = read.facts.stated(&host("WEB"), Property::Kind).unwrap().agreed().unwrap();
    assert_eq!(place.line, 3);
}

#[test]
fn a_row_with_more_or_fewer_columns_than_the_header_is_a_problem_and_not_taken() {
    let header = "HostName\tHostType\tInstanceServer\tInstanceUser\tInstanceUserPwd\tReceiveHandler\r\n";
    let more = "Rx\tInProcess\tAPP01\tCORP\\svc\t\tnot-for-you\tFILE\r\n";
    let fewer = "Tx\tCORP\\svc\tnot-for-you\tFILE\r\n";
    let good = "Px\tInProcess\tAPP02\tCORP\\svc\tnot-for-you\tFILE\r\n";
    let read = import_text("hosts.tsv", &format!("{header}\r\n{more}{fewer}{good}"));
    let problems: Vec<String> = read.files[0].problems.iter().map(ToString::to_string).collect();
    let says =
        |line, columns| format!("line {line}, column 1: has {columns} columns, the header 6: the row is not taken");
    assert_eq!(problems, [says(3, 7), says(4, 4)]);
    assert_eq!(read.facts.computers().into_iter().collect::<Vec<_>>(), ["APP02"]);
    assert!(read.facts.has(&host("PX")) && !read.facts.has(&host("RX")) && !read.facts.has(&host("TX")));
    let text = format!("{read:?}");
    assert!(!text.contains("not-for-you") && !text.contains("svc"), "{text}");
}

#[test]
fn an_account_where_a_computer_belongs_is_neither_kept_nor_printed() {
    let text = "HostName\tHostType\tInstanceServer\r\nRx\tInProcess\tCORP\\svc-host|APP01\r\n";
    let read = import_text("hosts.tsv", text);
    assert_eq!(read.facts.computers().into_iter().collect::<Vec<_>>(), ["APP01"]);
    assert!(read.gaps.iter().any(|it| it.what.contains("no computer can have") && it.line == 2), "{:?}", read.gaps);
    assert!(!format!("{read:?}").to_lowercase().contains("svc-host"));
}

#[test]
fn a_quoted_list_of_hosts_is_read_without_its_quotes() {
    let text = "\"HostName\"\t\"HostType\"\t\"InstanceServer\"\t\"ReceiveHandler\"\t\"SendHandler\"\r\n\
                \"Rx \"\"A\"\"\"\t\"InProcess\"\t\"APP01|APP02\"\t\"FILE|Odd\tName\"\t\"*FTP\"\r\n";
    let read = import_text("hosts.tsv", text);
    assert!(read.files[0].problems.is_empty() && read.gaps.is_empty(), "{read:?}");
    assert_eq!(read.facts.computers().into_iter().collect::<Vec<_>>(), ["APP01", "APP02"]);
    let rx = host("RX \"A\"");
    assert_eq!(read.facts.text(&rx, Property::Kind), Some("InProcess"));
    assert_eq!(read.facts.spelled(&rx, ""), "Rx \"A\"");
    let host = "RX \"A\"".to_owned();
    assert!(read.facts.has(&Subject::Handler { adapter: "FTP".to_owned(), direction: Direction::Send, host }));
}

#[test]
fn bindings_give_ordered_delivery_backups_and_locations_as_numbers() {
    let read = import(&["bindings.xml"]);
    let sql = Subject::Handler { adapter: "WCF-SQL".to_owned(), direction: Direction::Send, host: "ORDERS".to_owned() };
    assert_eq!(read.facts.flag(&sql, Property::Ordered), Some(true));
    assert_eq!(read.facts.number(&sql, Property::SendPorts), Some(1));
    let backup = Subject::Handler { adapter: "FILE".to_owned(), direction: Direction::Send, host: "ORDERS".to_owned() };
    assert_eq!(read.facts.number(&backup, Property::BackupTransports), Some(1));
    let web =
        Subject::Handler { adapter: "WCF-BASICHTTP".to_owned(), direction: Direction::Receive, host: "WEB".to_owned() };
    assert_eq!(read.facts.text(&web, Property::ReceiveLocations), Some("1, 1 enabled"));
    assert_eq!(read.facts.number(&host("ORDERS"), Property::Orchestrations), Some(1));
    assert!(read.gaps.iter().any(|it| it.what.contains("$(FileHost)")), "{:?}", read.gaps);
    let dropped = &read.files[0].dropped;
    for what in [Dropped::Addresses, Dropped::TransportData, Dropped::Certificates, Dropped::Parties] {
        assert!(dropped.contains_key(&what), "{what:?}");
    }
}

#[test]
fn the_collector_knows_clusters_versions_and_what_it_could_not_read() {
    let read = import(&["collected.json"]);
    let facts = &read.facts;
    assert_eq!(facts.text(&Subject::Environment, Property::Release), Some("BizTalk Server 2016"));
    let sql = Subject::Sql("SQLPROD".to_owned());
    assert_eq!(facts.text(&sql, Property::Release), Some("SQL Server 2016"));
    assert_eq!(facts.text(&sql, Property::Edition), Some("Standard"));
    let (cluster, group) = ("DBCLUSTER".to_owned(), "QUEUE GROUP".to_owned());
    assert!(facts.has(&Subject::Resource { cluster, group, kind: ResourceKind::Msmq }));
    assert_eq!(facts.flag(&instance("ORDERS", "APP02"), Property::Enabled), Some(false));
    let app = Subject::Computer("APP01".to_owned());
    assert_eq!(facts.text(&app, Property::OperatingSystem), Some("Windows Server 2012 R2"));
    assert!(read.gaps.iter().any(|it| it.what.contains("APP02") && it.what.contains("access denied")));
}

#[test]
fn nothing_secret_is_kept_and_accounts_only_when_asked_for() {
    let read = import(&all());
    let text = format!("{read:?}");
    for secret in ["not-for-you", "svc-", "partner.example", "vault", "/shop/", "ToPartner", "FromShop"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let with_accounts = read_all(sources(&["hosts.tsv"]), Options { accounts: true });
    let account = with_accounts.facts.text(&instance("ORDERS", "APP01"), Property::Account);
    assert_eq!(account, Some("CORP\\svc-host"));
    assert!(!format!("{with_accounts:?}").contains("not-for-you"));
}

#[test]
fn contradictions_are_shown_with_both_sources() {
    let other = "HostName\tHostType\tIsTrackingHost\r\nTracking\tInProcess\tFalse\r\n";
    let mut files = sources(&["settings.xml"]);
    files.push(tierwright_exchange::load::Source { name: "other.tsv".to_owned(), bytes: Ok(other.into()) });
    let read = read_all(files, Options::default());
    let conflicts: Vec<_> = read.facts.conflicts().collect();
    let [(subject, Property::Tracking, stated)] = &conflicts[..] else { panic!("{conflicts:?}") };
    assert_eq!(**subject, host("TRACKING"));
    let places: Vec<String> = stated.values.iter().map(|(_, at)| at.to_string()).collect();
    assert_eq!(places, ["other.tsv, line 2", "settings.xml, line 17"]);
    assert_eq!(read.facts.flag(subject, Property::Tracking), None);
}

#[test]
fn what_is_no_export_says_what_and_where() {
    let says = |text: &str| import_text("x", text).files[0].problems[0].to_string();
    assert_eq!(says(""), "is empty");
    assert!(says("<Other/>").starts_with("line 1, column 1: the root element is Other; exports have the root"));
    assert!(says("plain words").contains("no export that this program knows"));
    assert!(says("<Settings>\n  <Group a=\"x & y\"/></Settings>").contains("&amp;"));
    assert!(says("<Settings>\n  <Group>").contains("line 2, column 10: the file ends in the middle"));
    assert!(says("<!DOCTYPE a []><Settings/>").contains("document type"));
    assert!(says("{\"schema\": \"other\"}").contains("tierwright-topology-1"));
    assert!(says("{\"schema\": [").contains("cut off"));
    let deep = format!("<Settings>{}", "<a>".repeat(80));
    assert!(says(&deep).contains("nested more than 64 deep"));
    let wide = format!("<Settings {}/>", "a=\"\" ".repeat(20_000));
    assert!(says(&wide).contains("longer than 64 KiB"));
    assert!(says(&format!("{{\"schema\":{}", "[".repeat(100))).contains("nested more than 64 deep"));
    let nul = String::from_utf8(vec![b'a', 0, b'b']).unwrap();
    assert!(says(&nul).contains("no export"));
}

#[test]
fn utf_16_and_marks_make_no_difference() {
    let text = "<Settings><ExportedGroup>SQL1:BizTalkMgmtDb</ExportedGroup></Settings>";
    let declared = format!("<?xml version=\"1.0\" encoding=\"utf-16\"?>{text}");
    let wide = |mark: &[u8], swap: bool| {
        let units = declared.encode_utf16().flat_map(|it| if swap { it.to_be_bytes() } else { it.to_le_bytes() });
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    let marked = [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat();
    let all = [marked, wide(b"\xff\xfe", false), wide(b"\xfe\xff", true), wide(b"", false), wide(b"", true)];
    for bytes in all {
        let source = tierwright_exchange::load::Source { name: "x".to_owned(), bytes: Ok(bytes) };
        let read = read_all([source], Options::default());
        assert_eq!(read.facts.text(&database(DatabaseKind::Management), Property::Server), Some("SQL1"), "{read:?}");
    }
    let source =
        tierwright_exchange::load::Source { name: "x".to_owned(), bytes: Ok(b"<Settings>\n\xff</Settings>".into()) };
    let read = read_all([source], Options::default());
    assert!(read.files[0].problems[0].what.contains("line 2 is no text in UTF-8"), "{:?}", read.files[0].problems);
}

#[test]
fn a_list_of_one_may_stand_as_that_one() {
    let text = "{\"schema\": \"tierwright-topology-1\", \"hosts\": {\"name\": \"Orders\", \"type\": \"Isolated\"}}";
    let read = import_text("x.json", text);
    assert_eq!(read.facts.text(&host("ORDERS"), Property::Kind), Some("Isolated"));
}

#[test]
fn the_collector_writes_the_schema_that_is_read_and_no_accounts_unless_asked() {
    let script = tierwright_exchange::readers::COLLECTOR;
    assert!(script.contains("schema = 'tierwright-topology-1'"));
    let accounts: Vec<&str> = script.lines().filter(|it| it.contains("account")).collect();
    assert!(accounts.iter().any(|it| it.contains("if ($IncludeAccounts)")), "{accounts:?}");
    for forbidden in ["Set-", "Remove-", "Install-", "Invoke-Expression", "Invoke-WebRequest", "password ="] {
        let used: Vec<&str> = script
            .lines()
            .filter(|it| it.trim_start().starts_with(forbidden) && !it.contains("Set-StrictMode"))
            .collect();
        assert!(used.is_empty(), "{forbidden}: {used:?}");
    }
    let described: serde_json::Value =
        serde_json::from_str(include_str!("../../../../docs/collector.schema.json")).unwrap();
    assert_eq!(described["$id"], "tierwright-topology-1");
    for part in described["properties"].as_object().unwrap().keys() {
        assert!(script.contains(&format!("    {part} = ")), "{part}");
    }
}

#[test]
fn what_answers_under_the_name_of_a_listener_is_the_replica_on_that_computer() {
    let text = |sql: &str| {
        format!(
            r#"{{"schema": "tierwright-topology-1",
            "sqlServers": [{{"name": "agl,1440", "version": "15.0.4223.1", "edition": "Standard Edition (64-bit)", {sql}}}],
            "availabilityGroups": [{{"name": "AG", "listener": "AGL", "replicas": [{{"server": "SQLA"}}, {{"server": "SQLB\\X"}}]}}]}}"#
        )
    };
    let sql = |key: &str| Subject::Sql(key.to_owned());
    let by_computer = import_text("x.json", &text(r#""computer": "SQLB""#));
    assert_eq!(by_computer.facts.text(&sql("SQLB\\X"), Property::Release), Some("SQL Server 2019"));
    assert_eq!(by_computer.facts.text(&sql("SQLB\\X"), Property::Edition), Some("Standard"));
    assert_eq!(by_computer.facts.stated(&sql("SQLA"), Property::Edition), None);
    let by_name = import_text("x.json", &text(r#""clustered": true, "computer": "NODE1", "instance": "SQLA""#));
    assert_eq!(by_name.facts.text(&sql("SQLA"), Property::Release), Some("SQL Server 2019"));
}

#[test]
fn a_value_of_the_wrong_kind_in_the_output_of_the_collector_is_a_problem_with_its_field() {
    let text = "{\"schema\": \"tierwright-topology-1\",\n\"servers\": [{\"name\": \"A\", \"cores\": \"eight\"}],\n\
                \"hosts\": [\"x\", {\"name\": [1]},\n{\"tracking\": true}, {\"name\": \"Rx\", \"tracking\": \"yes\"}]}";
    let read = import_text("x.json", text);
    let problems: Vec<String> = read.files[0].problems.iter().map(ToString::to_string).collect();
    let expected = [
        "line 2, column 1: the field “cores” is not a whole number, so it is not taken",
        "line 3, column 1: a text in the field “name” is missing, so the object is not taken",
        "line 3, column 1: an object with a field “name” belongs here",
        "line 3, column 1: the field “name” is not a text, so it is not taken",
        "line 4, column 1: a text in the field “name” is missing, so the object is not taken",
        "line 4, column 1: the field “tracking” is not true or false, so it is not taken",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn errors_that_the_collector_met_are_kept_by_their_kind_and_never_by_their_text() {
    let why = |why: &str| {
        let text =
            format!(r#"{{"schema": "tierwright-topology-1", "notRead": [{{"what": "versions", "why": "{why}"}}]}}"#);
        let read = import_text("x.json", &text);
        assert!(!format!("{read:?}").contains("jane"));
        read.gaps.first().unwrap().what.clone()
    };
    let says = |kind: &str| format!("versions, which the collector could not read: {kind}");
    assert_eq!(why("Login failed for user 'CORP\\\\jane.admin'."), says("login failed"));
    assert_eq!(why("Cannot open CORP\\\\jane"), says("an error whose text is not kept"));
    assert_eq!(why("PermissionDenied / CimException"), says("PermissionDenied / CimException"));
    assert_eq!(why("ssomanage.exe was not found"), says("ssomanage.exe was not found"));
}

#[test]
fn an_attribute_that_is_given_twice_is_named_in_a_whole_sentence() {
    let read = import_text("x.xml", "<Settings>\n<Host Name=\"a\" Name=\"b\"/></Settings>");
    let problem = read.files[0].problems[0].to_string();
    assert_eq!(problem, "line 2, column 16: is not well-formed XML: attribute 'Name' is already defined");
}

#[test]
fn an_ordered_send_port_without_a_handler_is_an_open_question() {
    let port = |inner: &str| {
        let ports = format!("<SendPort Name=\"P\">{inner}</SendPort>");
        let text = format!("<BindingInfo><SendPortCollection>{ports}</SendPortCollection></BindingInfo>");
        import_text("b.xml", &text).gaps.iter().any(|it| it.what.contains("send port with ordered delivery"))
    };
    let ordered = "<OrderedDelivery>true</OrderedDelivery>";
    let nil = "<SendHandler xsi:nil=\"true\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"/>";
    let adapter = "<TransportType Name=\"FTP\"/>";
    assert!(port(&format!("<PrimaryTransport>{adapter}{ordered}{nil}</PrimaryTransport>")));
    assert!(port(&format!("{ordered}<PrimaryTransport/>")));
    assert!(!port(&format!("<PrimaryTransport>{adapter}{nil}</PrimaryTransport>")));
}

/// A configuration whose SSO database is on the SQL Server of a placeholder.
const CONFIGURED: &str = "<Configuration><Feature Name=\"SSOServer,Engine\"><Question ID=\"IsSecretServer\">\
    <Answer Value=\"Join\" Selected=\"Yes\"/></Question><SQL ID=\"SSO_DB_ID\"><Server>%%SQL%%</Server>\
    <Database>SSODB</Database></SQL></Feature></Configuration>";

fn configured(files: &[(&str, &str)]) -> tierwright_exchange::readers::Import {
    let files: Vec<(String, String)> = files.iter().map(|(name, it)| ((*name).to_owned(), (*it).to_owned())).collect();
    super::import_texts(&files)
}

#[test]
fn a_configuration_takes_its_values_from_the_list_of_its_name() {
    let list = |sql: &str| format!("Token;Value;Comment\nSQL;{sql};\n");
    let (one, two) = (list("SQL1"), list("SQL2"));
    let read = configured(&[("B1.configuration.xml", CONFIGURED), ("B1.csv", &one), ("B2.csv", &two)]);
    assert_eq!(read.facts.text(&database(DatabaseKind::Sso), Property::Server), Some("SQL1"));
    assert!(read.gaps.is_empty(), "{:?}", read.gaps);
    let read = configured(&[("B1.configuration.xml", CONFIGURED), ("a.csv", &one), ("b.csv", &two)]);
    let gaps: Vec<&str> = read.gaps.iter().map(|it| it.what.as_str()).collect();
    let contradicted = "the value of the placeholder SQL, which a.csv, line 2 and b.csv, line 2 state differently";
    assert!(gaps.contains(&contradicted), "{gaps:?}");
    let read = configured(&[("B1.configuration.xml", CONFIGURED), ("B1.csv", &list(""))]);
    assert!(read.gaps.iter().any(|it| it.what.contains("“%%SQL%%”")), "an empty value is none: {:?}", read.gaps);
}

#[test]
fn a_configuration_is_of_the_one_computer_that_its_file_name_holds_among_those_that_exports_name() {
    let hosts = "HostName\tHostType\tInstanceServer\r\nRx\tInProcess\tBTS1|BTS1-OLD\r\n";
    let own = |name: &str| {
        let read = configured(&[(name, CONFIGURED), ("hosts.tsv", hosts)]);
        read.files.iter().find(|it| it.kind == Some(Kind::Configuration)).unwrap().computer.clone()
    };
    assert_eq!(own("Create-Group-BTS1.xml").as_deref(), Some("BTS1"));
    assert_eq!(own("bts1-old_Join.xml").as_deref(), Some("BTS1-OLD"));
    assert_eq!(own("APP9.configuration.xml (2)").as_deref(), Some("APP9"));
    assert_eq!(own("Join-BTS12.xml"), None);
}
