//! The impact matrix: a row per loss, a column per service, shapes in the cells and the same in words.

use std::collections::BTreeSet;

use egui::{Align2, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType};

use super::outcome_sign;
use crate::dependency::{ImpactRow, LossKind, Outcome, PairRow, ServiceKind, Structure};
use crate::model::{Element, Part};
use crate::prose::capitalized;
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::session::rehearsal::DrillCommand;
use crate::text::impact as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{context_menu_ui, focus_ring, long_list_ui, toggle_chip_ui};
use crate::ui::{paint, theme};

const CELL: f32 = 29.0;
const MARK: f32 = 16.0;
const NAME: f32 = 128.0;

/// Where the columns stand.
struct Columns {
    services: Vec<usize>,
    name: f32,
    cell: f32,
}

impl Columns {
    fn new(structure: &Structure, width: f32) -> Self {
        // The whole is said by the others.
        let shown = structure.services.iter().enumerate().filter(|(_, it)| it.kind != ServiceKind::Whole);
        let services: Vec<usize> = shown.map(|(index, _)| index).collect();
        let count = services.len().max(1) as f32;
        let cell = ((width - NAME) / count).clamp(18.0, CELL);
        Self { services, name: (width - cell * count).max(80.0), cell }
    }

    fn center(&self, left: f32, column: usize, y: f32) -> Pos2 {
        Pos2::new(left + self.name + self.cell * (column as f32 + 0.5), y)
    }
}

/// A row of the matrix: what is lost, and what that does.
struct Line<'a> {
    name: String,
    words: String,
    sign: (IconKind, Ink),
    outcomes: &'a [Outcome],
    parts: Vec<Part>,
    elements: Vec<Element>,
}

impl<'a> Line<'a> {
    fn of_one(row: &'a ImpactRow, structure: &Structure) -> Self {
        Self {
            name: row.name.clone(),
            words: row.words(structure),
            sign: kind_sign(row.kind),
            outcomes: &row.outcomes,
            parts: vec![row.part],
            elements: vec![row.element],
        }
    }

    fn of_two(row: &'a PairRow, structure: &Structure) -> Self {
        let ink = if row.num_carrying > 0 { Ink::Error } else { Ink::Warning };
        Self {
            name: row.name.clone(),
            words: row.words(structure),
            sign: (IconKind::Stops, ink),
            outcomes: &row.outcomes,
            parts: row.parts.to_vec(),
            elements: row.elements().to_vec(),
        }
    }
}

/// Shows every loss of one part. What a click here selects is noted in `seen`: the panel need not scroll for it.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, hidden: &mut BTreeSet<LossKind>, seen: &mut BTreeSet<Element>) {
    let failures = &view.analysis.failures;
    ui.horizontal_wrapped(|ui| {
        for kind in LossKind::ALL {
            let count = failures.impact.iter().filter(|it| it.kind == kind).count();
            if count == 0 {
                continue;
            }
            let mut on = !hidden.contains(&kind);
            let text = format!("{} {count}", kind.label());
            if toggle_chip_ui(view, ui, Some(kind_sign(kind)), &text, &mut on).changed() {
                if on {
                    hidden.remove(&kind);
                } else {
                    hidden.insert(kind);
                }
            }
        }
    });
    let shown: Vec<&ImpactRow> = failures.impact.iter().filter(|it| !hidden.contains(&it.kind)).collect();
    let line = |row: usize| Line::of_one(shown[row], &failures.structure);
    lines_ui(view, ui, text::IF_THIS_IS_LOST, (shown.len(), line), seen);
}

/// Shows losses of two parts that stop what neither of the two stops alone.
pub(super) fn pairs_ui(view: &ViewContext<'_>, ui: &mut Ui, pairs: &[PairRow], seen: &mut BTreeSet<Element>) {
    let structure = &view.analysis.failures.structure;
    let line = |row: usize| Line::of_two(&pairs[row], structure);
    lines_ui(view, ui, text::IF_BOTH_ARE_LOST, (pairs.len(), line), seen);
}

fn lines_ui<'a>(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    title: &str,
    (count, line): (usize, impl Fn(usize) -> Line<'a>),
    seen: &mut BTreeSet<Element>,
) {
    let columns = Columns::new(&view.analysis.failures.structure, ui.available_width());
    header_ui(view, ui, title, &columns);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        long_list_ui(ui, title, count, |ui, row| {
            let line = line(row);
            if line_ui(view, ui, &columns, &line, row % 2 == 1).clicked() {
                *seen = line.elements.iter().copied().collect();
                view.outbox.send(Message::Select(line.elements));
            }
        });
    });
}

/// The shape and color of a kind of loss.
pub(super) const fn kind_sign(kind: LossKind) -> (IconKind, Ink) {
    match kind {
        LossKind::SinglePoint => (IconKind::Stops, Ink::Error),
        LossKind::Stops => (IconKind::Stops, Ink::Warning),
        LossKind::Degrades => (IconKind::Degraded, Ink::Warning),
        LossKind::FailsOver => (IconKind::FailsOver, Ink::Info),
        LossKind::Harmless => (IconKind::Check, Ink::TextMuted),
    }
}

/// Names of services, upright over their columns.
fn header_ui(view: &ViewContext<'_>, ui: &mut Ui, title: &str, columns: &Columns) {
    let structure = &view.analysis.failures.structure;
    let font = egui::FontId::proportional(12.5);
    let galleys: Vec<_> = columns
        .services
        .iter()
        .filter_map(|index| structure.services.get(*index))
        .map(|it| ui.painter().layout_no_wrap(it.name.clone(), font.clone(), view.color(Ink::Text)))
        .collect();
    let height = galleys.iter().map(|it| it.size().x).fold(0.0, f32::max) + 10.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    let corner = Pos2::new(rect.left() + 4.0, rect.bottom() - 4.0);
    ui.painter().text(corner, Align2::LEFT_BOTTOM, title, font, view.color(Ink::TextMuted));
    for (column, galley) in galleys.into_iter().enumerate() {
        let at = columns.center(rect.left(), column, rect.bottom() - 4.0) - Vec2::new(galley.size().y / 2.0, 0.0);
        let color = view.color(Ink::Text);
        let text = egui::epaint::TextShape::new(at, galley, color).with_angle(-std::f32::consts::FRAC_PI_2);
        ui.painter().add(text);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, view.color(Ink::TableRule)));
}

fn line_ui(view: &ViewContext<'_>, ui: &mut Ui, columns: &Columns, row: &Line<'_>, zebra: bool) -> Response {
    let structure = &view.analysis.failures.structure;
    let words = &row.words;
    let width = ui.available_width();
    let is_selected = row.elements.iter().all(|it| view.selection.contains(it));
    let name = capitalized(&row.name);
    let name_color = view.color(if is_selected { Ink::TextStrong } else { Ink::Text });
    let font = if is_selected { theme::bold_font(13.0) } else { egui::FontId::proportional(13.0) };
    let galley = ui.painter().layout(name.clone(), font, name_color, columns.name - 24.0);
    let small = egui::FontId::proportional(11.5);
    let said = ui.painter().layout(words.clone(), small, view.color(Ink::TextMuted), width - 28.0);
    let line = galley.size().y.max(MARK) + 7.0;
    let height = line + said.size().y + 5.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    let label = format!("{name}: {words}");
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, &label));
    if ui.is_rect_visible(rect) {
        let fill = match (is_selected, response.hovered(), zebra) {
            (true, ..) => Some(Ink::AccentSoft),
            (_, true, _) => Some(Ink::TierBand),
            (_, _, true) => Some(Ink::TableZebra),
            _ => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, 3.0, view.color(fill));
        }
        focus_ring(view, ui, &response);
        let middle = rect.top() + line / 2.0;
        let (kind, ink) = row.sign;
        let mark = Rect::from_center_size(Pos2::new(rect.left() + 10.0, middle), Vec2::splat(12.0));
        paint::icon_at(ui.painter(), view.palette, kind, mark, ink);
        let at = Pos2::new(rect.left() + 20.0, middle - galley.size().y / 2.0);
        ui.painter().galley(at, galley, name_color);
        for (column, index) in columns.services.iter().enumerate() {
            let Some(outcome) = row.outcomes.get(*index) else { continue };
            let (kind, ink) = outcome_sign(*outcome);
            let side = if kind == IconKind::Check { 10.0 } else { MARK };
            let at = Rect::from_center_size(columns.center(rect.left(), column, middle), Vec2::splat(side));
            paint::icon_at(ui.painter(), view.palette, kind, at, ink);
        }
        let at = Pos2::new(rect.left() + 20.0, rect.top() + line - 2.0);
        ui.painter().galley(at, said, view.color(Ink::TextMuted));
    }
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.label(crate::ui::widgets::strong(view, text::if_lost(&row.name, row.parts.len())));
        let services = structure.services.iter().zip(row.outcomes);
        for (service, outcome) in services.filter(|(it, _)| it.kind != ServiceKind::Whole) {
            ui.label(format!("{}: {}", service.name, outcome.label().to_lowercase()));
        }
    });
    let reveal = || {
        if let Some(element) = row.elements.first() {
            view.outbox.send(Message::Reveal(*element));
        }
    };
    if response.double_clicked() {
        reveal();
    }
    context_menu_ui(view, ui, &response, |ui| {
        if ui.button(text::PLAY_AS_A_FAILURE_DRILL).clicked() {
            view.outbox.send(Message::Drill(DrillCommand::Start(row.parts.clone())));
            ui.close();
        }
        if ui.button(text::SHOW_ON_THE_CANVAS).clicked() {
            reveal();
            ui.close();
        }
    });
    response
}
