//! Which host runs where, and which database lies where.

use crate::model::{Document, Element, Host, HostId, SqlInstanceId};
use crate::prose::list;
use crate::report::build::materials::figure;
use crate::report::listing::{Listing, NOT_STATED, or};

pub(super) fn listings(document: &Document) -> Vec<Listing> {
    vec![hosts(document), handlers(document), sql_instances(document), databases(document)]
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
            sql.port.unwrap_or(crate::model::SqlInstance::DEFAULT_PORT).to_string(),
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
            database.dr_transport.map_or("does not go there", |it| it.label()).to_owned(),
        ]);
    }
    listing
}
