//! A row as a card: closed it says what is asked and answered, open it shows the evidence and the fields.

use egui::{Align, CornerRadius, Frame, Id, Label, Layout, Margin, Rect, Response, RichText, Sense, Stroke, Ui};

use super::mark;
use crate::checklist::ChecklistRow;
use crate::model::ChecklistStatus;
use crate::scene::Ink;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{chip_ui, focus_ring, icon_ui, muted, strong, words};

/// A row on screen.
pub(super) struct Shown {
    /// The part that is clicked.
    pub(super) header: Response,
    /// The whole row.
    pub(super) rect: Rect,
}

/// Shows a row; `body` fills it when it is open.
pub(super) fn ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    row: &ChecklistRow,
    is_open: bool,
    body: impl FnOnce(&mut Ui),
) -> Shown {
    let id = Id::new(("checklist-row", &row.id));
    let is_hovered = ui.ctx().read_response(id).is_some_and(|it| it.hovered());
    let border = if is_hovered { Ink::Accent } else { Ink::LineMuted };
    let frame = Frame::new()
        .fill(view.color(Ink::SurfaceRaised))
        .stroke(Stroke::new(1.0, view.color(border)))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin { left: 8, right: 8, top: 5, bottom: 6 })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 3.0;
            let head = ui.vertical(|ui| head_ui(view, ui, row)).response.rect;
            if is_open {
                ui.push_id(&row.id, body);
            }
            head
        });
    let rect = frame.response.rect;
    let bottom = if is_open { frame.inner.bottom() + 2.0 } else { rect.bottom() };
    let header = ui.interact(Rect::from_min_max(rect.min, egui::pos2(rect.right(), bottom)), id, Sense::click());
    let label = format!("{}, {}: {}", row.label(), row.answer().label(), row.step.text);
    header.widget_info(|| egui::WidgetInfo::selected(egui::WidgetType::CollapsingHeader, true, is_open, &label));
    focus_ring(view, ui, &header);
    Shown { header: header.on_hover_cursor(egui::CursorIcon::PointingHand), rect }
}

fn head_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &ChecklistRow) {
    let (icon, ink) = mark(row.answer());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        icon_ui(view, ui, icon, ink, 15.0, "").on_hover_text(row.step.kind.phrase());
        ui.label(strong(view, row.label()).size(12.5));
        ui.label(RichText::new(row.answer().label()).size(12.0).color(view.color(Ink::Text)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if row.entry.status != ChecklistStatus::NotVerified {
                let (text, tint) = status_look(row.entry.status);
                chip_ui(view, ui, row.entry.status.label(), text, tint);
            }
        });
    });
    ui.add(Label::new(words(row.step.text).color(view.color(Ink::TextStrong))).wrap());
    let by_hand: Vec<&str> =
        [row.entry.owner.as_str(), row.entry.due.as_str()].into_iter().filter(|text| !text.trim().is_empty()).collect();
    if !by_hand.is_empty() {
        ui.add(Label::new(muted(view, by_hand.join(" · ")).size(12.0)).wrap());
    }
}

const fn status_look(status: ChecklistStatus) -> (Ink, Ink) {
    match status {
        ChecklistStatus::Fulfilled => (Ink::Text, Ink::OkSoft),
        ChecklistStatus::RiskAccepted => (Ink::Text, Ink::WarningSoft),
        ChecklistStatus::NotVerified | ChecklistStatus::NotApplicable => (Ink::Text, Ink::TierBand),
        ChecklistStatus::Open | ChecklistStatus::InProgress => (Ink::Text, Ink::InfoSoft),
    }
}
