//! The camera: from world units to points of the viewport, whose upper left corner is at 0, 0.

use crate::geometry::{Point, Rect, Size};

/// Smallest and largest scale that zooming leads to, in points per world unit.
pub(super) const SCALES: (f32, f32) = (0.1, 8.0);
/// Fitting never enlarges beyond this.
const LARGEST_FIT: f32 = 1.5;
/// Space left around what is fitted, in points.
const FIT_MARGIN: f32 = 12.0;
/// Space left below, where the zoom buttons are, in points.
const FIT_FOOT: f32 = 48.0;
/// At least this much of the drawing stays in the viewport, in points.
const LEAST_VISIBLE: f32 = 96.0;

/// What part of the world the viewport shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Camera {
    /// Points per world unit.
    scale: f32,
    /// Where the world's origin is in the viewport.
    origin: Point,
}

impl Camera {
    /// The camera that shows all of `bounds`, centered above the zoom buttons.
    pub(super) fn fit(bounds: Rect, viewport: Size) -> Self {
        let room = |side: f32| (side - 2.0 * FIT_MARGIN).max(1.0);
        let viewport = Size::new(viewport.width, (viewport.height - FIT_FOOT).max(1.0));
        let scale = (room(viewport.width) / bounds.width().max(1.0))
            .min(room(viewport.height) / bounds.height().max(1.0))
            .min(LARGEST_FIT);
        let mut camera = Self { scale, origin: Point::default() };
        camera.center_on(bounds.center(), viewport);
        camera
    }

    /// Whether all of `bounds` is in sight, above the zoom buttons.
    pub(super) fn holds(self, bounds: Rect, viewport: Size) -> bool {
        let (min, max) = (self.to_screen(bounds.min), self.to_screen(bounds.max));
        let foot = viewport.height - FIT_FOOT;
        min.x >= -1.0 && min.y >= -1.0 && max.x <= viewport.width + 1.0 && max.y <= foot + 1.0
    }

    /// Points per world unit.
    pub(super) const fn scale(&self) -> f32 {
        self.scale
    }

    /// Where the world's origin is in the viewport.
    pub(super) const fn origin(&self) -> Point {
        self.origin
    }

    /// A point of the viewport.
    pub(super) fn to_screen(self, point: Point) -> Point {
        Point::new(self.origin.x + point.x * self.scale, self.origin.y + point.y * self.scale)
    }

    /// A point of the world.
    pub(super) fn to_world(self, point: Point) -> Point {
        Point::new((point.x - self.origin.x) / self.scale, (point.y - self.origin.y) / self.scale)
    }

    /// The part of the world that the viewport shows.
    pub(super) fn visible(self, viewport: Size) -> Rect {
        let corner = Point::new(viewport.width, viewport.height);
        Rect { min: self.to_world(Point::default()), max: self.to_world(corner) }
    }

    /// Moves the drawing by a distance in points.
    pub(super) fn pan(&mut self, dx: f32, dy: f32) {
        self.origin = self.origin.offset(dx, dy);
    }

    /// Changes the scale by `factor`; what is at `fixed`, a point of the viewport, stays there.
    pub(super) fn zoom_about(&mut self, fixed: Point, factor: f32) {
        let world = self.to_world(fixed);
        // What is fitted may be smaller than what zooming leads to.
        self.scale = (self.scale * factor).clamp(SCALES.0.min(self.scale), SCALES.1);
        self.origin = Point::new(fixed.x - world.x * self.scale, fixed.y - world.y * self.scale);
    }

    /// Brings a point of the world to the middle of the viewport.
    pub(super) fn center_on(&mut self, world: Point, viewport: Size) {
        let middle = Point::new(viewport.width / 2.0, viewport.height / 2.0);
        self.origin = Point::new(middle.x - world.x * self.scale, middle.y - world.y * self.scale);
    }

    /// Moves as little as possible so that `rect` is in the viewport; what is larger shows its upper left corner.
    pub(super) fn bring_into_view(&mut self, rect: Rect, viewport: Size) {
        let (min, max) = (self.to_screen(rect.min), self.to_screen(rect.max));
        let step = |min: f32, max: f32, side: f32| {
            if min < FIT_MARGIN || max - min > side - 2.0 * FIT_MARGIN {
                FIT_MARGIN - min
            } else if max > side - FIT_MARGIN {
                side - FIT_MARGIN - max
            } else {
                0.0
            }
        };
        let inside = |min: f32, max: f32, side: f32| min >= 0.0 && max <= side;
        let dx = if inside(min.x, max.x, viewport.width) { 0.0 } else { step(min.x, max.x, viewport.width) };
        let dy = if inside(min.y, max.y, viewport.height) { 0.0 } else { step(min.y, max.y, viewport.height) };
        self.pan(dx, dy);
    }

    /// Moves back so that the drawing cannot get lost: part of `bounds` stays in the viewport.
    pub(super) fn keep_in_sight(&mut self, bounds: Rect, viewport: Size) {
        let (min, max) = (self.to_screen(bounds.min), self.to_screen(bounds.max));
        let back = |min: f32, max: f32, side: f32| {
            let least = LEAST_VISIBLE.min(max - min).min(side);
            if max < least {
                least - max
            } else if min > side - least {
                side - least - min
            } else {
                0.0
            }
        };
        self.pan(back(min.x, max.x, viewport.width), back(min.y, max.y, viewport.height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEWPORT: Size = Size::new(800.0, 600.0);

    fn camera() -> Camera {
        Camera::fit(Rect::from_ltrb(0.0, 0.0, 1600.0, 600.0), VIEWPORT)
    }

    fn close(a: Point, b: Point) -> bool {
        a.distance(b) < 0.01
    }

    #[test]
    fn fitting_shows_everything_and_never_enlarges_beyond_the_limit() {
        let camera = camera();
        let visible = camera.visible(VIEWPORT);
        assert!(visible.min.x <= 0.0 && visible.max.x >= 1600.0);
        assert!(visible.min.y <= 0.0 && visible.max.y >= 600.0);
        let shown = camera.to_screen(Point::new(800.0, 300.0));
        assert!(close(shown, Point::new(400.0, 276.0)), "centered above the zoom buttons: {shown:?}");
        assert_eq!(Camera::fit(Rect::from_ltrb(0.0, 0.0, 10.0, 10.0), VIEWPORT).scale(), 1.5);
    }

    #[test]
    fn all_of_the_largest_drawing_is_fitted_and_zooming_goes_on_from_there() {
        let bounds = Rect::from_ltrb(0.0, 0.0, 90_000.0, 1_000.0);
        let mut camera = Camera::fit(bounds, VIEWPORT);
        assert!(camera.scale() < SCALES.0 && camera.holds(bounds, VIEWPORT));
        let fitted = camera.scale();
        camera.zoom_about(Point::default(), 0.8);
        assert_eq!(camera.scale(), fitted, "no smaller than that");
        camera.zoom_about(Point::default(), 1.25);
        assert!(camera.scale() > fitted && camera.scale() < SCALES.0, "and no leap back");
    }

    #[test]
    fn what_is_fitted_is_held_until_it_grows_under_the_buttons() {
        let bounds = Rect::from_ltrb(0.0, 0.0, 1600.0, 1400.0);
        let camera = Camera::fit(bounds, VIEWPORT);
        assert!(camera.holds(bounds, VIEWPORT));
        let grown = Rect { max: bounds.max.offset(0.0, 2.0 * FIT_MARGIN / camera.scale()), ..bounds };
        assert!(!camera.holds(grown, VIEWPORT));
    }

    #[test]
    fn there_and_back_is_the_same_point() {
        let mut camera = camera();
        camera.zoom_about(Point::new(10.0, 20.0), 1.7);
        let world = Point::new(123.0, 45.0);
        assert!(close(camera.to_world(camera.to_screen(world)), world));
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer_and_stops_at_the_limits() {
        let mut camera = camera();
        let pointer = Point::new(200.0, 150.0);
        let world = camera.to_world(pointer);
        for factor in [1.3, 0.4, 100.0, 0.0001] {
            camera.zoom_about(pointer, factor);
            assert!(close(camera.to_screen(world), pointer));
            assert!((SCALES.0..=SCALES.1).contains(&camera.scale()));
        }
    }

    #[test]
    fn what_is_in_view_does_not_move_and_what_is_not_comes_just_into_view() {
        let mut camera = Camera { scale: 1.0, origin: Point::default() };
        camera.bring_into_view(Rect::from_ltrb(100.0, 100.0, 200.0, 200.0), VIEWPORT);
        assert_eq!(camera.origin(), Point::default());
        camera.bring_into_view(Rect::from_ltrb(900.0, -50.0, 1000.0, 20.0), VIEWPORT);
        assert_eq!(camera.to_screen(Point::new(1000.0, 0.0)).x, VIEWPORT.width - FIT_MARGIN);
        assert_eq!(camera.to_screen(Point::new(0.0, -50.0)).y, FIT_MARGIN);
    }

    #[test]
    fn the_drawing_cannot_be_panned_out_of_sight() {
        let bounds = Rect::from_ltrb(0.0, 0.0, 400.0, 300.0);
        for (dx, dy) in [(9999.0, 0.0), (-9999.0, 0.0), (0.0, 9999.0), (0.0, -9999.0)] {
            let mut camera = Camera { scale: 1.0, origin: Point::default() };
            camera.pan(dx, dy);
            camera.keep_in_sight(bounds, VIEWPORT);
            assert!(camera.visible(VIEWPORT).overlaps(&bounds), "{dx} {dy}");
        }
    }
}
