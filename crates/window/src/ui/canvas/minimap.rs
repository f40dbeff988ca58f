//! The whole drawing in small, while only part of it is in sight: tiers, findings, and what is in sight.

use std::collections::BTreeMap;

use egui::{
    Align2, Area, Color32, CornerRadius, Frame, Id, Order, Rect, Sense, Stroke, StrokeKind, Vec2, WidgetInfo,
    WidgetType,
};

use super::{CanvasView, controls};
use crate::geometry::Point;
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
/// Radius of the mark of a finding, in points.
const DOT: f32 = 2.5;
/// Findings that lie closer than this share of the drawing have one mark.
const PLACES: f32 = 40.0;

impl CanvasView {
    /// Shows it in the lower left corner, above the buttons where they reach so far, while the drawing does not fit into the canvas; a click or a drag in it moves
    /// what is in sight.
    pub(super) fn minimap_ui(&mut self, view: &ViewContext<'_>, ctx: &egui::Context, area: Rect) {
        let bounds = view.scene.bounds;
        let Some(camera) = self.camera else { return };
        let seen = camera.visible(self.viewport).expand(1.0);
        if seen.contains(bounds.min) && seen.contains(bounds.max) {
            return;
        }
        let most = SIZE.min(area.size() * SHARE);
        let scale = (most.x / bounds.width().max(1.0)).min(most.y / bounds.height().max(1.0));
        let size = Vec2::new(bounds.width(), bounds.height()) * scale;
        let above = if area.width() - size.x < controls::WIDTH + 40.0 { controls::HEIGHT + 8.0 } else { 0.0 };
        let dots = self.dots.get(view.revision, |_| dots(view));
        let shown = Area::new(Id::new("canvas-minimap"))
            .order(Order::Middle)
            .pivot(Align2::LEFT_BOTTOM)
            .fixed_pos(area.left_bottom() + Vec2::new(10.0, -10.0 - above))
            .constrain(false)
            .show(ctx, |ui| {
                let border = Stroke::new(1.0, view.color(Ink::LineMuted));
                let frame = Frame::new().fill(view.color(Ink::SurfaceRaised)).stroke(border).corner_radius(5);
                frame.inner_margin(4).show(ui, |ui| {
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
