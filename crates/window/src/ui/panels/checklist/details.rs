//! An open row: how to verify it, what the design says, what a person sets, and the documents behind it.

use egui::{Label, RichText, Ui};

use crate::checklist::{ChecklistRow, Evidence, Tone};
use crate::edit::{Edit, EditCommand};
use crate::model::{ChecklistEntry, ChecklistStatus};
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::sources::sources;
use crate::text::{checklist as text, common};
use crate::ui::context::ViewContext;
use crate::ui::panels::kinds::element_chip_ui;
use crate::ui::theme;
use crate::ui::widgets::fields::{FieldLabel, choice_field, text_field};
use crate::ui::widgets::{icon_ui, muted, strong, words};

/// Most elements offered per line of evidence.
const MOST_ELEMENTS: usize = 12;

/// Shows everything that is known about a row.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, row: &ChecklistRow) {
    if !row.step.verify.is_empty() {
        caption_ui(view, ui, text::HOW_TO_VERIFY);
        text_ui(ui, row.step.verify);
    }
    if !row.step.why.is_empty() {
        caption_ui(view, ui, text::WHY);
        text_ui(ui, row.step.why);
    }
    for (index, rule) in row.step.also_confirms().enumerate() {
        if index == 0 {
            caption_ui(view, ui, text::CONFIRMED_WITH_IT);
        }
        text_ui(ui, &format!("{} ({})", rule.fix, rule.id));
    }
    caption_ui(view, ui, text::FROM_THE_DESIGN);
    if row.evidence().is_empty() {
        ui.add(Label::new(muted(view, row.step.kind.phrase()).size(12.5)).wrap());
    }
    for (index, line) in row.evidence().iter().enumerate() {
        ui.push_id(index, |ui| evidence_ui(view, ui, line));
    }
    caption_ui(view, ui, text::SET_BY_HAND);
    fields_ui(view, ui, row);
    caption_ui(view, ui, text::DOCUMENTS);
    for source in row.step.sources.iter().filter_map(|id| sources().get(id)) {
        ui.push_id(source.url, |ui| {
            ui.hyperlink_to(RichText::new(source.title).size(12.5), source.url).on_hover_text(source.url);
        });
    }
}

fn caption_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str) {
    ui.add_space(theme::GAP);
    ui.label(strong(view, text).size(12.0));
}

fn text_ui(ui: &mut Ui, text: &str) {
    ui.add(Label::new(words(text).size(12.5)).wrap());
}

fn evidence_ui(view: &ViewContext<'_>, ui: &mut Ui, line: &Evidence) {
    let (icon, ink, word) = match line.tone {
        Tone::Fact => (IconKind::Check, Ink::Ok, text::FACT),
        Tone::Fault => (IconKind::Error, Ink::Error, text::FAULT),
        Tone::Note => (IconKind::Info, Ink::Info, text::NOTE),
        Tone::Missing => (IconKind::Question, Ink::TextMuted, text::MISSING),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        icon_ui(view, ui, icon, ink, 14.0, word);
        let rule = line.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
        text_ui(ui, &format!("{}{rule}", line.text));
    });
    if line.elements.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        ui.add_space(19.0);
        for element in line.elements.iter().take(MOST_ELEMENTS) {
            if element_chip_ui(ui, *element, &element.name(view.document)).clicked() {
                view.outbox.send(Message::Reveal(*element));
            }
        }
        let left = line.elements.len().saturating_sub(MOST_ELEMENTS);
        if left > 0 {
            ui.label(muted(view, text::and_more(left)).size(12.0));
        }
    });
}

fn fields_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &ChecklistRow) {
    let entry = &row.entry;
    let options: Vec<(ChecklistStatus, String)> =
        ChecklistStatus::ALL.iter().map(|status| (*status, status.label().to_owned())).collect();
    if let Some(status) = choice_field(view, ui, FieldLabel::new(text::STATUS), &options, Some(&entry.status)) {
        let label = text::set_status(row.label(), &status.label().to_lowercase());
        send(view, row, label, ChecklistEntry { status, ..entry.clone() });
    }
    let owner = text::for_example(row.step.owner.label());
    let mut text = |name: &str, value: &str, hint: &str| text_field(view, ui, FieldLabel::new(name), Some(value), hint);
    let label = |what: &str| text::set(what, row.label());
    if let Some(owner) = text(text::OWNER, &entry.owner, &owner) {
        send(view, row, label(text::THE_OWNER), ChecklistEntry { owner, ..entry.clone() });
    }
    if let Some(due) = text(text::DUE, &entry.due, common::DATE_FORMAT) {
        send(view, row, label(text::THE_DUE_DATE), ChecklistEntry { due, ..entry.clone() });
    }
    if let Some(evidence) = text(text::EVIDENCE, &entry.evidence, text::RECORD_LINK_OR_DATE) {
        send(view, row, label(text::THE_EVIDENCE), ChecklistEntry { evidence, ..entry.clone() });
    }
    if let Some(note) = text(text::NOTE, &entry.note, text::REASON_OR_APPROVER) {
        send(view, row, label(text::THE_NOTE), ChecklistEntry { note, ..entry.clone() });
    }
}

/// Sends one undo step.
fn send(view: &ViewContext<'_>, row: &ChecklistRow, label: String, entry: ChecklistEntry) {
    view.outbox.edit(Edit::one(label, EditCommand::SetChecklistEntry { row: row.id.clone(), entry }));
}
