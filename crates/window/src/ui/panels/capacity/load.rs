//! Response time and processor use at a load that the person chooses.

use std::sync::Arc;

use egui::{DragValue, Label, Pos2, Sense, Slider, Ui, Vec2, WidgetInfo, WidgetType};

use crate::capacity::lab::{LabRun, lab_runs_like};
use crate::capacity::text::seconds;
use crate::capacity::{Estimate, percent, two_figures};
use crate::edit::history::Revision;
use crate::memo::Memo;
use crate::overlay::load_charts;
use crate::scene::chart::Chart;
use crate::scene::{Ink, Scene};
use crate::text::load as text;
use crate::ui::context::ViewContext;
use crate::ui::paint::{self, ScreenFromWorld};
use crate::ui::widgets::{muted, slider_ui, strong};

/// Width for which the charts are drawn; they are fitted to the panel.
const CHART_WIDTH: f32 = 372.0;

#[derive(Debug)]
struct Charts {
    time: (Chart, Scene),
    busy: (Chart, Scene),
    lab: Vec<LabRun>,
}

/// View state: the chosen load, and the charts of the present design.
#[derive(Debug, Default)]
pub(super) struct LoadView {
    /// Share of the rate; `None` = the peak load, or half of the rate without one.
    chosen: Option<f64>,
    charts: Memo<Revision, Option<Charts>>,
}

impl LoadView {
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, estimate: &Estimate) {
        let Some(model) = &estimate.response else {
            ui.label(muted(view, text::NO_MESSAGE_PASSES));
            return;
        };
        let charts: Arc<Option<Charts>> = self.charts.get(view.revision, |_| charts(view, estimate));
        let Some(charts) = charts.as_ref() else { return };
        let limit = model.limit_per_sec();
        let usual = estimate.peak.as_ref().map_or(0.5, |peak| peak.value / limit);
        let last = charts.time.0.x.max / limit;
        let mut share = self.chosen.unwrap_or(usual).clamp(0.0, last) * 100.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().slider_width = (ui.available_width() - 120.0).max(80.0);
            let range = 0.0..=last * 100.0;
            let slider = slider_ui(view, ui, Slider::new(&mut share, range.clone()), true);
            let figure = ui.add(DragValue::new(&mut share).range(range).suffix(" %").fixed_decimals(0));
            for field in [&slider, &figure] {
                ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(text::LOAD_AS_SHARE));
            }
            if slider.changed() || figure.changed() {
                self.chosen = Some(share / 100.0);
            }
            slider.union(figure).on_hover_text(text::LOAD_AS_SHARE);
            if self.chosen.is_some() && ui.small_button(text::PEAK).on_hover_text(text::BACK_TO_THE_PEAK_LOAD).clicked()
            {
                self.chosen = None;
            }
        });
        let load = limit * share / 100.0;
        said_ui(view, ui, estimate, load);
        chart_ui(view, ui, &charts.time, load);
        chart_ui(view, ui, &charts.busy, load);
        if !charts.lab.is_empty() {
            let text = text::ABOUT_DOTS;
            ui.add(Label::new(muted(view, text).size(11.5)).wrap());
        }
        if !estimate.extrapolated.is_empty() {
            let text = text::hatched(&estimate.extrapolated.join("; "));
            ui.add(Label::new(muted(view, text).size(11.5)).wrap());
        }
    }
}

fn charts(view: &ViewContext<'_>, estimate: &Estimate) -> Option<Charts> {
    let lab = lab_runs_like(view.document);
    let (time, busy) = load_charts(estimate, &lab, CHART_WIDTH)?;
    let drawn = |chart: Chart| {
        let scene = chart.scene();
        (chart, scene)
    };
    Some(Charts { time: drawn(time), busy: drawn(busy), lab })
}

/// What happens at the chosen load, in words.
fn said_ui(view: &ViewContext<'_>, ui: &mut Ui, estimate: &Estimate, load: f64) {
    let Some(model) = &estimate.response else { return };
    let point = model.at(load);
    let time = point.map_or_else(
        || text::WAITING_GROWS_WITHOUT_BOUND.to_owned(),
        |point| match point.p95_secs {
            Some(p95) => text::mean_and_p95(&seconds(point.mean_secs), &seconds(p95)),
            None => text::mean_without_percentiles(&seconds(point.mean_secs)),
        },
    );
    ui.label(strong(view, text::time_at_rate(&two_figures(load), &time)));
    let busiest = estimate.computers.iter().max_by(|a, b| a.per_message_per_sec.total_cmp(&b.per_message_per_sec));
    if let Some(busiest) = busiest {
        let share = percent(busiest.per_message_per_sec * load);
        ui.label(muted(view, text::busiest_computer(&busiest.name, &share)));
    }
    for flow in model.flows_at(load).iter().filter(|_| model.num_flows() > 1) {
        let p95 = flow.p95_secs.map(|secs| text::and_p95(&seconds(secs))).unwrap_or_default();
        let text = text::mean_of_flow(&flow.name, &seconds(flow.mean_secs), &p95);
        ui.add(Label::new(muted(view, text)).wrap());
    }
}

fn chart_ui(view: &ViewContext<'_>, ui: &mut Ui, (chart, scene): &(Chart, Scene), load: f64) {
    let width = ui.available_width();
    let scale = width / chart.width;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, chart.height * scale), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &chart.alt));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let transform = ScreenFromWorld { scale, origin: Pos2::new(rect.left(), rect.top()) };
    let painter = ui.painter_at(rect);
    paint::scene(&painter, transform, view.palette, scene);
    let plot = transform.rect(chart.plot());
    let x = rect.left() + chart.x_of(load) * scale;
    painter.vline(x, plot.y_range(), egui::Stroke::new(2.0, view.color(Ink::Blocker)));
}
