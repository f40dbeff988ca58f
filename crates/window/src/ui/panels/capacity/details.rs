//! What stands behind the answer: computers, what comes later, inputs, formulas, the published lab and what is left out.

use egui::{Label, RichText, Ui};

use super::bars;
use crate::capacity::how::FORMULAS;
use crate::capacity::lab::{LAB_RUNS, LAB_SOURCE};
use crate::capacity::only_an_estimate;
use crate::capacity::text::figure;
use crate::capacity::{CapacityReport, ComputerUse, Estimate, percent, two_figures};
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::sources::{Provenance, SourceId, sources};
use crate::text::capacity as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{cells_ui, muted, provenance_chip_ui, strong, words};

pub(super) fn computers_ui(view: &ViewContext<'_>, ui: &mut Ui, computers: &[ComputerUse]) {
    for computer in computers {
        let (share, text) = match (computer.at_peak, computer.at_limit) {
            (Some(share), _) => (share, text::at_peak(&percent(share))),
            (None, Some(share)) => (share, text::at_limit(&percent(share))),
            (None, None) => (0.0, "–".to_owned()),
        };
        let ink = if share > 0.88 { Ink::Warning } else { Ink::Accent };
        let response = bars::bar_ui(view, ui, &computer.name, &text, (share, ink));
        if response.clicked() {
            view.outbox.send(Message::Reveal(computer.computer.into()));
        }
        let cores = two_figures(computer.cores.value);
        response.on_hover_text(text::share_of_cores(&cores, computer.cores.provenance.word()));
    }
}

/// Growth, catching up after a failover, the Tracking database.
pub(super) fn outlook_ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    let outlook = &report.outlook;
    for year in &outlook.growth {
        let text = format!("{}, {}", two_figures(year.peak_per_sec), percent(year.used));
        let name = if year.year == 0 { text::PEAK_LOAD_TODAY.to_owned() } else { text::after_years(year.year) };
        let ink = super::failure::used_ink(year.used);
        bars::bar_ui(view, ui, &name, &text, (year.used, ink));
    }
    if let Some(after) = &outlook.failover {
        let drain = after
            .drain_secs
            .map_or_else(|| text::NEVER_DRAINS.to_owned(), |secs| text::drained_after(&two_figures(secs)));
        let text = text::after_failover(
            after.failover_secs.value,
            after.service_back_secs,
            &two_figures(after.backlog_messages),
            &drain,
        );
        ui.add(Label::new(words(text)).wrap());
        provenance_chip_ui(view, ui, &after.failover_secs.provenance);
    }
    if let Some(tracking) = &outlook.tracking {
        let basis = if tracking.at_peak_all_day { text::PEAK_ALL_DAY } else { text::THE_MESSAGES_OF_A_DAY };
        let text = text::tracking_grows(&two_figures(tracking.gib), &two_figures(tracking.days), basis);
        ui.add(Label::new(words(text)).wrap());
    }
    if outlook.growth.is_empty() && outlook.failover.is_none() && outlook.tracking.is_none() {
        ui.add(Label::new(muted(view, text::STATE_FOR_OUTLOOK)).wrap());
    }
}

pub(super) fn inputs_ui(view: &ViewContext<'_>, ui: &mut Ui, estimate: &Estimate) {
    for (index, input) in estimate.inputs.iter().enumerate() {
        ui.push_id(index, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(&input.label);
                ui.label(RichText::new(figure(input)).color(view.color(Ink::TextMuted)));
                provenance_chip_ui(view, ui, &input.value.provenance);
            });
        });
    }
}

/// Each formula with its unit and where it is from.
pub(super) fn formulas_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    for formula in FORMULAS {
        ui.add(Label::new(strong(view, format!("{} ({})", formula.name, formula.unit))).wrap());
        ui.add(Label::new(words(formula.text)).wrap());
        let id = SourceId(formula.source.to_owned());
        match sources().get(&id) {
            Some(source) => ui.hyperlink_to(RichText::new(source.title).size(11.5), source.url),
            None => ui.label(muted(view, text::OUR_OWN_INFERENCE).size(11.5)),
        };
        ui.add_space(theme::GAP);
    }
}

/// What the model says about the published lab, run by run.
pub(super) fn lab_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.add(Label::new(muted(view, text::ABOUT_THE_LAB)).wrap());
    provenance_chip_ui(view, ui, &Provenance::Documented(SourceId(LAB_SOURCE.to_owned())));
    const COLUMNS: [f32; 4] = [0.5, 0.15, 0.17, 0.18];
    cells_ui(ui, COLUMNS, |cells| {
        for (cell, title) in cells.iter_mut().zip([text::RUN, text::LAB, text::MODEL, text::ERROR]) {
            cell.label(muted(view, title).size(12.0));
        }
    });
    for run in &LAB_RUNS {
        ui.separator();
        cells_ui(ui, COLUMNS, |[name, lab, model, error]| {
            name.label(RichText::new(run.label()).size(12.5));
            lab.label(format!("{:.0}", run.messages_per_sec));
            model.label(format!("{:.0}", run.predicted_per_sec()));
            let ink = if run.is_over_provisioned() { Ink::TextMuted } else { Ink::Text };
            error.label(RichText::new(format!("{:+.1} %", run.error() * 100.0)).color(view.color(ink)));
        });
    }
}

/// What the estimate leaves out, for lack of an input and always.
pub(super) fn limits_ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    if !report.normal.not_estimated.is_empty() {
        ui.label(strong(view, text::FOR_LACK_OF_AN_INPUT));
        for line in &report.normal.not_estimated {
            ui.add(Label::new(words(format!("• {line}"))).wrap());
        }
    }
    ui.label(strong(view, text::ALWAYS));
    for line in report.not_modeled() {
        ui.add(Label::new(words(format!("• {line}"))).wrap());
    }
    ui.add_space(theme::GAP);
    ui.add(Label::new(muted(view, only_an_estimate()).small()).wrap());
}
