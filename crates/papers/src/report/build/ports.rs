//! Ports that must be open between tiers, and which drawn firewall stands between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::model::{Document, Element, Firewall, PortRange, SqlPort, TierId};
use crate::prose::list;
use crate::report::listing::{Listing, NOT_STATED};
use crate::rules::{Port, PortNeed, RuleContext, needed_ports};
use crate::sources::SourceId;

/// What answers where backups are written to and read from, which is no tier.
const SHARE: &str = "share for backups";

/// Ports that tiers must reach in another tier for the same ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortRow {
    /// The tiers that call.
    pub from: Vec<TierId>,
    /// The tier that answers; `None` = the share for backups, which is not drawn.
    pub to: Option<TierId>,
    /// The TCP ports, as `135`, `49152 to 65535` or `1433 (default)`.
    pub ports: Vec<String>,
    /// What needs them, in words.
    pub purposes: String,
    /// The firewalls drawn between them.
    pub firewalls: Vec<String>,
}

/// What is called: a tier, for what, on which ports, through which firewalls.
type Called<'d> = (Option<TierId>, BTreeSet<PortNeed>, Vec<Port>, Vec<&'d str>);

/// Every port that must be open between two tiers at run time. What is needed for the same ends shares a row, and so do
/// tiers that call alike.
pub fn port_rows(document: &Document, analysis: &Analysis) -> Vec<PortRow> {
    let context = RuleContext::on(document, analysis.today);
    let mut pairs: BTreeMap<(TierId, Option<TierId>, BTreeSet<PortNeed>), Vec<Port>> = BTreeMap::new();
    for it in needed_ports(&context) {
        pairs.entry((it.from, it.to, it.needs)).or_default().push(it.port);
    }
    let mut rows: BTreeMap<Called<'_>, Vec<TierId>> = BTreeMap::new();
    for ((from, to, needs), ports) in pairs {
        let between = |it: &&Firewall| {
            let sides = (from, to);
            (it.from, Some(it.to)) == sides || (it.to, Some(it.from)) == sides
        };
        let walls: Vec<&str> = document.firewalls.values().filter(between).map(|it| it.name.as_str()).collect();
        rows.entry((to, needs, ports, walls)).or_default().push(from);
    }
    let row = |((to, needs, ports, walls), from): (Called<'_>, Vec<TierId>)| PortRow {
        from,
        to,
        ports: ports.into_iter().map(figures).collect(),
        purposes: purposes(document, &needs),
        firewalls: walls.into_iter().map(str::to_owned).collect(),
    };
    let mut rows: Vec<PortRow> = rows.into_iter().map(row).collect();
    rows.sort_by_key(|it| it.to.is_none());
    rows
}

pub(super) fn listing(document: &Document, analysis: &Analysis) -> Listing {
    let mut listing = Listing::new(
        "TCP ports between tiers at run time",
        &[("From", 1.1), ("To", 1.1), ("TCP ports", 1.0), ("What needs them", 2.2), ("Firewall drawn", 1.0)],
    )
    .saying("Ports of MSDTC are those of RPC unless a fixed one is entered. Ports of adapters are named as far as documents name them. A default is to be confirmed.")
    .after(&["core/ports-for-the-processing-servers", "core/ports-for-the-receive-and-send-servers"]);
    let rows = port_rows(document, analysis);
    if rows.iter().any(|it| it.to.is_none()) {
        listing.intro.push_str(" Where the share for backups stands is not drawn.");
        let destination = "core/how-to-configure-the-destination-system-for-log-shipping";
        listing.sources.push(SourceId(destination.to_owned()));
    }
    if document.databases.values().any(|it| it.kind.is_analysis()) {
        listing.intro.push_str(
            " Of Analysis Services documents name 2383 and 2393; 2383 is the default of the versions in use (our inference).",
        );
        listing.sources.push(SourceId("core/ports-for-the-tracking-server".to_owned()));
    }
    for row in rows {
        let from: Vec<String> = row.from.into_iter().map(|it| Element::Tier(it).name(document)).collect();
        listing.row([
            list(&from),
            row.to.map_or_else(|| SHARE.to_owned(), |it| Element::Tier(it).name(document)),
            row.ports.join(", "),
            row.purposes,
            if row.firewalls.is_empty() { "none".to_owned() } else { list(&row.firewalls) },
        ]);
    }
    listing
}

/// The port of a SQL instance in words.
pub(super) fn port_of_sql(port: SqlPort) -> String {
    match port {
        SqlPort::Stated(port) => port.to_string(),
        SqlPort::Default(port) => format!("{port} (default)"),
        SqlPort::NotStated => format!("{NOT_STATED}: needs a port of its own"),
    }
}

fn figures(port: Port) -> String {
    match port {
        Port::Known(PortRange { first, last }) if first == last => first.to_string(),
        Port::Known(PortRange { first, last }) => format!("{first} to {last}"),
        Port::Default(port) => port_of_sql(SqlPort::Default(port.first)),
        Port::NotStated => port_of_sql(SqlPort::NotStated),
    }
}

fn purposes(document: &Document, needs: &BTreeSet<PortNeed>) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut databases: Vec<String> = Vec::new();
    let mut restored: Vec<String> = Vec::new();
    let mut cubes: Vec<String> = Vec::new();
    for need in needs {
        match need {
            PortNeed::Msdtc => said.push("MSDTC with SQL Server".to_owned()),
            PortNeed::MasterSecret => said.push("the master secret server".to_owned()),
            PortNeed::Portal => said.push("clients of the BAM portal".to_owned()),
            PortNeed::Handler(id) => said.push(Element::Handler(*id).name(document)),
            PortNeed::Analysis(id) => cubes.push(Element::Database(*id).name(document)),
            PortNeed::Database(id) => databases.push(Element::Database(*id).name(document)),
            PortNeed::Restored(id) => restored.push(Element::Database(*id).name(document)),
            PortNeed::LogShipping => said.push("log shipping, which reads the backup history".to_owned()),
            PortNeed::Backups => said.push("backup files of log shipping (SMB)".to_owned()),
        }
    }
    if !databases.is_empty() {
        said.push(format!("SQL Server for {}", list(&databases)));
    }
    if !cubes.is_empty() {
        said.push(format!("Analysis Services for {}", list(&cubes)));
    }
    if !restored.is_empty() {
        said.push(format!("SQL Server after the switch, for the restored {}", list(&restored)));
    }
    said.join("; ")
}
