//! Preferences of the person, kept between sessions.

use serde::{Deserialize, Serialize};

/// Which colors the window uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Preferences of the person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colors.
    pub theme: ThemeChoice,
    /// Name of the author, proposed for new designs.
    pub author: String,
    /// Whether deliverables are on Letter instead of A4.
    pub letter_paper: bool,
    /// The folder of the last export.
    pub export_folder: String,
    /// Whether the canvas keeps silent about what the loss of each element does.
    pub hide_losses: bool,
    /// Whether failure drills go on in steps without movement.
    pub reduced_motion: bool,
}
