//! What people do when something fails: after single losses, when the master secret is lost, when a site is lost, and
//! when everything is restored from backups.

use std::collections::BTreeSet;

use super::words::{Described, RunStep, Switch, words};
use crate::analysis::Analysis;
use crate::checklist::{Answer, Part};
use crate::model::{DatabaseKind, Document, DrMode, Element, SqlInstanceId};
use crate::prose::{capitalized, list};
use crate::report::listing::{Listing, or};
use crate::report::recovery::{LOST_DATABASE, Recovery};

pub(super) fn listings(document: &Document, analysis: &Analysis, recovery: &Recovery) -> Vec<Listing> {
    if document.computers.is_empty() {
        return Vec::new();
    }
    let secret = steps("If the master secret server is lost for good", words().master_secret.iter(), str::to_owned)
        .after(&["tg/designating-a-new-master-secret-server-manually"]);
    let mut listings = vec![secret];
    let ships = !document.disaster_recovery.ships_to.is_empty()
        || document.databases.values().any(|it| it.dr_transport.is_some());
    if ships {
        listings.extend(switches(document));
    }
    listings.push(restore(analysis));
    let first = after_losses(document, recovery, &listings);
    listings.insert(0, first);
    listings
}

/// The switch to the disaster-recovery site in the shape that log shipping has, and the way back, with the names of the
/// design.
fn switches(document: &Document) -> Vec<Listing> {
    let shape = document.shape_of_log_shipping();
    let switch = words().switches.iter().find(|it| it.shape == shape);
    switch.map(|it| there_and_back(document, shape, it)).unwrap_or_default()
}

fn there_and_back(document: &Document, shape: Option<DrMode>, switch: &'static Switch) -> Vec<Listing> {
    let followed = shape.unwrap_or(DrMode::OneToOne);
    let ships_to = &document.disaster_recovery.ships_to;
    let named = |ids: BTreeSet<SqlInstanceId>, otherwise: &str| {
        let names: Vec<String> = ids.into_iter().map(|id| Element::SqlInstance(id).name(document)).collect();
        or(list(&names), otherwise)
    };
    let sources = named(ships_to.keys().copied().collect(), "the SQL instances of the primary site");
    let destinations = named(ships_to.values().copied().collect(), "the SQL instances of the disaster-recovery site");
    let name = |id: &SqlInstanceId| Element::SqlInstance(*id).name(document);
    let pairs: Vec<String> =
        ships_to.iter().map(|(from, to)| format!("{} ships to {}", name(from), name(to))).collect();
    let pairs = or(pairs.join("; "), "Which SQL instance ships to which is not stated");
    let filled = |text: &str| {
        let named = text.replace("{sources}", &sources).replace("{destinations}", &destinations);
        named.replace("{pairs}", &pairs)
    };
    let of_shape =
        |all: &'static [RunStep]| all.iter().filter(move |it| it.only.is_empty() || it.only.contains(&followed));
    let documents: Vec<&str> = switch.sources.iter().map(String::as_str).collect();
    let there = steps(&switch.title, of_shape(&words().switch_over), filled);
    let way = switch.back.as_ref().unwrap_or(&words().back);
    let documents_of_back: Vec<&str> = way.sources.iter().map(String::as_str).collect();
    let back = steps("Back to the primary site", of_shape(&words().switch_back), filled);
    vec![there.saying(filled(&switch.says)).after(&documents), back.saying(way.says.as_str()).after(&documents_of_back)]
}

/// A step with which of the tables below says how it is carried out.
fn with_way(step: &str, document: &Document, below: &[Listing]) -> String {
    let described = words().ways.iter().filter(|it| fits(it, step, document));
    let mut found =
        described.filter_map(|it| below.iter().find(|table| table.title.starts_with(&it.table)).zip(Some(it)));
    match found.next() {
        Some((table, it)) => format!("{step} (how: {})", it.how.replace("{table}", &format!("“{}”", table.title))),
        None => step.to_owned(),
    }
}

/// Whether a step is one that is described so.
fn fits(described: &Described, step: &str, document: &Document) -> bool {
    let Some((before, after)) = described.step.split_once("{databases}") else { return step.contains(&described.step) };
    let Some(names) = step.strip_prefix(before).and_then(|it| it.strip_suffix(after)) else { return false };
    let kind_of = |name: &str| document.databases.values().find(|it| it.name == name).map(|it| it.kind);
    if names == LOST_DATABASE {
        return described.with.is_none();
    }
    let kinds: Option<Vec<DatabaseKind>> = names.split(" and ").flat_map(|it| it.split(", ")).map(kind_of).collect();
    kinds.is_some_and(|it| described.with.is_none_or(|kind| it.contains(&kind)))
}

/// What the simulation leaves to people, loss by loss.
fn after_losses(document: &Document, recovery: &Recovery, below: &[Listing]) -> Listing {
    let mut listing = Listing::new(
        "After the loss of one part",
        &[("Lost", 1.5), ("What a person does", 2.4), ("Done when", 1.4), ("Owner", 0.9)],
    )
    .saying(
        "As simulated for this design; what comes back by itself stands in the review report. Failing back is planned \
         work at low load: move what failed over back to its node, then repeat the check.",
    );
    for row in recovery.rows.iter().filter(|it| !it.by_hand.is_empty()) {
        let done = match row.away.as_slice() {
            [] => "everything works as before".to_owned(),
            away => format!("{} work again", list(away)),
        };
        let done = if row.away.len() == 1 { done.replace(" work again", " works again") } else { done };
        let by_hand: Vec<String> = row.by_hand.iter().map(|it| with_way(it, document, below)).collect();
        listing.row([row.said.clone(), by_hand.join(". "), capitalized(&done), String::new()]);
    }
    listing
}

/// A runbook of steps, whose gaps are filled in.
fn steps<'s>(
    title: &'static str,
    steps: impl Iterator<Item = &'s RunStep>,
    filled: impl Fn(&str) -> String,
) -> Listing {
    let mut listing =
        Listing::new(title, &[("Step", 0.4), ("What", 2.6), ("Who", 1.2), ("Done when", 1.8), ("Done, date", 0.9)]);
    for (number, step) in (1..).zip(steps) {
        listing.row([number.to_string(), filled(&step.what), step.who.clone(), filled(&step.done), String::new()]);
    }
    listing
}

/// The restoring rows of the checklist, in working order.
fn restore(analysis: &Analysis) -> Listing {
    let mut listing = Listing::new(
        "Restoring from backups, in working order",
        &[("Row", 0.7), ("What", 1.8), ("Done when", 2.2), ("Who", 1.2), ("Status", 0.9), ("Done, date", 0.9)],
    );
    let rows = analysis.checklist.part(Part::Restore).filter(|it| it.answer() != Answer::NotApplicable);
    for row in rows {
        let entry = &row.entry;
        let mut done = row.step.verify.to_owned();
        for rule in row.step.also_confirms() {
            done.push_str(&format!(" {} ({})", rule.fix, rule.id));
        }
        let seen: Vec<&str> =
            [entry.evidence.trim(), entry.note.trim()].into_iter().filter(|it| !it.is_empty()).collect();
        if !seen.is_empty() {
            done.push_str(&format!(" {}", seen.join("; ")));
        }
        listing.row([
            row.label().to_owned(),
            row.step.text.to_owned(),
            done,
            or(entry.owner.clone(), row.step.owner.label()),
            entry.status.label().to_owned(),
            or(entry.due.clone(), ""),
        ]);
    }
    listing
}
