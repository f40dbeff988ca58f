//! Many things that are one stop of the Tab order: the arrow keys walk among them.

use egui::accesskit::Action;
use egui::{EventFilter, FocusDirection, Key, Modifiers, Response, Sense, Ui};

/// Which of many things Tab leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    at: usize,
}

impl Stop {
    /// The one that Tab leads to.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Makes another one the one that Tab leads to.
    pub const fn move_to(&mut self, at: usize) {
        self.at = at;
    }

    /// What the thing with this number senses, besides what `sense` says.
    pub fn sense(&self, number: usize, sense: Sense) -> Sense {
        let plain = sense - Sense::FOCUSABLE;
        if number == self.at { plain | Sense::FOCUSABLE } else { plain }
    }

    /// Walks among the things, of which `columns` stand side by side, once all are shown; returns the one that the arrow
    /// keys have led to.
    pub fn keys(&mut self, ui: &Ui, things: &[Response], columns: usize) -> Option<usize> {
        self.at = self.at.min(things.len().saturating_sub(1));
        for (number, thing) in things.iter().enumerate() {
            ui.ctx().accesskit_node_builder(thing.id, |node| node.add_action(Action::Focus));
            if ui.input(|input| input.has_accesskit_action_request(thing.id, Action::Focus)) || thing.clicked() {
                self.at = number;
                if !thing.clicked() {
                    thing.request_focus();
                }
            }
        }
        let here = things.get(self.at).filter(|it| it.has_focus())?;
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(here.id, filter));
        let next = self.led_to(ui, things.len(), columns)?;
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        self.at = next;
        let thing = things.get(next)?;
        thing.request_focus();
        thing.scroll_to_me(None);
        Some(next)
    }

    fn led_to(self, ui: &Ui, count: usize, columns: usize) -> Option<usize> {
        let columns = columns.max(1);
        let side = usize::from(columns > 1);
        let steps = [
            (Key::ArrowDown, self.at.saturating_add(columns)),
            (Key::ArrowUp, self.at.checked_sub(columns).unwrap_or(self.at)),
            (Key::ArrowRight, self.at.saturating_add(side)),
            (Key::ArrowLeft, self.at.saturating_sub(side)),
            (Key::Home, 0),
            (Key::End, count.saturating_sub(1)),
        ];
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let to = steps.into_iter().find_map(|(key, to)| pressed(key).then_some(to))?;
        Some(if to < count { to } else { self.at })
    }
}
