//! Points, sizes and rectangles in world units: one unit is one pixel on screen at 100 % zoom; y grows downward.

/// A position in world units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance from the left, growing to the right.
    pub x: f32,
    /// Distance from the top, growing downward.
    pub y: f32,
}

impl Point {
    /// The point at `x`, `y`.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// This point moved by `dx`, `dy`.
    pub fn offset(self, dx: f32, dy: f32) -> Self {
        Self::new(self.x + dx, self.y + dy)
    }

    /// Straight-line distance to `other`.
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Distance to the straight line between two points.
    pub fn distance_to_leg(self, a: Self, b: Self) -> f32 {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = dx * dx + dy * dy;
        let along = if length > 0.0 { ((self.x - a.x) * dx + (self.y - a.y) * dy) / length } else { 0.0 };
        let along = along.clamp(0.0, 1.0);
        self.distance(Self::new(a.x + along * dx, a.y + along * dy))
    }
}

/// A width and a height in world units, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Horizontal extent.
    pub width: f32,
    /// Vertical extent.
    pub height: f32,
}

impl Size {
    /// A size of `width` by `height`.
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height }
    }
}

/// An axis-parallel rectangle; `min` is the top left corner and `max` the bottom right one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Top left corner.
    pub min: Point,
    /// Bottom right corner.
    pub max: Point,
}

impl Rect {
    /// The rectangle whose top left corner is `min`.
    pub fn new(min: Point, size: Size) -> Self {
        Self { min, max: min.offset(size.width, size.height) }
    }

    /// The rectangle between two corners given as left, top, right, bottom.
    pub const fn from_ltrb(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { min: Point::new(left, top), max: Point::new(right, bottom) }
    }

    /// Horizontal extent.
    pub fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// Vertical extent.
    pub fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        Size::new(self.width(), self.height())
    }

    /// The middle of the rectangle.
    pub fn center(&self) -> Point {
        Point::new((self.min.x + self.max.x) / 2.0, (self.min.y + self.max.y) / 2.0)
    }

    /// Whether `point` lies inside or on the edge.
    pub fn contains(&self, point: Point) -> bool {
        point.x >= self.min.x && point.x <= self.max.x && point.y >= self.min.y && point.y <= self.max.y
    }

    /// Whether all of `inner` lies inside or on the edge.
    pub fn holds(&self, inner: &Self) -> bool {
        self.contains(inner.min) && self.contains(inner.max)
    }

    /// The point of this rectangle that is nearest to `point`.
    pub fn nearest(&self, point: Point) -> Point {
        Point::new(point.x.clamp(self.min.x, self.max.x), point.y.clamp(self.min.y, self.max.y))
    }

    /// Whether the two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x && other.min.x < self.max.x && self.min.y < other.max.y && other.min.y < self.max.y
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Self) -> Self {
        Self::from_ltrb(
            self.min.x.min(other.min.x),
            self.min.y.min(other.min.y),
            self.max.x.max(other.max.x),
            self.max.y.max(other.max.y),
        )
    }

    /// This rectangle grown by `amount` on each side; a negative amount shrinks it.
    pub fn expand(&self, amount: f32) -> Self {
        Self { min: self.min.offset(-amount, -amount), max: self.max.offset(amount, amount) }
    }

    /// This rectangle moved by `dx`, `dy`.
    pub fn translate(&self, dx: f32, dy: f32) -> Self {
        Self { min: self.min.offset(dx, dy), max: self.max.offset(dx, dy) }
    }
}
