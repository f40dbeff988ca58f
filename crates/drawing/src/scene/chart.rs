//! A small line chart as a drawing: the same on screen and in the PDF.

use crate::geometry::{Point, Rect};
use crate::scene::text::{Face, text_width};
use crate::scene::{Align, Ink, Item, Prim, Scene, Stroke};

/// An axis from zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it shows, with its unit.
    pub title: String,
    /// The largest value.
    pub max: f64,
    /// The numbers at its ticks, from zero to the largest value.
    pub labels: Vec<String>,
}

impl Axis {
    /// An axis up to `max`; `number` says how a value is written.
    pub fn new(title: &str, max: f64, number: impl Fn(f64) -> String) -> Self {
        let labels = (0..=NUM_TICKS).map(|tick| number(max * f64::from(tick) / f64::from(NUM_TICKS))).collect();
        Self { title: title.to_owned(), max, labels }
    }

    fn label(&self, tick: u32) -> String {
        self.labels.get(tick as usize).cloned().unwrap_or_default()
    }
}

/// A line through points in the units of the axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it shows.
    pub name: String,
    /// The points from left to right.
    pub points: Vec<(f64, f64)>,
    /// Its color.
    pub ink: Ink,
    /// Whether it is dashed.
    pub dashed: bool,
}

/// A vertical line at a value of the horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where it stands.
    pub at: f64,
    /// What it says, at its top.
    pub name: String,
    /// Its color.
    pub ink: Ink,
}

/// A measured point.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// Where it stands.
    pub at: (f64, f64),
    /// Its color, that of the curve it belongs to.
    pub ink: Ink,
}

/// What a chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Width in world units.
    pub width: f32,
    /// Height in world units.
    pub height: f32,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// Tinted ranges of the horizontal axis.
    pub bands: Vec<(f64, f64, Ink)>,
    /// From where on the horizontal axis nothing is known for sure: hatched; `None` = nowhere.
    pub hatched_from: Option<f64>,
    /// The lines.
    pub curves: Vec<Curve>,
    /// The vertical lines.
    pub marks: Vec<Mark>,
    /// The measured points.
    pub dots: Vec<Dot>,
    /// What it says, for readers who do not see it.
    pub alt: String,
}

const LEFT: f32 = 44.0;
const RIGHT: f32 = 12.0;
/// Space above the plot: one line of names, and what each further line of them takes.
const TOP: f32 = 30.0;
const NAME_LINE: f32 = 14.0;
/// Space that the name of a curve takes beside its words: its sign and a gap.
const SIGN: f32 = 30.0;
const BOTTOM: f32 = 34.0;
const SMALL: f32 = 10.5;
const NUM_TICKS: u32 = 4;

impl Chart {
    /// The area within the axes, in world units.
    pub fn plot(&self) -> Rect {
        Rect::from_ltrb(LEFT, self.top(), self.width - RIGHT, self.height - BOTTOM)
    }

    fn top(&self) -> f32 {
        TOP + self.name_lines().len().saturating_sub(1) as f32 * NAME_LINE
    }

    /// The names of the curves in lines above the plot, each from right to left; the first line shares its room with the
    /// title of the vertical axis.
    fn name_lines(&self) -> Vec<Vec<&Curve>> {
        let title = 2.0 + text_width(Face::Regular, SMALL, &self.y.title) + 12.0;
        let (mut lines, mut left) = (vec![Vec::new()], self.width - RIGHT - title);
        for curve in self.curves.iter().rev().filter(|curve| !curve.name.is_empty()) {
            let width = text_width(Face::Regular, SMALL, &curve.name) + SIGN;
            if width > left {
                lines.push(Vec::new());
                left = self.width - RIGHT;
            }
            left -= width;
            if let Some(line) = lines.last_mut() {
                line.push(curve);
            }
        }
        lines
    }

    /// The value of the horizontal axis at a place, within its bounds.
    pub fn value_at(&self, x: f32) -> f64 {
        let plot = self.plot();
        f64::from((x - plot.min.x) / plot.width()).clamp(0.0, 1.0) * self.x.max
    }

    /// Where a value of the horizontal axis stands.
    pub fn x_of(&self, value: f64) -> f32 {
        let plot = self.plot();
        plot.min.x + plot.width() * (value / self.x.max.max(1e-12)).clamp(0.0, 1.0) as f32
    }

    fn y_of(&self, value: f64) -> f32 {
        let plot = self.plot();
        plot.max.y - plot.height() * (value / self.y.max.max(1e-12)).clamp(0.0, 1.0) as f32
    }

    /// Draws it.
    pub fn scene(&self) -> Scene {
        let bounds = Rect::from_ltrb(0.0, 0.0, self.width, self.height);
        let mut prims = Vec::new();
        self.ground(&mut prims);
        self.axes(&mut prims);
        for curve in &self.curves {
            self.curve(curve, &mut prims);
        }
        for dot in &self.dots {
            let center = Point::new(self.x_of(dot.at.0), self.y_of(dot.at.1));
            let stroke = Some(Stroke::solid(Ink::Surface, 1.2));
            prims.push(Prim::Circle { center, radius: 4.0, fill: Some(dot.ink), stroke });
        }
        self.marks(&mut prims);
        self.legend(&mut prims);
        let item = Item { id: "chart".to_owned(), alt: self.alt.clone(), bounds, prims, ..Item::default() };
        Scene { bounds, items: vec![item] }
    }

    fn ground(&self, prims: &mut Vec<Prim>) {
        let plot = self.plot();
        prims.push(Prim::filled(plot, 0.0, Ink::Surface));
        for (from, to, ink) in &self.bands {
            let band = Rect::from_ltrb(self.x_of(*from), plot.min.y, self.x_of(*to), plot.max.y);
            if band.width() > 0.0 {
                prims.push(Prim::filled(band, 0.0, *ink));
            }
        }
        if let Some(from) = self.hatched_from {
            hatch(Rect { min: Point::new(self.x_of(from), plot.min.y), max: plot.max }, Ink::LineMuted, prims);
        }
    }

    fn axes(&self, prims: &mut Vec<Prim>) {
        let plot = self.plot();
        let label = |baseline: Point, align: Align, text: String| Prim::Text {
            baseline,
            align,
            size: SMALL,
            face: Face::Regular,
            ink: Ink::TextMuted,
            text,
        };
        for tick in 0..=NUM_TICKS {
            let share = f64::from(tick) / f64::from(NUM_TICKS);
            let (x, y) = (self.x_of(self.x.max * share), self.y_of(self.y.max * share));
            let line = vec![Point::new(plot.min.x, y), Point::new(plot.max.x, y)];
            prims.push(Prim::line(line, Stroke::solid(Ink::LineMuted, if tick == 0 { 1.2 } else { 0.5 })));
            let at = Point::new(plot.min.x - 5.0, y + SMALL * 0.35);
            prims.push(label(at, Align::End, self.y.label(tick)));
            let align = match tick {
                0 => Align::Start,
                NUM_TICKS => Align::End,
                _ => Align::Middle,
            };
            prims.push(label(Point::new(x, plot.max.y + 13.0), align, self.x.label(tick)));
        }
        prims.push(label(Point::new(plot.max.x, plot.max.y + 27.0), Align::End, self.x.title.clone()));
        prims.push(label(Point::new(2.0, 11.0), Align::Start, self.y.title.clone()));
    }

    fn curve(&self, curve: &Curve, prims: &mut Vec<Prim>) {
        let points = self.course(curve);
        if points.len() > 1 {
            let stroke =
                if curve.dashed { Stroke::dashed(curve.ink, 1.8, 5.0, 3.0) } else { Stroke::solid(curve.ink, 2.0) };
            prims.push(Prim::line(points, stroke));
        }
    }

    /// Where a curve runs.
    fn course(&self, curve: &Curve) -> Vec<Point> {
        let inside = curve.points.iter().take_while(|(_, y)| *y <= self.y.max);
        let mut points: Vec<Point> = inside.map(|(x, y)| Point::new(self.x_of(*x), self.y_of(*y))).collect();
        // The curve leaves through the upper edge.
        if let Some((x, _)) = curve.points.get(points.len()) {
            points.push(Point::new(self.x_of(*x), self.plot().min.y));
        }
        points
    }

    fn marks(&self, prims: &mut Vec<Prim>) {
        let plot = self.plot();
        let mut taken: Vec<Rect> = Vec::new();
        for mark in &self.marks {
            let x = self.x_of(mark.at);
            let line = vec![Point::new(x, plot.min.y), Point::new(x, plot.max.y)];
            prims.push(Prim::line(line, Stroke::dashed(mark.ink, 1.2, 3.0, 2.0)));
        }
        for mark in &self.marks {
            let place = self.place_of_name(mark, &taken);
            prims.push(Prim::filled(place, 2.0, Ink::Surface));
            let baseline = Point::new(place.min.x + 2.0, place.max.y - 3.5);
            prims.push(Prim::text(baseline, SMALL, Face::Bold, mark.ink, mark.name.clone()));
            taken.push(place);
        }
    }

    /// Where the name of a mark stands: beside its line, as high as neither a curve, a dot, another mark nor a name is
    /// in the way.
    fn place_of_name(&self, mark: &Mark, taken: &[Rect]) -> Rect {
        const HEIGHT: f32 = 14.0;
        let (plot, x) = (self.plot(), self.x_of(mark.at));
        let width = text_width(Face::Bold, SMALL, &mark.name) + 4.0;
        let sides = [x + 2.0, x - 2.0 - width];
        let rows = ((plot.height() / HEIGHT).floor() as u32).max(1);
        let places = (0..rows).flat_map(|row| sides.map(|left| (left, plot.min.y + 1.0 + row as f32 * HEIGHT)));
        let places = places.map(|(left, top)| Rect::from_ltrb(left, top, left + width, top + HEIGHT - 1.0));
        let within = |it: &Rect| it.min.x >= plot.min.x && it.max.x <= plot.max.x;
        let free = |it: &Rect| within(it) && !taken.iter().any(|other| other.overlaps(it)) && self.is_free(*it, mark);
        let fallback = if sides[0] + width <= plot.max.x { sides[0] } else { sides[1] };
        let fallback = Rect::from_ltrb(fallback, plot.min.y + 1.0, fallback + width, plot.min.y + HEIGHT);
        places.into_iter().find(free).unwrap_or(fallback)
    }

    /// Whether neither a curve, a dot nor another mark crosses a place.
    fn is_free(&self, place: Rect, named: &Mark) -> bool {
        let room = place.expand(2.0);
        let crosses = |points: &[Point]| {
            let mut legs = points.windows(2).filter_map(|it| if let [a, b] = it { Some((*a, *b)) } else { None });
            legs.any(|(a, b)| {
                let steps = (a.distance(b) / 2.0).ceil().max(1.0);
                (0..=steps as u32).any(|step| {
                    let share = step as f32 / steps;
                    room.contains(Point::new(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share))
                })
            })
        };
        let dots = self.dots.iter().map(|it| Point::new(self.x_of(it.at.0), self.y_of(it.at.1)));
        let others = self.marks.iter().filter(|it| *it != named).map(|it| self.x_of(it.at));
        !self.curves.iter().any(|it| crosses(&self.course(it)))
            && !dots.into_iter().any(|it| room.expand(4.0).contains(it))
            && !others.into_iter().any(|x| room.min.x <= x && x <= room.max.x)
    }

    /// The names of the curves above the plot, from the right.
    fn legend(&self, prims: &mut Vec<Prim>) {
        for (row, line) in self.name_lines().into_iter().enumerate() {
            let mut right = self.plot().max.x;
            for curve in line {
                let width = text_width(Face::Regular, SMALL, &curve.name);
                let baseline = Point::new(right - width, TOP - 7.0 + row as f32 * NAME_LINE);
                prims.push(Prim::text(baseline, SMALL, Face::Regular, Ink::Text, curve.name.clone()));
                let y = baseline.y - SMALL * 0.35;
                let line = vec![Point::new(baseline.x - 20.0, y), Point::new(baseline.x - 5.0, y)];
                let stroke =
                    if curve.dashed { Stroke::dashed(curve.ink, 2.0, 4.0, 2.5) } else { Stroke::solid(curve.ink, 2.0) };
                prims.push(Prim::line(line, stroke));
                right = baseline.x - SIGN;
            }
        }
    }
}

/// Slanted lines over an area: what is drawn there is a guess.
pub fn hatch(area: Rect, ink: Ink, prims: &mut Vec<Prim>) {
    const STEP: f32 = 7.0;
    let height = area.height();
    let mut start = area.min.x - height;
    while start < area.max.x {
        let from = (start.max(area.min.x), area.max.y - (start.max(area.min.x) - start));
        let end = (start + height).min(area.max.x);
        let to = (end, area.max.y - (end - start));
        if to.0 > from.0 {
            let points = vec![Point::new(from.0, from.1), Point::new(to.0, to.1)];
            prims.push(Prim::line(points, Stroke::solid(ink, 0.8)));
        }
        start += STEP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> Chart {
        let axis = |title: &str| Axis::new(title, 100.0, |value| format!("{value:.0}"));
        let points = vec![(0.0, 10.0), (50.0, 20.0), (90.0, 400.0)];
        Chart {
            width: 300.0,
            height: 160.0,
            x: axis("messages/s"),
            y: axis("ms"),
            bands: vec![(40.0, 60.0, Ink::AccentSoft)],
            hatched_from: Some(60.0),
            curves: vec![Curve { name: "Mean".to_owned(), points, ink: Ink::Accent, dashed: false }],
            marks: vec![Mark { at: 99.0, name: "Peak load".to_owned(), ink: Ink::TextStrong }],
            dots: vec![Dot { at: (50.0, 25.0), ink: Ink::Accent }],
            alt: "Response time over load".to_owned(),
        }
    }

    #[test]
    fn everything_stays_within_the_bounds() {
        let scene = chart().scene();
        for prim in &scene.items[0].prims {
            let bounds = prim.bounds().unwrap();
            assert!(bounds.min.x >= -1.0 && bounds.max.x <= 301.0, "{prim:?}");
            assert!(bounds.min.y >= -1.0 && bounds.max.y <= 161.0, "{prim:?}");
        }
    }

    #[test]
    fn no_curve_crosses_the_name_of_a_mark_and_long_names_stay_within_the_bounds() {
        let mut chart = Chart { height: 240.0, ..chart() };
        chart.marks.push(Mark { at: 60.0, name: "Limit".to_owned(), ink: Ink::Error });
        for (number, x) in [30.0, 76.0, 84.0].into_iter().enumerate() {
            let name = format!("Processors of SQL1N{number}-PRODUCTION-NORTHERN-REG");
            let points = vec![(0.0, 2.0), (x, 30.0), (x + 8.0, 99.0)];
            chart.curves.push(Curve { name, points, ink: Ink::Info, dashed: false });
        }
        let scene = chart.scene();
        let names: Vec<Rect> = chart.marks.iter().map(|it| chart.place_of_name(it, &[])).collect();
        for (mark, place) in chart.marks.iter().zip(names) {
            assert!(chart.is_free(place, mark), "{mark:?} at {place:?}");
        }
        for prim in &scene.items[0].prims {
            let bounds = prim.bounds().unwrap();
            assert!(bounds.min.x >= -1.0 && bounds.max.x <= 301.0, "{prim:?}");
        }
    }

    #[test]
    fn a_place_and_its_value_belong_together() {
        let chart = chart();
        assert!((chart.value_at(chart.x_of(37.0)) - 37.0).abs() < 1e-4);
        assert_eq!(chart.value_at(-50.0), 0.0);
    }

    #[test]
    fn a_curve_that_leaves_the_plot_ends_at_its_upper_edge() {
        let scene = chart().scene();
        let ends = scene.items[0].prims.iter().filter_map(|prim| match prim {
            Prim::Line { points, stroke, .. } if stroke.ink == Ink::Accent && points.len() == 3 => points.last(),
            _ => None,
        });
        assert_eq!(ends.map(|it| it.y).collect::<Vec<_>>(), [chart().plot().min.y]);
    }
}
