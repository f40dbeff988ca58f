//! What failures do: single points of failure first, every loss by every service, what stops each service, and saved
//! drills.

mod causes;
mod matrix;
mod pairs;
mod saved;
mod selected;

use std::collections::BTreeSet;

use egui::{Label, ScrollArea, Ui};

use crate::dependency::{Effect, LossKind, Outcome};
use crate::model::Element;
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::text::impact as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{SectionTitle, card_ui, icon_ui, muted, section_header_ui, steady_ui, strong, words};

use super::kinds::element_chip_ui;

/// A part of the panel that can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Matrix,
    Pairs,
    Stops,
    Causes,
    Granted,
    Saved,
}

/// View state.
#[derive(Debug)]
pub struct ImpactPanel {
    closed: BTreeSet<Section>,
    /// Kinds of loss that the matrix leaves out.
    hidden: BTreeSet<LossKind>,
    pairs: pairs::Pairs,
    stops: causes::Stops,
    /// What was selected in the last frame: a new selection is brought into view.
    seen: BTreeSet<Element>,
}

impl Default for ImpactPanel {
    fn default() -> Self {
        Self {
            closed: BTreeSet::from([Section::Granted]),
            hidden: BTreeSet::from([LossKind::Harmless]),
            pairs: pairs::Pairs::default(),
            stops: causes::Stops::default(),
            seen: BTreeSet::new(),
        }
    }
}

/// The shape and color of what a loss does to a service.
pub(crate) fn outcome_sign(outcome: Outcome) -> (IconKind, Ink) {
    match (outcome.effect, outcome.interrupted) {
        (Effect::Stops, _) => (IconKind::Stops, Ink::Error),
        (Effect::Degraded, _) => (IconKind::Degraded, Ink::Warning),
        (Effect::Works, true) => (IconKind::FailsOver, Ink::Info),
        (Effect::Works, false) => (IconKind::Check, Ink::TextMuted),
    }
}

impl ImpactPanel {
    /// Shows it.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let moved = self.seen != *view.selection;
        if moved {
            self.seen.clone_from(view.selection);
        }
        let scroll = ScrollArea::vertical().id_salt("impact").auto_shrink([false, false]);
        let room = egui::Frame::new().inner_margin(egui::Margin { left: 2, right: 0, top: 0, bottom: 14 });
        steady_ui(ui, |ui| scroll.show(ui, |ui| room.show(ui, |ui| self.content_ui(view, ui, moved))));
    }

    fn content_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, moved: bool) {
        let failures = &view.analysis.failures;
        if failures.impact.is_empty() {
            ui.label(strong(view, text::NOTHING_TO_LOSE_YET));
            ui.label(muted(view, text::WHAT_IMPACT_SAYS));
            return;
        }
        single_points_ui(view, ui);
        // Losses of what carries nothing would read like good news.
        if !failures.structure.carries_messages() {
            return;
        }
        let card = selected::ui(view, ui);
        if let Some(card) = card.filter(|_| moved) {
            card.scroll_to_me(None);
        }
        self.section_ui(view, ui, Section::Saved, text::SAVED_DRILLS, Some(view.document.drills.len()), saved::ui);
        let count = Some(failures.impact.len());
        if self.header_ui(view, ui, Section::Matrix, text::EVERY_LOSS_OF_ONE_PART, count) {
            matrix::ui(view, ui, &mut self.hidden, &mut self.seen);
        }
        let count = failures.sweep.has_pairs().then(|| self.pairs.rows(view).len());
        if self.header_ui(view, ui, Section::Pairs, text::LOSSES_OF_TWO_PARTS_TOGETHER, count) {
            ui.push_id("pairs", |ui| self.pairs.ui(view, ui, &mut self.seen));
        }
        if self.header_ui(view, ui, Section::Stops, text::WHEN_SERVICES_STOP, None) {
            self.stops.ui(view, ui);
        }
        let others = failures.structure.events.iter().filter(|it| !it.class.is_component()).count();
        if others > 0 {
            self.section_ui(
                view,
                ui,
                Section::Causes,
                text::CAUSES_THAT_ARE_NO_COMPONENTS,
                Some(others),
                causes::others_ui,
            );
        }
        let granted = failures.structure.assumptions.len();
        if granted > 0 {
            self.section_ui(view, ui, Section::Granted, text::TAKEN_FOR_GRANTED, Some(granted), causes::granted_ui);
        }
    }

    fn header_ui(
        &mut self,
        view: &ViewContext<'_>,
        ui: &mut Ui,
        section: Section,
        title: &str,
        count: Option<usize>,
    ) -> bool {
        ui.add_space(theme::GAP);
        let mut open = !self.closed.contains(&section);
        let mut header = SectionTitle::new(title);
        if let Some(count) = count {
            header = header.counting(count);
        }
        if section_header_ui(view, ui, header, &mut open).changed() {
            if open {
                self.closed.remove(&section);
            } else {
                self.closed.insert(section);
            }
        }
        open
    }

    fn section_ui(
        &mut self,
        view: &ViewContext<'_>,
        ui: &mut Ui,
        section: Section,
        title: &str,
        count: Option<usize>,
        body: impl FnOnce(&ViewContext<'_>, &mut Ui),
    ) {
        if self.header_ui(view, ui, section, title, count) {
            ui.push_id(title, |ui| body(view, ui));
        }
    }
}

/// The answer in large words: how many single points of failure there are, and which.
fn single_points_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let (failures, verdict) = (&view.analysis.failures, &view.analysis.verdict);
    let single = &verdict.single_points;
    let services = failures.structure.services.iter().enumerate();
    let mut carrying = services.filter(|(_, it)| it.kind.carries_messages());
    let never = carrying.any(|(index, _)| failures.structure.never_works(index));
    let (fill, icon, ink, title) = match single.len() {
        _ if !failures.structure.carries_messages() => {
            (Ink::ErrorSoft, IconKind::Warning, Ink::Error, text::CARRIES_NO_MESSAGES.to_owned())
        }
        _ if never => (Ink::WarningSoft, IconKind::Warning, Ink::Warning, text::SOME_NEVER_WORK.to_owned()),
        0 if verdict.num_questions + verdict.num_examples + verdict.num_assumptions > 0 => {
            (Ink::SurfaceRaised, IconKind::Question, Ink::Info, text::NONE_AS_FAR_AS_STATED.to_owned())
        }
        0 => (Ink::OkSoft, IconKind::Check, Ink::Ok, text::single_points(0)),
        many if single.iter().all(|it| !it.is_sure()) => {
            (Ink::WarningSoft, IconKind::Question, Ink::Warning, text::single_points_as_far_as_stated(many))
        }
        many => (Ink::ErrorSoft, IconKind::Stops, Ink::Error, text::single_points(many)),
    };
    card_ui(view, ui, fill, |ui| {
        ui.horizontal(|ui| {
            icon_ui(view, ui, icon, ink, 20.0, "");
            ui.add(Label::new(strong(view, title).size(17.0)).wrap());
        });
        for point in single {
            ui.horizontal_wrapped(|ui| {
                let has_article = point.name.starts_with(text::ARTICLE);
                let name = if has_article { crate::prose::capitalized(&point.name) } else { point.name.clone() };
                if element_chip_ui(ui, point.element, &name).clicked() {
                    view.outbox.send(Message::Reveal(point.element));
                }
                let effect = match point.condition() {
                    Some(condition) => format!("{}, {condition}", point.effect),
                    None => point.effect.clone(),
                };
                ui.add(Label::new(words(effect)).wrap());
            });
        }
        if verdict.carries_messages {
            ui.add(Label::new(muted(view, text::WHAT_DOES_NOT_COUNT).size(11.5)).wrap());
        }
    });
}
