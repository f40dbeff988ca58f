//! Questions that a gesture raises: leave the failover cluster or move it, delete with or without content.

use egui::{Context, Id, Modal};

use crate::edit::Edit;
use crate::edit::intent::movement::MoveChoice;
use crate::edit::intent::remove::RemoveChoice;
use crate::session::queue::Message;
use crate::text::{canvas as text, common};
use crate::ui::context::ViewContext;
use crate::ui::{modal, theme, widgets};

/// A question with edits as answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked.
    title: String,
    /// What the answers mean.
    text: String,
    /// The answers, the usual one first.
    answers: Vec<(String, Edit)>,
}

impl Question {
    /// The question of a move; the edit itself when there is nothing to ask.
    ///
    /// # Errors
    /// Never an error: the edit stands in the place of one.
    pub fn of_move(choice: MoveChoice) -> Result<Self, Edit> {
        match choice {
            MoveChoice::Plain(edit) => Err(edit),
            MoveChoice::ClusterQuestion { cluster, leave, move_whole } => Ok(Self {
                title: text::take_out_of(&cluster),
                text: text::stays_together(&cluster),
                answers: vec![
                    (text::move_whole(&cluster), move_whole),
                    (text::LEAVE_THE_FAILOVER_CLUSTER.to_owned(), leave),
                ],
            }),
        }
    }

    /// The question of a deletion; the edit itself when there is nothing to ask.
    ///
    /// # Errors
    /// Never an error: the edit stands in the place of one.
    pub fn of_removal(choice: RemoveChoice) -> Result<Self, Edit> {
        match choice {
            RemoveChoice::Plain(edit) => Err(edit),
            RemoveChoice::Container { name, content, keep_content, with_content } => Ok(Self {
                title: text::delete(&name),
                text: text::holds(&name, &content),
                answers: [
                    keep_content.map(|it| (text::keep(&content), it)),
                    with_content.map(|it| (text::delete_too(&content), it)),
                ]
                .into_iter()
                .flatten()
                .collect(),
            }),
        }
    }

    /// Asks; returns whether the question is answered or dropped.
    pub(super) fn ui(&self, view: &ViewContext<'_>, ctx: &Context) -> bool {
        let response = modal::show(Modal::new(Id::new("canvas-question")), ctx, |ui| {
            modal::name(ui, &self.title);
            ui.set_width(440.0);
            ui.label(widgets::strong(view, self.title.as_str()).size(18.0));
            ui.add_space(theme::GAP);
            ui.label(&self.text);
            ui.add_space(theme::SECTION_GAP);
            ui.horizontal_wrapped(|ui| self.answers_ui(view, ui)).inner
        });
        response.inner || response.should_close()
    }

    fn answers_ui(&self, view: &ViewContext<'_>, ui: &mut egui::Ui) -> bool {
        let mut done = false;
        for (number, (label, edit)) in self.answers.iter().enumerate() {
            let button = if number == 0 { widgets::primary_ui(view, ui, label, true) } else { ui.button(label) };
            let button = button.on_hover_text(&edit.label);
            if number == 0 {
                modal::offer_focus(ui, &button);
            }
            if button.clicked() {
                view.outbox.send(Message::Edit(edit.clone()));
                done = true;
            }
        }
        done | ui.button(common::CANCEL).clicked()
    }
}
