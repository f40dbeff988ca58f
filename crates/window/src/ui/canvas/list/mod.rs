//! The list view: the design as a tree table, in which everything can be done that the canvas can do. What the keyboard
//! is on, menus, questions and renaming are those of the canvas.

mod fit;
mod keys;
mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, pos2,
    vec2,
};

use super::menu::Menu;
use super::rename::Rename;
use super::tree::{self, Tree};
use super::{CanvasView, elements};
use crate::edit::history::Revision;
use crate::edit::intent::rename::can_rename;
use crate::memo::Memo;
use crate::model::Element;
use crate::model::outline::{Outline, OutlineRow};
use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::text::list as text;
use crate::ui::context::ViewContext;
use crate::ui::keys::text_with_keys;
use crate::ui::panels::kinds::icon_of;
use crate::ui::widgets::{muted, strong};
use crate::ui::{paint, theme};
use fit::{Fit, GAP, ROW, cut};
use rows::{INDENT, MARKS, Rows, SHAPE, SIZE, Sign};

pub(super) use rows::shown;

/// Side of the shapes in a row, in points.
const ICON: f32 = 14.0;

/// View state of the list; holds no fact of the design.
#[derive(Debug, Default)]
pub(super) struct ListState {
    /// Whether the list was shown last, and not the canvas.
    pub(super) is_shown: bool,
    /// What is folded away.
    folded: BTreeSet<Element>,
    rows: Memo<Revision, Rows>,
    /// The numbers of the rows that are shown, by what decides it.
    shown: Memo<(Revision, BTreeSet<Element>), Vec<usize>>,
    /// How they fit into a width, in points.
    fit: Memo<(Revision, BTreeSet<Element>, u32), Fit>,
    /// How many rows a page down goes.
    page: usize,
    /// Where the rows in sight stand on screen, and how far they are indented.
    places: Vec<(Element, Rect, f32)>,
    /// How far the list is scrolled down, and how much of it is in sight, in points.
    sight: (f32, f32),
    /// The element that was last brought into sight.
    followed: Option<Element>,
}

impl ListState {
    /// Where an element stands on screen, if it is in sight.
    pub(super) fn place(&self, element: Element) -> Option<Rect> {
        self.places.iter().find(|(it, ..)| *it == element).map(|(_, place, _)| *place)
    }

    /// Where the name of an element stands, if it is in sight.
    pub(super) fn place_of_name(&self, element: Element) -> Option<Rect> {
        let (_, place, indent) = self.places.iter().find(|(it, ..)| *it == element)?;
        Some(Rect::from_min_max(pos2(place.left() + indent + MARKS - 4.0, place.top()), place.max))
    }
}

/// A row as it is drawn.
struct Line<'a> {
    row: &'a OutlineRow,
    number: usize,
    place: Rect,
    holds_something: bool,
}

/// What all rows have in common.
struct Table<'a> {
    rows: &'a Rows,
    fit: &'a Fit,
    /// Where names end on screen: what is scrolled sideways goes below them.
    names: f32,
    /// Where the other columns begin on screen.
    left: f32,
}

impl CanvasView {
    /// Shows the list.
    pub fn list_view_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let area = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(area);
        ui.painter().rect_filled(ui.max_rect(), 0.0, view.color(Ink::Background));
        self.list.is_shown = true;
        let outline = self.outline.get(view.revision, |_| Outline::of(view.document));
        self.follow_selection(view, ui, &outline);
        self.later_in_list(view, ui, area);
        self.list_keys(view, ui, &outline);
        self.reveal_in_list(&outline);
        let mut inner = ui.new_child(UiBuilder::new().max_rect(area.shrink2(vec2(14.0, 10.0))));
        head_ui(view, &mut inner);
        let table = inner.available_rect_before_wrap();
        let rows = self.list.rows.get(view.revision, |_| Rows::of(view, &outline));
        self.table_ui(view, (&mut inner, ui), (&outline, &rows), table);
        self.describe_list(view, ui, (&outline, &rows), table);
        self.overlays(view, ui, area);
    }

    /// What was asked for while the list was not at hand.
    fn later_in_list(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        for it in std::mem::take(&mut self.later) {
            match it {
                super::Later::Center(element) | super::Later::Show(element) => {
                    self.current.element = Some(element);
                    self.current.is_walked_to = false;
                }
                super::Later::Command(AppCommand::Connect) => self.start_line(view, area),
                super::Later::Command(AppCommand::MoveTo) => self.start_move(view),
                super::Later::Command(AppCommand::AddElement) => self.placing = Some(super::Placing::default()),
                super::Later::Command(AppCommand::ContextMenu) => self.open_menu(view, area),
                super::Later::Command(AppCommand::FollowConnection) => {
                    if let Some(connection) = self.next_connection(view) {
                        self.row_to(ui, connection);
                    }
                }
                super::Later::Command(AppCommand::Rename) => {
                    if let Some(element) = view.selected_one().filter(|it| can_rename(view.document, *it)) {
                        self.rename = Some(Rename::new(view, element));
                    }
                }
                super::Later::Command(_) => {}
            }
        }
    }

    /// Unfolds what holds the element that the keyboard is on, and scrolls to it, when it is another one than before.
    fn reveal_in_list(&mut self, outline: &Outline) {
        let Some(element) = self.current.element.filter(|it| self.list.followed != Some(*it)) else { return };
        let holders = std::iter::successors(outline.parent(element), |it| outline.parent(*it));
        for holder in holders {
            self.list.folded.remove(&holder);
        }
    }

    /// How far the list is to be scrolled so that the element that the keyboard is on is in sight; `None` = it stays.
    fn scroll_for(&mut self, outline: &Outline, shown: &[usize], fit: &Fit) -> Option<f32> {
        let element = self.current.element.filter(|it| self.list.followed != Some(*it))?;
        self.list.followed = Some(element);
        let number = outline.position(element)?;
        let (top, bottom) = fit.span(shown.iter().position(|it| *it == number)?)?;
        let (offset, height) = self.list.sight;
        if top < offset {
            Some(top)
        } else if bottom > offset + height {
            Some((bottom - height).max(0.0))
        } else {
            None
        }
    }

    /// The table, scrolled in `inner`. Its rows are widgets of `ui` itself, where their nodes are hung into the tree.
    fn table_ui(
        &mut self,
        view: &ViewContext<'_>,
        (inner, ui): (&mut Ui, &mut Ui),
        (outline, rows): (&Outline, &Rows),
        area: Rect,
    ) {
        let key = (view.revision, self.list.folded.clone());
        let shown: Arc<Vec<usize>> = self.list.shown.get(key, |(_, folded)| rows::shown(outline, folded));
        let key = (view.revision, self.list.folded.clone(), area.width().to_bits());
        let fit = self.list.fit.get(key, |_| Fit::of(rows, outline, &shown, area.width()));
        let names = fit.names;
        let head = Rect::from_min_max(area.min, pos2(area.right(), area.top() + ROW));
        let size = vec2(names + fit.columns.iter().sum::<f32>(), fit.height());
        let mut scroll = ScrollArea::both().auto_shrink(false).id_salt("list");
        self.list.sight.1 = area.bottom() - head.bottom();
        if let Some(offset) = self.scroll_for(outline, &shown, &fit) {
            scroll = scroll.vertical_scroll_offset(offset);
        }
        let body = Rect::from_min_max(head.left_bottom(), area.max);
        let mut body = inner.new_child(UiBuilder::new().max_rect(body));
        let scrolled = scroll.show_viewport(&mut body, |ui, _| ui.set_min_size(size));
        let (sight, offset) = (scrolled.inner_rect, scrolled.state.offset);
        self.list.sight = (offset.y, sight.height());
        self.list.page = fit.page(sight.height());
        heads_ui(view, inner, head, &fit, offset.x);
        if shown.is_empty() {
            let font = egui::FontId::proportional(SIZE);
            let color = view.color(Ink::TextMuted);
            inner.painter().text(sight.center(), Align2::CENTER_CENTER, text::NOTHING_YET, font, color);
        }
        let table = Table { rows, fit: &fit, names: sight.left() + names, left: sight.left() + names - offset.x };
        let clip = ui.clip_rect();
        ui.set_clip_rect(clip.intersect(sight));
        self.list.places.clear();
        for at in fit.between(offset.y, offset.y + sight.height()) {
            let Some((number, row)) = shown.get(at).and_then(|it| Some((*it, outline.rows().get(*it)?))) else { break };
            let Some((top, bottom)) = fit.span(at) else { break };
            let place = sight.top() - offset.y;
            let place = Rect::from_x_y_ranges(sight.x_range(), place + top..=place + bottom);
            let holds_something = outline.rows().get(number + 1).is_some_and(|it| it.parent == Some(number));
            self.line_ui(view, ui, &table, &Line { row, number, place, holds_something });
            self.list.places.push((row.element, place, row.depth as f32 * INDENT));
        }
        ui.set_clip_rect(clip);
        self.out_of_sight_ui(view, ui, (outline, rows), sight);
    }

    /// What has been scrolled out of sight has the keyboard all the same, and comes back when the keyboard comes to it.
    fn out_of_sight_ui(&mut self, view: &ViewContext<'_>, ui: &Ui, (outline, rows): (&Outline, &Rows), sight: Rect) {
        let Some(element) = self.current.element.filter(|it| self.list.place(*it).is_none()) else { return };
        let Some(number) = outline.position(element) else { return };
        let spot = Rect::from_min_size(sight.min, egui::Vec2::splat(1.0));
        let response = ui.interact(spot, elements::id_of(element), Sense::FOCUSABLE);
        let is_selected = view.selection.contains(&element);
        response.widget_info(|| {
            let words = rows.sentence(view, number, element);
            egui::WidgetInfo::selected(egui::WidgetType::SelectableLabel, true, is_selected, words)
        });
        if response.gained_focus() {
            self.list.followed = None;
            ui.ctx().request_repaint();
        }
    }

    /// A row: draws it and takes what the pointer does with it.
    fn line_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, table: &Table<'_>, line: &Line<'_>) {
        let element = line.row.element;
        let is_current = self.current.element == Some(element);
        let sense = if is_current { Sense::CLICK | Sense::FOCUSABLE } else { Sense::CLICK };
        let place = line.place.intersect(ui.clip_rect());
        let response = ui.interact(place, elements::id_of(element), sense);
        let is_selected = view.selection.contains(&element);
        response.widget_info(|| {
            let words = table.rows.sentence(view, line.number, element);
            egui::WidgetInfo::selected(egui::WidgetType::SelectableLabel, true, is_selected, words)
        });
        let is_cut = response.hovered() && table.fit.cuts(table.rows, line.number, line.row.element);
        let response =
            if is_cut { response.on_hover_text(table.rows.sentence(view, line.number, element)) } else { response };
        let fill = match (is_selected, response.hovered()) {
            (true, _) => Some(Ink::AccentSoft),
            (false, true) => Some(Ink::TierBand),
            _ => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(line.place, 3, view.color(fill));
        }
        self.paint_line(view, ui, table, line);
        if response.has_focus() && self.uses_keyboard {
            let ring = line.place.intersect(ui.clip_rect()).shrink(1.0);
            ui.painter().rect_stroke(ring, 3, Stroke::new(2.0, view.color(Ink::Accent)), StrokeKind::Inside);
        }
        let fold_at = line.place.left() + line.row.depth as f32 * INDENT;
        let on_mark = response.interact_pointer_pos().is_some_and(|it| (fold_at..fold_at + 18.0).contains(&it.x));
        if response.clicked() && line.holds_something && on_mark {
            self.fold(element, !self.list.folded.contains(&element));
        } else if response.clicked() && !view.menu_was_open {
            self.clicked(view, ui, element);
        }
        if response.double_clicked() && !on_mark && can_rename(view.document, element) {
            self.rename = Some(Rename::new(view, element));
        }
        if response.secondary_clicked() {
            if !is_selected {
                view.outbox.send(Message::Select(vec![element]));
            }
            self.keyboard_to(ui, element);
            let at = response.interact_pointer_pos().unwrap_or(place.center());
            self.menu = Some(Menu::at(at).leading_to_canvas());
        }
    }

    fn clicked(&mut self, view: &ViewContext<'_>, ui: &Ui, element: Element) {
        self.keyboard_to(ui, element);
        self.current.is_walked_to = false;
        self.list.followed = Some(element);
        let modifiers = ui.input(|input| input.modifiers);
        let mut selection = view.selection.clone();
        if !modifiers.shift && !modifiers.command {
            selection = BTreeSet::from([element]);
        } else if !selection.remove(&element) {
            selection.insert(element);
        }
        view.outbox.send(Message::Select(selection.into_iter().collect()));
    }

    fn paint_line(&self, view: &ViewContext<'_>, ui: &Ui, table: &Table<'_>, line: &Line<'_>) {
        let element = line.row.element;
        let Some(words) = table.rows.words(line.number) else { return };
        let middle = line.place.top() + ROW / 2.0;
        let clip = ui.clip_rect();
        let names = ui.painter().with_clip_rect(Rect::from_min_max(clip.min, pos2(table.names, clip.bottom())));
        let start = line.place.left() + line.row.depth as f32 * INDENT;
        if line.holds_something {
            let folded = self.list.folded.contains(&element);
            names.add(fold_mark(pos2(start + 9.0, middle), folded, view.color(Ink::TextMuted)));
        }
        let icon = Rect::from_center_size(pos2(start + 27.0, middle), egui::Vec2::splat(ICON));
        paint::icon_at(&names, view.palette, icon_of(view.document, element), icon, Ink::TextMuted);
        let cell = |painter: &Painter, at: Pos2, words: &str, (font, ink, room): (FontId, Ink, f32)| {
            let galley = painter.layout(words.to_owned(), font, view.color(ink), room.max(1.0));
            let line = galley.rows.first().map_or(0.0, |it| it.height());
            painter.galley(at - vec2(0.0, line / 2.0), galley, view.color(ink));
        };
        let bold = (theme::bold_font(SIZE), Ink::TextStrong, table.fit.room_of_name(line.row.depth));
        cell(&names, pos2(start + MARKS, middle), &words.name, bold);
        let rest = ui.painter().with_clip_rect(Rect::from_min_max(pos2(table.names, clip.top()), clip.max));
        let cells: [(Option<Sign>, &str); 5] = [
            (None, &words.nature),
            (table.rows.findings(element), ""),
            (rows::state(view, element), ""),
            (None, &words.connections),
            (None, &words.note),
        ];
        let mut left = table.left;
        for ((sign, words), width) in cells.into_iter().zip(table.fit.columns) {
            let (font, room) = (FontId::proportional(SIZE), width - GAP);
            match sign {
                Some((icon, ink, words)) => {
                    let shape = Rect::from_center_size(pos2(left + ICON / 2.0, middle), egui::Vec2::splat(ICON));
                    paint::icon_at(&rest, view.palette, icon, shape, ink);
                    cell(
                        &rest,
                        pos2(left + SHAPE, middle),
                        &cut(&words, room - SHAPE),
                        (font, Ink::Text, room - SHAPE),
                    );
                }
                None => cell(&rest, pos2(left, middle), &cut(words, room), (font, Ink::Text, room)),
            }
            left += width;
        }
    }

    /// The rows for assistive technology, in sight or not.
    fn describe_list(&self, view: &ViewContext<'_>, ui: &Ui, (outline, rows): (&Outline, &Rows), area: Rect) {
        let sense = if self.current.element.is_none() { Sense::FOCUSABLE } else { Sense::empty() };
        let sheet = ui.interact(area, elements::sheet_id(), sense);
        sheet.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, text::LIST));
        let tree = Tree {
            words: &|number, row| rows.sentence(view, number, row.element),
            place: &|element| self.list.place(element),
            folded: &self.list.folded,
        };
        tree::describe(view, ui, outline, &tree);
    }

    /// Folds away what an element holds, or unfolds it.
    fn fold(&mut self, element: Element, folds: bool) {
        if folds {
            self.list.folded.insert(element);
        } else {
            self.list.folded.remove(&element);
        }
    }
}

/// A triangle that points right while what is held is folded away, and down while it is shown.
fn fold_mark(at: egui::Pos2, folded: bool, color: Color32) -> Shape {
    let corners = if folded {
        [vec2(-2.5, -4.5), vec2(3.5, 0.0), vec2(-2.5, 4.5)]
    } else {
        [vec2(-4.5, -2.5), vec2(4.5, -2.5), vec2(0.0, 3.5)]
    };
    Shape::convex_polygon(corners.map(|it| at + it).to_vec(), color, Stroke::NONE)
}

/// What the list is, and how something is added to it.
fn head_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        ui.label(strong(view, text::LIST).size(18.0));
        ui.label(muted(view, text::HOW_TO_WALK));
        if ui.button(text_with_keys(view, ui.ctx(), AppCommand::AddElement)).clicked() {
            view.outbox.command(AppCommand::AddElement);
        }
    });
    ui.add_space(theme::GAP);
}

/// The heads of the columns; all but the first are scrolled sideways with their columns.
fn heads_ui(view: &ViewContext<'_>, ui: &Ui, place: Rect, fit: &Fit, offset: f32) {
    let (font, color) = (theme::bold_font(SIZE), view.color(Ink::TextMuted));
    let painter = ui.painter_at(place);
    let at = |x: f32| pos2(x, place.center().y);
    painter.text(at(place.left() + MARKS), Align2::LEFT_CENTER, text::NAME, font.clone(), color);
    let rest = ui.painter_at(Rect::from_min_max(pos2(place.left() + fit.names, place.top()), place.max));
    let state = if view.drill.is_some() { text::IN_THE_DRILL } else { text::STATE };
    let mut left = place.left() + fit.names - offset;
    let note = if fit.columns[4] > 0.0 { text::NOTE } else { "" };
    let heads = [text::WHAT_IT_IS, text::FINDINGS, state, text::CONNECTIONS, note];
    for (head, width) in heads.into_iter().zip(fit.columns) {
        rest.text(at(left), Align2::LEFT_CENTER, head, font.clone(), color);
        left += width;
    }
    painter.hline(place.x_range(), place.bottom() - 0.5, Stroke::new(1.0, view.color(Ink::LineMuted)));
}
