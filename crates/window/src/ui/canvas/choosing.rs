//! A list over the canvas or the list view, from which something is chosen by typing its name.

use egui::{Area, Frame, Id, Order, Pos2, Rect, Ui, Vec2};

use crate::scene::Ink;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{Choice, PickList};
use crate::ui::{theme, widgets};

/// Width of the list in points.
const WIDTH: f32 = 300.0;
/// Most height of its rows in points.
const HEIGHT: f32 = 220.0;

/// What stands on the list.
pub(super) struct Wording<'a> {
    /// What is asked; also the name of the field.
    pub(super) title: &'a str,
    /// What the field says while it is empty.
    pub(super) hint: &'a str,
    /// What is said where nothing fits.
    pub(super) none: &'a str,
}

/// Shows the list beside a place on screen, within `area`; returns what was chosen, and the place it has.
pub(super) fn pick_ui<T: Clone>(
    view: &ViewContext<'_>,
    ui: &Ui,
    (area, at): (Rect, Pos2),
    words: &Wording<'_>,
    list: &mut PickList,
    choices: &[Choice<T>],
) -> (Option<T>, Rect) {
    let shown = Area::new(Id::new("canvas-choice"))
        .order(Order::Foreground)
        .constrain_to(area.shrink(4.0))
        .fixed_pos(at + Vec2::new(16.0, -20.0))
        .show(ui.ctx(), |ui| {
            let frame = Frame::popup(ui.style()).fill(view.color(Ink::SurfaceRaised));
            let content = |ui: &mut Ui| {
                ui.set_width(WIDTH.min(area.width() - 28.0));
                ui.label(widgets::strong(view, words.title));
                let keys = list.field_ui(ui, words.title, words.hint);
                ui.add_space(theme::GAP / 2.0);
                let wanted = list.text().to_owned();
                list.list_ui(view, ui, (&wanted, keys), (choices, words.none, HEIGHT))
            };
            frame.show(ui, content).inner
        });
    (shown.inner, shown.response.rect)
}
