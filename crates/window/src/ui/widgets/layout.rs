//! Headings, cards, chips and labelled rows.

use egui::accesskit::Role;
use egui::{CornerRadius, Frame, InnerResponse, Margin, RichText, Stroke, Ui};

use crate::scene::Ink;
use crate::scene::text::keep_amounts;
use crate::ui::context::ViewContext;
use crate::ui::theme;

/// Text of the panels, where a line never ends between a number and its unit.
pub fn words(text: impl AsRef<str>) -> RichText {
    RichText::new(keep_amounts(text.as_ref()))
}

/// Text in the color of secondary text.
pub fn muted(view: &ViewContext<'_>, text: impl AsRef<str>) -> RichText {
    words(text).color(view.color(Ink::TextMuted))
}

/// Bold text.
pub fn strong(view: &ViewContext<'_>, text: impl AsRef<str>) -> RichText {
    words(text).family(theme::bold()).color(view.color(Ink::TextStrong))
}

/// A heading with space above it.
pub fn heading_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str) {
    ui.add_space(theme::GAP);
    ui.label(strong(view, text).size(14.5));
    ui.add_space(2.0);
}

/// Makes a button an entry of a menu for assistive technology: its words without the keys, which are said apart, and
/// whether it holds, where it is one of those that hold.
pub fn describe_menu_item(item: &egui::Response, words: &str, keys: &str, chosen: Option<bool>) {
    item.ctx.accesskit_node_builder(item.id, |node| {
        node.set_role(if chosen.is_some() { Role::MenuItemCheckBox } else { Role::MenuItem });
        node.set_label(words);
        match chosen {
            Some(chosen) => node.set_toggled(chosen.into()),
            None => node.clear_toggled(),
        }
        if !keys.is_empty() {
            node.set_keyboard_shortcut(keys);
        }
    });
}

/// A raised area with a border.
pub fn card_ui<R>(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    fill: Ink,
    content: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    Frame::new()
        .fill(view.color(fill))
        .stroke(Stroke::new(1.0, view.color(Ink::LineMuted)))
        .corner_radius(CornerRadius::same(7))
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui)
        })
}

/// A small word on a tint, on the next line where it does not fit on this one.
pub fn chip_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str, ink: Ink, tint: Ink) -> egui::Response {
    let margin = egui::vec2(5.0, 1.0);
    let widest = (ui.max_rect().width() - 2.0 * margin.x).max(40.0);
    let galley = ui.painter().layout(keep_amounts(text), egui::FontId::proportional(11.5), view.color(ink), widest);
    let (rect, response) = ui.allocate_exact_size(galley.size() + 2.0 * margin, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, text));
    if ui.is_rect_visible(rect) {
        ui.painter().rect_filled(rect, CornerRadius::same(4), view.color(tint));
        ui.painter().galley(rect.min + margin, galley, view.color(ink));
    }
    response
}

/// A row of a table: cells with fixed shares of the room there is, so that no table is wider than its panel and rows
/// stand in line. What is longer than its cell wraps.
pub fn cells_ui<const N: usize>(ui: &mut Ui, shares: [f32; N], content: impl FnOnce(&mut [Ui; N])) {
    let room = ui.available_rect_before_wrap();
    let gap = ui.spacing().item_spacing.x;
    let width = room.width() - gap * N.saturating_sub(1) as f32;
    let whole: f32 = shares.iter().sum();
    let mut left = room.left();
    let mut cells = shares.map(|share| {
        let size = egui::vec2((width * share / whole).max(0.0), room.height());
        let rect = egui::Rect::from_min_size(egui::pos2(left, room.top()), size);
        left = rect.right() + gap;
        ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min)))
    });
    content(&mut cells);
    let height = cells.iter().map(|it| it.min_rect().height()).fold(0.0, f32::max);
    ui.allocate_rect(egui::Rect::from_min_size(room.min, egui::vec2(room.width(), height)), egui::Sense::hover());
}

/// Content that takes exactly the room there is: whatever stands in it, the panel around it keeps its width.
pub fn steady_ui<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let rect = ui.available_rect_before_wrap();
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(*ui.layout()));
    inner.set_clip_rect(inner.clip_rect().intersect(rect.expand2(egui::vec2(4.0, 0.0))));
    let result = content(&mut inner);
    ui.advance_cursor_after_rect(rect);
    result
}

/// How wide buttons beside each other are.
pub fn buttons_width(ui: &Ui, labels: &[&str]) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let text = |it: &&str| ui.painter().layout_no_wrap((*it).to_owned(), font.clone(), egui::Color32::WHITE).size().x;
    let spacing = ui.spacing();
    let buttons: f32 = labels.iter().map(|it| text(it) + 2.0 * spacing.button_padding.x).sum();
    buttons + spacing.item_spacing.x * labels.len().saturating_sub(1) as f32
}
