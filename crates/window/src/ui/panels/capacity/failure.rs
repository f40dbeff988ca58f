//! What failures leave: a row per failure mode for the whole design, and a row per tier.

use egui::{Label, RichText, Ui};

use crate::capacity::text::rate_headline;
use crate::capacity::{CapacityReport, FailureMode, ModeRate, TierHeadroom, percent, two_figures};
use crate::model::Element;
use crate::scene::Ink;
use crate::session::queue::Message;
use crate::text::capacity as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{cells_ui, clickable_label_ui, muted, strong, words};

/// The columns of the failure modes: the mode, its rate and range, what is used at peak.
const MODE_COLUMNS: [f32; 3] = [0.42, 0.32, 0.26];

/// The whole design in each failure mode; a click selects what is lost.
pub(super) fn modes_ui(view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
    cells_ui(ui, MODE_COLUMNS, |cells| {
        for (cell, title) in cells.iter_mut().zip([text::FAILURE_MODE, text::RATE_AND_RANGE, text::USED_AT_PEAK]) {
            cell.label(muted(view, title).size(12.0));
        }
    });
    for mode in &report.modes {
        ui.separator();
        cells_ui(ui, MODE_COLUMNS, |[name, rate, used]| {
            let label = clickable_label_ui(view, name, words(mode.rate.mode.label()));
            if !mode.rate.lost.is_empty() {
                name.label(muted(view, &mode.rate.lost).size(11.5));
            }
            if label.clicked() && !mode.rate.computers.is_empty() {
                let lost = mode.rate.computers.iter().map(|id| Element::Computer(*id)).collect();
                view.outbox.send(Message::Select(lost));
            }
            let rate_words = mode.sustains().as_ref().map_or_else(|| "–".to_owned(), rate_headline);
            rate.label(rate_words.replace(text::UNIT_OF_RATES, ""));
            used.label(used_text(view, &mode.rate));
        });
    }
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
    for tier in tiers {
        ui.add(Label::new(strong(view, &tier.name)).wrap());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for mode in FailureMode::ALL.into_iter().filter(|it| tier.of(*it).is_some()) {
                ui.label(muted(view, mode.short()).size(12.0)).on_hover_text(mode.label());
                rate_ui(view, ui, tier.of(mode));
                ui.add_space(8.0);
            }
        });
        ui.separator();
    }
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
