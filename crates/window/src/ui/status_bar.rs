//! The status bar: whether everything is saved, the size of the design, the findings at a glance, the zoom.

use super::canvas::CanvasView;
use super::context::ViewContext;
use super::widgets::{muted, severity_icon_ui, severity_ink};
use crate::rules::Severity;
use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::text::frame as text;
use crate::verdict::Tone;

/// Shows the status bar.
pub(super) fn ui(view: &ViewContext<'_>, canvas: &CanvasView, ui: &mut egui::Ui) {
    ui.horizontal(|ui| {
        let saved = if view.is_dirty { text::UNSAVED_CHANGES } else { text::ALL_CHANGES_SAVED };
        ui.label(saved);
        ui.separator();
        ui.label(size_text(view));
        ui.separator();
        for severity in Severity::ALL {
            let count = view.analysis.rules.count(severity);
            if count > 0 {
                severity_icon_ui(view, ui, severity, 14.0);
                ui.label(text::findings(severity, count));
            }
        }
        let num_accepted = view.analysis.rules.accepted.len();
        if num_accepted > 0 {
            ui.label(muted(view, text::accepted(num_accepted)));
        }
        if num_accepted > 0 || !view.analysis.rules.findings.is_empty() {
            ui.separator();
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let zoom = egui::Button::new(format!("{:.0} %", canvas.zoom() * 100.0)).frame(false);
            if ui.add(zoom).on_hover_text(text::ZOOM_TO_FIT).clicked() {
                view.outbox.command(AppCommand::ZoomToFit);
            }
            if view.selection.len() > 1 {
                ui.separator();
                ui.label(text::selected(view.selection.len()));
            }
            // What is left between both ends is for the headline, which is cut short there.
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| verdict_ui(view, ui));
        });
    });
}

/// The headline of the verdict, whatever was found; its sentences on hover.
fn verdict_ui(view: &ViewContext<'_>, ui: &mut egui::Ui) {
    let verdict = &view.analysis.verdict;
    let headline = egui::RichText::new(&verdict.headline).color(view.color(verdict_ink(verdict.tone)));
    let label = egui::Label::new(headline).truncate().show_tooltip_when_elided(false);
    let sentences = std::iter::once(&verdict.headline).chain(&verdict.sentences);
    ui.add(label).on_hover_text(sentences.cloned().collect::<Vec<_>>().join("\n"));
}

const fn verdict_ink(tone: Tone) -> Ink {
    match tone {
        Tone::Good => Ink::Ok,
        Tone::Open => Ink::TextMuted,
        Tone::Severity(severity) => severity_ink(severity),
    }
}

fn size_text(view: &ViewContext<'_>) -> String {
    let count = view.document.num_computers_for_size();
    if count == 0 {
        return text::NO_COMPUTERS_YET.to_owned();
    }
    let size = view.document.deployment_size().label().to_lowercase();
    text::deployment(count, &size)
}
