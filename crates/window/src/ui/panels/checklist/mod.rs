//! The checklist: what the design answers to each row, and beside it what a person sets.

mod details;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use egui::{ScrollArea, Sense, Ui};

use crate::checklist::{Answer, Checklist, ChecklistRow, Part, Tally};
use crate::model::Element;
use crate::scene::{IconKind, Ink};
use crate::text::checklist as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{SectionTitle, muted, section_header_ui, strong, toggle_chip_ui};

/// From this many rows on, those out of sight are not laid out.
const MANY: usize = 40;

/// The order in which answers are offered.
const ANSWERS: [Answer; 4] = [Answer::Fail, Answer::Open, Answer::Pass, Answer::NotApplicable];

/// View state: which rows are shown and which are open.
#[derive(Debug)]
pub struct ChecklistPanel {
    hidden: BTreeSet<Answer>,
    only_unsettled: bool,
    folded: BTreeSet<Part>,
    open: BTreeSet<String>,
    heights: BTreeMap<String, f32>,
    width: f32,
}

impl Default for ChecklistPanel {
    fn default() -> Self {
        Self {
            hidden: BTreeSet::new(),
            only_unsettled: false,
            // The ten rows about high availability come first; the rest is a click away.
            folded: Part::ALL.iter().copied().filter(|it| *it != Part::HighAvailability).collect(),
            open: BTreeSet::new(),
            heights: BTreeMap::new(),
            width: 0.0,
        }
    }
}

/// The mark of an answer.
const fn mark(answer: Answer) -> (IconKind, Ink) {
    match answer {
        Answer::Pass => (IconKind::Check, Ink::Ok),
        Answer::Fail => (IconKind::Error, Ink::Error),
        Answer::Open => (IconKind::Question, Ink::TextMuted),
        Answer::NotApplicable => (IconKind::Passive, Ink::TextMuted),
    }
}

impl ChecklistPanel {
    /// Shows it.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let checklist = &view.analysis.checklist;
        let tally = checklist.tally();
        progress_ui(view, ui, tally);
        self.filter_ui(view, ui, tally);
        if (self.width - ui.available_width()).abs() > 0.5 {
            self.width = ui.available_width();
            self.heights.clear();
        }
        ScrollArea::vertical().id_salt("checklist").auto_shrink([false, false]).show(ui, |ui| {
            let shown: usize = Part::ALL.iter().map(|part| self.part_ui(view, ui, checklist, *part)).sum();
            if shown == 0 {
                ui.add_space(theme::GAP);
                ui.label(muted(view, text::ALL_ROWS_ARE_FILTERED_OUT));
                if ui.button(text::SHOW_ALL_ROWS).clicked() {
                    self.hidden.clear();
                    self.only_unsettled = false;
                }
            }
            ui.add_space(theme::SECTION_GAP);
        });
    }

    fn filter_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, tally: Tally) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for answer in ANSWERS {
                let mut shown = !self.hidden.contains(&answer);
                let text = format!("{} {}", answer.label(), tally.count(answer));
                let chip = toggle_chip_ui(view, ui, Some(mark(answer)), &text, &mut shown);
                if chip.on_hover_text(text::SHOW_OR_HIDE_ANSWER).clicked() {
                    if shown {
                        self.hidden.remove(&answer);
                    } else {
                        self.hidden.insert(answer);
                    }
                }
            }
            toggle_chip_ui(view, ui, None, text::ONLY_UNSETTLED, &mut self.only_unsettled)
                .on_hover_text(text::HIDE_SETTLED);
        });
        let line = ui.available_rect_before_wrap();
        ui.painter().hline(line.x_range(), line.top(), egui::Stroke::new(1.0, view.color(Ink::LineMuted)));
        ui.add_space(theme::GAP);
    }

    fn shows(&self, row: &ChecklistRow) -> bool {
        let is_hidden = self.hidden.contains(&row.answer());
        !is_hidden && (!self.only_unsettled || !row.is_settled())
    }

    /// Shows a part; returns how many rows the filter leaves.
    fn part_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, checklist: &Checklist, part: Part) -> usize {
        let rows: Vec<&ChecklistRow> = checklist.part(part).filter(|row| self.shows(row)).collect();
        if rows.is_empty() {
            return 0;
        }
        let mut open = !self.folded.contains(&part);
        let tally = Tally::of(checklist.part(part));
        let mut title = SectionTitle::new(part.label()).counting(rows.len());
        if tally.fail > 0 {
            let (icon, ink) = mark(Answer::Fail);
            title = title.marked(icon, ink);
        }
        ui.push_id(part, |ui| section_header_ui(view, ui, title, &mut open));
        if open {
            self.folded.remove(&part);
            self.rows_ui(view, ui, &rows);
        } else {
            self.folded.insert(part);
        }
        ui.add_space(theme::GAP);
        rows.len()
    }

    fn rows_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, rows: &[&ChecklistRow]) {
        let mut subject = None;
        for row in rows {
            if row.subject != subject {
                subject = row.subject;
                let name = subject.map(|it| Element::from(it).name(view.document)).unwrap_or_default();
                ui.add_space(4.0);
                ui.label(strong(view, name).size(12.5));
            }
            let known = (rows.len() > MANY).then(|| self.heights.get(&row.id).copied()).flatten();
            let space = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(1.0, known.unwrap_or_default()));
            match known {
                Some(height) if !ui.is_rect_visible(space) => {
                    ui.allocate_exact_size(egui::vec2(1.0, height), Sense::hover());
                }
                _ => self.row_ui(view, ui, row),
            }
        }
    }

    fn row_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, row: &ChecklistRow) {
        let is_open = self.open.contains(&row.id);
        let shown = row::ui(view, ui, row, is_open, |ui| details::ui(view, ui, row));
        self.heights.insert(row.id.clone(), shown.rect.height());
        if shown.header.clicked() && !self.open.remove(&row.id) {
            self.open.insert(row.id.clone());
        }
    }
}

/// How many of the rows that apply a person has settled.
fn progress_ui(view: &ViewContext<'_>, ui: &mut Ui, tally: Tally) {
    let share = if tally.applicable() == 0 { 0.0 } else { tally.settled as f32 / tally.applicable() as f32 };
    let text = text::rows_settled(tally.settled, tally.applicable());
    ui.label(strong(view, &text)).on_hover_text(text::WHAT_SETTLED_MEANS);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 6.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::ProgressIndicator, true, &text));
    ui.painter().rect_filled(rect, 3.0, view.color(Ink::TierBand));
    let done = egui::Rect::from_min_size(rect.min, egui::vec2(rect.width() * share, rect.height()));
    ui.painter().rect_filled(done, 3.0, view.color(Ink::Ok));
    ui.add_space(theme::GAP);
}
