//! Files for builders: what they say comes back when they are imported, whatever the design is called.

use std::collections::{BTreeMap, BTreeSet};

use tierwright_design::document::{template, templates};
use tierwright_design::edit::preview;
use tierwright_design::model::{DatabaseKind, Document, Element, HostKind, Role, SqlPlacement};
use tierwright_exchange::code::{File, Given, OpenPort, Present, files};
use tierwright_exchange::facts::{Merged, Property, SqlName, Subject};
use tierwright_exchange::landing::{Change, land, new_design};
use tierwright_exchange::load::Source;
use tierwright_exchange::readers::{Import, Options, read_all};
use tierwright_rules::comparison::Pairing;

const HASH: &str = "0123abcd";

fn given() -> Given<'static> {
    Given { name: "Target", hash: HASH, rules_version: "r1", ports: Vec::new() }
}

fn exported(document: &Document) -> Vec<File> {
    files(document, &given(), None)
}

/// The design of a template.
fn drawn(key: &str) -> &'static Document {
    &template(key).expect("a template").document
}

/// What the importer reads of the files.
fn imported(files: &[File]) -> Import {
    let source = |it: &File| Source { name: it.name.clone(), bytes: Ok(it.bytes.clone()) };
    read_all(files.iter().map(source), Options { accounts: true })
}

fn text(file: &File) -> String {
    match file.bytes.strip_prefix(&[0xff, 0xfe]) {
        Some(rest) => {
            let units: Vec<u16> = rest.chunks(2).map(|it| u16::from_le_bytes([it[0], it[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        None => String::from_utf8(file.bytes.clone()).expect("UTF-8"),
    }
}

fn has_ending(file: &File, ending: &str) -> bool {
    file.name.ends_with(ending)
}

fn named<'a>(files: &'a [File], ending: &str) -> Vec<&'a File> {
    files.iter().filter(|it| has_ending(it, ending)).collect()
}

fn name(element: impl Into<Element>, document: &Document) -> String {
    element.into().name(document).to_uppercase()
}

/// Hosts with their type and whether they track, host instances, and handlers, as a person reads them in the drawing.
fn drawn_hosts(document: &Document) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for host in document.hosts.values() {
        let kind = if host.kind == HostKind::Isolated { "Isolated" } else { "InProcess" };
        let only_32_bit = host.is_64_bit.map(|it| !it);
        said.insert(format!("{} {kind} {} {only_32_bit:?}", host.name.to_uppercase(), host.allow_tracking));
    }
    for it in document.host_instances.values() {
        said.insert(format!("{} on {}", name(it.host, document), name(it.computer, document)));
    }
    for it in document.handlers.values() {
        if let Some(adapter) = it.product_name() {
            let adapter = adapter.to_uppercase();
            said.insert(format!("{adapter} {:?} {}", it.direction, name(it.host, document)));
        }
    }
    said
}

/// The same as it was read.
fn read_hosts(facts: &Merged) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for (subject, _) in facts.iter() {
        match subject {
            Subject::Host(host) => {
                let kind = facts.text(subject, Property::Kind).unwrap_or("?");
                let tracks = facts.flag(subject, Property::Tracking);
                let only_32_bit = facts.flag(subject, Property::Only32Bit);
                said.insert(format!("{host} {kind} {} {only_32_bit:?}", tracks == Some(true)));
            }
            Subject::HostInstance { host, computer } => {
                said.insert(format!("{host} on {computer}"));
            }
            Subject::Handler { adapter, direction, host } => {
                said.insert(format!("{adapter} {direction:?} {host}"));
            }
            _ => {}
        }
    }
    said
}

/// Databases by kind with their name and the SQL Server by which BizTalk Server reaches them.
fn drawn_databases(document: &Document) -> BTreeMap<DatabaseKind, (String, String)> {
    let mut found = BTreeMap::new();
    for it in document.databases.values().filter(|it| it.kind != DatabaseKind::Custom) {
        let boxes = document.databases.values().filter(|other| other.kind == it.kind).count();
        if it.kind == DatabaseKind::MessageBox && boxes > 1 && !it.is_master {
            continue;
        }
        let sql = &document.sql_instances[&it.sql_instance];
        let listener = it.availability_group.and_then(|id| document.availability_groups[&id].listener.as_ref());
        let server = match (listener, sql.placement) {
            (Some(listener), _) => listener.name.clone(),
            (None, SqlPlacement::Clustered(_)) => sql.name.clone(),
            (None, SqlPlacement::Standalone(id)) => document.computers[&id].name.clone(),
        };
        let key = SqlName::parse(&server).expect("a name").key();
        found.insert(it.kind, (it.consolidated_into.clone().unwrap_or_else(|| it.name.clone()), key));
    }
    found
}

fn read_databases(facts: &Merged) -> BTreeMap<DatabaseKind, (String, String)> {
    let mut found = BTreeMap::new();
    for (subject, _) in facts.iter() {
        let Subject::Database(kind, _) = subject else { continue };
        let is_further = *kind == DatabaseKind::MessageBox && facts.flag(subject, Property::Master) == Some(false);
        if is_further {
            continue;
        }
        let (name, server) = (facts.text(subject, Property::Name), facts.text(subject, Property::Server));
        if let (Some(name), Some(server)) = (name, server) {
            found.insert(*kind, (name.to_owned(), server.to_owned()));
        }
    }
    found
}

/// Whether any computer of a design is configured.
fn has_biztalk(document: &Document) -> bool {
    document.computers.keys().any(|it| document.has_role(*it, Role::BizTalkRuntime))
}

#[test]
fn what_is_exported_of_each_template_comes_back_as_it_is_drawn() {
    for template in templates() {
        let (document, key) = (&template.document, &template.key);
        let import = imported(&exported(document));
        let problems: Vec<_> = import.files.iter().flat_map(|it| &it.problems).collect();
        assert!(problems.is_empty(), "{key}: {problems:?}");
        assert_eq!(import.facts.conflicts().count(), 0, "{key}");
        assert_eq!(read_hosts(&import.facts), drawn_hosts(document), "{key}");
        if has_biztalk(document) {
            assert_eq!(read_databases(&import.facts), drawn_databases(document), "{key}");
        }
    }
}

#[test]
fn the_master_secret_server_creates_the_sso_system_and_one_server_the_biztalk_group() {
    for template in templates() {
        let (document, key) = (&template.document, &template.key);
        let files = exported(document);
        let configurations: Vec<String> = named(&files, ".configuration.xml").into_iter().map(text).collect();
        let creating = |guid: &str| {
            let selected = format!("GUID=\"{guid}\" Selected=\"Yes\"");
            configurations.iter().filter(|it| it.contains(&selected)).count()
        };
        let secret = usize::from(!document.master_secret_servers().is_empty());
        assert_eq!(creating("{FB7268BE-82D4-4cad-8CFF-6930303DA7E2}"), secret, "{key}: SSO");
        assert_eq!(
            creating("{C4DEF4B8-163E-4a8d-AB01-6C43917248B1}"),
            usize::from(has_biztalk(document)),
            "{key}: group"
        );
        let import = imported(&files);
        let creates = |name: &&str| {
            import.facts.flag(&Subject::Computer((*name).to_owned()), Property::MasterSecret) == Some(true)
        };
        let read: Vec<&str> = import.facts.computers().into_iter().filter(creates).collect();
        assert_eq!(read.len(), secret, "{key}");
        for name in read {
            let (id, _) = document.computers.iter().find(|(_, it)| it.name.to_uppercase() == name).unwrap();
            assert!(document.may_hold_master_secret(*id), "{key}: {name}");
        }
    }
}

#[test]
fn every_file_is_to_be_reviewed_names_its_design_and_holds_no_password() {
    for template in templates() {
        for file in exported(&template.document) {
            let text = text(&file);
            assert!(text.contains("Review before use.") && text.contains(HASH), "{}: {}", template.key, file.name);
            assert!(!text.contains("<Password>"), "{}: {}", template.key, file.name);
            if has_ending(&file, ".tsv") {
                let password = text.lines().skip(1).map(|it| it.split('\t').nth(10).unwrap());
                assert!(password.into_iter().all(str::is_empty));
            }
        }
        assert_eq!(exported(&template.document), exported(&template.document), "{}", template.key);
    }
}

/// What no name should hold: quotation marks of all kinds, variables, ends of comments and batches, separators.
const HOSTILE: &str = "O'Neil ’q‘ \"x\" $(Get-Date) `n ]]> --> <b> & |;:*{{X}}\t#> \r\nGO\n}; Stop-Computer; @{";

/// A template in which everything has a name like that.
fn hostile() -> Document {
    let mut document = drawn("availability-group-2020").clone();
    let rename = |name: &mut String| *name = format!("{HOSTILE} {name}");
    document.project.title = HOSTILE.to_owned();
    document.computers.edit().values_mut().for_each(|it| rename(&mut it.name));
    document.hosts.edit().values_mut().for_each(|it| rename(&mut it.name));
    document.sql_instances.edit().values_mut().for_each(|it| rename(&mut it.name));
    document.databases.edit().values_mut().for_each(|it| rename(&mut it.name));
    document.tiers.edit().values_mut().for_each(|it| rename(&mut it.name));
    document.biztalk_groups.edit().values_mut().for_each(|it| rename(&mut it.name));
    for group in document.availability_groups.edit().values_mut() {
        rename(&mut group.name);
        group.listener.iter_mut().for_each(|it| rename(&mut it.name));
    }
    document
}

fn hostile_files() -> Vec<File> {
    let document = hostile();
    let tiers: Vec<_> = document.tiers.keys().copied().collect();
    let port = OpenPort {
        from: tiers[..1].to_vec(),
        to: Some(tiers[1]),
        ports: vec!["135".to_owned()],
        purposes: format!("={HOSTILE}"),
        firewalls: vec![HOSTILE.to_owned()],
    };
    let given = Given { name: HOSTILE, hash: HASH, rules_version: "r1", ports: vec![port] };
    let before = hostile();
    let becomes = |it| Some(it);
    files(&document, &given, Some(&Present { document: &before, name: HOSTILE, becomes: &becomes }))
}

/// A text without what stands between quotation marks; doubled ones stand for themselves.
fn without_quoted(text: &str, is_mark: fn(char) -> bool) -> String {
    let (mut outside, mut kept) = (true, String::new());
    for it in text.chars() {
        if is_mark(it) {
            outside = !outside;
        } else if outside {
            kept.push(it);
        }
    }
    assert!(outside, "a text that does not end: {text}");
    kept
}

#[test]
fn names_stay_names_in_every_language() {
    let files = hostile_files();
    for file in &files {
        let fits = |it: char| it.is_alphanumeric() || "-_.".contains(it);
        assert!(file.name.chars().all(fits), "{}", file.name);
        let text = text(file);
        if has_ending(file, ".xml") {
            let document = roxmltree::Document::parse(&text).unwrap();
            assert!(!document.descendants().any(|it| it.has_tag_name("b")), "{}", file.name);
        }
    }
    let safe = |text: &str, marks: &str| text.chars().all(|it| it.is_ascii_alphanumeric() || marks.contains(it));
    for file in named(&files, ".ps1") {
        let text = text(file);
        let data = text.split_once("$HostList").unwrap().1.split_once("$Cmdlet =").unwrap().0;
        let is_mark = |it| matches!(it, '\'' | '\u{2018}'..='\u{201b}');
        let rest = without_quoted(data, is_mark);
        assert!(safe(&rest, " \r\n=;@{}()+[]$_"), "{rest}");
        assert!(!rest.contains("Stop") && !rest.contains("Get"), "{rest}");
        let top = text.split_once("<#").unwrap().0;
        assert!(top.lines().all(|it| it.trim_start_matches('\u{feff}').starts_with('#')), "{top}");
    }
    for file in named(&files, ".sql") {
        let text = text(file);
        assert!(!text.contains("$(") && !text.lines().any(|it| it.trim() == "GO"), "{text}");
        for line in text.lines().filter(|it| it.starts_with("INSERT")) {
            let rest = without_quoted(line, |it| it == '\'');
            assert!(safe(&rest, " (),;@+"), "{rest}");
        }
    }
}

#[test]
fn names_stay_in_their_cells() {
    let files = hostile_files();
    let hosts = hostile().hosts.len();
    let list = text(named(&files, ".tsv")[0]);
    let rows: Vec<&str> = list.split_terminator("\r\n").collect();
    assert_eq!(rows.len(), hosts + 1);
    assert!(rows.iter().all(|it| it.split('\t').count() == 15 && !it.contains('\n')), "{list}");
    for (ending, delimiter, columns) in [("firewall.csv", b',', 9), (".tokens.csv", b';', 3)] {
        let text = text(named(&files, ending)[0]);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.unwrap();
            assert_eq!(record.len(), columns);
            assert!(!record.iter().any(|it| it.starts_with(['=', '+', '@'])), "{record:?}");
        }
    }
}

/// The map and the moves from one template to another.
fn between(present: &str, target: &str) -> (String, String) {
    let (present, target) = (drawn(present), drawn(target));
    let pairing = Pairing::of(present, target);
    let becomes = |it| pairing.after(it);
    let present = Present { document: present, name: "Present", becomes: &becomes };
    let files = files(target, &given(), Some(&present));
    let of = |ending| named(&files, ending).first().map_or_else(String::new, |it| text(it));
    (of("SettingsMap.xml"), of("UpdateInfo.xml"))
}

/// The configurations that lead from one template to another, and how many answers in them are selected.
fn configurations(present: &str, target: &str) -> Vec<String> {
    let (present, target) = (drawn(present), drawn(target));
    let pairing = Pairing::of(present, target);
    let becomes = |it| pairing.after(it);
    let present = Present { document: present, name: "Present", becomes: &becomes };
    let files = files(target, &given(), Some(&present));
    named(&files, ".configuration.xml").iter().map(|it| text(it).clone()).collect()
}

#[test]
fn where_there_is_a_group_already_computers_join_it_and_the_master_secret_moves() {
    let all = configurations("two-computer", "medium-receive-complete");
    assert!(!all.is_empty());
    for text in &all {
        for created in ["{FB7268BE-82D4-4cad-8CFF-6930303DA7E2}", "{C4DEF4B8-163E-4a8d-AB01-6C43917248B1}"] {
            assert!(!text.contains(&format!("GUID=\"{created}\" Selected=\"Yes\"")), "{text}");
        }
    }
    let moves = |it: &&String| it.contains("the master secret moves") && it.contains("ssomanage -updatedb");
    assert!(all.iter().any(|it| moves(&it)), "{all:?}");
    assert!(all.iter().any(|it| it.contains("this computer is there already")));
}

#[test]
fn hosts_that_stay_give_their_settings_to_what_they_become() {
    let (map, _) = between("two-computer", "medium-receive-complete");
    let document = roxmltree::Document::parse(&map).unwrap();
    let of = |tag: &str| -> Vec<(String, String)> {
        let sources = document.descendants().filter(|it| it.has_tag_name(tag));
        let pair = |it: roxmltree::Node<'_, '_>| {
            let is = it.first_element_child().unwrap().text().unwrap().to_owned();
            (it.attribute("Name").unwrap().to_owned(), is)
        };
        sources.map(pair).collect()
    };
    let hosts = of("SourceHost");
    assert!(hosts.contains(&("Receive host".to_owned(), "Receive host".to_owned())), "{hosts:?}");
    let instances = of("SourceHostInstance");
    assert!(instances.iter().any(|(was, _)| was == "Receive host:BTS1"), "{instances:?}");
    for (was, is) in &instances {
        let host = |it: &str| it.split(':').next().unwrap().to_owned();
        assert!(hosts.contains(&(host(was), host(is))), "{was} without its host");
    }
    assert!(map.contains("the host Tracking host is new"), "{map}");
}

#[test]
fn databases_that_move_are_named_with_both_places_and_what_stays_is_switched_off() {
    let (_, moves) = between("two-computer", "medium-receive-complete");
    let document = roxmltree::Document::parse(&moves).unwrap();
    let message_box = document.descendants().find(|it| it.has_tag_name("MessageBoxDB")).unwrap();
    assert_eq!(message_box.attribute("IsMaster"), Some("1"));
    assert_ne!(message_box.attribute("oldDBServer"), message_box.attribute("newDBServer"));
    let other = document.descendants().find(|it| it.has_tag_name("Database")).unwrap();
    assert_eq!(other.attribute("Name"), Some("SSO"));
    let (_, nothing) = between("large", "large");
    assert!(nothing.is_empty(), "{nothing}");
}

#[test]
fn what_was_imported_and_is_exported_comes_back_with_what_designs_have_no_field_for() {
    let first = super::import(&super::all());
    let (document, _) = new_design(&first).unwrap();
    let again = imported(&exported(&document));
    assert_eq!(read_hosts(&again.facts), drawn_hosts(&document));
    assert_eq!(again.facts.conflicts().count(), 0);
    let mut compared = 0;
    for (subject, says) in first.facts.iter().filter(|(it, _)| matches!(it, Subject::Host(_) | Subject::Handler { .. }))
    {
        let kept = [Property::Trusted, Property::MessagingPolling, Property::OrchestrationPolling, Property::IsDefault];
        for property in kept.into_iter().filter(|it| says.contains_key(it)) {
            let is_default_host = property == Property::IsDefault && matches!(subject, Subject::Host(_));
            if !is_default_host {
                assert_eq!(again.facts.value(subject, property), first.facts.value(subject, property), "{subject:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 5, "{compared}");
    for (kind, database) in read_databases(&again.facts) {
        assert_eq!(read_databases(&first.facts).get(&kind), Some(&database), "{kind:?}");
    }
}

#[test]
fn a_design_that_takes_in_its_own_files_for_builders_stays_as_it_is() {
    for template in templates() {
        let (document, key) = (&template.document, &template.key);
        let landing = land(document, &imported(&exported(document))).unwrap();
        // Configuration.exe creates the database of the rule engine together with its service, on some computer.
        let is_service = |it: &&Change| {
            let detail = it.detail.as_ref().filter(|it| it.label == "roles");
            detail.is_some_and(|it| it.theirs == format!("{}, {}", it.mine, Role::RuleEngineUpdate.label()))
        };
        let others: Vec<&Change> = landing.changes.iter().filter(|it| !is_service(it)).collect();
        assert!(others.is_empty(), "{key}: {others:?}");
        let Some(edit) = landing.edit else { continue };
        let after = preview(document, &edit.commands).unwrap();
        let drawn = |it: &Document| {
            (it.computers.len(), it.sql_instances.clone(), it.databases.clone(), it.hosts.clone(), it.handlers.clone())
        };
        assert!(drawn(&after) == drawn(document), "{key}");
    }
}

/// The topology of a design, as text in upper case: each list sorted, without what says where it comes from.
fn topology(files: &[File]) -> serde_json::Value {
    fn sort(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(all) => {
                all.iter_mut().for_each(sort);
                all.sort_by_key(ToString::to_string);
            }
            serde_json::Value::Object(all) => all.values_mut().for_each(sort),
            serde_json::Value::String(text) => *text = text.to_uppercase(),
            _ => {}
        }
    }
    let all: Vec<&File> = files.iter().filter(|it| it.name.starts_with("topology")).collect();
    let mut all: Vec<serde_json::Value> =
        all.into_iter().map(|it| serde_json::from_str(&text(it)).expect("JSON")).collect();
    for one in &mut all {
        one.as_object_mut().expect("an object").remove("review");
        sort(one);
    }
    all.into()
}

/// What the files of a design for builders say, as a design.
fn back(files: &[File], of: &str) -> Document {
    let import = imported(files);
    for file in &import.files {
        assert!(file.problems.is_empty() && file.kind.is_some(), "{of}: {file:?}");
    }
    let conflicts: Vec<_> = import.facts.conflicts().collect();
    assert!(conflicts.is_empty(), "{of}: {conflicts:?}");
    new_design(&import).expect("facts land").0
}

#[test]
fn every_file_of_a_target_is_taken_and_all_give_the_same_facts_back_with_and_without_a_present() {
    for template in templates().iter().filter(|it| it.document.biztalk_groups.len() == 1) {
        let (document, key) = (&template.document, &template.key);
        let (small, stays) = (drawn("two-computer"), |it| Some(it));
        let (from_small, is_small) = (Pairing::of(small, document), "two-computer");
        let becomes = |it| from_small.after(it);
        let presents = [
            None,
            Some(Present { document, name: key, becomes: &stays }),
            Some(Present { document: small, name: is_small, becomes: &becomes }),
        ];
        for present in &presents {
            let of = format!("{key} from {}", present.as_ref().map_or("nothing", |it| it.name));
            let files = files(document, &given(), present.as_ref());
            let back = back(&files, &of);
            let (was, is) = (topology(&files), topology(&exported(&back)));
            assert_eq!(format!("{is:#}"), format!("{was:#}"), "{of}");
        }
    }
}

#[test]
fn disabled_host_instances_further_message_boxes_and_the_master_secret_come_back() {
    let instances = |it: &Document| {
        let all = it.host_instances.values().filter(|it| !it.enabled);
        all.map(|on| (name(on.host, it), name(on.computer, it))).collect::<BTreeSet<_>>()
    };
    let boxes = |it: &Document| {
        let all = it.databases.values().filter(|it| it.kind == DatabaseKind::MessageBox);
        all.map(|it| (it.name.to_uppercase(), it.is_master, it.publication_disabled)).collect::<BTreeSet<_>>()
    };
    let (disabled, three) = (drawn("dr-one-to-one"), drawn("three-message-boxes"));
    assert!(!instances(disabled).is_empty() && boxes(three).len() == 3);
    assert_eq!(instances(&back(&exported(disabled), "")), instances(disabled));
    assert_eq!(boxes(&back(&exported(three), "")), boxes(three));
    let secret = |it: &Document| {
        let all = it.computers.iter().filter(|(id, _)| it.may_hold_master_secret(**id));
        all.map(|(_, it)| it.name.to_uppercase()).collect::<BTreeSet<_>>()
    };
    let (small, target) = (drawn("two-computer"), drawn("medium-receive-complete"));
    let pairing = Pairing::of(small, target);
    let becomes = |it| pairing.after(it);
    let present = Present { document: small, name: "two-computer", becomes: &becomes };
    let back = back(&files(target, &given(), Some(&present)), "");
    assert!(!secret(target).is_empty());
    assert_eq!(secret(&back), secret(target));
    assert_eq!(back.databases.len(), target.databases.len());
}

#[test]
fn a_clustered_master_secret_server_is_told_by_its_cluster_resource_group() {
    let import = imported(&exported(drawn("availability-group-2020")));
    let told = tierwright_exchange::told::counts(&import);
    assert!(told.ends_with("master secret server: clustered in Master secret group"), "{told}");
}

#[test]
fn a_list_of_hosts_alone_says_which_host_instances_are_disabled() {
    let design = drawn("dr-one-to-one");
    let files = exported(design);
    let list: Vec<File> = named(&files, ".tsv").into_iter().cloned().collect();
    let is_disabled = |it: &Document| it.host_instances.values().filter(|it| !it.enabled).count();
    assert!(is_disabled(design) > 0);
    assert_eq!(is_disabled(&back(&list, "")), is_disabled(design));
}

#[test]
fn what_is_only_written_for_builders_is_told_in_one_line_as_ours() {
    let files = hostile_files();
    let import = imported(&files);
    let ours = |name: &str| import.files.iter().find(|it| it.name == name).unwrap().what();
    for file in files.iter().filter(|it| [".ps1", ".sql", ".txt"].iter().any(|ending| it.name.ends_with(ending))) {
        assert_eq!(ours(&file.name), "written by Tierwright for builders; not read back", "{}", file.name);
    }
    assert!(files.iter().any(|it| it.name == "firewall.csv"));
    assert_eq!(ours("firewall.csv"), "written by Tierwright for builders; not read back");
    let stranger = super::import_text("README.txt", "Review before use.\n");
    assert!(!stranger.files[0].problems.is_empty(), "another file is none of ours");
}
