//! Widgets of many kinds that are one stop of the Tab order: Tab leads to the one that had the focus last, and from there
//! on to what comes behind all of them; the arrow keys of egui walk among them.

use egui::{FocusDirection, Id, Key, LayerId, Rect, Sense, Ui, Vec2};

use crate::ui::focus::hand_on;

/// What is remembered of a group from frame to frame.
#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    has_focus: bool,
    last: Option<Id>,
}

/// Shows widgets as one stop of the Tab order.
pub fn tab_group_ui<R>(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    let id = Id::new(("tab-group", salt));
    let memory: Memory = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let (tab, back) = ui.input(|input| {
        let is_tab = input.key_pressed(Key::Tab) && !input.modifiers.command && !input.modifiers.alt;
        (is_tab && !input.modifiers.shift, is_tab && input.modifiers.shift)
    });
    let still_here = memory.has_focus && ui.memory(|it| it.focused()) == memory.last;
    if still_here && back {
        // As if Shift and Tab were pressed on something before all of them.
        let gate = id.with("before");
        ui.memory_mut(|memory| {
            memory.request_focus(gate);
            memory.move_focus(FocusDirection::Previous);
        });
        ui.interact(Rect::from_min_size(ui.cursor().min, Vec2::ZERO), gate, Sense::FOCUSABLE);
    } else if still_here && tab {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    let top = ui.cursor().min;
    let result = content(ui);
    if still_here && tab {
        hand_on(ui);
        ui.data_mut(|data| data.insert_temp(id, Memory { has_focus: false, ..memory }));
        return result;
    }
    let place = ui.min_rect().union(Rect::from_min_max(top, ui.cursor().min));
    let focused = ui.memory(|it| it.focused());
    let response = focused.and_then(|it| ui.ctx().read_response(it)).filter(|it| it.layer_id == ui.layer_id());
    let is_here = response.is_some_and(|it| place.contains(it.rect.center()));
    let mut now = Memory { has_focus: is_here, last: if is_here { focused } else { memory.last } };
    let came_by_tab = is_here && !memory.has_focus && ui.layer_id() == LayerId::background();
    if came_by_tab
        && (tab || back)
        && let Some(last) = memory.last.filter(|it| Some(*it) != focused && ui.ctx().read_response(*it).is_some())
    {
        ui.memory_mut(|memory| memory.request_focus(last));
        now.last = Some(last);
    }
    ui.data_mut(|data| data.insert_temp(id, now));
    result
}
