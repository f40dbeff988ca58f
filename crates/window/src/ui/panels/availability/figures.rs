//! The figures behind the estimate: value, range, source, and who entered it; for a kind of thing or one element.

use egui::{Label, Ui};

use crate::downtime::InputRow;
use crate::edit::intent::availability;
use crate::model::Element;
use crate::model::limits::Limits;
use crate::sources::Sourced;
use crate::text::availability as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::fields::{NumberRange, number_edit_ui, number_text};
use crate::ui::widgets::{entered_now, muted, provenance_chip_ui, provenance_field_ui, strong, words};

/// Every figure that this design uses; those of the selected element, when there is one, can be set apart.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, inputs: &[InputRow]) {
    for row in inputs.iter().filter(|it| it.used || it.entered) {
        ui.push_id((row.input, row.element), |ui| row_ui(view, ui, row, row.element));
        ui.add_space(theme::GAP);
    }
    let Some(element) = view.selected_one() else {
        ui.add(Label::new(muted(view, text::SELECT_ONE_ELEMENT).size(12.5)).wrap());
        return;
    };
    ui.label(strong(view, text::figures_of_one(&element.name(view.document))));
    let of_all = inputs.iter().filter(|it| it.used && it.element.is_none() && fits(it, element));
    for row in of_all.filter(|row| !inputs.iter().any(|it| it.input == row.input && it.element == Some(element))) {
        ui.push_id((row.input, element), |ui| {
            let title = row.title(view.document);
            ui.add(Label::new(words(&title)).wrap());
            let name = text::figure_of(&title, &element.name(view.document));
            if let Some(Some(value)) = number_edit_ui(view, ui, &name, range(row), Some(None), text::AS_FOR_ALL) {
                say(view, row, Some(element), Some(value_now(view, value)));
            }
        });
        ui.add_space(theme::GAP);
    }
}

/// Whether a figure can be said of this element.
fn fits(row: &InputRow, element: Element) -> bool {
    use crate::downtime::FailureInput as Input;
    match element {
        Element::Computer(_) | Element::PhysicalHost(_) => matches!(
            row.input,
            Input::ServerMttf
                | Input::ServerRepair
                | Input::WindowsFailures
                | Input::WindowsRepair
                | Input::BetaHardware
                | Input::BetaSoftware
                | Input::Patches
                | Input::PatchDuration
        ),
        Element::Storage(_) => {
            matches!(row.input, Input::DiskFailures | Input::ServerRepair | Input::SharedStorage)
        }
        Element::SqlInstance(_) => matches!(row.input, Input::SqlFailures | Input::SqlFailover),
        Element::Host(_) | Element::HostInstance(_) => {
            matches!(row.input, Input::HostInstanceFailures | Input::RestartDelay | Input::HostInstanceStart)
        }
        Element::LoadBalancer(_) => matches!(row.input, Input::BalancerFailures | Input::BalancerRepair),
        Element::ResourceGroup(_) | Element::AvailabilityGroup(_) => matches!(
            row.input,
            Input::SqlFailover | Input::GroupFailover | Input::ManualTakeover | Input::Coverage | Input::PatchSwitch
        ),
        Element::Site(_) => row.input == Input::SiteOutage,
        _ => false,
    }
}

fn row_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &InputRow, element: Option<Element>) {
    let title = row.title(view.document);
    ui.add(Label::new(words(&title)).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.vertical(|ui| {
            ui.set_max_width((ui.available_width() - 80.0).clamp(90.0, 200.0));
            let shown = Some(row.entered.then_some(row.value.value));
            let hint = number_text(row.value.value);
            if let Some(number) = number_edit_ui(view, ui, &title, range(row), shown, &hint) {
                say(view, row, element, number.map(|value| value_now(view, value)));
            }
        });
        if !row.entered {
            provenance_chip_ui(view, ui, &row.value.provenance);
        } else if let Some(provenance) = provenance_field_ui(view, ui, &title, &row.value.provenance) {
            say(view, row, element, Some(Sourced { provenance, ..row.value.clone() }));
        }
    });
    let text = if row.entered { row.basis() } else { format!("{}. {}", row.text(), row.basis()) };
    ui.add(Label::new(muted(view, text).size(12.0)).wrap());
    if row.entered {
        limits_ui(view, ui, row, element);
    }
}

/// The range of an entered figure: without limits it is taken as known.
fn limits_ui(view: &ViewContext<'_>, ui: &mut Ui, row: &InputRow, element: Option<Element>) {
    let title = row.title(view.document);
    let value = row.value.value;
    ui.horizontal_wrapped(|ui| {
        ui.label(muted(view, text::FROM).size(12.0));
        let (low, high) = row.value.range.map_or((None, None), |(low, high)| (Some(low), Some(high)));
        let limits = |low: Option<f64>, high: Option<f64>| match (low, high) {
            (None, None) => None,
            (low, high) => Some((low.unwrap_or(value), high.unwrap_or(value))),
        };
        let mut edit_ui = |word: &str, shown: Option<f64>| {
            let name = format!("{title}: {word}");
            ui.vertical(|ui| {
                ui.set_max_width(100.0);
                number_edit_ui(view, ui, &name, NumberRange { unit: "", ..range(row) }, Some(shown), text::KNOWN)
            })
            .inner
        };
        if let Some(low) = edit_ui(text::AT_LEAST, low) {
            say(view, row, element, Some(Sourced { range: limits(low, high), ..row.value.clone() }));
        }
        if let Some(high) = edit_ui(text::AT_MOST, high) {
            say(view, row, element, Some(Sourced { range: limits(low, high), ..row.value.clone() }));
        }
    });
}

fn value_now(view: &ViewContext<'_>, value: f64) -> Sourced<f64> {
    Sourced { value, range: None, provenance: entered_now(view) }
}

fn say(view: &ViewContext<'_>, row: &InputRow, element: Option<Element>, value: Option<Sourced<f64>>) {
    let title = row.input.default_figure().map_or("", |it| it.title.as_str());
    view.outbox.try_edit(availability::set_figure(view.document, (&row.input.key(), title), element, value));
}

/// What a figure may be: a share lies between 0 and 1, a time is longer than nothing.
fn range(row: &InputRow) -> NumberRange {
    NumberRange::any(row.unit.words(), Limits::of_figure(&row.input.key()))
}
