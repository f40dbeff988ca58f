//! A finding as a card: closed it says what, open it says everything.

use egui::{Align, CornerRadius, EventFilter, Frame, Id, Layout, Margin, Rect, Response, Sense, Stroke, Ui};

use egui::text::{LayoutJob, TextFormat};

use super::data::{CardRow, Details, FindingKey};
use crate::rules::plan::Goal;
use crate::rules::{Finding, Severity, fingerprint};
use crate::scene::Ink;
use crate::scene::text::keep_amounts;
use crate::session::Acceptance;
use crate::session::queue::Message;
use crate::text::findings as text;
use crate::ui::context::ViewContext;
use crate::ui::panels::kinds::element_chip_ui;
use crate::ui::theme;
use crate::ui::widgets::{
    chip_ui, focus_ring, muted, severity_icon_ui, severity_ink, severity_soft_ink, strong, words,
};

/// The room around what a card says.
const MARGIN: Margin = Margin { left: 12, right: 8, top: 6, bottom: 7 };

/// How a card is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct CardState {
    pub(super) is_open: bool,
    /// Whether the walk with F8 stands here.
    pub(super) is_walked: bool,
}

/// A card on screen.
pub(super) struct Shown {
    /// The part that is clicked.
    pub(super) header: Response,
    /// The whole card.
    pub(super) rect: Rect,
}

fn card_id(key: FindingKey) -> Id {
    Id::new(("finding", key))
}

/// Shows a card; `body` fills it when it is open.
pub(super) fn ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    row: &CardRow,
    state: CardState,
    body: impl FnOnce(&mut Ui),
) -> Shown {
    let id = card_id(row.key);
    let is_hovered = ui.ctx().read_response(id).is_some_and(|it| it.hovered());
    let border = if state.is_walked || is_hovered { Ink::Accent } else { Ink::LineMuted };
    let frame = Frame::new()
        .fill(view.color(Ink::SurfaceRaised))
        .stroke(Stroke::new(if state.is_walked { 2.0 } else { 1.0 }, view.color(border)))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(MARGIN)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 3.0;
            let head = ui.vertical(|ui| head_ui(view, ui, row)).response.rect;
            // Before what it opens: so the arrow keys come by it.
            let below = if state.is_open { 2.0 } else { f32::from(MARGIN.bottom) };
            let place = Rect::from_min_max(
                head.min - egui::vec2(MARGIN.left.into(), MARGIN.top.into()),
                egui::pos2(ui.max_rect().right() + f32::from(MARGIN.right), head.bottom() + below),
            );
            let header = ui.interact(place, id, Sense::click());
            if state.is_open {
                ui.push_id(row.key, body);
            }
            header
        });
    let rect = frame.response.rect;
    let header = frame.inner;
    let label = format!("{}: {} ({})", row.severity.title(), row.message, row.key.rule);
    header.widget_info(|| egui::WidgetInfo::selected(egui::WidgetType::CollapsingHeader, true, state.is_open, &label));
    let bar = Rect::from_min_max(rect.min, egui::pos2(rect.left() + 4.0, rect.bottom()));
    let left = CornerRadius { nw: 6, sw: 6, ne: 0, se: 0 };
    ui.painter().rect_filled(bar, left, view.color(severity_ink(row.severity)));
    focus_ring(view, ui, &header);
    Shown { header: header.on_hover_cursor(egui::CursorIcon::PointingHand), rect }
}

fn head_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &CardRow) {
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(muted(view, row.key.rule.as_str()).size(12.0));
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            severity_icon_ui(view, ui, row.severity, 15.0);
            ui.add(egui::Label::new(words(&row.message).color(view.color(Ink::TextStrong))).wrap());
        });
    });
    if let Some(why) = &row.reopened {
        ui.add(egui::Label::new(muted(view, text::was_accepted(why)).size(12.0)).wrap());
    }
}

/// Everything that is known about a finding. `preview` tells what the fix of an index would change. Returns the fix that
/// the pointer or the focus is on.
pub(super) fn details_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    finding: &Finding,
    details: &Details,
    preview: impl FnMut(usize) -> Option<String>,
) -> Option<usize> {
    ui.add_space(2.0);
    caption_ui(view, ui, text::WHAT_IT_IS);
    text_ui(ui, details.title);
    caption_ui(view, ui, text::WHERE);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for (element, name) in &details.places {
            if element_chip_ui(ui, *element, name).clicked() {
                view.outbox.send(Message::Reveal(*element));
            }
        }
        if let Some((first, _)) = details.places.first()
            && ui.add(egui::Button::new(text::OPEN_IN_INSPECTOR).small()).clicked()
        {
            view.outbox.send(Message::Inspect(*first));
        }
    });
    caption_ui(view, ui, text::WHY_IT_MATTERS);
    text_ui(ui, details.why);
    if !details.facts.is_empty() {
        caption_ui(view, ui, text::WHAT_WAS_FOUND);
        for (label, value) in &details.facts {
            fact_ui(view, ui, label, value);
        }
    }
    caption_ui(view, ui, text::WHAT_TO_DO);
    text_ui(ui, details.what_to_do);
    let pointed = fixes_ui(view, ui, finding, preview);
    if let Some(why) = details.without_fix {
        ui.add(egui::Label::new(muted(view, why).size(12.0)).wrap());
    }
    acceptance_ui(view, ui, finding, details);
    sources_ui(view, ui, finding.severity, details);
    pointed
}

/// A button for each fix, and one for all findings of the rule where several can be fixed.
fn fixes_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    finding: &Finding,
    mut preview: impl FnMut(usize) -> Option<String>,
) -> Option<usize> {
    let mut pointed = None;
    for (index, fix) in finding.fixes.iter().enumerate() {
        let preview = preview(index).unwrap_or_default();
        ui.push_id(index, |ui| {
            ui.add_space(2.0);
            let button = egui::Button::new(&fix.label).wrap().fill(view.color(Ink::AccentSoft));
            let button = ui.add(button);
            // Escape ends the preview, not the focus.
            let filter = EventFilter { escape: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(button.id, filter));
            if button.hovered() || button.has_focus() {
                pointed = Some(index);
            }
            if button.clicked() {
                view.outbox.edit(fix.edit.clone());
            }
            ui.add(egui::Label::new(muted(view, preview).size(12.0)).wrap());
        });
    }
    let alike = view.analysis.rules.of(finding.rule.as_str()).filter(|it| !it.fixes.is_empty()).count();
    if alike > 1 && !finding.fixes.is_empty() {
        let text = text::fix_all_alike(alike);
        if ui.add(egui::Button::new(text).wrap()).on_hover_text(text::SHOW_THE_STEPS_FIRST).clicked() {
            view.outbox.send(Message::ShowPlan(Goal::Rule(finding.rule)));
        }
    }
    pointed
}

/// The way to leave a finding as it is, with a reason; what was said when it was accepted before.
fn acceptance_ui(view: &ViewContext<'_>, ui: &mut Ui, finding: &Finding, details: &Details) {
    if let Some((note, reason)) = &details.accepted_before {
        caption_ui(view, ui, text::ACCEPTED_BEFORE);
        text_ui(ui, reason);
        ui.add(egui::Label::new(muted(view, note).size(12.0)).wrap());
    }
    ui.add_space(2.0);
    let text = if details.accepted_before.is_some() { text::ACCEPT_AGAIN } else { text::ACCEPT };
    let button = ui.add(egui::Button::new(text));
    if button.on_hover_text(text::LEAVE_AS_IT_IS).clicked() {
        view.outbox.send(Message::Accept(Acceptance {
            rule: finding.rule,
            elements: finding.elements.clone(),
            message: finding.message(view.document),
            fingerprint: fingerprint(finding),
            replaces: finding.reopened.as_ref().map(|it| it.waiver.clone()),
        }));
    }
}

fn sources_ui(view: &ViewContext<'_>, ui: &mut Ui, severity: Severity, details: &Details) {
    if let Some(judgment) = &details.judgment {
        ui.add_space(theme::GAP);
        chip_ui(view, ui, text::OUR_ENGINEERING_JUDGMENT, Ink::Text, severity_soft_ink(severity));
        text_ui(ui, judgment);
    }
    if let Some((disagreement, reading)) = details.disagreement {
        caption_ui(view, ui, text::DOCUMENTS_DISAGREE);
        text_ui(ui, disagreement);
        text_ui(ui, &text::read_so(reading));
    }
    if !details.read_from.is_empty() {
        caption_ui(view, ui, text::READ_FROM);
        text_ui(ui, &details.read_from.join("; "));
    }
    if !details.documents.is_empty() {
        caption_ui(view, ui, text::DOCUMENTS);
        for (title, url) in &details.documents {
            ui.push_id(url, |ui| {
                let text = egui::RichText::new(*title).size(12.5);
                ui.hyperlink_to(text, *url).on_hover_text(*url);
            });
        }
    }
}

fn caption_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str) {
    ui.add_space(theme::GAP);
    ui.label(strong(view, text).size(12.0));
}

fn text_ui(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(words(text)).wrap());
}

fn fact_ui(view: &ViewContext<'_>, ui: &mut Ui, label: &str, value: &str) {
    let mut job = LayoutJob::default();
    let font = egui::TextStyle::Body.resolve(ui.style());
    let format = |ink| TextFormat::simple(font.clone(), view.color(ink));
    job.append(&format!("{label}: "), 0.0, format(Ink::TextMuted));
    job.append(&keep_amounts(value), 0.0, format(Ink::Text));
    ui.add(egui::Label::new(job).wrap());
}
