//! One widget per visible element: what keyboards, screen readers and tests find on the canvas.

use std::collections::{BTreeMap, BTreeSet};

use egui::{EventFilter, Id, Rect, Response, Sense, Ui, WidgetInfo, WidgetType};

use crate::geometry::Point;
use crate::model::Element;
use crate::scene::Scene;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::paint::ScreenFromWorld;

use super::gestures::PANEL_HANDLE;

/// Below this scale the parts of cards are no widgets of their own: they are too small to hit.
const PARTS_FROM: f32 = 0.35;
/// How far round its course the widget of a connection reaches, in points.
const LINE_REACH: f32 = 4.0;

/// What the widgets of this frame say.
#[derive(Debug, Default)]
pub(super) struct Widgets {
    /// The element with the keyboard focus.
    pub(super) focused: Option<Element>,
    /// The element that has just got the focus.
    pub(super) gained: Option<Element>,
    /// The element that was activated without the pointer.
    pub(super) activated: Option<Element>,
}

/// The id of the widget of an element.
pub(super) fn id_of(element: Element) -> Id {
    Id::new(("canvas-element", element))
}

/// Where in the scene each element is drawn first.
pub(super) type Drawn = BTreeMap<Element, usize>;

/// Finds the elements in the scene.
pub(super) fn drawn(scene: &Scene) -> Drawn {
    let with_words = scene.items.iter().enumerate().rev().filter(|(_, item)| !item.alt.is_empty());
    with_words.filter_map(|(number, item)| Some((item.element?, number))).collect()
}

/// Registers the canvas and the visible elements, in reading order.
pub(super) fn widgets(
    view: &ViewContext<'_>,
    ui: &Ui,
    drawn: &Drawn,
    transform: ScreenFromWorld,
    area: Rect,
) -> Widgets {
    let mut found = Widgets::default();
    // The edges belong to the panels beside it, which are made wider and narrower there.
    let area = area.shrink2(egui::vec2(PANEL_HANDLE, 0.0));
    ui.interact(area, Id::new("canvas-sheet"), Sense::CLICK | Sense::DRAG);
    let by_pointer = ui.input(|input| input.pointer.any_released() || input.pointer.any_pressed());
    let mut seen = BTreeSet::new();
    for (element, rect) in view.layout.parts() {
        let Some(on_screen) = place(view, *element, *rect, transform, area).filter(|_| seen.insert(*element)) else {
            continue;
        };
        let focusable = if is_card_or_box(*element) { Sense::FOCUSABLE } else { Sense::empty() };
        let response = ui.interact(on_screen, id_of(*element), Sense::CLICK | Sense::DRAG | focusable);
        named(view, &response, *element, || description(view, drawn, *element));
        found.note(ui, &response, *element, by_pointer);
        if let Some(words) = response.hovered().then(|| tooltip(view, *element)).flatten() {
            response.on_hover_text(words);
        }
    }
    for (element, lines) in view.layout.courses() {
        let Some(on_screen) = place_of_line(&lines, transform, area) else { continue };
        let response = ui.interact(on_screen, id_of(element), Sense::FOCUSABLE);
        named(view, &response, element, || line_words(view, element));
        found.note(ui, &response, element, by_pointer);
    }
    found
}

fn named(view: &ViewContext<'_>, response: &Response, element: Element, words: impl Fn() -> String) {
    let is_selected = view.selection.contains(&element);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, words()));
}

/// Where the widget of an element is on the screen; `None` where it has none: out of sight, or too small.
fn place(
    view: &ViewContext<'_>,
    element: Element,
    rect: crate::geometry::Rect,
    transform: ScreenFromWorld,
    area: Rect,
) -> Option<Rect> {
    let on_screen = transform.rect(rect).intersect(area);
    if !on_screen.is_positive() || !(is_card_or_box(element) || transform.scale >= PARTS_FROM) {
        return None;
    }
    let Element::Tier(id) = element else { return Some(on_screen) };
    let title = view.layout.tier_header(id).map(|it| transform.rect(it).intersect(area));
    Some(title.filter(|it| it.is_positive()).unwrap_or(on_screen))
}

/// Where the widget of a connection is on the screen.
fn place_of_line(lines: &[&[Point]], transform: ScreenFromWorld, area: Rect) -> Option<Rect> {
    let whole = lines.iter().copied().flatten().map(|it| Rect::from_pos(transform.point(*it))).reduce(Rect::union)?;
    Some(whole.expand(LINE_REACH).intersect(area)).filter(|it| it.is_positive())
}

/// Whether an element has a widget of its own, which alone can have the focus: a screen reader that is told of a focus
/// on nothing gives up.
pub(super) fn has_widget(view: &ViewContext<'_>, element: Element, transform: ScreenFromWorld, area: Rect) -> bool {
    let area = area.shrink2(egui::vec2(PANEL_HANDLE, 0.0));
    match element {
        Element::Connection(_) => place_of_line(&view.layout.course(element), transform, area).is_some(),
        _ => {
            let mut places = view.layout.parts().iter().filter(|(it, _)| *it == element);
            places.any(|(_, rect)| place(view, element, *rect, transform, area).is_some())
        }
    }
}

/// Who calls whom, what for, and what the loss of the connection does.
fn line_words(view: &ViewContext<'_>, element: Element) -> String {
    let purpose = match element {
        Element::Connection(id) => view.document.connections.get(&id).map_or("", |it| it.label.as_str()),
        _ => "",
    };
    text::connection(&element.name(view.document), purpose, tooltip(view, element).as_deref())
}

/// Whether an element is a tier, a box or a card, not a line on one.
pub(super) const fn is_card_or_box(element: Element) -> bool {
    matches!(
        element,
        Element::Tier(_)
            | Element::Computer(_)
            | Element::LoadBalancer(_)
            | Element::Endpoint(_)
            | Element::FailoverCluster(_)
            | Element::AvailabilityGroup(_)
    )
}

/// What the element is and carries, with its findings: the text alternative of the drawing.
fn description(view: &ViewContext<'_>, drawn: &Drawn, element: Element) -> String {
    let item = drawn.get(&element).and_then(|number| view.scene.items.get(*number));
    item.map_or_else(|| element.name(view.document), |it| it.alt.clone())
}

/// What the loss of the element does, or its state in the drill.
fn tooltip(view: &ViewContext<'_>, element: Element) -> Option<String> {
    if let Some(drill) = view.drill {
        let state = drill.snapshot.elements.get(&element)?;
        return Some(format!("{}: {}", element.name(view.document), state.label().to_lowercase()));
    }
    let mark = view.losses.get(&element)?;
    Some(text::if_lost(&element.name(view.document), &mark.says))
}

impl Widgets {
    fn note(&mut self, ui: &Ui, response: &Response, element: Element, by_pointer: bool) {
        if response.has_focus() {
            self.focused = Some(element);
            // Arrow keys move elements, not the focus.
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        if response.gained_focus() && !by_pointer {
            self.gained = Some(element);
        }
        if response.clicked() && !by_pointer {
            self.activated = Some(element);
        }
    }
}
