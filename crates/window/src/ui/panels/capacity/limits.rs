//! What limits the rate, what to look at, and what narrows the range.

use egui::{Label, Ui};

use super::bars;
use crate::capacity::Narrowing;
use crate::capacity::text::rate_headline;
use crate::capacity::{CapacityWarning, Estimate, percent, two_figures};
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::sources::sources;
use crate::text::capacity as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{icon_ui, muted, words};

/// Bars shown of the ranked limiters.
const SHOWN_LIMITERS: usize = 6;

/// The limiters, lowest first; a click selects what they are about.
pub(super) fn limiters_ui(view: &ViewContext<'_>, ui: &mut Ui, estimate: &Estimate) {
    let ranked = estimate.limiters.ranked();
    let largest = ranked.iter().take(SHOWN_LIMITERS).map(|limiter| limiter.rate.p50).fold(1.0, f64::max);
    for (place, limiter) in ranked.iter().take(SHOWN_LIMITERS).enumerate() {
        let share = limiter.rate.p50 / largest;
        let ink = match place {
            0 => Ink::Warning,
            1 | 2 => Ink::Accent,
            _ => Ink::Passive,
        };
        let response = bars::bar_ui(view, ui, &limiter.name, &two_figures(limiter.rate.p50), (share, ink));
        if response.clicked() && !limiter.elements.is_empty() {
            view.outbox.send(Message::Select(limiter.elements.clone()));
        }
        response.on_hover_text(text::derived_limit(limiter.kind.label(), &rate_headline(&limiter.rate)));
    }
    if let Some(next) = estimate.next_limit() {
        ui.add(Label::new(words(format!("{next}."))).wrap());
    }
}

/// Warnings with their sources, and why the estimate is extrapolated.
pub(super) fn warnings_ui(view: &ViewContext<'_>, ui: &mut Ui, estimate: &Estimate) {
    for reason in &estimate.extrapolated {
        line_ui(view, ui, Ink::Warning, &text::extrapolated(reason), "");
    }
    for CapacityWarning { text, because } in &estimate.warnings {
        let source = because.as_ref().and_then(|id| sources().get(id)).map_or("", |source| source.title);
        line_ui(view, ui, Ink::Advice, &format!("{text}."), source);
    }
}

fn line_ui(view: &ViewContext<'_>, ui: &mut Ui, ink: Ink, text: &str, source: &str) {
    ui.horizontal_top(|ui| {
        icon_ui(view, ui, IconKind::Warning, ink, 15.0, text::WARNING);
        ui.vertical(|ui| {
            ui.add(Label::new(words(text)).wrap());
            if !source.is_empty() {
                ui.add(Label::new(muted(view, text::documented_in(source)).size(11.5)).wrap());
            }
        });
    });
}

/// What to measure, by how much of the range goes away.
pub(super) fn narrowings_ui(view: &ViewContext<'_>, ui: &mut Ui, narrowings: &[Narrowing]) {
    if narrowings.is_empty() {
        ui.label(muted(view, text::NOTHING_NARROWS));
    }
    for it in narrowings {
        let range = text::from_to(&two_figures(it.after.p10), &two_figures(it.after.p90));
        let response = bars::bar_ui(view, ui, it.what.label(), &range, (it.gain(), Ink::Accent));
        response.on_hover_text(text::range_goes_away(&percent(it.gain())));
    }
    ui.label(muted(view, text::ABOUT_NARROWINGS).size(11.5));
}
