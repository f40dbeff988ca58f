//! What failures leave: a row per failure mode for the whole design, and a row per tier.

use egui::{Label, RichText, Ui};

use crate::capacity::text::rate_headline;
use crate::capacity::{CapacityReport, FailureMode, ModeRate, TierHeadroom, percent, two_figures};
use crate::model::Element;
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::text::capacity as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::muted;

/// The whole design in each failure mode; a click selects what is lost.
pub(super) fn modes_ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    egui::Grid::new("modes").num_columns(3).striped(true).spacing([8.0, 5.0]).show(ui, |ui| {
        for title in [text::FAILURE_MODE, text::RATE_AND_RANGE, text::USED_AT_PEAK] {
            ui.label(muted(view, title).size(12.0));
        }
        ui.end_row();
        for mode in &report.modes {
            let name = ui.vertical(|ui| {
                ui.set_max_width(146.0);
                let name = ui.add(Label::new(mode.rate.mode.label()).sense(egui::Sense::click()).wrap());
                if !mode.rate.lost.is_empty() {
                    ui.add(Label::new(muted(view, &mode.rate.lost).size(11.5)).wrap());
                }
                name
            });
            if name.inner.clicked() && !mode.rate.computers.is_empty() {
                let lost = mode.rate.computers.iter().map(|id| Element::Computer(*id)).collect();
                view.outbox.send(Message::Select(lost));
            }
            let rate = mode.estimate.rate.as_ref().map_or_else(|| "–".to_owned(), rate_headline);
            ui.add(Label::new(rate.replace(text::UNIT_OF_RATES, "")).extend());
            ui.label(used_text(view, &mode.rate));
            ui.end_row();
        }
    });
    ui.label(muted(view, text::ABOUT_MODES).size(11.5));
}

fn used_text(view: &ViewContext<'_>, rate: &ModeRate) -> RichText {
    match rate.used {
        None => muted(view, text::NOT_STATED),
        Some(used) if !used.is_finite() => RichText::new(text::NOTHING_PASSES).color(view.color(Ink::Error)),
        Some(used) => RichText::new(percent(used)).color(view.color(used_ink(used))),
    }
}

/// The color of a share that is used.
pub(super) const fn used_ink(used: f64) -> Ink {
    if used > 1.0 {
        Ink::Error
    } else if used > 0.5 {
        Ink::Warning
    } else {
        Ink::Ok
    }
}

/// What each tier lets through in each failure mode.
pub(super) fn tiers_ui(view: &ViewContext<'_>, ui: &mut Ui, tiers: &[TierHeadroom]) {
    let has = |mode: FailureMode| tiers.iter().any(|tier| tier.of(mode).is_some());
    let shown: Vec<FailureMode> = FailureMode::ALL.into_iter().filter(|mode| has(*mode)).collect();
    egui::ScrollArea::horizontal().id_salt("tier-modes").show(ui, |ui| {
        egui::Grid::new("tiers").num_columns(shown.len() + 1).striped(true).spacing([10.0, 4.0]).show(ui, |ui| {
            ui.label(muted(view, text::TIER).size(12.0));
            for mode in &shown {
                ui.label(muted(view, mode.short()).size(12.0)).on_hover_text(mode.label());
            }
            ui.end_row();
            for tier in tiers {
                ui.vertical(|ui| {
                    ui.set_max_width(96.0);
                    ui.add(Label::new(&tier.name).wrap());
                });
                for mode in &shown {
                    rate_ui(view, ui, tier.of(*mode));
                }
                ui.end_row();
            }
        });
    });
    ui.add(Label::new(muted(view, text::ABOUT_TIER_RATES).size(11.5)).wrap());
}

fn rate_ui(view: &ViewContext<'_>, ui: &mut Ui, rate: Option<&ModeRate>) {
    let Some(rate) = rate else {
        ui.label(muted(view, "–"));
        return;
    };
    let ink = rate.used.map_or(Ink::Text, used_ink);
    let response = ui.label(RichText::new(two_figures(rate.limit_per_sec)).color(view.color(ink)));
    let used = rate.used.filter(|used| used.is_finite()).map(|used| text::used_at_peak(&percent(used)));
    let lost = (!rate.lost.is_empty()).then(|| text::with_lost(&rate.lost));
    let hover: Vec<String> = [lost, used].into_iter().flatten().collect();
    if !hover.is_empty() {
        response.on_hover_text(hover.join("; "));
    }
}
