//! The capacity estimate: the answer in large words, failure modes first, then what limits and what would move it.

mod bars;
mod calibrate;
mod details;
mod failure;
mod headline;
mod limits;
mod load;

use std::collections::BTreeSet;

use egui::{ScrollArea, Ui};

use crate::capacity::CapacityReport;
use crate::model::BizTalkGroupId;
use crate::prose::capitalized;
use crate::scene::{IconKind, Ink};
use crate::text::capacity as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::fields::choice_ui;
use crate::ui::widgets::{SectionTitle, card_ui, muted, section_header_ui, steady_ui, strong, words};
use calibrate::CalibrateForm;
use headline::Movement;
use load::LoadView;

/// A part of the panel that can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Failures,
    Limiters,
    Warnings,
    Load,
    Tiers,
    Computers,
    Narrowing,
    Outlook,
    Calibrate,
    Inputs,
    Formulas,
    Lab,
    LeftOut,
}

impl Section {
    const ALL: [Self; 13] = [
        Self::Failures,
        Self::Limiters,
        Self::Warnings,
        Self::Load,
        Self::Narrowing,
        Self::Tiers,
        Self::Computers,
        Self::Outlook,
        Self::Calibrate,
        Self::Inputs,
        Self::Formulas,
        Self::Lab,
        Self::LeftOut,
    ];

    const fn title(self) -> &'static str {
        match self {
            Self::Failures => text::WHEN_SOMETHING_IS_LOST,
            Self::Limiters => text::WHAT_LIMITS_THE_RATE,
            Self::Warnings => text::WHAT_TO_LOOK_AT,
            Self::Load => text::OVER_LOAD,
            Self::Tiers => text::TIERS,
            Self::Computers => text::PROCESSOR_USE,
            Self::Narrowing => text::WHAT_TO_MEASURE_NEXT,
            Self::Outlook => text::GROWTH_FAILOVER_TRACKING,
            Self::Calibrate => text::CALIBRATE_WITH_A_LOAD_TEST,
            Self::Inputs => text::INPUTS,
            Self::Formulas => text::HOW_IT_IS_COMPUTED,
            Self::Lab => text::MODEL_AND_LAB,
            Self::LeftOut => text::NOT_ESTIMATED,
        }
    }
}

/// View state.
#[derive(Debug)]
pub struct CapacityPanel {
    open: BTreeSet<Section>,
    group: Option<BizTalkGroupId>,
    movement: Movement,
    load: LoadView,
    form: CalibrateForm,
}

impl Default for CapacityPanel {
    fn default() -> Self {
        Self {
            open: BTreeSet::from([
                Section::Failures,
                Section::Limiters,
                Section::Warnings,
                Section::Load,
                Section::Narrowing,
            ]),
            group: None,
            movement: Movement::default(),
            load: LoadView::default(),
            form: CalibrateForm::default(),
        }
    }
}

impl CapacityPanel {
    /// Shows the estimate of the design as it is.
    pub fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let scroll = ScrollArea::vertical().id_salt("capacity").auto_shrink([false, false]);
        let room = egui::Frame::new().inner_margin(egui::Margin { left: 2, right: 0, top: 0, bottom: 14 });
        steady_ui(ui, |ui| scroll.show(ui, |ui| room.show(ui, |ui| self.content_ui(view, ui))));
    }

    fn content_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let report = self.chosen(view, ui);
        self.movement.update(view, report);
        if !report.normal.missing.is_empty() {
            card_ui(view, ui, Ink::SurfaceRaised, |ui| {
                ui.label(strong(view, text::NO_ESTIMATE_YET));
                for missing in &report.normal.missing {
                    ui.add(egui::Label::new(words(capitalized(missing))).wrap());
                }
            });
            return;
        }
        self.movement.ui(view, ui);
        ui.label(muted(view, report.assumption_count()));
        headline::ui(view, ui, report);
        for section in Section::ALL {
            self.section_ui(view, ui, section, report);
        }
        ui.add_space(theme::SECTION_GAP);
    }

    /// The report of the chosen BizTalk group; a choice is offered when there are several.
    fn chosen<'a>(&mut self, view: &ViewContext<'a>, ui: &mut Ui) -> &'a CapacityReport {
        let first = &view.analysis.capacity;
        if first.others.is_empty() {
            return first;
        }
        let all = || std::iter::once(first).chain(&first.others);
        let options: Vec<(Option<BizTalkGroupId>, String)> =
            all().map(|it| (it.biztalk_group, it.name.clone())).collect();
        let shown = if self.group.is_some() { self.group } else { first.biztalk_group };
        if let Some(chosen) = choice_ui(ui, text::BIZTALK_GROUP, &options, Some(&shown)) {
            self.group = chosen;
            self.load = LoadView::default();
            self.movement = Movement::default();
        }
        all().find(|it| it.biztalk_group == shown).unwrap_or(first)
    }

    fn section_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, section: Section, report: &CapacityReport) {
        let normal = &report.normal;
        let (assumed, all) = normal.assumed_inputs();
        let num_warnings = normal.warnings.len() + normal.extrapolated.len();
        let (title, count) = match section {
            Section::Warnings if num_warnings == 0 => return,
            Section::Warnings => (section.title().to_owned(), Some(num_warnings)),
            Section::Inputs => (text::inputs_assumed(assumed, all), None),
            Section::Tiers if report.tiers.is_empty() => return,
            _ => (section.title().to_owned(), None),
        };
        ui.add_space(theme::GAP);
        let mut header = SectionTitle::new(&title);
        if let Some(count) = count {
            header = header.counting(count).marked(IconKind::Warning, Ink::Warning);
        }
        let mut open = self.open.contains(&section);
        if section_header_ui(view, ui, header, &mut open).changed() {
            if open {
                self.open.insert(section);
            } else {
                self.open.remove(&section);
            }
        }
        if open {
            ui.push_id(section.title(), |ui| self.body_ui(view, ui, section, report));
        }
    }

    fn body_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, section: Section, report: &CapacityReport) {
        let normal = &report.normal;
        match section {
            Section::Failures => failure::modes_ui(view, ui, report),
            Section::Limiters => limits::limiters_ui(view, ui, normal),
            Section::Warnings => limits::warnings_ui(view, ui, normal),
            Section::Load => self.load.ui(view, ui, normal),
            Section::Tiers => failure::tiers_ui(view, ui, &report.tiers),
            Section::Computers => details::computers_ui(view, ui, &normal.computers),
            Section::Narrowing => limits::narrowings_ui(view, ui, report.narrowings()),
            Section::Outlook => details::outlook_ui(view, ui, report),
            Section::Calibrate => self.form.ui(view, ui, report),
            Section::Inputs => details::inputs_ui(view, ui, normal),
            Section::Formulas => details::formulas_ui(view, ui),
            Section::Lab => details::lab_ui(view, ui),
            Section::LeftOut => details::limits_ui(view, ui, report),
        }
    }
}
