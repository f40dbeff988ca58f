//! The availability estimate: downtime a year as a range with its drivers, a target, which fixes help, and every figure
//! behind it.

mod figures;
mod results;

use std::collections::BTreeSet;

use egui::{Label, ScrollArea, Ui};

use crate::downtime::text::WHY_TWO_FIGURES;
use crate::edit::intent::availability;
use crate::scene::Ink;
use crate::session::estimating::Estimated;
use crate::session::queue::Message;
use crate::text::{availability as text, common};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{SectionTitle, card_ui, muted, section_header_ui, steady_ui, strong, words};

/// A part of the panel that can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Services,
    Upgrades,
    Figures,
    NotCounted,
    Granted,
}

/// View state.
#[derive(Debug)]
pub struct AvailabilityPanel {
    closed: BTreeSet<Section>,
    /// Services whose drivers are shown, by key.
    open: BTreeSet<String>,
}

impl Default for AvailabilityPanel {
    fn default() -> Self {
        Self {
            closed: BTreeSet::from([Section::Figures, Section::NotCounted, Section::Granted]),
            open: BTreeSet::from(["whole".to_owned()]),
        }
    }
}

/// Why it is off by default, and what it is.
const NOTE: &str = text::READ_THE_RANGE;

impl AvailabilityPanel {
    /// Shows it.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let scroll = ScrollArea::vertical().id_salt("availability").auto_shrink([false, false]);
        steady_ui(ui, |ui| {
            scroll.show(ui, |ui| {
                egui::Frame::new()
                    .inner_margin(egui::Margin { left: 2, right: 0, top: 0, bottom: 14 })
                    .show(ui, |ui| self.content_ui(view, ui));
            });
        });
    }

    fn content_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        note_ui(view, ui, NOTE);
        ui.add_space(theme::GAP);
        let Some(estimate) = view.estimate else { return ask_ui(view, ui) };
        if estimate.is_given_up {
            if estimate.last.is_some() {
                note_ui(view, ui, text::OF_AN_EARLIER_STATE);
            }
            ask_ui(view, ui);
        }
        let Some(last) = &estimate.last else {
            if estimate.is_given_up {
                return;
            }
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(muted(view, text::ESTIMATING));
            });
            return;
        };
        if estimate.is_running {
            note_ui(view, ui, text::NEWER_ESTIMATE_COMES);
        }
        results::target_ui(view, ui);
        let mut in_report = view.document.availability.in_report;
        if ui.checkbox(&mut in_report, text::PUT_INTO_CHECKLIST).changed() {
            view.outbox.edit(availability::set_in_report(view.document, in_report));
        }
        self.services_ui(view, ui, last);
        self.upgrades_ui(view, ui, last);
        self.figures_ui(view, ui, last);
        self.lists_ui(view, ui, last);
    }

    fn section_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, section: Section, title: SectionTitle<'_>) -> bool {
        ui.add_space(theme::GAP);
        let mut open = !self.closed.contains(&section);
        if section_header_ui(view, ui, title, &mut open).changed() {
            if open {
                self.closed.remove(&section);
            } else {
                self.closed.insert(section);
            }
        }
        ui.add_space(2.0);
        open
    }

    fn services_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, last: &Estimated) {
        let estimate = &last.availability.estimate;
        if !self.section_ui(view, ui, Section::Services, SectionTitle::new(text::DOWNTIME_A_YEAR_BY_SERVICE)) {
            return;
        }
        for name in &estimate.never_work {
            ui.add(Label::new(text::never_works(name)).wrap());
        }
        note_ui(view, ui, text::HOW_TO_READ_A_RANGE);
        note_ui(view, ui, WHY_TWO_FIGURES);
        let longest = estimate.services.iter().map(|it| it.all.minutes[2]).fold(0.0, f64::max);
        for service in estimate.whole().into_iter().chain(estimate.parts()) {
            let mut open = self.open.contains(&service.key);
            card_ui(view, ui, Ink::SurfaceRaised, |ui| {
                results::service_ui(view, ui, estimate, service, longest, &mut open);
            });
            if open {
                self.open.insert(service.key.clone());
            } else {
                self.open.remove(&service.key);
            }
            ui.add_space(4.0);
        }
    }

    fn upgrades_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, last: &Estimated) {
        let upgrades = &last.availability.upgrades;
        let title = SectionTitle::new(text::WHAT_HELPS_MOST).counting(upgrades.len());
        if !self.section_ui(view, ui, Section::Upgrades, title) {
            return;
        }
        note_ui(view, ui, text::EVERY_FIX_TRIED);
        if upgrades.is_empty() {
            ui.add(Label::new(text::NO_FIX_HELPS).wrap());
        }
        for upgrade in upgrades {
            card_ui(view, ui, Ink::SurfaceRaised, |ui| {
                ui.add(Label::new(strong(view, &upgrade.edit.label)).wrap());
                ui.add(Label::new(words(format!("{} {}", upgrade.rule, upgrade.effect_text()))).wrap());
                let apply = ui.button(common::APPLY);
                let label = text::apply(&upgrade.edit.label);
                apply.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &label));
                if apply.clicked() {
                    view.outbox.edit(upgrade.edit.clone());
                }
            });
            ui.add_space(4.0);
        }
    }

    fn figures_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, last: &Estimated) {
        let inputs = &last.availability.estimate.inputs;
        let used = inputs.iter().filter(|it| it.used || it.entered).count();
        let title = SectionTitle::new(text::FAILURE_AND_REPAIR_DATA).counting(used);
        if self.section_ui(view, ui, Section::Figures, title) {
            figures::ui(view, ui, inputs);
        }
    }

    fn lists_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, last: &Estimated) {
        let estimate = &last.availability.estimate;
        let title = SectionTitle::new(text::NEVER_FAILING).counting(estimate.without_figure.len());
        if self.section_ui(view, ui, Section::NotCounted, title) {
            ui.add(Label::new(muted(view, estimate.without_figure.join(", "))).wrap());
        }
        let title = SectionTitle::new(text::TAKEN_FOR_GRANTED).counting(estimate.assumptions.len());
        if self.section_ui(view, ui, Section::Granted, title) {
            for assumption in &estimate.assumptions {
                ui.add(Label::new(words(format!("• {assumption}"))).wrap());
            }
        }
    }
}

fn ask_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    if ui.button(text::ESTIMATE_AVAILABILITY).clicked() {
        view.outbox.send(Message::EstimateAvailability);
    }
}

fn note_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str) {
    ui.add(Label::new(muted(view, text).size(12.5)).wrap());
}
