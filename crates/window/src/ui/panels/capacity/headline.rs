//! The answer: the verdict in large words, the range against the peak load, and what the last change moved.

use egui::{RichText, Ui};

use super::bars;
use crate::capacity::text::rate_headline;
use crate::capacity::{CapacityReport, Estimate, Fit, two_figures};
use crate::edit::history::Revision;
use crate::scene::Ink;
use crate::text::capacity as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{card_ui, muted, provenance_chip_ui, strong, words};

/// What the last change of an input did to the rate.
#[derive(Debug, Default)]
pub(super) struct Movement {
    seen: Option<(Revision, Option<Rates>)>,
    said: Option<String>,
}

/// The rate of normal operation and of the worst single loss, P50.
type Rates = (f64, Option<f64>);

fn rates(report: &CapacityReport) -> Option<Rates> {
    let worst = report.worst_loss.as_ref().and_then(|loss| loss.estimate.rate).map(|rate| rate.p50);
    Some((report.normal.rate?.p50, worst))
}

impl Movement {
    /// Compares with the revision that was shown before.
    pub(super) fn update(&mut self, view: &ViewContext<'_>, report: &CapacityReport) {
        let now = rates(report);
        if let Some((revision, before)) = self.seen
            && revision != view.revision
        {
            self.said = before.zip(now).map(|(before, now)| describe(view.undo_label, before, now));
        }
        self.seen = Some((view.revision, now));
    }

    pub(super) fn ui(&self, view: &ViewContext<'_>, ui: &mut Ui) {
        if let Some(said) = &self.said {
            card_ui(view, ui, Ink::AccentSoft, |ui| ui.add(egui::Label::new(strong(view, said)).wrap()));
        }
    }
}

fn describe(label: Option<&str>, before: Rates, now: Rates) -> String {
    let what = label.unwrap_or(text::THE_LAST_CHANGE);
    let moved = |before: f64, now: f64| (now - before).abs() > before.abs().max(now.abs()) * 1e-6;
    let of = |name: &str, before: f64, now: f64| {
        let change = if before > 0.0 { format!(" ({:+.0} %)", (now / before - 1.0) * 100.0) } else { String::new() };
        text::from_to_rate(name, &two_figures(before), &two_figures(now), &change)
    };
    let mut parts = Vec::new();
    if moved(before.0, now.0) {
        parts.push(of(text::IN_NORMAL_OPERATION, before.0, now.0));
    }
    if let (Some(before), Some(now)) = (before.1, now.1)
        && moved(before, now)
    {
        parts.push(of(text::IN_WORST_SINGLE_LOSS, before, now));
    }
    match parts.as_slice() {
        [] => text::moved_no_rate(what),
        parts => text::moved(what, &parts.join(", ")),
    }
}

/// The largest value of the axis that all ranges share.
fn largest(report: &CapacityReport) -> f64 {
    report.normal.rate.map_or(1.0, |rate| rate.p90).max(report.normal.load_to_carry().unwrap_or(0.0)) * 1.08
}

/// The worst single loss first, then normal operation.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    let largest = largest(report);
    if let Some(loss) = &report.worst_loss {
        state_ui(view, &text::with_worst_lost(&loss.name), &loss.estimate, largest, ui);
        ui.add_space(theme::GAP);
    }
    state_ui(view, text::NORMAL_OPERATION, &report.normal, largest, ui);
}

const fn verdict_ink(fit: Fit) -> (Ink, Ink) {
    match fit {
        Fit::Likely => (Ink::Ok, Ink::OkSoft),
        Fit::Possible => (Ink::Warning, Ink::WarningSoft),
        Fit::Unlikely => (Ink::Error, Ink::ErrorSoft),
    }
}

fn state_ui(view: &ViewContext<'_>, title: &str, estimate: &Estimate, largest: f64, ui: &mut Ui) {
    let fill = estimate.fit.map_or(Ink::SurfaceRaised, |fit| verdict_ink(fit).1);
    card_ui(view, ui, fill, |ui| {
        ui.label(muted(view, title));
        let Some(rate) = &estimate.rate else {
            ui.label(strong(view, text::NO_ESTIMATE));
            return;
        };
        if let Some(fit) = estimate.fit {
            let text = RichText::new(fit.label()).font(theme::bold_font(24.0)).color(view.color(verdict_ink(fit).0));
            ui.label(text);
        }
        ui.label(strong(view, rate_headline(rate)).size(18.0));
        bars::range_ui(view, ui, rate, estimate.load_to_carry(), largest, !estimate.extrapolated.is_empty());
        peak_ui(view, estimate, ui);
        if let Some(limiter) = estimate.bottleneck() {
            ui.add(egui::Label::new(words(text::bottleneck(&limiter.name))).wrap());
        }
    });
}

fn peak_ui(view: &ViewContext<'_>, estimate: &Estimate, ui: &mut Ui) {
    let Some(peak) = &estimate.peak else {
        ui.add(egui::Label::new(muted(view, text::ENTER_PEAK_LOAD)).wrap());
        return;
    };
    ui.horizontal_wrapped(|ui| {
        let grown = estimate.grown_peak_per_sec.map(|it| text::at_horizon(&two_figures(it)));
        ui.label(words(text::peak_load(&two_figures(peak.value), &grown.unwrap_or_default())));
        provenance_chip_ui(view, ui, &peak.provenance);
    });
    if let Some(growth) = estimate.growth_text() {
        ui.add(egui::Label::new(words(growth)).wrap());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_what_it_moved() {
        let said = describe(Some("Set “Cores” of SQL1"), (130.0, Some(130.0)), (91.0, Some(130.0)));
        assert_eq!(said, "Set “Cores” of SQL1: moved normal operation from 130 to 91 messages/s (-30 %).");
        assert_eq!(describe(None, (130.0, None), (130.0, None)), "The last change: moved no rate.");
    }
}
