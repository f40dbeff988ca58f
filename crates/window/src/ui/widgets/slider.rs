//! A slider whose rail can be seen, and whose mark of the focus too.

use egui::{Response, Slider, Ui};

use super::button::focus_ring;
use crate::scene::Ink;
use crate::ui::context::ViewContext;

/// Shows it without its number.
pub fn slider_ui(view: &ViewContext<'_>, ui: &mut Ui, slider: Slider<'_>, is_enabled: bool) -> Response {
    let shown = ui.scope(|ui| {
        // Without a color of its own the rail is as light as the panel.
        ui.visuals_mut().widgets.inactive.bg_fill = view.color(Ink::CardBorder);
        ui.add_enabled(is_enabled, slider.show_value(false))
    });
    focus_ring(view, ui, &shown.inner);
    shown.inner
}
