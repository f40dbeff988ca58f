//! The four documents that are handed over, each for its readers: review report, sign-off checklist, build and run book,
//! evidence annex. All of them say what the `Report` says; here is only how they say it.

mod build_book;
mod capacity;
mod checklist;
mod downtime;
mod evidence;
mod findings;
mod losses;
mod review;
mod summary;
mod test_plan;

use crate::export::error::ExportError;
use crate::export::options::{ExportMeta, Paper};
use crate::export::pdf::flow::{Block, Cell, Column, Flow, Masthead, Part, RichText, Row, Severity as Look, Table};
use crate::model::{PaperSection, PaperStatus};
use crate::report::{Citations, Control, Listing, Objection, PROVEN_BY_TESTS, Report};
use crate::rules::Severity;
use crate::scene::Scene;
use crate::sources::SourceId;

/// One of the four documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paperwork {
    /// For who decides: verdict, failures, findings, decisions.
    Review,
    /// For who signs off: rows to fill in.
    Checklist,
    /// For who builds, tests and operates.
    BuildBook,
    /// For who checks: figures, sources, rules.
    Evidence,
}

impl Paperwork {
    /// The words above its title.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Review => "High-availability review",
            Self::Checklist => "Sign-off checklist",
            Self::BuildBook => "Build and run book",
            Self::Evidence => "Evidence annex",
        }
    }
}

/// The drawings that documents show.
#[derive(Clone, Debug, Default)]
pub struct Drawings {
    /// The design with its findings and a legend.
    pub diagram: Scene,
    /// Whether a large one may take paper of twice the size.
    pub large: bool,
    /// The names that it has no room for, as drawn and in full.
    pub shortened: Vec<(String, String)>,
}

/// Pages that the review report has at most where smaller distances achieve that.
const MOST_REVIEW_PAGES: usize = 14;
/// A last page of a document that is looked up may go where it is filled by less than this share.
const MOST_SHORTENED: f32 = 0.7;
/// Distances that are tried, as multiples of the usual ones, until no page is nearly empty, and whether tables are in
/// smaller type: only where there are too many pages.
const LOOSENESS: [(f32, bool); 8] =
    [(1.0, false), (0.8, false), (0.6, false), (0.8, true), (0.6, true), (0.4, true), (1.25, false), (1.5, false)];
/// The same for documents that are looked up and filled in.
const COMPACT_LOOSENESS: [(f32, bool); 6] =
    [(0.6, false), (0.5, false), (0.35, false), (0.7, false), (0.85, false), (1.0, false)];

/// The bytes of a document as PDF. Same report and drawings, same bytes.
///
/// # Errors
/// When it is to be approved and something stands against that, the logo is no readable PNG, the date is no date, or the
/// encoder fails.
pub fn document_pdf(
    kind: Paperwork,
    report: &Report,
    drawings: &Drawings,
    meta: &ExportMeta,
    paper: Paper,
) -> Result<Vec<u8>, ExportError> {
    refuse_approval(&report.control)?;
    let running = running_title(kind, report);
    let mut best: Option<((usize, usize), Flow)> = None;
    let mut least_excess = usize::MAX;
    let tried: &[(f32, bool)] = if kind == Paperwork::Review { &LOOSENESS } else { &COMPACT_LOOSENESS };
    for (looseness, small) in tried.iter().copied() {
        let is_looser = looseness > tried.first().map_or(1.0, |it| it.0);
        let is_good = best.as_ref().is_some_and(|((faults, _), _)| *faults == 0);
        if small && least_excess == 0 || is_looser && is_good {
            continue;
        }
        let flow = Flow::new(meta.clone(), paper, running.clone()).loosened(looseness);
        let flow = if small { flow.in_small_type() } else { flow };
        let mut flow = if kind == Paperwork::Review { flow } else { flow.compact() };
        write(&mut flow, kind, report, drawings)?;
        let excess = if kind == Paperwork::Review { flow.num_pages().saturating_sub(MOST_REVIEW_PAGES) } else { 0 };
        least_excess = least_excess.min(excess);
        // Of two as good, the one with fewer pages too many, or with fewer pages.
        let second = if kind == Paperwork::Review { excess } else { flow.num_pages() };
        let faults = (flow.num_thin_pages() + excess, second);
        // Where the last page has little, less room between things may do without it.
        let may_shorten = kind != Paperwork::Review && flow.fullness_of_last_page() < MOST_SHORTENED;
        if best.as_ref().is_none_or(|(least, _)| faults < *least) {
            best = Some((faults, flow));
        }
        if faults.0 == 0 && !may_shorten {
            break;
        }
    }
    best.map_or(Err(ExportError::Empty), |(_, flow)| flow.finish())
}

/// What the review report says, block by block.
///
/// # Errors
/// As for [`document_pdf`].
pub(super) fn review_blocks(
    report: &Report,
    drawings: &Drawings,
    meta: &ExportMeta,
    paper: Paper,
) -> Result<Vec<Block>, ExportError> {
    refuse_approval(&report.control)?;
    let mut flow = Flow::new(meta.clone(), paper, running_title(Paperwork::Review, report)).transcribed();
    write(&mut flow, Paperwork::Review, report, drawings)?;
    Ok(flow.into_transcript())
}

/// Refuses documents that are to say that they are approved while something stands against it.
fn refuse_approval(control: &Control) -> Result<(), ExportError> {
    if control.status == PaperStatus::Approved { may_be_approved(&control.objections) } else { Ok(()) }
}

/// Whether documents may say that they are approved.
///
/// # Errors
/// What stands against it.
pub fn may_be_approved(objections: &[Objection]) -> Result<(), ExportError> {
    if objections.is_empty() {
        return Ok(());
    }
    let objections = objections.iter().map(|it| format!("{} {}", it.name(), it.text)).collect();
    Err(ExportError::NotApprovable { objections })
}

/// What stands at the top of each page: the document with the title of the design, which is cut where there is no room, and
/// what has to stay: how far it is and who may read it.
fn running_title(kind: Paperwork, report: &Report) -> (String, String) {
    let control = &report.control;
    let kept = ExportMeta::joined(&[control.status.label(), &control.confidentiality]);
    (ExportMeta::joined(&[kind.label(), &title(report)]), kept)
}

fn write(flow: &mut Flow, kind: Paperwork, report: &Report, drawings: &Drawings) -> Result<(), ExportError> {
    if report.is_empty {
        masthead(flow, kind, report);
        flow.paragraph(
            "Nothing is drawn yet: the design has no computer. There is nothing to judge, to build or to test, and no \
             document says more than this.",
        );
        return Ok(());
    }
    match kind {
        Paperwork::Review => review::write(flow, report, drawings)?,
        Paperwork::Checklist => checklist::write(flow, report),
        Paperwork::BuildBook => build_book::write(flow, report),
        Paperwork::Evidence => evidence::write(flow, report),
    }
    Ok(())
}

fn title(report: &Report) -> String {
    let title = report.cover.title.trim();
    if title.is_empty() { "Untitled design".to_owned() } else { title.to_owned() }
}

/// The head of a document without a cover.
fn masthead(flow: &mut Flow, kind: Paperwork, report: &Report) {
    let (cover, control) = (&report.cover, &report.control);
    let who = ExportMeta::joined(&[&cover.customer, &cover.project, &cover.author, &cover.version, &cover.date]);
    let by = format!(
        "{} · {} · Design {} · Rules {} of {}",
        control.status.label(),
        if control.confidentiality.is_empty() { "Confidentiality not stated" } else { &control.confidentiality },
        short(&control.design_hash),
        control.rules_version,
        report.annex.program,
    );
    flow.masthead(&Masthead { kicker: kind.label().to_owned(), title: title(report), facts: vec![who, by] });
}

/// The first digits of a digest, enough to compare by eye.
fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}

/// Whether a section is wanted.
fn has(report: &Report, section: PaperSection) -> bool {
    !report.left_out.contains(&section)
}

/// Chapters that say what stands behind the verdict, in reading order, and how they are called.
const VERDICT: [(PaperSection, &str); 2] =
    [(PaperSection::FailureMatrix, "What each failure does"), (PaperSection::Questions, "Open questions")];

/// The chapter of a report that has every sentence of the verdict; `None` where it leaves out both.
fn verdict_chapter(report: &Report) -> Option<(PaperSection, &'static str)> {
    VERDICT.into_iter().find(|(section, _)| has(report, *section))
}

/// A verdict of more letters than this is a list: nobody finds a sentence in a paragraph of ten lines.
const LONGEST_PARAGRAPH: usize = 700;

/// Every sentence of the verdict, where this chapter is the one that has them.
fn verdict(flow: &mut Flow, report: &Report, section: PaperSection) {
    if verdict_chapter(report).is_some_and(|(it, _)| it == section) {
        let all = report.brief.sentences.join(" ");
        if all.len() > LONGEST_PARAGRAPH {
            flow.lead_in("Behind the verdict:");
            flow.bullets(&report.brief.sentences.iter().map(RichText::from).collect::<Vec<_>>());
        } else {
            flow.note(format!("Behind the verdict: {all}"));
        }
    }
}

/// A listing as a table below its heading and introduction.
fn listing(flow: &mut Flow, listing: &Listing, citations: &Citations, small: bool) {
    flow.heading(2, listing.title);
    listing_only(flow, listing, citations, small);
}

/// A listing as a table below its introduction.
fn listing_only(flow: &mut Flow, listing: &Listing, citations: &Citations, small: bool) {
    let sources = cited(citations, &listing.sources);
    let alone = if listing.sources.len() == 1 { "Source:" } else { "Sources:" };
    let intro = if listing.intro.is_empty() { alone } else { listing.intro.as_str() };
    if !listing.intro.is_empty() || !sources.is_empty() {
        flow.lead_in(RichText::new().text(format!("{intro} ")).joined(sources));
    }
    let columns = listing.columns.iter().map(|it| Column::flex(it.title, it.share)).collect();
    let rows = listing.rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(at, text)| match at {
            0 => Cell::of(Part::Text(RichText::new().bold(text))),
            _ => Cell::from(text),
        });
        Row::Cells(cells.collect())
    });
    flow.table(&Table { columns, rows: rows.collect(), zebra: true, small, ..Table::default() });
}

/// Numbers the sections.
#[derive(Default)]
struct Sections {
    last: u8,
}

impl Sections {
    /// The heading of the next section.
    fn next(&mut self, title: &str) -> String {
        self.last += 1;
        format!("{}  {title}", self.last)
    }
}

/// How a severity of a rule looks.
fn look(severity: Severity) -> Look {
    match severity {
        Severity::Blocker => Look::Blocker,
        Severity::Error => Look::Error,
        Severity::Warning => Look::Warning,
        Severity::Advice => Look::Advice,
        Severity::Info => Look::Info,
    }
}

/// The numbers of documents in brackets, each a link to the document.
fn cited<'a>(citations: &Citations, ids: impl IntoIterator<Item = &'a SourceId>) -> RichText {
    let mut known: Vec<_> = ids.into_iter().filter_map(|id| citations.get(id)).collect();
    known.sort_by_key(|it| it.number);
    let mut text = RichText::new();
    for (index, citation) in known.into_iter().enumerate() {
        if index > 0 {
            text = text.text(" ");
        }
        text = text.link(format!("[{}]", citation.number), citation.source.url);
    }
    text
}

/// What is said of the tests below a document that speaks of availability.
fn proven_by_tests(flow: &mut Flow) {
    flow.note(PROVEN_BY_TESTS);
}

#[cfg(test)]
mod tests;
