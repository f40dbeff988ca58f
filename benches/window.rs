//! How long a frame of the canvas takes: egui's pass and tessellation, at fit-to-window, without a screen.

use std::collections::BTreeSet;
use std::sync::Arc;

use divan::{Bencher, black_box};
use egui::{Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Ui, Vec2};
use tierwright_design::document::recent::RecentFiles;
use tierwright_design::model::Document;
use tierwright_design::model::index::Index;
use tierwright_drawing::overlay::loss_marks;
use tierwright_drawing::scene::layout::{Detail, Layout};
use tierwright_drawing::scene::{Palette, SceneOptions, build_with};
use tierwright_papers::badges::badges;
use tierwright_rules::analysis::{Analysis, analyze};
use tierwright_rules::testing::generated_design;
use tierwright_session::queue::CommandQueue;
use tierwright_session::safety::{Protection, Safety};
use tierwright_session::settings::Settings;
use tierwright_session::{Drawing, Losses};
use tierwright_window::app::window::keep_memory;
use tierwright_window::ui::canvas::CanvasView;
use tierwright_window::ui::context::ViewContext;
use tierwright_window::ui::theme;
use tierwright_window::ui::working::Working;

fn main() {
    // As the window does.
    keep_memory();
    divan::main();
}

struct Fixture {
    document: Document,
    analysis: Analysis,
    drawing: Drawing,
    queue: CommandQueue,
    settings: Settings,
    recent: RecentFiles,
    ctx: egui::Context,
    canvas: CanvasView,
    losses: Losses,
}

impl Fixture {
    fn new(num_computers: usize) -> Self {
        let document = generated_design(num_computers, 7);
        let analysis = analyze(&document);
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        let options = SceneOptions { badges: badges(&analysis.rules), ..SceneOptions::default() };
        let losses = loss_marks(&analysis.failures);
        let scene = build_with(&Index::new(&document), &layout, &options);
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut fixture = Self {
            document,
            analysis,
            drawing: Drawing::of(Arc::new(layout), scene),
            queue: CommandQueue::default(),
            settings: Settings::default(),
            recent: RecentFiles::default(),
            ctx,
            canvas: CanvasView::default(),
            losses,
        };
        // Fonts and the fit to the window take effect in the first frames.
        for _ in 0..3 {
            fixture.frame(Vec::new());
        }
        fixture
    }

    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.frame_of(events, CanvasView::ui)
    }

    /// A frame of the canvas, or of the list in its place.
    fn frame_of(&mut self, events: Vec<Event>, show: fn(&mut CanvasView, &ViewContext<'_>, &mut Ui)) -> usize {
        let selection = BTreeSet::new();
        let safety = Safety::new(Protection::Behind, None, None);
        let view = ViewContext {
            comparison: None,
            document: &self.document,
            revision: 1,
            analysis: &self.analysis,
            layout: &self.drawing.layout,
            scene: &self.drawing.scene,
            firsts: &self.drawing.firsts,
            menu_was_open: false,
            selection: &selection,
            palette: Palette::light(),
            outbox: self.queue.outbox(),
            undo_label: None,
            redo_label: None,
            steps: Vec::new(),
            num_behind: 0,
            is_dirty: false,
            safety: &safety,
            file_path: None,
            file_name: String::new(),
            stem: String::new(),
            settings: &self.settings,
            recent: &self.recent,
            today: "2026-01-31",
            losses: &self.losses,
            working: &Working::default(),
            drill: None,
            estimate: None,
        };
        let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(1280.0, 800.0));
        let input = RawInput { screen_rect: Some(screen), events, ..RawInput::default() };
        let canvas = &mut self.canvas;
        let mut output = self.ctx.run_ui(input, |ui| show(canvas, &view, ui));
        let shapes = std::mem::take(&mut output.shapes);
        output.drop_without_applying_deltas();
        self.ctx.tessellate(shapes, 1.0).len()
    }
}

/// Nothing moves: what the pointer, a panel or an animation asks for.
#[divan::bench(args = [26, 100, 1000, 5000], sample_count = 20)]
fn canvas_frame(bencher: Bencher<'_, '_>, num_computers: usize) {
    let mut fixture = Fixture::new(num_computers);
    bencher.bench_local(|| black_box(fixture.frame(Vec::new())));
}

/// The wheel moves the drawing to and fro.
#[divan::bench(args = [26, 100, 1000, 5000], sample_count = 20)]
fn canvas_frame_while_panning(bencher: Bencher<'_, '_>, num_computers: usize) {
    let mut fixture = Fixture::new(num_computers);
    fixture.frame(vec![Event::PointerMoved(Pos2::new(640.0, 400.0))]);
    let mut step = 3.5;
    bencher.bench_local(|| {
        step = -step;
        let wheel = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(step, step),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
        };
        black_box(fixture.frame(vec![wheel]))
    });
}

/// The list is shown for the first time: all of its rows are worked out.
#[divan::bench(args = [60, 1000], sample_count = 20)]
fn list_is_opened(bencher: Bencher<'_, '_>, num_computers: usize) {
    let mut fixture = Fixture::new(num_computers);
    bencher.bench_local(|| {
        fixture.canvas = CanvasView::default();
        black_box(fixture.frame_of(Vec::new(), CanvasView::list_view_ui))
    });
}
