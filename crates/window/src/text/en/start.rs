//! Why the window could not be opened, and what to do.

use std::fmt::Display;

const APT_LINE: &str = "apt-get install libx11-6 libxcursor1 libxi6 libx11-xcb1 libxkbcommon-x11-0 libgl1";

pub(crate) const NO_DISPLAY: &str =
    "there is no display. Start it in a desktop session, or set DISPLAY to a running X server.";

pub(crate) fn library_missing(problem: impl Display) -> String {
    format!("a system library is missing ({problem}). On Debian or Ubuntu: {APT_LINE}")
}

#[cfg(target_os = "linux")]
pub(crate) fn named_library_missing(name: &str) -> String {
    format!("the library {name} is missing. On Debian or Ubuntu: {APT_LINE}")
}

pub(crate) fn no_opengl_driver() -> String {
    format!("there is no OpenGL driver. On Debian or Ubuntu: {APT_LINE}")
}

pub(crate) fn not_opened(problem: impl Display) -> String {
    format!("{problem}. On Debian or Ubuntu these packages must be installed: {APT_LINE}")
}
