//! The steps from the one design to the other, in an order that can be changed, each with what stands after it.

use egui::{Label, ScrollArea, Ui, WidgetInfo, WidgetType};

use crate::comparison::Entry;
use crate::migration::{Migration, Moment, Standing, Step, UNCONFIRMED, WHY_UNCONFIRMED};
use crate::scene::Ink;
use crate::session::comparing::{Compared, How};
use crate::session::jobs::Purpose;
use crate::session::queue::Message;
use crate::text::comparison as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{heading_ui, muted, strong, words};

/// Size of the text of lines, in points.
const SIZE: f32 = 12.5;

/// Asks for the steps in their documented order where nobody has asked for any.
pub(super) fn ask_first(view: &ViewContext<'_>, compared: &Compared) {
    if compared.wanted.how.order.is_none() {
        ask(view, compared, Vec::new());
    }
}

fn ask(view: &ViewContext<'_>, compared: &Compared, order: Vec<usize>) {
    view.outbox.send(Message::CompareAgain(How { order: Some(order), ..compared.wanted.how.clone() }));
}

/// Shows the steps that were asked for.
pub(super) fn ui(view: &ViewContext<'_>, compared: &Compared, ui: &mut Ui) {
    let ask = |order: Vec<usize>| ask(view, compared, order);
    ScrollArea::vertical().id_salt("comparison-steps").auto_shrink(false).show(ui, |ui| match &compared.path {
        // They are on their way.
        None => {}
        Some(Ok(path)) => path_ui(view, path, &ask, ui),
        Some(Err(problem)) => {
            line_ui(view, problem, Ink::Error, ui);
            if ui.button(text::DOCUMENTED_ORDER).clicked() {
                ask(Vec::new());
            }
        }
    });
}

fn path_ui(view: &ViewContext<'_>, path: &Migration, ask: &impl Fn(Vec<usize>), ui: &mut Ui) {
    if path.steps.is_empty() {
        ui.label(muted(view, text::NOTHING_TO_DO));
        return;
    }
    let order: Vec<usize> = path.steps.iter().map(|it| it.number).collect();
    ui.add(Label::new(words(path.summary()).size(SIZE)).wrap());
    if order.is_sorted() {
        ui.add(Label::new(muted(view, text::ABOUT_STEPS).size(SIZE)).wrap());
    } else if ui.button(text::DOCUMENTED_ORDER).clicked() {
        ask(Vec::new());
    }
    if ui.button(text::SAVE_STEPS).clicked() {
        view.outbox.send(Message::Pick(Purpose::StepDesigns));
    }
    heading_ui(view, ui, text::BEFORE_THE_FIRST_STEP);
    standing_ui(view, &path.start, ui);
    if !path.unconfirmed.is_empty() {
        heading_ui(view, ui, UNCONFIRMED);
        line_ui(view, WHY_UNCONFIRMED, Ink::TextMuted, ui);
        work_ui(view, &path.unconfirmed, ui);
    }
    for (at, step) in path.steps.iter().enumerate() {
        ui.push_id(step.number, |ui| {
            ui.add_space(theme::GAP);
            ui.horizontal_wrapped(|ui| {
                ui.label(strong(view, text::step(at + 1, &step.title)).size(14.5));
                let can_swap = [at > 0, at + 1 < order.len()];
                for (is_earlier, enabled) in [(true, can_swap[0]), (false, can_swap[1])] {
                    if arrow_ui(&step.title, is_earlier, enabled, ui) {
                        let mut other = order.clone();
                        other.swap(at, if is_earlier { at - 1 } else { at + 1 });
                        ask(other);
                    }
                }
            });
            step_ui(view, step, ui);
        });
    }
}

/// A button that moves a step; says whether it was clicked.
fn arrow_ui(title: &str, is_earlier: bool, enabled: bool, ui: &mut Ui) -> bool {
    let name = text::move_step(title, is_earlier);
    let response =
        ui.add_enabled(enabled, egui::Button::new(if is_earlier { text::EARLIER } else { text::LATER }).small());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, &name));
    response.on_hover_text(name).clicked()
}

fn step_ui(view: &ViewContext<'_>, step: &Step, ui: &mut Ui) {
    ui.label(muted(view, &step.who).size(SIZE));
    step.obstacles.iter().for_each(|it| line_ui(view, &it.sentence(), Ink::Error, ui));
    instructions_ui(view, step, Moment::First, ui);
    work_ui(view, &step.work, ui);
    instructions_ui(view, step, Moment::Then, ui);
    for outage in &step.outages {
        line_ui(view, &outage.sentence(), if outage.stops.is_empty() { Ink::Warning } else { Ink::Error }, ui);
    }
    let after = [step.stopped_in_words(), step.without_spare_in_words()];
    for said in after.into_iter().flatten().chain(step.new_findings_in_words()) {
        line_ui(view, &said, Ink::Error, ui);
    }
    standing_ui(view, &step.standing, ui);
}

/// What is done, or to be confirmed, under the titles of its kinds: what has several details has a line for each.
fn work_ui(view: &ViewContext<'_>, work: &[(String, Vec<Entry>)], ui: &mut Ui) {
    for (kind, entries) in work {
        ui.label(strong(view, kind).size(SIZE));
        for line in entries.iter().flat_map(Entry::broken) {
            line_ui(view, &text::arrows(line.strip_prefix("  ").unwrap_or(&line)), Ink::Text, ui);
        }
    }
}

/// What nobody forgets before the work, or after it.
fn instructions_ui(view: &ViewContext<'_>, step: &Step, moment: Moment, ui: &mut Ui) {
    let mut said = step.instructions_at(moment).peekable();
    if said.peek().is_some() {
        ui.label(strong(view, moment.label()).size(SIZE));
        said.for_each(|it| line_ui(view, &it.sentence(), Ink::Warning, ui));
    }
}

/// What the analysis says of the design between two steps.
fn standing_ui(view: &ViewContext<'_>, standing: &Standing, ui: &mut Ui) {
    let said = [
        text::findings_and_questions(&standing.findings_in_words(), standing.questions),
        text::single_points(&standing.single_points_in_words()),
        text::rates(&standing.normal_rate, &standing.worst_rate),
    ];
    for line in said {
        line_ui(view, &line, Ink::TextMuted, ui);
    }
}

fn line_ui(view: &ViewContext<'_>, line: &str, ink: Ink, ui: &mut Ui) {
    ui.add(Label::new(words(line).color(view.color(ink)).size(SIZE)).wrap());
}
