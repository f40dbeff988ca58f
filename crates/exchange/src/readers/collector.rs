//! The output of our collector, as `docs/collector.schema.json` describes it: the only export that knows clusters,
//! availability groups, versions and the type of each host together.

use super::json::{Item, Json};
use super::reading::{Dropped, Reading};
use super::sql_version;
use crate::facts::{FAILOVER_INSTANCE, Property, STANDALONE, SqlName, Subject, Value, computer_key, update_words};
use crate::model::{
    BizTalkEdition, BizTalkRelease, DatabaseKind, Direction, ResourceKind, Role, SqlEdition, WindowsVersion,
};

/// What the collector writes into `schema`.
pub(crate) const SCHEMA: &str = "tierwright-topology-1";
/// What it writes into `collector`. One before 2, which wrote nothing there, said of a failover cluster with a witness
/// that it has none where the text of the quorum type speaks of a majority.
pub(crate) const VERSION: u64 = 2;

/// Reads a file.
pub(super) fn read(text: &str, reading: &mut Reading) {
    let json = Json::new(text);
    let root = match json.root() {
        Ok(root) => root,
        Err((at, what)) => return reading.problem(Some(at), what),
    };
    match root.text("schema") {
        Some((schema, _)) if schema == SCHEMA => {}
        Some((schema, line)) => {
            let what = format!("is of schema {schema}; this program reads {SCHEMA}. Collect with its own collector");
            return reading.problem(Some((line, 1)), what);
        }
        None => {
            let what = "is JSON without a field “schema”: only the output of this program's collector is read";
            return reading.problem(Some((1, 1)), what);
        }
    }
    reading.computer = root.text("computer").map(|(name, _)| computer_key(&name)).filter(|it| !it.is_empty());
    environment(root, reading);
    root.list("databases").into_iter().for_each(|it| database(it, reading));
    root.list("servers").into_iter().for_each(|it| server(it, reading));
    root.list("hosts").into_iter().for_each(|it| host(it, reading));
    root.list("hostInstances").into_iter().for_each(|it| host_instance(it, reading));
    root.list("handlers").into_iter().for_each(|it| handler(it, reading));
    root.list("sqlServers").into_iter().for_each(|it| sql_server(it, reading));
    let tells_witness = root.number("collector").is_some_and(|(it, _)| it >= VERSION);
    root.list("clusters").into_iter().for_each(|it| cluster(it, tells_witness, reading));
    root.list("availabilityGroups").into_iter().for_each(|it| availability_group(it, reading));
    for it in root.list("notRead") {
        if let Some((what, line)) = it.text("what") {
            let why = it.text("why").map_or_else(String::new, |(why, _)| format!(": {}", kind_of_error(&why)));
            reading.leaves_open(format!("{what}, which the collector could not read{why}"), line);
        }
    }
    for (line, what) in json.wrong() {
        reading.problem(Some((line, 1)), what);
    }
}

/// What went wrong, without the text of the error: errors of Windows and of SQL Server name accounts.
fn kind_of_error(why: &str) -> &str {
    // What the collector says itself, of which nothing is filled in.
    const ITS_OWN: [&str; 6] = [
        "not told by the cluster",
        "not asked for (-SkipSqlServer)",
        "not asked for (-SkipClusters)",
        "BizTalk Server is not installed on this computer",
        "ssomanage.exe was not found",
        "ssomanage -displaydb names no master secret server",
    ];
    const KINDS: [(&str, &str); 8] = [
        ("access denied", "access denied"),
        ("access is denied", "access denied"),
        ("login failed", "login failed"),
        ("permission", "a permission is missing"),
        ("rpc server", "not reachable"),
        ("network-related", "not reachable"),
        ("timeout", "no answer in time"),
        ("timed out", "no answer in time"),
    ];
    let is_kind = |it: &str| it.len() <= 60 && it.chars().all(|it| it.is_ascii_alphabetic());
    if ITS_OWN.contains(&why) || why.split(" / ").all(is_kind) {
        return why;
    }
    let lower = why.to_lowercase();
    KINDS.iter().find(|(part, _)| lower.contains(part)).map_or("an error whose text is not kept", |(_, kind)| kind)
}

/// A way to copy fields of an object into statements about a subject.
struct About<'a, 'j, 'r> {
    item: Item<'a, 'j>,
    subject: Subject,
    reading: &'r mut Reading,
}

impl About<'_, '_, '_> {
    fn says(&mut self, property: Property, value: Option<(impl Into<Value>, u32)>) {
        if let Some((value, line)) = value {
            self.reading.says(&self.subject, property, value, line);
        }
    }

    fn flags(&mut self, fields: &[(&str, Property)]) {
        for (name, property) in fields {
            self.says(*property, self.item.flag(name));
        }
    }

    fn numbers(&mut self, fields: &[(&str, Property)]) {
        for (name, property) in fields {
            self.says(*property, self.item.number(name));
        }
    }

    /// A word of a list, as the design calls it; one that is not in it stays open.
    fn word(&mut self, field: &str, property: Property, known: impl Fn(&str) -> Option<&'static str>) {
        let Some((text, line)) = self.item.text(field) else { return };
        match known(&text) {
            Some(word) => self.reading.says(&self.subject, property, word, line),
            None => {
                let what = format!("the {} of {} (“{text}”)", property.label(), self.subject.words());
                self.reading.leaves_open(what, line);
            }
        }
    }
}

fn environment(root: Item<'_, '_>, reading: &mut Reading) {
    let Some(item) = root.field("environment") else { return };
    if let Some((server, line)) = item.text("masterSecretServer") {
        let key = computer_key(&server);
        reading.says(&Subject::Environment, Property::MasterSecret, key.as_str(), line);
    }
    let mut about = About { item, subject: Subject::Environment, reading };
    about.flags(&[("globalTracking", Property::GlobalTracking)]);
    about.numbers(&[("cumulativeUpdate", Property::Update)]);
    about.word("productName", Property::Release, |text| longest(BizTalkRelease::ALL, BizTalkRelease::label, text));
    about.word("productEdition", Property::Edition, |text| longest(BizTalkEdition::ALL, BizTalkEdition::label, text));
}

/// The longest label that a text holds: 2013 R2 before 2013.
fn longest<T: Copy>(all: &[T], label: fn(T) -> &'static str, text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let held = all.iter().map(|it| label(*it)).filter(|it| text.contains(&it.to_lowercase()));
    held.max_by_key(|it| it.len())
}

fn database(item: Item<'_, '_>, reading: &mut Reading) {
    let Some((kind, line)) = item.needed("kind") else { return };
    let Some(kind) = DatabaseKind::ALL.iter().find(|it| it.label().eq_ignore_ascii_case(&kind)) else {
        return reading.leaves_open(format!("what the database “{kind}” is"), line);
    };
    let (name, _) = item.text("name").unwrap_or_default();
    let (server, line) = item.text("server").unwrap_or((String::new(), line));
    if let Some(subject) = reading.database(*kind, &name, &server, line) {
        let mut about = About { item, subject, reading };
        about.flags(&[("master", Property::Master), ("publicationDisabled", Property::PublicationDisabled)]);
    }
}

fn server(item: Item<'_, '_>, reading: &mut Reading) {
    let Some((name, line)) = item.needed("name") else { return };
    let Some(key) = reading.computer(&name, line) else { return };
    // The list is that of the BizTalk group: whatever runs on it, and whatever could be read of that.
    reading.found(&Subject::Role(key.clone(), Role::BizTalkRuntime), "", line);
    let mut about = About { item, subject: Subject::Computer(key), reading };
    about.says(Property::Domain, item.text("domain").map(|(it, line)| (Value::Text(it.to_lowercase()), line)));
    about.numbers(&[("cores", Property::Cores), ("memoryGB", Property::Memory)]);
    about.word("os", Property::OperatingSystem, |text| longest(WindowsVersion::ALL, WindowsVersion::label, text));
}

fn host(item: Item<'_, '_>, reading: &mut Reading) {
    let Some((name, line)) = item.needed("name") else { return };
    let Some(key) = reading.host(&name, line) else { return };
    let mut about = About { item, subject: Subject::Host(key), reading };
    about.flags(&[
        ("tracking", Property::Tracking),
        ("default", Property::IsDefault),
        ("only32Bit", Property::Only32Bit),
        ("trusted", Property::Trusted),
    ]);
    about.numbers(&[
        ("messagingPollingMs", Property::MessagingPolling),
        ("orchestrationPollingMs", Property::OrchestrationPolling),
    ]);
    about.word("type", Property::Kind, |text| ["InProcess", "Isolated"].into_iter().find(|it| *it == text));
    about.says(Property::ClusterGroup, item.text("clusterResourceGroup").map(|(it, line)| (Value::Text(it), line)));
}

fn host_instance(item: Item<'_, '_>, reading: &mut Reading) {
    let (Some((host, line)), Some((server, at))) = (item.needed("host"), item.needed("server")) else { return };
    let (Some(host), Some(computer)) = (reading.host(&host, line), reading.computer(&server, at)) else { return };
    let subject = Subject::HostInstance { host, computer };
    reading.found(&subject, "", line);
    if let Some((account, line)) = item.text("account") {
        if reading.options.accounts {
            reading.says(&subject, Property::Account, account.as_str(), line);
        } else {
            reading.drops(Dropped::Accounts, 1);
        }
    }
    if let Some((disabled, line)) = item.flag("disabled") {
        reading.says(&subject, Property::Enabled, !disabled, line);
    }
}

fn handler(item: Item<'_, '_>, reading: &mut Reading) {
    let (Some((adapter, line)), Some((host, at))) = (item.needed("adapter"), item.needed("host")) else { return };
    let direction = match item.text("direction") {
        Some((word, _)) if word == "receive" => Direction::Receive,
        Some((word, _)) if word == "send" => Direction::Send,
        _ => return reading.leaves_open(format!("whether the handler of {adapter} receives or sends"), line),
    };
    let Some(host) = reading.host(&host, at) else { return };
    let subject = Subject::Handler { adapter: adapter.trim().to_uppercase(), direction, host };
    reading.found(&subject, &adapter, line);
    About { item, subject, reading }.flags(&[("default", Property::IsDefault)]);
}

/// The key of a SQL Server that is named; a name that means “here” is left out.
fn sql(name: &str, line: u32, reading: &mut Reading) -> Option<String> {
    let key = SqlName::parse(name)?.key();
    reading.found(&Subject::Sql(key.clone()), &key, line);
    Some(key)
}

fn sql_server(item: Item<'_, '_>, reading: &mut Reading) {
    let Some((name, line)) = item.needed("name") else { return };
    let Some(key) = sql(&name, line, reading) else { return };
    let on = item.text("computer").and_then(|(it, line)| Some((reading.computer(&it, line)?, line)));
    // Behind a listener: the replica that answered.
    let answered = item.text("instance").and_then(|(it, line)| Some((SqlName::parse(&it)?.key(), line)));
    let answered = answered.filter(|(it, _)| *it != key).map(|(it, line)| (Value::Text(it), line));
    // A failover cluster instance moves: where it runs now is one of its nodes.
    let clustered = item.flag("clustered");
    let moves = clustered.is_some_and(|(yes, _)| yes);
    if let Some((computer, line)) = on.as_ref().filter(|_| moves && answered.is_none()) {
        reading.found(&Subject::SqlNode { sql: key.clone(), computer: computer.clone() }, "", *line);
    }
    let mut about = About { item, subject: Subject::Sql(key), reading };
    about.says(Property::Server, answered);
    about.says(Property::Host, on.filter(|_| !moves).map(|(it, line)| (Value::Text(it), line)));
    about.flags(&[("agentRunning", Property::Agent)]);
    about.numbers(&[("port", Property::Port)]);
    about.says(Property::Kind, clustered.map(|(yes, line)| (if yes { FAILOVER_INSTANCE } else { STANDALONE }, line)));
    about.word("version", Property::Release, sql_version::release);
    let text = |field| item.text(field).map_or_else(String::new, |(it, _)| it);
    let update = sql_version::update(&text("version"), &text("level"), &text("updateLevel"));
    about.says(Property::Update, update.map(|it| (Value::Text(update_words(it)), line)));
    about.word("edition", Property::Edition, |text| longest(SqlEdition::ALL, SqlEdition::label, text));
}

fn cluster(item: Item<'_, '_>, tells_witness: bool, reading: &mut Reading) {
    let Some((name, line)) = item.needed("name") else { return };
    let cluster = name.trim().to_uppercase();
    let subject = Subject::Cluster(cluster.clone());
    reading.found(&subject, &name, line);
    let witness = |text: &str| ["none", "disk", "file share", "cloud"].into_iter().find(|it| *it == text);
    match item.text("witness") {
        // Since it tells, it says itself what it could not read.
        None if tells_witness => {}
        None => reading.leaves_open(format!("the quorum witness of {cluster}"), line),
        Some((text, line)) if text == "none" && !tells_witness => {
            let why = "“none” of an older collector may mean that it could not tell";
            reading.leaves_open(format!("the quorum witness of {cluster}: {why}"), line);
        }
        Some(_) => About { item, subject, reading }.word("witness", Property::Witness, witness),
    }
    says_list(item, "nodes", computer_key, (&Subject::Cluster(cluster.clone()), Property::Nodes), reading);
    for node in item.list("nodes") {
        let Some(computer) = node.words().and_then(|it| reading.computer(&it, node.line())) else { continue };
        reading.found(&Subject::Node { cluster: cluster.clone(), computer }, "", node.line());
    }
    for it in item.list("groups") {
        cluster_group(&cluster, it, reading);
    }
}

/// Notes a list as a whole, so that another export with another list contradicts it.
fn says_list(
    item: Item<'_, '_>,
    field: &str,
    key: impl Fn(&str) -> String,
    (subject, property): (&Subject, Property),
    reading: &mut Reading,
) {
    let Some(line) = item.field(field).map(Item::line) else { return };
    let mut names: Vec<String> =
        item.list(field).into_iter().filter_map(Item::words).map(|it| key(it.trim())).collect();
    names.sort();
    names.dedup();
    if !names.is_empty() {
        reading.says(subject, property, names.join(", ").as_str(), line);
    }
}

fn cluster_group(cluster: &str, item: Item<'_, '_>, reading: &mut Reading) {
    let Some((name, line)) = item.needed("name") else { return };
    let (cluster, group) = (cluster.to_owned(), name.trim().to_uppercase());
    let subject = Subject::ClusterGroup { cluster: cluster.clone(), group: group.clone() };
    reading.found(&subject, &name, line);
    if let Some((owner, line)) = item.text("owner") {
        reading.says(&subject, Property::Active, computer_key(&owner).as_str(), line);
    }
    for resource in item.list("resources") {
        let Some((kind, line)) = resource.needed("type") else { continue };
        let service = resource.text("service").map_or_else(String::new, |(it, _)| it);
        if kind == "SQL Server" {
            if let Some(key) = resource.text("sqlServer").and_then(|(it, line)| sql(&it, line, reading)) {
                let place = format!("{cluster}\n{group}");
                reading.says(&Subject::Sql(key), Property::ClusterGroup, place.as_str(), line);
            }
        } else if let Some(kind) = resource_kind(&kind, &service) {
            if let Some((name, line)) = resource.text("networkName").filter(|_| kind == ResourceKind::NetworkName) {
                reading.says(&subject, Property::Name, computer_key(&name).as_str(), line);
            }
            reading.found(&Subject::Resource { cluster: cluster.clone(), group: group.clone(), kind }, "", line);
        }
    }
}

/// Resources by their type in Windows Failover Clustering and, for a generic service, by what its name starts with.
const RESOURCES: [(&str, &str, ResourceKind); 10] = [
    ("IP Address", "", ResourceKind::IpAddress),
    ("IPv6 Address", "", ResourceKind::IpAddress),
    ("Network Name", "", ResourceKind::NetworkName),
    ("Physical Disk", "", ResourceKind::PhysicalDisk),
    ("SQL Server Agent", "", ResourceKind::SqlAgent),
    ("Distributed Transaction Coordinator", "", ResourceKind::Msdtc),
    ("MSMQ", "", ResourceKind::Msmq),
    ("File Server", "", ResourceKind::FileServer),
    ("Generic Service", "ENTSSO", ResourceKind::EntSso),
    ("Generic Service", "MSSQLSERVEROLAPSERVICE", ResourceKind::Ssas),
];

/// The resource behind a type and the name of a service.
fn resource_kind(kind: &str, service: &str) -> Option<ResourceKind> {
    let service = service.to_ascii_uppercase();
    let is_it = |(known, of, _): &&(&str, &str, _)| *known == kind && service.starts_with(of);
    RESOURCES.iter().find(is_it).map(|(_, _, it)| *it)
}

/// The type of a resource and, for a generic service, its name; `None` = the collector does not tell it from others.
pub(crate) fn resource_words(kind: ResourceKind) -> Option<(&'static str, &'static str)> {
    RESOURCES.iter().find(|(_, _, it)| *it == kind).map(|(kind, service, _)| (*kind, *service))
}

fn availability_group(item: Item<'_, '_>, reading: &mut Reading) {
    let Some((name, line)) = item.needed("name") else { return };
    let group = name.trim().to_uppercase();
    let subject = Subject::AvailabilityGroup(group.clone());
    reading.found(&subject, &name, line);
    let mut about = About { item, subject, reading };
    about.says(Property::Name, item.text("listener").map(|(it, line)| (Value::Text(computer_key(&it)), line)));
    about.numbers(&[("port", Property::Port)]);
    for replica in item.list("replicas") {
        let Some((server, line)) = replica.needed("server") else { continue };
        let Some(key) = sql(&server, line, reading) else { continue };
        let subject = Subject::Replica { group: group.clone(), sql: key };
        reading.found(&subject, "", line);
        About { item: replica, subject, reading }.flags(&[
            ("primary", Property::Active),
            ("synchronous", Property::Synchronous),
            ("automatic", Property::Automatic),
        ]);
    }
    let group_subject = Subject::AvailabilityGroup(group.clone());
    says_list(item, "databases", str::to_uppercase, (&group_subject, Property::Members), reading);
    for database in item.list("databases") {
        if let Some(name) = database.words() {
            let subject = Subject::Member { group: group.clone(), database: name.to_uppercase() };
            reading.found(&subject, &name, database.line());
        }
    }
}
