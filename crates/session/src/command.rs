//! Commands without payload: menus, shortcuts, the shortcut sheet and tests are loops over this list.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::text::commands as text;

/// Something a person can ask the program to do by menu or key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AppCommand {
    /// Start from a template.
    New,
    /// Open a design file.
    Open,
    /// Save the design.
    Save,
    /// Save the design under another name.
    SaveAs,
    /// Export the diagram and the checklist.
    Export,
    /// Edit customer, project, author, version and logo.
    ProjectDetails,
    /// Leave the program.
    Quit,
    /// Take back the last step.
    Undo,
    /// Do the last undone step again.
    Redo,
    /// Cut the selection.
    Cut,
    /// Copy the selection.
    Copy,
    /// Paste from the clipboard.
    Paste,
    /// Duplicate the selection.
    Duplicate,
    /// Delete the selection.
    Delete,
    /// Rename the selected element.
    Rename,
    /// Select everything that stands in a tier.
    SelectAll,
    /// Select nothing.
    SelectNone,
    /// Show the whole design.
    ZoomToFit,
    /// Show the selection.
    ZoomToSelection,
    /// Show at 100 %.
    ZoomReset,
    /// Zoom in.
    ZoomIn,
    /// Zoom out.
    ZoomOut,
    /// Go to the next finding.
    NextFinding,
    /// Go to the previous finding.
    PreviousFinding,
    /// Show the fixes that leave no blocker and no error.
    MakeCompliant,
    /// Show the canvas.
    ShowCanvas,
    /// Show hosts by computers.
    ShowHosts,
    /// Show the dependency map.
    ShowDependencyMap,
    /// Fold the panels beside the middle away, or unfold them.
    FoldPanels,
    /// Follow the light or dark setting of the system.
    ThemeSystem,
    /// Light colors.
    ThemeLight,
    /// Dark colors.
    ThemeDark,
    /// Let the selection fail, or bring back what has failed.
    Fail,
    /// Let the failure drill go on by itself, or stop it.
    PlayDrill,
    /// One row of the failure drill on.
    StepDrill,
    /// One row of the failure drill back.
    StepDrillBack,
    /// Leave the failure drill.
    EndDrill,
    /// Mark on the canvas what the loss of each element does, or do not.
    ShowLosses,
    /// Play failure drills without movement.
    ReduceMotion,
    /// List the shortcuts.
    Shortcuts,
    /// Say what the program is.
    About,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };
const SHIFT: Modifiers = Modifiers::SHIFT;
const PLAIN: Modifiers = Modifiers::NONE;

impl AppCommand {
    /// Every command, in the order of the menus.
    pub const ALL: &'static [Self] = &[
        Self::New,
        Self::Open,
        Self::Save,
        Self::SaveAs,
        Self::Export,
        Self::ProjectDetails,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::Duplicate,
        Self::Delete,
        Self::Rename,
        Self::SelectAll,
        Self::SelectNone,
        Self::ZoomToFit,
        Self::ZoomToSelection,
        Self::ZoomReset,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::NextFinding,
        Self::PreviousFinding,
        Self::MakeCompliant,
        Self::ShowCanvas,
        Self::ShowHosts,
        Self::ShowDependencyMap,
        Self::FoldPanels,
        Self::ThemeSystem,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::ShowLosses,
        Self::Fail,
        Self::PlayDrill,
        Self::StepDrill,
        Self::StepDrillBack,
        Self::EndDrill,
        Self::ReduceMotion,
        Self::Shortcuts,
        Self::About,
    ];

    /// The words in menus.
    pub const fn text(self) -> &'static str {
        text::title(self)
    }

    /// The keys, if it has any.
    pub const fn shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::New => (CTRL, Key::N),
            Self::Open => (CTRL, Key::O),
            Self::Save => (CTRL, Key::S),
            Self::SaveAs => (CTRL_SHIFT, Key::S),
            Self::Export => (CTRL, Key::E),
            Self::Quit => (CTRL, Key::Q),
            Self::Undo => (CTRL, Key::Z),
            Self::Redo => (CTRL, Key::Y),
            Self::Cut => (CTRL, Key::X),
            Self::Copy => (CTRL, Key::C),
            Self::Paste => (CTRL, Key::V),
            Self::Duplicate => (CTRL, Key::D),
            Self::Delete => (PLAIN, Key::Delete),
            Self::Rename => (PLAIN, Key::F2),
            Self::SelectAll => (CTRL, Key::A),
            Self::SelectNone => (PLAIN, Key::Escape),
            Self::ZoomToFit => (SHIFT, Key::Num1),
            Self::ZoomToSelection => (SHIFT, Key::Num2),
            Self::ZoomReset => (CTRL, Key::Num0),
            Self::ZoomIn => (CTRL, Key::Plus),
            Self::ZoomOut => (CTRL, Key::Minus),
            Self::NextFinding => (PLAIN, Key::F8),
            Self::PreviousFinding => (SHIFT, Key::F8),
            Self::ShowCanvas => (CTRL, Key::Num1),
            Self::ShowHosts => (CTRL, Key::Num2),
            Self::ShowDependencyMap => (CTRL, Key::Num3),
            Self::FoldPanels => (CTRL, Key::B),
            Self::Fail => (PLAIN, Key::X),
            Self::PlayDrill => (PLAIN, Key::F5),
            Self::StepDrill => (PLAIN, Key::F10),
            Self::StepDrillBack => (SHIFT, Key::F10),
            Self::Shortcuts => (PLAIN, Key::F1),
            Self::ProjectDetails
            | Self::MakeCompliant
            | Self::ThemeSystem
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::EndDrill
            | Self::ShowLosses
            | Self::ReduceMotion
            | Self::About => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// Whether a text field that has the focus keeps the keys for itself.
    pub const fn yields_to_text_field(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::Copy
                | Self::Paste
                | Self::Delete
                | Self::SelectAll
                | Self::SelectNone
                | Self::Rename
                | Self::ZoomToFit
                | Self::ZoomToSelection
                | Self::Duplicate
                | Self::Fail
        )
    }
}

/// A menu of the menu bar: its title and its commands; `None` is a separator.
pub const MENUS: &[(&str, &[Option<AppCommand>])] = &[
    (
        text::FILE,
        &[
            Some(AppCommand::New),
            Some(AppCommand::Open),
            None,
            Some(AppCommand::Save),
            Some(AppCommand::SaveAs),
            Some(AppCommand::Export),
            None,
            Some(AppCommand::ProjectDetails),
            None,
            Some(AppCommand::Quit),
        ],
    ),
    (
        text::EDIT,
        &[
            Some(AppCommand::Undo),
            Some(AppCommand::Redo),
            None,
            Some(AppCommand::Cut),
            Some(AppCommand::Copy),
            Some(AppCommand::Paste),
            Some(AppCommand::Duplicate),
            Some(AppCommand::Delete),
            Some(AppCommand::Rename),
            None,
            Some(AppCommand::SelectAll),
            Some(AppCommand::SelectNone),
            None,
            Some(AppCommand::MakeCompliant),
        ],
    ),
    (
        text::VIEW,
        &[
            Some(AppCommand::ShowCanvas),
            Some(AppCommand::ShowHosts),
            Some(AppCommand::ShowDependencyMap),
            Some(AppCommand::FoldPanels),
            None,
            Some(AppCommand::ZoomToFit),
            Some(AppCommand::ZoomToSelection),
            Some(AppCommand::ZoomReset),
            Some(AppCommand::ZoomIn),
            Some(AppCommand::ZoomOut),
            None,
            Some(AppCommand::NextFinding),
            Some(AppCommand::PreviousFinding),
            None,
            Some(AppCommand::ThemeSystem),
            Some(AppCommand::ThemeLight),
            Some(AppCommand::ThemeDark),
            None,
            Some(AppCommand::ShowLosses),
        ],
    ),
    (
        text::DRILL,
        &[
            Some(AppCommand::Fail),
            None,
            Some(AppCommand::PlayDrill),
            Some(AppCommand::StepDrill),
            Some(AppCommand::StepDrillBack),
            Some(AppCommand::EndDrill),
            None,
            Some(AppCommand::ReduceMotion),
        ],
    ),
    (text::HELP, &[Some(AppCommand::Shortcuts), Some(AppCommand::About)]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_commands_share_a_shortcut() {
        let mut seen = BTreeSet::new();
        for command in AppCommand::ALL {
            if let Some(shortcut) = command.shortcut() {
                let keys = format!("{:?} {:?}", shortcut.modifiers, shortcut.logical_key);
                assert!(seen.insert(keys), "{command:?} clashes");
            }
        }
    }

    #[test]
    fn every_command_stands_in_exactly_one_menu() {
        let mut in_menus: Vec<AppCommand> =
            MENUS.iter().flat_map(|(_, items)| items.iter().flatten()).copied().collect();
        in_menus.sort();
        let mut all = AppCommand::ALL.to_vec();
        all.sort();
        assert_eq!(in_menus, all);
    }
}
