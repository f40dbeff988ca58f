//! One widget per visible element: what screen readers, tests and the pointer find on the canvas. Only the one that the
//! keyboard is on can have the focus, so that the canvas is one stop of the Tab order.

use std::collections::BTreeSet;

use egui::{Id, Rect, Response, Sense, Ui, WidgetInfo, WidgetType};

use crate::geometry::Point;
use crate::model::Element;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::paint::ScreenFromWorld;

use super::gestures::PANEL_HANDLE;

/// Below this scale the parts of cards are no widgets of their own: they are too small to hit.
const PARTS_FROM: f32 = 0.35;
/// How far round its course the widget of a connection reaches, in points.
const LINE_REACH: f32 = 4.0;

/// The id of the widget of an element.
pub(super) fn id_of(element: Element) -> Id {
    Id::new(("canvas-element", element))
}

/// The id of the sheet behind the elements, which has the focus while there is no element.
pub(super) fn sheet_id() -> Id {
    Id::new("canvas-sheet")
}

/// Registers the canvas and the visible elements, in reading order; `current` is the one that the keyboard is on. While
/// something is under way (`is_busy`), no tip lies beside what the pointer carries. Returns the element that was activated without the pointer.
pub(super) fn widgets(
    view: &ViewContext<'_>,
    ui: &Ui,
    (transform, area): (ScreenFromWorld, Rect),
    (current, is_busy): (Option<Element>, bool),
) -> Option<Element> {
    // The edges belong to the panels beside it, which are made wider and narrower there.
    let area = area.shrink2(egui::vec2(PANEL_HANDLE, 0.0));
    let focusable = |element: Option<Element>| if element == current { Sense::FOCUSABLE } else { Sense::empty() };
    let sheet = ui.interact(area, sheet_id(), Sense::CLICK | Sense::DRAG | focusable(None));
    sheet.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, text::CANVAS));
    let by_pointer = ui.input(|input| input.pointer.any_released() || input.pointer.any_pressed());
    let mut activated = None;
    let mut seen = BTreeSet::new();
    for (element, rect) in view.layout.parts() {
        let Some(on_screen) = place(view, *element, *rect, transform, area).filter(|_| seen.insert(*element)) else {
            continue;
        };
        let response = ui.interact(on_screen, id_of(*element), Sense::CLICK | Sense::DRAG | focusable(Some(*element)));
        named(view, &response, *element, || description(view, *element));
        if response.clicked() && !by_pointer {
            activated = Some(*element);
        }
        if let Some(words) = (response.hovered() && !is_busy).then(|| hint(view, *element)).flatten() {
            response.on_hover_text(words);
        }
    }
    for (element, lines) in view.layout.courses() {
        let Some(on_screen) = place_of_line(&lines, transform, area).filter(|_| seen.insert(element)) else { continue };
        let response = ui.interact(on_screen, id_of(element), focusable(Some(element)));
        named(view, &response, element, || line_words(view, element));
    }
    if let Some(element) = current.filter(|it| !seen.contains(it)) {
        // Out of sight, too small or not drawn by itself: the keyboard is on it all the same.
        let corner = super::drawn_rect(view, element).map_or(area.min, |it| transform.rect(it).min);
        let spot = Rect::from_min_size(corner.clamp(area.min, area.max), egui::Vec2::splat(1.0));
        let response = ui.interact(spot, id_of(element), Sense::FOCUSABLE);
        named(view, &response, element, || match element {
            Element::Connection(_) => line_words(view, element),
            _ => description(view, element),
        });
    }
    activated
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

/// Who calls whom, what for, and what the loss of the connection does.
pub(super) fn line_words(view: &ViewContext<'_>, element: Element) -> String {
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
pub(super) fn description(view: &ViewContext<'_>, element: Element) -> String {
    let item = view.firsts.get(&element).and_then(|number| view.scene.items.get(*number));
    item.map_or_else(|| element.name(view.document), |it| it.alt.clone())
}

/// What somebody has pinned to the element, and what its loss does.
fn hint(view: &ViewContext<'_>, element: Element) -> Option<String> {
    let note = view.document.note_on(element).map(str::to_owned);
    let words: Vec<String> = note.into_iter().chain(tooltip(view, element)).collect();
    (!words.is_empty()).then(|| words.join("\n\n"))
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
