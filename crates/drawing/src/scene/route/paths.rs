//! Turns routed trunks into lines with rounded bends, joints, arrow heads and words that cover nothing.

use std::collections::BTreeSet;

use super::ports::{Bridge, End, Port, Stretch};
use super::{ConnectionKind, Path, Routed, Touch, Trunk};
use crate::geometry::{Point, Rect, Size};
use crate::scene::Face;
use crate::scene::style::{BEND, GUTTER_END, LANE, TINY};
use crate::scene::text::text_width;

/// How far from its lane a mark on a line without arrow stands.
const OFF_LANE: f32 = 13.0;
/// How far apart lines of several kinds between neighboring tiers run.
const ABREAST: f32 = 7.0;

/// Where tiers and gutters are on the sheet.
pub(crate) struct Sheet {
    /// Upper border of each lot.
    pub(crate) lots: Vec<f32>,
    /// Upper and lower border of each gutter.
    pub(crate) gutters: Vec<(f32, f32)>,
    /// What is added to x.
    pub(crate) shift: f32,
}

impl Sheet {
    fn lane(&self, stretch: &Stretch) -> f32 {
        self.lane_of(stretch.gutter, stretch.lane)
    }

    fn lane_of(&self, gutter: usize, lane: Option<usize>) -> f32 {
        let (top, bottom) = self.gutters.get(gutter).copied().unwrap_or_default();
        lane.map_or(f32::midpoint(top, bottom), |lane| top + GUTTER_END + lane as f32 * LANE)
    }
}

/// The lines of all trunks.
pub(crate) fn draw(trunks: &[Trunk], stretches: &[Stretch], bridges: &[Bridge], sheet: &Sheet) -> Vec<Routed> {
    let mut routed: Vec<Routed> = trunks.iter().map(blank).collect();
    let mut legs: Vec<Vec<(f32, f32, f32)>> = vec![Vec::new(); sheet.gutters.len()];
    for stretch in stretches {
        let Some(out) = routed.get_mut(stretch.trunk) else { continue };
        let lanes = Lanes { sheet, stretches, trunk: stretch.trunk };
        draw_stretch(stretch, &lanes, out);
        if let Some(legs) = legs.get_mut(stretch.gutter) {
            let y = sheet.lane(stretch);
            legs.extend(stretch.ports.iter().map(|port| {
                let end = lanes.end(stretch, port);
                (port.x + sheet.shift, y.min(end), y.max(end))
            }));
        }
    }
    for bridge in bridges {
        let Some(out) = routed.get_mut(bridge.trunk) else { continue };
        let middle = sheet.lots.get(bridge.lot).copied().unwrap_or_default() + bridge.y;
        let (from, to) = bridge.x;
        // It is too short for words: each kind has a line of its own.
        let first = middle - ABREAST * bridge.kinds.len().saturating_sub(1) as f32 / 2.0;
        for (at, kind) in bridge.kinds.iter().enumerate() {
            let y = first + ABREAST * at as f32;
            let points = vec![Point::new(from + sheet.shift, y), Point::new(to + sheet.shift, y)];
            let spot = along(&points, 0.5);
            out.paths.push(Path { points, kind: Some(*kind), arrow: true, touches: bridge.touches.clone(), spot });
        }
    }
    let mut taken: Vec<Rect> = Vec::new();
    for stretch in stretches {
        let legs = legs.get(stretch.gutter).map(Vec::as_slice).unwrap_or_default();
        for port in stretch.ports.iter().filter(|it| !it.words.is_empty()) {
            let Some((rect, kind)) = label(stretch, port, sheet, legs, &taken) else { continue };
            taken.push(rect);
            if let Some(out) = routed.get_mut(stretch.trunk) {
                out.labels.push((rect, port.words.clone(), kind));
            }
        }
    }
    routed
}

fn blank(trunk: &Trunk) -> Routed {
    Routed {
        paths: Vec::new(),
        joints: Vec::new(),
        labels: Vec::new(),
        wires: trunk.wires.clone(),
        kinds: trunk.to.iter().flat_map(|it| it.kinds.iter().copied()).collect(),
        from: trunk.from.iter().map(|it| it.element).collect(),
        to: trunk.to.iter().map(|it| it.block.element).collect(),
    }
}

/// The only kind, if there is just one.
fn one(kinds: &BTreeSet<ConnectionKind>) -> Option<ConnectionKind> {
    kinds.first().copied().filter(|_| kinds.len() == 1)
}

struct Lanes<'a> {
    sheet: &'a Sheet,
    stretches: &'a [Stretch],
    trunk: usize,
}

impl Lanes<'_> {
    /// The y of a port's far end. Both halves of a channel meet halfway.
    fn end(&self, stretch: &Stretch, port: &Port) -> f32 {
        match port.end {
            End::Lot { lot, y } => self.sheet.lots.get(lot).copied().unwrap_or_default() + y,
            End::Gutter(gutter) => {
                let mut same = self.stretches.iter().filter(|it| it.trunk == self.trunk && it.gutter == gutter);
                let there = same.find(|it| it.ports.iter().any(|other| other.end == End::Gutter(stretch.gutter)));
                let there = there.map_or_else(|| self.sheet.lane_of(gutter, None), |it| self.sheet.lane(it));
                (there + self.sheet.lane(stretch)) / 2.0
            }
        }
    }
}

fn draw_stretch(stretch: &Stretch, lanes: &Lanes<'_>, out: &mut Routed) {
    let shift = lanes.sheet.shift;
    let lane = lanes.sheet.lane(stretch);
    let all: BTreeSet<ConnectionKind> = stretch.ports.iter().flat_map(|it| it.kinds.iter().copied()).collect();
    let shared = one(&all);
    let color = |port: &Port| if port.arrow { one(&port.kinds).or(port.kinds.first().copied()) } else { shared };
    let end = |port: &Port| Point::new(port.x + shift, lanes.end(stretch, port));
    if let [a, b] = stretch.ports.as_slice() {
        let (from, to) = if a.arrow { (b, a) } else { (a, b) };
        let kind = one(&all).or_else(|| color(to));
        let corners = [end(from), Point::new(from.x + shift, lane), Point::new(to.x + shift, lane), end(to)];
        let (points, touches) = (rounded(&corners), [from.touch, to.touch].into_iter().flatten().collect());
        let spot = along(&points, 0.5);
        out.paths.push(Path { points, kind, arrow: to.arrow, touches, spot });
        return;
    }
    let (low, high) = stretch.span();
    let alone = |x: f32| stretch.ports.iter().filter(|it| (it.x - x).abs() < 0.5).count() == 1;
    let bend = BEND.min((high - low) / 2.0);
    let start = Point::new(low + shift + if alone(low) { bend } else { 0.0 }, lane);
    let stop = Point::new(high + shift - if alone(high) { bend } else { 0.0 }, lane);
    if stop.x > start.x {
        let spot = along(&[start, stop], 0.5);
        out.paths.push(Path { points: vec![start, stop], kind: shared, arrow: false, touches: Vec::new(), spot });
    }
    for port in &stretch.ports {
        let corner = Point::new(port.x + shift, lane);
        let (points, joint) = if port.x == low && alone(low) {
            (rounded(&[start, corner, end(port)]), false)
        } else if port.x == high && alone(high) {
            (rounded(&[stop, corner, end(port)]), false)
        } else {
            (vec![corner, end(port)], true)
        };
        let touches: Vec<Touch> = port.touch.into_iter().collect();
        // An arrow has its head and its words near its end, other lines have nothing there.
        let spot = if port.arrow { corner } else { Point::new(corner.x, corner.y + OFF_LANE * sign(port)) };
        out.paths.push(Path { points, kind: color(port), arrow: port.arrow, touches, spot });
        let known = out.joints.iter().any(|(at, _)| *at == corner);
        if joint && !known {
            out.joints.push((corner, shared));
        }
    }
}

/// Which way a line leaves its lane: up is negative.
const fn sign(port: &Port) -> f32 {
    if port.above { -1.0 } else { 1.0 }
}

/// The point at a share of the length of a polyline.
fn along(points: &[Point], share: f32) -> Point {
    let pairs = || points.iter().zip(points.iter().skip(1));
    let mut left = pairs().map(|(a, b)| a.distance(*b)).sum::<f32>() * share;
    for (a, b) in pairs() {
        let length = a.distance(*b);
        if left <= length {
            let t = left / length.max(0.01);
            return Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
        }
        left -= length;
    }
    points.last().copied().unwrap_or_default()
}

/// The polyline through `corners` with round bends.
fn rounded(corners: &[Point]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(corners.len() * 5);
    let mut kept: Vec<Point> = Vec::with_capacity(corners.len());
    for corner in corners {
        if kept.last().is_none_or(|last| last.distance(*corner) > 0.5) {
            kept.push(*corner);
        }
    }
    for (position, corner) in kept.iter().enumerate() {
        let (before, after) = (position.checked_sub(1).and_then(|it| kept.get(it)), kept.get(position + 1));
        let (Some(before), Some(after)) = (before, after) else {
            points.push(*corner);
            continue;
        };
        let outer = |is_end: bool| if is_end { 1.0 } else { 0.5 };
        let room_before = before.distance(*corner) * outer(position == 1);
        let room_after = after.distance(*corner) * outer(position + 2 == kept.len());
        let radius = BEND.min(room_before).min(room_after);
        let toward = |to: &Point| {
            let length = corner.distance(*to).max(0.01);
            Point::new(corner.x + (to.x - corner.x) / length * radius, corner.y + (to.y - corner.y) / length * radius)
        };
        let (a, b) = (toward(before), toward(after));
        for step in 0..=4u8 {
            let t = f32::from(step) / 4.0;
            let mix = |p: f32, q: f32, r: f32| (1.0 - t) * (1.0 - t) * p + 2.0 * t * (1.0 - t) * q + t * t * r;
            points.push(Point::new(mix(a.x, corner.x, b.x), mix(a.y, corner.y, b.y)));
        }
    }
    points.dedup_by(|a, b| a.distance(*b) < 0.05);
    points
}

/// A place beside the arrow at `port` that crosses no line and no other words; `None` when there is none.
fn label(
    stretch: &Stretch,
    port: &Port,
    sheet: &Sheet,
    legs: &[(f32, f32, f32)],
    taken: &[Rect],
) -> Option<(Rect, ConnectionKind)> {
    let (top, bottom) = sheet.gutters.get(stretch.gutter).copied()?;
    let size = Size::new(text_width(Face::Regular, TINY, &port.words), 12.0);
    let y = if port.above { top + 5.0 } else { bottom - 5.0 - size.height };
    let x = port.x + sheet.shift;
    let free = |rect: &Rect| {
        let roomy = rect.expand(3.0);
        let crossed = legs
            .iter()
            .any(|(at, from, to)| *at > roomy.min.x && *at < roomy.max.x && *from < roomy.max.y && *to > roomy.min.y);
        !crossed && !taken.iter().any(|it| it.overlaps(&roomy))
    };
    let places = [x + 6.0, x - 6.0 - size.width].map(|left| Rect::new(Point::new(left, y), size));
    let rect = places.into_iter().find(free)?;
    Some((rect, port.kinds.first().copied()?))
}
