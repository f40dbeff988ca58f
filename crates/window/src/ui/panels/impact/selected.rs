//! What the loss of the selection does, service by service, and why.

use egui::{Label, Ui};

use super::outcome_sign;
use crate::dependency::{Loss, Outcome, ServiceKind};
use crate::model::{Element, Part};
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::session::rehearsal::DrillCommand;
use crate::text::impact as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{card_ui, icon_ui, muted, strong};

/// Shows it; nothing when nothing is selected that can fail.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui) -> Option<egui::Response> {
    let parts: Vec<Part> = view
        .selection
        .iter()
        .filter(|it| !Loss::parts_of(**it, view.document).is_empty())
        .map(|it| Part::Element(*it))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let structure = &view.analysis.failures.structure;
    let names: Vec<String> = parts.iter().map(|it| it.name(view.document)).collect();
    let loss = Loss { parts: parts.iter().copied().collect() };
    let lanes = structure.evaluate(view.document, &loss);
    ui.add_space(theme::GAP);
    let card = card_ui(view, ui, Ink::SurfaceRaised, |ui| {
        ui.add(Label::new(strong(view, text::if_lost(&text::first_two(&names), names.len())).size(14.5)).wrap());
        let mut any = false;
        for service in &structure.services {
            let outcome = service.outcome(&lanes);
            // The whole is said by its services, unless it suffers alone.
            if outcome == Outcome::default() || (any && service.kind == ServiceKind::Whole) {
                continue;
            }
            any = true;
            let (icon, ink) = outcome_sign(outcome);
            ui.horizontal_wrapped(|ui| {
                icon_ui(view, ui, icon, ink, 15.0, "");
                ui.label(strong(view, format!("{}: {}", service.name, outcome.label().to_lowercase())));
                let reasons = structure.reasons(service, &lanes).join("; ");
                ui.add(Label::new(muted(view, reasons).size(12.0)).wrap());
            });
        }
        if !any {
            ui.label(text::EVERY_SERVICE_GOES_ON);
        }
        ui.horizontal_wrapped(|ui| {
            if ui.button(text::PLAY_AS_A_FAILURE_DRILL).clicked() {
                view.outbox.send(Message::Drill(DrillCommand::Start(parts.clone())));
            }
            if let [Part::Element(element)] = parts[..] {
                services_ui(view, ui, element);
            }
        });
    });
    Some(card.response)
}

/// Services on an element that can fail while it runs.
fn services_ui(view: &ViewContext<'_>, ui: &mut Ui, element: Element) {
    for part in Loss::parts_of(element, view.document).into_iter().skip(1) {
        let name = part.name(view.document);
        let button = egui::Button::new(egui::RichText::new(text::only(&name)).size(12.5)).small();
        if ui.add(button).on_hover_text(text::play_failure_of(&name)).clicked() {
            view.outbox.send(Message::Drill(DrillCommand::Start(vec![part])));
        }
    }
}
