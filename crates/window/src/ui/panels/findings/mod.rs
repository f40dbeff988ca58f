//! Findings by severity, accepted findings, open questions, and what became of each rule.

mod accepted;
mod card;
mod data;
mod lists;
mod preview;
mod questions;
mod toolbar;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Align, ScrollArea, Ui};

use crate::analysis::Analysis;
use crate::calendar::Day;
use crate::edit::history::Revision;
use crate::memo::Memo;
use crate::model::{Document, Element};
use crate::rules::{Finding, RuleId, Severity};
use crate::scene::Ink;
use crate::text::findings as text;
use crate::ui::context::ViewContext;
use crate::ui::focus::point_out;
use crate::ui::theme;
use crate::ui::widgets::{
    SectionTitle, muted, section_header_ui, severity_icon, severity_ink, steady_ui, strong, tab_group_ui,
};
use data::{CardRow, Filter, FindingKey, Group, Rows};
pub use preview::FixPreview;
use preview::{FixKey, Previews};

/// From this many cards on, those out of sight are not laid out.
const MANY: usize = 60;

type RowsKey = (Revision, Option<Day>, Filter, Option<BTreeSet<Element>>);

/// View state: what is filtered, open and walked.
#[derive(Debug)]
pub struct FindingsPanel {
    filter: Filter,
    open: BTreeSet<FindingKey>,
    closed_groups: BTreeSet<Severity>,
    walked: Option<FindingKey>,
    scroll_to: Option<FindingKey>,
    accepted_open: bool,
    questions_open: bool,
    rules_open: bool,
    rule_lists: lists::OpenLists,
    previews: Previews,
    /// The fix that the pointer or the focus is on in this frame.
    pointed: Option<FixKey>,
    previewed: Option<Arc<FixPreview>>,
    /// The fix whose preview Escape has ended, until the pointer and the focus leave it.
    dismissed: Option<FixKey>,
    /// Rules whose long runs of findings are unfolded.
    open_runs: BTreeSet<RuleId>,
    rows: Memo<RowsKey, Rows>,
    heights: BTreeMap<FindingKey, f32>,
    width: f32,
}

impl Default for FindingsPanel {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            open: BTreeSet::new(),
            closed_groups: BTreeSet::new(),
            walked: None,
            scroll_to: None,
            accepted_open: true,
            questions_open: true,
            rules_open: false,
            rule_lists: lists::OpenLists::default(),
            previews: Previews::default(),
            pointed: None,
            previewed: None,
            dismissed: None,
            open_runs: BTreeSet::new(),
            rows: Memo::default(),
            heights: BTreeMap::new(),
            width: 0.0,
        }
    }
}

impl FindingsPanel {
    /// Shows it.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let rows = self.rows(view);
        toolbar::ui(view, ui, &mut self.filter, &rows);
        if (self.width - ui.available_width()).abs() > 0.5 {
            self.width = ui.available_width();
            self.heights.clear();
        }
        let scroll = ScrollArea::vertical().id_salt("findings").auto_shrink([false, false]);
        let content = |ui: &mut Ui| {
            self.findings_ui(view, ui, &rows);
            ui.add_space(theme::GAP);
            accepted::ui(view, ui, &rows.accepted, &mut self.accepted_open);
            if rows.num_questions > 0 {
                let title = SectionTitle::new(text::OPEN_QUESTIONS).counting(rows.num_questions);
                let title = title.marked(crate::scene::IconKind::Question, Ink::Info);
                section_header_ui(view, ui, title, &mut self.questions_open);
                if self.questions_open {
                    questions::ui(view, ui, &rows.questions);
                }
                ui.add_space(theme::GAP);
            }
            lists::rules_ui(view, ui, &rows.rules, &mut self.rules_open, &mut self.rule_lists);
            ui.add_space(theme::SECTION_GAP);
        };
        steady_ui(ui, |ui| scroll.show(ui, |ui| tab_group_ui(ui, "findings", content)));
        self.preview(view, ui);
    }

    /// Forgets the preview of the last frame; to be called before the panel may be shown.
    pub fn end_preview(&mut self) {
        self.previewed = None;
        self.pointed = None;
    }

    /// What the fix under the pointer or the focus would change; `None` = there is no such fix.
    pub fn previewed(&self) -> Option<Arc<FixPreview>> {
        self.previewed.clone()
    }

    /// Prepares the preview of the fix that is pointed at; Escape ends it until the pointer and the focus have left.
    fn preview(&mut self, view: &ViewContext<'_>, ui: &Ui) {
        if self.pointed != self.dismissed {
            self.dismissed = None;
        }
        let Some(key) = self.pointed.filter(|it| self.dismissed != Some(*it)) else { return };
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
            self.dismissed = Some(key);
            return;
        }
        let found = data::keyed(&view.analysis.rules.findings).find(|(it, _)| *it == key.0);
        if let Some(fix) = found.and_then(|(_, finding)| finding.fixes.get(key.1)) {
            self.previewed = Some(self.previews.on_canvas(view, key, &fix.edit));
        }
    }

    fn rows(&mut self, view: &ViewContext<'_>) -> Arc<Rows> {
        let selection = self.filter.only_selection.then(|| view.selection.clone());
        let key = (view.revision, view.analysis.today, self.filter.clone(), selection);
        self.rows.get(key, |_| data::rows(view.document, view.analysis, &self.filter, view.selection))
    }

    fn findings_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, rows: &Rows) {
        let verdict = &view.analysis.verdict;
        ui.add_space(theme::GAP);
        let headline = ui.add(egui::Label::new(strong(view, &verdict.headline)).wrap());
        if rows.total == 0 {
            for sentence in &verdict.sentences {
                ui.add(egui::Label::new(muted(view, sentence)).wrap());
            }
        } else if !verdict.sentences.is_empty() {
            headline.on_hover_text(verdict.sentences.join("\n"));
        }
        ui.separator();
        if rows.total > 0 && rows.shown() == 0 {
            ui.add_space(theme::GAP);
            ui.label(muted(view, text::filtered_out(rows.total)));
            if ui.button(text::SHOW_ALL_FINDINGS).clicked() {
                self.filter = Filter::default();
            }
        }
        let is_long = self.num_shown(rows) > MANY;
        for group in &rows.groups {
            self.group_ui(view, ui, group, is_long);
        }
    }

    fn group_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, group: &Group, is_long: bool) {
        let severity = group.severity;
        let mut open = !self.closed_groups.contains(&severity);
        let title = SectionTitle::new(severity.plural()).counting(group.rows.len());
        let title = title.marked(severity_icon(severity), severity_ink(severity));
        ui.push_id(severity, |ui| section_header_ui(view, ui, title, &mut open));
        if open {
            self.closed_groups.remove(&severity);
            for (run, folds) in group.runs() {
                self.run_ui(view, ui, (run, folds), is_long);
            }
        } else {
            self.closed_groups.insert(severity);
        }
        ui.add_space(2.0);
    }

    /// The findings of one rule: cards, below a header of the rule where they are many.
    fn run_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, (run, folds): (&[CardRow], bool), is_long: bool) {
        let Some(rule) = run.first().map(|it| it.key.rule) else { return };
        if folds && !self.filter.is_on() {
            let mut open = self.open_runs.contains(&rule);
            let title = format!("{rule}: {}", data::title_of(rule));
            let title = SectionTitle::new(&title).counting(run.len());
            ui.push_id(("run", rule), |ui| section_header_ui(view, ui, title, &mut open));
            if !open {
                self.open_runs.remove(&rule);
                return;
            }
            self.open_runs.insert(rule);
        }
        for row in run {
            self.row_ui(view, ui, row, is_long);
        }
    }

    /// How many cards the panel shows, in sight or not.
    fn num_shown(&self, rows: &Rows) -> usize {
        let groups = rows.groups.iter().filter(|it| !self.closed_groups.contains(&it.severity));
        let is_open = |run: &[CardRow], folds: bool| {
            !folds || self.filter.is_on() || run.first().is_some_and(|it| self.open_runs.contains(&it.key.rule))
        };
        let runs = groups.flat_map(Group::runs).filter(|(run, folds)| is_open(run, *folds));
        runs.map(|(run, _)| run.len()).sum()
    }

    fn row_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, row: &CardRow, is_long: bool) {
        let Some(finding) = view.analysis.rules.findings.get(row.index) else { return };
        let is_wanted = self.scroll_to == Some(row.key);
        if is_long && !is_wanted && self.skip(ui, row.key) {
            return;
        }
        let is_open = self.open.contains(&row.key);
        let is_walked = self.walked == Some(row.key);
        let top = ui.cursor().top();
        let state = card::CardState { is_open, is_walked };
        let shown = card::ui(view, ui, row, state, |ui| self.details_ui(view, ui, row.key, finding));
        self.heights.insert(row.key, ui.cursor().top() - top);
        if shown.header.clicked() {
            if !self.open.remove(&row.key) {
                self.open.insert(row.key);
            }
            self.walked = Some(row.key);
            view.outbox.send(crate::session::queue::Message::Reveal(finding.subject()));
        }
        if is_wanted {
            let fits = shown.rect.height() < ui.clip_rect().height() - 2.0 * theme::SECTION_GAP;
            ui.scroll_to_rect(shown.rect, Some(if fits { Align::Center } else { Align::TOP }));
            self.scroll_to = None;
            point_out(ui, shown.header.id);
        }
    }

    /// Leaves room for a card whose height is known and that is out of sight.
    fn skip(&self, ui: &mut Ui, key: FindingKey) -> bool {
        let Some(height) = self.heights.get(&key).filter(|_| !self.open.contains(&key)) else { return false };
        let gap = ui.spacing().item_spacing.y;
        let rect = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(ui.available_width(), *height));
        let sight = ui.clip_rect().expand(400.0);
        if rect.bottom() > sight.top() && rect.top() < sight.bottom() {
            return false;
        }
        ui.allocate_space(egui::vec2(rect.width(), (*height - gap).max(0.0)));
        true
    }

    fn details_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, key: FindingKey, finding: &Finding) {
        let details = data::details(view.document, finding);
        let previews = &mut self.previews;
        let pointed = card::details_ui(view, ui, finding, &details, |index| {
            let fix = finding.fixes.get(index)?;
            Some(previews.text(view, (key, index), &fix.edit).to_owned())
        });
        if let Some(index) = pointed {
            self.pointed = Some((key, index));
        }
    }

    /// Opens the finding of a rule about an element and scrolls to it; a filter that hides it is dropped.
    pub fn show(&mut self, rule: RuleId, subject: Element) {
        let key = FindingKey { rule, subject, nth: 0 };
        self.filter = Filter::default();
        self.closed_groups.clear();
        self.open_runs.insert(rule);
        self.open.insert(key);
        self.walked = Some(key);
        self.scroll_to = Some(key);
    }

    /// Steps to the next (`step` 1) or previous (-1) finding that the filter shows, opens it, and returns what it names,
    /// what it is about first. Starts again at the other end; `None` when there is no finding.
    pub fn walk(&mut self, document: &Document, analysis: &Analysis, step: isize) -> Option<Vec<Element>> {
        let keys = data::walkable(document, analysis, &self.filter);
        let last = keys.len().checked_sub(1)?;
        let here = self.walked.and_then(|walked| keys.iter().position(|key| *key == walked));
        let next = match (here, step >= 0) {
            (Some(at), true) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), false) => at.checked_sub(1).unwrap_or(last),
            (None, true) => 0,
            (None, false) => last,
        };
        let key = *keys.get(next)?;
        if let Some(before) = self.walked.replace(key) {
            self.open.remove(&before);
        }
        self.open.insert(key);
        self.open_runs.insert(key.rule);
        self.scroll_to = Some(key);
        self.filter.only_selection = false;
        let (_, finding) = data::keyed(&analysis.rules.findings).find(|(it, _)| *it == key)?;
        self.closed_groups.remove(&finding.severity);
        Some(std::iter::once(key.subject).chain(finding.elements.iter().copied()).collect())
    }
}
