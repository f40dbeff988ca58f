//! What the pointer is doing on the canvas: an explicit state machine over points of the viewport, free of egui.

use crate::edit::intent::connections::Line;
use crate::edit::intent::palette::PaletteItem;
use crate::geometry::{Point, Rect};
use crate::model::Element;

/// A press becomes a drag after this much movement with the mouse, in points.
pub(super) const MOUSE_THRESHOLD: f32 = 4.0;
/// A press becomes a drag after this much movement with a finger, in points.
pub(super) const TOUCH_THRESHOLD: f32 = 6.0;

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hit {
    /// What a click selects; `None` on empty space, also inside a tier.
    pub(super) element: Option<Element>,
    /// What a drag moves: the card of a part, the box of a cluster resource group, the tier of its title strip.
    pub(super) grip: Option<Element>,
    /// The line that a drag from here draws: the pointer is on a handle.
    pub(super) line: Option<Line>,
}

/// Keys held during an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// Shift: toggles, adds to the selection.
    pub(super) toggle: bool,
    /// Alt: copies instead of moving.
    pub(super) copy: bool,
    /// Ctrl: keeps placing.
    pub(super) again: bool,
    /// Space: pans.
    pub(super) pan: bool,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Event {
    /// The primary button went down.
    Press { at: Point, hit: Hit, selected: bool, held: Held },
    /// The middle button went down.
    MiddlePress { at: Point },
    /// The secondary button went down.
    SecondaryPress { at: Point, hit: Hit, selected: bool },
    /// The pointer moved.
    Move { at: Point },
    /// The button that started the gesture went up.
    Release { at: Point, held: Held },
    /// Escape, the other button, lost focus.
    Cancel,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Effect {
    /// Select this and nothing else.
    SelectOnly(Element),
    /// Select it, or deselect it when it is selected.
    Toggle(Element),
    /// Select nothing.
    SelectNone,
    /// Select what lies completely in the rectangle; add to the selection when told so.
    SelectWithin { area: Rect, add: bool },
    /// Move the drawing.
    Pan { dx: f32, dy: f32 },
    /// Carry out the move of the grip and what is selected with it; copy when told so.
    Drop { grip: Element, at: Point, copy: bool },
    /// Put the palette item there.
    Place { item: PaletteItem, at: Point },
    /// End the line on what lies there.
    Connect { line: Line, at: Point },
    /// Show the context menu.
    Menu { at: Point },
}

/// What the pointer is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Gesture {
    /// Nothing.
    #[default]
    Idle,
    /// The primary button is down and has not moved far.
    Pressed { at: Point, hit: Hit, selected: bool, held: Held },
    /// The secondary button is down and has not moved far.
    SecondaryPressed { at: Point, on_empty: bool },
    /// The drawing follows the pointer.
    Panning { last: Point },
    /// Elements follow the pointer.
    Dragging { grip: Element, from: Point, now: Point },
    /// A rectangle is drawn.
    Marquee { from: Point, now: Point, add: bool },
    /// Each click places an item until Escape.
    Stamping { item: PaletteItem },
    /// A line follows the pointer; `held` while the button is down, else the next click ends it.
    Connecting { line: Line, from: Point, now: Point, held: bool },
}

impl Gesture {
    /// Goes on with an event; `threshold` is how far the pointer must move for a drag.
    pub(super) fn step(&mut self, event: Event, threshold: f32) -> Vec<Effect> {
        let (next, effects) = match (*self, event) {
            (Self::Stamping { .. }, Event::Cancel | Event::SecondaryPress { .. }) => (Self::Idle, vec![]),
            (Self::Stamping { item }, Event::Press { at, .. }) => (*self, vec![Effect::Place { item, at }]),
            (Self::Dragging { .. } | Self::Marquee { .. }, Event::Cancel | Event::SecondaryPress { .. }) => {
                (Self::Idle, vec![])
            }
            (_, Event::Cancel) | (Self::Connecting { .. }, Event::SecondaryPress { .. }) => (Self::Idle, vec![]),
            (Self::Connecting { line, .. }, Event::Press { at, .. }) => {
                (Self::Idle, vec![Effect::Connect { line, at }])
            }
            (state @ Self::Connecting { .. }, Event::MiddlePress { .. }) => (state, vec![]),
            (state @ Self::Connecting { .. }, Event::Release { at, .. }) => state.line_released(at, threshold),
            (_, Event::Press { at, hit, selected, held }) => press(at, hit, selected, held),
            (_, Event::MiddlePress { at }) => (Self::Panning { last: at }, vec![]),
            (_, Event::SecondaryPress { at, hit, selected }) => {
                let effects = match hit.element {
                    Some(element) if !selected => vec![Effect::SelectOnly(element)],
                    Some(_) => vec![],
                    None => vec![Effect::SelectNone],
                };
                (Self::SecondaryPressed { at, on_empty: hit.element.is_none() }, effects)
            }
            (state, Event::Move { at }) => state.moved(at, threshold),
            (state, Event::Release { at, held }) => state.released(at, held),
        };
        *self = next;
        effects
    }

    fn moved(self, at: Point, threshold: f32) -> (Self, Vec<Effect>) {
        match self {
            Self::Pressed { at: from, hit, selected, held } if from.distance(at) > threshold => {
                match (hit.grip, held.toggle) {
                    (Some(grip), false) => {
                        // A part that is dragged takes its card along.
                        let keep = selected && hit.element == Some(grip);
                        let effects = if keep { vec![] } else { vec![Effect::SelectOnly(grip)] };
                        (Self::Dragging { grip, from, now: at }, effects)
                    }
                    _ => (Self::Marquee { from, now: at, add: held.toggle }, vec![]),
                }
            }
            Self::SecondaryPressed { at: from, on_empty: true } if from.distance(at) > threshold => {
                (Self::Panning { last: at }, vec![Effect::Pan { dx: at.x - from.x, dy: at.y - from.y }])
            }
            Self::Panning { last } => {
                (Self::Panning { last: at }, vec![Effect::Pan { dx: at.x - last.x, dy: at.y - last.y }])
            }
            Self::Dragging { grip, from, .. } => (Self::Dragging { grip, from, now: at }, vec![]),
            Self::Marquee { from, add, .. } => (Self::Marquee { from, now: at, add }, vec![]),
            Self::Connecting { line, from, held, .. } => (Self::Connecting { line, from, now: at, held }, vec![]),
            other => (other, vec![]),
        }
    }

    fn released(self, at: Point, held: Held) -> (Self, Vec<Effect>) {
        let effects = match self {
            Self::Pressed { hit, held: pressed, .. } => match hit.element {
                Some(element) if pressed.toggle => vec![Effect::Toggle(element)],
                Some(element) => vec![Effect::SelectOnly(element)],
                None if pressed.toggle => vec![],
                None => vec![Effect::SelectNone],
            },
            Self::SecondaryPressed { .. } => vec![Effect::Menu { at }],
            Self::Dragging { grip, .. } => vec![Effect::Drop { grip, at, copy: held.copy }],
            Self::Marquee { from, add, .. } => vec![Effect::SelectWithin { area: spanned(from, at), add }],
            Self::Stamping { .. } | Self::Connecting { .. } => return (self, vec![]),
            Self::Idle | Self::Panning { .. } => vec![],
        };
        (Self::Idle, effects)
    }

    /// A line that is let go on its handle goes on without the button: the next click ends it.
    fn line_released(self, at: Point, threshold: f32) -> (Self, Vec<Effect>) {
        match self {
            Self::Connecting { line, from, held: true, .. } if from.distance(at) > threshold => {
                (Self::Idle, vec![Effect::Connect { line, at }])
            }
            Self::Connecting { line, from, now, .. } => (Self::Connecting { line, from, now, held: false }, vec![]),
            other => (other, vec![]),
        }
    }

    /// The connection that is being drawn, and the point of the viewport that it leads to.
    pub(super) const fn line(&self) -> Option<(Line, Point)> {
        match self {
            Self::Connecting { line, now, .. } => Some((*line, *now)),
            _ => None,
        }
    }

    /// The rectangle under way, in points of the viewport.
    pub(super) fn marquee(&self) -> Option<Rect> {
        match self {
            Self::Marquee { from, now, .. } => Some(spanned(*from, *now)),
            _ => None,
        }
    }

    /// Whether something is under way that Escape ends.
    pub(super) const fn is_active(&self) -> bool {
        !matches!(self, Self::Idle)
    }
}

fn press(at: Point, hit: Hit, selected: bool, held: Held) -> (Gesture, Vec<Effect>) {
    if held.pan {
        return (Gesture::Panning { last: at }, vec![]);
    }
    if let Some(line) = hit.line {
        return (Gesture::Connecting { line, from: at, now: at, held: true }, vec![]);
    }
    // A card is selected when it is pressed, so that a drag shows what moves; a part only when it is clicked.
    let is_card = hit.element.is_some() && hit.element == hit.grip;
    let effects = match hit.element {
        Some(element) if is_card && !selected && !held.toggle => vec![Effect::SelectOnly(element)],
        _ => vec![],
    };
    (Gesture::Pressed { at, hit, selected, held }, effects)
}

/// The rectangle between two opposite corners.
fn spanned(a: Point, b: Point) -> Rect {
    Rect::from_ltrb(a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y))
}

#[cfg(test)]
mod tests;
