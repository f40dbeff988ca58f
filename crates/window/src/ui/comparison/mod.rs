//! Two designs side by side or one over the other, with what differs and what it buys, and a third one that somebody else has
//! made of the same design.

mod link;
mod list;
mod pane;
mod steps;
mod theirs;

use std::sync::Arc;

use egui::{Button, Rect, Sense, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType};

use crate::geometry::Rect as World;
use crate::scene::Ink;
use crate::session::comparing::{Compared, How};
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::{common, comparison as text};
use crate::ui::canvas::Sheet;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{buttons_width, choosable_ui, muted, strong};
use link::Link;
use list::Lead;
use pane::Pane;

/// The share of the width that the list takes, and its limits in points.
const LIST: (f32, f32, f32) = (0.34, 300.0, 520.0);
/// How much a click on a zoom button enlarges.
const ZOOM_STEP: f32 = 1.25;

/// What stands beside the drawings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shows {
    #[default]
    Changes,
    Steps,
    Theirs,
}

/// View state: what of the drawings is seen, and which changes are shown how.
#[derive(Default)]
pub struct ComparisonView {
    link: Option<Link>,
    /// The comparison that the cameras were set for.
    of: Option<Arc<Compared>>,
    is_overlay: bool,
    with_layout: bool,
    shows: Shows,
    sheets: [Sheet; 3],
    /// What a line has led to.
    shown: Option<Lead>,
}

impl ComparisonView {
    /// Shows it; nothing is compared = a word on how to begin.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let Some(compared) = view.comparison else {
            ui.centered_and_justified(|ui| ui.label(muted(view, text::NOTHING_IS_COMPARED)));
            return;
        };
        if self.of.as_ref().is_none_or(|it| !Arc::ptr_eq(it, compared)) {
            // The same two once more, after a step: what is seen stays.
            let is_new = self
                .of
                .as_ref()
                .is_none_or(|it| it.wanted.name != compared.wanted.name || it.sides().len() != compared.sides().len());
            if is_new {
                self.link = None;
                if compared.together.is_some() {
                    self.shows = Shows::Theirs;
                }
            }
            (self.of, self.shown) = (Some(Arc::clone(compared)), None);
            if self.shows == Shows::Steps {
                steps::ask_first(view, compared);
            }
        }
        egui::Frame::new().fill(ui.visuals().panel_fill).inner_margin(8).show(ui, |ui| {
            self.bar_ui(view, compared, ui);
            ui.add_space(theme::GAP);
            let room = ui.available_rect_before_wrap();
            let width = (room.width() * LIST.0).clamp(LIST.1, LIST.2);
            let list = Rect::from_min_max(egui::pos2(room.right() - width, room.top()), room.max);
            let drawings = Rect::from_min_max(room.min, egui::pos2(list.left() - 10.0, room.bottom()));
            self.drawings_ui(view, compared, drawings, ui);
            let mut side = ui.new_child(UiBuilder::new().max_rect(list));
            if let Some(lead) = self.side_ui(view, compared, &mut side) {
                self.lead(compared, lead);
            }
            ui.advance_cursor_after_rect(room);
        });
    }

    /// What differs, or the steps from the one to the other; returns where a line leads that was clicked.
    fn side_ui(&mut self, view: &ViewContext<'_>, compared: &Compared, ui: &mut Ui) -> Option<Lead> {
        ui.horizontal(|ui| {
            let all = [(Shows::Changes, text::CHANGES), (Shows::Steps, text::STEPS), (Shows::Theirs, text::THEIRS)];
            for (shows, label) in all {
                let is_shown = self.shows == shows;
                if choosable_ui(ui, is_shown, Button::selectable(is_shown, label)).clicked() {
                    self.shows = shows;
                    if shows == Shows::Steps {
                        steps::ask_first(view, compared);
                    }
                }
            }
        });
        match self.shows {
            Shows::Changes => list::ui(view, compared, self.with_layout, ui),
            Shows::Steps => {
                steps::ui(view, compared, ui);
                None
            }
            Shows::Theirs => theirs::ui(view, compared, ui),
        }
    }

    /// What is compared, how it is shown, and how to leave it.
    fn bar_ui(&mut self, view: &ViewContext<'_>, compared: &Compared, ui: &mut Ui) {
        let wanted = &compared.wanted;
        let again = |how: How| view.outbox.send(Message::CompareAgain(how));
        ui.horizontal_wrapped(|ui| {
            ui.label(strong(view, text::from_to(&compared.before.name, &compared.after.name)));
            if ui.button(text::SWAP).clicked() {
                // The steps of the other way are others.
                let order = wanted.how.order.as_ref().map(|_| Vec::new());
                again(How { is_swapped: !wanted.how.is_swapped, order, ..wanted.how.clone() });
            }
            ui.separator();
            for (is_overlay, label) in [(false, text::SIDE_BY_SIDE), (true, text::OVERLAY)] {
                if ui.radio_value(&mut self.is_overlay, is_overlay, label).changed() {
                    self.link = None;
                }
            }
            ui.separator();
            let num_layout = compared.comparison.num_layout();
            // As a widget of this row it goes to the next one where it has no room, instead of being squeezed.
            let layout_too = egui::Checkbox::new(&mut self.with_layout, text::layout_too(num_layout));
            ui.add_enabled(num_layout > 0, layout_too);
            let mut with_downtime = wanted.how.with_downtime;
            if ui.checkbox(&mut with_downtime, text::DOWNTIME).changed() {
                again(How { with_downtime, ..wanted.how.clone() });
            }
            ui.separator();
            for (label, name, factor) in [("–", text::ZOOM_OUT, 1.0 / ZOOM_STEP), ("+", text::ZOOM_IN, ZOOM_STEP)] {
                let response = ui.button(label);
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
                if let Some(link) = self.link.as_mut().filter(|_| response.clicked()) {
                    link.zoom(Vec2::ZERO, factor);
                }
            }
            if ui.button(text::FIT).clicked() {
                self.link = None;
            }
            // None of the last ones goes to another row alone.
            if ui.available_size_before_wrap().x < buttons_width(ui, &[text::SAVE_AS_PAGE, common::CLOSE]) {
                ui.end_row();
            }
            if ui.button(text::SAVE_AS_PAGE).clicked() {
                view.outbox.send(Message::Pick(Purpose::Page(self.with_layout)));
            }
            if ui.button(common::CLOSE).clicked() {
                view.outbox.send(Message::EndComparison);
            }
        });
    }

    fn drawings_ui(&mut self, view: &ViewContext<'_>, compared: &Compared, area: Rect, ui: &mut Ui) {
        let gap = 8.0;
        // One over the other is about two of them.
        let shown = if self.is_overlay { 1..2 } else { 0..compared.sides().len() };
        let count = shown.len() as f32;
        let size = Vec2::new((area.width() - gap * (count - 1.0)) / count, area.height());
        let link = self.link.get_or_insert_with(|| Link::fit(&bounds(compared, self.is_overlay), size)).clone();
        for (place, side) in shown.enumerate() {
            let min = area.min + Vec2::new((size.x + gap) * place as f32, 0.0);
            self.pane_ui(view, compared, side, (Rect::from_min_size(min, size), &link), ui);
        }
    }

    fn pane_ui(
        &mut self,
        view: &ViewContext<'_>,
        compared: &Compared,
        side: usize,
        (area, link): (Rect, &Link),
        ui: &mut Ui,
    ) {
        let drawn = compared.sides()[side];
        let response = ui.interact(area, ui.id().with(("comparison-pane", side)), Sense::click_and_drag());
        let num_marks = drawn.marks.iter().filter(|it| self.with_layout || !it.is_layout).count();
        let words = text::pane(side, &drawn.name, num_marks);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &words));
        let painter = ui.painter_at(area);
        painter.rect_filled(area, 6.0, view.color(Ink::Background));
        let transform = link.transform(side, area);
        let pane = Pane { area, transform, scene: &drawn.scene, marks: &drawn.marks, with_layout: self.with_layout };
        pane.paint(view, &painter, &mut self.sheets[side]);
        if self.is_overlay {
            pane.paint_gone(view, &painter, &compared.before.scene, &compared.gone);
        }
        if let Some(element) = self.shown.and_then(|it| it[side]) {
            pane.paint_shown(view, &painter, &drawn.places(element));
        }
        let title =
            painter.layout(words, egui::FontId::proportional(12.5), view.color(Ink::TextStrong), area.width() - 20.0);
        let corner = area.min + Vec2::new(8.0, 6.0);
        painter.rect_filled(Rect::from_min_size(corner, title.size()).expand(4.0), 4.0, view.color(Ink::SurfaceRaised));
        painter.galley(corner, title, view.color(Ink::TextStrong));
        painter.rect_stroke(area, 6.0, egui::Stroke::new(1.0, view.color(Ink::LineMuted)), egui::StrokeKind::Inside);
        let Some(link) = &mut self.link else { return };
        if response.dragged() {
            link.pan(response.drag_delta());
        }
        if let Some(at) = response.hover_pos() {
            let (scroll, zoom) = ui.input(|it| (it.smooth_scroll_delta(), it.zoom_delta()));
            let factor = zoom * (scroll.y * 0.004).exp();
            if (factor - 1.0).abs() > 1e-4 {
                link.zoom(at - area.center(), factor);
            }
        }
    }

    /// Leads the drawings to what a line is about.
    fn lead(&mut self, compared: &Compared, lead: Lead) {
        let place = |side: usize| {
            let element = lead[side]?;
            compared.sides().get(side)?.places(element).into_iter().reduce(|one, other| one.union(&other))
        };
        let places = [place(0), place(1), place(2)];
        self.shown = Some(lead);
        if let Some(link) = self.link.as_mut().filter(|_| places != [None; 3]) {
            link.jump(&places);
        }
    }
}

/// What is to be seen of the drawings; an overlay has what is gone below the one after.
fn bounds(compared: &Compared, is_overlay: bool) -> Vec<World> {
    let mut bounds: Vec<World> = compared.sides().into_iter().map(|it| it.layout.bounds).collect();
    if is_overlay {
        bounds.truncate(2);
        for card in &compared.gone {
            bounds[1] = bounds[1].union(&card.rect.translate(card.offset.x, card.offset.y));
        }
        bounds[0] = bounds[1];
    }
    bounds
}
