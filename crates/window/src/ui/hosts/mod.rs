//! Hosts by computers: the matrix in which consultants think, edited cell by cell.

use egui::{
    Align, Align2, CornerRadius, Layout, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo, WidgetType, pos2, vec2,
};

use crate::edit::history::Revision;
use crate::edit::intent::hosts::{self, HostCell, HostMatrix, HostRow, NewHost};
use crate::memo::Memo;
use crate::model::{ComputerId, HostFunction, HostKind};
use crate::scene::{IconKind, Ink};
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::text::hosts as text;
use crate::ui::context::ViewContext;
use crate::ui::keys::keys_text;
use crate::ui::paint;
use crate::ui::theme;
use crate::ui::widgets::{chip_ui, context_menu_ui, edged_ui, focus_ring, menu_button_ui, muted, strong, tab_grid_ui};

/// View state.
#[derive(Debug, Default)]
pub struct HostMatrixView {
    matrix: Memo<Revision, HostMatrix>,
}

const CELL: Vec2 = Vec2::new(92.0, 34.0);

impl HostMatrixView {
    /// Shows the matrix.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let matrix = self.matrix.get(view.revision, |_| hosts::matrix(view.document, None));
        egui::Frame::central_panel(ui.style()).inner_margin(18).show(ui, |ui| {
            // Whatever it shows, the page fills its room.
            ui.set_min_size(ui.available_size());
            ui.horizontal(|ui| {
                ui.label(strong(view, text::HOSTS_BY_COMPUTERS).size(18.0));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    menu_button_ui(ui, text::ADD_HOST, |ui| {
                        for kind in NewHost::ALL {
                            if ui.button(kind.label()).clicked() {
                                view.outbox.try_edit(hosts::add(view.document, *kind, None, &[]));
                                ui.close();
                            }
                        }
                    });
                });
            });
            let keys = keys_text(view, ui.ctx(), AppCommand::ContextMenu);
            ui.add(egui::Label::new(muted(view, text::click_a_cell(&keys))).wrap());
            ui.add_space(theme::SECTION_GAP);
            if matrix.hosts.is_empty() {
                ui.label(text::NO_HOSTS_YET);
                return;
            }
            tab_grid_ui(ui, "hosts", |ui| table_ui(view, &matrix, ui));
            if matrix.computers.is_empty() {
                ui.label(text::NO_BIZTALK_SERVER_YET);
            }
        });
    }
}

/// The table: names at the left and heads at the top stay where they are, the rest is scrolled.
fn table_ui(view: &ViewContext<'_>, matrix: &HostMatrix, ui: &mut Ui) {
    let area = ui.available_rect_before_wrap();
    let measures = Measures::of(view, matrix, ui, area.width());
    let body = Rect::from_min_max(area.min + vec2(measures.names, measures.head), area.max);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    let shown = ScrollArea::both().auto_shrink(false).show_viewport(&mut inner, |ui, seen| {
        ui.set_min_size(vec2(measures.width, measures.row * matrix.hosts.len() as f32));
        let corner = ui.max_rect().min;
        for (number, host) in measures.rows_in(matrix, seen) {
            let top = corner.y + number as f32 * measures.row;
            let place = Rect::from_min_size(pos2(corner.x, top), vec2(measures.width, measures.row - GAP));
            let layout = UiBuilder::new().max_rect(place).id_salt(host.id).layout(Layout::left_to_right(Align::Center));
            row_ui(view, host, &matrix.computers, measures.functions, &mut ui.new_child(layout));
        }
    });
    let offset = shown.state.offset;
    let mut heads = ui.new_child(
        UiBuilder::new().max_rect(Rect::from_min_max(pos2(body.left(), area.top()), pos2(body.right(), body.top()))),
    );
    heads.set_clip_rect(heads.max_rect().intersect(ui.clip_rect()));
    header_ui(view, &matrix.computers, &measures, offset.x, &mut heads);
    let corner = pos2(area.left(), body.top() - GAP);
    let (font, muted) = (egui::FontId::proportional(13.0), view.color(Ink::TextMuted));
    ui.painter().text(corner, Align2::LEFT_BOTTOM, text::HOST, font, muted);
    let mut names = ui.new_child(
        UiBuilder::new().max_rect(Rect::from_min_max(pos2(area.left(), body.top()), pos2(body.left(), body.bottom()))),
    );
    names.set_clip_rect(names.max_rect().intersect(ui.clip_rect()));
    let seen = Rect::from_min_size(offset.to_pos2(), body.size());
    for (number, host) in measures.rows_in(matrix, seen) {
        let top = body.top() + number as f32 * measures.row - offset.y;
        let place = Rect::from_min_size(pos2(area.left(), top), vec2(measures.names - GAP, measures.row - GAP));
        let layout = UiBuilder::new().max_rect(place).id_salt(host.id).layout(Layout::top_down(Align::Min));
        name_ui(view, host, &mut names.new_child(layout));
    }
    ui.advance_cursor_after_rect(area);
}

/// Width of the names of hosts, and where there is little room, in points.
const NAMES: (f32, f32) = (168.0, 120.0);
/// Space between cells, in points.
const GAP: f32 = 8.0;
/// Smallest and usual size of the letters of heads, in points.
const HEAD: (f32, f32) = (10.0, 13.0);
/// Space between the toggles of a host, in points.
const BETWEEN: f32 = 2.0;
/// Width of the words behind a row, in points.
const TAIL: f32 = 110.0;

/// What the texts of the table need: each name is shown whole, whatever its length.
struct Measures {
    names: f32,
    head: f32,
    /// Of the letters of its heads.
    head_size: f32,
    row: f32,
    functions: f32,
    width: f32,
}

impl Measures {
    /// In so much `room` for all of the table: where it leaves less than two columns, names and toggles stand narrower.
    fn of(view: &ViewContext<'_>, matrix: &HostMatrix, ui: &Ui, room: f32) -> Self {
        let color = view.color(Ink::TextStrong);
        let height = |name: &str, width: f32| {
            ui.painter().layout(name.to_owned(), theme::bold_font(14.0), color, width).size().y
        };
        let heads = || matrix.computers.iter().map(|(_, name)| name.as_str());
        let head_size = size_of_heads(ui, heads());
        let head = |name: &str| head_galley(view, ui, name, head_size).size().y;
        let head = heads().map(head).fold(CELL.y, f32::max);
        let font = egui::TextStyle::Button.resolve(ui.style());
        let word = |word: &str| ui.painter().layout_no_wrap(word.to_owned(), font.clone(), color).size().x;
        let padding = 2.0 * ui.spacing().button_padding.x + 4.0;
        let toggles: Vec<f32> =
            HostFunction::ALL.iter().map(|it| it.label()).chain([text::TRACK]).map(|it| word(it) + padding).collect();
        let column = CELL.x + GAP;
        let in_a_line = toggles.iter().sum::<f32>() + GAP;
        let is_narrow = room < NAMES.0 + in_a_line + 2.0 * column;
        let widest = || toggles.chunks(2).map(|it| it.iter().sum::<f32>()).fold(0.0, f32::max) + GAP;
        let (names, functions, lines) = if is_narrow { (NAMES.1, widest(), 2.0) } else { (NAMES.0, in_a_line, 1.0) };
        let tallest = matrix.hosts.iter().map(|it| height(&it.name, names - GAP)).fold(0.0, f32::max);
        let toggle = ui.spacing().interact_size.y.max(font.size + 2.0 * ui.spacing().button_padding.y) + BETWEEN;
        let width = functions + matrix.computers.len() as f32 * column + TAIL;
        let row = (tallest + 26.0).max(CELL.y).max(lines * toggle);
        Self { names, head: head + GAP, head_size, row: row + GAP, functions, width }
    }

    /// The rows in sight, and one more on each side for the arrow keys to go to, with their numbers.
    fn rows_in<'m>(&self, matrix: &'m HostMatrix, seen: Rect) -> impl Iterator<Item = (usize, &'m HostRow)> {
        let first = ((seen.top() / self.row).floor() - 1.0).max(0.0) as usize;
        let last = ((seen.bottom() / self.row).ceil() + 1.0).max(0.0) as usize;
        matrix.hosts.iter().enumerate().skip(first).take(last.saturating_sub(first))
    }
}

/// Letters as large as leave the words of names whole, as far as they can be read then.
fn size_of_heads<'n>(ui: &Ui, names: impl Iterator<Item = &'n str>) -> f32 {
    let width = |word: &str| {
        let galley = ui.painter().layout_no_wrap(word.to_owned(), theme::bold_font(HEAD.1), egui::Color32::WHITE);
        galley.size().x
    };
    // Lines are broken behind a hyphen and between words.
    let widest = names.flat_map(|it| it.split_inclusive(['-', ' '])).map(width).fold(1.0, f32::max);
    ((CELL.x - 4.0) / widest * HEAD.1).floor().clamp(HEAD.0, HEAD.1)
}

/// The name of a computer above its column.
fn head_galley(view: &ViewContext<'_>, ui: &Ui, name: &str, size: f32) -> std::sync::Arc<egui::Galley> {
    ui.painter().layout(name.to_owned(), theme::bold_font(size), view.color(Ink::TextStrong), CELL.x - 4.0)
}

/// What a host does and where it runs.
fn row_ui(view: &ViewContext<'_>, host: &HostRow, computers: &[(ComputerId, String)], functions: f32, ui: &mut Ui) {
    ui.spacing_mut().item_spacing.x = 0.0;
    let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
    ui.allocate_ui_with_layout(vec2(functions, ui.available_height()), layout, |ui| {
        ui.set_width(functions);
        functions_ui(view, host, ui);
    });
    ui.spacing_mut().item_spacing.x = GAP;
    for (cell, (computer, name)) in host.cells.iter().zip(computers) {
        cell_ui(view, host, *cell, *computer, name, ui);
    }
    ui.label(text::on_computers(host.num_enabled));
}

/// The heads of the columns, moved by `offset` to the left.
fn header_ui(
    view: &ViewContext<'_>,
    computers: &[(ComputerId, String)],
    measures: &Measures,
    offset: f32,
    ui: &mut Ui,
) {
    let corner = ui.max_rect().min - vec2(offset, 0.0);
    let does = Rect::from_min_size(corner, vec2(measures.functions, measures.head - GAP));
    let color = view.color(Ink::TextMuted);
    ui.painter().text(does.left_bottom(), Align2::LEFT_BOTTOM, text::DOES, egui::FontId::proportional(13.0), color);
    for (number, (computer, name)) in computers.iter().enumerate() {
        let left = does.right() + number as f32 * (CELL.x + GAP);
        let rect = Rect::from_min_size(pos2(left, corner.y), vec2(CELL.x, measures.head - GAP));
        if !ui.is_rect_visible(rect) {
            continue;
        }
        let response = ui.interact(rect, ui.id().with(*computer), Sense::click());
        let galley = head_galley(view, ui, name, measures.head_size);
        let at = pos2(rect.center().x - galley.size().x / 2.0, rect.bottom() - galley.size().y);
        ui.painter().galley(at, galley, view.color(Ink::TextStrong));
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, text::show_on_canvas(name)));
        focus_ring(view, ui, &response);
        if response.clicked() {
            view.outbox.send(Message::Reveal((*computer).into()));
        }
        response.on_hover_text(text::click_to_show(name));
    }
}

fn name_ui(view: &ViewContext<'_>, host: &HostRow, ui: &mut Ui) {
    let is_selected = view.selection.contains(&host.id.into());
    ui.vertical(|ui| {
        ui.set_min_width(ui.max_rect().width());
        let ink = if is_selected { Ink::Accent } else { Ink::TextStrong };
        let name = strong(view, &host.name).color(view.color(ink));
        let response = ui.add(egui::Label::new(name).sense(Sense::click()));
        label(&response, is_selected, &host.name);
        focus_ring(view, ui, &response);
        if response.clicked() {
            view.outbox.send(Message::Inspect(host.id.into()));
        }
        context_menu_ui(view, ui, &response, |ui| {
            if !host.is_default && host.kind == HostKind::InProcess && ui.button(text::MAKE_DEFAULT_HOST).clicked() {
                view.outbox.try_edit(hosts::make_default(view.document, host.id));
                ui.close();
            }
            if ui.button(text::DELETE_HOST).clicked() {
                view.outbox.try_edit(hosts::remove(view.document, host.id));
                ui.close();
            }
        });
        ui.horizontal(|ui| {
            ui.label(muted(view, host.kind.label()).small());
            for (shown, word) in [(host.is_default, text::DEFAULT), (host.is_clustered, text::CLUSTERED)] {
                if shown {
                    chip_ui(view, ui, word, Ink::TextMuted, Ink::TierBand);
                }
            }
        });
    });
}

fn functions_ui(view: &ViewContext<'_>, host: &HostRow, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(BETWEEN);
        for function in HostFunction::ALL {
            let does = host.functions.contains(function);
            let response = toggle_ui(view, does, function.label(), ui);
            label(&response, does, &format!("{} {}", host.name, function.label()));
            if response.clicked() {
                let mut functions = host.functions.clone();
                if !functions.remove(function) {
                    functions.insert(*function);
                }
                view.outbox.try_edit(hosts::set_functions(view.document, host.id, functions));
            }
        }
        let response = toggle_ui(view, host.allow_tracking, text::TRACK, ui);
        label(&response, host.allow_tracking, &text::tracking_of(&host.name));
        if response.clicked() {
            view.outbox.try_edit(hosts::set_tracking(view.document, host.id, !host.allow_tracking));
        }
    });
}

/// A toggle that keeps its size whether it is on or off, has the keyboard or not.
fn toggle_ui(view: &ViewContext<'_>, is_on: bool, text: &str, ui: &mut Ui) -> Response {
    let (ink, fill, edge) = if is_on {
        (Ink::TextStrong, Ink::AccentSoft, Ink::Accent)
    } else {
        (Ink::TextMuted, Ink::Surface, Ink::LineMuted)
    };
    let text = egui::RichText::new(text).color(view.color(ink));
    let response = edged_ui(ui, egui::Button::new(text).fill(view.color(fill)), view.color(edge));
    focus_ring(view, ui, &response);
    response
}

fn label(response: &Response, selected: bool, text: &str) {
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, selected, text));
}

/// Takes the room of a cell; `None` = nobody sees it or one beside it, to which an arrow key would lead.
fn cell_in_sight(ui: &mut Ui) -> Option<(Rect, Response)> {
    let (id, rect) = ui.allocate_space(CELL);
    ui.is_rect_visible(rect.expand2(CELL)).then(|| (rect, ui.interact(rect, id, Sense::click())))
}

fn cell_ui(view: &ViewContext<'_>, host: &HostRow, cell: HostCell, computer: ComputerId, name: &str, ui: &mut Ui) {
    let Some((rect, response)) = cell_in_sight(ui) else { return };
    let (fill, edge, icon, word) = match cell {
        HostCell::Absent => (Ink::Surface, Ink::LineMuted, None, ""),
        HostCell::Enabled(_) => (Ink::OkSoft, Ink::Ok, Some((IconKind::Check, Ink::Ok)), text::RUNS),
        HostCell::Disabled(_) => (Ink::TierBand, Ink::Passive, Some((IconKind::Passive, Ink::Passive)), text::DISABLED),
        HostCell::Several => (Ink::ErrorSoft, Ink::Error, Some((IconKind::Error, Ink::Error)), text::SEVERAL),
    };
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let hot = response.hovered() || response.has_focus();
    let edge = Stroke::new(if hot { 2.0 } else { 1.0 }, view.color(if hot { Ink::Accent } else { edge }));
    let painter = ui.painter();
    painter.rect(rect, CornerRadius::same(5), view.color(fill), edge, StrokeKind::Inside);
    if let Some((icon, ink)) = icon {
        let mark = egui::Rect::from_center_size(rect.left_center() + Vec2::new(15.0, 0.0), Vec2::splat(15.0));
        paint::icon_at(painter, view.palette, icon, mark, ink);
    }
    let at = rect.left_center() + Vec2::new(28.0, 0.0);
    painter.text(at, Align2::LEFT_CENTER, word, egui::FontId::proportional(12.5), view.color(Ink::Text));
    let state = if word.is_empty() { text::NO_HOST_INSTANCE } else { word };
    let text = text::state_on(&host.name, name, state);
    label(&response, !matches!(cell, HostCell::Absent), &text);
    if response.clicked() {
        view.outbox.try_edit(hosts::toggle(view.document, host.id, computer));
    }
    context_menu_ui(view, ui, &response, |ui| menu_ui(view, host, cell, computer, ui));
    response.on_hover_text(text);
}

fn menu_ui(view: &ViewContext<'_>, host: &HostRow, cell: HostCell, computer: ComputerId, ui: &mut Ui) {
    let edit = match cell {
        HostCell::Enabled(id) if ui.button(text::DISABLE).clicked() => {
            Some(hosts::set_enabled(view.document, id, false))
        }
        HostCell::Disabled(id) if ui.button(text::ENABLE).clicked() => {
            Some(hosts::set_enabled(view.document, id, true))
        }
        _ => None,
    };
    let verb = if cell == HostCell::Absent { text::ADD_HOST_INSTANCE } else { text::REMOVE_HOST_INSTANCE };
    let toggled = ui.button(verb).clicked().then(|| hosts::toggle(view.document, host.id, computer));
    if let Some(edit) = edit.or(toggled) {
        view.outbox.try_edit(edit);
        ui.close();
    }
}
