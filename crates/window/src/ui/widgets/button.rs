//! The button that does what a dialog or a question is for, and the one that is as quiet as a text.

use egui::{Button, Color32, Response, RichText, Stroke, StrokeKind, Ui};

use crate::scene::Ink;
use crate::ui::context::ViewContext;
use crate::ui::theme;

/// Shows it. The mark of the focus stands around it: on its own color it would not be seen.
pub fn primary_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str, is_enabled: bool) -> Response {
    let (accent, on_accent) = (view.color(Ink::Accent), view.color(Ink::OnAccent));
    let label = RichText::new(text).family(theme::bold()).color(on_accent);
    // In a menu, a button without a frame looks like a line of text.
    let button = ui.add_enabled(is_enabled, Button::new(label).fill(accent).frame(true));
    focus_ring(view, ui, &button);
    button
}

/// Shows a button that looks like a text until somebody points at it. Its frame has its room all the time: a button that
/// grows under the pointer moves what stands beside it.
pub fn quiet_ui(ui: &mut Ui, button: Button<'_>) -> Response {
    let kept = ui.visuals().widgets.inactive.weak_bg_fill;
    ui.visuals_mut().widgets.inactive.weak_bg_fill = Color32::TRANSPARENT;
    let response = edged_ui(ui, button, Color32::TRANSPARENT);
    ui.visuals_mut().widgets.inactive.weak_bg_fill = kept;
    response
}

/// Shows a button with an edge of this color until somebody points at it. One that is given a stroke of its own shrinks
/// when it gets the keyboard: egui takes the width of its mark from the room inside.
pub fn edged_ui(ui: &mut Ui, button: Button<'_>, edge: Color32) -> Response {
    let kept = ui.visuals().widgets.inactive.bg_stroke;
    ui.visuals_mut().widgets.inactive.bg_stroke.color = edge;
    let response = ui.add(button);
    ui.visuals_mut().widgets.inactive.bg_stroke = kept;
    response
}

/// Shows one of several that can be chosen, as quiet as long as it is not.
pub fn choosable_ui(ui: &mut Ui, is_on: bool, button: Button<'_>) -> Response {
    if is_on { ui.add(button) } else { quiet_ui(ui, button.frame_when_inactive(true)) }
}

/// Draws the mark of the focus around what has it and shows it too little by itself.
pub(super) fn focus_ring(view: &ViewContext<'_>, ui: &Ui, shown: &Response) {
    if shown.has_focus() {
        let stroke = Stroke::new(2.0, view.color(Ink::Accent));
        ui.painter().rect_stroke(shown.rect.expand(2.0), 7.0, stroke, StrokeKind::Outside);
    }
}
