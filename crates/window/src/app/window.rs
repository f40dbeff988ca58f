//! Opening the window, and saying plainly why it could not be opened.

use std::fmt::Display;
use std::path::PathBuf;

use eframe::egui;
use egui_winit::winit::window::Window;

use super::picker::SystemPicker;
use super::{App, StartOptions, place, software};
use crate::analysis::analyze;
use crate::badges::badges;
use crate::document::{Folders, templates};
use crate::scene::{SceneOptions, build};
use crate::text::start as text;

/// What makes pixels of what the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    /// The graphics driver, through OpenGL 2 or later.
    OpenGl,
    /// The processor; needs no driver.
    Software,
}

/// Why the window could not be opened.
#[derive(Debug)]
pub struct NotOpened {
    /// What is wrong and what to do, a sentence or two without a capital at the start.
    pub words: String,
    /// Whether only OpenGL is missing: [`Renderer::Software`] may open it.
    pub lacks_opengl: bool,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// Why the window could not be opened, and what to do.
pub fn open(file: Option<PathBuf>, renderer: Renderer) -> Result<(), NotOpened> {
    if let Some(words) = missing_library() {
        return Err(NotOpened { words, lacks_opengl: false });
    }
    keep_memory();
    // While the window system and the graphics driver start.
    std::thread::spawn(warm_up);
    let viewport = place::viewport(Folders::of_user().as_ref())
        .with_title("Tierwright")
        .with_app_id("tierwright")
        .with_min_inner_size([960.0, 600.0]);
    let viewport = match eframe::icon_data::from_png_bytes(ICON) {
        Ok(icon) => viewport.with_icon(icon),
        Err(_) => viewport,
    };
    match renderer {
        Renderer::OpenGl => {
            let native = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
            let create = move |cc: &eframe::CreationContext<'_>| {
                let options = StartOptions::of_user(file, SystemPicker::of(cc));
                let app: Box<dyn eframe::App> = Box::new(App::new(&cc.egui_ctx, options));
                Ok(app)
            };
            eframe::run_native("tierwright", native, Box::new(create)).map_err(|err| explain(&err))
        }
        Renderer::Software => {
            let create = move |ctx: &egui::Context, window: &Window| {
                App::new(ctx, StartOptions::of_user(file, SystemPicker::of(window)))
            };
            software::show(viewport, Box::new(create)).map_err(|problem| judge(&problem, &problem))
        }
    }
}

/// The icon of the window, where the system does not take that of the program.
const ICON: &[u8] = include_bytes!("../../../../assets/icons/tierwright-64.png");

/// Makes the C library of Linux keep the memory of one frame for the next. It gives freed memory back to the system above
/// a limit that follows the largest block freed so far (mallopt(3), `M_MMAP_THRESHOLD`), and the triangles of a frame lie
/// above it at first: fetching their pages anew takes longer than making them. Elsewhere this does nothing.
pub fn keep_memory() {
    const LARGE: usize = 24 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGE)));
}

/// Reads what is kept once it is read: templates, rules, checklist, fonts, palettes.
fn warm_up() {
    if let Some(template) = templates().first() {
        let analysis = analyze(&template.document);
        build(&template.document, &SceneOptions { badges: badges(&analysis.rules), ..SceneOptions::default() });
    }
}

/// What the person must do, judged by what the window library says.
fn explain(err: &eframe::Error) -> NotOpened {
    if matches!(err, eframe::Error::OpenGL(_) | eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..)) {
        return NotOpened { words: text::no_opengl(err), lacks_opengl: true };
    }
    judge(&format!("{err:?}"), err)
}

/// `detail` is what a library says for programmers, `problem` what it says for people.
fn judge(detail: &str, problem: &dyn Display) -> NotOpened {
    let words = if detail.contains("neither WAYLAND_DISPLAY") || detail.contains("XOpenDisplayFailed") {
        text::NO_DISPLAY.to_owned()
    } else if detail.contains("LibraryOpenError") {
        text::library_missing(problem)
    } else {
        text::not_opened(problem)
    };
    NotOpened { words, lacks_opengl: false }
}

/// Shows words in a box of the system, where there is no terminal to write them to: on Windows. Elsewhere nothing.
pub fn tell(words: &str) {
    if cfg!(windows) {
        let dialog = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Tierwright");
        dialog.set_description(words).show();
    }
}

/// The window library panics without this one, so it is looked for beforehand.
#[cfg(target_os = "linux")]
fn missing_library() -> Option<String> {
    const NAME: &str = "libxkbcommon-x11.so.0";
    let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some() || std::env::var_os("WAYLAND_SOCKET").is_some();
    if wayland || std::env::var_os("DISPLAY").is_none() {
        return None;
    }
    let extra = std::env::var("LD_LIBRARY_PATH").unwrap_or_default();
    let standard = [
        "/lib",
        "/usr/lib",
        "/lib64",
        "/usr/lib64",
        "/usr/local/lib",
        "/lib/x86_64-linux-gnu",
        "/usr/lib/x86_64-linux-gnu",
        "/lib/aarch64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
    ];
    let mut folders = extra.split(':').filter(|folder| !folder.is_empty()).chain(standard);
    let found = folders.any(|folder| std::path::Path::new(folder).join(NAME).exists());
    // Only where Debian's layout is recognized; elsewhere the library may lie anywhere.
    let debian = std::path::Path::new("/etc/debian_version").exists();
    (debian && !found).then(|| text::named_library_missing(NAME))
}

#[cfg(not(target_os = "linux"))]
fn missing_library() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_opengl_is_told_from_what_lacks_a_display() {
        let graphics = explain(&eframe::Error::OpenGL("egui_glow requires opengl 2.0+".to_owned().into()));
        assert!(graphics.lacks_opengl && graphics.words.contains("OpenGL 2"), "{graphics:?}");
        let display = judge("neither WAYLAND_DISPLAY nor WAYLAND_SOCKET nor DISPLAY is set.", &"");
        assert!(!display.lacks_opengl && display.words == text::NO_DISPLAY);
    }

    #[test]
    fn advice_about_packages_is_given_only_where_there_are_some() {
        assert_eq!(text::no_opengl("x").contains("apt-get"), cfg!(target_os = "linux"));
        assert_eq!(text::NO_DISPLAY.contains("X server"), cfg!(target_os = "linux"));
    }

    #[test]
    fn the_icon_of_the_window_can_be_read() {
        assert_eq!(eframe::icon_data::from_png_bytes(ICON).unwrap().width, 64);
    }
}
