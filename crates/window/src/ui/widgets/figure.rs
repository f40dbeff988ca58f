//! Numbers, always with where they come from.

use egui::Ui;

use super::layout::{chip_ui, strong};
use crate::scene::Ink;
use crate::sources::{Provenance, SourceId, sources};
use crate::text::widgets as text;
use crate::ui::context::ViewContext;

/// A figure with its provenance chip.
pub fn figure_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str, provenance: &Provenance) {
    ui.label(strong(view, text));
    provenance_chip_ui(view, ui, provenance);
}

/// One of the six words, with the source or the person on hover.
pub fn provenance_chip_ui(view: &ViewContext<'_>, ui: &mut Ui, provenance: &Provenance) {
    let (ink, tint) = match provenance {
        Provenance::Documented(_) | Provenance::Derived(_) => (Ink::Info, Ink::InfoSoft),
        Provenance::Measured { .. } | Provenance::Entered { .. } => (Ink::Ok, Ink::OkSoft),
        Provenance::Default(_) | Provenance::Example => (Ink::Warning, Ink::WarningSoft),
    };
    chip_ui(view, ui, provenance.word(), ink, tint).on_hover_text(explain(provenance));
}

pub(super) fn explain(provenance: &Provenance) -> String {
    let title = |id: &SourceId| sources().get(id).map_or_else(|| id.0.clone(), |source| source.title.to_owned());
    match provenance {
        Provenance::Documented(id) => text::documented_in(&title(id), &id.0),
        Provenance::Derived(ids) => {
            let titles: Vec<String> = ids.iter().map(title).collect();
            text::derived_from(&titles.join("; "))
        }
        Provenance::Measured { by, on } => text::measured_by(person(by), on),
        Provenance::Entered { by, on } => text::entered_by(person(by), on),
        Provenance::Example => text::EXAMPLE_OF_TEMPLATE.to_owned(),
        Provenance::Default(id) => text::assumption(&id.0),
    }
}

fn person(by: &str) -> &str {
    if by.is_empty() { text::THE_AUTHOR_OF_THE_DESIGN } else { by }
}
