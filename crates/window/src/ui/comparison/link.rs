//! The cameras of all drawings, linked: what pans or zooms the one does the same to the others.

use egui::{Rect, Vec2};

use crate::geometry::{Point, Rect as World};
use crate::ui::paint::ScreenFromWorld;

/// Smallest and largest scale in points per world unit.
const SCALES: (f32, f32) = (0.05, 4.0);
/// Fitting never enlarges beyond this.
const LARGEST_FIT: f32 = 1.0;
/// Space around what is fitted, in points.
const MARGIN: f32 = 16.0;

/// What part of each world its pane shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    /// Points per world unit, on all sides.
    scale: f32,
    /// What stands in the middle of each pane.
    centers: Vec<Point>,
}

impl Link {
    /// Shows all of each drawing in panes of a size.
    pub(super) fn fit(bounds: &[World], pane: Vec2) -> Self {
        let room = (pane - Vec2::splat(2.0 * MARGIN)).max(Vec2::splat(1.0));
        let fits = |it: &World| (room.x / it.width().max(1.0)).min(room.y / it.height().max(1.0));
        let scale = bounds.iter().map(fits).fold(LARGEST_FIT, f32::min).max(SCALES.0);
        Self { scale, centers: bounds.iter().map(World::center).collect() }
    }

    /// How one side is drawn in its pane.
    pub(super) fn transform(&self, side: usize, pane: Rect) -> ScreenFromWorld {
        let center = self.centers.get(side).copied().unwrap_or_default();
        ScreenFromWorld { scale: self.scale, origin: pane.center() - Vec2::new(center.x, center.y) * self.scale }
    }

    /// Moves all drawings by a distance in points.
    pub(super) fn pan(&mut self, by: Vec2) {
        for center in &mut self.centers {
            *center = center.offset(-by.x / self.scale, -by.y / self.scale);
        }
    }

    /// Changes the scale; what stands `off` the middle of its pane stays there, on all sides.
    pub(super) fn zoom(&mut self, off: Vec2, factor: f32) {
        let before = self.scale;
        self.scale = (self.scale * factor).clamp(SCALES.0, SCALES.1);
        let step = 1.0 / before - 1.0 / self.scale;
        for center in &mut self.centers {
            *center = center.offset(off.x * step, off.y * step);
        }
    }

    /// Leads each side to a place of its own; a side without one stays.
    pub(super) fn jump(&mut self, places: &[Option<World>]) {
        for (center, place) in self.centers.iter_mut().zip(places) {
            if let Some(place) = place {
                *center = place.center();
            }
        }
        self.scale = self.scale.max(0.6);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link::fit(
            &[World::from_ltrb(0.0, 0.0, 800.0, 400.0), World::from_ltrb(0.0, 0.0, 400.0, 900.0)],
            Vec2::new(432.0, 332.0),
        )
    }

    #[test]
    fn both_drawings_fit_and_have_one_scale() {
        let link = link();
        assert!((link.scale - 300.0 / 900.0).abs() < 1e-4, "{}", link.scale);
        assert_eq!(link.centers, [Point::new(400.0, 200.0), Point::new(200.0, 450.0)]);
    }

    #[test]
    fn what_moves_the_one_moves_the_other_and_what_is_under_the_pointer_stays() {
        let (mut link, pane) = (link(), Rect::from_min_size(egui::pos2(10.0, 20.0), Vec2::new(432.0, 332.0)));
        let at = pane.center() + Vec2::new(60.0, -40.0);
        let seen = [0, 1].map(|side| link.transform(side, pane).to_world(at));
        link.zoom(at - pane.center(), 1.5);
        for (side, seen) in seen.into_iter().enumerate() {
            assert!(link.transform(side, pane).point(seen).distance(at) < 0.01);
        }
        let before = link.centers.clone();
        link.pan(Vec2::new(30.0, 0.0));
        let moved = [0, 1].map(|side| before[side].x - link.centers[side].x);
        assert!((moved[0] - moved[1]).abs() < 1e-3 && moved[0] > 0.0);
    }

    #[test]
    fn a_jump_leads_each_side_to_its_own_place() {
        let mut link = link();
        let kept = link.centers[0];
        link.jump(&[None, Some(World::from_ltrb(10.0, 10.0, 30.0, 50.0))]);
        assert_eq!(link.centers, [kept, Point::new(20.0, 30.0)]);
    }
}
