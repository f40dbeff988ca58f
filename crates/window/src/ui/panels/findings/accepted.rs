//! Findings that a person has accepted: why, who, until when, and the way back.

use egui::{Label, RichText, Ui};

use super::data::AcceptedRow;
use crate::edit::intent::waivers::withdraw;
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::text::findings as text;
use crate::ui::context::ViewContext;
use crate::ui::panels::kinds::element_chip_ui;
use crate::ui::theme;
use crate::ui::widgets::{SectionTitle, card_ui, icon_ui, muted, section_header_ui, severity_icon_ui, words};

/// Shows the group; nothing when nobody has accepted anything.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, rows: &[AcceptedRow], open: &mut bool) {
    if rows.is_empty() {
        return;
    }
    let count = rows.iter().filter(|it| it.severity.is_some()).count();
    let title = SectionTitle::new(text::ACCEPTED).counting(count).marked(IconKind::Check, Ink::TextMuted);
    section_header_ui(view, ui, title, open).on_hover_text(text::LISTED_BUT_NOT_COUNTED);
    if *open {
        for (index, row) in rows.iter().enumerate() {
            ui.push_id(("accepted", index), |ui| row_ui(view, ui, row));
        }
    }
    ui.add_space(theme::GAP);
}

fn row_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &AcceptedRow) {
    card_ui(view, ui, Ink::SurfaceRaised, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            match row.severity {
                Some(severity) => {
                    severity_icon_ui(view, ui, severity, 15.0);
                    ui.label(RichText::new(severity.title()).size(12.0));
                }
                None => {
                    icon_ui(view, ui, IconKind::Passive, Ink::TextMuted, 15.0, text::NOTHING_TO_ACCEPT);
                    ui.label(muted(view, text::NOTHING_TO_ACCEPT_NOW).size(12.0));
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(muted(view, &row.waiver.rule).size(12.0));
            });
        });
        ui.add(Label::new(words(&row.message).color(view.color(Ink::TextStrong))).wrap());
        ui.add(Label::new(&row.waiver.reason).wrap());
        ui.add(Label::new(muted(view, text::accepted_by(&row.waiver.signature())).size(12.0)).wrap());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for (element, name) in &row.places {
                if element_chip_ui(ui, *element, name).clicked() {
                    view.outbox.send(Message::Reveal(*element));
                }
            }
            let button = ui.add(egui::Button::new(text::WITHDRAW).small());
            if button.on_hover_text(text::TAKE_BACK_ACCEPTANCE).clicked() {
                view.outbox.edit(withdraw(view.document, &row.waiver));
            }
        });
    });
}
