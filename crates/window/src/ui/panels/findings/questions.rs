//! Open questions with their answers: one click or one number, for one element or for all that lack it.

use std::collections::BTreeSet;

use egui::{RichText, Ui, WidgetInfo, WidgetType};

use super::data::{Ask, QuestionGroup};
use super::lists::rule_ui;
use crate::edit::intent::answer::{Answer, answer};
use crate::edit::intent::attribute::{AnswerForm, Attribute};
use crate::edit::intent::examples::confirm_examples_of;
use crate::model::Element;
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::text::{common, findings as text, widgets as confirming};
use crate::ui::context::ViewContext;
use crate::ui::widgets::fields::{NumberRange, named_menu_ui, number_edit_ui, text_edit_ui};
use crate::ui::widgets::{card_ui, entered_now, long_list_ui, muted, quiet_ui, words};

/// Up to this many answers stand side by side; more unfold from a button.
const MAX_BUTTONS: usize = 4;
/// From this many elements on, those with a common answer are folded.
const MANY: usize = 3;

/// Shows what rules ask, each with its answers.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, groups: &[QuestionGroup]) {
    for group in groups {
        ui.push_id(group.rule, |ui| {
            card_ui(view, ui, Ink::SurfaceRaised, |ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                rule_ui(view, ui, group.rule, group.title);
                for ask in &group.asks {
                    ui.push_id(ask.attribute, |ui| ask_ui(view, ui, ask));
                }
            });
        });
    }
}

fn ask_ui(view: &ViewContext<'_>, ui: &mut Ui, ask: &Ask) {
    let Some(form) = ask.form_for_all() else {
        let count = ask.elements.len();
        return long_list_ui(ui, "each", count, |ui, row| one_ui(view, ui, ask, &ask.elements[row]));
    };
    let text = text::of_all(&ask.words(), ask.elements.len());
    ui.add(egui::Label::new(words(&text).color(view.color(Ink::TextStrong))).wrap());
    let elements: Vec<Element> = ask.elements.iter().map(|(element, ..)| *element).collect();
    example_ui(view, ui, &text, ask, &elements);
    ui.push_id("all", |ui| answers_ui(view, ui, &text, form, ask.attribute, &elements));
    let count = ask.elements.len();
    let each = |ui: &mut Ui| long_list_ui(ui, "each", count, |ui, row| one_ui(view, ui, ask, &ask.elements[row]));
    if ask.elements.len() < MANY {
        ui.indent("each", each);
    } else {
        egui::CollapsingHeader::new(RichText::new(text::ONE_BY_ONE).size(12.5)).id_salt("each").show(ui, each);
    }
}

fn one_ui(view: &ViewContext<'_>, ui: &mut Ui, ask: &Ask, (element, name, form): &(Element, String, AnswerForm)) {
    ui.push_id(element, |ui| {
        let text = match element {
            Element::Environment => ask.words(),
            _ => text::of_one(&ask.words(), name),
        };
        let words = words(&text).color(view.color(Ink::Accent));
        let padding = std::mem::replace(&mut ui.spacing_mut().button_padding.x, 1.0);
        let opener = quiet_ui(ui, egui::Button::new(words).wrap());
        ui.spacing_mut().button_padding.x = padding;
        if opener.on_hover_text(text::OPEN_IT_IN_THE_INSPECTOR).clicked() {
            view.outbox.send(Message::Inspect(*element));
        }
        example_ui(view, ui, &text, ask, &[*element]);
        answers_ui(view, ui, &text, form, ask.attribute, &[*element]);
    });
}

/// The examples that stand in the design of these elements, with the button that takes them.
fn example_ui(view: &ViewContext<'_>, ui: &mut Ui, question: &str, ask: &Ask, elements: &[Element]) {
    let shown: BTreeSet<&str> = elements.iter().filter_map(|it| ask.examples.get(it)).map(String::as_str).collect();
    if shown.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 4.0);
        ui.label(muted(view, text::example(&shown.into_iter().collect::<Vec<_>>().join(", "))));
        let button =
            egui::Button::new(RichText::new(confirming::CONFIRM).size(12.5)).fill(view.color(Ink::WarningSoft));
        let response = ui.add(button).on_hover_text(confirming::WHAT_CONFIRMING_DOES);
        let name = format!("{question}: {}", confirming::CONFIRM);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        if response.clicked() {
            view.outbox.try_edit(confirm_examples_of(view.document, ask.attribute, elements, &entered_now(view)));
        }
    });
}

/// The answers to a question; one of them given is one undo step.
fn answers_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    question: &str,
    form: &AnswerForm,
    attribute: Attribute,
    elements: &[Element],
) {
    if let Some(given) = form_ui(view, ui, question, form) {
        view.outbox.try_edit(answer(view.document, attribute, elements, &given, &entered_now(view)));
    }
    ui.add_space(3.0);
}

fn form_ui(view: &ViewContext<'_>, ui: &mut Ui, question: &str, form: &AnswerForm) -> Option<Answer> {
    match form {
        AnswerForm::Choice(words) if words.len() <= MAX_BUTTONS => buttons_ui(view, ui, question, words),
        AnswerForm::Choice(words) => {
            let options: Vec<(usize, String)> = words.iter().cloned().enumerate().collect();
            named_menu_ui(ui, common::CHOOSE, &format!("{question}: {}", common::CHOOSE), &options).map(Answer::Choice)
        }
        AnswerForm::Number { unit, min, max, whole } => {
            let range = NumberRange { unit, min: *min, max: *max, whole: *whole, optional: true };
            number_edit_ui(view, ui, question, range, Some(None), text::ENTER).flatten().map(Answer::Number)
        }
        AnswerForm::Text => {
            let text = text_edit_ui(view, ui, question, Some(""), text::ENTER_A_NAME)?;
            (!text.is_empty()).then_some(Answer::Text(text))
        }
    }
}

fn buttons_ui(view: &ViewContext<'_>, ui: &mut Ui, question: &str, words: &[String]) -> Option<Answer> {
    let buttons = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        let mut chosen = None;
        for (index, word) in words.iter().enumerate() {
            let button = egui::Button::new(RichText::new(word).size(12.5)).fill(view.color(Ink::AccentSoft));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{question}: {word}")));
            if response.clicked() {
                chosen = Some(Answer::Choice(index));
            }
        }
        chosen
    });
    buttons.inner
}
