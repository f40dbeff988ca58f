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
use crate::ui::theme;

/// Size of a card in the coordinates of the graph.
pub(super) const CARD: Vec2 = Vec2::new(178.0, 44.0);
const LAYER_STEP: f32 = 104.0;
const COLUMN_STEP: f32 = 192.0;
/// Distance of the rows of one layer.
const ROW_STEP: f32 = 58.0;

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
    /// Where the curve passes the layers between its ends, from top to bottom.
    pub(super) lanes: Arc<[Pos2]>,
}

/// The graph of the crate with our cards and curves.
pub(super) type MapGraph = Graph<Arc<Face>, Curve, Directed, DefaultIx, Card, CurveShape>;

/// Builds the graph: layers from top to bottom, cards in the columns of [`columns`].
pub(super) fn graph(
    map: &Map,
    mut face: impl FnMut(Key, &MapNode) -> Face,
    color: impl Fn(&(Key, Key)) -> Color32,
) -> MapGraph {
    let mut graph: MapGraph = Graph::new();
    let columns = columns(map);
    let rows = Rows::of(map, &columns);
    let at = |layer: u32, column: f32| rows.at(layer, column, 0);
    let mut indices = std::collections::BTreeMap::<Key, NodeIndex>::new();
    for (key, node) in &map.nodes {
        let place = rows.at(node.layer, columns.card(*key), rows.of_card(*key));
        indices.insert(*key, graph.add_node_with_location(Arc::new(face(*key, node)), place));
    }
    for (pair, need) in &map.needs {
        if let (Some(from), Some(to)) = (indices.get(&pair.0), indices.get(&pair.1)) {
            let lanes = columns.lanes(*pair).iter().map(|(layer, column)| at(*layer, *column)).collect();
            graph.add_edge(*from, *to, Curve { need: *need, color: color(pair), lanes });
        }
    }
    graph
}

/// A layer with more columns than this stands in several rows, so that the map never becomes one line.
const MOST_COLUMNS: f32 = 7.0;

/// In how many rows each layer stands, and in which of them each card.
struct Rows {
    /// Upper edge and number of rows of each layer.
    layers: Vec<(f32, f32)>,
    cards: std::collections::BTreeMap<Key, u32>,
}

impl Rows {
    fn of(map: &Map, columns: &super::layers::Columns) -> Self {
        let depth = map.nodes.values().map(|it| it.layer + 1).max().unwrap_or(0);
        let mut rows = Self { layers: Vec::new(), cards: std::collections::BTreeMap::new() };
        let mut top = 0.0;
        for layer in 0..depth {
            let cards = map.nodes.iter().filter(|(_, it)| it.layer == layer);
            let mut cards: Vec<(f32, Key)> = cards.map(|(key, _)| (columns.card(*key), *key)).collect();
            cards.sort_by(|a, b| a.0.total_cmp(&b.0));
            let span = cards.last().zip(cards.first()).map_or(1.0, |(last, first)| last.0 - first.0 + 1.0);
            let count = (span / MOST_COLUMNS).ceil().max(1.0);
            rows.layers.push((top, count));
            let numbers = (0..count as u32).cycle();
            rows.cards.extend(cards.into_iter().zip(numbers).map(|((_, key), row)| (key, row)));
            top += LAYER_STEP + (count - 1.0) * ROW_STEP;
        }
        rows
    }

    fn of_card(&self, key: Key) -> u32 {
        self.cards.get(&key).copied().unwrap_or(0)
    }

    fn at(&self, layer: u32, column: f32, row: u32) -> Pos2 {
        let (top, count) = self.layers.get(layer as usize).copied().unwrap_or((0.0, 1.0));
        Pos2::new(column / count * COLUMN_STEP, top + row as f32 * ROW_STEP)
    }
}

/// The area that all cards take.
pub(super) fn bounds(graph: &MapGraph) -> Rect {
    graph
        .nodes_iter()
        .map(|(_, node)| Rect::from_center_size(node.location(), CARD))
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
    if 13.0 * zoom >= 3.0 {
        let left = rect.left() + 14.0 * zoom;
        let room = CARD.x - 24.0;
        let label = crate::scene::text::ellipsize(crate::scene::Face::Bold, 13.0, &face.label, room);
        let detail = crate::scene::text::ellipsize(crate::scene::Face::Regular, 11.0, face.detail, room);
        for (text, font, color, y) in [
            (label, theme::bold_font(13.0 * zoom), face.text, 5.0),
            (detail, FontId::proportional(11.0 * zoom), face.muted, 23.0),
        ] {
            let galley = ctx.painter.layout_no_wrap(text, font, color);
            shapes.push(Shape::galley(Pos2::new(left, rect.top() + y * zoom), galley, color));
        }
    }
    shapes
}

/// An edge drawn as a curve from the bottom of one card to the top of the other.
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
    let half = Vec2::new(0.0, CARD.y / 2.0);
    let screen = |at: Pos2| meta.canvas_to_screen_pos(at);
    let tip = screen(end - half);
    let head = 7.0 * meta.zoom;
    let to = tip - Vec2::new(0.0, head);
    let stroke = Stroke::new((1.4 * meta.zoom).max(0.7), curve.color);
    // From the lower edge of each layer to the upper edge of the next, straight through the lanes between them.
    let mut path = Vec::new();
    let mut from = screen(start + half);
    for upper in curve.lanes.iter().map(|lane| screen(*lane - half)).chain([to]) {
        let bend = Vec2::new(0.0, (upper.y - from.y) / 2.0);
        let points = [from, from + bend, upper - bend, upper];
        path.extend(
            CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke).flatten(Some(0.3)),
        );
        from = upper + Vec2::new(0.0, CARD.y * meta.zoom);
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
