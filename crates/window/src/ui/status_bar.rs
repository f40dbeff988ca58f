//! The status bar: whether everything is saved, the size of the design, the findings at a glance, the zoom.

use egui::Color32;

use super::context::ViewContext;
use super::widgets::{muted, quiet_ui, severity_icon_ui, severity_ink};
use crate::rules::Severity;
use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::session::safety::{FileState, Protection};
use crate::text::{frame as text, notices};
use crate::ui::keys::text_with_keys;
use crate::verdict::Tone;

/// Where less room is left than this, the size of the design and the service of its folder are not shown.
const ROOM_FOR_SIZE: f32 = 1150.0;

/// Where less room is left than this, findings are told by their marks and numbers alone.
const ROOM_FOR_WORDS: f32 = 700.0;

/// Where less room is left than this, the headline of the verdict stands in the findings panel alone: its words would break.
const ROOM_FOR_VERDICT: f32 = 90.0;

/// Height of the bar in a window of this width, in points: the same whatever it says, so that nothing jumps.
pub(super) fn height(width: f32) -> f32 {
    match width {
        ..900.0 => 52.0,
        ..1100.0 => 46.0,
        _ => 34.0,
    }
}

/// Shows the status bar; `zoom` = that of the canvas, `None` where it is not shown.
pub(super) fn ui(view: &ViewContext<'_>, zoom: Option<f32>, ui: &mut egui::Ui) {
    ui.horizontal_centered(|ui| {
        let has_words = ui.available_width() > ROOM_FOR_WORDS;
        // The frame of what can be clicked stands close to its words: the verdict needs the room.
        ui.spacing_mut().button_padding = egui::vec2(1.0, 0.0);
        safety_ui(view, ui);
        ui.separator();
        if ui.available_width() > ROOM_FOR_SIZE {
            ui.label(size_text(view));
            ui.separator();
        }
        for severity in Severity::ALL {
            let count = view.analysis.rules.count(severity);
            if count > 0 {
                severity_icon_ui(view, ui, severity, 14.0);
                let counted = severity.counted(count);
                let words = if has_words { counted.clone() } else { count.to_string() };
                let label = ui.label(words);
                label.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &counted));
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
            if let Some(zoom) = zoom {
                zoom_ui(view, zoom, ui);
            }
            if view.selection.len() > 1 {
                if zoom.is_some() {
                    ui.separator();
                }
                ui.label(text::selected(view.selection.len()));
            }
            // What is left between both ends is for the headline, which takes several lines there.
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| verdict_ui(view, ui));
        });
    });
}

fn zoom_ui(view: &ViewContext<'_>, zoom: f32, ui: &mut egui::Ui) {
    let zoom = egui::Button::new(format!("{:.0} %", zoom * 100.0));
    if quiet_ui(ui, zoom).on_hover_text(text_with_keys(view, ui.ctx(), AppCommand::ZoomToFit)).clicked() {
        view.outbox.command(AppCommand::ZoomToFit);
    }
}

/// What is true of the changes, of the file, and of others who have it open; for as long as it is true.
fn safety_ui(view: &ViewContext<'_>, ui: &mut egui::Ui) {
    let safety = view.safety;
    changes_ui(view, ui);
    let outside = match safety.file {
        FileState::Changed => Some(text::FILE_HAS_CHANGED),
        FileState::Gone => Some(text::FILE_IS_GONE),
        FileState::NoFile | FileState::Same => None,
    };
    if let Some(words) = outside {
        let words = egui::RichText::new(words).color(view.color(Ink::Warning)).underline();
        if quiet_ui(ui, egui::Button::new(words)).on_hover_text(text::READ_ANEW_OR_SAVE_ELSEWHERE).clicked() {
            view.outbox.send(Message::ShowChangedOutside);
        }
    }
    if let Some(other) = &safety.other {
        let details = notices::also_open(&view.file_name, other);
        ui.colored_label(view.color(Ink::Warning), text::also_open(other)).on_hover_text(details);
    }
    if let Some(service) = safety.service.filter(|_| ui.available_width() > ROOM_FOR_SIZE) {
        ui.label(muted(view, text::synced(service))).on_hover_text(notices::synced_by(service));
    }
}

/// Whether there are unsaved changes, and whether they would survive a crash.
fn changes_ui(view: &ViewContext<'_>, ui: &mut egui::Ui) {
    match (view.is_dirty, &view.safety.protection, view.safety.file) {
        (true, Protection::Not(problem), _) => {
            let words = egui::RichText::new(text::UNSAVED_NOT_PROTECTED).family(super::theme::bold());
            ui.label(words.color(view.color(Ink::Error))).on_hover_text(problem);
        }
        (true, Protection::Behind, _) => {
            // As wide as what follows in a moment, so that nothing jumps.
            let width = ui.painter().layout_no_wrap(text::UNSAVED_KEPT.to_owned(), body(ui), Color32::BLACK).size().x;
            ui.add_sized([width, ui.spacing().interact_size.y], egui::Label::new(text::UNSAVED_BEING_KEPT));
        }
        (true, Protection::Kept, _) => {
            ui.label(text::UNSAVED_KEPT);
        }
        (false, _, FileState::Same) => {
            ui.label(text::ALL_CHANGES_SAVED);
        }
        (false, _, FileState::NoFile) => {
            ui.label(text::NO_CHANGES_YET);
        }
        (false, _, FileState::Changed | FileState::Gone) => {}
    }
}

fn body(ui: &egui::Ui) -> egui::FontId {
    egui::TextStyle::Body.resolve(ui.style())
}

/// The headline of the verdict, whatever was found, in as many lines as the bar has; all of it and its sentences on hover.
fn verdict_ui(view: &ViewContext<'_>, ui: &mut egui::Ui) {
    if ui.available_width() < ROOM_FOR_VERDICT {
        return;
    }
    let verdict = &view.analysis.verdict;
    let (words, size) = fitting(ui, &verdict.headline);
    let headline = egui::RichText::new(words).color(view.color(verdict_ink(verdict.tone)));
    let sentences = std::iter::once(&verdict.headline).chain(&verdict.sentences);
    let label = egui::Label::new(headline.size(size)).wrap();
    ui.add(label).on_hover_text(sentences.cloned().collect::<Vec<_>>().join("\n"));
}

/// What of a headline fits into what is left of the bar, in the largest size: all of it, else what it says first.
fn fitting<'h>(ui: &egui::Ui, headline: &'h str) -> (&'h str, f32) {
    let (width, height) = (ui.available_width(), ui.available_height());
    let fits = |(words, size): &(&str, f32)| {
        let font = egui::FontId::proportional(*size);
        ui.painter().layout((*words).to_owned(), font, Color32::BLACK, width).size().y <= height + 1.0
    };
    let first = headline.split_once(':').map_or(headline, |(first, _)| first);
    let sizes = [body(ui).size, 12.0, 11.0, 10.0, 9.5];
    let mut tries = [headline, first].into_iter().flat_map(|words| sizes.map(|size| (words, size)));
    tries.find(fits).unwrap_or((first, 9.5))
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
