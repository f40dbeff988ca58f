//! The capacity estimate: range and bottleneck, the worst single loss first, then tiers, computers and inputs.

mod bars;

use egui::{RichText, ScrollArea, Ui};

use crate::app::queue::Message;
use crate::capacity::report::ONLY_AN_ESTIMATE;
use crate::capacity::text::{figure, rate_headline};
use crate::capacity::{CapacityReport, ComputerUse, Estimate, TierHeadroom, percent, two_figures};
use crate::scene::Ink;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{card_ui, heading_ui, muted, provenance_chip_ui, strong};

/// View state.
#[derive(Debug, Default)]
pub struct CapacityPanel;

impl CapacityPanel {
    /// Shows the estimate of the design as it is.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let report = &view.analysis.capacity;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if !report.normal.missing.is_empty() {
                card_ui(view, ui, Ink::SurfaceRaised, |ui| {
                    ui.label(strong(view, "No estimate yet"));
                    for missing in &report.normal.missing {
                        ui.label(missing);
                    }
                });
                return;
            }
            ui.label(muted(view, report.assumption_count()));
            headline_ui(view, report, ui);
            limiters_ui(view, &report.normal, ui);
            tiers_ui(view, &report.tiers, ui);
            computers_ui(view, &report.normal.computers, ui);
            inputs_ui(view, &report.normal, ui);
            limits_ui(view, report, ui);
        });
    }
}

fn headline_ui(view: &ViewContext<'_>, report: &CapacityReport, ui: &mut Ui) {
    let largest = report.normal.rate.map_or(1.0, |rate| rate.p90).max(peak(&report.normal).unwrap_or(0.0)) * 1.08;
    if let Some(loss) = &report.worst_loss {
        let title = format!("With {} lost (the worst single loss)", loss.name);
        state_ui(view, &title, &loss.estimate, largest, ui);
        ui.add_space(theme::GAP);
    }
    state_ui(view, "Normal operation", &report.normal, largest, ui);
}

fn peak(estimate: &Estimate) -> Option<f64> {
    estimate.peak.as_ref().map(|peak| peak.value)
}

fn state_ui(view: &ViewContext<'_>, title: &str, estimate: &Estimate, largest: f64, ui: &mut Ui) {
    card_ui(view, ui, Ink::SurfaceRaised, |ui| {
        ui.label(muted(view, title));
        let Some(rate) = &estimate.rate else {
            ui.label(strong(view, "No estimate"));
            return;
        };
        ui.label(strong(view, rate_headline(rate)).size(17.0));
        bars::range_ui(view, ui, rate, peak(estimate), largest);
        match (&estimate.peak, estimate.fit) {
            (Some(peak), Some(fit)) => {
                ui.label(format!("Peak load of {} messages/s {}.", two_figures(peak.value), fit.label()));
            }
            _ => {
                ui.label(muted(view, "Peak load not stated: enter it under Assumptions to compare."));
            }
        }
        if let Some(limiter) = estimate.bottleneck() {
            ui.label(format!("Bottleneck: {}", limiter.name));
        }
        if let Some(years) = estimate.years_to_limit {
            ui.label(format!("With the stated growth the limit is reached in {} years.", two_figures(years)));
        }
    });
}

fn limiters_ui(view: &ViewContext<'_>, estimate: &Estimate, ui: &mut Ui) {
    heading_ui(view, ui, "What limits the rate");
    let ranked = estimate.limiters.ranked();
    let largest = ranked.iter().take(SHOWN_LIMITERS).map(|limiter| limiter.rate.p50).fold(1.0, f64::max);
    for limiter in ranked.iter().take(SHOWN_LIMITERS) {
        let response =
            bars::bar_ui(view, ui, &limiter.name, &two_figures(limiter.rate.p50), limiter.rate.p50 / largest);
        if response.clicked() && !limiter.elements.is_empty() {
            view.outbox.send(Message::Select(limiter.elements.clone()));
        }
        response.on_hover_text(format!("{}: {}", limiter.kind.label(), rate_headline(&limiter.rate)));
    }
    if let Some(next) = estimate.next_limit() {
        ui.add(egui::Label::new(next).wrap());
    }
    for reason in &estimate.extrapolated {
        ui.colored_label(view.color(Ink::Warning), format!("Extrapolated: {reason}"));
    }
    for note in &estimate.notes {
        ui.add(egui::Label::new(muted(view, note)).wrap());
    }
}

/// Bars shown of the ranked limiters.
const SHOWN_LIMITERS: usize = 5;

fn tiers_ui(view: &ViewContext<'_>, tiers: &[TierHeadroom], ui: &mut Ui) {
    if tiers.is_empty() {
        return;
    }
    heading_ui(view, ui, "Tiers: normal and with one computer lost");
    egui::Grid::new("tiers").num_columns(3).striped(true).spacing([12.0, 4.0]).show(ui, |ui| {
        for title in ["Tier", "Normal", "One lost"] {
            ui.label(muted(view, title));
        }
        ui.end_row();
        for tier in tiers {
            ui.add(egui::Label::new(&tier.name).wrap());
            ui.label(two_figures(tier.normal_per_sec));
            let lost = tier.one_lost_per_sec.map_or_else(|| "–".to_owned(), two_figures);
            let response = ui.label(lost);
            if let Some((_, name)) = &tier.lost {
                response.on_hover_text(format!("With {name} lost"));
            }
            ui.end_row();
        }
    });
    ui.label(muted(view, "Messages per second that the tier lets through.").small());
}

fn computers_ui(view: &ViewContext<'_>, computers: &[ComputerUse], ui: &mut Ui) {
    if computers.is_empty() {
        return;
    }
    heading_ui(view, ui, "Processor use");
    for computer in computers {
        let (share, text) = match (computer.at_peak, computer.at_limit) {
            (Some(share), _) => (share, format!("{} at peak", percent(share))),
            (None, Some(share)) => (share, format!("{} at the limit", percent(share))),
            (None, None) => (0.0, "–".to_owned()),
        };
        let response = bars::bar_ui(view, ui, &computer.name, &text, share);
        if response.clicked() {
            view.outbox.send(Message::Reveal(computer.computer.into()));
        }
    }
}

fn inputs_ui(view: &ViewContext<'_>, estimate: &Estimate, ui: &mut Ui) {
    ui.add_space(theme::GAP);
    let (assumed, all) = estimate.assumed_inputs();
    egui::CollapsingHeader::new(format!("Inputs ({assumed} of {all} are assumptions)")).show(ui, |ui| {
        for (index, input) in estimate.inputs.iter().enumerate() {
            ui.push_id(index, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label(&input.label);
                    ui.label(RichText::new(figure(input)).color(view.color(Ink::TextMuted)));
                    provenance_chip_ui(view, ui, &input.value.provenance);
                });
            });
        }
    });
}

fn limits_ui(view: &ViewContext<'_>, report: &CapacityReport, ui: &mut Ui) {
    egui::CollapsingHeader::new("Not modeled").show(ui, |ui| {
        for line in report.not_modeled() {
            ui.label(format!("• {line}"));
        }
    });
    ui.add_space(theme::GAP);
    ui.add(egui::Label::new(muted(view, ONLY_AN_ESTIMATE).small()).wrap());
    ui.add_space(theme::SECTION_GAP);
}
