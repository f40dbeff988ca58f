//! Filter of the findings panel: words, severities, selection.

use egui::Ui;

use super::data::{Filter, Rows};
use crate::scene::Ink;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{muted, severity_icon, severity_ink, toggle_chip_ui};

/// Shows the filter.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, filter: &mut Filter, rows: &Rows) {
    ui.horizontal(|ui| {
        let clear = filter.is_on();
        let width = ui.available_width() - if clear { 92.0 } else { 0.0 };
        let hint = egui::TextEdit::singleline(&mut filter.text)
            .hint_text("Filter by words or rule id")
            .margin(egui::Margin::symmetric(6, 3))
            .desired_width(width.max(80.0));
        let response = ui.add(hint);
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::text_edit(true, "", &filter.text, "Filter by words or rule id");
            info.label = Some("Filter findings".to_owned());
            info
        });
        if clear && ui.add(egui::Button::new("Clear filter").wrap_mode(egui::TextWrapMode::Extend)).clicked() {
            *filter = Filter::default();
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for (severity, count) in rows.counts.iter().filter(|(_, count)| *count > 0) {
            let mut shown = !filter.hidden.contains(severity);
            let mark = Some((severity_icon(*severity), severity_ink(*severity)));
            let text = format!("{} {count}", severity.title());
            if toggle_chip_ui(view, ui, mark, &text, &mut shown).clicked() {
                if shown {
                    filter.hidden.remove(severity);
                } else {
                    filter.hidden.insert(*severity);
                }
            }
        }
        if rows.total > 0 {
            toggle_chip_ui(view, ui, None, "Only selection", &mut filter.only_selection)
                .on_hover_text("Show only findings about what is selected");
        }
    });
    if rows.total > 0 && filter.is_on() {
        ui.label(muted(view, format!("{} of {} findings", rows.shown(), rows.total)).size(12.0));
    }
    let line = ui.available_rect_before_wrap();
    ui.painter().hline(line.x_range(), line.top(), egui::Stroke::new(1.0, view.color(Ink::LineMuted)));
    ui.add_space(theme::GAP);
}
