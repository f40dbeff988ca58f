//! One widget per visible element: what keyboards, screen readers and tests find on the canvas.

use std::collections::{BTreeMap, BTreeSet};

use egui::{EventFilter, Id, Rect, Response, Sense, Ui, WidgetInfo, WidgetType};

use crate::model::Element;
use crate::scene::Scene;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::paint::ScreenFromWorld;

use super::gestures::PANEL_HANDLE;

/// Below this scale the parts of cards are no widgets of their own: they are too small to hit.
const PARTS_FROM: f32 = 0.35;

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
        let on_screen = transform.rect(*rect).intersect(area);
        let stands_alone = is_card_or_box(*element);
        if !on_screen.is_positive() || !(stands_alone || transform.scale >= PARTS_FROM) || !seen.insert(*element) {
            continue;
        }
        let on_screen = match element {
            Element::Tier(id) => {
                let title = view.layout.tier_header(*id).map(|it| transform.rect(it).intersect(area));
                title.filter(|it| it.is_positive()).unwrap_or(on_screen)
            }
            _ => on_screen,
        };
        let focusable = if stands_alone { Sense::FOCUSABLE } else { Sense::empty() };
        let response = ui.interact(on_screen, id_of(*element), Sense::CLICK | Sense::DRAG | focusable);
        let is_selected = view.selection.contains(element);
        response.widget_info(|| {
            WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, description(view, drawn, *element))
        });
        found.note(ui, &response, *element, by_pointer);
        if let Some(words) = response.hovered().then(|| tooltip(view, *element)).flatten() {
            response.on_hover_text(words);
        }
    }
    found
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
