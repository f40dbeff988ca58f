//! The drill in the side panel: its name, saving it, what fails, every event, and the result.

use egui::{Align, Button, Label, Layout, RichText, ScrollArea, Ui, WidgetInfo, WidgetType};

use super::{result, timeline};
use crate::edit::intent::drills;
use crate::model::{DrillAction, DrillScenario, Part};
use crate::prose::capitalized;
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::session::rehearsal::{DrillCommand, DrillView};
use crate::text::{common, drill as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{SectionTitle, icon_ui, muted, section_header_ui, strong};

/// View state of the panel.
#[derive(Debug, Default)]
pub(super) struct DrillPanel {
    form: SaveForm,
    hides_events: bool,
    hides_result: bool,
    /// The row that was brought into view last.
    seen: usize,
}

impl DrillPanel {
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
        self.form.ui(view, drill, ui);
        ui.separator();
        let moved = self.seen != drill.shown;
        self.seen = drill.shown;
        ScrollArea::vertical().id_salt("drill-panel").auto_shrink([false, false]).show(ui, |ui| {
            parts_ui(view, drill, ui);
            ui.add_space(theme::GAP);
            let title = SectionTitle::new(text::WHAT_HAPPENS).counting(drill.drill.rows.len());
            if is_open_ui(view, ui, title, &mut self.hides_events) {
                timeline::ui(view, drill, ui, moved);
            }
            ui.add_space(theme::GAP);
            if is_open_ui(view, ui, SectionTitle::new(text::WHAT_IS_LEFT), &mut self.hides_result) {
                result::ui(view, drill, ui);
            }
            ui.add_space(theme::SECTION_GAP);
        });
    }
}

fn is_open_ui(view: &ViewContext<'_>, ui: &mut Ui, title: SectionTitle<'_>, is_hidden: &mut bool) -> bool {
    let mut open = !*is_hidden;
    section_header_ui(view, ui, title, &mut open);
    *is_hidden = !open;
    open
}

/// Name and note of a drill that is about to be saved.
#[derive(Debug, Default)]
struct SaveForm {
    is_open: bool,
    name: String,
    note: String,
}

impl SaveForm {
    fn ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
        let title = if drill.saved.name.is_empty() { text::FAILURE_DRILL } else { drill.saved.name.as_str() };
        ui.horizontal_top(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                let save = ui.add_enabled(!self.is_open, Button::new(text::SAVE));
                if save.on_hover_text(text::KEEP_WITH_DESIGN).clicked() {
                    self.open(view, drill);
                }
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.add(Label::new(strong(view, title).size(16.0)).wrap());
                });
            });
        });
        if self.is_open {
            self.save_ui(view, drill, ui);
        }
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
        let name = ui.label(muted(view, text::NAME_OF_THE_DRILL));
        ui.text_edit_singleline(&mut self.name).labelled_by(name.id);
        let note = ui.label(muted(view, text::WHAT_IT_IS_FOR));
        ui.text_edit_singleline(&mut self.note).labelled_by(note.id);
        ui.horizontal(|ui| {
            if ui.add_enabled(!self.name.trim().is_empty(), Button::new(common::SAVE)).clicked() {
                let scenario =
                    DrillScenario { name: self.name.clone(), note: self.note.clone(), steps: drill.steps.clone() };
                view.outbox.try_edit(drills::save(view.document, scenario));
                self.is_open = false;
            }
            if ui.button(common::CANCEL).clicked() {
                self.is_open = false;
            }
        });
    }
}

/// `Loss of MBX1`.
fn suggestion(view: &ViewContext<'_>, drill: &DrillView) -> String {
    let failing = drill.steps.iter().filter(|it| it.action == DrillAction::Fail);
    let names: Vec<String> = failing.map(|it| it.part.name(view.document)).collect();
    text::loss_of(&names.join(", "))
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
        let name = capitalized(&part.name(view.document));
        let is_down = drill.is_down(part);
        ui.horizontal_top(|ui| {
            let (icon, ink) = if is_down { (IconKind::Bolt, Ink::Error) } else { (IconKind::Check, Ink::Ok) };
            icon_ui(view, ui, icon, ink, 14.0, "");
            let verb = if is_down { text::BRING_BACK } else { text::FAIL_AGAIN };
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                let button = ui.add(Button::new(RichText::new(verb).size(12.5)).small());
                button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{verb}: {name}")));
                if button.on_hover_text(text::AT_TIME_OF_SHOWN_ROW).clicked() {
                    view.outbox.send(Message::Drill(DrillCommand::Toggle(vec![part])));
                }
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.add(Label::new(strong(view, &name)).wrap());
                });
            });
        });
    }
}
