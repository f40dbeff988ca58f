//! What became of each rule.

use egui::Ui;

use super::data::RuleStates;
use crate::rules::RuleId;
use crate::scene::{IconKind, Ink};
use crate::text::findings as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{SectionTitle, muted, section_header_ui, strong, words};

/// Which lists of rules are unfolded.
#[derive(Debug, Default)]
pub(super) struct OpenLists {
    ran: bool,
    not_applicable: bool,
    waiting: bool,
}

/// Shows which rules ran, do not apply, or wait.
pub(super) fn rules_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    rules: &RuleStates,
    open: &mut bool,
    lists: &mut OpenLists,
) {
    let title = SectionTitle::new(text::ALL_CLEAR).counting(rules.passed.len()).marked(IconKind::Check, Ink::Ok);
    section_header_ui(view, ui, title, open);
    let ran = rules.num_ran();
    let summary = text::what_became_of_rules(ran, rules.fired.len(), rules.not_applicable.len(), rules.waiting.len());
    ui.add(egui::Label::new(muted(view, summary).size(12.0)).wrap());
    if !*open {
        return;
    }
    ui.indent("rules", |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let title = SectionTitle::new(text::PASSED).counting(rules.passed.len());
        section_header_ui(view, ui, title, &mut lists.ran);
        if lists.ran {
            rules.passed.iter().for_each(|(rule, title)| rule_ui(view, ui, *rule, title));
        }
        let title = SectionTitle::new(text::DO_NOT_APPLY).counting(rules.not_applicable.len());
        section_header_ui(view, ui, title, &mut lists.not_applicable);
        if lists.not_applicable {
            rules.not_applicable.iter().for_each(|(rule, reason)| rule_ui(view, ui, *rule, reason));
        }
        let title = SectionTitle::new(text::WAIT_FOR_AN_ANSWER).counting(rules.waiting.len());
        section_header_ui(view, ui, title, &mut lists.waiting);
        if lists.waiting {
            rules.waiting.iter().for_each(|(rule, title)| rule_ui(view, ui, *rule, title));
        }
    });
    ui.add_space(theme::GAP);
}

/// The id of a rule and some words about it.
pub(super) fn rule_ui(view: &ViewContext<'_>, ui: &mut Ui, rule: RuleId, text: &str) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(strong(view, rule.as_str()).size(12.5));
        ui.label(words(text).size(12.5));
    });
}
