//! The screen: reads the session, sends messages, never changes a design.

mod announcer;
mod beside;
pub mod canvas;
pub mod comparison;
pub mod context;
pub mod dependency_map;
pub mod dialogs;
pub mod drill_player;
mod focus;
pub mod hosts;
mod keys;
mod menu_bar;
mod modal;
pub mod notices;
pub mod paint;
pub mod panels;
mod shortcuts;
mod side_rail;
mod splitter;
mod status_bar;
pub mod theme;
pub mod widgets;
pub mod working;

use std::collections::BTreeSet;

use crate::model::Document;
use crate::session::Dialog;
use crate::session::settings::{PaletteForm, Settings};
use crate::text::frame as text;
use announcer::Announcer;
use canvas::{CanvasView, PalettePanel};
use comparison::ComparisonView;
use context::ViewContext;
use dependency_map::DependencyMapView;
use dialogs::{
    AcceptDialog, ExportDialog, GalleryDialog, ImportDialog, PathEntryDialog, PlanDialog, ProjectDialog, SearchDialog,
    ShortcutsDialog, StepsDialog, TemplateDialog,
};
use drill_player::DrillPlayer;
use focus::{Focus, Region};
use hosts::HostMatrixView;
use notices::Notices;
use panels::{
    AssumptionsPanel, AvailabilityPanel, CapacityPanel, ChecklistPanel, FindingsPanel, ImpactPanel, InspectorPanel,
};

pub use beside::Beside;
pub use side_rail::SideTab;
use splitter::Splitter;

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
    /// The design as a tree table.
    List,
    /// The open design beside another one.
    Comparison,
}

impl View {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Canvas, text::CANVAS),
        (Self::List, text::LIST),
        (Self::Hosts, text::HOSTS),
        (Self::DependencyMap, text::DEPENDENCY_MAP),
        (Self::Comparison, text::COMPARISON),
    ];

    /// Whether it shows elements on which commands act.
    const fn is_stage(self) -> bool {
        matches!(self, Self::Canvas | Self::List)
    }
}

/// View state of the whole screen; holds no fact of the design.
#[derive(Default)]
pub struct Screen {
    /// What fills the middle.
    pub view: View,
    /// What the side panel shows.
    pub tab: SideTab,
    /// Which panels stand beside the middle.
    pub beside: Beside,
    /// What the side panel showed before the drill under way; `None` = no drill is under way.
    pub tab_before_drill: Option<SideTab>,
    /// The canvas.
    pub canvas: CanvasView,
    /// What can be dragged onto the canvas.
    pub palette: PalettePanel,
    /// Hosts by computers.
    pub hosts: HostMatrixView,
    /// Who needs whom.
    pub dependency_map: DependencyMapView,
    /// The open design beside another one.
    pub comparison: ComparisonView,
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
    /// What is to be imported.
    pub import: ImportDialog,
    /// The project details.
    pub project: ProjectDialog,
    /// The acceptance of a finding.
    pub accept: AcceptDialog,
    /// Fixes to be applied together.
    pub plan: PlanDialog,
    /// What is looked for by name.
    pub search: SearchDialog,
    /// The keys of commands.
    pub shortcuts: ShortcutsDialog,
    /// The name of a template to be.
    pub template: TemplateDialog,
    /// The steps of the session.
    pub steps: StepsDialog,
    /// Paths entered within the window.
    pub path_entry: PathEntryDialog,
    /// What the program has to tell.
    pub notices: Notices,
    /// Panels that the person has folded away.
    pub hidden: BTreeSet<&'static str>,
    /// What screen readers say by themselves.
    announcer: Announcer,
    /// Where the keyboard is.
    focus: Focus,
    /// Which entry of the rail Tab leads to.
    rail: widgets::Stop,
    /// The region that the keyboard is to go to: the next (1) or the one before (-1).
    walks: Option<isize>,
    /// The region that was asked for by name, to which the keyboard goes.
    enters: Option<Region>,
}

impl Screen {
    /// Forgets what belonged to another design; to be called when the design is replaced.
    pub fn reset(&mut self) {
        let notices = std::mem::take(&mut self.notices);
        let mut export = std::mem::take(&mut self.export);
        export.set_present(None);
        let (gallery, tab) = (std::mem::take(&mut self.gallery), self.tab);
        let beside = std::mem::take(&mut self.beside);
        *self = Self { tab, beside, gallery, export, notices, ..Self::default() };
    }

    /// Shows something in the side panel, and the panel when it is folded away.
    pub fn show_tab(&mut self, tab: SideTab) {
        self.tab = tab;
        self.beside.change(|panels| panels.is_side_shown = true);
    }

    /// Shows a page, to which the keyboard goes.
    pub fn show_view(&mut self, view: View) {
        self.view = view;
        self.enters = Some(Region::Middle);
    }

    /// Shows something in the side panel, to which the keyboard goes.
    pub fn open_panel(&mut self, tab: SideTab) {
        self.choose_tab(tab);
        self.enters = Some(Region::Panel);
    }

    /// Shows something in the side panel beside the open design, which it is about.
    fn choose_tab(&mut self, tab: SideTab) {
        if self.view == View::Comparison {
            self.view = View::Canvas;
        }
        self.show_tab(tab);
    }

    /// Folds the side panel and the palette away; unfolds both when nothing is left to fold.
    pub fn fold_panels(&mut self) {
        self.beside.fold();
    }

    /// Shows canvas or list, whichever was shown last: both let commands act on elements.
    pub fn show_stage(&mut self) {
        if !self.view.is_stage() {
            self.view = View::Canvas;
        }
    }

    /// Leads the keyboard to the next region of the window, or back.
    pub fn walk_regions(&mut self, back: bool) {
        self.walks = Some(if back { -1 } else { 1 });
    }

    /// Leads the keyboard to the first field of what is selected.
    pub fn edit_details(&mut self) {
        self.show_tab(SideTab::Inspector);
        self.inspector.edit();
    }

    /// Leads the keyboard to the note on what is selected.
    pub fn edit_note(&mut self) {
        self.show_tab(SideTab::Inspector);
        self.inspector.edit_note();
    }

    /// What has the focus while the keyboard is in the middle.
    fn stage(&self) -> Option<egui::Id> {
        self.view.is_stage().then(|| self.canvas.focus_id())
    }

    fn keys(&mut self, view: &ViewContext<'_>, ui: &egui::Ui) {
        let is_on_stage = self.view.is_stage() && self.canvas.has_focus(ui.ctx());
        if is_on_stage && !self.canvas.has_overlay() {
            self.canvas.delete_line(view, ui);
        }
        let keyboard = shortcuts::Keyboard {
            is_on_stage: is_on_stage && !self.canvas.has_overlay(),
            keeps_escape: self.canvas.keeps_escape() || self.findings.previewed().is_some() || view.menu_was_open,
            meant: self.canvas.meant().filter(|_| is_on_stage),
        };
        shortcuts::handle(view, ui, keyboard);
    }

    /// Fills a dialog before it is shown.
    pub fn prepare(&mut self, dialog: &Dialog, document: &Document, settings: &Settings) {
        match dialog {
            Dialog::Export => self.export.prepare(settings),
            Dialog::Import(prepared) => self.import.prepare(prepared.as_ref(), document),
            Dialog::ProjectDetails => self.project.prepare(document),
            Dialog::Accept(acceptance) => self.accept.prepare(acceptance, document, settings),
            Dialog::PathEntry(_) => self.path_entry = PathEntryDialog::default(),
            Dialog::Search(_) => self.search = SearchDialog::default(),
            Dialog::Shortcuts => self.shortcuts = ShortcutsDialog::default(),
            Dialog::SaveAsTemplate => self.template.prepare(document),
            Dialog::Steps => self.steps = StepsDialog::default(),
            Dialog::Plan(_) => self.plan = PlanDialog::default(),
            _ => {}
        }
    }

    /// Whether a dialog holds typed text that would be lost with it.
    pub fn holds_typed_text(&self, dialog: &Dialog, document: &Document) -> bool {
        match dialog {
            Dialog::ProjectDetails => self.project.is_changed(document),
            Dialog::Accept(_) => self.accept.is_changed(),
            _ => false,
        }
    }

    /// Shows everything.
    pub fn ui(&mut self, view: &ViewContext<'_>, dialogs: &[Dialog], ui: &mut egui::Ui) {
        let is_free = dialogs.is_empty() && !self.canvas.asks();
        if is_free {
            self.keys(view, ui);
        }
        if let Some(step) = self.walks.take() {
            self.focus.walk(ui.ctx(), step, self.stage());
        }
        if let Some(region) = self.enters.take_if(|_| dialogs.is_empty() && focus::can_take(ui)) {
            self.focus.enter_anew(ui.ctx(), region, self.stage());
        }
        self.focus.start(ui.ctx());
        self.beside.follow(ui.ctx(), ui.available_width());
        egui::Panel::top("menu-bar").show(ui, |ui| {
            self.focus.begin(ui, Region::Menus);
            menu_bar::ui(view, self.view, ui);
            self.focus.end(ui, Region::Menus);
        });
        let height = status_bar::height(ui.available_width());
        egui::Panel::bottom("status-bar").exact_size(height).show(ui, |ui| {
            self.focus.begin(ui, Region::Status);
            let zoom = (self.view == View::Canvas).then(|| self.canvas.zoom());
            status_bar::ui(view, zoom, ui);
            self.focus.end(ui, Region::Status);
        });
        self.follow_drill(view.drill.is_some());
        self.rail_ui(view, ui);
        if let Some(drill) = view.drill {
            let height = DrillPlayer::strip_height(view, ui);
            let strip = egui::Panel::bottom("drill").exact_size(height).resizable(false);
            strip.show(ui, |ui| {
                self.focus.begin(ui, Region::Drill);
                self.drill_player.strip_ui(view, drill, ui);
                self.focus.end(ui, Region::Drill);
            });
        }
        self.findings.end_preview();
        // A comparison needs the room, and has a list of its own.
        if self.beside.shown().is_side_shown && self.view != View::Comparison {
            self.side_panel(view, ui);
        }
        self.palette_panel(view, ui);
        self.canvas.preview(if dialogs.is_empty() { self.findings.previewed() } else { None });
        let middle = egui::CentralPanel::no_frame().show(ui, |ui| {
            self.focus.begin(ui, Region::Middle);
            self.middle(view, ui);
            self.focus.end(ui, Region::Middle);
        });
        let middle = middle.response.rect;
        self.notices.ui(view, middle, ui.ctx());
        dialogs::show(self, view, dialogs, ui.ctx());
        working::ui(view, view.working, middle, ui.ctx());
        let has_keyboard = is_free && !self.canvas.has_overlay() && !ui.ctx().any_popup_open();
        self.focus.settle(ui.ctx(), has_keyboard, self.stage());
        self.announcer.ui(view, ui.ctx());
        self.focus.follow(ui.ctx());
        Focus::secure(ui.ctx());
    }

    /// A drill that starts is shown in the side panel; when it ends, what was there before comes back.
    fn follow_drill(&mut self, is_under_way: bool) {
        match (self.tab_before_drill, is_under_way) {
            (None, true) => {
                self.tab_before_drill = Some(self.tab);
                self.tab = SideTab::Drill;
            }
            (Some(before), false) => {
                self.tab_before_drill = None;
                if self.tab == SideTab::Drill {
                    self.tab = before;
                }
            }
            _ => {}
        }
    }

    fn rail_ui(&mut self, view: &ViewContext<'_>, ui: &mut egui::Ui) {
        let is_compared = self.view == View::Comparison;
        let shown = (self.beside.shown().is_side_shown && !is_compared).then_some(self.tab);
        let (width, has_words) = self.beside.rail();
        let rail = egui::Panel::right("side-rail").exact_size(width).resizable(false);
        let rail = rail.frame(egui::Frame::side_top_panel(ui.style()).inner_margin(4));
        let chosen = rail.show(ui, |ui| {
            self.focus.begin(ui, Region::Rail);
            let chosen = side_rail::ui(view, (shown, has_words), &mut self.rail, ui);
            self.focus.end(ui, Region::Rail);
            chosen
        });
        match chosen.inner {
            Some(tab) if shown == Some(tab) => self.beside.change(|panels| panels.is_side_shown = false),
            Some(tab) => self.choose_tab(tab),
            None => {}
        }
    }

    fn side_panel(&mut self, view: &ViewContext<'_>, ui: &mut egui::Ui) {
        let whole = ui.ctx().content_rect().width();
        let (least, most, usual) = self.beside.side(whole, self.palette_width(ui.ctx()));
        let panel = egui::Panel::right(beside::SIDE).size_range(least..=most).default_size(usual);
        let shown = panel.show(ui, |ui| {
            self.focus.begin(ui, Region::Panel);
            ui.add_space(theme::GAP);
            theme::scroll_beside(ui);
            // The panel keeps its width whatever stands in it: the canvas must not jump.
            widgets::steady_ui(ui, |ui| match self.tab {
                SideTab::Findings => self.findings.ui(view, ui),
                SideTab::Inspector => self.inspector.ui(view, ui),
                SideTab::Impact => self.impact.ui(view, ui),
                SideTab::Availability => self.availability.ui(view, ui),
                SideTab::Capacity => self.capacity.ui(view, ui),
                SideTab::Checklist => self.checklist.ui(view, ui),
                SideTab::Assumptions => self.assumptions.ui(view, ui),
                SideTab::Drill => {
                    if let Some(drill) = view.drill {
                        self.drill_player.panel_ui(view, drill, ui);
                    }
                }
            });
            self.focus.end(ui, Region::Panel);
        });
        let place = shown.response.rect;
        let name = text::WIDTH_OF_THE_SIDE_PANEL;
        Splitter { panel: beside::SIDE, name, place, range: (least, most), is_left: false }.ui(view, ui);
    }

    /// How the palette is shown now: it belongs to the canvas.
    fn palette_form(&self) -> PaletteForm {
        if self.view == View::Canvas { self.beside.shown().palette } else { PaletteForm::Away }
    }

    /// The room that the palette takes, in points.
    fn palette_width(&self, ctx: &egui::Context) -> f32 {
        match self.palette_form() {
            PaletteForm::Names => egui::containers::panel::PanelState::load(ctx, egui::Id::new(beside::PALETTE))
                .map_or(beside::USUAL_PALETTE, |it| it.outer_rect.width()),
            PaletteForm::Icons => beside::ICONS,
            PaletteForm::Away => 0.0,
        }
    }

    fn palette_panel(&mut self, view: &ViewContext<'_>, ui: &mut egui::Ui) {
        let form = self.palette_form();
        let (least, most) = Beside::palette(ui.available_width());
        let panel = match form {
            PaletteForm::Names => {
                egui::Panel::left(beside::PALETTE).size_range(least..=most).default_size(beside::USUAL_PALETTE)
            }
            PaletteForm::Icons => egui::Panel::left("palette-of-icons")
                .exact_size(beside::ICONS)
                .resizable(false)
                .frame(egui::Frame::side_top_panel(ui.style()).inner_margin(4)),
            PaletteForm::Away => return,
        };
        let shown = panel.show(ui, |ui| {
            self.focus.begin(ui, Region::Palette);
            let wanted = self.palette.ui(view, form == PaletteForm::Names, ui);
            self.focus.end(ui, Region::Palette);
            wanted
        });
        if form == PaletteForm::Names {
            let place = shown.response.rect;
            let name = text::WIDTH_OF_THE_PALETTE;
            Splitter { panel: beside::PALETTE, name, place, range: (least, most), is_left: true }.ui(view, ui);
        }
        if let Some(wanted) = shown.inner {
            self.beside.change(|panels| panels.palette = wanted);
            ui.ctx().request_repaint();
        }
    }

    fn middle(&mut self, view: &ViewContext<'_>, ui: &mut egui::Ui) {
        match self.view {
            View::Canvas => self.canvas.ui(view, ui),
            View::Hosts => self.hosts.ui(view, ui),
            View::DependencyMap => self.dependency_map.ui(view, ui),
            View::List => self.canvas.list_view_ui(view, ui),
            View::Comparison => self.comparison.ui(view, ui),
        }
    }
}
