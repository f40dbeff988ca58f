//! The answer: the verdict in large words, the range against the peak load, and what the last change moved.

use egui::{RichText, Ui};

use super::bars;
use crate::capacity::text::{no_loss_lowers_the_rate, rate_headline};
use crate::capacity::{CapacityReport, Estimate, Fit, Interval, two_figures};
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

/// The rate of normal operation and of the worst single loss.
type Rates = (Interval, Option<Interval>);

fn rates(report: &CapacityReport) -> Option<Rates> {
    Some((report.normal.rate?, report.worst_loss.as_ref().and_then(|loss| loss.estimate.rate)))
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
    let normal = moved_part(text::IN_NORMAL_OPERATION, before.0, now.0);
    let worst = before.1.zip(now.1).and_then(|(before, now)| moved_part(text::IN_WORST_SINGLE_LOSS, before, now));
    let parts: Vec<String> = normal.into_iter().chain(worst).collect();
    match parts.as_slice() {
        [] => text::moved_no_rate(what),
        parts => text::moved(what, &parts.join(", ")),
    }
}

/// How the rate of one state moved, and its range where that became narrower or wider; `None` when neither did.
fn moved_part(state: &str, before: Interval, now: Interval) -> Option<String> {
    let moved = |before: f64, now: f64| (now - before).abs() > before.abs().max(now.abs()) * 1e-6;
    let range = |it: Interval| text::range(&two_figures(it.p10), &two_figures(it.p90));
    if !moved(before.p50, now.p50) {
        let range_moved = moved(before.p10, now.p10) || moved(before.p90, now.p90);
        return range_moved.then(|| text::from_to_range(state, &range(before), &range(now)));
    }
    let share = (now.p50 / before.p50 - 1.0) * 100.0;
    let change = if before.p50 > 0.0 { format!(" ({share:+.0} %)") } else { String::new() };
    let rate = text::from_to_rate(state, &two_figures(before.p50), &two_figures(now.p50), &change);
    // A range that only moves with its rate says nothing new.
    let scaled = |edge: f64| if before.p50 > 0.0 { edge / before.p50 * now.p50 } else { now.p50 };
    let with_rate = before.p50 > 0.0 && !moved(scaled(before.p10), now.p10) && !moved(scaled(before.p90), now.p90);
    Some(if with_rate { rate } else { text::and_range(&rate, &range(before), &range(now)) })
}

/// The largest value of the axis that all ranges share.
fn largest(report: &CapacityReport) -> f64 {
    report.normal.rate.map_or(1.0, |rate| rate.p90).max(report.normal.load_to_carry().unwrap_or(0.0)) * 1.08
}

/// The worst single loss first, then normal operation.
pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    let largest = largest(report);
    if no_loss_lowers_the_rate(report) {
        card_ui(view, ui, Ink::OkSoft, |ui| ui.label(strong(view, text::NO_LOSS_LOWERS_THE_RATE)));
        ui.add_space(theme::GAP);
    } else if let Some(loss) = &report.worst_loss {
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

    fn rate(p10: f64, p50: f64, p90: f64) -> Interval {
        Interval { p10, p50, p90, sigma: 0.5 }
    }

    #[test]
    fn a_change_says_what_it_moved() {
        let (before, now) = (rate(65.0, 130.0, 260.0), rate(45.5, 91.0, 182.0));
        let said = describe(Some("Set “Cores” of SQL1"), (before, Some(before)), (now, Some(before)));
        assert_eq!(said, "Set “Cores” of SQL1: moved normal operation from 130 to 91 messages/s (-30 %).");
        assert_eq!(describe(None, (before, None), (before, None)), "The last change: moved no rate.");
    }

    #[test]
    fn a_range_that_moved_is_mentioned_with_its_rate_and_without() {
        let (wide, narrow) = (rate(65.0, 130.0, 260.0), rate(100.0, 130.0, 170.0));
        let said = describe(Some("Confirm 85 examples"), (wide, None), (narrow, None));
        let range = "65 – 260 to 100 – 170";
        assert_eq!(said, format!("Confirm 85 examples: moved the range of normal operation from {range} messages/s."));
        let said = describe(None, (wide, None), (rate(80.0, 91.0, 110.0), None));
        assert!(said.contains("(-30 %), its range from 65 – 260 to 80 – 110"), "{said}");
    }
}
