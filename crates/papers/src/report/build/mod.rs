//! The build and run book as data: what to order, what to build where, and what to do when something fails.

mod accounts;
mod materials;
mod migration;
mod names;
mod order;
mod placement;
mod ports;
mod runbook;
mod words;

pub use ports::{PortRow, port_rows};

use crate::analysis::Analysis;
use crate::migration::Migration;
use crate::model::{Document, PaperSection};
use crate::report::listing::Listing;
use crate::report::recovery::Recovery;

/// A chapter of the build book.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildChapter {
    /// What it is; its label is the heading.
    pub section: PaperSection,
    /// Its tables, each with at least one row.
    pub listings: Vec<Listing>,
}

/// Everything but the test plan, chapter by chapter. `path` leads here from the present environment, where one is given.
pub(super) fn build_book(
    document: &Document,
    analysis: &Analysis,
    recovery: &Recovery,
    path: Option<&Migration>,
) -> Vec<BuildChapter> {
    let chapters = [
        (PaperSection::Materials, materials::listings(document)),
        (PaperSection::Placement, placement::listings(document)),
        (PaperSection::Ports, vec![ports::listing(document, analysis)]),
        (PaperSection::Jobs, accounts::listings(document)),
        (PaperSection::BuildOrder, vec![order::listing(document)]),
        (PaperSection::Migration, path.map_or_else(Vec::new, migration::listings)),
        (PaperSection::Runbook, runbook::listings(document, analysis, recovery)),
    ];
    let filled = |(section, listings): (PaperSection, Vec<Listing>)| {
        let listings: Vec<Listing> = listings.into_iter().filter(|it| !it.rows.is_empty()).collect();
        (!listings.is_empty()).then_some(BuildChapter { section, listings })
    };
    chapters.into_iter().filter_map(filled).collect()
}

#[cfg(test)]
mod tests;
