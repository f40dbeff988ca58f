//! Widgets of many kinds that are one stop of the Tab order: Tab leads to the one that had the focus last, and from there
//! on to what comes behind all of them; the arrow keys walk among them in reading order, and leave none out.

use egui::{FocusDirection, Id, Key, LayerId, Modifiers, Rect, Sense, Ui, Vec2};

use crate::ui::focus::{hand_on, pointed_out, shown};

/// What is remembered of a group from frame to frame.
#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    has_focus: bool,
    last: Option<Id>,
    /// Whether Shift and Tab were pressed in the frame before: the focus comes a frame later then.
    back: bool,
    /// Which of the widgets of its layer are of the group: the first, and the first that is not.
    range: (usize, usize),
}

/// Shows widgets as one stop of the Tab order, in which the arrow keys walk in reading order.
pub fn tab_group_ui<R>(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    group_ui(ui, salt, walk, content)
}

/// Shows the cells of a table as one stop of the Tab order, in which the arrow keys walk up, down and sideways.
pub fn tab_grid_ui<R>(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    group_ui(ui, salt, walk_by_place, content)
}

fn group_ui<R>(
    ui: &mut Ui,
    salt: &str,
    walk: impl FnOnce(&Ui, (usize, usize)),
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
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
    walk(ui, memory.range);
    let count = |ui: &Ui| ui.ctx().viewport(|it| it.this_pass.widgets.get_layer(ui.layer_id()).count());
    let first = count(ui);
    let result = content(ui);
    let range = (first, count(ui));
    if still_here && tab {
        hand_on(ui);
        ui.data_mut(|data| data.insert_temp(id, Memory { has_focus: false, range, ..memory }));
        return result;
    }
    let focused = ui.memory(|it| it.focused());
    let is_of_group = |id: &Id| {
        let layer = ui.layer_id();
        ui.ctx().viewport(|it| it.this_pass.widgets.get_layer(layer).skip(range.0).any(|it| it.id == *id))
    };
    let is_here = focused.as_ref().is_some_and(is_of_group);
    let pointed = pointed_out(ui).filter(is_of_group);
    let last = pointed.or(memory.last);
    let mut now = Memory { has_focus: is_here, last: if is_here { focused } else { last }, back, range };
    let came_by_tab = is_here && !memory.has_focus && ui.layer_id() == LayerId::background();
    if came_by_tab
        && (tab || memory.back)
        && let Some(last) = last.filter(|it| Some(*it) != focused && shown(ui.ctx(), *it).is_some())
    {
        ui.memory_mut(|memory| memory.request_focus(last));
        now.last = Some(last);
    }
    if let Some(pointed) = pointed.filter(|it| is_here && Some(*it) != focused) {
        ui.memory_mut(|memory| memory.request_focus(pointed));
        now.last = Some(pointed);
    }
    ui.data_mut(|data| data.insert_temp(id, now));
    result
}

/// Leads the focus to the next widget of a group or the one before, or to its ends. A field keeps the keys that move in
/// its text, an open menu all of them.
fn walk(ui: &Ui, range: (usize, usize)) {
    let Some((widgets, at)) = of_group(ui, range) else { return };
    let (next, before) = (at + 1, at.saturating_sub(1));
    let up_and_down = [(Key::ArrowDown, next), (Key::ArrowUp, before)];
    let others = [(Key::ArrowRight, next), (Key::ArrowLeft, before), (Key::Home, 0), (Key::End, usize::MAX)];
    let is_field = ui.ctx().text_edit_focused();
    let steps = up_and_down.into_iter().chain(others.into_iter().filter(|_| !is_field));
    let to = steps.into_iter().find_map(|(key, to)| pressed(ui, key).then_some(to));
    if let Some((id, _)) = to.and_then(|to| widgets.get(to.min(widgets.len() - 1))) {
        go_to(ui, *id);
    }
}

/// Leads the focus to the nearest widget of a group above, below or beside the one that has it, and to the ends of its
/// row; where there is none, it stays.
fn walk_by_place(ui: &Ui, range: (usize, usize)) {
    let Some((widgets, at)) = of_group(ui, range) else { return };
    let here = widgets[at].1;
    let in_row = |it: &Rect| it.top() < here.bottom() && it.bottom() > here.top();
    let beside = |is_there: fn(&Rect, &Rect) -> bool| {
        let there = widgets.iter().filter(|(_, it)| is_there(it, &here));
        // Rows are wider than high: the one in line with it, of the nearest row.
        let far = |it: &Rect| {
            let (sideways, away) = (it.center() - here.center()).abs().into();
            away + sideways / 8.0
        };
        there.min_by(|a, b| far(&a.1).total_cmp(&far(&b.1)))
    };
    let row = || widgets.iter().filter(|(_, it)| in_row(it));
    let to = if pressed(ui, Key::ArrowRight) {
        row().filter(|(_, it)| it.left() >= here.right()).min_by(|a, b| a.1.left().total_cmp(&b.1.left()))
    } else if pressed(ui, Key::ArrowLeft) {
        row().filter(|(_, it)| it.right() <= here.left()).max_by(|a, b| a.1.right().total_cmp(&b.1.right()))
    } else if pressed(ui, Key::ArrowDown) {
        beside(|it, here| it.top() >= here.bottom())
    } else if pressed(ui, Key::ArrowUp) {
        beside(|it, here| it.bottom() <= here.top())
    } else if pressed(ui, Key::Home) {
        row().min_by(|a, b| a.1.left().total_cmp(&b.1.left()))
    } else if pressed(ui, Key::End) {
        row().max_by(|a, b| a.1.right().total_cmp(&b.1.right()))
    } else {
        return;
    };
    go_to(ui, to.map_or(widgets[at].0, |it| it.0));
}

/// The widgets of a group, with their places, and which of them has the focus; `None` where none has, or a menu is open.
fn of_group(ui: &Ui, (first, end): (usize, usize)) -> Option<(Vec<(Id, Rect)>, usize)> {
    if ui.ctx().any_popup_open() {
        return None;
    }
    let layer = ui.layer_id();
    let widgets: Vec<(Id, Rect)> = ui.ctx().viewport(|it| {
        let of_group = it.prev_pass.widgets.get_layer(layer).take(end).skip(first);
        of_group.filter(|it| it.enabled && it.sense.is_focusable()).map(|it| (it.id, it.rect)).collect()
    });
    let focused = ui.memory(|memory| memory.focused());
    let at = widgets.iter().position(|(id, _)| Some(*id) == focused)?;
    Some((widgets, at))
}

fn pressed(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}

fn go_to(ui: &Ui, id: Id) {
    ui.memory_mut(|memory| {
        memory.move_focus(FocusDirection::None);
        memory.request_focus(id);
    });
}
