//! Marks of what the loss of an element does, and of the state an element is in during a failure drill.

use super::SceneOptions;
use super::parts::baseline;
use crate::geometry::{Point, Rect, Size};
use crate::model::Element;
use crate::scene::style::SMALL;
use crate::scene::text::text_width;
use crate::scene::{Face, IconKind, Ink, Prim, Stroke, icon};

/// What the loss of an element does, from harmless to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossLook {
    /// Every service goes on.
    Harmless,
    /// Something is away for a time.
    FailsOver,
    /// Something works with less.
    Degrades,
    /// Something stops.
    Stops,
    /// A service that carries messages stops, and this alone suffices.
    SinglePoint,
}

impl LossLook {
    /// The words of the legend.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Harmless => "Its loss has no effect",
            Self::FailsOver => "Its loss fails over",
            Self::Degrades => "Its loss degrades",
            Self::Stops => "Its loss stops something",
            Self::SinglePoint => "Single point of failure",
        }
    }

    /// The shape, its color and the tint behind it.
    pub const fn sign(self) -> (IconKind, Ink, Ink) {
        match self {
            Self::Harmless => (IconKind::Check, Ink::TextMuted, Ink::CardFill),
            Self::FailsOver => (IconKind::FailsOver, Ink::Info, Ink::CardFill),
            Self::Degrades => (IconKind::Degraded, Ink::Warning, Ink::CardFill),
            Self::Stops => (IconKind::Stops, Ink::Warning, Ink::CardFill),
            Self::SinglePoint => (IconKind::Stops, Ink::Error, Ink::ErrorSoft),
        }
    }
}

/// What the loss of an element does, as a mark.
#[derive(Clone, Debug, PartialEq)]
pub struct LossMark {
    /// The shape.
    pub look: LossLook,
    /// The service on the element whose loss it is, such as `MSDTC`; empty = the element itself.
    pub service: String,
    /// What happens, in words without a capital: `Receive stops`.
    pub says: String,
}

impl LossMark {
    /// What happens, as a clause: `if it is lost Receive stops`.
    pub fn words(&self) -> String {
        match self.look {
            LossLook::SinglePoint => format!("single point of failure: if it is lost {}", self.says),
            _ => format!("if it is lost {}", self.says),
        }
    }
}

/// The state of an element in a failure drill.
#[derive(Clone, Debug, PartialEq)]
pub struct StateMark {
    /// The shape.
    pub icon: IconKind,
    /// Its color.
    pub ink: Ink,
    /// The tint behind it.
    pub soft: Ink,
    /// The state in a word or two: `Failed`, `Took over`.
    pub word: String,
    /// Whether the element is out: then it is drawn faint and crossed out.
    pub is_out: bool,
}

const SIDE: f32 = 12.0;
const PILL: f32 = 16.0;
/// Half the side of a cross on a line.
const CROSS: f32 = 8.0;
/// How far a pill hangs below the edge it stands on, clear of the last line above it.
const HANGS: f32 = 2.0;
/// What a single point of failure is called on the drawing.
const SINGLE: &str = "Single point of failure";
/// What the quorum of a failover cluster is called then.
const QUORUM: &str = "Quorum: single point";
/// The same where there is little room.
const SINGLE_SHORT: &str = "Single point";

/// What the text alternative says about a loss and about a drill: `, if lost: Receive stops`.
pub(super) fn words(options: &SceneOptions, element: Element) -> String {
    let state = options.states.get(&element).map(|it| format!(", in the drill: {}", it.word.to_lowercase()));
    let loss = options.losses.get(&element).map(|it| format!(", {}", it.words()));
    format!("{}{}", state.unwrap_or_default(), loss.unwrap_or_default())
}

/// The mark of a loss on the lower right corner of a card or box, and a frame round a single point of failure. During a
/// drill the state of the element stands there instead.
pub(super) fn at_corner(options: &SceneOptions, element: Element, rect: Rect, radius: f32, out: &mut Vec<Prim>) {
    if let Some(state) = options.states.get(&element) {
        state_at(state, rect, radius, out);
        return;
    }
    let Some(mark) = options.losses.get(&element) else { return };
    let corner = Point::new(rect.max.x - 8.0, rect.max.y);
    if mark.look == LossLook::SinglePoint {
        let mut texts = vec![SINGLE.to_owned(), SINGLE_SHORT.to_owned()];
        if mark.service.is_empty() {
            let stroke = Some(Stroke::solid(Ink::Error, 2.0));
            out.push(Prim::Rect { rect, radius, fill: None, stroke });
        } else {
            texts = vec![format!("{}: single point", mark.service), mark.service.clone()];
        }
        let room = rect.width() - 16.0;
        let fitting = texts.iter().find(|it| pill_width(it) <= room).or(texts.last());
        let (kind, ink, soft) = mark.look.sign();
        pill(corner.offset(0.0, HANGS), kind, fitting.map_or("", String::as_str), ink, soft, out);
    } else {
        sign(mark.look, Point::new(corner.x - SIDE / 2.0, corner.y), out);
    }
}

/// The same for a box: its loss is that of the quorum or of the primary replica, so its mark is no frame round all of it,
/// and stands at the left, clear of the cards in it.
pub(super) fn at_box(options: &SceneOptions, element: Element, rect: Rect, radius: f32, out: &mut Vec<Prim>) {
    if let Some(state) = options.states.get(&element) {
        state_at(state, rect, radius, out);
        return;
    }
    let Some(mark) = options.losses.get(&element) else { return };
    let left = Point::new(rect.min.x + 12.0, rect.max.y);
    if mark.look == LossLook::SinglePoint {
        let text = if matches!(element, Element::FailoverCluster(_)) { QUORUM } else { SINGLE_SHORT };
        let (kind, ink, soft) = mark.look.sign();
        pill(left.offset(pill_width(text), 0.0), kind, text, ink, soft, out);
    } else {
        sign(mark.look, left.offset(SIDE / 2.0, 0.0), out);
    }
}

/// The fill of a card: during a drill the tint of its state, so that it shows from far away.
pub(super) fn ground(options: &SceneOptions, element: Element) -> Ink {
    options.states.get(&element).map_or(Ink::CardFill, |it| it.soft)
}

/// The tint below a line whose element is in a state.
pub(super) fn under_line(options: &SceneOptions, element: Element, line: Rect, out: &mut Vec<Prim>) {
    if let Some(state) = options.states.get(&element) {
        let tint = Rect::from_ltrb(line.min.x, line.min.y + 0.5, line.max.x, line.max.y - 0.5);
        let stroke = Some(Stroke::solid(state.ink, 1.0));
        out.push(Prim::Rect { rect: tint, radius: 4.0, fill: Some(state.soft), stroke });
    }
}

/// The mark of a loss at the right end of a line; only what stands out is worth a mark there.
pub(super) fn on_line(options: &SceneOptions, element: Element, line: Rect, out: &mut Vec<Prim>) {
    let center = Point::new(line.max.x - SIDE / 2.0 - 2.0, line.center().y);
    if let Some(state) = options.states.get(&element) {
        disc(state.icon, state.ink, center, out);
        if state.is_out {
            let ends = vec![Point::new(line.min.x + 20.0, center.y), Point::new(center.x - SIDE, center.y)];
            out.push(Prim::line(ends, Stroke::solid(state.ink, 1.2)));
        }
        return;
    }
    let single = options.losses.get(&element).filter(|it| it.look == LossLook::SinglePoint);
    if single.is_some() {
        sign(LossLook::SinglePoint, center, out);
    }
}

/// The mark of a loss on a disk array: its name stays readable.
pub(super) fn on_disk(options: &SceneOptions, element: Element, bar: Rect, name: &str, out: &mut Vec<Prim>) {
    // The name stands in the middle, with the icon before it.
    let room = (bar.width() - text_width(Face::Regular, SMALL, name)) / 2.0 - 30.0;
    if let Some(state) = options.states.get(&element) {
        let stroke = Some(Stroke::solid(state.ink, 2.0));
        out.push(Prim::Rect { rect: bar, radius: 5.0, fill: None, stroke });
        if pill_width(&state.word) <= room {
            pill(Point::new(bar.max.x - 4.0, bar.center().y), state.icon, &state.word, state.ink, state.soft, out);
        } else {
            disc(state.icon, state.ink, Point::new(bar.max.x - 12.0, bar.center().y), out);
        }
        return;
    }
    let Some(mark) = options.losses.get(&element) else { return };
    if mark.look == LossLook::SinglePoint {
        out.push(Prim::Rect { rect: bar, radius: 5.0, fill: None, stroke: Some(Stroke::solid(Ink::Error, 2.0)) });
        let (kind, ink, soft) = mark.look.sign();
        if pill_width(SINGLE_SHORT) <= room {
            pill(Point::new(bar.max.x - 4.0, bar.center().y), kind, SINGLE_SHORT, ink, soft, out);
            return;
        }
    }
    sign(mark.look, Point::new(bar.max.x - 12.0, bar.center().y), out);
}

/// The same on a line of a connection: a cross through it when it is out, the mark at the center or, beside a symbol that
/// stands there, `aside` of it.
pub(super) fn at_spot(options: &SceneOptions, element: Element, at: Point, aside: f32, out: &mut Vec<Prim>) {
    let beside = at.offset(aside + SIDE / 2.0, -aside);
    if let Some(state) = options.states.get(&element) {
        if state.is_out {
            let cross =
                |a: f32, b: f32| Prim::line(vec![at.offset(-a, -b), at.offset(a, b)], Stroke::solid(state.ink, 2.2));
            out.extend([cross(CROSS, CROSS), cross(CROSS, -CROSS)]);
        }
        disc(state.icon, state.ink, beside, out);
        return;
    }
    let marked = options.losses.get(&element).filter(|it| it.look > LossLook::FailsOver);
    if let Some(mark) = marked {
        sign(mark.look, beside, out);
    }
}

fn sign(look: LossLook, center: Point, out: &mut Vec<Prim>) {
    let (kind, ink, _) = look.sign();
    disc(kind, ink, center, out);
}

/// A shape on a small disc, so that it reads on any ground.
fn disc(kind: IconKind, ink: Ink, center: Point, out: &mut Vec<Prim>) {
    let stroke = Some(Stroke::solid(Ink::CardBorder, 0.8));
    out.push(Prim::Circle { center, radius: SIDE / 2.0 + 2.5, fill: Some(Ink::CardFill), stroke });
    let at = center.offset(-SIDE / 2.0 + 0.5, -SIDE / 2.0 + 0.5);
    out.extend(icon(kind, Rect::new(at, Size::new(SIDE - 1.0, SIDE - 1.0)), ink));
}

fn pill_width(text: &str) -> f32 {
    SIDE + 17.0 + text_width(Face::Bold, SMALL, text)
}

/// A rounded frame with shape and words whose right end is at `right`.
fn pill(right: Point, kind: IconKind, text: &str, ink: Ink, soft: Ink, out: &mut Vec<Prim>) {
    let width = pill_width(text);
    let rect = Rect::new(Point::new(right.x - width, right.y - PILL / 2.0), Size::new(width, PILL));
    let stroke = Some(Stroke::solid(ink, 1.2));
    out.push(Prim::Rect { rect, radius: PILL / 2.0, fill: Some(soft), stroke });
    let at = Point::new(rect.min.x + 5.0, rect.center().y - SIDE / 2.0);
    out.extend(icon(kind, Rect::new(at, Size::new(SIDE, SIDE)), ink));
    let at = Point::new(rect.min.x + SIDE + 9.0, baseline(rect, SMALL, Face::Bold));
    out.push(Prim::text(at, SMALL, Face::Bold, ink, text));
}

fn state_at(state: &StateMark, rect: Rect, radius: f32, out: &mut Vec<Prim>) {
    let stroke = if state.is_out { Stroke::dashed(state.ink, 2.6, 7.0, 4.0) } else { Stroke::solid(state.ink, 2.6) };
    out.push(Prim::Rect { rect, radius, fill: None, stroke: Some(stroke) });
    if state.is_out {
        let (a, b) = (Point::new(rect.min.x + 4.0, rect.min.y + 4.0), Point::new(rect.max.x - 4.0, rect.max.y - 4.0));
        let (c, d) = (Point::new(rect.max.x - 4.0, rect.min.y + 4.0), Point::new(rect.min.x + 4.0, rect.max.y - 4.0));
        out.push(Prim::line(vec![a, b], Stroke::solid(state.ink, 1.6)));
        out.push(Prim::line(vec![c, d], Stroke::solid(state.ink, 1.6)));
    }
    pill(Point::new(rect.max.x - 8.0, rect.max.y + HANGS), state.icon, &state.word, state.ink, state.soft, out);
}
