//! Downtime of each service as a range, against the target, with what drives it.

use egui::{Align, Label, Layout, Sense, Stroke, Ui, Vec2, WidgetInfo, WidgetType};

use crate::downtime::{Driver, Estimate, ServiceEstimate, Verdict, duration};
use crate::edit::intent::availability;
use crate::model::Element;
use crate::model::limits;
use crate::prose::capitalized;
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::text::{availability as text, units};
use crate::ui::context::ViewContext;
use crate::ui::panels::inspector::figure_ui;
use crate::ui::panels::kinds::element_chip_ui;
use crate::ui::widgets::fields::{FieldLabel, NumberRange, field_row_ui};
use crate::ui::widgets::{icon_ui, muted, strong, words};

/// Most drivers shown of one service.
const SHOWN: usize = 6;
/// A smaller difference between the two readings is not shown, in minutes a year.
const LEAST_DIFFERENCE: f64 = 0.01;
/// Width of the column of amounts, in points.
const AMOUNT: f32 = 92.0;
/// The label of the target.
const TARGET: &str = text::ACCEPTED_DOWNTIME_A_YEAR;
/// What a target may be: up to a year.
const TARGET_RANGE: NumberRange = NumberRange::any(units::MINUTES, limits::MINUTES);

/// The field of the target.
pub(super) fn target_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let target = &view.document.availability.target_minutes_per_year;
    field_row_ui(view, ui, FieldLabel::new(TARGET), |ui| {
        figure_ui(view, ui, TARGET, TARGET_RANGE, Some(target), text::NO_TARGET, |value| {
            view.outbox.edit(availability::set_target(view.document, value));
        });
    });
}

/// One service: range, verdict, and on request its drivers.
pub(super) fn service_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    estimate: &Estimate,
    service: &ServiceEstimate,
    longest: f64,
    open: &mut bool,
) {
    ui.add(Label::new(strong(view, &service.name)).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.label(strong(view, duration(service.all.mean)).size(17.0));
        ui.label(muted(view, text::in_brackets(&service.all.text())));
    });
    range_bar_ui(view, ui, service, longest, estimate.target.as_ref().map(|it| it.value));
    if service.is_bounded {
        ui.add(Label::new(muted(view, text::CERTAIN_BOUNDS).size(12.0)).wrap());
    }
    let further = text::outages_and_planned_work(&service.outages_text(), &duration(service.planned_minutes));
    ui.add(Label::new(muted(view, further).size(12.0)).wrap());
    if let Some(verdict) = service.verdict {
        let (icon, ink) = verdict_sign(verdict);
        ui.horizontal(|ui| {
            icon_ui(view, ui, icon, ink, 14.0, "");
            ui.label(verdict.label());
        });
    }
    if service.drivers.is_empty() {
        return;
    }
    let text = if *open { text::HIDE_WHAT_DRIVES_IT } else { text::SHOW_WHAT_DRIVES_IT };
    let button = ui.small_button(text);
    let label = format!("{text}: {}", service.name);
    button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    if button.clicked() {
        *open = !*open;
    }
    if *open {
        drivers_ui(view, ui, estimate, service);
    }
}

fn drivers_ui(view: &ViewContext<'_>, ui: &mut Ui, estimate: &Estimate, service: &ServiceEstimate) {
    let mut readings = Vec::new();
    if !service.outside.is_empty() {
        let it = &service.by_design;
        readings.push(text::without_what_no_design_changes(&duration(it.mean), &it.text()));
    }
    if let Some(lenient) = service.lenient.filter(|it| service.all.mean - it > LEAST_DIFFERENCE) {
        readings.push(text::lenient(&duration(lenient)));
    }
    for reading in readings {
        ui.add(Label::new(words(reading)).wrap());
    }
    ui.add(Label::new(muted(view, text::MINUTES_OF_PARTS).size(12.0)).wrap());
    parts_ui(view, ui, &service.drivers);
    if !service.outside.is_empty() {
        ui.label(muted(view, text::NO_DESIGN_CHANGES).size(12.0));
        parts_ui(view, ui, &service.outside);
    }
    if service.input_drivers.is_empty() {
        return;
    }
    ui.label(muted(view, text::WIDEST_FIGURES).size(12.0));
    for driver in service.input_drivers.iter().take(SHOWN) {
        if let Some(input) = estimate.inputs.get(driver.row) {
            let text = format!("{} – {}", input.title(view.document), input.text());
            ui.add(Label::new(words(text)).wrap()).on_hover_text(input.basis());
        }
    }
}

fn parts_ui(view: &ViewContext<'_>, ui: &mut Ui, drivers: &[Driver]) {
    for driver in drivers.iter().take(SHOWN) {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(Vec2::new(AMOUNT, 18.0), Layout::top_down(Align::Max), |ui| {
                ui.set_width(AMOUNT);
                ui.label(words(driver.text()));
            });
            if driver.element == Element::Environment || !driver.class.is_component() {
                ui.add(Label::new(words(capitalized(&driver.name))).wrap());
            } else if element_chip_ui(ui, driver.element, &driver.name).clicked() {
                view.outbox.send(Message::Reveal(driver.element));
            }
        });
    }
}

/// The range on a logarithmic scale that all services share, with the target as a line.
fn range_bar_ui(view: &ViewContext<'_>, ui: &mut Ui, service: &ServiceEstimate, longest: f64, target: Option<f64>) {
    const LEAST: f64 = 1.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 12.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, text::range_of(&service.name)));
    let most = longest.max(target.unwrap_or_default()).max(2.0 * LEAST);
    let at = |minutes: f64| {
        let share = libm::log(minutes.max(LEAST) / LEAST) / libm::log(most / LEAST);
        rect.left() + rect.width() * share as f32
    };
    let [low, middle, high] = service.all.minutes.map(at);
    let painter = ui.painter();
    painter.rect_filled(rect.shrink2(Vec2::new(0.0, 4.0)), 2.0, view.color(Ink::TierBand));
    let range = egui::Rect::from_x_y_ranges(low..=high, rect.top() + 3.0..=rect.bottom() - 3.0);
    painter.rect_filled(range, 3.0, view.color(Ink::Accent).gamma_multiply(0.45));
    painter.vline(middle, rect.y_range(), Stroke::new(3.0, view.color(Ink::Accent)));
    if let Some(target) = target {
        painter.vline(at(target), rect.y_range(), Stroke::new(2.0, view.color(Ink::TextStrong)));
    }
    response.on_hover_text(text::LOGARITHMIC_SCALE);
}

fn verdict_sign(verdict: Verdict) -> (IconKind, Ink) {
    match verdict {
        Verdict::Met => (IconKind::Check, Ink::Ok),
        Verdict::NotMet => (IconKind::Error, Ink::Error),
        Verdict::CannotTell => (IconKind::Question, Ink::Warning),
    }
}
