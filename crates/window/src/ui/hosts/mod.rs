//! Hosts by computers: the matrix in which consultants think, edited cell by cell.

use egui::{
    Align2, CornerRadius, Grid, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

use crate::edit::history::Revision;
use crate::edit::intent::hosts::{self, HostCell, HostMatrix, HostRow, NewHost};
use crate::memo::Memo;
use crate::model::{ComputerId, HostFunction, HostKind};
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::text::hosts as text;
use crate::ui::context::ViewContext;
use crate::ui::paint;
use crate::ui::theme;
use crate::ui::widgets::{chip_ui, muted, strong};

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
            ui.horizontal(|ui| {
                ui.label(strong(view, text::HOSTS_BY_COMPUTERS).size(18.0));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.menu_button(text::ADD_HOST, |ui| {
                        for kind in NewHost::ALL {
                            if ui.button(kind.label()).clicked() {
                                view.outbox.try_edit(hosts::add(view.document, *kind, None));
                                ui.close();
                            }
                        }
                    });
                });
            });
            ui.label(muted(view, text::CLICK_A_CELL));
            ui.add_space(theme::SECTION_GAP);
            if matrix.hosts.is_empty() {
                ui.label(text::NO_HOSTS_YET);
                return;
            }
            ScrollArea::both().auto_shrink(false).show(ui, |ui| {
                Grid::new("host-matrix").spacing(Vec2::new(8.0, 6.0)).show(ui, |ui| {
                    header_ui(view, &matrix.computers, ui);
                    for host in &matrix.hosts {
                        ui.push_id(host.id, |ui| name_ui(view, host, ui));
                        functions_ui(view, host, ui);
                        for (cell, (computer, name)) in host.cells.iter().zip(&matrix.computers) {
                            cell_ui(view, host, *cell, *computer, name, ui);
                        }
                        ui.label(text::on_computers(host.num_enabled));
                        ui.end_row();
                    }
                });
                if matrix.computers.is_empty() {
                    ui.add_space(theme::GAP);
                    ui.label(text::NO_BIZTALK_SERVER_YET);
                }
            });
        });
    }
}

fn header_ui(view: &ViewContext<'_>, computers: &[(ComputerId, String)], ui: &mut Ui) {
    ui.label(muted(view, text::HOST));
    ui.label(muted(view, text::DOES));
    for (computer, name) in computers {
        let Some((rect, response)) = cell_in_sight(ui) else { continue };
        let text = crate::scene::text::ellipsize(crate::scene::Face::Bold, 13.0, name, CELL.x - 4.0);
        let color = view.color(Ink::TextStrong);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, theme::bold_font(13.0), color);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, text::show_on_canvas(name)));
        if response.clicked() {
            view.outbox.send(Message::Reveal((*computer).into()));
        }
        response.on_hover_text(text::click_to_show(name));
    }
    ui.end_row();
}

fn name_ui(view: &ViewContext<'_>, host: &HostRow, ui: &mut Ui) {
    let is_selected = view.selection.contains(&host.id.into());
    ui.vertical(|ui| {
        ui.set_min_width(150.0);
        let ink = if is_selected { Ink::Accent } else { Ink::TextStrong };
        let name = strong(view, &host.name).color(view.color(ink));
        let response = ui.add(egui::Label::new(name).sense(Sense::click()));
        label(&response, is_selected, &host.name);
        if response.clicked() {
            view.outbox.send(Message::Inspect(host.id.into()));
        }
        response.context_menu(|ui| {
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
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
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

/// A toggle that keeps its size whether it is on or off.
fn toggle_ui(view: &ViewContext<'_>, is_on: bool, text: &str, ui: &mut Ui) -> Response {
    let (ink, fill, edge) = if is_on {
        (Ink::TextStrong, Ink::AccentSoft, Ink::Accent)
    } else {
        (Ink::TextMuted, Ink::Surface, Ink::LineMuted)
    };
    let text = egui::RichText::new(text).color(view.color(ink));
    ui.add(egui::Button::new(text).fill(view.color(fill)).stroke(Stroke::new(1.0, view.color(edge))))
}

fn label(response: &Response, selected: bool, text: &str) {
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, selected, text));
}

/// Takes the room of a cell; `None` = nobody sees it.
fn cell_in_sight(ui: &mut Ui) -> Option<(Rect, Response)> {
    let (id, rect) = ui.allocate_space(CELL);
    ui.is_rect_visible(rect).then(|| (rect, ui.interact(rect, id, Sense::click())))
}

fn cell_ui(view: &ViewContext<'_>, host: &HostRow, cell: HostCell, computer: ComputerId, name: &str, ui: &mut Ui) {
    let Some((rect, response)) = cell_in_sight(ui) else { return };
    let (fill, edge, icon, word) = match cell {
        HostCell::Absent => (Ink::Surface, Ink::LineMuted, None, ""),
        HostCell::Enabled(_) => (Ink::OkSoft, Ink::Ok, Some((IconKind::Check, Ink::Ok)), text::RUNS),
        HostCell::Disabled(_) => (Ink::TierBand, Ink::Passive, Some((IconKind::Passive, Ink::Passive)), text::DISABLED),
        HostCell::Several => (Ink::ErrorSoft, Ink::Error, Some((IconKind::Error, Ink::Error)), text::SEVERAL),
    };
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
    response.context_menu(|ui| menu_ui(view, host, cell, computer, ui));
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
