//! What somebody else has made of the same design meanwhile: what comes of it into the open one, and what both have changed,
//! which is decided here.

use egui::{Label, ScrollArea, Ui, WidgetInfo, WidgetType};

use super::list::{Lead, line_ui};
use super::pane::ink_of;
use crate::comparison::{Change, MergeConflict, change_words};
use crate::model::Element;
use crate::scene::Ink;
use crate::session::comparing::{Compared, How, TheirSide, Together};
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::comparison as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{heading_ui, long_list_ui, muted, strong, words};

/// Shows it; returns where a line leads that was clicked.
pub(super) fn ui(view: &ViewContext<'_>, compared: &Compared, ui: &mut Ui) -> Option<Lead> {
    let base = &compared.wanted.name;
    let (Some(together), Some(theirs)) = (&compared.together, &compared.wanted.how.theirs) else {
        ui.add(Label::new(words(text::about_theirs(base))).wrap());
        ui.add_space(theme::GAP);
        if ui.button(text::CHOOSE_THEIRS).clicked() {
            view.outbox.send(Message::Pick(Purpose::Theirs));
        }
        return None;
    };
    let mut lead = None;
    ScrollArea::vertical().id_salt("comparison-theirs").auto_shrink(false).show(ui, |ui| {
        ui.add(Label::new(words(text::three_designs(base, &theirs.name))).wrap());
        ui.add_space(theme::GAP);
        buttons_ui(view, compared, together, ui);
        if let Err(problem) = &together.merged.document {
            ui.add(Label::new(words(text::no_design(problem)).color(view.color(Ink::Error))).wrap());
        }
        conflicts_ui(view, compared, (theirs, &together.merged.conflicts), ui);
        comes_ui(view, compared, together, &mut lead, ui);
    });
    lead
}

fn buttons_ui(view: &ViewContext<'_>, compared: &Compared, together: &Together, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        let may = together.merged.document.is_ok() && !together.comes.is_empty();
        if ui.add_enabled(may, egui::Button::new(text::BRING_TOGETHER)).on_hover_text(text::ONE_STEP).clicked() {
            view.outbox.send(Message::BringTogether);
        }
        if ui.button(text::LEAVE_THEIRS).clicked() {
            view.outbox.send(Message::CompareAgain(How { theirs: None, ..compared.wanted.how.clone() }));
        }
        if ui.button(text::CHOOSE_THEIRS).clicked() {
            view.outbox.send(Message::Pick(Purpose::Theirs));
        }
    });
}

/// What both have changed, each with both words.
fn conflicts_ui(
    view: &ViewContext<'_>,
    compared: &Compared,
    (theirs, conflicts): (&TheirSide, &[MergeConflict]),
    ui: &mut Ui,
) {
    if conflicts.is_empty() {
        return;
    }
    heading_ui(view, ui, &text::conflicts(conflicts.len()));
    ui.add(Label::new(muted(view, text::ABOUT_CONFLICTS).size(12.5)).wrap());
    long_list_ui(ui, text::THEIRS, conflicts.len(), |ui, row| {
        let Some(it) = conflicts.get(row) else { return };
        ui.add_space(theme::GAP);
        ui.add(Label::new(strong(view, it.about()).size(12.5)).wrap());
        let is_theirs = theirs.chosen.contains(&it.key);
        for (is_this, words, name) in [
            (!is_theirs, text::mine(&it.mine), text::decided_as_mine(&it.about())),
            (is_theirs, text::theirs(&it.theirs), text::decided_as_theirs(&it.about())),
        ] {
            let response = ui.radio(is_this, words);
            response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_this, &name));
            if response.clicked() && !is_this {
                let mut chosen = theirs.chosen.clone();
                if !chosen.remove(&it.key) {
                    chosen.insert(it.key.clone());
                }
                let theirs = Some(TheirSide { chosen, ..theirs.clone() });
                view.outbox.send(Message::CompareAgain(How { theirs, ..compared.wanted.how.clone() }));
            }
        }
    });
}

/// What comes into the open design.
fn comes_ui(view: &ViewContext<'_>, compared: &Compared, together: &Together, lead: &mut Option<Lead>, ui: &mut Ui) {
    let comes: Vec<&Change> = together.comes.iter().filter(|it| !it.is_layout).collect();
    if together.merged.document.is_err() {
        return;
    }
    let title = if together.comes.is_empty() { text::NOTHING_COMES.to_owned() } else { text::what_comes(comes.len()) };
    heading_ui(view, ui, &title);
    long_list_ui(ui, text::BRING_TOGETHER, comes.len(), |ui, row| {
        let Some(change) = comes.get(row) else { return };
        let words = change_words(change, false);
        ui.horizontal_top(|ui| {
            ui.colored_label(view.color(ink_of(change.kind)), text::sign(change.kind));
            let to = sides_of(change, compared, together);
            if line_ui(view, &words, &text::change(change.kind, &words), to, Ink::Text, ui) {
                *lead = Some(to);
            }
        });
    });
}

/// Where an element that changes stands on each side: what the design that both come from has bears one number on all.
fn sides_of(change: &Change, compared: &Compared, together: &Together) -> Lead {
    let element = change.element();
    let base = Some(element).filter(|it| it.exists(&compared.wanted.document));
    let theirs = base.filter(|it: &Element| it.exists(&together.side.document));
    if compared.wanted.how.is_swapped { [change.before, base, theirs] } else { [base, change.before, theirs] }
}
