//! The TCP ports that must be open, a row for each pair of tiers, with the computers on both sides.

use csv::{Terminator, WriterBuilder};

use super::head::{Asks, cited, origin};
use super::{File, Given};
use crate::cells::{MARK, harmless};
use crate::model::{Document, Element, TierId};

const COLUMNS: [&str; 9] = [
    "From tier",
    "From computers and partners",
    "To tier",
    "To computers and partners",
    "Protocol",
    "Ports",
    "What needs them",
    "Firewall drawn",
    "Review before use",
];

/// The table; `None` where no tier calls another one.
pub(super) fn file(document: &Document, given: &Given<'_>) -> Option<File> {
    if given.ports.is_empty() {
        return None;
    }
    let rests_on = ["core/ports-for-the-processing-servers", "core/ports-for-the-receive-and-send-servers"].map(cited);
    let note = format!("{} Rests on: {}.", origin(given), rests_on.join("; "));
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    // Writing to memory: nothing can fail.
    let _ = writer.write_record(COLUMNS);
    for port in &given.ports {
        for from in &port.from {
            let walls = if port.firewalls.is_empty() { "none".to_owned() } else { port.firewalls.join(", ") };
            let row = [
                Element::Tier(*from).name(document),
                computers(document, *from),
                port.to.map_or_else(|| "share for backups".to_owned(), |it| Element::Tier(it).name(document)),
                port.to.map_or_else(|| "not drawn".to_owned(), |it| computers(document, it)),
                "TCP".to_owned(),
                port.ports.join(", "),
                port.purposes.clone(),
                walls,
                note.clone(),
            ];
            let _ = writer.write_record(row.map(|it| harmless(&it)));
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Some(File {
        name: "firewall.csv".to_owned(),
        bytes,
        about: "TCP ports that must be open, as in the build book".to_owned(),
        asks: Asks::default(),
    })
}

/// The computers and partners of a tier in reading order.
fn computers(document: &Document, tier: TierId) -> String {
    let placed = document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == tier);
    let names = placed
        .filter(|(_, it)| matches!(it, Element::Computer(_) | Element::Endpoint(_)))
        .map(|(_, it)| it.name(document));
    names.collect::<Vec<_>>().join(", ")
}
