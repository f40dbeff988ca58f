//! Open questions, and what became of each rule.

use egui::{RichText, Ui};

use super::data::{QuestionGroup, RuleStates};
use crate::app::queue::Message;
use crate::rules::RuleId;
use crate::scene::{IconKind, Ink};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{SectionTitle, card_ui, muted, section_header_ui, strong};

/// Which lists of rules are unfolded.
#[derive(Debug, Default)]
pub(super) struct OpenLists {
    ran: bool,
    not_applicable: bool,
    waiting: bool,
}

/// Shows what rules ask; a click opens the inspector on the element.
pub(super) fn questions_ui(view: &ViewContext<'_>, ui: &mut Ui, groups: &[QuestionGroup]) {
    for group in groups {
        ui.push_id(group.rule, |ui| {
            card_ui(view, ui, Ink::SurfaceRaised, |ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                rule_ui(view, ui, group.rule, group.title);
                for (element, name, attribute) in &group.asks {
                    ui.push_id((element, attribute), |ui| {
                        let text = format!("{attribute} of {name}");
                        let button =
                            egui::Button::new(RichText::new(&text).color(view.color(Ink::Accent))).wrap().frame(false);
                        if ui.add(button).on_hover_text("Open it in the inspector and answer").clicked() {
                            view.outbox.send(Message::Inspect(*element));
                        }
                    });
                }
            });
        });
    }
}

/// Shows which rules ran, do not apply, or wait.
pub(super) fn rules_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    rules: &RuleStates,
    open: &mut bool,
    lists: &mut OpenLists,
) {
    let title = SectionTitle::new("All clear: rules").counting(rules.passed.len()).marked(IconKind::Check, Ink::Ok);
    section_header_ui(view, ui, title, open);
    let ran = rules.num_ran();
    let summary = format!(
        "{ran} {} ran, {} of them with findings; {} do not apply, {} wait for an answer",
        if ran == 1 { "rule" } else { "rules" },
        rules.fired.len(),
        rules.not_applicable.len(),
        rules.waiting.len()
    );
    ui.add(egui::Label::new(muted(view, summary).size(12.0)).wrap());
    if !*open {
        return;
    }
    ui.indent("rules", |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let title = SectionTitle::new("Passed").counting(rules.passed.len());
        section_header_ui(view, ui, title, &mut lists.ran);
        if lists.ran {
            rules.passed.iter().for_each(|(rule, title)| rule_ui(view, ui, *rule, title));
        }
        let title = SectionTitle::new("Do not apply").counting(rules.not_applicable.len());
        section_header_ui(view, ui, title, &mut lists.not_applicable);
        if lists.not_applicable {
            rules.not_applicable.iter().for_each(|(rule, reason)| rule_ui(view, ui, *rule, reason));
        }
        let title = SectionTitle::new("Wait for an answer").counting(rules.waiting.len());
        section_header_ui(view, ui, title, &mut lists.waiting);
        if lists.waiting {
            rules.waiting.iter().for_each(|(rule, title)| rule_ui(view, ui, *rule, title));
        }
    });
    ui.add_space(theme::GAP);
}

fn rule_ui(view: &ViewContext<'_>, ui: &mut Ui, rule: RuleId, text: &str) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(strong(view, rule.as_str()).size(12.5));
        ui.label(RichText::new(text).size(12.5));
    });
}
