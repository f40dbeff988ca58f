//! Why the window could not be opened, and what to do.

use std::fmt::Display;

/// Libraries that the window loads when it starts, as Debian names them; it is linked against none of them.
#[cfg(target_os = "linux")]
const APT_LINE: &str = "apt-get install libx11-6 libxcursor1 libxi6 libx11-xcb1 libxkbcommon-x11-0 libgl1";

pub(crate) const NO_DISPLAY: &str = if cfg!(target_os = "linux") {
    "there is no display. Start it in a desktop session, or set DISPLAY to a running X server."
} else {
    "there is no desktop. Start it in a session of a person, not in a service."
};

pub(crate) fn library_missing(problem: impl Display) -> String {
    format!("a system library is missing ({problem}).{}", advice())
}

#[cfg(target_os = "linux")]
pub(crate) fn named_library_missing(name: &str) -> String {
    format!("the library {name} is missing.{}", advice())
}

/// What is said when OpenGL does not work; the program then draws by itself.
pub(crate) fn no_opengl(problem: impl Display) -> String {
    format!("there is no OpenGL 2 ({problem}).{}", advice())
}

pub(crate) fn not_opened(problem: impl Display) -> String {
    format!("{problem}.{}", advice())
}

/// What to do on this system, after a space.
fn advice() -> String {
    #[cfg(target_os = "linux")]
    return format!(" On Debian or Ubuntu these packages must be installed: {APT_LINE}");
    #[cfg(windows)]
    return " Install the driver of the graphics card, or start `tierwright --software`, which needs none.".to_owned();
    #[cfg(not(any(target_os = "linux", windows)))]
    return " `tierwright --software` needs no graphics driver.".to_owned();
}
