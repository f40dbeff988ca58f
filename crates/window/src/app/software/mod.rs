//! The window drawn by the processor, for computers without OpenGL 2: remote desktops and virtual machines.
//!
//! It shows the same application as `eframe` does, with the same events, screen readers and clipboard (`egui-winit`);
//! only the triangles become pixels here ([`raster`]) and not in a graphics driver.

mod raster;
mod texture;

use std::num::NonZeroU32;
use std::rc::Rc;
use std::time::{Duration, Instant};

use eframe::egui::{self, ViewportBuilder, ViewportEvent, ViewportId, ViewportInfo};
use egui_winit::accesskit_winit::{self, WindowEvent as AccessEvent};
use egui_winit::winit::application::ApplicationHandler;
use egui_winit::winit::event::WindowEvent;
use egui_winit::winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, EventLoopProxy, OwnedDisplayHandle};
use egui_winit::winit::window::{Window, WindowId};
use egui_winit::{ActionRequested, State, process_viewport_commands, update_viewport_info};
use softbuffer::{Context, Surface};

use super::App;
use raster::Picture;
use texture::Textures;

/// Makes the application for a window.
pub(super) type Create = Box<dyn FnOnce(&egui::Context, &Window) -> App>;

/// Shows the window and returns when it is closed.
///
/// # Errors
/// What the system refused.
pub(super) fn show(viewport: ViewportBuilder, create: Create) -> Result<(), String> {
    let events = EventLoop::<Event>::with_user_event().build().map_err(|err| err.to_string())?;
    let ctx = egui::Context::default();
    ctx.options_mut(|options| options.max_passes = std::num::NonZeroUsize::MIN.saturating_add(1));
    let proxy = events.create_proxy();
    let wake = proxy.clone();
    ctx.set_request_repaint_callback(move |info| {
        // After the window is closed nobody is left to draw for.
        let _ = wake.send_event(Event::Repaint(Instant::now() + info.delay.min(LONGEST)));
    });
    let mut host = Host { ctx, proxy, start: Some((viewport, create)), shown: None, problem: None };
    let end = events.run_app(&mut host).map_err(|err| err.to_string());
    host.problem.map_or(end, Err)
}

/// Later than this nothing is drawn unless something happens; times beyond the end of the clock do not exist.
const LONGEST: Duration = Duration::from_hours(1);

/// What wakes the window from elsewhere.
#[derive(Debug)]
enum Event {
    /// Draw again at that time.
    Repaint(Instant),
    /// Assistive technology asks or tells something.
    Access(accesskit_winit::Event),
}

impl From<accesskit_winit::Event> for Event {
    fn from(event: accesskit_winit::Event) -> Self {
        Self::Access(event)
    }
}

struct Host {
    ctx: egui::Context,
    proxy: EventLoopProxy<Event>,
    /// What the window is made of; taken when it is.
    start: Option<(ViewportBuilder, Create)>,
    shown: Option<Shown>,
    problem: Option<String>,
}

/// Makes pixels of what `egui` draws.
#[derive(Debug, Default)]
pub struct Painter {
    textures: Textures,
}

impl Painter {
    /// Takes over what has changed of the textures.
    pub fn take(&mut self, changed: egui::TexturesDelta) {
        self.textures.apply(changed);
    }

    /// Draws a frame: rows of `width` pixels 0x00RRGGBB from the top; `scale` is pixels per point.
    pub fn draw(&self, frame: &[egui::ClippedPrimitive], scale: f32, pixels: &mut [u32], width: usize) {
        let mut picture = Picture::new(pixels, width);
        picture.clear();
        picture.draw(frame, &self.textures, scale);
    }
}

/// A window on the screen. Its fields go in this order: the clipboard of Wayland needs the window until its own end.
struct Shown {
    input: State,
    surface: Surface<OwnedDisplayHandle, Rc<Window>>,
    window: Rc<Window>,
    app: App,
    info: ViewportInfo,
    painter: Painter,
    /// When the next frame is due without an event; `None` = never.
    due: Option<Instant>,
    is_first: bool,
}

impl Host {
    fn open(&mut self, events: &ActiveEventLoop) -> Result<(), String> {
        let Some((viewport, create)) = self.start.take() else { return Ok(()) };
        // Hidden until there is something to see, and until assistive technology knows of it.
        let viewport = viewport.with_visible(false);
        let window = egui_winit::create_window(&self.ctx, events, &viewport).map_err(|err| err.to_string())?;
        let window = Rc::new(window);
        let screen = Context::new(events.owned_display_handle()).map_err(|err| err.to_string())?;
        let surface = Surface::new(&screen, Rc::clone(&window)).map_err(|err| err.to_string())?;
        let scale = window.scale_factor() as f32;
        let mut input = State::new(
            self.ctx.clone(),
            ViewportId::ROOT,
            &*window,
            Some(scale),
            window.theme(),
            Some(LARGEST_TEXTURE),
        );
        input.init_accesskit(events, &window, self.proxy.clone());
        let mut info = ViewportInfo::default();
        update_viewport_info(&mut info, &self.ctx, &window, true);
        let app = create(&self.ctx, &window);
        let painter = Painter::default();
        self.shown = Some(Shown { input, surface, window, app, info, painter, due: None, is_first: true });
        Ok(())
    }

    fn frame(&mut self, events: &ActiveEventLoop) {
        let Some(shown) = &mut self.shown else { return };
        match shown.frame(&self.ctx, events) {
            Ok(false) => {}
            Ok(true) => events.exit(),
            Err(problem) => {
                self.problem = Some(problem);
                events.exit();
            }
        }
    }
}

/// Side of the largest texture, in pixels; memory is the only limit.
const LARGEST_TEXTURE: usize = 8192;

impl Shown {
    /// Runs the application once and draws what it shows; `true` when the window is to be closed.
    fn frame(&mut self, ctx: &egui::Context, events: &ActiveEventLoop) -> Result<bool, String> {
        self.due = None;
        update_viewport_info(&mut self.info, ctx, &self.window, false);
        let mut raw = self.input.take_egui_input(&self.window);
        raw.viewports = [(ViewportId::ROOT, self.info.clone())].into_iter().collect();
        let wants_to_close = self.info.close_requested();
        self.info.events.clear();
        let app = &mut self.app;
        let mut output = ctx.run_ui(raw, |ui| {
            app.frame_logic(ui.ctx());
            app.frame_ui(ui);
        });
        self.input.handle_platform_output_with_event_loop(&self.window, events, output.platform_output);
        let commands = output.viewport_output.remove(&ViewportId::ROOT).map(|it| it.commands).unwrap_or_default();
        let is_cancelled = commands.contains(&egui::ViewportCommand::CancelClose);
        let mut actions = Vec::new();
        process_viewport_commands(ctx, &mut self.info, commands, &self.window, &mut actions);
        self.act(ctx, actions);
        self.painter.take(output.textures_delta);
        self.draw(&ctx.tessellate(output.shapes, output.pixels_per_point), output.pixels_per_point)?;
        if std::mem::take(&mut self.is_first) {
            self.window.set_visible(true);
            self.window.request_redraw();
        }
        if self.info.close_requested() {
            ctx.request_repaint();
        }
        Ok(wants_to_close && !is_cancelled)
    }

    /// What the application asks of the clipboard.
    fn act(&mut self, ctx: &egui::Context, actions: Vec<ActionRequested>) {
        for action in actions {
            let event = match action {
                ActionRequested::Cut => Some(egui::Event::Cut),
                ActionRequested::Copy => Some(egui::Event::Copy),
                ActionRequested::Paste => self.input.clipboard_text().map(egui::Event::Paste),
                ActionRequested::Screenshot(_) => None,
            };
            self.input.egui_input_mut().events.extend(event);
            ctx.request_repaint();
        }
    }

    fn draw(&mut self, primitives: &[egui::ClippedPrimitive], scale: f32) -> Result<(), String> {
        let size = self.window.inner_size();
        // A minimized window has no size.
        let (Some(width), Some(height)) = (NonZeroU32::new(size.width), NonZeroU32::new(size.height)) else {
            return Ok(());
        };
        self.surface.resize(width, height).map_err(|err| err.to_string())?;
        let mut pixels = self.surface.buffer_mut().map_err(|err| err.to_string())?;
        self.painter.draw(primitives, scale, &mut pixels, size.width as usize);
        self.window.pre_present_notify();
        pixels.present().map_err(|err| err.to_string())
    }
}

impl ApplicationHandler<Event> for Host {
    fn resumed(&mut self, events: &ActiveEventLoop) {
        match self.open(events) {
            // At once: Windows asks for no picture of a window that is hidden.
            Ok(()) => self.frame(events),
            Err(problem) => {
                self.problem = Some(problem);
                events.exit();
            }
        }
    }

    fn window_event(&mut self, events: &ActiveEventLoop, _window: WindowId, event: WindowEvent) {
        let Some(shown) = &mut self.shown else { return };
        match event {
            WindowEvent::RedrawRequested => self.frame(events),
            WindowEvent::CloseRequested => {
                shown.info.events.push(ViewportEvent::Close);
                shown.window.request_redraw();
            }
            event => {
                if let WindowEvent::Occluded(is_occluded) = event {
                    shown.info.occluded = Some(is_occluded);
                }
                let is_resized = matches!(event, WindowEvent::Resized(_));
                if shown.input.on_window_event(&shown.window, &event).repaint || is_resized {
                    shown.window.request_redraw();
                }
            }
        }
    }

    fn user_event(&mut self, _events: &ActiveEventLoop, event: Event) {
        let Some(shown) = &mut self.shown else { return };
        match event {
            Event::Repaint(when) => shown.due = Some(shown.due.map_or(when, |due| due.min(when))),
            Event::Access(event) => match event.window_event {
                AccessEvent::InitialTreeRequested => {
                    self.ctx.enable_accesskit();
                    shown.window.request_redraw();
                }
                AccessEvent::ActionRequested(request) => {
                    shown.input.on_accesskit_action_request(request);
                    shown.window.request_redraw();
                }
                AccessEvent::AccessibilityDeactivated => self.ctx.disable_accesskit(),
            },
        }
    }

    fn about_to_wait(&mut self, events: &ActiveEventLoop) {
        let Some(shown) = &mut self.shown else { return };
        match shown.due {
            Some(due) if due <= Instant::now() => {
                shown.due = None;
                shown.window.request_redraw();
                events.set_control_flow(ControlFlow::Wait);
            }
            Some(due) => events.set_control_flow(ControlFlow::WaitUntil(due)),
            None => events.set_control_flow(ControlFlow::Wait),
        }
    }

    fn exiting(&mut self, _events: &ActiveEventLoop) {
        if let Some(shown) = &mut self.shown {
            shown.app.leave();
        }
        self.shown = None;
    }
}
