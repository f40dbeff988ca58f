//! Load tests: entering a measured run, reading several from a table, and what they change.

use egui::{Label, TextEdit, Ui};

use crate::capacity::csv::{COLUMNS, runs_from_csv};
use crate::capacity::{Calibration, Posterior, RunResult};
use crate::capacity::{CapacityReport, two_figures};
use crate::edit::{Edit, EditCommand};
use crate::model::LoadTestRun;
use crate::model::limits::Limits;
use crate::scene::Ink;
use crate::text::{calibration as text, common, units};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::fields::{FieldLabel, NumberRange, bool_field, number_field, text_field};
use crate::ui::widgets::{card_ui, cells_ui, muted, provenance_chip_ui, strong, words};

/// View state: the run that is being entered and the table that is being pasted.
#[derive(Debug, Default)]
pub(super) struct CalibrateForm {
    numbers: [Option<f64>; 8],
    throttled: bool,
    on: Option<String>,
    by: Option<String>,
    table: String,
    problem: Option<String>,
}

struct NumberField {
    label: &'static str,
    unit: &'static str,
    max: f64,
    required: bool,
}

const fn number(label: &'static str, unit: &'static str, max: f64) -> NumberField {
    NumberField { label, unit, max, required: true }
}

const FIELDS: [NumberField; 8] = [
    number(text::MEASURED_RATE, units::MESSAGES_PER_S, 1_000_000.0),
    number(text::CPU_OF_BIZTALK, units::PERCENT, 100.0),
    number(text::CORES_OF_BIZTALK, units::CORES, 10_000.0),
    number(text::CPU_OF_SQL_SERVER, units::PERCENT, 100.0),
    number(text::CORES_OF_SQL_SERVER, units::CORES, 10_000.0),
    number(text::HOPS_PER_MESSAGE, units::HOPS, 100.0),
    NumberField { required: false, ..number(text::MEAN_RESPONSE_TIME, units::SECONDS, 1_000_000.0) },
    NumberField { required: false, ..number(text::USERS_WITHOUT_THINK_TIME, units::USERS, 1_000_000.0) },
];

impl CalibrateForm {
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, report: &CapacityReport) {
        ui.add(Label::new(muted(view, text::WHICH_RUNS)).wrap());
        if let Some(calibration) = &report.calibration {
            result_ui(view, ui, calibration);
        }
        self.form_ui(view, ui);
        self.table_ui(view, ui);
        if let Some(problem) = &self.problem {
            ui.colored_label(view.color(Ink::Error), problem);
        }
    }

    fn form_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.add_space(theme::GAP);
        ui.label(strong(view, text::ENTER_A_RUN));
        for (field, value) in FIELDS.iter().zip(&mut self.numbers) {
            let range = NumberRange::any(field.unit, Limits::new(0.0, field.max));
            if let Some(typed) = number_field(view, ui, FieldLabel::new(field.label), range, Some(*value)) {
                *value = typed;
            }
        }
        if let Some(throttled) = bool_field(view, ui, FieldLabel::new(text::THROTTLING_SEEN), Some(self.throttled)) {
            self.throttled = throttled;
        }
        let by = self.by.clone().unwrap_or_else(|| view.document.project.author.clone());
        if let Some(typed) = text_field(view, ui, FieldLabel::new(text::MEASURED_BY), Some(&by), common::NAME) {
            self.by = Some(typed);
        }
        let on = self.on.clone().unwrap_or_else(|| view.today.to_owned());
        if let Some(typed) = text_field(view, ui, FieldLabel::new(text::MEASURED_ON), Some(&on), common::DATE_FORMAT) {
            self.on = Some(typed);
        }
        if ui.button(text::ADD_THE_RUN).clicked() {
            match self.run(by, on) {
                Ok(run) => {
                    add(view, vec![run]);
                    *self = Self::default();
                }
                Err(problem) => self.problem = Some(problem),
            }
        }
    }

    fn run(&self, by: String, on: String) -> Result<LoadTestRun, String> {
        let missing = FIELDS.iter().zip(&self.numbers).find(|(field, value)| field.required && value.is_none());
        if let Some((field, _)) = missing {
            return Err(text::enter(field.label));
        }
        let [rate, biztalk, biztalk_cores, sql, sql_cores, hops, latency_secs, users] = self.numbers;
        let run = LoadTestRun {
            by,
            on,
            messages_per_sec: rate.unwrap_or_default(),
            biztalk_cpu_percent: biztalk.unwrap_or_default(),
            biztalk_cores: biztalk_cores.unwrap_or_default(),
            sql_cpu_percent: sql.unwrap_or_default(),
            sql_cores: sql_cores.unwrap_or_default(),
            hops: hops.unwrap_or_default(),
            ..LoadTestRun::default()
        };
        let run = LoadTestRun { latency_secs, users, throttled: self.throttled, ..run };
        run.problem().map_or(Ok(run), |problem| Err(problem.to_owned()))
    }

    fn table_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.add_space(theme::GAP);
        ui.label(strong(view, text::PASTE_RUNS));
        let columns = text::columns_in_any_order(&COLUMNS.join(", "));
        ui.add(Label::new(muted(view, columns).size(11.5)).wrap());
        let edit = TextEdit::multiline(&mut self.table).desired_rows(3).desired_width(f32::INFINITY);
        let response = ui.add(edit.font(egui::TextStyle::Monospace));
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::text_edit(true, "", &self.table, "");
            info.label = Some(text::TABLE_OF_RUNS.to_owned());
            info
        });
        if ui.add_enabled(!self.table.trim().is_empty(), egui::Button::new(text::ADD_THE_RUNS)).clicked() {
            match runs_from_csv(&self.table, &view.document.project.author) {
                Ok(runs) => {
                    add(view, runs);
                    *self = Self::default();
                }
                Err(problem) => self.problem = Some(problem),
            }
        }
    }
}

fn add(view: &ViewContext<'_>, runs: Vec<LoadTestRun>) {
    let mut workload = view.document.workload.clone();
    let label = text::added_runs(runs.len());
    workload.runs.extend(runs);
    view.outbox.edit(Edit::one(label, EditCommand::SetWorkload(Box::new(workload))));
}

fn remove(view: &ViewContext<'_>, at: usize) {
    let mut workload = view.document.workload.clone();
    if at < workload.runs.len() {
        workload.runs.remove(at);
        view.outbox.edit(Edit::one(text::REMOVE_A_LOAD_TEST_RUN, EditCommand::SetWorkload(Box::new(workload))));
    }
}

fn result_ui(view: &ViewContext<'_>, ui: &mut Ui, calibration: &Calibration) {
    card_ui(view, ui, Ink::SurfaceRaised, |ui| {
        cells_ui(ui, POSTERIOR, |cells| {
            for (cell, title) in cells.iter_mut().zip([text::AGAINST_THE_LAB, text::BEFORE, text::WITH_THE_RUNS]) {
                cell.label(muted(view, title).size(12.0));
            }
        });
        posterior_ui(view, ui, text::BIZTALK_WORK, &calibration.biztalk);
        posterior_ui(view, ui, text::MESSAGEBOX_WORK, &calibration.sql);
        for (at, run) in calibration.runs.iter().enumerate() {
            ui.push_id(at, |ui| run_ui(view, ui, at, run));
        }
    });
}

/// The columns of what load tests change: the work, before, with the runs.
const POSTERIOR: [f32; 3] = [0.34, 0.33, 0.33];

fn posterior_ui(view: &ViewContext<'_>, ui: &mut Ui, name: &str, it: &Posterior) {
    let range = |value: f64, sigma: f64| {
        let interval = crate::capacity::interval(value, &[sigma]);
        text::value_in_range(&two_figures(value), &two_figures(interval.p10), &two_figures(interval.p90))
    };
    ui.separator();
    cells_ui(ui, POSTERIOR, |[work, before, after]| {
        work.label(name);
        for (cell, value, sigma) in [(before, &it.prior, it.prior_sigma), (after, &it.value, it.sigma)] {
            cell.label(range(value.value, sigma));
            provenance_chip_ui(view, cell, &value.provenance);
        }
    });
}

fn run_ui(view: &ViewContext<'_>, ui: &mut Ui, at: usize, result: &RunResult) {
    ui.separator();
    let run = &result.run;
    ui.horizontal_wrapped(|ui| {
        ui.label(strong(view, text::rate(&two_figures(run.messages_per_sec))));
        ui.label(muted(view, format!("{} {}", run.on, run.by)));
        if ui.small_button(common::REMOVE).clicked() {
            remove(view, at);
        }
    });
    let text = text::work_per_message(
        &two_figures(result.biztalk_ms),
        &two_figures(result.sql_hop_ms),
        &two_figures(result.complexity_biztalk),
        &two_figures(result.complexity_sql),
    );
    ui.add(Label::new(words(text)).wrap());
    if let (Some(in_system), Some(users), Some(true)) = (result.in_system, run.users, result.adds_up) {
        let text = text::adds_up(in_system, users);
        ui.add(Label::new(muted(view, text)).wrap());
    }
    for warning in &result.warnings {
        ui.colored_label(view.color(Ink::Warning), words(warning));
    }
}
