//! Which host runs where, and which database lies where.

use std::collections::BTreeSet;

use crate::model::{Database, Document, Element, Host, HostId, Listener, SqlInstanceId};
use crate::prose::list;
use crate::report::build::materials::figure;
use crate::report::build::ports::port_of_sql;
use crate::report::listing::{Listing, NOT_STATED, or};

pub(super) fn listings(document: &Document) -> Vec<Listing> {
    vec![
        hosts(document),
        handlers(document),
        sql_instances(document),
        databases(document),
        availability_groups(document),
        replicas(document),
    ]
}

fn hosts(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Host matrix",
        &[
            ("Host", 1.0),
            ("Kind", 0.7),
            ("Does", 1.1),
            ("Process", 0.6),
            ("Host instances on", 1.6),
            ("Disabled on", 1.3),
        ],
    );
    for (id, host) in &document.hosts {
        let on = |enabled: bool| {
            let of_host = document.host_instances.values().filter(|it| it.host == *id && it.enabled == enabled);
            let names: Vec<String> = of_host.map(|it| Element::Computer(it.computer).name(document)).collect();
            or(list(&names), "none")
        };
        let process = match host.is_64_bit {
            None => NOT_STATED,
            Some(true) => "64-bit",
            Some(false) => "32-bit",
        };
        listing.row([
            host.name.clone(),
            host.kind.label().to_owned(),
            does(document, *id, host),
            process.to_owned(),
            on(true),
            on(false),
        ]);
    }
    listing
}

fn does(document: &Document, id: HostId, host: &Host) -> String {
    let mut does: Vec<String> = host.functions.iter().map(|it| it.label().to_lowercase()).collect();
    if host.allow_tracking {
        does.push("host tracking".to_owned());
    }
    if host.clustered_in.is_some() {
        does.push("clustered host".to_owned());
    }
    if host.is_default {
        does.push("default host".to_owned());
    }
    let several_groups = document.biztalk_groups.len() > 1;
    let group = document.hosts.get(&id).map(|it| Element::BizTalkGroup(it.biztalk_group).name(document));
    does.extend(group.filter(|_| several_groups).map(|it| format!("of {it}")));
    or(does.join(", "), NOT_STATED)
}

fn handlers(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Handlers",
        &[("Host", 1.0), ("Adapter", 1.0), ("Direction", 0.7), ("Talks to", 1.3), ("Order", 0.8)],
    );
    for handler in document.handlers.values() {
        let endpoint =
            handler.endpoint.map_or_else(|| NOT_STATED.to_owned(), |id| Element::Endpoint(id).name(document));
        listing.row([
            Element::Host(handler.host).name(document),
            handler.adapter.label().to_owned(),
            handler.direction.label().to_owned(),
            endpoint,
            if handler.ordered { "must be kept".to_owned() } else { "need not be kept".to_owned() },
        ]);
    }
    listing
}

/// The computers on which a SQL instance runs or may run.
pub(super) fn owners(document: &Document, sql: SqlInstanceId) -> Vec<String> {
    document.owners_of_sql(sql).iter().map(|id| Element::Computer(*id).name(document)).collect()
}

fn sql_instances(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "SQL instances",
        &[
            ("SQL instance", 1.4),
            ("Release and edition", 1.4),
            ("Runs on, and may run on", 1.4),
            ("BizTalk reaches it by", 1.1),
            ("Port", 0.6),
            ("Server memory", 1.0),
        ],
    );
    for (id, sql) in &document.sql_instances {
        listing.row([
            sql.name.clone(),
            format!("{} {}", sql.release.label(), sql.edition.label()),
            list(&owners(document, *id)),
            sql.configured_name.map_or(NOT_STATED, |it| it.label()).to_owned(),
            port_of_sql(document.port_of_sql(*id)),
            match (figure(sql.min_memory_gb.as_ref(), "GB"), figure(sql.max_memory_gb.as_ref(), "GB")) {
                (low, high) if low == high => low,
                (low, high) => format!("{low} to {high}"),
            },
        ]);
    }
    listing
}

fn databases(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Databases",
        &[
            ("Database", 1.4),
            ("What it is", 1.1),
            ("SQL instance or availability group", 1.5),
            ("Files on", 1.2),
            ("Recovery model", 0.8),
            ("To the recovery site", 1.1),
        ],
    );
    for database in document.databases.values() {
        let sql = Element::SqlInstance(database.sql_instance).name(document);
        let place = database.availability_group.map_or(sql.clone(), |id| {
            format!("{} (primary replica {sql})", Element::AvailabilityGroup(id).name(document))
        });
        let own = document.sql_instances.get(&database.sql_instance).and_then(|it| it.storage);
        let files =
            database.storage.or(own).map_or_else(|| NOT_STATED.to_owned(), |id| Element::Storage(id).name(document));
        let master = if database.is_master { ", master" } else { "" };
        listing.row([
            database.name.clone(),
            format!("{}{master}", database.kind.label()),
            place,
            files,
            database.recovery_model.map_or(NOT_STATED, |it| it.label()).to_owned(),
            to_recovery_site(document, database),
        ]);
    }
    listing
}

/// How a database gets to the recovery site, and to which SQL instance there.
fn to_recovery_site(document: &Document, database: &Database) -> String {
    let there = document.disaster_recovery.ships_to.get(&database.sql_instance);
    let there = there.map(|id| Element::SqlInstance(*id).name(document));
    match (database.dr_transport, there) {
        (Some(way), Some(there)) => format!("{} to {there}", way.label()),
        (Some(way), None) => format!("{}, to where is {NOT_STATED}", way.label()),
        (None, Some(_)) => NOT_STATED.to_owned(),
        (None, None) => "does not go there".to_owned(),
    }
}

fn availability_groups(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Availability groups",
        &[
            ("Availability group", 1.1),
            ("Failover cluster", 1.0),
            ("Databases", 1.8),
            ("Listener", 1.1),
            ("Port", 0.5),
            ("Subnets", 0.6),
            ("DTC support", 0.9),
        ],
    )
    .after(&["core/high-availability-using-sql-server-always-on-availability-groups"]);
    for (id, group) in &document.availability_groups {
        let owners = group.replicas.iter().flat_map(|it| document.owners_of_sql(it.sql_instance));
        let clusters: BTreeSet<_> = owners.filter_map(|it| document.failover_cluster_of(*it)).collect();
        let clusters: Vec<String> =
            clusters.into_iter().map(|it| Element::FailoverCluster(it).name(document)).collect();
        let of_group = document.databases.values().filter(|it| it.availability_group == Some(*id));
        let databases: Vec<&str> = of_group.map(|it| it.name.as_str()).collect();
        let of_listener = |told: fn(&Listener) -> String| group.listener.as_ref().map_or_else(String::new, told);
        listing.row([
            group.name.clone(),
            or(list(&clusters), "none drawn"),
            or(list(&databases), "none drawn"),
            or(of_listener(|it| it.name.clone()), "none"),
            of_listener(|it| it.port.to_string()),
            of_listener(|it| it.num_subnets.max(1).to_string()),
            if group.per_database_dtc { "for each database" } else { "off" }.to_owned(),
        ]);
    }
    listing
}

fn replicas(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Availability replicas",
        &[
            ("Availability group", 1.2),
            ("SQL instance", 1.2),
            ("On", 1.0),
            ("Replica", 0.8),
            ("Commit", 1.2),
            ("Failover", 0.8),
            ("Reading", 0.8),
        ],
    );
    for group in document.availability_groups.values() {
        for (place, replica) in group.replicas.iter().enumerate() {
            listing.row([
                group.name.clone(),
                Element::SqlInstance(replica.sql_instance).name(document),
                list(&owners(document, replica.sql_instance)),
                if place == 0 { "primary" } else { "secondary" }.to_owned(),
                replica.commit.label().to_owned(),
                replica.failover.label().to_owned(),
                if replica.readable { "allowed" } else { "not allowed" }.to_owned(),
            ]);
        }
    }
    listing
}
