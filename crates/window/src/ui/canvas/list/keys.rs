//! Keys in the list: up and down by rows, left and right fold and unfold, the rest as on the canvas.

use egui::accesskit::Action;
use egui::{Key, Modifiers, Ui};

use super::super::interaction::Gesture;
use super::super::keys::requested;
use super::CanvasView;
use crate::model::Element;
use crate::model::outline::Outline;
use crate::session::queue::Message;
use crate::ui::context::ViewContext;

impl CanvasView {
    pub(super) fn list_keys(&mut self, view: &ViewContext<'_>, ui: &Ui, outline: &Outline) {
        self.note_device(ui);
        for (action, element) in requested(ui, outline) {
            match action {
                Action::Focus | Action::ScrollIntoView => self.row_to(ui, element),
                // What has a widget in this frame is clicked there.
                Action::Click if self.list.place(element).is_none() => {
                    self.row_to(ui, element);
                    view.outbox.send(Message::Select(vec![element]));
                }
                Action::Expand => self.fold(element, false),
                Action::Collapse => self.fold(element, true),
                _ => {}
            }
        }
        if self.gesture.is_active() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.gesture = Gesture::Idle;
        }
        if self.takes_keys(ui) {
            self.move_by_keys(view, ui);
            self.walk_rows(view, ui, outline);
            self.space(view, ui);
            self.typing(view, ui);
        }
    }

    /// Leads the keyboard to a row: commands mean it from now on.
    pub(super) fn row_to(&mut self, ui: &Ui, element: Element) {
        self.keyboard_to(ui, element);
        self.current.is_walked_to = true;
        ui.ctx().request_repaint();
    }

    /// The rows that are shown, as elements.
    fn shown_elements(&mut self, view: &ViewContext<'_>, outline: &Outline) -> Vec<Element> {
        let key = (view.revision, self.list.folded.clone());
        let shown = self.list.shown.get(key, |(_, folded)| super::rows::shown(outline, folded));
        shown.iter().filter_map(|it| outline.rows().get(*it)).map(|it| it.element).collect()
    }

    fn walk_rows(&mut self, view: &ViewContext<'_>, ui: &Ui, outline: &Outline) {
        let Some(from) = self.current.element else { return };
        let shown = self.shown_elements(view, outline);
        let at = shown.iter().position(|it| *it == from).unwrap_or(0);
        let page = self.list.page.max(2) - 1;
        let steps = [
            (Key::ArrowDown, at + 1),
            (Key::ArrowUp, at.saturating_sub(1)),
            (Key::PageDown, at + page),
            (Key::PageUp, at.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, usize::MAX),
        ];
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        for (modifiers, extends) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
            let Some(to) = steps.into_iter().find_map(|(key, to)| pressed(modifiers, key).then_some(to)) else {
                continue;
            };
            let Some(to) = shown.get(to.min(shown.len().saturating_sub(1))).copied() else { return };
            if extends {
                let mut selection = view.selection.clone();
                selection.extend([from, to]);
                view.outbox.send(Message::Select(selection.into_iter().collect()));
            }
            self.row_to(ui, to);
            return;
        }
        let holds = outline.children(from).next();
        let is_folded = self.list.folded.contains(&from);
        if pressed(Modifiers::NONE, Key::ArrowRight) {
            match holds {
                Some(_) if is_folded => self.fold(from, false),
                Some(first) => self.row_to(ui, first),
                None => {}
            }
        } else if pressed(Modifiers::NONE, Key::ArrowLeft) {
            if holds.is_some() && !is_folded {
                self.fold(from, true);
            } else if let Some(holder) = outline.parent(from) {
                self.row_to(ui, holder);
            }
        }
    }
}
