//! The edge by which a panel is made wider and narrower: named, with its range, and moved with the arrow keys too.

use egui::accesskit::{Action, ActionData, ActionRequest, Orientation, Role};
use egui::containers::panel::PanelState;
use egui::{Event, EventFilter, FocusDirection, Id, Key, Modifiers, Rect, Stroke, Ui};

use super::context::ViewContext;
use crate::scene::Ink;

/// How far an arrow key moves an edge, in points.
const STEP: f32 = 20.0;

/// A panel that has just been shown.
pub(super) struct Splitter {
    /// The id of the panel.
    pub(super) panel: &'static str,
    /// What its width is called.
    pub(super) name: &'static str,
    /// Its place on screen.
    pub(super) place: Rect,
    /// Least and most width in points.
    pub(super) range: (f32, f32),
    /// Whether it stands at the left side of the window.
    pub(super) is_left: bool,
}

impl Splitter {
    /// Names the edge, shows when it has the focus, and lets keys and assistive technology move it.
    pub(super) fn ui(&self, view: &ViewContext<'_>, ui: &Ui) {
        let (ctx, panel) = (ui.ctx(), Id::new(self.panel));
        // As egui's panels call it.
        let edge = panel.with(concat!("__", "resize"));
        let (least, most) = self.range;
        ctx.accesskit_node_builder(edge, |node| {
            node.set_role(Role::Splitter);
            node.set_label(self.name);
            node.set_orientation(Orientation::Vertical);
            node.set_numeric_value(self.place.width().round().into());
            node.set_min_numeric_value(least.into());
            node.set_max_numeric_value(most.into());
            node.set_numeric_value_step(STEP.into());
            node.add_action(Action::Increment);
            node.add_action(Action::Decrement);
            node.add_action(Action::SetValue);
        });
        let has_focus = ui.memory(|memory| memory.has_focus(edge));
        let mut width = self.asked(ui, edge);
        if has_focus {
            let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(edge, filter));
            for (key, by) in [(Key::ArrowLeft, -STEP), (Key::ArrowRight, STEP)] {
                if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                    let by = if self.is_left { by } else { -by };
                    width = Some(self.place.width() + by);
                    ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
                }
            }
            let x = if self.is_left { self.place.right() } else { self.place.left() };
            let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Middle, edge));
            painter.vline(x, self.place.y_range(), Stroke::new(3.0, view.color(Ink::Accent)));
        }
        if let Some(width) = width {
            let size = egui::vec2(width.clamp(least, most), self.place.height());
            let state = PanelState { outer_rect: Rect::from_min_size(self.place.min, size) };
            ctx.data_mut(|data| data.insert_persisted(panel, state));
            ctx.request_repaint();
        }
    }

    /// The width that assistive technology asks for.
    fn asked(&self, ui: &Ui, edge: Id) -> Option<f32> {
        let asked = |request: &ActionRequest| match (request.action, &request.data) {
            (Action::Increment, _) => Some(self.place.width() + STEP),
            (Action::Decrement, _) => Some(self.place.width() - STEP),
            (Action::SetValue, Some(ActionData::NumericValue(value))) => Some(*value as f32),
            _ => None,
        };
        ui.input(|input| {
            let requests = input.events.iter().filter_map(|event| match event {
                Event::AccessKitActionRequest(request) if request.target_node == edge.accesskit_id() => Some(request),
                _ => None,
            });
            requests.filter_map(asked).next_back()
        })
    }
}
