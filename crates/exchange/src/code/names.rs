//! Names as tools want them: SQL Servers as BizTalk Server reaches them, computers, accounts, and what nobody has stated.

use std::collections::BTreeSet;

use super::head::Asks;
use crate::facts::SqlName;
use crate::model::{
    ComputerId, ConfiguredName, Database, Document, Element, GroupsKind, HostId, HostInstance, Property, SqlInstance,
    SqlInstanceId, SqlPlacement,
};

/// The SQL Server of a database as connection settings name it: a listener, a computer or a network name, with the port
/// where it is another one than the usual; a placeholder where the design does not say it.
pub(super) fn server_of(document: &Document, database: &Database, asks: &mut Asks) -> String {
    let group = database.availability_group.and_then(|id| Some((id, document.availability_groups.get(&id)?)));
    if let Some((id, group)) = group {
        let Some(listener) = &group.listener else {
            let what = format!("the listener of the availability group {}", group.name);
            return asks.token(key("LISTENER_OF", id.into()), what, "");
        };
        if listener.port != SqlInstance::DEFAULT_PORT {
            // `core/high-availability-using-sql-server-always-on-availability-groups`: an alias, not a port.
            let (name, port) = (&listener.name, listener.port);
            asks.note(format!(
                "the listener {name} has port {port}: each computer here needs a SQL alias {name} for it"
            ));
        }
        let what = || format!("the name of the listener of the availability group {}", group.name);
        return checked(&listener.name, key("LISTENER_OF", id.into()), what, asks);
    }
    sql_server(document, database.sql_instance, asks)
}

/// A SQL instance as connection settings name it.
pub(super) fn sql_server(document: &Document, id: SqlInstanceId, asks: &mut Asks) -> String {
    let Some(sql) = document.sql_instances.get(&id) else { return String::new() };
    let token = key("SQL_SERVER_OF", id.into());
    let name = own_name(document, id, sql);
    let what = match sql.placement {
        SqlPlacement::Standalone(computer) => {
            let on = Element::Computer(computer).name(document);
            format!("the name of the SQL instance {} on {on}, as COMPUTER\\INSTANCE", sql.name)
        }
        SqlPlacement::Clustered(_) => format!("the network name of the failover cluster instance {}", sql.name),
    };
    if matches!(sql.configured_name, Some(ConfiguredName::NodeName | ConfiguredName::Alias)) {
        let by = sql.configured_name.map_or("", ConfiguredName::label);
        asks.note(format!("the design says that BizTalk Server reaches {} by: {}", sql.name, by.to_lowercase()));
    }
    let Some(name) = name else { return asks.token(token, what, &drawn_name(document, sql)) };
    let name = checked(&name, token, || what, asks);
    match sql.port {
        Some(port) if port != SqlInstance::DEFAULT_PORT => format!("{name},{port}"),
        _ => name,
    }
}

/// A SQL instance by the name that the drawing has for it, also where no network can know it.
pub(super) fn drawn_server(document: &Document, id: SqlInstanceId) -> String {
    let Some(sql) = document.sql_instances.get(&id) else { return String::new() };
    own_name(document, id, sql).unwrap_or_else(|| drawn_name(document, sql))
}

fn own_name(document: &Document, id: SqlInstanceId, sql: &SqlInstance) -> Option<String> {
    match sql.placement {
        SqlPlacement::Standalone(computer) => on_computer(document, id, sql, computer),
        SqlPlacement::Clustered(_) => Some(sql.name.clone()),
    }
}

/// The name of a SQL instance on one computer: as it is called where that says so, else that of the computer, if it is
/// the only one there.
fn on_computer(document: &Document, id: SqlInstanceId, sql: &SqlInstance, computer: ComputerId) -> Option<String> {
    let computer_name = &document.computers.get(&computer)?.name;
    let says = SqlName::parse(&sql.name).is_some_and(|it| Some(it.server) == own_key(computer_name));
    if says {
        return Some(sql.name.clone());
    }
    (document.sql_instances_on(computer) == [id]).then(|| computer_name.clone())
}

fn own_key(computer: &str) -> Option<String> {
    SqlName::parse(computer).map(|it| it.server)
}

fn drawn_name(document: &Document, sql: &SqlInstance) -> String {
    match sql.placement {
        SqlPlacement::Standalone(computer) => {
            format!("{}\\{}", Element::Computer(computer).name(document), sql.name)
        }
        SqlPlacement::Clustered(_) => sql.name.clone(),
    }
}

/// The name itself if a network can know it, else a placeholder: drawings have titles where networks have names.
fn checked(name: &str, token: String, what: impl FnOnce() -> String, asks: &mut Asks) -> String {
    let (server, instance) = name.split_once('\\').unwrap_or((name, "I"));
    if is_network_name(server) && is_network_name(instance) {
        return name.to_owned();
    }
    asks.token(token, what(), name)
}

/// Whether a computer, a network name or a SQL instance can be called so.
pub(super) fn is_network_name(name: &str) -> bool {
    let fits = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '.' | '$' | '#');
    !name.is_empty() && name.chars().count() <= 63 && name.chars().all(fits)
}

/// The name of a computer; one that no network can know is noted.
pub(super) fn computer(document: &Document, id: ComputerId, asks: &mut Asks) -> String {
    let name = Element::Computer(id).name(document);
    if !is_network_name(&name) {
        asks.note(format!("{name} is the name in the drawing; no computer can be called so"));
    }
    name
}

/// The key of a placeholder for an element: capitals, figures and underscores, whatever it is called.
pub(super) fn key(what: &str, element: Element) -> String {
    format!("{what}_{}", element.to_string().to_uppercase().replace('-', "_"))
}

/// The domain of accounts and Windows groups, as a placeholder for its NetBIOS name; `None` for local groups.
pub(super) fn domain(document: &Document, computer: ComputerId, asks: &mut Asks) -> Option<String> {
    if document.environment.groups_kind == Some(GroupsKind::Local) {
        return None;
    }
    let own = document.computers.get(&computer).and_then(|it| it.domain.as_deref());
    let domains = || document.computers.values().filter_map(|it| it.domain.as_deref());
    let token = match own {
        Some(own) if domains().any(|it| it != own) => {
            let before: BTreeSet<&str> = domains().filter(|it| *it < own).collect();
            format!("DOMAIN_{}", before.len() + 1)
        }
        _ => "DOMAIN".to_owned(),
    };
    if document.environment.groups_kind.is_none() {
        asks.note("the design does not say whether Windows groups are those of a domain; it is assumed");
    }
    let what = "the NetBIOS name of the domain of accounts and Windows groups";
    Some(asks.token(token, what, own.unwrap_or_default()))
}

/// A Windows group with its domain.
pub(super) fn windows_group(document: &Document, computer: ComputerId, name: &str, asks: &mut Asks) -> String {
    match domain(document, computer, asks) {
        Some(domain) => format!("{domain}\\{name}"),
        None => name.to_owned(),
    }
}

/// The Windows group of a host, which no design states.
pub(super) fn host_group(document: &Document, host: HostId, asks: &mut Asks) -> String {
    let name = Element::Host(host).name(document);
    asks.token(key("WINDOWS_GROUP_OF", host.into()), format!("the Windows group of the host {name}"), "")
}

/// The account of a host instance, as `DOMAIN\user`; a placeholder where it is not stated or an example.
pub(super) fn account(document: &Document, instance: &HostInstance, asks: &mut Asks) -> String {
    let own = instance.account.as_ref().filter(|it| !it.is_example());
    let stated = own.map(|it| it.name.trim()).filter(|it| !it.is_empty());
    if let Some(name) = stated {
        return name.to_owned();
    }
    let host = Element::Host(instance.host).name(document);
    let what = format!("the account of the host instances of {host}, as DOMAIN\\user");
    asks.token(key("ACCOUNT_OF", instance.host.into()), what, "")
}

/// What an export of the present said of an element that designs have no field for: yes or no.
pub(super) fn said_flag(document: &Document, element: Element, property: Property) -> Option<bool> {
    match said(document, element, property)? {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The same as a whole number.
pub(super) fn said_number(document: &Document, element: Element, property: Property) -> Option<u64> {
    said(document, element, property)?.parse().ok()
}

fn said(document: &Document, element: Element, property: Property) -> Option<&str> {
    let is_it = |it: &&crate::model::Imported| it.element == element && it.property == property && !it.is_assumed();
    document.imported.iter().find(is_it).map(|it| it.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AvailabilityGroup, AvailabilityGroupId, Listener};
    use tierwright_design::testing::fixture::Fixture;

    fn drawn(text: &str) -> Document {
        Fixture::parse(text).unwrap().document
    }

    /// How the Management database of a design is reached, and what is open about it.
    fn reached(document: &Document) -> (String, String) {
        let mut asks = Asks::default();
        let database = document.databases.values().next().unwrap();
        let server = server_of(document, database, &mut asks);
        (server, asks.line())
    }

    fn with_sql(document: &mut Document, change: impl Fn(&mut SqlInstance)) {
        document.sql_instances.edit().values_mut().for_each(change);
    }

    #[test]
    fn the_only_sql_instance_of_a_computer_is_reached_by_its_name_and_another_port_is_said() {
        let mut document = drawn("computer DB1\nsql Core on DB1\ndatabases Core management\n");
        assert_eq!(reached(&document), ("DB1".to_owned(), String::new()));
        with_sql(&mut document, |it| it.port = Some(1444));
        assert_eq!(reached(&document).0, "DB1,1444");
        with_sql(&mut document, |it| it.port = Some(SqlInstance::DEFAULT_PORT));
        assert_eq!(reached(&document).0, "DB1");
        with_sql(&mut document, |it| it.name = "db1\\BIZ".to_owned());
        assert_eq!(reached(&document).0, "db1\\BIZ");
    }

    #[test]
    fn a_name_that_the_drawing_does_not_say_is_asked() {
        let two = drawn("computer DB1\nsql Core on DB1\nsql More on DB1\ndatabases Core management\n");
        let (server, open) = reached(&two);
        assert!(server.starts_with("{{SQL_SERVER_OF_SQL_INSTANCE_") && open.contains("Core on DB1"), "{server} {open}");
        let clustered = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci SQLCL on CL active N1\n\
                         databases SQLCL management\n";
        let mut clustered = drawn(clustered);
        assert_eq!(reached(&clustered).0, "SQLCL");
        with_sql(&mut clustered, |it| it.name = "SQL core databases".to_owned());
        assert!(reached(&clustered).0.starts_with("{{SQL_SERVER_OF_"), "a title is no network name");
    }

    #[test]
    fn an_availability_group_is_reached_by_its_listener_and_another_port_by_an_alias() {
        let mut document = drawn("computer DB1\nsql Core on DB1\ndatabases Core management\n");
        let id = AvailabilityGroupId(900);
        let sql = *document.sql_instances.keys().next().unwrap();
        let group = AvailabilityGroup::new("AG", &[sql], None);
        document.availability_groups.edit().insert(id, group);
        document.databases.edit().values_mut().for_each(|it| it.availability_group = Some(id));
        assert_eq!(reached(&document).0, "{{LISTENER_OF_AVAILABILITY_GROUP_900}}");
        let listener = |port| Some(Listener { port, ..Listener::new("AGL") });
        document.availability_groups.edit().values_mut().for_each(|it| it.listener = listener(1433));
        assert_eq!(reached(&document), ("AGL".to_owned(), String::new()));
        document.availability_groups.edit().values_mut().for_each(|it| it.listener = listener(1450));
        let (server, open) = reached(&document);
        assert!(server == "AGL" && open.contains("port 1450") && open.contains("SQL alias AGL"), "{open}");
    }
}
