//! Where the window stands: remembered for each screen, and never larger than it.

use eframe::egui::{self, Pos2, Vec2, ViewportCommand};

use super::{App, load_preferences};
use crate::document::Folders;
use crate::session::settings::WindowPlace;

/// Size of the window on a screen that it has not been on, in points.
const USUAL: Vec2 = Vec2::new(1280.0, 800.0);

/// The window as it was left.
pub(super) fn viewport(folders: Option<&Folders>) -> egui::ViewportBuilder {
    let (settings, _) = load_preferences(folders, &mut Vec::new());
    let last = settings.windows.get(&settings.screen);
    let size = last.map_or(USUAL, |it| it.size.into());
    egui::ViewportBuilder::default()
        .with_inner_size(size)
        .with_maximized(last.is_some_and(|it| it.is_maximized))
        .with_clamp_size_to_monitor_size(true)
}

impl App {
    /// Notes where the window stands, and on a screen that it comes to puts it where it stood there.
    pub(super) fn follow_window(&mut self, ctx: &egui::Context) {
        // The system measures in points that do not grow with the interface.
        let zoom = ctx.zoom_factor();
        let (screen, now, frame) = ctx.input(|input| {
            let it = input.viewport();
            (it.monitor_size.map(|it| it * zoom), place(it, zoom), frame(it) * zoom)
        });
        let (Some(screen), Some(now)) = (screen.filter(|it| it.min_elem() > 1.0), now) else { return };
        let name = format!("{:.0}x{:.0}", screen.x, screen.y);
        if self.on_screen.as_ref() != Some(&name) {
            let wanted = self.settings.windows.get(&name).copied().unwrap_or(now).fitted(screen.into(), frame.into());
            put(ctx, zoom, now, wanted);
            (self.on_screen, self.frame) = (Some(name), frame);
            return;
        }
        // Some systems put the frame on late.
        if frame.round() != self.frame.round() && !now.is_maximized {
            put(ctx, zoom, now, now.fitted(screen.into(), frame.into()));
            self.frame = frame;
            return;
        }
        let kept = self.settings.windows.get(&name).copied();
        // What it measured before it filled the screen is what it goes back to.
        let now = if now.is_maximized { WindowPlace { is_maximized: true, ..kept.unwrap_or(now) } } else { now };
        if kept != Some(now) {
            self.settings.windows.insert(name.clone(), now);
        }
        if self.settings.screen != name {
            self.settings.screen = name;
        }
    }
}

/// What the frame of the system adds to the size of the window.
fn frame(it: &egui::ViewportInfo) -> Vec2 {
    it.outer_rect.zip(it.inner_rect).map_or(Vec2::ZERO, |(outer, inner)| (outer.size() - inner.size()).max(Vec2::ZERO))
}

fn place(it: &egui::ViewportInfo, zoom: f32) -> Option<WindowPlace> {
    if it.minimized == Some(true) || it.fullscreen == Some(true) {
        return None;
    }
    let corner = it.outer_rect.map(|it| (it.min.x * zoom, it.min.y * zoom));
    let size = it.inner_rect.map(|it| it.size() * zoom)?;
    Some(WindowPlace { corner, size: size.into(), is_maximized: it.maximized.unwrap_or(false) })
}

fn put(ctx: &egui::Context, zoom: f32, now: WindowPlace, wanted: WindowPlace) {
    if wanted.is_maximized {
        if !now.is_maximized {
            ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
        }
        return;
    }
    if wanted.size != now.size {
        ctx.send_viewport_cmd(ViewportCommand::InnerSize(Vec2::from(wanted.size) / zoom));
    }
    if let Some(corner) = wanted.corner.filter(|it| Some(*it) != now.corner) {
        ctx.send_viewport_cmd(ViewportCommand::OuterPosition((Pos2::from(corner).to_vec2() / zoom).to_pos2()));
    }
}
