//! The tiered canvas: paints the scene, turns gestures into edits, and asks where a gesture can mean two things.

mod camera;
mod choosing;
mod connecting;
mod controls;
mod drill;
mod drop_target;
mod elements;
mod frames;
mod gestures;
mod ghost;
mod hit_test;
mod interaction;
mod keys;
mod list;
mod members;
mod menu;
mod minimap;
mod moving;
mod names;
mod paint;
mod palette;
mod placing;
mod preview;
mod question;
mod rename;
mod sheet;
mod tree;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Id, LayerId, Order, Rect, Ui};

pub(in crate::ui) use gestures::refuse;
pub(in crate::ui) use paint::Canvas;
pub use palette::PalettePanel;
pub(in crate::ui) use palette::add as add_where_it_belongs;
pub use question::Question;
pub(in crate::ui) use sheet::Sheet;

use crate::edit::history::Revision;
use crate::edit::intent::connections::Line;
use crate::edit::intent::palette::PaletteItem;
use crate::edit::intent::rename::can_rename;
use crate::edit::intent::slots::DropTarget;
use crate::geometry::{Point, Size};
use crate::memo::Memo;
use crate::model::outline::{Outline, OutlineRow};
use crate::model::{Element, Slot};
use crate::rules::{Cargo, Verdict};
use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::ui::context::ViewContext;
use crate::ui::focus::layer_of;
use crate::ui::paint::ScreenFromWorld;
use crate::ui::panels::FixPreview;
use camera::Camera;
use ghost::Ghost;
use interaction::Gesture;
use members::MemberLine;
use menu::Menu;
use placing::Placing;
use rename::{Outcome, Rename};
use tree::Tree;

/// What is shown as soon as the layout is at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Later {
    Center(Element),
    Show(Element),
    Command(AppCommand),
}

/// Which element the keyboard is on.
#[derive(Debug, Default)]
struct Current {
    /// The element; `None` in a design without any.
    element: Option<Element>,
    /// Its row in the outline: when it is gone, the keyboard stays there.
    row: usize,
    /// What it was on before, the latest last; the last is what it is on now.
    trail: Vec<Element>,
    /// How many steps lay behind in the frame before.
    num_behind: usize,
    /// Whether the keyboard has walked to it since the selection changed: then commands mean it, not the selection.
    is_walked_to: bool,
    /// The selection as it was in the frame before.
    selection: BTreeSet<Element>,
    /// Whether nothing of the selection stands on the canvas or in the list, such as a host: then keys pressed there mean
    /// what the keyboard is on.
    is_selected_elsewhere: bool,
    /// Whether Space is down and has not moved the drawing: it selects when it is let go.
    space: bool,
}

/// What a drag carries, as far as ghost and verdict depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Carried {
    Item(PaletteItem),
    Elements(Vec<Element>),
}

impl Carried {
    fn cargo(&self) -> Cargo<'_> {
        match self {
            Self::Item(item) => Cargo::Item(*item),
            Self::Elements(elements) => Cargo::Elements(elements),
        }
    }
}

/// View state of the canvas; holds no fact of the design.
#[derive(Debug, Default)]
pub struct CanvasView {
    camera: Option<Camera>,
    /// Whether the camera follows the size of the window, and of a drawing that grows: until the person pans or zooms.
    is_fitted: bool,
    viewport: Size,
    /// Where the drawing in small stands.
    corner: minimap::Corner,
    gesture: Gesture,
    rename: Option<Rename>,
    menu: Option<Menu>,
    question: Option<Question>,
    later: Vec<Later>,
    pointed_slot: Option<Slot>,
    hovered: Option<Element>,
    /// The card whose handle is shown: the one under the pointer, also while the pointer is on its handle.
    handled: Option<Element>,
    /// What a line under way may end on.
    targets: Memo<(Revision, Line), Vec<Element>>,
    search: crate::ui::widgets::PickList,
    current: Current,
    outline: Memo<Revision, Outline>,
    placing: Option<Placing>,
    /// What was typed of the place that the selection is to be moved to.
    moving: Option<crate::ui::widgets::PickList>,
    list: list::ListState,
    /// The element whose connections the keyboard follows.
    follows: Option<Element>,
    /// Whether the keyboard was used last: then the focus is drawn.
    uses_keyboard: bool,
    seen: Option<Revision>,
    /// Where findings are, for the drawing in small.
    dots: Memo<Revision, Vec<(Point, crate::rules::Severity)>>,
    sheet: Sheet,
    ghost: Memo<(Revision, Carried), Ghost>,
    verdict: Memo<(Revision, Carried, DropTarget), Verdict>,
    /// The row of a failure drill that is shown, and since when, in seconds of egui's clock.
    drill_row: Option<(usize, f64)>,
    /// What a fix in the findings panel would change, in this frame.
    previewed: Option<Arc<FixPreview>>,
    /// Since when the pointer has been at the edge during a drag, in seconds of egui's clock.
    at_edge_since: Option<f64>,
    /// The line to members of a load balancer that was pressed on, and that was clicked.
    pressed_line: Option<MemberLine>,
    member_line: Option<MemberLine>,
}

impl CanvasView {
    /// Shows the canvas.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let area = ui.available_rect_before_wrap();
        ui.set_clip_rect(area.intersect(ui.clip_rect()));
        ui.advance_cursor_after_rect(area);
        let before = self.camera;
        self.place_camera(view, area);
        if std::mem::take(&mut self.list.is_shown) {
            self.later.extend(self.current.element.map(Later::Show));
        }
        self.follow_changes(view);
        self.follow_line(view);
        let outline = self.outline.get(view.revision, |_| Outline::of(view.document));
        self.follow_selection(view, ui, &outline);
        self.show_later(view, ui, area);
        self.keys(view, ui, &outline);
        let place = (self.transform(area), area);
        let current = (self.current.element, self.gesture.is_active());
        if let Some(element) = elements::widgets(view, ui, place, current) {
            self.keyboard_to(ui, element);
            view.outbox.send(crate::session::queue::Message::Select(vec![element]));
        }
        let words = |_, row: &OutlineRow| match row.element {
            Element::Connection(_) => elements::line_words(view, row.element),
            other => elements::description(view, other),
        };
        let on_screen = |element| drawn_rect(view, element).map(|it| place.0.rect(it));
        let tree = Tree { words: &words, place: &on_screen, folded: &BTreeSet::new() };
        tree::describe(view, ui, &outline, &tree);
        self.pointer(view, ui, area);
        self.draw(view, ui, area);
        controls::ui(view, ui.ctx(), area, self.zoom());
        self.minimap_ui(view, ui.ctx(), area);
        self.overlays(view, ui, area);
        if self.camera != before {
            // The widgets, and the figure in the status bar, are of the drawing as it was before this frame.
            ui.ctx().request_repaint();
        }
    }

    /// Shows over the drawing what a fix would change; `None` ends that.
    pub fn preview(&mut self, preview: Option<Arc<FixPreview>>) {
        self.previewed = preview;
    }

    /// Points on screen per world unit.
    pub fn zoom(&self) -> f32 {
        self.camera.map_or(1.0, |it| it.scale())
    }

    /// Brings an element into view, centered.
    pub fn reveal(&mut self, element: Element) {
        self.later.push(Later::Center(element));
    }

    /// Brings an element into view if it is not.
    pub fn show(&mut self, element: Element) {
        self.later.push(Later::Show(element));
    }

    /// Carries out a zoom command or renames the selection.
    pub fn command(&mut self, command: AppCommand) {
        self.later.push(Later::Command(command));
    }

    /// Asks a question over the canvas.
    pub fn ask(&mut self, question: Question) {
        self.question = Some(question);
    }

    /// Whether a drag, a rename, a menu or a question keeps Escape for itself.
    pub fn keeps_escape(&self) -> bool {
        self.gesture.is_active()
            || self.rename.is_some()
            || self.menu.is_some()
            || self.placing.is_some()
            || self.moving.is_some()
            || self.asks()
    }

    /// What has the focus while the keyboard is on the canvas.
    pub fn focus_id(&self) -> Id {
        self.current.element.map_or_else(elements::sheet_id, elements::id_of)
    }

    /// Whether the keyboard is on the canvas.
    pub fn has_focus(&self, ctx: &egui::Context) -> bool {
        ctx.memory(|memory| memory.focused()) == Some(self.focus_id())
    }

    /// The element that commands mean instead of the selection: the one that the keyboard has walked to since, or is on
    /// while nothing is selected that stands there.
    pub fn meant(&self) -> Option<Element> {
        let is_alone = self.current.selection.is_empty() || self.current.is_selected_elsewhere;
        let nothing_else = self.uses_keyboard && is_alone;
        let walked = self.current.element.filter(|_| self.current.is_walked_to || nothing_else);
        walked.filter(|it| !self.current.selection.contains(it))
    }

    /// Whether something lies over the canvas that has the keyboard.
    pub fn has_overlay(&self) -> bool {
        self.keeps_escape()
    }

    /// Whether a question waits for its answer.
    pub fn asks(&self) -> bool {
        self.question.is_some()
    }

    /// Where pasted elements go: the slot last clicked or pointed at.
    pub fn paste_slot(&self) -> Option<Slot> {
        self.pointed_slot
    }

    fn transform(&self, area: Rect) -> ScreenFromWorld {
        let (scale, origin) = self.camera.map_or((1.0, Point::default()), |it| (it.scale(), it.origin()));
        ScreenFromWorld { scale, origin: area.min + egui::vec2(origin.x, origin.y) }
    }

    /// Makes the camera when there is none, and keeps what it showed when the window changes its size.
    fn place_camera(&mut self, view: &ViewContext<'_>, area: Rect) {
        let viewport = Size::new(area.width(), area.height());
        let resized = viewport != self.viewport;
        let first = self.camera.is_none();
        // What is added further out comes into sight; nothing moves under a hand that is at work.
        let holds = |it: Camera| it.holds(view.scene.bounds, viewport);
        let grown = !self.gesture.is_active() && !self.camera.is_some_and(holds);
        if first || ((resized || grown) && self.is_fitted) {
            self.camera = Some(Camera::fit(view.scene.bounds, viewport));
            self.is_fitted = true;
        }
        self.viewport = viewport;
    }

    /// Whether all of the drawing is in sight.
    fn sees_all(&self, view: &ViewContext<'_>) -> bool {
        let (bounds, seen) = (view.scene.bounds, self.camera.map(|it| it.visible(self.viewport).expand(1.0)));
        seen.is_some_and(|seen| seen.holds(&bounds))
    }

    /// After an edit brings what it selected into view, unless part of it is visible already.
    fn follow_changes(&mut self, view: &ViewContext<'_>) {
        let changed = self.seen.is_some_and(|seen| seen != view.revision);
        self.seen = Some(view.revision);
        let Some(camera) = self.camera.filter(|_| changed) else { return };
        let rects = view.selection.iter().filter_map(|it| view.layout.rect_of(*it));
        let visible = camera.visible(self.viewport);
        let Some(all) = rects.reduce(|a, b| a.union(&b)) else { return };
        if !visible.contains(all.center()) {
            self.bring_into_view(all);
        }
    }

    fn bring_into_view(&mut self, rect: crate::geometry::Rect) {
        if let Some(camera) = &mut self.camera {
            let before = *camera;
            camera.bring_into_view(rect, self.viewport);
            self.is_fitted &= *camera == before;
        }
    }

    fn show_later(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        for it in std::mem::take(&mut self.later) {
            match it {
                Later::Center(element) => {
                    if let (Some(rect), Some(camera)) = (drawn_rect(view, element), &mut self.camera) {
                        if !camera.visible(self.viewport).contains(rect.center()) || camera.scale() < 0.35 {
                            let wanted = camera.scale().max(0.7);
                            camera.zoom_about(Point::default(), wanted / camera.scale());
                            camera.center_on(rect.center(), self.viewport);
                            self.is_fitted = false;
                        }
                        // Who opens a finding in the panel goes on working there.
                        let focused = ui.memory(|memory| memory.focused());
                        let place = focused.and_then(|id| layer_of(ui.ctx(), id));
                        if self.has_focus(ui.ctx()) || place != Some(LayerId::background()) {
                            self.keyboard_to(ui, element);
                        }
                        self.current.element = Some(element);
                        self.current.is_walked_to = false;
                    }
                }
                Later::Show(element) => {
                    if let Some(rect) = drawn_rect(view, element) {
                        self.bring_into_view(rect);
                    }
                }
                Later::Command(command) => self.carry_out(view, ui, command, area),
            }
        }
    }

    fn carry_out(&mut self, view: &ViewContext<'_>, ui: &Ui, command: AppCommand, area: Rect) {
        let middle = Point::new(self.viewport.width / 2.0, self.viewport.height / 2.0);
        match command {
            AppCommand::ZoomToFit => {
                self.camera = Some(Camera::fit(view.scene.bounds, self.viewport));
                self.is_fitted = true;
            }
            AppCommand::ZoomToSelection => {
                let rects = view.selection.iter().filter_map(|it| drawn_rect(view, *it));
                if let Some(all) = rects.reduce(|a, b| a.union(&b)) {
                    self.camera = Some(Camera::fit(all.expand(40.0), self.viewport));
                    self.is_fitted = false;
                }
            }
            AppCommand::ZoomReset => self.zoom_about(middle, 1.0 / self.zoom()),
            AppCommand::ZoomIn => self.zoom_about(middle, 1.25),
            AppCommand::ZoomOut => self.zoom_about(middle, 0.8),
            AppCommand::Connect | AppCommand::AddElement | AppCommand::ContextMenu | AppCommand::MoveTo => {
                // One at a time asks where something goes.
                (self.placing, self.moving) = (None, None);
                match command {
                    AppCommand::Connect => self.start_line(view, area),
                    AppCommand::AddElement => self.placing = Some(Placing::default()),
                    AppCommand::ContextMenu => self.open_menu(view, area),
                    _ => self.start_move(view),
                }
            }
            AppCommand::FollowConnection => {
                if let Some(connection) = self.next_connection(view) {
                    self.walk_to(view, ui, connection);
                }
            }
            AppCommand::Rename => {
                if let Some(element) = view.selected_one().filter(|it| can_rename(view.document, *it)) {
                    self.rename = Some(Rename::new(view, element));
                }
            }
            _ => {}
        }
    }

    fn zoom_about(&mut self, fixed: Point, factor: f32) {
        if let Some(camera) = &mut self.camera {
            camera.zoom_about(fixed, factor);
            self.is_fitted = false;
        }
    }

    fn pan(&mut self, view: &ViewContext<'_>, dx: f32, dy: f32) {
        if let Some(camera) = &mut self.camera {
            camera.pan(dx, dy);
            camera.keep_in_sight(view.scene.bounds, self.viewport);
            self.is_fitted = false;
        }
    }

    fn draw(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let painter = ui.painter_at(area);
        painter.rect_filled(area, 0, view.color(Ink::Background));
        let transform = self.transform(area);
        let canvas = Canvas { painter: &painter, transform, palette: view.palette };
        self.sheet.paint(&canvas, view.scene);
        names::paint(view, &canvas, area, self.sees_all(view));
        self.draw_drill(view, ui, &canvas);
        self.draw_frames(view, ui, &canvas, area);
        self.draw_handles(view, &canvas, area);
        let marquee = self.gesture.marquee();
        if let Some(marquee) = marquee {
            let offset = area.min.to_vec2();
            let (min, max) = (egui::pos2(marquee.min.x, marquee.min.y), egui::pos2(marquee.max.x, marquee.max.y));
            canvas.marquee(Rect::from_min_max(min + offset, max + offset));
        }
        if let Some(preview) = &self.previewed {
            preview::ui(view, ui.ctx(), &canvas, preview, area);
        }
        self.draw_drag(view, ui, &canvas, area);
        self.draw_line(view, &canvas, area);
    }

    fn overlays(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        if let Some(mut rename) = self.rename.take() {
            let to_show = name_rect(view, rename.element).filter(|_| rename.is_fresh() && !self.list.is_shown);
            if let Some(rect) = to_show {
                self.bring_into_view(rect);
            }
            let (place, scale) = self.place_of_name(view, area, rename.element);
            let place = place.filter(|it| area.intersects(*it));
            let room = if self.list.is_shown { area } else { controls::above(area) };
            let outcome = place.map_or(Outcome::Done, |place| rename.ui(view, ui, (place, room), scale));
            self.rename = match outcome {
                Outcome::Open => Some(rename),
                Outcome::Done => None,
                Outcome::Next => next_named(view, rename.element).map(|it| Rename::new(view, it)),
            };
        }
        self.ends_ui(view, ui, area);
        self.placing_ui(view, ui, area);
        self.moving_ui(view, ui, area);
        if let Some(mut menu) = self.menu.take() {
            self.menu = menu.ui(view, ui, self.member_line.as_ref()).then_some(menu);
        }
        if let Some(question) = self.question.take()
            && !question.ui(view, ui.ctx())
        {
            self.question = Some(question);
        }
    }
}

impl CanvasView {
    /// Where an element is on screen: its drawing, or its row in the list.
    fn place_on_screen(&self, view: &ViewContext<'_>, area: Rect, element: Element) -> Option<Rect> {
        if self.list.is_shown {
            return self.list.place(element);
        }
        drawn_rect(view, element).map(|it| self.transform(area).rect(it))
    }

    /// Where the name of an element is edited, and how large.
    fn place_of_name(&self, view: &ViewContext<'_>, area: Rect, element: Element) -> (Option<Rect>, f32) {
        if self.list.is_shown {
            return (self.list.place_of_name(element), 1.0);
        }
        let transform = self.transform(area);
        (name_rect(view, element).map(|it| transform.rect(it)), transform.scale)
    }
}

/// A painter over everything, for what follows the pointer.
fn top_painter(ui: &Ui) -> egui::Painter {
    ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::new("canvas-ghost")))
}

/// The place of an element, or of what it is drawn on.
fn drawn_rect(view: &ViewContext<'_>, element: Element) -> Option<crate::geometry::Rect> {
    let own = view.layout.rect_of(element);
    let of_item = || view.scene.items.iter().find(|it| it.element == Some(element)).map(|it| it.bounds);
    let owner = || match element {
        Element::HostInstance(id) => {
            view.layout.rect_of(view.document.host_instances.get(&id).map(|it| it.computer)?.into())
        }
        Element::Database(id) => {
            let sql = view.document.databases.get(&id).map(|it| it.sql_instance)?;
            view.layout.rect_of(view.document.active_computer_of_sql(sql)?.into())
        }
        Element::SqlInstance(id) => view.layout.rect_of(view.document.active_computer_of_sql(id)?.into()),
        Element::Site(id) => {
            let tiers = view.document.tiers.iter().filter(|(_, tier)| tier.site == id);
            tiers.filter_map(|(tier, _)| view.layout.rect_of((*tier).into())).reduce(|a, b| a.union(&b))
        }
        Element::Connection(_) => {
            let points = || view.layout.course(element).into_iter().flatten().copied();
            let around = |at: Point| crate::geometry::Rect::new(at, Size::new(0.0, 0.0)).expand(6.0);
            points().map(around).reduce(|a, b| a.union(&b))
        }
        _ => None,
    };
    own.or_else(of_item).or_else(owner)
}

/// Where the name of an element is edited.
fn name_rect(view: &ViewContext<'_>, element: Element) -> Option<crate::geometry::Rect> {
    match element {
        Element::Tier(id) => view.layout.tier_header(id),
        other => drawn_rect(view, other),
    }
}

/// The next card in reading order.
fn next_named(view: &ViewContext<'_>, element: Element) -> Option<Element> {
    let cards = view.document.placed_elements();
    let at = cards.iter().position(|(_, it)| *it == element)?;
    let next = cards.get(at + 1).or_else(|| cards.first()).map(|(_, it)| *it)?;
    view.outbox.send(crate::session::queue::Message::Select(vec![next]));
    Some(next)
}
