//! Where exports contradict each other: both sources, and whose word counts. Nothing is guessed: the design stays as it is
//! until somebody decides.

use std::collections::BTreeSet;

use egui::{Label, Ui, WidgetInfo, WidgetType};

use crate::exchange::facts::{Property, Stated, Subject};
use crate::exchange::told;
use crate::scene::Ink;
use crate::session::importing::{Outcome, Prepared, RowKey};
use crate::text::import as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{heading_ui, long_list_ui, muted, words};

/// Shows the contradictions that nobody has decided in the design; returns what is decided once somebody has decided
/// something else.
pub(super) fn ui(
    view: &ViewContext<'_>,
    (prepared, outcome): (&Prepared, &Outcome),
    ui: &mut Ui,
) -> Option<BTreeSet<RowKey>> {
    let conflicts = prepared.import.facts.conflicts();
    let is_open = |(subject, property, _): &(&Subject, Property, &Stated)| {
        !outcome.decided.contains(&((*subject).clone(), *property))
    };
    let all: Vec<(&Subject, Property, &Stated)> = conflicts.filter(is_open).collect();
    if all.is_empty() {
        return None;
    }
    heading_ui(view, ui, text::CONTRADICTIONS);
    ui.add(Label::new(muted(view, text::ABOUT_CONTRADICTIONS)).wrap());
    let mut decided = None;
    long_list_ui(ui, text::CONTRADICTIONS, all.len(), |ui, at| {
        if let Some(conflict) = all.get(at)
            && let Some(words) = conflict_ui(view, *conflict, &prepared.words, ui)
        {
            decided = Some(words);
        }
    });
    decided
}

fn conflict_ui(
    view: &ViewContext<'_>,
    (subject, property, stated): (&Subject, Property, &Stated),
    decided: &BTreeSet<RowKey>,
    ui: &mut Ui,
) -> Option<BTreeSet<RowKey>> {
    let about = told::stated_words(subject, property);
    let key = |value| RowKey::Word(subject.clone(), property, value);
    let keys: Vec<RowKey> = stated.values.iter().map(|(value, _)| key(value.clone())).collect();
    let chosen = keys.iter().find(|it| decided.contains(it));
    let mut other = None;
    ui.add(Label::new(words(&about).color(view.color(Ink::Warning))).wrap());
    ui.horizontal_wrapped(|ui| {
        if choice_ui(text::STAYS, &about, chosen.is_none(), ui) {
            other = Some(None);
        }
        for (key, said) in keys.iter().zip(&stated.values) {
            if choice_ui(&told::value_words(said), &about, chosen == Some(key), ui) {
                other = Some(Some(key.clone()));
            }
        }
    });
    ui.add_space(4.0);
    other.map(|it| decided.iter().filter(|it| !keys.contains(it)).cloned().chain(it).collect())
}

/// One of the words that may count; says whether it was chosen.
fn choice_ui(words: &str, about: &str, is_chosen: bool, ui: &mut Ui) -> bool {
    let response = ui.radio(is_chosen, words);
    let name = text::whose_word(about, words);
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_chosen, &name));
    response.clicked() && !is_chosen
}
