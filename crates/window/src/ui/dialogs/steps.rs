//! The steps of the session: a slider back to any of them, and forth again, with the canvas showing each.

use egui::{Button, ScrollArea, Slider, Ui, WidgetInfo, WidgetType};

use super::{buttons_ui, confirm_ui, title_ui};
use crate::session::queue::Message;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{muted, slider_ui};

/// View state: where the design stood when the dialog came up, for whoever wants to leave it there.
#[derive(Debug, Default)]
pub struct StepsDialog {
    start: Option<usize>,
}

impl StepsDialog {
    /// Shows the slider and the list.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let (labels, behind) = (&view.steps, view.num_behind);
        let start = *self.start.get_or_insert(behind);
        ui.set_width(460.0);
        title_ui(view, ui, text::STEPS);
        ui.label(muted(view, text::STEPS_REACH));
        ui.add_space(theme::GAP);
        let mut wanted = behind;
        ui.spacing_mut().slider_width = 340.0;
        let slider = slider_ui(view, ui, Slider::new(&mut wanted, 0..=labels.len()), !labels.is_empty());
        slider.widget_info(|| WidgetInfo::slider(!labels.is_empty(), behind as f64, text::STEPS_SLIDER));
        ui.add_space(theme::GAP);
        ScrollArea::vertical().max_height(260.0).auto_shrink([false, true]).show(ui, |ui| {
            for number in (0..=labels.len()).rev() {
                let label = number.checked_sub(1).and_then(|it| labels.get(it)).copied().unwrap_or(text::AT_THE_START);
                let words = if number > behind { muted(view, label) } else { egui::RichText::new(label) };
                let row = Button::selectable(number == behind, words).wrap();
                let row = ui.add_sized([ui.available_width(), theme::ROW_HEIGHT], row);
                row.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, number == behind, label));
                if row.clicked() {
                    wanted = number;
                }
            }
        });
        if wanted != behind {
            view.outbox.send(Message::GoToStep(wanted));
        }
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, text::STAY_HERE, true) {
                view.outbox.send(Message::CloseDialog);
            }
            if ui.button(common::CANCEL).clicked() {
                view.outbox.send(Message::GoToStep(start));
                view.outbox.send(Message::CloseDialog);
            }
        });
    }
}
