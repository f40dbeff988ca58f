//! Filter of the findings panel: words, severities, selection.

use egui::Ui;

use super::data::{Filter, Rows};
use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::text::findings as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{muted, severity_icon, severity_ink, short_toggle_chip_ui, toggle_chip_ui};

/// From this width of the panel on all severities have their words in one row.
const ROOMY: f32 = 470.0;

/// Shows the filter.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, filter: &mut Filter, rows: &Rows) {
    ui.horizontal(|ui| {
        // As high as the button that comes while a filter is on, so that nothing below moves.
        ui.set_min_height(ui.spacing().interact_size.y.max(26.0));
        let clear = filter.is_on();
        let width = ui.available_width() - if clear { 92.0 } else { 0.0 };
        let hint = egui::TextEdit::singleline(&mut filter.text)
            .hint_text(text::FILTER_HINT)
            .margin(egui::Margin::symmetric(6, 3))
            .desired_width(width.max(80.0));
        let response = ui.add(hint);
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::text_edit(true, "", &filter.text, text::FILTER_HINT);
            info.label = Some(text::FILTER_FINDINGS.to_owned());
            info
        });
        if clear && ui.add(egui::Button::new(text::CLEAR_FILTER).wrap_mode(egui::TextWrapMode::Extend)).clicked() {
            *filter = Filter::default();
        }
    });
    // A severity more must not begin a second row: the list below would move.
    let is_roomy = ui.available_width() >= ROOMY;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for (severity, count) in rows.counts.iter().filter(|(_, count)| *count > 0) {
            let mut shown = !filter.hidden.contains(severity);
            let mark = Some((severity_icon(*severity), severity_ink(*severity)));
            let (text, label) = (count.to_string(), format!("{} {count}", severity.title()));
            let texts = if is_roomy { (label.as_str(), label.as_str()) } else { (text.as_str(), label.as_str()) };
            let chip = short_toggle_chip_ui(view, ui, mark, texts, &mut shown);
            if chip.on_hover_text(&label).clicked() {
                if shown {
                    filter.hidden.remove(severity);
                } else {
                    filter.hidden.insert(*severity);
                }
            }
        }
    });
    count_ui(view, ui, filter, rows);
    let line = ui.available_rect_before_wrap();
    ui.painter().hline(line.x_range(), line.top(), egui::Stroke::new(1.0, view.color(Ink::LineMuted)));
    ui.add_space(theme::GAP);
}

/// How many findings are shown, the filter by selection, and the way to fix the severe ones. The line keeps its place while a filter is typed.
fn count_ui(view: &ViewContext<'_>, ui: &mut Ui, filter: &mut Filter, rows: &Rows) {
    if rows.total == 0 {
        return;
    }
    ui.horizontal(|ui| {
        let all = text::num_findings(rows.total);
        let text = if rows.shown() == rows.total { all } else { text::some_of(rows.shown(), &all) };
        ui.label(muted(view, text).size(12.0));
        toggle_chip_ui(view, ui, None, text::ONLY_SELECTION, &mut filter.only_selection)
            .on_hover_text(text::ABOUT_SELECTION);
        if rows.can_be_made_compliant {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let button = egui::Button::new(text::MAKE_IT_COMPLIANT).fill(view.color(Ink::AccentSoft));
                let button = ui.add(button).on_hover_text(text::SHOW_SEVERE_FIXES);
                if button.clicked() {
                    view.outbox.command(AppCommand::MakeCompliant);
                }
            });
        }
    });
}
