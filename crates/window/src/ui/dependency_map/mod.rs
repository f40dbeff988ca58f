//! The dependency map: who needs whom at run time, linked with the canvas by selection.

mod graph_bridge;
mod layers;

use egui::{Color32, Pos2, Rect, Sense, Ui, Vec2, WidgetInfo, WidgetType};
use egui_graphs::{DrawContext, GraphView, MetadataFrame, SettingsInteraction, SettingsNavigation, SettingsStyle};

use crate::edit::history::Revision;
use crate::model::Element;
use crate::needs::{Key, Map, MapNode, Need, map};
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::text::dependency_map as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::muted;
use graph_bridge::{CARD, Face, Fixed, FixedState, MapGraph};

/// What the graph was built from: it is built again when this differs.
type BuiltFrom = (Revision, Vec<Element>, bool);

/// View state.
#[derive(Default)]
pub struct DependencyMapView {
    graph: Option<(BuiltFrom, MapGraph)>,
    /// How many cards the whole design has, where not all are shown.
    left_out: Option<usize>,
    /// The area of the last frame; the view is fitted again when it changes.
    area: Option<Rect>,
}

const VIEW_ID: &str = "dependency-map";
/// More cards than this are not told apart, and laying them out takes seconds.
const MOST_CARDS: usize = 300;

impl DependencyMapView {
    /// Shows the map.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let built_from =
            (view.revision, view.selection.iter().copied().collect(), ui.ctx().theme() == egui::Theme::Dark);
        let stale = self.graph.as_ref().is_none_or(|(known, _)| *known != built_from);
        if stale {
            let map = map(view.document);
            let all = map.nodes.len();
            self.left_out = (all > MOST_CARDS).then_some(all);
            self.graph = Some((built_from, build(view, &map.around(view.selection, MOST_CARDS))));
        }
        ui.painter().rect_filled(ui.max_rect(), 0.0, view.color(Ink::Background));
        legend_ui(view, ui);
        let shown = self.graph.as_ref().map_or(0, |(_, graph)| graph.node_count());
        if let Some(all) = self.left_out {
            ui.label(muted(view, text::some_cards(shown, all)));
        }
        let Some((_, graph)) = &mut self.graph else { return };
        if graph.node_count() == 0 {
            ui.centered_and_justified(|ui| ui.label(text::NOTHING_NEEDS_ANYTHING));
            return;
        }
        let area = ui.available_rect_before_wrap();
        let fit = self.area != Some(area);
        self.area = Some(area);
        let response = if fit || is_busy(ui) { show(graph, ui) } else { paint_quietly(graph, ui) };
        if fit {
            fit_view(graph, area, ui);
            ui.ctx().request_repaint();
        }
        cards_ui(view, graph, response.rect, ui);
    }
}

/// Whether something happens that the widget of the crate must see. It asks for the next frame whenever it is shown,
/// so it is shown on such frames only and an idle window stays idle.
fn is_busy(ui: &Ui) -> bool {
    ui.input(|input| input.pointer.any_down() || input.smooth_scroll_delta() != Vec2::ZERO || input.zoom_delta() != 1.0)
}

fn show(graph: &mut MapGraph, ui: &mut Ui) -> egui::Response {
    let navigation = SettingsNavigation::new().with_zoom_and_pan_enabled(true).with_fit_to_screen_enabled(false);
    let interaction = SettingsInteraction::new();
    let widget = GraphView::<FixedState, Fixed>::new()
        .with_id(Some(VIEW_ID.to_owned()))
        .with_navigations(&navigation)
        .with_interactions(&interaction);
    // The crate knows its widget by the id that egui gives it, and fits the map in its own way whenever that is new.
    ui.scope_builder(egui::UiBuilder::new().id(egui::Id::new(VIEW_ID)), |ui| widget.show(ui, graph).response).inner
}

fn paint_quietly(graph: &mut MapGraph, ui: &mut Ui) -> egui::Response {
    let (response, painter) = ui.allocate_painter(ui.available_size(), Sense::click_and_drag());
    let mut meta = MetadataFrame::new(Some(VIEW_ID.to_owned())).load(ui);
    // The crate keeps the pan relative to its widget.
    meta.pan += response.rect.min.to_vec2();
    let style = SettingsStyle::new();
    let context = DrawContext { ctx: ui.ctx(), painter: &painter, style: &style, is_directed: true, meta: &meta };
    graph_bridge::paint(graph, &context);
    response
}

/// Fits the whole map; the crate's own fit cuts wide cards off at the sides.
fn fit_view(graph: &MapGraph, area: Rect, ui: &mut Ui) {
    let bounds = graph_bridge::bounds(graph).expand(24.0);
    let zoom = (area.width() / bounds.width()).min(area.height() / bounds.height()).min(1.25);
    let mut meta = MetadataFrame::new(Some(VIEW_ID.to_owned())).load(ui);
    meta.zoom = zoom;
    meta.pan = area.size() / 2.0 - bounds.center().to_vec2() * zoom;
    meta.save(ui);
}

/// One widget per card: selects, jumps, and tells those who do not see it.
fn cards_ui(view: &ViewContext<'_>, graph: &MapGraph, area: Rect, ui: &mut Ui) {
    let mut meta = MetadataFrame::new(Some(VIEW_ID.to_owned())).load(ui);
    meta.pan += area.min.to_vec2();
    for (_, node) in graph.nodes_iter() {
        let face = node.payload();
        let rect = Rect::from_center_size(meta.canvas_to_screen_pos(node.location()), CARD * meta.zoom);
        if !area.intersects(rect) {
            continue;
        }
        let response = ui.interact(rect.intersect(area), ui.id().with(face.key), Sense::click());
        let text = format!("{}, {}", face.label, face.detail);
        let names: Vec<String> = face.elements.iter().map(|it| it.name(view.document)).collect();
        response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, face.is_selected, &text));
        let Some(first) = face.elements.first() else { continue };
        if response.double_clicked() {
            view.outbox.send(Message::Reveal(*first));
        } else if response.clicked() {
            view.outbox.send(Message::Select(face.elements.clone()));
        }
        let named = format!("{}, {}", names.join(", "), face.detail);
        response.on_hover_text(text::double_click_shows(&named));
    }
}

fn legend_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.add_space(theme::GAP);
    // A line more begins where the first one does, and breaks none of the words.
    egui::Frame::new().inner_margin(egui::Margin::symmetric(theme::SECTION_GAP as i8, 0)).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add(egui::Label::new(muted(view, text::AN_ARROW_MEANS_NEEDS)).extend());
            for need in Need::ALL {
                let (rect, _) = ui.allocate_exact_size(Vec2::new(34.0, 12.0), Sense::hover());
                let (from, to) = (rect.left_center(), rect.right_center());
                line(ui, [from, to], need, view.color(Ink::Line));
                ui.add(egui::Label::new(muted(view, need.words())).extend());
                ui.add_space(theme::GAP);
            }
        });
    });
}

fn line(ui: &Ui, ends: [Pos2; 2], need: Need, color: Color32) {
    let stroke = egui::Stroke::new(1.6, color);
    match need.stroke().dash {
        None => ui.painter().add(egui::Shape::line(ends.to_vec(), stroke)),
        Some(dash) => ui.painter().add(egui::Shape::Vec(egui::Shape::dashed_line(&ends, stroke, dash.on, dash.off))),
    };
}

fn build(view: &ViewContext<'_>, map: &Map) -> MapGraph {
    let is_selected = |node: &MapNode| node.elements.iter().any(|it| view.selection.contains(it));
    let selected = |key: &Key| map.nodes.get(key).is_some_and(is_selected);
    let face = |key: Key, node: &MapNode| {
        let is_selected = is_selected(node);
        Face {
            key,
            label: node.label.clone(),
            detail: node.detail,
            elements: node.elements.clone(),
            edge: view.color(if is_selected { Ink::Accent } else { node.ink }),
            fill: view.color(if is_selected { Ink::AccentSoft } else { Ink::CardFill }),
            text: view.color(Ink::TextStrong),
            muted: view.color(Ink::TextMuted),
            is_selected,
        }
    };
    let color = |pair: &(Key, Key)| {
        let touched = selected(&pair.0) || selected(&pair.1);
        view.color(if touched { Ink::Accent } else { Ink::Line })
    };
    graph_bridge::graph(map, face, color)
}
