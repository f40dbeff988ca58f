//! The rows of a drill: when, what, what it does to services, how long and who says so.

use egui::{
    Align, CornerRadius, FontId, Frame, Id, Label, Layout, Margin, Rect, RichText, Sense, Stroke, TextStyle,
    TextWrapMode, Ui, WidgetInfo, WidgetText, WidgetType, vec2,
};

use super::service_sign;
use crate::dependency::{Because, ServiceKind};
use crate::drill::{DrillRow, RowKind};
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::session::rehearsal::{DrillCommand, DrillView};
use crate::sources::sources;
use crate::text::drill as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{chip_ui, focus_ring, icon_ui, muted, words};
use crate::ui::{paint, theme};

/// Shows it; `moved` = the row that is shown last is new and is brought into view.
pub(super) fn ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui, moved: bool) {
    ui.spacing_mut().item_spacing.y = 3.0;
    for (number, row) in drill.drill.rows.iter().enumerate() {
        let is_last = number + 1 == drill.shown;
        let rect = row_ui(view, drill, ui, number, row);
        if moved && is_last {
            ui.scroll_to_rect(rect, None);
        }
    }
}

/// The shape and color of a kind of row.
pub(super) const fn kind_sign(kind: RowKind) -> (IconKind, Ink) {
    match kind {
        RowKind::Failure => (IconKind::Bolt, Ink::Error),
        RowKind::Effect => (IconKind::Stops, Ink::Warning),
        RowKind::Failover => (IconKind::FailsOver, Ink::Info),
        RowKind::Restart => (IconKind::Play, Ink::Info),
        RowKind::Recovery => (IconKind::Check, Ink::Ok),
        RowKind::Operator => (IconKind::Question, Ink::Advice),
        RowKind::Backlog => (IconKind::Network, Ink::Info),
    }
}

fn row_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui, number: usize, row: &DrillRow) -> Rect {
    let is_current = number + 1 == drill.shown;
    let is_ahead = number >= drill.shown;
    let id = Id::new(("drill-row", number));
    let is_hovered = ui.ctx().read_response(id).is_some_and(|it| it.hovered());
    let fill = if is_current { Ink::AccentSoft } else { Ink::SurfaceRaised };
    let border = if is_current || is_hovered { Ink::Accent } else { Ink::LineMuted };
    let frame = Frame::new()
        .fill(view.color(fill))
        .stroke(Stroke::new(if is_current { 1.6 } else { 1.0 }, view.color(border)))
        .corner_radius(CornerRadius::same(5))
        .inner_margin(Margin::symmetric(8, 4))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            if is_ahead {
                ui.set_opacity(0.5);
            }
            content_ui(view, drill, ui, number, row);
        });
    let rect = frame.response.rect;
    let response = ui.interact(rect, id, Sense::click());
    let label = format!("{}, {}: {}", row.when.label(), row.kind.label(), row.text);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, is_current, &label));
    focus_ring(view, ui, &response);
    if response.clicked() {
        view.outbox.send(Message::Drill(DrillCommand::ShowRows(number + 1)));
        if row.element.exists(view.document) {
            view.outbox.send(Message::Select(vec![row.element]));
        }
    }
    rect
}

fn content_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui, number: usize, row: &DrillRow) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal_top(|ui| {
        let (icon, ink) = kind_sign(row.kind);
        icon_ui(view, ui, icon, ink, 16.0, "");
        let time = RichText::new(row.when.label()).size(14.0).family(theme::bold());
        // What kind of thing it is keeps its room at the right: a long time is broken beside it.
        let kind = WidgetText::from(muted(view, row.kind.label()).size(12.0));
        let kind = kind.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Small);
        let room = (ui.available_width() - kind.size().x - ui.spacing().item_spacing.x).max(0.0);
        ui.allocate_ui_with_layout(vec2(room, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.add(Label::new(time.color(view.color(Ink::TextStrong))).wrap());
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| ui.label(kind));
    });
    let ink = if number + 1 == drill.shown { Ink::TextStrong } else { Ink::Text };
    ui.add(Label::new(words(&row.text).size(14.0).color(view.color(ink))).wrap());
    services_ui(view, drill, ui, number);
    facts_ui(view, ui, row);
}

/// What the row changes for services, as shapes with words.
fn services_ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui, number: usize) {
    let structure = &view.analysis.failures.structure;
    let is_whole = |index: usize| structure.services.get(index).is_some_and(|it| it.kind == ServiceKind::Whole);
    let shown: Vec<_> = drill.drill.changes(number).into_iter().filter(|(index, _)| !is_whole(*index)).collect();
    if shown.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        for (index, state) in shown {
            let Some(name) = drill.drill.services.get(index) else { continue };
            let words = format!("{name} {}", state.label().to_lowercase());
            service_ui(view, ui, service_sign(state), words);
        }
    });
}

/// A shape with its words, which stay together when a row is full.
fn service_ui(view: &ViewContext<'_>, ui: &mut Ui, (icon, ink): (IconKind, Ink), words: String) {
    const MARK: f32 = 14.0;
    let color = view.color(Ink::Text);
    let widest = (ui.max_rect().width() - MARK - 4.0).max(40.0);
    let galley = ui.painter().layout(words, FontId::proportional(12.5), color, widest);
    let size = vec2(MARK + 4.0 + galley.size().x, galley.size().y.max(MARK));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, galley.text()));
    let mark = Rect::from_min_size(rect.min + vec2(0.0, 1.5), vec2(MARK, MARK));
    paint::icon_at(ui.painter(), view.palette, icon, mark, ink);
    ui.painter().galley(rect.min + vec2(MARK + 4.0, 0.0), galley, color);
}

/// Durations with their provenance, and who says so.
fn facts_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &DrillRow) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        for timing in &row.timings {
            let (ink, tint) = match timing.word() {
                "unknown" => (Ink::Warning, Ink::WarningSoft),
                "documented" | "derived" => (Ink::Info, Ink::InfoSoft),
                _ => (Ink::Ok, Ink::OkSoft),
            };
            chip_ui(view, ui, &timing.label(), ink, tint);
        }
        ui.label(muted(view, source_words(row.because)).size(11.5)).on_hover_text(row.because.label());
    });
}

/// Who says so: the title of the document, the rule, or our own words for it.
fn source_words(because: Because) -> String {
    match because.source().and_then(|id| sources().get(&id)) {
        Some(source) => text::source(source.title),
        None => text::source(because.label()),
    }
}
