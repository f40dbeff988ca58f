//! What the drill leaves: services, messages, time to full service, work by hand, capacity.

use egui::{Label, RichText, Ui};

use super::service_sign;
use crate::capacity::percent;
use crate::capacity::text::rate_headline;
use crate::dependency::ServiceKind;
use crate::drill::{Answer, ServiceResult, ServiceState};
use crate::scene::{IconKind, Ink};
use crate::session::rehearsal::DrillView;
use crate::text::drill as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{card_ui, icon_ui, muted, strong, words};

/// Shows it.
pub(super) fn ui(view: &ViewContext<'_>, drill: &DrillView, ui: &mut Ui) {
    let card = &drill.drill.result;
    let is_reduced = card.degraded().chain(card.never()).next().is_some();
    let (fill, icon, ink) = match card.full_service {
        Answer::NothingTaken => (Ink::WarningSoft, IconKind::Degraded, Ink::Warning),
        Answer::NeverAway | Answer::ByItself(_) if is_reduced => (Ink::WarningSoft, IconKind::Degraded, Ink::Warning),
        Answer::NeverAway => (Ink::OkSoft, IconKind::Check, Ink::Ok),
        Answer::ByItself(_) => (Ink::InfoSoft, IconKind::FailsOver, Ink::Info),
        Answer::Band(_) => (Ink::WarningSoft, IconKind::FailsOver, Ink::Warning),
        Answer::ByHand => (Ink::ErrorSoft, IconKind::Stops, Ink::Error),
    };
    card_ui(view, ui, fill, |ui| {
        ui.horizontal_top(|ui| {
            icon_ui(view, ui, icon, ink, 20.0, "");
            ui.vertical(|ui| {
                let (title, answer) = match card.full_service {
                    Answer::NeverAway if is_reduced => (text::REDUCED_SERVICE, text::NEVER_AWAY_BUT_LESS.to_owned()),
                    ref answer if is_reduced => (text::REDUCED_SERVICE, answer.label()),
                    ref answer => (text::FULL_SERVICE, answer.label()),
                };
                ui.label(muted(view, title));
                ui.add(Label::new(strong(view, answer).size(15.0)).wrap());
            });
        });
    });
    let is_whole = |it: &&ServiceResult| it.kind == ServiceKind::Whole;
    let (last, worst) = (|it: &ServiceResult| it.last, |it: &ServiceResult| it.worst);
    group_ui(view, ui, text::NEVER_WORKS, last, card.never().filter(|it| !is_whole(it)));
    group_ui(view, ui, text::STOPS, last, card.lost().filter(|it| !is_whole(it)));
    group_ui(view, ui, text::AWAY_FOR_A_TIME, worst, card.interrupted().filter(|it| !is_whole(it)));
    group_ui(view, ui, text::WORKS_WITH_LESS, last, card.degraded().filter(|it| !is_whole(it)));
    lines_ui(view, ui, text::MESSAGES, card.messages.iter().map(String::as_str));
    if !card.steps.is_empty() {
        ui.label(strong(view, text::BY_HAND));
        for (number, step) in card.steps.iter().enumerate() {
            let strict = if step.only_strict { text::ONLY_IF_STOPPED } else { "" };
            let text = format!("{}. {}{strict}", number + 1, step.text);
            ui.add(Label::new(words(text)).wrap()).on_hover_text(step.because.label());
        }
    }
    for it in &card.capacity {
        let Some(rate) = &it.left else { continue };
        ui.label(strong(view, it.title()));
        let load = match (&it.none_left, it.load_share) {
            (Some(why), _) => format!(": {why}"),
            (None, Some(share)) => text::peak_load_takes(&percent(share)),
            (None, None) => text::PEAK_LOAD_NOT_STATED.to_owned(),
        };
        ui.add(Label::new(words(format!("{}{load}", rate_headline(rate)))).wrap());
    }
}

/// Services under a title, each with a sign for the state that matters here.
fn group_ui<'a>(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    title: &str,
    state: fn(&ServiceResult) -> ServiceState,
    services: impl Iterator<Item = &'a ServiceResult>,
) {
    let services: Vec<&ServiceResult> = services.collect();
    if services.is_empty() {
        return;
    }
    ui.label(strong(view, title));
    for service in services {
        let (icon, ink) = service_sign(state(service));
        let row = ui.horizontal_wrapped(|ui| {
            icon_ui(view, ui, icon, ink, 14.0, "");
            ui.label(RichText::new(&service.name));
        });
        if !service.reasons.is_empty() {
            row.response.on_hover_text(service.reasons.join("\n"));
        }
    }
}

fn lines_ui<'a>(view: &ViewContext<'_>, ui: &mut Ui, title: &str, lines: impl Iterator<Item = &'a str>) {
    let lines: Vec<&str> = lines.collect();
    if lines.is_empty() {
        return;
    }
    ui.label(strong(view, title));
    for line in lines {
        ui.add(Label::new(words(line)).wrap());
    }
}
