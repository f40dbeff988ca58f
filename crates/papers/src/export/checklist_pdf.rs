//! The deliverable as a paged document: cover, verdict, diagram, findings, checklists, figures, sources, rules.

mod appendix;
mod capacity;
mod downtime;
mod findings;
mod lists;
mod summary;
mod test_plan;

use crate::export::error::ExportError;
use crate::export::options::{ExportMeta, Paper};
use crate::export::pdf::flow::{Cover, Flow, RichText, Severity as Look};
use crate::report::{Citations, PROVEN_BY_TESTS, Report};
use crate::rules::Severity;
use crate::scene::Scene;
use crate::sources::SourceId;

/// What kind of document it is, above the title and at the top of each page.
const KIND: &str = "High-availability review";

/// The bytes of the PDF. `scene` is the drawing with its legend; same report and scene, same bytes.
///
/// # Errors
/// When the logo is no readable PNG, the date is no date, or the encoder fails.
pub fn checklist_pdf(report: &Report, scene: &Scene, meta: &ExportMeta, paper: Paper) -> Result<Vec<u8>, ExportError> {
    let title = title(report);
    let mut flow = Flow::new(meta.clone(), paper, ExportMeta::joined(&[KIND, &title]));
    flow.cover(&cover(report, title)?);
    flow.contents("Contents");
    let mut sections = Sections::default();
    summary::write(&mut flow, &mut sections, report);
    flow.scene_page(&sections.next("Diagram"), scene, "");
    findings::write(&mut flow, &mut sections, report);
    for list in &report.lists {
        lists::write(&mut flow, &mut sections, list, &report.citations);
    }
    test_plan::write(&mut flow, &mut sections, &report.tests, &report.citations);
    flow.turn(false);
    capacity::write(&mut flow, &mut sections, &report.capacity);
    if let Some(section) = &report.downtime {
        downtime::write(&mut flow, &mut sections, section);
    }
    appendix::assumptions(&mut flow, &mut sections, report);
    appendix::questions(&mut flow, &mut sections, report);
    appendix::sources(&mut flow, &mut sections, &report.citations);
    appendix::rules(&mut flow, &report.annex);
    flow.finish()
}

fn title(report: &Report) -> String {
    let title = report.cover.title.trim();
    if title.is_empty() { "Untitled design".to_owned() } else { title.to_owned() }
}

fn cover(report: &Report, title: String) -> Result<Cover, ExportError> {
    let cover = &report.cover;
    let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let logo = cover.logo_png.as_deref().map(Flow::read_picture).transpose()?;
    Ok(Cover {
        kicker: KIND.to_owned(),
        title,
        subtitle: ExportMeta::joined(&[&cover.customer, &cover.project]),
        facts: vec![
            fact("Customer", &cover.customer),
            fact("Project", &cover.project),
            fact("Author", &cover.author),
            fact("Version", &cover.version),
            fact("Date", &cover.date),
            fact("Status", cover.stage.label()),
        ]
        .into_iter()
        .chain(report.scope.iter().take(3).map(|(label, value)| fact(label, value)))
        .collect(),
        logo,
        note: format!("{} {PROVEN_BY_TESTS}", cover.stage.meaning()),
    })
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

#[cfg(test)]
mod tests;
