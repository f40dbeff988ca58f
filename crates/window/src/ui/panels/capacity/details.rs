//! What stands behind the answer: computers, what comes later, inputs, formulas, the published lab and what is left out.

use egui::{Label, RichText, Ui};

use super::bars;
use crate::capacity::ONLY_AN_ESTIMATE;
use crate::capacity::how::FORMULAS;
use crate::capacity::lab::{LAB_RUNS, LAB_SOURCE};
use crate::capacity::text::figure;
use crate::capacity::{CapacityReport, ComputerUse, Estimate, percent, two_figures};
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::sources::{Provenance, SourceId, sources};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{muted, provenance_chip_ui, strong, words};

pub(super) fn computers_ui(view: &ViewContext<'_>, ui: &mut Ui, computers: &[ComputerUse]) {
    for computer in computers {
        let (share, text) = match (computer.at_peak, computer.at_limit) {
            (Some(share), _) => (share, format!("{} at peak", percent(share))),
            (None, Some(share)) => (share, format!("{} at the limit", percent(share))),
            (None, None) => (0.0, "–".to_owned()),
        };
        let ink = if share > 0.88 { Ink::Warning } else { Ink::Accent };
        let response = bars::bar_ui(view, ui, &computer.name, &text, (share, ink));
        if response.clicked() {
            view.outbox.send(Message::Reveal(computer.computer.into()));
        }
        let cores = two_figures(computer.cores.value);
        response.on_hover_text(format!("{cores} cores ({}); share of them, derived", computer.cores.provenance.word()));
    }
}

/// Growth, catching up after a failover, the Tracking database.
pub(super) fn outlook_ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    let outlook = &report.outlook;
    for year in &outlook.growth {
        let text = format!("{}, {}", two_figures(year.peak_per_sec), percent(year.used));
        let name = if year.year == 0 { "Peak load today".to_owned() } else { format!("After {} years", year.year) };
        let ink = super::failure::used_ink(year.used);
        bars::bar_ui(view, ui, &name, &text, (year.used, ink));
    }
    if let Some(after) = &outlook.failover {
        let drain = after.drain_secs.map_or_else(
            || "which never drains, because the peak load is at the rate".to_owned(),
            |secs| format!("gone after {} s more", two_figures(secs)),
        );
        let text = format!(
            "After a SQL Server failover of {:.0} s host instances work again after {:.0} s; at peak {} messages wait then, {drain}.",
            after.failover_secs.value,
            after.service_back_secs,
            two_figures(after.backlog_messages)
        );
        ui.add(Label::new(words(text)).wrap());
        provenance_chip_ui(view, ui, &after.failover_secs.provenance);
    }
    if let Some(tracking) = &outlook.tracking {
        let basis =
            if tracking.at_peak_all_day { "the peak load all day, an upper bound" } else { "the messages of a day" };
        let text = format!(
            "The Tracking database grows to {} GiB in {} days with {basis}; indexes and 10 % contingency are included.",
            two_figures(tracking.gib),
            two_figures(tracking.days)
        );
        ui.add(Label::new(words(text)).wrap());
    }
    if outlook.growth.is_empty() && outlook.failover.is_none() && outlook.tracking.is_none() {
        let text = "State peak load and growth, the duration of a SQL Server failover, or what is tracked.";
        ui.add(Label::new(muted(view, text)).wrap());
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
            None => ui.label(muted(view, "Our own inference").size(11.5)),
        };
        ui.add_space(theme::GAP);
    }
}

/// What the model says about the published lab, run by run.
pub(super) fn lab_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let text = "Maximum sustainable rates of the lab of 2010, and what the model says of the same computers. Groups with \
                more BizTalk computers than the MessageBox can use lose rate in the lab; the model does not predict that.";
    ui.add(Label::new(muted(view, text)).wrap());
    provenance_chip_ui(view, ui, &Provenance::Documented(SourceId(LAB_SOURCE.to_owned())));
    egui::Grid::new("lab").num_columns(4).striped(true).spacing([10.0, 4.0]).show(ui, |ui| {
        for title in ["Run", "Lab", "Model", "Error"] {
            ui.label(muted(view, title).size(12.0));
        }
        ui.end_row();
        for run in &LAB_RUNS {
            ui.vertical(|ui| {
                ui.set_max_width(190.0);
                ui.add(Label::new(RichText::new(run.label()).size(12.5)).wrap());
            });
            ui.label(format!("{:.0}", run.messages_per_sec));
            ui.label(format!("{:.0}", run.predicted_per_sec()));
            let error = format!("{:+.1} %", run.error() * 100.0);
            let ink = if run.is_over_provisioned() { Ink::TextMuted } else { Ink::Text };
            ui.label(RichText::new(error).color(view.color(ink)));
            ui.end_row();
        }
    });
}

/// What the estimate leaves out, for lack of an input and always.
pub(super) fn limits_ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    if !report.normal.not_estimated.is_empty() {
        ui.label(strong(view, "For lack of an input"));
        for line in &report.normal.not_estimated {
            ui.add(Label::new(words(format!("• {line}"))).wrap());
        }
    }
    ui.label(strong(view, "Always"));
    for line in report.not_modeled() {
        ui.add(Label::new(words(format!("• {line}"))).wrap());
    }
    ui.add_space(theme::GAP);
    ui.add(Label::new(muted(view, ONLY_AN_ESTIMATE).small()).wrap());
}
