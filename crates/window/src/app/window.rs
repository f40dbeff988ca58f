//! Opening the window, and saying plainly why it could not be opened.

use std::path::PathBuf;

use super::picker::SystemPicker;
use super::{App, StartOptions, place};
use crate::analysis::analyze;
use crate::badges::badges;
use crate::document::{Folders, templates};
use crate::scene::{SceneOptions, build};
use crate::text::start as text;

/// Opens the window and returns when it is closed.
///
/// # Errors
/// Why the window could not be opened, and what to do.
pub fn open(file: Option<PathBuf>) -> Result<(), String> {
    if let Some(problem) = missing_library() {
        return Err(problem);
    }
    keep_memory();
    // While the window system and the graphics driver start.
    std::thread::spawn(warm_up);
    let viewport = place::viewport(Folders::of_user().as_ref())
        .with_title("Tierwright")
        .with_app_id("tierwright")
        .with_min_inner_size([960.0, 600.0]);
    let native = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let create = move |cc: &eframe::CreationContext<'_>| {
        let options = StartOptions::of_user(file, SystemPicker::of(cc));
        let app: Box<dyn eframe::App> = Box::new(App::new(&cc.egui_ctx, options));
        Ok(app)
    };
    eframe::run_native("tierwright", native, Box::new(create)).map_err(|err| explain(&err))
}

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
fn explain(err: &eframe::Error) -> String {
    let detail = format!("{err:?}");
    if detail.contains("neither WAYLAND_DISPLAY") || detail.contains("XOpenDisplayFailed") {
        text::NO_DISPLAY.to_owned()
    } else if detail.contains("LibraryOpenError") {
        text::library_missing(err)
    } else if detail.contains("NoGlutinConfigs") || detail.contains("NoAvailablePixelFormat") {
        text::no_opengl_driver()
    } else {
        text::not_opened(err)
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
