//! Where a number comes from, as a chip that opens what can be said about it.

use egui::{Popup, PopupCloseBehavior, RichText, Ui};

use super::button::primary_ui;
use super::fields::text_edit_ui;
use super::layout::{muted, strong};
use super::menu::mark_focus;
use crate::scene::Ink;
use crate::sources::Provenance;
use crate::text::{common, widgets as text};
use crate::ui::context::ViewContext;

/// A number that the person enters today.
pub fn entered_now(view: &ViewContext<'_>) -> Provenance {
    Provenance::Entered { by: view.document.project.author.clone(), on: view.today.to_owned() }
}

/// A number that the person measured today.
fn measured_now(view: &ViewContext<'_>) -> Provenance {
    Provenance::Measured { by: view.document.project.author.clone(), on: view.today.to_owned() }
}

/// The chip of a number; a click opens who entered or measured it and when. Returns what the person says instead.
pub fn provenance_field_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    name: &str,
    provenance: &Provenance,
) -> Option<Provenance> {
    let text = RichText::new(provenance.word()).size(11.5).color(view.color(Ink::Text));
    let tint = match provenance {
        Provenance::Default(_) | Provenance::Example => Ink::WarningSoft,
        Provenance::Documented(_) | Provenance::Derived(_) => Ink::InfoSoft,
        Provenance::Measured { .. } | Provenance::Entered { .. } => Ink::OkSoft,
    };
    let chip = ui.add(egui::Button::new(text).small().fill(view.color(tint)));
    let label = format!("{name}: {}", provenance.word());
    chip.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &label));
    let chip = chip.on_hover_text(super::figure::explain(provenance));
    Popup::menu(&chip)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| menu_ui(view, ui, provenance))
        .and_then(|shown| shown.inner)
}

fn menu_ui(view: &ViewContext<'_>, ui: &mut Ui, provenance: &Provenance) -> Option<Provenance> {
    ui.set_width(230.0);
    mark_focus(ui);
    ui.label(strong(view, text::WHERE_THIS_NUMBER_COMES_FROM));
    let is_measured = matches!(provenance, Provenance::Measured { .. });
    let is_entered = matches!(provenance, Provenance::Entered { .. });
    let mut said = None;
    if *provenance == Provenance::Example {
        if primary_ui(view, ui, text::CONFIRM, true).on_hover_text(text::WHAT_CONFIRMING_DOES).clicked() {
            said = Some(entered_now(view));
        }
        ui.add_space(4.0);
    }
    ui.horizontal(|ui| {
        if ui.selectable_label(is_entered, text::ENTERED).clicked() && !is_entered {
            said = Some(entered_now(view));
        }
        if ui.selectable_label(is_measured, text::MEASURED).clicked() && !is_measured {
            said = Some(measured_now(view));
        }
    });
    let (Provenance::Measured { by, on } | Provenance::Entered { by, on }) = provenance else {
        ui.label(muted(view, super::figure::explain(provenance)));
        return said;
    };
    let rebuilt = |by: String, on: String| {
        if is_measured { Provenance::Measured { by, on } } else { Provenance::Entered { by, on } }
    };
    ui.label(muted(view, text::BY));
    if let Some(by) = text_edit_ui(view, ui, text::BY, Some(by), common::NAME) {
        said = Some(rebuilt(by, on.clone()));
    }
    ui.label(muted(view, text::ON));
    if let Some(on) = text_edit_ui(view, ui, text::ON, Some(on), common::DATE_FORMAT) {
        said = Some(rebuilt(by.clone(), on));
    }
    said
}
