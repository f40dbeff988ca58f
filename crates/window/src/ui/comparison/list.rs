//! What differs and what it buys, line by line; each line leads to both drawings.

use egui::{Button, Label, ScrollArea, Ui, WidgetInfo, WidgetType};

use super::pane::ink_of;
use crate::comparison::{Benefit, Change, FindingChange, change_words};
use crate::model::Element;
use crate::scene::Ink;
use crate::session::comparing::Compared;
use crate::text::comparison as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{cells_ui, heading_ui, long_list_ui, muted, severity_icon_ui, strong, words};

/// The shares of the cells of what a change buys: what, before, after.
const SHARES: [f32; 3] = [0.42, 0.29, 0.29];

/// Where a line leads: to an element on each side, that of somebody else last.
pub(super) type Lead = [Option<Element>; 3];

/// Shows the list; returns where a line leads that was clicked.
pub(super) fn ui(view: &ViewContext<'_>, compared: &Compared, with_layout: bool, ui: &mut Ui) -> Option<Lead> {
    let mut lead = None;
    ScrollArea::vertical().id_salt("comparison-list").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().button_padding = egui::vec2(0.0, 1.0);
        heading_ui(view, ui, text::WHAT_IT_BUYS);
        cells_ui(ui, SHARES, |[_, before, after]| {
            before.label(muted(view, text::BEFORE));
            after.label(muted(view, text::AFTER));
        });
        for (row, benefit) in compared.comparison.benefits.iter().enumerate() {
            ui.push_id(("benefit", row), |ui| benefit_ui(view, benefit, &mut lead, ui));
        }
        findings_ui(view, &compared.comparison.findings, &mut lead, ui);
        changes_ui(view, compared, with_layout, &mut lead, ui);
    });
    lead
}

fn benefit_ui(view: &ViewContext<'_>, benefit: &Benefit, lead: &mut Option<Lead>, ui: &mut Ui) {
    let Benefit { label, before, after, elements_before, elements_after } = benefit;
    let to = [elements_before.first().copied(), elements_after.first().copied(), None];
    let differs = before != after;
    cells_ui(ui, SHARES, |[what, was, is]| {
        let name = text::benefit(label, before, after);
        if line_ui(view, label, &name, to, if differs { Ink::TextStrong } else { Ink::TextMuted }, what) {
            *lead = Some(to);
        }
        for (cell, value) in [(was, before), (is, after)] {
            let value = if differs { strong(view, value) } else { muted(view, value) };
            cell.add(Label::new(value.size(12.5)).wrap());
        }
    });
}

fn findings_ui(view: &ViewContext<'_>, findings: &[FindingChange], lead: &mut Option<Lead>, ui: &mut Ui) {
    if findings.is_empty() {
        return;
    }
    heading_ui(view, ui, &text::findings(findings.len()));
    long_list_ui(ui, "compared-findings", findings.len(), |ui, row| {
        let Some(it) = findings.get(row) else { return };
        ui.horizontal_top(|ui| {
            severity_icon_ui(view, ui, it.severity, 14.0);
            let words = text::finding(it.outcome, &it.message, &it.rule);
            let to = [it.before, it.after, None];
            if line_ui(view, &words, &words, to, Ink::Text, ui) {
                *lead = Some(to);
            }
        });
    });
}

fn changes_ui(view: &ViewContext<'_>, compared: &Compared, with_layout: bool, lead: &mut Option<Lead>, ui: &mut Ui) {
    let changes = &compared.comparison.changes;
    let is_shown = |it: &Change| with_layout || !it.is_layout;
    if !changes.iter().any(is_shown) {
        heading_ui(view, ui, text::NOTHING_DIFFERS);
        return;
    }
    for (tier, numbers) in &compared.groups {
        let shown: Vec<&Change> = numbers.iter().filter_map(|it| changes.get(*it)).filter(|it| is_shown(it)).collect();
        if shown.is_empty() {
            continue;
        }
        let title = if tier.is_empty() { text::OUTSIDE_TIERS } else { tier };
        heading_ui(view, ui, &text::changes_in(title, shown.len()));
        long_list_ui(ui, tier, shown.len(), |ui, row| {
            if let Some(change) = shown.get(row) {
                change_ui(view, (change, with_layout), lead, ui);
            }
        });
    }
}

fn change_ui(view: &ViewContext<'_>, (change, with_layout): (&Change, bool), lead: &mut Option<Lead>, ui: &mut Ui) {
    let words = text::arrows(&change_words(change, with_layout));
    let name = text::change(change.kind, &words);
    let to = [change.before, change.after, None];
    ui.horizontal_top(|ui| {
        ui.colored_label(view.color(ink_of(change.kind)), text::sign(change.kind));
        if line_ui(view, &words, &name, to, Ink::Text, ui) {
            *lead = Some(to);
        }
    });
}

/// A line that leads somewhere, or one that does not; says whether it was clicked.
pub(super) fn line_ui(view: &ViewContext<'_>, line: &str, name: &str, to: Lead, ink: Ink, ui: &mut Ui) -> bool {
    let text = words(line).color(view.color(ink)).size(12.5);
    if to == [None; 3] {
        ui.add(Label::new(text).wrap());
        return false;
    }
    let response = ui.add(Button::new(text).frame(false).wrap());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    response.on_hover_text(text::SHOW_ON_BOTH_SIDES).clicked()
}
