//! Keys on the canvas: arrows walk by place, with Ctrl they move; Space selects, typing renames. Focus and selection are
//! two things: walking changes the selection only with Shift.

use egui::accesskit::Action;
use egui::{Event, EventFilter, FocusDirection, Key, Modifiers, Rect, Ui};

use super::menu::Menu;
use super::moving::nudged;
use super::paint::Canvas;
use super::rename::Rename;
use super::{CanvasView, Current, drawn_rect, elements, walk};
use crate::edit::intent::movement::Direction;
use crate::edit::intent::rename::can_rename;
use crate::edit::intent::tiers::{self, TierPlace};
use crate::model::outline::Outline;
use crate::model::{Document, Element, TierId};
use crate::session::queue::{Message, Notice};
use crate::text::canvas as text;
use crate::ui::context::ViewContext;

const ARROWS: [(Key, Direction); 4] = [
    (Key::ArrowLeft, Direction::Left),
    (Key::ArrowRight, Direction::Right),
    (Key::ArrowUp, Direction::Up),
    (Key::ArrowDown, Direction::Down),
];

/// So many elements that the keyboard was on are remembered.
const TRAIL: usize = 50;

impl Current {
    /// Notes what the keyboard is on.
    fn note(&mut self) {
        let Some(element) = self.element.filter(|it| self.trail.last() != Some(it)) else { return };
        if self.trail.len() == TRAIL {
            self.trail.remove(0);
        }
        self.trail.push(element);
    }
}

impl CanvasView {
    /// Where the selection changes, the keyboard follows. Where its element is gone, it stays in that row of the outline;
    /// where a step was taken back, it goes back to what it was on before.
    pub(super) fn follow_selection(&mut self, view: &ViewContext<'_>, ui: &Ui, outline: &Outline) {
        let had_focus = self.has_focus(ui.ctx());
        let before = self.current.element;
        self.current.note();
        let goes_back = view.num_behind < std::mem::replace(&mut self.current.num_behind, view.num_behind);
        if self.current.selection != *view.selection {
            self.current.selection.clone_from(view.selection);
            self.current.is_walked_to = false;
            let first = view.selection.iter().filter_map(|it| outline.position(*it)).min();
            self.current.is_selected_elsewhere = first.is_none();
            if !before.is_some_and(|it| view.selection.contains(&it)) {
                self.current.element = first.and_then(|at| outline.rows().get(at)).map(|it| it.element).or(before);
            }
        }
        match self.current.element.and_then(|it| outline.position(it)) {
            Some(row) => self.current.row = row,
            None => {
                let earlier = self.current.trail.iter().rev().copied().find(|it| outline.position(*it).is_some());
                let first = || view.document.placed_elements().first().map(|(_, it)| *it);
                let rows = outline.rows();
                let there = rows.get(self.current.row.min(rows.len().saturating_sub(1))).map(|it| it.element);
                self.current.element = match before {
                    None => first().or(there),
                    Some(_) => earlier.filter(|_| goes_back).or(there),
                };
            }
        }
        if had_focus && self.current.element != before {
            ui.memory_mut(|memory| memory.request_focus(self.focus_id()));
        }
    }

    /// Leads the keyboard to an element.
    pub(super) fn keyboard_to(&mut self, ui: &Ui, element: Element) {
        self.current.element = Some(element);
        ui.memory_mut(|memory| memory.request_focus(elements::id_of(element)));
    }

    /// The same from a walk: commands mean it from now on, and it is brought into view.
    pub(super) fn walk_to(&mut self, view: &ViewContext<'_>, ui: &Ui, element: Element) {
        self.keyboard_to(ui, element);
        self.current.is_walked_to = true;
        if let Some(rect) = drawn_rect(view, element) {
            let visible = self.camera.map(|it| it.visible(self.viewport));
            if !visible.is_some_and(|it| it.holds(&rect)) {
                self.bring_into_view(rect);
            }
        }
        ui.ctx().request_repaint();
    }

    pub(super) fn keys(&mut self, view: &ViewContext<'_>, ui: &Ui, outline: &Outline) {
        self.note_device(ui);
        for (action, element) in requested(ui, outline) {
            match action {
                Action::Focus => self.walk_to(view, ui, element),
                // What has a widget in this frame is activated by it.
                Action::Click if ui.ctx().read_response(elements::id_of(element)).is_none() => {
                    self.keyboard_to(ui, element);
                    view.outbox.send(Message::Select(vec![element]));
                }
                Action::ScrollIntoView => {
                    if let Some(rect) = drawn_rect(view, element) {
                        self.bring_into_view(rect);
                    }
                }
                _ => {}
            }
        }
        if self.takes_keys(ui) && !self.gesture.is_active() {
            self.walk(view, ui, outline);
            self.move_by_keys(view, ui);
            self.space(view, ui);
            self.typing(view, ui);
        }
    }

    /// Whether the keyboard is on the canvas or the list, with nothing over it that has the keys.
    pub(super) fn takes_keys(&mut self, ui: &Ui) -> bool {
        if !self.has_focus(ui.ctx()) {
            self.current.space = false;
            return false;
        }
        let id = self.focus_id();
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        if ARROWS.iter().any(|(key, _)| ui.input(|input| input.key_pressed(*key))) {
            // In the frame after it got the focus, egui would lead the arrow keys to another widget.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        let is_answered = self.rename.is_some() || self.question.is_some() || self.menu.is_some();
        !is_answered && self.placing.is_none() && self.moving.is_none() && !ui.ctx().any_popup_open()
    }

    /// Arrows, Home, End and the Page keys walk; with Shift they select what they come by.
    fn walk(&mut self, view: &ViewContext<'_>, ui: &Ui, outline: &Outline) {
        let Some(from) = self.current.element else { return };
        let document = view.document;
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        for (modifiers, extends) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
            let arrow = ARROWS.into_iter().find(|(key, _)| pressed(modifiers, *key));
            let mut to = arrow.and_then(|(_, way)| walk::step(document, view.layout, outline, from, way));
            for (key, last) in [(Key::Home, false), (Key::End, true)] {
                if pressed(modifiers, key) {
                    to = walk::end(document, outline, from, last, false);
                }
                if pressed(modifiers | Modifiers::COMMAND, key) {
                    to = walk::end(document, outline, from, last, true);
                }
            }
            for (key, down) in [(Key::PageUp, false), (Key::PageDown, true)] {
                if pressed(modifiers, key) {
                    to = walk::tier(document, outline, from, down);
                }
            }
            if let Some(to) = to {
                if extends {
                    let mut selection = view.selection.clone();
                    selection.extend([from, to]);
                    view.outbox.send(Message::Select(selection.into_iter().collect()));
                }
                self.walk_to(view, ui, to);
                return;
            }
        }
        // Into what an element holds, and out of it.
        if pressed(Modifiers::ALT, Key::ArrowDown)
            && let Some(inner) = outline.children(from).next()
        {
            self.walk_to(view, ui, inner);
        } else if pressed(Modifiers::ALT, Key::ArrowUp)
            && let Some(outer) = outline.parent(from)
        {
            self.walk_to(view, ui, outer);
        }
    }

    /// Ctrl and an arrow move what is meant.
    pub(super) fn move_by_keys(&self, view: &ViewContext<'_>, ui: &Ui) {
        for (key, direction) in ARROWS {
            if !ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key)) {
                continue;
            }
            let elements: Vec<Element> = match (self.meant(), view.selection.is_empty()) {
                (Some(meant), _) => vec![meant],
                (None, false) => view.selection.iter().copied().collect(),
                (None, true) => self.current.element.into_iter().collect(),
            };
            let edit = match elements[..] {
                [Element::Tier(id)] => {
                    tier_place(view.document, id, direction).and_then(|it| tiers::move_to(view.document, id, it).ok())
                }
                _ => nudged(view, &elements, direction),
            };
            match edit {
                Some(edit) => view.outbox.edit(edit),
                None => view.outbox.send(Message::Notice(Notice::refusal(text::NOT_FURTHER_THAT_WAY))),
            }
        }
    }

    /// Space selects what the keyboard is on, or deselects it, when it is let go without having moved the drawing.
    pub(super) fn space(&mut self, view: &ViewContext<'_>, ui: &Ui) {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space)) {
            self.current.space = true;
            ui.input_mut(|input| input.events.retain(|it| *it != Event::Text(" ".to_owned())));
        }
        let (released, dragged) = ui.input(|input| (input.key_released(Key::Space), input.pointer.any_down()));
        self.current.space &= !dragged;
        if !released || !std::mem::take(&mut self.current.space) {
            return;
        }
        if let Some(element) = self.current.element {
            let mut selection = view.selection.clone();
            if !selection.remove(&element) {
                selection.insert(element);
            }
            view.outbox.send(Message::Select(selection.into_iter().collect()));
        }
    }

    /// Notes whether the person uses the keyboard or the pointer.
    pub(super) fn note_device(&mut self, ui: &Ui) {
        ui.input(|input| {
            for event in &input.events {
                match event {
                    Event::Key { key, pressed: true, .. } if leads_elsewhere(*key) => self.uses_keyboard = true,
                    Event::PointerButton { pressed: true, .. } => self.uses_keyboard = false,
                    _ => {}
                }
            }
        });
    }

    /// Typing over an element gives it another name.
    pub(super) fn typing(&mut self, view: &ViewContext<'_>, ui: &Ui) {
        let meant = self.meant().or_else(|| view.selected_one());
        let Some(element) = meant.filter(|it| !view.settings.no_single_keys && can_rename(view.document, *it)) else {
            return;
        };
        if !self.list.is_shown && view.layout.rect_of(element).is_none() {
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
            if self.meant().is_some() {
                view.outbox.send(Message::Select(vec![element]));
            }
            self.rename = Some(Rename::typed(element, typed.trim_start()));
        }
    }

    /// Opens the context menu beside what the keyboard is on.
    pub(super) fn open_menu(&mut self, view: &ViewContext<'_>, area: Rect) {
        let place = self.current.element.and_then(|it| self.place_on_screen(view, area, it));
        let at = place.map_or(area.center(), |it| it.center());
        let menu = Menu::at(at.clamp(area.min, area.max));
        self.menu = Some(if self.list.is_shown { menu.leading_to_canvas() } else { menu });
    }

    /// The next connection of the element that the keyboard is on, or the one after the connection that it is on, of the
    /// element it came from. Where there is none, that is said.
    pub(super) fn next_connection(&mut self, view: &ViewContext<'_>) -> Option<Element> {
        let from = self.current.element?;
        let (on, after) = match (from, self.follows) {
            (Element::Connection(_), Some(on)) => (on, Some(from)),
            _ => (from, None),
        };
        let connection = walk::connection(view.document, on, after);
        match connection {
            Some(_) => self.follows = Some(on),
            None => view.outbox.send(Message::Notice(Notice::refusal(text::no_connection(&on.name(view.document))))),
        }
        connection
    }

    /// The outline of the element that the keyboard is on; of the whole canvas where there is none.
    pub(super) fn draw_focus(&self, view: &ViewContext<'_>, ui: &Ui, canvas: &Canvas<'_>, area: Rect) {
        if !self.uses_keyboard || self.gesture.is_active() || !self.has_focus(ui.ctx()) {
            return;
        }
        let rect = self.current.element.and_then(|it| drawn_rect(view, it));
        match (self.current.element, rect.filter(|it| canvas.transform.rect(*it).intersects(area))) {
            (Some(element @ Element::Connection(_)), Some(_)) => canvas.course(&view.layout.course(element)),
            (_, Some(rect)) => canvas.focused(rect),
            // What is drawn nowhere or out of sight has the focus all the same.
            (_, None) => canvas.focused_sheet(area),
        }
    }
}

/// What assistive technology asks of elements, in sight or not.
pub(super) fn requested(ui: &Ui, outline: &Outline) -> Vec<(Action, Element)> {
    let requests: Vec<_> = ui.input(|input| {
        let asked = |event: &Event| match event {
            Event::AccessKitActionRequest(request) => Some((request.action, request.target_node)),
            _ => None,
        };
        input.events.iter().filter_map(asked).collect()
    });
    let of = |node| outline.rows().iter().map(|it| it.element).find(|it| elements::id_of(*it).accesskit_id() == node);
    requests.into_iter().filter_map(|(action, node)| Some((action, of(node)?))).collect()
}

/// Whether a key leads the focus elsewhere: who uses one wants to see it. What is edited by pointer and key needs none.
fn leads_elsewhere(key: Key) -> bool {
    let ends = [Key::Tab, Key::F6, Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::Space, Key::N];
    ends.contains(&key) || ARROWS.iter().any(|(arrow, _)| *arrow == key)
}

/// Where Ctrl and an arrow move a tier.
fn tier_place(document: &Document, id: TierId, direction: Direction) -> Option<TierPlace> {
    let row = document.tier_rows.iter().position(|row| row.contains(&id))?;
    let tiers = document.tier_rows.get(row)?;
    let index = tiers.iter().position(|it| *it == id)?;
    match direction {
        Direction::Up => row.checked_sub(1).map(TierPlace::OwnRow),
        Direction::Down => (row + 1 < document.tier_rows.len()).then_some(TierPlace::OwnRow(row + 2)),
        Direction::Left => index.checked_sub(1).map(|index| TierPlace::InRow { row, index }),
        Direction::Right => (index + 1 < tiers.len()).then_some(TierPlace::InRow { row, index: index + 2 }),
    }
}
