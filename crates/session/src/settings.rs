//! Preferences of the person, kept between sessions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::shortcuts::{ShortcutChange, Shortcuts};

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

/// Where the window stood on a screen, in points of the system.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// The upper left corner with its frame; `None` = the system does not say.
    pub corner: Option<(f32, f32)>,
    /// Width and height without its frame.
    pub size: (f32, f32),
    /// Whether it filled the screen.
    pub is_maximized: bool,
}

impl WindowPlace {
    /// The place on a screen of this size: with its frame, which adds so much, no larger than the screen, and where it stood
    /// only if it is seen there.
    pub fn fitted(self, screen: (f32, f32), frame: (f32, f32)) -> Self {
        let screen = (screen.0 - frame.0, screen.1 - frame.1);
        let size = (self.size.0.min(screen.0), self.size.1.min(screen.1));
        let is_seen = |(x, y): &(f32, f32)| *x >= 0.0 && *y >= 0.0 && x + size.0 <= screen.0 && y + size.1 <= screen.1;
        Self { corner: self.corner.filter(is_seen), size, ..self }
    }
}

/// How much room a window has, by its width in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Room {
    /// For everything with its name.
    #[default]
    Wide,
    /// For the side panel beside a palette of icons.
    Medium,
    /// The same, with a rail of marks without words.
    Narrow,
    /// For the side panel only while it is wanted.
    Tight,
}

/// How the palette is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaletteForm {
    /// With the name of each item.
    Names,
    /// As icons, whose names are said when they are pointed at.
    Icons,
    /// Not at all.
    Away,
}

/// Which panels stand beside the middle of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panels {
    /// Whether the side panel is shown.
    pub is_side_shown: bool,
    /// How the palette is.
    pub palette: PaletteForm,
}

/// Preferences of the person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colors.
    pub theme: ThemeChoice,
    /// Size of text and controls in percent; `None` = 100.
    pub interface_percent: Option<u16>,
    /// Where the window stood last on each screen, by the size of the screen.
    pub windows: BTreeMap<String, WindowPlace>,
    /// The screen on which the window was last.
    pub screen: String,
    /// Which panels are shown, for each room in which the person wants other ones than usual.
    pub panels: BTreeMap<Room, Panels>,
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
    /// Whether single keys, such as L and P, do nothing.
    pub no_single_keys: bool,
    /// Keys of commands other than those that come with the program.
    pub shortcuts: Shortcuts,
}

/// Sizes of text and controls that can be chosen, in percent.
const INTERFACE_PERCENTS: [u16; 9] = [80, 90, 100, 110, 125, 150, 175, 200, 250];

impl Settings {
    /// The size of text and controls as a factor, in bounds whatever the file says.
    pub fn interface_scale(&self) -> f32 {
        let [least, .., most] = INTERFACE_PERCENTS;
        f32::from(self.interface_percent.unwrap_or(100).clamp(least, most)) / 100.0
    }

    /// Changes the keys of commands.
    pub fn change_shortcuts(&mut self, change: &ShortcutChange) {
        match change {
            ShortcutChange::Set(command, keys) => self.shortcuts.set(*command, keys),
            ShortcutChange::Reset(command) => self.shortcuts.reset(*command),
            ShortcutChange::ResetAll => self.shortcuts = Shortcuts::default(),
            ShortcutChange::SingleKeys(are_on) => self.no_single_keys = !are_on,
        }
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
    fn a_window_with_its_frame_is_no_larger_than_its_screen_and_stands_only_where_it_is_seen() {
        let place = WindowPlace { corner: Some((100.0, 50.0)), size: (1600.0, 900.0), is_maximized: false };
        let frame = (2.0, 24.0);
        assert_eq!(place.fitted((1920.0, 1080.0), frame), place);
        let small = place.fitted((1280.0, 800.0), frame);
        assert_eq!((small.corner, small.size), (None, (1278.0, 776.0)));
    }

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
