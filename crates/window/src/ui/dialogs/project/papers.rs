//! What the documents say about themselves: status, who may read them, versions, who receives and who signs them, and
//! which sections they do without.

use egui::{TextEdit, Ui};

use crate::edit::history::Revision;
use crate::export::may_be_approved;
use crate::model::{PaperReader, PaperSection, PaperStatus, PaperVersion, Papers};
use crate::report::{objections, proposed_status};
use crate::scene::Ink;
use crate::text::{common, papers as text};
use crate::ui::context::ViewContext;
use crate::ui::dialogs::{name_field, row_ui};
use crate::ui::theme;
use crate::ui::widgets::fields::choice_ui;
use crate::ui::widgets::{SectionTitle, cells_ui, heading_ui, muted, section_header_ui, words};

/// The shares of version, date, author, change and the button that removes a line.
const VERSION_SHARES: [f32; 5] = [0.12, 0.18, 0.22, 0.34, 0.14];
/// The same of name, role, whether somebody signs, and the button.
const READER_SHARES: [f32; 4] = [0.36, 0.40, 0.10, 0.14];

/// View state: what stands against approval, and whether the sections are shown.
#[derive(Debug, Default)]
pub(super) struct PapersPart {
    /// As the design stood at that step.
    standing: Option<(Revision, Standing)>,
    shows_sections: bool,
}

/// What the design says of the documents.
#[derive(Clone, Debug)]
struct Standing {
    /// How far they are unless a person says so.
    proposed: PaperStatus,
    /// Why they cannot say that they are approved; `None` = nothing stands against it.
    refused: Option<String>,
}

impl PapersPart {
    /// Shows the fields; returns whether the status can be what is chosen.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, papers: &mut Papers, ui: &mut Ui) -> bool {
        let standing = self.standing(view);
        heading_ui(view, ui, text::DOCUMENTS);
        row_ui(view, ui, text::STATUS, |ui| {
            let all = PaperStatus::ALL.iter().map(|it| (Some(*it), it.label().to_owned()));
            let proposed = (None, text::as_the_design_says(standing.proposed.label()));
            let options: Vec<_> = std::iter::once(proposed).chain(all).collect();
            if let Some(status) = choice_ui(ui, text::STATUS, &options, Some(&papers.status)) {
                papers.status = status;
            }
        });
        let refused = standing.refused.filter(|_| papers.status == Some(PaperStatus::Approved));
        if let Some(why) = &refused {
            ui.add(egui::Label::new(words(why).color(view.color(Ink::Error))).wrap());
        }
        line_ui(view, text::CONFIDENTIALITY, &mut papers.confidentiality, ui);
        versions_ui(view, &mut papers.versions, ui);
        readers_ui(view, &mut papers.readers, ui);
        ui.add_space(theme::GAP);
        let title = SectionTitle::new(text::SECTIONS);
        section_header_ui(view, ui, title, &mut self.shows_sections);
        if self.shows_sections {
            sections_ui(view, papers, ui);
        }
        refused.is_none()
    }

    /// What the design says, looked up once for each step of it.
    fn standing(&mut self, view: &ViewContext<'_>) -> Standing {
        if let Some((revision, standing)) = &self.standing
            && *revision == view.revision
        {
            return standing.clone();
        }
        let against = objections(view.document, view.analysis);
        let refused = may_be_approved(&against).err().map(|err| err.to_string());
        let standing = Standing { proposed: proposed_status(view.document, &against), refused };
        self.standing = Some((view.revision, standing.clone()));
        standing
    }
}

/// What is left of the lines that people have begun: empty ones say nothing.
pub(super) fn without_empty_lines(papers: &Papers) -> Papers {
    let mut papers = papers.clone();
    papers.versions.retain(|it| *it != PaperVersion::default());
    papers.readers.retain(|it| !it.name.trim().is_empty() || !it.role.trim().is_empty());
    papers
}

fn line_ui(view: &ViewContext<'_>, label: &str, value: &mut String, ui: &mut Ui) {
    row_ui(view, ui, label, |ui| {
        name_field(&ui.add(TextEdit::singleline(value).desired_width(f32::INFINITY)), label);
    });
}

/// A field of a line.
fn cell_ui(ui: &mut Ui, name: &str, hint: &str, value: &mut String) {
    let field = TextEdit::singleline(value).hint_text(hint).desired_width(f32::INFINITY);
    name_field(&ui.add(field), name);
}

/// The button that takes a line away; says whether it was clicked.
fn remove_ui(ui: &mut Ui, name: &str) -> bool {
    let response = ui.button(common::REMOVE);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name));
    response.clicked()
}

fn heads_ui<const N: usize>(view: &ViewContext<'_>, shares: [f32; N], heads: [&str; N], ui: &mut Ui) {
    cells_ui(ui, shares, |cells| {
        for (cell, head) in cells.iter_mut().zip(heads) {
            cell.label(muted(view, head).size(12.0));
        }
    });
}

fn versions_ui(view: &ViewContext<'_>, versions: &mut Vec<PaperVersion>, ui: &mut Ui) {
    heading_ui(view, ui, text::VERSIONS);
    ui.add(egui::Label::new(muted(view, text::ABOUT_VERSIONS).size(12.0)).wrap());
    if !versions.is_empty() {
        heads_ui(view, VERSION_SHARES, [text::VERSION, text::DAY, text::AUTHOR, text::CHANGE, ""], ui);
    }
    let mut gone = None;
    for (at, it) in versions.iter_mut().enumerate() {
        let number = at + 1;
        ui.push_id(("version", at), |ui| {
            cells_ui(ui, VERSION_SHARES, |[version, day, author, change, remove]| {
                cell_ui(version, &text::of_version(text::VERSION, number), "", &mut it.version);
                cell_ui(day, &text::of_version(text::DAY, number), common::DATE_FORMAT, &mut it.date);
                cell_ui(author, &text::of_version(text::AUTHOR, number), "", &mut it.author);
                cell_ui(change, &text::of_version(text::CHANGE, number), "", &mut it.change);
                if remove_ui(remove, &text::remove_version(number)) {
                    gone = Some(at);
                }
            });
        });
    }
    if let Some(at) = gone {
        versions.remove(at);
    }
    if ui.button(text::ADD_VERSION).clicked() {
        let project = &view.document.project;
        let (version, author) = (project.version.clone(), project.author.clone());
        versions.push(PaperVersion { version, date: view.today.to_owned(), author, change: String::new() });
    }
}

fn readers_ui(view: &ViewContext<'_>, readers: &mut Vec<PaperReader>, ui: &mut Ui) {
    heading_ui(view, ui, text::READERS);
    ui.add(egui::Label::new(muted(view, text::ABOUT_READERS).size(12.0)).wrap());
    if !readers.is_empty() {
        heads_ui(view, READER_SHARES, [common::NAME, text::ROLE, text::SIGNS, ""], ui);
    }
    let mut gone = None;
    for (at, it) in readers.iter_mut().enumerate() {
        let number = at + 1;
        ui.push_id(("reader", at), |ui| {
            cells_ui(ui, READER_SHARES, |[name, role, signs, remove]| {
                cell_ui(name, &text::of_reader(common::NAME, number), "", &mut it.name);
                cell_ui(role, &text::of_reader(text::ROLE, number), text::ROLE_EXAMPLE, &mut it.role);
                let tick = signs.checkbox(&mut it.approves, "");
                name_field(&tick, &text::of_reader(text::SIGNS, number));
                if remove_ui(remove, &text::remove_reader(number)) {
                    gone = Some(at);
                }
            });
        });
    }
    if let Some(at) = gone {
        readers.remove(at);
    }
    if ui.button(text::ADD_READER).clicked() {
        readers.push(PaperReader::default());
    }
}

/// Which sections the documents have; summary and control page always stay.
fn sections_ui(view: &ViewContext<'_>, papers: &mut Papers, ui: &mut Ui) {
    ui.add(egui::Label::new(muted(view, text::ABOUT_SECTIONS).size(12.0)).wrap());
    for pair in PaperSection::ALL.chunks(2) {
        cells_ui(ui, [0.5, 0.5], |cells| {
            for (cell, section) in cells.iter_mut().zip(pair) {
                let mut is_there = !papers.left_out.contains(section);
                if cell.checkbox(&mut is_there, section.label()).changed() && !papers.left_out.remove(section) {
                    papers.left_out.insert(*section);
                }
            }
        });
    }
}
