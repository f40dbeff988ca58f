//! Where drawn connections run.

use super::Layout;
use crate::geometry::{Point, Rect};
use crate::model::{Element, LoadBalancerId};
use crate::scene::route::{Path, Routed, Wire, carriers};

impl Layout {
    /// Every drawn connection with the lines along which it runs, those that it shares with others included.
    pub fn courses(&self) -> impl Iterator<Item = (Element, Vec<&[Point]>)> {
        self.wires().map(|(routed, wire)| {
            let lines = course(routed, wire).into_iter().map(|path| path.points.as_slice());
            (wire.connection, lines.collect())
        })
    }

    /// The lines along which a drawn connection runs; none for what is not drawn.
    pub fn course(&self, connection: Element) -> Vec<&[Point]> {
        self.courses().find(|(it, _)| *it == connection).map_or_else(Vec::new, |(_, lines)| lines)
    }

    /// The two ends of a drawn connection: where its course leaves what calls, and where it meets what answers.
    pub fn ends_of(&self, connection: Element) -> Option<[Point; 2]> {
        let (routed, wire) = self.wires().find(|(_, wire)| wire.connection == connection)?;
        let start = |path: &&Path| path.touches.iter().any(|it| !it.arrow && wire.from.contains(&it.element));
        let end = |path: &&Path| path.touches.iter().any(|it| it.arrow && wire.to.contains(&it.element));
        let first = routed.paths.iter().find(start)?;
        let last = routed.paths.iter().find(end)?;
        Some([self.outer_end(first, &wire.from)?, self.outer_end(last, &wire.to)?])
    }

    /// The end of a line that is nearest to one of the elements.
    fn outer_end(&self, path: &Path, elements: &[Element]) -> Option<Point> {
        let rects: Vec<Rect> = elements.iter().filter_map(|it| self.rect_of(*it)).collect();
        let away =
            |point: &Point| rects.iter().map(|it| it.nearest(*point).distance(*point)).fold(f32::INFINITY, f32::min);
        let ends = [path.points.first()?, path.points.last()?];
        ends.into_iter().min_by(|a, b| away(a).total_cmp(&away(b))).copied()
    }

    /// The drawn connection nearest to a point, at most `reach` away; of several on one line the one to which most of
    /// that line belongs.
    pub fn connection_at(&self, point: Point, reach: f32) -> Option<Element> {
        let own = self.wires().filter_map(|(routed, wire)| {
            let lines = carriers(routed, wire).into_iter().filter_map(|at| routed.paths.get(at));
            Some((distance(lines, point)?, wire.connection))
        });
        let near = own.filter(|(far, _)| *far <= reach).min_by(|a, b| a.0.total_cmp(&b.0));
        let shared = || {
            let whole = self.wires().filter_map(|(routed, wire)| {
                Some((distance(course(routed, wire).into_iter(), point)?, wire.connection))
            });
            whole.filter(|(far, _)| *far <= reach).min_by(|a, b| a.0.total_cmp(&b.0))
        };
        near.or_else(shared).map(|(_, connection)| connection)
    }

    /// The line of a load balancer to its members that is nearest to a point, at most `reach` away, and where it leads:
    /// cards, boxes of failover clusters, whole tiers.
    pub fn balancer_line_at(&self, point: Point, reach: f32) -> Option<(LoadBalancerId, Vec<Element>)> {
        let lines = self.routed.iter().flat_map(|routed| routed.paths.iter().map(move |path| (routed, path)));
        let of_balancers = lines.filter_map(|(routed, path)| {
            let mut starts = path.touches.iter().filter(|it| !it.arrow).map(|it| it.element).chain(routed.from.clone());
            let balancer = starts.find_map(|it| LoadBalancerId::try_from(it).ok())?;
            let ends: Vec<Element> = path.touches.iter().filter(|it| it.arrow).map(|it| it.element).collect();
            let ends = if ends.is_empty() { routed.to.clone() } else { ends };
            Some((distance(std::iter::once(path), point)?, (balancer, ends)))
        });
        let near = of_balancers.filter(|(far, _)| *far <= reach);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, line)| line)
    }

    /// The lines from a load balancer to some of what it leads to.
    pub fn balancer_course(&self, balancer: LoadBalancerId, ends: &[Element]) -> Vec<&[Point]> {
        let wire = Wire { connection: balancer.into(), from: vec![balancer.into()], to: ends.to_vec() };
        let trunks = self.routed.iter().filter(|it| it.from.contains(&wire.connection));
        trunks.flat_map(|routed| course(routed, &wire)).map(|path| path.points.as_slice()).collect()
    }

    fn wires(&self) -> impl Iterator<Item = (&Routed, &Wire)> {
        self.routed.iter().flat_map(|routed| routed.wires.iter().map(move |wire| (routed, wire)))
    }
}

/// The lines of a trunk that a connection uses: from its start, to its end, and those between that meet nothing.
fn course<'a>(routed: &'a Routed, wire: &Wire) -> Vec<&'a Path> {
    let uses = |path: &&Path| {
        path.touches.is_empty()
            || path.touches.iter().any(|it| {
                let end = if it.arrow { &wire.to } else { &wire.from };
                end.contains(&it.element)
            })
    };
    routed.paths.iter().filter(uses).collect()
}

fn distance<'a>(lines: impl Iterator<Item = &'a Path>, point: Point) -> Option<f32> {
    let legs = lines.flat_map(|path| path.points.iter().zip(path.points.iter().skip(1)));
    legs.map(|(a, b)| point.distance_to_leg(*a, *b)).min_by(f32::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::index::Index;
    use crate::model::{Document, EndpointKind, HostFunction, TierKind};
    use crate::scene::layout::Detail;
    use crate::testing::DocumentBuilder;

    /// Two callers over a row of servers: both of their connections run into one arrow.
    fn design() -> (Document, Layout, [Element; 2]) {
        let mut builder = DocumentBuilder::new("Test");
        let clients = builder.tier("Clients", TierKind::Clients);
        let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
        let callers =
            ["Internet", "Intranet"].map(|name| builder.endpoint(name, EndpointKind::InternetClient, clients));
        let servers = builder.biztalk_servers(&["BTS1", "BTS2"], biztalk);
        let host = builder.host("Receive", &[HostFunction::Receive], &servers);
        let connections = callers.map(|it| builder.connect(it, host).into());
        let document = builder.build();
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        (document, layout, connections)
    }

    #[test]
    fn a_connection_runs_from_its_caller_to_what_answers() {
        let (document, layout, connections) = design();
        for (connection, (caller, _)) in connections.into_iter().zip(&document.endpoints) {
            let [from, to] = layout.ends_of(connection).unwrap();
            let near = |element: Element, point: Point| layout.rect_of(element).unwrap().expand(2.0).contains(point);
            assert!(near((*caller).into(), from), "{from:?}");
            let tier = document.computers.values().next().unwrap().slot.tier;
            assert!(near(tier.into(), to), "{to:?}");
            let points: Vec<Point> = layout.course(connection).concat();
            assert!(points.contains(&from) && points.contains(&to));
        }
    }

    #[test]
    fn of_two_connections_in_one_bundle_each_is_found_on_its_own_line() {
        let (_, layout, connections) = design();
        for connection in connections {
            let [from, _] = layout.ends_of(connection).unwrap();
            assert_eq!(layout.connection_at(from, 3.0), Some(connection));
        }
        assert_eq!(layout.connection_at(Point::new(-500.0, -500.0), 3.0), None);
    }
}
