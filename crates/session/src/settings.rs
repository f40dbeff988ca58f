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
    /// White and bright colors on black.
    HighContrast,
}

/// Preferences of the person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colors.
    pub theme: ThemeChoice,
    /// Size of text and controls in percent; `None` = 100.
    pub interface_percent: Option<u16>,
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

/// Sizes of text and controls that can be chosen, in percent.
const INTERFACE_PERCENTS: [u16; 9] = [80, 90, 100, 110, 125, 150, 175, 200, 250];

impl Settings {
    /// The size of text and controls as a factor, in bounds whatever the file says.
    pub fn interface_scale(&self) -> f32 {
        let [least, .., most] = INTERFACE_PERCENTS;
        f32::from(self.interface_percent.unwrap_or(100).clamp(least, most)) / 100.0
    }

    /// Makes text and controls one size larger, or smaller.
    pub fn step_interface(&mut self, larger: bool) {
        let now = self.interface_percent.unwrap_or(100);
        let next = if larger {
            INTERFACE_PERCENTS.into_iter().find(|it| *it > now)
        } else {
            INTERFACE_PERCENTS.into_iter().rfind(|it| *it < now)
        };
        self.interface_percent = next.or(self.interface_percent).filter(|it| *it != 100);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_controls_grow_and_shrink_by_steps_and_stop_at_both_ends() {
        let mut settings = Settings::default();
        settings.step_interface(true);
        assert_eq!(settings.interface_percent, Some(110));
        settings.step_interface(false);
        assert_eq!(settings.interface_percent, None);
        for _ in 0..20 {
            settings.step_interface(true);
        }
        assert_eq!(settings.interface_percent, Some(250));
        for _ in 0..20 {
            settings.step_interface(false);
        }
        assert_eq!(settings.interface_scale(), 0.8);
        settings.interface_percent = Some(u16::MAX);
        assert_eq!(settings.interface_scale(), 2.5);
    }
}
