//! Failure drills that are saved with the design.

use egui::{Label, Ui};

use crate::edit::intent::drills;
use crate::model::{DrillAction, DrillScenario};
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::session::rehearsal::DrillCommand;
use crate::text::{common, impact as text};
use crate::ui::context::ViewContext;
use crate::ui::widgets::{card_ui, muted, strong, words};

/// A card per saved drill, and how to save one.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui) {
    if view.document.drills.is_empty() {
        ui.add(Label::new(muted(view, text::HOW_TO_SAVE_A_DRILL).size(12.0)).wrap());
    }
    for drill in &view.document.drills {
        card_ui(view, ui, Ink::SurfaceRaised, |ui| drill_ui(view, ui, drill));
    }
}

fn drill_ui(view: &ViewContext<'_>, ui: &mut Ui, drill: &DrillScenario) {
    ui.add(Label::new(strong(view, &drill.name)).wrap());
    if !drill.note.is_empty() {
        ui.add(Label::new(muted(view, &drill.note)).wrap());
    }
    let failed: Vec<String> =
        drill.steps.iter().filter(|it| it.action == DrillAction::Fail).map(|it| it.part.name(view.document)).collect();
    let text = if failed.is_empty() { text::NOTHING_LEFT_TO_FAIL.to_owned() } else { text::fails(&failed.join(", ")) };
    ui.add(Label::new(words(text)).wrap());
    ui.horizontal_wrapped(|ui| {
        let play = egui::Button::new(text::PLAY);
        let play = ui.add_enabled(!failed.is_empty(), play).on_hover_text(text::play_drill(&drill.name));
        play.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, text::play_drill(&drill.name)));
        if play.clicked() {
            view.outbox.send(Message::Drill(DrillCommand::Load(drill.name.clone())));
        }
        let delete = ui.button(common::DELETE).on_hover_text(text::delete_drill(&drill.name));
        delete
            .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, text::delete_drill(&drill.name)));
        if delete.clicked() {
            view.outbox.try_edit(drills::remove(view.document, &drill.name));
        }
    });
}
