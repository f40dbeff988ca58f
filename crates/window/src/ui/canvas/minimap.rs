//! The whole drawing in small, while only part of it is in sight: tiers, findings, and what is in sight. It gives way to
//! cards, above all to what somebody works on.

use std::collections::BTreeMap;

use egui::{
    Align2, Area, Color32, CornerRadius, Frame, Id, Order, Rect, Sense, Stroke, StrokeKind, Vec2, WidgetInfo,
    WidgetType,
};

use super::{CanvasView, controls};
use crate::geometry::Point;
use crate::model::Element;
use crate::rules::Severity;
use crate::scene::Ink;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::paint::ScreenFromWorld;
use crate::ui::widgets::severity_ink;

/// Most width and height, in points.
const SIZE: Vec2 = Vec2::new(170.0, 120.0);
/// Most of the canvas that it may cover, as a share of each side.
const SHARE: f32 = 0.3;
/// Space between it and the edges of the canvas, in points.
const MARGIN: f32 = 10.0;
/// Its frame on one side, in points.
const FRAME: f32 = 5.0;
/// At the top it leaves room for what is said there, in points.
const HEAD: f32 = 40.0;
/// So many times as much as any other card is what is selected or has the keyboard.
const WORKED_ON: f32 = 1000.0;
/// Radius of the mark of a finding, in points.
const DOT: f32 = 2.5;
/// Findings that lie closer than this share of the drawing have one mark.
const PLACES: f32 = 40.0;

/// The corner of the canvas in which the overview stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Corner {
    #[default]
    LeftBottom,
    RightBottom,
    RightTop,
    LeftTop,
}

impl Corner {
    const ALL: [Self; 4] = [Self::LeftBottom, Self::RightBottom, Self::RightTop, Self::LeftTop];

    /// Where something of this size stands in it, clear of the buttons for zooming.
    fn place(self, area: Rect, size: Vec2) -> Rect {
        let meets_buttons = area.width() - size.x < controls::WIDTH + 3.0 * MARGIN;
        let above = controls::HEIGHT + 8.0;
        let inner = area.shrink(MARGIN);
        let (align, dy) = match self {
            Self::LeftBottom => (Align2::LEFT_BOTTOM, if meets_buttons { -above } else { 0.0 }),
            Self::RightBottom => (Align2::RIGHT_BOTTOM, -above),
            Self::RightTop => (Align2::RIGHT_TOP, HEAD),
            Self::LeftTop => (Align2::LEFT_TOP, HEAD),
        };
        align.align_size_within_rect(size, inner).translate(Vec2::new(0.0, dy))
    }
}

impl CanvasView {
    /// Shows it while the drawing does not fit into the canvas, in the corner where it covers least; a click or a drag in
    /// it moves what is in sight.
    pub(super) fn minimap_ui(&mut self, view: &ViewContext<'_>, ctx: &egui::Context, area: Rect) {
        let bounds = view.scene.bounds;
        let Some(camera) = self.camera.filter(|_| !self.sees_all(view)) else { return };
        let seen = camera.visible(self.viewport).expand(1.0);
        let most = SIZE.min(area.size() * SHARE);
        let scale = (most.x / bounds.width().max(1.0)).min(most.y / bounds.height().max(1.0));
        let size = Vec2::new(bounds.width(), bounds.height()) * scale;
        self.place_minimap(view, ctx, area, size + Vec2::splat(2.0 * FRAME));
        let place = self.corner.place(area, size + Vec2::splat(2.0 * FRAME));
        let dots = self.dots.get(view.revision, |_| dots(view));
        let area = Area::new(Id::new("canvas-minimap")).order(Order::Middle).fixed_pos(place.min).constrain(false);
        let shown = area.show(ctx, |ui| {
            let border = Stroke::new(1.0, view.color(Ink::LineMuted));
            let frame = Frame::new().fill(view.color(Ink::SurfaceRaised)).stroke(border).corner_radius(5);
            frame.inner_margin(FRAME - border.width).show(ui, |ui| {
                let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, text::overview(dots.len())));
                let origin = rect.min - Vec2::new(bounds.min.x, bounds.min.y) * scale;
                let transform = ScreenFromWorld { scale, origin };
                paint(view, &ui.painter_at(rect), transform, &dots);
                let window = transform.rect(seen).intersect(rect);
                let outline = Stroke::new(1.5, view.color(Ink::Accent));
                ui.painter().rect(window, CornerRadius::same(2), Color32::TRANSPARENT, outline, StrokeKind::Inside);
                let moved = response.clicked() || response.dragged();
                response.interact_pointer_pos().filter(|_| moved).map(|at| transform.to_world(at))
            })
        });
        if let (Some(to), Some(camera)) = (shown.inner.inner, &mut self.camera) {
            camera.center_on(to, self.viewport);
            self.is_fitted = false;
            ctx.request_repaint();
        }
    }

    /// Chooses the corner: it stays where it is while the pointer is there, and unless another covers less than half.
    fn place_minimap(&mut self, view: &ViewContext<'_>, ctx: &egui::Context, area: Rect, size: Vec2) {
        let pointer = ctx.input(|input| input.pointer.interact_pos().or(input.pointer.hover_pos()));
        if pointer.is_some_and(|at| self.corner.place(area, size).contains(at)) {
            return;
        }
        let places = Corner::ALL.map(|it| (it, it.place(area, size)));
        let mut covered = [0.0_f32; Corner::ALL.len()];
        let transform = self.transform(area);
        for (element, rect) in view.layout.parts() {
            let Some(rect) = shown_of(view, *element, *rect) else { continue };
            let rect = transform.rect(rect);
            let is_worked_on = view.selection.contains(element) || self.current.element == Some(*element);
            let weight = if is_worked_on { WORKED_ON } else { 1.0 };
            for ((_, place), covered) in places.iter().zip(&mut covered) {
                let both = place.expand(2.0).intersect(rect);
                if both.is_positive() {
                    *covered += both.area() * weight;
                }
            }
        }
        let here = places.iter().zip(&covered).find(|((it, _), _)| *it == self.corner).map_or(0.0, |(_, it)| *it);
        let least = places.iter().zip(&covered).min_by(|a, b| a.1.total_cmp(b.1));
        if let Some(((corner, _), _)) = least.filter(|(_, it)| **it < here / 2.0) {
            self.corner = *corner;
        }
    }
}

/// What of an element should stay in sight: all of a card, the title of a tier.
fn shown_of(view: &ViewContext<'_>, element: Element, rect: crate::geometry::Rect) -> Option<crate::geometry::Rect> {
    match element {
        Element::Tier(id) => view.layout.tier_header(id),
        Element::Computer(_)
        | Element::LoadBalancer(_)
        | Element::Endpoint(_)
        | Element::Storage(_)
        | Element::ResourceGroup(_) => Some(rect),
        _ => None,
    }
}

/// Where findings are, the worst of each place, the worst last.
fn dots(view: &ViewContext<'_>) -> Vec<(Point, Severity)> {
    let bounds = view.scene.bounds;
    let place = |at: Point| {
        let share = |at: f32, from: f32, side: f32| ((at - from) / side.max(1.0) * PLACES) as i32;
        (share(at.x, bounds.min.x, bounds.width()), share(at.y, bounds.min.y, bounds.height()))
    };
    let mut worst: BTreeMap<(i32, i32), (Point, Severity)> = BTreeMap::new();
    for finding in &view.analysis.rules.findings {
        let rect = finding.elements.iter().find_map(|it| view.layout.rect_of(*it));
        let Some(at) = rect.map(|it| it.center()) else { continue };
        let known = worst.entry(place(at)).or_insert((at, finding.severity));
        known.1 = known.1.min(finding.severity);
    }
    let mut dots: Vec<(Point, Severity)> = worst.into_values().collect();
    dots.sort_by_key(|(_, severity)| std::cmp::Reverse(*severity));
    dots
}

fn paint(view: &ViewContext<'_>, painter: &egui::Painter, transform: ScreenFromWorld, dots: &[(Point, Severity)]) {
    for rect in view.document.tiers.keys().filter_map(|id| view.layout.rect_of((*id).into())) {
        let border = Stroke::new(1.0, view.color(Ink::CardBorder));
        painter.rect(transform.rect(rect), 2.0, view.color(Ink::TierBand), border, StrokeKind::Inside);
    }
    for (at, severity) in dots {
        painter.circle_filled(transform.point(*at), DOT, view.color(severity_ink(*severity)));
    }
}
