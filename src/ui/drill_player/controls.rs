//! What fails, the buttons of the player, the services as they are now, and saving the drill.

use egui::{Label, RichText, Sense, Ui, Vec2, WidgetInfo, WidgetType};

use super::service_sign;
use crate::app::command::AppCommand;
use crate::app::queue::Message;
use crate::app::rehearsal::{DrillView, DrillWish, Speed};
use crate::dependency::ServiceKind;
use crate::edit::intent::drills;
use crate::model::{DrillAction, DrillScenario, Part};
use crate::scene::{IconKind, Ink};
use crate::ui::context::ViewContext;
use crate::ui::widgets::{focus_ring, icon_ui, muted, strong};
use crate::ui::{paint, theme};

/// Name and note of a drill that is about to be saved.
#[derive(Debug, Default)]
pub(super) struct SaveForm {
    is_open: bool,
    name: String,
    note: String,
}

impl SaveForm {
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
        let title = if drill.saved.name.is_empty() { "Failure drill" } else { drill.saved.name.as_str() };
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("End").on_hover_text("End the drill").clicked() {
                    view.outbox.command(AppCommand::EndDrill);
                }
                let save = ui.add_enabled(!self.is_open, egui::Button::new("Save…"));
                if save.on_hover_text("Keep it with the design and in the test plan").clicked() {
                    self.open(view, drill);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(Label::new(strong(view, title).size(16.0)).truncate());
                });
            });
        });
        if self.is_open {
            self.save_ui(view, drill, ui);
        }
        buttons_ui(view, drill, ui);
        parts_ui(view, drill, ui);
        ui.add_space(theme::GAP);
        services_ui(view, drill, ui);
    }

    fn open(&mut self, view: &ViewContext<'_>, drill: &DrillView) {
        self.is_open = true;
        self.name = if drill.saved.name.is_empty() {
            drills::free_name(view.document, &suggestion(view, drill))
        } else {
            drill.saved.name.clone()
        };
        self.note.clone_from(&drill.saved.note);
    }

    fn save_ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
        let name = ui.label(muted(view, "Name of the drill"));
        ui.text_edit_singleline(&mut self.name).labelled_by(name.id);
        let note = ui.label(muted(view, "What it is for"));
        ui.text_edit_singleline(&mut self.note).labelled_by(note.id);
        ui.horizontal(|ui| {
            if ui.add_enabled(!self.name.trim().is_empty(), egui::Button::new("Save")).clicked() {
                let scenario =
                    DrillScenario { name: self.name.clone(), note: self.note.clone(), steps: drill.steps.clone() };
                view.outbox.try_edit(drills::save(view.document, scenario));
                self.is_open = false;
            }
            if ui.button("Cancel").clicked() {
                self.is_open = false;
            }
        });
    }
}

/// `Loss of MBX1`.
fn suggestion(view: &ViewContext<'_>, drill: &DrillView) -> String {
    let failing = drill.steps.iter().filter(|it| it.action == DrillAction::Fail);
    let names: Vec<String> = failing.map(|it| it.part.name(view.document)).collect();
    format!("Loss of {}", names.join(", "))
}

/// Step back, play or pause, step on, and how fast.
fn buttons_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        button_ui(view, ui, IconKind::StepBack, AppCommand::StepDrillBack, drill.shown > 1, false);
        let icon = if drill.is_playing { IconKind::Pause } else { IconKind::Play };
        button_ui(view, ui, icon, AppCommand::PlayDrill, true, true);
        button_ui(view, ui, IconKind::StepOn, AppCommand::StepDrill, !drill.is_at_end(), false);
        ui.add_space(6.0);
        for (speed, label) in Speed::ALL {
            let chosen = drill.speed == speed;
            let button = egui::Button::selectable(chosen, RichText::new(label).size(12.5)).small();
            if ui.add(button).on_hover_text(format!("One row in {} s", speed.secs_per_row())).clicked() {
                view.outbox.send(Message::Drill(DrillWish::SetSpeed(speed)));
            }
        }
    });
}

fn button_ui(view: &ViewContext<'_>, ui: &mut Ui, icon: IconKind, command: AppCommand, enabled: bool, primary: bool) {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(if primary { 44.0 } else { 32.0 }, 30.0), sense);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, command.text()));
    let (fill, ink) = match (primary, enabled) {
        (_, false) => (Ink::Surface, Ink::LineMuted),
        (true, true) => (Ink::Accent, Ink::OnAccent),
        (false, true) if response.hovered() => (Ink::AccentSoft, Ink::TextStrong),
        (false, true) => (Ink::SurfaceRaised, Ink::Text),
    };
    let border = egui::Stroke::new(1.0, view.color(Ink::CardBorder));
    ui.painter().rect(rect, 6.0, view.color(fill), border, egui::StrokeKind::Inside);
    focus_ring(view, ui, &response);
    let area = egui::Rect::from_center_size(rect.center(), Vec2::splat(16.0));
    paint::icon_at(ui.painter(), view.palette, icon, area, ink);
    let keys = command.shortcut().map(|it| format!(" ({})", ui.ctx().format_shortcut(&it))).unwrap_or_default();
    if response.on_hover_text(format!("{}{keys}", command.text())).clicked() {
        view.outbox.command(command);
    }
}

/// What has failed so far, each with a button that brings it back.
fn parts_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    let mut seen: Vec<Part> = Vec::new();
    for step in &drill.steps {
        if !seen.contains(&step.part) {
            seen.push(step.part);
        }
    }
    for part in seen {
        let name = super::super::panels::kinds::capitalized(&part.name(view.document));
        let is_down = drill.is_down(part);
        ui.horizontal(|ui| {
            let (icon, ink) = if is_down { (IconKind::Bolt, Ink::Error) } else { (IconKind::Check, Ink::Ok) };
            icon_ui(view, ui, icon, ink, 14.0, "");
            let verb = if is_down { "Bring back" } else { "Fail again" };
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let button = ui.add(egui::Button::new(RichText::new(verb).size(12.5)).small());
                button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{verb}: {name}")));
                if button.on_hover_text("At the time of the row that is shown").clicked() {
                    view.outbox.send(Message::Drill(DrillWish::Toggle(vec![part])));
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(Label::new(strong(view, &name)).truncate());
                });
            });
        });
    }
}

/// Every service in its state after the rows that are shown.
fn services_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    let services = &view.analysis.failures.structure.services;
    for (index, service) in services.iter().enumerate().filter(|(_, it)| it.kind != ServiceKind::Whole) {
        let state = drill.snapshot.services.get(&index).copied().unwrap_or_default();
        let (icon, ink) = service_sign(state);
        let row = ui.horizontal(|ui| {
            icon_ui(view, ui, icon, ink, 16.0, "");
            ui.add(Label::new(&service.name).truncate());
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(RichText::new(state.label()).color(view.color(ink)).family(theme::bold()));
            });
        });
        let label = format!("{} now: {}", service.name, state.label().to_lowercase());
        row.response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    }
}
