//! The only file that knows `egui_graphs`: turns the map into its graph, and draws cards and curves.

use std::sync::Arc;

use egui::epaint::CubicBezierShape;
use egui::{Color32, CornerRadius, FontId, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};
use egui_graphs::{
    DisplayEdge, DisplayNode, DrawContext, EdgeProps, Graph, Layout, LayoutState, MetadataFrame, Node, NodeProps,
};
use petgraph::Directed;
use petgraph::stable_graph::{DefaultIx, NodeIndex};

use super::layers::columns;
use crate::needs::{Key, Map, MapNode, Need};
use crate::scene::text::{ellipsize, wrapped_name};
use crate::ui::theme;

/// Size of a card in the coordinates of the graph.
pub(super) const CARD: Vec2 = Vec2::new(182.0, 66.0);
const COLUMN_STEP: f32 = 192.0;
const ROW_STEP: f32 = 110.0;
/// Size of names and of what is said below them, and of the lines of both.
const SIZES: (f32, f32) = (16.0, 13.0);
const LINES: (f32, f32) = (20.0, 17.0);

/// What a card shows, colors included: the crate hands no palette through.
#[derive(Clone, Debug)]
pub(super) struct Face {
    pub(super) key: Key,
    pub(super) label: String,
    pub(super) detail: &'static str,
    /// The elements that the card stands for.
    pub(super) elements: Vec<crate::model::Element>,
    pub(super) edge: Color32,
    pub(super) fill: Color32,
    pub(super) text: Color32,
    pub(super) muted: Color32,
    pub(super) is_selected: bool,
}

/// How a curve looks.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    pub(super) need: Need,
    pub(super) color: Color32,
    /// Where the curve passes the rows between its ends, from top to bottom.
    pub(super) lanes: Arc<[Pos2]>,
}

/// The graph of the crate with our cards and curves.
pub(super) type MapGraph = Graph<Arc<Face>, Curve, Directed, DefaultIx, Card, CurveShape>;

/// Builds the graph: cards in the rows and columns of [`columns`].
pub(super) fn graph(
    map: &Map,
    mut face: impl FnMut(Key, &MapNode) -> Face,
    color: impl Fn(&(Key, Key)) -> Color32,
) -> MapGraph {
    let mut graph: MapGraph = Graph::new();
    let columns = columns(map);
    let at = |(row, column): (usize, f32)| Pos2::new(column * COLUMN_STEP, row as f32 * ROW_STEP);
    let mut indices = std::collections::BTreeMap::<Key, NodeIndex>::new();
    for (key, node) in &map.nodes {
        indices.insert(*key, graph.add_node_with_location(Arc::new(face(*key, node)), at(columns.card(*key))));
    }
    for (pair, need) in &map.needs {
        if let (Some(from), Some(to)) = (indices.get(&pair.0), indices.get(&pair.1)) {
            let lanes = columns.lanes(*pair, *need).into_iter().map(at).collect();
            graph.add_edge(*from, *to, Curve { need: *need, color: color(pair), lanes });
        }
    }
    graph
}

/// The area that all cards and curves take.
pub(super) fn bounds(graph: &MapGraph) -> Rect {
    let cards = graph.nodes_iter().map(|(_, node)| Rect::from_center_size(node.location(), CARD));
    let lanes = graph.edges_iter().flat_map(|(_, edge)| edge.payload().lanes.iter());
    cards
        .chain(lanes.map(|it| Rect::from_center_size(*it, Vec2::ZERO)))
        .reduce(Rect::union)
        .unwrap_or(Rect::from_min_size(Pos2::ZERO, CARD))
}

/// A layout that leaves every node where it is.
#[derive(Debug, Default)]
pub(super) struct Fixed;

/// The state of [`Fixed`]: none.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct FixedState;

impl LayoutState for FixedState {}

impl Layout<FixedState> for Fixed {
    fn from_state(_state: FixedState) -> impl Layout<FixedState> {
        Self
    }

    fn next<N, E, Ty, Ix, Dn, De>(&mut self, _graph: &mut Graph<N, E, Ty, Ix, Dn, De>, _ui: &egui::Ui)
    where
        N: Clone,
        E: Clone,
        Ty: petgraph::EdgeType,
        Ix: petgraph::stable_graph::IndexType,
        Dn: DisplayNode<N, E, Ty, Ix>,
        De: DisplayEdge<N, E, Ty, Ix, Dn>,
    {
    }

    fn state(&self) -> FixedState {
        FixedState
    }
}

/// A node drawn as a card.
#[derive(Clone, Debug)]
pub(super) struct Card {
    face: Arc<Face>,
    center: Pos2,
    hovered: bool,
}

impl From<NodeProps<Arc<Face>>> for Card {
    fn from(props: NodeProps<Arc<Face>>) -> Self {
        Self { center: props.location(), hovered: props.hovered, face: props.payload }
    }
}

impl<E: Clone> DisplayNode<Arc<Face>, E, Directed, DefaultIx> for Card {
    fn closest_boundary_point(&self, dir: Vec2) -> Pos2 {
        let half = CARD / 2.0;
        let scale = (half.x / dir.x.abs().max(1e-6)).min(half.y / dir.y.abs().max(1e-6));
        self.center + dir * scale
    }

    fn shapes(&mut self, ctx: &DrawContext<'_>) -> Vec<Shape> {
        card_shapes(&self.face, self.center, self.hovered, ctx)
    }

    fn update(&mut self, props: &NodeProps<Arc<Face>>) {
        self.face = Arc::clone(&props.payload);
        self.center = props.location();
        self.hovered = props.hovered;
    }

    fn is_inside(&self, pos: Pos2) -> bool {
        Rect::from_center_size(self.center, CARD).contains(pos)
    }
}

fn card_shapes(face: &Face, center: Pos2, hovered: bool, ctx: &DrawContext<'_>) -> Vec<Shape> {
    let zoom = ctx.meta.zoom;
    let rect = Rect::from_center_size(ctx.meta.canvas_to_screen_pos(center), CARD * zoom);
    let width = if face.is_selected || hovered { 2.5 } else { 1.3 };
    let radius = CornerRadius::same((7.0 * zoom).clamp(1.0, 20.0) as u8);
    let mut shapes = vec![
        Shape::from(egui::epaint::RectShape::new(
            rect,
            radius,
            face.fill,
            Stroke::new(width, face.edge),
            StrokeKind::Middle,
        )),
        Shape::rect_filled(rect.with_max_x(rect.left() + 5.0 * zoom), radius, face.edge),
    ];
    if SIZES.0 * zoom >= 3.0 {
        let (left, room) = (rect.left() + 13.0 * zoom, CARD.x - 20.0);
        let names = wrapped_name(crate::scene::Face::Bold, SIZES.0, &face.label, room, 2);
        let detail = ellipsize(crate::scene::Face::Regular, SIZES.1, face.detail, room);
        let fonts = (theme::bold_font(SIZES.0 * zoom), FontId::proportional(SIZES.1 * zoom));
        let mut y = (CARD.y - names.len() as f32 * LINES.0 - LINES.1) / 2.0 - 1.0;
        let lines = names.into_iter().map(|it| (it, fonts.0.clone(), face.text, LINES.0));
        for (text, font, color, height) in lines.chain([(detail, fonts.1, face.muted, 0.0)]) {
            let galley = ctx.painter.layout_no_wrap(text, font, color);
            shapes.push(Shape::galley(Pos2::new(left, rect.top() + y * zoom), galley, color));
            y += height;
        }
    }
    shapes
}

/// An edge drawn as a curve between the facing edges of two cards.
#[derive(Clone, Debug)]
pub(super) struct CurveShape {
    curve: Curve,
}

impl From<EdgeProps<Curve>> for CurveShape {
    fn from(props: EdgeProps<Curve>) -> Self {
        Self { curve: props.payload }
    }
}

type MapNodeOfCrate = Node<Arc<Face>, Curve, Directed, DefaultIx, Card>;

impl DisplayEdge<Arc<Face>, Curve, Directed, DefaultIx, Card> for CurveShape {
    fn shapes(&mut self, start: &MapNodeOfCrate, end: &MapNodeOfCrate, ctx: &DrawContext<'_>) -> Vec<Shape> {
        curve_shapes(&self.curve, start.location(), end.location(), ctx.meta)
    }

    fn update(&mut self, props: &EdgeProps<Curve>) {
        self.curve = props.payload.clone();
    }

    fn is_inside(&self, _start: &MapNodeOfCrate, _end: &MapNodeOfCrate, _pos: Pos2) -> bool {
        false
    }
}

fn curve_shapes(curve: &Curve, start: Pos2, end: Pos2, meta: &MetadataFrame) -> Vec<Shape> {
    // Down, or up where a card needs one above it.
    let way = if end.y < start.y { -1.0 } else { 1.0 };
    let half = Vec2::new(0.0, way * CARD.y / 2.0);
    let screen = |at: Pos2| meta.canvas_to_screen_pos(at);
    let tip = screen(end - half);
    let head = 7.0 * meta.zoom;
    let to = tip - Vec2::new(0.0, way * head);
    let stroke = Stroke::new((1.4 * meta.zoom).max(0.7), curve.color);
    // From the far edge of each row to the near edge of the next, straight through the lanes between them.
    let mut path = Vec::new();
    let mut from = screen(start + half);
    for near in curve.lanes.iter().map(|lane| screen(*lane - half)).chain([to]) {
        let bend = Vec2::new(0.0, (near.y - from.y) / 2.0);
        let points = [from, from + bend, near - bend, near];
        path.extend(
            CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke).flatten(Some(0.3)),
        );
        from = near + 2.0 * half * meta.zoom;
    }
    let mut shapes = match curve.need.stroke().dash {
        None => vec![Shape::line(path, stroke)],
        Some(dash) => Shape::dashed_line(&path, stroke, dash.on * meta.zoom, dash.off * meta.zoom),
    };
    let side = Vec2::new(head * 0.5, 0.0);
    shapes.push(Shape::convex_polygon(vec![tip, to - side, to + side], curve.color, Stroke::NONE));
    shapes
}

/// Draws the graph without the crate's widget, on frames where nothing happens.
pub(super) fn paint(graph: &mut MapGraph, ctx: &DrawContext<'_>) {
    let edges: Vec<(Curve, Pos2, Pos2)> = graph
        .edges_iter()
        .filter_map(|(index, edge)| {
            let (from, to) = graph.edge_endpoints(index)?;
            Some((edge.payload().clone(), graph.node(from)?.location(), graph.node(to)?.location()))
        })
        .collect();
    for (curve, from, to) in edges {
        ctx.painter.extend(curve_shapes(&curve, from, to, ctx.meta));
    }
    for (_, node) in graph.nodes_iter() {
        ctx.painter.extend(card_shapes(node.payload(), node.location(), false, ctx));
    }
}
