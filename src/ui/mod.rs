//! The screen: reads the session, sends messages, never changes a design.

pub mod canvas;
pub mod context;
pub mod dependency_map;
pub mod dialogs;
pub mod drill_player;
pub mod hosts;
mod menu_bar;
pub mod notices;
pub mod paint;
pub mod panels;
mod shortcuts;
mod status_bar;
pub mod theme;
pub mod widgets;

use std::collections::BTreeSet;

use crate::app::Dialog;
use crate::app::rehearsal::DrillView;
use crate::app::settings::Settings;
use crate::model::Document;
use canvas::{CanvasView, PalettePanel};
use context::ViewContext;
use dependency_map::DependencyMapView;
use dialogs::{AcceptDialog, ExportDialog, GalleryDialog, PathEntryDialog, PlanDialog, ProjectDialog};
use drill_player::DrillPlayer;
use hosts::HostMatrixView;
use notices::Notices;
use panels::{
    AssumptionsPanel, AvailabilityPanel, CapacityPanel, ChecklistPanel, FindingsPanel, ImpactPanel, InspectorPanel,
};

/// What fills the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The tiered canvas.
    #[default]
    Canvas,
    /// Hosts by computers.
    Hosts,
    /// Who needs whom at run time.
    DependencyMap,
}

impl View {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Canvas, "Canvas"), (Self::Hosts, "Hosts"), (Self::DependencyMap, "Dependency map")];
}

/// What the side panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SideTab {
    /// Findings and open questions.
    #[default]
    Findings,
    /// Attributes of the selection.
    Inspector,
    /// What failures do.
    Impact,
    /// The capacity estimate.
    Capacity,
    /// The availability estimate.
    Availability,
    /// The checklist.
    Checklist,
    /// Workload and hardware inputs.
    Assumptions,
}

impl SideTab {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Findings, "Findings"),
        (Self::Inspector, "Inspector"),
        (Self::Impact, "Impact"),
        (Self::Capacity, "Capacity"),
        (Self::Availability, "Availability"),
        (Self::Checklist, "Checklist"),
        (Self::Assumptions, "Assumptions"),
    ];
}

/// View state of the whole screen; holds no fact of the design.
#[derive(Default)]
pub struct Screen {
    /// What fills the middle.
    pub view: View,
    /// What the side panel shows.
    pub tab: SideTab,
    /// The canvas.
    pub canvas: CanvasView,
    /// What can be dragged onto the canvas.
    pub palette: PalettePanel,
    /// Hosts by computers.
    pub hosts: HostMatrixView,
    /// Who needs whom.
    pub dependency_map: DependencyMapView,
    /// Findings.
    pub findings: FindingsPanel,
    /// Attributes.
    pub inspector: InspectorPanel,
    /// What failures do.
    pub impact: ImpactPanel,
    /// Capacity.
    pub capacity: CapacityPanel,
    /// Availability.
    pub availability: AvailabilityPanel,
    /// Checklist.
    pub checklist: ChecklistPanel,
    /// Assumptions.
    pub assumptions: AssumptionsPanel,
    /// The failure drill.
    pub drill_player: DrillPlayer,
    /// The gallery.
    pub gallery: GalleryDialog,
    /// The export dialog.
    pub export: ExportDialog,
    /// The project details.
    pub project: ProjectDialog,
    /// The acceptance of a finding.
    pub accept: AcceptDialog,
    /// Fixes to be applied together.
    pub plan: PlanDialog,
    /// Paths entered within the window.
    pub path_entry: PathEntryDialog,
    /// What the program has to tell.
    pub notices: Notices,
    /// Panels that the person has folded away.
    pub hidden: BTreeSet<&'static str>,
}

impl Screen {
    /// Forgets what belonged to another design; to be called when the design is replaced.
    pub fn reset(&mut self) {
        let notices = std::mem::take(&mut self.notices);
        let export = std::mem::take(&mut self.export);
        let (gallery, tab) = (std::mem::take(&mut self.gallery), self.tab);
        *self = Self { tab, gallery, export, notices, ..Self::default() };
    }

    /// Fills a dialog before it is shown.
    pub fn prepare(&mut self, dialog: &Dialog, document: &Document, settings: &Settings) {
        match dialog {
            Dialog::Export => self.export.prepare(settings),
            Dialog::ProjectDetails => self.project.prepare(document),
            Dialog::Accept(acceptance) => self.accept.prepare(acceptance, document, settings),
            Dialog::PathEntry(_) => self.path_entry = PathEntryDialog::default(),
            Dialog::Plan(_) => self.plan = PlanDialog::default(),
            _ => {}
        }
    }

    /// Shows everything.
    pub fn ui(&mut self, view: &ViewContext<'_>, dialogs: &[Dialog], ui: &mut egui::Ui) {
        if dialogs.is_empty() && !self.canvas.asks() {
            let keeps_escape = self.canvas.keeps_escape() || self.findings.previewed().is_some();
            shortcuts::handle(view, ui, keeps_escape);
        }
        egui::Panel::top("menu-bar").show(ui, |ui| menu_bar::ui(view, self.view, ui));
        egui::Panel::bottom("status-bar").show(ui, |ui| status_bar::ui(view, &self.canvas, ui));
        if let Some(drill) = view.drill {
            self.drill_ui(view, drill, ui);
        }
        self.findings.end_preview();
        self.side_panel(view, ui);
        if self.view == View::Canvas {
            egui::Panel::left("palette")
                .size_range(150.0..=260.0)
                .default_size(196.0)
                .show(ui, |ui| self.palette.ui(view, ui));
        }
        self.canvas.preview(if dialogs.is_empty() { self.findings.previewed() } else { None });
        egui::CentralPanel::no_frame().show(ui, |ui| self.middle(view, ui));
        self.notices.ui(view, ui.ctx());
        dialogs::show(self, view, dialogs, ui.ctx());
    }

    fn drill_ui(&mut self, view: &ViewContext<'_>, drill: &DrillView, ui: &mut egui::Ui) {
        let height = (ui.available_height() * 0.34).clamp(200.0, 380.0);
        egui::Panel::bottom("drill").resizable(true).size_range(150.0..=520.0).default_size(height).show(ui, |ui| {
            ui.add_space(theme::GAP);
            widgets::steady_ui(ui, |ui| self.drill_player.ui(view, drill, ui));
        });
    }

    fn side_panel(&mut self, view: &ViewContext<'_>, ui: &mut egui::Ui) {
        egui::Panel::right("side").size_range(320.0..=640.0).default_size(392.0).show(ui, |ui| {
            // A panel shrinks to its content otherwise, and the canvas would jump from tab to tab.
            ui.set_min_width(ui.available_width());
            ui.add_space(theme::GAP);
            widgets::tabs_ui(view, ui, &mut self.tab, &SideTab::ALL);
            ui.add_space(theme::GAP);
            match self.tab {
                SideTab::Findings => self.findings.ui(view, ui),
                SideTab::Inspector => self.inspector.ui(view, ui),
                SideTab::Impact => self.impact.ui(view, ui),
                SideTab::Availability => self.availability.ui(view, ui),
                SideTab::Capacity => self.capacity.ui(view, ui),
                SideTab::Checklist => self.checklist.ui(view, ui),
                SideTab::Assumptions => self.assumptions.ui(view, ui),
            }
        });
    }

    fn middle(&mut self, view: &ViewContext<'_>, ui: &mut egui::Ui) {
        match self.view {
            View::Canvas => self.canvas.ui(view, ui),
            View::Hosts => self.hosts.ui(view, ui),
            View::DependencyMap => self.dependency_map.ui(view, ui),
        }
    }
}
