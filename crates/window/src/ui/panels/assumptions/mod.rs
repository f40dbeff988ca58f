//! What the capacity estimate rests on: workload and hardware, stated or assumed.

mod data;
mod flows;

use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::inspector::figure_ui;
use super::kinds::element_chip_ui;
use crate::edit::history::Revision;
use crate::edit::{Edit, EditCommand};
use crate::memo::Memo;
use crate::model::{TrackingLevel, Workload};
use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::sources::Sourced;
use crate::text::{assumptions as text, common};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::fields::{FieldLabel, choice_field, field_row_ui, number_edit_ui, tri_field};
use crate::ui::widgets::{
    card_ui, entered_now, heading_ui, long_list_ui, muted, provenance_chip_ui, provenance_field_ui, steady_ui, strong,
};
use data::{HardwareField, HardwareRow, Input, WorkloadField};

#[derive(Debug)]
struct Rows {
    workload: Vec<(WorkloadField, Input)>,
    hardware: Vec<HardwareRow>,
}

/// View state.
#[derive(Debug, Default)]
pub struct AssumptionsPanel {
    rows: Memo<Revision, Rows>,
}

impl AssumptionsPanel {
    /// Shows it.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let rows: Arc<Rows> = self.rows.get(view.revision, |_| Rows {
            workload: data::workload(view.document),
            hardware: data::hardware(view.document),
        });
        let scroll = ScrollArea::vertical().id_salt("assumptions").auto_shrink([false, false]);
        let content = |ui: &mut Ui| {
            egui::Frame::new().inner_margin(egui::Margin { left: 2, right: 0, top: 0, bottom: 14 }).show(ui, |ui| {
                note_ui(view, ui, text::WHAT_NUMBERS_ARE_FOR);
                examples_ui(view, ui);
                heading_ui(view, ui, text::WORKLOAD);
                for (field, input) in &rows.workload {
                    workload_row_ui(view, ui, *field, input);
                }
                choices_ui(view, ui);
                heading_ui(view, ui, text::MESSAGE_FLOWS);
                flows::ui(view, ui);
                heading_ui(view, ui, text::HARDWARE);
                if rows.hardware.is_empty() {
                    note_ui(view, ui, text::NO_COMPUTER_YET);
                } else {
                    heads_ui(view, ui);
                }
                long_list_ui(ui, "hardware", rows.hardware.len(), |ui, row| {
                    hardware_row_ui(view, ui, &rows.hardware[row]);
                });
            });
        };
        steady_ui(ui, |ui| scroll.show(ui, content));
    }
}

fn note_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(muted(view, text).size(12.5)).wrap());
}

/// The figures that the template shows for example, to be confirmed all at once.
fn examples_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let number = view.analysis.verdict.num_examples;
    if number == 0 {
        return;
    }
    ui.add_space(theme::GAP);
    card_ui(view, ui, Ink::WarningSoft, |ui| {
        ui.add(egui::Label::new(strong(view, text::examples(number))).wrap());
        note_ui(view, ui, text::WHAT_EXAMPLES_ARE);
        if ui.button(text::CONFIRM_ALL).on_hover_text(text::WHAT_CONFIRMING_DOES).clicked() {
            view.outbox.command(AppCommand::ConfirmExamples);
        }
        egui::CollapsingHeader::new(text::SHOW_THEM).id_salt("examples").show(ui, |ui| {
            for line in data::examples(view.document) {
                note_ui(view, ui, &line);
            }
        });
    });
}

fn workload_row_ui(view: &ViewContext<'_>, ui: &mut Ui, field: WorkloadField, input: &Input) {
    let label = field.label();
    ui.push_id(label, |ui| {
        field_row_ui(view, ui, FieldLabel::new(label), |ui| {
            figure_ui(view, ui, label, field.range(), Some(&input.stated), &input.hint(), |value| {
                view.outbox.edit(field.edit(view.document, value));
            });
            if field == WorkloadField::ExtraHops {
                note_ui(view, ui, text::WHAT_EXTRA_HOPS_ARE);
            }
            if input.stated.is_none() && input.assumed.is_some() {
                note_ui(view, ui, &input.reason());
            }
        });
        ui.add_space(2.0);
    });
}

/// What is chosen from words: tuning and tracking.
fn choices_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let workload = &view.document.workload;
    let set = |label: &str, workload: Workload| {
        let label = text::set_of_workload(label);
        view.outbox.edit(Edit::one(label, EditCommand::SetWorkload(Box::new(workload))));
    };
    let tuned = text::TUNED_BY_THE_GUIDES;
    if let Some(said) = tri_field(view, ui, FieldLabel::new(tuned), Some(workload.tuned)) {
        set(tuned, Workload { tuned: said, ..workload.clone() });
    }
    let tracking = text::TRACKING;
    let levels = TrackingLevel::ALL.iter().map(|it| (Some(*it), it.label().to_owned()));
    let options: Vec<(Option<TrackingLevel>, String)> =
        std::iter::once((None, common::NOT_STATED.to_owned())).chain(levels).collect();
    if let Some(level) = choice_field(view, ui, FieldLabel::new(tracking), &options, Some(&workload.tracking)) {
        set(tracking, Workload { tracking: level, ..workload.clone() });
    }
}

fn heads_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.columns(HardwareField::ALL.len(), |columns| {
        for (ui, field) in columns.iter_mut().zip(HardwareField::ALL) {
            ui.label(muted(view, field.head()).size(12.0)).on_hover_text(field.explanation());
        }
    });
}

fn hardware_row_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &HardwareRow) {
    ui.push_id(row.id, |ui| {
        ui.add_space(theme::GAP);
        ui.horizontal_wrapped(|ui| {
            let element = row.id.into();
            if element_chip_ui(ui, element, &row.name).clicked() {
                view.outbox.send(Message::Inspect(element));
            }
            ui.label(muted(view, row.kind).size(12.0));
        });
        ui.columns(row.inputs.len(), |columns| {
            for (ui, (field, input)) in columns.iter_mut().zip(&row.inputs) {
                cell_ui(view, ui, row, *field, input);
            }
        });
    });
}

fn cell_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &HardwareRow, field: HardwareField, input: &Input) {
    let name = text::figure_of(field.head(), &row.name);
    let edit = |value: Option<Sourced<f64>>| {
        if let Some(edit) = field.edit(view.document, row.id, value) {
            view.outbox.edit(edit);
        }
    };
    let hint = if input.assumed.is_some() { input.hint() } else { "–".to_owned() };
    let shown = Some(input.stated.as_ref().map(|it| it.value));
    if let Some(number) = number_edit_ui(view, ui, &name, field.range(), shown, &hint) {
        edit(number.map(|value| Sourced { value, range: None, provenance: entered_now(view) }));
    }
    match (&input.stated, input.provenance()) {
        (Some(stated), _) => {
            let said = ui.horizontal(|ui| provenance_field_ui(view, ui, &name, &stated.provenance)).inner;
            if let Some(provenance) = said {
                edit(Some(Sourced { provenance, ..stated.clone() }));
            }
        }
        (None, Some(provenance)) => {
            // A row of its own, because a column stretches what stands in it.
            ui.horizontal(|ui| provenance_chip_ui(view, ui, provenance));
        }
        (None, None) => {
            ui.label(muted(view, text::NOT_STATED).size(11.5));
        }
    }
}
