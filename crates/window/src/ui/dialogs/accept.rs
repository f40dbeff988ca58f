//! Accepting a finding: reason, person, day and, if wished, the last day it holds.

use egui::{TextEdit, Ui};

use super::{buttons_ui, confirm_ui, row_ui, title_ui};
use crate::edit::Edit;
use crate::edit::intent::waivers::accept;
use crate::model::{Document, Waiver};
use crate::scene::Ink;
use crate::session::Acceptance;
use crate::session::queue::Message;
use crate::session::settings::Settings;
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{muted, words};

/// What is entered so far.
#[derive(Debug, Default)]
pub struct AcceptDialog {
    reason: String,
    person: String,
    /// `None` until the dialog is shown, which proposes today.
    date: Option<String>,
    expires: String,
    /// The reason it started with.
    first_reason: String,
}

impl AcceptDialog {
    /// Starts with what an earlier acceptance said, else with the author.
    pub fn prepare(&mut self, acceptance: &Acceptance, document: &Document, settings: &Settings) {
        let authors = [&document.project.author, &settings.author];
        let author = authors.into_iter().find(|it| !it.is_empty()).cloned().unwrap_or_default();
        let earlier = acceptance.replaces.as_ref();
        let reason = earlier.map(|it| it.reason.clone()).unwrap_or_default();
        *self = Self {
            first_reason: reason.clone(),
            reason,
            person: earlier.map_or(author, |it| it.person.clone()),
            date: None,
            expires: String::new(),
        };
    }

    /// Whether a reason was typed.
    pub fn is_changed(&self) -> bool {
        self.reason != self.first_reason
    }

    /// Shows the fields.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, acceptance: &Acceptance, ui: &mut Ui) {
        ui.set_width(520.0);
        title_ui(view, ui, text::ACCEPT_THIS_FINDING);
        ui.add(egui::Label::new(words(&acceptance.message).color(view.color(Ink::TextStrong))).wrap());
        ui.add_space(theme::GAP);
        ui.add(egui::Label::new(muted(view, text::HOW_LONG_IT_HOLDS)).wrap());
        ui.add_space(theme::SECTION_GAP);
        let is_fresh = self.date.is_none();
        let date = self.date.get_or_insert_with(|| view.today.to_owned());
        let reason = field_ui(view, ui, text::REASON, &mut self.reason, text::WHY_THE_RISK_MAY_STAY);
        if is_fresh {
            reason.request_focus();
        }
        field_ui(view, ui, text::ACCEPTED_BY, &mut self.person, text::WHO_ANSWERS_FOR_IT);
        field_ui(view, ui, text::DATE, date, common::DATE_FORMAT);
        field_ui(view, ui, text::HOLDS_UNTIL, &mut self.expires, text::DATE_OR_NO_END);
        let edit = self.edit(view.document, acceptance);
        let problem = edit.as_ref().err().cloned().unwrap_or_else(|| " ".to_owned());
        let is_begun = !self.reason.trim().is_empty() && !self.person.trim().is_empty();
        ui.add_space(theme::GAP);
        ui.colored_label(view.color(if is_begun { Ink::Error } else { Ink::TextMuted }), problem);
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, text::ACCEPT, edit.is_ok())
                && let Ok(edit) = edit
            {
                view.outbox.edit(edit);
                view.outbox.send(Message::CloseDialog);
            }
            if ui.button(common::CANCEL).clicked() {
                view.outbox.send(Message::CancelDialog);
            }
        });
    }

    /// The edit, or what is still missing or wrong.
    fn edit(&self, document: &Document, acceptance: &Acceptance) -> Result<Edit, String> {
        let day = |text: &str| text.trim().parse().map_err(|err: crate::calendar::NoDay| err.to_string());
        let expires = Some(self.expires.trim()).filter(|it| !it.is_empty());
        let waiver = Waiver {
            rule: acceptance.rule.to_string(),
            elements: acceptance.elements.clone(),
            fingerprint: acceptance.fingerprint.clone(),
            reason: self.reason.clone(),
            person: self.person.clone(),
            date: day(self.date.as_deref().unwrap_or_default())?,
            expires: expires.map(day).transpose()?,
        };
        accept(document, waiver, acceptance.replaces.as_ref()).map_err(|err| sentence(&err.to_string()))
    }
}

/// The text with a capital and a period.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|it| it.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn field_ui(view: &ViewContext<'_>, ui: &mut Ui, label: &str, value: &mut String, hint: &str) -> egui::Response {
    row_ui(view, ui, label, |ui| {
        let hint = muted(view, hint);
        let response = ui.add(TextEdit::singleline(value).hint_text(hint).desired_width(f32::INFINITY));
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::text_edit(true, "", &*value, "");
            info.label = Some(label.to_owned());
            info
        });
        response
    })
}
