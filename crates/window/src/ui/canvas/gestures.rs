//! Feeds pointer events to the state machine and turns what follows into messages and edits.

use egui::{Event as Input, MouseWheelUnit, PointerButton, Pos2, Rect, Ui, Vec2};

use super::drop_target::{self, Landing};
use super::interaction::{Effect, Event, Gesture, Held, Hit, MOUSE_THRESHOLD, TOUCH_THRESHOLD};
use super::members::MemberLine;
use super::menu::Menu;
use super::paint::{Canvas, GHOST_OPACITY};
use super::palette::send_item;
use super::question::Question;
use super::{CanvasView, Carried, hit_test, top_painter};
use crate::edit::intent::movement::{self, moving};
use crate::edit::intent::palette::{self, PaletteItem};
use crate::edit::intent::rename::can_rename;
use crate::edit::intent::{clip, tiers};
use crate::edit::{Edit, EditError};
use crate::geometry::Point;
use crate::model::{ComputerId, Element};
use crate::prose::capitalized;
use crate::rules::{Cargo, Verdict, what_if};
use crate::scene::Ink;
use crate::session::queue::{Message, Notice};
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::paint::ScreenFromWorld;

/// How much one line of the wheel zooms: factor e to the power of this.
const ZOOM_PER_LINE: f32 = 0.16;
/// Points that one line of a wheel pans.
const PAN_PER_LINE: f32 = 40.0;
/// Width of the strip at the edge in which a drag scrolls, in points.
const EDGE: f32 = 16.0;
/// Half the width of the handle that resizes a panel, in points.
pub(super) const PANEL_HANDLE: f32 = 4.0;
/// Seconds in the strip before it scrolls.
const EDGE_DELAY: f64 = 0.2;
/// Points per second that a drag scrolls.
const EDGE_SPEED: f32 = 700.0;

impl CanvasView {
    pub(super) fn pointer(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        self.zoom_and_scroll(view, ui, area);
        if ui.ctx().input(egui::InputState::multi_touch).is_some() {
            self.gesture = Gesture::Idle;
            return;
        }
        let (events, space, touch) = ui.input(|input| {
            let space = input.keys_down.contains(&egui::Key::Space);
            (input.events.clone(), space, input.any_touches())
        });
        let threshold = if touch { TOUCH_THRESHOLD } else { MOUSE_THRESHOLD };
        for event in &events {
            let Some(event) = self.translate(view, ui, event, area, space) else { continue };
            for effect in self.gesture.step(event, threshold) {
                self.apply(view, ui, area, effect);
            }
        }
        let lost_focus = events.contains(&Input::WindowFocused(false));
        if lost_focus || (self.gesture.is_active() && ui.input(|input| input.key_pressed(egui::Key::Escape))) {
            self.gesture.step(Event::Cancel, threshold);
        }
        self.double_click(view, ui, area);
        self.drop_of_palette(view, ui, area);
        self.scroll_at_edge(view, ui, area);
        if let Some(at) = ui.input(|input| input.pointer.latest_pos()).filter(|_| ui.rect_contains_pointer(area)) {
            self.pointed_slot = view.layout.slot_at(self.transform(area).to_world(at)).or(self.pointed_slot);
        }
        self.hover(view, ui, area);
        self.cursor(ui, area, space);
    }

    /// Notes what is under the resting pointer.
    fn hover(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let at = ui.input(|input| input.pointer.latest_pos()).filter(|_| ui.rect_contains_pointer(area));
        let idle = self.gesture == Gesture::Idle && !egui::DragAndDrop::has_any_payload(ui.ctx());
        let hit = at.filter(|_| idle).map(|at| {
            let world = self.transform(area).to_world(at);
            hit_test::hit(view.layout, world, self.zoom())
        });
        self.hovered = hit.and_then(|it| it.element);
        if at.is_none_or(|at| self.handle_at(view, area, at).is_none()) {
            self.handled = hit.and_then(|it| it.grip);
        }
    }

    /// What an event of egui means for the canvas; `None` for what happens elsewhere.
    fn translate(&mut self, view: &ViewContext<'_>, ui: &Ui, event: &Input, area: Rect, space: bool) -> Option<Event> {
        match event {
            Input::PointerMoved(at) => Some(Event::Move { at: local(*at, area) }),
            Input::PointerButton { pos, button, pressed, modifiers } => {
                let at = local(*pos, area);
                let held = Held { toggle: modifiers.shift, copy: modifiers.alt, again: modifiers.command, pan: space };
                if !pressed {
                    return Some(Event::Release { at, held });
                }
                let closes_menu = view.menu_was_open && *button == PointerButton::Primary;
                if !is_on_canvas(ui, area, *pos) || self.question.is_some() || closes_menu {
                    return None;
                }
                let world = self.transform(area).to_world(*pos);
                let line = self.handle_at(view, area, *pos).filter(|_| *button == PointerButton::Primary);
                let hit = Hit { line, ..hit_test::hit(view.layout, world, self.zoom()) };
                let reach = hit_test::REACH / self.zoom();
                let line = || MemberLine::at(view.document, view.layout, world, reach);
                self.pressed_line = if hit.element.is_none() { line() } else { None };
                let selected = hit.element.is_some_and(|it| view.selection.contains(&it));
                match button {
                    PointerButton::Primary => Some(Event::Press { at, hit, selected, held }),
                    PointerButton::Middle => Some(Event::MiddlePress { at }),
                    PointerButton::Secondary => Some(Event::SecondaryPress { at, hit, selected }),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn apply(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect, effect: Effect) {
        let select = |elements: Vec<Element>| view.outbox.send(Message::Select(elements));
        match effect {
            Effect::SelectOnly(element) => {
                self.focus(ui, Some(element));
                select(vec![element]);
            }
            Effect::Toggle(element) => {
                self.focus(ui, Some(element));
                let mut selection = view.selection.clone();
                if !selection.remove(&element) {
                    selection.insert(element);
                }
                select(selection.into_iter().collect());
            }
            Effect::SelectNone => {
                self.focus(ui, None);
                self.member_line = self.pressed_line.take();
                select(Vec::new());
            }
            Effect::SelectWithin { area: marquee, add } => {
                let camera = self.transform(area);
                let world = |at: Point| camera.to_world(screen(at, area));
                let marquee = crate::geometry::Rect { min: world(marquee.min), max: world(marquee.max) };
                let mut found = hit_test::within(view.layout, marquee);
                if add {
                    found.extend(view.selection.iter().copied());
                }
                self.focus(ui, found.first().copied());
                select(found);
            }
            Effect::Pan { dx, dy } => self.pan(view, dx, dy),
            Effect::Menu { at } => {
                let (menu, world) = (Menu::at(screen(at, area)), self.transform(area).to_world(screen(at, area)));
                let ground = hit_test::ground(view.layout, world, self.zoom()).filter(|_| self.member_line.is_none());
                self.menu = Some(if ground.is_some() { menu.on_ground() } else { menu });
                if let Some(tier) = ground {
                    self.focus(ui, Some(tier));
                    select(vec![tier]);
                }
            }
            Effect::Connect { line, at } => self.end_line(view, line, area, screen(at, area)),
            Effect::Place { item, at } => {
                place(view, item, self.transform(area).to_world(screen(at, area)));
            }
            Effect::Drop { grip, at, copy } => {
                self.drop_elements(view, grip, self.transform(area).to_world(screen(at, area)), copy);
            }
        }
    }

    /// Leads the keyboard to what the pointer has touched; to the canvas itself where that is nothing.
    fn focus(&mut self, ui: &Ui, element: Option<Element>) {
        self.current.element = element.or(self.current.element);
        self.current.is_walked_to = false;
        ui.memory_mut(|memory| memory.request_focus(self.focus_id()));
    }

    /// What the drag under way carries, with the element that is held.
    fn carried(&self, view: &ViewContext<'_>) -> Option<(Carried, Element)> {
        let Gesture::Dragging { grip, .. } = self.gesture else { return None };
        Some((Carried::Elements(moving(view.document, &held_with(view, grip))), grip))
    }

    fn drop_elements(&mut self, view: &ViewContext<'_>, grip: Element, world: Point, copy: bool) {
        let selected = held_with(view, grip);
        if let [Element::Tier(id)] = selected[..] {
            let (place, _) = hit_test::tier_place(view.document, view.layout, world);
            view.outbox.try_edit(tiers::move_to(view.document, id, place));
            return;
        }
        let all = moving(view.document, &selected);
        let cargo = Cargo::Elements(&all);
        let Some(landing) = drop_target::landing(view.document, view.layout, cargo, world) else { return };
        if copy {
            if let Some(clip) = clip::copy(view.document, &selected) {
                pasted(view, clip::paste(view.document, &clip, Some(landing.target.slot)));
            }
            return;
        }
        let stays = crate::edit::intent::slots::element_at(view.document, landing.target.slot);
        if stays.is_some_and(|it| all.contains(&it)) {
            return;
        }
        match movement::choices(view.document, &selected, landing.target) {
            Err(error) => refuse(view, &error),
            Ok(choice) => match Question::of_move(choice) {
                Ok(question) => self.question = Some(question),
                Err(edit) => view.outbox.edit(edit),
            },
        }
    }

    /// The end of a drag that began on the palette.
    fn drop_of_palette(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let Some(item) = egui::DragAndDrop::payload::<PaletteItem>(ui.ctx()) else { return };
        let (released, at, again) =
            ui.input(|input| (input.pointer.any_released(), input.pointer.latest_pos(), input.modifiers.command));
        let Some(at) = at.filter(|at| released && area.contains(*at)) else { return };
        egui::DragAndDrop::clear_payload(ui.ctx());
        place(view, *item, self.transform(area).to_world(at));
        if again {
            self.gesture = Gesture::Stamping { item: *item };
        }
        // Typing renames what was added.
        self.focus(ui, None);
    }

    fn double_click(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let double = ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
        let at = ui.input(|input| input.pointer.interact_pos());
        let Some(at) = at.filter(|at| double && is_on_canvas(ui, area, *at)) else { return };
        let world = self.transform(area).to_world(at);
        let Some(element) = hit_test::hit(view.layout, world, self.zoom()).element else { return };
        if can_rename(view.document, element) {
            self.rename = Some(super::Rename::new(view, element));
        } else {
            view.outbox.send(Message::Inspect(element));
        }
    }

    fn zoom_and_scroll(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        if !ui.rect_contains_pointer(area) || self.question.is_some() {
            return;
        }
        let (events, zoom, touch, pointer) = ui
            .input(|input| (input.events.clone(), input.zoom_delta(), input.multi_touch(), input.pointer.latest_pos()));
        let Some(pointer) = pointer else { return };
        let fixed = local(touch.map_or(pointer, |it| it.center_pos), area);
        if zoom != 1.0 {
            self.zoom_about(fixed, zoom);
        }
        if let Some(touch) = touch {
            self.pan(view, touch.translation_delta.x, touch.translation_delta.y);
        }
        for event in events {
            let Input::MouseWheel { unit, delta, modifiers, .. } = event else { continue };
            if modifiers.command {
                continue; // Part of the zoom above.
            }
            match unit {
                MouseWheelUnit::Point => self.pan(view, delta.x, delta.y),
                _ if modifiers.shift => {
                    let lines = if delta.x == 0.0 { delta.y } else { delta.x };
                    self.pan(view, lines * PAN_PER_LINE, 0.0);
                }
                _ if delta.x != 0.0 => self.pan(view, delta.x * PAN_PER_LINE, delta.y * PAN_PER_LINE),
                _ => self.zoom_about(fixed, (delta.y * ZOOM_PER_LINE).exp()),
            }
        }
    }

    /// Scrolls while a drag stays at the edge.
    fn scroll_at_edge(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let dragging = matches!(
            self.gesture,
            Gesture::Dragging { .. } | Gesture::Marquee { .. } | Gesture::Connecting { held: true, .. }
        ) || egui::DragAndDrop::has_payload_of_type::<PaletteItem>(ui.ctx());
        let (pointer, now, step) =
            ui.input(|input| (input.pointer.latest_pos(), input.time, input.stable_dt.min(0.05)));
        let direction = pointer.filter(|at| dragging && area.contains(*at)).map_or(Vec2::ZERO, |at| {
            let edge =
                |value: f32, min: f32, max: f32| f32::from(i8::from(value < min + EDGE) - i8::from(value > max - EDGE));
            Vec2::new(edge(at.x, area.left(), area.right()), edge(at.y, area.top(), area.bottom()))
        });
        if direction == Vec2::ZERO {
            self.at_edge_since = None;
            return;
        }
        let since = *self.at_edge_since.get_or_insert(now);
        if now - since < EDGE_DELAY {
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(50));
        } else {
            let distance = direction * EDGE_SPEED * step;
            self.pan(view, distance.x, distance.y);
            ui.ctx().request_repaint();
        }
    }

    fn cursor(&self, ui: &Ui, area: Rect, space: bool) {
        if !ui.rect_contains_pointer(area) {
            return;
        }
        let icon = match self.gesture {
            Gesture::Panning { .. } | Gesture::Dragging { .. } => egui::CursorIcon::Grabbing,
            Gesture::Marquee { .. } | Gesture::Stamping { .. } | Gesture::Connecting { .. } => {
                egui::CursorIcon::Crosshair
            }
            _ if space => egui::CursorIcon::Grab,
            _ if self.hovered.is_some() => egui::CursorIcon::PointingHand,
            _ => egui::CursorIcon::Default,
        };
        ui.ctx().set_cursor_icon(icon);
    }

    /// Shows where a drag would land, what would follow, and what follows the pointer.
    pub(super) fn draw_drag(&mut self, view: &ViewContext<'_>, ui: &Ui, canvas: &Canvas<'_>, area: Rect) {
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let Some(pointer) = pointer else { return };
        let on_canvas = area.contains(pointer);
        let stamped = if let Gesture::Stamping { item } = self.gesture { Some(item) } else { None };
        let item = egui::DragAndDrop::payload::<PaletteItem>(ui.ctx()).map(|it| *it).or(stamped);
        if let Some(item) = item {
            let carried = Carried::Item(item);
            self.draw_cargo(view, ui, canvas, &carried, pointer, on_canvas.then_some(area));
        } else if let Some((carried, grip)) = self.carried(view) {
            if matches!(grip, Element::Tier(_)) {
                let world = canvas.transform.to_world(pointer);
                let (_, mark) = hit_test::tier_place(view.document, view.layout, world);
                canvas.bar(canvas.transform.rect(mark).expand(1.0), Ink::Accent);
                canvas.words(pointer, area, &[(text::move_tier(&grip.name(view.document)), Ink::Text)]);
            } else {
                self.draw_cargo(view, ui, canvas, &carried, pointer, Some(area));
            }
        }
    }

    fn draw_cargo(
        &mut self,
        view: &ViewContext<'_>,
        ui: &Ui,
        canvas: &Canvas<'_>,
        carried: &Carried,
        pointer: Pos2,
        area: Option<Rect>,
    ) {
        let world = canvas.transform.to_world(pointer);
        let landing = area.and_then(|_| drop_target::landing(view.document, view.layout, carried.cargo(), world));
        let over = match carried {
            Carried::Item(item) => over_selected(view, *item, world),
            Carried::Elements(_) => None,
        };
        let words = match &landing {
            Some(landing) => {
                let verdict = match over {
                    Some(Ok(edit)) => Verdict::Allowed { label: edit.label, brings: Vec::new() }.into(),
                    Some(Err(error)) => Verdict::Refused(error.to_string()).into(),
                    None => self.verdict_of(view, carried, landing),
                };
                mark(canvas, landing, &verdict)
            }
            None if area.is_some() => vec![(text::DROP_IT_ON_A_TIER.to_owned(), Ink::TextMuted)],
            None => Vec::new(),
        };
        let painter = top_painter(ui);
        let ghost = self.ghost.get((view.revision, carried.clone()), |_| match carried {
            Carried::Item(item) => super::Ghost::of_item(view.document, *item),
            Carried::Elements(elements) => super::Ghost::of_elements(view.document, view.scene, elements),
        });
        let origin = match self.gesture {
            Gesture::Dragging { from, now, .. } => canvas.transform.origin + Vec2::new(now.x - from.x, now.y - from.y),
            _ => {
                let center = ghost.bounds.center();
                pointer - Vec2::new(center.x, center.y) * canvas.transform.scale
            }
        };
        let transform = ScreenFromWorld { origin, ..canvas.transform };
        let top = Canvas { painter: &painter, transform, palette: view.palette };
        for item in &ghost.items {
            top.item(item, GHOST_OPACITY);
        }
        if let Some(area) = area {
            top.words(pointer, area, &words);
        }
    }

    pub(super) fn verdict_of(
        &mut self,
        view: &ViewContext<'_>,
        carried: &Carried,
        landing: &Landing,
    ) -> std::sync::Arc<Verdict> {
        self.verdict.get((view.revision, carried.clone(), landing.target), |(_, carried, target)| {
            what_if(view.document, &view.analysis.rules, carried.cargo(), *target)
        })
    }
}

/// The selection, when what is held belongs to it.
fn held_with(view: &ViewContext<'_>, grip: Element) -> Vec<Element> {
    if view.selection.contains(&grip) { view.selection.iter().copied().collect() } else { vec![grip] }
}

pub(in crate::ui) fn refuse(view: &ViewContext<'_>, error: &EditError) {
    view.outbox.send(Message::Notice(Notice::refusal(capitalized(&error.to_string()))));
}

fn pasted(view: &ViewContext<'_>, pasted: Result<(Edit, Vec<String>), EditError>) {
    match pasted {
        Ok((edit, notes)) => {
            view.outbox.edit(edit);
            for note in notes {
                view.outbox.send(Message::Notice(Notice::info(capitalized(&note))));
            }
        }
        Err(error) => refuse(view, &error),
    }
}

/// What a block makes of the selected computers when it is dropped on one of them; `None` elsewhere.
fn over_selected(view: &ViewContext<'_>, item: PaletteItem, world: Point) -> Option<Result<Edit, EditError>> {
    let on = view.layout.placed().find(|(_, rect)| rect.contains(world)).map(|(element, _)| element)?;
    let selected = view.selection.iter().map(|it| ComputerId::try_from(*it)).collect::<Result<Vec<_>, _>>().ok()?;
    let takes = item.takes_computers() && selected.len() > 1 && view.selection.contains(&on);
    takes.then(|| palette::add_over(view.document, item, &selected))
}

fn place(view: &ViewContext<'_>, item: PaletteItem, world: Point) {
    if let Some(edit) = over_selected(view, item, world) {
        match edit {
            Ok(edit) => view.outbox.edit(edit),
            Err(error) => refuse(view, &error),
        }
        return;
    }
    let cargo = Cargo::Item(item);
    let Some(landing) = drop_target::landing(view.document, view.layout, cargo, world) else {
        view.outbox.send(Message::Notice(Notice::refusal(text::DROP_IT_ON_A_TIER)));
        return;
    };
    send_item(view, item, palette::add(view.document, item, landing.target));
}

/// Draws the drop target; returns the words beside the pointer.
pub(super) fn mark(canvas: &Canvas<'_>, landing: &Landing, verdict: &Verdict) -> Vec<(String, Ink)> {
    match verdict {
        Verdict::Refused(reason) => {
            canvas.refuses(landing.container);
            vec![(text::not_here(reason), Ink::Error)]
        }
        Verdict::Asks { cluster } => take(canvas, landing, Ink::Accent, &text::leave_or_move_all(cluster)),
        Verdict::Allowed { label, brings } => match brings.first() {
            Some(worst) => {
                let mut words = take(canvas, landing, Ink::Warning, label);
                words.push((text::brings(&worst.message, worst.rule), Ink::Warning));
                words
            }
            None => take(canvas, landing, Ink::Accent, label),
        },
    }
}

/// Draws a drop target that takes what is dropped.
fn take(canvas: &Canvas<'_>, landing: &Landing, ink: Ink, words: &str) -> Vec<(String, Ink)> {
    canvas.takes(landing.container, ink);
    canvas.slot(landing.slot, landing.beside, ink);
    vec![(words.to_owned(), Ink::TextStrong)]
}

/// Whether a point is on the canvas itself: not on something over it, nor on the handle that resizes a panel beside it.
/// Judged by the place of the event, because a slow computer delivers a press and what follows it in one frame.
fn is_on_canvas(ui: &Ui, area: Rect, at: Pos2) -> bool {
    let inside = area.shrink2(Vec2::new(PANEL_HANDLE, 0.0));
    inside.contains(at) && ui.ctx().layer_id_at(at) == Some(ui.layer_id())
}

pub(super) fn local(at: Pos2, area: Rect) -> Point {
    Point::new(at.x - area.left(), at.y - area.top())
}

fn screen(at: Point, area: Rect) -> Pos2 {
    Pos2::new(at.x + area.left(), at.y + area.top())
}
