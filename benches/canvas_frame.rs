//! How long a frame of the canvas takes: laying out widgets, painting what is visible, and cutting it into triangles.

use divan::Bencher;
use egui::{Context, Event, Pos2, RawInput, Rect, Vec2};
use tierwright::app::queue::CommandQueue;
use tierwright::app::session::Session;
use tierwright::app::settings::Settings;
use tierwright::document::recent::RecentFiles;
use tierwright::scene::Palette;
use tierwright::testing::generated_design;
use tierwright::ui::canvas::CanvasView;
use tierwright::ui::context::ViewContext;
use tierwright::ui::theme;

/// Drawn elements that a design is to have at least: cards, boxes, and the lines on them.
const ELEMENTS: &[usize] = &[100, 1000, 5000];

fn main() {
    divan::main();
}

/// The smallest generated design, in steps of ten computers, with so many drawn elements.
fn session(num_elements: usize) -> Session {
    let sizes = (3..).map(|tens| tens * 10);
    let sessions = sizes.map(|computers| Session::new(generated_design(computers, 7), None));
    let mut enough = sessions.filter_map(|mut session| {
        let drawn = session.drawing().layout.parts().len();
        (drawn >= num_elements).then_some(session)
    });
    enough.next().unwrap_or_else(|| Session::new(generated_design(1000, 7), None))
}

/// Everything is visible: the drawing is fitted to the window.
#[divan::bench(args = ELEMENTS)]
fn frame(bencher: Bencher<'_, '_>, num_elements: usize) {
    let mut session = session(num_elements);
    let (analysis, drawing) = (session.analysis(), session.drawing());
    let document = session.document().clone();
    let (queue, settings, recent) = (CommandQueue::default(), Settings::default(), RecentFiles::default());
    let view = ViewContext {
        document: &document,
        revision: 1,
        analysis: &analysis,
        layout: &drawing.layout,
        scene: &drawing.scene,
        selection: &session.selection,
        palette: Palette::light(),
        outbox: queue.outbox(),
        undo_label: None,
        redo_label: None,
        is_dirty: false,
        file_name: String::new(),
        stem: String::new(),
        settings: &settings,
        recent: &recent,
        today: "2026-03-01",
    };
    let ctx = Context::default();
    theme::install(&ctx);
    let mut canvas = CanvasView::default();
    let mut x = 0.0;
    bencher.bench_local(|| {
        // The pointer moves, as it does whenever a frame is due.
        x = (x + 7.0) % 1600.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1600.0, 1000.0))),
            events: vec![Event::PointerMoved(Pos2::new(x, 500.0))],
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, |ui| canvas.ui(&view, ui));
        let shapes = std::mem::take(&mut output.shapes);
        output.drop_without_applying_deltas();
        ctx.tessellate(shapes, 1.0)
    });
}
