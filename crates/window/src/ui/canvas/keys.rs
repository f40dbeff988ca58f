//! Keys on the canvas: arrows move by slot, Enter and typing rename, Tab walks in reading order.

use egui::{Event, Key, Modifiers, Ui};

use super::CanvasView;
use super::elements::Widgets;
use super::rename::Rename;
use crate::edit::intent::movement::{Direction, nudge};
use crate::edit::intent::rename::can_rename;
use crate::model::Element;
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::ui::context::ViewContext;

const ARROWS: [(Key, Direction); 4] = [
    (Key::ArrowLeft, Direction::Left),
    (Key::ArrowRight, Direction::Right),
    (Key::ArrowUp, Direction::Up),
    (Key::ArrowDown, Direction::Down),
];

impl CanvasView {
    pub(super) fn keys(&mut self, view: &ViewContext<'_>, ui: &Ui, widgets: &Widgets) {
        self.note_device(ui);
        let expected = self.expected_focus.take_if(|it| Some(*it) == widgets.focused);
        if let Some(element) = widgets.gained.filter(|it| Some(*it) != expected) {
            view.outbox.send(Message::Select(vec![element]));
            if let Some(rect) = view.layout.rect_of(element) {
                self.bring_into_view(rect);
            }
        }
        if let Some(element) = widgets.activated {
            view.outbox.send(Message::Select(vec![element]));
        }
        let somewhere_else = ui.memory(|memory| memory.focused().is_some()) && widgets.focused.is_none();
        let busy = self.rename.is_some() || self.question.is_some() || self.menu.is_some();
        if busy || self.gesture.is_active() || ui.ctx().any_popup_open() {
            return;
        }
        if !somewhere_else {
            arrows(view, ui);
            if !view.selection.is_empty() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
                self.command(AppCommand::Rename);
                ui.ctx().request_repaint();
            }
        }
        if !ui.ctx().text_edit_focused() {
            self.typing(view, ui);
        }
    }

    /// Notes whether the person uses the keyboard or the pointer.
    fn note_device(&mut self, ui: &Ui) {
        ui.input(|input| {
            for event in &input.events {
                match event {
                    Event::Key { key: Key::Tab, pressed: true, .. } => self.uses_keyboard = true,
                    Event::PointerButton { pressed: true, .. } => self.uses_keyboard = false,
                    _ => {}
                }
            }
            self.uses_keyboard |= ARROWS.iter().any(|(key, _)| input.key_pressed(*key));
        });
    }

    /// Typing over a selected element gives it another name.
    fn typing(&mut self, view: &ViewContext<'_>, ui: &Ui) {
        let Some(element) = view.selected_one().filter(|it| can_rename(view.document, *it)) else { return };
        if view.layout.rect_of(element).is_none() {
            return;
        }
        let typed: String = ui.input(|input| {
            if input.modifiers.command || input.modifiers.alt {
                return String::new();
            }
            let texts = input.events.iter().filter_map(|it| if let Event::Text(text) = it { Some(text) } else { None });
            texts.flat_map(|text| text.chars()).filter(|it| !it.is_control()).collect()
        });
        if !typed.trim().is_empty() {
            self.rename = Some(Rename::typed(element, typed.trim_start()));
        }
    }
}

/// Arrow keys move what is selected.
fn arrows(view: &ViewContext<'_>, ui: &Ui) {
    if view.selection.is_empty() {
        return;
    }
    let elements: Vec<Element> = view.selection.iter().copied().collect();
    for (key, direction) in ARROWS {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
            && let Some(edit) = nudge(view.document, &elements, direction)
        {
            view.outbox.edit(edit);
        }
    }
}
