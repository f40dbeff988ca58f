//! Ports that must be open between tiers, and which drawn firewall stands between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::model::{Document, Element, Firewall, PortRange, TierId};
use crate::prose::list;
use crate::report::listing::Listing;
use crate::rules::{PortNeed, RuleContext, needed_ports};

/// Ports that tiers must reach in another tier for the same ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortRow {
    /// The tiers that call.
    pub from: Vec<TierId>,
    /// The tier that answers.
    pub to: TierId,
    /// The TCP ports, as `135` or `49152 to 65535`.
    pub ports: Vec<String>,
    /// What needs them, in words.
    pub purposes: String,
    /// The firewalls drawn between them.
    pub firewalls: Vec<String>,
}

/// What is called: a tier, for what, on which ports, through which firewalls.
type Called<'d> = (TierId, BTreeSet<PortNeed>, Vec<PortRange>, Vec<&'d str>);

/// Every port that must be open between two tiers at run time. What is needed for the same ends shares a row, and so do
/// tiers that call alike.
pub fn port_rows(document: &Document, analysis: &Analysis) -> Vec<PortRow> {
    let context = RuleContext::on(document, analysis.today);
    let mut pairs: BTreeMap<(TierId, TierId, BTreeSet<PortNeed>), Vec<PortRange>> = BTreeMap::new();
    for it in needed_ports(&context) {
        pairs.entry((it.from, it.to, it.needs)).or_default().push(it.port);
    }
    let mut rows: BTreeMap<Called<'_>, Vec<TierId>> = BTreeMap::new();
    for ((from, to, needs), ports) in pairs {
        let between = |it: &&Firewall| (it.from, it.to) == (from, to) || (it.to, it.from) == (from, to);
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
    rows.into_iter().map(row).collect()
}

pub(super) fn listing(document: &Document, analysis: &Analysis) -> Listing {
    let mut listing = Listing::new(
        "TCP ports between tiers at run time",
        &[("From", 1.1), ("To", 1.1), ("TCP ports", 1.0), ("What needs them", 2.2), ("Firewall drawn", 1.0)],
    )
    .saying("Ports of MSDTC are those of RPC unless a fixed one is entered. Ports of adapters are named as far as documents name them.")
    .after(&["core/ports-for-the-processing-servers", "core/ports-for-the-receive-and-send-servers"]);
    for row in port_rows(document, analysis) {
        let from: Vec<String> = row.from.into_iter().map(|it| Element::Tier(it).name(document)).collect();
        listing.row([
            list(&from),
            Element::Tier(row.to).name(document),
            row.ports.join(", "),
            row.purposes,
            if row.firewalls.is_empty() { "none".to_owned() } else { list(&row.firewalls) },
        ]);
    }
    listing
}

fn figures(port: PortRange) -> String {
    if port.first == port.last { port.first.to_string() } else { format!("{} to {}", port.first, port.last) }
}

fn purposes(document: &Document, needs: &BTreeSet<PortNeed>) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut databases: Vec<String> = Vec::new();
    for need in needs {
        match need {
            PortNeed::Msdtc => said.push("MSDTC with SQL Server".to_owned()),
            PortNeed::MasterSecret => said.push("the master secret server".to_owned()),
            PortNeed::Portal => said.push("clients of the BAM portal".to_owned()),
            PortNeed::Handler(id) => said.push(Element::Handler(*id).name(document)),
            PortNeed::Database(id) => databases.push(Element::Database(*id).name(document)),
        }
    }
    if !databases.is_empty() {
        said.push(format!("SQL Server for {}", list(&databases)));
    }
    said.join("; ")
}
