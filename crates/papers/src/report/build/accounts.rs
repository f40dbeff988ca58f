//! Jobs of SQL Server Agent, logins, service accounts and Windows groups.

use std::collections::{BTreeMap, BTreeSet};

use super::placement::owners;
use crate::jobs::{jobs_of, jobs_of_shipping, replicas_of, service_logins, windows_groups};
use crate::model::{Document, Element, Feature, HostKind, Role, ServiceAccount, SqlInstanceId};
use crate::prose::list;
use crate::report::census::sql_instances;
use crate::report::listing::{Listing, NOT_STATED, or};
use crate::sources::SourceId;

pub(super) fn listings(document: &Document) -> Vec<Listing> {
    vec![accounts(document), groups(document), jobs(document)]
}

fn accounts(document: &Document) -> Listing {
    let mut listing =
        Listing::new("Service accounts", &[("Service", 1.4), ("Account", 1.4), ("Kind", 1.0), ("On", 1.8)]);
    for (id, host) in &document.hosts {
        // Host instances of a host mostly have the same account.
        let mut named: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
        for it in document.host_instances.values().filter(|it| it.host == *id) {
            let kind = it.account.as_ref().map_or(NOT_STATED, |it| it.kind.label());
            let on = Element::Computer(it.computer).name(document);
            named.entry((called(it.account.as_ref()), kind)).or_default().push(on);
        }
        for ((account, kind), on) in named {
            listing.row([format!("Host instances of {}", host.name), account, kind.to_owned(), list(&on)]);
        }
    }
    if document.hosts.is_empty() {
        return listing;
    }
    let remark = "member of SSO Administrators, with the right to log on as a service";
    listing.row(["Enterprise Single Sign-On", NOT_STATED, remark, "every BizTalk server and the master secret server"]);
    let all = sql_instances(document);
    for service in ["SQL Server", "SQL Server Agent"].into_iter().filter(|_| !all.is_empty()) {
        listing.row([service, NOT_STATED, "a domain account where SQL Server is clustered", &all]);
    }
    for login in service_logins(document) {
        let role = match login.feature {
            Feature::BamPortal => Some(Role::BamPortal),
            Feature::Bre => Some(Role::RuleEngineUpdate),
            _ => None,
        };
        let on = document.computers.values().filter(|it| role.is_some_and(|role| it.roles.contains(&role)));
        let on: Vec<&str> = on.map(|it| it.name.as_str()).collect();
        listing.row([login.name.as_str(), NOT_STATED, "needs a login on SQL Server", &or(list(&on), NOT_STATED)]);
    }
    listing.after(&["core/domain-groups", "core/high-availability-using-sql-server-always-on-availability-groups"])
}

/// What an account is called; one of the domain that documents use for examples says so.
fn called(account: Option<&ServiceAccount>) -> String {
    match account {
        Some(it) if it.is_example() => format!("{} (example)", it.name),
        Some(it) => or(it.name.clone(), NOT_STATED),
        None => NOT_STATED.to_owned(),
    }
}

fn groups(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Windows groups and logins",
        &[("Windows group or account", 1.6), ("What for", 2.2), ("Login on", 1.4)],
    )
    .saying(
        "Failover cluster instances carry their logins; of an availability group each replica needs them by itself.",
    )
    .after(&["core/domain-groups", "core/high-availability-using-sql-server-always-on-availability-groups"]);
    if document.computers.is_empty() {
        return listing;
    }
    let all = or(sql_instances(document), "none drawn");
    for group in windows_groups() {
        let login = if group.login { all.as_str() } else { "none" };
        listing.row([group.name.as_str(), group.purpose.as_str(), login]);
    }
    for host in document.hosts.values() {
        let what = match host.kind {
            HostKind::Isolated => "isolated host",
            HostKind::InProcess => "in-process host",
        };
        listing.row([format!("One for the host {}", host.name), format!("Windows group of the {what}"), all.clone()]);
    }
    for login in service_logins(document) {
        listing.row([login.name.clone(), login.purpose.clone(), all.clone()]);
    }
    listing
}

/// The computers or replicas that can become the active one of a SQL instance.
fn replicas(document: &Document, sql: SqlInstanceId) -> Vec<String> {
    let names: Vec<String> =
        replicas_of(document, sql).into_iter().map(|id| Element::SqlInstance(id).name(document)).collect();
    if names.is_empty() { owners(document, sql) } else { names }
}

/// A SQL instance with what carries it: its computers or its replicas.
fn place(document: &Document, sql: SqlInstanceId, carriers: fn(&Document, SqlInstanceId) -> Vec<String>) -> String {
    format!("{} ({})", Element::SqlInstance(sql).name(document), carriers(document, sql).join(", "))
}

fn jobs(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "SQL Server Agent jobs",
        &[("Job", 2.2), ("On the nodes or replicas of", 2.2), ("Remark", 1.4)],
    )
    .saying(
        "Each job must be there on every replica that can become the primary one, with steps that run only there; a \
         failover cluster instance carries its jobs.",
    )
    .after(&["core/database-structure-and-jobs"]);
    for job in jobs_of(document) {
        // A line for each database of its kind.
        let of_kind = document.databases.values().filter(|it| it.kind == job.database);
        let lines = of_kind.map(|it| (job.called(&it.name), place(document, it.sql_instance, replicas)));
        let (names, places): (Vec<String>, Vec<String>) = lines.unzip();
        if !names.is_empty() {
            listing.row([names.join("\n"), places.join("\n"), job.remark.clone()]);
        }
    }
    let targets: BTreeSet<_> = document.disaster_recovery.ships_to.values().copied().collect();
    let places: Vec<String> = targets.iter().map(|id| place(document, *id, owners)).collect();
    if !targets.is_empty() {
        let destination = "core/how-to-configure-the-destination-system-for-log-shipping";
        listing.sources.push(SourceId(destination.to_owned()));
        for job in jobs_of_shipping() {
            listing.row([job.name.clone(), places.join("\n"), job.remark.clone()]);
        }
    }
    listing
}
