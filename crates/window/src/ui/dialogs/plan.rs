//! Fixes that are applied together: shown first as steps with the findings before and after, then one undo step.

use std::collections::BTreeSet;

use egui::{RichText, ScrollArea, Ui};

use super::planning::{Planning, Turn};
use super::{buttons_ui, close_ui, confirm_ui, leave_for, title_ui};
use crate::rules::catalog;
use crate::rules::plan::{Goal, Plan, PlanStep, Remaining, Tally, Target};
use crate::scene::Ink;
use crate::session::queue::{Message, Notice};
use crate::text::{common, dialogs as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{muted, severity_icon_ui, strong, words};

/// Width of the dialog in points.
const WIDTH: f32 = 630.0;

/// Least and greatest height of the list of steps in points, and what a step takes. The height is chosen before the plan
/// is made, from the number of findings: the dialog must not jump.
const HEIGHT: (f32, f32) = (130.0, 560.0);
/// What of the screen's height the rest of the dialog and its surroundings need, in points.
const AROUND: f32 = 320.0;
const STEP_HEIGHT: f32 = 50.0;

/// View state of the dialog: the plan, or what there is of it.
#[derive(Debug, Default)]
pub struct PlanDialog {
    planning: Option<Planning>,
    plan: Option<Plan>,
    left_out: BTreeSet<Target>,
    /// Whether warnings are let be.
    without_warnings: bool,
    /// Height of the list of steps in points.
    height: f32,
}

impl PlanDialog {
    /// Shows it; a fresh dialog starts to plan.
    pub fn ui(&mut self, view: &ViewContext<'_>, goal: Goal, ui: &mut Ui) {
        let goal = if self.without_warnings && goal == Goal::Clean { Goal::Compliant } else { goal };
        if self.planning.is_none() && self.plan.is_none() {
            self.start(view, goal);
            let open = view.analysis.rules.findings.iter().filter(|it| goal.wants(it)).count();
            let most = (ui.ctx().content_rect().height() - AROUND).clamp(HEIGHT.0, HEIGHT.1);
            self.height = (open as f32 * STEP_HEIGHT).clamp(HEIGHT.0, most);
        }
        self.advance(view, ui);
        ui.set_width(WIDTH);
        title_ui(view, ui, &title(goal));
        self.headline_ui(view, ui);
        if goal == Goal::Clean || self.without_warnings {
            self.warnings_ui(view, ui);
        }
        let mut changed = None;
        let height = self.height;
        let list = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, false]);
        list.show(ui, |ui| {
            if let Some(plan) = &self.plan {
                changed = plan_ui(view, ui, plan);
            }
        });
        apply_ui(view, ui, self.plan.as_ref().filter(|_| self.planning.is_none()));
        if let Some(target) = changed {
            self.toggle(view, goal, target);
            ui.ctx().request_repaint();
        }
    }

    /// Tries a few more fixes.
    fn advance(&mut self, view: &ViewContext<'_>, ui: &Ui) {
        match self.planning.take().map(|it| it.advance(ui.ctx())) {
            Some(Turn::GoesOn(planning)) => self.planning = Some(planning),
            Some(Turn::Made(plan)) => self.plan = Some(*plan),
            Some(Turn::Failed) => {
                leave_for(view, Message::Notice(Notice::refusal(text::NO_PLAN_WAS_MADE)));
            }
            None => {}
        }
    }

    /// The findings before and after, or how far the plan has come: one line, so that nothing jumps.
    fn headline_ui(&self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.horizontal(|ui| match (&self.plan, &self.planning) {
            (Some(plan), None) => tally_ui(view, ui, plan.before, plan.after),
            (_, planning) => {
                let progress = planning.as_ref().map(|it| it.progress).unwrap_or_default();
                ui.spinner();
                ui.label(text::looking_for_fixes(progress.steps, progress.open));
            }
        });
        ui.add_space(theme::GAP);
    }

    /// Whether warnings are dealt with too; plans anew when that changes.
    fn warnings_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let mut with_warnings = !self.without_warnings;
        if ui.checkbox(&mut with_warnings, text::WARNINGS_TOO).changed() {
            self.without_warnings = !with_warnings;
            self.start(view, if with_warnings { Goal::Clean } else { Goal::Compliant });
            ui.ctx().request_repaint();
        }
        ui.add_space(theme::GAP);
    }

    /// Leaves a finding out or takes it in again, and plans anew; the plan so far stays on screen meanwhile.
    fn toggle(&mut self, view: &ViewContext<'_>, goal: Goal, target: Target) {
        if !self.left_out.remove(&target) {
            self.left_out.insert(target);
        }
        self.start(view, goal);
    }

    fn start(&mut self, view: &ViewContext<'_>, goal: Goal) {
        self.planning = Some(Planning::start(view, goal, self.left_out.clone()));
    }
}

fn title(goal: Goal) -> String {
    match goal {
        Goal::Compliant | Goal::Clean => text::MAKE_IT_COMPLIANT.to_owned(),
        Goal::Rule(rule) => {
            let title = catalog().row(rule).map_or("", |it| it.title);
            text::fix_all_of(rule, title)
        }
    }
}

/// The steps and what stays; returns the target whose tick was changed.
fn plan_ui(view: &ViewContext<'_>, ui: &mut Ui, plan: &Plan) -> Option<Target> {
    let mut changed = None;
    if plan.steps.is_empty() {
        ui.label(muted(view, text::NO_FIX_HELPS_HERE));
    }
    for (number, step) in (1..).zip(&plan.steps) {
        if ui.push_id(step.target, |ui| step_ui(view, ui, number, step)).inner {
            changed = Some(step.target);
        }
    }
    if !plan.remaining.is_empty() {
        ui.add_space(theme::GAP);
        ui.label(strong(view, text::what_stays(plan.remaining.len())));
    }
    for left in &plan.remaining {
        if ui.push_id(("left", left.target), |ui| remaining_ui(view, ui, left)).inner {
            changed = Some(left.target);
        }
    }
    changed
}

/// How many findings there are before and after, by severity.
fn tally_ui(view: &ViewContext<'_>, ui: &mut Ui, before: Tally, after: Tally) {
    for (severity, count) in before.counts().filter(|(it, count)| *count > 0 || after.count(*it) > 0) {
        severity_icon_ui(view, ui, severity, 15.0);
        let text = text::before_and_after(severity.plural(), count, after.count(severity));
        ui.label(RichText::new(text).color(view.color(Ink::TextStrong)));
        ui.add_space(theme::GAP);
    }
}

/// One step; `true` when its tick was taken away.
fn step_ui(view: &ViewContext<'_>, ui: &mut Ui, number: usize, step: &PlanStep) -> bool {
    let mut kept = true;
    let text = format!("{number}. {}", step.label);
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.checkbox(&mut kept, words(text).color(view.color(Ink::TextStrong)));
    reason_ui(view, ui, &format!("{}: {}", step.target.0, step.message));
    !kept
}

/// One finding that stays; `true` when a left-out one was ticked again.
fn remaining_ui(view: &ViewContext<'_>, ui: &mut Ui, left: &Remaining) -> bool {
    let text = format!("{}: {}", left.target.0, left.message);
    let mut taken = false;
    ui.spacing_mut().item_spacing.y = 1.0;
    if left.is_left_out {
        ui.checkbox(&mut taken, words(text));
    } else {
        ui.horizontal_top(|ui| {
            severity_icon_ui(view, ui, left.severity, 15.0);
            ui.add(egui::Label::new(words(text)).wrap());
        });
    }
    reason_ui(view, ui, &left.why);
    taken
}

fn reason_ui(view: &ViewContext<'_>, ui: &mut Ui, text: &str) {
    ui.horizontal_top(|ui| {
        ui.add_space(24.0);
        ui.add(egui::Label::new(muted(view, text).size(12.0)).wrap());
    });
    ui.add_space(7.0);
}

/// The buttons; `None` = the plan is still being made and cannot be applied.
fn apply_ui(view: &ViewContext<'_>, ui: &mut Ui, plan: Option<&Plan>) {
    buttons_ui(ui, |ui| {
        let text = text::apply(plan.map_or(0, |it| it.steps.len()));
        let edit = plan.and_then(Plan::edit);
        if confirm_ui(view, ui, &text, edit.is_some())
            && let Some(edit) = edit
        {
            leave_for(view, Message::Edit(edit));
        }
        close_ui(view, common::CANCEL, ui);
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.label(muted(view, text::ONE_UNDO_STEP).size(12.0));
        });
    });
}
