//! Attributes of what is selected, applied at once.

mod asks;
mod availability_group;
mod cluster;
mod computer;
mod computer_parts;
mod data;
mod database;
mod endpoint;
mod environment;
mod form;
mod handler;
mod host;
mod network;
mod page;
mod recovery;
mod related;
mod resource_group;
mod sql;
mod storage;
mod structure;

use egui::{RichText, ScrollArea, Ui};

pub(in crate::ui::panels) use form::figure_ui;

use super::kinds::icon_of;
use crate::edit::intent::notes::note;
use crate::model::Element;
use crate::prose::capitalized;
use crate::rules::{Attribute, RuleId};
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::text::{common, inspector as text, kinds};
use crate::ui::context::ViewContext;
use crate::ui::focus::{can_take, hand_on};
use crate::ui::theme;
use crate::ui::widgets::fields::{lines_edit_ui, text_edit_ui, text_id};
use crate::ui::widgets::{card_ui, clickable_label_ui, icon_ui, muted, severity_icon_ui, steady_ui, strong};
use data::Subject;
use page::Page;

/// From this many findings on, the rest is only counted.
const FINDINGS_SHOWN: usize = 4;

/// View state: which element the scroll position belongs to.
#[derive(Debug, Default)]
pub struct InspectorPanel {
    shown: Option<Element>,
    /// Whether the first field is to get the focus.
    wants_focus: bool,
    /// Whether the note is.
    wants_note: bool,
}

impl InspectorPanel {
    /// Gives the focus to the first field when it is shown next.
    pub fn edit(&mut self) {
        self.wants_focus = true;
    }

    /// Gives the focus to the note when it is shown next.
    pub fn edit_note(&mut self) {
        self.wants_note = true;
    }

    /// Shows it.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let subject = Subject::of(view.document, view.selection);
        let elements = subject.elements();
        let first = elements.first().copied().unwrap_or(Element::Environment);
        let mut scroll = ScrollArea::vertical().id_salt("inspector").auto_shrink([false, false]);
        if self.shown.replace(first) != Some(first) {
            scroll = scroll.vertical_scroll_offset(0.0);
        }
        let asked = data::questions(view.analysis, &elements);
        let labels = asks::labels(asked.iter().map(|(attribute, _)| *attribute));
        let can_take = !(self.wants_focus || self.wants_note) || can_take(ui);
        let wants_focus = (can_take && std::mem::take(&mut self.wants_focus)).into();
        let wants_note = (can_take && std::mem::take(&mut self.wants_note)).into();
        let page = Page { view, elements, asked: labels, wants_focus, wants_note };
        steady_ui(ui, |ui| scroll.show(ui, |ui| page_ui(&page, ui, &subject, first, &asked)));
    }
}

fn page_ui(page: &Page<'_>, ui: &mut Ui, subject: &Subject, first: Element, asked: &[(Attribute, Vec<RuleId>)]) {
    // Room for the line beside fields that a rule waits for.
    let room = egui::Frame::new().inner_margin(egui::Margin { left: 6, right: 0, top: 0, bottom: 14 });
    room.show(ui, |ui| {
        ui.push_id((first, page.elements.len()), |ui| {
            head_ui(page, ui, subject, first);
            findings_ui(page, ui);
            questions_ui(page, ui, asked);
            match subject {
                Subject::Different(_) => page.note(ui, text::SELECT_ONE_KIND),
                Subject::Environment => environment::ui(page, ui),
                Subject::Same(_) => fields_ui(page, ui, first),
            }
            note_ui(page, ui);
        });
    });
}

/// What somebody has pinned to the one element that is selected.
fn note_ui(page: &Page<'_>, ui: &mut Ui) {
    let view = page.view;
    let Some(one) = view.selected_one() else { return };
    let wants_note = page.wants_note.take();
    page.open_section(ui, text::NOTE, wants_note, |ui| {
        if wants_note && !ui.memory(|memory| memory.has_focus(text_id(ui, text::NOTE))) {
            hand_on(ui);
        }
        let before = view.document.note_on(one).unwrap_or_default();
        if let Some(text) = lines_edit_ui(view, ui, text::NOTE, before, text::NOTE_HINT)
            && let Some(edit) = note(view.document, one, &text)
        {
            view.outbox.edit(edit);
        }
    });
}

/// The fields of one kind of element.
fn fields_ui(page: &Page<'_>, ui: &mut Ui, first: Element) {
    match first {
        Element::Environment => environment::ui(page, ui),
        Element::Site(_) => structure::site_ui(page, ui),
        Element::Tier(_) => structure::tier_ui(page, ui),
        Element::BizTalkGroup(_) => structure::biztalk_group_ui(page, ui),
        Element::PhysicalHost(_) => structure::physical_host_ui(page, ui),
        Element::Computer(_) => computer::ui(page, ui),
        Element::FailoverCluster(_) => cluster::ui(page, ui),
        Element::ResourceGroup(_) => resource_group::ui(page, ui),
        Element::SqlInstance(_) => sql::ui(page, ui),
        Element::AvailabilityGroup(_) => availability_group::ui(page, ui),
        Element::Database(_) => database::ui(page, ui),
        Element::Host(_) => host::ui(page, ui),
        Element::HostInstance(_) => host::instance_ui(page, ui),
        Element::Handler(_) => handler::ui(page, ui),
        Element::LoadBalancer(_) => network::load_balancer_ui(page, ui),
        Element::Endpoint(_) => endpoint::ui(page, ui),
        Element::Connection(_) => network::connection_ui(page, ui),
        Element::Firewall(_) => network::firewall_ui(page, ui),
        Element::Storage(_) => storage::ui(page, ui),
    }
    if let [one] = page.elements[..] {
        let related = related::related(page.view.document, one);
        if !related.is_empty() {
            page.section(ui, text::RELATED, |ui| {
                for (caption, elements) in &related {
                    page.chip_row(ui, caption, elements);
                }
            });
        }
    }
}

/// Icon, kind and name; the name of one element can be changed here.
fn head_ui(page: &Page<'_>, ui: &mut Ui, subject: &Subject, first: Element) {
    let (view, elements) = (page.view, &page.elements);
    ui.horizontal(|ui| {
        icon_ui(view, ui, icon_of(view.document, first), Ink::TextMuted, 20.0, "");
        let words = match subject {
            Subject::Environment => text::ENVIRONMENT.to_owned(),
            Subject::Same(_) if elements.len() == 1 => capitalized(kinds::one_and_many(first).0),
            Subject::Same(_) => format!("{} {}", elements.len(), kinds::one_and_many(first).1),
            Subject::Different(_) => text::of_several_kinds(elements.len()),
        };
        ui.label(strong(view, words).size(15.0));
        if *subject == Subject::Environment {
            ui.label(muted(view, text::NOTHING_IS_SELECTED));
        } else if ui.add(egui::Button::new(text::SHOW).small()).on_hover_text(text::SHOW_IT_ON_THE_CANVAS).clicked() {
            view.outbox.send(Message::Reveal(first));
        }
    });
    if page.wants_focus.take() && !ui.memory(|memory| memory.has_focus(text_id(ui, common::NAME))) {
        hand_on(ui);
    }
    match subject {
        Subject::Environment => {}
        Subject::Same(_) if elements.len() == 1 => {
            if crate::edit::intent::rename::can_rename(view.document, first) {
                let name = first.name(view.document);
                if let Some(name) = text_edit_ui(view, ui, common::NAME, Some(&name), "") {
                    view.outbox.try_edit(crate::edit::intent::rename::rename(view.document, first, &name));
                }
            } else {
                ui.add(egui::Label::new(strong(view, first.name(view.document))).wrap());
            }
        }
        Subject::Same(_) | Subject::Different(_) => page.chips(ui, &page.named(elements.iter().copied())),
    }
    ui.add_space(theme::GAP);
}

fn findings_ui(page: &Page<'_>, ui: &mut Ui) {
    let view = page.view;
    let findings = data::findings(view.document, view.analysis, &page.elements);
    if findings.is_empty() || page.elements == [Element::Environment] {
        return;
    }
    for finding in findings.iter().take(FINDINGS_SHOWN) {
        ui.push_id((finding.rule, finding.subject, &finding.message), |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 5.0;
                severity_icon_ui(view, ui, finding.severity, 15.0);
                let text = RichText::new(format!("{} ({})", finding.message, finding.rule)).size(12.5);
                let label = clickable_label_ui(view, ui, text).on_hover_cursor(egui::CursorIcon::PointingHand);
                if label.on_hover_text(text::SHOW_THE_FINDING).clicked() {
                    view.outbox.send(Message::ShowFinding(finding.rule, finding.subject));
                }
            });
        });
    }
    let rest = findings.len().saturating_sub(FINDINGS_SHOWN);
    if rest > 0 {
        page.note(ui, &text::and_more_findings(rest));
    }
    ui.add_space(theme::GAP);
}

fn questions_ui(page: &Page<'_>, ui: &mut Ui, asked: &[(Attribute, Vec<RuleId>)]) {
    if asked.is_empty() {
        return;
    }
    card_ui(page.view, ui, Ink::SurfaceRaised, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            icon_ui(page.view, ui, IconKind::Question, Ink::Accent, 15.0, "");
            ui.label(strong(page.view, text::RULES_WAIT_FOR).size(12.5));
        });
        for (attribute, rules) in asked {
            let rules: Vec<&str> = rules.iter().map(|rule| rule.as_str()).collect();
            let text = format!("{} ({})", capitalized(attribute.words()), rules.join(", "));
            ui.add(egui::Label::new(RichText::new(text).size(12.5)).wrap());
        }
    });
}
