//! Headings, cards, chips and labelled rows.

use egui::containers::menu::{MenuConfig, SubMenuButton};
use egui::{CornerRadius, Frame, InnerResponse, Margin, PopupCloseBehavior, RichText, Stroke, Ui};

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

/// A menu within a menu; egui's own arrow is not in the fonts of the program.
pub fn submenu_ui(ui: &mut Ui, title: &str, close: PopupCloseBehavior, content: impl FnOnce(&mut Ui)) {
    let button = egui::Button::new(title).right_text("›");
    SubMenuButton::from_button(button).config(MenuConfig::new().close_behavior(close)).ui(ui, content);
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

/// A small word on a tint.
pub fn chip_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str, ink: Ink, tint: Ink) -> egui::Response {
    Frame::new()
        .fill(view.color(tint))
        .corner_radius(CornerRadius::same(4))
        .inner_margin(Margin::symmetric(5, 1))
        .show(ui, |ui| ui.label(words(text).size(11.5).color(view.color(ink))))
        .response
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
