//! Numbers, always with where they come from.

use egui::Ui;

use super::layout::{chip_ui, strong};
use crate::scene::Ink;
use crate::sources::{Provenance, SourceId, sources};
use crate::ui::context::ViewContext;

/// A figure with its provenance chip.
pub fn figure_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str, provenance: &Provenance) {
    ui.label(strong(view, text));
    provenance_chip_ui(view, ui, provenance);
}

/// One of the five words, with the source or the person on hover.
pub fn provenance_chip_ui(view: &ViewContext<'_>, ui: &mut Ui, provenance: &Provenance) {
    let (ink, tint) = match provenance {
        Provenance::Documented(_) | Provenance::Derived(_) => (Ink::Info, Ink::InfoSoft),
        Provenance::Measured { .. } | Provenance::Entered { .. } => (Ink::Ok, Ink::OkSoft),
        Provenance::Default(_) => (Ink::Warning, Ink::WarningSoft),
    };
    chip_ui(view, ui, provenance.word(), ink, tint).on_hover_text(explain(provenance));
}

pub(super) fn explain(provenance: &Provenance) -> String {
    let title = |id: &SourceId| sources().get(id).map_or_else(|| id.0.clone(), |source| source.title.to_owned());
    match provenance {
        Provenance::Documented(id) => format!("Documented in “{}” ({})", title(id), id.0),
        Provenance::Derived(ids) => {
            let titles: Vec<String> = ids.iter().map(title).collect();
            format!("Derived from {}", titles.join("; "))
        }
        Provenance::Measured { by, on } => format!("Measured by {} {on}", person(by)),
        Provenance::Entered { by, on } => format!("Entered by {} {on}", person(by)),
        Provenance::Default(id) => format!("An assumption of the program ({}): enter your own value", id.0),
    }
}

fn person(by: &str) -> &str {
    if by.is_empty() { "the author of the design" } else { by }
}
