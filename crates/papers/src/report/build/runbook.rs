//! What people do when something fails: after single losses, when the master secret is lost, when a site is lost, and
//! when everything is restored from backups.

use super::words::{RunStep, words};
use crate::analysis::Analysis;
use crate::checklist::{Answer, Part};
use crate::model::Document;
use crate::prose::capitalized;
use crate::report::listing::{Listing, or};
use crate::report::recovery::Recovery;

pub(super) fn listings(document: &Document, analysis: &Analysis, recovery: &Recovery) -> Vec<Listing> {
    if document.computers.is_empty() {
        return Vec::new();
    }
    let secret = steps("If the master secret server is lost for good", &words().master_secret)
        .after(&["tg/designating-a-new-master-secret-server-manually"]);
    let mut listings = vec![after_losses(recovery), secret];
    let ships = !document.disaster_recovery.ships_to.is_empty()
        || document.databases.values().any(|it| it.dr_transport.is_some());
    if ships {
        listings.push(steps("Switch to the disaster-recovery site (log shipping)", &words().switch_over).after(&[
            "tg/stopping-application-processing-on-the-source-system",
            "core/how-to-restore-your-databases",
            "tg/how-to-update-the-runtime-computers",
            "tg/designating-a-new-master-secret-server-manually",
            "tg/how-to-restore-applications-and-enable-processing",
        ]));
    }
    listings.push(restore(analysis));
    listings
}

/// What the simulation leaves to people, loss by loss.
fn after_losses(recovery: &Recovery) -> Listing {
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
            away => format!("{} work again", crate::prose::list(away)),
        };
        let done = if row.away.len() == 1 { done.replace(" work again", " works again") } else { done };
        listing.row([row.said.clone(), row.by_hand.join(". "), capitalized(&done), String::new()]);
    }
    listing
}

fn steps(title: &'static str, steps: &[RunStep]) -> Listing {
    let mut listing =
        Listing::new(title, &[("Step", 0.4), ("What", 2.6), ("Who", 1.2), ("Done when", 1.8), ("Done, date", 0.9)]);
    for (number, step) in (1..).zip(steps) {
        listing.row([&number.to_string(), &step.what, &step.who, &step.done, ""]);
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
