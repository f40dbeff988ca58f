//! Jobs of SQL Server Agent, logins, service accounts and Windows groups.

use std::collections::BTreeSet;

use super::placement::owners;
use crate::jobs::{jobs_of, replicas_of, service_logins, windows_groups};
use crate::model::{DatabaseKind, Document, Element, HostKind, SqlInstanceId};
use crate::prose::list;
use crate::report::census::sql_instances;
use crate::report::listing::{Listing, NOT_STATED, or};

pub(super) fn listings(document: &Document) -> Vec<Listing> {
    vec![accounts(document), groups(document), jobs(document)]
}

fn accounts(document: &Document) -> Listing {
    let mut listing =
        Listing::new("Service accounts", &[("Service", 1.4), ("Account", 1.4), ("Kind", 1.0), ("On", 1.8)]);
    for (id, host) in &document.hosts {
        let instances: Vec<_> = document.host_instances.values().filter(|it| it.host == *id).collect();
        let named: BTreeSet<(String, &str)> = instances
            .iter()
            .map(|it| {
                it.account.as_ref().map_or((NOT_STATED.to_owned(), NOT_STATED), |account| {
                    (or(account.name.clone(), NOT_STATED), account.kind.label())
                })
            })
            .collect();
        for (account, kind) in named {
            let on = instances.iter().filter(|it| {
                it.account.as_ref().map_or(NOT_STATED.to_owned(), |a| or(a.name.clone(), NOT_STATED)) == account
            });
            let on: Vec<String> = on.map(|it| Element::Computer(it.computer).name(document)).collect();
            listing.row([format!("Host instances of {}", host.name), account, kind.to_owned(), list(&on)]);
        }
    }
    if document.hosts.is_empty() {
        return listing;
    }
    let remark = "member of SSO Administrators, with the right to log on as a service";
    listing.row(["Enterprise Single Sign-On", NOT_STATED, remark, "every BizTalk server and the master secret server"]);
    listing.after(&["core/domain-groups"])
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

fn jobs(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "SQL Server Agent jobs",
        &[("Job", 1.5), ("Of the databases", 1.5), ("On the nodes or replicas of", 2.4), ("Remark", 1.4)],
    )
    .saying(
        "Each job must be there on every replica that can become the primary one, with steps that run only there; a \
         failover cluster instance carries its jobs. Jobs of a MessageBox bear the name of their database at the end where \
         there are several.",
    )
    .after(&["core/database-structure-and-jobs"]);
    let of_kind = |kind: DatabaseKind| document.databases.values().filter(move |it| it.kind == kind);
    for job in jobs_of(document) {
        let databases: Vec<&str> = of_kind(job.database).map(|it| it.name.as_str()).collect();
        if databases.is_empty() {
            continue;
        }
        let mut places: Vec<String> = Vec::new();
        for database in of_kind(job.database) {
            let sql = Element::SqlInstance(database.sql_instance).name(document);
            let place = format!("{sql} ({})", replicas(document, database.sql_instance).join(", "));
            if !places.contains(&place) {
                places.push(place);
            }
        }
        listing.row([job.name.clone(), list(&databases), places.join("; "), job.remark.clone()]);
    }
    listing
}
